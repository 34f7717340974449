"""`kenri new`: a first plan of one's own, with a life and scenarios, that runs at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kenri.faces.commands.options import Json, LangOption

if TYPE_CHECKING:
    from kenri.model.plan import Plan


def new(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="The id of the new plan, such as `acme/options-2026`.")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder to write into.")] = Path(),
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Write a commented rule file, a life and scenarios that pass, to begin a plan of one's own."""
    from kenri.faces.commands.console import output, show_json
    from kenri.faces.contracts.life_schema import life_schema, scenario_schema
    from kenri.faces.contracts.schema import rule_file_schema
    from kenri.faces.words.commands import word
    from kenri.faces.writing.new_plan import new_plan, schema_paths
    from kenri.faces.writing.written_file import write_new_files
    from kenri.loader.decode import decode
    from kenri.loader.source import is_there
    from kenri.loader.tree import read
    from kenri.model.plan import Document
    from kenri.model.problems import Problem, ProblemsError, Report
    from kenri.model.sentences import Sentence

    report = Report()
    decode(Document, read("PLAN", json.dumps({"plan": plan}), report=report)[0], report=report)
    if report.errors:
        raise ProblemsError([Problem(None, each.sentence, each.advice) for each in report.errors])
    files = {to / path: text.encode() for path, text in new_plan(plan).items()}
    loaded = _loaded(next(iter(files.values())))
    schemas = {"rules": rule_file_schema(), "life": life_schema(loaded), "scenario": scenario_schema(loaded)}
    written = {
        to / where: (json.dumps(schemas[kind], ensure_ascii=False, indent=2) + "\n").encode()
        for kind, where in schema_paths(plan).items()
    }
    # A schema that is there was made by `kenri schema`, which writes it anew at any time.
    new = {**files, **{path: data for path, data in written.items() if not is_there(path)}}
    write_new_files(new, Sentence("another-id-or-folder"))
    rules, life, scenarios = files
    commands = [
        f"kenri test {scenarios}",
        f"kenri ask {rules} {life} --on 2028-03-31",
        f"kenri windows {rules} {life}",
        f"kenri explain {rules}",
    ]
    if as_json:
        show_json({"plan": plan, "files": [str(path) for path in files], "try": commands})
    else:
        console = output()
        console.print("\n".join(str(path) for path in files), markup=False, soft_wrap=True)
        console.print(f"\n{word('written', lang)}")
        console.print("\n".join(f"  {command}" for command in commands), markup=False, soft_wrap=True)


def _loaded(text: bytes) -> Plan:
    """The plan in the text of a rule file that is not written yet."""
    from tempfile import TemporaryDirectory

    from kenri.loader.link import load

    with TemporaryDirectory() as folder:
        beside = Path(folder, "plan.yaml")
        beside.write_bytes(text)
        return load(str(beside))
