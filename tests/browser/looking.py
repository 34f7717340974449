"""Pages as somebody sees them: in a language and scheme, on a screen of a width."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PATIENCE = 300_000

PAGES: Mapping[str, str] = {
    "today": "/?on=2021-03-15",
    "holders": "/holders",
    "holder": "/holders/1002?on=2021-03-15&ask_on=2020-07-05&rights=4&if_event=dies&if_on=2020-07-01",
    "plans": "/plans",
    "plan": "/plans/iij%2F2018-terms",
    "plan-impact": "/plans/iij%2F2018-terms/-/impact?reading=holiday-roll%3Dyes&on=2020-07-01",
    "plan-versions": "/plans/iij%2F2018-terms/-/versions",
    "import": "/import",
    "audit": "/audit?until=2021-03-31&was_known_at=2020-12-31",
    "mine": "/mine",
    "my-rights": "/mine/1028",
    "problem": "/holders/nobody",
}
"""Each page with something to look at, in the register of the year."""

_LOCALES = {"en": "en-GB", "ja": "ja-JP"}


@contextmanager
def looking(
    browser: Browser,
    url: str,
    *,
    lang: str = "en",
    scheme: Literal["light", "dark"] = "light",
    width: int = 1440,
    scripts: bool = True,
    session: str = "",
    refusals: Collection[int] = (),
) -> Iterator[Page]:
    """A page of a service, at which nothing may complain but of what is not there and of the statuses that are meant.

    `url` is where the service is; `session` the text of a session, for who has signed in.
    """
    context = browser.new_context(
        base_url=url, locale=_LOCALES[lang], color_scheme=scheme, viewport={"width": width, "height": 900},
        java_script_enabled=scripts, timezone_id="Asia/Tokyo",
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    if session:
        context.add_cookies([{"name": "kenri", "value": session, "url": url}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("request", lambda each: complaints.append(each.url) if not each.url.startswith((url, "data:")) else None)
    yield page
    context.close()
    meant = [f"status of {each} " for each in (404, *refusals)]
    assert not [each for each in complaints if not any(status in each for status in meant)], complaints


def must_be_for_everybody(page: Page) -> None:
    """Axe finds nothing serious on a page, and nothing of it is wider than the screen."""
    found = Axe().run(page).response["violations"]
    serious = [
        f"{each['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for each in found
        for node in each["nodes"]
        if each["impact"] in ("serious", "critical")
    ]
    assert not serious, "\n".join(serious)
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1], page.url
