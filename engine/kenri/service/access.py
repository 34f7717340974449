"""Who may do what to whom: the one question that is asked before anything is served.

Every operation says what it wants (`Wanted`), and an `Access` lets it be or raises: see `kenri.service.rule_access`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, TypeAlias, get_args

from kenri.model.problems import Problem, ProblemsError, quote
from kenri.model.sentences import Sentence
from kenri.service.appointments import Appointment

__all__ = ["MACHINE", "SCOPES", "Access", "Caller", "NamedParty", "NotPermittedError", "Scope", "Wanted"]

Scope: TypeAlias = Literal["read", "write", "plans", "metrics"]
"""To ask whatever is recorded, to record, to take in plans, to see how the service does."""

SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True, slots=True)
class NamedParty:
    """A party whom the register of an issuer names in the life of a holder, or did until that was corrected."""

    issuer: str
    holder: str
    party: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a person who has signed in, a token, each by name, or (the empty name) whoever is on this machine."""

    name: str
    scopes: frozenset[str]
    """What a token may do; nothing of a person."""
    issuers: frozenset[str] | None = None
    """Of which issuers; None: of all."""
    kind: Literal["machine", "token", "person"] = "token"
    appointments: tuple[Appointment, ...] = ()
    """What a person or a token was given, also what has ended or is to come."""
    named: tuple[NamedParty, ...] = ()
    """Where a party is named that the person is, or was or will be."""
    of: Caller | None = None
    """Of a token whose it is: it does what both may do. None for one that is nobody's."""

    @property
    def whose(self) -> Caller:
        """By whose access to holders it is looked: that of the person, where a token is one's."""
        return self.of or self

    @property
    def author(self) -> str:
        """As whom the caller records things."""
        return "local" if self.kind == "machine" else f"{self.kind} {self.name}"

    @property
    def shown(self) -> Sentence:
        """The caller in a message."""
        match self.kind:
            case "machine":
                return Sentence("caller-machine")
            case "token":
                return Sentence("caller-token", name=quote(self.name))
            case "person":
                return Sentence("caller-person", name=quote(self.name))

    def roles(self, issuer: str, day: date) -> frozenset[str]:
        """The roles of a person that count on a day for an issuer as a whole."""
        return frozenset(
            each.role for each in self.appointments if not each.holder and each.is_of(issuer) and each.counts_on(day)
        )

    def parties(self, issuer: str, day: date | None = None) -> frozenset[str]:
        """The parties that a person is on a day (None: ever): those to whose own rights they were given access."""
        return frozenset(
            each.holder
            for each in self.appointments
            if each.holder and each.role == "holder" and each.is_of(issuer) and (day is None or each.counts_on(day))
        )

    def named_as(self, issuer: str, holder: str, day: date) -> tuple[str, ...]:
        """The parties that a person is on a day, and that the register names in the life of a holder."""
        parties = self.parties(issuer, day)
        return tuple(
            each.party
            for each in self.named
            if (each.issuer, each.holder) == (issuer, holder) and each.party in parties
        )

    def holders(self, issuer: str, day: date) -> dict[str, frozenset[str]]:
        """The holders to whose rights a person was given access for a day, each with the roles in which; and those in
        whose lives the register names a party that they are.

        Whether it counts is for `Access` to say.
        """
        found: dict[str, set[str]] = {}
        for each in self.appointments:
            if each.holder and each.is_of(issuer) and each.counts_on(day):
                found.setdefault(each.holder, set()).add(each.role)
        for named in self.named:
            if self.named_as(issuer, named.holder, day):
                found.setdefault(named.holder, set()).add("named")
        return {holder: frozenset(roles) for holder, roles in sorted(found.items())}


MACHINE = Caller("", frozenset(SCOPES), kind="machine")
"""Whoever asks from the machine itself, while there is neither a token nor a person."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a caller wants to do: which operation, by which act of the rules, to which issuer and holder.

    Without an issuer it concerns the service as a whole; without a holder everybody of the issuer, or nobody.
    """

    operation: str
    act: str
    """One of the actions of the rules."""
    issuer: str | None = None
    holder: str | None = None


class NotPermittedError(ProblemsError):
    """What somebody may not do, and by which clauses. The log tells of these also where the answer may not."""

    def __init__(self, problems: Iterable[Problem], clauses: tuple[str, ...]) -> None:
        super().__init__(problems)
        self.clauses = clauses


class Access(Protocol):
    """Decides who may do what."""

    def must_be_permitted(self, caller: Caller, wanted: Wanted, day: date) -> None:
        """Raise `NotPermittedError` for what the caller may not do on a day."""

    def may(self, caller: Caller, wanted: Wanted, day: date) -> bool:
        """Whether the caller may do something on a day."""

    def clauses(self, caller: Caller, wanted: Wanted, day: date) -> tuple[str, ...]:
        """The clauses that decide."""
