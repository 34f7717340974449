"""What of a register is written out, in which form: the entries or lives behind a command that exports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from kenri.model.problems import Problem, quote, refused
from kenri.model.sentences import Language, Sentence

if TYPE_CHECKING:
    from kenri.exporting.kept_entries import KeptEntries
    from kenri.model.entries import RegisterEntry
    from kenri.model.life import Life
    from kenri.register.plan_versions import KeptPlan
    from kenri.register.register import Register

__all__ = ["Exported", "Form", "exported", "form_of", "lives_on", "plans_on", "register_head"]

Form: TypeAlias = Literal["xlsx", "csv", "ocf", "parquet"]

_ENDINGS: Mapping[str, Form] = {".xlsx": "xlsx", ".parquet": "parquet", ".zip": "ocf"}


@dataclass(frozen=True, slots=True)
class Exported:
    """Files by name, in a folder or alone, each as it is or where it stands as long as it is handed over; how much they
    say of each kind; and what they cannot say.
    """

    files: Mapping[str, bytes | Path]
    is_folder: bool
    counts: Mapping[str, int]
    problems: Sequence[Problem]


def form_of(path: Path, folder: Literal["csv", "ocf"] | None, on: str) -> Form:
    """The form of what is to be written, as its name tells it, or what is said of a folder. Raises `ProblemsError`."""
    told = _ENDINGS.get(path.suffix.lower())
    if folder is not None and told is not None:
        raise refused(Sentence("options-exclude", option="`--as`", other=quote(f"--to {path}", limit=4096)))
    form = told or folder
    if form is None:
        names = tuple(map(quote, (".xlsx", ".parquet", ".ocf.zip")))
        raise refused(Sentence("no-export-form", file=quote(str(path), limit=4096), names=names))
    if on != "today" and form != "parquet":
        raise refused(Sentence("option-needs-another", option="`--on`", other="`--to FILE.parquet`"))
    return form


def lives_on(
    register: Register, plan: str | None, on: str, known_at: str | None
) -> tuple[KeptPlan, Iterator[tuple[str, Life]]]:
    """A plan of a register as it is used on a day, and the lives on it of all who hold rights under it.

    Raises `ProblemsError`.
    """
    from kenri.faces.inputs.questions import asked_day

    newest = register.plan(plan)
    day = date.fromordinal(newest.day(asked_day(newest, on)))
    loaded = register.plan(plan, day)
    return loaded, _of_one_plan(loaded, register.lives(loaded, day=day, known_at=loaded.instant(known_at)))


def _of_one_plan(plan: KeptPlan, lives: Iterator[tuple[str, Life]]) -> Iterator[tuple[str, Life]]:
    """Those who hold rights under the plan, and nobody who holds rights under another one alone."""
    for holder, life in lives:
        if life.plans:
            if not life.grants_under(plan.plan):
                continue
            raise refused(Sentence("holder-of-several-plans", name=quote(holder)))
        yield holder, life


def plans_on(register: Register, plan: str | None, on: str) -> tuple[list[KeptPlan], date]:
    """The plans of a register, or one of them, as they are used on a day, and that day. Raises `ProblemsError`."""
    from kenri.faces.inputs.questions import asked_day

    versions = register.plans()
    ids = [plan] if plan is not None else [*versions]
    newest = [register.plan(id_) for id_ in ids] or [register.plan()]
    day = date.fromordinal(newest[0].day(asked_day(newest[0], on)))
    begun = {id_ for id_, days in versions.items() if min(days) <= day.isoformat()}
    return [register.plan(each.id, day) for each in newest if plan is not None or each.id in begun], day


def register_head(register: Register) -> str:
    """The head of the chain of a register, as it is printed."""
    with register.reading() as ledger:
        return f"{ledger.sequence}:{ledger.head}"


@contextmanager
def exported(
    register: Register, form: Form, plan: str | None, known_at: str | None, lang: Language, *, is_folder: bool
) -> Iterator[Exported]:
    """The entries of a register in a form, handed over until they are written; with a plan, those that are of holders
    under it. Raises `ProblemsError`.
    """
    from kenri.exporting.kept_entries import KeptEntries
    from kenri.exporting.read_back import passing_folder

    ids = [*register.plans()]
    today = datetime.now(UTC).date()
    main = register.plan(plan if plan is not None or not ids else ids[0], today)
    plans = {id_: main if id_ == main.id else register.plan(id_, today) for id_ in ids}
    instant = main.instant(known_at)
    kept = KeptEntries(register.entries(zone=main.plan.zone, known_at=instant))
    if plan is not None:
        kept = KeptEntries(_under(kept, main.id))
        plans = {main.id: main}
    problems: list[Problem] = []
    if number := register.corrected(instant):
        problems.append(Problem(None, Sentence("history-not-said", number=number), severity="warning"))
    words = {id_: each.plan for id_, each in plans.items()}
    if form == "ocf":
        from kenri.exporting.ocf_package import ocf_package, zipped

        texts = {id_: text for id_, text in register.plan_texts().items() if id_ in plans}
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        as_of = (known_at or today.isoformat())[:10]
        made = ocf_package([*kept], texts, register.issuer, as_of=as_of, generated=now)
        files = made.files if is_folder else {"": zipped(made.files)}
        yield Exported(files, is_folder, made.counts, (*problems, *made.problems))
        return
    from kenri.exporting.written_tables import csv_tables, workbook_table

    with passing_folder() as folder:
        written = (workbook_table if form == "xlsx" else csv_tables)(kept, words, folder, lang)
        told = [*problems, *(each.problem for each in written.lost)]
        yield Exported({each.name: each for each in written.files}, form == "csv", written.counts, told)


def _under(entries: KeptEntries, plan: str) -> Iterator[RegisterEntry]:
    """The grants under a plan, and what is of their holders or of everybody."""
    own: set[str] = set()
    others: set[str] = set()
    for entry in entries:
        if entry.kind == "grant" and isinstance(entry.data, Mapping):
            (own if entry.plan in ("", plan) else others).update((entry.key, str(entry.data.get("grantee")), entry.of))
    gone = others - own - {""}
    for entry in entries:
        data = entry.data if isinstance(entry.data, Mapping) else {}
        named = {entry.of, *(str(data.get(name, "")) for name in ("grant", "who"))}
        if entry.kind in ("grant", "party"):
            named.add(entry.key)
        if not named & gone:
            yield entry
