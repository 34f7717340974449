"""What may stand where the cursor is: commands, and the words of the plan and of the life."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kenri.faces.playing.session import Session
from kenri.faces.words.play import COMMANDS
from kenri.loader.declarations import attributes_of
from kenri.model.days import iso
from kenri.model.life import Life
from kenri.model.plan import Attribute, AttributeUse
from kenri.model.visible import on_one_line

_DAYS = ("+1d", "+10d", "today")


def candidates(session: Session, text: str) -> list[str]:
    """The words that may stand in the place of the last word of a line so far, in a useful order, each once."""
    words = text.split(" ")
    *before, begun = [word for word in words[:-1] if word] + [words[-1]]
    possible = dict.fromkeys(_possible(session, before, begun))
    # A word that cannot be seen as it is cannot be typed either, and a terminal might obey it.
    return [word for word in possible if word.startswith(begun) and word == on_one_line(word)]


def _possible(session: Session, before: list[str], begun: str) -> Iterator[str]:
    plan, life = session.plan.plan, session.life
    if not before:
        yield from (*COMMANDS, *plan.events)
        return
    first, given = before[0], before[1:]
    if before[-1] == "by":
        yield from (*life.parties, *plan.roles)
        return
    match first:
        case "help":
            yield from COMMANDS
        case "party":
            yield from life.parties if not given else plan.roles
            yield from _named(attributes_of(plan.party_attributes), given, begun, life) if given else ()
        case "grant":
            yield from life.parties if not given else ()
            yield from _named(attributes_of(plan.grant_attributes), given, begun, life) if given else ()
        case "fact" if not given:
            yield from (name for name, term in plan.terms.items() if term.is_unknown)
        case "remove":
            yield from (event.id for event in life.events)
        case "reading":
            yield from _reading(session, given)
        case "save" if not given:
            yield from ("life", "scenario")
        case "ask" | "windows":
            yield from _asking(session, given, begun)
        case "add" if not given:
            yield from plan.events
        case "add":
            yield from _event(session, given[0], given[1:], begun)
        case _ if first not in COMMANDS:
            yield from _event(session, first, given, begun)
        case _:
            return


def _event(session: Session, kind: str, given: list[str], begun: str) -> Iterator[str]:
    """The values that an event still takes, and its day."""
    found = session.plan.plan.events.get(kind)
    if found is None:
        return
    declared = attributes_of(found.attributes)
    free = {name: use for name, use in declared.items() if not any(each.startswith(f"{name}=") for each in given)}
    for attribute in free.values():
        if not set(attribute.one_of) & set(given):
            yield from attribute.one_of
        if attribute.type == "party":
            yield from session.life.parties
        yield from _named_events(attribute, session.life)
    yield iso(session.last_day())
    yield from _DAYS
    yield from _named(free, given, begun, session.life)
    if "by" not in given:
        yield "by"
    if len(session.life.grants) > 1:
        yield from (f"grant={name}" for name in session.life.grants)


def _asking(session: Session, given: list[str], begun: str) -> Iterator[str]:
    plan = session.plan.plan
    action = next((each for each in given if each in plan.actions), None)
    if action is None:
        yield from plan.actions
    yield iso(session.last_day())
    yield from _DAYS
    yield "by"
    usual = session.questions[-1].action if session.questions else next(iter(plan.actions), "")
    asked: Mapping[str, AttributeUse] = plan.actions[action or usual].attributes if plan.actions else {}
    yield from _named(attributes_of(asked), given, begun, session.life)
    if len(session.life.grants) > 1:
        yield from (f"grant={name}" for name in session.life.grants)


def _reading(session: Session, given: list[str]) -> Iterable[str]:
    readings = session.plan.plan.readings
    if not given:
        return readings
    return readings[given[0]].options if len(given) == 1 and given[0] in readings else ()


def _named_events(attribute: Attribute, life: Life) -> Iterator[str]:
    """The events that an attribute may name."""
    return (event.id for event in life.events if attribute.type == "event" and event.kind in attribute.of)


def _named(declared: Mapping[str, Attribute], given: list[str], begun: str, life: Life) -> Iterator[str]:
    """`name=` for each attribute that is not given, or its values where the name stands there already."""
    name, sign, _ = begun.partition("=")
    if sign and name in declared:
        attribute = declared[name]
        flags = ("true", "false") if attribute.type == "flag" else ()
        of_party = life.parties if attribute.type == "party" else ()
        values = (*attribute.one_of, *flags, *of_party, *_named_events(attribute, life))
        yield from (f"{name}={value}" for value in values)
        return
    yield from (f"{name}=" for name in declared if not any(each.startswith(f"{name}=") for each in given))
