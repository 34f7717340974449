"""The documents of rule files, each text decoded once in a process.

What a family or a vocabulary says is in each plan that extends it, and a register holds it again under another name.
Nothing in a document or its tree hangs on the name of its text, or is ever changed, so that all share them; only the
source of the tree has the name. A text in which anything is wrong is looked at anew each time: problems have places.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kenri.loader.decode import decode, salvage
from kenri.loader.library import Sourced
from kenri.loader.source import open_source
from kenri.loader.tree import Tree, trees_of
from kenri.model.kept import Kept
from kenri.model.plan import Document
from kenri.model.problems import Report

_MOST, _LONGEST = 64, 1 << 16
"""So many texts are kept, and none that has more characters: longer than any rule file shipped."""

_flawless = Kept[str, tuple[Sourced, ...]](_MOST)


def documents_of(path: Path, text: str | None, report: Report) -> tuple[Sourced, ...]:
    """The documents of a file, or of the text that it had; what is wrong is reported, and faulty entries are left out.

    Of what is no document, nothing.
    """
    source = open_source(path, text, report)
    if source is None:
        return ()
    known = _flawless.get(source.text)
    if known is not None:
        return tuple(replace(each, tree=replace(each.tree, source=source)) for each in known)
    own = Report()
    found = tuple(sourced for tree in trees_of(source, own) if (sourced := _decoded(tree, own)) is not None)
    for problem in own.problems:
        report.add(problem)
    if not own.problems and len(source.text) <= _LONGEST:
        _flawless[source.text] = found
    return found


def _decoded(tree: Tree, report: Report) -> Sourced | None:
    document = decode(Document, tree, report=report)
    if document is not None:
        return Sourced(document, tree)
    salvaged = salvage(Document, tree)
    return Sourced(salvaged[0], tree, salvaged[1]) if salvaged is not None and salvaged[0].id else None
