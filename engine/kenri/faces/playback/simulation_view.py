"""A simulation in a terminal: for each recording what it changed and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from kenri.api import LoadedPlan
from kenri.faces.contracts.decision_data import Fired
from kenri.faces.contracts.nearest import nearest_of
from kenri.faces.drawing.name_table import NameTable
from kenri.faces.drawing.outcomes import DUTY_STYLES, STYLES
from kenri.faces.words import day, number, said, span
from kenri.faces.words.advice import lacking_words
from kenri.faces.words.duties import last_day, owner
from kenri.faces.words.duties import standing as standing_words
from kenri.faces.words.duties import word as duty_word
from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.names import PlanNames, called
from kenri.faces.words.simulation import (
    event_text,
    exact_text,
    most_text,
    moved_text,
    of_grant,
    span_text,
    window_text,
    windows_text,
    word,
)
from kenri.faces.words.values import at, in_brackets, in_zone, listed, listed_apart, plain_day
from kenri.loader import instants
from kenri.model.days import Day
from kenri.model.duty import OwedDuty
from kenri.model.life import Event, Life
from kenri.model.ruling import Exact, Most, Outcome, Ruling
from kenri.model.sentences import Language
from kenri.simulation.steps import ActRevised, JudgedAct, Revised, Simulation, Step

if TYPE_CHECKING:
    from kenri.forward import Decision, Known

_TRUE = 2


def render_simulation(
    plan: LoadedPlan, simulation: Simulation, lang: Language, fired: Fired | None = None
) -> RenderableType:
    """All steps, one after the other, and where the rights stand in the end."""
    view = SimulationView(plan, simulation.life, lang, fired or {})
    parts: list[RenderableType] = []
    for index, step in enumerate(simulation, 1):
        parts += view.step(index, step)
    if not simulation.steps:
        parts.append(Text(word("nothing", lang)))
        parts += [Text(f"  {view.who(each)}: {windows_text(each.windows, lang)}") for each in simulation.opening]
    cautions = (Text(each.says(lang), "dim") for each in simulation.cautions)
    return Group(*parts, *view.end(simulation), *cautions)


class SimulationView:
    """Draws steps of one simulation, which is of `life`."""

    def __init__(self, plan: LoadedPlan, life: Life, lang: Language, fired: Fired) -> None:
        self.loaded = plan
        self.life = life
        self.names = PlanNames(plan.plan, lang)
        self.lang = lang
        self.fired = fired

    def who(self, asked: object) -> str:
        """Who does what: of anything with an action, a party and a grant."""
        action, by, grant = (str(getattr(asked, name)) for name in ("action", "by", "grant"))
        return f"{self.names.action(action)}{of_grant(grant)}{gloss('colon', self.lang)}{by}"

    def step(self, index: int, step: Step) -> Iterator[RenderableType]:
        """A step under its heading, in sections."""
        yield self._heading(index, step)
        body = NameTable(box=None, show_header=False, show_edge=False, padding=(0, 2, 0, 0))
        body.add_column(style="dim", no_wrap=True)
        body.add_column(overflow="fold")
        near, left_out = nearest_of(step)
        for heading, lines in self._sections(near, left_out):
            for line in lines:
                style = "bold red" if heading == "again" else ""
                body.add_row(Text(word(heading, self.lang), style) if heading else "", line)
                heading = ""
        yield Padding(body, (0, 0, 1, 3))

    def _heading(self, index: int, step: Step) -> Text:
        heading = Text(f"{index}  ", "dim")
        if step.event is None:
            amendment = self.loaded.plan.amendments[step.amendment]
            heading.append(day(step.day, self.lang), "bold")
            heading.append(f"  {word('amendment', self.lang, name=step.amendment)}", "bold")
            return heading.append(f"  {amendment.clause} {said(amendment.says, self.lang)}", "not bold")
        event = step.event
        heading.append(day(event.on, self.lang), "bold").append(f"  {event_text(event, self.life, self.names)}", "bold")
        is_told = self.life.kind_of(event, self.loaded.plan).personal or not event.is_who_assumed
        heading.append(f"  {event.who} [{event.id}]" if event.who and is_told else f"  [{event.id}]", "not bold")
        if event.corrects is not None:
            key = "cancels" if event.cancelled else "corrects"
            heading.append(f"  {word(key, self.lang, id=event.corrects)}", "yellow")
        if step.day > event.on:
            heading.append(f"  {word('known', self.lang, when=self._instant(step.known_at))}", "yellow")
        return heading.append(self._place(event), "dim not bold")

    def _instant(self, known_at: int) -> str:
        when = instants.local(known_at, ZoneInfo(self.loaded.plan.zone))
        told = plain_day(when.date(), self.lang)
        return told if (when.hour, when.minute) == (0, 0) else f"{told} {when:%H:%M}"

    @staticmethod
    def _place(event: Event) -> str:
        if event.place is None:
            return ""
        file = event.place.file.rpartition("/")[2]
        return f"  {file}:{event.place.line}" if event.place.line else f"  {file}"

    def _sections(self, step: Step, left_out: Mapping[str, int]) -> Iterator[tuple[str, Iterator[Text]]]:
        yield "states", chain(self._states(step), self._more(left_out, "states_"))
        yield "windows", chain(self._windows(step), self._more(left_out, "windows_"))
        yield "rights", chain(self._rights(step), self._more(left_out, "movements"))
        yield "act", (self._act(act) for act in step.acts)
        yield "answers", self._answers(step)
        yield "deadline", self._deadline(step)
        yield "duties", self._duties(step)
        again = (self._revised(each) for each in step.reconsider)
        yield "again", chain(again, self._more(left_out, "reconsider"))

    def _more(self, left_out: Mapping[str, int], lists: str) -> Iterator[Text]:
        """How much of some lists, known by how their names begin, is left out."""
        if count := sum(more for name, more in left_out.items() if name.startswith(lists)):
            yield Text(gloss("and-more", self.lang, count=count), "dim")

    # --- what changed

    def _states(self, step: Step) -> Iterator[Text]:
        for spans, key, style in (
            (step.states_began, "begins", "green"),
            (step.states_ended, "ends", "red"),
            (step.states_withdrawn, "no-more", "yellow"),
        ):
            for each in spans:
                yield Text.assemble((word(key, self.lang), style), f" {span_text(each, self.names)}")

    def _windows(self, step: Step) -> Iterator[Text]:
        styles = {"opened": "green", "extended": "green", "closed": "red", "cut": "red"}
        for change in step.windows_changed:
            line = Text(f"{self.who(change)} ").append(word(change.how, self.lang), styles.get(change.how, "yellow"))
            if change.after is not None:
                line.append(f" {window_text(change.after, self.lang)}")
            if change.before is not None:
                line.append(
                    in_brackets(word("was", self.lang, before=window_text(change.before, self.lang)), self.lang), "dim"
                )
            yield line

    def _rights(self, step: Step) -> Iterator[Text]:
        for moved in step.movements:
            line = Text(moved_text(moved, self.names))
            yield (
                line.append(in_brackets(word("coming", self.lang), self.lang), "dim") if moved.day > step.day else line
            )
        for moved in step.movements_withdrawn:
            yield Text(moved_text(moved, self.names), "strike dim").append(
                in_brackets(word("expected", self.lang), self.lang), "not strike"
            )

    # --- what is answered

    def _act(self, act: JudgedAct) -> Text:
        ruling = act.ruling
        many = f" {number(ruling.number)}" if ruling.number is not None else ""
        line = Text(f"{self.names.action(ruling.action)}{many}{of_grant(act.grant)} ")
        return self._ruled(line, ruling)

    def _answers(self, step: Step) -> Iterator[Text]:
        for ruling in step.rulings:
            decision = self.fired.get((step.id, ruling.grant, ruling.action, ruling.by))
            line = Text(f"{self.who(ruling)} {word('on', self.lang, day=day(ruling.on, self.lang))} ")
            yield self._ruled(line, ruling, decision)
            if decision is not None:
                derived = (each.derived for each in decision.trace)
                told = [text for known in derived if known is not None and (text := self._told(known, ruling.on))]
                yield Text(f"  {word('fired', self.lang)}: ", "dim").append(" → ".join(dict.fromkeys(told)), "not dim")

    def _ruled(self, line: Text, ruling: Ruling, decision: Decision | None = None) -> Text:
        outcome = ruling.outcome if decision is None else decision.outcome
        rules = ruling.rules if decision is None else decision.rules
        line.append(word(outcome, self.lang), STYLES[outcome])
        clauses = [f"{self.loaded.plan.rules[name].clause} {name}" for name in rules if name in self.loaded.plan.rules]
        line.append(f"  {listed(clauses, self.lang)}" if clauses else "", "default not bold")
        if ruling.missing:
            line.append(in_brackets(f"{self._lacking(ruling.missing)}?", self.lang), "yellow")
        if outcome == "denied" and ruling.next_day is not None:
            line.append(f"  {word('next', self.lang, day=day(ruling.next_day, self.lang))}", "dim")
        if outcome == "denied" and ruling.perhaps_day is not None:
            perhaps = word("perhaps", self.lang, day=day(ruling.perhaps_day, self.lang))
            line.append(f"  {perhaps}" + in_brackets(f"{self._lacking(ruling.perhaps_missing)}?", self.lang), "dim")
        return line

    def _told(self, known: Known, on: Day) -> str:
        """A fact that forward chaining derived, if it is a state that holds on the day, a movement, or what decided."""
        match known.sort:
            case "moved":
                return f"{known.value} {self.names.balance(known.name)}"
            case "decides":
                return known.name
            case "condition" if known.value == _TRUE and known.day == on and known.name in self.loaded.plan.states:
                return known.name
            case _:
                return ""

    def _figure(self, name: str) -> str:
        return called(name, self.loaded.plan.figures[name].says, self.lang)

    def _lacking(self, names: Iterable[str]) -> str:
        return lacking_words(names, self.lang, self.loaded.plan)

    def _duty(self, each: OwedDuty) -> str:
        """Which duty under which clause, and whose it is."""
        duty = called(each.duty, each.says, self.lang)
        return f"{each.clause} {duty}{gloss('colon', self.lang)}{owner(each, self.names)}"

    def _duties(self, step: Step) -> Iterator[Text]:
        for each in step.duties:
            standing = standing_words(each, step.day, self._lacking(each.missing), self.lang)
            until = duty_word("until-day", self.lang, last=last_day(each, self.lang))
            line = Text(f"{self._duty(each)}{gloss('comma', self.lang)}{until}  ")
            yield line.append(standing, DUTY_STYLES[each.standing])
        for each in step.duties_withdrawn:
            line = Text(self._duty(each), "strike dim")
            yield line.append(in_brackets(word("expected", self.lang), self.lang), "not strike")

    def _deadline(self, step: Step) -> Iterator[Text]:
        deadline = step.next_deadline
        if deadline is None:
            yield Text(word("none-coming", self.lang), "dim")
            return
        last = at(deadline.day, deadline.closes, self.lang)
        last = in_zone(last, deadline.zone, self.lang) if deadline.closes is not None else last
        line = Text(last, "bold").append(f"  {self.who(deadline)}", "not bold")
        if most := most_text((deadline.most,), self.lang):
            line.append(gloss("comma", self.lang) + most, "not bold")
        yield line

    def _revised(self, revised: Revised) -> Text:
        if isinstance(revised, ActRevised):
            return self._act_revised(revised)
        line = Text(f"{self.who(revised)} {span(revised.first, revised.last, self.lang)}{gloss('colon', self.lang)}")
        told: list[str] = []
        if (revised.then, revised.most_then) != (revised.now, revised.most_now):
            outcomes = {
                "then": self._answered(revised.then, revised.most_then),
                "now": self._answered(revised.now, revised.most_now),
            }
            told.append(word("days-then", self.lang, **outcomes))
        for name, value in revised.figures_then.items():
            both = {"then": _shown(value), "now": _shown(revised.figures_now[name])}
            told.append(f"{word('each', self.lang, figure=self._figure(name))} {word('days-then', self.lang, **both)}")
        return line.append(listed_apart(told, self.lang), "yellow")

    def _answered(self, outcome: Outcome, most: Most) -> str:
        if outcome != "allowed":
            return word(outcome, self.lang)
        many = word(f"most-{most}", self.lang) if isinstance(most, str) else exact_text(most)
        return f"{word(outcome, self.lang)} {many}"

    def _act_revised(self, revised: ActRevised) -> Text:
        then, now = revised.then, revised.now
        event = revised.event
        line = Text(f"[{event.id}] {day(event.on, self.lang)} {event_text(event, self.life, self.names)}")
        line.append(of_grant(revised.grant) + gloss("colon", self.lang))
        if then.outcome != now.outcome:
            outcomes = {key: word(ruling.outcome, self.lang) for key, ruling in (("then", then), ("now", now))}
            line.append(word("act-then", self.lang, **outcomes), "bold yellow")
            rules = [f"{finding.clause} {finding.rule}" for finding in now.findings]
            line.append(f"  {listed(rules, self.lang)}" if rules else "", "default not bold")
        values = {figure.name: figure.shown for figure in then.figures}
        told: list[str] = []
        for figure in now.figures:
            if figure.name in values and figure.shown != values[figure.name]:
                clause = in_brackets(figure.clause, self.lang)
                both = {"then": _shown(values[figure.name]), "now": _shown(figure.shown)}
                told.append(f"{self._figure(figure.name)} {word('act-then', self.lang, **both)}{clause}")
        return line.append(listed_apart(told, self.lang), "yellow")

    def end(self, simulation: Simulation) -> Iterator[Text]:
        """Where the rights of each grant stand in the end."""
        for grant, balances in simulation.balances.items():
            shown = [
                f"{exact_text(value)} {self.names.balance(name)}" for name, value in balances.items() if value != 0
            ]
            if shown:
                yield Text(word("end", self.lang, balances=listed(shown, self.lang)) + of_grant(grant))


def _shown(value: Exact | date | None) -> str:
    """The number or the day of a figure."""
    return value.isoformat() if isinstance(value, date) else exact_text(value)
