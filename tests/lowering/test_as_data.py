"""What is no program is not taken for one (that those which are come back as they were, `test_columns_and_c` shows)."""

from __future__ import annotations

import json
import zlib
from typing import Any

import pytest

from kenri.lowering.as_data import from_bytes

STEP = ["variable", [], 0, 9, ["plain", 0], False]
PROGRAM = {
    "said": None,
    "tables": [],
    "steps": [STEP],
    "roots": [0],
    "denominators": [1],
    "ranges": [[0, 9]],
    "flags": [False],
}


def packed(told: Any) -> bytes:
    return zlib.compress(json.dumps(told).encode())


def test_a_program_is_read() -> None:
    program, said = from_bytes(packed(PROGRAM))
    assert (len(program.steps), program.roots[0].most, said) == (1, 9, None)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no program",
        packed(PROGRAM)[:-9],
        zlib.compress(b"{"),
        zlib.compress(b"\xff"),
        packed([]),
        *(packed({name: value for name, value in PROGRAM.items() if name != left}) for left in PROGRAM),
        packed({**PROGRAM, "roots": [7]}),
        packed({**PROGRAM, "steps": [["variable"]]}),
        packed({**PROGRAM, "tables": [[0, "/"]]}),
    ],
)
def test_what_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no program"):
        from_bytes(content)
