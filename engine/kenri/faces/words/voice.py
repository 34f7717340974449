"""One plan spoken in one language: what joins phrases, and where the constructs find each other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kenri.faces.words import conditions, moments, quantities
from kenri.faces.words.names import PlanNames
from kenri.model.expressions import Condition, Moments, Quantity
from kenri.model.plan import Plan
from kenri.model.sentences import Language

_QUOTED = re.compile("「[^「」]*」|“[^“”]*”")
"""A name in quotation marks is one thing, whatever is in it."""

_SHORT = 100
"""Longer conjunctions are set in brackets, with their parts apart."""

_JOINTS = (" and ", " or ", ", ", "; ", ": ", "(", "かつ", "または", "、", "；", "：", "（")
"""What a phrase has when it is made of several: it is then bracketed inside another."""


class Voice:
    """Says the expressions of a plan in a language; a reading with a chosen option is said as that option alone."""

    def __init__(self, plan: Plan, lang: Language, readings: Mapping[str, str]) -> None:
        self.plan = plan
        self.lang = lang
        self.readings = readings
        self.names = PlanNames(plan, lang)

    def moments(self, node: Moments) -> str:
        """Days, as a noun."""
        return moments.moments(self, node)

    def condition(self, node: Condition) -> str:
        """A condition, as what is so on a day."""
        return conditions.condition(self, node)

    def quantity(self, node: Quantity) -> str:
        """A number, as a noun."""
        return quantities.quantity(self, node)

    def either(self, en: str, ja: str) -> str:
        """The phrase in the language spoken."""
        return en if self.lang == "en" else ja

    # --- joining

    @staticmethod
    def is_simple(phrase: str) -> bool:
        """Whether a phrase stays clear inside a longer one without brackets."""
        outside = _QUOTED.sub("", phrase)
        return not any(joint in outside for joint in _JOINTS)

    def bracketed(self, phrase: str) -> str:
        """A phrase inside a longer one."""
        if self.is_simple(phrase) or _is_headed(phrase):
            return phrase
        return self.either(f"({phrase})", f"（{phrase}）")

    def listed(self, phrases: Sequence[str]) -> str:
        """Several phrases, apart."""
        return self.either("; ", "；").join(phrases)

    def conjoined(self, phrases: Sequence[str], *, en: tuple[str, str], ja: tuple[str, str]) -> str:
        """Several phrases joined by a word (`and`), or under a heading (`all of`) where that alone would be clear."""
        if len(phrases) == 1:
            return phrases[0]
        word, heading = self.either(en[0], ja[0]), self.either(en[1], ja[1])
        if all(map(self.is_simple, phrases)) and sum(map(len, phrases)) <= _SHORT:
            if self.lang == "ja":
                return word.join(phrases)
            return f" {word} ".join([", ".join(phrases[:-1]), phrases[-1]])
        return self.either(f"{heading} ({self.listed(phrases)})", f"{heading}（{self.listed(phrases)}）")

    def by_cases(self, lines: Sequence[tuple[str, Condition]], otherwise: str) -> str:
        """What counts where the first of some conditions holds, and what where none does."""
        several = [
            self.either(f"{value} if {when}", f"{when}なら{value}")
            for value, when in ((value, self.bracketed(self.condition(when))) for value, when in lines)
        ]
        return self.listed([*several, self.either(f"otherwise {otherwise}", f"それ以外は{otherwise}")])

    def choice(self, reading: str, choices: Mapping[str, str]) -> str:
        """What a reading decides between: the chosen way, or each way with its option."""
        chosen = self.readings.get(reading)
        if chosen is not None and chosen in choices:
            return choices[chosen]
        ways = self.listed([f"[{option}] {way}" for option, way in choices.items()])
        return self.either(f"by reading {reading}: ({ways})", f"読み方 {reading} による（{ways}）")


def _is_headed(phrase: str) -> bool:
    """Whether a phrase is simple up to one pair of brackets that ends it, such as `all of (...)`.

    >>> _is_headed("all of (a; b)"), _is_headed("(a) and (b)"), _is_headed("of “b” (c), (d)")
    (True, False, False)
    """
    start = next((index for index, character in enumerate(phrase) if character in "(（"), 0)
    if not start or not Voice.is_simple(phrase[:start].rstrip()):
        return False
    depth = 0
    for index, character in enumerate(phrase[start:], start):
        depth += (character in "(（") - (character in ")）")
        if depth == 0:
            return index == len(phrase) - 1
    return False
