"""Values of which some parts are worked out when somebody first looks at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, Self


class Later:
    """A dataclass with slots, some of whose fields may be left out until they are read.

    Whoever compares, copies, shows or pickles one reads all of them.
    """

    __slots__ = ("_rest",)

    _rest: Callable[[], Any]

    @classmethod
    def later(cls, rest: Callable[[], Self], **known: Any) -> Self:
        """A value of which some fields are known; the others are those of `rest()`."""
        found = object.__new__(cls)
        for name, value in known.items():
            object.__setattr__(found, name, value)
        object.__setattr__(found, "_rest", rest)
        return found

    def __getattr__(self, name: str) -> Any:
        """A field that is not there yet; Python asks for nothing else."""
        names = [field.name for field in fields(self)]  # type: ignore[arg-type]  # what inherits it is a dataclass
        if name not in names:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        whole = self._rest()
        for each in names:
            if not _has(self, each):
                object.__setattr__(self, each, getattr(whole, each))
        return object.__getattribute__(self, name)


def _has(value: object, name: str) -> bool:
    try:
        object.__getattribute__(value, name)
    except AttributeError:
        return False
    return True
