"""The client for Python, against a service as it runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

pytest.importorskip("starlette")
pytest.importorskip("sqlalchemy")

from kenri.client import Client, NotAnsweredError
from kenri.faces.contracts.answers import Answer
from tests.faces.serving.asking import LIVES, exercise, filled
from tests.faces.serving.running import Service, served


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    filled(str(folder / "register.db"), folder)
    with served(folder, "--register", "register.db") as found:
        yield found.ready()


@pytest.fixture
def client(service: Service) -> Iterator[Client]:
    with Client(service.url, issuer="Acme") as found:
        yield found


def test_questions_are_answered(client: Client) -> None:
    ruling = client.ask(holder="ann", on=date(2025, 3, 5), rights=4, reading=["days=long"])
    assert (ruling["outcome"], ruling["number"]) == ("allowed", 4)
    assert Answer.model_validate(ruling).outcome == "allowed"
    assert client.windows(holder="花子")["plan"] == "acme/options"
    assert {each["holder"] for each in client.due(on="2025-02-25")["due"]} == LIVES.keys()
    swept = client.get(
        "sweep",
        holder="ann",
        asked_from="2025-03-01",
        asked_to="2025-03-05",
        vary="leaves",
        from_="2025-03-01",
        to="2025-03-02",
    )  # one question
    assert swept["event"] is not None


def test_everything_is_gone_through_page_after_page(client: Client) -> None:
    assert sorted(each["holder"] for each in client.pages("holders", limit=1)) == ["ann", "bob", "花子"]
    assert [each["sequence"] for each in client.pages("records", limit=5)] == list(range(1, 14))


def test_what_is_refused_is_told_in_the_language_asked_for(service: Service) -> None:
    with Client(service.url, lang="ja") as client, pytest.raises(NotAnsweredError, match="原簿に") as error:
        client.ask(holder="nan", on="2025-03-05")
    assert (error.value.status, error.value.codes) == (404, ("no-such-holder",))
    assert error.value.request in {each.get("request") for each in service.log}


def test_what_is_written_is_there_and_the_same_key_writes_once(client: Client) -> None:
    before = client.head()
    new = exercise("bob", "second")
    told = client.append([new], key="k1", if_match=before)
    assert client.append([new], key="k1", if_match=before) == told
    assert client.correct([exercise("bob", "second", 6)])["counts"]["corrected"] == 1
    assert client.cancel([exercise("bob", "second", 6)])["counts"]["cancelled"] == 1
    with pytest.raises(NotAnsweredError) as error:
        client.append([exercise("bob", "third")], if_match=before)
    assert error.value.codes == ("register-moved",)
    life = {"dan.yaml": LIVES["ann"].replace("ann", "dan").encode()}
    assert client.bring_in(life)["applied"] is False
    assert client.bring_in(life, apply=True)["counts"]["new"] == 4


def test_acts_are_judged_and_recorded_once(client: Client) -> None:
    asked: dict[str, Any] = {"on": date(2025, 3, 5), "rights": Fraction(3), "key": "form-7"}
    told = client.exercise("花子", **asked)
    assert (told["recorded"], told["key"]) == (True, "form-7")
    assert client.exercise("花子", **asked)["again"] is True
    late = client.act("exercise", holder="花子", on="2025-04-01", rights=1, reading=["days=short"], dry_run=True)
    assert (late["outcome"], late["recorded"]) == ("denied", False)
    assert client.ask_and_keep("花子", "2025-03-05", rights=4)["kept"].startswith("answer-")
    assert client.audit_all(until="2025-12-31")["acts"] >= 4
    assert client.roll_forward(from_="2025-01-01", to="2025-12-31", by="holder", limit=1)["by"] == "holder"


def test_files_are_handed_out(client: Client) -> None:
    assert client.file("due", on="2025-02-25", as_="ics", holder="ann").startswith(b"BEGIN:VCALENDAR")
    assert client.file("export")[:2] == b"PK"
    assert b"<html" in client.file("print", as_="html", on="2025-03-01")


def test_a_connection_that_was_closed_meanwhile_is_opened_again(client: Client) -> None:
    client.head()
    sock = client._connection.sock
    assert sock is not None
    sock.shutdown(2)
    assert client.head()


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match="no address of a service"):
        Client("localhost:8400")
