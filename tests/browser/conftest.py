"""A browser, and a service with the year of the demonstration: Debian's Chromium, driven by Playwright.

Where either is missing these tests are left out; `make browser` installs what drives it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")
pytest.importorskip("starlette")

from tests.faces.serving.running import Service, served
from tests.hostile import run

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = os.environ.get("KENRI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")

PATIENCE = 300_000
"""Milliseconds after which a page does not come."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service over the register of the year."""
    folder = tmp_path_factory.mktemp("year")
    with pytest.MonkeyPatch.context() as patch:
        assert run(patch, ["demo", "--to", str(folder)]).code == 0
    with served(folder, "--register", str(Path(folder, "register.db")), "--seconds", "300") as service:
        yield service.ready()
