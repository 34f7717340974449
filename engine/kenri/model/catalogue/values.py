"""Problems of values: what may stand at a place of a file, and what to write there."""

from kenri.model.catalogue.entry import Entry

_EITHER_WAY = (
    "it can be read either way: write {forth} for {new} new on every {old} old, {back} for {old} on every {new}; "
    "{words} says it in words"
)

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
    # values as they are supplied
    "not-of-type": (
        "{name} must be a {type}, found {found}",
        "{name}の型は{type}でなければならないが、{found}である。",
    ),
    "no-such-word": (
        "{name} cannot be {value}: {value} is not one of its words",
        "{name}は{value}にできない。{value}はその語のうちにない。",
    ),
    "pair-says-neither": (
        "{name} cannot be {found}, which does not say what comes for what",
        "{name}は{found}にできない。どちらに対してどちらかが分からない。",
    ),
    "must-be-name": ("{what} must be a name, found {found}", "{what}は名前でなければならないが、{found}である。"),
    "too-many-digits": (
        "a number of more than {most} digits is too long",
        "{most}桁を超える数は長すぎる。",
        "write one of at most {most} digits",
        "{most}桁までの数を書く。",
    ),
    "no-day-here": (
        "a day must be here, found {found}",
        "ここには日がなければならないが、{found}である。",
        "write it as `2025-06-25`",
        "`2025-06-25`のように書く。",
    ),
    "no-instant-here": (
        "an instant or a day must be here, found {found}",
        "ここには時刻または日がなければならないが、{found}である。",
        "write `2025-06-25T09:00:00+09:00`",
        "`2025-06-25T09:00:00+09:00`のように書く。",
    ),
    "no-instant": ("{found} is no instant: {reason}", "{found}は時刻ではない：{reason}。"),
    "no-day-in-zone": (
        "{found} is no day in the zone {zone}: {reason}",
        "{found}は時間帯{zone}の日ではない：{reason}。",
        "write the day itself",
        "日そのものを書く。",
    ),
    "no-time-zone": (
        "{found} has no time zone",
        "{found}に時間帯がない。",
        "add one, such as `+09:00`",
        "`+09:00`のような時差を加える。",
    ),
    "period-has-days": (
        "a period has a first and a last day",
        "期間には最初の日と最後の日がある。",
        "write `{first: 2020-07-01, last: 2050-06-30}`",
        "`{first: 2020-07-01, last: 2050-06-30}`のように書く。",
    ),
    "period-reversed": (
        "the last day is before the first",
        "最後の日が最初の日より前である。",
        "exchange them",
        "入れ替える。",
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
    # what was supplied
    "an-empty-text": ("an empty text", "空の文字列"),
    "nothing-at-all": ("nothing", "値なし"),
    "the-float": ("the float {number}", "浮動小数点数{number}"),
    "long-number": ("a number of more than {most} digits", "{most}桁を超える数"),
    "something-of-type": ("something of the type {type}", "型{type}のもの"),
    # what to write for it
    "write-ratio-such-as": (
        "write for example `2`, `1/3`, or `2 new for 1 old`",
        "例えば`2`、`1/3`、または`2 new for 1 old`と書く。",
    ),
    "write-number-such-as": ("write for example `100`", "例えば`100`と書く。"),
    "write-number-alone": ("write the number alone: {number}", "数だけを書く：{number}。"),
    "write-with-digits": ("write a number with digits", "数字で数を書く。"),
    "write-a-number": ("write a number", "数を書く。"),
    "write-rights": ("write a number above 0, such as `10`", "`10`のような、0より大きい数を書く。"),
    "float-is-whole": (
        "a float is only near to the number that is meant: write {number}",
        "浮動小数点数は意図した数に近いだけである。{number}と書く。",
    ),
    "float-is-near": (
        "a float is only near to the number that is meant: write {decimal} or a `Fraction`",
        "浮動小数点数は意図した数に近いだけである。{decimal}または`Fraction`を書く。",
    ),
    "either-way": (
        _EITHER_WAY,
        "どちらにも読める。旧{old}につき新{new}なら{forth}、旧{new}につき新{old}なら{back}と書く。言葉では{words}と書く。",
    ),
    "refused-because": ("{said}; {said:help}", "{said}{said:help}"),
    "write-word-or-text": ("write a word, or a text in quotes", "語、または引用符で囲んだ文字列を書く。"),
    "write-without-quotes": ("write {word} without quotes", "引用符なしで{word}と書く。"),
    "write-true-or-false": ("write `true` or `false`", "`true`または`false`と書く。"),
    "write-a-name": ("write a name", "名前を書く。"),
    "write-party-name": ("write the name of a party", "関係者の名前を書く。"),
    "write-event-id": ("write the `id` of an event that is recorded before", "前に記録された事由の`id`を書く。"),
    "write-day-as": ("write it as `2025-06-25`", "`2025-06-25`のように書く。"),
    "write-instant-as": ("write `2025-06-25T09:00:00+09:00`", "`2025-06-25T09:00:00+09:00`のように書く。"),
    # why there is no such day or instant
    "no-moment": ("neither a day nor an instant", "日でも時刻でもない"),
    "out-of-range": ("day is out of range for month", "その月にない日である"),
    "instants-are-written": (
        "an instant is written `2025-07-07T09:00:00+09:00`",
        "時刻は`2025-07-07T09:00:00+09:00`のように書く",
    ),
    "outside-calendar": (
        "it lies outside the calendar, which has the years 1 to 9999",
        "1年から9999年までの暦の範囲外である",
    ),
    "clock-is-set": (
        "the clock is set forward or back around {text}; write the offset, such as `+01:00`",
        "{text}の前後で時計の針が動く。`+01:00`のように時差を書く",
    ),
    "clock-skips": (
        "the clock is set forward over {text}; that time does not exist there",
        "{text}は時計の針が進められる間にあり、その時刻はない",
    ),
}
