"""Files to bring into a register, in great numbers and without a command: tables, workbooks, packages, mapping files.

What a workbook holds is written as people write it: headings on one line or two, merged cells, formulas, hidden
sheets; then some of its cells, members or bytes are others.
"""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from kenri.importing.heading_words import BARE, GROUPS, HEADINGS
from tests.fuzz.choices import Choices, happens, one_of
from tests.fuzz.mutation import Pool, mutated
from tests.fuzz.odd import WORDS
from tests.fuzz.registers import MAPPED, ROWS, other_bytes, other_members, package_file, written

CELLS: tuple[str, ...] = (
    *("E1", "E2", "G1", "2024-01-31", "令和6年1月31日", "45322", "31/12/2024", "12/31/2024", "1899-12-31", "R99.1.1"),
    *("100", "1,000", "１，０００個", "△3", "1e308", "9" * 400, "0." + "0" * 400 + "1", "1/0", "1/3", "-25%", "¥-0"),
    *("=1+1", "=HYPERLINK(0)", "'=1", "@SUM(A1)", "+1", "-", "合計", "小計", "以下余白", "例：", "Total", "#REF!"),
    *(
        "grant",
        "付与",
        "exercises",
        "leaves",
        "grantee, heir",
        ",",
        "heir,,heir",
        "..",
        "2024-01-01..2024-01-02",
        "yes",
    ),
    *("board_date", "acme/options", "\x00", "\x1b[31m", "\r\n", "\ud800", "a\x0bb", "\u2028", "\ufeffE1", "x" * 40_000),
)
HEADS: tuple[str, ...] = (
    *(word for words in (*HEADINGS.values(), *BARE.values(), *GROUPS.values()) for word in words),
    *("rank", "price", "board_date", "Board Date", "fact.board_date", "fact.value", "leaves.on", "exercises.rights"),
    *(
        "grant.vestings.on",
        "vesting date 99",
        "kept.",
        "kept.x",
        ".",
        "fact.",
        "since",
        "fact.key",
        "",
        " ",
        "()",
        "(x)",
    ),
)
KEYS = ("days", "decimals", "words", "ignored", "hidden", "sheets", "columns", "headings", "event", "is", "skip")


def cell(choices: Choices) -> str:
    return one_of(choices, one_of(choices, (CELLS, CELLS, WORDS, HEADS)))


def rows(choices: Choices) -> list[list[str]]:
    """A table with headings on one line or two, most of them known, and a few rows of cells."""
    width = 1 + choices.below(7)
    found = [[one_of(choices, HEADS) for _ in range(width)] for _ in range(1 + choices.below(2))]
    if happens(choices, 3):
        found = [[*row] for row in ROWS]
        width = len(ROWS[0])
    if len(found) == 2 and happens(choices, 2):
        found[0] = [text if at % 2 == 0 else "" for at, text in enumerate(found[0])]
    if happens(choices, 4):
        found.insert(0, [cell(choices)])
    found += [[cell(choices) for _ in range(choices.below(width + 2))] for _ in range(choices.below(5))]
    return found


def text_table(choices: Choices) -> bytes:
    mark = one_of(choices, (",", ",", ";", "\t"))
    lines = written(rows(choices)) if mark == "," else "".join(f"{mark.join(row)}\n" for row in rows(choices))
    data = lines.encode(one_of(choices, ("utf-8", "utf-8-sig", "utf-16", "cp932")), "replace")
    return other_bytes(data, choices) if data and happens(choices, 5) else data


def workbook(choices: Choices) -> bytes:
    """A workbook of some sheets, parts of which are merged."""
    from openpyxl import Workbook
    from openpyxl.utils.exceptions import IllegalCharacterError

    book = Workbook()
    book.remove(book.worksheets[0])
    for name in one_of(choices, (("Grants",), ("退職", "Facts"), ("leaves", "付与", "Events"))):
        sheet: Any = book.create_sheet(name)
        for row in rows(choices):
            kept = [text[:32_000].encode("utf-8", "replace").decode() for text in row]
            try:
                sheet.append([int(text) if text.isdecimal() and len(text) < 15 else text or None for text in kept])
            except IllegalCharacterError:
                sheet.append(["x"])
        for _ in range(choices.below(4)):
            top, left = 1 + choices.below(4), 1 + choices.below(5)
            sheet.merge_cells(
                start_row=top, start_column=left, end_row=top + choices.below(3), end_column=left + choices.below(4)
            )
        if happens(choices, 8):
            sheet.sheet_state = "hidden"
    if all(sheet.sheet_state == "hidden" for sheet in book.worksheets):
        book.worksheets[0].sheet_state = "visible"
    out = io.BytesIO()
    book.save(out)
    return spoilt_archive(out.getvalue(), choices)


def spoilt_archive(data: bytes, choices: Choices) -> bytes:
    """An archive as it was, or with another member, with others twice, or that says of itself what is not so."""
    match choices.below(8):
        case 0 | 1:
            return data
        case 2:
            return other_bytes(data, choices)
        case 3:
            return _twice(data, choices)
        case 4:
            return _lying(data, choices)
        case _:
            return other_members(data, _pool(), choices)


def _twice(data: bytes, choices: Choices) -> bytes:
    """A member that stands there again, with something else in it."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        name = one_of(choices, sorted(archive.namelist()))
        with warnings.catch_warnings(action="ignore"):
            archive.writestr(name, one_of(choices, WORDS).encode("utf-8", "replace"))
    return out.getvalue()


def _lying(data: bytes, choices: Choices) -> bytes:
    """An archive whose directory says of a member another size, sum, method or flag than it has."""
    found = bytearray(data)
    at = data.find(b"PK\x01\x02")
    for _ in range(choices.below(12)):
        following = data.find(b"PK\x01\x02", at + 4)
        at = following if following >= 0 else at
    offset, size = one_of(choices, ((8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (42, 4)))
    value = one_of(choices, (0, 1, 8, 99, 2**16 - 1, 2**31, 2**32 - 1)) % 2 ** (8 * size)
    struct.pack_into("<H" if size == 2 else "<I", found, at + offset, value)
    return bytes(found)


def _pool() -> Pool:
    return Pool(by_key={word: [*WORDS] for word in KEYS}, keys=[*KEYS], words=[*WORDS])


@cache
def _package() -> bytes:
    return package_file()


def _spoilt_package(choices: Choices) -> bytes:
    return spoilt_archive(_package(), choices)


def given(choices: Choices, folder: Path) -> tuple[list[Path], str | None]:
    """Files in a folder, and the text of a mapping file, if there is one."""
    makers = {"a.csv": text_table, "b.xlsx": workbook, "c.ocf.zip": _spoilt_package}
    paths = []
    for name in one_of(choices, (("a.csv",), ("a.csv",), ("b.xlsx",), ("a.csv", "b.xlsx"), ("c.ocf.zip",))):
        paths.append(folder / name)
        paths[-1].write_bytes(makers[name](choices))
    text = mutated(_mapping(choices), _pool(), choices) if happens(choices, 4) else None
    return paths, text


def _mapping(choices: Choices) -> str:
    head, other = one_of(choices, HEADS), one_of(choices, HEADS)
    rest = "  b.xlsx: {skip: true}\n  Grants: {headings: [1, 2], event: leaves, columns: {%s: %s}}\n"
    return MAPPED + rest % tuple(f"'{each}'" for each in (head, other))
