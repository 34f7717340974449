"""*Import* shows every problem in its cell and every change before it is written, and writes what was looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from kenri.register.register import Register
from tests.faces.pages.reading import Element, page
from tests.faces.serving.asking import Asking, entries, exercise

HEAD = "Holder ID,Name,Grant ID,Grant Date,Options Granted\n"


def table(*rows: str, name: str = "grants.csv") -> dict[tuple[str, str], bytes]:
    return {("file", name): (HEAD + "".join(f"{each}\n" for each in rows)).encode()}


GOOD = table("carl,Carl,carl-1,2024-01-01,5", "dora,Dora,dora-1,2024-05-05,7")


def sent_back(body: bytes) -> dict[str, Any]:
    """What the form of a preview sends back besides its files."""
    form = page(body).one("form", class_="apply")
    said = {each.attributes["name"]: each.attributes["value"] for each in form.all("input", type="hidden")}
    return {
        "if_match": said["if_match"],
        "key": said["once"],
        **{name: said[name] for name in ("of_files", "plan", "known_now") if name in said},
    }


def changes(found: Element) -> list[str]:
    return [each.text for each in found.all("table", class_="listed")[0].all("th", scope="row")]


def test_a_cell_is_marked_among_those_beside_it(ask: Asking) -> None:
    """In the second row of the table, on line 3, column D has no day and column E no number."""
    answered = ask("page/import/preview", files=table("carl,Carl,carl-1,2024-01-01,5", "dora,Dora,dora-1,soon,many"))
    assert (answered.status, set(answered.codes)) == (422, {"cell-is-no-day", "cell-is-no-number"})
    found = page(answered.body)
    sheets = found.all("table", class_="sheet")
    marked = [each.one("td", class_="marked").one("mark").text for each in sheets]
    assert marked == ["soon", "many"]
    first = sheets[0]
    assert [each.text.split()[0] for each in first.one("thead").all("th")[1:]] == ["A", "B", "C", "D", "E"]
    assert first.one("tr", class_="here").one("th").text == "3"
    assert "write it as 2025-06-25" in found.one("main").text
    assert not found.all("form", class_="apply")


def test_the_problems_are_those_of_the_command(ask: Asking) -> None:
    files = table("carl,Carl,carl-1,2024-13-01,5", "dora,Dora,,,many") | {
        ("file", "x.yaml"): b"parties: {x: {role: none}}\n"
    }
    told = ask.refused("import/preview", files=files)[1]
    found = page(ask("page/import/preview", files=files).body)
    shown = [
        each.text.rpartition("Code ")[2] for each in found.all("ul", class_="problems")[0].all("p", class_="aside")
    ]
    shown += [
        each.text.rpartition("Code ")[2]
        for part in found.all("ul", class_="problems")[1:]
        for each in part.all("p", class_="aside")
    ]
    assert sorted(shown) == sorted(told)
    assert len(told) >= 3


def test_a_line_of_a_life_is_marked(ask: Asking) -> None:
    files = {
        (
            "file",
            "x.yaml",
        ): b"parties: {x: {role: grantee}}\ngrants:\n  - {id: g, grantee: x, on: 2024-02-30, number: 1}\n"
    }
    found = page(ask("page/import/preview", files=files).body)
    (line,) = found.all("li", class_="marked")
    assert "2024-02-30" in line.text


def test_a_cell_of_a_workbook_is_found_again_though_only_the_register_sees_that_it_is_wrong(ask: Asking) -> None:
    """That Carl exercises what he was never granted the life shows, and not the table."""
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("python_calamine")
    from io import BytesIO

    book = openpyxl.Workbook()
    book.active.title = "Moves"
    for row in (["Holder ID", "Event", "Event Date", "Grant ID"], ["carl", "leaves", "2025-01-01", ""]):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    answered = ask("page/import/preview", files={("file", "m.xlsx"): out.getvalue()})
    assert answered.status == 422
    found = page(answered.body)
    assert found.one("h3").text == "m.xlsx, sheet Moves"
    assert found.one("table", class_="sheet").one("tr", class_="here").one("th").text == "2"


def test_what_is_shown_is_what_the_command_tells(ask: Asking) -> None:
    told = ask.data("import/preview", files=GOOD)
    found = page(ask("page/import/preview", files=GOOD).body)
    assert changes(found) == [each["key"] for each in told["changes"] if each["kind"] == "party"]
    tallies = [each.text for each in found.one("ul", class_="tallies").all("strong")]
    assert tallies == [str(told["counts"][act]) for act in ("new", "corrected", "cancelled", "same")]


def test_a_correction_shows_before_and_after_also_of_a_name(ask: Asking) -> None:
    ask.data("import/apply", files=GOOD)
    files = {("file", "names.csv"): b"Holder ID,Name\ncarl,Karl\n"} | table("carl,,carl-1,2024-01-01,8")
    found = page(ask("page/import/preview", files=files).body)
    pairs = {
        (each.one("del").text, each.one("ins").text)
        for part in found.all("table", class_="before-after")
        for each in part.all("tr", class_="other")
    }
    assert pairs == {("5", "8"), ("Carl", "Karl")}
    assert "Dora" not in found.one("main").text


def test_what_was_looked_at_is_written_once(register: str, ask: Asking) -> None:
    form = sent_back(ask("page/import/preview", files=GOOD).body)
    written = ask("page/import/apply", files=GOOD, **form)
    assert written.status == 200
    assert page(written.body).one("h1").text == "Recorded"
    head = ask.data("head")["head"]
    assert str(head["hash"]) in written.body.decode()
    again = ask("page/import/apply", files=GOOD, **form)
    assert page(again.body).one("h1").text == "Recorded"
    assert ask.data("head")["head"] == head
    assert {"carl", "dora"} <= set(Register.open(register).holders())


def test_nothing_is_written_where_something_else_was_recorded_since(ask: Asking) -> None:
    form = sent_back(ask("page/import/preview", files=GOOD).body)
    ask.data("entries/append", body=entries(exercise("ann", "between")))
    before = ask.data("head")
    answered = ask("page/import/apply", files=GOOD, **form)
    assert answered.status == 412
    found = page(answered.body)
    assert "Something else was recorded since you looked." in found.one("p", role="alert").text
    assert ask.data("head") == before
    assert ask("page/import/apply", files=GOOD, **sent_back(answered.body)).status == 200


@pytest.mark.parametrize("lost", ["if_match", "of_files"])
def test_what_was_not_looked_at_is_shown_and_not_written(lost: str, ask: Asking) -> None:
    form = sent_back(ask("page/import/preview", files=GOOD).body)
    form.pop(lost)
    before = ask.data("head")
    assert page(ask("page/import/apply", files=GOOD, **form).body).one("h2", id="changes").text == "What would change"
    assert ask.data("head") == before


def test_other_files_than_those_that_were_looked_at_are_shown_and_not_written(ask: Asking) -> None:
    form = sent_back(ask("page/import/preview", files=GOOD).body)
    before = ask.data("head")
    other = table("carl,Carl,carl-1,2024-01-01,500")
    assert "500" in page(ask("page/import/apply", files=other, **form).body).one("main").text
    assert ask.data("head") == before


HOSTILE = ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "a\u202eb", "=1+1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_cells_are_text_and_nothing_else(text: str, ask: Asking) -> None:
    cell = '"' + text.replace('"', '""') + '"'
    for day in ("2024-01-01", cell):
        body = ask("page/import/preview", files=table(f"carl,{cell},carl-1,{day},5")).body.decode()
        assert "<script>alert" not in body
        assert "<img src=x" not in body
        assert "\u202e" not in body
        page(body.encode())


@pytest.mark.parametrize("name", ["<b>.csv", "../../etc/passwd", "a:b.csv", ".hidden.csv", "a\u202eb.csv"])
def test_a_name_that_no_file_has_is_refused_as_text(name: str, ask: Asking) -> None:
    assert ask.refused("import/preview", files=table("carl,C,carl-1,2024-01-01,5", name=name))[1] == [
        "file-name-not-taken"
    ]


def test_two_files_of_one_name_are_refused(ask: Asking) -> None:
    class Twice(Mapping[tuple[str, str], bytes]):
        def __iter__(self) -> Any:
            return iter([("file", "a.csv"), ("file", "a.csv")])

        def __len__(self) -> int:
            return 2

        def __getitem__(self, key: tuple[str, str]) -> bytes:
            return b"x"

    assert ask.refused("import/preview", files=Twice()) == (400, ["file-given-twice"])


def test_without_files_the_form_says_so(ask: Asking) -> None:
    answered = ask("page/import/preview", lang="ja")
    assert (answered.status, answered.codes) == (400, ("no-file-given",))
    assert page(answered.body).one("form", class_="import").attributes["action"] == "/import/preview"


def test_a_form_says_what_it_waits_for_and_where_files_are_dropped(ask: Asking) -> None:
    form = page(ask("page/import").body).one("form", class_="import")
    assert form.attributes["enctype"] == "multipart/form-data"
    assert form.one("input", id="files").attributes.keys() >= {"multiple", "required"}
    assert re.fullmatch(r"Chosen: %", form.one("div", class_="drop").attributes["data-chosen"])
