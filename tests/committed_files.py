"""Which files of the checkout are the project's, as opposed to made by its tools."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_MADE = {"build", "dist", "__pycache__"}


def committed_files() -> Iterator[Path]:
    """The files under version control; in an unpacked source archive, which has none, those that would be."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
        yield from (ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file())
        return
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part not in {".ci", ".github", ".gitignore"} for part in parts)
        if path.is_file() and not hidden and _MADE.isdisjoint(parts):
            yield path
