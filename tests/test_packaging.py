"""What is declared, what is pinned and what is committed agree, and name no machine."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import kenri
from tests.committed_files import ROOT, committed_files

LOCKS = [ROOT / "requirements" / name for name in ("build.txt", "lock.txt", "forward.txt")]

# In parts, so that this file does not name what it forbids.
REGISTRIES = [
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "com"), ("crates", "io"))
]
MACHINE_PATH = re.compile(r"(?<![\w.}~-])/(?:work|tmp|home|root|opt|Users|private|var/folders)/|\b[A-Z]:\\Users\b")


def project() -> dict[str, Any]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def pins(lock: Path) -> dict[str, Requirement]:
    """The requirements of a lock by normal name, without their hashes."""
    logical_lines = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    requirements = [Requirement(line.partition("--hash")[0].strip()) for line in logical_lines if line.strip()]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def test_version_is_told_alike() -> None:
    assert kenri.__version__ == version("kenri") == project()["project"]["version"]


@pytest.mark.parametrize(
    ("lock", "declared"),
    [
        ("build.txt", project()["dependency-groups"]["build"]),
        ("lock.txt", project()["project"]["dependencies"] + project()["dependency-groups"]["dev"]),
        ("forward.txt", project()["project"]["optional-dependencies"]["forward"]),
    ],
)
def test_what_is_declared_is_pinned(lock: str, declared: list[str]) -> None:
    pinned = pins(ROOT / "requirements" / lock)
    for requirement in map(Requirement, declared):
        pin = pinned[canonicalize_name(requirement.name)]
        [specifier] = pin.specifier
        assert specifier.operator == "=="
        assert requirement.specifier.contains(specifier.version), f"{pin} is not {requirement}: run `make lock`"


def test_locks_agree_where_they_overlap() -> None:
    build, lock, _ = map(pins, LOCKS)
    assert {name: str(build[name]) for name in build.keys() & lock.keys()} == {
        name: str(lock[name]) for name in build.keys() & lock.keys()
    }


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_is_hashed_and_nothing_else_is_said(lock: Path) -> None:
    for line in lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; [^@/]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", line), line


def test_committed_files_name_no_machine_and_no_registry() -> None:
    offences = []
    for path in committed_files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, start=1):
            named = [host for host in REGISTRIES if host in line]
            named += [match[0] for match in [MACHINE_PATH.search(line)] if match]
            offences += [f"{path.relative_to(ROOT)}:{number}: names {what}" for what in named]
    if offences:
        pytest.fail("\n" + "\n".join(offences), pytrace=False)
