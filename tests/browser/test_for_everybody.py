"""Every page for everybody: axe finds nothing serious, nothing is wider than the screen, keys lead to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")

from tests.browser.looking import PAGES, looking, must_be_for_everybody

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.faces.serving.running import Service


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(
    name: str, lang: str, scheme: Literal["light", "dark"], browser: Browser, year: Service
) -> None:
    with looking(browser, year.url, lang=lang, scheme=scheme) as page:
        page.goto(PAGES[name])
        must_be_for_everybody(page)
        assert page.locator("html").get_attribute("lang") == lang


@pytest.mark.parametrize(("lang", "width"), [*(("en", each) for each in (320, 390, 768, 1440, 2200)), ("ja", 390)])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_screen(name: str, lang: str, width: int, browser: Browser, year: Service) -> None:
    with looking(browser, year.url, lang=lang, width=width) as page:
        page.goto(PAGES[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_leads_first_past_the_menu(browser: Browser, year: Service) -> None:
    with looking(browser, year.url) as page:
        page.goto("/holders")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
