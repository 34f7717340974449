"""*Today*: what comes soon, what is not known, which answers have become others, and who waits for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kenri.faces.pages.frame import PageFrame
from kenri.faces.pages.plan_words import PlansInWords
from kenri.faces.pages.templating import rendered
from kenri.model.plan import Plan

__all__ = ["LackingFacts", "TodayFacts", "today_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayFacts:
    """What *Today* tells."""

    due: Mapping[str, Any]
    """As `kenri due --json`."""
    others: Sequence[Mapping[str, Any]]
    """Kept answers that would be others now, as `kenri audit --all --json` tells of them."""
    waiting: Sequence[Mapping[str, Any]]
    """Requests to act of which it was not known whether they are permitted, and nothing was recorded."""
    denied: Sequence[Mapping[str, Any]] = ()
    """Those that were not permitted, of late, the last first."""
    aside: Sequence[Mapping[str, Any]] = ()
    """Requests that were set aside of late, the last first, as `kenri request list --json` tells of them."""
    may_record: bool = False
    """Whether whoever looks may record what was requested."""
    may_refuse: bool = False
    told: Mapping[str, Any] | None = None
    """What became of a request that was to be recorded, as `kenri act --json`; or to be refused, as it is then."""
    problems: Sequence[Mapping[str, Any]] = ()
    plans: Mapping[str, Plan] = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)
    """What was asked for: `on`, `within`, `plan`."""
    further: str | None = None
    """Where the next page of what comes begins."""


def today_page(frame: PageFrame, facts: TodayFacts) -> bytes:
    """The page."""
    words = PlansInWords(facts.plans, frame.lang)
    due = facts.due["due"]
    known = [each for each in due if each["kind"] != "unknown"]
    return rendered(
        "today.html",
        frame,
        facts=facts,
        due=facts.due,
        late=[each for each in known if each["kind"] == "late"],
        days=_by_day(each for each in known if each["kind"] != "late"),
        unknown=_lacking(words, [each for each in due if each["kind"] == "unknown"]),
        words=words,
    )


def _by_day(lines: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    return [(day, list(group)) for day, group in groupby(lines, key=lambda each: str(each["day"]))]


@dataclass(frozen=True, slots=True)
class LackingFacts:
    """What nobody has told of one grant: what hangs on it, and what to do about it."""

    first: Mapping[str, Any]
    lines: Sequence[Mapping[str, Any]]
    supplies: Sequence[str]


def _lacking(words: PlansInWords, lines: Sequence[Mapping[str, Any]]) -> list[LackingFacts]:
    """Lines about one holder and grant that lack the same, as one."""
    found: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for each in lines:
        found.setdefault((each["holder"], each["plan"], each["grant"], tuple(each["missing"])), []).append(each)
    return [
        LackingFacts(several[0], several, [words.supply(several[0]["plan"], several[0]["what"], name)
                                           for name in several[0]["missing"]])
        for several in found.values()
    ]  # fmt: skip
