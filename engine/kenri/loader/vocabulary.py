"""What a plan says of lives: the words they may use, and what their numbers must be. Lives are checked against it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from kenri.loader.declarations import attributes_of, term_type
from kenri.loader.type_names import type_name
from kenri.loader.values import shown
from kenri.model.days import FIRST_DAY, NEVER
from kenri.model.expressions import EventMoments, EventNumber
from kenri.model.life import Life
from kenri.model.plan import Attribute, AttributeUse, Effect, EventKind, Plan
from kenri.model.problems import Place, Problem, quote
from kenri.model.sentences import Sentence, did_you_mean
from kenri.model.walk import everything

__all__ = ["Vocabulary", "about", "say_the_same", "unfit_for", "vocabulary"]

_KEPT = 32
"""How many plans are remembered with their vocabularies."""

_known: OrderedDict[int, tuple[Plan, Vocabulary]] = OrderedDict()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words of a plan that lives are checked against."""

    id: str
    """The same for plans of which every life means the same: the time zone, and a digest of the words."""
    moving: frozenset[str]
    """The kinds of event that move a number of rights which they state themselves."""
    above_zero: Mapping[str, frozenset[str]]
    """By kind of event, the attributes that say how many an act, or a line of a grant, is about, or how many move, or
    what scales them."""


def vocabulary(plan: Plan) -> Vocabulary:
    """The vocabulary of a plan; worked out once for each of the plans seen last."""
    found = _known.get(id(plan))
    if found is not None and found[0] is plan:
        return found[1]
    made = _made(plan)
    _known[id(plan)] = (plan, made)  # the plan is kept with it, so that its id is not given to another
    if len(_known) > _KEPT:
        _known.popitem(last=False)
    return made


def _made(plan: Plan) -> Vocabulary:
    moving: set[str] = set()
    for effect in plan.effects.values():
        if any(isinstance(part.value, EventNumber) for part in everything(effect.moves, sort="quantity")):
            moving |= set(_kinds(effect))
    above_zero = numbers_above_zero(plan.events, plan.effects)
    words = (
        sorted(plan.roles),
        [
            (kind, each.personal, each.once, each.requires, _declared(each.attributes))
            for kind, each in sorted(plan.events.items())
        ],
        _declared(plan.party_attributes),
        _declared(plan.grant_attributes),
        sorted((name, term_type(term)) for name, term in plan.terms.items() if term.is_unknown),
        sorted(moving),
        [(kind, sorted(names)) for kind, names in above_zero.items()],
    )
    digest = sha256(repr(words).encode("utf-8", "surrogatepass")).hexdigest()
    return Vocabulary(id=f"{plan.zone} {digest}", moving=frozenset(moving), above_zero=above_zero)


def numbers_above_zero(events: Mapping[str, EventKind], effects: Mapping[str, Effect]) -> dict[str, frozenset[str]]:
    """By kind of event, the attributes that are above zero in every life; see `Vocabulary`."""
    numbers: dict[str, set[str]] = {}
    for kind, declared in events.items():
        if (declared.act or declared.with_grant) is not None and declared.number is not None:
            numbers.setdefault(kind, set()).add(declared.number)
    for effect in effects.values():
        for number in (effect.moves, effect.scales):
            if isinstance(number, EventNumber):
                for kind in _kinds(effect):
                    numbers.setdefault(kind, set()).add(number.of_event)
    return {kind: frozenset(names) for kind, names in sorted(numbers.items())}


def is_too_low(number: object, declared: Attribute | None) -> bool:
    """Whether a number that must be above zero is not. Zero may be written where that is the default."""
    if not isinstance(number, int | Fraction) or isinstance(number, bool):
        return False
    return number < 0 or (number == 0 and not may_be_zero(declared))


def may_be_zero(declared: Attribute | None) -> bool:
    """Whether zero is what an attribute is where nothing is said of it."""
    return declared is not None and declared.default == 0 and not isinstance(declared.default, bool)


def _kinds(effect: Effect) -> Iterator[str]:
    for part in everything(effect.on, sort="moments"):
        if isinstance(part.value, EventMoments):
            yield from part.value.event


def _declared(attributes: Mapping[str, AttributeUse]) -> list[object]:
    return [
        (name, each.type, each.one_of, each.optional, each.default, *each.of)
        for name, each in sorted(attributes_of(attributes).items())
    ]


def say_the_same(one: Plan, other: Plan) -> bool:
    """Whether what both plans call so in a life is the same: kinds of event, attributes of parties, terms to tell."""
    events = ((one.events[kind], other.events[kind]) for kind in one.events if kind in other.events)
    of_parties = (attributes_of(plan.party_attributes) for plan in (one, other))
    told = ({name: term_type(term) for name, term in plan.terms.items() if term.is_unknown} for plan in (one, other))
    return (
        all(_event_words(ours) == _event_words(theirs) for ours, theirs in events)
        and _agree(*({name: _words(each) for name, each in several.items()} for several in of_parties))
        and _agree(*told)
    )


def _event_words(kind: EventKind) -> object:
    return kind.personal, kind.once, kind.requires, _declared(kind.attributes)


def _words(attribute: Attribute) -> object:
    return attribute.type, attribute.one_of, attribute.optional, attribute.default, attribute.for_


def _agree(ours: Mapping[str, object], theirs: Mapping[str, object]) -> bool:
    return all(theirs[name] == each for name, each in ours.items() if name in theirs)


# --- lives that were checked for other words


def unfit_for(life: Life, plan: Plan) -> Iterator[Problem]:
    """Why a life that is checked for other words, or by nobody, cannot be asked about with this plan.

    What is about a grant under another plan is told in the words of that one.
    """
    plans = (plan, *life.plans.values())
    roles = [role for each in plans for role in each.roles]
    of_parties = {name: use for each in reversed(plans) for name, use in each.party_attributes.items()}
    unknown = {name: term for each in reversed(plans) for name, term in each.terms.items() if term.is_unknown}
    zone = life.checked_for.partition(" ")[0] if life.checked_for is not None else plan.zone
    if zone != plan.zone:
        yield Problem(None, Sentence("life-of-other-zone", zone=quote(zone), own=quote(plan.zone)))
    for party in life.parties.values():
        for role in party.roles:
            if role not in roles:
                yield Problem(party.place, Sentence("no-such-role", name=quote(role)), did_you_mean(role, roles))
        yield from _attributes(party.attributes, of_parties, ("party", party.id), life, party.place)
    for grant in life.grants.values():
        if grant.grantee and grant.grantee not in life.parties:
            sentence = Sentence("no-such-party", name=quote(grant.grantee))
            yield Problem(grant.place, sentence, did_you_mean("", life.parties))
        declared = life.plans.get(grant.plan, plan).grant_attributes
        yield from _attributes(grant.attributes, declared, ("grant", grant.id), life, grant.place)
    for name, value in life.facts.items():
        if name not in unknown:
            yield Problem(None, Sentence("no-such-unknown-term", name=quote(name)), did_you_mean(name, unknown))
        elif not _is_held(value, term_type(unknown[name]), (), life):
            type_ = type_name(term_type(unknown[name]))
            sentence = Sentence("not-of-type", name=quote(name), type=type_, found=shown(value))
            yield Problem(None, sentence, Sentence("read-again"))
    kinds = dict.fromkeys(kind for each in plans for kind in each.events)
    for event in life.events:
        if event.kind not in kinds:
            sentence = Sentence("no-such-event", name=quote(event.kind))
            yield Problem(event.place, sentence, did_you_mean(event.kind, kinds))
            continue
        own = life.plan_telling(event, plan)
        subject = ("event", event.kind)
        needed = not event.cancelled
        told = own.events[event.kind].attributes
        yield from _attributes(event.attributes, told, subject, life, event.place, needed=needed)
        for name in sorted(vocabulary(own).above_zero.get(event.kind, ())):
            number = event.attributes.get(name)
            if is_too_low(number, attributes_of(told).get(name)):
                sentence = Sentence("not-above-zero", name=quote(name), found=shown(number))
                yield Problem(event.place, sentence, subject=about(*subject))


def _attributes(
    values: Mapping[str, Any],
    declared: Mapping[str, AttributeUse],
    subject: tuple[str, str],
    life: Life,
    place: Place | None,
    *,
    needed: bool = True,
) -> Iterator[Problem]:
    known = attributes_of(declared)
    for name, value in values.items():
        if name not in known:
            yield Problem(
                place, Sentence("no-part-of", name=quote(name), of=about(*subject)), did_you_mean(name, known)
            )
        elif not _is_held(value, known[name].type, known[name].one_of, life):
            type_ = type_name(known[name].type)
            sentence = Sentence("not-of-type", name=quote(name), type=type_, found=shown(value))
            yield Problem(place, sentence, Sentence("read-again"), about(*subject))
    for name, each in known.items():
        if needed and name not in values and not each.optional and each.default is None:
            sentence = Sentence("missing-key", key=quote(name))
            yield Problem(place, sentence, Sentence("read-again"), about(*subject))


_ABOUT = {"party": "about-party", "grant": "about-grant", "event": "about-event"}


def about(kind: str, name: str) -> Sentence:
    """What of a life a problem is about: a party, a grant or an event.

    >>> about("party", "you").text()
    'party `you`'
    """
    return Sentence(_ABOUT[kind], name=quote(name))


def _is_held(value: object, kind: str | None, one_of: tuple[str, ...], life: Life) -> bool:
    """Whether a value is in the form that the engine has for a type."""
    if one_of:
        return isinstance(value, str) and value in one_of
    match kind:
        case "number" | "ratio":
            return isinstance(value, int | Fraction) and not isinstance(value, bool)
        case "day":
            return isinstance(value, int) and not isinstance(value, bool) and FIRST_DAY <= value < NEVER
        case "flag":
            return isinstance(value, bool)
        case "party":
            return isinstance(value, str) and value in life.parties
        case "event":
            return isinstance(value, str) and any(event.id == value for event in life.events)
        case "period":
            return isinstance(value, tuple) and len(value) == 2
        case _:
            return isinstance(value, str)
