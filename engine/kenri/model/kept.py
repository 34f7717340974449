"""What was worked out is kept for the next question, and never without bound."""

from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(dict[K, V]):
    """A mapping that forgets all it holds when it is full: who asks on pays once more, and memory stays bounded.

    >>> kept = Kept[str, int](2)
    >>> kept["a"], kept["b"], kept["c"] = 1, 2, 3
    >>> dict(kept)
    {'c': 3}
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def __setitem__(self, key: K, value: V) -> None:
        if len(self) >= self.limit and key not in self:
            self.clear()
        super().__setitem__(key, value)

    def setdefault(self, key: K, default: V) -> V:
        """The value kept under a key; `default` is kept where there is none."""
        if len(self) >= self.limit and key not in self:
            self.clear()
        return super().setdefault(key, default)
