"""A request as an operation sees it: the register it is about, its parameters, its files, and in which language."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kenri.faces.inputs.registers import life_kept
from kenri.faces.serving.answer_time import AnswerTime
from kenri.model.sentences import Language
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from kenri.model.life import Life
    from kenri.register.plan_versions import KeptPlan

__all__ = ["LONGEST_WORK", "Asked", "Upload"]

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
