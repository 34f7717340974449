"""From a request as it came to its answer: who asks, what is asked, whether that may be, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from kenri import __version__
from kenri.faces.inputs.registers import head_in
from kenri.faces.serving.answer_time import AnswerTime
from kenri.faces.serving.answered import Answered, html_answer, json_bytes
from kenri.faces.serving.asked import ALL, LONGEST_WORK, Asked, Upload
from kenri.faces.serving.by_secret import BY_SECRET, by_secret
from kenri.faces.serving.frames import framed, read_frame
from kenri.faces.serving.of_work import accepted
from kenri.faces.serving.openid_settings import NO_OPENID, OpenIdSettings
from kenri.faces.serving.operations import Operation
from kenri.faces.serving.pages_served import FIRST_PAGE, OWN_RIGHTS, PAGES, ServedPage, served
from kenri.faces.serving.parameters import read_fields, read_parameters
from kenri.faces.serving.signing import SIGNING, signed
from kenri.faces.serving.work_answers import WHOLE, WorkAnswer
from kenri.faces.serving.writes import json_body
from kenri.model.problems import ProblemsError, quote, refused
from kenri.model.sentences import Sentence, did_you_mean
from kenri.register.database import Database
from kenri.register.ledger import issuers
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.register import Register, microseconds, sees_all
from kenri.service.access import MACHINE, Access, Caller, NotPermittedError, Wanted
from kenri.service.holders_recorded import recorded_of
from kenri.service.kept_answers import KeptAnswer, answer_kept, keep_answer
from kenri.service.parties_named import PartiesNamed
from kenri.service.people import any_person, caller_named, find_person
from kenri.service.rule_access import RuleAccess, kinds_of_rules
from kenri.service.sessions import csrf_token, is_csrf_token, is_to_be_seen, see_session, session_of
from kenri.service.signing_in import must_show_again
from kenri.service.tokens import Token, any_token, caller_of, is_to_be_noted, note_use, token_named, token_sent
from kenri.service.works import PieceOfWork, accept_work, answer_of, is_any_to_do, question_of, same_work

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["WORK_LEFT", "Answering"]

WORK_LEFT = "work/left"
"""What the service asks itself: whether there is work at which nobody is."""

_QUARTER = 900 * MICROSECONDS
"""Clocks of all zones begin their days at quarters of an hour of this one."""


_FOR_EACH_HOLDER = ("know_issuer", "see_plans", "make_tokens")
"""Acts about an issuer as a whole that access to one holder lets do."""


class Answering:
    """Answers requests about the register of a name. Every method raises `ProblemsError`."""

    def __init__(
        self,
        register: str,
        access: Access | None = None,
        *,
        openid: OpenIdSettings = NO_OPENID,
        seconds: float = LONGEST_WORK,
    ) -> None:
        """`seconds`: so long an answer may take."""
        self._openid = openid
        self._seconds = seconds
        self._name = register
        self._database = Database(register)
        self._access: Access = RuleAccess(partial(recorded_of, self._database)) if access is None else access
        self._named = PartiesNamed(kinds_of_rules)
        self.caller_shown = ""
        """Who asked last, for the log: the name of a token or a person, or `local`."""
        self.refused_by: tuple[str, ...] = ()
        """The clauses that refused what was asked last, for the log."""
        self._caller_now, self._day = MACHINE, date.min

    def begin(self) -> None:
        """See that the register is there, and bring an older one up to date."""
        self._database.open()

    def answer(self, header: Mapping[str, Any], parts: Sequence[bytes]) -> Answered:
        """What comes of a request as `app` hands it over."""
        self.caller_shown, self.refused_by = "", ()
        now = microseconds(datetime.now(UTC))
        if header["operation"] in BY_SECRET:
            self.caller_shown = "secret address"
            return by_secret(self._database, header, now)
        if header["operation"] in SIGNING:
            return signed(self._database, self._openid, header, now)
        if header["operation"] == WORK_LEFT:
            return self._work_left(now)
        self._is_asked_by(self._caller(header, now), now)
        if header["operation"] == "ready":
            return Answered(200)
        if header["operation"] == "metrics":
            self._must_be_permitted(Wanted("metrics", "see_metrics"))
            return Answered(200)
        if header["operation"] == "issuers":
            return self._issuers_told()
        operation: Operation = served()[header["operation"]]
        known = self._issuers()
        if operation.name == FIRST_PAGE and (other := self._first_page_instead(known)) is not None:
            return Answered(303, headers={"location": other, "cache-control": "no-store"})
        self._must_be_permitted_somewhere(operation, known)
        values = _values(operation, header, parts)
        if isinstance(operation, ServedPage) and values["issuer"] is None and len(known) > 1:
            return _which_issuer(header, known)
        asked = self._asked(operation, known, values["issuer"], values, header, parts, now)
        asked.must_see = partial(self._must_see, asked.register)
        asked.may_see = partial(self._may_see, asked.register)
        asked.told_again = partial(self._told_again, header, now)
        if operation.body == "entries":
            asked.body = json_body(parts[0])
        if operation.is_write:
            return self._write(operation, asked, header, parts)
        return self._read(operation, asked, header, parts)

    def work_out(self, work: PieceOfWork, question: bytes, tell: Callable[[int, int], None]) -> WorkAnswer:
        """What a piece of work comes to, asked by whoever asked for it; `tell` is told how far it is."""
        now = microseconds(datetime.now(UTC))
        with self._database.reading() as connection:
            self._is_asked_by(self._caller_again(connection, work.caller, now), now)
        header, parts = _question_read(question)
        operation: Operation = served()[header["operation"]]
        values = _values(operation, header, parts)
        asked = self._asked(operation, self._issuers(), work.issuer, values, header, parts, now)
        asked.tell, asked.worked_out = tell, {}
        if operation.is_write:
            return WorkAnswer.of_answered(self._written(operation, asked, header, _digest_of(header, parts)))
        if operation.listed:
            asked.values = {**values, "after": None, "limit": ALL}
        found = operation.answer(asked)
        if isinstance(found, Answered) and not isinstance(operation, ServedPage):
            return WorkAnswer.of_answered(found)
        told = asked.worked_out if isinstance(operation, ServedPage) else {WHOLE: found}
        return WorkAnswer.of_parts(told, is_stopped=asked.time.left() <= 0)

    def _asked(
        self,
        operation: Operation,
        known: Mapping[str, int],
        name: str | None,
        values: Mapping[str, Any],
        header: Mapping[str, Any],
        parts: Sequence[bytes],
        now: Microsecond,
    ) -> Asked:
        """A request that may be answered, about the issuer of a name among those that are `known` to whoever asks.

        Raises `ProblemsError` for one that may not be.
        """
        register = self._register(known, name)
        caller, day, issuer = self._caller_now, self._day, register.issuer
        may = partial(self._may, operation.name, issuer)
        self._must_be_asked(operation, register, values.get("holder"), values.get("plan"))
        return Asked(
            register=register,
            values=values,
            lang=header["lang"],
            now=now,
            author=caller.author,
            issuers=sorted(known),
            caller_shown=caller.name,
            address=header.get("page") or "/",
            csrf="" if header.get("session") is None else csrf_token(header["session"]),
            holders=caller.whose.holders(issuer, day),
            named_as=partial(caller.whose.named_as, issuer, day=day),
            person=caller.name if caller.kind == "person" else None,
            may=may,
            signs_in_by=[(each.issuer, each.name) for each in self._openid.providers],
            may_of=partial(self._may, operation.name),
            lets=partial(self._lets, operation.name),
            time=AnswerTime(self._seconds),
            is_of_all=self._access.may(caller, Wanted(operation.name, operation.act_for(None), None), day),
            held_to=header["if_match"],
            files=_uploads(header["files"], parts),
            folder=Path.cwd(),
        )

    def _must_be_asked(
        self, operation: Operation, register: Register, holder: str | None, plan: str | Sequence[str] | None
    ) -> None:
        """Raise `ProblemsError` where whoever asks may not ask this of an issuer and a holder."""
        self._must_be_permitted(Wanted(operation.name, operation.act_for(holder), register.issuer, holder))
        if not self._may(operation.name, register.issuer, "see_everybody"):
            _must_stand_apart(register, plan)

    def _is_asked_by(self, caller: Caller, now: Microsecond) -> None:
        self._caller_now, self.caller_shown = caller, caller.author
        self._day = datetime.fromtimestamp(now // MICROSECONDS, UTC).date()

    def _caller(self, header: Mapping[str, Any], now: Microsecond) -> Caller:
        if header["operation"] == "ready":
            return MACHINE
        with self._database.reading() as connection:
            if header["token"] is not None:
                return self._by_token(connection, header["token"], now)
            if (text := header.get("session")) is not None:
                return self._signed_in(connection, header, text, now)
            if header["is_local"] and not any_token(connection, now) and not any_person(connection):
                return MACHINE
        raise refused(Sentence("not-signed-in"))

    def _by_token(self, connection: Connection, text: str, now: Microsecond) -> Caller:
        """Who asks by a token; of one that is somebody's, with what they were given."""
        token = token_sent(connection, text, now)
        if is_to_be_noted(token, now):
            with self._database.writing() as writing:
                note_use(writing, token, now)
        return self._of_token(connection, token)

    def _of_token(self, connection: Connection, token: Token) -> Caller:
        person = None if token.person is None else self._person(connection, token.person)
        return caller_of(token, person)

    def _person(self, connection: Connection, person: int) -> Caller:
        caller = caller_named(connection, person)
        return replace(caller, named=self._named.of(connection, caller))

    def _signed_in(self, connection: Connection, header: Mapping[str, Any], text: str, now: Microsecond) -> Caller:
        """Who asks by a session; what is written by it must come from a page of it."""
        session = session_of(connection, text, now)
        if session is None:
            raise refused(Sentence("session-ended"))
        if header["method"] not in ("GET", "HEAD") and not is_csrf_token(text, header["csrf"]):
            raise refused(Sentence("form-not-ours"))
        if is_to_be_seen(session, now):
            with self._database.writing() as writing:
                see_session(writing, session, now)
        return self._person(connection, session.person)

    # --- what may be

    def _must_be_permitted(self, wanted: Wanted) -> None:
        if wanted.issuer is not None and self._may(wanted.operation, wanted.issuer, wanted.act, wanted.holder):
            return
        try:
            self._access.must_be_permitted(self._caller_now, wanted, self._day)
        except NotPermittedError as error:
            self.refused_by = error.clauses
            raise

    def _may(self, operation: str, issuer: str, act: str, holder: str | None = None) -> bool:
        """Whether it may be; what is of the issuer, and also for who sees one holder alone, by any of these."""
        holders = (None, *self._caller_now.whose.holders(issuer, self._day)) if act in _FOR_EACH_HOLDER else (holder,)
        return any(
            self._access.may(self._caller_now, Wanted(operation, act, issuer, each), self._day) for each in holders
        )

    def _lets(self, operation: str, caller: Caller, issuer: str | None, act: str) -> bool:
        """Whether another than whoever asks may do an act to an issuer or (None) all."""
        return self._access.may(caller, Wanted(operation, act, issuer), self._day)

    def _must_be_permitted_somewhere(self, operation: Operation, known: Iterable[str]) -> None:
        """Refuse, before anything of a request is read, what whoever asks may do to no issuer and no holder."""
        acts = {operation.act_for(None)}
        if any(each.name == "holder" for each in operation.parameters):
            acts.add(operation.act_for(""))
        for issuer in known:
            holders = (None, *self._caller_now.whose.holders(issuer, self._day))
            if any(self._may(operation.name, issuer, act, of) for act in acts for of in holders):
                return
        self._must_be_permitted(Wanted(operation.name, operation.act_for(None), next(iter(known), None)))

    def _first_page_instead(self, known: Iterable[str]) -> str | None:
        """To where who may not see *Today* is led from there: their own rights, another page of the menu, or their
        account, which says that they were given nothing. None for who may, and for programs.
        """
        caller, day = self._caller_now, self._day
        if caller.kind != "person" or any(self._may(FIRST_PAGE, issuer, "see_everybody") for issuer in known):
            return None
        if any(caller.holders(issuer, day) for issuer in known):
            return OWN_RIGHTS
        pages = (each for each in PAGES.values() if each.menu and each.address != OWN_RIGHTS)
        may = (each.address for each in pages if any(self._may(each.name, one, each.act_for(None)) for one in known))
        return next(may, "/account")

    def _issuers_told(self) -> Answered:
        """The issuers that whoever asks may know of. A token without the scope to read is told of none."""
        known = sorted(self._issuers())
        if self._caller_now.kind == "token" and "read" not in self._caller_now.scopes:
            self._must_be_permitted(Wanted("issuers", "see_plans"))
        return Answered(200, json_bytes({"issuers": known}))

    def _issuers(self) -> Mapping[str, int]:
        """Those that the caller may know of: there are no others, for all that is said."""
        with self._database.reading() as connection:
            known = issuers(connection)
        return {name: number for name, number in known.items() if self._may("issuers", name, "know_issuer")}

    def _register(self, known: Mapping[str, int], issuer: str | None) -> Register:
        if issuer is None and len(known) == 1:
            (issuer,) = known
        if issuer is None:
            raise refused(Sentence("which-issuer", names=tuple(map(quote, sorted(known)))))
        if issuer not in known:
            self.refused_by = self._access.clauses(
                self._caller_now, Wanted("issuers", "know_issuer", issuer), self._day
            )
            raise refused(Sentence("no-such-issuer", name=quote(issuer)), did_you_mean(issuer, known))
        return Register(self._database, issuer, known[issuer])

    # --- work that goes on after its question

    def _caller_again(self, connection: Connection, author: str, now: Microsecond) -> Caller:
        """Whoever asked for some work, as they are now. Raises `ProblemsError` where they are not let in any more."""
        kind, _, name = author.partition(" ")
        if kind == "token":
            return self._of_token(connection, token_named(connection, name, now))
        if kind == "person":
            return self._person(connection, find_person(connection, name).id)
        if any_token(connection, now) or any_person(connection):
            raise refused(Sentence("not-signed-in"))
        return MACHINE

    def _work_left(self, now: Microsecond) -> Answered:
        """Whether there is work at which nobody is: 200 or 204. The service asks itself."""
        with self._database.reading() as connection:
            return Answered(200 if is_any_to_do(connection, now) else 204)

    def _instead(
        self, operation: Operation, asked: Asked, header: Mapping[str, Any], parts: Sequence[bytes]
    ) -> Answered | WorkAnswer | None:
        """Where work of the same question is to be done: where that will be; where it is done: what it came to. Where
        the question is to become work, it does, and where that will be. Else None: it is to be answered at once.
        """
        digest = self._digest_of_work(operation, asked, header, parts)
        with asked.connected() as connection:
            same = same_work(connection, asked.author, digest)
            is_done = same is not None and not same.is_open and not operation.is_write
            kept = WorkAnswer.of_kept(answer_of(connection, same.id)) if same is not None and is_done else None
        if same is not None and kept is not None and _is_fresh(same, kept, asked):
            return kept
        if same is None or not same.is_open:
            if not header.get("accept"):
                return None
            with self._database.writing() as writing:
                same = accept_work(
                    writing, header["work"], issuer=asked.register.issuer, caller=asked.author,
                    operation=operation.name, holder=asked.values.get("holder"),
                    asked=[(name, value) for name, value in header["query"] if name != "issuer"], digest=digest,
                    question=_question_kept(header, parts), now=asked.now,
                )  # fmt: skip
        if not isinstance(operation, ServedPage):
            return accepted(same, asked.now)
        several = {"issuer": asked.register.issuer} if len(asked.issuers) > 1 else {}
        where = f"/works/{same.id}{'?' if several else ''}{urlencode(several)}"
        return Answered(303, headers={"location": where, "cache-control": "no-store"})

    def _digest_of_work(
        self, operation: Operation, asked: Asked, header: Mapping[str, Any], parts: Sequence[bytes]
    ) -> str:
        """A hash of a question and of all on which its answer hangs but the day; pages of a list are one question."""
        paged = ("after", "limit") if operation.is_paged or isinstance(operation, ServedPage) else ()
        query = sorted((name, text) for name, text in header["query"] if name not in paged)
        appointed = [each.id for each in self._caller_now.whose.appointments]
        key = _key(header["idempotency_key"]) if operation.is_write else None
        said = [
            __version__, asked.register.issuer, "" if operation.is_write else _head(asked.register), appointed, key,
            _digest_of({**header, "query": query}, parts),
        ]  # fmt: skip
        return sha256(json.dumps(said).encode()).hexdigest()

    def _must_see(self, register: Register, work: PieceOfWork) -> None:
        """Raise `ProblemsError` where whoever asked for some work may not ask for it now."""
        self._must_be_asked(served()[work.operation], register, work.holder, dict(work.asked).get("plan"))

    def _may_see(self, register: Register, work: PieceOfWork) -> bool:
        """Whether they may; that they may not is no refusal of what is asked."""
        before = self.refused_by
        try:
            self._must_see(register, work)
        except ProblemsError:
            self.refused_by = before
            return False
        return True

    def _told_again(self, now_asked: Mapping[str, Any], now: Microsecond, work: PieceOfWork) -> Answered:
        """What work came to, as its question would be answered now."""
        with self._database.reading() as connection:
            kept = WorkAnswer.of_kept(answer_of(connection, work.id))
            header, parts = _question_read(question_of(connection, work.id))
        operation: Operation = served()[work.operation]
        paged = {name: text for name, text in now_asked["query"] if name in ("after", "limit")}
        if paged and operation.is_paged:
            query = [(name, text) for name, text in header["query"] if name not in paged]
            header = {**header, "query": [*query, *paged.items()]}
        header = {**header, "session": now_asked.get("session"), "request": now_asked["request"]}
        values = _values(operation, header, parts)
        asked = self._asked(operation, self._issuers(), work.issuer, values, header, parts, now)
        told = self._told(kept, operation, asked, header["request"])
        return replace(told, headers={**told.headers, "cache-control": "no-store", "content-language": header["lang"]})

    def _told(self, kept: WorkAnswer, operation: Operation, asked: Asked, request: str) -> Answered:
        """What is kept, as it is told."""
        if kept.form == "problem" and isinstance(operation, ServedPage):
            return kept.as_page(asked.lang, asked.address, request)
        if kept.form != "parts":
            return kept.answered
        if isinstance(operation, ServedPage):
            asked.worked_out = dict(kept.parts)
            told: Answered = operation.answer(asked)
            return told
        whole = kept.parts[WHOLE]
        if operation.listed:
            whole = {**whole, operation.listed: asked.placed(whole[operation.listed])}
        further = {"kenri-next": json.dumps(asked.links)} if asked.links else {}
        return Answered(200, json_bytes(whole), headers=further)

    # --- answers

    def _read(self, operation: Operation, asked: Asked, header: Mapping[str, Any], parts: Sequence[bytes]) -> Answered:
        # Who sees one holder alone is not told by a tag that something was recorded of others.
        is_tagged = operation.method == "GET" and operation.is_of_records and asked.may("see_everybody")
        tag = _tag(asked, header, _head(asked.register), self._caller_now) if is_tagged else None
        headers = {} if tag is None else {"etag": tag}
        if tag is not None and _is_among(tag, header["if_none_match"]):
            return Answered(304, headers=headers)
        found = self._instead(operation, asked, header, parts) if operation.is_work else None
        if isinstance(found, WorkAnswer):
            told = self._told(found, operation, asked, header["request"])
            is_kept = found.form != "problem" and not found.is_stopped
            return replace(told, headers={**told.headers, **(headers if is_kept else {"cache-control": "no-store"})})
        if found is not None:
            return found
        found = operation.answer(asked)
        if asked.time.left() <= 0:  # some of it was stopped perhaps: asked once more, it may come to more
            headers = {"cache-control": "no-store"}
        if isinstance(found, Answered):
            return replace(found, headers={**found.headers, **headers})
        if asked.links:
            headers["kenri-next"] = json.dumps(asked.links)
        return Answered(200, json_bytes(found), headers=headers)

    def _write(self, operation: Operation, asked: Asked, header: Mapping[str, Any], parts: Sequence[bytes]) -> Answered:
        if operation.is_work and (header["idempotency_key"] is not None or header.get("accept")):
            found = self._instead(operation, asked, header, parts)
            if isinstance(found, Answered):
                return found
        if operation.is_work and header["idempotency_key"] is None:
            header = {**header, "idempotency_key": header.get("work")}
        write = partial(self._written, operation, replace(asked), header, _digest_of(header, parts))
        shown = operation.shows if isinstance(operation, ServedPage) else None
        return write() if shown is None else shown(asked, write)

    def _written(self, operation: Operation, asked: Asked, header: Mapping[str, Any], digest: str) -> Answered:
        is_kept = not operation.shows_secret and not operation.is_shown_again  # what is kept for a key tells no secret
        key = _key(header["idempotency_key"]) if is_kept else None
        if operation.is_shown_again and asked.author != MACHINE.author:
            # Before the transaction, so that an attempt that fails is noted.
            must_show_again(self._database, asked.person or "", asked.values["password"], asked.now)
        expected = _expected(header["if_match"])
        register = asked.register
        with register.together(author=asked.author, now=asked.now) as (one, connection):
            kept = None if key is None else answer_kept(connection, asked.author, key, digest)
            if kept is not None:
                told = {"etag": f'"{kept.head}"', "idempotency-replayed": "true"}
                return Answered(200, kept.text.encode(), headers=told)
            before = _head(one)
            if expected not in (None, "*", before):
                raise refused(Sentence("register-moved", head=quote(before, limit=100)))
            asked.register, asked.connection = one, connection
            body = json_bytes(operation.answer(asked))
            head = _head(one)
            if key is not None:
                answer = KeptAnswer(body.decode(), head)
                keep_answer(connection, asked.author, key, digest, answer, now=asked.now)
        return Answered(200, body, headers={"etag": f'"{head}"'})


def _must_stand_apart(register: Register, plan: str | Sequence[str] | None) -> None:
    """Raise `ProblemsError` where the life of one holder is that of everybody, for who may not see everybody.

    `plan` is what is said of a plan, or of several; where there is none of that name, all are looked at.
    """
    named = [plan] if isinstance(plan, str) else plan or ()
    known = register.plans()
    for id_ in named if named and all(each in known for each in named) else known:
        if sees_all(register.plan(id_).plan):
            raise refused(Sentence("lives-not-apart", plan=quote(id_)))


def _values(operation: Operation, header: Mapping[str, Any], parts: Sequence[bytes]) -> dict[str, Any]:
    """The parameters of a request: in its address, or in its body."""
    query = [(name, text) for name, text in header["query"]]
    if isinstance(operation, ServedPage):
        numbers = {each.name for each in operation.parameters if each.form in ("exact", "whole")}
        query = [
            (name, text.translate(_WIDE_DIGITS) if name in numbers else text)
            for name, text in query
            if text  # forms send what is left empty
        ]
    if operation.body != "fields":
        return read_parameters(operation.parameters, query)
    read_parameters((), query)  # what stands there is none of it
    return read_fields(operation.parameters, json_body(parts[0]))


_WIDE_DIGITS = {ord("０") + digit: str(digit) for digit in range(10)}
"""Digits as Japanese keyboards write them: whoever types a number into a form means it."""


def _question_kept(header: Mapping[str, Any], parts: Sequence[bytes]) -> bytes:
    """A question as it is kept: without what shows who asks."""
    names = ("operation", "lang", "query", "page", "method", "if_match", "files")
    key = header["idempotency_key"] or header["work"]  # begun anew, a write is done once
    kept = {name: header[name] for name in names if name in header}
    return framed({**kept, "idempotency_key": key, "if_none_match": None}, parts)


def _question_read(content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    read = read_frame(BytesIO(content))
    assert read is not None  # it was written above
    return read


def _is_fresh(work: PieceOfWork, kept: WorkAnswer, asked: Asked) -> bool:
    """Whether what work came to is what the same question comes to now, before anything else is recorded.

    A question may be about today, which is another day at another time in each zone. What ended badly, or was stopped,
    may end better: it is told to whoever asks soon, and worked out again later.
    """
    if kept.is_stopped or kept.answered.status >= 500:
        return work.ended is not None and asked.now < work.ended + _QUARTER
    zones = {"UTC", *(asked.register.plan(id_).plan.zone for id_ in asked.register.plans())}
    begun, now = (datetime.fromtimestamp(each // MICROSECONDS, UTC) for each in (work.begun or work.made, asked.now))
    return all(begun.astimezone(ZoneInfo(each)).date() == now.astimezone(ZoneInfo(each)).date() for each in zones)


def _which_issuer(header: Mapping[str, Any], known: Iterable[str]) -> Answered:
    """A page that asks which issuer is meant."""
    from kenri.faces.pages.frame import PageFrame
    from kenri.faces.pages.problem_page import issuers_page

    frame = PageFrame(lang=header["lang"], address=header.get("page") or "/", issuers=sorted(known))
    return html_answer(issuers_page(frame))


def _head(register: Register) -> str:
    with register.reading() as ledger:
        return f"{ledger.sequence}:{ledger.head}"


def _tag(asked: Asked, header: Mapping[str, Any], head: str, caller: Caller) -> str:
    """What an answer hangs on: the register, the question, the language, who asks, in which session and with what they
    were given (a page has the menu of that, and forms with the token of the session), this version; and the clock, by
    quarters of an hour, since a question may be about today. Of the head itself it is the head, which writes can be
    held to.
    """
    if header["operation"] == "head":
        return f'"{head}"'
    appointed = [each.id for each in (*caller.appointments, *caller.whose.appointments)]
    said = [
        __version__, asked.register.issuer, head, header["operation"], sorted(header["query"]), asked.lang,
        asked.author, asked.now // _QUARTER, asked.csrf, appointed,
    ]  # fmt: skip
    return f'"{sha256(json.dumps(said).encode()).hexdigest()[:40]}"'


def _is_among(tag: str, given: str | None) -> bool:
    return given is not None and (given.strip() == "*" or tag in (each.strip() for each in given.split(",")))


def _expected(given: str | None) -> str | None:
    """The head in `If-Match`; `*` where any will do."""
    if given is None or given.strip() == "*":
        return given
    text = given.strip().strip('"')
    try:
        head_in(text)
    except ProblemsError:
        raise refused(Sentence("head-not-given", found=quote(given))) from None
    return text


def _key(given: str | None) -> str | None:
    if given is not None and not (1 <= len(given) <= 200 and given.isascii() and given.isprintable()):
        raise refused(Sentence("key-not-taken", found=quote(given)))
    return given


def _digest_of(header: Mapping[str, Any], parts: Sequence[bytes]) -> str:
    """A hash of all that a request says."""
    said = [header["operation"], sorted(header["query"]), header["files"], header["lang"]]
    found = sha256(json.dumps(said).encode())
    for each in parts:
        found.update(sha256(each).digest())
    return found.hexdigest()


def _uploads(files: Sequence[Sequence[str]], parts: Sequence[bytes]) -> list[Upload]:
    names = [name for _, name in files]
    for name in names:
        if names.count(name) > 1:  # the one would stand in the place of the other
            raise refused(Sentence("file-given-twice", name=quote(name)))
    return [Upload(part, _file_name(name), content) for (part, name), content in zip(files, parts, strict=False)]


def _file_name(name: str) -> str:
    """The name of a file that came, which may stand in folders, but in none of this machine."""
    steps = name.split("/")
    is_plain = all(
        each and each.isprintable() and not each.startswith(".") and not set(each) & set('\\:*?"<>|') for each in steps
    )
    if not is_plain or len(steps) > 8 or len(name.encode()) > 200:
        raise refused(Sentence("file-name-not-taken", name=quote(name)))
    return name
