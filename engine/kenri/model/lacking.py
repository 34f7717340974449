"""What is missing to know something and no word of a plan names: how it is named in data, and what that says.

A fact, a term or an attribute that nobody supplied is missing under its own name. Everything else has a name that is
made here, the same for every evaluator: programs may rely on it, and scenarios say it. People read the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final, Literal, NamedTuple, TypeAlias

from kenri.model.limits import BUSINESS_DAYS, NUMBER_DIGITS, OCCURRENCES, TIMES
from kenri.model.sentences import Language, Sentence

Kind: TypeAlias = Literal[
    "of-event",
    "of-any-event",
    "in-grant",
    "of-plan",
    "calendar",
    "whole-number",
    "number-from-zero",
    "fewer-times",
    "fewer-business-days",
    "fewer-digits",
    "fewer-days",
    "limit",
    "unit",
    "divisor",
    "day-to-come",
]
"""A way in which something is missing."""


class Named(NamedTuple):
    """How a kind is named in data, with the places of the names of a plan in it; and what that says to people."""

    name: str
    says: Callable[..., Sentence]


KINDS: Final[Mapping[Kind, Named]] = {
    "of-event": Named(
        "{attribute} of {event}",
        lambda attribute, event: Sentence("lacks-of-event", attribute=attribute, event=event),
    ),
    "of-any-event": Named(
        "{attribute} of an event", lambda attribute: Sentence("lacks-of-any-event", attribute=attribute)
    ),
    "in-grant": Named(
        "{what} in grant {grant}", lambda what, grant: Sentence("lacks-in-grant", what=lacking(what), grant=grant)
    ),
    "of-plan": Named("{what} of plan {plan}", lambda what, plan: Sentence("lacks-of-plan", what=what, plan=plan)),
    "calendar": Named("calendar {calendar}", lambda calendar: Sentence("lacks-calendar", calendar=calendar)),
    "whole-number": Named("a whole number in {name}", lambda name: Sentence("lacks-whole-number", name=name)),
    "number-from-zero": Named(
        "a number from 0 up in {name}", lambda name: Sentence("lacks-number-from-zero", name=name)
    ),
    "fewer-times": Named(
        f"a number of at most {TIMES.most:,} times in {{name}}",
        lambda name: Sentence("lacks-fewer-times", most=f"{TIMES.most:,}", name=name),
    ),
    "fewer-business-days": Named(
        f"a number of at most {BUSINESS_DAYS.most:,} business days in {{name}}",
        lambda name: Sentence("lacks-fewer-business-days", most=f"{BUSINESS_DAYS.most:,}", name=name),
    ),
    "fewer-digits": Named(
        f"a number of at most {NUMBER_DIGITS.most:,} digits",
        lambda: Sentence("lacks-fewer-digits", most=f"{NUMBER_DIGITS.most:,}"),
    ),
    "fewer-days": Named(
        f"a date of at most {OCCURRENCES.most:,} days",
        lambda: Sentence("lacks-fewer-days", most=f"{OCCURRENCES.most:,}"),
    ),
    "limit": Named("a number that has a limit", lambda: Sentence("lacks-limit")),
    "unit": Named("a unit to round to", lambda: Sentence("lacks-unit")),
    "divisor": Named("a divisor other than zero", lambda: Sentence("lacks-divisor")),
    "day-to-come": Named("a day that has not come", lambda: Sentence("lacks-day-to-come")),
}
"""Every kind: none is named anywhere else."""


def lacks(kind: Kind, **names: str) -> str:
    """The name, in data, of what is missing.

    >>> lacks("of-event", attribute="price", event="exercises"), lacks("divisor")
    ('price of exercises', 'a divisor other than zero')
    """
    return KINDS[kind].name.format(**names)


class Lack(NamedTuple):
    """What the name of something that is missing says: its kind, and the names of a plan in it."""

    kind: Kind
    names: Mapping[str, str]

    @property
    def says(self) -> Sentence:
        """What is missing, for people."""
        return KINDS[self.kind].says(**self.names)


def lack(name: str) -> Lack | None:
    """What the name of something that is missing says; None where that is a name of the plan.

    >>> lack("price of exercises"), lack("price")
    (Lack(kind='of-event', names={'attribute': 'price', 'event': 'exercises'}), None)
    """
    if " " not in name:  # as in every name of a plan
        return None
    found = ((kind, pattern.fullmatch(name)) for kind, pattern in _patterns().items())
    return next((Lack(kind, match.groupdict()) for kind, match in found if match is not None), None)


def lacking(name: str) -> Sentence | str:
    """What is missing, for people: a name of the plan as it is."""
    found = lack(name)
    return name if found is None else found.says


def in_words(name: str, lang: Language) -> str:
    """The same in a language."""
    found = lacking(name)
    return found if isinstance(found, str) else found.text(lang)


@cache
def _patterns() -> Mapping[Kind, re.Pattern[str]]:
    return {kind: re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>\\S+)", re.escape(KINDS[kind].name))) for kind in KINDS}
