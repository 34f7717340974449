"""Lives in which rights are there and can never be exercised, and rights that linger or lapse as they should not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kenri import terms
from kenri.checking.check_context import CheckContext, Outcomes, guarded
from kenri.checking.frames import A_YEAR
from kenri.checking.stories import Shows, court_of, courts
from kenri.checking.verdict import Result, Story
from kenri.model.days import NEVER, Day
from kenri.model.plan import HELD, Said
from kenri.model.sentences import Sentence
from kenri.reference import case as reference
from kenri.reference.court import Court
from kenri.reference.truth import Truth
from kenri.solving.open_lives import slot_name
from kenri.solving.prover import Search, recorded_of
from kenri.solving.solver import Model
from kenri.symbolic import movements
from kenri.symbolic.case import SymbolicCase
from kenri.symbolic.standing import SymbolicStanding, turns_of
from kenri.symbolic.world import Slot
from kenri.terms import Flag, Substitution, conj, disj, implies, le, lt, neg

NEVER_EXERCISED: Said = {
    "en": "Rights that are held can be exercised on some day.",
    "ja": "保有する権利を行使できる日が必ずある。",
}
LAPSED: Said = {
    "en": "Rights that have lapsed are exercised by nobody afterwards.",
    "ja": "消滅した権利がその後に行使されることはない。",
}
LINGERS: Said = {
    "en": "Rights that nobody can exercise any more, whatever else happens, have lapsed.",
    "ja": "以後誰も行使できない権利は消滅している。",
}


TRIES = 4
"""How many lives are looked at in which rights are held and every window is closed."""


def drawing_on_held(context: CheckContext) -> tuple[str, ...]:
    """The actions that take rights from what is held: those that events record which move held rights away."""
    plan = context.plan.plan
    kinds = {
        kind
        for effect in plan.effects.values()
        if effect.from_ == HELD and effect.moves != "all" and effect.to is not None
        for kind in _kinds(effect.on)
    }
    lapsing = {name for name, each in plan.balances.items() if each.lapse}
    away = {kind for effect in plan.effects.values() if effect.to in lapsing for kind in _kinds(effect.on)}
    acts = {plan.events[kind].act for kind in kinds - away if kind in plan.events}
    own = [action for action in context.actions if action in acts and context.frame.grantee in context.askers(action)]
    return tuple(own)


def _kinds(on: object) -> set[str]:
    from kenri.model.expressions import EventMoments

    if isinstance(on, EventMoments):
        return set(on.event)
    return set()


def dead_zones(context: CheckContext, action: str) -> Iterator[Result]:
    """Whether a life exists in which rights are held and never exercised: with nothing happening, and with each event.

    For each kind of event alone: whether it can happen on such a day that nobody may ever take the action, though on
    another day it would leave somebody time.
    """
    put = Outcomes("dead-zone", f"{action}: nothing happens", "", NEVER_EXERCISED)

    def quiet() -> Iterator[Result]:
        search, found = _quiet(context, action)
        if found is None:
            yield put.undecided(search, context.effort) if search.is_open else put.put("proved", "good")
        else:
            yield put.put("refuted", "finding", story=found, note=Sentence("never-exercised"))

    yield from guarded(put, quiet)

    def each_kind() -> Iterator[Result]:
        for kind in sorted(_relevant(context, action)):
            yield from _of_kind(context, action, kind)

    yield from guarded(Outcomes("dead-zone", f"{action}: each event", "", NEVER_EXERCISED), each_kind)


def _of_kind(context: CheckContext, action: str, kind: str) -> Iterator[Result]:
    put = Outcomes("dead-zone", f"{action}: {kind}", "", NEVER_EXERCISED)

    def work() -> Iterator[Result]:
        alive = _alive(context, action, kind)
        if alive.is_open:
            yield put.undecided(alive, context.effort)
            return
        if alive.found is None:
            yield put.put("proved", "good", note=Sentence("opens-nothing-alone"))
            return
        search, found = _dead(context, action, kind)
        if found is None:
            yield put.undecided(search, context.effort) if search.is_open else put.put("proved", "good")
        else:
            yield put.put("refuted", "finding", story=found, note=Sentence("another-day-leaves-time"))

    yield from guarded(put, work)


def _relevant(context: CheckContext, action: str) -> set[str]:
    """Kinds of event on which it turns whether the action is open, not those that record it."""
    for asker in context.askers(action):
        context.standing(asker, action).allowed(context.prover.asked_on, None)
    acts = {kind for kind, each in context.plan.plan.events.items() if each.act is not None}
    return {*context.prover.symbolic_life.kinds()} - acts


def _alone(context: CheckContext, kind: str | None) -> CheckContext:
    """The same with one event at most, of one kind."""
    frame = context.frame
    others = frozenset(each for each in frame.plan.events if each != kind)
    narrow = replace(frame, events=1, often={}, without=others)
    return CheckContext(context.plan, narrow, effort=context.effort)


def _standings(context: CheckContext, action: str) -> list[tuple[str, SymbolicStanding]]:
    """How the action stands for each asker, in each part of the day."""
    parts = context.plan.in_parts()
    return [
        (asker, context.standing(asker, action, plan=each.plan)) for asker in context.askers(action) for each in parts
    ]


def _alive(context: CheckContext, action: str, kind: str) -> Search:
    """A life with one event of a kind, after the grant, and no other, that leaves somebody a day."""
    alone = _alone(context, kind)
    return alone.first(
        (
            lambda asker=asker, standing=standing, slot=slot: alone.search(  # type: ignore[misc]  # defaults bind the loop's values
                asker,
                action,
                slot.happens,
                lt(alone.frame.granted_on, slot.day),
                lt(slot.day, alone.prover.asked_on),
                standing.allowed(alone.prover.asked_on, None).yes,
                *alone.all_supplied(),
                *alone.prover.plainly_asked(action),
            )
        )
        for asker, standing in _standings(alone, action)
        for slot in alone.prover.symbolic_life.slots(kind)
    )


def _quiet(context: CheckContext, action: str) -> tuple[Search, Story | None]:
    """A life in which rights are held, nothing happens, and nobody may ever take the action."""
    alone = _alone(context, None)
    search, model = _least(alone, alone.prover.asked_on, [], _nobody_ever(alone, action))
    if model is None:
        return search, None
    found = alone.prover.found_in(model, alone.frame.grantee, action)
    return search, context.story(found, _is_dead(context, action, None), asks_number=False)


def _dead(context: CheckContext, action: str, kind: str) -> tuple[Search, Story | None]:
    """A life in which rights are held and by an event nobody may ever take the action, though the same event, under the
    same grant, leaves somebody a day where it happens on another day.

    Both are looked for at once: of many grants nothing is dead, whatever happens. The event is on the first such day.
    """
    alone = _alone(context, kind)
    (slot,) = alone.prover.symbolic_life.slots(kind)
    leaves_time, other_day = _on_another_day(alone, action, slot)
    flags = [
        *_nobody_ever(alone, action),
        slot.happens,
        le(slot.day, alone.prover.asked_on),
        le(alone.frame.granted_on, slot.day),
        leaves_time,
    ]
    # On a later day than that on which it leaves time, if there is such a day, and else on any.
    search, model = _least(alone, slot.day, [slot], [*flags, lt(other_day, slot.day)])
    if model is None:
        search, model = _least(alone, slot.day, [slot], flags)
    if model is None:
        return search, None
    found = alone.prover.found_in(model, alone.frame.grantee, action)
    shows = _is_dead(context, action, kind, leaving_time=model.value(other_day))
    return search, context.story(found, shows, asks_number=False)


def _least(
    alone: CheckContext, day: terms.Number, slots: Sequence[Slot], flags: Sequence[Flag]
) -> tuple[Search, Model | None]:
    """The least way in which some flags hold: by the day, then by the day asked about, the days, and then the other
    numbers that the grant and the events record.
    """
    life = alone.prover.symbolic_life
    days, numbers = recorded_of(life, slots, life.further)
    numbers = [day, alone.prover.asked_on, *days, *numbers]
    answer, model = alone.prover.least(*flags, numbers=numbers, effort=alone.effort)
    return Search(undecided=answer == "undecided", stopped=answer == "stopped"), model


def _nobody_ever(alone: CheckContext, action: str) -> list[Flag]:
    """That rights are held on the day asked about, and that nobody may take the action on any day."""
    asked_on, standings = alone.prover.asked_on, _standings(alone, action)
    flags: list[Flag] = [le(alone.frame.granted_on, asked_on)]
    for asker, standing in standings:
        case = standing.case
        flags += [neg(standing.allowed(day, None).maybe) for day in _days(case, action, alone.frame.granted_on)]
        if asker == alone.frame.grantee:
            flags.append(_is_held(case, asked_on))
    flags.append(neg(standings[0][1].allowed(asked_on, None).maybe))
    return [*flags, *alone.all_supplied(), *alone.prover.plainly_asked(action)]


def _on_another_day(alone: CheckContext, action: str, slot: Slot) -> tuple[Flag, terms.Number]:
    """That an event, if only it happened on another day, after the grant, would leave somebody a day; and that day."""
    life, asked_on = alone.prover.symbolic_life, alone.prover.asked_on
    other_day = life.day("another day")
    there = Substitution({slot.day: other_day, asked_on: life.day("a day that it leaves")})
    leaves = disj(*(standing.allowed(asked_on, None).yes for _, standing in _standings(alone, action)))
    return there(conj(lt(alone.frame.granted_on, slot.day), lt(slot.day, asked_on), leaves)), other_day


def _days(case: SymbolicCase, action: str, granted_on: int) -> list[terms.Number]:
    """Every day on which the answer may turn, the day of the grant among them."""
    return [granted_on, *turns_of(case, action)]


def _is_held(case: SymbolicCase, day: terms.Number) -> Flag:
    held = movements.balance(case, HELD, day)
    return conj(held.is_known, lt(0, held.value))


def _is_dead(context: CheckContext, action: str, kind: str | None, leaving_time: Day | None = None) -> Shows:
    """Whether nobody may take the action on any day of a life, though the grant is of some rights; and somebody may
    where the event is on the day that leaves time.
    """

    def allowed(story: Story) -> Iterator[Truth]:
        facts = tuple(sorted(story.facts.items()))
        for court in courts(context.plan, story):
            for role in context.roles:
                party = context.plan.party(story.life, role, court.grant)
                yield court.standing(action, party, court.readings(story.readings), facts, None).allowed(None)

    def shows(story: Story) -> bool:
        if kind is not None and not any(event.kind == kind for event in story.life.events):
            return False
        granted_on = story.life.grants[story.grant].on
        if any(each.maybe.next_on_or_after(granted_on) < NEVER for each in allowed(story)):
            return False
        if leaving_time is not None:
            (event,) = story.life.events
            there = replace(story, life=replace(story.life, events=(replace(event, on=leaving_time),)))
            if all(each.yes.next_on_or_after(leaving_time + 1) >= NEVER for each in allowed(there)):
                return False
        court = court_of(context.plan, story)
        held = asked(court, story).balance(HELD)
        return held.on(court.grant.on) != 0

    return shows


def asked(court: Court, story: Story) -> reference.Case:
    """The reference's case of a story, with the facts of its question."""
    case = court.case(story.life.parties[story.by], court.readings(story.readings))
    return case.asking(story.action, dict(story.facts))


# --- lapse


def lapse_is_final(context: CheckContext, action: str) -> Iterator[Result]:
    """Whether the action is never allowed once the rights have lapsed, whatever happens later."""
    put = Outcomes("lapse", f"{action}: final", "", LAPSED)
    lapsing = [name for name, each in context.plan.plan.balances.items() if each.lapse]
    asked_on = context.prover.asked_on
    lapsed_by = context.prover.symbolic_life.day("lapsed by")

    def gone(case: SymbolicCase) -> Flag:
        held = movements.balance(case, HELD, lapsed_by)
        some = disj(*(lt(0, movements.balance(case, name, lapsed_by).value) for name in lapsing))
        return conj(some, held.is_known, le(held.value, 0))

    def work() -> Iterator[Result]:
        if not lapsing:
            yield put.put("proved", "good", note=Sentence("nothing-lapses"))
            return
        search = context.first(
            (
                lambda asker=asker, standing=standing: context.search(  # type: ignore[misc]  # defaults bind the loop's values
                    asker,
                    action,
                    gone(standing.case),
                    le(lapsed_by, asked_on),
                    standing.allowed(asked_on, context.prover.number).yes,
                    least=True,
                )
            )
            for asker in context.askers(action)
            for standing in [context.standing(asker, action)]
        )
        if search.found is None:
            yield put.undecided(search, context.effort) if search.is_open else put.put("proved", "good")
            return
        story = context.story(search.found, lambda each: _allowed_after_lapse(context, each))
        yield put.put("refuted", "finding", story=story)

    yield from guarded(put, work)


def _allowed_after_lapse(context: CheckContext, story: Story) -> bool:
    from kenri.checking.stories import outcome
    from kenri.reference.prospects import lapsed_on

    case = asked(court_of(context.plan, story), story)
    return lapsed_on(case, story.on) is not None and outcome(context.plan, story) == "allowed"


def nothing_lingers(context: CheckContext, action: str) -> Iterator[Result]:
    """Whether rights that are still held on the last day searched could still be exercised, by somebody, some day.

    Rights for which every window has closed must have lapsed by then: after the last day on which anything that the
    answer rests on can turn, what is held and cannot be exercised never will be.
    """
    put = Outcomes("lapse", f"{action}: complete", "", LINGERS)
    asked_on = context.prover.asked_on

    def lingering(standings: list[tuple[str, SymbolicStanding]]) -> list[Flag]:
        closed = [neg(standing.allowed(asked_on, None).maybe) for _, standing in standings]
        over = [le(day, asked_on) for _, standing in standings for day in turns_of(standing.case, action)]
        return [_is_held(standings[0][1].case, asked_on), *closed, *over]

    def work() -> Iterator[Result]:
        lapsing = [name for name, each in context.plan.plan.balances.items() if each.lapse]
        if not lapsing:
            yield put.put("proved", "good", note=Sentence("rights-stay"))
            return
        standings = _standings(context, action)
        supplied = [*context.all_supplied(), *context.prover.plainly_asked(action)]
        # Near the end of the days searched, what could still happen would happen beyond them.
        after: list[Flag] = [le(asked_on, context.frame.last - A_YEAR)]
        search = again = Search()
        for _ in range(TRIES):
            search = context.search(standings[0][0], action, *lingering(standings), *supplied, *after, least=True)
            if search.found is None:
                break
            story = context.story(
                search.found, lambda each: _lingers(context, each), asks_number=False, is_complete=True
            )
            again = _reopened(context, action, standings, story)
            if again.found is None and not again.is_open:
                yield put.put("refuted", "finding", story=story, note=Sentence("held-for-good"))
                return
            if again.found is None:
                break
            # Something could still open a window: look again after the day on which it would.
            after.append(lt(again.found.on, asked_on))
        if len(after) > 1:
            yield put.put("undecided", "open", note=Sentence("held-and-may-open"))
        elif again.is_open or search.is_open:
            yield put.undecided(again if again.is_open else search, context.effort)
        else:
            yield put.put("proved", "good")

    yield from guarded(put, work)


def _reopened(
    context: CheckContext, action: str, standings: list[tuple[str, SymbolicStanding]], story: Story
) -> Search:
    """A continuation of a life, by later events, in which somebody may take the action after all."""
    life, asked_on = context.prover.symbolic_life, context.prover.asked_on
    flags: list[Flag] = [lt(story.on, asked_on)]
    by_kind = {kind: [event for event in story.life.events if event.kind == kind] for kind in life.kinds()}
    named = {
        event.id: slot_name(kind, index) for kind, several in by_kind.items() for index, event in enumerate(several)
    }
    for kind, happened in by_kind.items():
        for index, slot in enumerate(life.events(kind)):
            if index < len(happened):
                flags += life.is_event(slot, happened[index], named=named)
            else:
                flags.append(implies(slot.happens, lt(story.on, slot.day)))
    return context.first(
        (
            lambda asker=asker, standing=standing: context.search(  # type: ignore[misc]  # defaults bind the loop's values
                asker, action, *flags, standing.allowed(asked_on, None).yes
            )
        )
        for asker, standing in standings
    )


def _lingers(context: CheckContext, story: Story) -> bool:
    """Whether rights are held on the day of a story and no party may take the action then or later."""
    facts = tuple(sorted(story.facts.items()))
    held = asked(court_of(context.plan, story), story).balance(HELD).on(story.on)
    if not isinstance(held, int) or held <= 0:
        return False
    later = (
        court.standing(
            story.action, context.plan.party(story.life, role, court.grant), court.readings(story.readings), facts, None
        )
        .allowed(None)
        .maybe.next_on_or_after(story.on)
        for court in courts(context.plan, story)
        for role in context.roles
    )
    return all(day >= NEVER for day in later)
