"""What every command prints: an answer as JSON is the same, however many pieces it is written in."""

from __future__ import annotations

import io
import json
import sys
import tracemalloc
from typing import Any

import pytest

from kenri.faces.commands import console
from kenri.model.visible import visible_json


class Written(io.TextIOWrapper):
    """Standard output into memory."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8")

    @property
    def text(self) -> str:
        self.flush()
        written: Any = self.buffer
        return str(written.getvalue().decode())


@pytest.mark.parametrize("indent", [2, None])
@pytest.mark.parametrize("pieces", [1, 2, 10_000])
def test_json_in_pieces_is_json_at_once(monkeypatch: pytest.MonkeyPatch, indent: int | None, pieces: int) -> None:
    data = {"名": ["権利", "a\x9bb", "\U000e0041", 1, None, True, 0.5], "none": [], "of": {"x": {"y": "\u202e"}}}
    out = Written()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(console, "_PIECES", pieces)
    console.show_json(data, indent=indent)
    assert out.text == visible_json(json.dumps(data, ensure_ascii=False, indent=indent)) + "\n"
    assert json.loads(out.text) == data


class Dropped(io.RawIOBase):
    """Whatever is written is gone."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return len(data)


def test_a_long_answer_takes_less_memory_than_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    data = [{"holder": "ann", "number": 1}] * 40_000
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BufferedWriter(Dropped()), encoding="utf-8"))
    tracemalloc.start()
    try:
        console.show_json(data)
        assert tracemalloc.get_traced_memory()[1] < len(json.dumps(data, indent=2))
    finally:
        tracemalloc.stop()
