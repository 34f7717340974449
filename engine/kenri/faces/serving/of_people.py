"""Who signs in, and what they were given, over HTTP: as `kenri user`, for one issuer.

Whoever asks sees those who were given something of the issuer. What is given for all issuers at once is shown too, and
ended by who manages the people of all.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kenri.faces.inputs.giving import end_of, must_be_role, must_be_there, read_day, today
from kenri.faces.serving.asked import Asked
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence, did_you_mean

__all__ = [
    "add", "end", "end_openid", "end_totp", "give", "link_openid", "password_link", "people_listed",
    "shut_out_for_good",
]  # fmt: skip


def people_listed(asked: Asked) -> Any:
    """As `kenri user list`."""
    from kenri.faces.contracts.people_data import person_data
    from kenri.service.credentials import openid_links, ways_to_sign_in

    at = None if asked["known_at"] is None else end_of(read_day(asked["known_at"], "known_at"))
    with asked.connected() as connection:
        return [
            person_data(person, given, ways_to_sign_in(connection, person.id), openid_links(connection, person.id))
            for person, given in _seen(asked, connection, at)
        ]


def add(asked: Asked) -> Any:
    """Record somebody with what they are given, and a first password: that is told this once."""
    from kenri.service.credentials import first_password, set_password
    from kenri.service.people import add_person

    _must_be_given(asked)
    with asked.connected() as connection:
        person = add_person(connection, asked["name"], now=asked.now, author=asked.author)
        password = first_password(person.name)
        set_password(connection, person.id, password, asked.now)
        given = _given(asked, connection, person.id)
    return {"name": person.name, "given": given, "password": password}


def give(asked: Asked) -> Any:
    """As `kenri user role` and `kenri user access`, to somebody who is seen."""
    _must_be_given(asked)
    with asked.connected() as connection:
        person, _ = _found(asked, connection)
        with _leaving_an_administrator(asked, connection, person):
            return {"name": person.name, "given": _given(asked, connection, person.id)}


def end(asked: Asked) -> Any:
    """As `kenri user revoke`, of what is of the issuer; sessions end where nothing is left of it."""
    from kenri.service.appointments import end_appointments
    from kenri.service.sessions import end_sessions

    role, holder = asked["role"], asked["holder"]
    with asked.connected() as connection:
        person, given = _found(asked, connection)
        own = [each for each in given if each.issuer is not None or asked.is_of_all]
        ended = [
            each
            for each in own
            if role in (None, each.role)
            and ((role is None and holder is None) or (each.holder == holder if holder else not each.holder))
        ]
        with _leaving_an_administrator(asked, connection, person):
            count = end_appointments(
                connection, person.id, ended, today=asked.today, now=asked.now, author=asked.author
            )  # fmt: skip
        if not any(each.counts_on(asked.today) for each in given if each not in ended):
            end_sessions(connection, person.id, asked.now)
    return {"name": person.name, "ended": count}


def password_link(asked: Asked) -> Any:
    """As `kenri user password --link`: a link by which somebody sets another password, told this once."""
    from kenri.faces.contracts.people_data import made_link_data
    from kenri.faces.inputs.service_address import service_address
    from kenri.service.password_links import make_password_link

    secret = secrets.token_urlsafe(32)
    with asked.connected() as connection:
        person, _ = _found(asked, connection)
        _must_be_theirs_alone(asked, connection, person)
        ends = make_password_link(connection, person.id, secret=secret, now=asked.now, author=asked.author)
    return made_link_data(person.name, secret, ends, service_address(os.environ.get("KENRI_URL") or None))


def end_totp(asked: Asked) -> Any:
    """As `kenri user totp --off`, of somebody else."""
    from kenri.service.credentials import has_totp, take_totp

    with asked.connected() as connection:
        person, _ = _found(asked, connection)
        _must_be_theirs_alone(asked, connection, person)
        if person.name == asked.person:
            raise refused(Sentence("own-code-on-account"))
        if not has_totp(connection, person.id):
            raise refused(Sentence("no-code-of-theirs", name=quote(person.name)))
        take_totp(connection, person.id, now=asked.now, author=asked.author)
    return {"name": person.name, "code_wanted": False}


def shut_out_for_good(asked: Asked) -> Any:
    """As `kenri user revoke`, without an option."""
    from kenri.service.people import shut_out

    with asked.connected() as connection:
        person, _ = _found(asked, connection)
        _must_be_theirs_alone(asked, connection, person)
        with _leaving_an_administrator(asked, connection, person):
            shut_out(connection, person, today=asked.today, now=asked.now, author=asked.author)
    return {"name": person.name, "revoked": True}


def link_openid(asked: Asked) -> Any:
    """As `kenri user openid`."""
    return _linked(asked, is_off=False)


def end_openid(asked: Asked) -> Any:
    """As `kenri user openid --off`."""
    return _linked(asked, is_off=True)


def _linked(asked: Asked, *, is_off: bool) -> Any:
    from kenri.service.openid import linked_otherwise

    with asked.connected() as connection:
        person, _ = _found(asked, connection)
        _must_be_theirs_alone(asked, connection, person)
        linked_otherwise(connection, person, asked["provider"], asked["subject"], asked.now, is_off=is_off)
    return {"name": person.name, "issuer": asked["provider"], "subject": asked["subject"], "linked": not is_off}


# --- what they have in common


def _must_be_theirs_alone(asked: Asked, connection: Any, person: Any) -> None:
    """Raise `ProblemsError` where somebody was given anything that whoever asks could not give them: by what they sign
    in with, whoever lets them sign in could do it too.
    """
    from kenri.service.appointments import appointments_of

    for each in appointments_of(connection, person.id):
        is_over = each.until is not None and each.until < asked.today
        is_theirs = asked.is_of_all or (each.issuer is not None and asked.may_of(each.issuer, "manage_people"))
        if not is_over and not is_theirs:
            raise refused(Sentence("person-of-others", name=quote(person.name)))


@contextmanager
def _leaving_an_administrator(asked: Asked, connection: Any, person: Any) -> Iterator[None]:
    """Raise `ProblemsError`, so that nothing is written, where what is done to somebody leaves nobody who signs in and
    manages the people of an issuer, or (None) of all, where they have managed them.
    """
    from kenri.register.ledger import issuers
    from kenri.service.credentials import ways_to_sign_in
    from kenri.service.people import caller_named, people

    def managed(by: int) -> set[str | None]:
        caller = caller_named(connection, by)
        return {each for each in (None, *issuers(connection)) if asked.lets(caller, each, "manage_people")}

    before = managed(person.id)
    yield
    left = before - managed(person.id) if before else before
    for other in people(connection) if left else ():
        if other.id != person.id and ways_to_sign_in(connection, other.id):
            left -= managed(other.id)
    if left:
        raise refused(Sentence("last-administrator", name=quote(person.name)))


def _must_be_given(asked: Asked) -> None:
    """Raise `ProblemsError` for what cannot be given."""
    must_be_role(asked["role"], asked["holder"], "role")
    if asked["holder"]:
        with asked.register.reading() as ledger:
            must_be_there(asked["holder"], asked["role"], ledger)


def _given(asked: Asked, connection: Any, person: int) -> Any:
    from kenri.faces.contracts.people_data import given_data
    from kenri.service.appointments import appoint, appointments_of

    appoint(
        connection, person, asked["role"], issuer=asked.register.issuer, holder=asked["holder"] or "",
        since=today() if asked["from"] is None else read_day(asked["from"], "from"),
        until=None if asked["until"] is None else read_day(asked["until"], "until"), now=asked.now, author=asked.author,
    )  # fmt: skip
    return given_data(appointments_of(connection, person)[-1])


def _seen(asked: Asked, connection: Any, at: int | None) -> Any:
    """Who was given something of the issuer, with that; for who manages the people of all issuers, everybody."""
    from kenri.service.appointments import appointments_of
    from kenri.service.people import people

    for person in people(connection):
        if at is not None and person.recorded > at:
            continue
        given = [
            each for each in appointments_of(connection, person.id, known_at=at) if each.is_of(asked.register.issuer)
        ]
        if given or asked.is_of_all:
            yield person, given


def _found(asked: Asked, connection: Any) -> Any:
    """Somebody who is seen, by name. Raises `ProblemsError` for everybody else alike."""
    from kenri.service.people import name_of

    seen = {person.name: (person, given) for person, given in _seen(asked, connection, None)}
    name = name_of(asked["name"])
    if name not in seen:
        raise refused(Sentence("no-such-person", name=quote(asked["name"])), did_you_mean(name, seen))
    return seen[name]
