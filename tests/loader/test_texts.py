"""A text without words is refused wherever a file has a text: nobody is shown a sentence that says nothing."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kenri
from kenri.loader.decode import decode
from kenri.loader.hints import fields_of
from kenri.loader.plain import plain
from kenri.loader.tree import read
from kenri.model.expressions import Node
from kenri.model.plan import Document
from kenri.model.problems import Problem, ProblemsError, Report
from kenri.model.scenario import ScenarioFile
from tests.loader.constructs import constructs, in_flow

BLANKS = ("", " ", "\t\n", "\u3000", "\u00a0")
IN_LANGUAGES: tuple[Any, ...] = ({}, *({"en": blank} for blank in BLANKS), {"en": "said", "ja": ""})


def problems(construct: type[Node], data: object) -> tuple[Problem, ...]:
    report = Report()
    (tree,) = read("x.yaml", in_flow(data), report=report)  # type: ignore[arg-type]  # made by `plain`
    decode(construct, tree, report=report)
    return report.problems


def texts(construct: type[Node], data: dict[str, Any], path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths at which a decoded construct has text that is prose: those that may be said in both languages."""
    for key, field in fields_of(construct).items():
        if key not in data:
            continue
        if field.hint.keys:
            yield (*path, key)
        if field.hint.values is not None and field.hint.values.constructs and isinstance(data[key], dict):
            (inner, *others) = field.hint.values.constructs
            if not others:
                for name, item in data[key].items():
                    if isinstance(item, dict):
                        yield from texts(inner, item, (*path, key, name))


@pytest.mark.parametrize("construct", [Document, ScenarioFile], ids=lambda each: each.__name__)
def test_any_text_without_words_is_refused_where_it_stands(construct: type[Node]) -> None:
    @settings(max_examples=100)
    @given(constructs(construct), st.data())
    def law(node: Node, data: st.DataObject) -> None:
        whole: Any = plain(node)
        paths = list(texts(construct, whole))
        if not paths:
            return
        path = data.draw(st.sampled_from(paths))
        blank = data.draw(st.sampled_from([*BLANKS, *IN_LANGUAGES]))
        spoiled = copy.deepcopy(whole)
        around = spoiled
        for step in path[:-1]:
            around = around[step]
        around[path[-1]] = blank
        assert [each.code for each in problems(construct, spoiled)] == ["blank-text"]

    law()


PLAN = """\
plan: acme/min
{title}extends: vocabulary/equity
zone: UTC
terms: {{approved: {{unknown: {unknown}, type: flag{unit}}}}}
rules: {{r: {{clause: {clause}, says: {says}, permit: exercise, when: approved}}}}
"""
WORDS = {"title": "", "unknown": "not said", "unit": "", "clause": "'1'", "says": "s"}


@pytest.mark.parametrize("blank", ["''", "' '", "{}", "{en: ''}", "{en: s, ja: ' '}"])
@pytest.mark.parametrize("where", ["title", "unknown", "says"])
def test_a_file_tells_it_once_and_where(tmp_path: Path, where: str, blank: str) -> None:
    told = _told(tmp_path, {where: f"title: {blank}\n" if where == "title" else blank})
    assert [each.code for each in told] == ["blank-text"]
    assert told[0].place is not None
    assert told[0].place.line == {"title": 2, "unknown": 4, "says": 5}[where]


@pytest.mark.parametrize("given", [{"clause": "''"}, {"clause": "' '"}, {"unit": ", unit: ''"}])
def test_texts_of_one_language_too(tmp_path: Path, given: dict[str, str]) -> None:
    assert [each.code for each in _told(tmp_path, given)] == ["blank-text"]


def test_a_blank_id_is_told_as_blank_alone() -> None:
    assert [each.code for each in problems(Document, {"plan": " "})] == ["blank-text"]


def test_what_has_words_stands(tmp_path: Path) -> None:
    assert _told(tmp_path, {"unknown": "{ja: 記載なし}", "title": "title: '0'\n"}) == ()


def _told(folder: Path, changed: dict[str, str]) -> tuple[Problem, ...]:
    path = folder / "plan.yaml"
    path.write_text(PLAN.format(**WORDS | changed), encoding="utf-8")
    try:
        kenri.load(path)
    except ProblemsError as error:
        return error.problems
    return ()
