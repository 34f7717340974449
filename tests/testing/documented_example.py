"""The repository that `docs/testing.md` shows, written out: `python -m tests.testing.documented_example FOLDER`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

GUIDE = Path(__file__).parent.parent.parent / "docs" / "testing.md"
BLOCK = re.compile(r"^```(?:yaml|python)\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def write_example(folder: Path) -> list[str]:
    """Write every file that the guide shows into a folder, and give their names."""
    names = []
    for name, text in BLOCK.findall(GUIDE.read_text(encoding="utf-8")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        names.append(name)
    return names


if __name__ == "__main__":
    print(*write_example(Path(sys.argv[1])), sep="\n")
