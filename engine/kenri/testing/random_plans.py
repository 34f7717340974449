"""Random plans over the small vocabulary, made of every construct of the language, and the expressions in them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any, get_args

from hypothesis import strategies as st

from kenri.model import expressions as e
from kenri.model.plan import Amount, Date, Effect, Plan, Rule, State
from kenri.testing.toy_lives import (
    Situation,
    asked_facts,
    askers,
    chosen_readings,
    days,
    lives,
    numbers,
    readings,
    whole,
)
from kenri.testing.toy_words import BALANCES, EMPTY_PLAN, KINDS, READINGS, ROLES, START, on

# --- expressions, `depth` deep at most ---


def brief(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The same strategy, which hypothesis need not spell out with all that it is made of whenever it names it."""

    @st.composite
    def drawn(draw: st.DrawFn) -> Any:
        return draw(strategy)

    return drawn()


def several(items: st.SearchStrategy[Any], least: int = 1) -> st.SearchStrategy[Any]:
    return st.lists(items, min_size=least, max_size=3).map(tuple)


def drawn_as(construct: Any, **fields: Any) -> st.SearchStrategy[Any]:
    """A construct with each field drawn, or fixed; a strategy in a list may be left out."""
    optional = {key: field[0] for key, field in fields.items() if isinstance(field, list)}
    required = {
        key: field if isinstance(field, st.SearchStrategy) else st.just(field)
        for key, field in fields.items()
        if key not in optional
    }
    return st.fixed_dictionaries(required, optional=optional).map(lambda drawn: construct(**drawn))


def of(construct: Any, **fields: Any) -> st.SearchStrategy[Any]:
    """The same, of the small vocabulary: what is made so is told under `MADE`."""
    made = drawn_as(construct, **fields)
    MADE.setdefault(construct, []).append(made)
    return made


MADE: dict[type, list[st.SearchStrategy[Any]]] = {}
"""Every strategy that makes a construct, at any depth."""


units = st.sampled_from(("month", "quarter", "half", "year"))
months = st.sampled_from((1, 1, 4, 12, "04-06", "02-28"))
counting = st.sampled_from(
    (None, "civil", "up", "rolled", "back", "counted", "thirtieth", e.CountingRule(roll="forward"))
)
hours = st.sampled_from(("09:00", "close"))
times = st.sampled_from((None, None, 0, 9 * 60 * 60, 21 * 60 * 60 + 1, 23 * 60 * 60))
rounding = st.sampled_from(("down", "up", "half-up", "half-even", "half-down"))

durations = st.one_of(
    of(e.Duration, days=st.integers(0, 30) | st.sampled_from(("length", "longer", "unsaid_length"))),
    of(e.Duration, weeks=st.integers(0, 4)),
    of(e.Duration, months=st.integers(0, 3)),
    of(e.Duration, business_days=st.integers(0, 10) | st.just("longer")),
)


def choices(construct: Any, options: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A construct decided by one of the readings."""
    return st.one_of(
        *(
            of(construct, reading=name, choices=st.fixed_dictionaries(dict.fromkeys(reading.options, options)))
            for name, reading in READINGS.items()
        )
    )


numbers_written = whole | st.sampled_from((Decimal("0.5"), Decimal("2.25")))


def event_moments(depth: int) -> st.SearchStrategy[Any]:
    return brief(_event_moments(depth))


@cache
def _event_moments(depth: int) -> st.SearchStrategy[Any]:
    number = quantities(depth - 1) if depth else numbers_written | st.sampled_from(("raised", "unsaid"))
    wanted = {
        "why": st.sampled_from(("good", "bad", ("good", "bad"))),
        "times": st.sampled_from((1, Decimal("1.5"))),
        "amount": of(e.Bounds, at_least=number) | of(e.Bounds, more_than=whole, less_than=number),
        "due": days.map(on),
        "to": st.sampled_from(("ann", "bob")),
    }
    naming = of(e.AskerNamed, named=st.sampled_from(("to", "who")), of=of(e.EventMoments, event=("pays",)))
    few = st.sampled_from(tuple(wanted)).flatmap(lambda name: st.fixed_dictionaries({name: wanted[name]}))
    kinds = st.sampled_from((*zip(KINDS), *zip(KINDS), ("joins", "pays"), KINDS))
    plain = of(e.EventMoments, event=kinds)
    return plain | of(
        e.EventMoments,
        event=kinds,
        where=[few],
        where_not=[few],
        who=[st.sampled_from(("asker", "grantee", "others", "holder", "successor")) | naming],
        **({"during": [conditions(depth - 1)], "just_before": [conditions(depth - 1)]} if depth else {}),
    )


def moments(depth: int) -> st.SearchStrategy[Any]:
    return brief(_moments(depth))


@cache
def _moments(depth: int) -> st.SearchStrategy[Any]:
    leaves = st.one_of(
        event_moments(0),
        days.map(on),
        st.sampled_from(("never", "a_day", "moved", "unsaid_day", "d0")),
        of(e.GrantDay, grant=st.sampled_from(("on", "vests"))),
        of(e.PartyDay, party="birthday", of=st.sampled_from(("grantee", "asker"))),
        of(e.AskedDay, asked="wished"),
    )
    if not depth:
        return leaves
    inner, facts_, held = moments(depth - 1), event_moments(depth), conditions(depth - 1)
    working = of(e.BusinessDay, business_day=st.just("plan"))
    sought = st.one_of(working, held, of(e.All, all=st.tuples(working, held)))
    return st.one_of(
        leaves,
        facts_,
        of(e.First, first=inner, after=[inner], on_or_after=[inner]),
        of(e.Nth, nth=st.integers(1, 3), of=inner),
        of(e.Latest, latest=inner),
        of(e.StartOf, start_of=held),
        of(e.EndOf, end_of=held),
        of(e.LastDayOf, last_day_of=held),
        of(e.Plus, plus=durations, to=inner, counting=counting),
        of(e.Minus, minus=durations, from_=inner, counting=counting),
        of(
            e.Every,
            every=of(e.Duration, days=st.integers(1, 20) | st.sampled_from(("length", "longer", "unsaid_length")))
            | of(e.Duration, months=st.integers(1, 2)),
            from_=inner,
            times=st.integers(1, 4) | st.sampled_from(("some", "length", "longer")),
            paused=[held],
            counting=counting,
        ),
        of(e.AttributeDay, attribute=st.sampled_from(("due", "when")), of=facts_),
        of(e.AttributeDay, attribute="due", of=of(e.Latest, latest=facts_)),
        of(e.EarlierOf, earlier_of=several(inner)),
        of(e.LaterOf, later_of=several(inner)),
        of(e.Prefer, prefer=several(inner)),
        of(e.DayCases, cases=several(of(e.DayCaseLine, when=held, is_=inner)), otherwise=[inner]),
        of(e.EachOf, each_of=several(inner)),
        of(e.FirstOf, first_of=units, containing=inner, year_starts=months),
        of(e.LastOf, last_of=units, containing=inner, year_starts=months),
        of(e.Last, last=sought, on_or_before=inner),
        of(e.Next, next=sought, on_or_after=inner),
        choices(e.MomentsChoice, inner),
    )


def conditions(depth: int) -> st.SearchStrategy[Any]:
    return brief(_conditions(depth))


@cache
def _conditions(depth: int) -> st.SearchStrategy[Any]:
    leaves = st.one_of(
        st.sampled_from(("always", "never", "period", "shifted", "flag", "unsaid_period", "unsaid_flag", "s0")),
        of(e.AskedIs, asked=st.just("urgent"), is_=st.booleans()),
        of(e.AskedIs, asked=st.just("price"), is_=numbers_written | several(numbers_written)),
        of(e.AskerIs, asker=st.sampled_from(ROLES)),
        of(e.PartyIs, party="vip", is_=st.booleans(), of=st.sampled_from(("grantee", "asker"))),
        of(e.PartyIs, party="age", is_=numbers_written, of=st.sampled_from(("grantee", "asker"))),
        of(e.GrantIs, grant="kind", is_=st.sampled_from(("gold", "tin", ("gold", "tin")))),
        of(e.BusinessDay, business_day="plan"),
        of(e.On, on=moments(0)),
        of(e.Span, from_=moments(0)),
    )
    if not depth:
        return leaves
    day, held, number = moments(depth - 1), conditions(depth - 1), quantities(depth - 1)
    within: dict[str, Any] = {"within": durations, "counting": counting}
    longer = of(e.Extension, while_=held, by=durations)
    return st.one_of(
        leaves,
        of(e.Span, from_=[day], after=[day], until=day, before=[day]),
        of(e.Span, after=day, before=[day]),
        *(of(e.Span, hour=hours, **{bound: day}) for bound in ("from_", "after", "until", "before")),
        of(e.On, on=day),
        of(e.Through, through=st.sampled_from(("due", "when")), of=day, hour=[hours]),
        of(e.Through, through=st.sampled_from(("due", "when")), of=event_moments(depth)),
        of(e.Within, after=day, **within),
        of(e.Within, from_=day, **within),
        of(e.Within, before=day, **within),
        of(e.Within, after=day, tolled=[held], extended=[longer], hour=[hours], **within),
        of(e.Within, from_=day, tolled=held, **within),
        of(e.Within, from_=day, extended=longer, **within),
        of(e.Held, begins=day, ends=day, initially=[held], same_day=[st.sampled_from(("begins", "ends"))]),
        of(e.All, all=several(held)),
        of(e.AnyOf, any=several(held)),
        of(e.Not, not_=held),
        of(e.Compare, quantity=number, at_least=[number], less_than=number),
        of(e.Compare, quantity=number, more_than=number, at_most=[number]),
        of(e.Compare, quantity=number, equals=number),
        of(e.AskerIs, asker=of(e.AskerNamed, named=st.sampled_from(("to", "who")), of=day)),
        of(e.At, at=day, holds=held),
        choices(e.ConditionChoice, held),
    )


def quantities(depth: int, *, of_event: bool = False) -> st.SearchStrategy[Any]:
    """`of_event`: where an event is at hand, whose attributes can be read."""
    return brief(_quantities(depth, of_event=of_event))


@cache
def _quantities(depth: int, *, of_event: bool) -> st.SearchStrategy[Any]:
    leaves = st.one_of(
        numbers_written,
        st.sampled_from(("some", "raised", "unsaid", "unlimited", "a0")),
        of(e.AskedNumber, asked=st.sampled_from(("price", "number"))),
        of(e.GrantNumber, grant=st.sampled_from(("number", "cap"))),
        of(e.PartyNumber, party="age", of=st.sampled_from(("grantee", "asker"))),
        of(e.AttributeNumber, attribute=st.sampled_from(("amount", "times")), of=event_moments(0)),
        of(e.Balance, balance=st.sampled_from(("held", *BALANCES))),
    )
    if of_event:
        leaves = of(e.EventNumber, of_event=st.sampled_from(("amount", "times"))) | leaves
    if not depth:
        return leaves
    day, held = moments(depth - 1), conditions(depth - 1)
    number = quantities(depth - 1, of_event=of_event)
    operand = quantities(depth - 1, of_event=True)
    ways = ("set", "add", "subtract", "multiply", "divide")
    to = st.sampled_from((1, 2, Decimal("0.5"))) | operand
    plain = (of(e.Change, on=day, **{way: operand}) for way in ways)
    change = st.one_of(*plain, *(of(e.Change, on=day, round=rounding, to=[to], **{way: operand}) for way in ways))
    return st.one_of(
        leaves,
        of(e.AttributeNumber, attribute=st.sampled_from(("amount", "times")), of=day),
        of(e.Sum, sum=several(number)),
        of(e.Difference, subtract=several(number, 2)),
        of(e.Product, multiply=several(number)),
        of(e.Quotient, divide=st.tuples(number, number)),
        of(e.Round, round=rounding, of=number, to=[st.integers(0, 5) | number]),
        of(e.Least, least=several(number)),
        of(e.Greatest, greatest=several(number)),
        of(e.Cases, cases=several(of(e.CaseLine, when=held, is_=number)), otherwise=[number]),
        of(e.Count, count=day),
        of(e.Running, running=number, changes=several(change)),
        of(e.Total, total=st.sampled_from(("amount", "times")), of=day, per=[units], year_starts=[months]),
        of(
            e.OverGrants,
            over=st.just("grants"),
            of=[st.sampled_from(("holder", "all"))],
            where=[
                st.fixed_dictionaries({"kind": st.sampled_from(("gold", ("gold", "tin")))})
                | st.fixed_dictionaries({"cap": of(e.Bounds, at_least=numbers_written, less_than=[number])})
            ],
            granted=[st.sampled_from(("before", "any"))],
            sum=quantities(depth - 1),
        ),
        *(
            of(
                e.Vests,
                vests=number,
                on=day,
                allocation=st.sampled_from(get_args(e.Allocation)),
                cliff=[st.integers(1, 3) | number],
                **parts,
                **more,
            )
            for more in (
                {"at_cliff": [st.sampled_from(("together", "as-one"))]},
                {"skipped": held, "skipped_parts": st.sampled_from(("gone", "later"))},
            )
            for parts in (
                {"parts": st.integers(1, 4) | number},
                {"portions": st.lists(st.integers(1, 3) | st.just(Decimal("0.5")), min_size=1, max_size=4).map(tuple)},
            )
        ),
        of(e.Take, at=day, take=number),
        of(e.DaysBetween, days_between=st.tuples(day, day)),
        choices(e.QuantityChoice, number),
    )


# --- plans ---

actions = st.sampled_from((*3 * [("exercise",)], ("sell",), ("exercise", "sell")))
about: dict[str, Any] = {
    "clause": "1",
    "says": "A rule.",
    "by": [st.sampled_from((*zip(ROLES), ("holder", "successor")))],
    "unless": [conditions(1)],
    "from_": [st.integers(0, 40).map(lambda n: on(START + n))],
    "until": [st.integers(60, 200).map(lambda n: on(START + n))],
}


def about_number() -> st.SearchStrategy[Rule]:
    """Rules that look at the number that is asked for."""
    return brief(_about_number())


@cache
def _about_number() -> st.SearchStrategy[Rule]:
    number = of(e.AskedNumber, asked=st.just("number"))
    measured = st.one_of(
        number,
        number,
        of(e.Product, multiply=st.tuples(number, numbers_written)),
        of(e.Difference, subtract=st.tuples(quantities(0), number)),
        of(e.Sum, sum=st.tuples(number, quantities(0))),
    )
    bound = numbers_written | st.sampled_from(("some", "raised", "unsaid"))
    when = st.one_of(
        of(e.Compare, quantity=measured, at_least=bound, less_than=[bound]),
        of(e.Compare, quantity=measured, more_than=bound, at_most=[bound]),
        of(e.AskedIs, asked=st.just("number"), is_=numbers_written | several(numbers_written)),
    )
    when = when | of(e.Not, not_=when) | of(e.All, all=st.tuples(when, conditions(1)))
    hanging = st.one_of(
        of(e.Difference, subtract=st.tuples(numbers_written, number)),
        of(e.Quotient, divide=st.tuples(measured, st.integers(1, 4))),
        of(e.Least, least=st.tuples(measured, bound)),
        of(e.Cases, cases=st.tuples(of(e.CaseLine, when=when, is_=bound)), otherwise=bound),
    )
    return st.one_of(
        of(Rule, permit=actions, when=when, **about),
        of(Rule, forbid=actions, when=when, **about),
        of(Rule, forbid=actions, when=when, **about),
        of(Rule, limit=actions, at_most=hanging, **about),
        of(Rule, limit=actions, when=when, at_most=numbers_written, **about),
        of(Rule, limit=actions, when=when, in_lots_of=st.sampled_from((1, 2, 3, Decimal("0.5"))), **about),
    )


def rules(depth: int = 2) -> st.SearchStrategy[Rule]:
    return brief(_rules(depth))


@cache
def _rules(depth: int) -> st.SearchStrategy[Rule]:
    when = [conditions(depth) | st.just("s0")]
    number = quantities(1)
    return st.one_of(
        of(Rule, permit=actions, when=when, **about),
        of(Rule, permit=actions, when=when, **about),
        of(Rule, forbid=actions, when=[conditions(depth)], **about),
        limits(number, when=when),
        about_number(),
    )


def forbids() -> st.SearchStrategy[Rule]:
    return brief(of(Rule, forbid=actions, when=[conditions(2)], **about))


def limits(number: st.SearchStrategy[Any], when: Any = "always") -> st.SearchStrategy[Rule]:
    """Rules that limit; each has at least one bound."""
    return st.one_of(
        of(Rule, limit=actions, when=when, at_most=number, at_least=[whole], **about),
        of(Rule, limit=actions, when=when, at_least=number, **about),
        of(Rule, limit=actions, when=when, in_lots_of=st.integers(1, 4) | number, at_most=[number], **about),
    )


def effects() -> st.SearchStrategy[Effect]:
    return brief(_effects())


@cache
def _effects() -> st.SearchStrategy[Effect]:
    number = without_balances(quantities(1, of_event=True))
    where = {"clause": "1", "says": "Rights move.", "on": without_balances(moments(1))}
    held = st.sampled_from(("held", "held", "held", "used"))
    at = st.sampled_from((None, None, "start_of_day", "end_of_day"))
    return st.one_of(
        of(Effect, moves=number | st.just("all"), to=st.sampled_from(tuple(BALANCES)), from_=[held], at=[at], **where),
        of(Effect, moves=of(e.EventNumber, of_event="amount"), to=st.sampled_from(tuple(BALANCES)), at=[at], **where),
        scalings(),
    )


@cache
def scalings() -> st.SearchStrategy[Effect]:
    """The number granted is scaled by them, and so cannot be what they scale by."""
    said = {"clause": "1", "says": "Rights are scaled."}
    at = st.sampled_from((None, None, "start_of_day", "end_of_day"))
    by = without_granted(quantities(1, of_event=True))
    return of(Effect, scales=by, round=[rounding], at=[at], on=without_granted(moments(1)), **said)


@cache
def used_and_scaled() -> st.SearchStrategy[dict[str, Effect]]:
    """What a split is to a plan under which rights are exercised: some are used, some may come back, all are scaled."""
    said = {"clause": "1", "says": "Rights move."}
    ratio = st.sampled_from((2, 3, Decimal("0.5"), Decimal("1.5"), e.EventNumber(of_event="times")))
    uses = of(Effect, on=event_moments(0), moves=of(e.EventNumber, of_event="amount"), to="used", **said)
    splits = of(Effect, on=event_moments(0), scales=ratio, round=[rounding], **said)
    other = brief(_effects() | of(Effect, on=event_moments(0), moves="all", from_="used", to="held", **said))
    return st.tuples(uses, splits, st.lists(other, max_size=1)).map(
        lambda made: {"uses": made[0], "splits": made[1], **{f"effect-{i}": each for i, each in enumerate(made[2])}}
    )


def free(nodes: st.SearchStrategy[Any], words: tuple[str, ...] = ("'d0'", "'s0'", "'a0'")) -> st.SearchStrategy[Any]:
    """Expressions without the names that vary, so that these may be defined by them."""
    return brief(nodes.filter(lambda node: not any(word in repr(node) for word in words)))


def without_balances(nodes: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Balances are made by effects, so what an effect does cannot depend on them."""
    return free(nodes, ("Balance(", "'d0'", "'s0'", "'a0'"))


def without_granted(nodes: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The number granted is made by the effects that scale it, so what they do cannot depend on it."""
    return free(nodes, ("Balance(", "GrantNumber(grant='number')", "'d0'", "'s0'", "'a0'"))


def named(prefix: str, items: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[dict[str, Any]]:
    listed = st.lists(items, max_size=most)
    return listed.map(lambda each: {f"{prefix}{index}": item for index, item in enumerate(each)})


@st.composite
def worded(draw: st.DrawFn) -> Plan:
    """A plan without rules, in which the names that vary mean something drawn."""
    return replace(
        EMPTY_PLAN,
        dates={"d0": Date(is_=draw(free(moments(1))))},
        states={"s0": State(is_=draw(free(conditions(1) | choices(e.ConditionChoice, conditions(0)))))},
        amounts={"a0": Amount(is_=draw(free(quantities(1))))},
        effects=draw(named("effect-", effects(), 2) | used_and_scaled()),
        time=draw(times),
    )


def plans(*, rule: st.SearchStrategy[Rule] | None = None, most: int = 5) -> st.SearchStrategy[Plan]:
    """Plans with a few effects and rules; in half of them everything is permitted, so that not all is denied."""
    permits: dict[str, Any] = {"always": Rule(permit=("exercise",), clause="0", says="Anybody may.", by=ROLES)}
    return st.builds(
        lambda plan, made, is_open: replace(plan, rules={**(permits if is_open else {}), **made}),
        worded(),
        named("rule-", rule if rule is not None else rules(), most),
        st.booleans(),
    )


@st.composite
def situations(draw: st.DrawFn, *, known: bool = False) -> Situation:
    """A plan with named expressions and effects, a life and a question; `known`: nothing in it is left open."""
    drawn = draw(worded())
    question = draw(asked_facts)
    if draw(st.booleans()):
        question["number"] = draw(numbers)
    return Situation(
        plan=drawn,
        life=draw(lives(known=known)),
        asker=draw(askers),
        readings=draw(chosen_readings if known else readings),
        question=question,
    )
