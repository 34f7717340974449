"""Holds the service to its description: schemathesis asks a `kenri serve` as it runs, on a fresh machine's register.

    python -m tests.faces.serving.contract [OPTION …]      # options of `schemathesis run`

Every operation is asked as its example says, at the bounds of what it describes, and by what lies within and without
them. No answer may be an error of kenri, have a status, a kind or a form that is not described, or take what is
described as impossible. Nothing here is random: the same seed asks the same, in one thread: in several, Python
3.11 loses count of how deep it reads its own source (`AST constructor recursion depth mismatch`).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from kenri.faces.serving.operations import OPERATIONS
from tests.faces.serving.running import served

_SECONDS = 120
"""So long it may take in all."""

_CONFIG = """
[checks]
not_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", "503"]
max_response_time = 60
"""
"""What takes too long, or too much at once, is described."""

_OF_FILES = """
[[operations]]
include-path = "{path}"
checks.negative_data_rejection.enabled = false
"""
"""Of a file that comes in a form nothing says that it is none."""

_EXCLUDED = (
    "positive_data_acceptance",  # a text may be of the right form and name nobody, which is told with 422
    "ignored_auth",  # on this machine one need not say who one is, while there is no token: `test_access.py`
)


def main(options: list[str]) -> int:
    """Ask; the exit code of schemathesis."""
    with (
        TemporaryDirectory() as folder,
        served(Path(folder), "--seconds", "6", "--wait", "2", KENRI_DATA=str(Path(folder, "data"))) as service,
    ):
        service.ready()
        config = Path(folder, "schemathesis.toml")
        files = (_OF_FILES.format(path=each.path) for each in OPERATIONS.values() if each.body == "upload")
        config.write_text("".join((_CONFIG, *files)), encoding="utf-8")
        command = [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run",
            f"{service.url}/api/v1/openapi.json", "--checks", "all", "--exclude-checks", ",".join(_EXCLUDED),
            "--phases", "examples,coverage,fuzzing", "--max-time", str(_SECONDS), "--max-examples", "15",
            "--seed", "1", "--generation-database", "none", "--workers", "1", "--suppress-health-check", "all",
            "--request-timeout", "100", "--continue-on-failure", "--warnings", "off", *options,
        ]  # fmt: skip
        return subprocess.run(command, cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
