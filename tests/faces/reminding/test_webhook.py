"""Webhooks: signed, sent where they may go and nowhere else, and sent again where they were not taken."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
from hashlib import sha256
from typing import Any

import pytest

from kenri.faces.reminding import webhook
from kenri.faces.reminding.handed_over import HandedOver
from kenri.faces.reminding.webhook import is_public
from kenri.model.problems import ProblemsError
from tests.faces.reminding.reminding import Company, instant
from tests.register.small_register import codes

ON = "2025-04-05"


def test_it_is_signed_as_the_standard_has_it(company: Company) -> None:
    company.subscribe("hook", "webhook")
    company.remind(ON)
    ((headers, body),) = company.hooks.came
    assert headers["content-type"] == "application/json"
    assert headers["webhook-timestamp"] == str(instant(ON) // 1_000_000)
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(b"k" * 32, signed, sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_it_tells_what_due_tells(company: Company) -> None:
    from kenri.faces.contracts.due_data import DUE_COLUMNS

    company.subscribe("hook", "webhook")
    company.remind(ON)
    ((_, body),) = company.hooks.came
    data = json.loads(body)
    assert {name: data[name] for name in ("type", "register", "first", "last", "holders")} == {
        "type": "due", "register": "Acme", "first": ON, "last": "2025-05-05", "holders": 2,
    }  # fmt: skip
    for each in data["due"]:
        assert list(each) == [*DUE_COLUMNS, "change", "days", "was", "asks"]


def test_it_says_what_was_told_before(company: Company) -> None:
    company.subscribe("hook", "webhook", kinds=("closes",))
    company.remind(ON)
    company.record("ann", "2025-03-03")
    company.remind("2025-04-06")
    (each,) = json.loads(company.hooks.came[1][1])["due"]
    assert (each["day"], each["was"]["day"], each["was"]["number"]) == ("2025-04-12", "2025-04-10", 100)


@pytest.mark.parametrize(
    ("answer", "state", "seconds"),
    [
        ((500, {}), "waiting", 60),
        ((404, {}), "waiting", 60),
        ((301, {"location": "http://127.0.0.1:9/"}), "waiting", 60),
        ((429, {"retry-after": "300"}), "waiting", 300),
        ((503, {"retry-after": "999999999999"}), "waiting", 86_400),
        ((410, {}), "failed", None),
        (None, "begun", 60),
    ],
)
def test_what_is_not_taken_is_sent_again(company: Company, answer: Any, state: str, seconds: int | None) -> None:
    company.subscribe("hook", "webhook")
    company.hooks.answers = [answer]
    company.remind(ON)
    ((_, message),) = company.queue()
    assert message.state == state
    if seconds is not None:
        assert message.due == instant(ON) + seconds * 1_000_000
    assert len(company.hooks.came) == 1


def test_a_redirect_is_not_followed(company: Company) -> None:
    company.subscribe("hook", "webhook")
    company.hooks.answers = [(307, {"location": company.hooks.url.replace("/hook", "/elsewhere")})]
    company.remind(ON)
    assert company.hooks.paths == ["/hook"]


PRIVATE = (
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "::", "::1", "fe80::1", "fe80::1%eth0",
    "fc00::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a9fe:a9fe::1",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_none_of_the_internet_is_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_an_address_of_the_internet_is_known(address: str) -> None:
    assert is_public(address)


def looked_up(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """A name leads each time to other addresses; the names that were looked up."""
    asked: list[str] = []
    several = iter(answers)

    async def getaddrinfo(self: Any, host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(0, 0, 0, "", (each, port)) for each in next(several)]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], []])
def test_a_name_that_leads_to_this_machine_or_its_networks_is_not_gone_to(
    company: Company, monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    """Also where only one of its addresses is there."""
    port = company.hooks.url.rpartition(":")[2].partition("/")[0]
    company.subscribe("hook", "webhook", f"https://hooks.example.com:{port}/hook", is_private_allowed=False)
    looked_up(monkeypatch, addresses)
    assert company.remind(ON).waiting == 1
    assert company.hooks.came == []
    assert "not a public address" in company.queue()[0][1].reason


def test_what_was_looked_at_is_what_is_connected_to(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is looked up once: whatever it leads to a moment later is not gone to."""
    connected: list[Any] = []

    async def posted(url: Any, address: str, *_: Any) -> Any:
        connected.append((url.host, address))
        return HandedOver("sent")

    monkeypatch.setattr(webhook, "_posted", posted)
    company.subscribe("hook", "webhook", "https://hooks.example.com/hook", is_private_allowed=False)
    asked = looked_up(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    company.remind(ON)
    assert asked == ["hooks.example.com"]
    assert connected == [("hooks.example.com", "93.184.216.34")]


def test_the_name_is_told_to_where_it_leads(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    port = company.hooks.url.rpartition(":")[2].partition("/")[0]
    company.subscribe("hook", "webhook", f"http://hooks.example.com:{port}/hook?a=b")
    looked_up(monkeypatch, ["127.0.0.1"], ["127.0.0.1"])
    assert company.remind(ON).sent == 1
    ((headers, _),) = company.hooks.came
    assert headers["host"] == f"hooks.example.com:{port}"
    assert company.hooks.paths == ["/hook?a=b"]


def test_a_proxy_of_the_environment_is_not_used(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    company.subscribe("hook", "webhook")
    assert company.remind(ON).sent == 1


@pytest.mark.parametrize(
    "target",
    ["http://hooks.example.com/", "ftp://a/", "https://", "https://u:p@a/", "https://a/#b", "https://a b/", "//a",
     "https://a:x/", "https://é.example/", "https://a/\r\nX: y", "javascript:alert(1)", "file:///etc/passwd",
     f"https://a/{'b' * 2000}"],
)  # fmt: skip
def test_what_is_no_address_of_a_webhook_is_refused(company: Company, target: str) -> None:
    with pytest.raises(ProblemsError) as error:
        company.subscribe("hook", "webhook", target, is_private_allowed=False)
    assert codes(error.value.problems) == ["no-webhook-address"]


def test_one_whose_answer_does_not_end_is_left(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """It sends the beginning of an answer, and then nothing: after the time it has it is perhaps taken."""
    import socket
    import threading

    monkeypatch.setattr(webhook, "_SECONDS_IN_ALL", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        opened: list[socket.socket] = []

        def answer() -> None:
            connection, _ = listening.accept()
            opened.append(connection)
            connection.sendall(b"HTTP/1.1 200 OK\r\nx: ")

        thread = threading.Thread(target=answer)
        thread.start()
        company.subscribe("hook", "webhook", f"http://127.0.0.1:{listening.getsockname()[1]}/")
        company.remind(ON)
        thread.join()
        opened[0].close()
    assert company.queue()[0][1].state == "begun"
