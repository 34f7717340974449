"""Whether each rule can decide a case and ever changes an outcome, whether rules contradict, and cut windows short."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from kenri import terms
from kenri.checking.check_context import (
    MANY,
    CheckContext,
    Outcomes,
    actions_of,
    everything_named,
    goes_over_grants,
    guarded,
)
from kenri.checking.stories import Shows, court_of, missing, outcome
from kenri.checking.verdict import Grade, Result, Status, Story
from kenri.model.expressions import BusinessDay, Count, EventMoments, Nth, Running, Total, Vests
from kenri.model.lacking import lacking
from kenri.model.plan import Rule, Said
from kenri.model.sentences import Sentence
from kenri.reference.standing import Applied
from kenri.solving.prover import Search
from kenri.symbolic.case import SymbolicNumber, SymbolicTruth, all_of
from kenri.symbolic.standing import SymbolicStanding
from kenri.terms import conj, neg

REACHABLE: Said = {"en": "This rule can decide a case.", "ja": "この規定が結論を決める場合がある。"}
CHANGES: Said = {"en": "This rule changes some outcome.", "ja": "この規定により結論が変わる場合がある。"}
ANSWERED: Said = {
    "en": "Every question about this action has an answer where everything is supplied.",
    "ja": "すべての事実が与えられれば、この行為についての問いには必ず答えがある。",
}


def matters(context: CheckContext, name: str) -> Iterator[Result]:
    """Whether a rule can decide a case, and whether it ever changes an outcome."""
    rule = context.plan.plan.rules[name]
    reachable = Outcomes("reachable", name, rule.clause, REACHABLE)
    shadowed = Outcomes("shadowed", name, rule.clause, CHANGES)

    def work() -> Iterator[Result]:
        search, story = _changes(context, name, rule)
        if story is not None:
            yield reachable.put("proved", "good", story=story)
            yield shadowed.put("proved", "good", story=story)
            return
        beyond = _beyond(context, rule)
        if beyond is not None and not search.is_open:
            wider = context.wider(rule)
            _, story = _changes(wider, name, rule)
            if story is not None:
                note = Sentence("where-more-often", times=MANY)
                if wider.frame.further != context.frame.further:
                    note = Sentence("where-more-grants", times=MANY, grants=len(wider.frame.further))
                yield reachable.put("proved", "good", story=story, note=note)
                yield shadowed.put("proved", "good", story=story, note=note)
                return
        decides = context.first(
            _attempts(context, rule, lambda standing, number: _decides(context, standing, name, number))
        )
        otherwise = None if search.is_open else _where_read_otherwise(context, name, rule)
        if otherwise is not None and otherwise.is_its_own and decides.found is None and not decides.is_open:
            yield reachable.put("noted", "note", story=otherwise.story, note=Sentence("decides-none-by-default"))
        else:
            yield _reached(context, reachable, decides, name, beyond=beyond)
        if search.is_open:
            yield shadowed.undecided(search, context.effort)
            return
        if otherwise is not None:
            note = Sentence("changes-none-by-default", reading=otherwise.reading, option=otherwise.option)
            # A rule that rests on a reading is there for one of its options: no fault; nor is a bar to nothing.
            is_noted = otherwise.is_its_own or _bars_nothing(context, name, rule, decides)
            status, grade = _NOTED if is_noted else _REFUTED
            yield shadowed.put(status, grade, story=otherwise.story, note=note)
            return
        if beyond is not None:
            yield shadowed.put("undecided", "open", note=beyond)
            return
        if _bars_nothing(context, name, rule, decides):
            yield shadowed.put("noted", "note", note=Sentence("nothing-permits"))
            return
        yield shadowed.put("refuted", "finding", note=Sentence("changes-no-outcome"))

    yield from guarded(shadowed, work, reachable)


_NOTED: tuple[Status, Grade] = ("noted", "note")
_REFUTED: tuple[Status, Grade] = ("refuted", "finding")


class Otherwise(NamedTuple):
    """That a rule changes an outcome under another reading: which, and whether the rule itself rests on it."""

    reading: str
    option: str
    is_its_own: bool
    story: Story


def _where_read_otherwise(context: CheckContext, name: str, rule: Rule) -> Otherwise | None:
    """A reading under which a rule that changes nothing by default changes an outcome."""
    own = context.plan.dependence.of_rules[name].readings
    for reading, option in _other_readings(context, name, rule):
        _, story = _changes(context, name, rule, {reading: option})
        if story is not None:
            return Otherwise(reading, option, reading in own, story)
    return None


def _bars_nothing(context: CheckContext, name: str, rule: Rule, decides: Search) -> bool:
    """Whether a rule forbids or limits, where it applies, what nothing permits there.

    That is no fault by itself: documents say such things to be sure.
    """
    if rule.permit or decides.found is None:
        return False
    day = context.prover.asked_on

    def permitted(standing: SymbolicStanding, _: terms.Number) -> terms.Flag:
        return conj(standing.applies(name, day).maybe, standing.permitted(day).maybe)

    search = context.first(_attempts(context, rule, permitted))
    return search.found is None and not search.is_open


def _beyond(context: CheckContext, rule: Rule) -> Sentence | None:
    """What a rule rests on of which there may be more than the bound has, so that the bound may hide what it decides:
    how many times something happens, and how many grants there are. None for one that rests on neither.
    """
    plan = context.plan.plan
    if goes_over_grants(plan, rule):
        return Sentence("rests-on-grants")
    counts = any(isinstance(part.value, Count | Nth | Total | Running | Vests) for part in everything_named(plan, rule))
    return Sentence("rests-on-counts") if counts else None


def _reached(context: CheckContext, put: Outcomes, search: Search, name: str, *, beyond: Sentence | None) -> Result:
    if search.found is None:
        if search.is_open:
            return put.undecided(search, context.effort)
        if beyond is not None:
            return put.put("undecided", "open", note=beyond)
        return put.put("refuted", "finding", note=Sentence("decides-no-case"))
    return put.put("proved", "good", story=context.story(search.found, _is_decided_by(context, name)))


def _is_decided_by(context: CheckContext, name: str) -> Shows:
    def shows(story: Story) -> bool:
        court = court_of(context.plan, story)
        facts = tuple(sorted(story.facts.items()))
        asker = story.life.parties[story.by]
        standing = court.standing(story.action, asker, court.readings(story.readings), facts, story.number)
        return name in {each.name for each, _ in standing.deciding(story.on, story.number)}

    return shows


def _changes(
    context: CheckContext, name: str, rule: Rule, readings: Mapping[str, str] | None = None
) -> tuple[Search, Story | None]:
    """A life in which the outcome is another than without the rule."""
    search = context.first(
        _attempts(context, rule, lambda standing, number: _turns(context, standing, name, rule, number), readings)
    )
    if search.found is None:
        return search, None
    without = context.without(name)
    story = context.story(
        search.found,
        lambda each: {outcome(context.plan, each), outcome(without, each)} == {"allowed", "denied"},
        readings=readings,
    )
    return search, replace(story, otherwise=outcome(without, story))


_EVERYWHERE = ("always", "never", ())
"""When, unless and by whom: of a rule that applies to everybody on every day."""


def _attempts(
    context: CheckContext,
    rule: Rule,
    flag: Callable[[SymbolicStanding, terms.Number], terms.Flag],
    readings: Mapping[str, str] | None = None,
) -> Iterator[Callable[[], Search]]:
    """Searches for each asker and action; for a limit also with one not whole, if it alone may deny that."""
    rights = context.prover.rights
    in_part = terms.add(rights, Fraction(-1, 2))
    whole_for = {
        action
        for each in context.plan.plan.rules.values()
        if each is not rule and isinstance(each.in_lots_of, int) and (each.when, each.unless, each.by) == _EVERYWHERE
        for action in each.limit
    }
    for action, number in product(actions_of(rule), (rights, in_part)):
        if number is in_part and (action not in rule.limit or action in whole_for):
            continue
        for asker in context.askers(action):
            if not rule.by or asker in rule.by:

                def attempt(asker: str = asker, action: str = action, number: terms.Number = number) -> Search:
                    standing = context.standing(asker, action, readings)
                    return context.search(asker, action, flag(standing, number), number=number)

                yield attempt


def _turns(
    context: CheckContext, standing: SymbolicStanding, name: str, rule: Rule, rights: terms.Number
) -> terms.Flag:
    """Whether the rule alone makes the outcome what it is."""
    day, number = context.prover.asked_on, SymbolicNumber(rights)
    others = SymbolicStanding(standing.case, standing.action, without=name)
    if rule.permit:
        return conj(standing.allowed(day, number).yes, neg(others.permitted(day).maybe))
    return conj(others.allowed(day, number).yes, neg(standing.allowed(day, number).maybe))


def _decides(context: CheckContext, standing: SymbolicStanding, name: str, rights: terms.Number) -> terms.Flag:
    """Whether the rule is among those that decide: for a denial, beside others perhaps."""
    day, number = context.prover.asked_on, SymbolicNumber(rights)
    own = next(each for each in standing.rules if each.name == name)
    match own.verdict:
        case "permit":
            return conj(standing.allowed(day, number).yes, standing.applies(name, day).yes)
        case "forbid":
            return standing.applies(name, day).yes
        case "limit":
            return neg(standing.limit_kept(own, day, number).maybe)


def _other_readings(context: CheckContext, name: str, rule: Rule) -> Iterator[tuple[str, str]]:
    """Other options of the readings that the rule rests on, and then of those that others about the action do."""
    plan = context.plan.plan
    needs = context.plan.dependence.of_rules
    actions = set(actions_of(rule))
    # What shadows a forbid is another bar; a permit is shadowed by bars as well as by other permits.
    beside = [
        other
        for other, each in plan.rules.items()
        if actions & set(actions_of(each)) and (rule.permit or not each.permit)
        if not rule.forbid or each.forbid
    ]
    own = set(needs[name].readings)
    others = {reading for other in beside for reading in needs[other].readings} - own
    for named in (own, others):
        for reading in plan.readings:
            if reading in named:
                options = plan.readings[reading].options
                yield from ((reading, option) for option in options if option != context.readings[reading])


# --- contradictions


def contradicts(context: CheckContext, permit: str, forbid: str) -> Iterator[Result]:
    """Whether a permit is barred by one forbid wherever it applies."""
    rules = context.plan.plan.rules
    says: Said = {
        "en": f"What {permit} permits is not always forbidden by {forbid}.",
        "ja": f"{permit} が認めることを {forbid} が常に禁じてはいない。",
    }
    put = Outcomes("contradiction", f"{permit} / {forbid}", f"{rules[permit].clause} / {rules[forbid].clause}", says)
    day = context.prover.asked_on

    def work() -> Iterator[Result]:
        ways = [
            (asker, action, context.standing(asker, action))
            for action in actions_of(rules[permit])
            if action in actions_of(rules[forbid])
            for asker in context.askers(action)
        ]
        concerned = [way for way in ways if {permit, forbid} <= {each.name for each in way[2].rules}]

        def free(asker: str, action: str, standing: SymbolicStanding) -> Callable[[], Search]:
            flag = conj(standing.applies(permit, day).yes, neg(standing.applies(forbid, day).maybe))
            return lambda: context.search(asker, action, flag)

        def barred(asker: str, action: str, standing: SymbolicStanding) -> Callable[[], Search]:
            flag = conj(standing.applies(permit, day).yes, standing.applies(forbid, day).yes)
            return lambda: context.search(asker, action, flag)

        search = context.first(free(*way) for way in concerned)
        if search.found is not None or not concerned:
            yield put.put("proved", "good")
            return
        if search.is_open:
            yield put.undecided(search, context.effort)
            return
        both = context.first(barred(*way) for way in concerned)
        if both.is_open:
            yield put.undecided(both, context.effort)
            return
        if both.found is None:
            yield put.put("proved", "good", note=Sentence("permit-never-applies"))
            return
        story = context.story(both.found, lambda each: outcome(context.plan, each) == "denied")
        is_declared = bool(context.plan.dependence.of_rules[forbid].readings)
        note = Sentence("ban-prevails" if is_declared else "forbidden-throughout")
        yield put.put("refuted", "finding", story=story, note=note)

    yield from guarded(put, work)


def limits_agree(context: CheckContext, action: str) -> Iterator[Result]:
    """Whether limits that each leave some number leave one together."""
    says: Said = {
        "en": "Limits that each leave some number leave one together.",
        "ja": "数の制限は、それぞれが残す数を合わせても一つも残さないことはない。",
    }
    put = Outcomes("contradiction", f"limits on {action}", "", says)
    day = context.prover.asked_on

    def none_left(standing: SymbolicStanding) -> terms.Flag:
        alone = []
        for each in standing.of("limit"):
            single = SymbolicStanding(standing.case, action)
            single.rules = (each,)
            alone.append(single.within_limits(day, None).yes)
        return conj(standing.open(day).yes, *alone, neg(standing.within_limits(day, None).maybe))

    def work() -> Iterator[Result]:
        search = context.first(
            (lambda asker=asker: context.search(asker, action, none_left(context.standing(asker, action)), least=True))  # type: ignore[misc]  # a default binds the loop's value
            for asker in context.askers(action)
        )
        if search.found is None:
            yield put.undecided(search, context.effort) if search.is_open else put.put("proved", "good")
            return
        story = context.story(search.found, lambda each: _denied_by_limits(context, each), asks_number=False)
        yield put.put("refuted", "finding", story=story)

    yield from guarded(put, work)


def _denied_by_limits(context: CheckContext, story: Story) -> bool:
    """Whether a story is denied by its limits alone, though something permits, and though each leaves some number."""
    court = court_of(context.plan, story)
    readings, facts = court.readings(story.readings), tuple(sorted(story.facts.items()))
    together = court.standing(story.action, story.life.parties[story.by], readings, facts, story.number)

    def leaves_some(limit: Applied) -> bool:
        return together.limited_by(limit).if_open.is_some.on(story.on) is True

    decided_by = [each.rule for each, _ in together.deciding(story.on, story.number)]
    if together.outcome(story.on, story.number) != "denied" or not all(rule.limit for rule in decided_by):
        return False
    return together.reads_number or all(map(leaves_some, together.limits))


def answered(context: CheckContext, action: str) -> Iterator[Result]:
    """Whether every question about an action has an answer where all terms are known."""
    put = Outcomes("answered", action, "", ANSWERED)
    day, number = context.prover.asked_on, context.prover.number

    def unanswered(asker: str) -> Search:
        truth = context.standing(asker, action).allowed(day, number)
        if truth.yes is truth.maybe:
            return Search()
        return context.search(asker, action, truth.maybe, neg(truth.yes), *context.all_supplied(), least=True)

    def work() -> Iterator[Result]:
        search = context.first((lambda asker=asker: unanswered(asker)) for asker in context.askers(action))  # type: ignore[misc]  # a default binds the loop's value
        if search.found is None:
            yield put.undecided(search, context.effort) if search.is_open else put.put("proved", "good")
            return
        story = context.story(search.found, lambda each: outcome(context.plan, each) == "unknown", is_complete=True)
        note = Sentence("not-supplied", names=tuple(map(lacking, missing(context.plan, story))))
        yield put.put("refuted", "finding", story=story, note=note)

    yield from guarded(put, work)


# --- windows cut short


def cut_short(context: CheckContext, permit: str, forbid: str) -> Iterator[Result]:
    """Whether a window that is still running is closed by a rule that was not in its way the day before."""
    rules = context.plan.plan.rules
    says: Said = {
        "en": f"While {permit} permits, {forbid} does not close what is open.",
        "ja": f"{permit} が認める期間中に {forbid} が行使を途中で閉ざさない。",
    }
    put = Outcomes("cut-short", f"{permit} / {forbid}", f"{rules[permit].clause} / {rules[forbid].clause}", says)
    asked_on = context.prover.asked_on
    yesterday = terms.add(asked_on, -1)

    def cut(asker: str, action: str) -> Search:
        standing = context.standing(asker, action)
        if not {permit, forbid} <= {each.name for each in standing.rules}:
            return Search()
        truth: SymbolicTruth = all_of((standing.allowed(yesterday, None), standing.applies(permit, yesterday)))
        running = all_of((standing.applies(permit, asked_on), standing.applies(forbid, asked_on)))
        closes = neg(standing.applies(forbid, yesterday).maybe)
        return context.search(asker, action, truth.yes, running.yes, closes, least=True)

    def work() -> Iterator[Result]:
        ways = [
            (asker, action)
            for action in actions_of(rules[permit])
            if action in actions_of(rules[forbid])
            for asker in context.askers(action)
        ]
        search = context.first((lambda way=way: cut(*way)) for way in ways)  # type: ignore[misc]  # a default binds the loop's value
        if search.found is None:
            yield put.undecided(search, context.effort) if search.is_open else put.put("proved", "good")
            return
        story = context.story(search.found, _is_cut(context, permit, forbid), asks_number=False)
        yield put.put("refuted", "finding", story=story)

    yield from guarded(put, work)


def _is_cut(context: CheckContext, permit: str, forbid: str) -> Shows:
    def shows(story: Story) -> bool:
        court = court_of(context.plan, story)
        facts = tuple(sorted(story.facts.items()))
        asker = story.life.parties[story.by]
        standing = court.standing(story.action, asker, court.readings(story.readings), facts, None)
        applies = {each.name: each.applies for each in standing.applied}
        on = story.on
        return (
            standing.outcome(on - 1, None) == "allowed"
            and bool(applies[permit].on(on - 1))
            and bool(applies[permit].on(on))
            and bool(applies[forbid].on(on))
        )

    return shows


def pairs(context: CheckContext) -> Iterator[tuple[str, str]]:
    """Each permit with each forbid about the same action."""
    rules = context.plan.plan.rules
    permits = [(name, each) for name, each in rules.items() if each.permit]
    forbids = [(name, each) for name, each in rules.items() if each.forbid]
    for (permit, a), (forbid, b) in product(permits, forbids):
        if set(actions_of(a)) & set(actions_of(b)):
            yield permit, forbid


def periods(context: CheckContext) -> Iterator[tuple[str, str]]:
    """Each permit that events open with each forbid that no event brings about: a period, which ends when it ends."""
    plan = context.plan.plan

    def rests_on(name: str, *constructs: type) -> bool:
        return any(isinstance(part.value, constructs) for part in everything_named(plan, plan.rules[name]))

    for permit, forbid in pairs(context):
        if rests_on(permit, EventMoments) and not rests_on(forbid, EventMoments, BusinessDay):
            yield permit, forbid
