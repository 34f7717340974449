"""Probable slips: what in a rule file is declared and never used, or never tried."""

from kenri.model.catalogue.entry import Entry

_ASK = ("add a question with {how}", "{how}を含む質問を加える。")

PROBLEMS: dict[str, Entry] = {
    "no-such-rules": (
        "there is no {name}",
        "{name}はない。",
        "name a rule file, a folder of them, or a shipped plan",
        "規則ファイル、そのフォルダー、または付属の規約を指定する。",
    ),
    "never-used": (
        "{what} is never used",
        "{what}はどこでも使われていない。",
        "refer to it from a rule, effect or figure, or keep it as a record",
        "規則、効果または算出値から参照するか、記録事項として残す。",
    ),
    "never-consulted": (
        "{what} is never consulted",
        "{what}はどこでも参照されていない。",
        "refer to it from a rule, effect or figure, or keep it as a record",
        "規則、効果または算出値から参照するか、記録事項として残す。",
    ),
    "never-permitted": (
        "no rule of {plan} permits {action}, so it is always denied",
        "{plan}のどの規則も{action}を許可しないので、常に不可となる。",
        "add a rule with {permit}",
        "{permit}を含む規則を加える。",
    ),
    "order-unsaid": (
        "the effect {name} may meet {others} on one day, and what is left depends on which comes first",
        "効果{name}は{others}と同じ日に生じ得るが、どちらが先かによって残りが変わる。",
        "if the order of the file is right, add {follows}; or say {at} of what is made as the day ends",
        "記載の順でよければ{follows}を加える。日の終わりに生じるものには{at}を加える。",
    ),
    "parts-without-days": (
        "the parts of the schedule in {name} are {parts}, and its days at most {days}: the rest never vests",
        "{name}の予定は{parts}回だが、確定する日は最大{days}日しかなく、残りは確定しない。",
        "give it as many days as it has parts",
        "回数と同じだけの日を定める。",
    ),
    "skipped-without-day": (
        "the parts of the schedule in {name} are {parts}, and its days as many: one that is skipped has no later day",
        "{name}の予定は{parts}回で日も同数のため、飛ばした回を送る日がない。",
        "give it more days than parts",
        "回数より多くの日を定める。",
    ),
    "plan-untried": (
        "no scenario asks about {plan}: nothing shows that it means what was meant",
        "{plan}について問うシナリオがなく、意図どおりかどうかが示されていない。",
        "write one, or say with `--scenarios` where they are; `kenri new` shows how",
        "シナリオを書くか、`--scenarios`でその場所を示す。`kenri new`に例がある。",
    ),
    "rule-untried": (
        "no scenario expects the rule {name} to decide",
        "規則{name}が決め手になると期待するシナリオがない。",
        *_ASK,
    ),
    "effect-untried": (
        "no scenario looks at the balance that the effect {name} changes",
        "効果{name}が変える残高を確かめるシナリオがない。",
        *_ASK,
    ),
    "duty-untried": ("no scenario asks for the duty {name}", "義務{name}を問うシナリオがない。", *_ASK),
    "figure-untried": ("no scenario asks for the figure {name}", "算出値{name}を問うシナリオがない。", *_ASK),
    "option-untried": (
        "no scenario reads {name} as {option}",
        "{name}を{option}と解釈するシナリオがない。",
        *_ASK,
    ),
}

PHRASES: dict[str, Entry] = {
    "the-term": ("the term {name}", "条件値{name}"),
    "the-hour": ("the hour {name}", "時刻{name}"),
    "the-date": ("the date {name}", "日{name}"),
    "the-state": ("the state {name}", "状態{name}"),
    "the-amount": ("the amount {name}", "数量{name}"),
}
