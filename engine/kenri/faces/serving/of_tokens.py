"""Tokens over HTTP: as `kenri token`, of one issuer. People make their own, which do what they may do and no more.

Whoever manages the people of an issuer sees its tokens, and ends those that are of no issuer besides that they manage.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from kenri.faces.serving.asked import Asked
from kenri.model.problems import Problem, ProblemsError, quote, refused
from kenri.model.sentences import Sentence, did_you_mean
from kenri.register.records import MICROSECONDS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kenri.service.tokens import Token

__all__ = ["end_token", "make_own_token", "tokens_listed"]


def tokens_listed(asked: Asked) -> Any:
    """As `kenri token list`, of the tokens that whoever asks sees: each with whether they can end it."""
    from kenri.faces.contracts.token_data import token_data

    with asked.connected() as connection:
        names = _names(connection)
        return [
            {**token_data(each, names.get(each.person or 0)), "mine": _is_own(asked, each, names),
             "can_end": _can_end(asked, connection, each, names)}
            for each in _seen(asked, connection, names)
        ]  # fmt: skip


def make_own_token(asked: Asked) -> Any:
    """A token of whoever asks, for the issuer: it is told this once. On the machine itself it is nobody's."""
    from kenri.service.access import SCOPES
    from kenri.service.people import find_person
    from kenri.service.tokens import make_token, name_of_own

    scopes = asked["scope"] or ["read"]
    if wrong := [each for each in scopes if each not in SCOPES]:
        choices = tuple(map(quote, SCOPES))
        raise ProblemsError(
            Problem(None, Sentence("parameter-not-among", name=quote("scope"), choices=choices, found=quote(each)))
            for each in wrong
        )
    ends = None if asked["days"] is None else asked.now + asked["days"] * 86_400 * MICROSECONDS
    with asked.connected() as connection:
        person = None if asked.person is None else find_person(connection, asked.person)
        name = asked["name"] if person is None else name_of_own(person.name, asked["name"])
        text = make_token(
            connection, name, scopes, [asked.register.issuer], secret=secrets.token_urlsafe(32), now=asked.now,
            ends=ends, person=None if person is None else person.id,
        )  # fmt: skip
    return {"token": text, "name": name}


def end_token(asked: Asked) -> Any:
    """As `kenri token revoke`, of a token that whoever asks sees."""
    from kenri.service.revoking import revoke

    with asked.connected() as connection:
        names = _names(connection)
        seen = {each.name: each for each in _seen(asked, connection, names) if each.revoked is None}
        if asked["name"] not in seen:
            raise refused(Sentence("no-such-token", name=quote(asked["name"])), did_you_mean(asked["name"], seen))
        if not _can_end(asked, connection, seen[asked["name"]], names):
            raise refused(Sentence("token-of-others", name=quote(asked["name"])))
        revoke(connection, "token", asked["name"], asked.now, issuer=0)
    return {"name": asked["name"], "revoked": True}


# --- what they have in common


def _names(connection: Connection) -> dict[int, str]:
    from kenri.service.people import people

    return {each.id: each.name for each in people(connection)}


def _seen(asked: Asked, connection: Connection, names: dict[int, str]) -> list[Token]:
    from kenri.service.tokens import tokens

    manages = asked.may("manage_people")
    return [
        each
        for each in tokens(connection)
        if (not each.issuers or asked.register.issuer in each.issuers) and (manages or _is_own(asked, each, names))
    ]


def _is_own(asked: Asked, token: Token, names: dict[int, str]) -> bool:
    return token.person is not None and names.get(token.person) == asked.person


def _can_end(asked: Asked, connection: Connection, token: Token, names: dict[int, str]) -> bool:
    """Whether it still counts or would, and is theirs, or of issuers alone whose people they manage."""
    from kenri.register.ledger import issuers

    if token.revoked is not None:
        return False
    of = token.issuers or tuple(issuers(connection))
    return _is_own(asked, token, names) or all(asked.may_of(each, "manage_people") for each in of)
