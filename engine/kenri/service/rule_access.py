"""Access as a plan decides it: who asks is a party, what they were given are events, and what they want is an action.

The plan is `kenri/access`. Whoever asks is judged by a life of their own: what they were given for the issuer that is
asked about, access to the rights of the one holder that is asked about, and what the register records of that holder.
So nothing that was given for one issuer or holder counts for another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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
from kenri.service.happening import Happened, Happening

__all__ = ["ACCESS_PLAN", "RuleAccess", "kinds_of_rules", "roles_of_rules"]

ACCESS_PLAN = "kenri/access"

_ROLE, _RIGHTS, _SCOPE = "is_given_role", "is_given_access", "is_given_scope"
"""The events of the plan by which somebody is given something."""

_CALLER, _SUBJECT, _OTHER = "caller", "holder", "other"
"""The parties of the life that is judged."""

_Lives: TypeAlias = tuple[tuple[Happening, ...], ...]
"""What happened, as the plan is told: each by which alone somebody is judged."""

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
    is asked only of holders to whose rights the caller was given access, or in whose lives it names a party that
    they are: so nobody learns from how long an answer takes, or from what goes wrong, whether there is another.
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
        return _recorded_kinds(self._plan)

    def _of(self, caller: Caller, wanted: Wanted, day: date) -> _Decided:
        """What a token that somebody made for themselves may do, both it and they must be permitted (clause 6(2))."""
        found = self._of_one(caller, wanted, day)
        return found if caller.of is None or not found.is_allowed else self._of_one(caller.of, wanted, day)

    def _of_one(self, caller: Caller, wanted: Wanted, day: date) -> _Decided:
        given = [each for each in caller.appointments if _is_meant(each, wanted)]
        events = tuple(sorted({_event(caller, each) for each in given}, key=str))
        role = "machine" if caller.kind == "machine" else "user"
        found: _Decided | None = None
        for lives in self._lives(caller, wanted, day, any(each.holder for each in given)):
            decided = [self._decided(role, events, life, wanted.act, day) for life in lives]
            found = next((each for each in decided if not each.is_allowed), decided[0])
            if found.is_allowed:
                break
        assert found is not None  # there is always one way to be judged
        return found

    def _lives(self, caller: Caller, wanted: Wanted, day: date, is_given: bool) -> Iterator[_Lives]:
        """What happened to the holder who is asked about, as each party that the caller is and that the register names
        there; and there for each grant, for all of which it must be permitted.
        """
        issuer, holder = wanted.issuer, wanted.holder
        if issuer is None or holder is None:
            yield ((),)
            return
        parties = caller.named_as(issuer, holder, day)
        if not is_given and not parties:
            yield ((),)
            return
        happened = self._recorded(issuer, holder, self._of_holders) or ((),)
        for party in parties:
            own = self._recorded(issuer, party, self._of_holders)
            once = [each for some in own for each in some if each.who == party and self._kinds[each.event].once]
            names = {holder: _SUBJECT, party: _CALLER}
            yield tuple(dict.fromkeys(self._told([*some, *once], names, _OTHER) for some in happened))
        if not parties:
            yield tuple(dict.fromkeys(self._told(some, {holder: _SUBJECT}, None) for some in happened))

    def _told(
        self, happened: Iterable[Happening], names: Mapping[str, str], other: str | None
    ) -> tuple[Happening, ...]:
        """What happened, with the names of the life that is judged: of others as of the `other`, or (None) nothing.

        What happens once is told once, of its first day. What says something that the plan does not know is left out.
        """
        told: dict[object, Happening] = {}
        for each in happened:
            who = names.get(each.who, other)
            kind = self._kinds[each.event]
            said = tuple((name, value) for name, value in each.said if name in kind.attributes)
            if who is None or any(value not in _words(kind, name) for name, value in said):
                continue
            now = Happening(each.event, who, each.on, said)
            name = (each.event, who) if kind.once else now
            if name not in told or now.on < told[name].on:
                told[name] = now
        return tuple(told.values())

    @property
    def _kinds(self) -> Mapping[str, EventKind]:
        return self._plan.plan.events

    def _decide(
        self,
        role: str,
        given: tuple[tuple[str, str, date, date | None], ...],
        happened: tuple[Happening, ...],
        act: str,
        day: date,
    ) -> _Decided:
        events: list[dict[str, Any]] = [
            {"event": kind, "who": _CALLER, "role": role, "on": since} | ({} if until is None else {"last_day": until})
            for kind, role, since, until in given
        ]
        events += [{"event": each.event, "who": each.who, "on": each.on, **dict(each.said)} for each in happened]
        parties = {_CALLER: role, _SUBJECT: "subject"}
        if any(each.who == _OTHER for each in happened):
            parties[_OTHER] = "user"
        data = {"parties": {name: {"role": each} for name, each in parties.items()}, "events": events}
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


def kinds_of_rules() -> frozenset[str]:
    """The kinds of event that a register tells of holders for the rules."""
    return _recorded_kinds(load(ACCESS_PLAN))


def _recorded_kinds(plan: LoadedPlan) -> frozenset[str]:
    return frozenset(plan.plan.events) - {_ROLE, _RIGHTS, _SCOPE}


def roles_of_rules() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What may be given by the rules: the roles for an issuer, and those for the rights of one holder."""
    events: Mapping[str, EventKind] = load(ACCESS_PLAN).plan.events
    roles, rights = (_words(events[kind], "role") for kind in (_ROLE, _RIGHTS))
    return roles, rights


def _words(kind: EventKind, attribute: str) -> tuple[str, ...]:
    words: Iterable[str] = getattr(kind.attributes[attribute], "one_of", ())
    return tuple(words)
