"""Answers that a register keeps: asked of what is recorded, and put at the end of the chain they were judged on."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from typing import Any

from kenri.asking.question import QuestionOptions
from kenri.model.entries import EntrySource
from kenri.model.ruling import Ruling
from kenri.register.canonical import plain
from kenri.register.kept_rulings import KeptRuling, keep, new_key
from kenri.register.open_register import OpenRegister

__all__ = ["answered"]


def answered(
    opened: OpenRegister,
    source: EntrySource,
    plan: str,
    holder: str,
    action: str,
    on: date | str,
    said: QuestionOptions,
) -> tuple[Ruling, KeptRuling]:
    """The ruling on a question, put at the end of the chain. Raises `ProblemsError` for one that means nothing."""
    ledger = opened.ledger
    records = opened.records(holder)
    newest = opened.versions(None).of(plan)
    day = date.fromordinal(newest.day(on))
    versions = opened.versions(day)
    loaded = versions.of(plan)
    life = opened.life(records, holder, loaded, day, loaded.instant(said.get("known_at")))
    ruling = loaded.ask(life, action, on=on, **said)
    told: dict[str, Any] = {**said, "rights": ruling.number}
    kept = KeptRuling.of(
        ruling,
        key=new_key(ledger, "answer", ()),
        holder=holder,
        since=versions.since(plan),
        on=str(plain(on)),
        asked=plain({name: value for name, value in told.items() if value not in (None, {})}),
        became="answer",
        verdict=ruling.outcome,
        sequence=ledger.sequence,
        head=ledger.head,
        kenri=version("kenri"),
    )
    keep(ledger, kept, source)
    ledger.flush()
    return ruling, kept
