"""Problems of plans: what they extend and inherit, and the names that their parts use of one another."""

from kenri.model.catalogue.entry import Entry

_KEPT = (
    "give only what is new: more words under `one_of`, `optional: true`, or a `default` where there is none",
    "新しいものだけを書く。`one_of`に語を加えるか、`optional: true`とするか、ないところに`default`を書く。",
)

_WIDEN_OR_REPLACE = (
    "leave it out if that will do; or give only what is new, with `widens: true`; or choose another name, or add "
    "`replaces: true` if it is meant to stand in its place"
)
_WIDEN_OR_REPLACE_JA = (
    "それで足りるなら省く。または`widens: true`を添えて新しいものだけを書く。または別の名前にするか、"
    "置き換えるのであれば`replaces: true`を加える。"
)

PROBLEMS: dict[str, Entry] = {
    # which plan
    "no-such-plan": ("there is no plan {name}", "規約{name}はない。"),
    "shipped-or-beside": (
        "{name} is shipped, and {file} has the same name and other content: which is meant is not known",
        "{name}は同梱されているが、{file}も同じ名を持ち、内容が異なる。どちらのことか分からない。",
    ),
    "no-plan-in-file": (
        "{name} holds no plan",
        "{name}に規約がない。",
        "a plan begins with `plan: its-id`",
        "規約は`plan: its-id`で始まる。",
    ),
    "not-askable": (
        "{name} is no plan that can be asked about",
        "{name}は照会できる規約ではない。",
        "name a plan",
        "規約を指定する。",
    ),
    "no-such-amendment": ("there is no amendment {name}", "変更{name}はない。"),
    "no-such-zone": (
        "there is no time zone {name}",
        "時間帯{name}はない。",
        "write a name of the IANA time zone database, such as `Asia/Tokyo` or `America/New_York`",
        "`Asia/Tokyo`や`America/New_York`のような、IANAの時間帯の名前を書く。",
    ),
    # what it extends
    "no-such-family": ("there is no family or vocabulary {name}", "共通条項または用語集{name}はない。"),
    "plan-extended": (
        "{name} is a plan, and only a family or vocabulary can be extended",
        "{name}は規約である。継承できるのは共通条項と用語集に限る。",
        "move what both share into a family, and extend that from both",
        "共通する部分を共通条項に移し、両方からそれを継承する。",
    ),
    "circle-of-documents": (
        "{chain}, which goes round in a circle",
        "継承が循環している：{chain}。",
        "take one of them out",
        "どれか一つを外す。",
    ),
    # what it inherits
    "already-defined": (
        "{name} is already defined at {place}",
        "{name}は{place}で既に定義されている。",
        "choose another name, or add `replaces: true` if it is meant to stand in its place",
        "別の名前にするか、置き換えるのであれば`replaces: true`を加える。",
    ),
    "nothing-to-replace": (
        "{name} says that it replaces an inherited one, and there is none",
        "{name}は継承したものを置き換えるとあるが、該当するものがない。",
    ),
    "declared-otherwise": (
        "{name} is already declared otherwise at {place}",
        "{name}は{place}で既に異なる内容で宣言されている。",
        "choose another name",
        "別の名前にする。",
    ),
    "nothing-to-leave-out": (
        "{name} is no inherited rule, effect, figure or claim",
        "{name}は継承した規則、効果、算出値、主張のいずれでもない。",
    ),
    "left-out-but-named": (
        "{name} is left out here, and {by} names it at {place}",
        "{name}はここで除かれているが、{place}で{by}がそれを名指している。",
        "leave out what names it too, replace that, or keep {name}",
        "名指しているものも除くか置き換える。または{name}を除かない。",
    ),
    "no-such-option": ("{option} is no option of {reading}", "{option}は{reading}の選択肢ではない。"),
    # amendments
    "no-term-to-amend": ("there is no term {name} to amend", "変更すべき条件値{name}がない。"),
    "no-rule-to-end": ("there is no rule {name} to end", "終わらせるべき規則{name}がない。"),
    "amended-twice": (
        "{name} is amended from {day} on by {other} too",
        "{name}は{day}から{other}によっても変更されている。",
        "say which became known later with `recorded`, or make one of the two",
        "どちらが後に知られたかを`recorded`で示すか、一つにまとめる。",
    ),
    "unknown-term-amended": (
        "{name} is not known, before or after the amendment",
        "{name}は変更の前または後に値が分からない。",
        "state the term in the plan first; an amendment changes a known value into another",
        "まず規約に値を書く。変更は、分かっている値を別の値に改めるものである。",
    ),
    # claims beside it, and reasons for slips
    "no-claims-in-file": (
        "{file} makes no claims",
        "{file}に主張がない。",
        "such a document begins with `claims_for: its-plan`",
        "主張の文書は`claims_for: its-plan`で始まる。",
    ),
    "claims-about-another": (
        "these claims are about {found}, not {plan}",
        "これらは{plan}ではなく{found}についての主張である。",
        "check them with the plan they are about",
        "その規約と合わせて検査する。",
    ),
    "only-claims-here": (
        "a document of claims declares nothing else",
        "主張の文書では、ほかのものは宣言できない。",
        "move it into the plan",
        "規約に移す。",
    ),
    "no-slips-here": (
        "no slips are listed here",
        "ここに誤記の一覧がない。",
        "write `document: {slip: reason}`",
        "`document: {slip: reason}`と書く。",
    ),
    "slips-of-document": (
        "a document has slips",
        "文書の下には誤記を並べる。",
        "write `{slip: reason}`",
        "`{slip: reason}`と書く。",
    ),
    "reason-is-text": (
        "a reason is a text",
        "理由は文字列で書く。",
        "say why it changes nothing",
        "なぜ何も変わらないかを書く。",
    ),
    # what widens and what clashes
    "nothing-to-widen": (
        "{name} says that it widens an inherited one, and there is none",
        "{name}は継承したものを広げるとあるが、該当するものがない。",
    ),
    "no-attribute-to-widen": ("there is no attribute {name} to widen", "広げるべき属性{name}がない。"),
    "stays-of-type": (
        "{subject} is a {type} already, and stays so",
        "{subject}の型は既に{type}であり、変わらない。",
        *_KEPT,
    ),
    "stays-list-of-words": (
        "{subject} is one of a list of words already, and stays so",
        "{subject}は既に語の一覧の一つであり、変わらない。",
        *_KEPT,
    ),
    "no-list-of-words": (
        "{subject} is a {type}, and words can be added only to a list of words",
        "{subject}の型は{type}であるが、語を加えられるのは語の一覧だけである。",
        *_KEPT,
    ),
    "keeps-default": (
        "{subject} has the default {default} already, and keeps it",
        "{subject}には既に既定値{default}があり、変わらない。",
        *_KEPT,
    ),
    "stays-for": (
        "{subject} is for {roles} already, and stays so",
        "{subject}は既に{roles}のものであり、変わらない。",
        *_KEPT,
    ),
    "declared-twice": (
        "{name} is declared by {one}, and otherwise by {other}; both are extended here",
        "{name}は{one}で宣言され、{other}では異なる内容で宣言されている。ここでは両方を継承している。",
        "extend only one of them",
        "一方だけを継承する。",
    ),
}

PHRASES: dict[str, Entry] = {
    "where-plans-are": (
        "{hint}; `kenri plans` lists all; a path ends in `.yaml`",
        "{hint}`kenri plans`で一覧できる。ファイルは`.yaml`で終わる名前で指定する。",
    ),
    "in-another-file": (
        "{file} has this name, but only {wanted} is looked in: move it, or give the folder of {inside} by `--rules`",
        "{file}はこの名を持つが、探されるのは{wanted}だけである。移すか、{inside}のあるフォルダーを`--rules`で指定する。",
    ),
    "give-its-folder": (
        "with {option} that file is taken; to leave it aside give it a name of its own",
        "{option}を付けるとそのファイルが使われる。使わないなら別の名にする。",
    ),
    "extends": ("{first} extends {rest}", "{first} → {rest}"),
    "the-reading": ("the reading {name}", "解釈{name}"),
    "it": ("it", "これ"),
    "widen-the-whole": (
        "say `widens: true` of what it is an attribute of",
        "属性の持ち主のほうに`widens: true`と書く。",
    ),
    "only-inherited-widens": (
        "write one of them; only an inherited attribute can be widened",
        "いずれかを書く。広げられるのは継承した属性だけである。",
    ),
    "leave-out-inherited": ("leave it out: it is inherited", "省く。継承されている。"),
    "widen": (
        "leave it out: it is inherited; to add to it, write `widens: true` and only what is new",
        "省く。継承されている。加えるものがあれば、`widens: true`と新しいものだけを書く。",
    ),
    "other-name": (
        "leave it out: it is inherited; what means something else needs another name",
        "省く。継承されている。意味の異なるものには別の名前を付ける。",
    ),
    "widen-or-replace": (_WIDEN_OR_REPLACE, _WIDEN_OR_REPLACE_JA),
    "replace-or-extend-one": (
        "say which is meant: declare it here with `replaces: true`, or extend only one of them",
        "どちらの意味かを、ここで`replaces: true`を添えて宣言する。または一方だけを継承する。",
    ),
}
