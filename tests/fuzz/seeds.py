"""What a fuzzer begins from: every example of the documents, and every shipped plan with its scenarios and lives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from kenri.loader.library import SUFFIX, shipped
from tests.docs.language_examples import FRAGMENT_OF_A_LIFE, PAGES, completed, examples
from tests.fuzz.mutation import Pool

DOCS = Path(__file__).parents[2] / "docs"

PLAN, LIFE, SCENARIO, BRANCHES = "plan.yaml", "life.yaml", "scenario.yaml", "branches.yaml"

_YAML = re.compile(r"^```yaml[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EVERYBODY = completed("", FRAGMENT_OF_A_LIFE)


@dataclass(frozen=True)
class Seed:
    """Files that belong together. Where there is no `PLAN` among them, `plan` is the id of a shipped one."""

    name: str
    files: dict[str, str]
    plan: str = PLAN


@cache
def documented() -> tuple[Seed, ...]:
    """The examples of the pages about the language: small plans with a life, and a scenario where one asks."""
    found = []
    for each in examples():
        if each.kind == "text":
            continue
        plan = each.shown_plan() if each.kind in ("days", "condition", "number") else each.plan
        files = {PLAN: plan, LIFE: each.life}
        if each.kind in ("ask", "scenario"):
            files[SCENARIO] = each.scenario(PLAN)
        found.append(Seed(each.id, files))
    return tuple(found)


@cache
def rule_files() -> tuple[Seed, ...]:
    """Each shipped rule file as a file of one's own, with a life that may or may not fit it."""
    lives = {path.stem: path.read_text("utf-8") for path in _under(shipped("scenarios") / "lives")}
    paths = [path for path in _under(shipped()) if "schema" not in path.parts]
    return tuple(
        Seed(
            path.stem,
            {PLAN: path.read_text("utf-8"), LIFE: lives["leaver"] if path.parent.name == "iij" else _EVERYBODY},
        )
        for path in paths
    )


@cache
def shipped_stories() -> tuple[Seed, ...]:
    """Each shipped scenario file, and each shipped life, with the shipped plan it is about."""
    found = []
    for path in _under(shipped("scenarios")):
        text = path.read_text("utf-8")
        plan = re.search(r"^plan: *(\S+)", text, re.MULTILINE)
        if "lives" in path.parts:
            found.append(Seed(path.stem, {LIFE: text}, "iij/2015-5th-series"))
        elif plan is not None:
            found.append(Seed(path.stem, {SCENARIO: text, LIFE: _EVERYBODY}, plan[1]))
    return tuple(found)


@cache
def pool() -> Pool:
    """The parts of all of these, and of every other block of the documents that is YAML."""
    pool = Pool()
    for seed in (*documented(), *rule_files(), *shipped_stories()):
        for text in seed.files.values():
            pool.learn(text)
    for text in _blocks():
        with suppress(yaml.YAMLError):  # an example of what is no YAML
            pool.learn(text)
    return pool


def _blocks() -> Iterator[str]:
    for path in sorted(DOCS.rglob("*.md")):
        if path not in PAGES:
            yield from (match[1] for match in _YAML.finditer(path.read_text("utf-8")))


def _under(folder: Path) -> list[Path]:
    return sorted(folder.rglob(f"*{SUFFIX}"))
