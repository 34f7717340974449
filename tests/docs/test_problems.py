"""`docs/problems.md`: a section for each kind of problem, and each example causes the problem that it stands for."""

import re
from pathlib import Path

import pytest

from kenri.lint import lint
from kenri.model.catalogue import PROBLEMS
from tests.problem_sections import PAGE, Example, examples, page, written


def test_the_page_is_as_the_catalogue_has_it() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make problems`"


def test_every_kind_of_problem_is_explained() -> None:
    assert [code for code in PROBLEMS if len(written().get(code, "")) < 20] == []


@pytest.mark.parametrize("example", examples(), ids=lambda each: each.id)
def test_an_example_shows_its_problem(example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    has_head = example.text.startswith(("plan:", "family:", "%", "{")) or "\nplan:" in example.text
    text = example.text if has_head else f"plan: example\n{example.text}"
    id_ = re.search(r"^plan: ([a-z/]+)$", text, re.MULTILINE)
    path = Path("rules", f"{id_[1] if id_ else 'plan'}.yaml")  # where a plan of several documents is found by its id
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    found = {problem.code: problem.severity for problem in lint([path]).problems}
    if example.kind == "yaml wrong":
        assert example.code in found
        assert len([code for code in found if found[code] == "error"]) <= 1, "one mistake shows one problem"
    else:
        assert example.code not in found
        assert "error" not in found.values()
