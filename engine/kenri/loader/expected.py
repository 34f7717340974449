"""What was expected at a place of a file and what was found there, in words, with what would be right."""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal

from kenri.loader.hints import Hint, chosen, fields_of, recognised_by
from kenri.model.expressions import Node
from kenri.model.problems import did_you_mean, nearest, quote
from kenri.model.walk import SORTS, Sort

__all__ = [
    "BRIDGES",
    "NAME",
    "expectation",
    "help_for",
    "logic_in_where",
    "name_like",
    "sort_of",
    "text_fault",
    "unrecognised",
    "written",
]

NAME = re.compile(r"[a-z][a-z0-9_-]*")
"""What is declared in a file has a name of this form."""

_SORT_TEXTS: dict[Sort, tuple[str, str]] = {
    "moments": ("a day or several", "write a date such as `2024-03-31`, a name, or a mapping such as `{first: ...}`"),
    "condition": ("a condition", "write a name such as `always`, or a mapping such as `{from: ...}`"),
    "quantity": ("a number", "write a number, a name, or a mapping such as `{least: [...]}`"),
}
"""Each sort as the end of "must be ..." and "gives ...", and what to write for it."""

BRIDGES: dict[tuple[Sort, Sort], str] = {
    ("moments", "condition"): "write `{{on: {it}}}` for those days, or `{{from: {it}}}` for all days from then on",
    ("moments", "quantity"): "write `{{count: {it}}}` for how many, or `{{days_between: [..., {it}]}}` for how far off",
    ("condition", "moments"): "write `{{start_of: {it}}}` for the day it begins, or `{{last_day_of: {it}}}`",
    ("condition", "quantity"): "write `{{cases: [{{when: {it}, is: 1}}]}}` for a number that depends on it",
    ("quantity", "moments"): "write a date such as `2024-03-31`, a name, or a mapping such as `{{first: ...}}`",
    ("quantity", "condition"): "write `{{quantity: {it}, at_least: 1}}` to measure it",
}
"""How an expression of the first sort becomes one of the second."""

_LISTS: dict[Sort | None, str] = {
    "condition": "write `{all: [...]}` when all must hold, `{any: [...]}` when one is enough",
    "moments": "write `{each_of: [...]}` for all of them, `{earlier_of: [...]}` or `{later_of: [...]}` for one of them",
    "quantity": "write `{sum: [...]}`, `{least: [...]}` or `{greatest: [...]}`",
}

_SCALAR_TEXTS: dict[type, str] = {
    str: "text",
    Decimal: "a number",
    int: "a whole number",
    bool: "`true` or `false`",
    datetime.date: "a day such as `2024-03-31`",
    datetime.datetime: "an instant such as `2024-03-31T09:00:00+09:00`",
}

_DIGITS = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS = (
    {word: number for number, word in enumerate(_UNITS)}
    | {word: 20 + 10 * index for index, word in enumerate(_TENS)}
    | {f"{ten}-{_UNITS[unit]}": 20 + 10 * index + unit for index, ten in enumerate(_TENS) for unit in range(1, 10)}
    | {"hundred": 100, "one-hundred": 100, "thousand": 1000, "one-thousand": 1000}
)
"""Numbers that people write in words."""


def sort_of(hint: Hint) -> Sort | None:
    """The sort of expression that a place takes; None where it takes none of the three."""
    return next((sort for sort, constructs in SORTS.items() if set(constructs) <= set(hint.constructs)), None)


def expectation(hint: Hint) -> str:
    """What may stand at a place, as the end of "must be ..."."""
    if (sort := sort_of(hint)) is not None:
        return _SORT_TEXTS[sort][0]
    if hint.scalars >= {str, int, Decimal, bool}:
        return "a single value" + (" or a list of them" if hint.items else "")
    if hint.is_reference and int in hint.scalars:
        return "a whole number"
    texts = [text for scalar, text in _SCALAR_TEXTS.items() if scalar in hint.scalars]
    if hint.words:
        texts.append(("one of " if len(hint.words) > 1 else "") + ", ".join(map(quote, hint.words)))
    if hint.values is not None:
        texts.append("a mapping" + (" with " + ", ".join(map(quote, hint.keys)) if hint.keys else " by name"))
    texts += [_keys_text(construct) for construct in hint.constructs]
    if hint.items:
        texts.append("a list" if hint.is_open else f"a list of {len(hint.items)}")
    return " or ".join(texts)


def _keys_text(construct: type[Node]) -> str:
    fields = fields_of(construct)
    required = [key for key, field in fields.items() if field.is_required]
    few = required or list(fields)[:3]
    return "a mapping with " + ", ".join(map(quote, few)) + (" ..." if len(few) < len(fields) else "")


def help_for(hint: Hint, found: object) -> str:
    """What would be right in the place of something of a type that cannot stand there."""
    sort = sort_of(hint)
    if isinstance(found, bool) and sort == "condition":
        return f"write `{'always' if found else 'never'}`"
    if isinstance(found, list):
        single = "write each under its name" if hint.values is not None else "write a single one, without the list"
        return _LISTS.get(sort, single)
    if isinstance(found, datetime.datetime) and datetime.date in hint.scalars:
        return "write the day alone, as it is in the plan's time zone"
    if isinstance(found, str):
        if hint.words:
            return did_you_mean(found, hint.words)
        if bool in hint.scalars and found.lower() in ("yes", "no", "on", "off"):
            return f"write `{'true' if found.lower() in ('yes', 'on') else 'false'}`"
        if (fault := text_fault(hint, found)) is not None:
            return fault[1]
        if hint.items:
            return f"write a list: `[{written(found)}]`"
    elif str in hint.scalars and not isinstance(found, Mapping) and not hint.is_reference:
        return f'quote it: `"{written(found)}"`'
    elif isinstance(found, Decimal) and int in hint.scalars:
        return "write it without a fraction, or the name of a term or amount that is one"
    if sort is None:
        return "write a whole number, or the name of a term or amount that is one" if hint.is_reference else ""
    return _SORT_TEXTS[sort][1]


def unrecognised(hint: Hint, found: Mapping[str, object], subject: str) -> tuple[str, str]:
    """Message and help for a mapping that is none of the constructs a place takes."""
    must, sort = f"{subject} must be {expectation(hint)}", sort_of(hint)
    others = [(other, construct) for other, known in SORTS.items() if (construct := chosen(known, found)) is not None]
    if sort is not None and others:
        key = next(key for key in found if key in recognised_by(others[0][1]))
        gives = " or ".join(_SORT_TEXTS[other][0] for other, _ in others)
        return f"{must}, and {quote(key)} gives {gives}", BRIDGES[others[0][0], sort].format(it=f"{{{key}: ...}}")
    if not found:
        return f"{must}, found an empty mapping", help_for(hint, found)
    seen = f"a mapping with the key{'s' * (len(found) > 1)} {', '.join(map(quote, found))}"
    known_keys = [key for construct in hint.constructs for key in recognised_by(construct)]
    meant = next((key for key in found if nearest(key, known_keys)), next(iter(found)))
    return f"{must}, found {seen}", did_you_mean(meant, known_keys)


def logic_in_where(section: object, key: str, found: object) -> tuple[str, str] | None:
    """Message and help for a word of logic where the attributes of events stand, with something no attribute can be."""
    if section not in ("where", "where_not") or key not in ("all", "any", "not"):
        return None
    if not isinstance(found, dict | list) or (isinstance(found, list) and not any(isinstance(i, dict) for i in found)):
        return None
    return f"there is no attribute {quote(key)}: {quote(str(section))} takes attributes of the event", _IN_WHERE[key]


_IN_WHERE = {
    "all": "write the attributes beside one another: all of them must fit",
    "any": "write a list of values for one attribute, or `{each_of: [{event: ...}, {event: ...}]}` for several events",
    "not": "write the attribute under `where_not`",
}


def text_fault(hint: Hint, text: str) -> tuple[str, str] | None:
    """Why a text is surely no name where a number, a day or an expression can stand, and what to write; else None."""
    takes_number = int in hint.scalars or Decimal in hint.scalars
    or_name = ", or the name of a term or amount" if str in hint.scalars else ""
    if takes_number and _DIGITS.fullmatch(text):
        return f"found the text {quote(text)}", f"a number in quotes is text: write `{text}` without them"
    number = NUMBER_WORDS.get(text.lower().replace(" ", "-").replace("_", "-"))
    if takes_number and number is not None:
        return f"found {quote(text)}", f"write `{number}`{or_name}"
    if datetime.date in hint.scalars and _DAY.fullmatch(text):
        return f"found the text {quote(text)}", f"a day in quotes is text: write `{text}` without them"
    if not text or any(map(str.isspace, text)):
        return f"found the text {quote(text)}", "a name has no spaces: write the name of what is declared elsewhere"
    return None


def written(value: object) -> str:
    """A scalar as a file would have it, without quotes.

    >>> written(True), written(datetime.date(2024, 3, 31))
    ('true', '2024-03-31')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def name_like(text: str) -> str:
    """Help for something that is no name: the name nearest to it.

    >>> name_like("Ten days")
    'write it like `ten-days`'
    """
    proposed = re.sub(r"[^a-z0-9_-]+", "-", text.lower()).strip("-").lstrip("0123456789-_")
    return f"write it like {quote(proposed)}" if proposed else "write it with letters from `a` to `z`"
