"""Plain Python data read like a file: the keys and indices that lead to a part are its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kenri.loader.documents import Path
from kenri.model.problems import Place, quote

__all__ = ["PlainData"]


@dataclass(frozen=True, slots=True)
class PlainData:
    """Mappings, lists and scalars as somebody handed them over, under a name such as `<life>`."""

    value: Any
    name: str

    def place(self, path: Path = (), key: bool = False) -> Place:  # noqa: ARG002  # as trees have it
        """Where a part is: the steps that lead to it. A key and its value have one place."""
        return Place(self.name + "".join(_step(step) for step in path), 0, 0)

    def is_refused(self, _path: Path = (), /) -> bool:
        """Nothing of it was refused before it is looked at."""
        return False


def _step(step: str | int) -> str:
    return f"[{step}]" if isinstance(step, int) else f".{quote(step)[1:-1]}"
