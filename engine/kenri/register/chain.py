"""Whether a register is as it was written: every record of the chain is hashed again.

A chain shows what was changed, dropped, put between or swapped behind its back. It cannot show that its end was cut
off, or that all of it was written anew, save by a head that was kept elsewhere: so heads are printed, and asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from kenri.model.problems import Problem, ProblemsError
from kenri.model.sentences import Sentence
from kenri.register.guards import unguarded
from kenri.register.ledger import Ledger
from kenri.register.plan_versions import digest_of, document_changed
from kenri.register.records import RegisterRecord, first_hash, hash_of
from kenri.register.tables import DOCUMENTS

__all__ = ["VerifiedChain", "verified"]

_MOST = 200
"""Problems that are told of one chain."""


@dataclass(frozen=True, slots=True)
class VerifiedChain:
    """What was found of a chain: how many records it has, the hash of the last, and what is wrong with it."""

    records: int
    head: str
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    """What would let it be changed from now on."""


def verified(ledger: Ledger, head: tuple[int, str] | None = None) -> VerifiedChain:
    """The chain of an issuer gone through from its beginning; `head` is a sequence and its hash as kept elsewhere."""
    problems: list[Problem] = []
    digests: dict[str, int] = {}
    before, count, last, found = first_hash(ledger.issuer), 0, 0, False
    for record in ledger.all():
        count += 1
        if record.sequence != last + 1:
            first, end = last + 1, record.sequence - 1
            one = Sentence("record-missing", sequence=first)
            problems.append(Problem(None, one if first == end else Sentence("records-missing", first=first, last=end)))
        elif hash_of(record, ledger.issuer, before) != record.hash or not _is_possible(record):
            problems.append(Problem(None, Sentence("record-changed", sequence=record.sequence)))
        if record.kind == "plan" and _is_possible(record):
            digests.update(dict.fromkeys(record.data["files"].values(), record.sequence))
        if head is not None and head[0] == record.sequence:
            found = True
            if head[1] != record.hash:
                problems.append(Problem(None, Sentence("another-head", sequence=record.sequence)))
        before, last = record.hash, record.sequence
        if len(problems) >= _MOST:
            break
    if head is not None and not found and len(problems) < _MOST:
        if head == (0, first_hash(ledger.issuer)):
            pass
        else:
            problems.append(Problem(None, Sentence("records-cut-off", sequence=head[0], last=last)))
    problems += _documents(ledger, digests)
    return VerifiedChain(count, before, tuple(problems), tuple(unguarded(ledger.connection)))


def _is_possible(record: RegisterRecord) -> bool:
    """Whether kenri writes such records: who makes all hashes anew may put anything there."""
    try:
        record.must_be_possible()
        _ = record.data, record.details, record.origin
    except ProblemsError:
        return False
    return record.corrects is not None or not record.cancelled


def _documents(ledger: Ledger, digests: dict[str, int]) -> Iterator[Problem]:
    """The rule files that records name and that are not there, or are others."""
    there = set()
    for row in ledger.connection.execute(select(DOCUMENTS)):
        if digest_of(row.content) == row.digest:
            there.add(row.digest)
    for digest, sequence in sorted(digests.items(), key=lambda each: each[1]):
        if digest not in there:
            yield Problem(None, document_changed(digest, sequence))
