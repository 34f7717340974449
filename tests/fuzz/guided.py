"""Inputs led by coverage: the bytes that a guided engine changes are the choices from which an input is made."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.fuzz.choices import Bytes


def lead(seconds: int, save: Path | None) -> int:
    """Search for so long; the engine stops at the first fault and tells it. Needs the package atheris."""
    try:
        import atheris
    except ImportError:
        print("a search led by coverage needs the package atheris: pip install atheris", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["kenri"]):
        from tests.fuzz.inputs import made
        from tests.fuzz.trial import fault_of, prepare
    prepare()
    folder = Path(tempfile.mkdtemp())

    def meet(data: bytes) -> None:
        given = made(Bytes(data))
        fault = fault_of(given, folder / "guided")
        if fault is not None:
            if save is not None:
                save.mkdir(parents=True, exist_ok=True)
                (save / "guided.json").write_text(given.written(), "utf-8")
            raise RuntimeError(f"{fault.kind}\n{fault.details}")

    arguments = [sys.argv[0], f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=1024", "-max_len=200"]
    atheris.Setup(arguments, meet)
    atheris.Fuzz()
    return 0
