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
from kenri.model.days import Day
from kenri.model.exact import DIGITS_LIMIT, exact, fraction_in, is_too_long, number_in
from kenri.model.expressions import Value
from kenri.model.life import Fact, Instant, Period
from kenri.model.plan import Attribute
from kenri.model.problems import did_you_mean, quote

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
    """Why a value is refused, with what would be right; `at` leads to the part of it that is meant."""

    message: str
    help: str
    at: Path = ()


def fact(
    value: object, declared: Attribute, subject: str, zone: ZoneInfo, parties: Collection[str] | None = None
) -> Fact | Misfit:
    """The value of an attribute, called `subject` in what is said of it. Without `parties` any may be named."""
    if isinstance(value, Refused):
        return Misfit(f"{quote(subject)}: {value.message}", value.help)
    if declared.one_of:
        if isinstance(value, str) and value in declared.one_of:
            return str(value)
        help_ = did_you_mean(value if isinstance(value, str) else written_short(value), declared.one_of)
        if not isinstance(value, str) and written_short(value) in declared.one_of:
            help_ = f'quote it: `"{written_short(value)}"`'
        ending = f": {shown(value)} is not one of its words" if isinstance(value, str) and value else ""
        return Misfit(f"{quote(subject)} cannot be {shown(value)}{ending}", help_)
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
                return _unfit(value, subject, "party", "write the name of a party")
            return Misfit(f"{quote(subject)}: there is no party {shown(value)}", did_you_mean(value, parties or ()))
        case _:
            if isinstance(value, str):
                return str(value)
            short = written_short(value)
            return _unfit(
                value, subject, "text", f'quote it: `"{short}"`' if short else "write a word, or a text in quotes"
            )


def fact_of_term(value: object, kind: str, subject: str, zone: ZoneInfo) -> Fact | Period | Misfit:
    """What a life supplies for a term that the document leaves unknown."""
    if kind == "period":
        return _period(value, subject, zone)
    return fact(value, Attribute(type=kind), subject, zone)  # type: ignore[arg-type]  # the other types of terms are types of attributes


def number(value: object, subject: str) -> Number | Misfit:
    """An exact number: whole, decimal, or a fraction such as `1/3`."""
    if isinstance(value, Refused):
        return Misfit(f"{quote(subject)}: {value.message}", value.help)
    return _number(value, subject, "number")


def rights(value: object) -> Number | Misfit:
    """How many rights a question is about: any number above nought, in text too, as a command line has it."""
    found = number_in(value.strip()) if isinstance(value, str) else exact(value)
    if found is None:
        message, help_ = f"{shown(value)} is no number of rights", "write a number above 0, such as `10`"
        if is_too_long(value):
            return Misfit(TOO_LONG, help_)
        if isinstance(value, float):
            help_ = _help_for_float(value)
        return Misfit(message, help_)
    if found <= 0:
        return Misfit(f"a question is about some rights, found {shown(value)}", "write a number above 0")
    return found


def day(value: object, zone: ZoneInfo) -> Day | Misfit:
    """A day: an instant is the day it falls on in a zone."""
    moment = _moment(value, zone, "a day must be here", "write it as `2025-06-25`")
    if isinstance(moment, Misfit):
        return moment
    try:
        return instants.day_of(moment, zone)
    except ValueError as error:
        return Misfit(f"{shown(value)} is no day in the zone {quote(zone.key)}: {error}", "write the day itself")


def has_hour(value: object, zone: ZoneInfo) -> bool:
    """Whether what is written for a day is an instant, of which only the day is taken."""
    if not isinstance(value, str | date):
        return False
    return isinstance(_moment(value, zone, "", ""), datetime)


def instant(value: object, zone: ZoneInfo) -> Instant | Misfit:
    """An instant, or the beginning of a day."""
    moment = _moment(value, zone, "an instant or a day must be here", "write `2025-06-25T09:00:00+09:00`")
    if isinstance(moment, Misfit):
        return moment
    try:
        instants.day_of(moment, zone)
    except ValueError as error:
        return Misfit(f"{shown(value)} is no day in the zone {quote(zone.key)}: {error}", "write the day itself")
    return instants.beginning(moment, zone)


def name(value: object, what: str) -> str | Misfit:
    """The name of something in a life: any text but an empty one."""
    if isinstance(value, str) and value.strip():
        return str(value)
    help_ = f'quote it: `"{written_short(value)}"`' if _is_scalar(value) and value != "" else "write a name"
    return Misfit(f"{what} must be a name, found {shown(value)}", help_)


TOO_LONG = f"a number of more than {DIGITS_LIMIT} digits is too long"


# --- values that are written in rule files


def in_rules(
    value: Value, declared: Attribute, subject: str, *, is_default: bool = False, is_compared: bool = False
) -> tuple[str, str] | None:
    """Why a value in a rule file is none that an attribute or a term can have, and what is right; else None.

    A default may also be `never` for a day, and `unlimited` for a number. Rules take no fraction as a value.
    """
    if value == "never" and declared.type == "day":
        help_ = "what never comes is no value of a day: say `not`, or give the day as a condition such as `{from: ...}`"
        return None if is_default else (f"{quote(subject)} is never equal to `never`", help_)
    if value == "unlimited" and declared.type in ("number", "ratio"):
        if is_default and declared.type == "number":
            return None
        help_ = "only a `number` may be without limit" if is_default else "what is recorded has a limit: write a number"
        return f"`unlimited` is no value of {quote(subject)}", help_
    if declared.type in ("number", "ratio") and isinstance(value, str):
        fraction = fraction_in(value) if declared.type == "number" else _ratio_in(value)
        if fraction is not None:
            over = Fraction(fraction)
            divided = f"{{divide: [{over.numerator}, {over.denominator}]}}"
            message = f"{quote(subject)} must be a whole or decimal number here, found {shown(value)}"
            help_ = f"measure it instead: `{{at_least: {divided}, at_most: {divided}}}`"
            return message, help_ if is_compared else f"write a decimal, or have an amount for it: `{{is: {divided}}}`"
    found = fact(value, declared, subject, _ANY_ZONE)
    return (found.message, found.help) if isinstance(found, Misfit) else None


_ANY_ZONE = ZoneInfo("UTC")
"""A day that is written in a rule file is the same in every zone."""


# --- numbers


def _number(value: object, subject: str, kind: str) -> Number | Misfit:
    in_text = _ratio_in if kind == "ratio" else fraction_in
    found = in_text(value) if isinstance(value, str) else exact(value)
    if found is not None:
        return found
    if is_too_long(value):
        return Misfit(f"{quote(subject)}: {TOO_LONG}", f"write one of at most {DIGITS_LIMIT} digits")
    return _unfit(value, subject, kind, _help_for_number(value, kind))


def _ratio_in(text: str) -> Number | None:
    found = fraction_in(text)
    return _new_for_old(text) if found is None else found


def _new_for_old(text: str) -> Number | None:
    """The ratio in words: how many new ones come for how many old ones."""
    match = _NEW_FOR_OLD.fullmatch(text.strip()) if len(text) <= 4 * DIGITS_LIMIT else None
    new, old = (number_in(match[1]), number_in(match[2])) if match is not None else (None, None)
    return exact(Fraction(new) / Fraction(old)) if new is not None and old else None


def _help_for_number(value: object, kind: str) -> str:
    example = "write for example `2`, `1/3`, or `2 new for 1 old`" if kind == "ratio" else "write for example `100`"
    if isinstance(value, float):
        return _help_for_float(value)
    if not isinstance(value, str) or len(value) > DIGITS_LIMIT:
        return example
    if (pair := _PAIR.fullmatch(value)) is not None:
        new, old = pair[1], pair[2]
        return (
            f"it can be read either way: write `{new}/{old}` for {new} new on every {old} old, `{old}/{new}` for {old} "
            f"on every {new}; `{new} new for {old} old` says it in words"
        )
    if number_in(value) is not None:
        return f"a number in quotes is text: write `{value}` without them"
    if (word := NUMBER_WORDS.get(value.lower().replace(" ", "-"))) is not None:
        return f"write `{word}`"
    if (unit := with_unit(value)) is not None:
        return f"write the number alone: `{unit[0]}`"
    meant = meaning(value)
    return (
        f"{meant.message}; {meant.help.partition(', or quote')[0]}" if isinstance(meant, Refused) and value else example
    )


def _help_for_float(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return "write a number with digits"
    as_written = Decimal(repr(value))
    near = int(as_written) if as_written == as_written.to_integral() and not is_too_long(as_written) else None
    instead = f"`{near}`" if near is not None else f"`Decimal({str(value)!r})` or a `Fraction`"
    return f"a float is only near to the number that is meant: write {instead}"


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


def _moment(value: object, zone: ZoneInfo, must: str, help_: str) -> date | Misfit:
    """A day or an instant: as YAML has it, as the text that JSON has instead, or as Python has it."""
    if isinstance(value, Refused):
        return Misfit(value.message, value.help)
    if isinstance(value, datetime):
        if value.tzinfo is None or value.utcoffset() is None:
            return Misfit(f"{shown(value)} has no time zone", "add one, such as `+09:00`")
        return value
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return instants.parse(value, zone.key)
        except ValueError as error:
            meant = meaning(value) if len(value) <= DIGITS_LIMIT else value
            if isinstance(meant, Refused) and value[:1].isdigit() and "-" in value:
                return Misfit(meant.message, meant.help.partition(", or quote")[0])
            if str(error) == instants.OUTSIDE or "clock" in str(error):
                return Misfit(f"{shown(value)} is no instant: {error}", help_)
    return Misfit(f"{must}, found {shown(value)}", help_)


def _named(found: Day | Misfit, value: object, subject: str) -> Day | Misfit:
    """The same, with the attribute that is meant named in what is said."""
    if not isinstance(found, Misfit):
        return found
    if found.message.startswith("a day must be here"):
        return _unfit(value, subject, "day", found.help)
    return found._replace(message=f"{quote(subject)}: {found.message}")


def _period(value: object, subject: str, zone: ZoneInfo) -> Period | Misfit:
    if not isinstance(value, Mapping) or set(value) != {"first", "last"}:
        message = f"{quote(subject)}: a period has a first and a last day"
        return Misfit(message, "write `{first: 2020-07-01, last: 2050-06-30}`")
    first, last = day(value["first"], zone), day(value["last"], zone)
    for key, each in (("first", first), ("last", last)):
        if isinstance(each, Misfit):
            return each._replace(at=(key,))
    assert isinstance(first, int)
    assert isinstance(last, int)
    if last < first:
        return Misfit(f"{quote(subject)}: the last day is before the first", "exchange them", ("last",))
    return first, last


# --- words


def _unfit(value: object, subject: str, kind: str, help_: str) -> Misfit:
    pair = _PAIR.fullmatch(value) if isinstance(value, str) and kind == "ratio" and len(value) < DIGITS_LIMIT else None
    if pair is not None:
        return Misfit(f"{quote(subject)} cannot be {shown(value)}, which does not say what comes for what", help_)
    return Misfit(f"{quote(subject)} must be a {kind}, found {shown(value)}", help_)


def _help_for_flag(value: object) -> str:
    if isinstance(value, str) and value.lower() in TRUTHS:
        right = written(TRUTHS[value.lower()])
        return f"write `{right}` without quotes" if value == right else f"write `{right}`"
    return "write `true` or `false`"


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | int | Decimal | Fraction | date)


def written_short(value: object) -> str:
    """A scalar as a file would have it, cut short; nothing for anything else."""
    if not _is_scalar(value) or is_too_long(value):
        return ""
    return written(value)[:DIGITS_LIMIT]


def shown(value: object) -> str:
    """Anything, as a message tells what was found.

    >>> shown("soon"), shown([1, 2]), shown(None), shown(True)
    ('`soon`', 'a list', 'nothing', '`true`')
    """
    match value:
        case str():
            return quote(value) if value else "an empty text"
        case None:
            return "nothing"
        case Refused():
            return value.message
        case Mapping():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case float():
            return f"the float {quote(repr(float(value)))}"
        case int() | Decimal() | Fraction() if is_too_long(value):
            return f"a number of more than {DIGITS_LIMIT} digits"
        case bool() | int() | Decimal() | Fraction() | date():
            return quote(written(value))
        case _:
            return f"something of the type {quote(type(value).__name__)}"
