"""What is wrong with rule files as plain data, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kenri.faces.contracts.problem_data import problems_data
from kenri.lint import Linted
from kenri.model.problems import Problem
from kenri.model.sentences import Language


def lint_data(found: Linted, problems: Iterable[Problem], lang: Language) -> dict[str, Any]:
    """How many files and which plans were looked at, and all that is wrong with them."""
    return {"files": found.files, "plans": list(found.plans), "problems": problems_data(problems, lang)}
