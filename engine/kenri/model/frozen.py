"""Mappings that cannot change, so that what was checked once stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class FrozenMapping(dict[K, V]):
    """A dict that refuses every change. It is equal to a dict of the same entries, and pickles as one."""

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this mapping cannot change; make another from it, such as `{**mapping, ...}`")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[FrozenMapping[K, V]], tuple[dict[K, V]]]:
        return FrozenMapping, (dict(self),)

    def __copy__(self) -> FrozenMapping[K, V]:
        return self


def frozen(mapping: Mapping[K, V]) -> Mapping[K, V]:
    """The mapping with no way to change it; one that is frozen already is itself given."""
    return mapping if isinstance(mapping, FrozenMapping) else FrozenMapping(mapping)
