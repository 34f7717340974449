"""*People*, *Tokens* and *Reminders*: who signs in, by what programs ask, and who is told of deadlines, with forms that
change it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kenri.faces.contracts.problem_data import problems_data
from kenri.faces.serving import of_people, of_reminders, of_tokens
from kenri.faces.serving.answered import Answered, html_answer, status_of
from kenri.faces.serving.asked import Asked
from kenri.model.problems import Problem, ProblemsError, refused
from kenri.model.sentences import Sentence
from kenri.service.access import MACHINE

if TYPE_CHECKING:
    from kenri.faces.pages.people import Changed

__all__ = [
    "changed_people",
    "changed_reminders",
    "changed_tokens",
    "people_page_of",
    "reminders_page_of",
    "tokens_page_of",
]

_Shows = Callable[[Asked, Callable[[], Answered]], Answered]


def people_page_of(asked: Asked) -> Answered:
    """Who signs in, with forms."""
    return _people(asked, None, ())


def tokens_page_of(asked: Asked) -> Answered:
    """By which tokens programs ask, with forms."""
    return _tokens(asked, None, ())


def reminders_page_of(asked: Asked) -> Answered:
    """Who is told of deadlines, with forms."""
    return _reminders(asked, None, ())


def changed_people(what: str) -> _Shows:
    """The page after a form that adds, gives or ends."""
    return _after(what, _people)


def changed_tokens(what: str) -> _Shows:
    """The page after a form that makes a token or ends one."""
    return _after(what, _tokens)


def changed_reminders(what: str) -> _Shows:
    """The page after a form that makes something or takes it back."""
    return _after(what, _reminders)


def _after(what: str, page: Callable[[Asked, Changed | None, Sequence[Problem]], Answered]) -> _Shows:
    def shows(asked: Asked, write: Callable[[], Answered]) -> Answered:
        from kenri.faces.pages.people import Changed

        try:
            if asked.author == MACHINE.author and not asked.values.get("understood", True):
                raise refused(Sentence("not-confirmed"))
            return page(asked, Changed(what=what, told=json.loads(write().body)), ())
        except ProblemsError as error:
            return page(asked, Changed(what=what, typed=asked.values), error.problems)

    return shows


def _people(asked: Asked, changed: Changed | None, problems: Sequence[Problem]) -> Answered:
    from kenri.faces.pages.people import people_page
    from kenri.service.rule_access import roles_of_rules

    known_at = asked.values.get("known_at")
    listed = of_people.people_listed(replace(asked, values={**asked.values, "known_at": known_at}))
    holders = [one["holder"] for each in listed for one in each["given"] if one["holder"]]
    frame = _frame(asked, "/people", holders)
    told = problems_data(problems, asked.lang)
    shown = people_page(
        frame, listed, roles_of_rules(), changed, told, asked.today, known_at or "", others=asked.signs_in_by,
        is_of_all=asked.is_of_all,
    )  # fmt: skip
    return _answered(shown, problems)


def _tokens(asked: Asked, changed: Changed | None, problems: Sequence[Problem]) -> Answered:
    from kenri.faces.pages.people import tokens_page
    from kenri.faces.words.service import instant
    from kenri.service.access import SCOPES

    frame = _frame(asked, "/tokens", [])
    told = problems_data(problems, asked.lang)
    shown = tokens_page(frame, of_tokens.tokens_listed(asked), SCOPES, changed, told, instant(asked.now))
    return _answered(shown, problems)


def _reminders(asked: Asked, changed: Changed | None, problems: Sequence[Problem]) -> Answered:
    from kenri.faces.pages.people import reminders_page

    found = of_reminders.reminders(asked)
    holders = [each["holder"] for kind in found.values() for each in kind if each["holder"]]
    frame = _frame(asked, "/reminders", holders)
    return _answered(reminders_page(frame, found, changed, problems_data(problems, asked.lang)), problems)


def _frame(asked: Asked, path: str, holders: Sequence[str]) -> Any:
    from kenri.faces.serving.pages_served import frame_of

    frame = frame_of(asked, holders)
    is_here = frame.path == path
    return frame if is_here else replace(frame, address=frame.link(path))  # what was sent cannot be asked for again


def _answered(body: bytes, problems: Sequence[Problem]) -> Answered:
    answered = html_answer(body, max(map(status_of, problems), default=200))
    codes = tuple(dict.fromkeys(each.code for each in problems))
    return replace(answered, codes=codes, headers={**answered.headers, "cache-control": "no-store"})
