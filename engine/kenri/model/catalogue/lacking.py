"""What is missing to know something and no word of a plan names. The English is how data names it, for programs too."""

from kenri.model.catalogue.entry import Entry

PHRASES: dict[str, Entry] = {
    "lacks-of-event": ("{attribute} of {event}", "出来事「{event}」の「{attribute}」"),
    "lacks-of-any-event": ("{attribute} of an event", "「{attribute}」を持つ出来事"),
    "lacks-in-grant": ("{what} in grant {grant}", "割当「{grant}」における{what}"),
    "lacks-of-plan": ("{what} of plan {plan}", "規約「{plan}」の「{what}」"),
    "lacks-calendar": ("calendar {calendar}", "営業日カレンダー「{calendar}」の範囲外の日"),
    "lacks-whole-number": ("a whole number in {name}", "「{name}」の0以上の整数の値"),
    "lacks-number-from-zero": ("a number from 0 up in {name}", "「{name}」の0以上の値"),
    "lacks-fewer-times": ("a number of at most {most} times in {name}", "「{name}」の{most}回以下の値"),
    "lacks-fewer-business-days": (
        "a number of at most {most} business days in {name}",
        "「{name}」の{most}営業日以下の値",
    ),
    "lacks-fewer-digits": ("a number of at most {most} digits", "{most}桁以下の数"),
    "lacks-fewer-days": ("a date of at most {most} days", "{most}日以下の日の指定"),
    "lacks-limit": ("a number that has a limit", "上限のある数"),
    "lacks-unit": ("a unit to round to", "端数処理の単位"),
    "lacks-divisor": ("a divisor other than zero", "0でない除数"),
    "lacks-day-to-come": ("a day that has not come", "到来していない日"),
}
