"""One value, as somebody supplied it, against the type declared for it: in the engine's form, or why it is refused.

Every value that enters passes here, whoever supplies it: lives, facts of questions (typed, in files, from Python),
phrases, scenarios. So the same is refused everywhere, in the same words. Nothing raises, whatever the value is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from kenri.loader import instants
from kenri.loader.documents import Path
from kenri.loader.expected import NUMBER_WORDS, written
from kenri.loader.scalars import Refused, meaning
from kenri.loader.type_names import type_name
from kenri.model.days import Day
from kenri.model.exact import DIGITS_LIMIT, exact, fraction_in, is_too_long, number_in
from kenri.model.expressions import Value
from kenri.model.hours import Second, on_clock
from kenri.model.life import Event, Fact, Instant, Period
from kenri.model.plan import Attribute
from kenri.model.problems import quote
from kenri.model.sentences import Sentence, did_you_mean
from kenri.model.sentences import Value as Shown

__all__ = [
    "Misfit",
    "day",
    "fact",
    "fact_of_term",
    "in_rules",
    "instant",
    "name",
    "number",
    "rights",
    "shown",
    "with_unit",
]

T = TypeVar("T")

Number: TypeAlias = int | Fraction

TRUTHS: Mapping[str, bool] = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
"""Words that are meant as truth values, in lower case, and are none."""

_PAIR = re.compile(r"\s*([0-9]+)\s*:\s*([0-9]+)\s*")
_NEW_FOR_OLD = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s+new\s+for\s+([0-9]+(?:\.[0-9]+)?)\s+old")
_WITH_UNIT = re.compile(r"(-?[0-9][0-9,_]*(?:\.[0-9]+)?)\s*(%|[^\W\d][^\d]*)")
_CURRENCY_FIRST = re.compile(r"([^\W\d]{1,3}|[$€£¥])\s?(-?[0-9][0-9,_]*(?:\.[0-9]+)?)")
_ORDINAL_ENDS = ("st", "nd", "rd", "th")


class Misfit(NamedTuple):
    """Why a value is refused, and, where the catalogue has nothing to say to that, or something else holds, what would
    be right; `at` leads to the part of it that is meant.
    """

    sentence: Sentence
    advice: Sentence | None = None
    at: Path = ()


def fact(
    value: object,
    declared: Attribute,
    subject: str,
    zone: ZoneInfo,
    parties: Collection[str] | None = None,
    events: Mapping[str, Event] | None = None,
) -> Fact | Misfit:
    """The value of an attribute, called `subject` in what is said of it. Without `parties` any may be named, and
    without `events` any event.
    """
    if isinstance(value, Refused):
        return Misfit(Sentence("of-value", name=quote(subject), said=value.sentence), value.advice)
    if declared.one_of:
        if isinstance(value, str) and value in declared.one_of:
            return str(value)
        help_ = did_you_mean(value if isinstance(value, str) else written_short(value), declared.one_of)
        if not isinstance(value, str) and written_short(value) in declared.one_of:
            help_ = _quote_it(written_short(value))
        if isinstance(value, str) and value:
            return Misfit(Sentence("no-such-word", name=quote(subject), value=shown(value)), help_)
        return Misfit(Sentence("not-one-of-its-words", name=quote(subject), value=shown(value)), help_)
    match declared.type:
        case "number" | "ratio" as kind:
            return _number(value, subject, kind)
        case "day":
            return _named(day(value, zone), value, subject)
        case "flag":
            return bool(value) if isinstance(value, bool) else _unfit(value, subject, "flag", _help_for_flag(value))
        case "party":
            if isinstance(value, str) and value and (parties is None or value in parties):
                return str(value)
            if not isinstance(value, str):
                return _unfit(value, subject, "party", Sentence("write-party-name"))
            said = Sentence("no-such-party", name=shown(value))
            return Misfit(Sentence("of-value", name=quote(subject), said=said), did_you_mean(value, parties or ()))
        case "event":
            return _event_named(value, declared, subject, events)
        case _:
            if isinstance(value, str):
                return str(value)
            short = written_short(value)
            return _unfit(value, subject, "text", _quote_it(short) if short else Sentence("write-word-or-text"))


def _event_named(value: object, declared: Attribute, subject: str, events: Mapping[str, Event] | None) -> Fact | Misfit:
    if not isinstance(value, str) or not value:
        return _unfit(value, subject, "event", Sentence("write-event-id"))
    if events is None:
        return str(value)
    found = events.get(value)
    if found is None or found.cancelled:
        said = Sentence("no-earlier-event", name=shown(value))
        of_kind = [id_ for id_, event in events.items() if event.kind in declared.of and not event.cancelled]
        return Misfit(Sentence("of-value", name=quote(subject), said=said), did_you_mean(value, of_kind))
    if found.kind not in declared.of:
        kinds = tuple(map(quote, declared.of))
        return Misfit(
            Sentence("names-other-kind", name=quote(subject), kinds=kinds, event=shown(value), kind=quote(found.kind))
        )
    return str(value)


def fact_of_term(value: object, kind: str, subject: str, zone: ZoneInfo) -> Fact | Period | Misfit:
    """What a life supplies for a term that the document leaves unknown."""
    if kind == "period":
        return _period(value, subject, zone)
    return fact(value, Attribute(type=kind), subject, zone)  # type: ignore[arg-type]  # the other types of terms are types of attributes


def number(value: object, subject: str) -> Number | Misfit:
    """An exact number: whole, decimal, or a fraction such as `1/3`."""
    if isinstance(value, Refused):
        return Misfit(Sentence("of-value", name=quote(subject), said=value.sentence), value.advice)
    return _number(value, subject, "number")


def rights(value: object) -> Number | Misfit:
    """How many rights a question is about: any number above zero, in text too, as a command line has it."""
    found = number_in(value.strip()) if isinstance(value, str) else exact(value)
    if found is None:
        if is_too_long(value):
            return Misfit(TOO_LONG, Sentence("write-rights"))
        help_ = _help_for_float(value) if isinstance(value, float) else None
        return Misfit(Sentence("no-number-of-rights", found=shown(value)), help_)
    if found <= 0:
        return Misfit(Sentence("not-some-rights", number=shown(value)))
    return found


def day(value: object, zone: ZoneInfo) -> Day | Misfit:
    """A day: an instant is the day it falls on in a zone."""
    moment = _moment(value, zone, is_day=True)
    return moment if isinstance(moment, Misfit) else _day_of(moment, value, zone)


def _day_of(moment: date, value: object, zone: ZoneInfo) -> Day | Misfit:
    try:
        return instants.day_of(moment, zone)
    except instants.NoMomentError as error:
        return Misfit(Sentence("no-day-in-zone", found=shown(value), zone=quote(zone.key), reason=error.reason))


def has_hour(value: object, zone: ZoneInfo) -> bool:
    """Whether what is written for a day is an instant, of which only the day is taken."""
    if not isinstance(value, str | date):
        return False
    return isinstance(_moment(value, zone, is_day=True), datetime)


def time(value: object, zone: ZoneInfo) -> Second | None:
    """The time of the day of what is written for a day and is an instant, by the clocks of a zone."""
    moment = _moment(value, zone, is_day=True) if isinstance(value, str | date) else None
    return on_clock(moment, zone)[1] if isinstance(moment, datetime) else None


def instant(value: object, zone: ZoneInfo) -> Instant | Misfit:
    """An instant, or the beginning of a day."""
    moment = _moment(value, zone, is_day=False)
    if isinstance(moment, Misfit):
        return moment
    if isinstance(found := _day_of(moment, value, zone), Misfit):
        return found
    return instants.beginning(moment, zone)


def name(value: object, what: Sentence) -> str | Misfit:
    """The name of something in a life: any text but an empty one."""
    if isinstance(value, str) and value.strip():
        return str(value)
    help_ = _quote_it(written_short(value)) if _is_scalar(value) and value != "" else Sentence("write-a-name")
    return Misfit(Sentence("must-be-name", what=what, found=shown(value)), help_)


TOO_LONG = Sentence("too-many-digits", most=DIGITS_LIMIT)


# --- values that are written in rule files


def in_rules(
    value: Value, declared: Attribute, subject: str, *, is_default: bool = False, is_compared: bool = False
) -> tuple[Sentence, Sentence | None] | None:
    """Why a value in a rule file is none that an attribute or a term can have, and what is right; else None.

    A default may also be `never` for a day, and `unlimited` for a number. Rules take no fraction as a value.
    """
    if value == "never" and declared.type == "day":
        return None if is_default else (Sentence("never-equal", name=quote(subject)), None)
    if value == "unlimited" and declared.type in ("number", "ratio"):
        if is_default and declared.type == "number":
            return None
        help_ = Sentence("only-number-unlimited" if is_default else "recorded-has-limit")
        return Sentence("unlimited-is-no-value", name=quote(subject)), help_
    if declared.type in ("number", "ratio") and isinstance(value, str):
        fraction = fraction_in(value) if declared.type == "number" else _ratio_in(value)
        if fraction is not None:
            over = Fraction(fraction)
            divided = f"{{divide: [{over.numerator}, {over.denominator}]}}"
            sentence = Sentence("no-fraction-here", name=quote(subject), found=shown(value))
            if is_compared:
                bounds = quote(f"{{at_least: {divided}, at_most: {divided}}}", limit=1000)
                return sentence, Sentence("measure-instead", bounds=bounds)
            return sentence, Sentence("decimal-or-amount", amount=quote(f"{{is: {divided}}}", limit=1000))
    found = fact(value, declared, subject, _ANY_ZONE)
    return (found.sentence, found.advice) if isinstance(found, Misfit) else None


_ANY_ZONE = ZoneInfo("UTC")
"""A day that is written in a rule file is the same in every zone."""


# --- numbers


def _number(value: object, subject: str, kind: str) -> Number | Misfit:
    in_text = _ratio_in if kind == "ratio" else fraction_in
    found = in_text(value) if isinstance(value, str) else exact(value)
    if found is not None and (found >= 0 or kind == "number"):
        return found
    if is_too_long(value):
        return Misfit(Sentence("of-value", name=quote(subject), said=TOO_LONG))
    return _unfit(value, subject, kind, _help_for_number(value, kind))


def _ratio_in(text: str) -> Number | None:
    found = fraction_in(text)
    return _new_for_old(text) if found is None else found


def _new_for_old(text: str) -> Number | None:
    """The ratio in words: how many new ones come for how many old ones."""
    match = _NEW_FOR_OLD.fullmatch(text.strip()) if len(text) <= 4 * DIGITS_LIMIT else None
    new, old = (number_in(match[1]), number_in(match[2])) if match is not None else (None, None)
    return exact(Fraction(new) / Fraction(old)) if new is not None and old else None


def _help_for_number(value: object, kind: str) -> Sentence:
    example = Sentence("write-ratio-such-as" if kind == "ratio" else "write-number-such-as")
    if isinstance(value, float):
        return _help_for_float(value)
    if not isinstance(value, str) or len(value) > DIGITS_LIMIT:
        return example
    if (pair := _PAIR.fullmatch(value)) is not None:
        new, old = pair[1], pair[2]
        return Sentence(
            "either-way",
            new=new,
            old=old,
            forth=quote(f"{new}/{old}", limit=300),
            back=quote(f"{old}/{new}", limit=300),
            words=quote(f"{new} new for {old} old", limit=300),
        )
    if number_in(value) is not None:
        return Sentence("number-in-quotes", text=quote(value, limit=300))
    if (word := NUMBER_WORDS.get(value.lower().replace(" ", "-"))) is not None:
        return Sentence("write-number", number=quote(str(word)))
    if (unit := with_unit(value)) is not None:
        if unit[1] == "%" and kind == "ratio":
            part = exact(Fraction(unit[0]) / 100)
            return Sentence("write-number", number=quote(str(part)))
        return Sentence("write-number-alone", number=quote(unit[0], limit=300))
    meant = meaning(value)
    return Sentence("refused-because", said=meant.sentence) if isinstance(meant, Refused) and value else example


def _help_for_float(value: float) -> Sentence:
    if value != value or value in (float("inf"), float("-inf")):
        return Sentence("write-with-digits")
    written = float.__repr__(value)  # a subclass, such as NumPy's, may show itself as a call
    as_written = Decimal(written)
    near = int(as_written) if as_written == as_written.to_integral() and not is_too_long(as_written) else None
    if near is not None:
        return Sentence("float-is-whole", number=quote(str(near), limit=300))
    return Sentence("float-is-near", decimal=quote(f"Decimal({written!r})"))


def with_unit(text: str) -> tuple[str, str] | None:
    """The number and the unit in a text such as `90 days` or `USD 12.50`; None where there are no such two."""
    text = text.strip()
    if len(text) > DIGITS_LIMIT:
        return None
    if (match := _WITH_UNIT.fullmatch(text)) is not None and not match[2].lower().startswith(_ORDINAL_ENDS):
        number_text, unit = match[1], match[2]
    elif (match := _CURRENCY_FIRST.fullmatch(text)) is not None:
        unit, number_text = match[1], match[2]
    else:
        words = text.lower().split(None, 1)
        if len(words) != 2 or words[0] not in NUMBER_WORDS or words[1].isspace():
            return None
        number_text, unit = str(NUMBER_WORDS[words[0]]), words[1]
    return number_text.replace(",", "").replace("_", ""), unit.strip()


# --- days and periods


def _moment(value: object, zone: ZoneInfo, *, is_day: bool) -> date | Misfit:
    """A day or an instant: as YAML has it, as the text that JSON has instead, or as Python has it; `is_day` tells
    which of them is asked for.
    """
    if isinstance(value, Refused):
        return Misfit(value.sentence, value.advice)
    if isinstance(value, datetime):
        if not instants.has_zone(value):
            return Misfit(Sentence("no-time-zone", found=shown(value)))
        return value
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return instants.parse(value, zone.key)
        except instants.NoMomentError as error:
            meant = meaning(value) if len(value) <= DIGITS_LIMIT else value
            if isinstance(meant, Refused) and value[:1].isdigit() and "-" in value:
                return Misfit(meant.sentence, meant.help_)
            if error.reason.code in ("outside-calendar", "clock-is-set", "clock-skips"):
                help_ = Sentence("write-day-as" if is_day else "write-instant-as")
                return Misfit(Sentence("no-instant", found=shown(value), reason=error.reason), help_)
    return Misfit(Sentence("no-day-here" if is_day else "no-instant-here", found=shown(value)))


def _named(found: Day | Misfit, value: object, subject: str) -> Day | Misfit:
    """The same, with the attribute that is meant named in what is said."""
    if not isinstance(found, Misfit):
        return found
    if found.sentence.code == "no-day-here":
        return _unfit(value, subject, "day", Sentence("write-day-as"))
    return found._replace(sentence=Sentence("of-value", name=quote(subject), said=found.sentence))


def _period(value: object, subject: str, zone: ZoneInfo) -> Period | Misfit:
    if not isinstance(value, Mapping) or set(value) != {"first", "last"}:
        return Misfit(Sentence("of-value", name=quote(subject), said=Sentence("period-has-days")))
    first, last = day(value["first"], zone), day(value["last"], zone)
    for key, each in (("first", first), ("last", last)):
        if isinstance(each, Misfit):
            return each._replace(at=(key,))
    assert isinstance(first, int)
    assert isinstance(last, int)
    if last < first:
        return Misfit(Sentence("of-value", name=quote(subject), said=Sentence("period-reversed")), at=("last",))
    return first, last


# --- words


def _quote_it(text: str) -> Sentence:
    return Sentence("quote-it", quoted=quote(f'"{text}"', limit=300))


def _unfit(value: object, subject: str, kind: str, help_: Sentence) -> Misfit:
    pair = _PAIR.fullmatch(value) if isinstance(value, str) and kind == "ratio" and len(value) < DIGITS_LIMIT else None
    if pair is not None:
        return Misfit(Sentence("pair-says-neither", name=quote(subject), found=shown(value)), help_)
    return Misfit(Sentence("not-of-type", name=quote(subject), type=type_name(kind), found=shown(value)), help_)


def _help_for_flag(value: object) -> Sentence:
    if isinstance(value, str) and value.lower() in TRUTHS:
        right = written(TRUTHS[value.lower()])
        return Sentence("write-without-quotes" if value == right else "write-word", word=quote(right))
    return Sentence("write-true-or-false")


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | int | Decimal | Fraction | date)


def written_short(value: object) -> str:
    """A scalar as a file would have it, cut short; nothing for anything else."""
    if not _is_scalar(value) or is_too_long(value):
        return ""
    return written(value)[:DIGITS_LIMIT]


def shown(value: object) -> Shown:
    """Anything, as a message tells what was found.

    >>> shown("soon"), shown([1, 2]).text(), shown(None).text(), shown(True)
    ('`soon`', 'a list', 'nothing', '`true`')
    """
    match value:
        case str():
            return quote(value) if value else Sentence("an-empty-text")
        case None:
            return Sentence("nothing-at-all")
        case Refused():
            return value.sentence
        case Mapping():
            return Sentence("a-mapping")
        case list() | tuple():
            return Sentence("a-list")
        case float():
            return Sentence("the-float", number=quote(repr(float(value))))
        case int() | Decimal() | Fraction() if is_too_long(value):
            return Sentence("long-number", most=DIGITS_LIMIT)
        case bool() | int() | Decimal() | Fraction() | date():
            return quote(written(value))
        case _:
            return Sentence("something-of-type", type=quote(type(value).__name__))
