"""Rules fire: the facts of a sheet are posted for some days, and what follows in turn, until nothing more does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from kenri.forward import covers
from kenri.forward.adapter import MOST_FACTS
from kenri.forward.gates import Covered, Derivation, Leaf, Measured, Sheet, Supplied, Turned
from kenri.forward.trace import Firing, Known
from kenri.forward.values import NOTHING, EngineFact, TruthOnDay
from kenri.model.days import Day
from kenri.model.limits import FORWARD_FACTS
from kenri.model.problems import Problem, ProblemsError
from kenri.model.sentences import Sentence

if TYPE_CHECKING:
    from kenri.forward.evaluation import Evaluation

Found: TypeAlias = dict[tuple[int, Day], TruthOnDay]
"""The truth of gates, by their numbers on a sheet, on days."""


def needed(at: Evaluation, sheet: Sheet) -> list[int]:
    """The leaves that the root of a sheet depends on, as readings are chosen."""
    met: dict[int, None] = {}
    left = [sheet.root]
    while left:
        number = left.pop()
        if number in met:
            continue
        met[number] = None
        inner = sheet.children.get(number, ())
        if isinstance(inner, Mapping):
            left.append(inner[at.readings[sheet.chosen[number]]])
        else:
            left += inner
    return [number for number in sorted(met) if number in sheet.leaves]


def derived(at: Evaluation, sheet: Sheet, days: Sequence[Day], numbers: list[int]) -> Found:
    """What the rules of a sheet derive from some of its leaves, on each of some days."""
    leaves = [(number, sheet.leaves[number]) for number in numbers]
    # Whatever leaves need is derived before this sheet's own facts are posted: rule sets do not nest.
    values = {number: at.supplied(leaf.of, days) for number, leaf in leaves if isinstance(leaf, Supplied)}
    for _, leaf in leaves:
        if not isinstance(leaf, Supplied):
            covers.prepare(at, leaf, days)
    found: Found = {}
    _bounded(at, len(days) * len(leaves))  # so many at the least: what is too much is known before any of it
    # More days than these never fit, and what is told of them would be told anew for each half.
    most = max(1, MOST_FACTS // max(1, len(leaves) + len(sheet.inputs)))
    parts = [range(start, min(start + most, len(days))) for start in range(0, len(days), most)][::-1]
    while parts:
        places = parts.pop()
        facts = _facts(at, sheet, leaves, values, days, places)
        if len(places) > 1 and len(facts) + len(places) * len(sheet.inputs) > MOST_FACTS:
            half = len(places) // 2
            parts += [places[half:], places[:half]]
        else:
            _bounded(at, len(facts))
            at.base.posted += len(facts)
            found.update(_fire(at, sheet, facts))
    return found


def _bounded(at: Evaluation, facts: int) -> None:
    """Give up where one answer takes so many facts more that neither time nor memory would be enough."""
    if at.base.posted + facts > FORWARD_FACTS.most:
        raise ProblemsError([Problem(None, Sentence("forward-declines", limit=FORWARD_FACTS.sentence))])


def _facts(
    at: Evaluation,
    sheet: Sheet,
    leaves: list[tuple[int, Leaf]],
    values: Mapping[int, list[TruthOnDay]],
    days: Sequence[Day],
    places: range,
) -> list[EngineFact]:
    """The facts for some days; those that make rules look for what is absent come last."""
    facts: list[EngineFact] = []
    triggers: list[EngineFact] = []
    for reading, field in sheet.readings.items():
        option = at.readings[reading]
        index = sorted(at.plan.readings[reading].options).index(option)
        facts.append(EngineFact({f"r{field}": index}, Known("reading", reading, None, option)))
    for number, leaf in leaves:
        match leaf:
            case Supplied(of=of):
                facts += [_truth_fact(number, _name(of), days[place], values[number][place]) for place in places]
            case Covered() | Turned() | Measured():
                covers.tell(at, number, leaf, [days[place] for place in places], facts, triggers)
    return facts + triggers


def _fire(at: Evaluation, sheet: Sheet, facts: list[EngineFact]) -> Found:
    found = {key: TruthOnDay(_value(each), each.missing) for each in facts if (key := _gate(each)) is not None}
    with at.compiled.rule_set(id(sheet), sheet.rules).sitting() as sitting:
        batch = facts
        posted: list[EngineFact] = []
        while batch:
            posted += batch
            matches = sitting.post([each.fact for each in batch])
            batch = []
            for rule, aliases in matches:
                on = [posted[place] for place in aliases.values()]
                result, name = sheet.results[rule], sheet.rules[rule].name
                day, truth = _result(result, on)
                leaf = sheet.leaves.get(result.gate)
                what = sheet.title if result.gate == sheet.root else covers.name_of(leaf) if leaf else name
                follows = _truth_fact(result.gate, what, day, truth)
                is_new = (result.gate, day) not in found
                known = tuple(one.known for one in on)
                at.steps.append(Firing(sheet.title, name, known, follows.known if is_new else None))
                if is_new:
                    found[result.gate, day] = truth
                    if result.gate in sheet.inputs:
                        batch.append(follows)
    return found


def _truth_fact(number: int, name: str, day: Day, truth: TruthOnDay) -> EngineFact:
    return EngineFact({f"n{number}": truth.value, "d": day}, Known("condition", name, day, truth.value), truth.missing)


def _gate(fact: EngineFact) -> tuple[int, Day] | None:
    """The gate whose truth is given outright, and the day."""
    name = next(iter(fact.fact))
    return (int(name[1:]), fact.fact["d"]) if name[0] == "n" else None


def _name(of: Any) -> str:
    if isinstance(of, str):
        return of
    return ".".join(map(str, of)) if isinstance(of, tuple) else str(of.key)


def _result(result: Derivation, on: list[EngineFact]) -> tuple[Day, TruthOnDay]:
    """What follows from the facts that a rule's patterns matched."""
    day = next(each.fact["d"] for each in on if "d" in each.fact)
    truths = [each for each in on if each.known.sort in ("condition", "period")]
    value = _following(result, [_value(each) for each in truths])
    if value != 1:
        return day, TruthOnDay(value)
    return day, TruthOnDay(1, NOTHING.union(*(each.missing for each in truths if each.known.value == 1)))


def _following(result: Derivation, values: list[int]) -> int:
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


def _value(fact: EngineFact) -> int:
    assert isinstance(fact.known.value, int)
    return fact.known.value
