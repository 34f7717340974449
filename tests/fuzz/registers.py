"""Inputs about registers: one that was damaged or written to by others, what is brought into it, what is asked of it.

The register is made once in each process, of fixed instants and names, so that an input is the same again.
"""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.fuzz.choices import Choices, happens, one_of
from tests.fuzz.mutation import Pool, mutated
from tests.fuzz.odd import WORDS

REGISTER, LIFE, PLAN = "register.db", "ann.yaml", "options.yaml"
TABLE, WORKBOOK, PACKAGE, MAPPING = "grants.csv", "grants.xlsx", "harbour.ocf.zip", "mapping.yaml"
HOLDER, PLAN_ID = "ann", "acme/options"

ROWS: tuple[tuple[str, ...], ...] = (
    ("Employee ID", "Grant ID", "Grant Date", "Options Granted", "price", "rank"),
    ("ann", "a1", "2024-01-01", "100", "12.50", "chief"),
    ("bob", "b1", "令和6年1月1日", "1,000", "¥5", ""),
    ("cid", "c1", "01/31/2024", "７０", "1.5", "x"),
    ("Total", "", "", "1170", "", ""),
)

EVENTS: tuple[tuple[str, ...], ...] = (
    ("Employee ID", "Event", "Event Date", "rights"),
    ("ann", "leaves", "2025-03-01", ""),
    ("ann", "exercises", "2025-02-01", "10"),
)

MAPPED = """\
days: month-day-year
words: {event.event: {退職: leaves}}
ignored: [FAX]
sheets:
  grants.csv: {columns: {rank: party.rank}}
"""

_COLUMNS = ("recorded", "author", "kind", "life", "key", "since", "reach", "plan", "known", "corrects", "cancelled",
            "body", "source", "hash", "sequence")  # fmt: skip

_JSON = (
    *("{}", "[]", "5", "null", "{", '{"data":{}}', '{"data":5}', '{"data":null}', '{"data":{"files":{}}}', "[" * 5000),
    *('{"data":{"files":{"../x.yaml":"0"}}}', '{"file":5}', '{"data":{"event":["leaves"],"on":"2024-02-30"}}'),
    *('{"data":{"grantee":"ann","on":"0001-01-01","number":NaN}}', '{"data":{"role":"grantee"},"details":5}'),
)

_ANSWERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "holders": ((REGISTER,), ("--plan", "--known-at", "--json", "--lang")),
    "holder": ((REGISTER, HOLDER), ("--plan", "--on", "--known-at", "--json", "--lang")),
    "due": (
        (REGISTER, "--on", "DAY"),
        ("--within", "--plan", "--holder", "--known-at", "--reading", "--json", "--lang"),
    ),
    "impact": (
        (REGISTER, "FILE", "--on", "DAY"),
        ("--becomes", "--reading", "--plan", "--mapping", "--rules", "FILE", "--json", "--lang"),
    ),
    "roll-forward": (
        (REGISTER,),
        (
            "--from",
            "--to",
            "--by",
            "--plan",
            "--holder",
            "--known-at",
            "--was-known-at",
            "--reading",
            "--json",
            "--lang",
        ),
    ),
    "exercise": (
        (REGISTER, "--holder", HOLDER, "--on", "DAY", "--rights", "VALUE"),
        (
            "--grant",
            "--by",
            "--event",
            "--with",
            "--plan",
            "--reading",
            "--even-if",
            "--keep-refusal",
            "--key",
            "--dry-run",
            "--json",
            "--lang",
        ),
    ),
    "act": (
        (REGISTER, "exercise", "--holder", HOLDER, "--on", "DAY"),
        ("--rights", "--by", "--with", "--even-if", "--keep-refusal", "--key", "--dry-run", "--json", "--lang"),
    ),
    "ask": ((PLAN_ID, "--on", "DAY"), ("--known-at", "--rights", "--keep", "--json", "--lang")),
    "windows": ((PLAN_ID,), ("--known-at", "--json", "--lang")),
    "audit": ((PLAN_ID,), ("--known-at", "--until", "--json", "--lang")),
    "simulate": ((PLAN_ID,), ("--known-at", "--json", "--lang")),
}
_REGISTER: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "create": ((REGISTER, "--issuer", "WORD"), ("--json", "--lang")),
    "plan": ((REGISTER,), (PLAN, "--from", "--rules", "--json", "--lang")),
    "import": ((REGISTER, "FILE"), ("--apply", "--known-now", "--mapping", "--plan", "FILE", "--json", "--lang")),
    "template": ((PLAN, "--out", "new.xlsx"), ("--rules", "--json", "--lang")),
    "export": ((REGISTER, "--to", "out.ocf.zip"), ("--plan", "--known-at", "--json", "--lang")),
    "print": ((REGISTER, "--to", "out.html"), ("--on", "--plan", "--holder", "--known-at", "--json", "--lang")),
    "terms": ((PACKAGE, "--to", "rules"), ("--json", "--lang")),
    "verify": ((REGISTER,), ("--head", "--json", "--lang")),
    "backup": ((REGISTER, "copy.db"), ("--json", "--lang")),
    "restore": ((REGISTER, "again.db"), ("--json", "--lang")),
}
COMMANDS = frozenset({*_ANSWERS, "register"})
REGISTER_COMMANDS = frozenset(_REGISTER)


def are_installed() -> bool:
    """Whether what registers and tables need is there."""
    return all(find_spec(name) for name in ("sqlalchemy", "alembic", "openpyxl", "python_calamine"))


@cache
def register_file() -> bytes:
    """A register with the small plan, two holders, what happened to one of them, and answers that were kept: of a
    request that was recorded, of one that was refused, of one that is a violation, and one that a correction turned.
    """
    from kenri.model.ruling import Outcome
    from kenri.register.acts import ActRequest
    from kenri.register.register import Register
    from tests.register.small_register import ANN, at, entry, written_life
    from tests.register.small_register import PLAN as TEXT

    with TemporaryDirectory() as folder:
        plan = Path(folder, PLAN)
        plan.write_text(TEXT, "utf-8")
        register = Register.create(str(Path(folder, REGISTER)), "Acme")
        register.add_plan(str(plan), author="ann", now=at("2026-01-01"))
        bob = [
            entry("party", "bob", {"role": "grantee"}),
            entry("grant", "b1", {"grantee": "bob", "on": "2024-01-01", "number": 7}),
        ]
        register.apply([*written_life(ANN), *bob], author="ann", now=at("2026-01-02"))
        requests: tuple[tuple[str, int, Outcome], ...] = (
            ("r1", 3, "allowed"),
            ("r2", 9, "allowed"),
            ("r3", 5, "denied"),
        )
        for key, rights, even_if in requests:
            request = ActRequest(
                action="exercise", holder="bob", rights=rights, on="2026-01-02", even_if=even_if, keeps_refusal=True,
                key=key, fields={"treasury_loss": 1},
            )  # fmt: skip
            register.act(request, author="ann", now=at("2026-01-03"))
        register.answer("acme/options", "bob", on="2026-01-02", rights=2, now=at("2026-01-03"), author="ann")
        fewer = entry("grant", "b1", {"grantee": "bob", "on": "2024-01-01", "number": 1})
        register.apply([fewer], author="ann", now=at("2026-01-04"))
        register.database.close()
        return Path(folder, REGISTER).read_bytes()


@cache
def package_file() -> bytes:
    """A small package of the Open Cap Format, as an archive."""
    from tests.importing.small_package import package, zipped

    with TemporaryDirectory() as folder:
        return zipped(package(Path(folder, "harbour"))).read_bytes()


@cache
def workbook_file() -> bytes:
    """The table of grants, and that of events, as a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Grants"  # type: ignore[union-attr]  # a new workbook has a sheet
    book.create_sheet("Events")
    for sheet, rows in zip(book.worksheets, (ROWS, EVENTS), strict=True):
        for row in rows:
            sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def made_about_register(pool: Pool, choices: Choices) -> tuple[dict[str, str | bytes], list[str]]:
    """Files about a register, one of which is changed, and a command line about them."""
    from tests.register.small_register import ANN
    from tests.register.small_register import PLAN as TEXT

    files: dict[str, str | bytes] = {REGISTER: register_file(), LIFE: ANN, PLAN: TEXT}
    if happens(choices, 2):
        command, (needed, options) = one_of(choices, sorted(_ANSWERS.items()))
        argv = [command, *needed]
        if command == "audit" and happens(choices, 2):
            argv = [command, REGISTER, "--all"]
        elif command not in ("holders", "holder", "due", "impact", "roll-forward", "exercise", "act"):
            argv += ["--register", REGISTER, "--holder", HOLDER]
    else:
        name, (needed, options) = one_of(choices, sorted(_REGISTER.items()))
        if name != "import" and happens(choices, 2):
            name, (needed, options) = "import", _REGISTER["import"]
        argv = ["register", name, *needed]
    for _ in range(choices.below(3)):
        option = one_of(choices, options)
        argv += [option, "VALUE"] if option.startswith("--") and option not in FLAGS else [option]
    argv = [_filled(word, before, pool, choices) for before, word in zip(["", *argv], argv, strict=False)]
    if happens(choices, 8):
        argv[1 + choices.below(len(argv) - 1)] = one_of(choices, WORDS).replace("\x00", "")
    if MAPPING in argv:
        files[MAPPING] = MAPPED
    makers: dict[str, Callable[[], str | bytes]] = {
        TABLE: lambda: written(ROWS if happens(choices, 2) else EVENTS),
        WORKBOOK: workbook_file,
        PACKAGE: package_file,
    }
    files |= {name: make() for name, make in makers.items() if name in argv}
    given = [name for name in sorted(files) if name in argv]
    if len(given) > 1 and not happens(choices, 4):
        given = [name for name in given if name != REGISTER]
    if given:
        name = one_of(choices, given)
        files[name] = _spoilt(name, files[name], pool, choices)
    return files, argv


FLAGS = frozenset({"--json", "--apply", "--known-now", "--keep", "--keep-refusal", "--dry-run"})


def _filled(word: str, before: str, pool: Pool, choices: Choices) -> str:
    match word:
        case "DAY":
            found = one_of(choices, ("today", "2025-03-05", "2024-01-01", "9999-12-31", "0001-01-01"))
        case "FILE":
            found = one_of(choices, (LIFE, TABLE, TABLE, WORKBOOK, PACKAGE))
        case "WORD":
            found = one_of(choices, (*WORDS, "Acme", "Bolt"))
        case "VALUE":
            found = _value(before, pool, choices)
        case _:
            found = word
    return found.replace("\x00", "")


def _value(option: str, pool: Pool, choices: Choices) -> str:
    if happens(choices, 4):
        return one_of(choices, WORDS)
    match option:
        case "--lang":
            return one_of(choices, ("en", "ja"))
        case "--plan":
            return PLAN_ID
        case "--even-if":
            return one_of(choices, ("allowed", "unknown", "denied"))
        case "--grant":
            return one_of(choices, ("a1", "b1"))
        case "--by":
            return one_of(choices, (HOLDER, "bob", "heir", "company"))
        case "--with":
            return one_of(choices, ("paid_in_full=false", "requested_on=2025-01-31", "rights=5", "id=left"))
        case "--event":
            return one_of(choices, ("exercises", "leaves"))
        case "--key":
            return one_of(choices, ("left", "r-1", "act-7"))
        case "--holder":
            return one_of(choices, (HOLDER, "bob", "eve"))
        case "--becomes":
            return PLAN
        case "--mapping":
            return MAPPING
        case "--by":
            return one_of(choices, ("plan", "holder", "grant", "company"))
        case "--within":
            return one_of(choices, ("1", "30", "400", "90 days", "1 month"))
        case "--head":
            return f"{choices.below(9)}:{one_of(choices, ('0' * 64, 'f' * 63, ''))}"
        case "--rights":
            return one_of(choices, ("1", "100", "0.5"))
        case "--reading":
            return f"{one_of(choices, pool.words)}={one_of(choices, pool.words)}"
        case _:
            return one_of(choices, ("2025-03-02", "2026-01-02", "2026-01-02T12:00:00Z", "9999-12-31", "0001-01-01"))


def written(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text with commas between."""
    return "".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) + "\n" for row in rows)


def _spoilt(name: str, data: str | bytes, pool: Pool, choices: Choices) -> str | bytes:
    match name, data:
        case _, str() if name == TABLE:
            return _other_cells(data, pool, choices)
        case _, str():
            return mutated(data, pool, choices)
        case _, bytes() if happens(choices, 6):
            return other_bytes(data, choices)
        case _, bytes() if name == REGISTER:
            return other_rows(data, choices)
        case _:
            assert isinstance(data, bytes)
            return other_members(data, pool, choices)


def _other_cells(text: str, pool: Pool, choices: Choices) -> str:
    """A table with some cells, lines or separators that are others."""
    rows = [line.split(",") for line in text.splitlines()]
    for _ in range(1 + choices.below(3)):
        row = one_of(choices, rows)
        at = choices.below(len(row)) if row else 0
        match choices.below(8):
            case 0:
                rows.append([*row])
            case 1:
                rows.insert(choices.below(len(rows)), [one_of(choices, ("以下余白", "合計", "例：", "example", ""))])
            case 2:
                row[at : at + 1] = []
            case 3:
                row[at : at + 1] = [one_of(choices, pool.words)] * one_of(choices, (1, 2, 40))
            case _:
                row[at : at + 1] = [one_of(choices, WORDS)]
    mark = one_of(choices, (",", ",", ",", ";", "\t"))
    return "".join(f"{mark.join(row)}\n" for row in rows)


def other_bytes(data: bytes, choices: Choices) -> bytes:
    """Some bytes cut off, or other than they were."""
    if happens(choices, 3):
        return data[: choices.below(min(len(data), 60_000))]
    found = bytearray(data)
    for _ in range(one_of(choices, (1, 4, 30))):
        found[choices.below(60_000) * 37 % len(found)] = choices.below(256)
    return bytes(found)


def other_rows(data: bytes, choices: Choices) -> bytes:
    """A register in which somebody wrote by other means than kenri."""
    with TemporaryDirectory() as folder:
        path = Path(folder, REGISTER)
        path.write_bytes(data)
        with closing(sqlite3.connect(path)) as connection:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f'DROP TRIGGER "{name}"')
            connection.execute("PRAGMA ignore_check_constraints=ON")
            for _ in range(1 + choices.below(2)):
                with suppress(sqlite3.Error):
                    connection.execute(*_statement(choices))
            connection.commit()
        return path.read_bytes()


def _statement(choices: Choices) -> tuple[str, tuple[object, ...]]:
    row = 1 + choices.below(7)
    match choices.below(8):
        case 0:
            return "DELETE FROM kenri_records WHERE sequence = ?", (row,)
        case 1:
            return "DELETE FROM kenri_documents WHERE rowid = ?", (row,)
        case 2:
            return "UPDATE kenri_documents SET content = ?", (one_of(choices, WORDS),)
        case 3:
            table = one_of(choices, ("kenri_records", "kenri_documents", "kenri_issuers", "kenri_schema"))
            return f"{one_of(choices, ('DELETE FROM', 'DROP TABLE'))} {table}", ()
        case 4:
            return "UPDATE kenri_schema SET version_num = ?", (one_of(choices, ("0001", "9999", *WORDS)),)
        case 5:
            return "UPDATE kenri_issuers SET name = ?", (one_of(choices, WORDS),)
        case _:
            column = one_of(choices, _COLUMNS)
            if column in ("body", "source"):
                value: object = one_of(choices, _JSON) if happens(choices, 2) else one_of(choices, WORDS)
            elif column in ("recorded", "known", "corrects", "cancelled", "sequence"):
                value = one_of(choices, (0, 1, -1, 3, 2**62, -(2**62), 10**12, 253_402_300_799))
            else:
                value = one_of(choices, (*WORDS, HOLDER, "bob", PLAN_ID, "event", "grant", "plan"))
            return f'UPDATE kenri_records SET "{column}" = ? WHERE sequence = ?', (value, row)


def other_members(data: bytes, pool: Pool, choices: Choices) -> bytes:
    """An archive one of whose members is another: JSON by its values, XML by its text, a name that leads elsewhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        names = before.namelist()
        chosen = one_of(choices, names)
        for name in names:
            body = before.read(name)
            if name == chosen:
                if happens(choices, 20):
                    name = one_of(choices, ("../x", "/x", "x" * 5000, "a\\b", "", chosen))
                body = _other_json(body, pool, choices) if chosen.endswith(".json") else _other_xml(body, choices)
            if not (name == chosen and happens(choices, 20)):
                after.writestr(zipfile.ZipInfo(name or "x"), body)
    return out.getvalue()


def _other_json(body: bytes, pool: Pool, choices: Choices) -> bytes:
    if happens(choices, 8):
        return other_bytes(body, choices)
    tree = json.loads(body)
    for _ in range(1 + choices.below(2)):
        slots = [*_slots(tree)]
        holder, at = one_of(choices, slots)
        match choices.below(8):
            case 0:
                holder[at] = [holder[at]] * one_of(choices, (0, 1, 3))
            case 1:
                holder[at] = {one_of(choices, pool.words): holder[at]}
            case 2:
                holder[at] = one_of(choices, (None, True, 0, -1, 1.5, 10**40, 1e308))
            case 3:
                other, index = one_of(choices, slots)
                holder[at] = json.loads(json.dumps(other[index]))
            case 4 if isinstance(holder, dict):
                del holder[at]
            case _:
                holder[at] = one_of(choices, WORDS)
    return json.dumps(tree).encode("utf-8", "surrogatepass")


def _slots(tree: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for at, value in [*(tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ())]:
        found.append((tree, at))
        found += _slots(value)
    return found


def _other_xml(body: bytes, choices: Choices) -> bytes:
    at = choices.below(60_000) % (len(body) + 1)
    between = body.find(b">", at) + 1
    match choices.below(4):
        case 0:
            return other_bytes(body, choices)
        case 1:
            until = body.find(b">", between)
            return body[:between] + body[until + 1 :]
        case 2:
            return body[:between] + body[between:].replace(b'"', b'"9', 1)
        case _:
            word = one_of(choices, WORDS).replace("&", "&amp;").replace("<", "&lt;").encode("utf-8", "surrogatepass")
            return body[:between] + word + body[between:]
