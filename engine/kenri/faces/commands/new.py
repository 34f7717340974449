"""`kenri new`: a first plan of one's own, with a life and scenarios, that runs at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kenri.faces.commands.options import Json, LangOption

_NEXT = {
    "en": "Written. Try it:",
    "ja": "作成しました。次を試してください：",
}


def new(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="The id of the new plan, such as `acme/options-2026`.")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder to write into.")] = Path(),
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Write a commented rule file, a life and scenarios that pass, to begin a plan of one's own."""
    from kenri.faces.commands.console import output, show_json
    from kenri.faces.commands.inputs import refused
    from kenri.faces.life_schema import life_schema, scenario_schema
    from kenri.faces.new_plan import new_plan, schema_paths
    from kenri.faces.schema import rule_file_schema
    from kenri.loader.decode import decode
    from kenri.loader.link import load
    from kenri.loader.system_reason import system_reason
    from kenri.loader.tree import read
    from kenri.model.plan import Document
    from kenri.model.problems import Problem, ProblemsError, Report, quote
    from kenri.model.sentences import Sentence

    report = Report()
    decode(Document, read("PLAN", json.dumps({"plan": plan}), report=report)[0], report=report)
    if report.errors:
        raise ProblemsError([Problem(None, each.sentence, each.advice) for each in report.errors])
    files = {to / path: text for path, text in new_plan(plan).items()}
    there = [path for path in files if path.exists()]
    if there:
        raise ProblemsError(
            Problem(
                None,
                Sentence("file-is-there", file=quote(str(path), limit=4096)),
                Sentence("another-id-or-folder"),
            )
            for path in there
        )
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        written = next(iter(files))
        loaded = load(str(written))
        schemas = {"rules": rule_file_schema(), "life": life_schema(loaded), "scenario": scenario_schema(loaded)}
        for kind, where in schema_paths(plan).items():
            path = to / where
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():  # made by `kenri schema`, which writes it anew at any time
                path.write_text(json.dumps(schemas[kind], ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        name, reason = quote(str(error.filename or to), limit=4096), system_reason(error)
        sentence = Sentence("file-not-written", file=name, reason=reason)
        raise refused(sentence, Sentence("choose-a-folder")) from None
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
        console.print(f"\n{_NEXT[lang]}")
        console.print("\n".join(f"  {command}" for command in commands), markup=False, soft_wrap=True)
