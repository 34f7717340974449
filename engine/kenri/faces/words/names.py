"""What a plan declares, as it is named inside a phrase: by its own words where they are short, else by its name."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from kenri.faces.words.values import number, plain_day, said
from kenri.model.expressions import CountingRule, CountingUse, Duration, EventMoments, Moments, Value
from kenri.model.hours import clock, hour_of
from kenri.model.lacking import KINDS, in_words, lack
from kenri.model.periods import CalendarUnit, Unit, YearStart
from kenri.model.plan import Attribute, AttributeUse, DatedValue, Plan, Said, Term
from kenri.model.sentences import Language
from kenri.model.walk import everything

_LONGEST = 60
"""Characters of a text that can stand inside a phrase."""

_UNITS: Mapping[Unit, tuple[str, str, str]] = {
    "days": ("day", "days", "日"),
    "weeks": ("week", "weeks", "週間"),
    "months": ("month", "months", "か月"),
    "years": ("year", "years", "年"),
    "business-days": ("business day", "business days", "営業日"),
}

_CALENDAR_UNITS: Mapping[CalendarUnit, tuple[str, str]] = {
    "month": ("month", "月"),
    "quarter": ("quarter", "四半期"),
    "half": ("half-year", "半期"),
    "year": ("year", "年"),
}

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


def called(name: str, says: Said, lang: Language) -> str:
    """What an effect or a duty is called: its name is English, so that in Japanese its sentence stands for it."""
    return said(says, "ja").rstrip("。") or name if lang == "ja" else name


class PlanNames:
    """The names, values and conventions of a plan, in a language."""

    def __init__(self, plan: Plan, lang: Language) -> None:
        self.plan = plan
        self.lang = lang

    def of_plan(self, plan: Plan) -> PlanNames:
        """The names of another plan in the same language; these where it is the same plan."""
        return self if plan is self.plan else PlanNames(plan, self.lang)

    def either(self, en: str, ja: str) -> str:
        """The phrase in the language spoken."""
        return en if self.lang == "en" else ja

    # --- names

    def of(self, name: str, says: Said = "") -> str:
        """A declared thing by its own words, if they can stand inside a phrase, else by its name."""
        text = said(says, self.lang)
        if not text or len(text) > _LONGEST or text.endswith((".", "。")):
            text = name.replace("_", " ")
        elif self.lang == "en" and text[1:2].islower():
            text = text[0].lower() + text[1:]
        return text if self.lang == "en" else f"「{text}」"

    def bare(self, name: str, says: Said = "") -> str:
        """The same without quotation marks."""
        return self.of(name, says).strip("「」")

    def date(self, name: str) -> str:
        """A named day or days; a term with its value."""
        if name == "never":
            return self.either("a day that never comes", "到来しない日")
        return self._declared(name, self.plan.dates)

    def hour(self, name: str, *, named: bool = True) -> str:
        """An hour of the day with the zone of its clocks; a declared one by its own words before it, if `named`."""
        at, zone = hour_of(self.plan, name)
        declared = self.plan.hours.get(name)
        if declared is None or not named:
            return self.either(f"{clock(at)} ({zone})", f"{clock(at)}（{zone}）")
        words = self.of(name, declared.says)
        return self.either(f"{words} ({clock(at)}, {zone})", f"{words}（{clock(at)}、{zone}）")

    def state(self, name: str) -> str:
        """A named condition; a term with its value."""
        match name:
            case "always":
                return self.either("always", "常に")
            case "never":
                return self.either("never", "なし")
            case _:
                return self._declared(name, self.plan.states)

    def amount(self, name: str) -> str:
        """A named number; a term with its value."""
        match name:
            case "unlimited":
                return self.either("unlimited", "無制限")
            case "all":
                return self.either("all there is", "全部")
            case _:
                return self._declared(name, self.plan.amounts)

    def _declared(self, name: str, section: Mapping[str, object]) -> str:
        declared = section.get(name)
        term = self.plan.terms.get(name)
        if declared is None and term is not None:
            named, value = self.of(name, term.says), self.term_value(term)
            return self.either(f"{named} ({value})", f"{named}（{value}）")
        return self.of(name, getattr(declared, "says", ""))

    def role(self, name: str) -> str:
        """Who somebody is: the asker, the grantee, anybody but the asker, or a role."""
        match name:
            case "asker":
                return self.either("the asker", "請求者")
            case "grantee":
                return self.either("the grantee", "権利者")
            case "others":
                return self.either("anybody but the asker", "請求者以外の者")
            case _:
                role = self.plan.roles.get(name)
                return self.bare(name, role.says if role is not None else "")

    def event(self, *kinds: str) -> str:
        """A kind of event, or one of several."""
        spoken = [self.event_kind(kind) for kind in kinds]
        return self.either(" or ".join(f"“{one}”" for one in spoken), "または".join(f"「{one}」" for one in spoken))

    def event_kind(self, kind: str) -> str:
        """A kind of event, without quotation marks."""
        says = self.plan.events[kind].says if kind in self.plan.events else ""
        # In Japanese a short sentence stands in quotation marks as well as a name does, and the name is English.
        return self.bare(kind, said(says, "ja").rstrip("。") if self.lang == "ja" else says)

    def action(self, name: str) -> str:
        """Something that may be done."""
        action = self.plan.actions.get(name)
        return self.bare(name, action.says if action is not None else "")

    def balance(self, name: str) -> str:
        """Where rights stand."""
        if name == "held":
            return self.either("held", "保有")
        kind = self.plan.balances.get(name)
        return self.bare(name, kind.says if kind is not None else "")

    def event_attribute(self, name: str, of: Moments | None = None) -> str:
        """An attribute of the events that some days come down to, or of any; `who` is whom one is about."""
        if name == "who":
            return self.either("person concerned", "当事者")
        kinds = [*self.plan.events] if of is None else [*self._kinds(of)]
        return self._attribute(name, (self.plan.events[kind].attributes for kind in kinds if kind in self.plan.events))

    def _kinds(self, of: Moments, seen: frozenset[str] = frozenset()) -> Iterator[str]:
        """The kinds of events that some days come down to."""
        for part in everything(of, sort="moments"):
            if isinstance(part.value, EventMoments):
                yield from part.value.event
            elif isinstance(part.value, str) and part.sort == "moments" and part.value not in seen:
                named = self.plan.dates.get(part.value)
                yield from () if named is None else self._kinds(named.is_, seen | {part.value})

    def grant_attribute(self, name: str) -> str:
        """An attribute of the grant."""
        match name:
            case "on":
                return self.either("day", "日")
            case "number":
                return self.either("number", "数")
            case _:
                return self._attribute(name, (self.plan.grant_attributes,))

    def party_attribute(self, name: str) -> str:
        """An attribute of a party."""
        return self._attribute(name, (self.plan.party_attributes,))

    def asked_attribute(self, name: str) -> str:
        """A fact of a question."""
        if name == "number":
            return self.either("number", "数")
        return self._attribute(name, (action.attributes for action in self.plan.actions.values()))

    def _attribute(self, name: str, sections: Iterable[Mapping[str, AttributeUse]]) -> str:
        found = [section[name] for section in sections if name in section]
        words = [one.says if isinstance(one, Attribute) else "" for one in found]
        # What one of several says of it is not said of the others.
        return self.bare(name, words[0] if words and all(each == words[0] for each in words) else "")

    def lacking(self, name: str) -> str:
        """What is missing, by its name in an answer: in Japanese as the plan calls it, where it does."""
        found = lack(name)
        if self.lang == "en" or (found is None and " " in name):
            return in_words(name, self.lang)
        if found is None:
            return self.supplied(name)
        match found.kind:
            case "of-event":
                kind, attribute = found.names["event"], found.names["attribute"]
                names = {
                    "event": self._kind(kind),
                    "attribute": self.event_attribute(attribute, EventMoments(event=(kind,))),
                }
            case "of-any-event":
                names = {"attribute": self.event_attribute(found.names["attribute"])}
            case "in-grant":
                names = {**found.names, "what": self.lacking(found.names["what"])}
            case _:
                names = {key: self.supplied(value) if key == "name" else value for key, value in found.names.items()}
        return KINDS[found.kind].says(**names).text(self.lang)

    def _kind(self, name: str) -> str:
        """A kind of event without quotation marks; by its id where the plan has no words for it."""
        return self.or_id(name, self.plan.events[name].says if name in self.plan.events else "")

    def supplied(self, name: str) -> str:
        """What somebody may tell of a term, a grant, a party or an action; by its id where the plan has no words."""
        if name in self.plan.terms:
            return self.or_id(name, self.plan.terms[name].says)
        actions = (action.attributes for action in self.plan.actions.values())
        for section in (self.plan.grant_attributes, self.plan.party_attributes, *actions):
            if name in section:
                use = section[name]
                return self.or_id(name, use.says if isinstance(use, Attribute) else "")
        return name

    def or_id(self, name: str, says: Said) -> str:
        """Something by its own words where they are short, else by its id as it is written."""
        words = self.bare(name, says)
        return name if words == name.replace("_", " ") else words

    # --- values

    def value(self, value: Value | tuple[Value, ...]) -> str:
        """What an attribute is compared with."""
        match value:
            case tuple():
                return self.either(" or ", "または").join(map(self.value, value))
            case bool():
                return self.either("yes", "「はい」") if value else self.either("no", "「いいえ」")
            case int() | Decimal():
                return number(value)
            case datetime.date():
                return plain_day(value, self.lang)
            case "this_event":
                return self.either("this event", "その出来事")
            case str():
                return value.replace("_", " ")

    def term_value(self, term: Term) -> str:
        """The value of a term, with later values and the days from which they hold."""
        if term.is_unknown:
            return self.either("not stated", "記載なし")
        values = [self._one(term)]
        for later in term.dated:
            day = plain_day(later.from_, self.lang)
            values.append(self.either(f"from {day}: {self._one(later)}", f"{day}から{self._one(later)}"))
        return self.either("; ", "；").join(values)

    def _one(self, term: Term | DatedValue) -> str:
        if term.value is not None:
            return self.value(term.value)
        if term.first is None:
            return self.either("not stated", "記載なし")
        first = plain_day(term.first, self.lang)
        if term.last is None:
            return self.either(f"from {first}", f"{first}から")
        last = plain_day(term.last, self.lang)
        return self.either(f"{first} to {last}", f"{first}から{last}まで")

    # --- time

    def duration(self, duration: Duration) -> str:
        """A length of time; one that a term gives has the term's value."""
        unit, given = duration.given()
        if isinstance(given, int):
            return self._units(given, unit)
        term = self.plan.terms.get(given)
        if term is None or term.is_unknown or not isinstance(term.value, int):
            plural = self.either(f" {_UNITS[unit][1]}", _UNITS[unit][2])
            return f"[{self.amount(given)}]{plural}"
        later = [
            self.either(f"from {plain_day(each.from_, self.lang)}: ", f"{plain_day(each.from_, self.lang)}から")
            + (self._units(each.value, unit) if isinstance(each.value, int) else self._one(each))
            for each in term.dated
        ]
        brackets = self.either(f" ({'; '.join(later)})", f"（{'；'.join(later)}）") if later else ""
        return self._units(term.value, unit) + brackets

    def _units(self, count: int, unit: Unit) -> str:
        one, many, ja = _UNITS[unit]
        return self.either(f"{count:,} {one if count == 1 else many}", f"{count:,}{ja}")

    def calendar_unit(self, unit: CalendarUnit, year_starts: YearStart = 1) -> str:
        """A month, quarter, half or year; where the year does not begin in January, when it does."""
        en, ja = _CALENDAR_UNITS[unit]
        if isinstance(year_starts, str):
            month, day = (int(part) for part in year_starts.split("-"))
            begins = f"{day} {_MONTHS[month - 1]}"
            return self.either(f"{en} of the year that begins on {begins}", f"{month}月{day}日始まりの年度の{ja}")
        if year_starts == 1 or unit == "month":
            return self.either(f"calendar {en}", f"暦{ja}" if unit == "year" else ja)
        begins = _MONTHS[year_starts - 1]
        return self.either(f"{en} of the year that begins in {begins}", f"{year_starts}月始まりの年度の{ja}")

    def counting(self, use: CountingUse | None) -> tuple[str, ...]:
        """How a period is counted, as far as it is not as in the rest of the plan."""
        if use is None:
            return ()
        rule = self.plan.countings.get(use) if isinstance(use, str) else use
        if rule is None:
            return (self.either(f"counted by {use}", f"{use}により計算"),)
        own = _effective(self.plan.counting, CountingRule())
        return self._conventions(_effective(rule, own), own)

    def own_counting(self) -> tuple[str, ...]:
        """How the plan counts periods, in full."""
        return self._conventions(_effective(self.plan.counting, CountingRule()), None)

    def _conventions(self, rule: CountingRule, own: CountingRule | None) -> tuple[str, ...]:
        phrases = {
            ("months", "month-end"): (
                "months run from a month's last day to a month's last day",
                "月は月末から月末まで、その他は応当日に満了",
            ),
            ("months", "corresponding-day"): ("months end on the corresponding day", "月は応当日に満了"),
            ("months", "next-day"): (
                "months end on the corresponding day, or on the day after a month that lacks it",
                "月は応当日に満了し、応当日のない月はその翌日に満了",
            ),
            ("first_day", "excluded"): ("the first day is not counted", "初日不算入"),
            ("first_day", "included"): ("the first day counts as day 1", "初日算入"),
            ("roll", "none"): ("a last day that is no business day stays", "末日が休日でも繰り下げない"),
            ("roll", "forward"): (
                "a last day that is no business day moves to the next one",
                "末日が休日なら翌営業日まで",
            ),
            ("roll", "back"): (
                "a last day that is no business day moves to the one before",
                "末日が休日なら前営業日まで",
            ),
        }
        found = []
        for field in ("months", "first_day", "roll"):
            value = getattr(rule, field)
            of_month = rule.day_of_month if field == "months" else None
            own_of_month = own.day_of_month if own is not None and field == "months" else None
            if own is not None and (value, of_month) == (getattr(own, field), own_of_month):
                continue
            found.append(self.either(*phrases[field, value]) if of_month is None else self._day_of_month(of_month))
        if rule.calendar and (own is None or rule.calendar != own.calendar):
            calendar = rule.calendar
            found.append(self.either(f"business days of calendar {calendar}", f"営業日は{calendar}の暦による"))
        return tuple(found)

    def _day_of_month(self, day: int) -> str:
        if day == 31:
            return self.either("months end on their last day", "月は末日に満了")
        en, ja = f"months end on day {day}", f"月は{day}日に満了"
        if day <= 28:  # every month has it
            return self.either(en, ja)
        return self.either(f"{en}, or on the last day of a shorter month", f"{ja}し、その日のない月は末日に満了")


def _effective(rule: CountingRule, own: CountingRule) -> CountingRule:
    return CountingRule(
        months=rule.months or own.months or "corresponding-day",
        first_day=rule.first_day or own.first_day or "excluded",
        roll=rule.roll or own.roll or "none",
        calendar=rule.calendar or own.calendar,
        day_of_month=rule.day_of_month or (None if rule.months else own.day_of_month),
    )
