"""Mappings and sequences that cannot change, so that what was checked once stays as it was; none is without end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, NoReturn, TypeVar

from kenri.model.limits import PARTIES, Limit
from kenri.model.problems import refused
from kenri.model.sentences import Sentence

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
    """The mapping with no way to change it; one that is frozen already is itself given.

    Raises `ProblemsError` for one that goes on after `PARTIES`, which is longer than any in a life.
    """
    if isinstance(mapping, FrozenMapping):
        return mapping
    if type(mapping) is dict:
        return FrozenMapping(mapping)
    pairs: Any = getattr(mapping, "items", lambda: mapping)()
    return FrozenMapping(taken(pairs, PARTIES))


def taken(values: Iterable[V], limit: Limit) -> tuple[V, ...]:
    """The values, which something may give without end. Raises `ProblemsError` where they go on after a limit.

    What has an end, a list or a tuple, is whole: what is too much of it is said elsewhere, and what it holds.
    """
    if type(values) in (tuple, list):
        return tuple(values)
    found = tuple(islice(values, limit.most + 1))
    if len(found) > limit.most:
        raise refused(Sentence("goes-on", limit=limit.sentence))
    return found
