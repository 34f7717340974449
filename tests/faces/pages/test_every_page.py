"""What holds for every page, whatever it is about."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from kenri.faces.pages.static_files import static_files
from kenri.faces.pages.templating import template_texts
from kenri.faces.serving.pages_served import PAGES, served
from kenri.faces.words.pages import word
from tests.faces.pages.reading import Element, page
from tests.faces.serving.asking import PLAN, Asking

TABLE = {("file", "grants.csv"): b"Holder ID,Grant ID,Grant Date,Options Granted\ncarl,carl-1,2024-01-01,5\n"}

ASKED: dict[str, dict[str, Any]] = {
    "page/today": {"on": "2025-02-25", "within": 20},
    "page/requests/record": {"request": "none"},
    "page/requests/refuse": {"request": "none", "reason": "No."},
    "page/requests/withdraw": {"request": "none", "holder": "ann"},
    "page/holders": {"limit": 2},
    "page/mine": {},
    "page/my-rights": {"holder": "ann"},
    "page/request": {"holder": "ann", "action": "exercise", "rights": 1},
    "page/holder": {"holder": "ann", "on": "2025-03-05", "ask_on": "2025-03-20", "rights": "4", "if_event": "leaves",
                    "if_on": "2025-02-10"},
    "page/plans": {},
    "page/plan": {"plan": "acme/options"},
    "page/plan/checks": {"plan": "acme/options", "only": "days"},
    "page/plan/versions": {"plan": "acme/options"},
    "page/plan/impact": {"plan": "acme/options", "reading": "days=long", "on": "2025-03-05"},
    "page/plan/change": {"plan": "acme/options", "files": {("rules", "new.yaml"): PLAN.encode()}, "on": "2025-03-05"},
    "page/import": {},
    "page/import/preview": {"files": TABLE},
    "page/import/apply": {"files": TABLE},
    "page/work": {"id": "some-work"},
    "page/works": {},
    "page/cancel-work": {"id": "some-work"},
    "page/people": {},
    "page/people/add": {"name": "eve", "role": "administrator", "understood": "true"},
    "page/people/give": {"name": "eve", "role": "auditor"},
    "page/people/end": {"name": "eve"},
    "page/people/password": {"name": "eve"},
    "page/people/totp/end": {"name": "eve", "password": "correct horse battery"},
    "page/people/shut-out": {"name": "eve", "password": "correct horse battery"},
    "page/people/openid": {"name": "eve", "provider": "https://login.acme.example", "subject": "7"},
    "page/people/openid/end": {"name": "eve", "provider": "https://login.acme.example", "subject": "7"},
    "page/tokens": {},
    "page/tokens/make": {"name": "laptop", "understood": "true"},
    "page/tokens/end": {"name": "laptop"},
    "page/reminders": {},
    "page/reminders/feed": {"name": "board"},
    "page/reminders/mail": {"name": "sato", "address": "sato@acme.example", "before": ["5", "1"]},
    "page/reminders/webhook": {"name": "hook", "url": "https://acme.example/hook"},
    "page/reminders/revoke": {"what": "feed", "name": "board"},
    "page/audit": {"from": "2025-01-01", "until": "2025-04-01", "was_known_at": "2025-03-01"},
}  # fmt: skip
"""What each page is asked in these tests."""


@pytest.fixture
def ask(register: str) -> Asking:
    """With some work that nobody is at."""
    asking = Asking(register)
    assert asking("impact", reading="days=long", work="some-work").status == 202
    return asking


REFUSED = {
    f"page/{each}": 422
    for each in (
        "requests/record", "requests/refuse", "requests/withdraw", "people/give", "people/end", "people/password",
        "people/totp/end", "people/shut-out", "people/openid", "people/openid/end",
        "tokens/end",
        "reminders/revoke",
    )
}  # fmt: skip
"""What is asked of what there is not is told on the same page."""


def shown(ask: Asking, name: str, *, lang: str = "en", **query: Any) -> Element:
    answered = ask(name, lang=lang, **(query or ASKED.get(name, {})))
    assert answered.status == REFUSED.get(name, 200), answered.body.decode()
    return page(answered.body)


def test_every_page_is_asked_here() -> None:
    assert ASKED.keys() == PAGES.keys()


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_found_one_s_way_through(name: str, lang: str, ask: Asking) -> None:
    found = shown(ask, name, lang=lang)
    assert found.one("html").attributes["lang"] == lang
    assert len(found.all("main")) == len(found.all("h1")) == len(found.one("head").all("title")) == 1
    assert found.one("a", class_="skip").attributes["href"] == "#content"
    levels = [int(each.name[1]) for each in found.all() if re.fullmatch("h[1-6]", each.name)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [each.attributes["id"] for each in found.all() if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    for each in found.all():
        for label in (each.attributes.get("aria-labelledby") or "").split():
            assert label in ids


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_loaded_from_elsewhere_nor_run(name: str, ask: Asking) -> None:
    found = shown(ask, name)
    for each in found.all():
        for attribute in ("href", "src", "action"):
            where = each.attributes.get(attribute, "/")
            assert where.startswith(("/", "#", "?")), where
            assert not where.startswith("//")
        assert not [name for name in each.attributes if name.startswith("on") or name == "style"]
    assert all(each.attributes["src"] and not each.parts for each in found.all("script"))
    assert not found.all("style")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_asked_for_again_only_where_it_may_have_changed(name: str, ask: Asking) -> None:
    if PAGES[name].method == "GET" and PAGES[name].is_of_records:
        first = ask(name, **ASKED[name])
        assert first.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
        assert ask(name, **ASKED[name], if_none_match=first.headers["etag"]).status == 304


def test_each_word_of_a_template_is_in_the_table() -> None:
    for name, text in template_texts().items():
        for key in re.findall(r"""\bt\(\s*["']([a-z0-9-]+)["']\s*[,)]""", text):
            assert key in word.table, f"{name}: {key}"


def test_all_that_becomes_work_has_a_name_that_people_read() -> None:
    names = {each.name.removeprefix("page/").replace("/", "-") for each in served().values() if each.is_work}
    assert {f"work-of-{each}" for each in names} == {each for each in word.table if each.startswith("work-of-")}


def test_what_is_wrong_with_what_was_sent_is_told_by_one_macro() -> None:
    told = [name for name, text in template_texts().items() if re.search(r'role="alert"[^%]*\.message', text)]
    assert told == ["parts.html"]


def test_each_word_of_the_table_is_said_somewhere() -> None:
    said = "".join(template_texts().values()) + "".join(each.menu for each in PAGES.values())
    built = ("account-", "request-", "tokens-", "people-", "reminders-", "today-", "mine-", "work-",
             "menu-", "kind-", "outcome-", "most-", "asked-", "fate-", "judged-", "verdict-", "record-",
             "import-new",
             "import-corrected", "import-cancelled", "import-same", "import-party", "import-grant", "import-fact",
             "import-event", "audit-by-", "audit-form-", "audit-permitted", "audit-not-permitted", "audit-unknown",
             "audit-opening", "audit-granted", "audit-restated", "audit-closing", "audit-moved", "section-", "check-",
             "differs-", "plan-text", "plan-checks", "plan-versions", "plan-added",
             "plan-removed", "plan-changed")  # fmt: skip
    assert not [key for key in word.table if key not in said and not key.startswith(built)]


def test_there_is_one_style_sheet_and_one_script() -> None:
    assert sorted(static_files()) == ["kenri.css", "kenri.js", "mark.svg"]
    assert not re.findall(r"@import|url\(|https?:", static_files()["kenri.css"].content.decode())
