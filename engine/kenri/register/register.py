"""A register of one issuer: plans, entries, and the lives they come to, on a database.

Everything is written in one transaction: what was acknowledged is kept, and nothing half. The clock is given by whoever
writes; a register never records anything as earlier than what it recorded before.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self, Unpack
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from kenri.api import LoadedPlan
from kenri.loader.library import SUFFIX
from kenri.loader.lives import life_in
from kenri.loader.vocabulary import about
from kenri.model.across import overs_in
from kenri.model.entries import EVERYBODY, KINDS, EntrySource, RegisterEntry, roles_written
from kenri.model.known_quiet import NOT_KNOWN, KnownQuiet
from kenri.model.life import Instant, Life
from kenri.model.plan import Plan
from kenri.model.problems import Problem, ProblemsError, Report, quote, refused
from kenri.model.sentences import Sentence, did_you_mean
from kenri.register.canonical import canonical
from kenri.register.changes import Changes, Undated, take
from kenri.register.database import Database
from kenri.register.dossiers import Dossier
from kenri.register.folding import FoldedLife, Moment, folded, may_be_parties, standing, standing_by_name
from kenri.register.holder_rows import BLOCK, HolderRows, are_columns_read, batched
from kenri.register.ledger import Ledger, issuers
from kenri.register.plan_versions import KeptPlan, digest_of, document_changed, files_of, load_version
from kenri.register.plan_words import PlanWords
from kenri.register.records import MICROSECONDS, Microsecond, RegisterRecord
from kenri.register.tables import DOCUMENTS, ISSUERS
from kenri.register.whom import kinds_of_others, told_of_the_wrong_one

if TYPE_CHECKING:
    from kenri.asking.question import QuestionOptions
    from kenri.model.days import Day
    from kenri.model.ruling import Outcome, Ruling
    from kenri.register.acts import ActAnswer, ActRequest
    from kenri.register.kept_rulings import KeptRuling, SetAside
    from kenri.register.open_register import Versions
    from kenri.register.permitted_holders import PermittedHolders
    from kenri.register.plan_history import PlanHistory
    from kenri.register.requests import KeptRequest

__all__ = ["Register", "microseconds", "sees_all"]

_MOST_PROBLEMS = 200

_FEW = 500
"""So many holders are looked up one by one; of more, all are gone through."""


def microseconds(moment: datetime) -> Microsecond:
    """An aware instant as registers keep it."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


class Register:
    """The register of an issuer. Every method raises `ProblemsError` for what cannot be done, and then does nothing."""

    def __init__(self, database: Database, issuer: str, number: int) -> None:
        self.database = database
        self.issuer = issuer
        self._number = number

    @classmethod
    def open(cls, name: str, issuer: str | None = None) -> Self:
        """The register in a file or at an address; of an issuer, which may be left out where there is one alone."""
        database = Database(name)
        database.open()
        return cls.of(database, issuer)

    @classmethod
    def of(cls, database: Database, issuer: str | None = None) -> Self:
        """The register in a database that is open; of an issuer, as `open` takes it."""
        with database.reading() as connection:
            known = issuers(connection)
        if not known:  # whoever made it was stopped
            raise refused(Sentence("not-a-register", register=quote(database.shown, limit=4096)))
        if issuer is None:
            if len(known) != 1:
                raise refused(Sentence("which-issuer", names=tuple(map(quote, sorted(known)))))
            issuer = next(iter(known))
        if issuer not in known:
            raise refused(Sentence("no-such-issuer", name=quote(issuer)), did_you_mean(issuer, known))
        return cls(database, issuer, known[issuer])

    @classmethod
    def create(cls, name: str, issuer: str) -> Self:
        """A new register of an issuer: in a new file or database, or beside other issuers."""
        if not issuer.strip() or not issuer.isprintable() or len(issuer) > 400:
            raise refused(Sentence("name-not-kept", name=quote(issuer), most=400))
        database = Database(name)
        database.make()
        with database.writing() as connection:
            if issuer in issuers(connection):
                raise refused(Sentence("issuer-there", name=quote(issuer)))
            row = connection.execute(insert(ISSUERS).values(name=issuer).returning(ISSUERS.c.id))
            number = row.scalar_one()
        return cls(database, issuer, number)  # opened anew it could fail, as if nothing had been written

    # --- transactions

    @contextmanager
    def reading(self, at: Microsecond | None = None) -> Iterator[Ledger]:
        """The records as they are at one moment; `at` leaves out what was recorded later."""
        with self.database.reading() as connection:
            yield Ledger(connection, self.issuer, self._number, at=at)

    @contextmanager
    def _writing(self, author: str, now: Microsecond) -> Iterator[Ledger]:
        with self.database.writing() as connection:
            yield self._locked(connection, author, now)

    def _locked(self, connection: Connection, author: str, now: Microsecond) -> Ledger:
        """The records, once no other writes of this issuer."""
        connection.execute(select(ISSUERS.c.id).where(ISSUERS.c.id == self._number).with_for_update())
        ledger = Ledger(connection, self.issuer, self._number)
        ledger.write_as(author, now)
        return ledger

    # --- plans

    def add_plan(
        self, name: str, *, author: str, now: Microsecond, since: str = "", folders: Iterable[Path] = ()
    ) -> tuple[str, bool]:
        """Take in a plan of an id or path with all it is made of, as used from a day (ISO) on; empty: since always.

        Its id, and whether that is anything new.
        """
        return self.add_plans([name], author=author, now=now, since=since, folders=folders)[0]

    def add_plans(
        self, names: Iterable[str], *, author: str, now: Microsecond, since: str = "", folders: Iterable[Path] = ()
    ) -> list[tuple[str, bool]]:
        """Take in several plans at once, all or none: what they extend together may be another from then on."""
        if since:
            _day(since)
        folders = tuple(folders)
        several = [(name, *files_of(name, folders)) for name in names]
        with self._writing(author, now) as ledger:
            taken = [(id_, self._add_plan(ledger, name, id_, files, since)) for name, id_, files in several]
            if any(is_new for _, is_new in taken):
                self._check(ledger, {EVERYBODY}, Report())
        return taken

    @staticmethod
    def _add_plan(ledger: Ledger, name: str, id_: str, files: Mapping[str, str], since: str) -> bool:
        """Write a plan as a further record, unless it is there already; whether it is new."""
        digests = {path: digest_of(text) for path, text in files.items()}
        last = ledger.current("plan", [(EVERYBODY, id_)]).get((EVERYBODY, "plan", id_, since))
        body = canonical({"data": {"files": digests}})
        if last is not None and last.body == body:
            return False
        query = select(DOCUMENTS.c.digest).where(DOCUMENTS.c.digest.in_(list(digests.values())))
        there = set(ledger.connection.execute(query).scalars())
        missing = {digests[path]: text for path, text in files.items() if digests[path] not in there}
        if missing:
            rows = [{"digest": digest, "content": text} for digest, text in missing.items()]
            ledger.connection.execute(insert(DOCUMENTS), rows)
        ledger.add(
            kind="plan", life=EVERYBODY, key=id_, since=since, reach=EVERYBODY, plan="",
            known=None if last is None else ledger.recorded // MICROSECONDS,
            corrects=None if last is None else last.sequence, cancelled=False, body=body,
            source=EntrySource(name),
        )  # fmt: skip
        ledger.flush()
        return True

    def plan(
        self,
        id_: str | None = None,
        day: date | None = None,
        *,
        known_at: Instant | None = None,
        at: Microsecond | None = None,
    ) -> KeptPlan:
        """The version of a plan that is used on a day (None: the newest); without an id, the only plan there is.

        `known_at` leaves out what was recorded in the place of a version later than that, and `at` whatever was.
        """
        with self.reading(at) as ledger:
            return self._plans(ledger, day, known_at).of(id_)

    def plan_as(self, name: str, *, day: date | None = None, folders: Iterable[Path] = ()) -> KeptPlan:
        """A plan of an id or path as it would be beside the plans that are used on a day. It is not taken in."""
        return self.plans_as([name], day=day, folders=folders)[0]

    def plans_as(
        self, names: Iterable[str], *, day: date | None = None, folders: Iterable[Path] = ()
    ) -> list[KeptPlan]:
        """Several plans as they would be beside one another and the other plans that are used on a day."""
        folders = tuple(folders)
        files = dict(files_of(name, folders) for name in names)
        with self.reading() as ledger:
            plans = self._plans(ledger, day)
            return [plans.made_of(id_, each, beside=files) for id_, each in files.items()]

    def texts(self, id_: str, day: date | None = None) -> dict[str, str]:
        """The rule files of the version of a plan that is used on a day (None: the newest), by their paths."""
        with self.reading() as ledger:
            return dict(sorted(self._plans(ledger, day).texts(id_).items()))

    def plans(self) -> dict[str, list[str]]:
        """The plans by their ids, each with the days from which its versions are used; empty: since always."""
        found: dict[str, list[str]] = {}
        with self.reading() as ledger:
            for record in ledger.plans():
                days = found.setdefault(record.key, [])
                if record.since not in days:
                    days.append(record.since)
        return {id_: sorted(days) for id_, days in sorted(found.items())}

    def plan_texts(self) -> dict[str, str]:
        """The rule file of each plan by its id, as it is in its newest version; what that extends is not among them."""
        with self.reading() as ledger:
            plans = self._plans(ledger)
            return {id_: plans.text_of(id_) for id_ in plans.ids}

    def _plans(self, ledger: Ledger, day: date | None = None, known_at: Instant | None = None) -> _Plans:
        return _Plans(ledger, self.database.shown, day, known_at)

    # --- entries

    @contextmanager
    def supposing(
        self, entries: Iterable[RegisterEntry], *, now: Microsecond, author: str = "", undated: Undated = "with-its-day"
    ) -> Iterator[tuple[Register, Changes]]:
        """The register as it would be with what entries say, and what that changes. Nothing is kept; whoever writes
        waits meanwhile.

        Raises `ProblemsError` as `apply` does.
        """
        with self.database.writing() as connection, connection.begin_nested() as tried:
            changes = self._take(self._locked(connection, author, now), entries, undated)
            yield _Supposed(self, connection), changes
            tried.rollback()

    @contextmanager
    def together(self, *, author: str, now: Microsecond) -> Iterator[tuple[Register, Connection]]:
        """Several writes as one: a register that writes in the transaction of the connection, all of which is kept once
        this ends well. Whoever else writes waits meanwhile.
        """
        with self.database.writing() as connection:
            self._locked(connection, author, now)
            yield _InOne(self, connection), connection

    def preview(
        self, entries: Iterable[RegisterEntry], *, now: Microsecond, author: str = "", undated: Undated = "with-its-day"
    ) -> Changes:
        """What `apply` would change. Nothing is kept."""
        with self.supposing(entries, now=now, author=author, undated=undated) as (_, changes):
            return changes

    def apply(
        self, entries: Iterable[RegisterEntry], *, now: Microsecond, author: str, undated: Undated = "with-its-day"
    ) -> Changes:
        """Record what entries say, all of it or nothing; `undated` says since when that is known which does not say so.

        Raises `ProblemsError` with everything that is wrong, each with the source of its entry.
        """
        with self._writing(author, now) as ledger:
            return self._take(ledger, entries, undated)

    def _take(self, ledger: Ledger, entries: Iterable[RegisterEntry], undated: Undated) -> Changes:
        report = Report()
        plans = self._plans(ledger)
        kinds = kinds_of_others(plans.of(id_).plan for id_ in plans.ids)
        changes = take(entries, ledger, undated, report, watched=kinds)
        for problem in told_of_the_wrong_one(changes.watched, kinds, ledger):
            report.add(problem)
        report.raise_if_any()
        if changes.number:
            self._check(ledger, changes.touched, report)
        return changes

    # --- acts

    def act(
        self, request: ActRequest, *, now: Microsecond, author: str, source: str = "act", only_tell: bool = False
    ) -> ActAnswer:
        """Judge a request to act by what is recorded now, and record it with its ruling or refuse it, as it says.

        `source` is where it came from, as records tell it. With `only_tell` nothing is written. Raises `ProblemsError`
        for a request that means nothing; of one that is refused the answer tells why. Where it is not known whether it
        is kept, the problem says under which key it can be asked again, to be recorded once.
        """
        from kenri.register.acts import Acting, asked_again  # only who acts needs it

        answer: ActAnswer | None = None
        try:
            with self._writing(author, now) as ledger:
                acting = Acting(_Open(self, ledger), EntrySource(source, part=request.key or ""))
                answer = acting.act(request, only_tell=only_tell)
        except ProblemsError as error:
            if answer is None:
                raise
            raise asked_again(error, answer) from None
        return answer

    def answer(
        self, plan: str, holder: str, action: str = "exercise", *, on: date | str, now: Microsecond, author: str,
        source: str = "ask", **asked: Unpack[QuestionOptions],
    ) -> tuple[Ruling, KeptRuling]:  # fmt: skip
        """The ruling on a question about the life of a holder, kept as an answer that was given.

        It is asked as `LoadedPlan.ask` does. Raises `ProblemsError` for a question that means nothing.
        """
        from kenri.register.answering import answered  # only who keeps answers needs it

        with self._writing(author, now) as ledger:
            return answered(_Open(self, ledger), EntrySource(source), plan, holder, action, on, asked)

    def act_requested(
        self, request: str, even_if: Outcome, *, now: Microsecond, author: str, source: str = "request"
    ) -> ActAnswer:
        """Record an act that was requested, as of its day, if it is permitted now, or with `even_if` though it is not
        known. Raises `ProblemsError` for a request that there is not, or that was set aside.
        """
        from kenri.register.requests import made_again  # only who decides on requests needs it

        with self.reading() as ledger:
            again = made_again(ledger, request, even_if)
        return self.act(again, now=now, author=author, source=source)

    def set_aside(
        self, request: str, how: SetAside, *, now: Microsecond, author: str, reason: str = "",
        holder: str | None = None, source: str = "request",
    ) -> KeptRequest:  # fmt: skip
        """Withdraw a request that waits, or refuse it with a reason: that is recorded, and the request stays as it was.

        `holder` is whose it must be (None: anybody's). Raises `ProblemsError` for one that does not wait.
        """
        from kenri.register.requests import set_aside  # only who decides on requests needs it

        with self._writing(author, now) as ledger:
            return set_aside(ledger, request, how, reason=reason, holder=holder, source=EntrySource(source))

    # --- lives

    def life(
        self, holder: str, plan: KeptPlan, *, day: date | None = None, known_at: Instant | None = None,
        at: Microsecond | None = None,
    ) -> Life:  # fmt: skip
        """The life of a holder for a plan: on a day (None: whenever), as known at an instant (None: all there is).

        Where the plan adds over everybody's grants it is that of all holders. `at` leaves out what was recorded later,
        whatever it says of when it was known.
        """
        with self.reading(at) as ledger:
            moment = Moment(ZoneInfo(plan.plan.zone), day, known_at)
            if sees_all(plan.plan):
                return _life(self._whole(ledger, plan, moment), plan)
            records = self._reaching(ledger, holder)
            return _life(_fold(ledger, records, holder, plan, moment, self.database.shown), plan)

    def whole(self, plan: KeptPlan, *, day: date | None = None, known_at: Instant | None = None) -> Life:
        """The life of the issuer with all holders; not where lives stand by themselves, whose names are their own."""
        with self.reading() as ledger:
            return _life(self._whole(ledger, plan, Moment(ZoneInfo(plan.plan.zone), day, known_at)), plan)

    def lives(
        self, plan: KeptPlan, *, day: date | None = None, known_at: Instant | None = None, after: str = ""
    ) -> Iterator[tuple[str, Life]]:
        """The lives of all holders, one after another, in bounded memory; `after` leaves out those up to a name."""
        moment = Moment(ZoneInfo(plan.plan.zone), day, known_at)
        with self.reading() as ledger:
            if sees_all(plan.plan):
                whole = _life(self._whole(ledger, plan, moment), plan)
                yield from ((holder, whole) for holder in ledger.holders(after))
                return
            common = ledger.of_everybody()
            for holder, own in ledger.by_holder(after):
                records = sorted([*common, *own], key=lambda each: each.sequence)
                yield holder, _life(_fold(ledger, records, holder, plan, moment, self.database.shown), plan)

    def dossiers(
        self, plan: LoadedPlan, holder: str | None = None, *, permitted: PermittedHolders | None = None
    ) -> Generator[Dossier, None, None]:
        """What is held of each holder, one after another, in bounded memory, or of one of them; all in one where the
        plan adds over the grants of everybody, and for the holder without a name.

        A life that names somebody of another life is read when it is asked for: ask for it before the next dossier.
        With `permitted` a dossier tells how many acts there are of a holder of whom columns tell that all were.
        """
        with self.reading() as ledger:
            name = self.database.shown
            if holder and not ledger.of_holder(holder):
                known = ledger.holders()
                raise refused(Sentence("no-such-holder", name=quote(holder)), did_you_mean(holder, known))
            if holder == EVERYBODY or sees_all(plan.plan):
                if alone := ledger.lives():
                    raise refused(Sentence("lives-stand-alone", number=alone))
                records = ledger.of_issuer()
                yield Dossier(EVERYBODY, records, lambda some, of, at: _life(_shaped([*some], of, at, name), of))
                return
            common = ledger.of_everybody()
            lives = ledger.by_holder() if holder is None else iter([(holder, ledger.of_holder(holder))])
            for block in batched(lives, 1 if permitted is None else BLOCK):
                acts = {} if permitted is None else permitted.told(ledger, common, block)
                for who, own in block:
                    records = sorted([*common, *own], key=lambda each: each.sequence)

                    def fold(some: Sequence[RegisterRecord], of: KeptPlan, at: Moment, who: str = who) -> Life:
                        return _life(_fold(ledger, [*some], who, of, at, name), of)

                    yield Dossier(who, records, fold, permitted=acts.get(who))

    def lives_compared(
        self,
        other: Register,
        plans: tuple[KeptPlan, KeptPlan],
        *,
        day: date,
        readings: Mapping[str, str],
        touched: Collection[str] | None = None,
    ) -> Iterator[tuple[str, Life | None, Life | None]]:
        """Each holder of another register with the life before, by the first plan, and the life there after, by the
        second, both as on a day; None before for one of whom nothing was recorded, and None after where no answer
        changes: nobody of those `touched` is concerned, or columns tell that windows, and movements of rights, are the
        same.

        `readings` are the chosen ones of the second plan; by the first one clauses are read as they are by default.
        The other register is this one, or this one as it would be. In bounded memory.
        """
        if any(sees_all(plan.plan) for plan in plans):
            yield from self._lives_of_all_compared(other, plans, day, touched)
            return
        from kenri.register.compared_holders import ComparedHolders, compared_lives

        moments = [Moment(ZoneInfo(plan.plan.zone), day, None) for plan in plans]
        with self.reading() as ledger, nullcontext(ledger) if other is self else other.reading() as ledger_after:
            ledgers = ledger, ledger_after
            common = ledger.of_everybody(), ledger_after.of_everybody()

            def fold(side: int, holder: str, own: Sequence[RegisterRecord]) -> Life:
                records = sorted([*common[side], *own], key=lambda each: each.sequence)
                plan, name = plans[side], self.database.shown
                return _life(_fold(ledgers[side], records, holder, plan, moments[side], name), plan)

            compared = (
                ComparedHolders(plans, ledgers, common, day.toordinal(), readings) if are_columns_read() else None
            )
            yield from compared_lives(ledgers, compared, fold, touched)

    def _lives_of_all_compared(
        self, other: Register, plans: tuple[KeptPlan, KeptPlan], day: date, touched: Collection[str] | None
    ) -> Iterator[tuple[str, Life | None, Life | None]]:
        """The same where a plan adds over the grants of everybody: of one life that is that of all, nothing is left out
        that concerns anybody touched.
        """
        was = self.lives(plans[0], day=day)
        held = next(was, None)
        for holder, life in other.lives(plans[1], day=day):
            then = None
            if held is not None and held[0] == holder:  # who is there before is there after, in the same order
                then, held = held[1], next(was, None)
            is_touched = touched is None or not {holder, EVERYBODY}.isdisjoint(touched)
            yield holder, then if is_touched else None, life if is_touched else None

    def permitted_holders(
        self, history: PlanHistory, until: Day, readings: Mapping[str, str]
    ) -> PermittedHolders | None:
        """What tells from columns of whom all acts up to a day were permitted; None where nothing does."""
        if not are_columns_read() or sees_all(history.plan.plan):
            return None
        from kenri.register.permitted_holders import PermittedHolders

        found = PermittedHolders(history, until, readings)
        return found if found.can_tell else None

    def entries(self, *, zone: str = "UTC", known_at: Instant | None = None) -> Iterator[RegisterEntry]:
        """All that stands, as known at an instant (None: all there is), as it could be handed over again.

        Parties, grants, facts, then events, each in the order in which they were recorded first; in bounded memory.
        `zone` is that of the days on which things were known of which nobody says more.
        """
        with self.reading() as ledger:
            yield from map(_handed_over, standing_by_name(ledger.by_name(), Moment(ZoneInfo(zone), None, known_at)))

    def corrected(self, known_at: Instant | None = None) -> int:
        """How many records stand in the place of others, as known at an instant (None: all there is)."""

        def counts(record: RegisterRecord) -> bool:
            is_known = known_at is None or record.known is None or record.known <= known_at
            return record.corrects is not None and record.kind in KINDS and is_known

        with self.reading() as ledger:
            return sum(map(counts, ledger.all()))

    def lives_with_coming(
        self, plan: KeptPlan, span: tuple[date, date], *, readings: Mapping[str, str], known_at: Instant | None = None
    ) -> Iterator[tuple[str, Life | None, KnownQuiet]]:
        """The lives of all holders as on the first day of a span, one after another, each with what columns tell to
        come in the span and not to; in the place of a life None, where that is all.

        `readings` are chosen ones of the plan. In bounded memory; faster by far than to ask about each life.
        """
        days = span[0].toordinal(), span[1].toordinal()
        quiet = None
        if known_at is None and not sees_all(plan.plan) and are_columns_read():
            from kenri.columnar.quiet import Quiet

            quiet = Quiet(plan, days, readings)
        if quiet is None or not quiet.can_tell:
            for holder, life in self.lives(plan, day=span[0], known_at=known_at):
                yield holder, life, NOT_KNOWN
            return
        moment = Moment(ZoneInfo(plan.plan.zone), span[0], None)
        with self.reading() as ledger:
            common = ledger.of_everybody()
            gathered = HolderRows(plan, common, ledger, with_recorded=False)
            for block in batched(ledger.by_holder(), BLOCK):
                places = [at for at, (holder, own) in enumerate(block) if gathered.add(holder, own)]
                told = dict(zip(places, quiet.told(gathered.rows()), strict=True)) if places else {}
                for at, (holder, own) in enumerate(block):
                    known, is_all = told.get(at, (NOT_KNOWN, False))
                    if is_all:
                        yield holder, None, known
                        continue
                    records = sorted([*common, *own], key=lambda each: each.sequence)
                    life = _life(_fold(ledger, records, holder, plan, moment, self.database.shown), plan)
                    yield holder, life, known

    def holders(self) -> list[str]:
        """Everybody who holds or held a grant, by name."""
        with self.reading() as ledger:
            return ledger.holders()

    def names(self, keys: Collection[str]) -> dict[str, str]:
        """What people call some parties of the issuer, by their keys; who has no name is not among them."""
        with self.reading() as ledger:
            found = sorted(ledger.parties(keys), key=lambda each: each.sequence)
        last = {record.key: record for record in found}
        named = {key: _called(record.details) for key, record in last.items() if not record.cancelled}
        return {key: name for key, name in named.items() if name}

    def details(self, party: str, moment: Moment) -> Mapping[str, str]:
        """What is kept of a party on a day, as known at an instant, and decides no right; what is said in a life of its
        own goes before what is said of it everywhere.
        """
        with self.reading() as ledger:
            own = [each for each in ledger.of_holder(party) if each.kind == "party" and each.key == party]
            found = {each.sequence: each for each in (*ledger.parties([party]), *own)}
        records = standing((found[each] for each in sorted(found)), moment)
        last = "" if moment.day is None else moment.day.isoformat()
        so = sorted((each for each in records if not last or each.since <= last), key=lambda each: each.since)
        of_all = [each.details for each in so if each.life == EVERYBODY]
        of_own = [each.details for each in so if each.life != EVERYBODY]
        return {name: value for each in (of_all[-1:], of_own[-1:]) for some in each for name, value in some.items()}

    def history(self, holder: str) -> list[RegisterRecord]:
        """All that was recorded of a holder alone, in order."""
        with self.reading() as ledger:
            return sorted([*ledger.of_holder(holder), *ledger.rulings(holder)], key=lambda each: each.sequence)

    @staticmethod
    def _reaching(ledger: Ledger, holder: str) -> list[RegisterRecord]:
        """What counts in the life of a holder, of whom something is recorded."""
        records = ledger.reaching(holder)
        if not any(record.reach == holder for record in records):
            known = ledger.holders()
            raise refused(Sentence("no-such-holder", name=quote(holder)), did_you_mean(holder, known))
        return records

    def _whole(self, ledger: Ledger, plan: KeptPlan, moment: Moment) -> FoldedLife:
        if alone := ledger.lives():
            raise refused(Sentence("lives-stand-alone", number=alone))
        return _shaped(ledger.of_issuer(), plan, moment, self.database.shown)

    # --- checks

    def _check(self, ledger: Ledger, touched: set[str], report: Report) -> None:
        """Raise `ProblemsError` with what the strict reader finds wrong in the lives in which something changed."""
        plans = self._plans(ledger)
        told: set[Problem] = set()
        for problem in self._problems(ledger, touched, plans):
            if problem not in told:
                told.add(problem)
                report.add(problem)
            if len(told) >= _MOST_PROBLEMS:
                break
        report.raise_if_any()

    def _problems(self, ledger: Ledger, touched: set[str], plans: _Plans) -> Iterator[Problem]:
        common = ledger.of_everybody()
        yield from _unknown(common, plans)
        if not plans.ids:
            if touched - {EVERYBODY} or common:
                yield Problem(None, Sentence("no-plan-in-register"))
            return
        if EVERYBODY in touched:
            for id_ in plans.ids:
                yield from _wrong(ledger, common, "", plans, id_)
        lives: Iterable[tuple[str, list[RegisterRecord]]]
        if EVERYBODY in touched or len(touched) > _FEW:
            lives = (each for each in ledger.by_holder() if EVERYBODY in touched or each[0] in touched)
            lives = _not_alike(ledger, lives, common, plans)
        else:
            lives = ((holder, ledger.of_holder(holder)) for holder in sorted(touched))
        for holder, own in lives:
            records = sorted([*common, *own], key=lambda each: each.sequence)
            is_unknown = False
            for record in own:
                if record.kind == "grant" and record.plan not in plans.ids and (record.plan or len(plans.ids) > 1):
                    place = record.origin.place
                    name = Sentence("no-plan-of-grant", plan=quote(record.plan), grant=quote(record.key))
                    yield Problem(place, name, did_you_mean(record.plan, plans.ids))
                    is_unknown = True
            if is_unknown:
                continue
            found = [[*_wrong(ledger, records, holder, plans, id_)] for id_ in plans.under(own)]
            yield from min(found, key=len)  # who holds nothing yet may be of any of the plans


@dataclass(frozen=True, slots=True)
class _Open:
    """A register within a transaction that writes: see `kenri.register.open_register.OpenRegister`."""

    register: Register
    ledger: Ledger

    def versions(self, day: date | None) -> _Plans:
        return self.register._plans(self.ledger, day)

    def records(self, holder: str | None) -> list[RegisterRecord]:
        return self.ledger.of_issuer() if holder is None else self.register._reaching(self.ledger, holder)

    def life(
        self, records: list[RegisterRecord], holder: str | None, plan: KeptPlan, day: date,
        known_at: Instant | None = None,
    ) -> Life:  # fmt: skip
        moment = Moment(ZoneInfo(plan.plan.zone), day, known_at)
        if holder is None or sees_all(plan.plan):
            return _life(self.register._whole(self.ledger, plan, moment), plan)
        return _life(_fold(self.ledger, records, holder, plan, moment, self.register.database.shown), plan)

    def problems(
        self, records: list[RegisterRecord], holder: str | None, versions: Versions, plan: str
    ) -> Iterator[Problem]:
        return _wrong(self.ledger, records, holder or EVERYBODY, versions, plan)


def _not_alike(
    ledger: Ledger,
    lives: Iterable[tuple[str, list[RegisterRecord]]],
    common: Sequence[RegisterRecord],
    plans: _Plans,
) -> Iterator[tuple[str, list[RegisterRecord]]]:
    """Those of many holders whose lives are to be read by themselves: of lives of one shape one is read for all.

    Where nothing reads columns these are all.
    """
    if not are_columns_read():
        yield from lives
        return
    from kenri.columnar.alike_lives import AlikeLives

    several: dict[str, tuple[AlikeLives, HolderRows]] = {}
    for block in batched(lives, BLOCK):
        placed: dict[str, list[int]] = {}
        left = set(range(len(block)))
        for at, (holder, own) in enumerate(block):
            under = plans.under(own)
            if len(under) != 1 or under[0] not in plans.ids:
                continue
            id_ = under[0]
            if id_ not in several:
                plan = plans.of(id_)
                several[id_] = AlikeLives(plan), HolderRows(plan, common, ledger)
            if several[id_][1].add(holder, own):
                placed.setdefault(id_, []).append(at)
        for id_, places in placed.items():
            alike, gathered = several[id_]
            are_lives = alike.are_lives(gathered.rows())
            left -= {at for at, is_life in zip(places, are_lives, strict=True) if is_life}
        yield from (block[at] for at in sorted(left))


class _Supposed(Register):
    """A register as a transaction sees it that is not done."""

    def __init__(self, register: Register, connection: Connection) -> None:
        super().__init__(register.database, register.issuer, register._number)
        self._connection = connection

    @contextmanager
    def reading(self, at: Microsecond | None = None) -> Iterator[Ledger]:
        """The records as the transaction sees them."""
        yield Ledger(self._connection, self.issuer, self._number, at=at)


class _InOne(_Supposed):
    """A register as a transaction sees it that writes to it."""

    @contextmanager
    def _writing(self, author: str, now: Microsecond) -> Iterator[Ledger]:
        yield self._locked(self._connection, author, now)


def sees_all(plan: Plan) -> bool:
    """Whether a plan adds over the grants of everybody, so that the life of one holder is not enough."""
    return any(over.of == "all" for over in overs_in(plan))


def _wrong(ledger: Ledger, records: list[RegisterRecord], holder: str, plans: Versions, id_: str) -> Iterator[Problem]:
    """What is wrong in a life, on each day from which something in it is otherwise."""
    try:
        plan = plans.of(id_)
        zone = ZoneInfo(plan.plan.zone)
        days = {date.max} | {date.fromisoformat(each.since) for each in records if each.since}
        for day in sorted(days):
            moment = Moment(zone, day)
            found = Report()
            written = _fold(ledger, records, holder, plan, moment, plans.folder)
            life_in(written, (), plan.plan, found, plan.other_plan)
            yield from found.problems
    except ProblemsError as error:
        yield from error.problems


def _called(details: Mapping[str, str]) -> str:
    """The name among what is kept of a party: the whole one, else its parts."""
    return details.get("name") or " ".join(details[part] for part in ("first_name", "last_name") if part in details)


def _unknown(common: Iterable[RegisterRecord], plans: _Plans) -> Iterator[Problem]:
    """What is said of every life and is of no plan."""
    loaded = [plans.of(id_).plan for id_ in plans.ids]
    names = PlanWords.of(loaded)
    for record in common:
        if loaded and not record.cancelled and not names.knows(record):
            known: Iterable[str]
            match record.kind:
                case "fact":
                    name, known = record.key, names.facts
                case "party":
                    name, known = roles_written(record.data)[0], names.roles
                case _:
                    name, known = str(record.data.get("event")), names.events
            yield Problem(record.origin.place, Sentence("of-no-plan", name=quote(name)), did_you_mean(name, known))
        elif loaded and not record.cancelled:
            kind = str(record.data.get("event")) if record.kind == "event" else ""
            for name in names.of_no_plan(record):
                said = Sentence("no-part-of", name=quote(name), of=about("event", kind))
                yield Problem(record.origin.place, said, did_you_mean(name, names.events[kind]))


def _fold(
    ledger: Ledger, records: list[RegisterRecord], holder: str, plan: KeptPlan, moment: Moment, name: str
) -> FoldedLife:
    """The life of a holder, with the parties that it names."""
    there = {record.key for record in records if record.kind == "party"}
    named = {text for record in records if record.kind in ("grant", "event") for text in may_be_parties(record.data)}
    if further := named - there:
        also = [record for record in ledger.parties(further) if record.reach not in ("", holder)]
        if also:
            records = sorted([*records, *also], key=lambda each: each.sequence)
    return _shaped(records, plan, moment, name)


def _shaped(records: list[RegisterRecord], plan: KeptPlan, moment: Moment, name: str) -> FoldedLife:
    ids = {record.plan for record in records if record.kind == "grant" and record.plan not in ("", plan.id)}
    for id_ in sorted(ids):
        plan.must_be_beside(id_)
    found = (plan.other_plan(id_, Report()) for id_ in sorted(ids))
    names = PlanWords.of([plan.plan, *(other for other in found if other is not None)])
    return folded(names.in_life(records), plan.id, moment, name)


def _life(written: FoldedLife, plan: KeptPlan) -> Life:
    report = Report()
    life = life_in(written, (), plan.plan, report, plan.other_plan)
    report.raise_if_any()
    return life


class _Plans:
    """The plans of a register, each in the version that is used on a day, loaded when first asked for."""

    def __init__(self, ledger: Ledger, folder: str, day: date | None, known_at: Instant | None = None) -> None:
        self.folder = folder
        self._ledger = ledger
        self._loaded: dict[str, KeptPlan] = {}
        self._versions: dict[str, RegisterRecord] = {}
        last: dict[tuple[str, str], RegisterRecord] = {
            (each.key, each.since): each
            for each in ledger.plans()
            if known_at is None or each.known is None or each.known <= known_at
        }
        for (id_, since), record in sorted(last.items()):
            if day is None or since <= day.isoformat():
                self._versions[id_] = record
        self._all = sorted({id_ for id_, _ in last})
        self._day = day
        self._files: dict[str, dict[str, str]] = {}

    @property
    def ids(self) -> list[str]:
        return sorted(self._versions)

    def since(self, id_: str) -> str:
        """From which day the version of a plan is used; empty: since always."""
        return self._versions[id_].since

    def under(self, own: Iterable[RegisterRecord]) -> list[str]:
        """The plans by one of which the life of a holder is read."""
        named = [each.plan for each in own if each.kind == "grant" and each.plan]
        return [each for each in named if each in self._versions][:1] or self.ids

    def of(self, id_: str | None) -> KeptPlan:
        """A plan by its id; the only one there is without."""
        if id_ is None:
            if not self._all:
                raise refused(Sentence("no-plan-in-register"))
            if len(self._all) > 1:
                raise refused(Sentence("which-plan", names=tuple(map(quote, self._all))))
            id_ = self._all[0]
        if id_ not in self._versions:
            if id_ in self._all and self._day is not None:
                raise refused(Sentence("plan-not-yet-used", plan=quote(id_), day=self._day.isoformat()))
            raise refused(Sentence("no-such-plan-in-register", plan=quote(id_)), did_you_mean(id_, self._all))
        if id_ not in self._loaded:
            self._loaded[id_] = self.made_of(id_, self.texts(id_))
        return self._loaded[id_]

    def made_of(
        self, id_: str, files: Mapping[str, str], *, beside: Mapping[str, Mapping[str, str]] | None = None
    ) -> KeptPlan:
        """A plan of some files, beside the others; `beside` are the files of others that would be other ones too."""
        others = {each: self.texts(each) for each in self._versions if each != id_}
        others |= {each: dict(texts) for each, texts in (beside or {}).items() if each != id_}
        return load_version(id_, files, others, f"{self.folder}#{id_}")

    def text_of(self, id_: str) -> str:
        """The rule file of a plan itself."""
        return self.texts(id_)[f"{id_}{SUFFIX}"]

    def texts(self, id_: str) -> dict[str, str]:
        """The rule files of a plan. Raises `ProblemsError` where one is not what was taken in."""
        if id_ not in self._files:
            digests: Mapping[str, str] = self._versions[id_].data["files"]
            query = select(DOCUMENTS).where(DOCUMENTS.c.digest.in_(list(digests.values())))
            content = {row.digest: row.content for row in self._ledger.connection.execute(query)}
            for digest in digests.values():  # a plan that was changed would answer otherwise, and nobody would know
                if digest not in content or digest_of(content[digest]) != digest:
                    raise refused(document_changed(digest, self._versions[id_].sequence))
            self._files[id_] = {path: content[digest] for path, digest in digests.items()}
        return self._files[id_]


def _handed_over(record: RegisterRecord) -> RegisterEntry:
    """A record as the entry that would be recorded as it was."""
    assert record.kind != "plan" and record.kind != "ruling"  # noqa: PT018  whoever asks has left them out
    return RegisterEntry(
        kind=record.kind,
        key=record.key,
        data=record.data,
        source=record.origin,
        of=record.life,
        plan=record.plan,
        since=record.since,
        details=record.details,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refused(Sentence("no-day-since", found=quote(text))) from None
