"""The Python interface: load a plan once, and ask it as often as you like."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kenri.loader import instants, values
from kenri.loader.calendars import business_days
from kenri.loader.declarations import attributes_of
from kenri.loader.library import Library
from kenri.loader.link import known_from
from kenri.loader.link import load as load_plan
from kenri.loader.lives import life_of, read_life
from kenri.loader.scalars import Refused
from kenri.loader.unknown_names import unknown_name
from kenri.loader.values import Misfit, shown
from kenri.loader.vocabulary import unfit_for, vocabulary
from kenri.model.cautions import Caution, together
from kenri.model.days import Day, DaySet, iso
from kenri.model.life import Event, Fact, Grant, Instant, Life, Party
from kenri.model.plan import Claim, Plan, action_of_figure
from kenri.model.problems import Problem, ProblemsError, Report, quote
from kenri.model.ruling import Exact, FigureValue, Ruling, Window
from kenri.model.sentences import Sentence, did_you_mean
from kenri.model.turning import Turning
from kenri.reference.court import Court, Question
from kenri.reference.dependence import dependence

if TYPE_CHECKING:
    from kenri.audit import Audit
    from kenri.simulation.steps import Simulation
    from kenri.simulation.sweep import Sweep

NOBODY = Grant(id="", grantee="", on=1, number=0)
"""Stands for the grant in a life without one, such as a company's."""

_KEPT = 256
"""How many lives a loaded plan remembers its work on."""


def load(
    name: str | Path,
    *,
    rules: Path | str | None = None,
    claims: Sequence[Path | str] = (),
    without: Collection[str] = (),
) -> LoadedPlan:
    """The plan of a shipped id, an id in the folder `rules`, or a path.

    `claims` are files of claims about the plan, from beside it; amendments named in `without` are not applied. Raises
    `ProblemsError` with every problem in the plan and all it extends, each with file, line and clause.
    """
    _must_be(name, str | Path, "name", Sentence("form-plan"))
    _must_be(rules, str | Path | None, "rules", Sentence("form-path"))
    _all_must_be(claims, str | Path, "claims", Sentence("form-paths"))
    _all_must_be(without, str, "without", Sentence("form-names"))
    library = Library(() if rules is None else (Path(rules),))
    plan = load_plan(str(name), library=library, claims=tuple(map(Path, claims)), without=without)
    return LoadedPlan(plan, str(name), library)


class LoadedPlan:
    """A plan ready to be asked. What is worked out about a life serves later questions about the same life."""

    def __init__(self, plan: Plan, name: str, library: Library) -> None:
        self.plan = plan
        self._name = name
        self._library = library
        self._dependence = dependence(plan)
        self._courts: OrderedDict[object, tuple[Life, Court]] = OrderedDict()
        self._checked: OrderedDict[int, Life] = OrderedDict()
        self._then: dict[tuple[str, ...], LoadedPlan] = {}
        self._zone = ZoneInfo(plan.zone)

    def __reduce__(self) -> tuple[type[LoadedPlan], tuple[Plan, str, Library]]:
        """What was worked out about lives stays behind: another process begins anew."""
        return LoadedPlan, (self.plan, self._name, self._library)

    def with_plan(self, plan: Plan) -> LoadedPlan:
        """The same, with a plan that was changed in memory."""
        return LoadedPlan(plan, self._name, self._library)

    @property
    def id(self) -> str:
        """The plan's id."""
        return self.plan.id

    def __repr__(self) -> str:
        return f"LoadedPlan({self.id!r})"

    def life(self, source: Life | Mapping[str, Any] | Path | str) -> Life:
        """A life checked against the plan's vocabulary: from a file, or from data shaped like one.

        Raises `ProblemsError` with everything that is wrong in it.
        """
        match source:
            case Life():
                self._check(source)
                return source
            case Mapping():
                return life_of(source, self.plan)
            case str() | Path():
                return read_life(source, self.plan)
            case _:
                raise _refused(Sentence("no-life", found=shown(source)))

    def _check(self, life: Life) -> None:
        """Whether a life means something in the words of this plan: one read for others, or by nobody, is looked at."""
        if life.checked_for == vocabulary(self.plan).id or self._checked.get(id(life)) is life:
            return
        problems = [*unfit_for(life, self.plan)]
        if problems:
            raise ProblemsError(
                replace(each, sentence=Sentence("of-life", said=each.sentence)) for each in problems[:_KEPT]
            )
        self._checked[id(life)] = life
        if len(self._checked) > _KEPT:
            self._checked.popitem(last=False)

    def ask(
        self,
        life: Life | Mapping[str, Any] | Path | str,
        action: str = "exercise",
        *,
        on: date | str,
        rights: int | Fraction | Decimal | str | None = None,
        by: str | None = None,
        grant: str | None = None,
        known_at: datetime | date | str | None = None,
        readings: Mapping[str, str] | None = None,
        facts: Mapping[str, Any] | None = None,
        settle: bool = True,
    ) -> Ruling:
        """May `by` (a party or a role; the grantee by default) do this on a day, and why?

        `rights` is how many; without it the ruling is about any number and says how many at most. `known_at` leaves
        out what was recorded later (a day stands for its end). `readings` chooses among readings of clauses, `facts`
        answers what a question may supply about the action. Without `settle` it is not worked out whether the outcome
        turns on other readings. Raises `ProblemsError` for a question that means nothing.
        """
        checked = self.life(life)
        instant = self.instant(known_at)
        plan = self.as_known_at(instant)
        court = plan.court(checked, grant, instant)
        ruling = court.rule(
            plan.action(action),
            plan.party(checked, by, court.grant),
            self.day(on),
            number=rights_asked(rights),
            question=plan.question(action, facts, checked),
            chosen=plan.readings(readings),
            settle=settle,
        )
        hours = self.hours(on, action, facts or {})
        return replace(ruling, cautions=together(ruling.cautions, hours)) if hours else ruling

    def figure(
        self,
        life: Life | Mapping[str, Any] | Path | str,
        name: str,
        *,
        on: date | str | None = None,
        rights: int | Fraction | Decimal | str | None = None,
        by: str | None = None,
        grant: str | None = None,
        known_at: datetime | date | str | None = None,
        readings: Mapping[str, str] | None = None,
        facts: Mapping[str, Any] | None = None,
        settle: bool = True,
    ) -> FigureValue:
        """A figure of the plan on a day, or the names of what is missing to compute it, and what it turns on.

        A figure of an action may depend on `rights` and `facts`. A figure that is the same on every day needs no day.
        Without `settle` it is not worked out whether it turns on other readings. Raises `ProblemsError` as `ask` does,
        and for any other figure without a day.
        """
        checked = self.life(life)
        instant = self.instant(known_at)
        plan = self.as_known_at(instant)
        _known(name, plan.plan.figures, "figure")
        court = plan.court(checked, grant, instant)
        named = [word for fact in facts or () if (word := _text(fact))]
        action = action_of_figure(plan.plan.figures[name], plan.plan, named)
        if facts and not action:
            raise _refused(Sentence("figure-without-facts", name=quote(name)))
        asked = dict(plan.question(action, facts, checked)) if action else {}
        number = rights_asked(rights)
        if number is not None:
            asked["number"] = number
        asker = plan.party(checked, by, court.grant) if by or court.grant.grantee else Party(id="", roles=())
        chosen = court.readings(plan.readings(readings))
        if on is None and not court.case(asker, chosen).asking(action, asked).figure(name).is_constant:
            raise _refused(Sentence("figure-of-which-day", name=quote(name)))
        day = None if on is None else self.day(on)
        figure = court.figure(name, asker, day, action=action, asked=asked, readings=chosen, settle=settle)
        hours = self.hours(on, action, facts or {}) if on is not None else ()
        return replace(figure, cautions=together(figure.cautions, hours)) if hours else figure

    def check_figure_question(
        self,
        life: Life | Mapping[str, Any] | Path | str,
        *,
        on: date | str | None = None,
        rights: int | Fraction | Decimal | str | None = None,
        by: str | None = None,
        grant: str | None = None,
        known_at: datetime | date | str | None = None,
        readings: Mapping[str, str] | None = None,
    ) -> None:
        """Raise `ProblemsError` for what `figure` would refuse of any figure: for a plan that has none."""
        checked = self.life(life)
        instant = self.instant(known_at)
        plan = self.as_known_at(instant)
        court = plan.court(checked, grant, instant)
        rights_asked(rights)
        if by:
            plan.party(checked, by, court.grant)
        plan.readings(readings)
        if on is not None:
            self.day(on)

    def claim(
        self,
        life: Life | Mapping[str, Any] | Path | str,
        claim: str | Claim,
        *,
        by: str | None = None,
        grant: str | None = None,
        readings: Mapping[str, str] | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> DaySet:
        """The days of a life on which a claim is broken for `by`; of a `possible` one, those on which it is so.

        The claim is one of the plan's, by its name, or one that was read beside it. Whom it is about is not looked at:
        it is asked of `by`, the grantee by default. Raises `ProblemsError` as `ask` does.
        """
        from kenri.reference.claims import action_of, days_of  # only a check asks for it

        checked = self.life(life)
        court = self.court(checked, grant, None)
        if not isinstance(claim, Claim):
            claim = self.plan.claims[_known(claim, self.plan.claims, "claim")]
        action = action_of(claim)
        question = dict(self.question(action, facts, checked)) if action in self.plan.actions else {}
        case = court.case(self.party(checked, by, court.grant), court.readings(self.readings(readings)))
        return days_of(case.asking(action, question), claim)

    def windows(
        self,
        life: Life | Mapping[str, Any] | Path | str,
        action: str = "exercise",
        *,
        rights: int | Fraction | Decimal | str | None = None,
        by: str | None = None,
        grant: str | None = None,
        known_at: datetime | date | str | None = None,
        readings: Mapping[str, str] | None = None,
        facts: Mapping[str, Any] | None = None,
        settle: bool = True,
    ) -> tuple[Window, ...]:
        """Every interval on which `by` may do this, or may perhaps, in the order of days: as `ask` says, without a day.

        Each says what it turns on, unless `settle` is false. Raises `ProblemsError` as `ask` does.
        """
        court, question = self._standing_question(life, action, rights, by, grant, known_at, readings, facts)
        return court.turned_windows(*question)[0] if settle else court.windows(court.standing(*question), question[-1])

    def windows_elsewhere(
        self,
        life: Life | Mapping[str, Any] | Path | str,
        action: str = "exercise",
        *,
        rights: int | Fraction | Decimal | str | None = None,
        by: str | None = None,
        grant: str | None = None,
        known_at: datetime | date | str | None = None,
        readings: Mapping[str, str] | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> tuple[Turning[tuple[Window, ...]], ...]:
        """The windows there are under other readings only, and that share no day with any of `windows`, by place.

        Raises `ProblemsError` as `ask` does.
        """
        court, question = self._standing_question(life, action, rights, by, grant, known_at, readings, facts)
        return court.turned_windows(*question)[1]

    def _standing_question(
        self,
        life: Life | Mapping[str, Any] | Path | str,
        action: str,
        rights: int | Fraction | Decimal | str | None,
        by: str | None,
        grant: str | None,
        known_at: datetime | date | str | None,
        readings: Mapping[str, str] | None,
        facts: Mapping[str, Any] | None,
    ) -> tuple[Court, tuple[str, Party, Mapping[str, str], Question, Exact | None]]:
        """A question without a day: where it is answered, and of what it is made there."""
        checked = self.life(life)
        instant = self.instant(known_at)
        plan = self.as_known_at(instant)
        court = plan.court(checked, grant, instant)
        return court, (
            plan.action(action),
            plan.party(checked, by, court.grant),
            court.readings(plan.readings(readings)),
            plan.question(action, facts, checked),
            rights_asked(rights),
        )

    def audit(
        self,
        life: Life | Mapping[str, Any] | Path | str,
        *,
        grant: str | None = None,
        known_at: datetime | date | str | None = None,
        until: date | str | None = None,
        readings: Mapping[str, str] | None = None,
    ) -> Audit:
        """Every recorded act judged, and how the rights of one grant, or of all, moved up to `until` (included).

        Without `until` it goes up to the last recorded event. Raises `ProblemsError` as `ask` does.
        """
        from kenri.audit import audit  # seldom asked for, and not needed to answer a question

        checked = self.life(life)
        several = tuple(checked.grants.values()) or (NOBODY,)
        found = audit(
            self,
            checked,
            several if grant is None else (self._grant(checked, grant),),
            instant=self.instant(known_at),
            until=self.day(until) if until is not None else None,
            readings=self.readings(readings),
        )
        hours = self.hours(until) if until is not None else ()
        said = tuple(replace(each, cautions=together(each.cautions, hours)) for each in found.grants)
        return replace(found, grants=said) if hours else found

    def simulate(
        self,
        life: Life | Mapping[str, Any] | Path | str,
        *,
        action: str | None = None,
        by: str | None = None,
        grant: str | None = None,
        readings: Mapping[str, str] | None = None,
    ) -> Simulation:
        """The life played in the order in which it was recorded: a step for each recording, with all that it changed.

        Looked at are the action, the party (or role) and the grant named, or each there is. Raises `ProblemsError` as
        `ask` does, and for events that stand before what must have come first.
        """
        from kenri.simulation.play import simulate  # seldom asked for, and not needed to answer a question

        return simulate(self, self.life(life), action=action, by=by, grant=grant, readings=readings)

    def sweep(
        self,
        life: Life | Mapping[str, Any] | Path | str,
        action: str = "exercise",
        *,
        asked: tuple[date | str, date | str],
        vary: str | None = None,
        days: tuple[date | str, date | str] | None = None,
        **question: Any,
    ) -> Sweep:
        """The same question for every day from the first to the last of `asked` and, with `vary`, for every one of the
        `days` of that event (its id, or its kind if there is one of it).

        `question` takes the other options of `ask`. Raises `ProblemsError` as that does.
        """
        from kenri.simulation.sweep import Sweep

        return Sweep(self, self.life(life), action, asked=asked, vary=vary, days=days, **question)

    def branch(self, life: Life | Mapping[str, Any] | Path | str, *happenings: str | Mapping[str, Any]) -> Life:
        """The life with further events, recorded after the others: phrases such as `"left director 2030-06-25"`, or
        data as in a life file.

        Raises `ProblemsError` with everything that is wrong with them; the life itself stays as it is.
        """
        from kenri.simulation.branching import branch

        return branch(self, self.life(life), *happenings)

    def decide(
        self, life: Life, action: str, *, on: Day, rights: Exact | None = None, by: Party | None = None
    ) -> tuple[str, tuple[str, ...]]:
        """The bare outcome and the deciding rules, by default readings and all that is recorded: the fastest ask."""
        court = self.court(life, None, None)
        return court.decide(action, by or self.party(life, None, court.grant), on, rights)

    def consulted(self) -> set[tuple[str, str]]:
        """The entries of the plan that answers so far have depended on, by kind and name."""
        return set().union(*(court.consulted() for _, court in self._courts.values()))

    # --- what a question is made of

    def as_known_at(self, instant: Instant | None) -> LoadedPlan:
        """The plan with only the amendments known at an instant."""
        if instant is None or not self.plan.amendments:
            return self
        amendments = self.plan.amendments.items()
        known = tuple(name for name, each in amendments if known_from(each, self.plan.zone) <= instant)
        if len(known) == len(self.plan.amendments):
            return self
        if known not in self._then:
            then = load_plan(self._name, library=self._library, known_at=instant)
            self._then[known] = LoadedPlan(then, self._name, self._library)
        return self._then[known]

    def court(self, life: Life, grant: str | None, instant: Instant | None) -> Court:
        """Where questions about one grant of a life are answered, kept for the next question."""
        key = (id(life), grant if grant is None else _known(grant, life.grants, "grant"), instant)
        found = self._courts.get(key)
        if found is not None:
            return found[1]
        chosen = self._grant(life, grant)
        court = Court(self.plan, life.known_at(instant), chosen, calendars=business_days, dependence=self._dependence)
        self._courts[key] = (life, court)  # the life is kept with it, so that its id is not given to another
        if len(self._courts) > _KEPT:
            self._courts.popitem(last=False)
        return court

    @staticmethod
    def _grant(life: Life, name: str | None) -> Grant:
        if name is not None:
            return life.grants[_known(name, life.grants, "grant")]
        if len(life.grants) > 1:
            raise _refused(Sentence("which-grant", names=tuple(map(quote, life.grants))))
        return next(iter(life.grants.values()), NOBODY)

    def action(self, name: str) -> str:
        """The action, if the plan knows it."""
        return _known(name, self.plan.actions, "action")

    def party(self, life: Life, name: str | None, grant: Grant) -> Party:
        """The party of a name; or the one that has a role, or somebody in that role if nobody in the life has it."""
        if name is None:
            if grant.grantee:
                return life.parties[grant.grantee]
            raise _refused(Sentence("who-asks"))
        if _text(name) in life.parties:
            return life.parties[name]
        if _text(name) not in self.plan.roles:
            known = (*life.parties, *self.plan.roles)
            raise _refused(Sentence("no-party-and-no-role", name=shown(name)), did_you_mean(_text(name), known))
        having = [party for party in life.parties.values() if name in party.roles]
        if len(having) > 1:
            names = tuple(quote(party.id) for party in having)
            raise _refused(Sentence("several-of-role", role=quote(name), names=names))
        return having[0] if having else Party(id=name, roles=(name,))

    def readings(self, chosen: Mapping[str, str] | None) -> dict[str, str]:
        """The chosen readings, if the plan knows them."""
        if chosen is None:
            return {}
        if not isinstance(chosen, Mapping):
            raise _refused(Sentence("readings-are-mapping", found=shown(chosen)))
        for name, option in chosen.items():
            options = self.plan.readings[_known(name, self.plan.readings, "reading")].options
            if _text(option) not in options:
                help_ = did_you_mean(_text(option), options)
                raise _refused(Sentence("no-such-option", option=shown(option), reading=quote(name)), help_)
        return dict(chosen)

    def question(
        self, action: str, facts: Mapping[str, Any] | None, life: Life | None = None
    ) -> tuple[tuple[str, Fact], ...]:
        """The facts of a question in the form of the engine, if the action has them and each is of its type.

        Parties are those of the life, where one is given. Raises `ProblemsError` with everything that is wrong.
        """
        if facts is None:
            return ()
        if not isinstance(facts, Mapping):
            raise _refused(Sentence("facts-are-mapping", found=shown(facts)))
        report = Report()
        declared = attributes_of(self.plan.actions[action].attributes)
        found: dict[str, Fact] = {}
        for name, value in facts.items():
            if _text(name) not in declared:
                help_ = did_you_mean(_text(name), declared)
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
            read = values.fact(value, declared[name], name, self._zone, None if life is None else life.parties)
            if isinstance(read, Misfit):
                report.add(Problem(None, read.sentence, read.advice))
            else:
                found[name] = read
        report.raise_if_any()
        return tuple(sorted(found.items()))

    def day(self, value: date | str) -> Day:
        """A day of the plan: an instant is the day it falls on in the plan's zone."""
        moment = self._moment(value)
        try:
            return instants.day_of(moment, self._zone)
        except instants.NoMomentError as error:
            raise _refused(Sentence("no-day-in-plan-zone", found=shown(value), reason=error.reason)) from None

    def hours(self, on: date | str, action: str = "", facts: Mapping[str, Any] | None = None) -> tuple[Caution, ...]:
        """A caution where a day of a question is an instant, whose hour nothing looks at: which day it is, where."""
        declared = attributes_of(self.plan.actions[action].attributes) if action else {}
        days = [value for name, value in (facts or {}).items() if name in declared and declared[name].type == "day"]
        moments = map(self._moment, (on, *(value for value in days if isinstance(value, date | str))))
        taken = dict.fromkeys(iso(self.day(each)) for each in moments if isinstance(each, datetime))
        return (Caution("hour-of-question", tuple(f"{day} ({self.plan.zone})" for day in taken)),) if taken else ()

    def instant(self, value: date | str | None) -> Instant | None:
        """An instant up to which things are known: a day stands for its end."""
        return None if value is None else instants.end(self._moment(value), self._zone)

    def _moment(self, value: date | str) -> date:
        if isinstance(value, str):
            try:
                return instants.parse(value, self.plan.zone)
            except instants.NoMomentError as error:
                misfit = values.day(value, self._zone)
                if isinstance(misfit, Misfit) and misfit.sentence.code != "no-day-here":
                    raise _refused(misfit.sentence, misfit.advice) from None
                if error.reason.code == "no-moment":
                    raise _refused(Sentence("not-day-nor-instant", found=quote(value))) from None
                raise _refused(Sentence("no-day-no-instant", found=quote(value), reason=error.reason)) from None
        if isinstance(value, datetime) and value.utcoffset() is None:
            raise _refused(Sentence("no-time-zone", found=shown(value)))
        if not isinstance(value, date):
            raise _refused(Sentence("not-day-nor-instant", found=shown(value)))
        return value


def rights_asked(value: int | Fraction | Decimal | str | None) -> Exact | None:
    """How many rights a question is about; None where it says nothing. Raises `ProblemsError` for what is no number."""
    if value is None:
        return None
    found = values.rights(value)
    if isinstance(found, Misfit):
        raise _refused(found.sentence, found.advice)
    return found


def _must_be(value: object, type_: type | UnionType, name: str, form: Sentence) -> None:
    """Raise `ProblemsError` for an argument of another type."""
    if not isinstance(value, type_):
        raise _refused(Sentence("wrong-argument", name=quote(name), form=form, found=shown(value)))


def _all_must_be(values: object, type_: type | UnionType, name: str, form: Sentence) -> None:
    """The same for an argument of several; a text is one value, and not its letters."""
    if isinstance(values, str | Mapping) or not isinstance(values, Collection):
        raise _refused(Sentence("wrong-argument", name=quote(name), form=form, found=shown(values)))
    for each in values:
        _must_be(each, type_, name, form)


def _known(name: object, known: Mapping[str, Any], what: str) -> str:
    if _text(name) in known:
        return _text(name)
    raise _refused(unknown_name(what, shown(name)), did_you_mean(_text(name), known))


def _text(name: object) -> str:
    """What Python hands over for a name; nothing, which names nothing, where that is no text."""
    return name if isinstance(name, str) else ""


def _refused(sentence: Sentence, help_: Sentence | None = None) -> ProblemsError:
    return ProblemsError([Problem(None, sentence, help_)])


__all__ = ["Event", "Grant", "Life", "LoadedPlan", "Party", "load"]
