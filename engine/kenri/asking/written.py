"""Bare answers about lives as they are written in plain data, where one written alike was read before.

Reading a life strictly takes far longer than deciding about it. Of two lives that are written alike but for their
names, days and numbers, the strict loader takes both or neither, as far as their days and numbers are in bounds and in
order; and the same compiled form decides about both. So what is written is taken apart here into all that is alike, and
the days and numbers. What is not plain, or was not met before, is left to the strict loader: it makes every report.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeAlias

from kenri.compiled.form import Decide
from kenri.compiled.forms import MOST, Decision, Formed
from kenri.compiled.shape import DAYS, LookedAt, ValuePlace
from kenri.loader.declarations import attributes_of, term_type
from kenri.loader.vocabulary import vocabulary
from kenri.model.days import Day
from kenri.model.kept import Kept
from kenri.model.plan import Attribute, Plan

_FIRST, _LAST = DAYS

_KEPT = 1_000
"""How many ways of writing a life are remembered."""

_LONGEST = 100
"""Characters of the longest word that is looked at."""

_MOST_EVENTS = 50

Codes: TypeAlias = Mapping[str, int]
"""Of each key that may be written, a number of its own whose last four bits say what stands under it."""

_DAY, _NUMBER, _FROM_ZERO, _ABOVE_ZERO, _KNOWN, _FLAG, _WORD, _PARTY, _ROLES, _NAME, _KIND, _PERIOD, _WHEN, _ROLE = (
    range(14)
)
_BITS: Final = 4
_WHAT: Final = (1 << _BITS) - 1

_LEAST = {_NUMBER: 1 - MOST, _FROM_ZERO: 0, _ABOVE_ZERO: 1, _KNOWN: 0}
"""The least number of each sort; one that the plan must know is part of what is alike."""

_OPEN = frozenset({_DAY, _NUMBER, _FROM_ZERO, _ABOVE_ZERO, _FLAG})
"""What is left open: all else is alike."""

_PARTY_AT, _GRANT_AT, _FACTS_AT, _SAME_DAY, _EVENT_AT = -1, -2, -3, -4, -5
"""Where something begins; an event at so much below as tells its kind."""

_TOP = frozenset({"plan", "title", "parties", "grants", "facts", "events"})


class _LeftError(Exception):
    """What is written is left to the strict loader."""


class _Apart(NamedTuple):
    """A life taken apart: all that is alike in lives that are written alike, and the days, numbers and flags."""

    alike: list[Any]
    values: list[Any]
    order: Mapping[str, int]
    """The parties by their places."""


class WrittenLives:
    """Decides about lives in plain data by the forms of one plan."""

    def __init__(self, plan: Plan, looked_at: LookedAt) -> None:
        self._plan = plan
        self._codes = _Codes(plan, looked_at)
        self._known = Kept[object, tuple[Decide, Callable[[list[Any]], tuple[Any, ...]]]](_KEPT)

    def decide(self, data: dict[Any, Any], action: object, on: object, rights: object, by: object) -> Decision | None:
        """The bare answer; None where the strict loader must read the life, or the reference must answer."""
        if type(on) is date:
            on = on.toordinal()
        try:
            if type(on) is not int or not _FIRST <= on <= _LAST:
                return None
            if rights is not None and (type(rights) is not int or not 0 < rights < MOST):
                return None
            apart = self._taken_apart(data)
            known = self._known.get(self._key(apart, action, rights, by))
        except Exception:  # noqa: BLE001  # whatever is written, and whatever it says of itself
            return None
        if known is None:
            return None
        run, picked = known
        rest = picked(apart.values)
        found = run(on, *rest) if rights is None else run(on, rights, *rest)
        return None if found[1] is None else found  # type: ignore[return-value]  # it is told which rules decide

    def learn(self, data: dict[Any, Any], action: str, rights: object, by: object, formed: Formed) -> None:
        """Remember how a life is written that was read, and the form that decides about it."""
        try:
            apart = self._taken_apart(data)
            where = {place: index for index, place in enumerate(self._places(data))}
            places = [where[place] for place in formed.places]
            key = self._key(apart, action, rights, by)
        except Exception:  # noqa: BLE001  # whatever is written, and whatever it says of itself
            return
        picked: Callable[[list[Any]], tuple[Any, ...]] = itemgetter(*places) if len(places) > 1 else _Few(places)
        if picked(apart.values) == formed.values:
            self._known[key] = formed.decide, picked

    def _key(self, apart: _Apart, action: object, rights: object, by: object) -> object:
        """What a question has in common with those that are asked alike about lives that are written alike."""
        if by is not None:
            if type(by) is not str or (by in apart.order and by in self._plan.roles):
                raise _LeftError
            by = apart.order.get(by, by)
        if type(action) is not str:
            raise _LeftError
        return (action, by, rights is None, *apart.alike)

    def _taken_apart(self, data: dict[Any, Any]) -> _Apart:
        codes = self._codes
        grants, parties, facts, events = data["grants"], data.get("parties"), data.get("facts"), data.get("events")
        for several, kind in ((grants, list), (parties, dict), (facts, dict), (events, list)):
            if type(several) is not kind and several is not None:
                raise _LeftError
        if not _TOP.issuperset(data) or ("plan" in data and data["plan"] != self._plan.id):
            raise _LeftError
        alike: list[Any] = []
        values: list[Any] = []
        (grant,) = grants
        if type(grant) is not dict:
            raise _LeftError
        order = {grant["grantee"]: 0} if parties is None else {name: index for index, name in enumerate(parties)}
        for name in order:
            if type(name) is not str or not name or name.isspace():
                raise _LeftError
        if parties is not None:
            for party in parties.values():
                alike.append(_PARTY_AT)
                _take(party, codes.party, order, alike, values)
        alike.append(_GRANT_AT)
        _take(grant, codes.grant, order, alike, values)
        if facts is not None:
            alike.append(_FACTS_AT)
            _take(facts, codes.facts, order, alike, values)
        if events is not None:
            self._take_events(events, order, alike, values)
        return _Apart(alike, values, order)

    def _take_events(
        self, events: list[dict[Any, Any]], order: Mapping[str, int], alike: list[Any], values: list[Any]
    ) -> None:
        """Take events apart, which must stand in the order of their days: then that of the record tells nothing more.

        Two of a kind on one day may be the same one twice, and are left to the strict loader.
        """
        if len(events) > _MOST_EVENTS:
            raise _LeftError
        kinds = self._codes.events
        last: Day = 0
        that_day: set[int] = set()
        ids: set[str] = set()
        for event in events:
            if type(event) is not dict:
                raise _LeftError
            kind, codes = kinds[event["event"]]
            alike.append(kind)
            _take(event, codes, order, alike, values)
            on = event["on"]
            day = on.toordinal() if type(on) is date else date.fromisoformat(on).toordinal()
            if day > last:
                last, that_day = day, {kind}
            elif day < last or kind in that_day:
                raise _LeftError
            else:
                alike.append(_SAME_DAY)
                that_day.add(kind)
            if "id" in event:
                if (id_ := event["id"]) in ids or id_.startswith("event-"):
                    raise _LeftError
                ids.add(id_)

    def _places(self, data: Mapping[str, Any]) -> Iterator[ValuePlace]:
        """Where each value that is left open stands, as shapes tell places."""
        codes = self._codes
        for index, party in enumerate((data.get("parties") or {}).values()):
            yield from _places(party, codes.party, "party", index)
        yield from _places(data["grants"][0], codes.grant, "grant", 0)
        yield from _places(data.get("facts") or {}, codes.facts, "fact", 0)
        for index, event in enumerate(data.get("events") or ()):
            yield from _places(event, codes.events[event["event"]][1], "event", index)


class _Few:
    """Picks one value or none, as `itemgetter` picks several."""

    def __init__(self, places: list[int]) -> None:
        self._places = places

    def __call__(self, values: list[Any]) -> tuple[Any, ...]:
        return tuple(values[place] for place in self._places)


def _take(body: dict[Any, Any], codes: Codes, order: Mapping[str, int], alike: list[Any], values: list[Any]) -> None:
    """Take apart what is written of a party, a grant, an event or facts."""
    if type(body) is not dict:
        raise _LeftError
    for name, value in body.items():
        code = codes[name]
        what = code & _WHAT
        alike.append(code)
        kind = type(value)
        if kind is date:
            day = value.toordinal()
            if not _FIRST <= day <= _LAST:
                raise _LeftError
            if what == _DAY:
                values.append(day)
            elif what != _WHEN:
                raise _LeftError
        elif kind is str:
            if what == _WORD:
                if value in order or len(value) > _LONGEST:
                    raise _LeftError
                alike.append(value)
            elif what == _PARTY:
                alike.append(order[value])
            elif what == _DAY:
                values.append(_day_in(value))
            elif what == _WHEN:
                _day_in(value)
            elif what == _ROLE:
                alike.append(value)
            elif (what == _NAME and (not value or value.isspace())) or what not in (_NAME, _KIND):
                raise _LeftError
        elif kind is int:
            if not _LEAST[what] <= value < MOST:
                raise _LeftError
            (alike if what == _KNOWN else values).append(value)
        elif kind is bool and what == _FLAG:
            values.append(value)
        elif what == _PERIOD and kind is dict:
            values += _days_of(value)
        elif what == _WHEN and kind is datetime:
            if value.utcoffset() is None or not _FIRST < value.toordinal() < _LAST:
                raise _LeftError
        elif what == _ROLES and kind in (list, tuple) and all(type(role) is str for role in value):
            alike.append(tuple(value))
        else:
            raise _LeftError


def _day_in(text: str) -> Day:
    """The day in a text `YYYY-MM-DD`; other texts are for the strict loader."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        raise _LeftError
    day = date.fromisoformat(text).toordinal()
    if not _FIRST <= day <= _LAST:
        raise _LeftError
    return day


def _days_of(period: dict[Any, Any]) -> tuple[Day, Day]:
    first, last = period["first"], period["last"]
    if len(period) != 2 or type(first) is not date or type(last) is not date or first > last:
        raise _LeftError
    if not _FIRST <= first.toordinal() <= last.toordinal() <= _LAST:
        raise _LeftError
    return first.toordinal(), last.toordinal()


def _places(body: Mapping[str, Any], codes: Codes, of: str, index: int) -> Iterator[ValuePlace]:
    for name in body:
        what = codes[name] & _WHAT
        if what == _PERIOD:
            yield of, 0, name
            yield of, 1, name
        elif what in _OPEN:
            match of, name:
                case "event", "on":
                    yield "event-day", index, ""
                case "grant", "on":
                    yield "granted-on", 0, ""
                case "grant", "number":
                    yield "granted", 0, "number"
                case _:
                    yield of, index, name


class _Codes:
    """The codes of all keys that may be written in a life of a plan."""

    def __init__(self, plan: Plan, looked_at: LookedAt) -> None:
        self._looked_at = looked_at
        self._count = 0
        above_zero = vocabulary(plan).above_zero
        own = {"role": _ROLE, "roles": _ROLES}
        self.party = self._of(attributes_of(plan.party_attributes), own)
        number = _KNOWN if "number" in looked_at.numbers else _FROM_ZERO
        own = {"id": _NAME, "grantee": _PARTY, "on": _DAY, "number": number}
        self.grant = self._of(attributes_of(plan.grant_attributes), own)
        unknown = {name: term_type(term) for name, term in plan.terms.items() if term.is_unknown}
        facts = {name: Attribute(type=kind) for name, kind in unknown.items() if kind != "period"}  # type: ignore[arg-type]  # the other types of terms are types of attributes
        self.facts = self._of(facts, {name: _PERIOD for name, kind in unknown.items() if kind == "period"})
        own = {"event": _KIND, "on": _DAY, "who": _PARTY, "id": _NAME, "recorded": _WHEN}
        self.events = {
            kind: (_EVENT_AT - place, self._of(attributes_of(each.attributes), own, above_zero.get(kind, frozenset())))
            for place, (kind, each) in enumerate(plan.events.items())
        }

    def _of(
        self, declared: Mapping[str, Attribute], own: Mapping[str, int], above_zero: frozenset[str] = frozenset()
    ) -> Codes:
        what = {**{name: self._what(name, each, name in above_zero) for name, each in declared.items()}, **own}
        for name in [name for name, each in what.items() if self._is_twofold(name, each, declared, own)]:
            del what[name]
        self._count += len(what)
        return {name: (place << _BITS) + each for place, (name, each) in enumerate(what.items(), self._count)}

    def _is_twofold(self, name: str, what: int, declared: Collection[str], own: Collection[str]) -> bool:
        """Whether a key has two meanings, or a party may be named under it that is a word to the plan."""
        return (name in declared and name in own) or (what == _PARTY and bool(self._looked_at.words.get(name)))

    def _what(self, name: str, declared: Attribute, is_above_zero: bool) -> int:
        if declared.one_of:
            return _WORD
        match declared.type:
            case "number" | "ratio" if name in self._looked_at.numbers:
                return _KNOWN
            case "number" | "ratio" if is_above_zero:
                return _ABOVE_ZERO
            case "ratio":
                return _FROM_ZERO
            case "number":
                return _NUMBER
            case "day":
                return _DAY
            case "flag":
                return _FLAG
            case "party":
                return _PARTY
            case _:
                return _WORD
