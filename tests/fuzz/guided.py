"""Inputs led by coverage: the bytes that a guided engine changes are the choices from which an input is made."""

from __future__ import annotations

import importlib
import pkgutil
import random
import sys
import tempfile
from pathlib import Path

from tests.fuzz.choices import Bytes

_BEGINNINGS = 300
"""Random texts of bytes to begin with: from nothing an engine takes long to choices that go far."""

_LENGTH = 60


def lead(seconds: int, save: Path | None) -> int:
    """Search for so long; the engine stops at the first fault and tells it. Needs the package atheris."""
    try:
        import atheris
    except ImportError:
        print("a search led by coverage needs the package atheris: pip install atheris", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["kenri"]):
        _import_everything()
        from tests.fuzz.inputs import made
        from tests.fuzz.trial import fault_of, prepare
    prepare()
    folder = Path(tempfile.mkdtemp())
    beginnings = folder / "beginnings"
    beginnings.mkdir()
    for number in range(_BEGINNINGS):
        (beginnings / str(number)).write_bytes(random.Random(number).randbytes(_LENGTH))

    def meet(data: bytes) -> None:
        given = made(Bytes(data))
        fault = fault_of(given, folder / "guided")
        if fault is not None:
            if save is not None:
                save.mkdir(parents=True, exist_ok=True)
                (save / "guided.json").write_text(given.written(), "utf-8")
            raise RuntimeError(f"{fault.kind}\n{fault.details}")

    limits = [f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=1024", "-max_len=200", "-len_control=0"]
    arguments = [sys.argv[0], *limits, str(beginnings)]
    atheris.Setup(arguments, meet)
    atheris.Fuzz()
    return 0


def _import_everything() -> None:
    """Commands import what they need when they run; only what is imported under the engine's eyes is seen by it."""
    import kenri

    for module in pkgutil.walk_packages(kenri.__path__, "kenri."):
        if not module.name.endswith("__main__"):
            try:
                importlib.import_module(module.name)
            except Exception:  # noqa: BLE001  an extra that is not installed here says so in its own way
                continue
