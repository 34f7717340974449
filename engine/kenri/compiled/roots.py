"""The terms of a whole answer, each by its name: what a form of some shape is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from kenri import terms
from kenri.compiled.opened import Opened, opened
from kenri.compiled.shape import DAYS, Shape
from kenri.lowering.order import in_order
from kenri.model.days import FIRST_DAY, Day
from kenri.model.dependence import Dependence
from kenri.model.plan import HELD, Plan
from kenri.model.sentences import Sentence
from kenri.model.supplied import Calendars
from kenri.symbolic.case import UNKNOWN, InexpressibleError, SymbolicNumber, SymbolicTruth
from kenri.symbolic.deciding import around, deciding, joint_limits, most, without_repeats
from kenri.symbolic.movements import balance, is_made, may_come_back, moved, movements
from kenri.symbolic.quantities import of_fact
from kenri.symbolic.standing import SymbolicStanding, standing, turns_of
from kenri.symbolic.world import SymbolicValue
from kenri.terms import conj, disj, eq, le, lt, neg


class NoFormError(Exception):
    """What is told of a shape has no form; the message says why."""


class Roots(NamedTuple):
    """The terms of an answer by their names, and the variables they are made of, in the order of the shape."""

    variables: tuple[terms.TermNode, ...]
    of: Mapping[str, Any]

    @property
    def names(self) -> tuple[str, ...]:
        """The names in their order."""
        return tuple(self.of)


class ShapeQuestion(NamedTuple):
    """The questions of one shape about one plan."""

    plan: Plan
    shape: Shape
    calendars: Calendars
    dependence: Dependence
    days: tuple[Day, Day] = DAYS
    """Between which every day lies that is left open."""
    widest: int | None = None
    """How far from zero a whole number that is left open is at most; without bound where that is not said."""

    @property
    def reads_number(self) -> bool:
        """Whether rules about the action look at the number asked for."""
        return self.shape.action in self.dependence.actions_on_number

    def opened(self, readings: Mapping[str, Any]) -> Opened:
        """A question as clauses are read.

        Raises `InexpressibleError` for one about any number, where rules look at the number.
        """
        if self.reads_number and self.shape.number is None:
            raise InexpressibleError(Sentence("any-number"))
        return opened(
            self.plan, self.shape, readings=readings, calendars=self.calendars, days=self.days, widest=self.widest
        )


def decision(asking: ShapeQuestion) -> Roots:
    """Whether the action is surely allowed, and whether perhaps; and for each rule whether it decides that."""
    asked = _Asked(asking, asking.shape.readings)
    return Roots(asked.variables, asked.decision)


def numbers(asking: ShapeQuestion) -> Roots:
    """What `decision` has, and the largest number allowed."""
    asked = _Asked(asking, asking.shape.readings)
    return Roots(asked.variables, {**asked.decision, **_under("most", asked.most._asdict())})


def answer(asking: ShapeQuestion) -> Roots:
    """What `numbers` has, the days around, and the figures."""
    asked = _Asked(asking, asking.shape.readings)
    found = {**asked.decision, **_under("most", asked.most._asdict())}
    found |= _under("days", around(asked.case, asked.there, asked.day, asked.number)._asdict())
    for name, figure in asked.figures.items():
        found |= _under(f"figure {name}", figure._asdict())
    return Roots(asked.variables, found)


BY_ITSELF = -1
"""Stands for the rank of the event behind a movement, where there is none."""


def movements_made(asking: ShapeQuestion) -> Roots:
    """Of the events up to the day asked about, whether each has called for more rights than there were, by its rank
    among the events of the shape; and whether all that rights have moved by until then is known.

    Where it is known, what stands in all balances makes what was granted: what leaves one enters another. Raises
    `NoFormError` where rights are scaled, or may come back to where they were.
    """
    opened = asking.opened(dict(asking.shape.readings))
    case, until = opened.case, opened.day
    found = movements(case)
    if any(each.effect.scales is not None for each in found.turns) or may_come_back(found.turns):
        raise NoFormError("rights are scaled, or come back")
    is_known: list[terms.Flag] = []
    short: dict[int, list[terms.Flag]] = {BY_ITSELF: []}
    for each in found.turns:
        happens = conj(each.happens, le(each.made, until))
        known = conj(each.is_sure, moved(case, found, each).is_known)
        if each.called is not None:
            known = conj(known, each.called.is_known, neg(each.called.is_unlimited))
            rank = BY_ITSELF if each.slot is None else each.slot.rank
            is_less = lt(moved(case, found, each).value, each.called.value)
            short.setdefault(rank, []).append(conj(happens, is_less))
        is_known.append(disj(neg(happens), known))
    told = {str(rank): disj(*several) for rank, several in short.items()}
    return Roots(opened.variables, {"is_known": conj(*is_known), **_under("short", told)})


def moving(asking: ShapeQuestion) -> Roots:
    """Whether rights may move on the day asked about other than by what is recorded to have happened on it."""
    opened = asking.opened(dict(asking.shape.readings))
    moves: list[terms.Flag] = []
    for each in movements(opened.case).turns:
        by_itself = True if each.slot is None else neg(eq(each.slot.day, opened.day))
        is_now = disj(neg(each.is_sure), conj(eq(each.made, opened.day), by_itself))
        moves.append(conj(each.happens, is_now))
    return Roots(opened.variables, {"moves": disj(*moves)})


def windows(asking: ShapeQuestion) -> Roots:
    """The days on which the answer about any number may turn, each with whether the action is allowed from then on and
    the largest number; and whether that is known of all days.

    From one of these days to the next everything stays as it is, so that they tell all windows there are. In which
    order they come hangs on the life, and some may be out of the calendar. Raises `InexpressibleError` where rules look
    at the number, or the days cannot be told.
    """
    if asking.reads_number:
        raise InexpressibleError(Sentence("any-number"))
    opened = asking.opened(dict(asking.shape.readings))
    return Roots(opened.variables, _turns(opened, standing(opened.case, asking.shape.action)))


def _turns(opened: Opened, there: SymbolicStanding) -> dict[str, Any]:
    is_known: list[terms.Flag] = []
    found: dict[str, Any] = {}
    for place, turn in enumerate(_days_of_turns(opened, there)):
        truth, largest = there.allowed(turn, None), most(there, turn)
        is_known += [truth.is_known, disj(neg(truth.yes), largest.is_known)]
        found |= {f"turn {place}": turn, f"yes {place}": truth.yes}
        found |= {f"most {place}": largest.value, f"unlimited {place}": largest.is_unlimited}
    return {"is_known": conj(*is_known), **found}


def _days_of_turns(opened: Opened, there: SymbolicStanding) -> list[terms.Number]:
    return [*dict.fromkeys([FIRST_DAY, *turns_of(opened.case, there.action)])]


def each_movement(asking: ShapeQuestion) -> Roots:
    """Each movement that there may be on any day: whether it is recorded, its day, how many rights it moves, and how
    many were called for; and whether all of that is known.

    A movement is named after its place, the rank of its event among those of the shape, and its effect; one that calls
    for all that is there calls for no number. Raises `NoFormError` where rights are scaled, or may come back.
    """
    opened = asking.opened(dict(asking.shape.readings))
    case = opened.case
    turns = movements(case).turns
    if any(each.effect.scales is not None for each in turns) or may_come_back(turns):
        raise NoFormError("rights are scaled, or come back")
    effects = [*case.plan.effects]
    is_known: list[terms.Flag] = []
    found: dict[str, Any] = {}
    for place, each in enumerate(turns):
        number = moved(case, movements(case), each)
        known = conj(each.is_sure, number.is_known)
        told = {"is": conj(each.happens, is_made(each, number)), "day": each.made, "number": number.value}
        if each.called is not None:
            known = conj(known, each.called.is_known, neg(each.called.is_unlimited))
            told["called"] = each.called.value
        is_known.append(disj(neg(each.happens), known))
        rank = BY_ITSELF if each.slot is None else each.slot.rank
        found |= _under(f"{place} {rank} {effects[each.place[2]]}", told)
    return Roots(opened.variables, {"is_known": conj(*is_known), **found})


class ReadingRoots(NamedTuple):
    """The terms of what may turn on readings, however clauses are read."""

    roots: Roots
    """A variable for each value that the shape leaves open, and after them for each option of each choice."""
    choices: Mapping[str, tuple[str, ...]]
    """The readings that bear on it, in the order of their names, and the options of each, first the chosen one."""


def in_all_ways(asking: ShapeQuestion) -> ReadingRoots:
    """The parts of an answer that it is to be told of whether they are settled, however clauses are read.

    These are the outcome, the largest number, the balances and figures, and the bounds of the number: where these and
    whether it is barred are the same, so are the least number and the lot. Of a number that is not known, or without
    limit, no value is told; nor are there figures of a denial.

    Raises `InexpressibleError` where rules look at the number.
    """
    if asking.reads_number:
        raise InexpressibleError(Sentence("any-number"))
    options, flags = _options(asking)
    asked = _Asked(asking, flags)
    found: dict[str, Any] = {**asked.truth._asdict(), "barred": neg(asked.there.open(asked.day).maybe)}
    for name, number in {"most": asked.most, **asked.balances}.items():
        found |= _under(f"number {name}", _shown(number))
    for name, figure in asked.figures.items():
        found |= _under(f"figure {name}", _shown(figure, asked.truth.maybe))
    bounds = joint_limits(asked.there, asked.day)
    found |= {"bounds-are-known": bounds.is_known, **_under("bound high", _shown(bounds.high))}
    found |= _under("bound low", _shown(bounds.low))
    for place, (applies, lot) in enumerate(bounds.lots):
        found |= {f"bound lot {place}": applies, **_under(f"bound lot {place}", _shown(lot))}
    return _of_readings(asked.variables, found, options, flags)


def outcomes(asking: ShapeQuestion) -> ReadingRoots:
    """Whether the action is surely allowed, and whether perhaps, however clauses are read."""
    options, flags = _options(asking)
    asked = _Asked(asking, flags)
    return _of_readings(asked.variables, asked.truth._asdict(), options, flags)


def windows_in_all_ways(asking: ShapeQuestion) -> ReadingRoots:
    """What `windows` has, however clauses are read; and of each day the place among the rules of the plan of the first
    permit that surely holds from then on, or `NOBODY_PERMITS`.
    """
    if asking.reads_number:
        raise InexpressibleError(Sentence("any-number"))
    options, flags = _options(asking)
    opened = asking.opened(flags)
    there = standing(opened.case, asking.shape.action)
    found, rules = _turns(opened, there), [*asking.plan.rules]
    for place, turn in enumerate(_days_of_turns(opened, there)):
        permit: terms.Number = NOBODY_PERMITS
        for each in reversed(there.of("permit")):
            permit = terms.ite(there.applies(each.name, turn).yes, rules.index(each.name), permit)
        found[f"permit {place}"] = permit
    return _of_readings(opened.variables, found, options, flags)


NOBODY_PERMITS = -1
"""Stands for the place of a permit where none surely holds."""


_Options: TypeAlias = Mapping[str, tuple[str, ...]]
_Flags: TypeAlias = Mapping[str, Mapping[str, terms.TermNode]]


def _options(asking: ShapeQuestion) -> tuple[_Options, _Flags]:
    """The options of each reading, first the chosen one, and a variable for each."""
    readings = asking.plan.readings
    options = {
        name: (chosen, *(option for option in readings[name].options if option != chosen))
        for name, chosen in sorted(dict(asking.shape.readings).items())
    }
    return options, {
        name: {option: terms.flag(f"{name}: {option}") for option in several} for name, several in options.items()
    }


def _of_readings(
    opened: tuple[terms.TermNode, ...], found: Mapping[str, Any], options: _Options, flags: _Flags
) -> ReadingRoots:
    """Terms, and of the readings those that bear on any of them."""
    there = {node for node in in_order(found.values()) if node.op == "variable"}
    bearing = {name: options[name] for name in flags if not there.isdisjoint(flags[name].values())}
    variables = (flags[name][option] for name, several in bearing.items() for option in several)
    return ReadingRoots(Roots((*opened, *variables), found), bearing)


def _shown(number: SymbolicNumber, counts: terms.Flag = True) -> dict[str, Any]:
    """The parts of a number as far as it is known, and counts."""
    is_known = conj(counts, number.is_known)
    is_unlimited = conj(is_known, number.is_unlimited)
    value = terms.ite(conj(is_known, neg(number.is_unlimited)), number.value, 0)
    return {"value": value, "is_known": is_known, "is_unlimited": is_unlimited}


class _Asked:
    """A question of a shape in terms, as clauses are read, and the parts of its answer."""

    def __init__(self, asking: ShapeQuestion, readings: Any) -> None:
        opened = asking.opened(dict(readings))
        self._asking = asking
        self._opened = opened
        self.case = opened.case
        self.day = opened.day
        self.variables = opened.variables
        self.there = standing(opened.case, asking.shape.action)
        self.number = amount(opened.number)
        self.truth: SymbolicTruth = self.there.allowed(self.day, self.number)

    @property
    def decision(self) -> dict[str, terms.Flag]:
        """The outcome, and for each rule whether it decides it."""
        rules = without_repeats(deciding(self.there, self.day, self.number))
        return {"yes": self.truth.yes, "maybe": self.truth.maybe, **_under("rule", rules)}

    @cached_property
    def most(self) -> SymbolicNumber:
        """The largest number allowed."""
        return UNKNOWN if self._asking.reads_number else most(self.there, self.day)

    @property
    def balances(self) -> dict[str, SymbolicNumber]:
        """What stands in each balance."""
        names = sorted({HELD, *self._asking.plan.balances})
        return {name: balance(self.case, name, self.day) for name in names}

    @property
    def figures(self) -> dict[str, SymbolicNumber]:
        """What the action brings about for the number asked for, else for the largest."""
        meant = self.number if self.number is not None else self.most
        names = figures_of(self._asking.plan, self._asking.shape.action)
        return {name: figure_of(self._opened, name, meant) for name in names}


def figures_of(plan: Plan, action: str) -> Iterator[str]:
    """The figures that tell what an action brings about."""
    return (name for name, figure in plan.figures.items() if action in figure.of)


def figure_of(asked: Opened, name: str, meant: SymbolicNumber) -> SymbolicNumber:
    """What the action brings about for a number of rights; it is not known for none, or without limit."""
    number = SymbolicValue(meant.value, conj(meant.is_known, neg(meant.is_unlimited)))
    case = asked.case_of({**asked.case.asked, "number": number})
    found = case.number(case.plan.figures[name].number, asked.day)
    return found._replace(is_known=conj(found.is_known, neg(found.is_unlimited)), is_unlimited=False)


def amount(number: SymbolicValue | None) -> SymbolicNumber | None:
    """The number that a question is about."""
    return None if number is None else of_fact(number)


def _under(prefix: str, several: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{prefix} {name}": each for name, each in several.items()}
