"""Which scenario files are meant: by path, by folder, or by the plan that is shipped."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kenri.loader.library import SUFFIX, shipped
from kenri.loader.source import files_in, is_folder, is_there
from kenri.model.problems import Problem, Report, quote
from kenri.model.sentences import Sentence

NO_SCENARIOS = {"lives", "demo"}
"""Folders of these names hold lives to ask about, and no scenarios."""


def scenario_files(names: Iterable[Path | str] = ()) -> list[Path]:
    """The scenario files that are meant: files, all files in folders, all about a shipped plan; without names, all
    that are shipped.

    Raises `ProblemsError` for a name that is none of these.
    """
    report = Report()
    found: dict[Path, None] = {}
    for name in list(names) or [shipped("scenarios")]:
        path = Path(name)
        about = shipped("scenarios") / path
        if not is_there(path) and is_folder(about):
            path = about
        if is_folder(path):
            inside = [
                each for each in files_in(path, SUFFIX, report) if NO_SCENARIOS.isdisjoint(each.relative_to(path).parts)
            ]
            if not inside:
                report.add(Problem(None, Sentence("no-scenario-in-folder", folder=quote(str(path), limit=4096))))
            found.update(dict.fromkeys(inside))
        elif is_there(path):
            found[path] = None
        else:
            report.add(Problem(None, Sentence("no-such-scenarios", name=quote(str(name), limit=4096))))
    report.raise_if_any()
    return list(found)
