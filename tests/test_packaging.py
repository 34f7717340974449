"""What is declared, what is pinned and what is committed agree, and name no machine."""

import json
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import version
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import kenri
from tests.bill_of_materials import shortfalls
from tests.committed_files import ROOT, committed_files
from tests.pins import pins

LOCKS = [
    ROOT / "requirements" / name
    for name in ("build.txt", "lock.txt", "docs.txt", "forward.txt", "spark.txt", "peers.txt")
]

# In parts, so that this file does not name what it forbids.
REGISTRIES = [
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "com"), ("crates", "io"))
]
MACHINE_PATH = re.compile(r"(?<![\w.}~-])/(?:work|tmp|home|root|opt|Users|private|var/folders)/|\b[A-Z]:\\Users\b")


def project() -> dict[str, Any]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def test_version_is_told_alike() -> None:
    assert kenri.__version__ == version("kenri") == project()["project"]["version"]


@pytest.mark.parametrize(
    ("lock", "declared"),
    [
        ("build.txt", project()["dependency-groups"]["build"]),
        ("lock.txt", project()["project"]["dependencies"] + project()["dependency-groups"]["dev"]),
        ("lock.txt", project()["project"]["optional-dependencies"]["png"]),
        ("lock.txt", project()["project"]["optional-dependencies"]["duckdb"]),
        ("docs.txt", project()["project"]["dependencies"] + project()["dependency-groups"]["docs"]),
        ("forward.txt", project()["project"]["optional-dependencies"]["forward"]),
        ("spark.txt", project()["project"]["optional-dependencies"]["spark"]),
        ("peers.txt", project()["project"]["dependencies"] + project()["dependency-groups"]["peers"]),
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
    for one, other in combinations([pins(lock) for lock in LOCKS], 2):
        shared = one.keys() & other.keys()
        assert {name: str(one[name].specifier) for name in shared} == {
            name: str(other[name].specifier) for name in shared
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


# --- what is built


def built(kind: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (found,) = folder.iterdir()
    return found


def test_the_source_archive_has_every_file_of_the_checkout(tmp_path: Path) -> None:
    with tarfile.open(built("sdist", tmp_path)) as archive:
        files = {Path(member.name).relative_to(f"kenri-{kenri.__version__}") for member in archive if member.isfile()}
    assert {path.relative_to(ROOT) for path in committed_files()} - files == set()


def test_the_wheel_has_its_types_its_rules_and_nothing_of_the_tests(tmp_path: Path) -> None:
    with zipfile.ZipFile(built("wheel", tmp_path)) as wheel:
        files = set(wheel.namelist())
    for file in ("py.typed", "shipped/rules/iij/2015-5th-series.yaml", "shipped/scenarios/lives/leaver.yaml"):
        assert f"kenri/{file}" in files
    assert {name.partition("/")[0] for name in files} == {"kenri", f"kenri-{kenri.__version__}.dist-info"}


def bill(**changes: Any) -> dict[str, Any]:
    """A bill of materials of nothing but what is declared, pinned as in the lock."""
    locked = pins(ROOT / "requirements" / "lock.txt")
    wanted = [Requirement(each) for each in project()["project"]["dependencies"]]
    names = [canonicalize_name(each.name) for each in wanted if each.marker is None or each.marker.evaluate()]
    versions = {name: next(iter(locked[name].specifier)).version for name in names}
    components = [
        {"name": name, "version": version, "bom-ref": name, "licenses": [{}]} for name, version in versions.items()
    ]
    root = {"name": "kenri", "version": kenri.__version__, "bom-ref": "root"}
    needs = [{"ref": "root", "dependsOn": names}]
    return {"metadata": {"component": root}, "components": components, "dependencies": needs, **changes}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"metadata": {"component": {"name": "kenri", "version": "9", "bom-ref": "root"}}}, ["it is of kenri 9"]),
        ({"dependencies": [{"ref": "root", "dependsOn": ["nobody"]}]}, ["root needs nobody, which is not listed"]),
    ],
)
def test_a_bill_of_materials_is_held_to_what_is_declared(changes: dict[str, Any], said: list[str]) -> None:
    assert list(shortfalls(bill(**changes))) == said


def test_a_bill_of_materials_is_held_to_the_lock() -> None:
    wrong = json.loads(json.dumps(bill()))
    wrong["components"] = [
        *wrong["components"][1:],
        {"name": "typer", "version": "0.1", "bom-ref": "old", "licenses": [{}]},
        {"name": "nobody", "version": "1", "bom-ref": "nobody"},
    ]
    wrong["dependencies"] = []
    assert list(shortfalls(wrong)) == [
        "typer 0.1 is not in the lock",
        "nobody 1 is not in the lock",
        "pydantic is not listed",
        "nobody is without a licence",
    ]


def test_the_classifiers_name_the_pythons_that_the_tests_are_run_on() -> None:
    named = re.findall(r"Python :: (3\.\d+)", " ".join(project()["project"]["classifiers"]))
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    assert re.findall(r"^ +(3\.\d+)$", workflow, re.MULTILINE) == named
