"""The terms of a whole answer, each by its name: what a form of some shape is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from kenri import terms
from kenri.compiled.opened import Opened, opened
from kenri.compiled.shape import DAYS, Shape
from kenri.model.days import Day
from kenri.model.dependence import Dependence
from kenri.model.plan import HELD, Plan
from kenri.model.sentences import Sentence
from kenri.model.several import several
from kenri.model.supplied import Calendars
from kenri.symbolic.case import UNKNOWN, InexpressibleError, SymbolicNumber, SymbolicTruth
from kenri.symbolic.deciding import JointLimits, around, deciding, joint_limits, most, without_repeats
from kenri.symbolic.movements import balance
from kenri.symbolic.quantities import of_fact
from kenri.symbolic.standing import standing
from kenri.symbolic.world import SymbolicValue
from kenri.terms import conj, disj, eq, neg, same

MOST_WAYS = 64
"""In so many ways clauses may be read, where a form tells itself what turns on them."""


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
    asked = asking.opened(dict(asking.shape.readings))
    there = standing(asked.case, asking.shape.action)
    number = _amount(asked.number)
    truth = there.allowed(asked.day, number)
    rules = without_repeats(deciding(there, asked.day, number))
    return Roots(asked.variables, {"yes": truth.yes, "maybe": truth.maybe, **_under("rule", rules)})


def numbers(asking: ShapeQuestion) -> Roots:
    """What `decision` has, and the largest number allowed."""
    asked = asking.opened(dict(asking.shape.readings))
    there = standing(asked.case, asking.shape.action)
    largest = UNKNOWN if asking.reads_number else most(there, asked.day)
    return Roots(asked.variables, {**decision(asking).of, **_under("most", largest._asdict())})


def answer(asking: ShapeQuestion, *, settle: bool) -> Roots:
    """What `decision` has, the largest number allowed, the days around, and the figures.

    With `settle` also whether the answer is settled, and for each reading whether it turns the outcome by itself; where
    that cannot be told, `settling-is-known` is false.
    """
    chosen = dict(asking.shape.readings)
    asked = asking.opened(chosen)
    way = _Way(asking, asked)
    there = standing(asked.case, asking.shape.action)
    rules = without_repeats(deciding(there, asked.day, way.number))
    found = {"yes": way.truth.yes, "maybe": way.truth.maybe, **_under("rule", rules)}
    found |= _under("most", way.most._asdict())
    found |= _under("days", around(asked.case, there, asked.day, way.number)._asdict())
    for name, figure in way.figures.items():
        found |= _under(f"figure {name}", figure._asdict())
    return Roots(asked.variables, {**found, **_settling(asking, way, chosen)} if settle else found)


class _Way:
    """The parts of an answer that turn on readings, as clauses are read in one way."""

    def __init__(self, asking: ShapeQuestion, asked: Opened) -> None:
        there = standing(asked.case, asking.shape.action)
        self.number = _amount(asked.number)
        self.truth: SymbolicTruth = there.allowed(asked.day, self.number)
        self.barred: terms.Flag = neg(there.open(asked.day).maybe)
        self.most = UNKNOWN if asking.reads_number else most(there, asked.day)
        self.bounds: JointLimits | None = None if asking.reads_number else joint_limits(there, asked.day)
        meant = self.number if self.number is not None else self.most
        self.figures = {name: _figure(asked, name, meant) for name in _figures_of(asking.plan, asking.shape.action)}
        names = {HELD, *asking.plan.balances}
        self.balances = [balance(asked.case, name, asked.day) for name in sorted(names)]

    @property
    def numbers(self) -> Sequence[SymbolicNumber]:
        """All numbers but figures."""
        return (self.most, *self.balances)

    @property
    def terms(self) -> Iterator[Any]:
        """Everything that may turn."""
        yield from self.truth
        for each in (*self.numbers, *self.figures.values()):
            yield from each
        yield from () if self.bounds is None else self.bounds.terms


def _settling(asking: ShapeQuestion, way: _Way, chosen: Mapping[str, str]) -> dict[str, Any]:
    """What turns on readings, found by reading the clauses that bear on the question in every way there is."""
    turning = bearing(asking)
    ways = 1
    for reading in turning:
        ways *= len(asking.plan.readings[reading].options)
    if ways > MOST_WAYS or asking.reads_number:
        return {"settling-is-known": False}
    found: dict[tuple[str, ...], _Way] = {}
    for options in product(*(asking.plan.readings[reading].options for reading in turning)):
        read = {**chosen, **dict(zip(turning, options, strict=True))}
        found[options] = way if read == chosen else _Way(asking, asking.opened(read))
    others = [each for each in found.values() if each is not way]
    is_same = conj(*(_is_outcome(way.truth, each.truth) for each in others))
    denied = neg(way.truth.maybe)
    numbers = conj(*(_is_number(a, b) for each in others for a, b in zip(way.numbers, each.numbers, strict=True)))
    figures = conj(*(_is_number(way.figures[name], each.figures[name]) for each in others for name in way.figures))
    turns = {
        reading: disj(
            *(
                neg(_is_outcome(way.truth, found[options].truth))
                for options in found
                if all(o == chosen[r] for r, o in zip(turning, options, strict=True) if r != reading)
            )
        )
        for reading in turning
    }
    alone = disj(*turns.values())
    alike = conj(*(_are_bounds(way.bounds, each.bounds) for each in others))
    is_known = conj(
        # The outcome may turn only where several clauses are read otherwise together: which, the reference tells.
        disj(is_same, alone),
        # Of an action that is barred in every way no limit matters.
        disj(neg(is_same), conj(*(each.barred for each in found.values())), alike),
    )
    return {
        "settling-is-known": is_known,
        "settled": conj(is_same, numbers, disj(denied, figures)),
        **_under("turns", turns),
    }


def bearing(asking: ShapeQuestion) -> list[str]:
    """The readings that something in an answer rests on: all clauses are read in all ways at once to find them.

    Nothing is told of which numbers are allowed where rules look at the number.
    """
    readings = asking.plan.readings
    flags = {
        name: {option: terms.flag(f"{name}: {option}") for option in each.options} for name, each in readings.items()
    }
    names = {flag: name for name, options in flags.items() for flag in options.values()}
    found = {names[node] for node in _nodes(_Way(asking, asking.opened(flags)).terms) if node in names}
    return [name for name in readings if name in found]


def _nodes(roots: Iterator[Any]) -> Iterator[terms.TermNode]:
    seen: set[int] = set()
    waiting = [each for each in roots if isinstance(each, terms.TermNode)]
    while waiting:
        node = waiting.pop()
        if node.serial not in seen:
            seen.add(node.serial)
            yield node
            waiting += [each for each in node.operands if isinstance(each, terms.TermNode)]


def _is_outcome(a: SymbolicTruth, b: SymbolicTruth) -> terms.Flag:
    return conj(same(a.yes, b.yes), same(a.maybe, b.maybe))


def _is_number(a: SymbolicNumber, b: SymbolicNumber) -> terms.Flag:
    """Whether two numbers are the same, or neither is known."""
    equal = conj(same(a.is_unlimited, b.is_unlimited), disj(a.is_unlimited, eq(a.value, b.value)))
    return conj(same(a.is_known, b.is_known), disj(neg(a.is_known), equal))


def _are_bounds(a: JointLimits | None, b: JointLimits | None) -> terms.Flag:
    """Whether limits surely ask the same."""
    if a is None or b is None or len(a.lots) != len(b.lots):
        return False
    lots = zip(a.lots, b.lots, strict=True)
    return conj(
        a.is_known,
        b.is_known,
        _is_number(a.high, b.high),
        _is_number(a.low, b.low),
        *(conj(same(applies, as_well), eq(lot.value, other.value)) for (applies, lot), (as_well, other) in lots),
    )


def _figures_of(plan: Plan, action: str) -> Iterator[str]:
    return (name for name, figure in plan.figures.items() if action in several(figure.of))


def _figure(asked: Opened, name: str, meant: SymbolicNumber) -> SymbolicNumber:
    """What the action brings about for a number of rights; it is not known for none, or without limit."""
    number = SymbolicValue(meant.value, conj(meant.is_known, neg(meant.is_unlimited)))
    case = asked.case_of({**asked.case.asked, "number": number})
    found = case.number(case.plan.figures[name].number, asked.day)
    return found._replace(is_known=conj(found.is_known, neg(found.is_unlimited)), is_unlimited=False)


def _amount(number: SymbolicValue | None) -> SymbolicNumber | None:
    return None if number is None else of_fact(number)


def _under(prefix: str, several: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{prefix} {name}": each for name, each in several.items()}
