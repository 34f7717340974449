"""One question judged: the rules that apply, the outcome they give, those that decided it, and how many at most."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from kenri.forward.action_rules import BOUNDS, Placed, action_rules
from kenri.forward.gates import Gate
from kenri.forward.trace import Firing, Known
from kenri.forward.values import NOTHING, UNLIMITED, Exact, Lacking, Names, TruthOnDay, lacked
from kenri.model.days import Day
from kenri.model.plan import Rule as PlanRule
from kenri.model.ruling import Most, Outcome, Verdict

if TYPE_CHECKING:
    from kenri.forward.evaluation import Evaluation

_TRUE = 2

OUTCOMES: tuple[Outcome, ...] = ("denied", "unknown", "allowed")
ORDER: tuple[Verdict, ...] = ("forbid", "limit", "permit")


class ForwardJudgement:
    """One question judged: the outcome, the rules that decided it, and how many at most."""

    def __init__(self, at: Evaluation, action: str, day: Day, number: int | Fraction | None) -> None:
        self.at = at
        self.day = day
        self.number = number
        key = ("rules about", action, number is not None)
        found = at.compiled.action_rules.get(key)
        if found is None:
            found = at.compiled.action_rules[key] = action_rules(at.plan, action, numbered=number is not None)
        self.of_action = found
        self._supply()
        truths = at.derive_all(found.sheet, [day])
        self._truths = {number_: truth for (number_, _), truth in truths.items()}
        self.open = self._open()
        self.verdict = self._truths[found.sheet.root]
        self.outcome: Outcome = OUTCOMES[self.verdict.value]
        self.rules = self._decide()

    def of(self, gate: Gate) -> TruthOnDay:
        """The truth of a gate of those rules."""
        return self._truths[self.of_action.sheet.number(gate)]

    def _supply(self) -> None:
        at, day, others = self.at, self.day, self.at.others
        for each in self.of_action.placed:
            rule = each.rule
            for role in rule.by:
                others["role", role] = TruthOnDay(2 if role in at.supply.asker.roles else 0)
            others["when", each.name] = at.truth(rule.when, day)
            others["unless", each.name] = at.truth(rule.unless, day)
        self._applying = {
            each.name: _both(
                _about(each, at.supply.asker.roles),
                others["when", each.name],
                _opposite(others["unless", each.name]),
                _in_force(each.rule, day),
            )
            for each in self.of_action.limits
        }
        self._numbers()
        for each in self.of_action.limits:
            for key in BOUNDS:
                if getattr(each.rule, key) is not None:
                    others["bound", each.name, key] = self._bound(each, key)
        if self.number is None and self.of_action.limits:
            ways = [0 if numbers is None else _largest(*numbers) for numbers in (self.surely, self.perhaps)]
            others["within",] = TruthOnDay(sum(int(way > 0) for way in ways), self._lacking)

    def _bound(self, each: Placed, key: str) -> TruthOnDay:
        bound = self.at.number(getattr(each.rule, key), self.day)
        if isinstance(bound, Lacking):
            return TruthOnDay(1, bound.names)
        number = self.number
        if number is None:
            return TruthOnDay(2 if bound > 0 else 0)
        match key:
            case "at_most":
                kept = number <= bound
            case "at_least":
                kept = number >= bound
            case _:
                kept = bound != UNLIMITED and bound != 0 and number % Fraction(bound) == 0
        return TruthOnDay(2 if kept else 0)

    def _numbers(self) -> None:
        """The largest, the least and the lot that limits allow."""
        self.surely = self._range(surely=True)
        self.perhaps = self._range(surely=False)
        self._lacking = NOTHING
        for each in self.of_action.limits:
            applies = self._applying[each.name]
            if applies.value:
                bounds = (getattr(each.rule, key) for key in BOUNDS)
                numbers = (self.at.number(bound, self.day) for bound in bounds if bound is not None)
                self._lacking = self._lacking.union(applies.missing, lacked(*numbers))

    def _range(self, *, surely: bool) -> tuple[Exact, Exact, Exact | None] | None:
        """The largest, the least and the lot of numbers that surely, or perhaps, are within limits; None for none.

        What is surely within limits is so whatever an unknown limit turns out to be; without a lot parts are allowed.
        """
        most: Exact = UNLIMITED
        least: Exact = 0
        lot: Exact | None = None
        for each in self.of_action.limits:
            if not _is_about(each, self.at.supply.asker.roles) or self._applying[each.name].value < (
                1 if surely else 2
            ):
                continue
            for key in BOUNDS:
                bound = getattr(each.rule, key)
                if bound is None:
                    continue
                value = self.at.number(bound, self.day)
                if isinstance(value, Lacking):
                    if surely:
                        return None
                elif key == "at_most":
                    most = min(most, value)
                elif key == "at_least":
                    least = max(least, value)
                else:
                    lot = max(value, -value) if lot is None else _common_multiple(lot, value)
        return most, least, lot

    def _open(self) -> TruthOnDay:
        """Whether some permit holds and no forbid does."""
        permitted, forbidden = TruthOnDay(0), TruthOnDay(0)
        for each in self.of_action.placed:
            if each.verdict == "permit":
                permitted = _either(permitted, self.of(each.applies))
            elif each.verdict == "forbid":
                forbidden = _either(forbidden, self.of(each.applies))
        return _both(permitted, _opposite(forbidden))

    @property
    def most(self) -> Most:
        """The largest number allowed on the day: zero where the action is not open at all."""
        surely = 0 if self.surely is None or self.open.value < _TRUE else _largest(*self.surely)
        perhaps = 0 if self.perhaps is None or self.open.value == 0 else _largest(*self.perhaps)
        if surely != perhaps:
            return "unknown"
        return "unlimited" if isinstance(surely, float) else surely

    @property
    def missing(self) -> Names:
        """The names of what is not known, where that leaves the outcome unknown: of the rules that decide it."""
        if self.outcome != "unknown":
            return NOTHING
        missing = NOTHING
        for each in self.of_action.placed:
            if each.name in self.rules:
                missing |= self.of(each.applies).missing
                bounds = (bound for key in BOUNDS if (bound := getattr(each.rule, key)) is not None)
                missing |= lacked(*(self.at.number(bound, self.day) for bound in bounds))
        return missing or self.verdict.missing

    def _decide(self) -> tuple[str, ...]:
        of_action, at, day = self.of_action, self.at, self.day
        facts: list[dict[str, int]] = []
        known: list[Known] = []

        def tell(field: str, index: int, name: str, value: int) -> None:
            facts.append({f"{field}{index}": value})
            known.append(Known("rule", name, day, value))

        for index, each in enumerate(of_action.placed):
            applies = self.of(each.applies).value
            tell("y", index, each.name, self.of(each.about).value)
            tell("a", index, each.name, applies)
            if each.kept is not None:
                kept = self.of(each.kept).value
                tell("k", index, each.name, kept)
                facts.append({"b": kept})
                known.append(Known("rule", each.name, day, kept))
            if each.verdict == "permit":
                facts.append({"p": applies})
                known.append(Known("rule", each.name, day, applies))
        within = self.at.others.get(("within",), TruthOnDay(2)).value
        facts.append({"z": self.verdict.value, "w": within})
        known.append(Known("outcome", of_action.sheet.title, day, self.outcome))
        decided: dict[int, None] = {}
        if of_action.deciding:
            with at.compiled.rule_set(("deciding", id(of_action)), of_action.deciding).sitting() as sitting:
                for rule, matched in sitting.post(facts):
                    whose = of_action.whose[rule]
                    decided[whose] = None
                    name = of_action.placed[whose].name
                    on = tuple(known[place] for alias, place in matched.items() if alias != "y")
                    at.steps.append(Firing(of_action.sheet.title, name, on, Known("decides", name, day, self.outcome)))
        in_order = sorted(decided, key=lambda index: (ORDER.index(of_action.placed[index].verdict), index))
        return tuple(of_action.placed[index].name for index in in_order)


def _is_about(each: Placed, roles: tuple[str, ...]) -> bool:
    by = each.rule.by
    return not by or any(role in roles for role in by)


def _about(each: Placed, roles: tuple[str, ...]) -> TruthOnDay:
    return TruthOnDay(2 if _is_about(each, roles) else 0)


def _in_force(rule: PlanRule, day: Day) -> TruthOnDay:
    begun = rule.from_ is None or rule.from_.toordinal() <= day
    return TruthOnDay(2 if begun and (rule.until is None or day <= rule.until.toordinal()) else 0)


def _both(*truths: TruthOnDay) -> TruthOnDay:
    value = min(truth.value for truth in truths)
    return TruthOnDay(value, NOTHING.union(*(truth.missing for truth in truths)) if value == 1 else NOTHING)


def _either(*truths: TruthOnDay) -> TruthOnDay:
    value = max(truth.value for truth in truths)
    return TruthOnDay(value, NOTHING.union(*(truth.missing for truth in truths)) if value == 1 else NOTHING)


def _opposite(truth: TruthOnDay) -> TruthOnDay:
    return truth._replace(value=2 - truth.value)


def _common_multiple(a: Exact, b: Exact) -> Exact:
    """The least number that is a whole multiple of both."""
    if UNLIMITED in (a, b):
        return 0
    if a == b:
        return a
    x, y = Fraction(a), Fraction(b)
    return Fraction(math.lcm(x.numerator * y.denominator, y.numerator * x.denominator), x.denominator * y.denominator)


def _largest(most: Exact, least: Exact, lot: Exact | None) -> Exact:
    """The largest number above zero from `least` to `most`, of a lot its whole multiples; zero for none."""
    if lot is not None and most != UNLIMITED:
        most = 0 if lot in (0, UNLIMITED) else most - most % Fraction(lot)
    elif lot in (0, UNLIMITED):
        return 0
    if least == UNLIMITED or most < least or most <= 0:
        return 0
    return most.numerator if isinstance(most, Fraction) and most.denominator == 1 else most
