"""A holder's page tells what `kenri holder`, `kenri ask` and `kenri simulate` tell with `--json`."""

from __future__ import annotations

from tests.faces.pages.reading import Element, page
from tests.faces.pages.test_today import HOSTILE
from tests.faces.serving.asking import LIVES, Asking, entries


def cells(table: Element) -> list[list[str]]:
    return [[each.text for each in row.all() if each.name in ("td", "th")] for row in table.one("tbody").all("tr")]


def test_everybody_is_listed_with_their_grants(ask: Asking) -> None:
    found = page(ask("page/holders").body)
    assert [each.text for each in found.all("a", class_="holder")] == sorted(LIVES)
    assert [each.attributes["href"] for each in found.all("a", class_="holder")][:2] == ["/holders/ann", "/holders/bob"]


def test_a_page_of_holders_leads_to_the_next(ask: Asking) -> None:
    found = page(ask("page/holders", limit=2).body)
    assert found.one("a", rel="next").attributes["href"] == "/holders?after=bob"


def test_who_is_looked_for_is_found_by_a_part_of_the_name(ask: Asking) -> None:
    found = page(ask("page/holders", find="花").body)
    assert [each.text for each in found.all("a", class_="holder")] == ["花子"]
    assert "Nobody holds rights here." in page(ask("page/holders", find="zoe").body).text


def test_balances_and_windows_are_those_of_the_command(ask: Asking) -> None:
    """Ann exercised 10 of 100 on 1 February 2025 and left on 1 March, so that ten days later it is over (clause 2)."""
    (under,) = ask.data("holder", holder="ann", on="2025-03-05")["plans"]
    found = page(ask("page/holder", holder="ann", on="2025-03-05").body)
    balances = found.one("ul", class_="balances")
    assert next(each.text for each in balances.all("strong")) == "100"
    assert balances.one("li", class_="held").one("strong").text == "90"
    card = found.one("section", class_="card")
    windows = cells(card.all("table")[0])
    assert len(windows) == len(under["windows"]["windows"])
    assert [row[3] for row in windows if row[0].startswith("exercise")] == ["2025-03-10 (Mon)"]


def test_each_event_has_its_letter_and_its_verdict(ask: Asking) -> None:
    card = page(ask("page/holder", holder="ann", on="2025-03-05").body).one("section", class_="card")
    (drawn,) = card.all("svg")
    assert [each.text for each in drawn.all("text", class_="letter")] == ["A", "B"]
    told = cells(card.all("table")[1])
    assert [row[0] for row in told] == ["A", "B"]
    assert told[0][4] == "permitted"
    assert [each.name for each in drawn.parts if isinstance(each, Element)][:2] == ["title", "desc"]


def test_a_question_is_answered_in_place_as_by_the_command(ask: Asking) -> None:
    """Twenty days after she left Ann may exercise nothing: clause 2 forbids it from 11 March on."""
    query = {"on": "2025-03-20", "rights": "4"}
    data = ask.data("ask", holder="ann", **query)
    answer = page(ask("page/holder", holder="ann", ask_on="2025-03-20", rights="4").body).one("div", class_="answer")
    assert answer.one("p", class_="verdict").one("span").text == data["outcome"] == "denied"
    rows = cells(answer.one("table"))
    assert [row[0] for row in rows] == [each["clause"] for each in data["rules"]]
    assert [row[1] for row in rows] == [each["sentence"] for each in data["rules"]]
    assert "from too late on" in rows[[row[0] for row in rows].index("2")][2]


def test_a_question_that_means_nothing_is_told_beside_the_rest(ask: Asking) -> None:
    answered = ask("page/holder", holder="ann", ask_on="2025-13-20")
    found = page(answered.body)
    assert answered.status == 200
    assert found.all("section", class_="card")
    assert found.one("section", class_="alarm").all("li")


def test_what_is_supposed_stands_beside_what_is(ask: Asking) -> None:
    """Had Bob left on 10 February, he could exercise until the 19th: from the tenth day on clause 2 forbids it."""
    found = page(ask("page/holder", holder="bob", if_event="leaves", if_on="2025-02-10").body)
    table = found.one("section", **{"aria-labelledby": "what-if"}).one("table")
    assert any("2025-02-19" in row[2] and "2025-03-10" in row[1] for row in cells(table))


def test_what_was_not_known_yet_is_left_out(ask: Asking) -> None:
    then = page(ask("page/holder", holder="ann", on="2025-03-20", known_at="2025-03-01").body)
    now = page(ask("page/holder", holder="ann", on="2025-03-20").body)
    assert [len(each.one("section", class_="card").all("text", class_="letter")) for each in (then, now)] == [1, 2]
    assert then.one("p", class_="note").text


def test_nobody_of_that_name_is_a_page_of_a_problem(ask: Asking) -> None:
    assert ask("page/holder", holder="nobody").status == 404


def test_a_name_that_looks_like_a_page_is_text(ask: Asking) -> None:
    for name in HOSTILE:
        ask.data("entries/append", body=entries(
            {"kind": "party", "key": name, "of": name, "data": {"role": "grantee"}},
            {"kind": "grant", "key": f"g{name}", "of": name, "plan": "acme/options",
             "data": {"id": f"g{name}", "grantee": name, "on": "2024-01-01", "number": 3}},
            {"kind": "event", "key": f"l{name}", "of": name,
             "data": {"id": f"l{name}", "event": "leaves", "on": "2025-03-01"}, "details": {"name": name}},
        ))  # fmt: skip
        body = ask("page/holder", holder=name, ask_on="2025-03-05", if_event=name, if_on="2025-03-01").body
        found = page(body)
        assert not found.all("img", src="x")
        assert all(each.attributes.get("src") for each in found.all("script"))
        assert "4900980049" not in found.text.replace("{{ 70007*70007 }}", "")
