"""That `make docs` fails where something leads nowhere. Run in the environment of the site, which the tests have not:

.venv-docs/bin/python -m tests.docs.broken_site
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GOOD = "# Home\n\n## A heading\n\n[here](#a-heading), [there](other.md#another-heading)\n\n```{toctree}\nother\n```\n"
OTHER = "# Other\n\n## Another heading\n"
BROKEN = {
    "a page that is not there": ("[gone](nowhere.md)", "nowhere.md"),
    "an anchor that is not there": ("[gone](other.md#nowhere)", "nowhere"),
    "an anchor of the page itself that is not there": ("[gone](#nowhere)", "nowhere"),
    "a file that is not there": ("[gone](../rules/nowhere.yaml)", "nowhere.yaml"),
    "a picture that is not there": ("![gone](images/nowhere.svg)", "nowhere.svg"),
    "a page that no table of contents has": ("<!-- lonely -->", "lonely.md"),
    "a name that is not there": ("```{eval-rst}\n.. autofunction:: kenri.nowhere\n```", "nowhere"),
}


def made(folder: Path, home: str, *, lonely: bool = False) -> tuple[int, str]:
    """The exit code of making a site of two pages, and what was said."""
    source = folder / "docs"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs" / "_site", source / "_site", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "docs" / "conf.py", source)
    (source / "index.md").write_text(home, encoding="utf-8")
    (source / "other.md").write_text(OTHER, encoding="utf-8")
    if lonely:
        (source / "lonely.md").write_text("# Lonely\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "--fail-on-warning",
        "--keep-going",
        "--quiet",
        str(source),
        str(folder / "site"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def main() -> int:
    """Make a good site and broken ones; the number of those that came out otherwise."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        code, said = made(Path(folder, "made"), GOOD)
        print(f"a site without a mistake: {'made' if code == 0 else said}")
        wrong += code != 0
        for mistake, (text, named) in BROKEN.items():
            code, said = made(Path(folder, "made"), f"{GOOD}\n{text}\n", lonely="lonely" in named)
            is_told = code != 0 and named in said
            print(f"{mistake}: {'told' if is_told else f'NOT TOLD: {code} {said}'}")
            wrong += not is_told
    return wrong


if __name__ == "__main__":
    sys.exit(main() > 0)
