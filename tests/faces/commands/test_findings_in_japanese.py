"""`kenri check`, `diff` and `mutate` with `--lang ja`: no English is left but names and what stands in files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kenri.model.catalogue import findings
from tests.checking.every_construct import cases
from tests.checking.small_plan import PLAN, write
from tests.faces.commands.running import Kenri

JAPANESE = (
    re.sub(r"(says|question): [A-Z][^,}\n]*", r"\1: 約定", PLAN)
    .replace("it does not", "否")
    .replace("nor does it", "諾")
)
"""The small plan, whose document is in Japanese."""

_ENGLISH = re.compile(r"(?<![\w-])[A-Za-z]{2,} [A-Za-z]{2,}(?![\w-])")
"""Two English words one blank apart: names have none, and columns of names stand further apart."""


COMMANDS: dict[str, tuple[str, ...]] = {
    "what is refuted": ("check", "PLAN", "--all-days"),
    "what is undecided": ("check", "PLAN", "--steps", "20", "--only", "claim", "--only", "shadowed"),
    "what differs": ("diff", "PLAN", "LONGER"),
    "what may differ": ("diff", "PLAN", "LONGER", "--steps", "1"),
    "what nobody notices": ("mutate", "PLAN", "--only", "days"),
    "what nobody can tell": ("mutate", "PLAN", "--only", "days", "--steps", "1"),
    "what cannot be expressed": ("check", "FORMULA", "--steps", "1", "--only", "claim", "--only", "dead-zone"),
}


@pytest.mark.takes_turns(4)
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_no_english_is_left(kenri: Kenri, tmp_path: Path, command: tuple[str, ...]) -> None:
    paths = {
        "PLAN": write(tmp_path, JAPANESE),
        "LONGER": write(tmp_path / "b", JAPANESE.replace("{clause: c2, value: 10}", "{clause: c2, value: 11}")),
        "FORMULA": write(tmp_path / "c", re.sub(r"says: [A-Z][^,}\n]*", "says: 約定", dict(cases())["BlackScholes0"])),
    }
    args = [paths.get(arg, arg) for arg in command]
    assert _ENGLISH.findall(kenri(*args, "--lang", "ja").out) == []
    assert _ENGLISH.findall(kenri(*args).out)  # what is looked for is there in English
    data = re.sub('"subject": "[^"]*"', "", kenri(*args, "--lang", "ja", "--json").out)  # what programs tell it by
    assert _ENGLISH.findall(data) == []


@pytest.mark.parametrize("code", findings.PHRASES)
def test_every_note_has_japanese_unless_it_is_a_name(code: str) -> None:
    english, japanese = findings.PHRASES[code][:2]
    assert re.search("[ぁ-んァ-ヶ一-龠]", japanese) or english == japanese
