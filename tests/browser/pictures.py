"""Pictures of the pages for docs/pages.md: `make page-pictures` takes them anew in docs/images/pages."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from kenri.faces.inputs.registers import now
from kenri.service.feeds import make_feed
from kenri.service.subscriptions import make_subscription
from tests.browser.company import company
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

SIGNED_IN: dict[str, tuple[str, str, int, int]] = {
    "sign-in": ("/sign-in", "", 1100, 560),
    "people": ("/people", "ann", 1100, 900),
    "reminders": ("/reminders", "ann", 1100, 900),
    "import": ("/import", "ann", 1100, 900),
}
"""Those of a register in which people sign in: each with its address, who looks, width and height."""

TABLE = """\
Holder ID,Name,Grant ID,Grant Date,Options Granted
ken,Ken Abe,ken-1,2026-04-01,80
mia,Mia Sato,mia-1,2026-04-01,120
"""
"""What is brought in: two new holders."""


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
            _of_people(Path(folder, "people"), browser)
            browser.close()


def _of_people(folder: Path, browser: Browser) -> None:
    """Those of pages on which people sign in, and of what administrators do."""
    folder.mkdir()
    there = company(folder)
    with there.database.writing() as connection:
        make_feed(connection, 1, "board", "", lang="en", zone="Asia/Tokyo", secret="0" * 43, now=now())
        make_subscription(
            connection, 1, "hana", "mail", "hana@acme.example", secret="1" * 43, holder="hana", hour=8,
            zone="Asia/Tokyo", now=now(),
        )  # fmt: skip
    table = folder / "grants.csv"
    table.write_text(TABLE, encoding="utf-8")
    with served(folder, "--register", "register.db", "--seconds", "300") as service:
        for name, (path, who, width, height) in SIGNED_IN.items():
            session = there.session(who) if who else ""
            with looking(browser, service.url, width=width, session=session) as page:
                page.set_viewport_size({"width": width, "height": height})
                page.goto(path)
                if name == "import":
                    page.set_input_files("input[name=file]", table)
                    page.get_by_role("button", name="Look at it").click()
                    page.get_by_role("heading", name="What would change").wait_for()
                page.screenshot(path=FOLDER / f"{name}.png")
                print(f"took {name}.png")


if __name__ == "__main__":
    main()
