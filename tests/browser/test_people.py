"""People who sign in: how they do, and the whole work of a holder, an administrator and an auditor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")
pytest.importorskip("pyotp")

from pyotp import TOTP

from kenri.faces.inputs.registers import now
from kenri.service.attempts import MOST_OF
from kenri.service.credentials import set_password
from kenri.service.people import find_person
from tests.browser.company import PASSWORD, Company, company
from tests.browser.looking import looking, must_be_for_everybody
from tests.faces.serving.running import Service, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Company]]:
    """A service whose people sign in."""
    folder = tmp_path_factory.mktemp("acme")
    there = company(folder)
    with served(folder, "--register", "register.db", "--seconds", "300") as service:
        yield service, there


def sign_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def heading(page: Page) -> str:
    return str(page.get_by_role("heading", level=1).inner_text())


# --- signing in and out


@pytest.mark.parametrize("scripts", [True, False])
def test_who_signs_in_is_where_they_wanted_to_be_and_out_when_they_say_so(
    scripts: bool, browser: Browser, acme: tuple[Service, Company]
) -> None:
    with looking(browser, acme[0].url, scripts=scripts, refusals=[401]) as page:
        page.goto("/holders?find=han")
        assert heading(page) == "Sign in"
        if scripts:
            must_be_for_everybody(page)
        sign_in(page, "ann", "not the password")
        assert page.get_by_role("alert").is_visible()
        assert page.get_by_label("Password").input_value() == ""
        assert page.get_by_label("Name").input_value() == "ann"
        sign_in(page, "ann", PASSWORD)
        assert page.url.endswith("/holders?find=han")
        page.get_by_role("link", name="Signed in as ann").click()
        assert heading(page) == "Your account"
        if scripts:
            must_be_for_everybody(page)
        page.get_by_role("button", name="Sign out").click()
        assert heading(page) == "Sign in"
        page.go_back()
        page.goto("/holders")
        assert heading(page) == "Sign in"


def test_a_session_that_ends_leads_to_sign_in_and_back(browser: Browser, acme: tuple[Service, Company]) -> None:
    service, there = acme
    with looking(browser, service.url, session=there.session("otto")) as page:
        page.goto("/audit?until=2026-01-31")
        assert heading(page) == "Audit"
        there.end("otto")
        page.goto("/audit?until=2026-01-31")
        assert heading(page) == "Sign in"
        sign_in(page, "otto", PASSWORD)
        assert page.url.endswith("/audit?until=2026-01-31")


def test_after_too_many_failures_nothing_is_heard(browser: Browser, acme: tuple[Service, Company]) -> None:
    with looking(browser, acme[0].url, refusals=[401, 429]) as page:
        page.goto("/sign-in")
        for _ in range(MOST_OF):
            sign_in(page, "nobody", "not the password")
            assert "429" not in page.get_by_role("alert").inner_text()
        sign_in(page, "nobody", "not the password")
        assert "15 minutes" in page.get_by_role("alert").inner_text()
        must_be_for_everybody(page)


def test_a_code_is_wanted_once_the_device_makes_one(browser: Browser, acme: tuple[Service, Company]) -> None:
    service, there = acme
    with looking(browser, service.url, session=there.session("otto"), width=390, refusals=[422]) as page:
        page.goto("/account")
        page.locator("#password-on").fill(PASSWORD)
        page.get_by_role("button", name="Want a code too").click()
        must_be_for_everybody(page)
        secret = page.locator("input[name=secret]").input_value()
        for code in ("000000x", TOTP(secret).now()):
            page.get_by_label("The code that it makes").fill(code)
            page.get_by_role("button", name="Confirm").click()
        assert page.locator(".codes li").count() == 10
        must_be_for_everybody(page)
        page.locator("#password-off").fill(PASSWORD)
        page.get_by_role("button", name="Want no code any more").click()
        assert page.get_by_role("button", name="Want a code too").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_administrator_lets_somebody_in_and_ends_it(
    scripts: bool, browser: Browser, acme: tuple[Service, Company]
) -> None:
    service, there = acme
    name = f"eve-{scripts}".lower()
    with looking(browser, service.url, session=there.session("ann"), scripts=scripts, width=390) as page:
        page.goto("/people")
        add = page.locator("section[aria-labelledby=add]")
        add.get_by_label("Name").fill(name)
        add.get_by_label("Role").select_option("auditor")
        add.get_by_role("button").click()
        password = page.get_by_role("status").locator("code").inner_text()
        if scripts:
            must_be_for_everybody(page)
        with looking(browser, service.url, scripts=scripts) as other:
            other.goto("/sign-in?back=/audit")
            sign_in(other, name, password)
            assert heading(other) == "Audit"
            page.get_by_role("button", name=f"End {name}").click()
            assert "has ended" in page.get_by_role("status").inner_text()
            other.goto("/audit")
            assert heading(other) == "Sign in"


def test_an_administrator_makes_a_calendar_and_takes_it_back(browser: Browser, acme: tuple[Service, Company]) -> None:
    service, there = acme
    with looking(browser, service.url, session=there.session("ann"), lang="ja", width=320) as page:
        page.goto("/reminders")
        make = page.locator("form[action='/reminders/feed']")
        make.get_by_label("名称").fill("board")
        make.get_by_role("button").click()
        path = page.get_by_role("status").locator("code").first.inner_text()
        must_be_for_everybody(page)
        assert service.ask(path).status == 200
        page.get_by_role("button", name="取り消す board").click()
        assert service.ask(path).status == 404
        must_be_for_everybody(page)


@pytest.mark.parametrize(("lang", "end"), [("en", "End"), ("ja", "終了する")])
def test_somebody_makes_a_token_and_ends_it(
    lang: str, end: str, browser: Browser, acme: tuple[Service, Company]
) -> None:
    service, there = acme
    with looking(browser, service.url, session=there.session("otto"), lang=lang, width=320) as page:
        page.goto("/tokens")
        make = page.locator("form[action='/tokens/make']")
        make.locator("[name=name]").fill(f"laptop-{lang}")
        make.get_by_role("button").click()
        token = page.get_by_role("status").locator("code").inner_text()
        must_be_for_everybody(page)
        asked = {"authorization": f"Bearer {token}"}
        assert service.ask("holders", headers=asked).status == 200
        page.get_by_role("button", name=f"{end} otto/laptop-{lang}").click()
        page.get_by_role("status").wait_for()
        assert service.ask("holders", headers=asked).status == 401


def test_who_lost_the_password_sets_another_by_a_link(browser: Browser, acme: tuple[Service, Company]) -> None:
    service, there = acme
    with there.database.writing() as connection:
        set_password(connection, find_person(connection, "leo").id, PASSWORD, now())
    with looking(browser, service.url, session=there.session("ann"), width=320) as page:
        page.goto("/people")
        lost = page.locator("section[aria-labelledby=lost]")
        lost.get_by_label("Who").select_option("leo")
        lost.get_by_role("button").click()
        link = page.get_by_role("status").locator("code").inner_text()
        must_be_for_everybody(page)
    with looking(browser, service.url, scripts=False, lang="ja", width=390, refusals=[401, 404]) as page:
        page.goto(link)
        page.get_by_label("新しいパスワード").fill("another long password")
        page.keyboard.press("Enter")
        page.get_by_role("status").wait_for()
        page.goto(link)
        assert page.get_by_label("新しいパスワード").count() == 0
    with looking(browser, service.url) as page:
        page.goto("/sign-in")
        sign_in(page, "leo", "another long password")
        assert page.url.endswith("/mine/leo")


# --- what each of them does


@pytest.mark.parametrize("scripts", [True, False])
def test_a_holder_sees_what_it_costs_and_exercises(
    scripts: bool, browser: Browser, acme: tuple[Service, Company]
) -> None:
    """500 yen a right (clause 3)."""
    service, there = acme
    with looking(browser, service.url, session=there.session("hana"), scripts=scripts, width=390) as page:
        page.goto("/")
        assert page.url.endswith("/mine/hana")
        may = page.locator(".may.allowed")
        held = int(page.locator(".held").inner_text().removeprefix("You hold ").rstrip("."))
        assert f"{held * 500:,} JPY" in may.inner_text()
        if scripts:
            must_be_for_everybody(page)
        may.get_by_label("How many").fill("30")
        may.get_by_role("button").click()
        assert page.locator(".result .said").inner_text() == "Recorded: exercise rights, 30."
        assert page.locator(".held").inner_text() == f"You hold {held - 30}."
        if scripts:
            must_be_for_everybody(page)


def test_what_nobody_knows_waits_for_the_administrator(browser: Browser, acme: tuple[Service, Company]) -> None:
    service, there = acme
    with looking(browser, service.url, session=there.session("leo"), width=390) as page:
        page.goto("/mine/leo")
        may = page.locator(".may.unknown")
        assert "the day is set by the board" in may.inner_text()
        may.get_by_label("How many").fill("7")
        may.get_by_role("button").click()
        assert "waits for the administrator" in page.locator(".result .said").inner_text()
        must_be_for_everybody(page)
    with looking(browser, service.url, session=there.session("ann")) as page:
        page.goto("/")
        waiting = page.locator("section[aria-labelledby=waiting]")
        assert waiting.get_by_role("link", name="leo").is_visible()
        assert "7" in waiting.inner_text()
        must_be_for_everybody(page)
        waiting.get_by_role("button", name="Record it, though it is not known").click()
        assert page.get_by_role("status").inner_text().startswith("Recorded: exercise rights")
        assert waiting.get_by_role("link", name="leo").count() == 0
        must_be_for_everybody(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_request_is_refused_with_a_reason_or_withdrawn(
    scripts: bool, browser: Browser, acme: tuple[Service, Company]
) -> None:
    service, there = acme
    with looking(browser, service.url, session=there.session("leo"), scripts=scripts, width=320) as leo:
        for number in ("3", "4"):
            leo.goto("/mine/leo")
            may = leo.locator(".may.unknown")
            may.get_by_label("How many").fill(number)
            may.get_by_role("button").click()
        requests = leo.locator("section[aria-labelledby=requests]")
        requests.get_by_role("button", name="Withdraw it").first.click()
        assert leo.get_by_role("status").inner_text() == "Withdrawn: exercise rights."
        with looking(browser, service.url, session=there.session("ann"), scripts=scripts, width=390) as page:
            page.goto("/")
            waiting = page.locator("section[aria-labelledby=waiting]")
            waiting.get_by_label("Reason").fill("The board has decided otherwise.")
            page.keyboard.press("Enter")
            assert page.get_by_role("status").inner_text().startswith("Refused: exercise rights")
            assert "withdrawn" in page.locator("section[aria-labelledby=aside]").inner_text()
            if scripts:
                must_be_for_everybody(page)
        leo.goto("/mine/leo")
        assert "The board has decided otherwise." in requests.inner_text()
        if scripts:
            must_be_for_everybody(leo)


def test_who_may_no_more_is_told_the_last_day_and_the_clause(browser: Browser, acme: tuple[Service, Company]) -> None:
    """He left on 1 March 2025; from the tenth day after it on, 11 March, it is forbidden (clause 2)."""
    service, there = acme
    with looking(browser, service.url, session=there.session("max"), lang="ja", scheme="dark", width=390) as page:
        page.goto("/")
        may = page.locator(".may.denied")
        assert "Not from the tenth day after leaving on." in may.inner_text()
        assert page.get_by_role("button", name="行使").count() == 0
        page.locator("details summary").click()
        assert "2025年3月10日" in page.locator("details table").inner_text()
        must_be_for_everybody(page)


def test_an_auditor_reads_exports_and_verifies_and_records_nothing(
    browser: Browser, acme: tuple[Service, Company]
) -> None:
    service, there = acme
    with looking(browser, service.url, session=there.session("otto"), refusals=[403]) as page:
        page.goto("/")
        assert heading(page) == "Today"
        assert page.get_by_role("link", name="Import", exact=True).count() == 0
        page.get_by_role("link", name="Audit", exact=True).click()
        assert page.get_by_role("heading", name="The chain of records").is_visible()
        must_be_for_everybody(page)
        with page.expect_download() as downloaded:
            page.locator("a[href*='export']").first.click()
        assert downloaded.value.path().stat().st_size > 1000
        page.goto("/import")
        assert heading(page) == "This is not permitted"
        assert "clause 2(2)" in page.locator("main").inner_text()
        assert "An auditor changes nothing" in page.locator("main").inner_text()
        must_be_for_everybody(page)


@pytest.mark.parametrize(("name", "path", "clause"), [
    ("hana", "/holders", "3(1)"), ("hana", "/mine/leo", "5(4)"), ("hana", "/audit", "3(1)"), ("otto", "/import", "4"),
])  # fmt: skip
def test_a_refusal_is_a_page_with_its_clause(
    name: str, path: str, clause: str, browser: Browser, acme: tuple[Service, Company]
) -> None:
    service, there = acme
    with looking(browser, service.url, session=there.session(name), lang="ja", width=320, refusals=[403]) as page:
        answered = page.goto(path)
        assert answered is not None
        assert answered.status == 403
        said = page.locator("main").inner_text()
        assert clause in said
        assert "not-permitted" in said
        must_be_for_everybody(page)
