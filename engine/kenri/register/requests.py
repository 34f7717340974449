"""Requests to act of which nothing was recorded when they were made: who still waits, and what became of the others.

A request that is recorded later is made again as it was, as of its day, under a key that is made of its own: so it is
recorded once, and known from then on to wait no more. One that is set aside is answered once more: a further ruling
names it, and says whether it was withdrawn or refused, and why. Nothing that was kept is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from kenri.model.entries import EVERYBODY, EntrySource
from kenri.model.problems import quote, refused
from kenri.model.ruling import Outcome
from kenri.model.sentences import Sentence
from kenri.register.acts import ActRequest
from kenri.register.canonical import canonical, plain
from kenri.register.kept_rulings import RECORDED, KeptRuling, SetAside, keep, kept_rulings, new_key
from kenri.register.ledger import Ledger
from kenri.register.records import RegisterRecord

if TYPE_CHECKING:
    from kenri.register.answers_again import AnswerAgain

__all__ = ["KeptRequest", "RequestState", "made_again", "requests", "set_aside", "unrecorded"]

RequestState: TypeAlias = Literal["waits", "not-permitted", "recorded", "withdrawn", "refused"]
"""It waits, since it is not known whether it is permitted; it was not permitted when it was made; it was recorded
later; or it was set aside."""

_LONGEST_REASON = 500

_Later: TypeAlias = Mapping[str, Sequence[tuple[RegisterRecord, KeptRuling]]]


@dataclass(frozen=True, slots=True)
class KeptRequest:
    """A request of which nothing was recorded when it was made."""

    record: RegisterRecord
    given: KeptRuling
    state: RequestState
    ended: RegisterRecord | None = None
    """The record by which it waits no more."""
    reason: str = ""
    """Why it was set aside."""


def requests(ledger: Ledger, holder: str | None = None) -> list[KeptRequest]:
    """Every request of which nothing was recorded when it was made, in order; of one holder, or (None) all."""
    several = list(kept_rulings(ledger, holder))
    later = _later(several)
    return [_told(record, given, later) for record, given in several if given.became == "nothing"]


def unrecorded(answers: Iterable[AnswerAgain], known: Iterable[KeptRequest]) -> list[AnswerAgain]:
    """Those of answers that were given to requests of which nothing was recorded, then or later, and that were not set
    aside. `known` are all requests.
    """
    standing = {each.given.key for each in known if each.state in ("waits", "not-permitted")}
    return [each for each in answers if each.given.key in standing]


def made_again(ledger: Ledger, key: str, even_if: Outcome) -> ActRequest:
    """The request that was kept under a key, as of its day. Raises `ProblemsError` where none was, or no more."""
    found = _of_key(ledger, key)
    if found.state in ("withdrawn", "refused"):
        raise refused(_over(found))
    said: dict[str, Any] = {**found.given.request, "on": found.given.on}
    return ActRequest(**said, even_if=even_if, key=_key_of(key))


def set_aside(
    ledger: Ledger, key: str, how: SetAside, *, reason: str, source: EntrySource, holder: str | None = None
) -> KeptRequest:
    """A request that waits is withdrawn, or refused with a reason: put at the end of the chain.

    `holder` is whose it must be. Raises `ProblemsError` for one that there is not, or that waits no more, and for a
    reason that is none.
    """
    told = reason.strip()
    if (how == "refused" and not told) or len(told) > _LONGEST_REASON or not told.isprintable():
        raise refused(Sentence("no-reason", found=quote(reason), most=_LONGEST_REASON))
    found = _of_key(ledger, key)
    if holder is not None and found.given.holder != holder:  # whose it is, nobody learns by its key
        raise refused(Sentence("no-such-request", key=quote(key)))
    if found.state != "waits":
        raise refused(_over(found))
    wanted = f"{key}-{how}"
    name = new_key(ledger, wanted, ()) if ledger.current("ruling", [(EVERYBODY, wanted)]) else wanted
    ended = keep(
        ledger, replace(found.given, key=name, became=how, request={}, reason=told, sets_aside=key), source
    )  # fmt: skip
    ledger.flush()
    return replace(found, state=how, ended=ended, reason=told)


def _of_key(ledger: Ledger, key: str) -> KeptRequest:
    """The request that was kept under a key. Raises `ProblemsError` where none was."""
    record = ledger.current("ruling", [(EVERYBODY, key)]).get((EVERYBODY, "ruling", key, ""))
    given = None if record is None else KeptRuling.in_record(record)
    if record is None or given is None or given.became != "nothing":
        raise refused(Sentence("no-such-request", key=quote(key)))
    return _told(record, given, _later(kept_rulings(ledger, given.holder)))


def _later(several: Iterable[tuple[RegisterRecord, KeptRuling]]) -> _Later:
    """By the key of a request what may be that by which it waits no more."""
    found: dict[str, list[tuple[RegisterRecord, KeptRuling]]] = {}
    for record, given in several:
        if given.sets_aside:
            found.setdefault(given.sets_aside, []).append((record, given))
        elif given.became == "event":
            found.setdefault(given.key.removesuffix(RECORDED), []).append((record, given))
    return found


def _told(record: RegisterRecord, given: KeptRuling, later: _Later) -> KeptRequest:
    for ended, by in later.get(given.key, ()):
        if by.became in ("withdrawn", "refused"):
            return KeptRequest(record, given, by.became, ended, by.reason)
        if _is_recorded_by(given, by):
            return KeptRequest(record, given, "recorded", ended)
    return KeptRequest(record, given, "waits" if given.verdict == "unknown" else "not-permitted")


def _is_recorded_by(given: KeptRuling, by: KeptRuling) -> bool:
    """Whether it is the request: an act of its own may have been given such a key too."""
    return canonical(plain(by.request)) == canonical(plain({**given.request, "on": given.on}))


def _over(found: KeptRequest) -> Sentence:
    match found.state:
        case "withdrawn":
            state = Sentence("request-withdrawn")
        case "refused":
            state = Sentence("request-refused")
        case "recorded":
            state = Sentence("request-recorded")
        case _:
            state = Sentence("request-not-permitted")
    return Sentence("request-over", key=quote(found.given.key), state=state)


def _key_of(key: str) -> str:
    return f"{key}{RECORDED}"
