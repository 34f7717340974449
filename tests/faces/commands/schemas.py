"""What a schema finds wrong in a file, as an editor would."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema

from kenri.loader.tree import read
from kenri.model.problems import Report


def checked(schema: Any, path: Path) -> list[str]:
    """What a schema finds wrong in a file, in which days are text, as an editor sees it."""
    validator = jsonschema.Draft202012Validator(schema)
    report = Report()
    trees = read(path, report=report)
    report.raise_if_any()
    errors = [error for tree in trees for error in validator.iter_errors(_as_json(tree.value))]
    return [f"{path.name}: {error.json_path}: {error.message}" for error in errors]


def _as_json(data: Any) -> Any:
    match data:
        case dict():
            return {key: _as_json(value) for key, value in data.items()}
        case list():
            return [_as_json(item) for item in data]
        case date():
            return data.isoformat()
        case Decimal():
            return float(data)
        case _:
            return data
