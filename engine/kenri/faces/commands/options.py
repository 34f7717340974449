"""The arguments and options that several commands share, so that the same idea has the same name everywhere."""

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

from kenri.model.sentences import Language


def _plan_ids(incomplete: str) -> list[str]:
    """The shipped plans whose id begins so, for the completion of a shell."""
    from kenri.loader.library import Library

    return [id_ for id_ in Library().ids() if id_.startswith(incomplete)]


PlanName: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="PLAN",
        help="A shipped plan, one of `kenri plans`, or the path of a rule file.",
        autocompletion=_plan_ids,
        show_default=False,
    ),
]

PerhapsLife: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        metavar="LIFE",
        help="A YAML or JSON file of parties, grants and events; `-` reads standard input. Not with --register.",
        show_default=False,
    ),
]

RegisterOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--register", metavar="REGISTER", help="Instead of LIFE: the file or address of a register, with its plans."
    ),
]

Holder: TypeAlias = Annotated[
    str | None, typer.Option("--holder", metavar="NAME", help="With --register: whose life it is.")
]

RegisterName: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="REGISTER",
        help="A register: a file, or the address of a database; `#NAME` after it names one of several issuers.",
        show_default=False,
    ),
]

Rights: TypeAlias = Annotated[
    str | None, typer.Option("--rights", metavar="N", help="How many; any number if left out.")
]

By: TypeAlias = Annotated[
    str | None, typer.Option("--by", metavar="PARTY", help="Who asks: a party or a role; the grantee if left out.")
]

GrantId: TypeAlias = Annotated[
    str | None, typer.Option("--grant", metavar="ID", help="The grant it is about, where the life has several.")
]

KnownAt: TypeAlias = Annotated[
    str | None,
    typer.Option("--known-at", metavar="T", help="Leave out what was recorded later; a day stands for its end."),
]

Readings: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--reading", metavar="ID=VALUE", help="Read a clause this way; may be given several times."),
]

Facts: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="NAME=VALUE", help="A fact of the question; may be given several times."),
]

Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]

LangOption: TypeAlias = Annotated[
    Language, typer.Option("--lang", envvar="KENRI_LANG", show_envvar=False, help="Language of the answer.")
]

Rules: TypeAlias = Annotated[
    Path | None,
    typer.Option("--rules", metavar="DIR", help="A folder of rule files to look in before the shipped ones."),
]

EngineName: TypeAlias = Annotated[
    Literal["reference", "forward"],
    typer.Option(
        "--engine", help="Who answers: the reference, or forward chaining, which tells which rule fired when."
    ),
]

Events: TypeAlias = Annotated[
    int, typer.Option("--events", min=1, max=6, help="How often each kind of event happens at most.")
]

Steps: TypeAlias = Annotated[
    int,
    typer.Option(
        "--steps", min=1, metavar="N", help="The most steps of the solver, as it counts them, for one question."
    ),
]

Seconds: TypeAlias = Annotated[
    float,
    typer.Option("--seconds", min=0.1, help="For safety: stop a question after so long, which decides nothing."),
]

Save: TypeAlias = Annotated[
    Path | None, typer.Option("--save", metavar="DIR", help="Write each story that was found as a scenario file.")
]

PlanScenarios: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option("--scenarios", metavar="PATH", help="Scenarios of the plan; left out, those that are shipped."),
]

ActionName: TypeAlias = Annotated[str, typer.Option("--action", metavar="ACTION", help="What is to be done.")]

EveryBy: TypeAlias = Annotated[
    str | None, typer.Option("--by", metavar="PARTY", help="A party or a role; every party if left out.")
]

Svg: TypeAlias = Annotated[
    Path | None, typer.Option("--svg", metavar="FILE", help="Write a picture too; `-` to standard output, alone.")
]

TablePath: TypeAlias = Annotated[
    Path,
    typer.Argument(
        metavar="TABLE",
        help="A table in Parquet, Arrow (Feather) or CSV, by its suffix, or a folder of flat tables.",
        show_default=False,
    ),
]

TableOut: TypeAlias = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write the answers: Parquet, Arrow (Feather) or CSV, by its suffix."),
]

Aside: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--aside", metavar="FILE", help="Write rows that cannot be answered there, with why, and answer the others."
    ),
]

PerhapsHolder: TypeAlias = Annotated[
    str | None, typer.Option("--holder", metavar="NAME", help="Of one holder; of everybody if left out.")
]

Zone: TypeAlias = Annotated[str, typer.Option("--zone", metavar="ZONE", help="By the clocks of this time zone.")]

ToldIn: TypeAlias = Annotated[Language, typer.Option("--told-in", help="Language of what is told.")]

ServiceAddress: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--url", metavar="URL", envvar="KENRI_URL", show_envvar=False, help="Where the service is reached by others."
    ),
]
