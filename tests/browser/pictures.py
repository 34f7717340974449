"""Pictures of the pages for docs/pages.md: `make page-pictures` takes them anew in docs/images/pages."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM
from tests.browser.looking import looking
from tests.committed_files import ROOT
from tests.faces.serving.running import served

FOLDER = ROOT / "docs" / "images" / "pages"

Scheme = Literal["light", "dark"]

SHOTS: dict[str, tuple[str, str, Scheme, int, int]] = {
    "today": ("/?on=2020-06-25", "en", "light", 1100, 760),
    "holder": ("/holders/1002?on=2021-03-15", "en", "light", 1100, 1150),
    "holder-phone": ("/holders/1002?on=2021-03-15", "ja", "dark", 390, 840),
    "question": ("/holders/1002?on=2021-03-15&ask_on=2020-07-05&rights=4#question", "en", "light", 1100, 760),
    "plan": ("/plans/iij%2F2018-terms", "en", "light", 1100, 760),
    "audit": ("/audit?until=2021-03-31&was_known_at=2020-12-31#roll", "en", "light", 1100, 760),
    "my-rights-phone": ("/mine/1028", "en", "light", 390, 840),
}
"""Each with its address, language, scheme, width and height."""


def main() -> None:
    """Take all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "kenri", "demo", "--to", folder], check=True, capture_output=True)
        register = str(Path(folder, "register.db"))
        with served(Path(folder), "--register", register, "--seconds", "300") as service, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for name, (path, lang, scheme, width, height) in SHOTS.items():
                with looking(browser, service.url, lang=lang, scheme=scheme, width=width) as page:
                    page.set_viewport_size({"width": width, "height": height})
                    page.goto(path)
                    page.screenshot(path=FOLDER / f"{name}.png")
                    print(f"took {name}.png")
            browser.close()


if __name__ == "__main__":
    main()
