"""How an action stands for the asker on a day, in terms: which rules apply, and whether a number is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from kenri import terms
from kenri.model.expressions import Quantity
from kenri.model.plan import Rule
from kenri.model.rules import verbs
from kenri.model.ruling import Exact, Verdict
from kenri.model.sentences import Sentence
from kenri.symbolic import quantities, turns
from kenri.symbolic.case import (
    UNLIMITED,
    InexpressibleError,
    SymbolicNumber,
    SymbolicTruth,
    all_of,
    any_of,
    if_known,
    known,
)
from kenri.terms import conj, disj, le, neg

if TYPE_CHECKING:
    from kenri.symbolic.case import SymbolicCase


class SymbolicRule(NamedTuple):
    """A rule about the action for the asker."""

    name: str
    rule: Rule
    verdict: Verdict


class SymbolicStanding:
    """The rules about one action for one asker; days and numbers are terms."""

    def __init__(self, case: SymbolicCase, action: str, *, without: str = "") -> None:
        self.case = case
        self.action = action
        self.rules = tuple(each for each in _about(case, action) if each.name != without)

    def applies(self, name: str, day: terms.Number) -> SymbolicTruth:
        """Whether a rule applies on a day, whomever it is about."""
        return self.case.keep(("applies", name, day), lambda: _applies(self.case, name, day))

    def of(self, verdict: Verdict) -> list[SymbolicRule]:
        """The rules of one verdict."""
        return [each for each in self.rules if each.verdict == verdict]

    def permitted(self, day: terms.Number) -> SymbolicTruth:
        """Whether some permit holds."""
        return any_of(self.applies(each.name, day) for each in self.of("permit"))

    def forbidden(self, day: terms.Number) -> SymbolicTruth:
        """Whether some forbid holds."""
        return any_of(self.applies(each.name, day) for each in self.of("forbid"))

    def open(self, day: terms.Number) -> SymbolicTruth:
        """Whether some permit holds and no forbid does, whatever the number."""
        return all_of((self.permitted(day), ~self.forbidden(day)))

    def allowed(self, day: terms.Number, number: SymbolicNumber | None) -> SymbolicTruth:
        """Whether the action is allowed for a number; without one, for any number above zero."""
        return all_of((self.open(day), self.within_limits(day, number)))

    def within_limits(self, day: terms.Number, number: SymbolicNumber | None) -> SymbolicTruth:
        """Whether a number, or any above zero, is within every limit."""
        if number is not None:
            truths = [self.limit_kept(each, day, number) for each in self.of("limit")]
            return all_of(
                truth
                if number.is_known is True
                else SymbolicTruth(conj(number.is_known, truth.yes), disj(neg(number.is_known), truth.maybe))
                for truth in truths
            )
        return self._any_number(day)

    def limit_kept(self, each: SymbolicRule, day: terms.Number, number: SymbolicNumber) -> SymbolicTruth:
        """Whether a number is within one limit, or the limit does not apply."""
        rule = each.rule
        kept: list[SymbolicTruth] = []
        if rule.at_most is not None:
            kept.append(quantities.compared(quantities.at_least, self.case.number(rule.at_most, day), number))
        if rule.at_least is not None:
            kept.append(quantities.compared(quantities.at_least, number, self.case.number(rule.at_least, day)))
        if rule.in_lots_of is not None:
            lot = self.case.number(rule.in_lots_of, day)
            kept.append(if_known(_is_multiple(number, lot), lot.is_known))
        return any_of((~self.applies(each.name, day), all_of(kept)))

    def _any_number(self, day: terms.Number) -> SymbolicTruth:
        """Whether some number above zero is within every limit.

        Surely so where one is that a limit which may apply allows, whatever is not known of it; perhaps so where one is
        that no limit which surely applies forbids.
        """
        limits = self.of("limit")
        if not limits:
            return known(True)
        applying = [(each, self.applies(each.name, day)) for each in limits]
        yes = self._is_some(day, [(each, truth.maybe) for each, truth in applying], surely=True)
        if all(truth.yes is truth.maybe and self._is_known(each, day) for each, truth in applying):
            return known(yes)
        return SymbolicTruth(yes, self._is_some(day, [(each, truth.yes) for each, truth in applying], surely=False))

    def _is_known(self, each: SymbolicRule, day: terms.Number) -> bool:
        return all(self.case.number(bound, day).is_known is True for bound in _bounds(each.rule))

    def _is_some(
        self, day: terms.Number, applying: list[tuple[SymbolicRule, terms.Flag]], *, surely: bool
    ) -> terms.Flag:
        most, least, lots = UNLIMITED, SymbolicNumber(0), list[tuple[terms.Flag, SymbolicNumber]]()
        unknown: list[terms.Flag] = []

        def asked(applies: terms.Flag, bound: Quantity) -> tuple[terms.Flag, SymbolicNumber]:
            amount = self.case.number(bound, day)
            if surely:
                unknown.append(conj(applies, neg(amount.is_known)))
            else:
                applies = conj(applies, amount.is_known)
            return applies, amount._replace(is_known=True)

        for each, applies in applying:
            rule = each.rule
            if rule.at_most is not None:
                counts, bound = asked(applies, rule.at_most)
                most = quantities.least(most, quantities.where(known(counts), bound, UNLIMITED))
            if rule.at_least is not None:
                counts, bound = asked(applies, rule.at_least)
                least = quantities.greatest(least, quantities.where(known(counts), bound, SymbolicNumber(0)))
            if rule.in_lots_of is not None:
                if self.case.number(rule.in_lots_of, day).is_known is not True:
                    raise InexpressibleError(Sentence("open-lots"))
                lots.append(asked(applies, rule.in_lots_of))
        ways = [conj(chosen, _some_number(most, least, lot)) for chosen, lot in common_lots(lots)]
        return conj(disj(*ways), *(neg(each) for each in unknown))


def standing(case: SymbolicCase, action: str) -> SymbolicStanding:
    """How an action stands for the asker of a case."""
    return case.keep(("standing of", action), lambda: SymbolicStanding(case, action))


def turns_of(case: SymbolicCase, action: str) -> list[terms.Number]:
    """The days on which the answer about an action may turn."""
    found: list[terms.Number] = []
    for each in _about(case, action):
        rule = each.rule
        found += [*turns.of_condition(case, rule.when), *turns.of_condition(case, rule.unless)]
        found += [rule.from_.toordinal()] if rule.from_ is not None else []
        found += [rule.until.toordinal() + 1] if rule.until is not None else []
        for bound in (rule.at_most, rule.at_least, rule.in_lots_of):
            if bound is not None:
                found += turns.of_number(case, bound)
    return list({day: day for day in found}.values())


def _about(case: SymbolicCase, action: str) -> list[SymbolicRule]:
    def concerns(rule: Rule) -> bool:
        return not rule.by or any(role in case.roles for role in rule.by)

    return [
        SymbolicRule(name, rule, verdict)
        for name, rule in case.plan.rules.items()
        for verdict, actions in verbs(rule)
        if action in actions and concerns(rule)
    ]


def _applies(case: SymbolicCase, name: str, day: terms.Number) -> SymbolicTruth:
    rule = case.plan.rules[name]
    truths = [case.holds(rule.when, day)]
    if rule.unless != "never":
        truths.append(~case.holds(rule.unless, day))
    if rule.from_ is not None:
        truths.append(known(le(rule.from_.toordinal(), day)))
    if rule.until is not None:
        truths.append(known(le(day, rule.until.toordinal())))
    return all_of(truths)


def _is_multiple(number: SymbolicNumber, lot: SymbolicNumber) -> terms.Flag:
    """Whether a number is a whole multiple of a lot; of zero and of no limit there is only zero."""
    if not terms.is_known(lot.value) or not terms.is_known(lot.is_unlimited):
        raise InexpressibleError(Sentence("open-lots"))
    if lot.is_unlimited or lot.value == 0:
        return terms.eq(number.value, 0)
    if lot.value == 1:
        return terms.is_whole(number.value)
    return terms.is_whole(terms.divide(number.value, lot.value))


def _bounds(rule: Rule) -> Iterator[Quantity]:
    yield from (bound for bound in (rule.at_most, rule.at_least, rule.in_lots_of) if bound is not None)


def common_lots(lots: list[tuple[terms.Flag, SymbolicNumber]]) -> list[tuple[terms.Flag, Exact | None]]:
    """The least common lot for each way in which some of the limits apply; None where none does."""
    from kenri.model.numbers import common_multiple

    ways: list[tuple[terms.Flag, Exact | None]] = [(True, None)]
    for applies, lot in lots:
        if not terms.is_known(lot.value) or lot.is_unlimited is not False:
            raise InexpressibleError(Sentence("open-lots"))
        own: Exact = abs(lot.value)
        with_it = [
            (conj(way, applies), own if common is None else common_multiple(common, own)) for way, common in ways
        ]
        without = [(conj(way, neg(applies)), common) for way, common in ways]
        several: dict[Exact | None, list[terms.Flag]] = {}
        for way, common in [*with_it, *without]:
            if way is not False:
                several.setdefault(common, []).append(way)
        ways = [(disj(*same), common) for common, same in several.items()]
    return ways


def _some_number(most: SymbolicNumber, least: SymbolicNumber, lot: Exact | None) -> terms.Flag:
    """Whether some number above zero, of a lot some multiple of it, lies between the bounds."""
    if lot == 0:
        return False
    largest = most.value
    if lot is not None:
        largest = terms.mul(terms.floor(terms.divide(most.value, lot)), lot)
    # Without an upper limit there is no largest number, and no lower bound is out of reach.
    floor = terms.maximum(least.value, 0)
    return conj(neg(least.is_unlimited), disj(most.is_unlimited, conj(le(floor, largest), terms.lt(0, largest))))
