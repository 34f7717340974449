"""Whether it matters how a clause is read: a life on which two options of a reading give different answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from kenri.checking.check_context import CheckContext, Outcomes, actions_of, guarded
from kenri.checking.stories import outcome
from kenri.checking.verdict import Result, Story
from kenri.model.dependence import Needs, dependence
from kenri.model.life import Party
from kenri.model.plan import Said
from kenri.model.ruling import Outcome
from kenri.model.scenario import ExpectedRuling, LoadedScenario, exact_number
from kenri.model.several import several
from kenri.solving.prover import Search
from kenri.terms import conj, disj, neg


def matters(bench: CheckContext, reading: str) -> Iterator[Result]:
    """Whether a reading ever changes an outcome, or at least a figure."""
    declared = bench.plan.plan.readings[reading]
    says: Said = {"en": "It matters how this is read.", "ja": "この読み方により結論が変わる場合がある。"}
    put = Outcomes("reading", reading, declared.clause, says)
    others = [option for option in declared.options if option != bench.readings[reading]]

    def work() -> Iterator[Result]:
        told = next((story for option in others if (story := _told(bench, reading, option))), None)
        if told is not None:
            yield put.put("proved", "good", story=told, note="as a scenario of the plan shows")
            return
        given_up: Search | None = None
        for option in others:
            search = bench.first(_attempts(bench, reading, option))
            given_up = search if search.is_open else given_up
            if search.found is not None:
                chosen = {reading: option}
                story = bench.story(search.found, lambda each, chosen=chosen: _differs(bench, each, chosen))  # type: ignore[misc]  # a default binds the loop's value
                otherwise = outcome(bench.plan, replace(story, readings=chosen))
                yield put.put("proved", "good", story=replace(story, otherwise=otherwise))
                return
        figure = next((shown for option in others if (shown := _figure(bench, reading, option))), None)
        if figure is not None:
            yield put.put("proved", "good", note=f"it changes no outcome, but the figure {figure}")
        elif given_up is not None:
            yield put.undecided(given_up, bench.effort)
        else:
            yield put.put("refuted", "finding", note="idle: no outcome and no figure of the scenarios turns on it")

    yield from guarded(put, work)


def _told(bench: CheckContext, reading: str, option: str) -> Story | None:
    """A question of some scenario that the two options answer otherwise."""
    chosen = {reading: option}
    for told in bench.scenarios:
        for ask in told.asks:
            asked = ask.expected
            if not isinstance(asked, ExpectedRuling) or asked.readings.get(reading) != option:
                continue
            story = _story(bench, told, asked)
            if story is not None and _differs(bench, story, chosen):
                other = outcome(bench.plan, replace(story, readings=chosen))
                return replace(story, outcome=outcome(bench.plan, story), otherwise=other)
    return None


def _story(bench: CheckContext, told: LoadedScenario, asked: ExpectedRuling) -> Story | None:
    """The first question that a scenario asks under some reading, as a story under the default ones."""
    if asked.known_at is not None:
        return None
    life = told.life.known_at(None)
    court = bench.plan.court(life, asked.grant, None)
    party = bench.plan.party(life, asked.by, court.grant)
    if party.id not in life.parties:
        return None
    return Story(
        plan=bench.plan.id,
        life=life,
        grant=court.grant.id,
        action=asked.action,
        by=party.id,
        on=bench.plan.day(asked.on),
        number=exact_number(asked.rights) if asked.rights is not None else None,
        facts=dict(bench.plan.facts(asked.action, asked.with_)),
    )


def _attempts(bench: CheckContext, reading: str, option: str) -> Iterator[Callable[[], Search]]:
    """Searches for a question that the two options answer otherwise, about actions whose rules rest on the reading."""
    plan = bench.plan.plan
    needs = dependence(plan).of_rules
    for action in bench.actions:
        if not any(reading in needs[name].readings for name, rule in plan.rules.items() if action in actions_of(rule)):
            continue
        for asker in bench.askers(action):

            def attempt(asker: str = asker, action: str = action) -> Search:
                on, number = bench.prover.asked_on, bench.prover.number
                one = bench.standing(asker, action).allowed(on, number)
                other = bench.standing(asker, action, {reading: option}).allowed(on, number)
                differ = disj(conj(one.yes, neg(other.maybe)), conj(other.yes, neg(one.maybe)))
                return bench.search(asker, action, differ)

            yield attempt


def _differs(bench: CheckContext, story: Story, chosen: dict[str, str]) -> bool:
    found: set[Outcome] = {outcome(bench.plan, story), outcome(bench.plan, replace(story, readings=chosen))}
    return found == {"allowed", "denied"}


def _figure(bench: CheckContext, reading: str, option: str) -> str | None:
    """A figure that turns on a reading in the life of some scenario."""
    plan = bench.plan.plan
    needs: dict[str, Needs] = dict(dependence(plan).of_figures)
    named = [name for name, each in needs.items() if reading in each.readings]
    for told in bench.scenarios if named else ():
        life = told.life.known_at(None)
        for grant in life.grants or (None,):
            court = bench.plan.court(life, grant, None)
            nobody = None if court.grant.grantee else Party(id="", roles=())  # a figure of no action needs nobody
            asker = life.parties.get(court.grant.grantee, nobody)
            if asker is None:
                continue
            for name in named:
                figures = []
                for readings in ({}, {reading: option}):
                    case = court.case(asker, court.readings(readings)).asking(_action(bench, name), {"number": 3})
                    figures.append(case.figure(name))
                if figures[0] != figures[1]:
                    return name
    return None


def _action(bench: CheckContext, figure: str) -> str:
    of = bench.plan.plan.figures[figure].of
    return next(iter(several(of)), "")
