"""What holds of a bill of materials: it lists all that a wheel brings along, and that in the versions of the lock.

python -m tests.bill_of_materials dist/kenri-0.1.0.cdx.json
"""

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.committed_files import ROOT
from tests.pins import pins


def shortfalls(bill: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a bill of the wheel of this checkout."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    root = bill["metadata"]["component"]
    if (root["name"], root["version"]) != (project["name"], project["version"]):
        yield f"it is of {root['name']} {root['version']}"
    locked = pins(ROOT / "requirements" / "lock.txt")
    listed = {canonicalize_name(each["name"]): each["version"] for each in bill["components"]}
    for name, version in listed.items():
        if name not in locked or not locked[name].specifier.contains(version):
            yield f"{name} {version} is not in the lock"
    for requirement in map(Requirement, project["dependencies"]):
        if canonicalize_name(requirement.name) not in listed and (
            requirement.marker is None or requirement.marker.evaluate()
        ):
            yield f"{requirement.name} is not listed"
    known = {each["bom-ref"] for each in (root, *bill["components"])}
    for each in bill["dependencies"]:
        missing = [name for name in each.get("dependsOn", ()) if name not in known]
        yield from (f"{each['ref']} needs {name}, which is not listed" for name in missing)
    for each in bill["components"]:
        if not each.get("licenses"):
            yield f"{each['name']} is without a licence"


def main(path: Path) -> int:
    found = list(shortfalls(json.loads(path.read_text(encoding="utf-8"))))
    print(*(f"{path}: {each}" for each in found or ["as it should be"]), sep="\n")
    return len(found) > 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
