"""Whether claims hold of every life, or, of what is claimed to be possible, of some."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kenri.checking.check_context import CheckContext, Outcomes, guarded, roles_in
from kenri.checking.stories import Shows, court_of
from kenri.checking.verdict import Result, Story
from kenri.model.dependence import hours_in
from kenri.model.plan import Claim
from kenri.model.sentences import Sentence
from kenri.reference.claims import EXERCISE, days_of
from kenri.solving.prover import Search
from kenri.symbolic.case import SymbolicCase
from kenri.terms import Flag, conj, neg


def holds(context: CheckContext, name: str, claim: Claim) -> Iterator[Result]:
    """Whether a claim is so of every life within the bound, for each asker it is about and on each day."""
    put = Outcomes("claim", name, claim.clause, claim.says)

    def work() -> Iterator[Result]:
        search = context.first(_attempts(context, claim))
        if search.is_open:
            yield put.undecided(search, context.effort)
        elif claim.possible is not None:
            if search.found is None:
                yield put.put("refuted", "finding", note=Sentence("so-of-no-life"))
            else:
                yield put.put(
                    "proved", "good", story=context.story(search.found, _shows(context, claim), asks_number=False)
                )
        elif search.found is None:
            yield put.put("proved", "good")
        else:
            story = context.story(search.found, _shows(context, claim), asks_number=False, is_complete=True)
            yield put.put("refuted", "finding", story=story)

    yield from guarded(put, work)


def action_asked(context: CheckContext, claim: Claim) -> str:
    """The action whose facts a question about the claim supplies: the one it names, or the first there is."""
    actions = context.plan.plan.actions
    if claim.of is not None:
        return claim.of
    return EXERCISE if EXERCISE in actions else next(iter(actions), "")


def _attempts(context: CheckContext, claim: Claim) -> Iterator[Callable[[], Search]]:
    named = {*claim.by, *roles_in(claim)}
    for asker in (*context.roles, *(role for role in context.plan.plan.roles if role in named - {*context.roles})):
        if not claim.by or asker in claim.by:

            def attempt(asker: str = asker) -> Search:
                action = action_asked(context, claim)
                case = context.prover.case(asker, action, context.readings, hours=hours_in(claim, context.plan.plan.id))
                flags = [_shown(context, case, claim), *_complete(context, claim)]
                return context.search(asker, action, *flags, least=claim.possible is None)

            yield attempt


def _complete(context: CheckContext, claim: Claim) -> list[Flag]:
    """A claim about every life is about those in which nothing is left out that could be supplied."""
    return [] if claim.possible is not None else context.all_supplied()


def _shown(context: CheckContext, case: SymbolicCase, claim: Claim) -> Flag:
    """Whether a claim is broken on the day asked about; of `possible`, whether it is so."""
    day = context.prover.asked_on
    premise = case.holds(claim.when, day).yes
    if claim.always is not None:
        return conj(premise, neg(case.holds(claim.always, day).yes))
    if claim.never is not None:
        return conj(premise, case.holds(claim.never, day).maybe)
    assert claim.possible is not None, "a claim says always, never or possible"
    return conj(premise, case.holds(claim.possible, day).yes)


def _shows(context: CheckContext, claim: Claim) -> Shows:
    def shows(story: Story) -> bool:
        court = court_of(context.plan, story)
        case = court.case(story.life.parties[story.by], court.readings(story.readings))
        return story.on in days_of(case.asking(story.action, dict(story.facts)), claim)

    return shows
