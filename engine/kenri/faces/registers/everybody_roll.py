"""How the rights of everybody in a register moved between two days, as known at an instant or compared with another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from kenri.auditing.roll_forward import RollForward, RollGroup, difference, roll_forward
from kenri.faces.contracts.roll_data import roll_data
from kenri.faces.inputs.questions import asked_day
from kenri.faces.inputs.registers import readings_among, versions_of
from kenri.faces.registers.dossiers_told import DossiersTold
from kenri.faces.registers.roll_view import Rolled
from kenri.model.days import FIRST_DAY, Day, iso
from kenri.model.life import Instant
from kenri.model.problems import refused
from kenri.model.sentences import Language, Sentence

if TYPE_CHECKING:
    from kenri.register.plan_history import PlanHistory
    from kenri.register.register import Register

__all__ = ["EverybodyRoll", "everybody_roll_data", "roll_of"]


class EverybodyRoll(NamedTuple):
    """How rights moved, plan by plan, within the days; `span` is None where no plan is used yet by the last of them."""

    span: tuple[Day, Day] | None
    was_known: Instant | None
    rolled: list[Rolled]


def roll_of(
    opened: Register,
    *,
    first: str | None,
    last: str,
    by: RollGroup,
    plan: str | None,
    holder: str | None,
    known_at: str | None,
    was_known_at: str | None,
    readings: Mapping[str, str],
    tell: Callable[[str, int, int], None],
) -> EverybodyRoll:
    """How rights moved from the first day (None: since ever) to the last, under every plan that is used on it, or one;
    with `was_known_at` also by how much each line is another one than it was as known then.

    Raises `ProblemsError` for what means nothing.
    """
    several = versions_of(opened, plan, last)
    chosen = readings_among(readings, (used for _, used, _ in several))
    begins = FIRST_DAY
    if first is not None and several:
        begins = several[0][1].day(asked_day(several[0][1], first))
        if any(begins > ends for _, _, ends in several):
            raise refused(Sentence("period-reversed"))
    total = len(several) * (len(opened.holders()) if holder is None else 1) * (1 if was_known_at is None else 2)
    told = DossiersTold(tell, opened.issuer, total)

    def rolls(history: PlanHistory, ends: Day, instant: Instant | None) -> Iterator[RollForward]:
        used = history.on(ends, instant)
        if used is None:
            return
        kept = told.each(opened.dossiers(used, holder))
        yield from roll_forward(history, kept, begins, ends, by=by, instant=instant, readings=chosen)

    rolled: list[Rolled] = []
    was_known: Instant | None = None
    for history, used, ends in several:
        found = rolls(history, ends, used.instant(known_at))
        if was_known_at is None:
            rolled += map(Rolled, found)
            continue
        was_known = used.instant(was_known_at)
        before = {(each.holder, each.grant): each for each in rolls(history, ends, was_known)}
        rolled += [Rolled(each, difference(before.get((each.holder, each.grant)), each)) for each in found]
    span = None if not several else (begins, max(ends for _, _, ends in several))
    return EverybodyRoll(span, was_known, rolled)


def everybody_roll_data(issuer: str, found: EverybodyRoll, by: RollGroup, lang: Language) -> dict[str, Any]:
    """How rights moved as plain data."""
    span = found.span
    return {
        "register": issuer,
        "first": None if span is None or span[0] == FIRST_DAY else iso(span[0]),
        "last": None if span is None else iso(span[1]),
        "by": by,
        "rolls": [roll_data(*each, lang) for each in found.rolled],
    }
