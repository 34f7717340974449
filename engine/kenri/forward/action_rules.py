"""The rules about an action as rules of the engine: which of them apply, what follows, and which decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kenri.forward.gates import AllGates, AnyGate, Covered, Gate, NegatedGate, Sheet, Supplied, written
from kenri.forward.patterns import Check, EngineRule, Pattern
from kenri.model.days import FIRST_DAY, NEVER
from kenri.model.plan import Plan
from kenri.model.plan import Rule as PlanRule
from kenri.model.ruling import Verdict

BOUNDS = ("at_most", "at_least", "in_lots_of")


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule about an action, what it does to it, and the gates of whom it is about, applying and being kept."""

    name: str
    rule: PlanRule
    verdict: Verdict
    about: Gate
    applies: Gate
    kept: Gate | None


@dataclass(frozen=True, slots=True)
class ActionRules:
    """The rules about an action as a sheet, and the rules that tell which of them decide."""

    sheet: Sheet
    placed: tuple[Placed, ...]
    deciding: tuple[EngineRule, ...]
    whose: tuple[int, ...]

    @property
    def limits(self) -> tuple[Placed, ...]:
        """The rules that limit."""
        return tuple(each for each in self.placed if each.verdict == "limit")


def action_rules(plan: Plan, action: str, *, numbered: bool) -> ActionRules:
    """The rules about an action, for questions with a number or without one."""
    placed = tuple(_placed(plan, action, numbered=numbered))
    permits = tuple(each.applies for each in placed if each.verdict == "permit")
    forbids = tuple(each.applies for each in placed if each.verdict == "forbid")
    gates: list[Gate] = [AnyGate(permits, "permitted") if permits else Supplied("never")]
    if forbids:
        gates.append(NegatedGate(AnyGate(forbids, "forbidden")))
    limits = [each for each in placed if each.kept is not None]
    if numbered:
        gates += [each.kept for each in limits if each.kept is not None]
    elif any(each.verdict == "limit" for each in placed):
        gates.append(Supplied(("within",)))
    sheet = written(action, AllGates(tuple(gates), action))
    for each in placed:
        for gate in (each.about, each.applies, each.kept):
            if gate is not None:
                sheet.number(gate)
    rules, whose = [], []
    for index, each in enumerate(placed):
        for rule in _deciding(index, each, numbered=numbered):
            rules.append(rule)
            whose.append(index)
    return ActionRules(sheet, placed, tuple(rules), tuple(whose))


def verbs(rule: PlanRule) -> Iterator[tuple[Verdict, tuple[str, ...]]]:
    """What a rule does, and to which actions."""
    if rule.permit:
        yield "permit", rule.permit
    if rule.forbid:
        yield "forbid", rule.forbid
    if rule.limit:
        yield "limit", rule.limit


def _placed(plan: Plan, action: str, *, numbered: bool) -> Iterator[Placed]:
    for name, rule in plan.rules.items():
        for verdict, actions in verbs(rule):
            if action not in actions:
                continue
            roles = tuple(Supplied(("role", role)) for role in rule.by)
            about: Gate = AnyGate(roles, name) if roles else Supplied("always")
            gates: list[Gate] = [about, Supplied(("when", name))]
            if rule.unless != "never":
                gates.append(NegatedGate(Supplied(("unless", name))))
            if rule.from_ is not None or rule.until is not None:
                first = rule.from_.toordinal() if rule.from_ is not None else FIRST_DAY
                gates.append(Covered((first, rule.until.toordinal() if rule.until is not None else NEVER - 1)))
            applies = AllGates(tuple(gates), name)
            kept: Gate | None = None
            if verdict == "limit":
                bounds = tuple(key for key in BOUNDS if getattr(rule, key) is not None)
                if not numbered:
                    bounds = tuple(key for key in bounds if key == "at_most")
                inner: Gate = AllGates(tuple(Supplied(("bound", name, key)) for key in bounds), name)
                kept = AnyGate((NegatedGate(applies), inner), name) if bounds else None
            yield Placed(name, rule, verdict, about, applies, kept)


def _deciding(index: int, placed: Placed, *, numbered: bool) -> Iterator[EngineRule]:
    """When a rule decides, by what came out (`z`); the engine's rules bear its name."""

    def when(outcome: int, field: str, value: int) -> EngineRule:
        about = Pattern("y", (Check(f"y{index}", "==", 2),))
        truth = Pattern("a", (Check(f"{field}{index}", "==", value),))
        return EngineRule(placed.name, (about, truth, Pattern("z", (Check("z", "==", outcome),))))

    match placed.verdict:
        case "permit":
            yield when(2, "a", 2)
            yield when(1, "a", 2)
            about = Pattern("y", (Check(f"y{index}", "==", 2),))
            asked = Pattern("z", (Check("z", "==", 0),))
            # Where no permit holds, the permits that there are decide; one that holds is absent.
            holding = Pattern("p", (Check("p", "==", 2),), absent=True)
            yield EngineRule(placed.name, (about, asked, holding))
            perhaps = Pattern("a", (Check(f"a{index}", "==", 1),))
            unsettled = Pattern("z", (Check("z", "==", 1),))
            yield EngineRule(placed.name, (about, perhaps, unsettled, holding))
        case "forbid":
            yield when(0, "a", 2)
            yield when(1, "a", 2)
            yield when(1, "a", 1)
        case "limit":
            if placed.kept is not None:
                yield when(0, "k", 0)
                yield when(1, "k", 0)
                yield when(1, "k", 1)
            if not numbered:
                # Each limit leaves some number, and together they leave none.
                about = Pattern("y", (Check(f"y{index}", "==", 2),))
                applying = Pattern("a", (Check(f"a{index}", ">=", 1),))
                none_left = Pattern("z", (Check("z", "==", 0), Check("w", "==", 0)))
                yield EngineRule(
                    placed.name, (about, applying, none_left, Pattern("p", (Check("b", "==", 0),), absent=True))
                )
