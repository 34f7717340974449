"""Where people reach the service by TLS, and below a path of a proxy: links, redirects, cookies."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx
import pytest

from kenri.client import Client
from kenri.faces.pages.frame import PageFrame
from kenri.faces.pages.problem_page import issuers_page
from kenri.faces.serving.answered import Answered, html_answer
from kenri.faces.serving.app import application
from kenri.faces.serving.long_work import LongWork
from kenri.faces.serving.public_address import PublicAddress
from kenri.faces.serving.workers import Workers


class Answers(Workers):
    """Answers by what it was asked, in no process of its own."""

    def __init__(self) -> None:
        super().__init__("register.db", 1, 1.0, work_seconds=1.0)
        self.asked: list[Mapping[str, Any]] = []

    def begin(self) -> None:
        """There is nothing to begin."""

    async def answer(
        self, request: Mapping[str, Any], parts: Sequence[bytes], *, is_long: bool = False, wait: float | None = None
    ) -> tuple[Answered, dict[str, Any]]:
        self.asked.append(request)
        match request["operation"]:
            case "holders":
                found = Answered(200, b"[]", headers={"kenri-next": '{"after": "ann"}'})
            case "sign-in":
                found = Answered(303, headers={"location": "/holders?on=today"})
            case "account":
                found = Answered(401)
            case _:
                text = '<a href="/x">\' href="/y"'
                found = html_answer(issuers_page(PageFrame(lang="en", address="/?x=1", issuers=[text])))
        return found, {"log": {"caller": "person ann"}}


def asking(url: str | None) -> tuple[Answers, Callable[..., httpx.Response]]:
    """What answers at a public address, and how it is asked: by the path, without a network between."""
    answers = Answers()
    work = LongWork(answers, "register.db", number=1, wait=1.0, seconds=1.0)
    transport = httpx.ASGITransport(application(answers, work, public=PublicAddress.of(url)), client=("127.0.0.1", 1))

    async def sent(path: str, method: str, **more: Any) -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, **more)

    def ask(path: str, method: str = "GET", **more: Any) -> httpx.Response:
        return asyncio.run(sent(path, method, **more))

    return answers, ask


@pytest.mark.parametrize("before", ["", "/kenri"], ids=["taken off by the proxy", "left on"])
def test_below_a_path_everything_leads_below_it(before: str) -> None:
    answers, ask = asking("https://rights.example.com/kenri/")
    assert ask(f"{before}/api/v1/holders?limit=1").headers["link"] == (
        '</kenri/api/v1/holders?limit=1&after=ann>; rel="next"'
    )
    led = ask(f"{before}/sign-in", "POST", data={"name": "ann"}, headers={"origin": "http://localhost"})
    assert led.headers["location"] == "/kenri/holders?on=today"
    assert ask(f"{before}/account").headers["location"] == "/kenri/sign-in?back=%2Faccount"
    assert ask(f"{before}/language/ja?back=/plans").headers["location"] == "/kenri/plans"
    page = ask(f"{before}/").text
    assert 'href="/kenri/static/' in page
    for address in ("/static", "/language", "/kenri/x", "/kenri/y"):
        assert f'href="{address}' not in page
    assert ask(f"{before}/api/v1/openapi.json").json()["servers"] == [{"url": "/kenri"}]
    assert answers.asked[-1]["page"] == "/"


@pytest.mark.parametrize(("form", "where"), [
    ("/people/shut-out", "/people"), ("/import/preview", "/import"), ("/requests/record", "/"), ("/sign-out", "/"),
])  # fmt: skip
def test_who_asks_for_what_a_form_was_sent_to_is_led_to_its_page(form: str, where: str) -> None:
    """As where a page that told what became of a form is asked for anew. To programs it is told as before."""
    _, ask = asking("https://rights.example.com/kenri/")
    led = ask(form, headers={"accept": "text/html,*/*"})
    assert (led.status_code, led.headers["location"]) == (303, f"/kenri{where}")
    assert ask(form).status_code == 405
    assert ask(form, "PUT", headers={"accept": "text/html"}).status_code == 405
    assert ask("/api/v1/people/add", headers={"accept": "text/html"}).status_code == 405


def test_at_the_root_nothing_stands_before_an_address() -> None:
    _, ask = asking("https://rights.example.com")
    assert ask("/account").headers["location"] == "/sign-in?back=%2Faccount"
    assert ask("/kenri/account").status_code == 404
    assert "servers" not in ask("/api/v1/openapi.json").json()


def test_a_path_that_is_one_of_the_services_own_is_taken_off_by_the_proxy_alone() -> None:
    _, ask = asking("https://rights.example.com/api")
    assert ask("/api/v1/holders").headers["link"].startswith("</api/api/v1/holders?")
    assert ask("/api/api/v1/holders").status_code == 404


@pytest.mark.parametrize(
    ("url", "is_tls"), [("https://rights.example.com", True), ("http://rights.example.com", False), (None, False)]
)
def test_where_people_come_by_tls_alone_browsers_are_told_so(url: str | None, is_tls: bool) -> None:
    answers, ask = asking(url)
    for path in ("/health", "/account", "/nowhere", "/api/v1/nowhere"):
        assert ("strict-transport-security" in ask(path).headers) is is_tls
    assert ("Secure" in ask("/language/ja").headers["set-cookie"]) is is_tls
    ask("/account", headers={"cookie": "kenri=a; __Host-kenri=b"})
    assert answers.asked[-1]["session"] == ("b" if is_tls else "a")
    assert answers.asked[-1]["is_secure"] is is_tls


@pytest.mark.parametrize("link", ["/kenri/api/v1/holders?after=ann", "/api/v1/holders?after=ann"])
def test_the_client_goes_on_below_the_path(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def sent(self: Client, method: str, path: str, *_: object) -> tuple[int, Mapping[str, str], bytes]:
        asked.append(path)
        return 200, ({"link": f'<{link}>; rel="next"'} if len(asked) == 1 else {}), b"[]"

    monkeypatch.setattr(Client, "_sent", sent)
    for url in ("https://rights.example.com/kenri/", "https://rights.example.com/kenri"):
        asked.clear()
        list(Client(url).pages("holders"))
        assert asked == ["/kenri/api/v1/holders", "/kenri/api/v1/holders?after=ann"]
