"""Problems of lives: parties, grants, facts and events."""

from kenri.model.catalogue.entry import Entry

_SPLIT = ("split the life", "経過を分ける。")
_ONCE = (
    "take one of them out; if this one puts the other right, add {corrects}",
    "一方を取り除く。こちらが訂正であれば{corrects}を加える。",
)

PROBLEMS: dict[str, Entry] = {
    # the file
    "life-is-mapping": (
        "a life is a mapping with `parties`, `grants` and `events`",
        "経過は`parties`、`grants`、`events`を持つマッピングである。",
        "see `kenri new`",
        "`kenri new`の例を見る。",
    ),
    "second-life": (
        "a life file holds one life, found a second document",
        "経過のファイルには一つの経過を書くが、二つ目の文書がある。",
        "split the file",
        "ファイルを分ける。",
    ),
    "of-another-plan": (
        "this is for the plan {plan}, and the file says that it belongs to {found}",
        "規約{plan}のために読み込まれたが、ファイルには{found}のものと書かれている。",
        "ask that plan, or write {plan}",
        "その規約に照会するか、{plan}と書く。",
    ),
    "wrong-section": (
        "{key} must be {expected}, found {found}",
        "{key}は{expected}でなければならないが、{found}である。",
    ),
    "too-many-grants": ("a life has {number} grants: {limit}", "経過に割当てが{number}件ある。{limit}。", *_SPLIT),
    "too-many-parties": ("a life has {number} parties: {limit}", "経過に関係者が{number}件ある。{limit}。", *_SPLIT),
    "too-many-facts": ("a life has {number} facts: {limit}", "経過に事実が{number}件ある。{limit}。", *_SPLIT),
    "too-many-events": ("a life has {number} events: {limit}", "経過に出来事が{number}件ある。{limit}。", *_SPLIT),
    "key-of-other-kind": (
        "a key must be text, found {found}",
        "キーは文字列でなければならないが、{found}である。",
        "write `key: value`",
        "`key: value`と書く。",
    ),
    "no-part-of": ("{name} is no part of {of}", "{name}は{of}の一部ではない。"),
    # parties and grants
    "no-such-party": ("there is no party {name}", "関係者{name}はない。"),
    "no-such-role": ("there is no role {name}", "役割{name}はない。"),
    "no-such-grant": ("there is no grant {name}", "割当て{name}はない。"),
    "party-is-mapping": (
        "{name} must be a mapping, found {found}",
        "{name}はマッピングでなければならないが、{found}である。",
        "write `{role: ...}`",
        "`{role: ...}`と書く。",
    ),
    "party-without-role": ("{name} has no role", "{name}に役割がない。"),
    "grant-is-mapping": (
        "a grant must be a mapping, found {found}",
        "割当てはマッピングでなければならないが、{found}である。",
        "write `{grantee: ..., number: ...}`",
        "`{grantee: ..., number: ...}`と書く。",
    ),
    "same-grant": (
        "there is already a grant {name}",
        "割当て{name}は既にある。",
        "give each grant its own `id`",
        "割当てごとに異なる`id`を付ける。",
    ),
    "not-from-zero": (
        "{name} must be a number from 0 up, found {found}",
        "{name}は0以上の数でなければならないが、{found}である。",
        "write how many rights were granted, such as `10`",
        "割り当てた権利の数を`10`のように書く。",
    ),
    "lines-of-grant-are-list": (
        "{name} must be a list, a line for each day, found {found}",
        "{name}は日ごとに一行のリストでなければならないが、{found}である。",
        "write `- {line}` for each",
        "一行ずつ`- {line}`と書く。",
    ),
    "line-of-grant-is-mapping": (
        "a line of {name} must be a mapping, found {found}",
        "{name}の行はマッピングでなければならないが、{found}である。",
        "write `{line}`",
        "`{line}`と書く。",
    ),
    "line-out-of-order": (
        "the day {day} is not later than {before}, that of the line before it",
        "{day}は前の行の日{before}より後ではない。",
        "put the lines in the order of their days, and what falls on one day in one line",
        "行を日の順に並べ、同じ日のものは一行にまとめる。",
    ),
    "more-than-granted": (
        "with this line {name} comes to {sum}, and {number} were granted",
        "この行までの{name}の合計は{sum}で、割り当てられた数は{number}である。",
        "all lines together are at most the `number` of the grant",
        "全行の合計は割当ての`number`以下にする。",
    ),
    # facts
    "stated-by-plan": (
        "{name} is stated by the plan",
        "{name}は規約に定められている。",
        "a life supplies only what the document leaves unknown",
        "経過で補えるのは、文書で分からないものだけである。",
    ),
    "no-such-unknown-term": ("there is no unknown term {name}", "値の分からない条件値{name}はない。"),
    # events
    "event-is-mapping": (
        "an event must be a mapping, found {found}",
        "出来事はマッピングでなければならないが、{found}である。",
        "write `{on: 2025-06-25, event: ...}`",
        "`{on: 2025-06-25, event: ...}`と書く。",
    ),
    "same-event": (
        "there is already an event {name}",
        "出来事{name}は既にある。",
        "give each event its own `id`",
        "出来事ごとに異なる`id`を付ける。",
    ),
    "event-again": (
        "this event is recorded already, {where}",
        "この出来事は既に{where}記録されている。",
        "take it out, or give it an `id` of its own if it happened twice",
        "取り除く。二度生じたのであれば、別の`id`を付ける。",
    ),
    "only-once": (
        "{name} happens only once, and is recorded already, {where}",
        "{name}は一度しか生じないが、既に{where}記録されている。",
        *_ONCE,
    ),
    "only-once-to": (
        "{name} happens to {who} only once, and is recorded already, {where}",
        "{name}は{who}に一度しか生じないが、既に{where}記録されている。",
        *_ONCE,
    ),
    "corrected-already": (
        "{name} is corrected already, {where}",
        "{name}は既に{where}訂正されている。",
        "correct {by} instead",
        "代わりに{by}を訂正する。",
    ),
    "corrected-before-recorded": (
        "this is recorded before what it corrects, {name}, {where}",
        "訂正される{name}（{where}）より前に記録されたことになっている。",
        "write under `recorded` when each of the two became known; left out, it is the beginning of the day `on`",
        "それぞれがいつ知られたかを`recorded`に書く。省くと`on`の日の初めになる。",
    ),
    "no-earlier-event": ("no earlier event is called {name}", "{name}という前の出来事はない。"),
    "names-other-kind": (
        "{name} names an event of kind {kinds:or}, and {event} is {kind}",
        "{name}は{kinds:or}の事由を指すが、{event}は{kind}である。",
        "write the `id` of the event that is meant",
        "意図した事由の`id`を書く。",
    ),
    "names-event-elsewhere": (
        "{name} names {event}, which is about another grant",
        "{name}が指す{event}は別の割当てに関する事由である。",
        "write the `id` of an event about the same grant",
        "同じ割当てに関する事由の`id`を書く。",
    ),
    "names-later-event": (
        "{name} names {event}, which comes later, on {day}",
        "{name}が指す{event}はこれより後の{day}の事由である。",
        "correct one of the two days",
        "どちらかの日を直す。",
    ),
    "cancels-nothing": (
        "a cancellation takes back an earlier event, and this one names none",
        "取消しは前の出来事を取り消すものだが、その指定がない。",
        "add `corrects:` with the `id` of that event",
        "その出来事の`id`を`corrects:`に書く。",
    ),
    "not-above-zero": (
        "{name} must be above zero, found {found}",
        "{name}は0より大きくなければならないが、{found}である。",
        "write how many there were, or leave the event out; a wrong one is put right with `corrects`",
        "実際の数を書くか、出来事を省く。誤ったものは`corrects`で訂正する。",
    ),
    "event-without-who": (
        "whom it happened to is missing",
        "誰に生じたかが書かれていない。",
        "add `who:` with one of the parties",
        "関係者の一人を`who:`に書く。",
    ),
    "no-other-plans-here": (
        "grants under another plan, {plan}, are not read here",
        "他の規約{plan}による割当ては、ここでは読み込めない。",
        "record it in a life file, or leave the plan of the grant out",
        "経過のファイルに記録するか、割当ての規約を書かない。",
    ),
    "read-differently": (
        "the plans of this life read {name} differently",
        "この経過の規約の間で{name}の読み方が異なる。",
        "name the grant that it is about, or give each plan a name of its own for it",
        "どの割当てに関するかを書くか、規約ごとに別の名前を付ける。",
    ),
    "event-without-grant": ("which grant it is about is missing", "どの割当てについてかが書かれていない。"),
    "cause-not-recorded": (
        "no {causes:or} is recorded for {day} or before",
        "{day}以前に{causes:or}の記録がない。",
        "record it first, or correct the day",
        "先にそれを記録するか、日を直す。",
    ),
    # lives that were read with another plan
    "life-of-other-zone": (
        "this life was read in the time zone {zone}, and the plan has {own}",
        "この経過は時間帯{zone}で読み込まれたが、規約の時間帯は{own}である。",
        "read the life again, with this plan",
        "この規約で経過を読み込み直す。",
    ),
}

PHRASES: dict[str, Entry] = {
    "list-of-grants": ("a list of grants", "割当てのリスト"),
    "mapping-of-parties": ("a mapping of names to roles", "名前ごとに役割を示すマッピング"),
    "mapping-of-facts": ("a mapping of term names to values", "条件値の名前ごとに値を示すマッピング"),
    "list-of-events": ("a list of events", "出来事のリスト"),
    "a-life": ("a life", "経過"),
    "a-party": ("a party", "関係者"),
    "a-grant": ("a grant", "割当て"),
    "a-fact": ("a fact", "事実"),
    "a-plan-of-grant": ("the plan of a grant", "割当ての規約"),
    "id-of-grant": ("the `id` of a grant", "割当ての`id`"),
    "id-of-event": ("the `id` of an event", "出来事の`id`"),
    "name-of-a-party": ("name of a party", "関係者の名前"),
    "read-again": ("read the life again, with this plan", "この規約で経過を読み込み直す。"),
    "add-party": ("add {party} to the life", "経過に{party}を加える。"),
    "or-else": ("{first}; or {other}", "{first}または、{other}"),
    "add-grant": ("add `grant:` with one of {names}", "{names}のいずれかを`grant:`に書く。"),
    "add-grant-of-many": ("add `grant:` with one of {names} ...", "{names}などのいずれかを`grant:`に書く。"),
    "add-day-of-event": ("add the day it took effect", "効力が生じた日を加える。"),
    "add-number-of-grant": ("add how many rights were granted", "割り当てた権利の数を加える。"),
    "add-attribute": ("add {key} with {kind}", "{key}に{kind}を書く。"),
    "a-value-of-type": ("a {type}", "{type}"),
}
