"""`kenri plans`: what is shipped."""

from __future__ import annotations

from kenri.faces.commands.options import Json, LangOption, Rules


def plans(rules: Rules = None, as_json: Json = False, lang: LangOption = "en") -> None:
    """List the plans that can be asked about: the shipped ones, and those in a folder of one's own."""
    from kenri.api import LoadedPlan, load
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.contracts.plans_data import plans_data
    from kenri.faces.drawing.name_table import NameTable
    from kenri.faces.inputs.questions import must_be_folder
    from kenri.faces.words import said
    from kenri.faces.words.commands import word
    from kenri.loader.library import Library
    from kenri.model.problems import ProblemsError, Report

    must_be_folder(rules)
    report = Report()
    found: list[LoadedPlan] = []
    library = Library(() if rules is None else (rules,))
    for problem in library.unreadable():
        report.add(problem)
    for id_ in library.ids():
        try:
            found.append(load(id_, rules=rules))
        except ProblemsError as error:
            for problem in error.problems:
                report.add(problem)
    if as_json:
        report.raise_if_any()
        show_json(plans_data([each.plan for each in found], lang))
    else:
        table = NameTable(box=None, padding=(0, 3, 0, 0), show_edge=False)
        for index, column in enumerate(("plan", "title", "rules", "document")):
            table.add_column(
                word(column, lang),
                header_style="dim",
                justify="right" if index == 2 else "left",
                no_wrap=index == 0,
                overflow="fold",
            )
        for each in found:
            source = each.plan.source
            table.add_row(
                each.id, said(each.plan.title, lang), str(len(each.plan.rules)), source.document if source else ""
            )
        show(table)
    if not as_json:
        report.raise_if_any()
