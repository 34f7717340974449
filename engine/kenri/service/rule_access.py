"""Access as a plan decides it: who asks is a party, what they were given are events, and what they want is an action.

The plan is `kenri/access`. Whoever asks is judged by a life of their own: what they were given for the issuer that is
asked about, access to the rights of the one holder that is asked about, and what the register records of that holder.
So nothing that was given for one issuer or holder counts for another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

from kenri.api import LoadedPlan, load
from kenri.model.plan import EventKind, Said
from kenri.model.problems import Problem
from kenri.model.sentences import Language, Sentence
from kenri.service.access import Caller, NotPermittedError, Wanted
from kenri.service.appointments import Appointment

__all__ = ["ACCESS_PLAN", "Happened", "RuleAccess", "roles_of_rules"]

ACCESS_PLAN = "kenri/access"

_ROLE, _RIGHTS, _SCOPE = "is_given_role", "is_given_access", "is_given_scope"
"""The events of the plan by which somebody is given something."""

_CALLER, _SUBJECT = "caller", "holder"
"""The parties of the life that is judged."""

Happened: TypeAlias = tuple[tuple[str, date], ...]
"""Kinds of event and their days."""

_KEPT = 20_000
"""Decisions that are remembered."""

_LONG_AGO = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class _Decided:
    is_allowed: bool
    clauses: tuple[str, ...]
    says: tuple[Said, ...]


class _SaidByRule(Sentence):
    """What a rule says, in either language."""

    def __init__(self, said: Said) -> None:
        plain = Sentence("said-by-rule", said=_in(said, "ja"))
        super().__init__(plain.code, **dict(plain.values))
        object.__setattr__(self, "both", said)  # it is frozen

    def text(self, lang: Language = "en") -> str:
        """The sentence of the rule."""
        both: Said = self.both  # type: ignore[attr-defined]  # set above
        return _in(both, lang)


def _in(said: Said, lang: Language) -> str:
    return said if isinstance(said, str) else said.get(lang) or next(iter(said.values()), "")


class RuleAccess:
    """Decides by the plan.

    `recorded` tells what a register records of a holder of an issuer, of kinds of event the plan knows of holders. It
    is asked only of holders to whose rights the caller was given access: so nobody learns from how long an answer
    takes, or from what goes wrong, whether there is another.
    """

    def __init__(self, recorded: Callable[[str, str, frozenset[str]], Happened]) -> None:
        self._recorded = recorded
        self._decided = lru_cache(maxsize=_KEPT)(self._decide)

    def must_be_permitted(self, caller: Caller, wanted: Wanted, day: date) -> None:
        """Raise `NotPermittedError` for what the caller may not do on a day, with the clauses."""
        found = self._of(caller, wanted, day)
        if not found.is_allowed:
            problem = Sentence(
                "not-permitted",
                caller=caller.shown,
                action=_SaidByRule(self._plan.plan.actions[wanted.act].says),
                clause=", ".join(found.clauses),
                says=tuple(map(_SaidByRule, found.says)),
            )
            raise NotPermittedError([Problem(None, problem)], found.clauses)

    def may(self, caller: Caller, wanted: Wanted, day: date) -> bool:
        """Whether the caller may do something on a day."""
        return self._of(caller, wanted, day).is_allowed

    def clauses(self, caller: Caller, wanted: Wanted, day: date) -> tuple[str, ...]:
        """The clauses that decide."""
        return self._of(caller, wanted, day).clauses

    @cached_property
    def _plan(self) -> LoadedPlan:
        return load(ACCESS_PLAN)

    @cached_property
    def _of_holders(self) -> frozenset[str]:
        """The kinds of event that the register tells of a holder."""
        return frozenset(self._plan.plan.events) - {_ROLE, _RIGHTS, _SCOPE}

    def _of(self, caller: Caller, wanted: Wanted, day: date) -> _Decided:
        given = [each for each in caller.appointments if _is_meant(each, wanted)]
        happened: Happened = ()
        if wanted.issuer is not None and wanted.holder is not None and any(each.holder for each in given):
            happened = self._recorded(wanted.issuer, wanted.holder, self._of_holders)
        events = tuple(sorted({_event(caller, each) for each in given}, key=str))
        return self._decided("machine" if caller.kind == "machine" else "user", events, happened, wanted.act, day)

    def _decide(
        self, role: str, given: tuple[tuple[str, str, date, date | None], ...], happened: Happened, act: str, day: date
    ) -> _Decided:
        events: list[dict[str, Any]] = [
            {"event": kind, "who": _CALLER, "role": role, "on": since} | ({} if until is None else {"last_day": until})
            for kind, role, since, until in given
        ]
        events += [{"event": kind, "who": _SUBJECT, "on": on} for kind, on in happened]
        data = {"parties": {_CALLER: {"role": role}, _SUBJECT: {"role": "subject"}}, "events": events}
        life = self._plan.life({name: value for name, value in data.items() if value})
        ruling = self._plan.ask(life, act, on=day, by=_CALLER, settle=False)
        deciding = [each for each in ruling.findings if each.rule in ruling.rules]
        return _Decided(
            ruling.outcome == "allowed",
            tuple(dict.fromkeys(f"{each.clause} {each.rule}" for each in deciding)),
            tuple(each.says for each in deciding),
        )


def _is_meant(given: Appointment, wanted: Wanted) -> bool:
    """Whether what was given may count for what is wanted: for its issuer, and its holder alone."""
    is_of = given.issuer is None if wanted.issuer is None else given.is_of(wanted.issuer)
    return is_of and (not given.holder or given.holder == wanted.holder)


def _event(caller: Caller, given: Appointment) -> tuple[str, str, date, date | None]:
    kind = _SCOPE if caller.kind == "token" else _RIGHTS if given.holder else _ROLE
    return kind, given.role, max(given.since, _LONG_AGO), given.until


def roles_of_rules() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What may be given by the rules: the roles for an issuer, and those for the rights of one holder."""
    events: Mapping[str, EventKind] = load(ACCESS_PLAN).plan.events
    roles, rights = (_words(events[kind]) for kind in (_ROLE, _RIGHTS))
    return roles, rights


def _words(kind: EventKind) -> tuple[str, ...]:
    use = kind.attributes["role"]
    words: Iterable[str] = getattr(use, "one_of", ())
    return tuple(words)
