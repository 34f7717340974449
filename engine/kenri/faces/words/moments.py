"""Moments in plain words: days, as nouns."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, NamedTuple, assert_never

from kenri.faces.words.phrases import filled
from kenri.faces.words.values import plain_day
from kenri.model.expressions import (
    AskedDay,
    AttributeDay,
    Bounds,
    BusinessDay,
    Compare,
    Condition,
    DayCases,
    EachOf,
    EarlierOf,
    EndOf,
    EventMoments,
    Every,
    First,
    FirstOf,
    GrantDay,
    Last,
    LastDayOf,
    LastOf,
    LaterOf,
    Latest,
    Minus,
    Moments,
    MomentsChoice,
    Next,
    Nth,
    PartyDay,
    Plus,
    Prefer,
    StartOf,
    Value,
)

if TYPE_CHECKING:
    from kenri.faces.words.voice import Voice


class Which(NamedTuple):
    """Which of several days is meant: `each day on which ...`, `the first day on which ...`."""

    en: str
    ja: str
    of_en: str = ""
    of_ja: str = ""
    """Said before, or after, what is no plain day: `the first of ...`."""


SOME = Which("a day", "日")
NEXT = Which("the next day", "次の日")
EACH = Which("each day", "日")
DAYS = Which("days", "日")
FIRST = Which("the first day", "最初の日", "the first of ", "のうち最初の日")
LATEST = Which("the latest day so far", "直近の日", "the latest so far of ", "のうち直近の日")


def moments(voice: Voice, node: Moments, which: Which = EACH) -> str:
    """The days an expression stands for; `which` says which of them."""
    match node:
        case EventMoments():
            return _event(voice, node, which)
        case StartOf(start_of=condition):
            held = voice.bracketed(voice.condition(condition))
            return voice.either(f"{which.en} on which {held} begins to hold", f"{held}が成立し始める{which.ja}")
        case EndOf(end_of=condition):
            held = voice.bracketed(voice.condition(condition))
            return voice.either(f"{which.en} on which {held} no longer holds", f"{held}が成立しなくなる{which.ja}")
        case LastDayOf(last_day_of=condition):
            held = voice.bracketed(voice.condition(condition))
            return voice.either(
                f"{which.en} on which {held} holds for the last time", f"{held}が最後に成立する{which.ja}"
            )
        case _:
            phrase = _other(voice, node)
            if not which.of_en:
                return phrase
            return voice.either(f"{which.of_en}{voice.bracketed(phrase)}", f"{voice.bracketed(phrase)}{which.of_ja}")


def _other(
    voice: Voice,
    node: datetime.date | str | First | Nth | Latest | Plus | Minus | Every | AttributeDay | EarlierOf | LaterOf
    | Prefer | DayCases | EachOf | FirstOf | LastOf | Last | Next | GrantDay | PartyDay | AskedDay | MomentsChoice,
) -> str:  # fmt: skip
    names = voice.names
    match node:
        case datetime.date():
            return plain_day(node, voice.lang)
        case str():
            return names.date(node)
        case First():
            return _first(voice, node)
        case Nth(nth=n, of=of):
            ordinal = _ordinal(n)
            return moments(
                voice, of, Which(f"the {ordinal} day", f"{n}番目の日", f"the {ordinal} of ", f"のうち{n}番目の日")
            )
        case Latest(latest=of):
            return moments(voice, of, LATEST)
        case Plus(plus=duration, to=to, counting=counting):
            length, anchor = names.duration(duration), voice.bracketed(voice.moments(to))
            phrase = voice.either(f"{length} after {anchor}", f"{anchor}の{length}後の日")
            return phrase + notes(voice, names.counting(counting))
        case Minus(minus=duration, from_=from_, counting=counting):
            length, anchor = names.duration(duration), voice.bracketed(voice.moments(from_))
            phrase = voice.either(f"{length} before {anchor}", f"{anchor}の{length}前の日")
            return phrase + notes(voice, names.counting(counting))
        case Every():
            return _every(voice, node)
        case AttributeDay(attribute=name, of=of):
            attribute, when = names.event_attribute(name, of), voice.bracketed(voice.moments(of))
            return voice.either(f"the “{attribute}” recorded on {when}", f"{when}に記録された「{attribute}」")
        case EarlierOf(earlier_of=several):
            return voice.conjoined(
                [voice.moments(one) for one in several],
                en=("or (if earlier)", "the earliest of"),
                ja=("か（いずれか早い方）", "次のうち最も早い日"),
            )
        case Prefer(prefer=several):
            return voice.conjoined(
                [voice.moments(one) for one in several],
                en=("or (if there is none)", "the first there is of"),
                ja=("、それがないときは", "次のうち最初に定まっている日"),
            )
        case DayCases(cases=lines, otherwise=otherwise):
            return voice.by_cases([(voice.moments(line.is_), line.when) for line in lines], voice.moments(otherwise))
        case LaterOf(later_of=several):
            return voice.conjoined(
                [voice.moments(one) for one in several],
                en=("or (if later)", "the latest of"),
                ja=("か（いずれか遅い方）", "次のうち最も遅い日"),
            )
        case EachOf(each_of=several):
            return voice.conjoined(
                [voice.moments(one) for one in several], en=("and", "each of"), ja=("および", "次のそれぞれ")
            )
        case FirstOf(first_of=unit, containing=of, year_starts=month):
            period, when = names.calendar_unit(unit, month), voice.bracketed(voice.moments(of))
            return voice.either(f"the first day of the {period} of {when}", f"{when}の属する{period}の初日")
        case LastOf(last_of=unit, containing=of, year_starts=month):
            period, when = names.calendar_unit(unit, month), voice.bracketed(voice.moments(of))
            return voice.either(f"the last day of the {period} of {when}", f"{when}の属する{period}の末日")
        case Last(last=condition, on_or_before=of):
            return _nearest(voice, condition, of, forward=False)
        case Next(next=condition, on_or_after=of):
            return _nearest(voice, condition, of, forward=True)
        case GrantDay(grant="on"):
            return voice.either("the grant", "割当日")
        case GrantDay(grant=name):
            attribute = names.grant_attribute(name)
            return voice.either(f"the grant's {attribute}", f"割当の「{attribute}」")
        case PartyDay(party=name, of=whose):
            attribute, party = names.party_attribute(name), names.role(whose)
            return voice.either(f"{party}'s {attribute}", f"{party}の「{attribute}」")
        case AskedDay(asked=name):
            attribute = names.asked_attribute(name)
            return voice.either(f"the question's {attribute}", f"照会の「{attribute}」")
        case MomentsChoice(reading=reading, choices=choices):
            return voice.choice(reading, {option: voice.moments(way) for option, way in choices.items()})
        case _:
            assert_never(node)


def notes(voice: Voice, phrases: tuple[str, ...]) -> str:
    """Remarks after a phrase, in brackets."""
    if not phrases:
        return ""
    return voice.either(f" ({', '.join(phrases)})", f"（{'、'.join(phrases)}）")


def _event(voice: Voice, node: EventMoments, which: Which) -> str:
    names = voice.names
    remarks = []
    if isinstance(node.who, str):
        remarks.append(names.role(node.who))
    elif node.who is not None:
        named, when = names.event_attribute(node.who.named, node.who.of), voice.moments(node.who.of)
        remarks.append(voice.either(f"the {named} named on {when}", f"{when}の「{named}」"))
    for name, wanted in node.where.items():
        attribute, value = names.event_attribute(name, node), wanted_value(voice, wanted)
        remarks.append(f"{attribute} {value}")
    for name, wanted in node.where_not.items():
        attribute, value = names.event_attribute(name, node), wanted_value(voice, wanted)
        remarks.append(voice.either(f"{attribute} not {value}", f"{attribute} {value}を除く"))
    if node.during is not None:
        held = voice.bracketed(voice.condition(node.during))
        remarks.append(voice.either(f"while {held} holds", f"{held}が成立する間に限る"))
    if node.just_before is not None:
        held = voice.bracketed(voice.condition(node.just_before))
        remarks.append(voice.either(f"{held} having held the day before", f"前日に{held}が成立していたものに限る"))
    event = names.event(*node.event) + notes(voice, tuple(remarks))
    return voice.either(f"{which.en} of {event}", f"{event}の{which.ja}")


def wanted_value(voice: Voice, wanted: Value | tuple[Value, ...] | Bounds) -> str:
    """What an attribute must be."""
    return bounds(voice, wanted) if isinstance(wanted, Bounds) else voice.names.value(wanted)


def bounds(voice: Voice, node: Bounds | Compare) -> str:
    """What a number is measured against."""
    each = [
        (node.at_least, "at least {}", "{}以上"),
        (node.more_than, "more than {}", "{}超"),
        (node.at_most, "at most {}", "{}以下"),
        (node.less_than, "less than {}", "{}未満"),
        (node.equals if isinstance(node, Compare) else None, "equal to {}", "{}に等しい"),
    ]
    phrases = [
        voice.either(en, ja).replace("{}", voice.bracketed(voice.quantity(bound)))
        for bound, en, ja in each
        if bound is not None
    ]
    return voice.either(" and ", "かつ").join(phrases)


def _first(voice: Voice, node: First) -> str:
    phrase = moments(voice, node.first, FIRST)
    if node.after is not None:
        bound = voice.bracketed(voice.moments(node.after))
        return voice.either(f"{phrase} (first after {bound})", f"{phrase}（{bound}より後）")
    if node.on_or_after is not None:
        bound = voice.bracketed(voice.moments(node.on_or_after))
        return voice.either(f"{phrase} (first on or after {bound})", f"{phrase}（{bound}以後）")
    return phrase


def _every(voice: Voice, node: Every) -> str:
    names = voice.names
    length, anchor = names.duration(node.every), voice.bracketed(voice.moments(node.from_))
    times = names.amount(node.times) if isinstance(node.times, str) else f"{node.times:,}"
    often = filled("{times:time|times}", times=times)
    remarks = []
    if node.paused is not None:
        held = voice.bracketed(voice.condition(node.paused))
        remarks.append(voice.either(f"not counting days on which {held} holds", f"{held}が成立する日は数えない"))
    remarks += names.counting(node.counting)
    phrase = voice.either(f"every {length} after {anchor}, {often}", f"{anchor}から{length}ごと{times}回の各日")
    return phrase + notes(voice, tuple(remarks))


def _nearest(voice: Voice, condition: Condition, of: Moments, *, forward: bool) -> str:
    when = voice.bracketed(voice.moments(of))
    if not isinstance(condition, BusinessDay):
        held = voice.bracketed(voice.condition(condition))
        if forward:
            return voice.either(
                f"the first day on or after {when} on which {held} holds", f"{when}以後で{held}が成立する最初の日"
            )
        return voice.either(
            f"the last day on or before {when} on which {held} holds", f"{when}以前で{held}が成立する最後の日"
        )
    name = condition.business_day
    calendar = voice.either(f" of calendar {name}", f"{name}の暦の") if name != "plan" else ""
    if voice.lang == "ja":
        return f"{when}（{calendar}営業日でなければ{'翌' if forward else '前'}営業日）"
    moved = "forward to the next" if forward else "back to the last"
    return f"{when} (moved {moved} business day{calendar} if it is none)"


def _ordinal(n: int) -> str:
    """The ordinal as written with digits.

    >>> [_ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '112th']
    """
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"
