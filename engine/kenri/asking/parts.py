"""The parts of a question as somebody supplied them, each checked where it enters: what it names, its type, its bounds.

Whatever does not fit raises `ProblemsError`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from types import UnionType
from typing import Any
from zoneinfo import ZoneInfo

from kenri.loader import instants, values
from kenri.loader.declarations import attributes_of
from kenri.loader.scalars import Refused
from kenri.loader.unknown_names import unknown_name
from kenri.loader.values import Misfit, shown
from kenri.model.cautions import Caution
from kenri.model.days import FIRST_DAY, NEVER, Day, iso
from kenri.model.frozen import taken
from kenri.model.hours import Second, on_clock
from kenri.model.life import Fact, Grant, Instant, Life, Party, asking_about
from kenri.model.limits import PARTIES
from kenri.model.plan import Plan
from kenri.model.problems import Problem, Report, quote, refused
from kenri.model.ruling import Exact
from kenri.model.sentences import Sentence, did_you_mean

NOBODY = Grant(id="", grantee="", on=1, number=0)
"""Stands for the grant in a life without one, such as a company's."""


class Parts:
    """What the parts of a question mean in the words and the zone of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._zone = ZoneInfo(plan.zone)

    def grant(self, life: Life, name: str | None) -> Grant:
        """The grant of an id; or the only one there is under this plan, or nobody's in a life without any."""
        own = life.grants_under(self.plan)
        if name is not None:
            found = life.grants[named(name, life.grants, "grant")]
            if found.is_under(self.plan):
                return found
            raise refused(Sentence("grant-of-another-plan", grant=quote(found.id), plan=quote(found.plan)))
        if len(own) > 1:
            raise refused(Sentence("which-grant", names=tuple(map(quote, own))))
        return next(iter(own.values()), NOBODY)

    def grant_asked(self, life: Life, action: str, name: str | None) -> Grant:
        """The grant that a question about an action is about; nobody's where the action is about the company."""
        if not self.is_about_company(action):
            return self.grant(life, name)
        if name is not None:
            raise refused(Sentence("not-about-a-grant", action=quote(action)))
        return NOBODY

    def is_about_company(self, action: str) -> bool:
        """Whether questions about an action are about no single grant."""
        return action in self.plan.actions and self.plan.actions[action].about == "company"

    def grants_asked(self, life: Life) -> tuple[str, ...]:
        """The ids of all that may be asked about: each grant under this plan, or nobody's (empty) where there is none,
        and where some action is about the company.
        """
        own = tuple(life.grants_under(self.plan)) or ("",)
        has_company = any(action.about == "company" for action in self.plan.actions.values())
        return (*own, "") if has_company and own != ("",) else own

    def grants_audited(self, life: Life) -> tuple[str, ...]:
        """The same, but nobody's beside others only where some event records an act of the company."""
        several = self.grants_asked(life)
        acts = {kind.act for kind in self.plan.events.values()}
        is_acting = any(action.about == "company" and name in acts for name, action in self.plan.actions.items())
        return several if is_acting or several == ("",) else tuple(id_ for id_ in several if id_)

    def concerns(self, life: Life, action: str, grant: str) -> bool:
        """Whether an action is about a grant that may be asked about."""
        if self.is_about_company(action):
            return not grant
        return bool(grant) or not life.grants_under(self.plan)

    def action(self, name: str) -> str:
        """The action, if the plan knows it."""
        return named(name, self.plan.actions, "action")

    def party(self, life: Life, name: str | None, grant: Grant) -> Party:
        """The party of a name; or the one that has a role, or somebody in that role if nobody in the life has it.

        The grantee is that of the grant: whoever else has the role has it about another grant.
        """
        if name is None:
            if grant.grantee:
                return life.parties[grant.grantee]
            raise refused(Sentence("who-asks"))
        if text(name) in life.parties:
            return asking_about(grant, life.parties[name])
        if text(name) not in self.plan.roles:
            known = (*life.parties, *self.plan.roles)
            raise refused(Sentence("no-party-and-no-role", name=shown(name)), did_you_mean(text(name), known))
        several = (asking_about(grant, party) for party in life.parties.values())
        having = [party for party in several if name in party.roles]
        if len(having) > 1:
            names = tuple(quote(party.id) for party in having)
            raise refused(Sentence("several-of-role", role=quote(name), names=names))
        return having[0] if having else Party(id=name, roles=(name,))

    def asker(self, life: Life, by: Party | str | None, grant: Grant) -> Party:
        """The same where it may also be the party itself: one of the life, or one that stands for a role."""
        if not isinstance(by, Party):
            return self.party(life, by, grant)
        found = self.party(life, by.id, grant)
        if asking_about(grant, by) != found:
            raise refused(Sentence("no-party-and-no-role", name=shown(by)))
        return found

    def readings(self, chosen: Mapping[str, str] | None) -> dict[str, str]:
        """The chosen readings, if the plan knows them."""
        if chosen is None:
            return {}
        if not isinstance(chosen, Mapping):
            raise refused(Sentence("readings-are-mapping", found=shown(chosen)))
        found = taken(chosen.items(), PARTIES)
        for name, option in found:
            options = self.plan.readings[named(name, self.plan.readings, "reading")].options
            if text(option) not in options:
                help_ = did_you_mean(text(option), options)
                raise refused(Sentence("no-such-option", option=shown(option), reading=quote(name)), help_)
        return dict(found)

    def facts(
        self, action: str, supplied: Mapping[str, Any] | None, life: Life | None = None
    ) -> tuple[tuple[str, Fact], ...]:
        """The facts of a question in the form of the engine, if the action has them and each is of its type.

        Parties are those of the life, where one is given. Raises `ProblemsError` with everything that is wrong.
        """
        if supplied is None:
            return ()
        if not isinstance(supplied, Mapping):
            raise refused(Sentence("facts-are-mapping", found=shown(supplied)))
        report = Report()
        declared = attributes_of(self.plan.actions[action].attributes)
        found: dict[str, Fact] = {}
        for name, value in taken(supplied.items(), PARTIES):
            if text(name) not in declared:
                help_ = did_you_mean(text(name), declared)
                sentence = Sentence("no-fact-of-action", name=shown(name), action=quote(action))
                if isinstance(value, Refused):
                    sentence = Sentence(
                        "no-fact-and-refused", name=shown(name), action=quote(action), said=value.sentence
                    )
                    help_ = Sentence(
                        "both-helps", first=help_, other=value.advice or Sentence("said-help", said=value.sentence)
                    )
                report.add(Problem(None, sentence, help_))
                continue
            parties = None if life is None else life.parties
            events = None if life is None else {event.id: event for event in life.events}
            read = values.fact(value, declared[name], name, self._zone, parties, events)
            if isinstance(read, Misfit):
                report.add(Problem(None, read.sentence, read.advice))
            else:
                found[name] = read
        report.raise_if_any()
        return tuple(sorted(found.items()))

    def day(self, value: Day | date | str) -> Day:
        """A day of the plan: an instant is the day it falls on in the plan's zone."""
        moment = self._moment(value)
        try:
            return instants.day_of(moment, self._zone)
        except instants.NoMomentError as error:
            raise refused(Sentence("no-day-in-plan-zone", found=shown(value), reason=error.reason)) from None

    def ordinal(self, value: Day | date | str) -> Day:
        """A day of the plan, that may be given as an ordinal."""
        if type(value) is int and FIRST_DAY <= value < NEVER:  # a flag is no day
            return value
        return self.day(value)

    def time(self, value: Day | date | str | None) -> Second | None:
        """The time of the day, by the clocks of the plan, of an instant; None for a day."""
        moment = value if value is None or type(value) is int else self._moment(value)
        return on_clock(moment, self._zone)[1] if isinstance(moment, datetime) else None

    def hours(
        self, on: date | str | None, action: str = "", facts: Mapping[str, Any] | None = None
    ) -> tuple[Caution, ...]:
        """A caution where a day of a question is an instant, whose hour nothing looks at: which day it is, where."""
        declared = attributes_of(self.plan.actions[action].attributes) if action else {}
        days = [value for name, value in (facts or {}).items() if name in declared and declared[name].type == "day"]
        moments = map(self._moment, (value for value in (on, *days) if isinstance(value, date | str)))
        taken = dict.fromkeys(iso(self.day(each)) for each in moments if isinstance(each, datetime))
        return (Caution("hour-of-question", tuple(f"{day} ({self.plan.zone})" for day in taken)),) if taken else ()

    def instant(self, value: date | str | None) -> Instant | None:
        """An instant up to which things are known: a day stands for its end."""
        return None if value is None else instants.end(self._moment(value), self._zone)

    def _moment(self, value: Day | date | str) -> date:
        if isinstance(value, str):
            try:
                return instants.parse(value, self.plan.zone)
            except instants.NoMomentError as error:
                misfit = values.day(value, self._zone)
                if isinstance(misfit, Misfit) and misfit.sentence.code != "no-day-here":
                    raise refused(misfit.sentence, misfit.advice) from None
                if error.reason.code == "no-moment":
                    raise refused(Sentence("not-day-nor-instant", found=quote(value))) from None
                raise refused(Sentence("no-day-no-instant", found=quote(value), reason=error.reason)) from None
        if isinstance(value, datetime) and not instants.has_zone(value):
            raise refused(Sentence("no-time-zone", found=shown(value)))
        if not isinstance(value, date):
            raise refused(Sentence("not-day-nor-instant", found=shown(value)))
        return value


def rights_asked(value: int | Fraction | Decimal | str | None) -> Exact | None:
    """How many rights a question is about; None where it says nothing. Raises `ProblemsError` for what is no number."""
    if value is None:
        return None
    found = values.rights(value)
    if isinstance(found, Misfit):
        raise refused(found.sentence, found.advice)
    return found


def named(name: object, among: Mapping[str, Any], what: str) -> str:
    """A name that is among those there are. Raises `ProblemsError` for any other, saying of `what` it is none."""
    if text(name) in among:
        return text(name)
    raise refused(unknown_name(what, shown(name)), did_you_mean(text(name), among))


def text(name: object) -> str:
    """What Python hands over for a name; nothing, which names nothing, where that is no text."""
    return name if isinstance(name, str) else ""


def must_be(value: object, type_: type | UnionType, name: str, form: Sentence) -> None:
    """Raise `ProblemsError` for an argument of another type."""
    if not isinstance(value, type_):
        raise refused(Sentence("wrong-argument", name=quote(name), form=form, found=shown(value)))


def all_must_be(values: object, type_: type | UnionType, name: str, form: Sentence) -> None:
    """The same for an argument of several; a text is one value, and not its letters."""
    if isinstance(values, str | Mapping) or not isinstance(values, Collection):
        raise refused(Sentence("wrong-argument", name=quote(name), form=form, found=shown(values)))
    for each in taken(values, PARTIES):
        must_be(each, type_, name, form)
