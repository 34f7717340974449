"""Files that say why a slip in a plan would change no answer."""

from __future__ import annotations

from pathlib import Path

from kenri.loader.tree import read
from kenri.model.problems import Problem, Report
from kenri.model.sentences import Sentence


def read_reasons(path: Path, report: Report) -> dict[str, str]:
    """The reasons in a file, by `document: slip`; problems go to the report.

    It maps each document to slips in it, and each slip to the reason why it changes no answer.
    """
    found: dict[str, str] = {}
    for tree in read(path, report=report):
        listed = tree.value
        if not isinstance(listed, dict):
            report.add(Problem(tree.place(), Sentence("no-slips-here")))
            continue
        for document, slips in listed.items():
            if not isinstance(slips, dict):
                report.add(Problem(tree.place((document,)), Sentence("slips-of-document")))
                continue
            for slip, reason in slips.items():
                if isinstance(reason, str):
                    found[f"{document}: {slip}"] = reason
                else:
                    report.add(Problem(tree.place((document, slip)), Sentence("reason-is-text")))
    return found
