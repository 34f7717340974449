"""Long runs: parts are written beside the output as they are judged, and the output is put in its place in one step.

A run that is stopped, however it is, leaves its whole parts. The same run again (the same plan, question and table)
goes on after them; another is refused, and so is a second one at the same time.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc as ipc

from kenri.columnar.batch import TOLD, judged_blocks, refuse
from kenri.columnar.files import must_be_table, writer
from kenri.columnar.judge import BadRow, Judge, Judged
from kenri.columnar.rows import Rows
from kenri.columnar.sources import RowSource
from kenri.columnar.verified import AnswersDifferError
from kenri.loader.system_reason import system_reason
from kenri.loader.written_lives import life_text
from kenri.model.problems import Problem, quote, refused
from kenri.model.sentences import Language, Sentence

__all__ = ["HEAD", "Summary", "bad_schema", "run", "shown"]

Progress = Callable[[str, int, int], None]

HEAD: Final = 10
"""How many answers a run that writes no file shows."""

_MANIFEST, _LOCK = "run.json", "lock"


@dataclass
class Summary:
    """What a run came to."""

    rows: int = 0
    answered: int = 0
    """Rows that have their answers, be they none."""
    bad: int = 0
    answers: int = 0
    resumed: int = 0
    """Rows that an earlier run had judged."""
    outcomes: Counter[str] = field(default_factory=Counter)
    """How many answers there are of each; of an audit, of each verdict."""
    rules: Counter[str] = field(default_factory=Counter)
    """How many answers each rule decided, or had a part in."""
    answered_by: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    """How many answers each witness has judged again."""
    seed: int | None = None
    """By which these were chosen, where some were."""
    head: list[dict[str, Any]] = field(default_factory=list)
    """The first answers."""

    def count(self, answers: pa.RecordBatch) -> None:
        """Take some more answers in."""
        self.answers += answers.num_rows
        columns = (("outcome", self.outcomes), ("verdict", self.outcomes), ("answered_by", self.answered_by))
        for column, into in columns:
            if column in answers.schema.names:
                into.update(_counted_values(answers.column(column)))
        self.rules.update(_counted_values(pc.list_flatten(answers.column("rules"))))
        if len(self.head) < HEAD:
            self.head += answers.slice(0, HEAD - len(self.head)).to_pylist()


def _counted_values(values: pa.Array) -> dict[str, int]:
    return {each["values"]: each["counts"] for each in pc.value_counts(values).to_pylist()}


def bad_schema() -> pa.Schema:
    """The columns of rows that were set aside."""
    problem = pa.struct(
        [
            ("file", pa.string()),
            ("line", pa.int64()),
            ("column", pa.string()),
            ("code", pa.string()),
            ("message", pa.string()),
            ("help", pa.string()),
        ]
    )
    return pa.schema(
        [
            pa.field("row", pa.int64()),
            pa.field("id", pa.string()),
            pa.field("life", pa.string()),
            pa.field("problems", pa.list_(problem), nullable=False),
        ]
    )


def shown(
    source: RowSource, judge: Judge, *, aside: Path | None = None, lang: Language = "en", progress: Progress
) -> Summary:
    """A run that writes no answers: they are counted, and the first are kept. Raises `ProblemsError` as `run` does."""
    found = Summary()
    problems, total = list(source.stray), source.total
    bad: list[pa.RecordBatch] = [_stray(source, lang)] if source.stray else []
    for rows, judged in judged_blocks(source, judge, refuses=aside is None):
        _take(found, rows, judged)
        found.count(judged.answers)
        if aside is not None:
            bad.append(_bad(rows, judged.bad, lang))
        elif len(problems) <= TOLD:
            problems += [problem for row in judged.bad for problem in row.problems]
        progress(rows.file, found.rows, total)
    if problems and aside is None:
        raise refuse(problems, found.bad)
    if aside is not None:
        _put(aside, bad_schema(), bad)
    return found


def run(
    source: RowSource,
    judge: Judge,
    out: Path,
    *,
    asked: Mapping[str, Any],
    must_resume: bool = False,
    aside: Path | None = None,
    lang: Language = "en",
    progress: Progress,
) -> Summary:
    """Judge all rows and write the answers; rows that cannot be answered are set `aside`, or else refuse the run.

    `asked` is all that the answers depend on besides the table: it tells one run from another. Raises `ProblemsError`
    for bad rows, where a file cannot be written, and where another run stands in the way.
    """
    must_be_table(out)
    if aside is not None:
        must_be_table(aside)
    identity = _identity(source, judge, {**asked, "aside": aside is not None, "lang": lang})
    with _writable(out), _folder(out, identity, must_resume=must_resume) as folder:
        try:
            found = _judge_all(source, judge, folder, aside=aside, lang=lang, progress=progress)
        except AnswersDifferError:  # nobody shall go on with answers that are not to be trusted
            folder.done()
            raise
        if _identity(source, judge, {**asked, "aside": aside is not None, "lang": lang}) != identity:
            raise refused(Sentence("table-changed"))
        parts = folder.parts
        if aside is not None:
            strays = [_stray(source, lang)] if source.stray else []
            with _writable(aside):
                _put(aside, bad_schema(), chain(strays, folder.bad(parts)))
        _put(out, judge.schema, _counted(folder, parts, found))
        folder.done()
        return found


def _judge_all(
    source: RowSource, judge: Judge, folder: _Folder, *, aside: Path | None, lang: Language, progress: Progress
) -> Summary:
    found = Summary()
    for many, bad in folder.counts():
        found.rows += many
        found.bad += bad
        found.answered += many - bad
    found.resumed = found.rows
    problems = [] if aside is not None else list(source.stray)
    total = source.total
    for rows, judged in judged_blocks(source, judge, skip=folder.parts, refuses=aside is None):
        _take(found, rows, judged)
        if aside is None and len(problems) <= TOLD:
            problems += [problem for row in judged.bad for problem in row.problems]
        if not problems:
            folder.add(judged.answers, _bad(rows, judged.bad, lang), len(rows))
        progress(rows.file, found.rows, total)
    if problems:
        folder.done()
        raise refuse(problems, found.bad)
    return found


def _take(found: Summary, rows: Rows, judged: Judged) -> None:
    found.rows += len(rows)
    found.bad += len(judged.bad)
    found.answered += len(rows) - len(judged.bad)


def _counted(folder: _Folder, parts: int, found: Summary) -> Iterator[pa.RecordBatch]:
    for answers in folder.answers(parts):
        found.count(answers)
        yield answers


# --- rows that are set aside


def _bad(rows: Rows, bad: Sequence[BadRow], lang: Language) -> pa.RecordBatch:
    told = [
        {
            "row": rows.first + each.index + 1,
            "id": each.id or None,
            "life": life_text(each.life),
            "problems": [_told(problem, lang) for problem in each.problems],
        }
        for each in bad
    ]
    return pa.RecordBatch.from_pylist(told, schema=bad_schema())


def _stray(source: RowSource, lang: Language) -> pa.RecordBatch:
    told = [{"problems": [_told(problem, lang)]} for problem in source.stray]
    return pa.RecordBatch.from_pylist(told, schema=bad_schema())


def _told(problem: Problem, lang: Language) -> dict[str, Any]:
    place = problem.place
    return {
        "file": place.file if place is not None else None,
        "line": place.line if place is not None else None,
        "column": getattr(place, "part", None),
        "code": problem.code,
        "message": problem.text(lang),
        "help": problem.help_text(lang) or None,
    }


# --- the folder of parts


def _identity(source: RowSource, judge: Judge, asked: Mapping[str, Any]) -> str:
    """What tells this run from others: the files as they are, what is asked, and how the parts are cut."""
    status = [(str(path), stat.st_size, stat.st_mtime_ns) for path in source.files for stat in [path.stat()]]
    told = {"files": status, "asked": asked, "block": judge.block, "schema": str(judge.schema)}
    return sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


class _Folder:
    """The parts of a run, beside its output. A part is whole once its counts are there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.parts = 0
        while (path / f"{self.parts:08}.json").exists():
            self.parts += 1

    def counts(self) -> Iterator[tuple[int, int]]:
        """How many rows each part has, and how many of them are bad."""
        for part in range(self.parts):
            told = json.loads((self._path / f"{part:08}.json").read_text(encoding="utf-8"))
            yield told["rows"], told["bad"]

    def add(self, answers: pa.RecordBatch, bad: pa.RecordBatch, rows: int) -> None:
        """Bring the next part to the disk."""
        stem = f"{self.parts:08}"
        _write_part(self._path / f"{stem}.answers", answers)
        if bad.num_rows:
            _write_part(self._path / f"{stem}.bad", bad)
        beside = self._path / "counts"
        _write_text(beside, json.dumps({"rows": rows, "bad": bad.num_rows}))
        beside.replace(self._path / f"{stem}.json")
        self.parts += 1

    def answers(self, parts: int) -> Iterator[pa.RecordBatch]:
        """The answers of the first parts."""
        for part in range(parts):
            yield from _read_part(self._path / f"{part:08}.answers")

    def bad(self, parts: int) -> Iterator[pa.RecordBatch]:
        """Their bad rows."""
        for part in range(parts):
            if (path := self._path / f"{part:08}.bad").exists():
                yield from _read_part(path)

    def done(self) -> None:
        """Remove all parts: the output is in its place, or there will be none."""
        shutil.rmtree(self._path, ignore_errors=os.name == "nt")  # where the lock that is held cannot be removed


@contextmanager
def _folder(out: Path, identity: str, *, must_resume: bool) -> Iterator[_Folder]:
    """The folder of a run, which nobody else uses meanwhile. It stays where the run does not come to its end."""
    path = out.parent / f".{out.name}.run"
    shown, name = quote(str(path), limit=4096), quote(str(out), limit=4096)
    if must_resume and not (path / _MANIFEST).exists():
        raise refused(Sentence("nothing-to-resume", file=name))
    path.mkdir(exist_ok=True)
    with _locked(path / _LOCK, name):
        manifest = path / _MANIFEST
        if manifest.exists():
            if manifest.read_text(encoding="utf-8") != identity:
                raise refused(Sentence("other-run", folder=shown, file=name))
        else:
            beside = path / "manifest"
            _write_text(beside, identity)
            beside.replace(manifest)
        yield _Folder(path)


@contextmanager
def _locked(path: Path, out: str) -> Iterator[None]:
    """The lock goes with the process that holds it, however that ends."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            _lock(descriptor)
        except OSError:
            raise refused(Sentence("run-in-use", file=out)) from None
        if not path.exists():  # the run that held it has just come to its end
            raise refused(Sentence("run-in-use", file=out))
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # there alone
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


# --- files, each whole or not at all


@contextmanager
def _writable(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = system_reason(error) if error.errno is not None else quote(str(error).partition("\n")[0], limit=200)
        name = quote(str(out), limit=4096)
        raise refused(Sentence("file-not-written", file=name, reason=reason), Sentence("run-goes-on")) from None


def _put(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    """Write a whole table, in the place of one that may be there."""
    target = Path(os.path.realpath(path))
    beside = target.parent / f".{target.name}.tmp"
    try:
        with writer(beside, path.suffix.lower(), schema) as file:
            for batch in batches:
                file.write(batch)
        _settle(beside)
        beside.replace(target)
        _settle(target.parent)
    finally:
        beside.unlink(missing_ok=True)


def _write_part(path: Path, rows: pa.RecordBatch) -> None:
    with writer(path, ".arrow", rows.schema) as file:
        file.write(rows)
    _settle(path)


def _read_part(path: Path) -> Iterator[pa.RecordBatch]:
    with pa.memory_map(str(path)) as source, ipc.open_file(source) as file:
        for at in range(file.num_record_batches):
            yield file.get_batch(at)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    _settle(path)


def _settle(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:  # a folder, on Windows
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
