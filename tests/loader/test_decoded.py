"""A text is decoded once in a process, whatever it is called, and stays what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.loader import decoded
from kenri.loader.decoded import documents_of
from kenri.loader.library import Library, Sourced, shipped
from kenri.loader.link import load
from kenri.loader.source import SourceText
from kenri.loader.tree import Tree, trees_of
from kenri.model.problems import Problem, Report

FILES = sorted(shipped().rglob("*.yaml"))
TEXT = """\
plan: acme/one
extends: vocabulary/equity
rules: {all: {clause: "1", says: All may., permit: exercise}}
"""


@pytest.fixture(autouse=True)
def _afresh() -> None:
    decoded._flawless.clear()


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is decoded is decoded no second time."""
    texts = set[str]()

    def read(source: SourceText, report: Report) -> list[Tree]:
        assert source.text not in texts
        texts.add(source.text)
        return trees_of(source, report)

    monkeypatch.setattr(decoded, "trees_of", read)


def documents(name: str, text: str | None) -> tuple[tuple[Sourced, ...], tuple[Problem, ...]]:
    report = Report()
    return documents_of(Path(name), text, report), report.problems


@pytest.mark.usefixtures("once")
def test_a_text_is_decoded_once_and_has_each_of_its_names() -> None:
    (first,), (second,) = (documents(name, TEXT)[0] for name in ("one.yaml", "register#other.yaml"))
    assert second.document == first.document
    assert [str(each.tree.place(("rules", "all"))) for each in (first, second)] == [
        "one.yaml:3:14",
        "register#other.yaml:3:14",
    ]


@pytest.mark.usefixtures("once")
def test_plans_share_what_they_extend() -> None:
    for name in ("iij/2015-5th-series", "iij/2018-terms", "iij/2015-5th-series"):
        load(name, library=Library())


@pytest.mark.parametrize("text", [TEXT.replace("permit", "premit"), "plan: acme/one\nplan: acme/two\n", ": {", ""])
def test_what_is_wrong_is_told_each_time_where_it_is(text: str) -> None:
    told = [documents(name, text)[1] for name in ("one.yaml", "one.yaml", "two.yaml")]
    assert told[0]
    assert told[1] == told[0]
    assert repr(told[2]) == repr(told[0]).replace("one.yaml", "two.yaml")


def test_a_file_that_changed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    for id_ in ("acme/one", "acme/two", "acme/one"):
        path.write_text(TEXT.replace("acme/one", id_), encoding="utf-8")
        assert [each.document.id for each in documents(str(path), None)[0]] == [id_]


def test_no_use_of_a_document_changes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """All plans are loaded, which merges, amends and checks what they share: what is kept is as if read now."""
    monkeypatch.setattr(decoded._flawless, "limit", len(FILES))
    for name in Library().ids("plan"):
        load(name)
    kept = dict(decoded._flawless)
    assert len(kept) > len(FILES) / 2
    for text, several in kept.items():
        decoded._flawless.clear()
        for was, fresh in zip(several, documents(several[0].tree.source.name, text)[0], strict=True):
            assert repr(was.document) == repr(fresh.document)
            assert (was.document, was.tree.value, was.faulty) == (fresh.document, fresh.tree.value, fresh.faulty)


def test_no_more_is_kept_than_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    assert max(len(path.read_text(encoding="utf-8")) for path in FILES) <= decoded._LONGEST
    monkeypatch.setattr(decoded._flawless, "limit", 3)
    for number in range(7):
        documents("one.yaml", f"{TEXT}title: {number} it is\n")
        assert len(decoded._flawless) <= 3
    decoded._flawless.clear()
    documents("one.yaml", f"{TEXT}# {'x' * decoded._LONGEST}\n")
    assert not decoded._flawless
