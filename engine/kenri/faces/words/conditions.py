"""Conditions in plain words: what is so on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from kenri.faces.words.moments import NEXT, SOME, bounds, moments, notes
from kenri.model.expressions import (
    All,
    AnyOf,
    AskedIs,
    AskerIs,
    AskerNamed,
    At,
    BusinessDay,
    Compare,
    Condition,
    ConditionChoice,
    GrantIs,
    Held,
    May,
    Not,
    On,
    PartyIs,
    Span,
    Through,
    Within,
)

if TYPE_CHECKING:
    from kenri.faces.words.voice import Voice

_AND = ("and", "all of"), ("かつ", "次のすべて")
_OR = ("or", "any of"), ("または", "次のいずれか")


def condition(voice: Voice, node: Condition) -> str:
    """A condition as a phrase that fits after `when` and, in brackets, before `holds`."""
    names = voice.names
    match node:
        case str():
            return names.state(node)
        case Span():
            return _span(voice, node)
        case On(on=of):
            when = voice.moments(of)
            return voice.either(f"on {when}", when if when.endswith("日") else f"{when}当日")
        case Through(through=attribute, of=of):
            when = voice.moments(of)
            phrase = voice.either(f"from {when} through its {attribute}", f"{when}からその{attribute}まで")
            return phrase + notes(voice, _until_hour(voice, node.hour))
        case Within():
            return _within(voice, node)
        case Held():
            return _held(voice, node)
        case All(all=several):
            return voice.conjoined([voice.condition(one) for one in several], en=_AND[0], ja=_AND[1])
        case AnyOf(any=several):
            return voice.conjoined([voice.condition(one) for one in several], en=_OR[0], ja=_OR[1])
        case Not(not_=AskedIs() | PartyIs() | GrantIs() as fact) if isinstance(fact.is_, bool):
            return _flag(voice, fact, wanted=not fact.is_)
        case Not(not_=AskedIs() | AskerIs() | PartyIs() | GrantIs() as fact):
            subject, value = _fact(voice, fact)
            is_one_of = not isinstance(fact, AskerIs) and isinstance(fact.is_, tuple) and len(fact.is_) > 1
            negated = f"neither {value.replace(' or ', ' nor ')}" if is_one_of else f"not {value}"
            return voice.either(f"{subject} is {negated}", f"{subject}が{value}でない")
        case Not(not_=other):
            phrase = voice.bracketed(voice.condition(other))
            return voice.either(f"not {phrase}", f"{phrase}でない")
        case Compare():
            return _compare(voice, node)
        case AskedIs() | PartyIs() | GrantIs() if isinstance(node.is_, bool):
            return _flag(voice, node, wanted=node.is_)
        case AskedIs() | AskerIs() | PartyIs() | GrantIs():
            subject, value = _fact(voice, node)
            return voice.either(f"{subject} is {value}", f"{subject}が{value}")
        case At(at=when, holds=other):
            phrase, day = voice.bracketed(voice.condition(other)), voice.moments(when)
            return voice.either(f"{phrase} as it was on {day}", f"{day}の時点で{phrase}")
        case BusinessDay(business_day="plan"):
            return voice.either("a business day", "営業日")
        case BusinessDay(business_day=calendar):
            return voice.either(f"a business day of calendar {calendar}", f"{calendar}の暦の営業日")
        case May(may=action, number=number):
            what = voice.names.action(action)
            many = "" if number is None else voice.quantity(number)
            return voice.either(
                f"the asker may {what}" + (f" for {many}" if many else ""),
                f"請求者が{what}できる" + (f"（{many}）" if many else ""),
            )
        case ConditionChoice(reading=reading, choices=choices):
            return voice.choice(reading, {option: voice.condition(way) for option, way in choices.items()})
        case _:
            assert_never(node)


def _fact(voice: Voice, node: AskedIs | AskerIs | PartyIs | GrantIs) -> tuple[str, str]:
    """Who or what a fact is about, and what it must be."""
    names = voice.names
    match node:
        case AskerIs(asker=asker):
            return voice.either("the asker", "請求者"), _asker(voice, asker)
        case AskedIs(asked=name, is_=wanted):
            attribute = names.asked_attribute(name)
            subject = voice.either(f"the question's {attribute}", f"照会の「{attribute}」")
        case PartyIs(party=name, of=whose, is_=wanted):
            attribute, party = names.party_attribute(name), names.role(whose)
            subject = voice.either(f"{party}'s {attribute}", f"{party}の「{attribute}」")
        case GrantIs(grant=name, is_=wanted):
            attribute = names.grant_attribute(name)
            subject = voice.either(f"the grant's {attribute}", f"割当の「{attribute}」")
        case _:
            assert_never(node)
    return subject, names.value(wanted)


def _flag(voice: Voice, node: AskedIs | PartyIs | GrantIs, *, wanted: bool) -> str:
    """That a flag is so or not; words that are a claim already ("is a director", "whether it is") are said as one."""
    names = voice.names
    subject, _ = _fact(voice, node)
    value = names.value(wanted)
    match node:
        case AskedIs(asked=name):
            whose, says = "the question", names.asked_attribute(name)
        case PartyIs(party=name, of=of):
            whose, says = names.role(of), names.party_attribute(name)
        case GrantIs(grant=name):
            whose, says = "the grant", names.grant_attribute(name)
        case _:
            assert_never(node)
    en = f"{subject} is {value}"
    if says.startswith("is "):
        en = f"{whose} {says}" if wanted else f"{whose} is not {says.removeprefix('is ')}"
    elif says.startswith("whether "):
        en = f"{says}: {value}"
    return voice.either(en, f"{subject}が{value}")


def _asker(voice: Voice, asker: str | AskerNamed) -> str:
    if isinstance(asker, str):
        return voice.names.role(asker)
    if asker.named == "who":
        when = voice.moments(asker.of)
        return voice.either(f"the party concerned on {when}", f"{when}の当事者")
    attribute, when = voice.names.event_attribute(asker.named, asker.of), voice.moments(asker.of)
    return voice.either(f"the {attribute} named on {when}", f"{when}の「{attribute}」")


def _span(voice: Voice, node: Span) -> str:
    bounds = [
        (node.from_, "from {} on", "{}以後"),
        (node.after, "after {}", "{}より後"),
        (node.until, "up to and including {}", "{}以前"),
        (node.before, "before {}", "{}より前"),
    ]
    at = _at_hour(voice, node.hour)
    phrases = [
        voice.either(en, ja).replace("{}", at.replace("{}", voice.moments(when)))
        for when, en, ja in bounds
        if when is not None
    ]
    return voice.conjoined(phrases, en=_AND[0], ja=_AND[1])


def _at_hour(voice: Voice, hour: str | None) -> str:
    """How a day is said with an hour of it; the day stands for `{}`."""
    if hour is None:
        return "{}"
    at = voice.names.hour(hour)
    return voice.either(f"{at} on {{}}", f"{{}}の{at}")


def _until_hour(voice: Voice, hour: str | None) -> tuple[str, ...]:
    """The remark until which hour the last day of a period counts, if it is not all day."""
    if hour is None:
        return ()
    at = voice.names.hour(hour)
    return (voice.either(f"on the last day up to {at}", f"最終日は{at}まで"),)


def _within(voice: Voice, node: Within) -> str:
    names = voice.names
    length = names.duration(node.within)
    remarks: list[str] = []
    if node.after is not None:
        anchor = voice.moments(node.after)
        phrase = voice.either(f"within {length} after {anchor}", f"{anchor}の翌日から{length}以内")
    elif node.from_ is not None:
        anchor = voice.moments(node.from_)
        phrase = voice.either(f"from {anchor} up to {length} after it", f"{anchor}から{length}以内（当日を含む）")
    else:
        anchor = voice.moments(node.before or "never")
        phrase = voice.either(f"within {length} before {anchor}", f"{anchor}の前日までの{length}以内")
    if node.tolled is not None:
        held = voice.bracketed(voice.condition(node.tolled))
        remarks.append(voice.either(f"not counting days on which {held} holds", f"{held}が成立する日は数えない"))
    if node.extended is not None:
        held = voice.bracketed(voice.condition(node.extended.while_))
        by = names.duration(node.extended.by)
        remarks.append(
            voice.either(
                f"if {held} holds meanwhile, at least until {by} after the day on which it no longer does",
                f"その間に{held}が成立した場合は、成立しなくなった日から{by}後まで延長",
            )
        )
    remarks += [*_until_hour(voice, node.hour), *names.counting(node.counting)]
    return phrase + notes(voice, tuple(remarks))


def _held(voice: Voice, node: Held) -> str:
    begins, ends = voice.bracketed(moments(voice, node.begins, SOME)), voice.bracketed(moments(voice, node.ends, NEXT))
    remarks: list[str] = []
    if node.initially == "always":
        remarks.append(voice.either("so from the outset", "当初から成立"))
    elif node.initially != "never":
        held = voice.condition(node.initially)
        remarks.append(voice.either(f"from the outset if {held}", f"{held}なら当初から成立"))
    if node.same_day == "ends":
        remarks.append(voice.either("ended if one day does both", "同じ日に両方あれば終了"))
    phrase = voice.either(f"from {begins} until just before {ends}", f"{begins}から{ends}の前日まで")
    return phrase + notes(voice, tuple(remarks))


def _compare(voice: Voice, node: Compare) -> str:
    measured = voice.bracketed(voice.quantity(node.quantity))
    return voice.either(f"{measured} is {bounds(voice, node)}", f"{measured}が{bounds(voice, node)}")
