"""The files a new plan begins with: rules, a life and scenarios that pass at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

_TEMPLATES = Path(__file__).parent / "new_plan_files"
"""The files as they are written, with words between `@` in the place of what differs from plan to plan."""


def new_plan(id_: str) -> dict[PurePosixPath, str]:
    """The files of a new plan by path, without the schemas: `rules/`, `lives/` and `scenarios/`, each with its own."""
    rules = PurePosixPath("rules", f"{id_}.yaml")
    name = rules.stem
    life = PurePosixPath("lives", f"{name}.yaml")
    scenarios = PurePosixPath("scenarios", f"{id_}.yaml")
    return dict(_texts(id_, rules, life, scenarios))


def schema_paths(id_: str) -> Mapping[str, PurePosixPath]:
    """Where the schemas are that the files point at, by kind."""
    name = PurePosixPath(id_).name
    return {
        "rules": PurePosixPath("schemas", "rules.schema.json"),
        "life": PurePosixPath("schemas", f"{name}.life.schema.json"),
        "scenario": PurePosixPath("schemas", f"{name}.scenario.schema.json"),
    }


def _texts(
    id_: str, rules: PurePosixPath, life: PurePosixPath, scenarios: PurePosixPath
) -> Iterator[tuple[PurePosixPath, str]]:
    for path, template in ((rules, "rules"), (life, "life"), (scenarios, "scenarios")):
        up = "../" * (len(path.parts) - 1)
        words = {
            "id": id_,
            "name": rules.stem,
            "up": up,
            "rules": str(rules),
            "life": str(life),
            "scenarios": str(scenarios),
            "rules_from_here": up + str(rules),
        }
        text = (_TEMPLATES / f"{template}.yaml").read_text(encoding="utf-8")
        for word, value in words.items():
            text = text.replace(f"@{word}@", value)
        yield path, text
