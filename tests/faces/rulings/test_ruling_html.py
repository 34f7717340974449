"""A ruling in a notebook: complete, well-formed, and safe whatever the names are."""

from html.parser import HTMLParser

import pytest

import kenri
from kenri.faces.rulings.ruling_html import render
from kenri.loader.library import shipped
from kenri.model.sentences import Language

VOID = {"br", "meta"}


class WellFormed(HTMLParser):
    """Fails on an end tag that closes nothing, and keeps the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def plan() -> kenri.LoadedPlan:
    return kenri.load("iij/2015-5th-series")


def life(name: str) -> str:
    return str(shipped("scenarios") / "lives" / f"{name}.yaml")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_an_answer_shows_what_it_brings_about(plan: kenri.LoadedPlan, lang: Language) -> None:
    ruling = plan.ask(life("leaver"), on="2025-07-05", rights=6)
    text = " ".join(WellFormed(render(ruling, lang)).text)
    for words in ("ten-days-after-leaving", "2(11)2", "1,200"):
        assert words in text
    assert ("ALLOWED" if lang == "en" else "可") in text


def test_a_denial_shows_the_readings_it_turns_on(plan: kenri.LoadedPlan) -> None:
    ruling = plan.ask(life("leaver"), on="2025-07-06", rights=6)
    page = ruling._repr_html_()
    assert page is not None
    text = " ".join(WellFormed(page).text)
    for words in ("DENIED", "holiday-roll", "yes: ALLOWED", "Lapsed", "2025-07-05 (Sat)"):
        assert words in text
    assert "<svg" in page


def test_what_is_not_known_is_named(plan: kenri.LoadedPlan) -> None:
    page = render(plan.ask(life("leaver"), on="2025-07-05", rights=6))
    assert "not known without book_value_per_right" in " ".join(WellFormed(page).text)


def test_nothing_that_is_named_becomes_markup(plan: kenri.LoadedPlan) -> None:
    name = "<script>alert('&')</script>"
    ruling = plan.ask(
        {
            "parties": {name: {"role": "grantee"}},
            "grants": [{"id": "<b>", "grantee": name, "on": "2015-07-13", "number": 10, "position": "director"}],
        },
        on="2025-07-05",
    )
    page = render(ruling)
    assert "<script" not in page
    assert "<b>" not in page
    assert name in "".join(WellFormed(page).text)


def test_importing_kenri_is_enough_to_load_and_unknown_names_are_refused() -> None:
    assert kenri.load.__module__ == "kenri.api"
    assert set(dir(kenri)) == set(kenri.__all__)
    with pytest.raises(AttributeError, match="`kenri` has no attribute `lode`"):
        kenri.lode  # noqa: B018  the mistake is what is tested
