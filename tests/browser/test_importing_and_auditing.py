"""Files brought in and a register audited in a browser, with scripts and without, on a register of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")

from tests.browser.looking import looking, must_be_for_everybody
from tests.faces.serving.asking import filled
from tests.faces.serving.running import Service, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HEAD = "Holder ID,Name,Grant ID,Grant Date,Options Granted\n"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Service]:
    """A service over a small register, which is written to."""
    filled(str(tmp_path / "register.db"), tmp_path)
    with served(tmp_path, "--register", "register.db", "--seconds", "300") as service:
        yield service.ready()


@pytest.mark.parametrize("scripts", [True, False])
def test_files_are_put_right_looked_at_recorded_and_audited(
    scripts: bool, browser: Browser, small: Service, tmp_path: Path
) -> None:
    """A day that is none stands in its cell; put right, it is recorded once, and the audit has the grant."""
    wrong, right = tmp_path / "wrong.csv", tmp_path / "right.csv"
    wrong.write_text(f"{HEAD}carl,<b>Carl</b>,carl-1,soon,5\n", encoding="utf-8")
    right.write_text(f"{HEAD}carl,<b>Carl</b>,carl-1,2024-05-01,5\n", encoding="utf-8")
    with looking(browser, small.url, scripts=scripts, width=390, refusals=[422]) as page:
        page.goto("/import")
        page.set_input_files("input[name=file]", wrong)
        page.get_by_role("button", name="Look at it").click()
        assert page.locator("td.marked mark").inner_text() == "soon"
        if scripts:
            must_be_for_everybody(page)
        page.set_input_files("input[name=file]", right)
        page.get_by_role("button", name="Look at it").click()
        assert page.get_by_role("heading", name="What would change").is_visible()
        assert page.get_by_role("cell", name="<b>Carl</b>").first.is_visible()
        if scripts:
            must_be_for_everybody(page)
        page.get_by_role("button", name="Record these changes").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Recorded"
        page.get_by_role("link", name="Audit", exact=True).click()
        roll = page.locator("section[aria-labelledby=roll]")
        assert roll.locator(".badge").first.inner_text() == "adds up"
        assert "4 grants" in roll.inner_text()
