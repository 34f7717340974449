"""The arguments and options that several commands share, so that the same idea has the same name everywhere."""

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

Lang: TypeAlias = Literal["en", "ja"]

Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]

LangOption: TypeAlias = Annotated[Lang, typer.Option("--lang", envvar="KENRI_LANG", help="Language of the answer.")]

Rules: TypeAlias = Annotated[
    Path | None,
    typer.Option("--rules", metavar="DIR", help="A folder of rule files to look in before the shipped ones."),
]
