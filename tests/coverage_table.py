"""From what the documents ask for to the rules that encode it and the scenarios that decide it.

`python -m tests.coverage_table` writes the table to `docs/coverage.md`; `tests/test_coverage.py` holds it to be whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kenri.loader.tree import read
from kenri.model.plan import SECTIONS, Plan, Reading
from kenri.model.problems import Report
from kenri.model.scenario import ExpectedFigure, ExpectedRuling, LoadedScenario
from kenri.scenarios import Scenarios
from tests.committed_files import ROOT

TABLE = ROOT / "docs" / "coverage.md"
REQUIREMENTS = ROOT / "docs" / "requirements"
DOCUMENTS = ("a", "b", "c", "d", "e")
KINDS = {"rule", "term", "effect", "figure", "record", "unknown"}


@dataclass(frozen=True, slots=True)
class Row:
    """One behaviour that a document asks for, and the names of what answers it in a plan."""

    id: str
    plan: str
    clause: str
    kinds: tuple[str, ...]
    behaviour: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A reading that a plan must have."""

    id: str
    plan: str


# --- what is asked for


def _words(written: str | list[str]) -> tuple[str, ...]:
    """What is written as one word or as a list of them."""
    return (written,) if isinstance(written, str) else tuple(written)


@cache
def rows(document: str) -> tuple[Row, ...]:
    """The rows of a document. Raises `FileNotFoundError` if nobody has written them."""
    data = _data(REQUIREMENTS / f"{document}.yaml")
    return tuple(
        Row(
            id=id_,
            plan=row.get("plan") or data["plan"],
            clause=row["clause"],
            kinds=_words(row["kind"]),
            behaviour=row["behaviour"],
            by=_words(row["by"]),
        )
        for id_, row in data["rows"].items()
    )


@cache
def readings_asked_for() -> tuple[Asked, ...]:
    """The readings that the documents call for."""
    return tuple(Asked(id_, plan) for id_, plan in _data(REQUIREMENTS / "readings.yaml")["readings"].items())


def written() -> tuple[str, ...]:
    """The documents whose rows are written."""
    return tuple(name for name in DOCUMENTS if (REQUIREMENTS / f"{name}.yaml").is_file())


# --- what answers it


@cache
def _library() -> Scenarios:
    return Scenarios()


def plan(name: str) -> Plan:
    """The plan of an id."""
    return _library().plan(name).plan


def items(of: Plan) -> dict[str, list[str]]:
    """The sections in which each name of a plan stands."""
    found: dict[str, list[str]] = {}
    for section in SECTIONS:
        for name in getattr(of, section):
            found.setdefault(name, []).append(section)
    return found


@cache
def scenarios() -> tuple[LoadedScenario, ...]:
    """Every scenario about a plan of the documents, in the order of files."""
    plans = {row.plan for document in written() for row in rows(document)}
    plans |= {asked.plan for asked in readings_asked_for()}
    report = Report()
    folders = [ROOT / "scenarios" / name for name in sorted(plans)]
    told = _library().read((path for folder in folders for path in sorted(folder.rglob("*.yaml"))), report)
    report.raise_if_any()
    return tuple(told)


def deciding(row: Row) -> tuple[LoadedScenario, ...]:
    """The scenarios that name a row."""
    return tuple(told for told in scenarios() if row.id in told.rows)


def outcomes(several: Iterable[LoadedScenario]) -> set[str]:
    """The outcomes that scenarios expect; a figure that cannot be computed is unknown."""
    found: set[str] = set()
    for told in several:
        for ask in told.asks:
            match ask.expected:
                case ExpectedRuling(expect=outcome):
                    found.add(outcome)
                case ExpectedFigure(missing=missing) if missing:
                    found.add("unknown")
                case _:
                    pass
    return found


def choosing(name: str, option: str) -> tuple[LoadedScenario, ...]:
    """The scenarios that ask under an option: chosen, or by default in a scenario that speaks of the reading."""
    return tuple(told for told in scenarios() if name in plan(told.plan).readings and _chooses(told, name, option))


def _chooses(told: LoadedScenario, name: str, option: str) -> bool:
    expected = [ask.expected for ask in told.asks]
    turns = any(name in (each.turns_on or ()) for each in expected if isinstance(each, ExpectedRuling))
    chosen = {each.readings.get(name) for each in expected}
    is_default = option == plan(told.plan).readings[name].default
    return option in chosen or (is_default and None in chosen and (turns or chosen != {None}))


def discrepancies() -> Iterator[tuple[LoadedScenario, ExpectedFigure]]:
    """Where what the document states is not what its own terms make, with nothing supplied from elsewhere."""
    for told in scenarios():
        for ask in told.asks:
            if isinstance(ask.expected, ExpectedFigure) and ask.expected.discrepant and not told.life.facts:
                yield told, ask.expected


# --- the table


def table() -> str:
    """The whole text of `docs/coverage.md`."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# What the documents ask for, and where it is answered"
    yield ""
    yield "Written by `python -m tests.coverage_table`. `tests/test_coverage.py` fails when it is out of date, when a"
    yield "row has no rule or no scenario, or when a rule is decided on one side only."
    for document in written():
        plans = dict.fromkeys(row.plan for row in rows(document))
        source = next((found.document for name in plans if (found := plan(name).source) is not None), "")
        yield ""
        yield f"## {document.upper()}. {source} ({', '.join(f'`{name}`' for name in plans)})"
        yield ""
        yield "| row | clause | kind | behaviour | in the plan | scenarios |"
        yield "|---|---|---|---|---|---|"
        for row in rows(document):
            cells = (row.id, row.clause, ", ".join(row.kinds), row.behaviour, _by(row), _links(deciding(row)))
            yield f"| {' | '.join(cells)} |"
    yield from _readings()
    yield from _discrepancies()


def _readings() -> Iterator[str]:
    yield ""
    yield "## Readings"
    yield ""
    yield "Where a clause can be read in several ways; the default is in bold."
    yield ""
    yield "| reading | plan | question | option | scenarios |"
    yield "|---|---|---|---|---|"
    for asked in readings():
        reading = plan(asked.plan).readings[asked.id]
        for option in reading.options:
            shown = f"**{option}**" if option == reading.default else option
            cells = (f"`{asked.id}`", f"`{asked.plan}`", _question(reading), shown, _links(choosing(asked.id, option)))
            yield f"| {' | '.join(cells)} |"


def readings() -> tuple[Asked, ...]:
    """The readings asked for, as far as the plans have them, and what the plans have besides; with the plan of each."""
    found = {asked.id: asked for asked in readings_asked_for() if asked.id in plan(asked.plan).readings}
    for document in written():
        for name in dict.fromkeys(row.plan for row in rows(document)):
            for reading in plan(name).readings:
                found.setdefault(reading, Asked(reading, name))
    return tuple(found.values())


def _discrepancies() -> Iterator[str]:
    yield ""
    yield "## Discrepancies"
    yield ""
    yield "What a document states that its own numbers do not make."
    yield ""
    yield "| figure | plan | clause | stated | computed | scenario |"
    yield "|---|---|---|---|---|---|"
    for told, expected in discrepancies():
        figure = plan(told.plan).figures[expected.figure]
        computed = "" if expected.is_ is None else str(expected.is_)
        cells = (f"`{expected.figure}`", f"`{told.plan}`", figure.clause, str(figure.stated), computed, _links([told]))
        yield f"| {' | '.join(cells)} |"


def _by(row: Row) -> str:
    return ", ".join(f"`{name}`" for name in row.by)


def _links(several: Iterable[LoadedScenario]) -> str:
    return ", ".join(f"[{told.name}](../{_below_root(told)})" for told in several)


def _below_root(told: LoadedScenario) -> str:
    path = Path(told.file)
    return (path.relative_to(ROOT) if path.is_absolute() else path).as_posix()


def _question(reading: Reading) -> str:
    return reading.question if isinstance(reading.question, str) else reading.question["en"]


def _data(path: Path) -> Any:
    report = Report()
    trees = read(path, report=report)
    report.raise_if_any()
    return trees[0].value


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
    print(f"wrote {TABLE.relative_to(ROOT)}")
