"""Whether it matters how a clause is read: a life on which two options of a reading give different answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from kenri.checking.check_context import CheckContext, Outcomes, actions_of, guarded
from kenri.checking.stories import outcome
from kenri.checking.verdict import Result, Story
from kenri.model.dependence import Needs
from kenri.model.life import Party
from kenri.model.plan import Said
from kenri.model.ruling import Outcome
from kenri.model.scenario import ExpectedDuty, ExpectedRuling, LoadedScenario, exact_number
from kenri.model.sentences import Sentence
from kenri.solving.prover import Search
from kenri.terms import conj, disj, neg


def matters(context: CheckContext, reading: str) -> Iterator[Result]:
    """Whether a reading ever changes an outcome, or at least a duty or a figure."""
    declared = context.plan.plan.readings[reading]
    says: Said = {"en": "It matters how this is read.", "ja": "この読み方により結論が変わる場合がある。"}
    put = Outcomes("reading", reading, declared.clause, says)
    others = [option for option in declared.options if option != context.readings[reading]]

    def work() -> Iterator[Result]:
        by_scenario = next(
            (story for option in others if (story := _shown_by_a_scenario(context, reading, option))), None
        )
        if by_scenario is not None:
            yield put.put("proved", "good", story=by_scenario, note=Sentence("scenario-shows"))
            return
        left_open: Search | None = None
        for option in others:
            search = context.first(_attempts(context, reading, option))
            left_open = search if search.is_open else left_open
            if search.found is not None:
                chosen = {reading: option}
                story = context.story(search.found, lambda each, chosen=chosen: _differs(context, each, chosen))  # type: ignore[misc]  # a default binds the loop's value
                otherwise = outcome(context.plan, replace(story, readings=chosen))
                yield put.put("proved", "good", story=replace(story, otherwise=otherwise))
                return
        duty = next((shown for option in others if (shown := _duty(context, reading, option))), None)
        if duty is not None:
            yield put.put("proved", "good", note=Sentence("changes-a-duty", duty=duty))
            return
        figure = next((shown for option in others if (shown := _figure(context, reading, option))), None)
        if figure is not None:
            yield put.put("proved", "good", note=Sentence("changes-a-figure", figure=figure))
        elif left_open is not None:
            yield put.undecided(left_open, context.effort)
        else:
            yield put.put("refuted", "finding", note=Sentence("reading-is-idle"))

    yield from guarded(put, work)


def _shown_by_a_scenario(context: CheckContext, reading: str, option: str) -> Story | None:
    """A question of some scenario that the two options answer otherwise."""
    chosen = {reading: option}
    for scenario in context.scenarios:
        for ask in scenario.asks:
            asked = ask.expected
            if not isinstance(asked, ExpectedRuling) or asked.readings.get(reading) != option:
                continue
            story = _story(context, scenario, asked)
            if story is not None and _differs(context, story, chosen):
                other = outcome(context.plan, replace(story, readings=chosen))
                return replace(story, outcome=outcome(context.plan, story), otherwise=other)
    return None


def _story(context: CheckContext, scenario: LoadedScenario, asked: ExpectedRuling) -> Story | None:
    """The first question that a scenario asks under some reading, as a story under the default ones."""
    if asked.known_at is not None:
        return None
    life = scenario.life.known_at(None)
    court = context.plan.court(life, asked.grant, None)
    party = context.plan.party(life, asked.by, court.grant)
    if party.id not in life.parties:
        return None
    return Story(
        plan=context.plan.id,
        life=life,
        grant=court.grant.id,
        action=asked.action,
        by=party.id,
        on=context.plan.day(asked.on),
        time=context.plan.time(asked.on) if context.plan.has_hours else None,
        number=exact_number(asked.rights) if asked.rights is not None else None,
        facts=dict(context.plan.facts(asked.action, asked.with_)),
    )


def _attempts(context: CheckContext, reading: str, option: str) -> Iterator[Callable[[], Search]]:
    """Searches for a question that the two options answer otherwise, about actions whose rules rest on the reading."""
    plan = context.plan.plan
    needs = context.plan.dependence.of_rules
    for action in context.actions:
        if not any(reading in needs[name].readings for name, rule in plan.rules.items() if action in actions_of(rule)):
            continue
        for asker in context.askers(action):

            def attempt(asker: str = asker, action: str = action) -> Search:
                on, number = context.prover.asked_on, context.prover.number
                one = context.standing(asker, action).allowed(on, number)
                other = context.standing(asker, action, {reading: option}).allowed(on, number)
                differ = disj(conj(one.yes, neg(other.maybe)), conj(other.yes, neg(one.maybe)))
                return context.search(asker, action, differ)

            yield attempt


def _differs(context: CheckContext, story: Story, chosen: dict[str, str]) -> bool:
    found: set[Outcome] = {outcome(context.plan, story), outcome(context.plan, replace(story, readings=chosen))}
    return found == {"allowed", "denied"}


def _duty(context: CheckContext, reading: str, option: str) -> str | None:
    """A duty that turns on a reading in the life of some scenario, on a day about which it asks."""
    for scenario in context.scenarios if context.plan.plan.duties else ():
        for ask in scenario.asks:
            if isinstance(ask.expected, ExpectedDuty):
                expected = ask.expected
                ways = ({**expected.readings, reading: each} for each in (context.readings[reading], option))
                one, other = (
                    context.plan.duties(scenario.life, on=expected.on, readings=way, settle=False).owed for way in ways
                )
                if one != other:
                    return next(each.duty for each in (*one, *other) if each not in one or each not in other)
    return None


def _figure(context: CheckContext, reading: str, option: str) -> str | None:
    """A figure that turns on a reading in the life of some scenario."""
    needs: dict[str, Needs] = dict(context.plan.dependence.of_figures)
    named = [name for name, each in needs.items() if reading in each.readings]
    for scenario in context.scenarios if named else ():
        life = scenario.life.known_at(None)
        for grant in life.grants or (None,):
            court = context.plan.court(life, grant, None)
            nobody = None if court.grant.grantee else Party(id="", roles=())  # a figure of no action needs nobody
            asker = life.parties.get(court.grant.grantee, nobody)
            if asker is None:
                continue
            for name in named:
                figures = []
                for readings in ({}, {reading: option}):
                    case = court.case(asker, court.readings(readings)).asking(_action(context, name), {"number": 3})
                    figures.append(case.figure(name))
                if figures[0] != figures[1]:
                    return name
    return None


def _action(context: CheckContext, figure: str) -> str:
    return next(iter(context.plan.plan.figures[figure].of), "")
