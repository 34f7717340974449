"""Work that goes on after its question: it comes to what would have been answered at once, for who asked, once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kenri.faces.inputs.registers import now
from kenri.faces.registers import everybody_impact
from kenri.faces.serving.work_answers import WorkAnswer
from kenri.register.changes import Changes
from kenri.register.records import MICROSECONDS
from kenri.register.register import Register
from kenri.service.appointments import appointments_of, end_appointments
from kenri.service.people import find_person
from kenri.service.revoking import revoke
from kenri.service.sessions import csrf_token
from kenri.service.tokens import make_token
from kenri.service.works import (
    KEPT_HOURS,
    LEASE,
    MOST_ATTEMPTS,
    MOST_OPEN,
    begin_next,
    give_back,
    is_any_to_do,
    say_at_it,
    settle_work,
    work_of,
)
from kenri.simulation.impact import impact
from tests.faces.pages.reading import page
from tests.faces.serving.asking import LIVES, PLAN, Asking, exercise, filled
from tests.faces.serving.asking import entries as body_of
from tests.faces.serving.signed_in import TODAY, Given, SignedIn, give
from tests.faces.serving.working import begun, worked
from tests.register.conftest import address, server  # noqa: F401  its fixtures
from tests.register.small_register import written_life

SECOND = MICROSECONDS
READING: dict[str, Any] = {"reading": "days=long", "on": "2025-03-05"}
MORE = LIVES["ann"].replace("ann", "dan").encode()
FORTY = PLAN.replace("days: 10", "days: 40").encode()


@pytest.fixture
def here(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:  # noqa: F811  the fixture
    """A register of two issuers in either database."""
    monkeypatch.chdir(tmp_path)
    return Asking(filled(address, tmp_path, ("Acme", "Bolt")))


class Person(SignedIn):
    """Somebody who has signed in, and asks of an issuer."""

    def __init__(self, ask: Asking, name: str, role: str, holder: str = "", issuer: str = "Acme") -> None:
        super().__init__(ask, {name: [Given(role, issuer, holder)]})
        self._name, self._issuer = name, issuer

    def __call__(self, operation: str, **asked: Any) -> Any:  # type: ignore[override]  # who asks is known
        is_write = operation in ("works/cancel", "page/cancel-work", "page/plan/change")
        query = {"issuer": self._issuer, "method": "POST" if is_write else "GET"}
        return super().__call__(operation, self._name, **{**query, **asked})

    def is_ended(self) -> None:
        """What they were given ends."""
        with self.database.writing() as connection:
            person = find_person(connection, self._name).id
            given = appointments_of(connection, person)
            end_appointments(connection, person, given, today=TODAY, now=now(), author="local")

    @property
    def token_of_forms(self) -> str:
        return csrf_token(self.sessions[self._name])


def codes(answered: Any) -> list[str]:
    return [each["code"] for each in json.loads(answered.body)["problems"]]


CASES: list[tuple[str, dict[str, Any]]] = [
    ("impact", READING),
    ("impact/files", {"files": {("file", "dan.yaml"): MORE}, "on": "2025-02-01"}),
    ("impact/files", {"files": {("rules", "acme/options.yaml"): FORTY}, "becomes": "acme/options", "on": "2025-03-01"}),
    ("due", {"on": "2025-02-25", "within": 20}),
    ("due", {"on": "2025-02-25", "as": "csv"}),
    ("due", {"on": "2025-02-25", "holder": "花子", "lang": "ja"}),
    ("audit/all", {}),
    ("roll-forward", {"by": "grant"}),
    ("verify", {}),
    ("plan/check", {"only": "days"}),
    ("simulate", {"holder": "ann", "what_if": ["exercises 5 2025-02-20"]}),
    ("import/preview", {"files": {("file", "dan.yaml"): MORE}}),
    ("print", {"as": "json"}),
    ("impact", {}),
    ("due", {"plan": "acme/nothing"}),
    ("import/preview", {"files": {("file", "dan.yaml"): b"grants: [{grantee: dan, numbr: 3}]\n"}}),
]


@pytest.mark.parametrize(("operation", "query"), CASES, ids=[f"{at} {name}" for at, (name, _) in enumerate(CASES)])
def test_it_comes_to_what_would_be_answered_at_once(operation: str, query: dict[str, Any], ask: Asking) -> None:
    at_once = ask(operation, **query)
    told = ask(operation, work="one", **query)
    assert told.status == 202
    assert told.headers["location"] == "/api/v1/work?issuer=Acme&id=one"
    assert int(told.headers["retry-after"]) >= 1
    assert json.loads(told.body) == ask.data("work", id="one")
    assert ask.refused("works/result", id="one") == (409, ["work-not-done"])
    worked(ask)
    data = ask.data("work", id="one")
    assert (data["state"], data["status"]) == ("done", at_once.status)
    result = ask("works/result", id="one")
    assert (result.status, result.kind) == (at_once.status, at_once.kind)
    if at_once.status >= 400:
        assert json.loads(result.body)["problems"] == json.loads(at_once.body)["problems"]
    else:
        assert result.body == at_once.body
    assert result.headers["cache-control"] == "no-store"
    assert result.headers.get("content-disposition") == at_once.headers.get("content-disposition")


def test_all_of_a_list_is_worked_out_once_and_told_page_by_page(ask: Asking) -> None:
    whole = ask.data("impact", **READING)["impact"]
    assert ask("impact", **READING, limit=1, work="one").status == 202
    worked(ask)
    first = ask("works/result", id="one")
    assert json.loads(first.body)["impact"] == whole[:1]  # as many as were asked for
    assert json.loads(first.headers["kenri-next"]) == {"after": "1"}
    rest = ask("works/result", id="one", after=1, limit=1000)
    assert json.loads(rest.body)["impact"] == whole[1:]
    assert "kenri-next" not in rest.headers
    assert ask.refused("works/result", id="one", after="x") == (400, ["parameter-not-whole"])
    again = ask("impact", **READING, limit=2)  # of the same question, of which all is there
    assert json.loads(again.body)["impact"] == whole[:2]
    assert json.loads(again.headers["kenri-next"]) == {"after": "2"}


def test_the_same_question_is_worked_out_once_until_something_is_recorded(
    ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("impact", **READING, work="one").status == 202
    for work in (None, "two"):  # whether it is waited for or not
        joined = ask("impact", **READING, limit=7, work=work)
        assert (joined.status, json.loads(joined.body)["id"]) == (202, "one")
    assert ask("impact", **{**READING, "on": "2025-03-06"}, work="three").status == 202
    assert json.loads(ask("impact", **READING, lang="ja", work="four").body)["id"] == "four"
    while worked(ask):
        pass
    kept = ask("impact", **READING, work="five")
    assert kept.status == 200
    assert ask("impact", **READING, if_none_match=kept.headers["etag"]).status == 304
    ask.data("entries/append", body=body_of(exercise("bob", "second")))
    told = ask("impact", **READING, work="six")
    assert (told.status, json.loads(told.body)["id"]) == (202, "six")


def test_what_was_worked_out_on_another_day_is_worked_out_again(ask: Asking) -> None:
    ask("due", work="one")
    worked(ask)
    assert ask("due", work="two").status == 200
    with ask.answering._database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE kenri_works SET begun = begun - {86_400 * SECOND}")
    assert ask("due", work="two").status == 202


def test_only_who_asked_is_told_and_only_while_they_may_ask(here: Asking) -> None:
    eve, mia = Person(here, "eve", "auditor"), Person(here, "mia", "administrator")
    other = Person(here, "bo", "administrator", issuer="Bolt")
    assert eve("impact", **READING, work="one").status == 202
    assert worked(here) is not None
    for operation in ("work", "works/result", "works/cancel", "page/work", "page/cancel-work"):
        told = mia(operation, id="one")
        assert (told.status, codes(told)) == (404, ["no-such-work"]), operation
        assert codes(other(operation, id="one")) == ["no-such-work"]
        assert codes(other(operation, id="one", issuer="Acme")) == ["no-such-issuer"]
        assert here(operation, id="one", issuer="Acme").status == 401
    assert json.loads(mia("works").body) == json.loads(other("works").body) == {"works": []}
    assert [each["id"] for each in json.loads(eve("works").body)["works"]] == ["one"]
    assert json.loads(eve("works/result", id="one").body)["impact"]
    eve.is_ended()
    with here.answering._database.writing() as connection:  # something else is left to them
        give(connection, "eve", Given("holder", holder="ann"))
    for operation in ("work", "works/result", "works/cancel", "page/work"):
        told = eve(operation, id="one")
        assert (told.status, codes(told)) == (403, ["not-permitted"]), operation
        assert "ann-1" not in told.body.decode()
    assert json.loads(eve("works").body) == {"works": []}


def test_a_question_is_not_worked_out_for_who_may_not_ask_it_any_more(here: Asking) -> None:
    eve = Person(here, "eve", "auditor")
    with here.answering._database.writing() as connection:
        token = make_token(connection, "hr", ["read"], [], secret="0" * 43, now=now(), ends=None)
        person = find_person(connection, "eve").id
        own = make_token(connection, "own", ["read"], [], secret="1" * 43, now=now(), ends=None, person=person)
    of_token: dict[str, Any] = {"issuer": "Acme", "token": token, "is_local": False}
    assert here("audit/all", work="three", issuer="Acme", token=own, is_local=False).status == 202
    assert eve("audit/all", work="one").status == 202
    assert here("audit/all", work="two", **of_token).status == 202
    eve.is_ended()
    with here.answering._database.writing() as connection:
        revoke(connection, "token", "hr", now(), issuer=0)
    statuses = {}
    while (work := worked(here)) is not None:
        with here.answering._database.reading() as connection:
            statuses[work.id] = getattr(work_of(connection, work.id), "status", None)
    assert statuses == {"one": 404, "two": 401, "three": 404}  # eve, and what is hers, knows of no such issuer
    assert here.refused("work", id="two", **of_token) == (401, ["token-not-known"])


def test_who_sees_one_holder_sees_the_work_about_that_holder(here: Asking) -> None:
    ann = Person(here, "ann", "holder", holder="ann")
    asked: dict[str, Any] = {"plan": "acme/options", "what_if": ["exercises 5 2025-02-20"]}
    assert ann("simulate", holder="ann", work="one", **asked).status == 202
    worked(here)
    assert ann("works/result", id="one").status == 200
    assert ann("simulate", holder="bob", work="two", **asked).status == 403
    assert ann("impact", **READING, work="two").status == 403


def test_whoever_is_on_the_machine_is_nobody_any_more_once_there_is_a_person(here: Asking) -> None:
    assert here("impact", issuer="Acme", **READING, work="one").status == 202
    Person(here, "eve", "administrator")
    worked(here)
    with here.answering._database.reading() as connection:
        assert getattr(work_of(connection, "one"), "status", None) == 401


def test_a_process_that_is_lost_is_followed_by_another_and_there_is_one_answer(here: Asking) -> None:
    database, at = here.answering._database, now()
    here("impact", issuer="Acme", **READING, work="one")
    answer = WorkAnswer.of_parts({"": {"first": True}}).kept()
    with database.writing() as connection:
        assert begin_next(connection, "a", at) is not None
        assert begin_next(connection, "b", at + LEASE * SECOND) is None  # not yet
        assert say_at_it(connection, "one", "a", at + 10 * SECOND, done=1, total=3)
        assert begin_next(connection, "b", at + (LEASE + 9) * SECOND) is None
    assert (here("work", issuer="Acme", id="one").status, here.data("work", issuer="Acme", id="one")["done"]) == (
        200,
        1,
    )
    with database.writing() as connection:
        again = begin_next(connection, "b", at + (LEASE + 11) * SECOND)
    assert again is not None
    assert (again.id, again.attempts, again.done) == ("one", 2, 0)
    with database.writing() as connection:
        assert not say_at_it(connection, "one", "a", at, done=2, total=3)
        assert not settle_work(connection, "one", "a", at, status=200, answer=answer)
        give_back(connection, "one", "a")  # of what is not its own any more
        assert say_at_it(connection, "one", "b", at, done=2, total=3)
        assert settle_work(connection, "one", "b", at, status=200, answer=WorkAnswer.of_parts({"": {"b": 1}}).kept())
        assert not settle_work(connection, "one", "b", at, status=200, answer=answer)
        assert not is_any_to_do(connection, at)
    assert here.data("work", issuer="Acme", id="one")["done"] == 3  # all, whenever it was told last


def test_two_processes_never_have_the_same(here: Asking) -> None:
    for number in range(3):
        here("impact", issuer="Acme", **{**READING, "on": f"2025-03-0{number + 1}"}, work=f"w{number}")
    database = here.answering._database
    with database.writing() as connection:
        first = begin_next(connection, "a", now())
        if database.is_sqlite:  # another waits until this is done
            others = []
        else:
            with database.writing() as second:
                others = [begin_next(second, "b", now()) for _ in range(3)]
    ids = [each.id for each in (first, *others) if each is not None]
    assert len(ids) == len(set(ids)) == (1 if database.is_sqlite else 3)


def test_what_is_given_back_was_not_tried(here: Asking) -> None:
    here("impact", issuer="Acme", **READING, work="one")
    for _ in range(MOST_ATTEMPTS + 1):
        work = begun(here, "a")
        assert work is not None
        assert work.attempts == 1
        with here.answering._database.writing() as connection:
            give_back(connection, "one", "a")


def test_cancelled_work_is_done_no_more(here: Asking) -> None:
    of: dict[str, Any] = {"issuer": "Acme", "id": "one"}
    here("impact", issuer="Acme", **READING, work="one")
    begun(here, "a")
    assert here.data("works/cancel", **of)["state"] == "cancelled"
    assert here.data("works/cancel", **of)["state"] == "cancelled"
    with here.answering._database.writing() as connection:
        assert not say_at_it(connection, "one", "a", now(), done=1, total=1)
        assert not settle_work(connection, "one", "a", now(), status=200, answer=b"")
    assert here.refused("works/result", **of) == (410, ["work-cancelled"])
    assert here("impact", issuer="Acme", **READING, work="two").status == 202  # asked again, it is done
    assert getattr(worked(here), "id", None) == "two"
    assert here.data("works/cancel", issuer="Acme", id="two")["state"] == "done"


def test_work_that_has_ended_is_thrown_away_after_a_day(here: Asking) -> None:
    here("impact", issuer="Acme", **READING, work="one")
    worked(here)
    database, hours = here.answering._database, 3_600 * SECOND
    with database.writing() as connection:
        assert not is_any_to_do(connection, now() + (KEPT_HOURS - 1) * hours)
        assert is_any_to_do(connection, now() + (KEPT_HOURS + 1) * hours)
        assert begin_next(connection, "a", now() + (KEPT_HOURS + 1) * hours) is None
    assert here.refused("works/result", issuer="Acme", id="one") == (404, ["no-such-work"])


def test_nobody_fills_the_register_with_work(here: Asking) -> None:
    def days() -> Callable[[], str]:
        left = iter(range(1_000))
        return lambda: (TODAY + timedelta(days=next(left))).isoformat()

    day = days()
    for number in range(MOST_OPEN):
        assert here("impact", issuer="Acme", reading="days=long", on=day(), work=f"w{number}").status == 202
    refused = here("impact", issuer="Acme", reading="days=long", on=day(), work="one-more")
    assert (refused.status, codes(refused)) == (503, ["too-busy"])
    for _ in range(4):  # what is done makes place
        while worked(here):
            pass
        for _ in range(MOST_OPEN):
            on = day()
            assert here("impact", issuer="Acme", reading="days=long", on=on, work=f"on-{on}").status == 202
    assert len(here.data("works", issuer="Acme")["works"]) == 40


def test_what_is_brought_in_is_there_once_however_often_it_is_begun(here: Asking) -> None:
    files = {("file", "dan.yaml"): MORE}
    before = here("head", issuer="Acme").headers["etag"]
    told = here("import/apply", issuer="Acme", files=files, if_match=before, work="one")
    assert told.status == 202
    work = begun(here, "a")
    assert work is not None
    with here.answering._database.reading() as connection:
        question = connection.exec_driver_sql("SELECT question FROM kenri_works").scalar_one()
    first = here.answering.work_out(work, bytes(question), lambda *_: None)  # and is lost before it can say so
    with here.answering._database.writing() as connection:
        give_back(connection, "one", "a")
    worked(here, "b")
    result = here("works/result", issuer="Acme", id="one")
    assert (result.status, result.body) == (200, first.answered.body)
    assert json.loads(result.body)["counts"]["new"] == 4
    assert result.headers["etag"] == here("head", issuer="Acme").headers["etag"]
    moved = here("import/apply", issuer="Acme", files=files, if_match=before, work="two")
    assert moved.status == 202
    worked(here)
    assert here.refused("works/result", issuer="Acme", id="two") == (412, ["register-moved"])


def test_a_write_under_a_key_is_work_once(ask: Asking) -> None:
    files = {("file", "dan.yaml"): MORE}
    for work in ("one", "two"):
        told = ask("import/apply", files=files, key="k1", work=work)
        assert (told.status, json.loads(told.body)["id"]) == (202, "one")
    worked(ask)
    again = ask("import/apply", files=files, key="k1")
    assert (again.status, again.headers["idempotency-replayed"]) == (200, "true")
    assert again.body == ask("works/result", id="one").body


PAGES: list[tuple[str, dict[str, Any], str]] = [
    ("page/plan/impact", {"plan": "acme/options", **READING}, "3 of 3 holders"),
    ("page/plan/change", {"plan": "acme/options", "on": "2025-03-05", "files": {("rules", "a.yaml"): FORTY}}, "3 of 3"),
    ("page/plan/checks", {"plan": "acme/options", "only": "days"}, "days"),
    ("page/audit", {"from": "2025-01-01", "until": "2025-04-01"}, "How rights moved"),
    ("page/today", {"on": "2025-02-25", "within": 20}, "花子"),
]


@pytest.mark.parametrize(("name", "query", "said"), PAGES, ids=[name for name, *_ in PAGES])
def test_a_page_leads_to_how_far_it_is_and_that_becomes_the_page(
    name: str, query: dict[str, Any], said: str, here: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    eve = Person(here, "eve", "administrator")
    at_once = eve(name, **query)
    assert at_once.status == 200
    told = eve(name, work="one", **query)
    assert (told.status, told.headers["location"]) == (303, "/works/one")
    waits = page(eve("page/work", id="one").body)
    assert waits.one("p", role="status").text == "It waits for its turn."
    assert waits.one("noscript").one("meta").attributes["http-equiv"] == "refresh"
    begun(here, "a")
    with here.answering._database.writing() as connection:
        assert say_at_it(connection, "one", "a", now(), done=2, total=3)
    assert page(eve("page/work", id="one").body).one("span", class_="far").text == "2 of 3"
    with here.answering._database.writing() as connection:
        give_back(connection, "one", "a")
    worked(here)

    def asked_again(*_: Any, **__: Any) -> Any:
        raise AssertionError("it was worked out")

    for each in ("impact", "impact_of_files", "audit_all", "due", "roll_forward"):
        monkeypatch.setattr(f"kenri.faces.serving.of_everybody.{each}", asked_again)
    monkeypatch.setattr("kenri.faces.serving.of_plans.checked", asked_again)
    found = eve("page/work", id="one")
    assert (found.status, said in page(found.body).text) == (200, True)
    assert page(found.body).one("main").text == page(at_once.body).one("main").text
    assert page(eve(name, **query).body).one("main").text == page(at_once.body).one("main").text
    other = page(eve("page/works").body)
    assert [each.attributes["href"] for each in other.one("tbody").all("a")] == ["/works/one"]


def test_what_a_page_may_not_show_is_told_as_a_page(ask: Asking) -> None:
    assert ask("page/plan/checks", plan="acme/nothing", work="one").status == 303
    worked(ask)
    told = ask("page/work", id="one")
    assert (told.status, told.kind) == (404, "text/html; charset=utf-8")
    assert "acme/nothing" in page(told.body).text


def test_forms_of_a_page_that_was_worked_out_are_of_the_session_that_looks(here: Asking) -> None:
    eve = Person(here, "eve", "administrator")
    for on in ("2025-03-02", "2025-03-03"):
        eve("ask/keep", holder="ann", plan="acme/options", on=on, method="POST")
    assert eve("page/today", on="2025-02-25", work="one").status == 303
    assert eve("page/cancel-work", id="one").status == 200
    shown = page(eve("page/work", id="one").body)
    assert "It was cancelled." in shown.text
    assert eve("page/today", on="2025-02-25", work="two").status == 303
    form = page(eve("page/work", id="two").body).one("form", method="post")
    fields = {each.attributes["name"]: each.attributes["value"] for each in form.all("input")}
    assert fields["csrf"] == eve.token_of_forms


def test_what_was_begun_too_often_says_so(here: Asking) -> None:
    at = now()
    here("impact", issuer="Acme", **READING, work="one")
    for number in range(MOST_ATTEMPTS + 1):
        with here.answering._database.writing() as connection:
            work = begin_next(connection, f"p{number}", at + number * (LEASE + 1) * SECOND)
            assert work is not None
            assert work.attempts == number + 1


def test_the_question_is_kept_without_what_shows_who_asks(here: Asking) -> None:
    with here.answering._database.writing() as connection:
        token = make_token(connection, "hr", ["read"], [], secret="0" * 43, now=now(), ends=None)
    assert here("impact", issuer="Acme", token=token, is_local=False, **READING, work="one").status == 202
    with here.answering._database.reading() as connection:
        question = connection.exec_driver_sql("SELECT question FROM kenri_works").scalar_one()
    assert token.encode() not in bytes(question)
    assert b"is_local" not in bytes(question)


@pytest.mark.parametrize("held", [0, 1, 5_000])
def test_others_write_while_the_answers_of_many_are_compared(
    held: int, here: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {
        "issuer": "Acme", "on": "2025-02-01", "reading": "days=long", "files": {("file", "dan.yaml"): MORE}
    }  # fmt: skip
    before = here.data("impact/files", **asked)
    assert len(before["impact"]) == 4
    compared, written = impact, list[Changes]()

    def written_meanwhile(*sides: Any) -> Any:
        if not written:
            register = Register.open(here.answering._name, "Acme")
            life = LIVES["ann"].replace("ann", "eve")
            written.append(register.apply(written_life(life, "acme/options", "eve.yaml"), author="x", now=now()))
        return compared(*sides)

    monkeypatch.setattr(everybody_impact, "_HELD", held)
    monkeypatch.setattr(everybody_impact, "impact", written_meanwhile)
    assert here.data("impact/files", **asked) == before
    assert written[0].counts["new"] == 4
