"""The evaluation of one question: facts are posted, rules fire, and what they derive is kept for the rules to come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, assert_never

from kenri.evaluators.forward import covers, happenings, moving, numbers, selecting, turning
from kenri.evaluators.forward.books import Compiled
from kenri.evaluators.forward.gates import Covered, Leaf, Measured, Result, Sheet, Supplied, Turned
from kenri.evaluators.forward.supply import Supply, is_one_of
from kenri.evaluators.forward.supply import number as as_number
from kenri.evaluators.forward.trace import Known, Step
from kenri.evaluators.forward.values import (
    NOTHING,
    UNLIMITED,
    Happening,
    Lacking,
    Names,
    Number,
    Period,
    Seen,
    Truth,
    exact,
)
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.expressions import (
    AskedIs,
    AskerIs,
    BusinessDay,
    Condition,
    CountingUse,
    EventMoments,
    GrantIs,
    Moments,
    PartyIs,
    Quantity,
)
from kenri.model.life import Event
from kenri.model.periods import BeyondCalendarError, BusinessDays, Counting

FACTS_AT_ONCE = 700
"""Facts posted before rules fire; what they derive comes on top."""


class Told(NamedTuple):
    """A fact for the engine, what it stands for, and what is missing to know better."""

    fact: Mapping[str, int]
    known: Known
    missing: Names = NOTHING


class Evaluation:
    """Moments, numbers and truths of one plan for one question, as seen from any day.

    Truths are derived by rules; moments and numbers are computed from what is known and told to the rules.
    """

    def __init__(
        self,
        compiled: Compiled,
        supply: Supply,
        readings: Mapping[str, str],
        calendars: Any,
        others: Mapping[Any, Truth] | None = None,
    ) -> None:
        self.compiled = compiled
        self.plan = compiled.plan
        self.supply = supply
        self.readings = readings
        self.calendars = calendars
        self.others: dict[Any, Truth] = dict(others or {})
        self.event: Event | None = None
        self.base = self
        self.steps: list[Step] = []
        self._at: dict[str, Evaluation] = {}
        self._seen: dict[tuple[object, Day], Seen] = {}
        self._numbers: dict[tuple[object, Day], Number] = {}
        self._truths: dict[tuple[object, Day], Truth] = {}
        self._turns: dict[tuple[str, object], list[Day]] = {}
        self._candidates: dict[int, list[Event]] | None = None
        self._moved: moving.Moved | None = None
        self._kept: list[object] = []

    def at_event(self, event: Event | None) -> Evaluation:
        """The same where a change or a movement that an event makes is computed: its attributes can be read."""
        key = event.id if event is not None else ""
        found = self.base._at.get(key)
        if found is None:
            found = Evaluation(self.compiled, self.supply, self.readings, self.calendars)
            found.base, found.event, found.steps = self.base, event, self.base.steps
            self.base._at[key] = found
        return found

    # --- moments and numbers

    def moments(self, node: Moments, day: Day) -> Seen:
        """What happens, as seen from a day."""
        if isinstance(node, str):
            return self.named_moments(node, day)
        turns = self.moments_turn(node)
        key = (id(node), happenings.view_of(turns, day) if turns else FIRST_DAY)
        found = self._seen.get(key)
        if found is None:
            # Where a calendar ends too early for one view, what happens is not known from any.
            views = [FIRST_DAY, *self.moments_turn(node)]
            try:
                seen = [happenings.moments(self, node, view) for view in views]
            except BeyondCalendarError as error:
                seen = [Seen((), beyond(error))] * len(views)
            self._kept.append(node)
            self._seen.update(((id(node), view), each) for view, each in zip(views, seen, strict=True))
            found = self._seen[key]
        return found

    def named_moments(self, name: str, day: Day) -> Seen:
        """What a date, or a term that holds a day, stands for."""
        if name == "never":
            return Seen()
        if name in self.plan.dates:
            return self.base.moments(self.plan.dates[name].is_, day)
        value = self.supply.term(name, day)
        if value is None:
            return Seen((), frozenset({name}))
        return Seen((Happening(value),)) if value < NEVER else Seen()

    def views(self, node: Moments) -> list[tuple[Day, Seen]]:
        """Everything that is seen from some day, with the first day from which it is."""
        return [(day, self.moments(node, day)) for day in (FIRST_DAY, *self.moments_turn(node))]

    def number(self, node: Quantity, day: Day) -> Number:
        """The number of an expression on a day."""
        if isinstance(node, int):
            return node
        if isinstance(node, str):
            return self.named_number(node, day)
        key = (id(node), day)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = numbers.quantity(self, node, day)
        return found

    def named_number(self, name: str, day: Day) -> Number:
        """The number of an amount, or of a term that holds one."""
        if name == "unlimited":
            return UNLIMITED
        if name in self.plan.amounts:
            return self.base.number(self.plan.amounts[name].is_, day)
        value = as_number(self.supply.term(name, day), name)
        return value if isinstance(value, Lacking) else exact(value)

    def balances(self, day: Day) -> Mapping[str, Number]:
        """How many rights stand in each balance at the end of a day."""
        return self.movements.on(day)

    def balance_turns(self) -> list[Day]:
        """The days on which balances change."""
        return self.movements.days

    @property
    def movements(self) -> moving.Moved:
        """How rights moved between balances."""
        base = self.base
        if base._moved is None:
            base._moved = moving.moved(base)
        return base._moved

    def selected(self, node: EventMoments) -> Seen:
        """The events that a selector takes."""
        key = (id(node), FIRST_DAY)
        found = self._seen.get(key)
        if found is None:
            base = self.base
            if base._candidates is None:
                base._candidates = selecting.candidates(base)
            found = self._seen[key] = selecting.chosen(self, node, base._candidates.get(id(node), []))
        return found

    def names(self, event: Event, attribute: str) -> object:
        """The party that an attribute of an event names; `who` is whom the event is about."""
        return event.who if attribute == "who" else self.supply.recorded(event, attribute)

    # --- on which days things may change

    def _turning(self, sort: str, node: Any, days: Callable[[Evaluation, Any], Iterable[Day]]) -> list[Day]:
        key = (sort, node if isinstance(node, str) else id(node))
        found = self._turns.get(key)
        if found is None:
            found = self._turns[key] = sorted({day for day in days(self, node) if FIRST_DAY < day < NEVER})
        return found

    def moments_turn(self, node: Moments) -> list[Day]:
        """The days from which other moments are seen."""
        return self._turning("moments", node, turning.of_moments)

    def number_turns(self, node: Quantity) -> list[Day]:
        """The days on which a number may change."""
        return [] if isinstance(node, int) else self._turning("number", node, turning.of_number)

    def views_of_number(self, node: Quantity) -> list[Day]:
        """Days that between them show every value of a number."""
        return [FIRST_DAY, *self.number_turns(node)]

    def condition_turns(self, node: Condition) -> list[Day]:
        """The days on which a condition may change."""
        return self._turning("condition", node, turning.of_condition)

    def turning_days(self, node: Condition) -> list[Day]:
        """Days that between them show every value of a condition, from the first day there is."""
        return [FIRST_DAY, *self.condition_turns(node)]

    def timeline(self, node: Condition) -> tuple[DaySet, DaySet, Names]:
        """The days on which a condition holds, those on which it may, and what is missing to know."""
        days = self.turning_days(node)
        found = self.truths(node, days)
        pieces = list(zip(days, [*days[1:], NEVER], found, strict=True))
        yes = DaySet.of((first, until) for first, until, truth in pieces if truth.value == 2)
        maybe = DaySet.of((first, until) for first, until, truth in pieces if truth.value >= 1)
        return yes, maybe, NOTHING.union(*(truth.missing for truth in found))

    # --- truths

    def truth(self, node: Condition, day: Day) -> Truth:
        """Whether a condition holds on a day."""
        return self.truths(node, [day])[0]

    def truths(self, node: Condition, days: Sequence[Day]) -> list[Truth]:
        """Whether a condition holds on each of some days."""
        if isinstance(node, str):
            return self._named(node, days)
        lacking = [day for day in dict.fromkeys(days) if (id(node), day) not in self._truths]
        if lacking:
            for day, truth in self.derive(self.compiled.sheet(node), lacking).items():
                self._truths[id(node), day] = truth
        return [self._truths[id(node), day] for day in days]

    def _named(self, name: str, days: Sequence[Day]) -> list[Truth]:
        if name in ("always", "never"):
            return [Truth(2 if name == "always" else 0)] * len(days)
        if name in self.plan.states:
            return self.base.truths(self.plan.states[name].is_, days)
        return [self._term(name, day) for day in days]

    def _term(self, name: str, day: Day) -> Truth:
        value = self.supply.term(name, day)
        if value is None:
            return Truth(1, frozenset({name}))
        if isinstance(value, tuple):
            return Truth(2 if value[0] <= day <= value[1] else 0)
        return Truth(2 if value is True else 0)

    def _supplied(self, of: Any, days: Sequence[Day]) -> list[Truth]:
        match of:
            case str():
                return self.truths(of, days)
            case AskedIs(asked=name, is_=wanted):
                return [_matches(self.supply.asked(name), name, wanted)] * len(days)
            case PartyIs(party=name, of=whose, is_=wanted):
                return [_matches(self.supply.personal(name, whose), name, wanted)] * len(days)
            case GrantIs(grant=name, is_=wanted):
                return [_matches(self.supply.granted(name), name, wanted)] * len(days)
            case AskerIs(asker=role):
                return [Truth(2 if role in self.supply.asker.roles else 0)] * len(days)
            case BusinessDay(business_day=name):
                open_, reach = self.calendar(None if name == "plan" else name).days()
                beyond = Truth(1, frozenset({f"calendar {name}"}))
                return [Truth(2 if day in open_ else 0) if day in reach else beyond for day in days]
            case _:
                return [self.others[of]] * len(days)

    def periods(self, of: Covered, day: Day) -> list[Period] | Names:
        """The periods that a leaf covers, as seen from a day, or what is missing to know them."""
        return covers.periods_of(self, of, day)

    def cover_turns(self, of: Condition) -> list[Day]:
        """The days from which other periods are seen."""
        return self._turning("cover", of, covers.turns)

    # --- sheets of rules

    def derive(self, sheet: Sheet, days: Sequence[Day]) -> dict[Day, Truth]:
        """The truth of a sheet's gate on each of some days, as its rules derive it."""
        if isinstance(leaf := sheet.leaves.get(sheet.root), Supplied):
            return dict(zip(days, self._supplied(leaf.of, days), strict=True))
        found = self._derive(sheet, days, self._needed(sheet))
        return {day: truth for (number, day), truth in found.items() if number == sheet.root}

    def derive_all(self, sheet: Sheet, days: Sequence[Day]) -> dict[tuple[int, Day], Truth]:
        """The truth of every gate of a sheet."""
        return self._derive(sheet, days, list(sheet.leaves))

    def _derive(self, sheet: Sheet, days: Sequence[Day], needed: list[int]) -> dict[tuple[int, Day], Truth]:
        leaves = [(number, sheet.leaves[number]) for number in needed]
        # Whatever leaves need is derived before this sheet's own facts are posted: rule sets do not nest.
        values = {number: self._supplied(leaf.of, days) for number, leaf in leaves if isinstance(leaf, Supplied)}
        for _, leaf in leaves:
            if not isinstance(leaf, Supplied):
                covers.prepare(self, leaf, days)
        found: dict[tuple[int, Day], Truth] = {}
        at_once = max(1, FACTS_AT_ONCE // (3 * len(sheet.children) + 3 * len(leaves) + 1))
        for start in range(0, len(days), at_once):
            some = range(start, min(start + at_once, len(days)))
            told = self._told(sheet, leaves, values, [days[index] for index in some], some)
            found.update(self._fire(sheet, told))
        return found

    def _needed(self, sheet: Sheet) -> list[int]:
        """The leaves that the root depends on, as readings are chosen."""
        needed: dict[int, None] = {}
        left = [sheet.root]
        while left:
            number = left.pop()
            if number in needed:
                continue
            needed[number] = None
            inner = sheet.children.get(number, ())
            if isinstance(inner, Mapping):
                left.append(inner[self.readings[sheet.chosen[number]]])
            else:
                left += inner
        return [number for number in sorted(needed) if number in sheet.leaves]

    def _told(
        self,
        sheet: Sheet,
        leaves: list[tuple[int, Leaf]],
        values: Mapping[int, list[Truth]],
        days: Sequence[Day],
        places: range,
    ) -> list[Told]:
        facts: list[Told] = []
        triggers: list[Told] = []
        for reading, field in sheet.readings.items():
            option = self.readings[reading]
            index = sorted(self.plan.readings[reading].options).index(option)
            facts.append(Told({f"r{field}": index}, Known("reading", reading, None, option)))
        for number, leaf in leaves:
            match leaf:
                case Supplied(of=of):
                    for day, place in zip(days, places, strict=True):
                        truth = values[number][place]
                        facts.append(_truth_told(number, _name(of), day, truth))
                case Covered() | Turned() | Measured():
                    covers.tell(self, number, leaf, days, facts, triggers)
        return facts + triggers

    def _fire(self, sheet: Sheet, told: list[Told]) -> dict[tuple[int, Day], Truth]:
        found = {key: Truth(_value(each), each.missing) for each in told if (key := _gate(each)) is not None}
        book = self.compiled.book(id(sheet), sheet.rules)
        with book.sitting() as sitting:
            batch = told
            posted: list[Told] = []
            while batch:
                posted += batch
                matches = sitting.post([each.fact for each in batch])
                batch = []
                for rule, aliases in matches:
                    on = [posted[place] for place in aliases.values()]
                    result = sheet.results[rule]
                    day, truth = _result(result, on)
                    name = sheet.rules[rule].name
                    leaf = sheet.leaves.get(result.gate)
                    what = sheet.title if result.gate == sheet.root else covers.name_of(leaf) if leaf else name
                    derived = _truth_told(result.gate, what, day, truth)
                    is_new = (result.gate, day) not in found
                    self.steps.append(
                        Step(sheet.title, name, tuple(one.known for one in on), derived.known if is_new else None)
                    )
                    if is_new:
                        found[result.gate, day] = truth
                        if result.gate in sheet.inputs:
                            batch.append(derived)
        return found

    # --- calendars

    def calendar(self, name: str | None) -> BusinessDays:
        """A business-day calendar, by default the plan's."""
        found: BusinessDays = self.calendars(name or self.plan.counting.calendar or "")
        return found

    def convention(self, use: CountingUse | None) -> Counting:
        """How a period is counted."""
        return self.supply.convention(use, self.calendars)


def beyond(error: BeyondCalendarError) -> Names:
    """How a calendar that ends too early is named among what is missing."""
    return frozenset({f"calendar {error.calendar}"})


def _matches(fact: Any, name: str, wanted: Any) -> Truth:
    if fact is None:
        return Truth(1, frozenset({name}))
    return Truth(2 if is_one_of(fact, wanted) else 0)


def _truth_told(number: int, name: str, day: Day, truth: Truth) -> Told:
    return Told({f"n{number}": truth.value, "d": day}, Known("condition", name, day, truth.value), truth.missing)


def _gate(told: Told) -> tuple[int, Day] | None:
    """The gate whose truth is told outright, and the day."""
    name = next(iter(told.fact))
    return (int(name[1:]), told.fact["d"]) if name[0] == "n" else None


def _name(of: Any) -> str:
    if isinstance(of, str):
        return of
    return ".".join(map(str, of)) if isinstance(of, tuple) else str(of.key)


def _result(result: Result, on: list[Told]) -> tuple[Day, Truth]:
    """What follows from the facts that a rule's patterns matched."""
    day = next(each.fact["d"] for each in on if "d" in each.fact)
    truths = [each for each in on if each.known.sort in ("condition", "period")]
    value = _following(result, [_value(each) for each in truths])
    if value != 1:
        return day, Truth(value)
    return day, Truth(1, NOTHING.union(*(each.missing for each in truths if each.known.value == 1)))


def _following(result: Result, values: list[int]) -> int:
    match result.way:
        case "value":
            return result.value
        case "least":
            return min(values)
        case "most":
            return max(values)
        case "opposite":
            return 2 - values[0]
        case "same":
            return values[0]
        case _:
            assert_never(result.way)


def _value(told: Told) -> int:
    assert isinstance(told.known.value, int)
    return told.known.value
