"""`kenri register print`: the items of article 249 of the Companies Act, and for one holder those of article 250."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kenri.importing.workbook import workbook_sheets
from kenri.model.problems import Report
from kenri.register.register import Register
from tests.hostile import run
from tests.register.small_register import at, entry

PLAN = """\
plan: acme/options
title: {en: Third series, ja: 第3回新株予約権}
source: {document: Terms of issue, issuer: Acme}
extends: vocabulary/equity
grant_attributes: {price: {type: number, optional: true, says: {en: exercise price, ja: 行使価額}}}
terms: {shares: {value: 100, unit: shares, clause: "2(3)", says: {en: Shares for one right, ja: 一個当たりの株式数}}}
rules:
  holder: {clause: "1", says: Holders., permit: exercise, by: grantee}
"""
HOSTILE = "<script>alert(1)</script>\u202e\x07&\"'"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a register of four holders: of one the address is not known, one has exercised all."""
    (tmp_path / "options.yaml").write_text(PLAN, encoding="utf-8")
    register = Register.create(str(tmp_path / "acme.db"), "株式会社例")
    register.add_plan(str(tmp_path / "options.yaml"), author="ann", now=at("2024-01-01"))

    def holder(key: str, number: int, on: str = "2024-01-01", **details: str) -> list[Any]:
        return [
            entry("party", key, {"role": "grantee"}, details=details),
            entry("grant", f"{key}-1", {"grantee": key, "on": on, "number": number, "price": 120},
                  details={"certificate": "第7号"} if key == "abe" else {}),
        ]  # fmt: skip

    register.apply(
        [
            *holder("abe", 10, name="安部 一郎", address="東京都千代田区1-1"),
            *holder("kato", 20, last_name="加藤", first_name="花"),
            *holder("mori", 30, name=HOSTILE, address="x"),
            *holder("nao", 40, on="2025-01-01", name="Nao", address="Osaka"),
            entry("event", "e1", {"event": "exercises", "on": "2024-06-01", "rights": 4, "grant": "abe-1"}),
            entry("event", "e2", {"event": "exercises", "on": "2024-06-02", "rights": 30, "grant": "mori-1"}),
        ],
        author="ann",
        now=at("2025-02-01"),
    )
    register.database.close()
    monkeypatch.chdir(tmp_path)
    return tmp_path


class _Page(HTMLParser):
    """The tags of a page and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def lines(monkeypatch: pytest.MonkeyPatch, *more: str) -> Any:
    done = run(monkeypatch, ["register", "print", "acme.db", "--to", "a.html", "--json", *more])
    assert done.code == 0, done.err
    Path("a.html").unlink()
    return json.loads(done.out)


def test_each_holder_has_the_items_of_article_249(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = lines(monkeypatch, "--on", "2024-06-01")
    # On 1 June 2024 Abe has exercised four of ten, Mori none yet; Nao's rights are allotted in 2025.
    assert [(each["name"], each["number"], each["acquired"]) for each in found["lines"]] == [
        ("安部 一郎", 6, "2024-01-01"), ("加藤 花", 20, "2024-01-01"), (HOSTILE, 30, "2024-01-01"),
    ]  # fmt: skip
    abe, kato, _ = found["lines"]
    assert (abe["address"], abe["certificate"], abe["lacks"]) == ("東京都千代田区1-1", "第7号", [])
    assert (kato["address"], kato["certificate"], kato["lacks"]) == (None, None, ["address"])
    assert abe["attributes"] == {"exercise price": "120"}
    assert found["contents"][0]["terms"] == {"Shares for one right (2(3))": "100 shares"}
    later = lines(monkeypatch, "--on", "2025-01-01")
    # A day later Mori holds none, who is left out, and on 1 January 2025 Nao holds forty.
    assert [(each["holder"], each["number"]) for each in later["lines"]] == [("abe", 6), ("kato", 20), ("nao", 40)]
    assert later["left_out"] == 1


@pytest.mark.parametrize(("lang", "title"), [("en", "Register of stock acquisition rights"), ("ja", "新株予約権原簿")])
def test_the_page_loads_nothing_and_means_nothing_but_its_text(
    here: Path, monkeypatch: pytest.MonkeyPatch, lang: str, title: str
) -> None:
    done = run(monkeypatch, ["register", "print", "acme.db", "--to", "a.html", "--on", "2024-06-01", "--lang", lang])
    assert done.code == 0
    page = Path("a.html").read_text(encoding="utf-8")
    found = _Page(page)
    assert {tag for tag, _ in found.tags}.isdisjoint({"script", "link", "img", "iframe", "object"})
    assert not any(name in ("src", "href") or name.startswith("on") for _, attrs in found.tags for name in attrs)
    assert title in found.text
    assert "\\u202e" in page
    assert not {"\u202e", "\x07"} & {*page}
    assert page.count("<thead>") == 2
    assert "@page { size: A4 landscape" in page
    assert "table-header-group" in page


def test_what_is_not_known_is_shown_and_listed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(monkeypatch, ["register", "print", "acme.db", "--to", "a.html", "--on", "2024-06-01", "--lang", "ja"])
    assert "原簿に記録がない事項1件" in done.out
    page = Path("a.html").read_text(encoding="utf-8")
    assert page.count("原簿に記録なし") == 1
    assert "<td>加藤 花</td><td>住所</td>" in page


def test_the_statement_for_one_holder_is_to_be_signed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    argv = ["register", "print", "acme.db", "--to", "a.html", "--on", "2024-06-01", "--holder", "abe", "--lang", "ja"]
    assert run(monkeypatch, [*argv, "--eras"]).code == 0
    page = Path("a.html").read_text(encoding="utf-8")
    for said in ("会社法第250条第1項", "代表取締役", "署名又は記名押印", "令和6年6月1日", "令和6年1月1日", "同条第4項"):
        assert said in page
    assert "加藤" not in page
    assert run(monkeypatch, [*argv, "--json"]).code == 2  # it is there already
    argv[4], argv[8] = "b.html", "nobody"
    assert run(monkeypatch, argv).code == 2


def test_the_statement_names_also_whoever_holds_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On 1 June 2024 nothing is allotted to Nao yet."""
    found = lines(monkeypatch, "--on", "2024-06-01", "--holder", "nao")
    assert (found["holder"], found["lines"]) == ({"key": "nao", "name": "Nao", "address": "Osaka"}, [])
    argv = ["register", "print", "acme.db", "--to", "a.html", "--on", "2024-06-01", "--holder", "nao"]
    assert run(monkeypatch, argv).code == 0
    page = Path("a.html").read_text(encoding="utf-8")
    assert "<th>Name</th><td>Nao (nao)</td>" in page
    assert "The holder holds no rights on this day." in page
    argv[4] = "a.xlsx"
    assert run(monkeypatch, argv).code == 0
    *_, about = workbook_sheets(Path("a.xlsx"), Report())
    assert ["Name", "Nao (nao)"] in [list(cells)[:2] for _, cells in about.rows()]


TERMS = """\
terms:
  period: {clause: "2(5)", first: 2024-01-01, last: 2034-12-31, says: {en: exercise period, ja: 行使期間}}
  allotted: {clause: "2(13)", value: 2024-01-01, says: {en: day of allotment, ja: 割当日}}
  price: {clause: "2(4)", value: 1, unit: JPY, says: {en: exercise price, ja: 行使価額}}
  listed: {clause: "3", value: true, says: {en: listed, ja: 上場}}
  offered: {clause: "4", value: 2, dated: [{from: 2024-05-01, value: 3}], says: {en: offered, ja: 募集数}}
"""


def test_what_a_plan_states_is_in_the_words_of_the_page(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (here / "options.yaml").read_text(encoding="utf-8").replace("options", "others", 1)
    start = text.index("terms:")
    (here / "others.yaml").write_text(text[:start] + TERMS + text[text.index("rules:") :], encoding="utf-8")
    register = Register.open("acme.db")
    register.add_plan("others.yaml", author="ann", now=at("2025-02-02"))
    grant = {"grantee": "abe", "on": "2024-02-01", "number": 3}
    register.apply([entry("grant", "o-1", grant, plan="acme/others")], author="ann", now=at("2025-02-02"))
    register.database.close()
    argv = ["register", "print", "acme.db", "--to", "a.html", "--on", "2024-06-01", "--plan", "acme/others"]
    assert run(monkeypatch, [*argv, "--lang", "ja", "--eras"]).code == 0
    page = Path("a.html").read_text(encoding="utf-8")
    for label, value in {
        "行使期間（2(5)）": "令和6年1月1日〜令和16年12月31日",
        "割当日（2(13)）": "令和6年1月1日",
        "行使価額（2(4)）": "1円",
        "上場（3）": "はい",
        "募集数（4）": "3",  # since 1 May 2024
    }.items():
        assert f"<th>{label}</th><td>{value}</td>" in page
    argv[4] = "b.html"
    assert run(monkeypatch, argv).code == 0
    page = Path("b.html").read_text(encoding="utf-8")
    assert "<th>exercise period (2(5))</th><td>2024-01-01 – 2034-12-31</td>" in page
    assert "<th>listed (3)</th><td>yes</td>" in page


def test_the_same_is_a_workbook(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    argv = ["register", "print", "acme.db", "--to", "a.xlsx", "--on", "2024-06-01"]
    assert run(monkeypatch, argv).code == 0
    rights, _, _ = workbook_sheets(Path("a.xlsx"), Report())
    rows = [list(cells) for _, cells in rights.rows()]
    assert rows[1][1:4] == ["abe", "安部 一郎", "東京都千代田区1-1"]
    assert rows[1][5] == 6
    assert str(rows[1][6])[:10] == "2024-01-01"


def test_what_was_known_then(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = lines(monkeypatch, "--on", "2024-06-30", "--known-at", "2024-05-31")
    # The exercises of June were not known on 31 May.
    assert [each["number"] for each in found["lines"]] == [10, 20, 30]
