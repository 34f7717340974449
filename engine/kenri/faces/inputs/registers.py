"""A register as it is named on a command line, and what is handed over to one in files."""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kenri.model.problems import Problem, Report, quote, refused
from kenri.model.sentences import Sentence, did_you_mean

if TYPE_CHECKING:
    from kenri.model.days import Day
    from kenri.model.entries import EntryKind, RegisterEntry
    from kenri.model.life import Life
    from kenri.register.database import Database
    from kenri.register.plan_history import PlanHistory
    from kenri.register.plan_versions import KeptPlan
    from kenri.register.records import Microsecond
    from kenri.register.register import Register


def parted(name: str) -> tuple[str, str | None]:
    """The file or address of a register, and the issuer that is named after it: `register.db#Acme`.

    There may be a `#` in the name of a file and in that of an issuer; in an address it is written `%23`.
    """
    from kenri.loader.source import is_ordinary
    from kenri.register.addresses import is_address

    marks = [found.start() for found in re.finditer("#", name)]
    if not marks or is_ordinary(Path(name)):
        return name, None
    ends = (at for at in marks if is_address(name) or is_ordinary(Path(name[:at])))
    end = next(ends, marks[-1])
    return name[:end], name[end + 1 :]


def files_of(name: str) -> list[str]:
    """The files that a register is in, as it is named: nothing else may be written over them."""
    file, _ = parted(name)
    return [file, f"{file}-wal", f"{file}-shm"]


def readings_among(given: Mapping[str, str], plans: Iterable[KeptPlan]) -> Mapping[str, str]:
    """The readings that were given, each of which some plan must have. Raises `ProblemsError`."""
    from kenri.asking.parts import named

    known = {name: reading for each in plans for name, reading in each.plan.readings.items()}
    for name in given:
        named(name, known, "reading")
    return given


def versions_of(register: Register, name: str | None, until: str) -> list[tuple[PlanHistory, KeptPlan, Day]]:
    """The plans of a register, or one, each with its version of a day and the day itself, by its own clocks.

    Of all plans those are left out that are not used yet on the day. Raises `ProblemsError` for what is no day, and for
    a plan that is named and is not used yet.
    """
    from kenri.faces.inputs.questions import asked_day
    from kenri.register.plan_history import PlanHistory

    found = []
    for id_ in [*register.plans()] if name is None else [name]:
        newest = register.plan(id_)
        day = newest.day(asked_day(newest, until))
        history = PlanHistory(register, newest.id)
        used = history.on(day)
        if used is not None:
            found.append((history, used, day))
        elif name is not None:
            register.plan(id_, date.fromordinal(day))
    return found


def open_register(name: str) -> Register:
    """The register of a file or address. Raises `ProblemsError`."""
    from kenri.register import must_be_installed

    must_be_installed()
    from kenri.register.register import Register

    return Register.open(*parted(name))


def open_database(name: str) -> Database:
    """The database of a register, whatever issuers are in it. Raises `ProblemsError`."""
    from kenri.register import must_be_installed

    must_be_installed()
    from kenri.register.database import Database

    database = Database(parted(name)[0])
    database.open()
    return database


def issuer_in(opened: Register) -> int:
    """The number of the issuer of a register, in its database."""
    with opened.reading() as ledger:
        return ledger.number


def must_be_holder(opened: Register, name: str | None) -> None:
    """Raise `ProblemsError` for the name of one who is no holder of a register; None names nobody."""
    if name is not None and name not in (known := opened.holders()):
        raise refused(Sentence("no-such-holder", name=quote(name)), did_you_mean(name, known))


def now() -> Microsecond:
    """This instant, as registers keep it."""
    from kenri.register.register import microseconds

    return microseconds(datetime.now(UTC))


def author() -> str:
    """Who works here, as the machine knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return "?"


def life_of(register: str, plan: str, holder: str, *, on: str | None, known_at: str | None) -> tuple[KeptPlan, Life]:
    """A plan of a register, as it is used on a day, and the life of a holder on it. Raises `ProblemsError`.

    Without a day the plan is that of today, and the life must be the same on all days.
    """
    return life_kept(open_register(register), plan, holder, on=on, known_at=known_at)


def life_kept(
    opened: Register, plan: str | None, holder: str, *, on: str | None, known_at: str | None
) -> tuple[KeptPlan, Life]:
    """The same of a register that is open; without a plan, the only one it has."""
    day = _day(on)
    loaded = opened.plan(plan, day or datetime.now(UTC).date())
    return loaded, opened.life(holder, loaded, day=day, known_at=loaded.instant(known_at))


def _day(text: str | None) -> date | None:
    """The day in a text, which may be none: whoever asks about it says so."""
    if text is None:
        return None
    if text == "today":
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def head_in(text: str | None) -> tuple[int, str] | None:
    """The number and hash of a record, as `kenri register verify` prints them. Raises `ProblemsError`."""
    if text is None:
        return None
    found = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", text.strip())
    if found is None:
        raise refused(Sentence("no-head", found=quote(text)))
    return int(found[1]), found[2]


def entries_for(
    register: Register, files: Sequence[Path], plan: str | None, mapping: Path | None
) -> tuple[Iterable[RegisterEntry], tuple[Problem, ...]]:
    """What files hand over to a register, to be gone through as often as wanted, and what is only to be said of them.

    `plan` is that of what names none.

    Raises `ProblemsError` with everything that is wrong with any of them.
    """
    from kenri.importing.tables import is_table

    files = [each for file in files for each in _files_in(file)]
    if mapping is not None and not any(map(is_table, files)):
        raise refused(Sentence("option-needs-another", option="`--mapping`", other="`FILE.csv`"))
    ids = register.plans()
    needs_one = any(map(is_life, files)) or (not ids and any(map(is_table, files)))
    main = register.plan(plan) if needs_one or plan is not None or len(ids) == 1 else None
    plans = {id_: main if main is not None and id_ == main.id else register.plan(id_) for id_ in ids}
    parts, warnings = _entries_in(files, plans, main, mapping)
    return _Together(
        [_without_never_there(each, register) if isinstance(each, list) else each for each in parts]
    ), warnings


def _files_in(file: Path) -> list[Path]:
    """What a file or folder that is handed over stands for: a folder of tables, as an export writes one, for these."""
    from kenri.importing.ocf_objects import is_package
    from kenri.importing.tables import is_table
    from kenri.loader.source import is_folder

    if not is_folder(file) or is_package(file):
        return [file]
    tables = sorted(each for each in file.iterdir() if is_table(each) and not each.name.startswith((".", "~$")))
    return tables or [file]


class _Together:
    """Entries of several sources, one after another, which need not be in memory."""

    def __init__(self, parts: Sequence[Iterable[RegisterEntry]]) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[RegisterEntry]:
        for part in self._parts:
            yield from part

    def of_kind(self, kind: EntryKind) -> Iterator[RegisterEntry]:
        """Those of a kind, in order."""
        from kenri.model.entries import EntriesByKind

        for part in self._parts:
            if isinstance(part, EntriesByKind):
                yield from part.of_kind(kind)
            else:
                yield from (each for each in part if each.kind == kind)


def _without_never_there(entries: list[RegisterEntry], register: Register) -> list[RegisterEntry]:
    """Entries less those that take back what the register never had: a package tells of issuances that were retracted
    before it was made.
    """
    taken_back = [each for each in entries if each.cancelled]
    if not taken_back:
        return entries
    there: set[tuple[str, str, str, str]] = set()
    with register.reading() as ledger:
        for kind in {each.kind for each in taken_back}:
            there |= ledger.current(kind, ((each.of, each.key) for each in taken_back if each.kind == kind)).keys()
    return [each for each in entries if not each.cancelled or each.name in there]


def is_life(path: Path) -> bool:
    """Whether a file is read as a life: it is neither a table nor a package by its name."""
    from kenri.importing.ocf_objects import is_package
    from kenri.importing.tables import is_table

    return not is_table(path) and not is_package(path)


def _entries_in(
    files: Iterable[Path], plans: Mapping[str, KeptPlan], plan: KeptPlan | None, mapping: Path | None
) -> tuple[list[Iterable[RegisterEntry]], tuple[Problem, ...]]:
    """What files hand over, lives, tables and packages, and what is only to be said of them.

    `plan` is that of what names none; there is one where a file is a life. Raises `ProblemsError` with everything that
    is wrong with any of them.
    """
    from kenri.importing.ocf_objects import is_package
    from kenri.importing.ocf_package import read_package
    from kenri.importing.tables import is_table, read_tables
    from kenri.loader.lives import life_in
    from kenri.loader.tree import read
    from kenri.register.life_entries import life_entries

    report = Report()
    lives: list[RegisterEntry] = []
    found: list[Iterable[RegisterEntry]] = [lives]
    several = [*files]
    for path in (each for each in several if is_life(each)):
        assert plan is not None  # whoever asks has looked for it
        wrong = Report()
        trees = read(path, report=wrong)
        for tree in trees:
            of = tree.value.get("plan") if isinstance(tree.value, Mapping) else None
            loaded = plans.get(of, plan) if isinstance(of, str) else plan
            life_in(tree, (), loaded.plan, wrong, loaded.other_plan)
            if not wrong.errors:
                lives += life_entries(tree, loaded.id)
        for problem in wrong.problems:
            report.add(problem)
    tables = [each for each in several if is_table(each)]
    if tables:
        known = {id_: each.plan for id_, each in plans.items()}
        imported = read_tables(tables, known, mapping, plan="" if plan is None else plan.id)
        found.append(imported.entries)
        for problem in imported.problems:
            report.add(problem)
    for path in (each for each in several if is_package(each)):
        package = read_package(path)
        found.append([*package.entries])
        for problem in package.problems:
            report.add(problem)
        for id_ in package.plans:
            if id_ not in plans:
                said = Sentence("plan-of-package", package=quote(str(path), limit=4096), plan=quote(id_))
                commands = tuple(
                    quote(command, limit=1000)
                    for command in (
                        f"kenri register terms {path} --to DIR",
                        f"kenri register plan REGISTER {id_} --rules DIR",
                    )
                )
                report.add(Problem(None, said, Sentence("take-in-terms", commands=commands)))
    report.raise_if_any()
    return found, report.problems
