"""Checks that every name in a merged plan means something, of the sort its place needs."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, TypeAlias, assert_never
from zoneinfo import ZoneInfo

from kenri.loader import record_keys
from kenri.loader.calendars import CALENDARS, years_of
from kenri.loader.declarations import attribute, term_type
from kenri.loader.documents import Path
from kenri.loader.expected import NAME, bridge
from kenri.loader.merge import Merged, Origin
from kenri.loader.rule_values import BUILT_IN_GRANT, RuleValues
from kenri.loader.shared_words import that_declare
from kenri.loader.type_names import type_name
from kenri.loader.unknown_names import unknown_name, unknown_part
from kenri.model import expressions as e
from kenri.model.circles import circles
from kenri.model.dependence import MOVEMENTS, SCALINGS, in_own_words, named_in
from kenri.model.hours import CLOCK
from kenri.model.limits import CALENDAR_YEARS, DEPTH, ENTRIES
from kenri.model.plan import (
    FINDINGS,
    HELD,
    LAPSE_WAYS,
    THIS_EVENT,
    Attribute,
    Claim,
    Duty,
    Effect,
    EventKind,
    Figure,
    Hour,
    Meant,
    OwnCalendar,
    Reading,
    Rule,
)
from kenri.model.problems import Problem, Report, quote
from kenri.model.sentences import Sentence, Value, did_you_mean
from kenri.model.walk import Part, Sort, everything, parts

__all__ = ["RESERVED", "NameCheck"]

RESERVED: Mapping[str, Sort] = {"always": "condition", "never": "condition", "unlimited": "quantity", "all": "quantity"}
"""Words of the language itself, which nothing else may be called."""

_SORT_TEXTS: Mapping[Sort, Sentence] = {
    "moments": Sentence("days"),
    "condition": Sentence("a-condition"),
    "quantity": Sentence("a-number"),
}

_TERM_SORTS: Mapping[str, Sort] = {
    "number": "quantity",
    "ratio": "quantity",
    "day": "moments",
    "period": "condition",
    "flag": "condition",
}

_WHO = ("asker", "grantee", "others")
_HELPED_LIMIT = 100

_RECORDED = {
    "party_attributes": "every-party",
    "grant_attributes": "every-grant",
    "events": "every-event",
    "actions": "every-question",
}
"""What a section declares attributes of, in words."""

_NAMED_IN_FINDING = {
    "rules": "a-rule",
    "permit": "a-rule-that-permits",
    "forbid": "one-that-forbids",
    "actions": "an-action",
    "events": "an-event",
    "way": "final-or-complete",
    "readings": "a-reading",
}
"""What a finding that is meant names, in words."""


def _example(forms: tuple[tuple[str, ...], ...]) -> str:
    """How what a finding is about is written."""
    names = {"rules": "the-rule", "permit": "the-permit", "forbid": "the-forbid", "actions": "exercise"}
    names |= {"events": "the_event", "way": "final", "readings": "the-reading"}
    longest = max(forms, key=len)
    written = [names[what] for what in longest]
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"


_SECTION_NAMES = {"terms": "the-terms", "dates": "the-dates", "states": "the-states", "amounts": "the-amounts"}
"""The sections that share their names, as they are said."""


_SECTION_OF = {
    "action": "actions",
    "attribute of grants": "grant_attributes",
    "attribute of parties": "party_attributes",
    "balance": "balances",
    "calendar": "calendars",
    "counting": "countings",
    "event": "events",
    "role": "roles",
}
"""The sections of vocabularies that declare what a name may be meant to name."""

_MAY_BE_LEFT_OUT = {"rule": "rules", "effect": "effects"}
"""The sections whose entries are named by others, and may be left out by who inherits them."""


def _named_in(forms: tuple[tuple[str, ...], ...]) -> Sentence:
    """What a finding that is meant names, in words."""
    said = [tuple(Sentence(_NAMED_IN_FINDING[what]) for what in form) for form in forms]
    several = tuple(form[0] if len(form) == 1 else Sentence("both", one=form[0], other=form[1]) for form in said)
    return several[0] if len(several) == 1 else Sentence("one-or-the-other", one=several[0], other=several[1])


class NameCheck:
    """What the names of a merged plan mean, and the check of every use of one."""

    def __init__(self, merged: Merged, report: Report) -> None:
        self.merged = merged
        self.report = report
        sections = merged.sections
        self.sorts: dict[str, Sort | None] = {}
        self.sorts.update(dict.fromkeys(sections["dates"], "moments"))
        self.sorts.update(dict.fromkeys(sections["states"], "condition"))
        self.sorts.update(dict.fromkeys(sections["amounts"], "quantity"))
        for name, term in sections["terms"].items():
            self.sorts[name] = _TERM_SORTS.get(term_type(term))
        self.events: dict[str, EventKind] = sections["events"]
        self.readings: dict[str, Reading] = sections["readings"]
        self.roles = {*sections["roles"]}
        self.values = RuleValues(merged, self.sorts, report)
        self.apart = {effect.from_ for effect in sections["effects"].values() if effect.for_ is not None} - {HELD}
        self.scaling = [name for name, effect in sections["effects"].items() if effect.scales is not None]
        self.calendar = ""
        self.id = merged.plan.document.id
        self.calendars = (*sections["calendars"], *CALENDARS)
        self.roll = ""
        self._helped = 0
        self.meant: dict[tuple[str, tuple[str, ...]], str] = {}
        """Which mark says that a finding is meant."""

    def check(self) -> None:
        """Report every name that is unknown, of the wrong sort, defined twice, or defined by way of itself.

        And what is more, or deeper by way of names, than can be worked with.
        """
        self._entries()
        self._settings()
        self._definitions()
        for (section, name), origin in self.merged.origins.items():
            item = self.merged.sections[section].get(name)
            if item is None:
                continue
            for part in in_own_words(item, self.id):
                self._part(item, part, origin)
            if section == "rules":
                self._actions(item, origin)
                self.values.bounds(item, origin, ())
            if section == "claims":
                self._claim(item, origin)
            if section == "means":
                self._meant(name, item, origin)
            if section == "events":
                self._event_kind(item, origin)
            if section in ("events", "actions"):
                for key, use in item.attributes.items():
                    self._beside_keys(key, section, origin, ("attributes", key))
                    self._names_events(key, attribute(use), origin, ("attributes", key))
                    self.values.declaration(key, use, origin, ("attributes", key))
                    self._whose(attribute(use), origin, ("attributes", key))
            if section in ("party_attributes", "grant_attributes"):
                self._beside_keys(name, section, origin, ())
                self._names_events(name, attribute(item), origin, (), is_of_event=False)
                self.values.declaration(name, item, origin, ())
                self._whose(attribute(item), origin, (), is_party=section == "party_attributes")
            if section == "terms":
                self.values.term(name, item, origin)
            if section == "calendars":
                self._calendar(name, item, origin)
            if section == "amendments":
                for term_name, term in item.terms.items():
                    self.values.amended_term(term_name, term, origin)
            if section == "hours":
                self._zone(item, origin)
            if section == "effects":
                self._balances(item, origin)
                for place, name_ in enumerate(item.follows):
                    self._known(name_, self.merged.sections["effects"], "effect", origin, ("follows", place))
            if section == "figures":
                self._figure(item, origin)
            if section == "duties":
                self._duty(item, origin)
        if not self._circles():
            self._depths()

    # --- the plan's own settings and definitions

    def _entries(self) -> None:
        many = sum(len(section) for section in self.merged.sections.values())
        if many > ENTRIES.most:
            sentence = Sentence("too-many-entries", number=f"{many:,}", limit=ENTRIES.sentence)
            self.report.add(Problem(self.merged.plan.tree.place(), sentence))

    def _settings(self) -> None:
        counting = self.merged.settings.get("counting")
        if counting is None:
            return
        use, origin = counting
        if isinstance(use, str):
            self._known(use, self.merged.sections["countings"], "counting", origin)
            use = self.merged.sections["countings"].get(use)
        if use is not None and use.roll:
            self.roll = use.roll
        if use is not None and use.calendar:
            self.calendar = use.calendar
            self._known(use.calendar, self.calendars, "calendar", origin)

    def _calendar(self, name: str, calendar: OwnCalendar, origin: Origin) -> None:
        """That a calendar of the plan's own has a name of its own, and says which days of which years it knows."""
        if name in CALENDARS or name == "plan":
            self.report.add(origin.problem(Sentence("calendar-taken", name=quote(name)), at_key=True))
        like = [self._known(each, CALENDARS, "shipped calendar", origin, ("like",)) for each in calendar.like]
        if not all(like):
            return
        first, last = years_of(calendar)
        if first is None or last is None:
            self.report.add(origin.problem(Sentence("calendar-without-years", name=quote(name)), at_key=True))
            return
        if first > last:
            sentence = Sentence("calendar-years-backwards", name=quote(name), first=str(first), last=str(last))
            self.report.add(origin.problem(sentence, at_key=True))
            return
        if last - first >= CALENDAR_YEARS.most:
            sentence = Sentence("calendar-too-long", name=quote(name), limit=CALENDAR_YEARS.sentence)
            self.report.add(origin.problem(sentence, at_key=True))
        for key in ("closed", "open"):
            for index, day in enumerate(getattr(calendar, key)):
                if not first <= day.year <= last:
                    sentence = Sentence("day-of-no-known-year", day=str(day), first=str(first), last=str(last))
                    self.report.add(origin.problem(sentence, path=(key, index)))
        for index, day in enumerate(calendar.open):
            if day in calendar.closed:
                self.report.add(origin.problem(Sentence("open-and-closed", day=str(day)), path=("open", index)))

    def _zone(self, hour: Hour, origin: Origin) -> None:
        try:
            ZoneInfo(hour.zone or "UTC")
        except (ValueError, OSError, LookupError):
            self.report.add(origin.problem(Sentence("no-such-zone", name=quote(hour.zone)), path=("zone",)))

    def _definitions(self) -> None:
        seen: dict[str, str] = {}
        for section in ("terms", "dates", "states", "amounts"):
            for name in self.merged.sections[section]:
                origin = self.merged.origin(section, name)
                if name in RESERVED:
                    self.report.add(origin.problem(Sentence("word-of-language", name=quote(name)), at_key=True))
                if name in seen:
                    sentence = Sentence("name-taken", name=quote(name), section=Sentence(_SECTION_NAMES[seen[name]]))
                    self.report.add(origin.problem(sentence, at_key=True))
                seen[name] = section

    def _known(
        self,
        name: str,
        known: Iterable[str],
        what: str,
        origin: Origin,
        path: Path = (),
        *,
        of: str = "",
        key: bool = False,
    ) -> bool:
        """Whether a name is a known one; `what` it is meant to name, and `of` which entry, is said where it is not."""
        if name in (names := list(known)):
            return True
        if name in self.merged.faulty:
            return False
        if (section := _MAY_BE_LEFT_OUT.get(what)) and (left := self.merged.still_named(section, name, origin, path)):
            self.report.add(left)
            return False
        sentence = unknown_part(what, quote(name), quote(of)) if of else unknown_name(what, quote(name))
        self.report.add(origin.problem(sentence, self._help(what, name, names), path, at_key=key))
        return False

    def _help(self, what: str, name: str, known: Iterable[str]) -> Sentence | None:
        """Help with an unknown name; after many, it is not looked for: that takes long among thousands of names."""
        self._helped += 1
        if self._helped > _HELPED_LIMIT:
            return None
        return that_declare(_SECTION_OF.get(what), name) or did_you_mean(name, known)

    # --- uses

    def _part(self, item: Any, part: Part, origin: Origin) -> None:
        node, path = part.value, part.path
        if part.sort is not None and isinstance(node, str):
            self._name(item, node, part.sort, origin, path)
        if isinstance(node, e.Span | e.Within | e.Through) and node.hour is not None:
            self._hour(node.hour, origin, (*path, "hour"))
        match node:
            case e.CountingRule() if node.calendar:
                self._known(node.calendar, self.calendars, "calendar", origin, (*path, "calendar"))
            case e.Plus() | e.Minus() | e.Every() | e.Within():
                self._counting(node, origin, path)
                if isinstance(node, e.Every):
                    self.values.recurring(node, origin, path)
            case e.EventMoments():
                self._event(item, node, origin, path)
            case e.AttributeDay(attribute=name, of=of) | e.Through(through=name, of=of):
                self._attribute_of(name, of, ("day",), origin, path)
            case e.AttributeNumber(attribute=name, of=of) | e.Total(total=name, of=of):
                self._attribute_of(name, of, ("number", "ratio"), origin, path)
            case e.OverGrants() if not node.plan or self.id in node.plan:
                known = {**BUILT_IN_GRANT, **self._kinds("grant_attributes")}
                for name, wanted in node.where.items():
                    where = (*path, "where", name)
                    if self._known(name, known, "attribute of grants", origin, where, key=True):
                        use = self.merged.sections["grant_attributes"].get(name) or BUILT_IN_GRANT[name]
                        self._filter(name, attribute(use), wanted, origin, where)
            case e.AskerNamed(named=name, of=of):
                self._attribute_of(name, of, ("party",), origin, path)
            case e.BusinessDay(business_day="plan"):
                if not self.calendar:
                    self._no_calendar(origin, path)
            case e.BusinessDay(business_day=name):
                self._known(name, self.calendars, "calendar", origin, (*path, "business_day"))
            case e.Running() if self.scaling and self._begins_with_granted(node.running):
                names = Sentence("already-scaled", names=tuple(map(quote, self.scaling)))
                self.report.add(origin.problem(names, path=(*path, "running")))
            case e.GrantIs(grant="number") if self.scaling:
                number = Sentence("number-as-of-when", names=tuple(map(quote, self.scaling)))
                self.report.add(origin.problem(number, path=(*path, "grant")))
            case e.GrantDay(grant=name) | e.GrantNumber(grant=name) | e.GrantIs(grant=name):
                known = {**BUILT_IN_GRANT, **self._kinds("grant_attributes")}
                self._typed(name, known, node, "attribute of grants", origin, (*path, "grant"))
            case e.PartyDay(party=name) | e.PartyNumber(party=name) | e.PartyIs(party=name):
                self._typed(
                    name, self._kinds("party_attributes"), node, "attribute of parties", origin, (*path, "party")
                )
            case e.AskedDay(asked=name) | e.AskedNumber(asked=name) | e.AskedIs(asked=name):
                self._typed(name, self._asked(), node, "fact of a question", origin, (*path, "asked"))
            case e.AskerIs(asker=str() as role):
                self._known(role, self.roles, "role", origin, (*path, "asker"))
            case e.Balance(balance=name, for_=fact):
                balances = ("held", *self.merged.sections["balances"])
                if self._known(name, balances, "balance", origin, (*path, "balance")) and fact is not None:
                    self._typed(fact, self._asked(), node, "fact of a question", origin, (*path, "for"))
                    if name not in self.apart:
                        self.report.add(origin.problem(Sentence("stands-not-apart", name=quote(name)), path=path))
            case e.EventNumber(of_event=name):
                self._of_event(item, name, origin, path)
            case e.Bounds() | e.Compare():
                self.values.bounds(node, origin, path)
            case e.May(may=name):
                self._may(item, name, origin, path)
            case e.MomentsChoice() | e.ConditionChoice() | e.QuantityChoice():
                self._choice(node, origin, path)
            case _:
                pass

    def _name(self, item: Any, name: str, sort: Sort, origin: Origin, path: Path) -> None:
        if name in RESERVED:
            fits = RESERVED[name] == sort or (name, sort) == ("never", "moments")
            if name == "all":
                fits = isinstance(item, Effect) and path == ("moves",)
            if not fits:
                sentence = Sentence("not-of-sort", name=quote(name), sort=_SORT_TEXTS[sort])
                belongs = Sentence("belongs-where", name=quote(name), sort=_SORT_TEXTS[RESERVED[name]])
                self.report.add(origin.problem(sentence, belongs, path))
            return
        if name not in self.sorts and name in self.merged.faulty:
            return
        if name not in self.sorts:
            of_sort = [known for known, its in self.sorts.items() if its == sort]
            sentence = Sentence("nothing-called", name=quote(name), sort=_SORT_TEXTS[sort])
            help_ = _of_event_kind(name, sort) if name in self.events else self._help(sort, name, of_sort)
            self.report.add(origin.problem(sentence, help_, path))
        elif self.sorts[name] != sort:
            found = self.sorts[name]
            is_now = Sentence("text") if found is None else _SORT_TEXTS[found]
            sentence = Sentence("name-of-other-sort", name=quote(name), found=is_now, sort=_SORT_TEXTS[sort])
            self.report.add(origin.problem(sentence, _conversion(name, found, sort), path))

    def _counting(self, node: e.Plus | e.Minus | e.Every | e.Within, origin: Origin, path: Path) -> None:
        countings = self.merged.sections["countings"]
        use = node.counting
        if isinstance(use, str):
            if not self._known(use, countings, "counting", origin, (*path, "counting")):
                return
            use = countings[use]
        duration = next(value for field in fields(node) if isinstance(value := getattr(node, field.name), e.Duration))
        rolls = (use.roll if use is not None else None) or self.roll
        calendar = (use.calendar if use is not None else None) or self.calendar
        if (duration.given()[0] == "business-days" or rolls not in ("", "none")) and not calendar:
            self._no_calendar(origin, path)

    def _hour(self, name: str, origin: Origin, path: Path) -> None:
        if NAME.fullmatch(name):
            self._known(name, self.merged.sections["hours"], "hour", origin, path)
        elif not re.fullmatch(CLOCK, name):
            form = Sentence("an-hour")
            sentence = Sentence("wrong-form", key="`hour`", form=form, text=quote(name), example="`17:00`")
            self.report.add(origin.problem(sentence, path=path))

    def _no_calendar(self, origin: Origin, path: Path) -> None:
        sentence = Sentence("no-calendar", calendars=self.calendars)
        self.report.add(origin.problem(sentence, path=path))

    def _event(self, item: Any, node: e.EventMoments, origin: Origin, path: Path) -> None:
        known_kinds = [kind for kind in node.event if kind in self.events]
        for key, filters in (("where", node.where), ("where_not", node.where_not)):
            for name, wanted in filters.items():
                self.values.number_of_event(wanted, known_kinds, name, origin, (*path, key, name))
        for index, kind in enumerate(node.event):
            if not self._known(kind, self.events, "event", origin, (*path, "event", index)):
                continue
            attributes = self.events[kind].attributes
            for key, filters in (("where", node.where), ("where_not", node.where_not)):
                for name, wanted in filters.items():
                    where = (*path, key, name)
                    if self._known(name, attributes, "attribute", origin, where, of=kind, key=True):
                        if attribute(attributes[name]).type == "event":
                            if wanted != THIS_EVENT or not isinstance(item, Duty) or path[0] != "done":
                                sentence = Sentence("this-event-out-of-place", name=quote(name))
                                self.report.add(origin.problem(sentence, path=where))
                        else:
                            self._filter(name, attribute(attributes[name]), wanted, origin, where)
        self.values.left_out(node, known_kinds, origin, path)
        if isinstance(node.who, str):
            self._known(node.who, (*_WHO, *self.roles), "role", origin, (*path, "who"))

    def _filter(self, name: str, declared: Attribute, wanted: Any, origin: Origin, path: Path) -> None:
        if isinstance(wanted, e.Bounds):
            if declared.type not in ("number", "ratio"):
                sentence = Sentence("only-numbers-have-bounds", name=quote(name), type=type_name(declared.type))
                self.report.add(origin.problem(sentence, path=path))
            return
        self.values.selected(wanted, declared, name, origin, path)

    def _attribute_of(self, name: str, of: Any, types: tuple[str, ...], origin: Origin, path: Path) -> None:
        for kind in dict.fromkeys(self._kinds_of(of, set())):
            if name == "who" and "party" in types:
                continue
            known = self.events[kind].attributes if kind in self.events else {}
            if kind in self.events and self._known(name, known, "attribute", origin, path, of=kind):
                declared = attribute(known[name]).type
                if declared not in types:
                    is_now, wanted = type_name(declared), type_name(types[0])
                    of_event: Value = Sentence("attribute-of-event", name=quote(name), event=quote(kind))
                    sentence = Sentence("attribute-of-other-type", name=of_event, type=is_now, wanted=wanted)
                    self.report.add(origin.problem(sentence, path=path))

    def _kinds_of(self, moments: e.Moments, passed: set[str]) -> Iterator[str]:
        """The kinds of event whose occurrences an expression of moments passes on; each name is looked at once."""
        match moments:
            case str():
                if moments in self.merged.sections["dates"] and moments not in passed:
                    passed.add(moments)
                    yield from self._kinds_of(self.merged.sections["dates"][moments].is_, passed)
            case e.EventMoments(event=kinds):
                yield from kinds
            case e.First(first=of) | e.Nth(of=of) | e.Latest(latest=of):
                yield from self._kinds_of(of, passed)
            case e.Plus(to=of) | e.Minus(from_=of) | e.Every(from_=of):
                yield from self._kinds_of(of, passed)
            case (
                e.EachOf(each_of=several)
                | e.Prefer(prefer=several)
                | e.EarlierOf(earlier_of=several)
                | e.LaterOf(later_of=several)
            ):
                for each in several:
                    yield from self._kinds_of(each, passed)
            case (
                e.AttributeDay(of=of)
                | e.FirstOf(containing=of)
                | e.LastOf(containing=of)
                | e.Last(on_or_before=of)
                | e.Next(on_or_after=of)
            ):
                yield from self._kinds_of(of, passed)
            case e.DayCases(cases=lines, otherwise=otherwise):
                for each in (*(line.is_ for line in lines), otherwise):
                    yield from self._kinds_of(each, passed)
            case e.MomentsChoice(choices=choices):
                for each in choices.values():
                    yield from self._kinds_of(each, passed)
            case datetime.date() | e.GrantDay() | e.PartyDay() | e.AskedDay():
                return
            case e.StartOf() | e.EndOf() | e.LastDayOf():
                return  # days of which none is that of an event
            case _:
                assert_never(moments)

    def _kinds(self, section: str) -> dict[str, str | None]:
        return {name: attribute(use).type for name, use in self.merged.sections[section].items()}

    def _begins_with_granted(self, start: Any) -> bool:
        """Whether a number is made of that granted, as it stands on the day looked at."""
        waiting, seen = [start], set[str]()
        while waiting:
            node = waiting.pop()
            if node == e.GrantNumber(grant="number"):
                return True
            if isinstance(node, str) and node not in seen:
                seen.add(node)
                amount = self.merged.sections["amounts"].get(node)
                waiting += [] if amount is None else [amount.is_]
            elif isinstance(node, e.Node) and not isinstance(node, e.Take):
                waiting += [part.value for part in parts(node)]
        return False

    def _asked(self) -> dict[str, str | None]:
        declared = {
            name: attribute(use).type
            for action in self.merged.sections["actions"].values()
            for name, use in action.attributes.items()
        }
        return {"number": "number", **declared}

    def _typed(
        self, name: str, known: Mapping[str, str | None], node: Any, what: str, origin: Origin, path: Path
    ) -> None:
        if not self._known(name, known, what, origin, path):
            return
        kind = known[name]
        wanted: tuple[str | None, ...] | None = None
        if isinstance(node, e.GrantDay | e.PartyDay | e.AskedDay):
            wanted = ("day",)
        elif isinstance(node, e.GrantNumber | e.PartyNumber | e.AskedNumber):
            wanted = ("number", "ratio")
        elif isinstance(node, e.Balance):
            wanted = ("event",)
        if isinstance(node, e.AskedIs) and kind == "event":
            self.report.add(origin.problem(Sentence("this-event-out-of-place", name=quote(name)), path=path))
            return
        if isinstance(node, e.GrantIs | e.PartyIs | e.AskedIs):
            self.values.fact(node, origin, path[:-1])
        if wanted is not None and kind not in wanted:
            types = type_name(kind), type_name(wanted[0])
            sentence = Sentence("attribute-of-other-type", name=quote(name), type=types[0], wanted=types[1])
            self.report.add(origin.problem(sentence, Sentence("another-or-is"), path))

    def _of_event(self, item: Any, name: str, origin: Origin, path: Path) -> None:
        holders: list[Any] = [item] if isinstance(item, Effect) else []
        holders += [part.value for part in everything(item) if isinstance(part.value, e.Change)]
        around = [
            holder
            for holder in holders
            if any(part.value == e.EventNumber(of_event=name) for part in everything(holder))
        ]
        if not around and isinstance(item, Duty) and path[0] == "done":
            self._attribute_of(name, item.until, ("number", "ratio"), origin, path)
        elif not around:
            self.report.add(origin.problem(Sentence("of-event-out-of-place"), path=path))
        for holder in around:
            self._attribute_of(name, holder.on, ("number", "ratio"), origin, path)

    def _may(self, item: Any, name: str, origin: Origin, path: Path) -> None:
        if isinstance(item, Claim):
            self._known(name, self.merged.sections["actions"], "action", origin, (*path, "may"))
        else:
            self.report.add(origin.problem(Sentence("may-out-of-place"), path=path))

    def _claim(self, claim: Claim, origin: Origin) -> None:
        if claim.of is not None:
            self._known(claim.of, self.merged.sections["actions"], "action", origin, ("of",))
        for role in claim.by:
            self._known(role, self.roles, "role", origin, ("by",))

    def _meant(self, name: str, meant: Meant, origin: Origin) -> None:
        """That a mark is about something which a check can find, and that no other mark is about the same."""
        for kind, of in meant.marks():
            forms = FINDINGS[kind]
            form = next((form for form in forms if len(form) == len(of)), None)
            if form is None:
                sentence = Sentence("finding-names", kind=quote(kind), what=_named_in(forms))
                help_ = Sentence("write-form", form=quote(f"{kind}: {_example(forms)}"))
                self.report.add(origin.problem(sentence, help_, (kind,)))
                continue
            for index, (what, each) in enumerate(zip(form, of, strict=True)):
                self._found_of(what, each, origin, (kind, index))
            if (other := self.meant.setdefault((kind, of), name)) != name:
                names = tuple(map(quote, of))
                sentence = Sentence("meant-already", kind=quote(kind), names=names, by=quote(other))
                self.report.add(origin.problem(sentence, path=(kind,), at_key=True))

    def _found_of(self, what: str, name: str, origin: Origin, path: Path) -> None:
        sections = self.merged.sections
        match what:
            case "permit" | "forbid":
                if self._known(name, sections["rules"], "rule", origin, path):
                    rule: Rule = sections["rules"][name]
                    if not getattr(rule, what):
                        sentence = Sentence(
                            "rule-does-not-permit" if what == "permit" else "rule-does-not-forbid", name=quote(name)
                        )
                        self.report.add(origin.problem(sentence, path=path))
            case "way":
                self._known(name, LAPSE_WAYS, "way of lapse", origin, path)
            case section:
                self._known(name, sections[section], section.removesuffix("s"), origin, path)

    def _choice(self, node: Any, origin: Origin, path: Path) -> None:
        if not self._known(node.reading, self.readings, "reading", origin, (*path, "reading")):
            return
        options = self.readings[node.reading].options
        for name in node.choices:
            self._known(name, options, "option", origin, (*path, "choices", name), of=node.reading, key=True)
        lacking = [name for name in options if name not in node.choices]
        if lacking:
            names = tuple(map(quote, lacking))
            sentence = Sentence("options-without-choice", reading=quote(node.reading), options=names)
            self.report.add(origin.problem(sentence, path=(*path, "choices")))

    def _actions(self, rule: Rule, origin: Origin) -> None:
        for key in ("permit", "forbid", "limit"):
            verb = getattr(rule, key)
            for name in verb:
                self._known(name, self.merged.sections["actions"], "action", origin, (key,))
        for role in rule.by:
            self._known(role, self.roles, "role", origin, ("by",))

    def _event_kind(self, kind: EventKind, origin: Origin) -> None:
        if kind.act is not None:
            self._known(kind.act, self.merged.sections["actions"], "action", origin, ("act",))
        if kind.by is not None:
            self._known(kind.by, self.roles, "role", origin, ("by",))
        name = kind.number
        if name is not None and self._known(name, kind.attributes, "attribute of this event", origin, ("number",)):
            self.values.number_of_act(name, attribute(kind.attributes[name]), origin)
        for index, cause in enumerate(kind.requires):
            self._known(cause, self.events, "event", origin, ("requires", index))
        if (key := kind.with_grant) is not None:
            sections = self.merged.sections
            for named, use in kind.attributes.items():
                if attribute(use).type == "event":
                    sentence = Sentence("line-names-event", name=quote(named))
                    self.report.add(origin.problem(sentence, path=("attributes", named), at_key=True))
            taken = any(each.with_grant == key and each is not kind for each in sections["events"].values())
            if taken or key in sections["grant_attributes"] or key in record_keys.GRANT:
                sentence = Sentence("key-of-grant-taken", name=quote(key))
                self.report.add(origin.problem(sentence, path=("with_grant",)))

    def _beside_keys(self, name: str, section: str, origin: Origin, path: Path) -> None:
        """That an attribute can be told from the keys beside which it stands in a record."""
        if name in record_keys.OF_SECTIONS[section]:
            sentence = Sentence("attribute-like-key", name=quote(name), of=Sentence(_RECORDED[section]))
            self.report.add(origin.problem(sentence, path=path, at_key=True))

    def _names_events(
        self, name: str, declared: Attribute, origin: Origin, path: Path, *, is_of_event: bool = True
    ) -> None:
        """That an attribute which names events says of which kinds, and stands where one can."""
        if name == THIS_EVENT:
            self.report.add(origin.problem(Sentence("word-of-language", name=quote(name)), path=path, at_key=True))
        if declared.type != "event":
            if declared.of:
                self.report.add(origin.problem(Sentence("of-without-event", name=quote(name)), path=(*path, "of")))
            return
        if not is_of_event:
            sentence = Sentence("event-attribute-out-of-place", name=quote(name))
            self.report.add(origin.problem(sentence, path=(*path, "type")))
        elif not declared.of:
            self.report.add(origin.problem(Sentence("event-attribute-of", name=quote(name)), path=path, at_key=True))
        elif declared.optional or declared.default is not None:
            self.report.add(origin.problem(Sentence("event-always-named", name=quote(name)), path=path, at_key=True))
        for index, kind in enumerate(declared.of):
            self._known(kind, self.events, "event", origin, (*path, "of", index))

    def _whose(self, declared: Attribute, origin: Origin, path: Path, *, is_party: bool = False) -> None:
        """The roles that must give an attribute."""
        if declared.for_ and not is_party:
            self.report.add(origin.problem(Sentence("for-without-parties"), path=(*path, "for"), at_key=True))
            return
        for role in declared.for_:
            self._known(role, self.roles, "role", origin, (*path, "for"))

    def _balances(self, effect: Effect, origin: Origin) -> None:
        for key, name in (("from", effect.from_), ("to", effect.to)):
            if name is not None:
                self._known(name, ("held", *self.merged.sections["balances"]), "balance", origin, (key,))
        if effect.for_ is None:
            if effect.from_ in self.apart and effect.moves not in (None, "all"):
                self.report.add(origin.problem(Sentence("drawn-on-apart", name=quote(effect.from_)), path=("moves",)))
            return
        if effect.from_ == HELD:
            self.report.add(origin.problem(Sentence("held-is-of-no-event"), path=("for",)))
        if not [*self._kinds_of(effect.on, set())]:
            self.report.add(origin.problem(Sentence("no-event-makes-it"), path=("for",)))
        if effect.for_ != THIS_EVENT:
            self._attribute_of(effect.for_, effect.on, ("event",), origin, ("for",))

    def _duty(self, duty: Duty, origin: Origin) -> None:
        for name in duty.by:
            self._known(name, self.roles, "role", origin, ("by",))
        for name in duty.of:
            self._known(name, self.merged.sections["actions"], "action", origin, ("of",))

    def _figure(self, figure: Figure, origin: Origin) -> None:
        for name in figure.of:
            self._known(name, self.merged.sections["actions"], "action", origin, ("of",))
        if figure.stated is not None:
            found = quote(str(figure.stated))
            if figure.day is None and isinstance(figure.stated, datetime.date):
                self.report.add(origin.problem(Sentence("figure-is-number", found=found), path=("stated",)))
            elif figure.day is not None and not isinstance(figure.stated, datetime.date):
                sentence = Sentence("stated-is-day", found=found)
                self.report.add(origin.problem(sentence, path=("stated",)))

    # --- circles and depth

    def _depths(self) -> None:
        """Report entries that are too deep with every name in them put in its place; those that only use such, not."""
        within = {
            name: list(_levels(item))
            for section in ("dates", "states", "amounts")
            for name, item in self.merged.sections[section].items()
        }
        effects = self.merged.sections["effects"].values()
        within[BALANCES] = [level for effect in effects for level in _levels(effect)]
        within[GRANTED] = [level for effect in effects if effect.scales is not None for level in _levels(effect)]
        depths = _depths_of(within)
        for section in ("dates", "states", "amounts", "rules", "duties", "effects", "figures", "claims"):
            for name, item in self.merged.sections[section].items():
                levels = within[name] if section in ("dates", "states", "amounts") else list(_levels(item))
                used = [depths.get(each, 0) for _, each in levels if each is not None]
                depth = _depth(levels, depths)
                if depth > DEPTH.most and max(used, default=0) <= DEPTH.most:
                    sentence = Sentence("too-deep", name=quote(name), depth=depth, limit=DEPTH.sentence)
                    self.report.add(self.merged.origin(section, name).problem(sentence, at_key=True))

    def _circles(self) -> bool:
        uses: dict[str, set[str]] = {}
        origins: dict[str, Origin] = {}
        for section in ("dates", "states", "amounts"):
            for name, item in self.merged.sections[section].items():
                uses[name] = set(self._used(item))
                origins[name] = self.merged.origin(section, name)
        by_effect = {name: set(self._used(effect)) for name, effect in self.merged.sections["effects"].items()}
        uses[BALANCES] = set().union(*by_effect.values())
        scaling = {name: used for name, used in by_effect.items() if name in self.scaling}
        uses[GRANTED] = set().union(*scaling.values())
        found = list(circles({name: sorted(each) for name, each in uses.items()}))
        for circle in found:
            chain = tuple(_in_circle(name) for name in (*circle, circle[0]))
            help_ = None
            made = next((made for made in (BALANCES, GRANTED) if made in circle), None)
            if made is not None:
                after = circle[(circle.index(made) + 1) % len(circle)]
                makers = by_effect if made == BALANCES else scaling
                origin = self.merged.origin("effects", next(name for name, used in makers.items() if after in used))
                help_ = Sentence("move-without-balance" if made == BALANCES else "scale-without-granted")
            else:
                origin = origins[circle[0]]
            self.report.add(origin.problem(Sentence("circle-of-names", chain=chain), help_, at_key=True))
        effects = self.merged.sections["effects"]
        for circle in circles({name: sorted({*effect.follows}) for name, effect in effects.items()}):
            sentence = Sentence("circle-of-effects", chain=tuple(map(quote, (*circle, circle[0]))))
            self.report.add(self.merged.origin("effects", circle[0]).problem(sentence, path=("follows",)))
        return bool(found)

    def _used(self, item: Any) -> Iterator[str]:
        made = {MOVEMENTS: BALANCES, SCALINGS: GRANTED}
        return (made.get(name, name) for name in named_in(item, self.id))


BALANCES = "the balances"
"""Stands for all balances among the names that may use one another: effects make them, and expressions read them."""


GRANTED = "the number granted"
"""Stands for `{grant: number}` among them: effects that scale make it another one."""


def _in_circle(name: str) -> Value:
    if name == GRANTED:
        return quote("{grant: number}")
    return Sentence("the-balances") if name == BALANCES else quote(name)


def _made_by_effects(node: Any) -> str | None:
    """What effects make that an expression reads, itself: the balances, or the number granted."""
    if isinstance(node, e.Balance):
        return BALANCES
    return GRANTED if node == e.GrantNumber(grant="number") else None


Levels: TypeAlias = list[tuple[int, str | None]]
"""How deep each construct (None) and each name stands inside an entry, from 1."""


def _levels(node: Any, level: int = 1) -> Iterator[tuple[int, str | None]]:
    yield level, _made_by_effects(node)
    for part in parts(node):
        if isinstance(part.value, str):
            if part.sort is not None:
                yield level + 1, part.value
        else:
            yield from _levels(part.value, level + 1)


def _depth(levels: Levels, depths: Mapping[str, int]) -> int:
    return max(level + (depths.get(name, 0) if name is not None else 0) for level, name in levels)


def _depths_of(within: Mapping[str, Levels]) -> dict[str, int]:
    """How deep each name is with all that it stands for; names do not use each other in circles.

    Without recursion: a chain of names may be longer than Python lets functions call each other.
    """
    depths: dict[str, int] = {}
    waiting = list(within)
    while waiting:
        name = waiting[-1]
        lacking = [each for _, each in within[name] if each is not None and each in within and each not in depths]
        if name in depths or not lacking:
            depths.setdefault(name, _depth(within[name], depths) if within[name] else 0)
            waiting.pop()
        else:
            waiting += dict.fromkeys(lacking)
    return depths


def _of_event_kind(name: str, wanted: Sort) -> Sentence:
    days = f"{{event: {name}}}"
    return Sentence("write-form", form=quote(days)) if wanted == "moments" else bridge("moments", wanted, days)


def _conversion(name: str, found: Sort | None, wanted: Sort) -> Sentence:
    return bridge(found, wanted, name) if found is not None else Sentence("name-another")
