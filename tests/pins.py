"""What the lock files pin."""

from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def pins(lock: Path) -> dict[str, Requirement]:
    """The requirements of a lock by normal name, without their hashes."""
    logical_lines = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    requirements = [Requirement(line.partition("--hash")[0].strip()) for line in logical_lines if line.strip()]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}
