"""A disk that fails when it is told to, for processes that were started with it: see `faulty_disk.c`."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from enum import IntEnum
from pathlib import Path

_SOURCE = Path(__file__).with_suffix(".c")


class Fault(IntEnum):
    """What becomes of the n-th time that something is done to the files of a folder."""

    KILLED = 1
    """The process is killed before it."""
    TORN = 2
    """Half of the bytes are written, and the process is killed."""
    POWER = 3
    """The power is lost: of what was not synchronised, each write and each name may be there, in part or not at all."""
    FULL = 4
    """The disk is full from then on: what would grow fails."""
    BROKEN = 5
    """Whatever is done from then on fails."""
    SLIP = 6
    """It fails, and what comes after does not."""

    @property
    def is_end(self) -> bool:
        """Whether the process ends by it."""
        return self <= Fault.POWER


def compiler() -> str | None:
    """The compiler of C that there is, where a disk can fail by it."""
    return (shutil.which("cc") or shutil.which("gcc")) if sys.platform == "linux" else None


def run_on(folder: Path, *arguments: str, is_shown: bool = False) -> subprocess.CompletedProcess[str]:
    """Run Python with a disk that can fail, made in a folder; what it prints is shown, or kept."""
    made = folder / "faulty_disk.so"
    found = compiler()
    assert found is not None
    subprocess.run([found, "-O1", "-shared", "-fPIC", "-o", made, _SOURCE, "-ldl"], check=True)
    command = [sys.executable, *arguments]
    environment = {**os.environ, "LD_PRELOAD": str(made)}
    return subprocess.run(command, env=environment, text=True, check=False, capture_output=not is_shown)


def arm(folder: Path, at: int, fault: Fault, seed: int = 0) -> None:
    """Let the disk fail at the `at`-th time that this process does something to the files of a folder."""
    ctypes.CDLL(None).faulty_disk_arm(os.fsencode(folder.resolve()), ctypes.c_long(at), int(fault), seed)


def end() -> None:
    """End this process now, as the fault that it is armed with would."""
    ctypes.CDLL(None).faulty_disk_end()


def left() -> int:
    """How many times are left until it fails."""
    count = ctypes.CDLL(None).faulty_disk_left
    count.restype = ctypes.c_long
    return int(count())
