"""Every route, by everybody, of each issuer: what is let in, and that nothing crosses.

What each role may do stands here by hand, by the act that a route is. A new route fails until its act stands here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from kenri.faces.inputs.registers import now
from kenri.faces.serving import app
from kenri.faces.serving.answered import status_of
from kenri.faces.serving.operations import OPERATIONS
from kenri.faces.serving.pages_served import PAGES, served
from kenri.model.problems import ProblemsError
from kenri.register.register import Register
from kenri.service.people import find_person, shut_out
from kenri.service.sessions import begin_session, csrf_token
from kenri.service.tokens import make_token
from tests.faces.pages.reading import Element, page
from tests.faces.serving.asking import LIVES, Asking, entries, filled
from tests.faces.serving.signed_in import TODAY, Given, give, session_of_new
from tests.faces.serving.working import keep_done_work
from tests.register.small_register import at, written_life

ISSUERS = ("Acme", "Bolt")
YESTERDAY = TODAY - timedelta(days=1)

READS = {"know_issuer", "see_plans", "check_plans", "see_impact", "see_everybody", "see_rights", "audit", "export"}
OWN = {"know_issuer", "see_plans", "see_rights of ann", "make_tokens"}
WITH_OWN = {"holder", "heir", "one-heir"}
"""Who has access to the rights of one holder."""
OF_OWN = {"withdraw"}
"""What they do of that holder: they are let in before it is read whose rights are meant."""

MAY: Mapping[str, set[str]] = {
    "administrator": {
        *READS,
        "record",
        "refuse",
        "import",
        "request",
        "withdraw",
        "manage_people",
        "make_tokens",
        "remind",
    },
    "plan_author": {"know_issuer", "see_plans", "check_plans", "see_impact", "take_in_plans", "make_tokens"},
    "auditor": {*READS, "make_tokens"},
    "holder": OWN,
    "heir": OWN,
    "one-heir": OWN,
    "representative": set(),  # ann has died
    "ended": set(),
    "to-come": set(),
    "nobody": set(),
    "shut-out": set(),
}
"""Of each person, what they may do to Acme; to Bolt nothing. `see_rights` is of everybody unless it says of whom."""

PEOPLE = ("add", "give", "end", "password", "totp/end", "shut-out", "openid", "openid/end")

ACT = {
    "ask": "see_rights", "windows": "see_rights", "figure": "see_rights", "schedule": "see_rights",
    "duties": "see_rights", "audit": "see_rights", "simulate": "see_rights", "sweep": "see_rights",
    "holder": "see_rights", "holders": "see_everybody", "grants": "see_everybody", "records": "see_everybody",
    "due": "see_everybody", "audit/all": "audit", "roll-forward": "see_everybody", "export": "export",
    "export/losses": "export", "print": "export", "impact": "see_impact", "impact/files": "see_impact",
    "head": "see_everybody", "verify": "audit", "plans": "see_plans", "plan/text": "see_plans",
    "plan/explain": "see_plans", "plan/check": "check_plans", "batch": "check_plans",
    "import/preview": "see_everybody", "import/apply": "import", "act": "record", "exercise": "record",
    "ask/keep": "record", "entries/append": "record", "entries/correct": "record", "entries/cancel": "record",
    "plans/take": "take_in_plans",
    **dict.fromkeys(("people", *(f"people/{each}" for each in PEOPLE)), "manage_people"),
    **dict.fromkeys(("page/people", *(f"page/people/{each}" for each in PEOPLE)), "manage_people"),
    **dict.fromkeys((f"reminders/{each}" for each in ("feed", "mail", "webhook", "revoke")), "remind"),
    **dict.fromkeys((f"page/reminders/{each}" for each in ("feed", "mail", "webhook", "revoke")), "remind"),
    **dict.fromkeys(("tokens", "tokens/make", "tokens/end"), "make_tokens"),
    **dict.fromkeys(("page/tokens", "page/tokens/make", "page/tokens/end"), "make_tokens"),
    "reminders": "remind", "page/reminders": "remind",
    "requests": "see_everybody", "requests/record": "record", "requests/withdraw": "withdraw",
    "requests/refuse": "refuse", "page/requests/record": "record", "page/requests/withdraw": "withdraw",
    "page/requests/refuse": "refuse",
    "page/today": "see_everybody", "page/holders": "see_everybody", "page/holder": "see_rights",
    "page/mine": "know_issuer", "page/my-rights": "see_rights", "page/request": "request",
    "page/plans": "see_plans", "page/plan": "see_plans", "page/plan/versions": "see_plans",
    "page/plan/checks": "check_plans", "page/plan/impact": "see_impact", "page/plan/change": "see_impact",
    "page/audit": "audit", "page/work": "know_issuer", "page/works": "know_issuer", "page/cancel-work": "know_issuer",
    **dict.fromkeys(("works", "work", "works/result", "works/cancel"), "know_issuer"),
    "page/import": "import", "page/import/preview": "import", "page/import/apply": "import",
}  # fmt: skip
"""The act of each operation and page, where it names no holder or must name one."""

NEVER_OF_ONE = {"records", "audit/all"}
"""What may name a holder, and yet tells of everybody."""


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Asking, Mapping[str, str]]:
    """A register of two issuers, and of each person of Acme the text of a session."""
    monkeypatch.chdir(tmp_path)
    ask = Asking(filled("register.db", tmp_path, ISSUERS))
    for issuer in ISSUERS:
        register = Register.open("register.db", issuer)
        died = LIVES["花子"].replace("花子", "dead").replace("parties: {", "parties: {iris: {role: heir}, ")
        died += "  - {on: 2025-06-01, event: dies, id: dead-died}\n"
        died += "  - {on: 2025-06-02, event: inherits, who: iris, id: dead-heir}\n"
        register.apply(written_life(died, "acme/options", "dead.yaml"), author="ann", now=at("2025-06-02"))
    given = {
        "administrator": Given("administrator"),
        "plan_author": Given("plan_author", until=TODAY),
        "auditor": Given("auditor"),
        "holder": Given("holder", holder="ann"),
        "heir": Given("heir", holder="dead"),
        "one-heir": Given("holder", holder="iris"),  # who inherits from the dead, and holds nothing besides
        "representative": Given("representative", holder="dead"),
        "ended": Given("administrator", since=date(2020, 1, 1), until=YESTERDAY),
        "to-come": Given("administrator", since=TODAY + timedelta(days=2)),
        "shut-out": Given("administrator"),
    }
    with ask.answering._database.writing() as connection:
        sessions = {name: session_of_new(connection, name, [given[name]] if name in given else []) for name in MAY}
        for name in MAY:
            keep_done_work(connection, f"work-of-{name}", "Acme", f"person {name}")
        shut_out(connection, find_person(connection, "shut-out"), today=TODAY, now=now(), author="local")
    return ask, sessions


def asked(people: tuple[Asking, Mapping[str, str]], name: str, operation: str, **query: Any) -> tuple[int, Any]:
    """The status and the body of what a person asks."""
    ask, sessions = people
    given = served()[operation]
    values = {**_VALUE, "id": f"work-of-{name}"}
    needed = {each.name: values.get(each.name, "2025-07-05") for each in given.parameters if each.is_required}
    text = sessions[name]
    body = b"{}" if given.body in ("entries", "fields") else None
    answered = ask(
        operation, body=query.pop("body", body), session=text, csrf=csrf_token(text), method=given.method,
        is_local=False, **({} if given.body == "fields" else {**needed, **query}),
    )  # fmt: skip
    return answered.status, answered.body.decode(errors="replace")


_VALUE = {"holder": "bob", "plan": "acme/options", "what": "feed"}


OF_NO_OPERATION = {
    "health", "ready", "metrics", "openapi", "feed", "unsubscribe", "issuers", "sign-in", "openid", "openid-back",
    "sign-out", "account", "password", "static", "language", "none",
}  # fmt: skip
"""What is served besides: to everybody alike, or as the tests of it say."""


def test_every_route_is_an_operation_or_known_here() -> None:
    written = Path(app.__file__).read_text(encoding="utf-8")
    assert set(re.findall(r'served\.told\(\s*"([a-z-]+)"|self\.told\(\s*"([a-z-]+)"', written)) == {
        (each, "") if each != "none" else ("", each) for each in OF_NO_OPERATION
    }


def test_every_route_has_its_act_here() -> None:
    assert set(ACT) == set(served())
    assert {name: each.act_for("bob" if _must_name(each) else None) for name, each in served().items()} == ACT


def _must_name(operation: Any) -> bool:
    return any(each.name == "holder" and each.is_required for each in operation.parameters)


@pytest.mark.parametrize("name", MAY)
def test_each_person_is_let_into_what_the_role_may_do_and_nothing_else(
    name: str, people: tuple[Asking, Mapping[str, str]]
) -> None:
    for operation, issuer in product(served(), ISSUERS):
        status, body = asked(people, name, operation, issuer=issuer)
        if served()[operation].body == "fields":  # the issuer is in the body, which is empty here
            may = MAY[name] | (OF_OWN if name in WITH_OWN else set())
            assert (status in (401, 403, 404)) == (ACT[operation] not in may), (operation, status, body)
        elif issuer == "Acme" and ACT[operation] in MAY[name]:
            assert status not in (401, 403, 404, 500), (operation, status, body)
        else:
            is_led_on = operation == "page/today" and (status, body) == (303, "")  # to one's own rights
            assert is_led_on or status in (401, 403, 404), (operation, issuer, status, body)
            assert "花子" not in body, (operation, issuer, body)
        if issuer == "Bolt" and name != "shut-out" and status == 404:
            assert _codes(body) == ["no-such-issuer"]


@pytest.mark.parametrize(("name", "where"), [
    ("plan_author", "/plans"), ("holder", "/mine"), ("one-heir", "/mine"), ("ended", "/account"),
    ("to-come", "/account"), ("nobody", "/account"), ("administrator", ""), ("auditor", ""),
])  # fmt: skip
def test_who_may_not_see_today_is_led_to_what_they_may_see(
    name: str, where: str, people: tuple[Asking, Mapping[str, str]]
) -> None:
    """It is where everybody is who has signed in."""
    ask, sessions = people
    led = ask("page/today", session=sessions[name], method="GET", is_local=False)
    assert (led.status, led.headers.get("location", "")) == ((303, where) if where else (200, ""))


@pytest.mark.parametrize("name", MAY)
def test_the_menu_leads_whoever_may_go_there_and_nobody_else(
    name: str, people: tuple[Asking, Mapping[str, str]]
) -> None:
    _, body = asked(people, name, "page/plans", issuer="Acme")
    shown = page(body.encode()).all("nav", class_="menu")
    led = {each.attributes["href"] for one in shown for each in one.all("a")}
    assert led == {each.address for each in PAGES.values() if each.menu and ACT[each.name] in MAY[name]}
    has_work = any(ACT[each.name] in MAY[name] for each in PAGES.values() if each.is_work)
    assert ("/works" in led) == has_work


@pytest.mark.parametrize(("name", "of"), [("holder", "ann"), ("heir", "dead"), ("one-heir", "dead")])
def test_who_has_access_to_one_holder_sees_nothing_of_anybody_else(
    name: str, of: str, people: tuple[Asking, Mapping[str, str]]
) -> None:
    others = {"ann", "bob", "花子", "dead"} - {of}
    for operation, each in OPERATIONS.items():
        if not any(one.name == "holder" for one in each.parameters) or each.method != "GET":
            continue
        status, body = asked(people, name, operation, holder=of, issuer="Acme")
        if operation in NEVER_OF_ONE:
            assert status == 403
        else:
            assert status not in (401, 403, 404, 500), (operation, status, body)
            assert not any(f'"{other}' in body for other in others), (operation, body)
        told = {other: asked(people, name, operation, holder=other, issuer="Acme") for other in (*others, "none")}
        assert {status for status, _ in told.values()} == {403}, operation
        said = {_without_number(body).replace(other, "…") for other, (_, body) in told.items()}
        assert len(said) == 1, (operation, said)  # whether there is such a holder is told by nothing


def test_a_register_is_not_even_asked_of_a_holder_to_whom_there_is_no_access(
    people: tuple[Asking, Mapping[str, str]],
) -> None:
    looked = []

    def look(*asked: Any) -> tuple[()]:
        looked.append(asked[:2])
        return ()

    people[0].answering._access._recorded = look  # type: ignore[attr-defined]  # of the only kind there is
    assert asked(people, "holder", "ask", holder="bob", issuer="Acme")[0] == 403
    assert set(looked) == {("Acme", "ann")}


def test_what_holders_see_of_their_history_counts_nothing(people: tuple[Asking, Mapping[str, str]]) -> None:
    ask, sessions = people
    answered = ask("holder", holder="ann", issuer="Acme", session=sessions["holder"], method="GET", is_local=False)
    for each in json.loads(answered.body)["history"]:
        assert not any(each[name] for name in ("sequence", "corrects", "hash", "by", "source"))
    assert "etag" not in answered.headers
    status, body = asked(people, "holder", "page/holder", holder="ann", issuer="Acme")
    assert status == 200
    assert "bob" not in body


def test_a_refusal_says_its_clause_and_the_log_always_does(people: tuple[Asking, Mapping[str, str]]) -> None:
    status, body = asked(people, "holder", "holders", issuer="Acme")
    assert (status, _codes(body)) == (403, ["not-permitted"])
    assert "clause 3(1)" in body
    assert people[0].answering.refused_by == ("3(1) everybody",)
    status, body = asked(people, "holder", "holders", issuer="Bolt")
    assert "1(2)" not in body  # whether there is a Bolt is not told
    assert people[0].answering.refused_by


def test_what_is_written_by_a_cookie_comes_from_a_page_of_the_session(
    people: tuple[Asking, Mapping[str, str]],
) -> None:
    ask, sessions = people
    text = sessions["administrator"]
    body = entries({"kind": "party", "key": "eve", "data": {"role": "grantee"}})
    for csrf in (None, "", csrf_token(sessions["auditor"])):
        told = ask.refused("entries/append", body=body, issuer="Acme", session=text, csrf=csrf, method="POST")
        assert told == (403, ["form-not-ours"])
    ask.data("entries/append", body=body, issuer="Acme", session=text, csrf=csrf_token(text), method="POST")
    last = ask.data("records", issuer="Acme", session=text, method="GET", limit=1000)[-1]
    assert (last["key"], last["by"]) == ("eve", "person administrator")


def test_a_page_of_a_session_that_has_ended_is_not_taken_for_that_of_the_next(
    people: tuple[Asking, Mapping[str, str]],
) -> None:
    """Browsers ask whether the page that they have is still so: its forms would send what the former session knows."""
    ask, sessions = people
    query: dict[str, Any] = {"issuer": "Acme", "is_local": False, "method": "GET"}
    first = ask("page/import", session=sessions["administrator"], **query)
    tag = first.headers["etag"]
    assert ask("page/import", session=sessions["administrator"], if_none_match=tag, **query).status == 304
    with ask.answering._database.writing() as connection:
        person = find_person(connection, "administrator").id
        again = begin_session(connection, person, "password", now())
    answered = ask("page/import", session=again, if_none_match=tag, **query)
    assert answered.status == 200
    assert csrf_token(again) in answered.body.decode()


def test_a_session_that_is_none_lets_nobody_in_though_they_are_on_the_machine(
    people: tuple[Asking, Mapping[str, str]],
) -> None:
    ask, _ = people
    assert ask.refused("holders", session="none", method="GET") == (401, ["session-ended"])
    assert ask.refused("holders") == (401, ["not-signed-in"])  # since there are people


def own(people: tuple[Asking, Mapping[str, str]], name: str, operation: str, method: str, csrf: str) -> int:
    """The status of what somebody asks of their own sign-in."""
    ask, sessions = people
    header = {
        "operation": operation, "method": method, "lang": "en", "page": f"/{operation}", "session": sessions[name],
        "fields": {"csrf": csrf}, "is_secure": False,
    }  # fmt: skip
    try:
        return ask.answering.answer(header, []).status
    except ProblemsError as error:
        return max(map(status_of, error.problems))


@pytest.mark.parametrize("name", MAY)
def test_everybody_has_their_own_account_and_nothing_of_the_service(
    name: str, people: tuple[Asking, Mapping[str, str]]
) -> None:
    ask, sessions = people
    ends = 401 if name == "shut-out" else 403
    for issuer in (None, *ISSUERS):  # how the service does is of all issuers, and nobody here is of all
        query: dict[str, Any] = {} if issuer is None else {"issuer": issuer}
        assert ask("metrics", session=sessions[name], method="GET", is_local=False, **query).status == ends
    other = next(each for each in MAY if each != name)
    assert own(people, name, "sign-in", "GET", "") == 200
    assert own(people, name, "account", "GET", "") == (401 if name == "shut-out" else 200)
    for csrf in ("", csrf_token(sessions[other])):
        assert own(people, name, "account", "POST", csrf) == ends
        assert own(people, name, "sign-out", "POST", csrf) == ends
    assert own(people, name, "sign-out", "POST", csrf_token(sessions[name])) == (401 if name == "shut-out" else 303)
    assert own(people, name, "account", "GET", "") == 401


def test_a_secret_address_shows_its_holder_whoever_has_it_and_no_other_issuer(
    people: tuple[Asking, Mapping[str, str]],
) -> None:
    ask, sessions = people
    text = sessions["administrator"]
    made = ask(
        "reminders/feed", issuer="Acme", name="ann", holder="ann", session=text, csrf=csrf_token(text), method="POST",
        is_local=False,
    )  # fmt: skip
    secret = json.loads(made.body)["path"].removeprefix("/feeds/").removesuffix(".ics")
    header = {"operation": "feed", "lang": "en", "secret": secret, "if_none_match": None, "is_write": False}
    told = ask.answering.answer(header, []).body.decode()
    assert "ann" in told
    assert not [each for each in ("bob", "花子", "Bolt") if each in told]


def test_an_administrator_of_one_issuer_sees_and_ends_nothing_of_another(
    people: tuple[Asking, Mapping[str, str]],
) -> None:
    ask, sessions = people
    with ask.answering._database.writing() as connection:
        session_of_new(connection, "of-bolt", [Given("auditor", "Bolt")])
        elsewhere = session_of_new(connection, "of-all", [Given("auditor", None)])
        text = sessions["administrator"]

    def done(operation: str, **query: Any) -> tuple[int, Any]:
        answered = ask(operation, session=text, csrf=csrf_token(text), is_local=False, method="POST", **query)
        return answered.status, json.loads(answered.body)

    listed = {each["name"]: each["given"] for each in done("people")[1]}
    assert "of-bolt" not in listed
    assert [each["issuer"] for each in listed["of-all"]] == [None]
    for name in ("of-bolt", "no one"):
        for operation, query in (("people/end", {}), ("people/give", {"role": "auditor"})):
            status, told = done(operation, name=name, **query)
            assert (status, _codes(json.dumps(told))) == (422, ["no-such-person"])
    assert done("people/end", name="of-all")[1] == {"name": "of-all", "ended": 0}
    told = ask("page/people/end", name="of-all", session=text, csrf=csrf_token(text), is_local=False, method="POST")
    assert page(told.body).one("div", role="status").text.startswith("Nothing was ended")
    forms = page(told.body).all("form", action="/people/end")
    offered = {each.attributes["value"] for form in forms for each in form.all("input") if _is_named(each, "name")}
    assert offered >= {"auditor", "holder"}
    assert "of-all" not in offered
    assert ask("head", issuer="Bolt", session=elsewhere, method="GET", is_local=False).status == 200
    assert done("people/end", name="auditor", role="auditor")[1] == {"name": "auditor", "ended": 1}
    assert ask("head", issuer="Acme", session=sessions["auditor"], method="GET").status == 401


def test_a_role_of_all_issuers_is_one_of_each(people: tuple[Asking, Mapping[str, str]]) -> None:
    ask, sessions = people
    with ask.answering._database.writing() as connection:
        give(connection, "nobody", Given("auditor", None))
    for issuer in ISSUERS:
        found = ask.data("head", issuer=issuer, session=sessions["nobody"], method="GET")
        assert found["issuer"] == issuer


def test_a_token_gives_no_role_and_sees_no_more_than_its_scopes(people: tuple[Asking, Mapping[str, str]]) -> None:
    ask, _ = people
    with ask.answering._database.writing() as connection:
        text = make_token(connection, "w", ["write"], ["Acme"], secret="w" * 43, now=now(), ends=None)
    assert ask.refused("holders", issuer="Acme", token=text) == (403, ["not-permitted"])
    assert ask.refused("metrics", token=text) == (403, ["not-permitted"])


def _codes(body: str) -> list[str]:
    return [each["code"] for each in json.loads(body)["problems"]]


def _is_named(element: Element, name: str) -> bool:
    return element.attributes.get("name") == name


def _without_number(body: str) -> str:
    found = json.loads(body)
    return json.dumps({name: value for name, value in found.items() if name != "instance"}, ensure_ascii=False)
