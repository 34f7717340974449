"""From a request as it came to its answer: who asks, what is asked, whether that may be, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kenri import __version__
from kenri.faces.inputs.registers import head_in
from kenri.faces.serving.answer_time import AnswerTime
from kenri.faces.serving.answered import Answered, html_answer, json_bytes
from kenri.faces.serving.asked import LONGEST_WORK, Asked, Upload
from kenri.faces.serving.by_secret import BY_SECRET, by_secret
from kenri.faces.serving.openid_settings import NO_OPENID, OpenIdSettings
from kenri.faces.serving.operations import Operation
from kenri.faces.serving.pages_served import FIRST_PAGE, OWN_RIGHTS, ServedPage, served
from kenri.faces.serving.parameters import read_fields, read_parameters
from kenri.faces.serving.signing import SIGNING, signed
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
from kenri.service.people import any_person, caller_named
from kenri.service.rule_access import RuleAccess, kinds_of_rules
from kenri.service.sessions import csrf_token, is_csrf_token, is_to_be_seen, see_session, session_of
from kenri.service.tokens import any_token, caller_of, is_to_be_noted, note_use, token_sent

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Answering"]

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
        time = AnswerTime(self._seconds)
        now = microseconds(datetime.now(UTC))
        if header["operation"] in BY_SECRET:
            self.caller_shown = "secret address"
            return by_secret(self._database, header, now)
        if header["operation"] in SIGNING:
            return signed(self._database, self._openid, header, now)
        caller = self._caller(header, now)
        self.caller_shown = caller.author
        day = datetime.fromtimestamp(now // MICROSECONDS, UTC).date()
        if header["operation"] == "ready":
            return Answered(200)
        self._caller_now, self._day = caller, day
        if header["operation"] == "metrics":
            self._must_be_permitted(Wanted("metrics", "see_metrics"))
            return Answered(200)
        if header["operation"] == "issuers":
            return self._issuers_told()
        operation: Operation = served()[header["operation"]]
        is_page = isinstance(operation, ServedPage)
        known = self._issuers()
        if operation.name == FIRST_PAGE and self._has_own_rights_alone(known):
            return Answered(303, headers={"location": OWN_RIGHTS, "cache-control": "no-store"})
        self._must_be_permitted_somewhere(operation, known)
        values = _values(operation, header, parts)
        if is_page and values["issuer"] is None and len(known) > 1:
            return _which_issuer(header, known)
        register = self._register(known, values["issuer"])
        holder = values.get("holder")
        self._must_be_permitted(Wanted(operation.name, operation.act_for(holder), register.issuer, holder))
        may = partial(self._may, operation.name, register.issuer)
        if not may("see_everybody"):
            _must_stand_apart(register, values.get("plan"))
        asked = Asked(
            register=register,
            values=values,
            lang=header["lang"],
            now=now,
            author=caller.author,
            issuers=sorted(known),
            caller_shown=caller.name,
            address=header.get("page") or "/",
            csrf="" if header.get("session") is None else csrf_token(header["session"]),
            holders=caller.whose.holders(register.issuer, day),
            named_as=partial(caller.whose.named_as, register.issuer, day=day),
            person=caller.name if caller.kind == "person" else None,
            may=may,
            signs_in_by=[(each.issuer, each.name) for each in self._openid.providers],
            may_of=partial(self._may, operation.name),
            time=time,
            is_of_all=self._access.may(caller, Wanted(operation.name, operation.act_for(None), None), day),
            held_to=header["if_match"],
            files=_uploads(header["files"], parts),
            folder=Path.cwd(),
        )
        if operation.body == "entries":
            asked.body = json_body(parts[0])
        if operation.is_write:
            write = partial(self._written, operation, replace(asked), header, _digest_of(header, parts))
            shown = operation.shows if isinstance(operation, ServedPage) else None
            return write() if shown is None else shown(asked, write)
        return self._read(operation, asked, header)

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

    def _has_own_rights_alone(self, known: Iterable[str]) -> bool:
        """Whether whoever asks may see rights of some holders, and nobody else's."""
        caller, day = self._caller_now.whose, self._day
        return any(caller.holders(issuer, day) for issuer in known) and not any(
            self._may(FIRST_PAGE, issuer, "see_everybody") for issuer in known
        )

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

    # --- answers

    def _read(self, operation: Operation, asked: Asked, header: Mapping[str, Any]) -> Answered:
        # Who sees one holder alone is not told by a tag that something was recorded of others.
        is_tagged = operation.method == "GET" and operation.is_of_records and asked.may("see_everybody")
        tag = _tag(asked, header, _head(asked.register), self._caller_now) if is_tagged else None
        headers = {} if tag is None else {"etag": tag}
        if tag is not None and _is_among(tag, header["if_none_match"]):
            return Answered(304, headers=headers)
        found = operation.answer(asked)
        if asked.time.left() <= 0:  # some of it was stopped perhaps: asked once more, it may come to more
            headers = {"cache-control": "no-store"}
        if isinstance(found, Answered):
            return replace(found, headers={**found.headers, **headers})
        if asked.links:
            headers["kenri-next"] = json.dumps(asked.links)
        return Answered(200, json_bytes(found), headers=headers)

    def _written(self, operation: Operation, asked: Asked, header: Mapping[str, Any], digest: str) -> Answered:
        key = (
            None if operation.shows_secret else _key(header["idempotency_key"])
        )  # what is kept for a key tells no secret
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


def _must_stand_apart(register: Register, plan: str | None) -> None:
    """Raise `ProblemsError` where the life of one holder is that of everybody, for who may not see everybody."""
    for id_ in [plan] if plan in register.plans() else register.plans():
        if sees_all(register.plan(id_).plan):
            raise refused(Sentence("lives-not-apart", plan=quote(id_)))


def _values(operation: Operation, header: Mapping[str, Any], parts: Sequence[bytes]) -> dict[str, Any]:
    """The parameters of a request: in its address, or in its body."""
    query = [(name, text) for name, text in header["query"]]
    if isinstance(operation, ServedPage):
        query = [(name, text) for name, text in query if text]  # forms send what is left empty
    if operation.body != "fields":
        return read_parameters(operation.parameters, query)
    read_parameters((), query)  # what stands there is none of it
    return read_fields(operation.parameters, json_body(parts[0]))


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
