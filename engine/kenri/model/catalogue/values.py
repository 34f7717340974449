"""Problems of values: what may stand at a place of a file, and what to write there."""

from kenri.model.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "wrong-type": (
        "{subject} must be {expected}, found {found}",
        "{subject}は{expected}でなければならないが、{found}がある。",
    ),
    "wrong-sort": (
        "{subject} must be {expected}, and {key} gives {gives}",
        "{subject}は{expected}でなければならないが、{key}が表すのは{gives}である。",
    ),
    "logic-in-where": (
        "there is no attribute {key}: {section} takes attributes of the event",
        "属性{key}はない。{section}には事由の属性を書く。",
    ),
}

PHRASES: dict[str, Entry] = {
    # sorts of expression
    "a-day-or-several": ("a day or several", "日"),
    "a-condition": ("a condition", "条件"),
    "a-number": ("a number", "数"),
    "write-days": (
        "write a date such as `2024-03-31`, a name, or a mapping such as `{first: ...}`",
        "`2024-03-31`のような日、名前、または`{first: ...}`のようなマッピングを書く。",
    ),
    "write-condition": (
        "write a name such as `always`, or a mapping such as `{from: ...}`",
        "`always`のような名前、または`{from: ...}`のようなマッピングを書く。",
    ),
    "write-quantity": (
        "write a number, a name, or a mapping such as `{least: [...]}`",
        "数、名前、または`{least: [...]}`のようなマッピングを書く。",
    ),
    # from one sort to another
    "days-to-condition": (
        "write `{on: {it}}` for those days, or `{from: {it}}` for all days from then on",
        "その日なら`{on: {it}}`、その日以後なら`{from: {it}}`と書く。",
    ),
    "days-to-number": (
        "write `{count: {it}}` for how many, or `{days_between: [..., {it}]}` for how far off",
        "何回かなら`{count: {it}}`、何日離れているかなら`{days_between: [..., {it}]}`と書く。",
    ),
    "condition-to-days": (
        "write `{start_of: {it}}` for the day it begins, or `{last_day_of: {it}}`",
        "始まる日なら`{start_of: {it}}`、最後の日なら`{last_day_of: {it}}`と書く。",
    ),
    "condition-to-number": (
        "write `{cases: [{when: {it}, is: 1}]}` for a number that depends on it",
        "それによって決まる数なら`{cases: [{when: {it}, is: 1}]}`と書く。",
    ),
    "number-to-condition": (
        "write `{quantity: {it}, at_least: 1}` to measure it",
        "数を測るなら`{quantity: {it}, at_least: 1}`と書く。",
    ),
    # lists in the place of one expression
    "list-of-conditions": (
        "write `{all: [...]}` when all must hold, `{any: [...]}` when one is enough",
        "すべてを満たすべきなら`{all: [...]}`、一つで足りるなら`{any: [...]}`と書く。",
    ),
    "list-of-days": (
        "write `{each_of: [...]}` for all of them, `{earlier_of: [...]}` or `{later_of: [...]}` for one of them",
        "すべての日なら`{each_of: [...]}`、そのうち一日なら`{earlier_of: [...]}`または`{later_of: [...]}`と書く。",
    ),
    "list-of-numbers": (
        "write `{sum: [...]}`, `{least: [...]}` or `{greatest: [...]}`",
        "`{sum: [...]}`、`{least: [...]}`または`{greatest: [...]}`と書く。",
    ),
    # what else may stand there
    "either": ("{names:or}", "{names:or}"),
    "single-value": ("a single value", "単一の値"),
    "single-value-or-list": ("a single value or a list of them", "単一の値またはそのリスト"),
    "text": ("text", "文字列"),
    "whole-number": ("a whole number", "整数"),
    "true-or-false": ("`true` or `false`", "`true`または`false`"),
    "day-such-as": ("a day such as `2024-03-31`", "`2024-03-31`のような日"),
    "instant-such-as": (
        "an instant such as `2024-03-31T09:00:00+09:00`",
        "`2024-03-31T09:00:00+09:00`のような時刻",
    ),
    "one-of-words": ("one of {words}", "{words}のいずれか"),
    "mapping-of-keys": ("a mapping with {keys}", "{keys}を持つマッピング"),
    "mapping-of-keys-and-more": ("a mapping with {keys} ...", "{keys}などを持つマッピング"),
    "mapping-by-name": ("a mapping by name", "名前ごとのマッピング"),
    "a-list": ("a list", "リスト"),
    "list-of-number": ("a list of {number}", "{number}個のリスト"),
    # what was found
    "a-mapping": ("a mapping", "マッピング"),
    "empty-mapping": ("an empty mapping", "空のマッピング"),
    "mapping-with-key": ("a mapping with the key {key}", "キー{key}を持つマッピング"),
    "mapping-with-keys": ("a mapping with the keys {keys}", "キー{keys}を持つマッピング"),
    "the-text": ("the text {text}", "文字列{text}"),
    # what to write
    "write-word": ("write {word}", "{word}と書く。"),
    "write-number": ("write {number}", "{number}と書く。"),
    "write-number-or-name": (
        "write {number}, or the name of a term or amount",
        "{number}、または条件値もしくは数量の名前を書く。",
    ),
    "write-each-by-name": ("write each under its name", "それぞれを名前の下に書く。"),
    "write-single": ("write a single one, without the list", "リストにせず、一つだけ書く。"),
    "write-list": ("write a list: {list}", "リストで書く：{list}。"),
    "write-day-alone": (
        "write the day alone, as it is in the plan's time zone",
        "規約の時間帯での日だけを書く。",
    ),
    "quote-it": ("quote it: {quoted}", "引用符で囲む：{quoted}。"),
    "without-fraction": (
        "write it without a fraction, or the name of a term or amount that is one",
        "端数なしで書くか、整数の条件値または数量の名前を書く。",
    ),
    "whole-number-or-name": (
        "write a whole number, or the name of a term or amount that is one",
        "整数、または整数の条件値もしくは数量の名前を書く。",
    ),
    "number-in-quotes": (
        "a number in quotes is text: write {text} without them",
        "引用符で囲んだ数は文字列になる。引用符なしで{text}と書く。",
    ),
    "day-in-quotes": (
        "a day in quotes is text: write {text} without them",
        "引用符で囲んだ日は文字列になる。引用符なしで{text}と書く。",
    ),
    "name-without-spaces": (
        "a name has no spaces: write the name of what is declared elsewhere",
        "名前に空白はない。ほかで宣言したものの名前を書く。",
    ),
    "write-like": ("write it like {name}", "{name}のように書く。"),
    "letters-a-to-z": ("write it with letters from `a` to `z`", "`a`から`z`までの文字で書く。"),
    # logic in the place of attributes
    "all-in-where": (
        "write the attributes beside one another: all of them must fit",
        "属性を並べて書く。すべてに合うものが選ばれる。",
    ),
    "any-in-where": (
        "write a list of values for one attribute, or `{each_of: [{event: ...}, {event: ...}]}` for several events",
        "一つの属性なら値のリスト、いくつかの事由なら`{each_of: [{event: ...}, {event: ...}]}`と書く。",
    ),
    "not-in-where": ("write the attribute under `where_not`", "属性を`where_not`の下に書く。"),
}
