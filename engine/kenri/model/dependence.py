"""What the entries of a plan depend on, so that one computation serves every question and reading it is so for."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, partial
from typing import Any, assert_never

from kenri.model import expressions as e
from kenri.model.expressions import CONDITIONS, MOMENTS, QUANTITIES, Expression, Node
from kenri.model.kept import Kept
from kenri.model.plan import Plan, Rule, scaling
from kenri.model.rules import verbs
from kenri.model.ruling import Verdict
from kenri.model.walk import Part, everything

MOVEMENTS = ""
"""Stands for the movements between balances, which the effects of the plan make together."""

SCALINGS = "*"
"""Stands for the effects that scale, which alone make the number granted another one."""


_NODES = 10_000
"""Of how many constructs of a plan it is kept what they depend on."""

_READINGS = 64
"""Under how many choices of readings it is kept what entries are made of at first hand."""

_PLANS = 32
"""Of how many plans, besides those that are asked."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What an entry depends on, directly or through others: facts of the question, readings, and kinds of events.

    Of readings all options count, so that no event of another kind can make a difference, however clauses are read.
    """

    asked: frozenset[str]
    readings: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    """The kinds of events among them that count for more than the rights they move."""
    across: bool = False
    """Whether other grants can make a difference, by any of their events."""
    asker: bool = False
    """Whether it can make a difference who asks."""


@dataclass(frozen=True, slots=True)
class Dependence:
    """What each named date, state and amount, each rule, and the movements (`MOVEMENTS`) depend on."""

    of_names: Mapping[str, Needs]
    of_rules: Mapping[str, Needs]
    of_figures: Mapping[str, Needs]
    actions_on_number: frozenset[str]
    """Actions some rule about which depends on the number asked for."""
    kinds_moved_by: tuple[str, ...]
    """The kinds of events that the numbers which effects call for depend on, besides the event that makes them."""
    of_effects: Mapping[str, Needs]
    """What the days of each effect depend on."""
    of_actions: Mapping[str, Needs]
    """What the rules about each action depend on, together with its figures."""
    kinds_behind: Mapping[str, tuple[str, ...]]
    """The kinds of events that the windows and the figures of each action depend on, with their cautions: those that
    its rules and figures need, and all that move rights where they may be scaled, which a caution tells.
    """
    across: bool
    """Whether anything in the plan goes over grants."""
    kinds_first: frozenset[str]
    """The kinds of events on which effects hang that are made as a day begins: they come before the acts of the day."""
    of_node: Callable[[Node], Needs]
    """What a construct in an entry depends on."""
    rules_about: Mapping[str, tuple[tuple[str, Rule, Verdict], ...]]
    """The rules about each action, each with its name and what it does to it, in the order of the plan."""
    hours: frozenset[tuple[str, bool]] = frozenset()
    """The hours of the day that any entry looks at, each with whether the second that it names is still in time."""
    reached: dict[object, tuple[object, tuple[Node, ...]]] = field(default_factory=dict, compare=False, repr=False)
    """What entries are made of, kept by the identity of the entries by whoever worked it out; they stand beside it."""
    grounds: Kept[object, tuple[object, tuple[Any, ...]]] = field(
        default_factory=lambda: Kept(_NODES), compare=False, repr=False
    )
    """What expressions come down to, as clauses are read: kept in the same way."""
    touched: dict[tuple[frozenset[str], bool], Mapping[tuple[str, str], bool]] = field(
        default_factory=lambda: Kept(_NODES), compare=False, repr=False
    )
    """What `touched_by` told."""
    made_of: dict[tuple[str, ...], dict[tuple[str, str], Any]] = field(
        default_factory=lambda: Kept(_READINGS), compare=False, repr=False
    )
    """What entries are made of at first hand, by the options chosen for all readings, then by entry."""

    def needs(self, sort: str, name: str) -> Needs:
        """What an entry depends on, by the kind of entry and its name; nothing for a term or a calendar."""
        match sort:
            case "rules" | "limits":
                return self.of_rules[name]
            case "figures":
                return self.of_figures[name]
            case "allowances":
                return self.of_actions[name]
            case "balances":
                return self.of_names[MOVEMENTS]
            case _:
                return self.of_names.get(name, NOTHING)

    def touched_by(self, kinds: frozenset[str], *, or_moved: bool = False) -> Mapping[tuple[str, str], bool]:
        """For each entry, by its kind and name, whether events of some kinds can make a difference to it, or any about
        another grant can; with `or_moved` also whether it may depend on how rights moved.
        """
        found = self.touched.get((kinds, or_moved))
        if found is None:
            found = self.touched[kinds, or_moved] = _Touched(self, kinds, or_moved=or_moved)
        return found

    def touches(self, kinds: frozenset[str], needs: Needs, *, or_moved: bool = False) -> bool:
        """Whether what has some needs is among what `touched_by` tells."""
        if needs.across or not kinds.isdisjoint(needs.kinds):
            return True
        return or_moved and self.may_look_at_rights(needs)

    def may_look_at_rights(self, needs: Needs) -> bool:
        """Whether what has some needs may depend on how events moved rights, in this grant or another."""
        moving = self.of_names[MOVEMENTS].kinds
        return needs.across or (bool(moving) and set(moving) <= set(needs.kinds))


class _Touched(dict[tuple[str, str], bool]):
    """Which entries events of some kinds touch, as far as somebody asked."""

    def __init__(self, dependence: Dependence, kinds: frozenset[str], *, or_moved: bool) -> None:
        super().__init__()
        self._dependence = dependence
        self._kinds = kinds
        self._or_moved = or_moved

    def __missing__(self, key: tuple[str, str]) -> bool:
        found = self[key] = self._dependence.touches(self._kinds, self._dependence.needs(*key), or_moved=self._or_moved)
        return found


NOTHING = Needs(frozenset(), ())


def dependence(plan: Plan) -> Dependence:
    """What everything in a plan depends on. Names do not use each other in circles: the loader sees to that."""
    named: dict[str, Any] = {
        **plan.dates,
        **plan.states,
        **plan.amounts,
        MOVEMENTS: tuple(plan.effects.values()),
        SCALINGS: tuple(scaling(plan).values()),
    }

    @cache
    def of_name(name: str) -> Needs:
        return of(named[name])

    nodes = Kept[int, tuple[Node, Needs]](_NODES)
    hours = set[tuple[str, bool]]()

    def of_node(node: Node) -> Needs:
        found = nodes.get(id(node))  # by identity: to look at a construct takes longer than to find it here
        if found is None:
            found = nodes[id(node)] = node, of(node)
        return found[1]

    def of(entry: Any) -> Needs:
        asked, readings, kinds, beside = set[str](), set[str](), set[str](), set[str]()
        across = by_asker = False

        def on(needs: Needs) -> None:
            nonlocal across, by_asker
            across = across or needs.across
            by_asker = by_asker or needs.asker
            asked.update(needs.asked)
            readings.update(needs.readings)
            kinds.update(needs.kinds)
            beside.update(needs.beside)

        for part in _parts(entry, plan.id):
            hours.update(_hours(part))
            match part:
                case e.AskedDay(asked=fact) | e.AskedIs(asked=fact) | e.AskedNumber(asked=fact):
                    asked.add(fact)
                case e.MomentsChoice() | e.ConditionChoice() | e.QuantityChoice():
                    readings.add(part.reading)
                case e.EventMoments(event=of_kinds, who=whose):
                    by_asker = by_asker or whose in ("asker", "others")
                    kinds.update(of_kinds)
                    beside.update(of_kinds)
                case e.Balance(for_=of_fact):
                    on(replace(of_name(MOVEMENTS), beside=()))
                    asked.update(() if of_fact is None else (of_fact,))
                case e.GrantNumber(grant="number"):
                    on(replace(of_name(SCALINGS), beside=()))
                case e.OverGrants():
                    across = True
                case e.AskerIs():
                    by_asker = True
                case e.PartyDay(of=whose) | e.PartyIs(of=whose) | e.PartyNumber(of=whose):
                    by_asker = by_asker or whose == "asker"
                case e.May(may=action):
                    by_asker = True
                    for rule in plan.rules.values():
                        if action in _about(rule):
                            on(of(rule))
                case str() if part in named and part not in (MOVEMENTS, SCALINGS):
                    on(of_name(part))
                case str() | datetime.date() | int() | Decimal():
                    pass  # a term, a day or a number
                case (
                    e.First()
                    | e.Nth()
                    | e.Latest()
                    | e.StartOf()
                    | e.EndOf()
                    | e.LastDayOf()
                    | e.Plus()
                    | e.Minus()
                    | e.Every()
                    | e.AttributeDay()
                    | e.EarlierOf()
                    | e.LaterOf()
                    | e.Prefer()
                    | e.DayCases()
                    | e.EachOf()
                    | e.FirstOf()
                    | e.LastOf()
                    | e.Last()
                    | e.Next()
                    | e.GrantDay()
                    | e.Span()
                    | e.On()
                    | e.Through()
                    | e.Within()
                    | e.Held()
                    | e.All()
                    | e.AnyOf()
                    | e.Not()
                    | e.Compare()
                    | e.GrantIs()
                    | e.At()
                    | e.BusinessDay()
                    | e.GrantNumber()
                    | e.AttributeNumber()
                    | e.Sum()
                    | e.Difference()
                    | e.Product()
                    | e.Quotient()
                    | e.Round()
                    | e.Least()
                    | e.Greatest()
                    | e.Cases()
                    | e.Count()
                    | e.EventNumber()
                    | e.Running()
                    | e.Total()
                    | e.Vests()
                    | e.Take()
                    | e.DaysBetween()
                    | e.BlackScholes()
                ):
                    pass  # what they are made of is looked at, and nothing else of a question or a life but the grant
                case _:
                    assert_never(part)
        return Needs(
            frozenset(asked), tuple(sorted(readings)), tuple(sorted(kinds)), tuple(sorted(beside)), across, by_asker
        )

    rules = {name: of(rule) for name, rule in plan.rules.items()}
    on_number = {
        action
        for name, rule in plan.rules.items()
        for verb in (rule.permit, rule.forbid, rule.limit)
        if "number" in rules[name].asked
        for action in verb
    }
    names = {name: of_name(name) for name in named}
    figures = {name: of(figure) for name, figure in plan.figures.items()}
    days = {
        name: of_name(on) if isinstance(on := effect.on, str) and on in named else of(on)
        for name, effect in plan.effects.items()
    }
    called = [number for effect in plan.effects.values() for number in (effect.moves, effect.scales)]
    moved_by = (of_name(number) if isinstance(number, str) and number in named else of(number) for number in called)
    rules_about = {
        action: tuple(
            (name, rule, verdict)
            for name, rule in plan.rules.items()
            for verdict, actions in verbs(rule)
            if action in actions
        )
        for action in plan.actions
    }
    about = {
        action: replace(
            _together(
                *(rules[name] for name, _, _ in rules_about[action]),
                *(figures[name] for name, figure in plan.figures.items() if action in figure.of),
            ),
            asker=True,  # it hangs on the roles of who asks which of the rules are about it
        )
        for action in plan.actions
    }
    scaled = [names[MOVEMENTS]] if scaling(plan) else []
    behind = {action: _together(needs, *scaled).kinds for action, needs in about.items()}
    duties = {name: of(duty) for name, duty in plan.duties.items()}
    across = any(needs.across for several in (names, rules, figures, duties) for needs in several.values())
    moving = _together(*moved_by).kinds
    first = frozenset(
        kind for name, effect in plan.effects.items() if effect.at == "start_of_day" for kind in days[name].kinds
    )
    return Dependence(
        names,
        rules,
        figures,
        frozenset(on_number),
        moving,
        days,
        about,
        behind,
        across,
        first,
        of_node,
        rules_about,
        frozenset(hours),
    )


_known = Kept[int, tuple[Plan, Dependence]](_PLANS)


def dependence_of(plan: Plan) -> Dependence:
    """What everything in a plan depends on; worked out once for each of the plans seen last."""
    found = _known.get(id(plan))
    if found is None or found[0] is not plan:
        found = _known[id(plan)] = plan, dependence(plan)  # the plan is kept with it: its id is not given to another
    return found[1]


def _together(*several: Needs) -> Needs:
    return Needs(
        frozenset().union(*(each.asked for each in several)),
        tuple(sorted({reading for each in several for reading in each.readings})),
        tuple(sorted({kind for each in several for kind in each.kinds})),
        tuple(sorted({kind for each in several for kind in each.beside})),
        any(each.across for each in several),
        any(each.asker for each in several),
    )


def _about(rule: Rule) -> Iterator[str]:
    for verb in (rule.permit, rule.forbid, rule.limit):
        yield from verb


def hours_in(entry: Node, plan: str) -> frozenset[tuple[str, bool]]:
    """The hours of the day that stand in an entry itself, as `Dependence.hours` has those of a plan."""
    return frozenset(hour for part in _parts(entry, plan) for hour in _hours(part))


def _hours(part: Expression) -> Iterator[tuple[str, bool]]:
    if isinstance(part, e.Span | e.Within | e.Through) and part.hour is not None:
        yield part.hour, not isinstance(part, e.Span) or part.until is not None or part.after is not None


def _parts(entry: Any, plan: str) -> Iterator[Expression]:
    """Every expression in an entry, at any depth, the names of dates, states and amounts among them."""
    for each in entry if isinstance(entry, tuple) else (entry,):
        found = _expressions.get((id(each), plan))
        if found is None or found[0] is not each:
            found = _expressions[id(each), plan] = each, tuple(_expressions_in(each, plan))
        yield from found[1]


_expressions = Kept[tuple[int, str], tuple[Any, tuple[Expression, ...]]](_NODES)
"""What entries are made of, by their identity: they are kept with it, and plans with a change share all others."""


def _expressions_in(entry: Any, plan: str) -> Iterator[Expression]:
    for part in in_own_words(entry, plan):
        is_name = isinstance(part.value, str) and part.sort is not None
        if is_name or isinstance(part.value, _EXPRESSIONS):
            yield part.value


_EXPRESSIONS = (*MOMENTS, *CONDITIONS, *QUANTITIES)


def in_own_words(entry: Any, plan: str) -> Iterator[Part]:
    """An entry of a plan and all that is in it, but for numbers to which only other plans give a meaning."""
    return _without_sums(entry, lambda node: bool(node.plan) and plan not in node.plan)


def in_one_grant(entry: Any) -> Iterator[Part]:
    """An entry and all that is in it, but for the numbers that are taken in the grants which it goes over."""
    return _without_sums(entry, lambda _: True)


def _without_sums(entry: Any, is_left_out: Callable[[e.OverGrants], bool]) -> Iterator[Part]:
    inside: list[tuple[str | int, ...]] = []
    for part in everything(entry):
        if isinstance(part.value, e.OverGrants) and is_left_out(part.value):
            inside.append((*part.path, "sum"))
        if not any(part.path[: len(path)] == path for path in inside):
            yield part


def named_in(entry: Any, plan: str) -> Iterator[str]:
    """The names of its own plan that an entry uses; `MOVEMENTS` where it looks at a balance, `SCALINGS` at
    the number granted.
    """
    for part in in_own_words(entry, plan):
        if isinstance(part.value, e.Balance):
            yield MOVEMENTS
        elif part.value == e.GrantNumber(grant="number"):
            yield SCALINGS
        elif part.sort is not None and isinstance(part.value, str):
            yield part.value


def all_reached(plan: Plan, entries: Iterable[Any], *, in_grants: bool = True) -> Iterator[Node]:
    """Every construct that entries are made of, also through the names they use, the effects behind balances, and those
    that scale what was granted.

    Without `in_grants` not what is taken in the grants that they go over.
    """
    walk = partial(in_own_words, plan=plan.id) if in_grants else in_one_grant
    named = {**plan.dates, **plan.states, **plan.amounts}
    seen: set[str] = set()
    waiting = [*entries]
    while waiting:
        for part in walk(waiting.pop()):
            value = part.value
            name = value if isinstance(value, str) and (part.sort is not None or not part.path) else ""
            if isinstance(value, Node):
                yield value
            if isinstance(value, e.Duration) and isinstance(length := value.given()[1], str):
                name = length
            if isinstance(value, e.Balance) and "" not in seen:
                seen.add("")
                waiting += plan.effects.values()
            if value == e.GrantNumber(grant="number") and SCALINGS not in seen:
                seen.add(SCALINGS)
                waiting += scaling(plan).values()
            if name in named and name not in seen:
                seen.add(name)
                waiting.append(named[name])
