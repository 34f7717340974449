"""Who may do what to whom: the one question that is asked before anything is served.

Every operation says what it wants (`Wanted`), and an `Access` lets it be or raises. What is here lets by the scopes of
tokens; whoever decides otherwise, by roles and on a day, gives another `Access`, and no route changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, TypeAlias, get_args

from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

__all__ = ["MACHINE", "SCOPES", "Access", "Caller", "Scope", "ScopesAccess", "Wanted"]

Scope: TypeAlias = Literal["read", "write", "plans", "metrics"]
"""To ask whatever is recorded, to record, to take in plans, to see how the service does."""

SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a token by its name, or (the empty name) whoever is on this machine."""

    name: str
    scopes: frozenset[str]
    issuers: frozenset[str] | None = None
    """Of which issuers; None: of all."""

    @property
    def author(self) -> str:
        """As whom the caller records things."""
        return f"token {self.name}" if self.name else "local"

    @property
    def shown(self) -> Sentence:
        """The caller in a message."""
        return Sentence("caller-token", name=quote(self.name)) if self.name else Sentence("caller-machine")


MACHINE = Caller("", frozenset(SCOPES))
"""Whoever asks from the machine itself, while there is no token."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a caller wants to do: which operation, under which scope, to which issuer and holder.

    Without an issuer it concerns none; without a holder it concerns everybody of the issuer, or nobody.
    """

    operation: str
    scope: Scope
    issuer: str | None = None
    holder: str | None = None


class Access(Protocol):
    """Decides who may do what."""

    def must_be_permitted(self, caller: Caller, wanted: Wanted, day: date) -> None:
        """Raise `ProblemsError` for what the caller may not do on a day."""

    def may_see(self, caller: Caller, issuer: str) -> bool:
        """Whether the caller may know that there is an issuer."""


class ScopesAccess:
    """Lets by the scopes and issuers of tokens."""

    def must_be_permitted(self, caller: Caller, wanted: Wanted, day: date) -> None:  # noqa: ARG002  scopes know no day
        """Raise `ProblemsError` where the token lacks the scope, or is of other issuers."""
        if wanted.scope not in caller.scopes:
            raise refused(Sentence("not-permitted", caller=caller.shown, scope=quote(wanted.scope)))
        if wanted.issuer is not None and not self.may_see(caller, wanted.issuer):
            raise refused(Sentence("issuer-not-permitted", caller=caller.shown, issuer=quote(wanted.issuer)))

    def may_see(self, caller: Caller, issuer: str) -> bool:
        """Whether the token is of the issuer, or of all."""
        return caller.issuers is None or issuer in caller.issuers
