"""A plan ready to be asked: what is worked out about a life serves later questions about the same life."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self, Unpack

from kenri.asking.parts import NOBODY, Parts, named, rights_asked, text
from kenri.asking.question import LifeSource, Number, Question, QuestionOptions, is_plain, must_be_options
from kenri.asking.settled import settled_ruling, settled_windows
from kenri.loader.amendments import known_from
from kenri.loader.calendars import calendars_of
from kenri.loader.library import Library
from kenri.loader.lives import life_of, read_life
from kenri.loader.values import shown
from kenri.loader.vocabulary import unfit_for, vocabulary
from kenri.model.days import Day, DaySet
from kenri.model.dependence import dependence_of, hours_in
from kenri.model.hours import Hours, Second, periods
from kenri.model.judgement import ActQuestion, Judgement
from kenri.model.kept import Kept
from kenri.model.life import Grant, Instant, Life, Party
from kenri.model.plan import Claim, Plan, action_of_figure
from kenri.model.problems import ProblemsError, Report, quote, refused
from kenri.model.ruling import Exact, FigureValue, Outcome, Ruling, Window, Windows, best_of
from kenri.model.sentences import Sentence
from kenri.model.turning import Turning
from kenri.reference.court import Court, Facts
from kenri.reference.grants import Grants

if TYPE_CHECKING:
    from kenri.asking.written import WrittenLives
    from kenri.compiled.column_forms import ColumnForms
    from kenri.compiled.forms import Forms
    from kenri.compiled.rulings import AllWays
    from kenri.model.duty import Duties
    from kenri.model.schedule import Schedule

_ANY_DAY = date(2000, 1, 1).toordinal()
"""Stands for the day of a question about every day."""

_KEPT = 256
"""How many lives a plan remembers its work on."""


_FEW = 4
"""Whoever asks fewer questions does not wait for what makes forms to be loaded."""


class AskablePlan(Parts):
    """A plan ready to be asked. Loading one is `kenri.api.load`, which also plays and audits lives."""

    def __init__(
        self,
        plan: Plan,
        name: str,
        library: Library,
        *,
        loaded: Plan | None = None,
        without: Collection[str] = (),
    ) -> None:
        """`loaded` is the plan before it was changed in memory; `without` are amendments that are not applied."""
        super().__init__(plan)
        self._name = name
        self._library = library
        self._loaded = plan if loaded is None else loaded
        self._without = frozenset(without)
        self.dependence = dependence_of(plan)
        """What the entries of the plan depend on."""
        self.calendars = calendars_of(plan)
        """The business-day calendars that the plan can name."""
        self._courts: OrderedDict[object, tuple[Life, Court]] = OrderedDict()
        self._checked: OrderedDict[int, Life] = OrderedDict()
        self._then: dict[tuple[str, ...], Self] = {}
        self.default_readings: Mapping[str, str] = {name: each.default for name, each in plan.readings.items()}
        self._other_plans = Kept[tuple[str, Instant | None], Plan](_KEPT)
        self._grants = Kept[object, tuple[Life, Life, Grants]](_KEPT)
        self._has_forms = True
        self.has_hours = bool(self.dependence.hours) and plan.time is None
        """Whether the plan looks at hours of the day; as looked at at a time of the day it has looked."""
        self._timed: dict[Second, Self] = {}
        self._questions = 0

    @cached_property
    def _forms(self) -> Forms:
        """What remains of the plan for lives of one shape."""
        from kenri.compiled.forms import Forms  # only who asks often needs it

        return Forms(self.plan, calendars=self.calendars, dependence=self.dependence)

    @cached_property
    def _written(self) -> WrittenLives:
        """How lives were written in plain data that were decided about."""
        from kenri.asking.written import WrittenLives  # only who asks about such needs it

        return WrittenLives(self.plan, self._forms.looked_at)

    @cached_property
    def column_forms(self) -> ColumnForms:
        """What remains of the plan for tables of lives."""
        from kenri.compiled.column_forms import ColumnForms  # only who judges tables needs it

        return ColumnForms(self.plan, calendars=self.calendars, dependence=self.dependence)

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[Plan, str, Library, Plan, frozenset[str]]]:
        """What was worked out about lives stays behind: another process begins anew."""
        return type(self)._unpickled, (self.plan, self._name, self._library, self._loaded, self._without)

    @classmethod
    def _unpickled(cls, plan: Plan, name: str, library: Library, loaded: Plan, without: frozenset[str]) -> Self:
        return cls(plan, name, library, loaded=loaded, without=without)

    def by_reference(self) -> Self:
        """The same, answered by the reference alone: only that tells what its answers have depended on."""
        found = self.with_plan(self.plan)
        found._has_forms = False
        return found

    def with_plan(self, plan: Plan) -> Self:
        """The same, with a plan that was changed in memory; by the reference alone where this one is."""
        found = type(self)(plan, self._name, self._library, loaded=self._loaded, without=self._without)
        found._has_forms = self._has_forms
        return found

    @cached_property
    def parts_of_day(self) -> tuple[Hours, ...]:
        """The parts of the day between which the hours that the plan looks at make a difference."""
        return periods(self.plan, self.dependence.hours)

    def in_parts(self) -> tuple[Self, ...]:
        """The plan as looked at in each part of the day; itself alone where it looks at no hour."""
        if not self.has_hours:
            return (self,)
        return tuple(self.timed(first) for first, _ in self.parts_of_day)

    def timed(self, time: Second) -> Self:
        """The plan as looked at at a second of the day, whether it looks at hours or not."""
        if time not in self._timed:
            self._timed[time] = self.with_plan(replace(self.plan, time=time))
        return self._timed[time]

    def at(self, time: Second | None) -> Self:
        """The plan as looked at at a time of the day; in whole days where there is none."""
        if time is None or not self.has_hours:
            return self
        place = bisect_right(self.parts_of_day, time, key=lambda part: part[0]) - 1
        return self.timed(self.parts_of_day[place][0])

    def in_time(self, time: Second | None) -> tuple[Self, ...]:
        """The plan as looked at at a time of the day, or in each part of the day where the time is not told."""
        return self.in_parts() if time is None else (self.at(time),)

    @property
    def id(self) -> str:
        """The plan's id."""
        return self.plan.id

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r})"

    def life(self, source: LifeSource) -> Life:
        """A life checked against the plan's vocabulary: from a file, or from data shaped like one.

        Raises `ProblemsError` with everything that is wrong in it.
        """
        match source:
            case Life():
                self._check(source)
                return source
            case Mapping():
                return life_of(source, self.plan, others=self.other_plan)
            case str() | Path():
                return read_life(source, self.plan, self.other_plan)
            case _:
                raise refused(Sentence("no-life", found=shown(source)))

    def other_plan(self, id_: str, report: Report, instant: Instant | None = None) -> Plan | None:
        """Another plan by its id, for grants that are under it, with the amendments known at an instant (None: all).

        None, with problems in the report, where there is none or something is wrong with it.
        """
        found = self._other_plans.get((id_, None))
        if found is not None and (instant is None or not found.amendments):
            return found
        if (id_, instant) not in self._other_plans:
            from kenri.loader.link import linked  # only lives of several plans need another

            linked_plan = linked(id_, report, library=self._library.around(self._name), known_at=instant)
            if linked_plan is None:
                return None
            self._other_plans[id_, instant] = linked_plan
        return self._other_plans[id_, instant]

    def _with_plans_at(self, life: Life, instant: Instant | None) -> Life:
        """A life whose other plans are as known at an instant."""
        if instant is None or not any(plan.amendments for plan in life.plans.values()):
            return life
        plans = {id_: self.other_plan(id_, Report(), instant) or plan for id_, plan in life.plans.items()}
        return replace(life, plans=plans)

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

    def question(
        self,
        life: LifeSource,
        action: str = "exercise",
        *,
        on: date | str | None = None,
        has_action: bool = True,
        needs_asker: bool = True,
        **asked: Unpack[QuestionOptions],
    ) -> Question:
        """A question, checked: on a day, or on every day.

        Without `has_action` it is about none, and `action` is not looked at. Without `needs_asker` nobody asks where
        the question names nobody and there is no grantee. Raises `ProblemsError` for a question that means nothing.
        """
        must_be_options(asked)
        checked = self.life(life)
        instant = self.instant(asked.get("known_at"))
        plan = self.as_known_at(instant)
        about = plan.action(action) if has_action else ""
        grant = plan.grant_asked(checked, about, asked.get("grant"))
        by, facts = asked.get("by"), asked.get("facts")
        is_nobody = not (needs_asker or by or grant.grantee)
        return Question(
            plan=plan,
            life=checked,
            known=checked.known_at(instant),
            grant=grant,
            asker=Party(id="", roles=()) if is_nobody else plan.party(checked, by, grant),
            action=about,
            day=None if on is None else plan.day(on),
            time=plan.time(on) if plan.has_hours else None,
            number=rights_asked(asked.get("rights")),
            facts=plan.facts(about, facts, checked) if has_action else (),
            chosen=plan.readings(asked.get("readings")),
            instant=instant,
            hours=() if on is None else plan.hours(None if plan.has_hours else on, about, facts),
        )

    def ask(
        self,
        life: LifeSource,
        action: str = "exercise",
        *,
        on: date | str,
        settle: bool = True,
        **asked: Unpack[QuestionOptions],
    ) -> Ruling:
        """May `by` (a party or a role; the grantee by default) do this on a day, and why?

        `rights` is how many; without it the ruling is about any number and says how many at most. `known_at` leaves
        out what was recorded later (a day stands for its end). `readings` chooses among readings of clauses, `facts`
        answers what a question may supply about the action. Without `settle` it is not worked out whether the outcome
        turns on other readings. Raises `ProblemsError` for a question that means nothing.
        """
        question = self.question(life, action, on=on, **asked)
        return self.told(question, settle=settle)[0]

    def told(self, question: Question, *, settle: bool = True) -> tuple[Ruling, bool]:
        """The ruling on a question about a day, and whether the compiled form gave it."""
        if question.plan.has_hours:
            from kenri.asking.in_hours import told  # few plans look at hours

            ruling, by_form = told(question, lambda part: self._told(part, settle=settle))
        else:
            ruling, by_form = self._told(question, settle=settle)
        if question.plan.plan.duties:
            from kenri.asking.duties import still_to_do  # few plans have any

            ruling = replace(ruling, duties=still_to_do(question))
        return ruling, by_form

    @staticmethod
    def _told(question: Question, *, settle: bool) -> tuple[Ruling, bool]:
        def by_reference(*, settle: bool) -> Ruling:
            return question.court.rule(
                question.action,
                question.asker,
                question.on,
                number=question.number,
                question=question.facts,
                chosen=question.chosen,
                settle=settle,
            )

        plan = question.timed
        ways = plan._ways(question, question.on)
        if ways is not None:
            from kenri.compiled.rulings import ruling

            found = ruling(
                ways,
                asker=question.asker,
                grant=question.grant,
                day=question.on,
                number=question.number,
                settle=settle,
                is_plain=question.is_plain,
                reference=cache(partial(by_reference, settle=False)),
            )
            if found is not None:
                return question.with_hours(found), True
        if settle and plan._is_settled(ways):
            return question.with_hours(settled_ruling(by_reference(settle=False))), False
        return question.with_hours(by_reference(settle=settle)), False

    def _ways(self, question: Question, day: Day) -> AllWays | None:
        """The answer to a question however clauses are read; None where only the reference tells it."""
        return self._ways_of(
            question.known,
            question.grant,
            question.action,
            question.asker,
            day,
            number=question.number,
            facts=question.facts,
            readings=question.readings,
        )

    def _ways_of(
        self,
        life: Life,
        grant: Grant,
        action: str,
        asker: Party,
        day: Day,
        *,
        number: Exact | None,
        facts: Facts,
        readings: Mapping[str, str],
    ) -> AllWays | None:
        """The same about a life as known. Only the reference answers as long as few questions of the kind have come."""
        self._questions += 1
        if self._questions < _FEW or not self._has_forms:
            return None
        return self._forms.ways(life, grant, action, asker, day, number=number, asked=dict(facts), readings=readings)

    def judged_by_form(self, life: Life, grant: Grant, act: ActQuestion, *, settle: bool) -> Judgement | None:
        """The judgement on an act by what remains of the plan for lives of one shape; None where the reference must
        give it. `life` is what was known before the act.
        """
        readings = {**self.default_readings, **act.chosen}
        ways = self._ways_of(
            life, grant, act.action, act.by, act.on, number=act.number, facts=act.question, readings=readings
        )
        if ways is None:
            return None
        from kenri.compiled.rulings import judgement

        return judgement(
            ways, asker=act.by, day=act.on, number=act.number, settle=settle, is_plain=is_plain(life, grant, act.by)
        )

    def _is_settled(self, ways: AllWays | None) -> bool:
        """Whether it is known that no reading bears on any part of an answer."""
        return not self.plan.readings or (ways is not None and not ways.form.bearing)

    def figure(
        self,
        life: LifeSource,
        name: str,
        *,
        on: date | str | None = None,
        settle: bool = True,
        **asked: Unpack[QuestionOptions],
    ) -> FigureValue:
        """A figure of the plan on a day, or the names of what is missing to compute it, and what it turns on.

        A figure of an action may depend on `rights` and `facts`. A figure that is the same on every day needs no day.
        Without `settle` it is not worked out whether it turns on other readings. Raises `ProblemsError` as `ask` does,
        and for any other figure without a day.
        """
        checked = self.life(life)
        plan = self.as_known_at(self.instant(asked.get("known_at"))).plan
        figure = plan.figures[named(name, plan.figures, "figure")]
        facts = asked.get("facts")
        action = action_of_figure(figure, plan, [word for fact in facts or () if (word := text(fact))])
        if facts and not action:
            raise refused(Sentence("figure-without-facts", name=quote(name)))
        question = self.question(checked, action, on=on, has_action=bool(action), needs_asker=False, **asked)
        case = question.court.case(question.asker, question.readings)
        if on is None and not case.asking(action, question.asked).figure(name).is_constant:
            raise refused(Sentence("figure-of-which-day", name=quote(name)))
        found = question.court.figure(
            name,
            question.asker,
            question.day,
            action=action,
            asked=question.asked,
            readings=question.readings,
            settle=settle,
        )
        return question.with_hours(found)

    def schedule(
        self,
        life: LifeSource,
        name: str | None = None,
        *,
        by: str | None = None,
        grant: str | None = None,
        known_at: datetime | date | str | None = None,
        readings: Mapping[str, str] | None = None,
        settle: bool = True,
    ) -> Schedule:
        """The vesting schedule of a grant as a table, with what has vested by a figure or an amount on each day of it.

        Without a name it is the only figure that comes down to one schedule in this life, or where there is none the
        only amount. Without `settle` it is not worked out which readings give another one. Raises `ProblemsError` as
        `ask` does, and for a name that comes down to no schedule, or to several.
        """
        from kenri.asking.schedules import scheduled  # seldom asked for, and not needed to answer a question

        asked = self.question(
            life, has_action=False, needs_asker=False, by=by, grant=grant, known_at=known_at, readings=readings
        )
        return scheduled(asked, name, settle=settle)

    def duties(
        self,
        life: LifeSource,
        *,
        on: date | str,
        by: str | None = None,
        grant: str | None = None,
        known_at: datetime | date | str | None = None,
        readings: Mapping[str, str] | None = None,
        settle: bool = True,
    ) -> Duties:
        """What must be done: each duty that the life brings about, as it stands on a day, of each who owes it.

        `by` is one party or role, and `grant` one grant, of which alone it is told. What was recorded later than
        `known_at` is left out; what is recorded for later days is not, though nothing is done before its day. Without
        `settle` it is not worked out which readings give others. Raises `ProblemsError` as `ask` does.
        """
        from kenri.asking.duties import duties  # few plans have any

        checked, instant = self.life(life), self.instant(known_at)
        plan = self.as_known_at(instant)
        chosen = {**plan.default_readings, **plan.readings(readings)}
        ids = plan.grants_asked(checked) if grant is None else (plan.grant(checked, grant).id,)
        grants = [plan.court(checked, id_, instant).grant for id_ in ids]
        if by is not None:
            plan.party(checked, by, grants[0])
        return duties(
            plan,
            checked,
            plan.day(on),
            grants=grants,
            by=by,
            instant=instant,
            readings=chosen,
            settle=settle,
            cautions=plan.hours(on),
        )

    def claim(self, life: LifeSource, claim: str | Claim, **asked: Unpack[QuestionOptions]) -> DaySet:
        """The days of a life on which a claim is broken for `by`; of a `possible` one, those on which it is so.

        The claim is one of the plan's, by its name, or one that was read beside it. Whom it is about is not looked at:
        it is asked of `by`, the grantee by default. Raises `ProblemsError` as `ask` does.
        """
        from kenri.reference.claims import action_of, days_of  # only a check asks for it

        if not isinstance(claim, Claim):
            claim = self.plan.claims[named(claim, self.plan.claims, "claim")]
        action = action_of(claim)
        question = self.question(life, action, has_action=action in self.plan.actions, **asked)
        plan, found = question.plan, DaySet()
        parts = periods(plan.plan, plan.dependence.hours | hours_in(claim, plan.plan.id))
        for each in [plan.timed(first) for first, _ in parts] if len(parts) > 1 else [plan]:  # at any time of the day
            court = each.court(question.life, question.grant.id, question.instant)
            case = court.case(question.asker, question.readings)
            found |= days_of(case.asking(action, question.asked), claim)
        return found

    def windows(
        self, life: LifeSource, action: str = "exercise", *, settle: bool = True, **asked: Unpack[QuestionOptions]
    ) -> Windows:
        """Every interval on which `by` may do this, or may perhaps, in the order of days: as `ask` says, without a day.

        Each says what it turns on, unless `settle` is false. Raises `ProblemsError` as `ask` does.
        """
        question = self.question(life, action, **asked)
        return self._turned_windows(question, settle=settle)[0]

    def windows_elsewhere(
        self, life: LifeSource, action: str = "exercise", **asked: Unpack[QuestionOptions]
    ) -> tuple[Turning[tuple[Window, ...]], ...]:
        """The windows there are under other readings only, and that share no day with any of `windows`, by place.

        Raises `ProblemsError` as `ask` does.
        """
        return self._turned_windows(self.question(life, action, **asked), settle=True)[1]

    def windows_of(self, question: Question) -> Windows:
        """The windows of a question about this plan, without what they turn on."""
        return self._turned_windows(question, settle=False)[0]

    @classmethod
    def _turned_windows(
        cls, question: Question, *, settle: bool
    ) -> tuple[Windows, tuple[Turning[tuple[Window, ...]], ...]]:
        if not question.plan.may_be_permitted(question.action, question.asker):
            return Windows(()), ()
        if question.plan.has_hours:
            from kenri.asking.in_hours import windows_told  # few plans look at hours

            return windows_told(question, lambda part: cls._windows_told(part, settle=settle), settle=settle)
        return cls._windows_told(question, settle=settle)

    @staticmethod
    def _windows_told(question: Question, *, settle: bool) -> tuple[Windows, tuple[Turning[tuple[Window, ...]], ...]]:
        plan = question.timed
        ways = plan._ways(question, _ANY_DAY)
        if ways is not None:
            from kenri.compiled.rulings import windows

            found = windows(ways, settle=settle, is_plain=question.is_plain, reference=lambda: question.windows)
            if found is not None:
                return found
        if not settle:
            return Windows(question.windows), ()
        if plan._is_settled(ways):
            return settled_windows(question.windows), ()
        ours, elsewhere = question.turned_windows
        return Windows(ours), elsewhere

    def may_be_permitted(self, action: str, asker: Party) -> bool:
        """Whether some rule permits an action to somebody with such roles, on whatever day. To whom none does, it is
        denied on every day and however clauses are read.
        """
        return any(
            verdict == "permit" and (not rule.by or any(role in asker.roles for role in rule.by))
            for _, rule, verdict in self.dependence.rules_about.get(action, ())
        )

    def decide(
        self,
        life: LifeSource,
        action: str,
        *,
        on: Day | date | str,
        rights: Number | None = None,
        by: Party | str | None = None,
    ) -> tuple[Outcome, tuple[str, ...]]:
        """The bare outcome and the deciding rules, by default readings and all that is recorded: the fastest ask.

        A day may be an ordinal here. What was checked is not checked again: a `Life`, whole rights and an ordinal are
        answered fastest. Raises `ProblemsError` as `ask` does.
        """
        if self.has_hours:
            return self._decide_in_hours(life, action, on=on, rights=rights, by=by)
        found = (
            self._written.decide(life, action, on, rights, by)
            if type(life) is dict
            else self._forms.decide(life, action, on, rights, by)
        )
        if found is not None:
            return found
        checked = self.life(life)
        about = self.action(action)
        grant = self.grant_asked(checked, about, None)
        asker = self.asker(checked, by, grant)
        day, number = self.ordinal(on), rights_asked(rights)
        learn = partial(self._written.learn, life, about, rights, by) if type(life) is dict else None
        return (
            self._forms.decide(checked, about, day, number, by)
            or self._forms.decide_first(checked, grant, about, day, number, by, asker, learn)
            or self.court(checked, grant.id, None).decide(about, asker, day, number)
        )

    def _decide_in_hours(
        self, life: LifeSource, action: str, *, on: Day | date | str, rights: Number | None, by: Party | str | None
    ) -> tuple[Outcome, tuple[str, ...]]:
        """The same at the time of an instant; of a day, at the time at which it is best to do it."""
        checked, day = self.life(life), self.ordinal(on)
        found = (each.decide(checked, action, on=day, rights=rights, by=by) for each in self.in_time(self.time(on)))
        return best_of(found, lambda answer: answer[0])

    def consulted(self) -> set[tuple[str, str]]:
        """The entries of the plan that answers so far have depended on, by kind and name."""
        parts = (each.consulted() for each in self._timed.values())
        return set().union(*(court.consulted() for _, court in self._courts.values()), *parts)

    def as_known_at(self, instant: Instant | None) -> Self:
        """The plan with only the amendments known at an instant, as its files were when it was loaded; what was changed
        of it in memory is changed there too.
        """
        if instant is None or not self.plan.amendments:
            return self
        amendments = self.plan.amendments.items()
        known = tuple(name for name, each in amendments if known_from(each, self.plan.zone) <= instant)
        if len(known) == len(self.plan.amendments):
            return self
        if known not in self._then:
            from kenri.asking.carried import carried  # only another instant needs another plan
            from kenri.loader.link import load

            loaded = load(self._name, library=self._library, known_at=instant, without=self._without)
            then = loaded if self.plan is self._loaded else carried(self._loaded, self.plan, loaded)
            found = type(self)(then, self._name, self._library, loaded=loaded, without=self._without)
            found._has_forms = self._has_forms
            self._then[known] = found
        return self._then[known]

    def court(self, life: Life, grant: str | None, instant: Instant | None) -> Court:
        """Where questions about one grant of a life are answered, kept for the next question.

        None is for the only grant that there is, the empty id for nobody's.
        """
        key = (id(life), named(grant, life.grants, "grant") if grant else grant, instant)
        found = self._courts.get(key)
        if found is not None:
            return found[1]
        chosen = NOBODY if grant == "" else self.grant(life, grant)
        known, grants = life.known_at(instant), None
        if self.dependence.across:
            # What is gone over is the same for all grants of a life, whichever is asked about.
            shared = self._grants.get((id(life), instant))
            known, grants = (self._with_plans_at(known, instant), None) if shared is None else shared[1:]
        court = Court(self.plan, known, chosen, calendars=self.calendars, dependence=self.dependence, grants=grants)
        if self.dependence.across:
            self._grants[id(life), instant] = life, known, court.grants
        self._courts[key] = (life, court)  # the life is kept with it, so that its id is not given to another
        if len(self._courts) > _KEPT:
            self._courts.popitem(last=False)
        return court
