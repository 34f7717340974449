"""What a rule file declares, and the plan that one or several of them make together."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import field
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, TypeAlias

from kenri.model.constraints import (
    Above,
    Among,
    Apart,
    Ascending,
    AtLeastOne,
    Between,
    Constraint,
    ExactlyOne,
    InOrder,
    Items,
    Matches,
    NeedsOther,
    Short,
)
from kenri.model.expressions import (
    Condition,
    CountingRule,
    CountingUse,
    DaysBetween,
    Moments,
    Name,
    Node,
    Number,
    Quantity,
    Rounding,
    Several,
    Value,
    construct,
)
from kenri.model.hours import CLOCK, Second
from kenri.model.problems import Place
from kenri.model.sentences import Language, Sentence

Said: TypeAlias = str | Mapping[Language, str]
"""A plain sentence, in English or in both languages."""

FullSentence: TypeAlias = Annotated[Said, "One plain sentence."]
Phrase: TypeAlias = Annotated[Said, "A short noun phrase, which is put into sentences."]
Remark: TypeAlias = Annotated[Said, "A remark."]
Clause: TypeAlias = Annotated[str, "The clause of the document that says it."]
Replaces: TypeAlias = Annotated[bool, "Says that it knowingly replaces an inherited one."]

ID = r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*"
"""The form of the id of a plan, family or vocabulary: never a path that leads out of a folder."""

AttributeKind: TypeAlias = Literal["number", "ratio", "day", "text", "party", "flag", "event"]

_WIDENS = "Says that only what is new is given here, and that it is added to an inherited one."


@construct
class Attribute(Node):
    """An attribute of an event, party, grant or question: its type, or the words it may be.

    Where an inherited one is widened, only what is new: more words, that it may be missing, or what is then taken.
    """

    constraints: ClassVar[tuple[Constraint, ...]] = (AtLeastOne(("type", "one_of", "optional", "default", "for")),)
    type: Annotated[AttributeKind | None, "What its values are."] = None
    one_of: Annotated[tuple[str, ...], "The words it may be."] = ()
    optional: Annotated[bool, "Whether it may be missing; an expression that needs it is then unknown."] = False
    default: Annotated[Value | None, "What is taken when it is not supplied."] = None
    says: Annotated[Said, "A short noun phrase without an article; of a flag it may be a claim."] = ""
    for_: Annotated[Several[Name], "Of parties: the roles that must give it; every party if left out."] = ()
    of: Annotated[Several[Name], "Of type `event`: the kinds of event that it may name."] = ()
    widens: Annotated[bool, _WIDENS] = False


AttributeUse: TypeAlias = AttributeKind | Attribute


@construct
class Role(Node):
    """What a party is in the plan."""

    says: Phrase = ""
    personal: Annotated[
        bool, "Such a party belongs to a single holder: in a register only lives that name it have it."
    ] = False


@construct
class EventKind(Node):
    """A kind of event that a life may record."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        *(Apart("widens", key) for key in ("says", "act", "number", "personal", "once", "requires", "with_grant")),
        *(Apart("widens", key) for key in ("whom", "by", "replaces")),
        NeedsOther("widens", ("attributes",)),
        NeedsOther("with_grant", ("number",)),
        NeedsOther("whom", ("personal",)),
        NeedsOther("by", ("act",)),
        NeedsOther("by", ("personal",)),
    )
    says: FullSentence = ""
    attributes: Annotated[Mapping[Name, AttributeUse], "What the record of such an event says, by name."] = field(
        default_factory=dict
    )
    act: Annotated[Name | None, "The action that such an event records, so that an audit can judge it."] = None
    number: Annotated[Name | None, "The attribute that says how many rights or shares it is about."] = None
    personal: Annotated[bool, "It happens to a party, who must be known: the grantee when no other is named."] = False
    whom: Annotated[Said, "Who it happens to, where that is another than whose rights it is about."] = ""
    by: Annotated[Name | None, "The role of who does it, where that is another than who it happens to."] = None
    once: Annotated[bool, "It happens to a party at most once: a second one must correct the first."] = False
    requires: Annotated[tuple[Name, ...], "Kinds of event one of which must have come before, or on the same day."] = ()
    with_grant: Annotated[
        Name | None, "The key under which a grant may list such events, day by day; they are then known with it."
    ] = None
    from_next_day: Annotated[
        bool, "What it brings about counts only from the day after it, whatever day that reaches back to."
    ] = False
    replaces: Replaces = False
    widens: Annotated[bool, _WIDENS] = False


@construct
class Action(Node):
    """Something a party may ask to do."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        *(Apart("widens", key) for key in ("says", "counts", "about", "replaces")),
        NeedsOther("widens", ("attributes",)),
    )
    says: Phrase = ""
    counts: Annotated[str, "What the number in a question counts: `rights`, `shares`."] = "rights"
    attributes: Annotated[Mapping[Name, AttributeUse], "Further facts a question may supply."] = field(
        default_factory=dict
    )
    about: Annotated[
        Literal["grant", "company"],
        "What a question is about: one grant; or the company, whose rules see grants only by going over them.",
    ] = "grant"
    replaces: Replaces = False
    widens: Annotated[bool, _WIDENS] = False


@construct
class BalanceKind(Node):
    """A balance in which rights may stand; `held` is always there."""

    says: Phrase = ""
    lapse: Annotated[bool, "Rights that come here can never be exercised again."] = False


@construct
class Reading(Node):
    """A clause that can be read in several ways."""

    constraints: ClassVar[tuple[Constraint, ...]] = (Items("options", 2), Among("default", "options"))
    question: Annotated[Said, "What can be read in several ways."]
    options: Annotated[Mapping[Name, Said], "The ways, each with what it says."]
    default: Annotated[Name, "The option that counts where nobody chooses."]
    clause: Clause = ""
    note: Remark = ""
    replaces: Replaces = False


Weekday: TypeAlias = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@construct
class OwnCalendar(Node):
    """A business-day calendar of the plan's own: like shipped ones with some days otherwise, or a week with its days.

    Of several that it is like, its business days are those of all of them. In a year that one of them does not know,
    every day from Monday to Friday is taken for a business day of that one, less what is listed here.
    """

    constraints: ClassVar[tuple[Constraint, ...]] = (
        ExactlyOne(("like", "weekend")),
        Between("first_year", 1, 9999),
        Between("last_year", 1, 9999),
    )
    like: Annotated[Several[Name], "The shipped calendar that it is like, or several."] = ()
    weekend: Annotated[tuple[Weekday, ...], "The days of the week that are never business days."] = ()
    closed: Annotated[tuple[datetime.date, ...], "Days that are no business days, beside those."] = ()
    open: Annotated[tuple[datetime.date, ...], "Days that are business days all the same."] = ()
    first_year: Annotated[int | None, "The first year it knows; that of what it is like, if left out."] = None
    last_year: Annotated[int | None, "The last year it knows; that of what it is like, if left out."] = None
    clause: Clause = ""
    says: Phrase = ""
    replaces: Replaces = False


@construct
class DatedValue(Node):
    """The value of a term from a day on."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        ExactlyOne(("value", "first")),
        NeedsOther("last", ("first",)),
        InOrder("first", "last"),
    )
    from_: Annotated[datetime.date, "The first day of this value."]
    value: Annotated[Value | None, "A number, day, flag or word."] = None
    first: Annotated[datetime.date | None, "First day of a period."] = None
    last: Annotated[datetime.date | None, "Last day of a period, included."] = None
    clause: Clause = ""


@construct
class Term(Node):
    """A value the document states, cited: a number, a day, a word, a period from `first` to `last`, or unknown."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        ExactlyOne(("value", "first", "unknown")),
        NeedsOther("last", ("first",)),
        InOrder("first", "last"),
        Ascending("dated", "from"),
        NeedsOther("unknown", ("type",)),
    )
    value: Annotated[Value | None, "A number, a day, `true` or `false`, or a word."] = None
    first: Annotated[datetime.date | None, "First day of a period."] = None
    last: Annotated[datetime.date | None, "Last day of a period, included; without it the period has no end."] = None
    dated: Annotated[tuple[DatedValue, ...], "Later values, each from a day on."] = ()
    unknown: Annotated[Said, "Why the document does not state it; a life may then supply it as a fact."] = ""
    type: Annotated[Literal["number", "ratio", "day", "period", "text", "flag"] | None, "Needed for unknown terms."] = (
        None
    )
    unit: Annotated[str, "What the number counts, such as `days` or `JPY`; shown only."] = ""
    clause: Clause = ""
    says: Phrase = ""
    replaces: Replaces = False

    @property
    def is_unknown(self) -> bool:
        """Whether the document does not state it, with or without words on why."""
        return self.value is None and self.first is None


@construct
class Hour(Node):
    """An hour of the day by the clocks of a place, as `close of business at headquarters`."""

    constraints: ClassVar[tuple[Constraint, ...]] = (Matches("at", CLOCK, Sentence("an-hour"), "17:00"),)
    at: Annotated[str, "The hour, as `17:00` or `17:00:30`, from `00:00` to `23:59:59`."]
    zone: Annotated[str, "IANA time zone of the clocks; the plan's if left out."] = ""
    clause: Clause = ""
    says: Phrase = ""
    replaces: Replaces = False


@construct
class Date(Node):
    """Named moments."""

    is_: Annotated[Moments, "The days."]
    clause: Clause = ""
    says: Phrase = ""
    replaces: Replaces = False


@construct
class State(Node):
    """A named condition."""

    is_: Annotated[Condition, "The condition."]
    clause: Clause = ""
    says: Phrase = ""
    replaces: Replaces = False


@construct
class Amount(Node):
    """A named quantity."""

    is_: Annotated[Quantity, "The number."]
    clause: Clause = ""
    says: Phrase = ""
    replaces: Replaces = False


@construct
class Rule(Node):
    """Permits, forbids or limits one or several actions."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        ExactlyOne(("permit", "forbid", "limit")),
        NeedsOther("limit", ("at_most", "at_least", "in_lots_of")),
        *(NeedsOther(bound, ("limit",)) for bound in ("at_most", "at_least", "in_lots_of")),
        *(Between(bound, 0) for bound in ("at_most", "at_least")),
        Above("in_lots_of"),
        InOrder("from", "until"),
    )
    clause: Clause
    says: FullSentence
    permit: Annotated[Several[Name], "The action it allows, or several."] = ()
    forbid: Annotated[Several[Name], "The action it denies, or several."] = ()
    limit: Annotated[Several[Name], "The action whose number it bounds, or several."] = ()
    by: Annotated[Several[Name], "Roles it is about; everybody when left out."] = ()
    when: Annotated[Condition, "Days and facts on which it applies."] = "always"
    unless: Annotated[Condition, "Days and facts on which it does not."] = "never"
    at_most: Annotated[Quantity | None, "No more than this; 0 closes the action."] = None
    at_least: Annotated[Quantity | None, "No less than this."] = None
    in_lots_of: Annotated[Quantity | None, "Only whole multiples of this."] = None
    from_: Annotated[datetime.date | None, "First day on which the rule is in force."] = None
    until: Annotated[datetime.date | None, "Last day on which the rule is in force."] = None
    note: Remark = ""
    replaces: Replaces = False


START_OF_DAY, END_OF_EVE = -1, -2
"""Places on a day before all events of the record, which are counted from 0."""


@construct
class Effect(Node):
    """Moves rights from one balance to another, or scales the rights of a grant, on the day of some moments.

    What is made at the end of a day is seen from the next one on: on the day itself the rights are where they were.
    """

    constraints: ClassVar[tuple[Constraint, ...]] = (
        ExactlyOne(("moves", "scales")),
        NeedsOther("moves", ("to",)),
        NeedsOther("from", ("moves",)),
        NeedsOther("for", ("from",)),
        NeedsOther("to", ("moves",)),
        NeedsOther("round", ("scales",)),
        Above("moves"),
        Above("scales"),
    )
    clause: Clause
    says: FullSentence
    on: Annotated[Moments, "The days on which it happens."]
    at: Annotated[
        Literal["start_of_day", "end_of_day"] | None,
        "When on its day; where the event that makes it stands in the record, or first without one, if left out.",
    ] = None
    follows: Annotated[Several[Name], "Effects that come before it, where both stand at one place of a day."] = ()
    moves: Annotated[Quantity | None, "How many; `all` for whatever is there."] = None
    from_: Annotated[Name, "The balance drawn on."] = "held"
    for_: Annotated[
        Name | None,
        "Only rights of one event there: the attribute that names it; `this_event` for that which makes the effect.",
    ] = None
    to: Annotated[Name | None, "The balance they go to."] = None
    scales: Annotated[Quantity | None, "Every balance, and the number granted, is multiplied by this."] = None
    round: Annotated[Rounding | None, "How what is still held is rounded to whole rights; down if left out."] = None
    note: Remark = ""
    replaces: Replaces = False

    @property
    def later(self) -> int:
        """How many days after its own day it is seen from: one where it is made as the day ends."""
        return 1 if self.at == "end_of_day" else 0

    def rank(self, of_event: int) -> int:
        """Its place on the day from which it is seen, by the place in the record of the event that makes it: what was
        made as the day before ended comes first, then what is made as the day begins.
        """
        if self.at is None:
            return of_event
        return END_OF_EVE if self.at == "end_of_day" else START_OF_DAY


@construct
class Figure(Node):
    """A number or a day computed from the terms; with `of`, part of what an allowed action brings about."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        ExactlyOne(("is", "day")),
        Apart("day", "unit"),
    )
    clause: Clause
    says: FullSentence
    is_: Annotated[Quantity | None, "The number."] = None
    day: Annotated[Moments | None, "The day, in the place of a number; the first where there are several."] = None
    of: Annotated[Several[Name], "The action a ruling shows it for."] = ()
    stated: Annotated[
        Number | datetime.date | None, "What the document itself says, a number or a day; a difference is reported."
    ] = None
    unit: Annotated[str, "What the number counts; shown only."] = ""
    note: Remark = ""
    replaces: Replaces = False

    @property
    def number(self) -> Quantity:
        """What is computed: the number, or for a day how many days it lies after the first day of the calendar."""
        if self.day is not None:
            return DaysBetween(days_between=(datetime.date.min, self.day))
        assert self.is_ is not None  # one of the two is given
        return self.is_

    def shown(self, computed: int | Fraction | None) -> int | Fraction | datetime.date | None:
        """What is computed as it is shown: a number, or the day that lies so many days after the first."""
        if computed is None or self.day is None:
            return computed
        return datetime.date.min + datetime.timedelta(days=int(computed))


@construct
class Duty(Node):
    """Something that must be done: by whom, until when, and what shows that it is done. It allows and denies nothing.

    It is owed once for each day of `until`; where that day is before its first, there is no day on which to do it, and
    it is not owed.
    """

    clause: Clause
    says: FullSentence
    by: Annotated[Several[Name], "Roles of those who must do it."]
    until: Annotated[Moments, "The last day, one for each time that it must be done."]
    done: Annotated[Condition, "What holds, on any day from the first through the last, once it is done."]
    from_: Annotated[
        Moments | None, "The first day; that of the event which brings it about, or of the grant, if left out."
    ] = None
    of: Annotated[Several[Name], "The action by which it is done, or several; a ruling about one tells it."] = ()
    otherwise: Annotated[Said, "What follows where it is not done, in one plain sentence."] = ""
    note: Remark = ""
    replaces: Replaces = False


@construct
class Claim(Node):
    """A statement about every life that the plan may meet: of each asker, on each day."""

    constraints: ClassVar[tuple[Constraint, ...]] = (ExactlyOne(("always", "never", "possible")),)
    clause: Clause
    says: FullSentence
    always: Annotated[Condition | None, "Must be true wherever `when` is."] = None
    never: Annotated[Condition | None, "Must be false wherever `when` is true."] = None
    possible: Annotated[Condition | None, "Must be true, where `when` is, of some life."] = None
    by: Annotated[Several[Name], "Roles of those who ask; every party when left out."] = ()
    of: Annotated[Name | None, "The action whose facts `{asked: ...}` means; `exercise` when left out."] = None
    when: Annotated[Condition, "Only on days and facts on which this is so."] = "always"
    note: Remark = ""
    replaces: Replaces = False


FINDINGS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "reachable": (("rules",),),
    "shadowed": (("rules",),),
    "contradiction": (("permit", "forbid"), ("actions",)),
    "answered": (("actions",),),
    "dead_zone": (("actions",), ("actions", "events")),
    "cut_short": (("permit", "forbid"), ("forbid",)),
    "lapse": (("actions", "way"),),
    "reading": (("readings",),),
}
"""The kinds of finding that may be meant, and what each names: entries of sections, a rule that permits, a way."""

LAPSE_WAYS = ("final", "complete")
"""What a check of lapse is about: that no lapsed right is exercised, and that no dead right lingers."""


@construct
class Meant(Node):
    """A finding of `kenri check` that the document means: it is listed with its reason, and is no fault."""

    constraints: ClassVar[tuple[Constraint, ...]] = (AtLeastOne(tuple(FINDINGS)),)
    clause: Clause
    says: Annotated[Said, "Why the document means it."]
    reachable: Annotated[Name | None, "A rule: it decides no case."] = None
    shadowed: Annotated[Name | None, "A rule: it changes no outcome."] = None
    contradiction: Annotated[
        Several[Name],
        "`[permit, forbid]`: the second always forbids what the first permits; an action: its limits leave no number.",
    ] = ()
    answered: Annotated[Name | None, "An action: a question about it may have no answer."] = None
    dead_zone: Annotated[
        Several[Name],
        "An action, or `[action, event]`: no day may be left for it where nothing happens, or by the day of an event.",
    ] = ()
    cut_short: Annotated[
        Several[Name],
        "A rule that forbids, or `[permit, forbid]`: it closes a window before its end, any open one or the permit's.",
    ] = ()
    lapse: Annotated[
        tuple[Name, ...] | None,
        "`[action, final]`: lapsed rights are exercised; `[action, complete]`: rights stay that nobody can exercise.",
    ] = None
    reading: Annotated[Name | None, "A reading: nothing turns on it."] = None
    note: Remark = ""
    replaces: Replaces = False

    def marks(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each kind of finding that is meant, with what it is about."""
        for kind in FINDINGS:
            of = getattr(self, kind)
            if of:
                yield kind, of if isinstance(of, tuple) else (of,)


@construct
class Record(Node):
    """A statement that is kept and shown, and decides nothing."""

    clause: Clause
    says: FullSentence
    replaces: Replaces = False


@construct
class Amendment(Node):
    """A later resolution that changes terms or rules from a day on."""

    constraints: ClassVar[tuple[Constraint, ...]] = (AtLeastOne(("terms", "rules", "without")),)
    from_: Annotated[datetime.date, "The first day on which the amended plan applies."]
    clause: Clause
    says: FullSentence
    recorded: Annotated[
        datetime.datetime | datetime.date | None, "When it became known; the beginning of `from` if left out."
    ] = None
    terms: Annotated[Mapping[Name, Term], "New values, by the names of known terms."] = field(default_factory=dict)
    rules: Annotated[Mapping[Name, Rule], "Rules added, or standing in the place of the rule of the same name."] = (
        field(default_factory=dict)
    )
    without: Annotated[tuple[Name, ...], "Rules that no longer apply."] = ()


@construct
class Source(Node):
    """The published document that a file encodes."""

    document: Annotated[str, "Its title."]
    issuer: Annotated[str, "Who published it."] = ""
    date: Annotated[datetime.date | None, "Its own date."] = None
    address: Annotated[str, "Where it is found."] = ""
    note: Annotated[Said, "What of it is encoded."] = ""


@construct
class Document(Node):
    """One YAML document of a rule file: a plan, a family that plans extend, a vocabulary, or claims about a plan."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        ExactlyOne(("plan", "family", "vocabulary", "claims_for")),
        *(
            Matches(kind, ID, Sentence("an-id"), "acme/options-2024")
            for kind in ("plan", "family", "vocabulary", "extends")
        ),
        *(Short(kind) for kind in ("plan", "family", "vocabulary", "extends")),
    )
    plan: Annotated[str | None, "The plan's id; it can be asked about."] = None
    family: Annotated[str | None, "The id of clauses that several plans share."] = None
    vocabulary: Annotated[str | None, "The id of shared words."] = None
    claims_for: Annotated[str | None, "The plan that this document makes claims about, beside it."] = None
    extends: Annotated[Several[str], "Families and vocabularies this builds on."] = ()
    without: Annotated[
        tuple[Name, ...], "Inherited rules, duties, effects, figures, claims, marks and records that do not apply here."
    ] = ()
    title: Annotated[Said, "What it is, in short."] = ""
    source: Annotated[Source | None, "The published document that it encodes."] = None
    zone: Annotated[str | None, "IANA time zone of the plan's days."] = None
    counting: Annotated[CountingUse | None, "How the plan counts periods."] = None
    reads: Annotated[Mapping[Name, Name], "Other defaults for inherited readings."] = field(default_factory=dict)
    readings: Annotated[Mapping[Name, Reading], "Clauses that can be read in several ways."] = field(
        default_factory=dict
    )
    countings: Annotated[Mapping[Name, CountingRule], "Ways to count periods, by name."] = field(default_factory=dict)
    calendars: Annotated[Mapping[Name, OwnCalendar], "Business-day calendars of its own, by name."] = field(
        default_factory=dict
    )
    roles: Annotated[Mapping[Name, Role], "What a party may be."] = field(default_factory=dict)
    events: Annotated[Mapping[Name, EventKind], "Kinds of event that a life may record."] = field(default_factory=dict)
    actions: Annotated[Mapping[Name, Action], "What a party may ask to do."] = field(default_factory=dict)
    balances: Annotated[Mapping[Name, BalanceKind], "Where rights may stand, beside `held`."] = field(
        default_factory=dict
    )
    party_attributes: Annotated[Mapping[Name, AttributeUse], "What a life says of each party."] = field(
        default_factory=dict
    )
    grant_attributes: Annotated[Mapping[Name, AttributeUse], "What a life says of each grant."] = field(
        default_factory=dict
    )
    terms: Annotated[Mapping[Name, Term], "What the document states."] = field(default_factory=dict)
    hours: Annotated[Mapping[Name, Hour], "Named hours of the day."] = field(default_factory=dict)
    dates: Annotated[Mapping[Name, Date], "Named days."] = field(default_factory=dict)
    states: Annotated[Mapping[Name, State], "Named conditions."] = field(default_factory=dict)
    amounts: Annotated[Mapping[Name, Amount], "Named numbers."] = field(default_factory=dict)
    rules: Annotated[Mapping[Name, Rule], "What is permitted, forbidden and limited."] = field(default_factory=dict)
    duties: Annotated[Mapping[Name, Duty], "What must be done, by whom and until when."] = field(default_factory=dict)
    effects: Annotated[Mapping[Name, Effect], "What moves rights between balances."] = field(default_factory=dict)
    figures: Annotated[Mapping[Name, Figure], "Numbers, or days, to show."] = field(default_factory=dict)
    claims: Annotated[Mapping[Name, Claim], "What must be so of every life; `kenri check` proves or refutes it."] = (
        field(default_factory=dict)
    )
    means: Annotated[Mapping[Name, Meant], "Findings of `kenri check` that the document means, with the reason."] = (
        field(default_factory=dict)
    )
    records: Annotated[Mapping[Name, Record], "Statements that decide nothing."] = field(default_factory=dict)
    amendments: Annotated[Mapping[Name, Amendment], "Later resolutions."] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id under which others extend it, or by which it is asked about."""
        return self.plan or self.family or self.vocabulary or self.claims_for or ""


HELD = "held"
"""The balance in which granted rights begin."""

THIS_EVENT = "this_event"
"""Stands for the event that makes an effect, or brings a duty about, where else an attribute names an event."""

SECTIONS = (
    "readings", "countings", "calendars", "roles", "events", "actions", "balances", "party_attributes",
    "grant_attributes", "terms", "hours", "dates", "states", "amounts", "rules", "duties", "effects", "figures",
    "claims", "means", "records", "amendments",
)  # fmt: skip
"""The sections of a document whose entries have names; inherited ones are merged by name."""


@construct
class Plan(Node):
    """A plan linked with all it extends: every name resolves, amendments are applied, and it can be evaluated.

    Rules carry their days of force. `places` tells where each entry was written, by section and name.
    """

    id: str
    title: Said
    source: Source | None
    zone: str
    counting: CountingRule
    readings: Mapping[str, Reading]
    countings: Mapping[str, CountingRule]
    calendars: Mapping[str, OwnCalendar]
    roles: Mapping[str, Role]
    events: Mapping[str, EventKind]
    actions: Mapping[str, Action]
    balances: Mapping[str, BalanceKind]
    party_attributes: Mapping[str, Attribute]
    grant_attributes: Mapping[str, Attribute]
    terms: Mapping[str, Term]
    hours: Mapping[str, Hour]
    dates: Mapping[str, Date]
    states: Mapping[str, State]
    amounts: Mapping[str, Amount]
    rules: Mapping[str, Rule]
    duties: Mapping[str, Duty]
    effects: Mapping[str, Effect]
    figures: Mapping[str, Figure]
    claims: Mapping[str, Claim]
    means: Mapping[str, Meant]
    records: Mapping[str, Record]
    amendments: Mapping[str, Amendment]
    places: Mapping[tuple[str, str], Place]
    origins: Mapping[tuple[str, str], str]
    """The id of the document each entry comes from, by section and name."""
    time: Second | None = None
    """The time of the day at which it is looked at, by the clocks of its zone; None for whole days."""


def scaling(plan: Plan) -> Mapping[str, Effect]:
    """The effects that scale: from their days on, every number of rights of a grant is in other units."""
    return {name: effect for name, effect in plan.effects.items() if effect.scales is not None}


def kept_apart(plan: Plan) -> frozenset[str]:
    """The balances in which the rights of each event stand apart: some effect draws on those of one event alone."""
    return frozenset(effect.from_ for effect in plan.effects.values() if effect.for_ is not None)


def outstanding(plan: Plan) -> frozenset[str]:
    """The balances that a scaling rounds: what is held, and what may come back to it. In the others stands what rights
    of then have become, counted exactly in those of now.
    """
    found = {HELD}
    while more := {e.from_ for e in plan.effects.values() if e.to in found and e.from_ not in found}:
        found |= more
    return frozenset(found)


def action_of_figure(figure: Figure, plan: Plan, facts: Collection[str]) -> str:
    """The action whose facts a figure may look at: of several the first that has all of these; empty where none is."""
    for action in figure.of:
        if action in plan.actions and all(fact in plan.actions[action].attributes for fact in facts):
            return action
    return figure.of[0] if figure.of else ""
