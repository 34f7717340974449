"""Questions about all holders of a register, and about what is recorded in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kenri.faces.inputs.questions import asked_day, pairs
from kenri.faces.inputs.registers import head_in, readings_among
from kenri.faces.serving.asked import Asked
from kenri.faces.serving.of_files import CALENDAR, table_of, the_calendar
from kenri.model.kept import Kept
from kenri.model.problems import refused
from kenri.model.sentences import Sentence

if TYPE_CHECKING:
    from kenri.faces.registers.due_view import ComingOf
    from kenri.register.plan_versions import KeptPlan

__all__ = [
    "audit_all", "due", "grants", "head", "holders", "impact", "impact_of_files", "records", "roll_forward", "verify",
]  # fmt: skip


def head(asked: Asked) -> Any:
    """The number and hash of the last record."""
    with asked.register.reading() as ledger:
        return {"issuer": asked.register.issuer, "head": {"sequence": ledger.sequence, "hash": ledger.head}}


def verify(asked: Asked) -> Any:
    """As `kenri register verify`."""
    from kenri.faces.contracts.register_data import chain_data
    from kenri.register.chain import verified

    expected = head_in(asked["head"])
    with asked.register.reading() as ledger:
        found = verified(ledger, expected)
    return chain_data(asked.register.issuer, found, asked.lang)


def holders(asked: Asked) -> Any:
    """As `kenri holders`, a page of them."""
    from kenri.faces.contracts.register_data import holder_line

    plan = asked.register.plan(asked["plan"], asked.today)
    lives = asked.register.lives(
        plan, day=asked.today, known_at=plan.instant(asked["known_at"]), after=asked["after"] or ""
    )
    return _page(asked, [(name, holder_line(name, life, plan.id)) for name, life in islice(lives, asked["limit"] + 1)])


def grants(asked: Asked) -> Any:
    """All grants of a page of holders, or of one, in the order of the holders."""
    listed = holders(asked) if asked["holder"] is None else [_of_one(asked)]
    return [
        {"id": each["id"], "holder": line["holder"], "number": each["number"], "on": each["on"], "plan": each["plan"]}
        for line in listed
        for each in line["grants"]
    ]


def _of_one(asked: Asked) -> Any:
    from kenri.faces.contracts.register_data import holder_line

    plan = asked.register.plan(asked["plan"], asked.today)
    life = asked.register.life(asked["holder"], plan, day=asked.today, known_at=plan.instant(asked["known_at"]))
    return holder_line(asked["holder"], life, plan.id)


def records(asked: Asked) -> Any:
    """What was recorded, as in the history of `kenri holder`: of one holder or of all, of a kind or of all, a page."""
    from kenri.faces.contracts.register_data import history_data

    after = asked.number_of_after()
    with asked.register.reading() as ledger:
        found = ledger.page(after, asked["limit"] + 1, holder=asked["holder"], kind=asked["kind"])
    data = history_data(found, [str(each.origin) for each in found])
    return _page(
        asked,
        [(str(record.sequence), {**each, "holder": record.reach}) for record, each in zip(found, data, strict=True)],
    )


def due(asked: Asked) -> Any:
    """As `kenri due`."""
    from kenri.faces.contracts.due_data import DUE_COLUMNS, due_data, due_row
    from kenri.faces.registers.everybody_due import plans_due

    register = asked.register
    plans = plans_due(register, asked["plan"], asked["on"], asked["within"])
    question = {
        "known_at": asked["known_at"],
        "readings": readings_among(pairs(asked["reading"], "--reading"), (each for each, _ in plans)),
    }
    found = _coming(asked, plans, question)
    if asked["as"] == CALENDAR:
        return the_calendar(asked, found)
    if asked["as"] != "json":
        return table_of(asked, DUE_COLUMNS, [due_row(of, its.id, each, asked.lang) for of, its, each in found], "due")
    span = min((each for _, each in plans), default=None)
    return {
        "register": register.issuer,
        "first": None if span is None else span[0].isoformat(),
        "last": None if span is None else span[1].isoformat(),
        "holders": len(register.holders()) if asked["holder"] is None else 1,
        "due": asked.placed([due_data(of, its.id, each, asked.lang) for of, its, each in found]),
    }


def _coming(
    asked: Asked, plans: Sequence[tuple[KeptPlan, tuple[date, date]]], question: dict[str, Any]
) -> list[ComingOf]:
    """What comes, in the order of days, what is late first.

    It is kept until something is recorded: the next page of it, or another language, asks for the same.
    """
    from kenri.faces.registers.everybody_due import due_of

    register = asked.register
    with register.reading() as ledger:
        head = ledger.head
    spans = [(plan.plan.id, *span) for plan, span in plans]
    said = [register.database.name, register.issuer, head, asked.today, spans, question, asked["holder"]]
    key = json.dumps(said, default=str)
    found = _KEPT_COMING.get(key)
    if found is None:
        found = sorted(
            due_of(register, plans, question, asked["holder"], lambda _, *far: asked.tell(*far)),
            key=lambda each: (each.what.kind != "late", each.what.day),
        )
        if len(found) <= _MOST_KEPT:
            _KEPT_COMING[key] = found
    return found


_KEPT_COMING = Kept[str, "list[ComingOf]"](4)
_MOST_KEPT = 50_000
"""Lines of what comes; of longer ones so much memory is not held."""


def audit_all(asked: Asked) -> Any:
    """As `kenri audit --all`."""
    from kenri.faces.contracts.auditing_data import AUDITING_COLUMNS, auditing_row
    from kenri.faces.registers.everybody_audit import audit_of, everybody_audit_data

    found = audit_of(
        asked.register, plan=asked["plan"], holder=asked["holder"], until=asked["until"], known_at=asked["known_at"],
        readings=pairs(asked["reading"], "--reading"), tell=lambda _, *far: asked.tell(*far),
    )  # fmt: skip
    if asked["as"] != "json":
        return table_of(asked, AUDITING_COLUMNS, [auditing_row(each, asked.lang) for each in found.findings], "audit")
    told = everybody_audit_data(asked.register.issuer, found, asked.lang)
    return {**told, "findings": asked.placed(told["findings"])}


def roll_forward(asked: Asked) -> Any:
    """As `kenri roll-forward`."""
    from kenri.faces.contracts.roll_data import ROLL_COLUMNS, roll_rows
    from kenri.faces.registers.everybody_roll import everybody_roll_data, roll_of

    found = roll_of(
        asked.register, first=asked["from"], last=asked["to"], by=asked["by"], plan=asked["plan"],
        holder=asked["holder"], known_at=asked["known_at"], was_known_at=asked["was_known_at"],
        readings=pairs(asked["reading"], "--reading"), tell=lambda _, *far: asked.tell(*far),
    )  # fmt: skip
    if asked["as"] != "json":
        rows = [row for each in found.rolled for row in roll_rows(*each, asked.lang)]
        return table_of(asked, ROLL_COLUMNS, rows, "roll-forward")
    told = everybody_roll_data(asked.register.issuer, found, asked["by"], asked.lang)
    return {**told, "rolls": asked.placed(told["rolls"])}


def impact(asked: Asked) -> Any:
    """As `kenri impact --reading`."""
    if not asked["reading"]:
        raise refused(Sentence("nothing-supposed"))
    return _impact(asked, asked.register, None, ())


def impact_of_files(asked: Asked) -> Any:
    """As `kenri impact` of files that would be brought in, and of what a plan would become."""
    from kenri.faces.inputs.registers import entries_for
    from kenri.faces.serving.writes import must_be_plan_id, must_be_rule_files, must_have_files

    becomes = asked["becomes"]
    for each in becomes:
        must_be_plan_id(each)
    with asked.uploaded("file") as files, asked.uploaded("mapping") as mappings, asked.uploaded("rules") as rules:
        must_be_rule_files(rules)
        if not files:
            if not becomes:
                must_have_files(files, "file")
            return _impact(asked, asked.register, None, becomes)
        entries, _ = entries_for(asked.register, files, asked["plan"], next(iter(mappings), None))
        with ExitStack() as alone:
            supposed = asked.register.supposing(entries, now=asked.now, author=asked.author)
            other, changes = alone.enter_context(supposed)
            is_all = becomes or asked["reading"]
            return _impact(asked, other, None if is_all else changes.touched, becomes, alone.close)


def _impact(
    asked: Asked, other: Any, touched: Any, becomes: Sequence[str], done: Callable[[], object] | None = None
) -> Any:
    from kenri.faces.contracts.impact_data import impact_data
    from kenri.faces.registers.everybody_impact import impact_on_each, plans_supposed
    from kenri.model.days import as_date, iso

    register = asked.register
    ids = [*register.plans()] if asked["plan"] is None else [asked["plan"]]
    newest = register.plan(ids[0] if ids else None)
    day = newest.day(asked_day(newest, asked["on"]))
    both = plans_supposed(register, ids, becomes, as_date(day), (Path(),) if becomes else ())
    readings = readings_among(pairs(asked["reading"], "--reading"), (after for _, after in both))
    count = len(other.holders())
    total = count * len(both)
    found = impact_on_each(
        (register, other), both, day, readings, touched, lambda number: asked.tell(number, total), done
    )
    return {
        "register": register.issuer,
        "on": iso(day),
        "holders": count,
        "impact": asked.placed([impact_data(who, its.id, each, asked.lang) for who, its, each in found]),
    }


def _page(asked: Asked, found: list[tuple[str, Any]]) -> list[Any]:
    """The first of what was found, as many as fit; where there is more, a link goes on after the last of them."""
    limit = asked["limit"]
    if len(found) > limit:
        asked.links["after"] = found[limit - 1][0]
    return [each for _, each in found[:limit]]
