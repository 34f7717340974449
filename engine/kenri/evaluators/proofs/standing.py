"""How an action stands for the asker on a day, in terms: which rules apply, and whether a number is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kenri.evaluators.proofs import quantities, terms, turns
from kenri.evaluators.proofs.case import UNLIMITED, Amount, RefusedError, Truth, all_of, any_of, if_known, known
from kenri.evaluators.proofs.terms import conj, disj, le, neg
from kenri.model.plan import Rule
from kenri.model.ruling import Verdict
from kenri.reference.standing import verbs

if TYPE_CHECKING:
    from kenri.evaluators.proofs.case import Case


class Applied(NamedTuple):
    """A rule about the action for the asker."""

    name: str
    rule: Rule
    verdict: Verdict


class Standing:
    """The rules about one action for one asker; days and numbers are terms."""

    def __init__(self, case: Case, action: str, *, without: str = "") -> None:
        self.case = case
        self.action = action
        self.rules = tuple(each for each in _about(case, action) if each.name != without)

    def applies(self, name: str, day: terms.Number) -> Truth:
        """Whether a rule applies on a day, whomever it is about."""
        return self.case.keep(("applies", name, terms.key(day)), lambda: _applies(self.case, name, day))

    def of(self, verdict: Verdict) -> list[Applied]:
        """The rules of one verdict."""
        return [each for each in self.rules if each.verdict == verdict]

    def permitted(self, day: terms.Number) -> Truth:
        """Whether some permit holds."""
        return any_of(self.applies(each.name, day) for each in self.of("permit"))

    def forbidden(self, day: terms.Number) -> Truth:
        """Whether some forbid holds."""
        return any_of(self.applies(each.name, day) for each in self.of("forbid"))

    def open(self, day: terms.Number) -> Truth:
        """Whether some permit holds and no forbid does, whatever the number."""
        return all_of((self.permitted(day), ~self.forbidden(day)))

    def allowed(self, day: terms.Number, number: Amount | None) -> Truth:
        """Whether the action is allowed for a number; without one, for any number above nought."""
        return all_of((self.open(day), self.within_limits(day, number)))

    def within_limits(self, day: terms.Number, number: Amount | None) -> Truth:
        """Whether a number, or any above nought, is within every limit."""
        if number is not None:
            truths = [self.limit_kept(each, day, number) for each in self.of("limit")]
            return all_of(
                truth
                if number.is_known is True
                else Truth(conj(number.is_known, truth.yes), disj(neg(number.is_known), truth.maybe))
                for truth in truths
            )
        return self._any_number(day)

    def limit_kept(self, each: Applied, day: terms.Number, number: Amount) -> Truth:
        """Whether a number is within one limit, or the limit does not apply."""
        rule = each.rule
        kept: list[Truth] = []
        if rule.at_most is not None:
            kept.append(quantities.compared(quantities.at_least, self.case.number(rule.at_most, day), number))
        if rule.at_least is not None:
            kept.append(quantities.compared(quantities.at_least, number, self.case.number(rule.at_least, day)))
        if rule.in_lots_of is not None:
            lot = self.case.number(rule.in_lots_of, day)
            kept.append(if_known(_is_multiple(number, lot), lot.is_known))
        return any_of((~self.applies(each.name, day), all_of(kept)))

    def _any_number(self, day: terms.Number) -> Truth:
        limits = self.of("limit")
        if not limits:
            return known(True)
        most, least, lots = UNLIMITED, Amount(0), list[tuple[Truth, Amount]]()
        for each in limits:
            applies, rule = self.applies(each.name, day), each.rule
            if rule.at_most is not None:
                bound = quantities.where(applies, self.case.number(rule.at_most, day), UNLIMITED)
                most = quantities.least(most, bound)
            if rule.at_least is not None:
                bound = quantities.where(applies, self.case.number(rule.at_least, day), Amount(0))
                least = quantities.greatest(least, bound)
            if rule.in_lots_of is not None:
                lots.append((applies, self.case.number(rule.in_lots_of, day)))
        truths = [
            Truth(conj(chosen.yes, fits.yes), conj(chosen.maybe, fits.maybe))
            if not (chosen.yes is chosen.maybe and fits.yes is fits.maybe)
            else known(conj(chosen.yes, fits.yes))
            for chosen, lot in _common_lots(lots)
            for fits in [_some_number(most, least, lot)]
        ]
        return any_of(truths)


def standing(case: Case, action: str) -> Standing:
    """How an action stands for the asker of a case."""
    return case.keep(("standing of", action), lambda: Standing(case, action))


def turns_of(case: Case, action: str) -> list[terms.Number]:
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
    return list({terms.key(day): day for day in found}.values())


def _about(case: Case, action: str) -> list[Applied]:
    def concerns(rule: Rule) -> bool:
        roles = (rule.by,) if isinstance(rule.by, str) else rule.by
        return roles is None or any(role in case.roles for role in roles)

    return [
        Applied(name, rule, verdict)
        for name, rule in case.plan.rules.items()
        for verdict, actions in verbs(rule)
        if action in actions and concerns(rule)
    ]


def _applies(case: Case, name: str, day: terms.Number) -> Truth:
    rule = case.plan.rules[name]
    truths = [case.holds(rule.when, day)]
    if rule.unless != "never":
        truths.append(~case.holds(rule.unless, day))
    if rule.from_ is not None:
        truths.append(known(le(rule.from_.toordinal(), day)))
    if rule.until is not None:
        truths.append(known(le(day, rule.until.toordinal())))
    return all_of(truths)


def _is_multiple(number: Amount, lot: Amount) -> terms.Flag:
    """Whether a number is a whole multiple of a lot; of nought and of no limit there is only nought."""
    if not terms.is_known(lot.value) or not terms.is_known(lot.is_unlimited):
        raise RefusedError("`in_lots_of` a number that a life decides")
    if lot.is_unlimited or lot.value == 0:
        return terms.eq(number.value, 0)
    if lot.value == 1:
        return terms.is_whole(number.value)
    return terms.is_whole(terms.divide(number.value, lot.value))


def _common_lots(lots: list[tuple[Truth, Amount]]) -> list[tuple[Truth, int]]:
    """The least common lot for each way in which some of the limits apply."""
    from kenri.reference.standing import common_multiple

    ways: list[tuple[Truth, int]] = [(known(True), 1)]
    for applies, lot in lots:
        if not terms.is_known(lot.value) or lot.is_known is not True or lot.is_unlimited is not False:
            raise RefusedError("`in_lots_of` a number that a life decides")
        with_it = [(all_of((way, applies)), common_multiple(common, lot.value)) for way, common in ways]
        without = [(all_of((way, ~applies)), common) for way, common in ways]
        several: dict[object, list[Truth]] = {}
        for way, common in [*with_it, *without]:
            if way.maybe is not False:
                several.setdefault(common, []).append(way)
        ways = [(any_of(same), common) for common, same in several.items()]  # type: ignore[misc]  # keys are lots
    return ways


def _some_number(most: Amount, least: Amount, lot: int) -> Truth:
    """Whether some multiple of a lot above nought lies between the bounds."""
    is_known = conj(most.is_known, least.is_known)
    if lot == 0:
        return if_known(False, is_known)
    largest = most.value
    if not (lot == 1 and (isinstance(most.value, int) or (not terms.is_known(most.value) and most.value.is_int()))):
        largest = terms.mul(terms.floor(terms.divide(most.value, lot)), lot)
    # Without an upper limit there is no largest number, and no lower bound is out of reach.
    floor = terms.maximum(least.value, 0)
    some = disj(most.is_unlimited, conj(neg(least.is_unlimited), le(floor, largest), terms.lt(0, largest)))
    return if_known(some, is_known)
