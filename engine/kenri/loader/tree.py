"""Reading YAML and JSON text strictly, with the place of everything kept for the problems found later.

YAML offers more than rule files need, and some of it surprises. This reader takes mappings with text keys, lists,
and the scalars of `kenri.loader.scalars`; tags, anchors, aliases, merge keys, directives, empty values and repeated
keys are problems. It works on the events of the YAML parser: nothing is ever constructed through YAML itself, and
an alias is never followed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kenri.loader.documents import Data, Documents, ListMarks, MappingMarks, Marks
from kenri.loader.source import SourceText, open_source
from kenri.model.problems import Place, Report

__all__ = ["Data", "Tree", "read", "trees_of"]


@dataclass(frozen=True, slots=True)
class Tree:
    """One document: its data, and the place of every part of it.

    A tree is given even when parts of it were refused, so that everything else in it can be checked in the same
    run; `is_refused` tells which parts a later check should be silent about. A refused word is kept as text.
    """

    value: Data
    source: SourceText = field(repr=False)
    _marks: Marks = field(repr=False)
    _refused: frozenset[tuple[str | int, ...]] = field(repr=False)

    def place(self, path: Sequence[str | int] = (), key: bool = False) -> Place:
        """Where the value at a path of keys and indices starts; with `key`, where its key does.

        A path that does not exist gives the place of the part that holds it as far as it exists: for a missing
        key, the mapping that lacks it.
        """
        marks = self._marks
        for position, step in enumerate(path):
            if isinstance(marks, MappingMarks) and isinstance(step, str) and step in marks.values:
                if key and position == len(path) - 1:
                    return self.source.place(marks.keys[step])
                marks = marks.values[step]
            elif isinstance(marks, ListMarks) and isinstance(step, int) and 0 <= step < len(marks.items):
                marks = marks.items[step]
            else:
                break
        return self.source.place(marks.start if isinstance(marks, ListMarks | MappingMarks) else marks)

    def has(self, path: Sequence[str | int]) -> bool:
        """Whether something is written at the path."""
        marks = self._marks
        for step in path:
            if isinstance(marks, MappingMarks) and isinstance(step, str) and step in marks.values:
                marks = marks.values[step]
            elif isinstance(marks, ListMarks) and isinstance(step, int) and 0 <= step < len(marks.items):
                marks = marks.items[step]
            else:
                return False
        return True

    def is_refused(self, path: Sequence[str | int] = ()) -> bool:
        """Whether a problem has been reported already for the value at the path or for something that holds it.

        A mapping with a refused key counts as refused as a whole: what the key would have given is not known.
        """
        return any(tuple(path[:length]) in self._refused for length in range(len(path) + 1))

    def has_refused(self, path: Sequence[str | int]) -> bool:
        """Whether a problem has been reported already for something in the value at the path."""
        return any(refused[: len(path)] == tuple(path) for refused in self._refused)


def read(path: Path | str | None, text: str | None = None, *, report: Report) -> list[Tree]:
    """The documents of a YAML or JSON text, in order. Problems are added to the report, never raised.

    Without `text` the file at `path` is read; with it `path` is only the name shown in places. A document that
    cannot be parsed ends the reading; the ones before it are given.
    Raises `TypeError` if both are None.
    """
    source = open_source(path, text, report)
    return [] if source is None else trees_of(source, report)


def trees_of(source: SourceText, report: Report) -> list[Tree]:
    """The documents of a text that is ready to be read, as `read` gives them."""
    return [
        Tree(document.value, source, document.marks, document.refused) for document in Documents(source, report).read()
    ]
