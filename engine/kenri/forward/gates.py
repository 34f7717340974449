"""Conditions as gates over facts: what the host supplies, what patterns join, and the three-valued logic between.

A gate is true (2), unknown (1) or false (0) on a day. `written` turns a gate into the rules that derive it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, assert_never

from kenri.forward.patterns import Check, EngineRule, Operator, Other, Pattern

FALSE, UNKNOWN, TRUE = 0, 1, 2
MOST_INPUTS = 12
"""Inputs of one gate, so that its rules stay within what an engine takes."""


@dataclass(frozen=True, eq=False, slots=True)
class Supplied:
    """A truth that the host tells for each day: of a name, of a fact of the question, of another rule set."""

    of: Any


@dataclass(frozen=True, eq=False, slots=True)
class Covered:
    """True on the days that some period covers; the host tells the periods, surely or perhaps covered."""

    of: Any
    side: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Turned:
    """As the latest turn on or before the day left it; before any turn as it was at first."""

    of: Any


@dataclass(frozen=True, eq=False, slots=True)
class Measured:
    """Whether a difference of two numbers, of which the host tells the sign, is as wanted."""

    of: Any
    side: str


@dataclass(frozen=True, eq=False, slots=True)
class AllGates:
    """As false as the falsest of several."""

    gates: tuple[Gate, ...]
    name: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class AnyGate:
    """As true as the truest of several."""

    gates: tuple[Gate, ...]
    name: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class NegatedGate:
    """The opposite."""

    gate: Gate


@dataclass(frozen=True, eq=False, slots=True)
class Chosen:
    """The gate of the option that is chosen for a reading."""

    reading: str
    options: Mapping[str, Gate]


Leaf: TypeAlias = Supplied | Covered | Turned | Measured
Gate: TypeAlias = Leaf | AllGates | AnyGate | NegatedGate | Chosen

Derived: TypeAlias = Literal["value", "least", "most", "opposite", "same"]


@dataclass(frozen=True, slots=True)
class Derivation:
    """What a rule derives: the truth of a gate, as a value or from the truths that its patterns matched."""

    gate: int
    way: Derived
    value: int = 0


SIGNS: Mapping[str, tuple[Operator, Operator]] = {
    "at_least": (">=", "<"),
    "more_than": (">", "<="),
    "at_most": ("<=", ">"),
    "less_than": ("<", ">="),
    "equals": ("==", "!="),
}
"""What the sign of a difference must be, and what it is otherwise."""


@dataclass(slots=True)
class Sheet:
    """The rules that derive a gate, with what each of them derives and which leaves the host must supply."""

    title: str
    root: int = -1
    rules: list[EngineRule] = field(default_factory=list)
    results: list[Derivation] = field(default_factory=list)
    leaves: dict[int, Leaf] = field(default_factory=dict)
    readings: dict[str, int] = field(default_factory=dict)
    children: dict[int, tuple[int, ...] | Mapping[str, int]] = field(default_factory=dict)
    """The gates that a gate depends on: all, or for a choice by option."""
    chosen: dict[int, str] = field(default_factory=dict)
    """The readings that choices depend on."""
    inputs: set[int] = field(default_factory=set)
    """The gates whose truth some rule looks at."""
    _numbers: dict[int, int] = field(default_factory=dict)
    _kept: list[Gate] = field(default_factory=list)

    def number(self, gate: Gate) -> int:
        """The number of a gate on this sheet; it is written when it is new."""
        if id(gate) not in self._numbers:
            self._kept.append(gate)
            number = self._numbers[id(gate)] = len(self._numbers)
            self._write(gate, number)
        return self._numbers[id(gate)]

    def rule(self, name: str, patterns: tuple[Pattern, ...], result: Derivation) -> None:
        """Add a rule."""
        self.rules.append(EngineRule(name, patterns))
        fields = (test.field for pattern in patterns for test in pattern.tests)
        self.inputs |= {int(field[1:]) for field in fields if field[0] == "n" and field != "n"}
        self.results.append(result)

    def _write(self, gate: Gate, number: int) -> None:
        match gate:
            case Supplied():
                self.leaves[number] = gate
            case Covered():
                self.leaves[number] = gate
                self._cover(number)
            case Turned():
                self.leaves[number] = gate
                self._turns(number)
            case Measured(side=side):
                self.leaves[number] = gate
                kept, broken = SIGNS[side]
                for operator, value in ((kept, TRUE), (broken, FALSE)):
                    sign = Pattern("a", (Check(f"s{number}", operator, 0),))
                    self.rule(side, (sign,), Derivation(number, "value", value))
            case AllGates(gates=gates, name=name):
                self._several(number, gates, name or "all", falsest=True)
            case AnyGate(gates=gates, name=name):
                self._several(number, gates, name or "any", falsest=False)
            case NegatedGate(gate=other):
                inner = self.number(other)
                self.children[number] = (inner,)
                self.rule("not", (Pattern("a", (truth(inner, ">=", 0),)),), Derivation(number, "opposite"))
            case Chosen(reading=reading, options=options):
                field_ = self.readings.setdefault(reading, len(self.readings))
                numbers = {option: self.number(each) for option, each in options.items()}
                self.children[number] = numbers
                self.chosen[number] = reading
                for index, (option, inner) in enumerate(sorted(numbers.items())):
                    chosen = Pattern("r", (Check(f"r{field_}", "==", index),))
                    patterns = (chosen, Pattern("a", (truth(inner, ">=", 0),)))
                    self.rule(f"{reading}={option}", patterns, Derivation(number, "same"))
            case _:
                assert_never(gate)

    def _several(self, number: int, gates: tuple[Gate, ...], name: str, *, falsest: bool) -> None:
        while len(gates) > MOST_INPUTS:
            make = AllGates if falsest else AnyGate
            groups = [gates[index : index + MOST_INPUTS] for index in range(0, len(gates), MOST_INPUTS)]
            gates = tuple(make(group, name) for group in groups)
        inputs = tuple(self.number(gate) for gate in gates)
        self.children[number] = inputs
        ending = FALSE if falsest else TRUE
        for inner in dict.fromkeys(inputs):
            ended = Pattern("a", (truth(inner, "==", ending),))
            self.rule(name, (ended,), Derivation(number, "value", ending))
        patterns = [Pattern("a0", (truth(inputs[0], "!=", ending),))]
        for index, inner in enumerate(inputs[1:], 1):
            same_day = Check("d", "==", Other("a0", "d"))
            patterns.append(Pattern(f"a{index}", (truth(inner, "!=", ending), same_day)))
        self.rule(name, tuple(patterns), Derivation(number, "least" if falsest else "most"))

    def _cover(self, number: int) -> None:
        asked = Pattern("t", (Check(f"t{number}", "==", 1),))
        within = (Check(f"w{number}", "<=", Other("t", "d")), Check("u", ">=", Other("t", "d")))
        surely = Pattern("a", (*within, Check("v", "==", TRUE)))
        perhaps = Pattern("b", (*within, Check("v", "==", UNKNOWN)))
        nor_surely = Pattern("c", surely.tests, absent=True)
        nowhere = Pattern("c", (*within, Check("v", ">=", UNKNOWN)), absent=True)
        self.rule("covered", (asked, surely), Derivation(number, "value", TRUE))
        self.rule("perhaps", (asked, perhaps, nor_surely), Derivation(number, "value", UNKNOWN))
        self.rule("uncovered", (asked, nowhere), Derivation(number, "value", FALSE))

    def _turns(self, number: int) -> None:
        asked = Pattern("t", (Check(f"t{number}", "==", 1),))
        passed = (Check("g", "==", Other("t", "g")), Check("y", "<=", Other("t", "d")))
        for begins, name in ((1, "begins"), (0, "ends")):
            turn = Pattern("a", (Check(f"h{number}", ">=", 0), Check("b", "==", begins), *passed))
            later = Pattern("c", (Check(f"h{number}", ">", Other("a", f"h{number}")), *passed), absent=True)
            self.rule(name, (asked, turn, later), Derivation(number, "value", TRUE if begins else FALSE))
        none_yet = Pattern("c", (Check(f"h{number}", ">=", 0), *passed), absent=True)
        at_first = Pattern("a", (truth(number, ">=", 0, "i"),))
        self.rule("initially", (asked, at_first, none_yet), Derivation(number, "same"))


def truth(number: int, operator: Operator, value: int, letter: str = "n") -> Check:
    """A test of the truth of a gate."""
    return Check(f"{letter}{number}", operator, value)


def written(title: str, gate: Gate) -> Sheet:
    """The sheet of rules that derive a gate."""
    sheet = Sheet(title)
    sheet.root = sheet.number(gate)
    return sheet
