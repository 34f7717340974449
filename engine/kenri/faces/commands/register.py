"""`kenri register`: a register is made, filled, verified and copied."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kenri.faces.commands.options import Json, KnownAt, LangOption, RegisterName, Rules
from kenri.faces.commands.quick import QuickCommand, QuickGroup

if TYPE_CHECKING:
    from kenri.model.problems import Problem

app = typer.Typer(
    name="register",
    cls=QuickGroup,
    help="Keep the rights of everybody in one database: make it, fill it, verify it, copy it.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def create(
    register: RegisterName,
    issuer: Annotated[str, typer.Option("--issuer", metavar="NAME", help="Whose rights are recorded.")],
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Make a register of an issuer: a new file, a new database, or beside the other issuers of one."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.words.register import word
    from kenri.register import must_be_installed

    must_be_installed()
    from kenri.register.register import Register

    made = Register.create(register, issuer)
    if as_json:
        show_json({"register": made.database.shown, "issuer": issuer})
    else:
        show(word("made", lang, register=made.database.shown, issuer=issuer))


def plan(
    register: RegisterName,
    plan: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PLAN]...",
            help="A shipped plan or the path of a rule file; left out, all are listed. Several are taken in at once.",
        ),
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="From which day it is used; always if left out.")
    ] = None,
    rules: Rules = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Take in plans with all their rule files, as used from a day on; or list the plans of a register."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.questions import must_be_folder, only_with
    from kenri.faces.inputs.registers import author, now, open_register
    from kenri.faces.words.register import word

    must_be_folder(rules)
    if not plan:
        only_with("PLAN", {"--from": from_, "--rules": rules})
    opened = open_register(register)
    taken: list[tuple[str, bool]] = []
    if plan:
        folders = () if rules is None else (rules,)
        taken = opened.add_plans(plan, author=author(), now=now(), since=from_ or "", folders=folders)
    versions = opened.plans()
    if as_json:
        show_json({"plans": versions, "taken": [{"plan": id_, "new": is_new} for id_, is_new in taken]})
        return
    for id_, is_new in taken:
        if not is_new:
            show(word("plan-there", lang, plan=id_))
    if not versions:
        show(word("no-plans", lang))
    for id_, days in versions.items():
        for day in days:
            if not taken or ((id_, True) in taken and day == (from_ or "")):
                since = word("since-day", lang, day=day) if day else word("since-always", lang)
                show(word("plan-taken", lang, plan=id_, since=since))


def import_(
    register: RegisterName,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Life files (YAML, JSON), tables (CSV, workbooks), and packages."),
    ],
    plan: Annotated[
        str | None,
        typer.Option("--plan", metavar="ID", help="The plan of what names none, where the register has several."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="What the columns and words of tables mean.")
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Write it; left out, what would change is only shown.")
    ] = False,
    known_now: Annotated[
        bool,
        typer.Option("--known-now", help="Events without `recorded` are known from now on, and not since their day."),
    ] = False,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Bring in what files tell: shown first, and with --apply written, all of it or nothing."""
    from kenri.faces.commands.console import report, show, show_json
    from kenri.faces.contracts.register_data import changes_data
    from kenri.faces.inputs.registers import author, entries_for, now, open_register
    from kenri.faces.registers.entry_words import entry_words
    from kenri.faces.registers.view import render_changes
    from kenri.faces.words.register import word

    opened = open_register(register)
    entries, warnings = entries_for(opened, files, plan, mapping)
    write = opened.apply if apply else opened.preview
    changes = write(entries, author=author(), now=now(), undated="when-recorded" if known_now else "with-its-day")
    warnings = (*warnings, *changes.stand_beside)
    if as_json:
        show_json({**changes_data(changes, warnings, lang, applied=apply), "known_now": known_now})
        return
    if warnings:
        report(warnings, lang)
    show(*render_changes(changes, entry_words(opened, lang), applied=apply))
    if known_now:
        show(word("known-now", lang))


def template(
    plans: Annotated[
        list[str],
        typer.Argument(
            metavar="PLAN...", help="Shipped plans, or the paths of rule files: all for which it is to serve."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.xlsx", help="The new workbook.")],
    rules: Rules = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Write a workbook to fill in: sheets for the holders, the grants and each kind of event of one plan or several."""
    from kenri import load
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.questions import must_be_folder
    from kenri.faces.words.register import word
    from kenri.faces.writing.written_file import write_new_files
    from kenri.importing.template import template_sheets, template_workbook
    from kenri.model.problems import quote, refused
    from kenri.model.sentences import Sentence

    must_be_folder(rules)
    if out.suffix.lower() != ".xlsx":
        raise refused(Sentence("no-table-form", file=quote(str(out), limit=4096), names=("`.xlsx`",)))
    loaded = [*{each.id: each for each in (load(plan, rules=rules).plan for plan in plans)}.values()]
    write_new_files({out: template_workbook(loaded, lang)})
    sheets = [sheet.title for sheet in template_sheets(loaded, lang)]
    if as_json:
        show_json({"file": str(out), "plans": [each.id for each in loaded], "sheets": sheets})
    else:
        show(word("template-written", lang, file=out, count=len(sheets)))


def terms(
    package: Annotated[
        Path, typer.Argument(metavar="PACKAGE", help="A package of the Open Cap Format: a folder, or a zip archive.")
    ],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder to write into.")],
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Write the terms of a package as plan files, to be read, edited and taken into a register."""
    from kenri.faces.commands.console import report, show, show_json
    from kenri.faces.contracts.problem_data import problems_data
    from kenri.faces.words.register import word
    from kenri.faces.writing.written_file import write_new_files
    from kenri.importing.ocf_package import read_package
    from kenri.loader.source import is_there
    from kenri.model.problems import ProblemsError

    found = read_package(package)
    if not found.is_usable:
        raise ProblemsError(found.problems)  # warnings too: what is told only afterwards is mended only afterwards
    files = {id_: to / f"{id_}.yaml" for id_ in found.plans}
    kept = [id_ for id_, path in files.items() if is_there(path)]
    if new := {path: found.plans[id_].encode() for id_, path in files.items() if id_ not in kept}:
        write_new_files(new)
    if as_json:
        plans = [{"plan": id_, "file": str(path), "written": id_ not in kept} for id_, path in files.items()]
        show_json({"plans": plans, "warnings": problems_data(found.problems, lang)})
        return
    if found.problems:
        report(found.problems, lang)
    for id_, path in files.items():
        show(word("terms-kept" if id_ in kept else "terms-written", lang, file=path, plan=id_))


def export(
    register: RegisterName,
    to: Annotated[
        Path,
        typer.Option("--to", metavar="PATH", help="A new file (.xlsx, .parquet, .ocf.zip), or with --as a new folder."),
    ],
    as_: Annotated[
        Literal["csv", "ocf"] | None,
        typer.Option("--as", help="What the folder holds: tables of CSV, or an Open Cap Format package."),
    ] = None,
    plan: Annotated[
        str | None, typer.Option("--plan", metavar="ID", help="What is under one plan; everything if left out.")
    ] = None,
    on: Annotated[
        str, typer.Option("--on", metavar="DAY", help="The day on which parties and facts of a .parquet are so.")
    ] = "today",
    known_at: KnownAt = None,
    lost: Annotated[
        Path | None,
        typer.Option("--lost", metavar="FILE", help="A table of what cannot be said: .csv, .xlsx or .parquet."),
    ] = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Write a register out, to be read here or elsewhere: as a workbook, CSV, Parquet or Open Cap Format package.

    What the form cannot say is told, thing by thing; exit code 1 where a party, grant, fact or event is not said whole.
    """
    from kenri.faces.commands.console import report, show, show_json
    from kenri.faces.contracts.problem_data import problems_data
    from kenri.faces.inputs.exports import exported, form_of, lives_on
    from kenri.faces.inputs.registers import files_of, open_register
    from kenri.faces.registers.export_view import ENTRIES_LOST, LOST_COLUMNS, listed, lost_row
    from kenri.faces.words.register import word
    from kenri.faces.writing.apart import must_be_apart
    from kenri.faces.writing.table_files import table_file
    from kenri.faces.writing.written_file import new_file, write_files, write_new_files

    form = form_of(to, as_, on)
    opened = open_register(register)
    must_be_apart({"--to": to, "--lost": lost}, files_of(register))
    if form == "parquet":
        from kenri.columnar import must_be_installed

        must_be_installed()
        from kenri.columnar.handed_out import write_lives

        loaded, lives = lives_on(opened, plan, on, known_at)
        with new_file(to) as beside:
            count = write_lives(beside, loaded.plan, lives, known_at)
        problems: list[Problem] = []
        if lost is not None:
            write_files({lost: table_file(lost, LOST_COLUMNS, [])})
        counts = {"row": count}
    else:
        with exported(opened, form, plan, known_at, lang, is_folder=as_ is not None) as found:
            write_new_files({to / name if found.is_folder else to: body for name, body in found.files.items()})
        if lost is not None:
            rows = [lost_row(each, lang) for each in found.problems]
            write_files({lost: table_file(lost, LOST_COLUMNS, rows)})
        problems, counts = list(found.problems), dict(found.counts)
    if as_json:
        show_json({"file": str(to), "form": form, "counts": counts, "not_said": problems_data(problems, lang)})
    else:
        key = "exported-rows" if form == "parquet" else "exported"
        show(word(key, lang, file=to, count=sum(counts.values())))
        if problems:
            show(word("not-said", lang, count=len(problems)))
            report(listed(problems), lang)
            if (more := len(problems) - len(listed(problems))) > 0:
                show(word("and-more", lang, count=more))
    if any(each.code in ENTRIES_LOST for each in problems):
        raise typer.Exit(1)


def print_(
    register: RegisterName,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The new file: .html to be printed, or .xlsx.")],
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="As of which day, or `today`.")] = "today",
    plan: Annotated[
        str | None, typer.Option("--plan", metavar="ID", help="The rights under one plan; under every one if left out.")
    ] = None,
    holder: Annotated[
        str | None,
        typer.Option("--holder", metavar="NAME", help="What is said of one holder, to be signed (article 250)."),
    ] = None,
    known_at: KnownAt = None,
    eras: Annotated[bool, typer.Option("--eras", help="Days by Japanese eras.")] = False,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Write the register of stock acquisition rights that the Companies Act of Japan asks for (article 249)."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.exports import plans_on, register_head
    from kenri.faces.inputs.registers import files_of, open_register
    from kenri.faces.registers.registry import registry_data, registry_of
    from kenri.faces.registers.registry_page import registry_page, registry_sheets
    from kenri.faces.words.registry import word
    from kenri.faces.writing.apart import must_be_apart
    from kenri.faces.writing.written_file import write_new_files
    from kenri.importing.written_workbook import workbook_bytes
    from kenri.model.problems import quote, refused
    from kenri.model.sentences import Sentence

    if to.suffix.lower() not in (".html", ".htm", ".xlsx"):
        names = ("`.html`", "`.xlsx`")
        raise refused(Sentence("no-page-form", file=quote(str(to), limit=4096), names=names))
    opened = open_register(register)
    must_be_apart({"--to": to}, files_of(register))
    plans, day = plans_on(opened, plan, on)
    found = registry_of(opened, plans, day, known_at, head=register_head(opened), holder=holder, lang=lang)
    if to.suffix.lower() == ".xlsx":
        written = workbook_bytes(registry_sheets(found, lang, in_eras=eras))
    else:
        written = registry_page(found, lang, is_statement=holder is not None, in_eras=eras).encode()
    write_new_files({to: written})
    if as_json:
        show_json({"file": str(to), **registry_data(found)})
        return
    show(word("printed", lang, file=to, count=len(found.lines)))
    if lacking := sum(len(lacks) for _, lacks in found.lacking):
        show(word("lacks", lang, count=lacking))


def verify(
    register: RegisterName,
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="N:HASH", help="A head that was printed before, and must still be there."),
    ] = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """See whether every record is as it was written, and can only stay so, and print the head. Exit code 1 if not."""
    from kenri.faces.commands.console import report, show, show_json
    from kenri.faces.contracts.register_data import chain_data
    from kenri.faces.inputs.registers import head_in, open_register
    from kenri.faces.registers.view import render_chain

    expected = head_in(head)
    opened = open_register(register)
    from kenri.register.chain import verified

    with opened.reading() as ledger:
        found = verified(ledger, expected)
    if as_json:
        show_json(chain_data(opened.issuer, found, lang))
    else:
        show(render_chain(opened.issuer, found, lang))
        report((*found.problems, *found.warnings), lang)
    if found.problems or found.warnings:
        raise typer.Exit(1)


def backup(
    register: RegisterName,
    to: Annotated[Path, typer.Argument(metavar="FILE", help="The new file of the copy.")],
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Copy a register that is in a file, whoever writes meanwhile, and verify the copy."""
    _copy(register, to, as_json=as_json, lang=lang)


def restore(
    copy: Annotated[str, typer.Argument(metavar="FILE", help="A copy that `kenri register backup` has made.")],
    register: Annotated[Path, typer.Argument(metavar="REGISTER", help="The new file of the register.")],
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Make a register of a copy: a new file, verified before it is there."""
    _copy(copy, register, as_json=as_json, lang=lang)


def _copy(name: str, to: Path, *, as_json: bool, lang: LangOption) -> None:
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.contracts.register_data import chain_data
    from kenri.faces.inputs.registers import parted
    from kenri.faces.registers.view import render_chain
    from kenri.faces.words.register import word
    from kenri.register import must_be_installed

    must_be_installed()
    from kenri.register.copies import copied
    from kenri.register.database import Database

    chains = copied(Database(parted(name)[0]), to)
    if as_json:
        show_json({"file": str(to), "issuers": [chain_data(issuer, each, lang) for issuer, each in chains.items()]})
    else:
        show(word("copied", lang, file=to), *(render_chain(issuer, each, lang) for issuer, each in chains.items()))


app.command("create", cls=QuickCommand)(create)
app.command("plan", cls=QuickCommand)(plan)
app.command("import", cls=QuickCommand)(import_)
app.command("template", cls=QuickCommand)(template)
app.command("terms", cls=QuickCommand)(terms)
app.command("export", cls=QuickCommand)(export)
app.command("print", cls=QuickCommand)(print_)
app.command("verify", cls=QuickCommand)(verify)
app.command("backup", cls=QuickCommand)(backup)
app.command("restore", cls=QuickCommand)(restore)


@app.callback()
def main() -> None:
    """Keep the rights of everybody in one database: make it, fill it, verify it, copy it."""
