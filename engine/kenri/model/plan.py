"""What a rule file declares, and the plan that one or several of them make together."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, ClassVar, Literal, TypeAlias

from kenri.model.constraints import (
    Among,
    AtLeastOne,
    Constraint,
    ExactlyOne,
    InOrder,
    Items,
    Matches,
    Needs,
)
from kenri.model.expressions import (
    Condition,
    CountingRule,
    CountingUse,
    Moments,
    Name,
    Node,
    Number,
    Quantity,
    Rounding,
    Value,
    construct,
)
from kenri.model.problems import Place
from kenri.model.sentences import Sentence

Said: TypeAlias = str | Mapping[Literal["en", "ja"], str]
"""A plain sentence, in English or in both languages."""

AttributeKind: TypeAlias = Literal["number", "ratio", "day", "text", "party", "flag"]


@construct
class Attribute(Node):
    """An attribute of an event, party, grant or question: its type, or the words it may be."""

    constraints: ClassVar[tuple[Constraint, ...]] = (AtLeastOne(("type", "one_of")),)
    type: AttributeKind | None = None
    one_of: Annotated[tuple[str, ...], "The words it may be."] = ()
    optional: bool = False
    default: Annotated[Value | None, "What is taken when it is not supplied."] = None
    says: Said = ""


AttributeUse: TypeAlias = AttributeKind | Attribute


@construct
class Role(Node):
    """What a party is in the plan."""

    says: Said = ""


@construct
class EventKind(Node):
    """A kind of event that a life may record."""

    says: Said = ""
    attributes: Mapping[Name, AttributeUse] = field(default_factory=dict)
    act: Annotated[Name | None, "The action that such an event records, so that an audit can judge it."] = None
    number: Annotated[Name | None, "The attribute that says how many rights or shares the act is about."] = None
    personal: Annotated[bool, "It happens to a party, who must be known: the grantee when no other is named."] = False
    once: Annotated[bool, "It happens to a party at most once: a second one must correct the first."] = False
    requires: Annotated[tuple[Name, ...], "Kinds of event one of which must have come before, or on the same day."] = ()
    replaces: Annotated[bool, "Says that it knowingly replaces an inherited one."] = False


@construct
class Action(Node):
    """Something a party may ask to do."""

    says: Said = ""
    counts: Annotated[str, "What the number in a question counts: `rights`, `shares`."] = "rights"
    attributes: Annotated[Mapping[Name, AttributeUse], "Further facts a question may supply."] = field(
        default_factory=dict
    )
    replaces: Annotated[bool, "Says that it knowingly replaces an inherited one."] = False


@construct
class BalanceKind(Node):
    """A balance in which rights may stand; `held` is always there."""

    says: Said = ""
    lapse: Annotated[bool, "Rights that come here can never be exercised again."] = False


@construct
class Reading(Node):
    """A clause that can be read in several ways."""

    constraints: ClassVar[tuple[Constraint, ...]] = (Items("options", 2), Among("default", "options"))
    question: Said
    options: Mapping[Name, Said]
    default: Name
    clause: str = ""
    note: Said = ""
    replaces: bool = False


@construct
class DatedValue(Node):
    """The value of a term from a day on."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        ExactlyOne(("value", "first")),
        Needs("last", ("first",)),
        InOrder("first", "last"),
    )
    from_: datetime.date
    value: Value | None = None
    first: datetime.date | None = None
    last: datetime.date | None = None
    clause: str = ""


@construct
class Term(Node):
    """A value the document states, cited: a number, a day, a word, a period from `first` to `last`, or unknown."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        ExactlyOne(("value", "first", "unknown")),
        Needs("last", ("first",)),
        InOrder("first", "last"),
        Needs("unknown", ("type",)),
    )
    value: Value | None = None
    first: Annotated[datetime.date | None, "First day of a period."] = None
    last: Annotated[datetime.date | None, "Last day of a period, included; without it the period has no end."] = None
    dated: Annotated[tuple[DatedValue, ...], "Later values, each from a day on."] = ()
    unknown: Annotated[Said, "Why the document does not state it; a life may then supply it as a fact."] = ""
    type: Annotated[Literal["number", "ratio", "day", "period", "text", "flag"] | None, "Needed for unknown terms."] = (
        None
    )
    unit: str = ""
    clause: str = ""
    says: Said = ""
    replaces: Annotated[bool, "Says that it knowingly replaces an inherited one."] = False


@construct
class Date(Node):
    """Named moments."""

    is_: Moments
    clause: str = ""
    says: Said = ""
    replaces: bool = False


@construct
class State(Node):
    """A named condition."""

    is_: Condition
    clause: str = ""
    says: Said = ""
    replaces: bool = False


@construct
class Amount(Node):
    """A named quantity."""

    is_: Quantity
    clause: str = ""
    says: Said = ""
    replaces: bool = False


@construct
class Rule(Node):
    """Permits, forbids or limits one or several actions."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        ExactlyOne(("permit", "forbid", "limit")),
        Needs("limit", ("at_most", "at_least", "in_lots_of")),
        *(Needs(bound, ("limit",)) for bound in ("at_most", "at_least", "in_lots_of")),
        InOrder("from", "until"),
    )
    clause: str
    says: Said
    permit: Name | tuple[Name, ...] | None = None
    forbid: Name | tuple[Name, ...] | None = None
    limit: Name | tuple[Name, ...] | None = None
    by: Annotated[Name | tuple[Name, ...] | None, "Roles it is about; everybody when left out."] = None
    when: Annotated[Condition, "Days and facts on which it applies."] = "always"
    unless: Annotated[Condition, "Days and facts on which it does not."] = "never"
    at_most: Quantity | None = None
    at_least: Quantity | None = None
    in_lots_of: Annotated[Quantity | None, "Only whole multiples of this."] = None
    from_: Annotated[datetime.date | None, "First day on which the rule is in force."] = None
    until: Annotated[datetime.date | None, "Last day on which the rule is in force."] = None
    note: Said = ""
    replaces: bool = False


@construct
class Effect(Node):
    """Moves rights from one balance to another, or scales what is held, on the day of some moments."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        ExactlyOne(("moves", "scales")),
        Needs("moves", ("to",)),
        Needs("from", ("moves",)),
        Needs("to", ("moves",)),
        Needs("round", ("scales",)),
    )
    clause: str
    says: Said
    on: Moments
    moves: Annotated[Quantity | None, "How many; `all` for whatever is there."] = None
    from_: Annotated[Name, "The balance drawn on."] = "held"
    to: Name | None = None
    scales: Annotated[Quantity | None, "What is held is multiplied by this."] = None
    round: Annotated[Rounding | None, "How a scaled balance is rounded to whole rights; down if left out."] = None
    note: Said = ""
    replaces: bool = False


@construct
class Figure(Node):
    """A number computed from the terms; with `of`, part of what an allowed action brings about."""

    clause: str
    says: Said
    is_: Quantity
    of: Annotated[Name | tuple[Name, ...] | None, "The action a ruling shows it for."] = None
    stated: Annotated[Number | None, "What the document itself says; a difference is reported."] = None
    unit: str = ""
    note: Said = ""
    replaces: bool = False


@construct
class Claim(Node):
    """A statement about every life that the plan may meet: of each asker, on each day."""

    constraints: ClassVar[tuple[Constraint, ...]] = (ExactlyOne(("always", "never", "possible")),)
    clause: str
    says: Said
    always: Annotated[Condition | None, "Must be true wherever `when` is."] = None
    never: Annotated[Condition | None, "Must be false wherever `when` is true."] = None
    possible: Annotated[Condition | None, "Must be true, where `when` is, of some life."] = None
    by: Annotated[Name | tuple[Name, ...] | None, "Roles of those who ask; every party when left out."] = None
    of: Annotated[Name | None, "The action whose facts `{asked: ...}` means; `exercise` when left out."] = None
    when: Annotated[Condition, "Only on days and facts on which this is so."] = "always"
    note: Said = ""
    replaces: bool = False


@construct
class Record(Node):
    """A statement that is kept and shown, and decides nothing."""

    clause: str
    says: Said
    replaces: bool = False


@construct
class Amendment(Node):
    """A later resolution that changes terms or rules from a day on."""

    constraints: ClassVar[tuple[Constraint, ...]] = (AtLeastOne(("terms", "rules", "without")),)
    from_: Annotated[datetime.date, "The first day on which the amended plan applies."]
    clause: str
    says: Said
    recorded: Annotated[
        datetime.datetime | datetime.date | None, "When it became known; its first day if left out."
    ] = None
    terms: Mapping[Name, Term] = field(default_factory=dict)
    rules: Annotated[Mapping[Name, Rule], "Rules added, or standing in the place of the rule of the same name."] = (
        field(default_factory=dict)
    )
    without: Annotated[tuple[Name, ...], "Rules that no longer apply."] = ()


@construct
class Source(Node):
    """The published document that a file encodes."""

    document: str
    issuer: str = ""
    date: datetime.date | None = None
    address: str = ""
    note: Said = ""


@construct
class Document(Node):
    """One YAML document of a rule file: a plan, a family that plans extend, a vocabulary, or claims about a plan."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        ExactlyOne(("plan", "family", "vocabulary", "claims_for")),
        *(
            Matches(kind, r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*", Sentence("an-id"), "acme/options-2024")
            for kind in ("plan", "family", "vocabulary")
        ),
    )
    plan: Annotated[str | None, "The plan's id; it can be asked about."] = None
    family: Annotated[str | None, "The id of clauses that several plans share."] = None
    vocabulary: Annotated[str | None, "The id of shared words."] = None
    claims_for: Annotated[str | None, "The plan that this document makes claims about, beside it."] = None
    extends: Annotated[tuple[str, ...] | str, "Families and vocabularies this builds on."] = ()
    without: Annotated[tuple[Name, ...], "Inherited rules, effects and figures that do not apply here."] = ()
    title: Said = ""
    source: Source | None = None
    zone: Annotated[str | None, "IANA time zone of the plan's days."] = None
    counting: Annotated[CountingUse | None, "How the plan counts periods."] = None
    reads: Annotated[Mapping[Name, Name], "Other defaults for inherited readings."] = field(default_factory=dict)
    readings: Mapping[Name, Reading] = field(default_factory=dict)
    countings: Mapping[Name, CountingRule] = field(default_factory=dict)
    roles: Mapping[Name, Role] = field(default_factory=dict)
    events: Mapping[Name, EventKind] = field(default_factory=dict)
    actions: Mapping[Name, Action] = field(default_factory=dict)
    balances: Mapping[Name, BalanceKind] = field(default_factory=dict)
    party_attributes: Mapping[Name, AttributeUse] = field(default_factory=dict)
    grant_attributes: Mapping[Name, AttributeUse] = field(default_factory=dict)
    terms: Mapping[Name, Term] = field(default_factory=dict)
    dates: Mapping[Name, Date] = field(default_factory=dict)
    states: Mapping[Name, State] = field(default_factory=dict)
    amounts: Mapping[Name, Amount] = field(default_factory=dict)
    rules: Mapping[Name, Rule] = field(default_factory=dict)
    effects: Mapping[Name, Effect] = field(default_factory=dict)
    figures: Mapping[Name, Figure] = field(default_factory=dict)
    claims: Annotated[Mapping[Name, Claim], "What must be so of every life; `kenri check` proves or refutes it."] = (
        field(default_factory=dict)
    )
    records: Mapping[Name, Record] = field(default_factory=dict)
    amendments: Mapping[Name, Amendment] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id under which others extend it, or by which it is asked about."""
        return self.plan or self.family or self.vocabulary or self.claims_for or ""


SECTIONS = (
    "readings", "countings", "roles", "events", "actions", "balances", "party_attributes", "grant_attributes", "terms",
    "dates", "states", "amounts", "rules", "effects", "figures", "claims", "records", "amendments",
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
    roles: Mapping[str, Role]
    events: Mapping[str, EventKind]
    actions: Mapping[str, Action]
    balances: Mapping[str, BalanceKind]
    party_attributes: Mapping[str, Attribute]
    grant_attributes: Mapping[str, Attribute]
    terms: Mapping[str, Term]
    dates: Mapping[str, Date]
    states: Mapping[str, State]
    amounts: Mapping[str, Amount]
    rules: Mapping[str, Rule]
    effects: Mapping[str, Effect]
    figures: Mapping[str, Figure]
    claims: Mapping[str, Claim]
    records: Mapping[str, Record]
    amendments: Mapping[str, Amendment]
    places: Mapping[tuple[str, str], Place]
    origins: Mapping[tuple[str, str], str]
    """The id of the document each entry comes from, by section and name."""
