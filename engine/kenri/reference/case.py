"""The case an expression is evaluated in: a plan, a life as known, a grant, who asks what, and how clauses are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from kenri.model.combinations import OPEN, Readings
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.dependence import MOVEMENTS, SCALINGS, Dependence, Needs
from kenri.model.expressions import Condition, CountingUse, Moments, Node, Quantity, Value
from kenri.model.first_hand import EntryKey
from kenri.model.kept import Kept
from kenri.model.lacking import lacks
from kenri.model.life import Event, Fact, Grant, Life, Party, Period
from kenri.model.numbers import UNLIMITED
from kenri.model.periods import BeyondCalendarError, Calendar, Counting
from kenri.model.plan import START_OF_DAY, THIS_EVENT, Attribute, Plan, scaling
from kenri.model.supplied import Calendars, Missing, counting_of, default_of, plain, term_value
from kenri.reference import conditions, moments, quantities
from kenri.reference.following import Following
from kenri.reference.grants import Grants
from kenri.reference.occurrences import NONE, Occurrence, Occurrences, TooManyDaysError, of_unknown
from kenri.reference.record import RecordedEvents
from kenri.reference.steps import ZERO, LastTime, Steps, Unknown, constant, normal, steps
from kenri.reference.steps import Value as StepValue
from kenri.reference.truth import FALSE, TRUE, Truth, between, known, unknown

if TYPE_CHECKING:
    from kenri.reference.balances import MovedDay, Movements

T = TypeVar("T")

_VALUES = 10_000
"""How many values in whole days are kept beside those at a time of the day."""


class Wider(NamedTuple):
    """The cases in which values are kept once for all questions, and for all who ask, as far as they are the same.

    None stands for the case itself that has it: no case leads back to itself, so that who lets go of one lets go of all
    that is kept in it at once, without waiting for somebody to look for circles.
    """

    of_asker: Case | None
    of_anybody: Case | None
    is_day_by_day: bool = False
    """Whether days are looked at one by one, so that how rights moved is worked out for no others."""


class Case:
    """Evaluates expressions of one plan for one life, grant and asker under one choice of readings.

    Values of named expressions are kept, so that one case answers many questions. `store` may be shared by the cases
    of one asker: what is kept there goes by the readings and the events it depends on. What depends on the question is
    kept per question: see `asking`. Where `record` is given, it stands in the place of the events of the life, and
    `origin` is the same case by all the events.
    """

    def __init__(
        self,
        plan: Plan,
        life: Life,
        *,
        grant: Grant,
        asker: Party,
        readings: Readings,
        calendars: Calendars,
        dependence: Dependence,
        store: dict[object, object] | None = None,
        record: RecordedEvents | None = None,
        origin: Case | None = None,
        consulted: set[tuple[str, str]] | None = None,
        grants: Grants | None = None,
    ) -> None:
        self.plan = plan
        self.life = life
        self.grant = grant
        self.asker = asker
        self.readings = readings
        self.calendars = calendars
        self.dependence = dependence
        self.action = ""
        self.question: Mapping[str, Fact] = {}
        self._store: dict[object, object] = {} if store is None else store
        self._asked_store: dict[object, object] = {}
        self._own: dict[EntryKey, object] = {}
        self._truths: dict[int, Truth] = {}
        self._numbers: dict[int, Steps] = {}
        self._days: dict[int, Occurrences] = {}
        self._alive: list[Node] = []
        self._event: Event | None = None
        self._by_days: Case | None = None
        self.record = RecordedEvents.of(life, grant) if record is None else record
        self.origin = origin
        self._consulted = set[tuple[str, str]]() if consulted is None else consulted
        self.grants = grants or Grants(
            plan, life, record=self.record, calendars=calendars, dependence=dependence, consulted=self._consulted
        )
        self.last_movements: tuple[tuple[RecordedEvents, Movements], ...] = ()
        """The movements by the last record whose case comes from this one, for the next to be resumed from."""
        self.last_days: tuple[MovedDay, ...] = ()
        """The movements of the last days that were worked out for such records, for the next to go on from: two, as an
        act is judged by one event less than is recorded."""
        self._last_times: dict[tuple[object, ...], tuple[object, LastTime[Any]]] = {}
        self._reasons: Kept[object, tuple[object, object]] = Kept(_VALUES)
        self._beside_origin = frozenset[str]() if origin is None else self.record.differing(origin.record)
        """The kinds of events of which there are others than in the record that this one comes from."""
        self._following: Following | None = None
        self._wider: Wider | None = None

    def following(self, earlier: Case | None, *, wider: Wider | None = None) -> Case:
        """The same case, which takes from that of the record before it what did not change, as long as it follows.

        `earlier` is the case of the same question; None where there is none before. What depends on no question, or on
        nobody who asks, is kept in the cases of `wider`.
        """
        if self.plan.time is None:
            self._wider = wider or self._wider
            if earlier is not None and earlier.plan is self.plan:
                day_by_day = self._wider is not None and self._wider.is_day_by_day
                self._following = Following(self, earlier, day_by_day=day_by_day)
                self._own = self._following.untouched()
        return self

    def follow_no_more(self) -> None:
        """Let go of the case of the record before, so that not all records there ever were are kept."""
        self._following = None

    def _wider_case(self, needs: Needs) -> Case | None:
        """The case in which what has some needs is kept for other questions, and for others who ask; None for this."""
        if self._wider is None or needs.asked:
            return None
        return self._wider.of_asker if needs.asker else self._wider.of_anybody

    @property
    def _wider_of_others(self) -> Wider | None:
        """The wider cases of a case that is made of this one."""
        wider = self._wider
        return wider and Wider(wider.of_asker or self, wider.of_anybody or self, wider.is_day_by_day)

    def asking(self, action: str, question: Mapping[str, Fact], store: dict[object, object] | None = None) -> Case:
        """The same case with the facts of a question; what does not depend on them is computed once for all.

        `store` may be shared by the cases of one question, as that of `__init__` by those of one asker.
        """
        other = object.__new__(Case)
        other.__dict__.update(self.__dict__)
        other.action = action
        other.question = question
        other._asked_store = {} if store is None else store
        other._own = {}
        other._truths = {}
        other._numbers = {}
        other._days = {}
        other._alive = []
        other._by_days = None
        other._following = None
        other._wider = self._wider_of_others
        return other

    def alone(self) -> Case:
        """The same case, which leads to no other but the one by all events, and to nothing that is kept in this one."""
        other = self.asking(self.action, self.question)
        other._store = {}
        other._wider = None
        return other

    @property
    def by_days(self) -> Case:
        """The same case in whole days: at a time of the day only what is asked of that day itself is looked at."""
        if self.plan.time is None:
            return self
        if self._by_days is None:
            self._by_days = self.asking(self.action, self.question, self._part(self._asked_store))
            self._by_days.plan = replace(self.plan, time=None)
            self._by_days._store = self._part(self._store)
            self._by_days.origin = None if self.origin is None else self.origin.by_days
            self._by_days.last_movements = ()
            self._by_days.last_days = ()
            self._by_days._last_times = {}
            self._by_days._wider = None
            self._by_days._reasons = Kept(_VALUES)
        return self._by_days

    @staticmethod
    def _part(store: dict[object, object]) -> dict[object, object]:
        """The part of a store that is for whole days."""
        return store.setdefault(("whole days", ""), Kept(_VALUES))  # type: ignore[return-value]  # only parts are kept so

    def _sharing(self, node: Node) -> Case | None:
        """The case that has an expression as well: that without a question, that of the record before, or that by all
        events, where no event that differs can make it different.
        """
        if self.origin is None:
            return None
        needs = self.dependence.of_node(node)
        wider = self._wider_case(needs)
        if wider is not None:
            return wider
        if self._following is not None and self._following.keeps(needs):
            return self._following.earlier
        is_same = self._beside_origin.isdisjoint(needs.kinds)
        return self.origin if is_same and not needs.asked and not needs.across else None

    # --- expressions

    def moments(self, node: Moments) -> Occurrences:
        """The days an expression stands for."""
        if self.plan.time is not None:
            return self.by_days.moments(node)
        if self._event is not None or not isinstance(node, Node):
            return self._moments(node)
        found = self._days.get(id(node))
        if found is None:
            self._alive.append(node)
            origin = self._sharing(node)
            found = self._days[id(node)] = self._moments(node) if origin is None else origin.moments(node)
        return found

    def _moments(self, node: Moments) -> Occurrences:
        try:
            return moments.moments(self, node)
        except BeyondCalendarError as error:
            return of_unknown(frozenset({self.beyond(error)}))
        except TooManyDaysError:
            return of_unknown(frozenset({lacks("fewer-days")}))

    def condition(self, node: Condition) -> Truth:
        """The days on which a condition holds."""
        if self._event is not None or isinstance(node, str):
            return self._condition(node)
        # By identity, for as long as the node is kept alive; equal nodes elsewhere are only computed again.
        truth = self._truths.get(id(node))
        if truth is None:
            self._alive.append(node)
            origin = self._sharing(node)
            truth = self._truths[id(node)] = self._condition(node) if origin is None else origin.condition(node)
        return truth

    def _condition(self, node: Condition) -> Truth:
        try:
            return conditions.condition(self, node)
        except BeyondCalendarError as error:
            return unknown(frozenset({self.beyond(error)}))

    @staticmethod
    def beyond(error: BeyondCalendarError) -> str:
        """How a calendar that ends too early is named among what is missing."""
        return lacks("calendar", calendar=error.calendar)

    def quantity(self, node: Quantity) -> Steps:
        """The number an expression has on each day."""
        if self._event is not None or not isinstance(node, Node):
            return quantities.quantity(self, node)
        value = self._numbers.get(id(node))
        if value is None:
            self._alive.append(node)
            origin = self._sharing(node)
            value = self._numbers[id(node)] = (
                quantities.quantity(self, node) if origin is None else origin.quantity(node)
            )
        return value

    # --- names

    def named_moments(self, name: str) -> Occurrences:
        """What a date, or a term that holds a day, stands for."""
        if name == "never":
            return NONE
        return self._kept("dates", name, Case._named_moments)

    def _named_moments(self, name: str) -> Occurrences:
        date = self.plan.dates.get(name)
        if date is not None:
            return self.moments(date.is_)
        found = self._term(name)
        if isinstance(found, Missing):
            return of_unknown(frozenset({found.name}))
        return Occurrences(
            tuple(
                Occurrence(_ordinal(value), None, since, until)
                for value, since, until in found
                if _ordinal(value) < NEVER
            )
        )

    def named_condition(self, name: str) -> Truth:
        """When a state, or a term that holds a period or a yes or no, holds."""
        if name == "always":
            return TRUE
        if name == "never":
            return FALSE
        return self._kept("states", name, Case._named_condition)

    def _named_condition(self, name: str) -> Truth:
        state = self.plan.states.get(name)
        if state is not None:
            return self.condition(state.is_)
        found = self._term(name)
        if isinstance(found, Missing):
            return unknown(frozenset({found.name}))
        days = DaySet.never()
        for value, since, until in found:
            match value:
                case tuple((first, last)):
                    days |= DaySet.between(first, last + 1) & DaySet.between(since, until)
                case True:
                    days |= DaySet.between(since, until)
                case _:
                    pass
        return known(days)

    def named_quantity(self, name: str) -> Steps:
        """The number an amount, or a term that holds a number, has on each day."""
        if name == "unlimited":
            return constant(UNLIMITED)
        return self._kept("amounts", name, Case._named_quantity)

    def _named_quantity(self, name: str) -> Steps:
        amount = self.plan.amounts.get(name)
        if amount is not None:
            return self.quantity(amount.is_)
        found = self._term(name)
        if isinstance(found, Missing):
            return constant(Unknown(frozenset({found.name})))
        return steps((since, normal(_number(value))) for value, since, _ in found)

    def _kept(self, sort: str, name: str, compute: Callable[[Case, str], T]) -> T:
        key = (sort, name)
        value = self._own.get(key)
        if value is None:
            value = self._own[key] = self._made(key, compute)
            self._consulted.add(key)
        return value  # type: ignore[return-value]  # what is kept under (sort, name) is what `compute` gave for it

    def _made(self, key: EntryKey, compute: Callable[[Case, str], T]) -> object:
        """The value of an entry that is not known here yet: that of before, or that of another record, or made anew."""
        sort, name = key
        needs = self.dependence.needs(sort, name)
        wider, following = self._wider_case(needs), self._following
        if wider is not None:
            return wider._kept(sort, name, compute)
        if following is not None:
            then = following.earlier.known_of(key)
            if then is not None and following.is_still(self, key):
                return then
        value = compute(self, name) if sort == "balances" else self._shared(key, needs, compute)
        return value if following is None else following.settled(key, value)

    def _shared(self, key: EntryKey, needs: Needs, compute: Callable[[Case, str], T]) -> object:
        """The value of an entry as it was worked out for all records of which the events that matter are the same."""
        sort, name = key
        store = self._store
        if needs.across:
            return compute(self, name)  # events about other grants differ, too
        if needs.asked:
            store = self._asked_store
        elif self.origin is not None and self._beside_origin.isdisjoint(needs.kinds):
            store = self.origin._store  # no event that differs can make a difference
        options = [self.readings[reading] for reading in needs.readings]
        events = self.record.of_kinds(needs.kinds)
        shared = (sort, name, *options, *events)
        value = store.get(shared)
        if value is None:
            value = store[shared] = compute(self, name)
        return value

    @property
    def known(self) -> Mapping[EntryKey, object]:
        """What has been worked out here."""
        return self._own

    def is_still(self, keys: Iterable[EntryKey]) -> bool:
        """Whether some entries come to the same as by the record before, which this case follows."""
        following = self._following
        return following is not None and all(following.is_still(self, key) for key in keys)

    def known_of(self, key: EntryKey) -> object | None:
        """What an entry comes to, if that has been worked out here."""
        found = self._own.get(key)
        if found is not None or self._wider is None:
            return found
        several = (self._wider.of_asker, self._wider.of_anybody)
        return next((each._own[key] for each in several if each is not None and key in each._own), None)

    def reasons(self, name: str, day: Day, tell: Callable[[], T]) -> T:
        """Why a rule applies on a day or does not, as `tell` tells it: once for all records that come from the same
        one, as long as they are asked about one day and no event differs that it could turn on.
        """
        needs = self.dependence.of_rules[name]
        if self.origin is None or self._event is not None or needs.across:
            return tell()
        of = (name, self.action, *self.question.items()) if needs.asked else (name,)
        by = day, self.record.of_kinds(needs.kinds)
        kept = self.origin._reasons.get(of)
        if kept is None or kept[0] != by:
            kept = self.origin._reasons[of] = by, tell()
        return kept[1]  # type: ignore[return-value]  # what is kept for a rule is what `tell` told of it

    def _term(self, name: str) -> list[tuple[Fact | Period, Day, Day]] | Missing:
        """The values of a term with the days [since, until) on which each is in force, or that it is unknown."""
        term = self.plan.terms[name]
        if term.is_unknown:
            supplied = self.life.facts.get(name)
            return Missing(name) if supplied is None else [(supplied, FIRST_DAY, NEVER)]
        values = [(term_value(term), FIRST_DAY), *((term_value(d), d.from_.toordinal()) for d in term.dated)]
        untils = [since for _, since in values[1:]] + [NEVER]
        return [(value, since, until) for (value, since), until in zip(values, untils, strict=True)]

    # --- facts

    def asked_fact(self, name: str) -> Fact | Missing:
        """A fact supplied with the question, or its declared default."""
        supplied = self.question.get(name)
        if supplied is not None:
            return supplied
        action = self.plan.actions.get(self.action)
        attribute = action.attributes.get(name) if action is not None else None
        return default_of(attribute, name)

    def grant_fact(self, name: str) -> Fact | Missing:
        """A fact recorded with the grant; `number` and `on` are always there."""
        if name == "number":
            return self.grant.number
        if name == "on":
            return self.grant.on
        supplied = self.grant.attributes.get(name)
        return supplied if supplied is not None else default_of(self.plan.grant_attributes.get(name), name)

    def party_fact(self, name: str, whose: str) -> Fact | Missing:
        """A fact recorded with the grantee or the asker."""
        party = self.asker if whose == "asker" else self.life.parties.get(self.grant.grantee)
        if party is None:  # a life without a grant has no grantee
            return Missing(name)
        supplied = party.attributes.get(name)
        return supplied if supplied is not None else default_of(self.plan.party_attributes.get(name), name)

    @staticmethod
    def day_fact(fact: Fact | Missing) -> Occurrences:
        """A fact as a day."""
        if isinstance(fact, Missing):
            return of_unknown(frozenset({fact.name}))
        day = _ordinal(fact)
        return NONE if day >= NEVER else Occurrences((Occurrence(day),))

    @staticmethod
    def number_fact(fact: Fact | Missing) -> StepValue:
        """A fact as a number."""
        return Unknown(frozenset({fact.name})) if isinstance(fact, Missing) else _number(fact)

    def fact_is(self, fact: Fact | Missing, wanted: Value | tuple[Value, ...]) -> Truth:
        """Whether a fact has a value, or one of several."""
        if isinstance(fact, Missing):
            return unknown(frozenset({fact.name}))
        return TRUE if self.matches(fact, wanted) else FALSE

    @staticmethod
    def matches(fact: Fact | None, wanted: Value | tuple[Value, ...]) -> bool:
        """Whether a recorded value is the wanted one, or one of several."""
        if isinstance(wanted, tuple):
            return any(Case.matches(fact, one) for one in wanted)
        return fact is not None and fact == plain(wanted)

    # --- events

    def occurrences_of(self, kinds: tuple[str, ...], who: object = None) -> tuple[Occurrence, ...]:
        """The events of some kinds about this grant, in the order of their days and then of the record.

        Where `who` says `asker` or `grantee`, those of that party.
        """
        party = {"asker": self.asker.id, "grantee": self.grant.grantee}.get(who) if isinstance(who, str) else None
        of_kind = [self.record.of_kind(kind) for kind in kinds]
        several = [each.occurrences if party is None else each.of_party(party) for each in of_kind]
        if len(kinds) == 1:
            return several[0]
        found = [item for items in several for item in items]
        return tuple(sorted(found, key=lambda item: (item.day, self.rank(item.event))))

    def rank(self, event: Event | None) -> int:
        """The place of an event in the record; what no event makes comes first on its day."""
        return START_OF_DAY if event is None else self.record.ranks[event.id]

    def is_who(self, party: str, wanted: str) -> bool:
        """Whether a party is the asker, the grantee, any but the asker, or has a role."""
        match wanted:
            case "asker":
                return party == self.asker.id
            case "grantee":
                return party == self.grant.grantee
            case "others":
                return party != self.asker.id
            case role:
                known_party = self.life.parties.get(party)
                return known_party is not None and role in known_party.roles

    def names(self, event: Event, attribute: str, party: str) -> bool:
        """Whether an attribute of an event names a party; `who` is whom the event is about."""
        return (event.who if attribute == "who" else self.event_fact(event, attribute)) == party

    def named_by(self, event: Event | None, attribute: str) -> Event | None:
        """The event that an attribute of another one names, or itself for `this_event`; None where none stands."""
        if event is None or attribute == THIS_EVENT:
            return event
        declared = self.plan.events[event.kind].attributes.get(attribute)
        named = event.attributes.get(attribute)
        if not isinstance(declared, Attribute) or not isinstance(named, str):
            return None
        return self.record.named(named, declared.of)

    def names_an_event(self, event: Event, attribute: str) -> bool:
        """Whether an attribute of an event names another one."""
        declared = self.plan.events[event.kind].attributes.get(attribute)
        return isinstance(declared, Attribute) and declared.type == "event"

    def is_this_event(self, event: Event | None) -> bool:
        """Whether an event is the one at hand."""
        return event is not None and self._event is not None and event.id == self._event.id

    def attribute_number(self, event: Event | None, name: str) -> StepValue:
        """The number in an attribute of an event, or its declared default."""
        value = self.event_fact(event, name) if event is not None else None
        return Unknown(frozenset({self.lacking(event, name)})) if value is None else _number(value)

    def event_day(self, event: Event | None, name: str) -> Day | None:
        """The day in an attribute of an event, or its declared default; None when there is neither."""
        value = self.event_fact(event, name) if event is not None else None
        return None if value is None else _ordinal(value)

    @staticmethod
    def lacking(event: Event | None, name: str) -> str:
        """How an attribute that an event lacks is named among what is missing."""
        if event is None:
            return lacks("of-any-event", attribute=name)
        return lacks("of-event", attribute=name, event=event.kind)

    def event_fact(self, event: Event, name: str) -> Fact | None:
        """The value of an attribute of an event, or its declared default; None when there is neither."""
        value = event.attributes.get(name)
        if value is None:
            default = default_of(self.plan.events[event.kind].attributes.get(name), name)
            return None if isinstance(default, Missing) else default
        return value

    def at_event(self, event: Event | None) -> Case:
        """The same case where a change or a movement that an event makes is computed: its attributes can be read."""
        other = object.__new__(Case)
        other.__dict__.update(self.__dict__)
        other._event = event
        other._wider = self._wider_of_others
        return other

    def event_number(self, name: str) -> StepValue:
        """The number in an attribute of the event at hand."""
        return self.attribute_number(self._event, name)

    # --- readings, counting, balances

    def chosen(self, reading: str, choices: Mapping[str, T]) -> T | None:
        """The expression of the option chosen for a reading; None when it is left open."""
        option = self.readings[reading]
        return None if option == OPEN else choices[option]

    @staticmethod
    def reading_name(reading: str) -> str:
        """How an open reading is named among what is missing."""
        return f"{READING}{reading}"

    def counting(self, use: CountingUse | None) -> Counting:
        """The counting convention of a period: the plan's own, with what the period says otherwise."""
        key = ("counting", use if isinstance(use, str) else repr(use))
        made = self._store.get(key)
        if made is None:
            made = self._store[key] = counting_of(self.plan, use, self.calendars)
        return made  # type: ignore[return-value]  # only countings are kept under ("counting", ...)

    def calendar(self, name: str | None) -> Calendar:
        """A business-day calendar, by default the plan's."""
        return self.calendars(name or self.plan.counting.calendar or "")

    def business_days(self, name: str) -> Truth:
        """The business days of a calendar (`plan`: the plan's own); unknown beyond the years it reaches."""
        days, reach = self.calendar(None if name == "plan" else name).days()
        return between(days, days | ~reach, frozenset({lacks("calendar", calendar=name)}))

    @property
    def movements(self) -> Movements:
        """How the rights of the grant moved between balances."""
        from kenri.reference.balances import movements, resumed  # they evaluate expressions, which may ask for balances

        if self.plan.time is not None:
            return self.by_days.movements
        return self._kept("movements", MOVEMENTS, lambda case, _: resumed(case) or movements(case))

    @property
    def granted(self) -> Steps:
        """How many rights were granted, in the units of each day."""
        from kenri.reference.units import granted  # it evaluates expressions, which may ask for it

        if not scaling(self.plan):
            return constant(self.grant.number)
        if self.plan.time is not None:
            return self.by_days.granted
        return self._kept("granted", SCALINGS, lambda case, _: granted(case))

    def figure(self, name: str) -> Steps:
        """A figure of the plan on each day."""
        return self._kept("figures", name, lambda case, name: case.quantity(case.plan.figures[name].number))

    @property
    def consulted(self) -> set[EntryKey]:
        """The entries whose values have been worked out or looked up here, by kind and name."""
        return set(self._own)

    def kept(self, what: str, name: str, compute: Callable[[str], T]) -> T:
        """What others work out about an entry, kept under a word of theirs that `Dependence.needs` knows."""
        return self._kept(what, name, lambda _, name: compute(name))

    def last_time(self, of: object, *place: object) -> LastTime[Any] | None:
        """What came of a construct by the last record whose case comes from the same one; None where none does.

        `place` tells apart what is worked out for one construct.
        """
        if self.origin is None or self._event is not None:
            return None
        key = id(of), *place
        if key not in self.origin._last_times:
            self.origin._last_times[key] = of, LastTime()  # it is kept with it, so that its id is not given to another
        return self.origin._last_times[key][1]

    def applies(self, name: str) -> Truth:
        """The days on which a rule applies, whomever it is about."""
        return self._kept("rules", name, Case._applies)

    def _applies(self, name: str) -> Truth:
        rule = self.plan.rules[name]
        applies = self.condition(rule.when)
        if rule.unless != "never":
            applies &= ~self.condition(rule.unless)
        if rule.from_ is not None:
            applies &= known(DaySet.from_(rule.from_.toordinal()))
        if rule.until is not None:
            applies &= known(DaySet.before(rule.until.toordinal() + 1))
        return applies

    def balance(self, name: str, fact: str | None = None) -> Steps:
        """How many rights stand in a balance at the end of each day; only those of the event that a fact of the
        question names, if one is given.
        """
        if fact is None:
            return self._balance(name)
        named = self.asked_fact(fact)
        if isinstance(named, Missing):
            return constant(Unknown(frozenset({named.name})))
        event = self.record.named(str(named), self.record.kinds)
        return ZERO if event is None else self.movements.part(name, event.id)

    def _balance(self, name: str) -> Steps:
        if self._wider is None or self._wider.is_day_by_day:
            return self.movements.balance(name)
        return self._kept("balances", name, lambda case, name: case.movements.made.balance(name))

    @staticmethod
    def whole(value: StepValue, name: str) -> int | Unknown:
        """A number of days, months or times, which must be whole and not negative; unknown if it is neither."""
        if isinstance(value, Unknown | int) and (isinstance(value, Unknown) or value >= 0):
            return value
        return Unknown(frozenset({lacks("whole-number", name=name)}))


READING = "reading "
"""What the name of an open reading begins with, among the names of what is missing."""


def _ordinal(value: object) -> Day:
    assert isinstance(value, int)
    return value


def _number(value: object) -> int | Fraction | float:
    assert isinstance(value, int | Fraction) or value == UNLIMITED
    return value
