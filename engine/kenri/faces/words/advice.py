"""What to do about a ruling: what would have to change for a denial to fall, and how to supply what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from kenri.faces.words import day, number, said, say
from kenri.faces.words.glossary import at_most, counted, word
from kenri.faces.words.names import PlanNames
from kenri.faces.words.values import listed
from kenri.loader.calendars import calendars_of
from kenri.model.judgement import Judgement
from kenri.model.lacking import Lack, in_words, lack
from kenri.model.plan import Plan
from kenri.model.ruling import Because, Finding, Ruling
from kenri.model.sentences import Language


class RuleToChange(NamedTuple):
    """A rule that would have to decide otherwise, and the facts it turns on."""

    says: str
    facts: tuple[str, ...] = ()


def changes(ruling: Ruling, lang: Language) -> list[RuleToChange]:
    """What would have to change for a denied action to be allowed; nothing for another outcome.

    Each rule that forbids or limits it would have to give way, and where none permits it, one that may would have to.
    """
    if ruling.outcome != "denied":
        return []
    found = [change for finding in ruling.findings for change in _change(ruling, finding, lang)]
    if not found:
        found = [RuleToChange(word("no-change", lang, by=ruling.by))]
    return found


def nobody_permits(plan: Plan, ruling: Ruling | Judgement, lang: Language) -> list[str]:
    """Why an action is denied that no rule decides: nothing permits it to who asks, and to whom something does."""
    lines = [word("no-rule", lang, by=ruling.by)]
    names = PlanNames(plan, lang)
    roles: dict[str, None] = {}
    for rule in plan.rules.values():
        if ruling.action in rule.permit:
            roles |= dict.fromkeys(rule.by)
    if roles:
        lines.append(word("permitted-roles", lang, roles=word("comma", lang).join(map(names.role, roles))))
    return lines


def _change(ruling: Ruling, finding: Finding, lang: Language) -> list[RuleToChange]:
    facts = tuple(
        f"{say(ruling.plan, because.expression, 'condition', lang, readings=ruling.readings)}"
        f"{word('dash', lang)}{holding(because.holds, lang)}"
        for because in final(facts_of(finding))
    )
    match finding.verdict:
        case "permit":
            key = "must-apply" if facts else "must-apply-ever"
            return [RuleToChange(word(key, lang, rule=finding.rule), facts)]
        case "forbid":
            key = "must-not-apply" if facts else "must-not-apply-ever"
            return [RuleToChange(word(key, lang, rule=finding.rule), facts)]
        case "limit":
            return _limit(ruling, finding, lang)


def facts_of(finding: Finding) -> tuple[Because, ...]:
    """The facts worth telling."""
    return tuple(because for because in finding.because if because.expression not in ("always", "never"))


def final(facts: tuple[Because, ...]) -> tuple[Because, ...]:
    """The facts that no other accounts for."""
    return tuple(one for one in facts if not any(is_part(other, one) for other in facts))


def is_part(one: Because, whole: Because) -> bool:
    """Whether a fact stands in the definition of another."""
    return len(one.path) > len(whole.path) and one.path[: len(whole.path)] == whole.path


def _limit(ruling: Ruling, finding: Finding, lang: Language) -> list[RuleToChange]:
    rule = ruling.plan.rules[finding.rule]
    bounds = [("must-at-most", rule.at_most), ("must-at-least", rule.at_least), ("must-lots", rule.in_lots_of)]
    changes = []
    for key, bound in bounds:
        if bound is None:
            continue
        words = say(ruling.plan, bound, "quantity", lang, readings=ruling.readings)
        if key == "must-at-most" and finding.bound is not None and finding.bound <= 0:
            key = "must-exceed"
        many = counted(finding.bound, ruling.counts, lang) if finding.bound is not None else words
        changes.append(RuleToChange(word(key, lang, number=many, rule=finding.rule, words=words)))
    return changes[:1]  # the bound of a finding is that of the first of them


def holding(holds: bool | None, lang: Language) -> str:
    """Whether a fact holds, in words."""
    match holds:
        case True:
            return word("holds", lang)
        case False:
            return word("holds-not", lang)
        case None:
            return word("holds-unknown", lang)


def following(ruling: Ruling, lang: Language) -> list[tuple[str, str]]:
    """The next day on which it is allowed, and the day before it on which it may be, each after its heading's key."""
    if ruling.next_day is not None:
        found = [("next", day(ruling.next_day, lang))]
    else:
        found = [("next", word("next-none" if ruling.perhaps_day is None else "next-none-surely", lang))]
    if ruling.perhaps_day is not None:
        names = lacking_words(ruling.perhaps_missing, lang, ruling.plan)
        found.append(("perhaps", word("perhaps-on", lang, day=day(ruling.perhaps_day, lang), names=names)))
    return found


def how_many(ruling: Ruling, lang: Language) -> str:
    """Which numbers are allowed on the day: at most, at least, in which multiples, and whether all of these are."""
    parts = [at_most(ruling.most, ruling.counts, lang)]
    if ruling.most != "unknown":  # or else nothing is known, and is said once
        unknown = (("least-unknown", ruling.least), ("lot-unknown", ruling.lot))
        parts += [word(key, lang) for key, value in unknown if value == "unknown"]
    if ruling.least == "no-least":
        parts.append(word("above-a-limit", lang))
    elif ruling.least is not None and not isinstance(ruling.least, str) and ruling.least != ruling.lot:
        parts.append(word("at-least", lang, number=counted(ruling.least, ruling.counts, lang)))
    if ruling.lot == 1:
        parts.append(word("whole", lang))
    elif ruling.lot is not None and not isinstance(ruling.lot, str):
        parts.append(word("in-lots", lang, number=number(ruling.lot)))
    if ruling.has_gaps:
        parts.append(word("gaps", lang))
    return word("comma", lang).join(parts)


def lacking_words(names: Iterable[str], lang: Language, plan: Plan | None = None) -> str:
    """What is missing, by its names in an answer; with a plan as the plan calls it, where those are ids."""
    called = partial(in_words, lang=lang) if plan is None else PlanNames(plan, lang).lacking
    return listed(map(called, names), lang)


def supply(ruling: Ruling, name: str, lang: Language, *, of_register: bool = False) -> str:
    """How to supply something that is missing, by its name in the ruling; what it is where nothing can be supplied."""
    return supply_for(ruling.plan, ruling.action, name, lang, of_register=of_register)


def supply_for(plan: Plan, action: str, name: str, lang: Language, *, of_register: bool = False) -> str:
    """The same of what is missing to judge an action, or with an empty one to know where rights stand.

    What a life file lacks is written in it; what a register lacks (`of_register`) is brought in.
    """
    way = "record" if of_register else "supply"
    found = lack(name)
    if found is not None:
        return _supply_unnamed(plan, found, lang, way)
    term = plan.terms.get(name)
    if name == "number":
        return word("supply-number", lang)
    if term is not None:
        why = said(term.unknown, lang).rstrip(".。") or word("supply-term-unsaid", lang)
        return word(f"{way}-term", lang, why=why, name=name)
    if action in plan.actions and name in plan.actions[action].attributes:
        return word("supply-question", lang, name=name)
    if name in plan.grant_attributes:
        return word(f"{way}-grant", lang, name=name)
    if name in plan.party_attributes:
        return word(f"{way}-party", lang, name=name)
    return name


def _supply_unnamed(plan: Plan, found: Lack, lang: Language, way: str) -> str:
    match found.kind:
        case "of-event":
            return word(f"{way}-event", lang, name=found.names["attribute"], kind=found.names["event"])
        case "of-any-event":
            return word("supply-an-event", lang, name=found.names["attribute"])
        case "calendar":
            named = found.names["calendar"]
            calendar = plan.counting.calendar or "" if named == "plan" else named
            first, last = calendars_of(plan)(calendar).years
            return word("supply-calendar", lang, name=calendar, first=first, last=last)
        case _:
            return found.says.text(lang)
