"""A PostgreSQL of our own, in a folder of its own, that can be stopped and killed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path


def programs() -> Path | None:
    """The folder of the programs of the newest PostgreSQL here."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return None if initdb is None else Path(initdb).parent


def _as_somebody() -> tuple[str, ...]:
    """What runs a program as a user whom the server takes: it refuses root."""
    if os.geteuid() != 0:
        return ()
    for name in ("postgres", "nobody"):
        try:
            who = pwd.getpwnam(name)
        except KeyError:
            continue
        return ("setpriv", f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups")
    return ()


class OwnServer:
    """A server on a socket in a folder, whose path is short, as that of a socket must be."""

    def __init__(self, folder: Path, *settings: str, segment: int = 16) -> None:
        """`folder` is empty; `settings` are such as `max_connections=40`; the log grows by so many MiB at once."""
        self.folder = folder
        self.data = folder / "data"
        folder.chmod(0o777)
        found = programs()
        assert found is not None
        self._programs = found
        self._run(
            "initdb",
            "-D",
            str(self.data),
            "-U",
            "kenri",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            f"--wal-segsize={segment}",
        )
        several = ("listen_addresses=", f"unix_socket_directories={folder}", "fsync=off", *settings)
        self._options = " ".join(f"-c {each}" for each in several)

    def address(self, name: str, port: int = 5432) -> str:
        """The address of a database."""
        return f"postgresql://kenri@/{name}?host={self.folder}&port={port}"

    def start(self) -> None:
        """Start it, also where it was killed: then until those that it had started have ended."""
        while self._control("-w", "-l", str(self.folder / "log"), "-o", self._options, "start").returncode:
            log = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
            assert "is still in use" in log.splitlines()[-2] or "already exists" in log, log[-2000:]

    def is_running(self) -> bool:
        return self._control("status").returncode == 0

    def stop(self) -> None:
        """End it at once, without writing anything in order."""
        self._control("-w", "-m", "immediate", "stop")

    def kill(self) -> None:
        """Kill what has started all others."""
        os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def _control(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        command = [*_as_somebody(), str(self._programs / "pg_ctl"), "-D", str(self.data), *words]
        return subprocess.run(
            command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )

    def _run(self, program: str, *words: str) -> None:
        command = [*_as_somebody(), str(self._programs / program), *words]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
