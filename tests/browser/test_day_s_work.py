"""The work of a day, as it is done in a browser, with scripts and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright")

from tests.browser.looking import looking

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.faces.serving.running import Service


@pytest.mark.parametrize("scripts", [True, False])
def test_from_what_comes_to_the_answer_why(scripts: bool, browser: Browser, year: Service) -> None:
    """Sakakibara lost his position on 24 June 2020: on 4 July he may exercise, on the 5th no more (2(11)2)."""
    with looking(browser, year.url, scripts=scripts) as page:
        page.goto("/?on=2020-06-25&within=7")
        page.get_by_role("link", name="榊原").first.click()
        assert page.get_by_role("heading", level=1).inner_text() == "榊原　道夫"
        form = page.locator("form[action$='#question']")
        form.get_by_label("How many").fill("4")
        for day, outcome in (("2020-07-04", "allowed"), ("2020-07-05", "denied")):
            form.get_by_label("Day").fill(day)
            form.get_by_role("button", name="Ask").click()
            page.wait_for_url(f"**ask_on={day}**")
            assert page.locator(".answer .verdict .badge").inner_text() == outcome
        assert "2(11)2" in page.locator(".answer table").inner_text()


def test_the_language_that_is_chosen_stays(browser: Browser, year: Service) -> None:
    with looking(browser, year.url) as page:
        page.goto("/holders?find=100")
        page.get_by_role("link", name="日本語").click()
        assert page.url.endswith("/holders?find=100")
        assert page.get_by_role("heading", level=1).inner_text() == "保有者"
        page.goto("/mine")
        assert page.locator("html").get_attribute("lang") == "ja"


def test_a_problem_is_a_page_with_its_code(browser: Browser, year: Service) -> None:
    with looking(browser, year.url) as page:
        answered = page.goto("/holders/1O02")
        assert answered is not None
        assert answered.status == 404
        assert "no-such-holder" in page.locator("main").inner_text()
