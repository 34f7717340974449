"""What comes, as the occasions that are announced: each known by what it is about, with all that is told of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kenri.faces.contracts.due_data import due_data
from kenri.faces.registers.due_view import ComingOf, with_name
from kenri.faces.registers.everybody_due import due_of, plans_due
from kenri.faces.words.advice import supply_for
from kenri.faces.words.due import how_many, told
from kenri.model.sentences import Language
from kenri.service.announcing import Occasion

if TYPE_CHECKING:
    from kenri.register.register import Register
    from kenri.service.subscriptions import Subscription

__all__ = ["SHOWN", "coming_to", "occasions_around", "occasions_of"]

SHOWN = ("told", "many", "called", "asks", "edge")
"""What is kept of an occasion beside what `kenri due --json` tells: its words, and what is missing and whom to ask."""

_OF_WINDOWS = ("opens", "closes", "changes", "moves")

_AROUND = 366, 3_660
"""So many days back and ahead a day is looked for that one which vanished has become."""


def coming_to(
    opened: Register, first: date, within: int, holder: str, stop: Callable[[], None] = lambda: None
) -> list[ComingOf]:
    """What comes from a day on for a holder, and of nobody else; or (empty) for everybody.

    Raises `ProblemsError`, and whatever `stop`, which is called before each holder, raises.
    """
    plans = plans_due(opened, None, first.isoformat(), within)
    asked: dict[str, Any] = {"known_at": None, "readings": {}}
    found = due_of(opened, plans, asked, holder or None, lambda *_: stop())
    return [each for each in found if not holder or each.holder in (holder, "")]


def occasions_of(to: Subscription, opened: Register, first: date) -> list[Occasion]:
    """What comes for a subscriber from a day on, as far as it is announced."""
    several = coming_to(opened, first, max(to.distances), to.holder)
    names = opened.names({each.holder for each in several})
    return list(_occasions(several, to.kinds, to.lang, lambda holder: with_name(holder, names)))


def occasions_around(to: Subscription, opened: Register, today: date, holder: str) -> list[Occasion]:
    """What comes for a holder near and far, and came of late: where a day may be that was another."""
    back, ahead = _AROUND
    several = coming_to(opened, today, ahead, holder)
    if today.toordinal() > back:  # duties are judged as on the first day, and so are told as on today alone
        before = coming_to(opened, today - timedelta(days=back), back, holder)
        several += [each for each in before if each.what.day < today.toordinal() and each.what.kind in _OF_WINDOWS]
    names = opened.names({each.holder for each in several})
    return list(_occasions(several, to.kinds, to.lang, lambda who: with_name(who, names)))


def _occasions(
    several: Iterable[ComingOf], kinds: Sequence[str], lang: Language, called: Callable[[str], str]
) -> Iterator[Occasion]:
    seen: dict[tuple[str, date], int] = {}
    for each in several:
        kind = each.what.kind
        if kinds and kind not in kinds:
            continue
        is_standing = kind in ("late", "unknown")
        edges = [("first", date.fromordinal(each.what.day))]
        until = each.what.until
        if kind == "unknown" and until is not None and until > each.what.day:
            edges.append(("last", date.fromordinal(until)))  # whatever was perhaps possible is so no longer then
        for edge, day in edges:
            data = {**_data(each, lang, called), "edge": edge}
            thing = _thing(data)
            count = seen[thing, day] = seen.get((thing, day), 0) + 1
            if count > 1:  # of the same, several times on one day
                thing = f"{thing}#{count}"
            yield Occasion(thing, day, data, is_standing and edge == "first")


def _data(each: ComingOf, lang: Language, called: Callable[[str], str]) -> dict[str, Any]:
    holder, plan, what = each
    action = what.what if what.what in plan.actions else ""
    found = {
        **due_data(holder, plan.id, what, lang),
        "told": told(plan, what, holder, lang),
        "many": how_many(what, lang),
        "called": called(holder) if holder else "",
        "asks": [supply_for(plan, action, name, lang, of_register=True) for name in what.missing],
    }
    data: dict[str, Any] = json.loads(json.dumps(found))  # as it is read again from where it is kept
    return data


def _thing(data: dict[str, Any]) -> str:
    """What a deadline is about, whatever its day is."""
    said = [data[name] for name in ("plan", "holder", "kind", "what", "by", "grant", "to", "edge")]
    return sha256(json.dumps(said).encode()).hexdigest()[:32]
