"""A service as it runs: who is served, what is limited, what is logged, and how it stops."""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import pytest

from kenri.faces.inputs.registers import now
from kenri.faces.serving.incoming import MOST_BODY
from kenri.register.database import Database
from kenri.register.register import Register
from kenri.service.password_links import make_password_link
from kenri.service.people import add_person
from tests.faces.serving.asking import LIVES, exercise, filled
from tests.faces.serving.running import Answer, Service, form, served
from tests.hostile import run
from tests.register.small_register import at

ANN: dict[str, Any] = {"holder": "ann", "on": "2025-03-05"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    filled(str(folder / "register.db"), folder)
    with served(folder, "--register", "register.db") as found:
        yield found.ready()


def test_a_question_is_answered_and_again_only_where_something_is_new(service: Service) -> None:
    answer = service.ask("ask", **ANN)
    assert (answer.status, answer.data["outcome"]) == (200, "allowed")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    again = service.ask("ask", headers={"If-None-Match": answer.headers["etag"]}, **ANN)
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", answer.headers["etag"])


def test_the_language_is_the_one_liked_best(service: Service) -> None:
    said = {}
    for liked in ("", "ja", "en, ja;q=0.5", "fr, ja;q=0.8, en;q=0.5", "ja;q=x", "*"):
        answer = service.ask("ask", headers={"Accept-Language": liked}, **{**ANN, "holder": "nan"})
        said[liked] = answer.headers["content-language"]
        assert answer.status == 404
    assert [liked for liked, lang in said.items() if lang == "ja"] == ["ja", "fr, ja;q=0.8, en;q=0.5"]


def test_problems_are_as_rfc_9457_has_them(service: Service) -> None:
    answer = service.ask("ask", holder="nan", on="2025-03-05")
    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")
    data = answer.data
    assert (data["type"], data["status"]) == ("urn:kenri:problem:no-such-holder", 404)
    assert data["instance"] == f"urn:uuid:{answer.headers['kenri-request']}"
    assert [each["code"] for each in data["problems"]] == ["no-such-holder"]


def test_pages_lead_to_one_another_and_have_each_once(service: Service) -> None:
    for path, key in (("holders", "holder"), ("records", "sequence")):
        whole = [each[key] for each in service.ask(path, limit=1000).data]
        found, at = [], service.path(path, limit=2)
        while at:
            answer = service.ask(at)
            found += [each[key] for each in answer.data]
            at = answer.headers.get("link", "").partition(">")[0].removeprefix("<")
        assert found == whole


def test_the_number_of_holders_is_told_whatever_part_of_what_comes_is_shown(service: Service) -> None:
    whole = service.ask("due", on="2025-02-25").data
    part = service.ask("due", on="2025-02-25", limit=1)
    assert (part.data["holders"], part.data["due"]) == (3, whole["due"][:1])
    assert service.ask(part.headers["link"].partition(">")[0][1:]).data["due"] == whole["due"][1:2]


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Host": "evil.example"}, 421, "host-not-served"),
        ({"Host": "127.0.0.1.evil.example:8400"}, 421, "host-not-served"),
        ({"Host": ""}, 421, "host-not-served"),
        ({"Origin": "http://evil.example"}, 403, "asked-by-another-site"),
        ({"Origin": "null"}, 403, "asked-by-another-site"),
        ({"Sec-Fetch-Site": "cross-site"}, 403, "asked-by-another-site"),
        ({"X-Forwarded-For": "127.0.0.1"}, 401, "not-signed-in"),
        ({"Via": "1.1 proxy"}, 401, "not-signed-in"),
        ({"Authorization": "Basic YTpi"}, 401, "not-signed-in"),
        ({"Authorization": "Bearer kenri_guessed"}, 401, "token-not-known"),
    ],
)
def test_without_a_token_only_this_machine_is_served_and_no_page_of_another_site(
    headers: dict[str, str], status: int, code: str, service: Service
) -> None:
    for path in ("holders", "/metrics", "issuers"):
        answer = service.ask(path, headers=headers)
        assert (answer.status, answer.codes) == (status, [code])
        assert answer.headers.get("www-authenticate") == ("Bearer" if status == 401 else None)


def test_a_link_of_another_site_leads_to_a_page_and_nothing_else_of_that_site_is_heard(service: Service) -> None:
    visit = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert service.ask("/holders", headers=visit).status == 200
    framed = {**visit, "Sec-Fetch-Dest": "iframe"}
    for path, method, headers in (
        ("/holders", "GET", framed), ("/holders", "GET", {**visit, "Sec-Fetch-Mode": "no-cors"}),
        ("holders", "GET", visit), ("/requests/record", "POST", visit), ("/import/preview", "POST", visit),
    ):  # fmt: skip
        assert service.ask(path, method=method, headers=headers).status == 403, (path, headers)


def test_a_page_of_this_service_may_ask_it(service: Service) -> None:
    own = {"Origin": service.url, "Sec-Fetch-Site": "same-origin"}
    assert service.ask("head", headers=own).status == 200


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/../../etc/passwd", 404, "no-such-path"),
        ("GET", "/api/v1/ask/", 404, "no-such-path"),
        ("GET", "/api/v1//ask", 404, "no-such-path"),
        ("GET", "/api/v1/%61sk%00", 404, "no-such-path"),
        ("POST", "/api/v1/ask", 405, "no-such-method"),
        ("OPTIONS", "/api/v1/ask", 405, "no-such-method"),
        ("GET", "/api/v1/entries/append", 405, "no-such-method"),
        ("GET", f"/api/v1/ask?holder={'x' * 501}&on=2025-01-01", 400, "parameter-not-text"),
        ("GET", "/api/v1/ask?holder=%00&on=2025-01-01", 400, "parameter-not-text"),
        ("GET", "/api/v1/ask?holder=%e2%80%ae&on=2025-01-01", 400, "parameter-not-text"),
        ("GET", "/api/v1/ask?holder=%ff&on=2025-01-01", 404, "no-such-holder"),
        ("GET", "/api/v1/ask?holder=ann&holder=bob&on=2025-01-01", 400, "parameter-given-twice"),
        ("GET", "/api/v1/ask?on=2025-01-01", 400, "parameter-missing"),
        ("GET", "/api/v1/ask?holder=ann&on=2025-01-01&knowm_at=x", 400, "parameter-unknown"),
        ("GET", "/api/v1/holders?limit=0", 400, "parameter-not-whole"),
        ("GET", "/api/v1/holders?limit=%EF%BC%91", 400, "parameter-not-whole"),
        ("GET", "/api/v1/records?kind=secret", 400, "parameter-not-among"),
        ("GET", "/api/v1/records?after=-1", 400, "parameter-not-whole"),
        ("GET", "/api/v1/ask?" + "reading=a=b&" * 600, 400, "parameter-given-twice"),
    ],
)
def test_what_cannot_be_asked_is_told(method: str, path: str, status: int, code: str, service: Service) -> None:
    answer = service.ask(path, method=method)
    assert (answer.status, answer.codes) == (status, [code])


def test_a_body_is_of_the_kind_that_is_wanted_and_not_too_large(service: Service) -> None:
    plain = {"content-type": "text/plain"}
    assert service.ask("entries/append", method="POST", body=b"{}", headers=plain).codes == ["body-of-another-kind"]
    assert service.post("import/preview", {}).codes == ["body-of-another-kind"]
    form_kind = {"content-type": "multipart/form-data; boundary=x"}
    for body in (b"", b"--x", b"--x\r\n\r\n", b"no form at all"):
        answer = service.ask("import/preview", method="POST", body=body, headers=form_kind)
        assert (answer.status, answer.codes[0]) in ((400, "body-not-read"), (400, "no-file-given"))
    without = {"content-type": "multipart/form-data"}
    assert service.ask("import/preview", method="POST", body=b"x", headers=without).codes == ["body-not-read"]
    body, headers = form(("other", "a.yaml", b"{}"))
    assert service.ask("import/preview", method="POST", body=body, headers=headers).codes == ["parameter-unknown"]


def test_a_body_that_is_too_large_is_refused_before_it_is_read(service: Service) -> None:
    with closing(service.connection()) as connection:
        connection.putrequest("POST", "/api/v1/entries/append")
        for name, value in (("content-type", "application/json"), ("content-length", str((MOST_BODY << 20) + 1))):
            connection.putheader(name, value)
        connection.endheaders()
        answer = service.received(connection.getresponse())
    assert (answer.status, answer.codes) == (413, ["body-too-large"])


def test_a_request_that_is_none_of_http_is_refused_and_the_service_goes_on(service: Service) -> None:
    address = service.connection()
    for said in (b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GET\0 / HTTP/1.1\r\n\r\n"):
        with socket.create_connection((address.host, address.port)) as raw:
            raw.sendall(said)
            raw.shutdown(socket.SHUT_WR)
            assert raw.recv(100).startswith((b"HTTP/1.1 4", b""))
    assert service.ask("/health").status == 200


def test_files_are_brought_in(service: Service) -> None:
    body, headers = form(("file", "dan.yaml", LIVES["ann"].replace("ann", "dan").encode()))
    told = service.ask("import/preview", method="POST", body=body, headers=headers)
    assert (told.status, told.data["applied"], told.data["counts"]["new"]) == (200, False, 4)


def test_a_table_is_answered_as_a_table(service: Service) -> None:
    pytest.importorskip("pyarrow")
    table = b"id,grantee.role,grant.on,grant.number\nx,grantee,2024-01-01,100\n"
    body, headers = form(("table", "t.csv", table))
    for kind, begins in (("csv", b"id,"), ("parquet", b"PAR1"), ("arrow", b"ARROW1")):
        answer = service.ask("batch", method="POST", body=body, headers=headers, **{"on": "2024-02-01", "as": kind})
        assert (answer.status, answer.body.strip(b'"').startswith(begins)) == (200, True), answer.body[:200]


def test_the_log_and_the_metrics_tell_of_nobody(service: Service) -> None:
    service.ask("ask", holder="花子", on="2025-03-05")
    service.ask("holder", holder="secret-name")
    service.ask("ask", holder="ann", on="secret-day")
    metrics = service.ask("/metrics").body.decode()
    assert 'kenri_requests_total{operation="holder",status="404"} 1.0' in metrics
    lines = [each for each in service.log if each["event"] == "request"]
    assert {"operation": "holder", "status": 404, "codes": ["no-such-holder"]}.items() <= lines[-3].items()
    told = metrics + json.dumps(service.log, ensure_ascii=False)
    assert not [each for each in ("secret", "花子", "ann", "2025-03-05") if each in told]


# --- services of their own


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    filled(str(tmp_path / "register.db"), tmp_path)
    return tmp_path


class Later(Thread):
    """A request whose answer comes later."""

    def __init__(self, service: Service, path: str, **query: Any) -> None:
        super().__init__()
        self.answer: Answer | None = None
        self.error: Exception | None = None
        self._asked = service, path, query
        self.start()

    def run(self) -> None:
        service, path, query = self._asked
        try:
            self.answer = service.ask(path, **query)
        except OSError as error:
            self.error = error

    def came(self) -> Answer:
        self.join()
        assert self.answer is not None, self.error
        return self.answer


def until(what: Any) -> None:
    while not what():
        pass


def waiting(service: Service) -> int:
    """Requests that the service answers now, besides this one."""
    text = service.ask("/metrics").body.decode()
    (line,) = (each for each in text.splitlines() if each.startswith("kenri_workers_busy"))
    return int(float(line.split()[1]))


def test_what_takes_too_long_is_ended_with_its_process(folder: Path) -> None:
    with served(folder, "--register", "register.db", "--workers", "1", "--seconds", "2") as service:
        service.ready()
        (worker,) = service.workers()
        os.kill(worker, signal.SIGSTOP)
        answer = service.ask("ask", **ANN)
        assert (answer.status, answer.codes) == (503, ["question-too-long"])
        until(lambda: service.workers() not in ([], [worker]))
        assert service.ready().ask("ask", **ANN).status == 200


def test_a_process_that_is_lost_is_replaced(folder: Path) -> None:
    with served(folder, "--register", "register.db", "--workers", "1") as service:
        service.ready()
        (worker,) = service.workers()
        os.kill(worker, signal.SIGKILL)
        answer = service.ask("ask", **ANN)
        assert (answer.status, answer.codes) == (500, ["own-fault"])
        assert service.ready().ask("ask", **ANN).status == 200


@pytest.mark.parametrize(("by", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_service_that_is_told_to_stop_ends_what_runs_and_leaves_nothing_behind(
    by: int, code: int, folder: Path
) -> None:
    pytest.importorskip("z3")
    Register.open(str(folder / "register.db")).add_plan("iij/2015-5th-series", author="ann", now=at("2025-04-03"))
    with served(folder, "--register", "register.db", "--seconds", "4") as service:
        service.ready()
        workers = service.workers()
        running = Later(service, "plan/check", plan="iij/2015-5th-series", events=6)
        until(lambda: waiting(service) > 0 or not running.is_alive())
        assert service.stop(by) == code
        assert running.came().status in (200, 202, 503)  # on a busy machine the time is over before a solver is asked
        assert service.log[-1]["event"] == "stopped"
        assert not [each for each in workers if Path(f"/proc/{each}").exists()]


def test_a_fresh_machine_has_something_to_look_at_and_keeps_it(tmp_path: Path) -> None:
    for is_new in (True, False):
        with served(tmp_path, KENRI_DATA=str(tmp_path / "data")) as service:
            assert service.told["new"] is is_new
            assert service.told["register"] == str(tmp_path / "data" / "register.db")
            assert len(service.ready().ask("holders", plan="iij/2018-terms", limit=1000).data) == 40
            assert len(service.ask("plans").data["plans"]) == 3
    assert [each.name for each in (tmp_path / "data").iterdir()] == ["register.db"]


def own_address() -> str:
    """The address of this machine that another would ask."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))  # nothing is sent
        except OSError:
            return "127.0.0.1"
        return str(asking.getsockname()[0])


def test_from_elsewhere_nobody_is_served_without_a_token(folder: Path) -> None:
    with served(folder, "--register", "register.db", "--host", "0.0.0.0") as service:
        service.url = service.url.replace("0.0.0.0", "127.0.0.1")
        service.ready()
        own = own_address()
        if own.startswith("127."):
            pytest.skip("this machine has no address of its own")
        service.url = f"http://{own}:{service.url.rpartition(':')[2]}"
        assert service.ask("holders").codes == ["not-signed-in"]
        with pytest.MonkeyPatch.context() as patch:
            made = run(patch, ["token", "create", folder / "register.db", "hr", "--json"])
        token = json.loads(made.out)["token"]
        assert service.ask("holders", headers={"Authorization": f"Bearer {token}"}).status == 200
        assert service.ask("holders").codes == ["not-signed-in"]


def test_a_port_that_is_taken_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run(monkeypatch, ["serve", "--register", "register.db", "--port", port, "--json"])
    assert (done.code, [each["code"] for each in json.loads(done.out)["problems"]]) == (2, ["port-taken"])


def test_entries_are_recorded(folder: Path) -> None:
    with served(folder, "--register", "register.db") as service:
        told = service.ready().post(
            "entries/append", {"entries": [exercise("ann", "second")]}, {"Idempotency-Key": "k1"}
        )
        assert (told.status, told.data["counts"]["new"]) == (200, 1)
        assert service.ask("ask", **ANN).data["most"] == 85


def test_the_log_says_who_signed_in_and_by_whose_link_a_password_was_set(folder: Path) -> None:
    secret, name, other = "s" * 43, "password-of-eve", "another long password"
    database = Database(str(folder / "register.db"))
    with database.writing() as connection:
        person = add_person(connection, "eve", now=now(), author="local").id
        make_password_link(connection, person, secret=secret, now=now(), author="person hr")
    with served(folder, "--register", "register.db") as service:
        service.ready()
        home = {"host": "127.0.0.1", "content-type": "application/x-www-form-urlencoded"}

        def sent(path: str, **fields: str) -> Answer:
            return service.ask(path, method="POST", body=urlencode(fields).encode(), headers=home)

        assert sent(f"/password/{secret}", new="short").status == 422
        assert sent(f"/password/{secret}", new=other).status == 200
        assert sent("/sign-in", name="eve", password=name).status == 401
        signed = sent("/sign-in", name="eve", password=other)
        assert signed.status == 303
        cookie = {"cookie": signed.headers["set-cookie"].partition(";")[0]}
        assert service.ask("/account", headers=cookie).status == 200
        lines = [each for each in service.log if each.get("operation") in ("password", "sign-in", "account")]
    told = [(each["operation"], each["status"], each.get("caller"), each.get("link_by")) for each in lines]
    assert told == [
        ("password", 422, None, None),
        ("password", 200, "person eve", "person hr"),
        ("sign-in", 401, None, None),
        ("sign-in", 303, "person eve", None),
        ("account", 200, "person eve", None),
    ]
    assert not [each for each in (secret, name, other, cookie["cookie"][6:]) if each in json.dumps(lines)]
