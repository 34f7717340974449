"""What is handed out as a file: exports of a register, that of the Companies Act, and calendars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kenri.faces.serving.answered import Answered, json_bytes
from kenri.faces.serving.asked import Asked
from kenri.model.problems import Problem, refused
from kenri.model.sentences import Sentence

if TYPE_CHECKING:
    from kenri.faces.registers.due_view import ComingOf
    from kenri.faces.writing.table_files import ColumnKind, TableCell

__all__ = [
    "CALENDAR", "EXPORTS", "KINDS", "TABLES", "export", "handed_out", "losses", "printed", "table_of", "the_calendar",
    "windows_calendar",
]  # fmt: skip

TABLES = ("csv", "xlsx", "parquet")
CALENDAR = "ics"
EXPORTS = ("xlsx", "csv", "ocf", "parquet")
"""The forms of an export; several tables of CSV, and a package, come in an archive."""

KINDS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "arrow": "application/vnd.apache.arrow.file",
    "ics": "text/calendar; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "zip": "application/zip",
}
"""What a file is, by the end of its name."""


def handed_out(content: bytes, name: str, headers: Mapping[str, str] | None = None) -> Answered:
    """A file to be kept, which a browser shows nowhere on this service."""
    kept = {"content-disposition": f'attachment; filename="{name}"', **(headers or {})}
    return Answered(200, content, KINDS[name.rpartition(".")[2]], kept)


def table_of(
    asked: Asked, columns: Mapping[str, ColumnKind], rows: Sequence[Mapping[str, TableCell]], name: str
) -> Answered:
    """Rows as a table in the form that is asked for; all of them, whatever page."""
    from kenri.faces.writing.table_files import table_file

    file = f"{name}.{asked['as']}"
    return handed_out(table_file(Path(file), columns, rows), file)


def the_calendar(asked: Asked, found: Sequence[ComingOf]) -> Answered:
    """What comes as a calendar, as `kenri due --ics`."""
    from kenri.faces.registers.due_view import due_calendar

    return handed_out(due_calendar(found, asked.register.issuer, asked.lang, _stamp(asked)), f"due.{CALENDAR}")


def windows_calendar(asked: Asked, plan: Any, life: Any, tracks: Any) -> Answered:
    """The windows of one holder as a calendar, as `kenri windows --ics`."""
    from kenri.faces.rulings.windows_view import calendar, with_deadlines

    question = {name: asked.question[name] for name in ("by", "grant", "known_at", "readings")}
    known, drawing = with_deadlines(plan, life, tracks, asked.lang, **question)
    if drawing is None:
        raise refused(Sentence("nothing-to-draw"))
    return handed_out(calendar(plan, known, drawing, asked.lang, _stamp(asked)), f"windows.{CALENDAR}")


def _stamp(asked: Asked) -> datetime:
    from kenri.register.records import MICROSECONDS

    return datetime.fromtimestamp(asked.now // MICROSECONDS, UTC)


def export(asked: Asked) -> Answered:
    """As `kenri register export`: the file. How much it cannot say is in a header, and what, `export/losses` tells."""
    content, name, _, problems = _exported(asked)
    return handed_out(content, name, {"kenri-not-said": str(len(problems))})


def losses(asked: Asked) -> Any:
    """As `kenri register export --json`: what an export would hold, and what its form cannot say."""
    from kenri.faces.contracts.problem_data import problems_data

    _, _, counts, problems = _exported(asked)
    return {"form": asked["as"], "counts": counts, "not_said": problems_data(problems, asked.lang)}


def _exported(asked: Asked) -> tuple[bytes, str, Mapping[str, int], Sequence[Problem]]:
    from kenri.faces.inputs.exports import exported

    form = asked["as"]
    if form == "parquet":
        return _lives(asked)
    if asked["on"] != "today":
        raise refused(Sentence("option-needs-another", option="`on`", other="`as=parquet`"))
    how = asked["plan"], asked["known_at"], asked.lang
    with exported(asked.register, form, *how, is_folder=form == "csv") as found:
        files = {name: body if isinstance(body, bytes) else body.read_bytes() for name, body in found.files.items()}
    if form == "csv":
        from kenri.exporting.ocf_package import zipped

        return zipped(files), "register.csv.zip", found.counts, found.problems
    (content,) = files.values()
    return content, "register.ocf.zip" if form == "ocf" else "register.xlsx", found.counts, found.problems


def _lives(asked: Asked) -> tuple[bytes, str, Mapping[str, int], Sequence[Problem]]:
    from kenri.columnar import must_be_installed

    must_be_installed()
    from kenri.columnar.handed_out import write_lives
    from kenri.faces.inputs.exports import lives_on

    plan, lives = lives_on(asked.register, asked["plan"], asked["on"], asked["known_at"])
    out = Path("lives.parquet")
    count = write_lives(out, plan.plan, lives, asked["known_at"])
    return out.read_bytes(), "register.parquet", {"row": count}, ()


def printed(asked: Asked) -> Answered:
    """As `kenri register print`: the register of the Companies Act, as data, a page or a workbook."""
    from kenri.faces.inputs.exports import plans_on, register_head
    from kenri.faces.registers.registry import registry_data, registry_of
    from kenri.faces.registers.registry_page import registry_page, registry_sheets
    from kenri.importing.written_workbook import workbook_bytes

    register, holder, form = asked.register, asked["holder"], asked["as"]
    plans, day = plans_on(register, asked["plan"], asked["on"])
    found = registry_of(
        register, plans, day, asked["known_at"], head=register_head(register), holder=holder, lang=asked.lang
    )
    if form == "json":
        return Answered(200, json_bytes(registry_data(found)))
    if form == "xlsx":
        written = workbook_bytes(registry_sheets(found, asked.lang, in_eras=asked["eras"]))
    else:
        written = registry_page(found, asked.lang, is_statement=holder is not None, in_eras=asked["eras"]).encode()
    return handed_out(written, f"register.{form}")
