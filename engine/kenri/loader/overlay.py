"""One mapping laid over another of the same tree, with every part still known by its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kenri.loader.documents import ListMarks, MappingMarks, Marks, Path
from kenri.loader.tree import Tree

__all__ = ["overlaid", "pruned"]


def overlaid(tree: Tree, under: Path, over: Path, *, appended: str) -> Tree:
    """The tree of the mapping at `under` with the keys of the one at `over` in the place of its own.

    Under the key `appended` both hold lists, and the second follows the first. Either path may lead nowhere, for an
    empty mapping; what is no mapping comes through alone, so that reading it says so.
    """
    low, high = _at(tree, under), _at(tree, over)
    if high is None:
        return _moved(tree, under, low)
    if low is None or not (isinstance(low[0], dict) and isinstance(high[0], dict)):
        return _moved(tree, over, high)
    value: dict[str, Any] = {**low[0], **high[0]}
    low_marks, high_marks = low[1], high[1]
    assert isinstance(low_marks, MappingMarks)
    assert isinstance(high_marks, MappingMarks)
    marks = MappingMarks(
        high_marks.start, {**low_marks.keys, **high_marks.keys}, {**low_marks.values, **high_marks.values}
    )
    refused = {path for path in _refused(tree, under) if not path or path[0] not in high[0] or path[0] == appended}
    first, second = low[0].get(appended), high[0].get(appended)
    offset = 0
    if isinstance(first, list) and isinstance(second, list):
        first_marks, second_marks = low_marks.values[appended], high_marks.values[appended]
        assert isinstance(first_marks, ListMarks)
        assert isinstance(second_marks, ListMarks)
        value[appended] = first + second
        marks.values[appended] = ListMarks(second_marks.start, first_marks.items + second_marks.items)
        offset = len(first)
    for path in _refused(tree, over):
        if len(path) > 1 and path[0] == appended and isinstance(path[1], int):
            path = (appended, path[1] + offset, *path[2:])
        refused.add(path)
    return replace(tree, value=value, _marks=marks, _refused=frozenset(refused))


def pruned(tree: Tree, paths: list[Path], *, leaving: str) -> Tree:
    """The tree with a word in the place of the values at some paths, those that exist."""
    value: Any = tree.value
    for path in paths:
        value = _pruned(value, path, leaving)
    return replace(tree, value=value)


def _pruned(value: Any, path: Path, leaving: str) -> Any:
    if not path:
        return leaving
    head, *rest = path
    if not isinstance(value, dict) or head not in value:
        return value
    return {**value, head: _pruned(value[head], tuple(rest), leaving)}


def _at(tree: Tree, path: Path) -> tuple[Any, Marks] | None:
    """The value and the marks at a path of mappings; None where it leads nowhere."""
    value: Any = tree.value
    marks = tree._marks
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return None
        assert isinstance(marks, MappingMarks)
        value, marks = value[step], marks.values[str(step)]
    return value, marks


def _moved(tree: Tree, base: Path, found: tuple[Any, Marks] | None) -> Tree:
    if found is None:
        return replace(tree, value={}, _refused=frozenset())
    return replace(tree, value=found[0], _marks=found[1], _refused=frozenset(_refused(tree, base)))


def _refused(tree: Tree, base: Path) -> Iterator[Path]:
    """What was refused at or below a path, seen from there."""
    for path in tree._refused:
        if path[: len(base)] == base:
            yield path[len(base) :]
        elif base[: len(path)] == path:
            yield ()
