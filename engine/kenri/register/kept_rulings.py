"""Rulings that a register keeps: what was asked, what was answered, and what that was judged on.

A kept ruling is an answer that somebody was given, and may rely on. That it was given stays so whatever is recorded
later, and so it is never corrected; whether it is still right is found by asking the same again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from kenri.model.entries import EVERYBODY, EntrySource, Plain
from kenri.model.frozen import frozen
from kenri.model.ruling import Outcome, Ruling
from kenri.register.canonical import canonical, plain
from kenri.register.records import RegisterRecord

if TYPE_CHECKING:
    from kenri.register.ledger import Ledger

__all__ = ["RECORDED", "Became", "KeptRuling", "SetAside", "keep", "kept_rulings", "new_key"]

SetAside: TypeAlias = Literal["withdrawn", "refused"]
"""How a request that waits is set aside: by whoever may make it, or by whoever may record it."""

Became: TypeAlias = Literal["answer", "event", "nothing", SetAside]
"""What became of it: it was a question and got its answer; or a request to act, which was recorded as an event, or of
which nothing was recorded but that it was not; or it sets aside such a request, with the answer that this had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRuling:
    """An answer that was given. Its texts are as they were asked; numbers are exact, a fraction is text."""

    key: str
    """What tells it from every other of the issuer: that of a request is the same each time it is made."""
    holder: str
    """In whose life it was asked; empty: in that of all."""
    plan: str
    since: str
    """The version of the plan, by the day from which it is used (ISO); empty: since always."""
    action: str
    on: str
    """The day or instant asked about (ISO)."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """The rest of the question, under the names of `kenri.asking.question.QuestionOptions`; what it did not say is left
    out. With it, the same is asked again: `plan.ask(life, ruling.action, on=ruling.on, **ruling.asked)`."""
    outcome: Outcome
    by: str
    """Who asked, as the answer has it: the grantee where the question named nobody."""
    grant: str
    most: str
    """The largest number allowed, as text, or a word in its place as in `kenri.model.ruling.Most`."""
    rules: tuple[tuple[str, str], ...] = ()
    """The deciding rules with their clauses."""
    missing: tuple[str, ...] = ()
    """What had to be known to decide, and was not."""
    turns_on: tuple[str, ...] = ()
    """The readings of clauses that the outcome turned on."""
    became: Became
    request: Mapping[str, Any] = field(default_factory=dict)
    """Of a request to act: all that it said, under the names of `kenri.register.acts.ActRequest`; empty where nobody
    asked to act. It is by this that the same request is known when it comes again under its key."""
    event: str = ""
    """The key of the event that was recorded with it, which is in the same life."""
    sets_aside: str = ""
    """The key of the request that it sets aside."""
    reason: str = ""
    """Why it does."""
    life: str = EVERYBODY
    """Of that event: whose it is, as in records."""
    verdict: Outcome
    """By which a request was recorded or refused: the outcome, or what is worse of other acts that it would spoil."""
    violates: tuple[str, ...] = ()
    """The ids of the acts, its own among them, that were not permitted with it, or of which that was not known any
    more."""
    sequence: int
    head: str
    """The chain that it was judged on: the number and the hash of its last record."""
    kenri: str
    """The version of kenri that judged it."""

    @classmethod
    def of(cls, ruling: Ruling, **said: Any) -> KeptRuling:
        """What is kept of a ruling; `said` is all that the ruling itself does not tell."""
        return cls(
            plan=ruling.plan.id,
            action=ruling.action,
            outcome=ruling.outcome,
            by=ruling.by,
            grant=ruling.grant,
            most=str(ruling.most),
            rules=tuple((each.rule, each.clause) for each in ruling.findings),
            missing=ruling.missing,
            turns_on=tuple(turn.reading for turn in ruling.turns_on),
            **said,
        )

    @property
    def data(self) -> Mapping[str, Plain]:
        """It as plain data; what says nothing is left out."""
        found: dict[str, Plain] = {}
        for name, empty in _WRITTEN.items():
            value = getattr(self, name)
            if value != empty:
                found[name] = value
        return frozen(found)

    @classmethod
    def in_record(cls, record: RegisterRecord) -> KeptRuling:
        """The ruling that a record keeps. Raises `ProblemsError` where the record is none that kenri writes."""
        data: Mapping[str, Any] = record.data
        kept: dict[str, Any] = {name: data.get(name, empty) for name, empty in _WRITTEN.items()}
        is_written = (
            data.keys() <= kept.keys()
            and all(type(value) in (type(_WRITTEN[name]), list) for name, value in kept.items())
            and {kept["outcome"], kept["verdict"]} <= {*get_args(Outcome)}
            and kept["became"] in get_args(Became)
        )
        if not is_written:
            record.changed()
        for name, value in kept.items():
            if isinstance(value, list):
                kept[name] = tuple(tuple(each) if isinstance(each, list) else each for each in value)
        return cls(key=record.key, holder=record.reach, plan=record.plan, **kept)


RECORDED = "-recorded"
"""Of what the key of a request is made under which it is recorded later."""

_EMPTY: Mapping[str, Any] = {
    "asked": {},
    "request": {},
    "sequence": 0,
    **dict.fromkeys(("rules", "missing", "turns_on", "violates"), ()),
}
_WRITTEN: Mapping[str, Any] = {
    each.name: _EMPTY.get(each.name, "") for each in fields(KeptRuling) if each.name not in ("key", "holder", "plan")
}
"""What is written of a ruling, besides what the record says of it, with what stands for nothing said."""


def kept_rulings(ledger: Ledger, holder: str | None = None) -> Iterator[tuple[RegisterRecord, KeptRuling]]:
    """The rulings that a register keeps with their records, in order; of one holder, or (None) all.

    They are gone through in bounded memory. Raises `ProblemsError` for a record that was changed behind its back.
    """
    for record in ledger.rulings(holder):
        yield record, KeptRuling.in_record(record)


def keep(ledger: Ledger, ruling: KeptRuling, source: EntrySource) -> RegisterRecord:
    """Put a ruling at the end of the chain."""
    return ledger.add(
        kind="ruling", life=EVERYBODY, key=ruling.key, since="", reach=ruling.holder, plan=ruling.plan,
        known=None, corrects=None, cancelled=False, body=canonical({"data": plain(ruling.data)}), source=source,
    )  # fmt: skip


def new_key(ledger: Ledger, what: str, there: Collection[str]) -> str:
    """A name that no answer has, and nothing of some names: after the place of its record in the chain."""
    number = ledger.sequence + 1
    while (key := f"{what}-{number}") in there or ledger.current("ruling", [(EVERYBODY, key)]):
        number += 1
    return key
