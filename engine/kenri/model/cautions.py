"""What an answer did not look at and might turn on: a closed list of cautions, each with a code and a sentence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from kenri.model.sentences import Language

CautionCode: TypeAlias = Literal[
    "other-grants",
    "hour-of-question",
    "hours-of-record",
    "units-before-split",
    "order-within-day",
    "no-version",
]
"""What was not looked at; programs may rely on these."""

_NAMED = 8
"""So many names stand in a sentence; all are in `names`."""

CODES: tuple[CautionCode, ...] = get_args(CautionCode)

_SENTENCES: Mapping[CautionCode, tuple[str, str]] = {
    "other-grants": (
        (
            "The record holds other grants ({names}), and the limits and quantities of this plan see one grant alone: "
            "what is limited over several grants must be added up by hand."
        ),
        "記録には他の割当（{names}）があるが、上限や数量はこの割当のみについて計算している。複数の割当を通算する制限は別途確認を要する。",
    ),
    "hour-of-question": (
        "The hour of the question was not looked at, only its day: {names}.",
        "照会の時刻は考慮せず、日（{names}）のみによる。",
    ),
    "hours-of-record": (
        "The hours recorded with these were not looked at, only their days in the plan's time zone: {names}.",
        "次の記録の時刻は考慮せず、プランの時間帯における日のみによる：{names}",
    ),
    "units-before-split": (
        ("Rights were scaled on {names}: a total of what events state counts each event in the units of its own day."),
        "{names}に権利数が調整された。事由に記録された数の合計は、それぞれの事由の当時の単位による。",
    ),
    "order-within-day": (
        (
            "Within a day rights move by effects that no event of that day makes ({names}): they count as made when "
            "the day begins, or where the event behind them stands in the record, and not at the end of the day."
        ),
        (
            "その日の出来事によらない権利の増減（{names}）がある。日の始め"
            "（又はその基となる出来事の記録の順）に生じたものとし、日の終わりに生じたものとはしない。"
        ),
    ),
    "no-version": (
        "No version of the plan was used yet on the days of these, which were not judged: {names}.",
        "次の行為の日にはまだプランのどの版も使われておらず、その当否は判断していない：{names}",
    ),
}


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that an answer did not look at, by its code, with the names it is about."""

    code: CautionCode
    names: tuple[str, ...] = ()

    def says(self, lang: Language = "en") -> str:
        """The caution as a sentence, with the first names of many."""
        named, more = self.names[:_NAMED], len(self.names) - _NAMED
        names = ("、" if lang == "ja" else ", ").join(named)
        if more > 0:
            names += f"ほか{more:,}件" if lang == "ja" else f" and {more:,} more"
        return _SENTENCES[self.code][lang == "ja"].format(names=names)

    def __str__(self) -> str:
        return self.says()


def together(*several: tuple[Caution, ...]) -> tuple[Caution, ...]:
    """All cautions, each code once with all names it is about, in the order of the list."""
    found: dict[CautionCode, dict[str, None]] = {}
    for caution in (caution for each in several for caution in each):
        found.setdefault(caution.code, {}).update(dict.fromkeys(caution.names))
    return tuple(Caution(code, tuple(found[code])) for code in CODES if code in found)


def without_hours_of(judged: Collection[str], cautions: tuple[Caution, ...]) -> tuple[Caution, ...]:
    """The cautions, of which none says of acts that were judged at their time that their hour was not looked at."""
    if not judged:
        return cautions
    names = (name for each in cautions for name in each.names if each.code == "hours-of-record" and name not in judged)
    hours = Caution("hours-of-record", tuple(names))
    left = (hours if each.code == "hours-of-record" else each for each in cautions)
    return tuple(each for each in left if each is not hours or hours.names)
