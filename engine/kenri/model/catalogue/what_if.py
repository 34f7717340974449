"""Problems of branches and sweeps: what is told in a few words, or varied."""

from kenri.model.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    # phrases
    "phrase-without-day": (
        "{phrase} names no day",
        "{phrase}に日がない。",
        "name an event and the day it happens, as `2030-06-25`",
        "事由と、それが生じる日を`2030-06-25`のように書く。",
    ),
    "no-event-named": ("no event is named", "何が生じるかが書かれていない。"),
    "several-events-meant": (
        "{word} may mean several events",
        "{word}に当たる事由がいくつもある。",
        "name one of {names}",
        "{names}のいずれかを書く。",
    ),
    "not-one-of-its-words": ("{name} cannot be {value}", "{name}は{value}にできない。"),
    "no-value-of-event": (
        "{word} is no value of event {event}",
        "{word}は事由{event}の値ではない。",
        "it takes {expected}",
        "この事由がとる値：{expected}。",
    ),
    "too-many-values": (
        "event {event} takes no further value, found {word}",
        "事由{event}はこれ以上の値をとらないが、{word}がある。",
        "take it out",
        "取り除く。",
    ),
    # branches
    "branch-given-twice": (
        "{text} is given twice",
        "{text}が二度書かれている。",
        "take one of them out",
        "一方を取り除く。",
    ),
    "no-branches": (
        "a file of branches has a mapping `branches` of names to events",
        "分岐のファイルには、名前ごとに事由を並べた`branches`が必要である。",
        "write `branches: {name: [KIND 2030-06-25]}` with kinds of event of the plan",
        "規約の事由の種類を使い、`branches: {name: [KIND 2030-06-25]}`と書く。",
    ),
    "no-part-of-branches": ("{key} is no part of a file of branches", "{key}は分岐のファイルでは使えない。"),
    "same-branch": (
        "there is already a branch {name}",
        "分岐{name}は既にある。",
        "rename it",
        "別の名前にする。",
    ),
    "branch-is-list": (
        "a branch is a list of events",
        "分岐は事由のリストである。",
        "write `[KIND 2030-06-25]` with a kind of event of the plan",
        "規約の事由の種類を使い、`[KIND 2030-06-25]`と書く。",
    ),
    # sweeps
    "event-and-days-together": (
        "an event is varied over a range of days",
        "事由は日の範囲にわたって動かす。",
        "give both the event and its first and last day",
        "事由と、その最初の日と最後の日をともに指定する。",
    ),
    "range-reversed": (
        "the last of {which}, {last}, is before the first, {first}",
        "{which}の最後の日{last}が、最初の日{first}より前である。",
        "exchange them",
        "入れ替える。",
    ),
    "range-outside-calendar": (
        "{which} are not in the calendar",
        "{which}が暦の範囲にない。",
        "write days as `2025-06-25`",
        "日は`2025-06-25`のように書く。",
    ),
    "several-such-events": (
        "there are several events {name}",
        "事由{name}がいくつもある。",
        "name one of {ids}",
        "{ids}のいずれかを指定する。",
    ),
    "event-corrected": (
        "{name} is corrected by {by}",
        "{name}は{by}で訂正されている。",
        "vary {by}",
        "{by}を動かす。",
    ),
    "event-taken-back": (
        "{name} is taken back by {by}",
        "{name}は{by}で取り消されている。",
        "name an event that stands",
        "取り消されていない事由を指定する。",
    ),
    "no-such-event-in-life": ("there is no event {name} in the life", "経過に事由{name}はない。"),
    "form-of-range": (
        "{option} is not of the form {form}",
        "{option}が{form}の形になっていない。",
        "a sweep needs both `--sweep` and `--asked`",
        "`--sweep`と`--asked`をともに指定する。",
    ),
    "days-without-event": (
        "`--from` and `--to` are days of an event, and none is named",
        "`--from`と`--to`は事由の日であるが、事由が指定されていない。",
        "add `--vary EVENT`",
        "`--vary EVENT`を加える。",
    ),
    "sweep-too-large": (
        "a sweep is over at most {most} {of}, not {found}: {limit}",
        "{of}は{most}日までであるが、{found}日ある。{limit}。",
        "choose shorter ranges",
        "範囲を短くする。",
    ),
}

PHRASES: dict[str, Entry] = {
    "event-and-day": (
        "name an event and the day it happens, as `2030-06-25`",
        "事由と、それが生じる日を`2030-06-25`のように書く。",
    ),
    "attribute-of-type": ("{name} (a {type})", "{name}（{type}）"),
    "event-days": ("the event's days", "事由の日"),
    "asked-days": ("the asked days", "照会日"),
    # types of values
    "type-day": ("day", "日"),
    "type-number": ("number", "数"),
    "type-ratio": ("ratio", "比率"),
    "type-flag": ("flag", "真偽"),
    "type-text": ("text", "文字列"),
    "type-party": ("party", "関係者"),
    "type-event": ("named event", "事由の名"),
    "type-period": ("period", "期間"),
    "type-word": ("word", "語"),
}
