"""What was expected at a place of a file and what was found there, in words, with what would be right."""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal

from kenri.loader.hints import Hint, chosen, fields_of, recognised_by
from kenri.model.expressions import Node
from kenri.model.problems import nearest, quote
from kenri.model.sentences import Sentence, Value, did_you_mean
from kenri.model.walk import SORTS, Sort

__all__ = [
    "NAME",
    "bridge",
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

_SORT_TEXTS: dict[Sort, tuple[Sentence, Sentence]] = {
    "moments": (Sentence("a-day-or-several"), Sentence("write-days")),
    "condition": (Sentence("a-condition"), Sentence("write-condition")),
    "quantity": (Sentence("a-number"), Sentence("write-quantity")),
}
"""Each sort as the end of "must be ..." and "gives ...", and what to write for it."""

_BRIDGES = {
    ("moments", "condition"): "days-to-condition",
    ("moments", "quantity"): "days-to-number",
    ("condition", "moments"): "condition-to-days",
    ("condition", "quantity"): "condition-to-number",
    ("quantity", "condition"): "number-to-condition",
}

_LISTS: dict[Sort | None, Sentence] = {
    "condition": Sentence("list-of-conditions"),
    "moments": Sentence("list-of-days"),
    "quantity": Sentence("list-of-numbers"),
}

_SCALAR_TEXTS: dict[type, Sentence] = {
    str: Sentence("text"),
    Decimal: Sentence("a-number"),
    int: Sentence("whole-number"),
    bool: Sentence("true-or-false"),
    datetime.date: Sentence("day-such-as"),
    datetime.datetime: Sentence("instant-such-as"),
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

RENAMED = {"civil-code": "month-end"}
"""Words of the language that have got another name."""


def bridge(found: Sort, wanted: Sort, it: str) -> Sentence:
    """How an expression of one sort, as it is written, becomes one of another sort."""
    if wanted == "moments" and found == "quantity":
        return Sentence("write-days")
    return Sentence(_BRIDGES[found, wanted], it=it)


def sort_of(hint: Hint) -> Sort | None:
    """The sort of expression that a place takes; None where it takes none of the three."""
    return next((sort for sort, constructs in SORTS.items() if set(constructs) <= set(hint.constructs)), None)


def expectation(hint: Hint) -> Sentence:
    """What may stand at a place, as the end of "must be ..."."""
    if (sort := sort_of(hint)) is not None:
        return _SORT_TEXTS[sort][0]
    if hint.scalars >= {str, int, Decimal, bool}:
        return Sentence("single-value-or-list" if hint.items else "single-value")
    if hint.is_reference and int in hint.scalars:
        return Sentence("whole-number")
    options: list[Value] = [text for scalar, text in _SCALAR_TEXTS.items() if scalar in hint.scalars]
    if hint.words:
        words = tuple(map(quote, hint.words))
        options.append(Sentence("one-of-words", words=words) if len(words) > 1 else words)
    if hint.values is not None:
        keys = tuple(map(quote, hint.keys))
        options.append(Sentence("mapping-of-keys", keys=keys) if keys else Sentence("mapping-by-name"))
    options += [_keys_text(construct) for construct in hint.constructs]
    if hint.items:
        options.append(Sentence("a-list") if hint.is_open else Sentence("list-of-number", number=len(hint.items)))
    return Sentence("either", names=tuple(options))


def _keys_text(construct: type[Node]) -> Sentence:
    fields = fields_of(construct)
    required = [key for key, field in fields.items() if field.is_required]
    few = required or list(fields)[:3]
    has_more = len(few) < len(fields)
    return Sentence("mapping-of-keys-and-more" if has_more else "mapping-of-keys", keys=tuple(map(quote, few)))


def help_for(hint: Hint, found: object) -> Sentence | None:
    """What would be right in the place of something of a type that cannot stand there."""
    sort = sort_of(hint)
    if isinstance(found, bool) and sort == "condition":
        return Sentence("write-word", word=quote("always" if found else "never"))
    if isinstance(found, list):
        single = Sentence("write-each-by-name" if hint.values is not None else "write-single")
        return _LISTS.get(sort, single)
    if isinstance(found, datetime.datetime) and datetime.date in hint.scalars:
        return Sentence("write-day-alone")
    if isinstance(found, str):
        if hint.words:
            if (renamed := RENAMED.get(found)) in hint.words:
                return Sentence("word-renamed", word=quote(str(renamed)))
            return did_you_mean(found, hint.words)
        if bool in hint.scalars and found.lower() in ("yes", "no", "on", "off"):
            return Sentence("write-word", word=quote("true" if found.lower() in ("yes", "on") else "false"))
        if (fault := text_fault(hint, found)) is not None:
            return fault[1]
        if hint.items:
            return Sentence("write-list", list=quote(f"[{written(found)}]"))
    elif str in hint.scalars and not isinstance(found, Mapping) and not hint.is_reference:
        return Sentence("quote-it", quoted=quote(f'"{written(found)}"'))
    elif isinstance(found, Decimal) and int in hint.scalars:
        return Sentence("without-fraction")
    if sort is None:
        return Sentence("whole-number-or-name") if hint.is_reference else None
    return _SORT_TEXTS[sort][1]


def unrecognised(hint: Hint, found: Mapping[str, object], subject: Sentence) -> tuple[Sentence, Sentence | None]:
    """Problem and help for a mapping that is none of the constructs a place takes."""
    expected, sort = expectation(hint), sort_of(hint)
    others = [(other, construct) for other, known in SORTS.items() if (construct := chosen(known, found)) is not None]
    if sort is not None and others:
        key = next(key for key in found if key in recognised_by(others[0][1]))
        gives = Sentence("either", names=tuple(_SORT_TEXTS[other][0] for other, _ in others))
        sentence = Sentence("wrong-sort", subject=subject, expected=expected, key=quote(key), gives=gives)
        return sentence, bridge(others[0][0], sort, f"{{{key}: ...}}")
    known_keys = [key for construct in hint.constructs for key in recognised_by(construct)]
    if not found:
        seen, help_ = Sentence("empty-mapping"), help_for(hint, found)
    else:
        keys = tuple(map(quote, found))
        seen = Sentence("mapping-with-key", key=keys) if len(keys) == 1 else Sentence("mapping-with-keys", keys=keys)
        meant = next((key for key in found if nearest(key, known_keys)), next(iter(found)))
        help_ = did_you_mean(meant, known_keys)
    return Sentence("wrong-type", subject=subject, expected=expected, found=seen), help_


def logic_in_where(section: object, key: str, found: object) -> tuple[Sentence, Sentence] | None:
    """Problem and help for a word of logic where the attributes of events stand, with something no attribute can be."""
    if section not in ("where", "where_not") or key not in ("all", "any", "not"):
        return None
    if not isinstance(found, dict | list) or (isinstance(found, list) and not any(isinstance(i, dict) for i in found)):
        return None
    return Sentence("logic-in-where", key=quote(key), section=quote(str(section))), _IN_WHERE[key]


_IN_WHERE = {
    "all": Sentence("all-in-where"),
    "any": Sentence("any-in-where"),
    "not": Sentence("not-in-where"),
}


def text_fault(hint: Hint, text: str) -> tuple[Value, Sentence] | None:
    """Why a text is surely no name where a number, a day or an expression can stand: what was found, and what to write;
    else None.
    """
    takes_number = int in hint.scalars or Decimal in hint.scalars
    the_text = Sentence("the-text", text=quote(text))
    if takes_number and _DIGITS.fullmatch(text):
        return the_text, Sentence("number-in-quotes", text=quote(text))
    number = NUMBER_WORDS.get(text.lower().replace(" ", "-").replace("_", "-"))
    if takes_number and number is not None:
        digits = quote(str(number))
        if str in hint.scalars:
            return quote(text), Sentence("write-number-or-name", number=digits)
        return quote(text), Sentence("write-number", number=digits)
    if datetime.date in hint.scalars and _DAY.fullmatch(text):
        return the_text, Sentence("day-in-quotes", text=quote(text))
    if not text or any(map(str.isspace, text)):
        return the_text, Sentence("name-without-spaces")
    return None


def written(value: object) -> str:
    """A scalar as a file would have it, without quotes.

    >>> written(True), written(datetime.date(2024, 3, 31))
    ('true', '2024-03-31')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def name_like(text: str) -> Sentence:
    """Help for something that is no name: the name nearest to it.

    >>> name_like("Ten days").text()
    'write it like `ten-days`'
    """
    proposed = re.sub(r"[^a-z0-9_-]+", "-", text.lower()).strip("-").lstrip("0123456789-_")
    return Sentence("write-like", name=quote(proposed)) if proposed else Sentence("letters-a-to-z")
