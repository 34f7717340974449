"""The terms of a whole answer, each by its name: what a form of some shape is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kenri import terms
from kenri.compiled.opened import Opened, opened
from kenri.compiled.shape import DAYS, Shape
from kenri.model.days import Day
from kenri.model.dependence import Dependence
from kenri.model.plan import HELD, Plan
from kenri.model.sentences import Sentence
from kenri.model.supplied import Calendars
from kenri.symbolic.case import UNKNOWN, InexpressibleError, SymbolicNumber, SymbolicTruth
from kenri.symbolic.deciding import JointLimits, around, deciding, joint_limits, most, without_repeats
from kenri.symbolic.movements import balance
from kenri.symbolic.quantities import of_fact
from kenri.symbolic.standing import standing
from kenri.symbolic.world import SymbolicValue
from kenri.terms import conj, disj, eq, neg

MOST_WAYS = 64
"""So many different ways each part of an answer may have, where a form tells itself what turns on readings."""


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
    number = amount(asked.number)
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
    return Roots(asked.variables, {**found, **_settling(asking, chosen)} if settle else found)


class _Way:
    """The parts of an answer that turn on readings, as clauses are read in one way."""

    def __init__(self, asking: ShapeQuestion, asked: Opened) -> None:
        there = standing(asked.case, asking.shape.action)
        self.number = amount(asked.number)
        self.truth: SymbolicTruth = there.allowed(asked.day, self.number)
        self.barred: terms.Flag = neg(there.open(asked.day).maybe)
        self.most = UNKNOWN if asking.reads_number else most(there, asked.day)
        self.bounds: JointLimits | None = None if asking.reads_number else joint_limits(there, asked.day)
        meant = self.number if self.number is not None else self.most
        self.figures = {name: figure_of(asked, name, meant) for name in figures_of(asking.plan, asking.shape.action)}
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


def _settling(asking: ShapeQuestion, chosen: Mapping[str, str]) -> dict[str, Any]:
    """What turns on readings: the clauses that bear on the question are read in every way there is.

    Of each part of an answer only what is different of it in different ways is looked at, so that many readings which
    have no part in one another are few ways of each part.
    """
    if asking.reads_number:
        return {"settling-is-known": False}
    open_ = _Open(asking)
    ways = _Ways(open_, chosen)
    way = open_.way
    assert way.bounds is not None, "no rule looks at the number"
    try:
        is_same = conj(*(ways.are_same(each) for each in way.truth))
        settled = conj(
            is_same,
            *(ways.are_numbers(each) for each in way.numbers),
            disj(neg(ways.chosen(way.truth.maybe)), conj(*(ways.are_numbers(each) for each in way.figures.values()))),
        )
        differs = disj(*(conj(*ways.of(each.is_known), neg(ways.are_numbers(each))) for each in way.numbers))
        barred = conj(*ways.of(way.barred))
        alike = conj(
            *ways.of(way.bounds.is_known),
            ways.are_numbers(way.bounds.high),
            ways.are_numbers(way.bounds.low),
            *(conj(ways.are_same(applies), ways.are_same(lot.value)) for applies, lot in way.bounds.lots),
        )
    except _TooManyWaysError:
        return {"settling-is-known": False}
    turns = {reading: ways.turned(reading, way.truth) for reading in open_.bearing}
    return {
        # The outcome may turn only where several clauses are read otherwise together: which, the reference tells.
        # Of an action that is barred in every way no limit matters; nor where some number surely is another one.
        "settling-is-known": conj(disj(is_same, *turns.values()), disj(neg(is_same), barred, alike, differs)),
        "settled": settled,
        **_under("turns", turns),
    }


class _Open:
    """The parts of an answer with all clauses read in all ways at once: a flag for each option of each reading."""

    def __init__(self, asking: ShapeQuestion) -> None:
        self.readings = asking.plan.readings
        self.flags = {
            name: {option: terms.flag(f"{name}: {option}") for option in each.options}
            for name, each in self.readings.items()
        }
        self.way = _Way(asking, asking.opened(self.flags))
        names = {flag: name for name, options in self.flags.items() for flag in options.values()}
        found = {names[node] for node in _nodes(self.way.terms) if node in names}
        self.bearing = [name for name in self.readings if name in found]

    def read(self, reading: str, option: str) -> dict[terms.TermNode, bool]:
        """The values of the flags of a reading."""
        return {flag: other == option for other, flag in self.flags[reading].items()}


class _TooManyWaysError(Exception):
    """A part of an answer has more different ways than are looked at."""


class _Ways:
    """Terms as clauses are read in all ways, beside how they are chosen."""

    def __init__(self, open_: _Open, chosen: Mapping[str, str]) -> None:
        self._open = open_
        self._chosen = dict(chosen)
        self.chosen = self._read({})
        self._each = {
            reading: [terms.Substitution(open_.read(reading, option)) for option in open_.readings[reading].options]
            for reading in open_.bearing
        }
        self._kept: dict[terms.TermNode, list[Any]] = {}

    def _read(self, otherwise: Mapping[str, str]) -> terms.Substitution:
        read = {**self._chosen, **otherwise}
        values = [self._open.read(reading, read[reading]) for reading in self._open.bearing]
        return terms.Substitution({flag: value for each in values for flag, value in each.items()})

    def of(self, term: Any) -> list[Any]:
        """A term in every way, each different one once. Raises `_TooManyWaysError`."""
        if not isinstance(term, terms.TermNode):
            return [term]
        if term not in self._kept:
            found: dict[Any, None] = {term: None}
            for several in self._each.values():
                found = dict.fromkeys(put(each) for each in found for put in several)
                if len(found) > MOST_WAYS:
                    raise _TooManyWaysError
            self._kept[term] = list(found)
        return self._kept[term]

    def are_same(self, term: Any) -> terms.Flag:
        """Whether a flag or a number is the same in every way."""
        return conj(*(eq(self.chosen(term), each) for each in self.of(term)))

    def are_numbers(self, number: SymbolicNumber) -> terms.Flag:
        """Whether a number is the same in every way, or known in none."""
        value = disj(self.chosen(number.is_unlimited), self.are_same(number.value))
        known = disj(neg(self.chosen(number.is_known)), conj(self.are_same(number.is_unlimited), value))
        return conj(self.are_same(number.is_known), known)

    def turned(self, reading: str, truth: SymbolicTruth) -> terms.Flag:
        """Whether an outcome is another one where a single clause is read otherwise."""
        others = (self._read({reading: option}) for option in self._open.readings[reading].options)
        return disj(*(neg(eq(self.chosen(each), put(each))) for put in others for each in truth))


def _nodes(roots: Iterator[Any]) -> Iterator[terms.TermNode]:
    seen: set[int] = set()
    waiting = [each for each in roots if isinstance(each, terms.TermNode)]
    while waiting:
        node = waiting.pop()
        if node.serial not in seen:
            seen.add(node.serial)
            yield node
            waiting += [each for each in node.operands if isinstance(each, terms.TermNode)]


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
