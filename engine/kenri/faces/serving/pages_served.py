"""All pages that are served, each at its address: what it asks as programs do, and what shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kenri.faces.serving import of_everybody
from kenri.faces.serving.answered import Answered, html_answer
from kenri.faces.serving.asked import Asked
from kenri.faces.serving.operations import OPERATIONS, Operation

if TYPE_CHECKING:
    from kenri.faces.pages.frame import PageFrame

__all__ = ["PAGES", "ServedPage", "frame_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedPage(Operation):
    """A page. Its parameters are those of a question, so that an address says all that it shows."""

    address: str
    """Where it is; what is in braces is the parameter of that name."""
    menu: str = ""
    """The word under which the menu of every page leads here; empty: it does not."""

    @property
    def path(self) -> str:
        return self.address


def frame_of(asked: Asked, parties: Iterable[str | None] = ()) -> PageFrame:
    """What stands around a page, with what people call some parties."""
    from kenri.faces.pages.frame import PageFrame

    keys = {each for each in parties if each}
    return PageFrame(
        lang=asked.lang,
        address=asked.address,
        issuer=asked.register.issuer,
        issuers=asked.issuers,
        caller=asked.caller_shown,
        menu=tuple((each.menu, each.address) for each in PAGES.values() if each.menu),
        names=asked.register.names(keys) if keys else {},
    )


def _today(asked: Asked) -> Answered:
    from kenri.faces.contracts.auditing_data import auditing_data
    from kenri.faces.pages.today import TodayFacts, today_page
    from kenri.register.answers_again import answers_again

    due = of_everybody.due(asked)
    others, waiting = [], []
    for each in answers_again(asked.register, asked["holder"], asked["plan"]):
        if each.is_other:
            others.append(auditing_data(each, asked.lang))
        elif each.given.became == "nothing" and each.given.verdict == "unknown":
            waiting.append(auditing_data(each, asked.lang))
    plans = {id_: asked.register.plan(id_).plan for id_ in asked.register.plans()}
    facts = TodayFacts(
        due=due,
        others=others,
        waiting=waiting,
        plans=plans,
        asked={name: asked[name] for name in ("on", "within", "plan")},
        further=asked.links.pop("after", None),
    )
    parties = [each[name] for each in (*due["due"], *others, *waiting) for name in ("holder", "by")]
    return html_answer(today_page(frame_of(asked, parties), facts))


PAGES: Mapping[str, ServedPage] = {
    each.name: each
    for each in (
        ServedPage(
            name="page/today", address="/", menu="menu-today", answer=_today, is_long=True,
            says="What comes soon, what is not known, which answers have become others, and who waits for one.",
            parameters=OPERATIONS["due"].parameters,
        ),
    )
}  # fmt: skip
"""By their names, in the order of the menu."""


def served() -> Mapping[str, Any]:
    """All that may be asked, by its name: operations and pages."""
    return {**OPERATIONS, **PAGES}
