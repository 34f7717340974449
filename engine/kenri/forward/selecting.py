"""Which events selectors take: rules match the events' own facts, then what selectors look into beyond them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kenri.forward.compiled import ABSENT, ANY_OTHER, CHOSEN, is_looked_into
from kenri.forward.trace import Firing, Known
from kenri.forward.values import NOTHING, Happening, Lacking, Names, Seen, TruthOnDay, lacked
from kenri.model.days import FIRST_DAY
from kenri.model.expressions import AskerNamed, Bounds, EventMoments
from kenri.model.life import Event
from kenri.model.numbers import COMPARISONS

if TYPE_CHECKING:
    from kenri.forward.evaluation import Evaluation

EVENTS_AT_ONCE = 200


def candidates(at: Evaluation) -> dict[int, list[Event]]:
    """The events that each selector takes by their own facts, in the order of their days and then of the record."""
    compiled, grant = at.compiled, at.supply.grant.id
    selection = compiled.selection
    events = [each for each in at.supply.life.events if each.kind in selection.kinds and each.grant in (None, grant)]
    found: dict[int, list[Event]] = {}
    for start in range(0, len(events), EVENTS_AT_ONCE):
        some = events[start : start + EVENTS_AT_ONCE]
        facts = [_fact(at, event) for event in some]
        for index, (rules, whose) in enumerate(compiled.selecting):
            with compiled.rule_set(("selecting", index), rules).sitting() as sitting:
                for rule, matched in sitting.post(facts):
                    event = some[matched["e"]]
                    found.setdefault(id(selection.selectors[whose[rule]]), []).append(event)
                    name = selection.names[whose[rule]]
                    at.steps.append(
                        Firing("events", name, (_known(event),), Known("selected", name, event.on, event.id))
                    )
    for several in found.values():
        several.sort(key=lambda event: (event.on, at.supply.rank(event)))
    return found


def _fact(at: Evaluation, event: Event) -> dict[str, int]:
    """An event as whole numbers: its kind, whose it is, and a code for each attribute that selectors ask about."""
    selection, supply = at.compiled.selection, at.supply
    fact = {"k": selection.kinds[event.kind]}
    fact["wa"] = int(event.who == supply.asker.id)
    fact["wg"] = int(event.who == supply.grant.grantee)
    for role, field in selection.roles.items():
        fact[field] = int(supply.is_who(event.who, role))
    for name, field in selection.attributes.items():
        value = supply.recorded(event, name) if name in at.plan.events[event.kind].attributes else None
        fact[field] = ABSENT if value is None else selection.values.get(value, ANY_OTHER)
    return fact


def chosen(at: Evaluation, node: EventMoments, events: list[Event]) -> Seen:
    """The events that a selector takes, when all that it looks into is known."""
    if not is_looked_into(node):
        return Seen(tuple(Happening(event.on, event) for event in events))
    truths = [(event, _looked_into(at, node, event)) for event in events]
    open_ = [(event, truth) for event, truth in truths if truth.value]
    taken: set[str] = set()
    missing: Names = NOTHING
    name = at.compiled.titles[id(node)]
    for start in range(0, len(open_), EVENTS_AT_ONCE):
        some = open_[start : start + EVENTS_AT_ONCE]
        with at.compiled.rule_set("chosen", CHOSEN).sitting() as sitting:
            for rule, matched in sitting.post([{"c": truth.value} for _, truth in some]):
                event, truth = some[matched["e"]]
                taken.add(event.id)
                missing |= truth.missing
                known = Known("condition", name, event.on, truth.value)
                selected = Known("selected", name, event.on, event.id)
                at.steps.append(Firing("events", f"{name}.{CHOSEN[rule].name}", (_known(event), known), selected))
    perhaps = {event.id for event, truth in open_ if truth.value == 1}
    return Seen(
        tuple(Happening(event.on, event, surely=event.id not in perhaps) for event in events if event.id in taken),
        missing,
    )


def _known(event: Event) -> Known:
    return Known("event", event.kind, event.on, event.id)


def _looked_into(at: Evaluation, node: EventMoments, event: Event) -> TruthOnDay:
    """Whether everything that a selector looks into holds for an event."""
    found: list[TruthOnDay] = []
    if isinstance(node.who, AskerNamed):
        naming = at.moments(node.who.of, event.on)
        found.append(named_by(at, naming, node.who.named, event.who))
    for several, wanted in ((node.where, True), (node.where_not, False)):
        for name, bounds in several.items():
            if isinstance(bounds, Bounds):
                fits = _bounded(at, event, name, bounds)
                found.append(fits if wanted else fits._replace(value=2 - fits.value))
    for condition, day in ((node.during, event.on), (node.just_before, event.on - 1)):
        if condition is not None:  # the first day of the calendar has no eve, so nothing held on it
            found.append(at.truth(condition, day) if day >= FIRST_DAY else TruthOnDay(0))
    value = min(truth.value for truth in found)
    return TruthOnDay(value, NOTHING.union(*(truth.missing for truth in found)) if value == 1 else NOTHING)


def named_by(at: Evaluation, naming: Seen, attribute: str, party: str) -> TruthOnDay:
    """Whether one of some events names a party. Of what is not known no event need be known, either: it may."""
    value = 0
    for item in naming.all:
        if item.event is None:
            value = value if item.is_known else max(value, 1)
        elif at.names(item.event, attribute) == party:
            value = max(value, 2 if item.is_known else 1)
    return TruthOnDay(value, naming.missing if value == 1 else NOTHING)


def _bounded(at: Evaluation, event: Event, name: str, bounds: Bounds) -> TruthOnDay:
    number = at.supply.recorded_number(event, name)
    found = TruthOnDay(2)
    for key, test in COMPARISONS.items():
        bound = getattr(bounds, key, None)
        if bound is None:
            continue
        limit = at.number(bound, event.on)
        if isinstance(number, Lacking) or isinstance(limit, Lacking):
            found = TruthOnDay(1, lacked(number, limit)) if found.value == 2 else found
        elif not test(number, limit):
            found = TruthOnDay(0)
    return found
