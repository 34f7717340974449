"""A request as an operation sees it: the register it is about, its parameters, its files, and in which language."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kenri.faces.inputs.registers import life_kept
from kenri.faces.serving.answer_time import AnswerTime
from kenri.model.problems import quote, refused
from kenri.model.sentences import Language, Sentence
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from kenri.faces.serving.answered import Answered
    from kenri.model.life import Life
    from kenri.register.plan_versions import KeptPlan
    from kenri.service.access import Caller
    from kenri.service.works import PieceOfWork

__all__ = ["ALL", "LONGEST_WORK", "Asked", "Upload"]

ALL = 1 << 60
"""The limit of a list of which all is wanted."""

LONGEST_WORK = 600.0
"""Seconds that an answer may take where nobody has said how long."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request: under which part of the form, its name, and what is in it."""

    part: str
    name: str
    content: bytes


@dataclass(slots=True, kw_only=True)
class Asked:
    """A request that may be answered."""

    register: Register
    """A write's is the one of its transaction."""
    values: Mapping[str, Any]
    lang: Language
    now: Microsecond
    author: str
    files: Sequence[Upload] = ()
    body: Any = None
    issuers: Sequence[str] = ()
    """Those that whoever asks may know of."""
    caller_shown: str = ""
    """Who asks, as a page says it; empty where nobody signed in."""
    address: str = "/"
    """Of a page: where it was asked for, with its query."""
    csrf: str = ""
    """What a form that writes must send back as `csrf`; empty where none is asked for."""
    holders: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The holders to whose rights whoever asks was given access, each with the roles in which; and those in whose
    lives the register names a party that they are.
    """
    named_as: Callable[[str], Sequence[str]] = field(default=lambda _: ())
    """The parties that whoever asks is, and that the register names in the life of a holder."""
    may: Callable[..., bool] = field(default=lambda *_: True)
    """Whether whoever asks may do an act of the rules of access: of everybody, or of a holder that is named second."""
    may_of: Callable[[str, str], bool] = field(default=lambda *_: True)
    """Whether whoever asks may do an act to an issuer, also another one."""
    lets: Callable[[Caller, str | None, str], bool] = field(default=lambda *_: True)
    """Whether another than whoever asks may do an act to an issuer or (None) all."""
    person: str | None = None
    """The name of whoever asks, where they have signed in."""
    signs_in_by: Sequence[tuple[str, str]] = ()
    """What each other service by which people sign in calls itself, and its name."""
    time: AnswerTime = field(default_factory=lambda: AnswerTime(LONGEST_WORK))
    """How long work on the answer may take."""
    is_of_all: bool = False
    """Whether whoever asks may do the act to all issuers at once."""
    connection: Connection | None = None
    """Of what writes: that of its transaction."""
    held_to: str | None = None
    """The head of the register that the request was made on; None where it says none."""
    folder: Path = field(default_factory=Path)
    """A folder of this request alone."""
    links: dict[str, str] = field(default_factory=dict)
    """Parameters of a further page, to be set by whoever answers one."""
    tell: Callable[[int, int], None] = field(default=lambda *_: None)
    """To be told how far one has come, of how much."""
    worked_out: dict[str, Any] | None = None
    """Of a page that is, or was, worked out for later: what took long, by names. None: it is answered at once."""
    must_see: Callable[[PieceOfWork], None] = field(default=lambda _: None)
    """Raises `ProblemsError` where whoever asks may not, now, ask what was asked with some work."""
    may_see: Callable[[PieceOfWork], bool] = field(default=lambda _: True)
    """Whether they may."""
    told_again: Callable[[PieceOfWork], Answered] | None = None
    """The answer of work that is done, as whoever asks may see it now."""

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def today(self) -> date:
        return datetime.fromtimestamp(self.now // MICROSECONDS, UTC).date()

    def life(self, on: str | None = None) -> tuple[KeptPlan, Life]:
        """The plan and the life that are asked about."""
        return life_kept(self.register, self["plan"], self["holder"], on=on, known_at=self["known_at"])

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """The connection of the transaction of what writes; of what reads, one to the same database."""
        if self.connection is not None:
            yield self.connection
            return
        with self.register.database.reading() as connection:
            yield connection

    def worked(self, name: str, question: Callable[[Asked], Any], *, listed: str = "", **values: Any) -> Any:
        """What a page asks that may take long, with other values than its own; it was perhaps worked out before.

        Of what is worked out for later all is kept of what is `listed` under a key, and a page of it is told.
        """
        about = replace(self, values={**self.values, **values}, links=self.links)
        if self.worked_out is None:
            return question(about)
        if name not in self.worked_out:
            every = {"after": None, "limit": ALL} if listed else {}
            self.worked_out[name] = question(replace(about, values={**about.values, **every}, links={}))
        told = self.worked_out[name]
        return {**told, listed: about.placed(told[listed])} if listed else told

    def placed(self, found: Sequence[Any]) -> Sequence[Any]:
        """A page of what was worked out as a whole, counted from its beginning; a link leads to the next."""
        first = self.number_of_after()
        if len(found) > first + self["limit"]:
            self.links["after"] = str(first + self["limit"])
        return found[first : first + self["limit"]]

    def number_of_after(self) -> int:
        """The place in a list at which a page begins, as links have it."""
        text = self["after"]
        if text is None:
            return 0
        if not (text.isascii() and text.isdigit() and len(text) <= 18):
            sentence = Sentence("parameter-not-whole", name="`after`", least=0, most=10**18 - 1, found=quote(text))
            raise refused(sentence)
        return int(text)

    @property
    def question(self) -> dict[str, Any]:
        """What questions about a holder have in common."""
        from kenri.faces.inputs.questions import pairs

        names = ("rights", "by", "grant", "known_at")
        found = {name: self.values[name] for name in names if name in self.values}
        return {**found, "readings": pairs(self["reading"], "--reading")}

    @contextmanager
    def uploaded(self, part: str) -> Iterator[list[Path]]:
        """The files of a part of the form, written into the folder of the request, by names relative to it."""
        paths = []
        for each in self.files:
            if each.part == part:
                path = self.folder / each.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(each.content)
                paths.append(Path(each.name))
        yield paths
