"""People who have signed in to a register, and ask by their sessions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from kenri.faces.inputs.registers import now
from kenri.faces.serving.answered import Answered
from kenri.service.appointments import appoint
from kenri.service.people import add_person, find_person
from kenri.service.sessions import begin_session, csrf_token
from tests.faces.pages.reading import Element, page
from tests.faces.serving.asking import Asking

if TYPE_CHECKING:
    from sqlalchemy import Connection

TODAY = datetime.now(UTC).date()


class Given(NamedTuple):
    """What somebody is given: a role of an issuer, or (None) of all; or for the rights of a holder."""

    role: str
    issuer: str | None = "Acme"
    holder: str = ""
    since: date = TODAY
    until: date | None = None


def session_of_new(connection: Connection, name: str, given: Iterable[Given] = ()) -> str:
    """Somebody new with what they are given; the text of a session of theirs."""
    person = add_person(connection, name, now=now(), author="local").id
    for each in given:
        give(connection, name, each)
    return begin_session(connection, person, "password", now())


def give(connection: Connection, name: str, given: Given) -> None:
    """Give somebody who is there something more."""
    person = find_person(connection, name).id
    appoint(connection, person, **given._asdict(), now=now(), author="local")


class SignedIn:
    """People by their names, each of whom asks by a session of their own."""

    def __init__(self, ask: Asking, given: Mapping[str, Iterable[Given]]) -> None:
        self.ask = ask
        self.database = ask.answering._database
        with self.database.writing() as connection:
            self.sessions = {name: session_of_new(connection, name, several) for name, several in given.items()}

    def __call__(self, operation: str, who: str, method: str = "POST", **query: Any) -> Answered:
        text = self.sessions[who]
        return self.ask(operation, session=text, csrf=csrf_token(text), method=method, is_local=False, **query)

    def data(self, operation: str, who: str, **query: Any) -> Any:
        """The answer to what must be answered."""
        answered = self(operation, who, **query)
        assert answered.status == 200, answered.body.decode()
        return json.loads(answered.body)

    def refused(self, operation: str, who: str, **query: Any) -> tuple[int, list[str]]:
        """The status and the codes of what must be refused."""
        answered = self(operation, who, **query)
        assert answered.status >= 400, answered.body.decode()
        return answered.status, [each["code"] for each in json.loads(answered.body)["problems"]]

    def shown(self, operation: str, who: str, **query: Any) -> Element:
        """The page that must be shown."""
        answered = self(operation, who, **query)
        assert answered.status == 200, answered.body.decode()
        return page(answered.body)
