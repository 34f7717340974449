"""What the commands over tables share: a run with or without a file, and what tells it from others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kenri.faces.commands.progress import Progress
from kenri.model.sentences import Language

if TYPE_CHECKING:
    from kenri.api import LoadedPlan
    from kenri.columnar.judge import Judge, TableQuestion
    from kenri.columnar.runs import Summary
    from kenri.columnar.sources import RowSource


def ran(
    plan: LoadedPlan,
    source: RowSource,
    judge: Judge,
    *,
    asked: Mapping[str, Any],
    out: Path | None,
    aside: Path | None,
    lang: Language,
    must_resume: bool = False,
    progress: Progress,
) -> Summary:
    """What a run came to. Raises `ProblemsError` for bad rows that are not set aside, and what cannot be written."""
    from kenri.columnar.files import must_be_table
    from kenri.columnar.runs import run, shown
    from kenri.faces.writing.apart import must_be_apart

    must_be_apart({"--out": out, "--aside": aside}, source.files)
    if aside is not None:
        must_be_table(aside)
    if out is None:
        return shown(source, judge, aside=aside, lang=lang, progress=progress)
    told = {"asked": repr(asked), "plan": _digest(plan)}
    return run(source, judge, out, asked=told, must_resume=must_resume, aside=aside, lang=lang, progress=progress)


@contextmanager
def judging(
    engine: Literal["local", "spark"], master: str | None, plan: LoadedPlan, asking: TableQuestion
) -> Iterator[Judge]:
    """Who answers the rows of a run. Raises `ProblemsError` where Spark is missing or does not start."""
    if engine == "local":
        from kenri.columnar.by_columns import ByColumns

        yield ByColumns(plan, asking)
        return
    from kenri.columnar.spark import BySpark, session

    with session(master or "local[*]") as begun:
        yield BySpark(plan, asking, begun)


def _digest(plan: LoadedPlan) -> str:
    """What tells a plan from one that may answer otherwise: all it was read from, and the engine."""
    from kenri import __version__
    from kenri.model.language import LANGUAGE

    told = sha256(f"{__version__} {LANGUAGE} {plan.id}".encode())
    for file in sorted({place.file for place in plan.plan.places.values()}):
        told.update(file.encode() + b"\0" + Path(file).read_bytes())
    return told.hexdigest()


def range_of_days(plan: LoadedPlan, text: str) -> tuple[str, str]:
    """The first and the last day of a range. Raises `ProblemsError` for what is none."""
    from kenri.faces.inputs.questions import asked_day
    from kenri.model.problems import quote, refused
    from kenri.model.sentences import Sentence

    first, between, last = text.partition("..")
    found = asked_day(plan, first), asked_day(plan, last)
    if not between or plan.day(found[1]) < plan.day(found[0]):
        raise refused(Sentence("no-range-of-days", found=quote(text)))
    return found


def life_of(source: RowSource, id_: str) -> Mapping[str, Any]:
    """The row of an id as data shaped like a life file. Raises `ProblemsError` where there is none."""
    from kenri.model.problems import quote, refused
    from kenri.model.sentences import Sentence

    for rows in source.blocks(_LOOKED_AT):
        for at in range(len(rows)):
            if (row := rows.row(at)).id == id_:
                return row.readable
    raise refused(Sentence("no-such-row", name=quote(id_)))


_LOOKED_AT = 1024


def show_life(data: Mapping[str, Any], *, as_json: bool) -> None:
    """Print a life as a file has it."""
    from rich.text import Text

    from kenri.faces.commands.console import output, show_json
    from kenri.faces.contracts.plain import plain
    from kenri.loader.written_lives import life_text

    if as_json:
        show_json(plain(data))
    else:
        output().print(Text(life_text(data).rstrip("\n")), soft_wrap=True)
