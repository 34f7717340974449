"""A ruling for people: the answer first, then until when, how many, what it costs, and why."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, assert_never

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from kenri.faces.drawing.outcomes import STYLES
from kenri.faces.words import Voice, day, number, said, span
from kenri.faces.words.advice import (
    changes,
    facts_of,
    final,
    following,
    holding,
    how_many,
    is_part,
    lacking_words,
    nobody_permits,
    supply,
)
from kenri.faces.words.duties import line as duty_line
from kenri.faces.words.duties import word as duty_word
from kenri.faces.words.glossary import at_most, counted, word
from kenri.faces.words.grants import sum_lines
from kenri.faces.words.names import PlanNames
from kenri.faces.words.turning import figure_words, part_words, settled_words, way_words, ways, windows_words
from kenri.faces.words.values import asked_on, at, hours, in_brackets, in_zone, window_span
from kenri.model import expressions as e
from kenri.model.days import ALWAYS, Day, DaySet
from kenri.model.lacking import in_words
from kenri.model.life import UNNAMED
from kenri.model.ruling import Because, Exact, FigureValue, Finding, Ground, Ruling, Turn, Window
from kenri.model.sentences import Language

_TIMELESS = (e.AskedIs, e.AskerIs, e.GrantIs, e.PartyIs)
"""Conditions that are so on every day or on none, of which no days need be shown."""

HELD = "held"
_MOST_WINDOWS = 8
_MOST_DAYS = 4
"""Intervals shown of a fact, and days of a date: those nearest to the asked day."""


def render_ruling(ruling: Ruling, lang: Language, *, of_register: bool = False) -> RenderableType:
    """The ruling as sections of text; every colour repeats what a word says. `of_register`: about what one records."""
    return Group(*_View(ruling, lang, of_register=of_register).sections())


class _View:
    def __init__(self, ruling: Ruling, lang: Language, *, of_register: bool) -> None:
        self.of_register = of_register
        self.plan = ruling.plan
        self.ruling = ruling
        self.lang = lang
        self.voice = Voice(ruling.plan, lang, ruling.readings)

    def word(self, key: str, **values: object) -> str:
        return word(key, self.lang, **values)

    def day(self, when: Day) -> str:
        return day(when, self.lang)

    def sections(self) -> Iterator[RenderableType]:
        """What is shown, from the answer to its circumstances."""
        yield from self._answer()
        if self.ruling.duties:
            yield Text("\n" + duty_word("must", self.lang), style="bold")
            for each in self.ruling.duties:
                missing = lacking_words(each.missing, self.lang, self.ruling.plan)
                yield _indented(Text(duty_line(each, self.ruling.on, missing, self.lang)))
        yield from self._section("why", self._why())
        if self.ruling.outcome == "denied":
            yield from self._section("change", self._changes())
        if self.ruling.missing:
            yield from self._section("missing", self._missing())
        yield from self._section("windows", self._windows())
        if self.ruling.readings:
            yield from self._section("readings", self._readings())
        if self.ruling.sums:
            yield from self._section("sums", self._sums())
        if self.ruling.cautions:
            yield from self._section("cautions", [Text(each.says(self.lang)) for each in self.ruling.cautions])
        if self.ruling.balances:
            lines: list[RenderableType] = [self._balances(self.ruling.balances), *self._of_events()]
            lines += self._ways("balances", lambda balances: self._balances(balances).plain)
            if self.ruling.lapsed_on is None:
                lines += self._ways("lapsed_on", self._lapsed_otherwise)
            yield from self._section("balances", lines)

    def _sums(self) -> Iterator[RenderableType]:
        for each in self.ruling.sums:
            first, *shares = sum_lines(each, self.voice, self.lang)
            yield Text(first)
            yield from (_indented(Text(line)) for line in shares)

    def _section(
        self, heading: str, lines: Iterator[RenderableType] | list[RenderableType]
    ) -> Iterator[RenderableType]:
        yield Text("\n" + self.word(heading), style="bold")
        for line in lines:
            yield _indented(line)

    # --- the answer

    def _answer(self) -> Iterator[RenderableType]:
        ruling = self.ruling
        action, when = self.voice.names.action(ruling.action), asked_on(ruling, self.lang)
        if ruling.number is None:
            question = self.word("question-any", action=action, day=when)
        else:
            many = counted(ruling.number, ruling.counts, self.lang)
            question = self.word("question", action=action, day=when, number=many)
        yield Text(self.word(ruling.outcome), style=STYLES[ruling.outcome]).append(
            "  " + question, style="bold default"
        )
        about = self.word("question-about", plan=said(self.plan.title, self.lang) or self.plan.id, by=ruling.by)
        if ruling.grant not in ("", UNNAMED):
            about += self.word("question-grant", grant=ruling.grant)
        yield Text(about, style="dim")
        if ruling.lapsed_on is not None:
            yield self._fact("lapsed", self.word("lapsed-on", day=self.day(ruling.lapsed_on)))
            yield from self._ways("lapsed_on", self._day_or_none)
        if ruling.hours is not None:
            yield self._fact("hours-of-day", in_zone(hours(ruling.hours, self.lang), self.plan.zone, self.lang))
        if ruling.outcome == "denied":
            yield from self._following()
        elif ruling.window is not None:
            yield self._fact("until", self._until(ruling.window))
            yield from ways(ruling.window.turns, self._windows_otherwise, self.lang)
        if ruling.outcome == "unknown":
            yield from self._following()
        if ruling.outcome != "denied":
            yield self._fact("how-many", self._how_many())
            for part in ("most", "least", "lot", "gaps"):
                yield from self._ways(part, partial(self._part, part))
        if ruling.figures:
            yield from self._section("figures", self._figures())

    def _ways(self, part: str, shown: Callable[[Any], str]) -> Iterator[RenderableType]:
        """What a part of the ruling is when clauses are read otherwise."""
        return ways(self.ruling.turning.get(part), shown, self.lang)

    def _day_or_none(self, when: Day | None) -> str:
        return self.word("next-none") if when is None else self.day(when)

    def _following(self) -> Iterator[RenderableType]:
        """The next days, and what they are when clauses are read otherwise."""
        yield from (self._fact(key, text) for key, text in following(self.ruling, self.lang))
        for part in ("next_day", "perhaps_day"):
            yield from self._ways(part, partial(self._part, part))

    def _part(self, part: str, value: Any) -> str:
        return part_words(part, value, self.ruling.counts, self.lang)

    def _windows_otherwise(self, windows: tuple[Window, ...]) -> str:
        return windows_words(windows, self.lang)

    def _fact(self, key: str, text: str) -> Text:
        return Text(self.word(key) + self.word("colon"), style="bold").append(text, style="default")

    def _until(self, window: Window) -> str:
        days = window_span(window, self.lang)
        if window.status == "unknown":
            days += in_brackets(self.word("window-unknown"), self.lang)
        if window.last is None:
            return self.word("until-open", window=days)
        return self.word("until-last", last=at(window.last, window.closes, self.lang), window=days)

    def _how_many(self) -> str:
        return how_many(self.ruling, self.lang)

    def _figures(self) -> Iterator[RenderableType]:
        for each in self.ruling.figures:
            yield self._figure(each)
            yield from ways(each.turns, partial(figure_words, unit=each.unit, lang=self.lang), self.lang)
        named = dict.fromkeys(name for figure in self.ruling.figures for name in figure.missing)
        yield from (self._supply(name) for name in named if name not in self.ruling.missing)

    def _figure(self, figure: FigureValue) -> Text:
        value = figure_words(figure.shown, figure.unit, self.lang)
        if figure.missing:
            value = self.word("figure-missing", names=lacking_words(figure.missing, self.lang, self.ruling.plan))
        line = Text(said(figure.says, self.lang).rstrip(".。"))
        return (
            line.append(self.word("colon")).append(value, style="bold").append(self._clause(figure.clause), style="dim")
        )

    def _clause(self, clause: str) -> str:
        return f"  ({self.word('clause', clause=clause)})" if clause else ""

    # --- why

    def _why(self) -> Iterator[RenderableType]:
        if not self.ruling.findings:
            yield from map(Text, nobody_permits(self.plan, self.ruling, self.lang))
        for finding in self.ruling.findings:
            yield from self._finding(finding)

    def _finding(self, finding: Finding) -> Iterator[RenderableType]:
        suffix = {True: "", False: "-not", None: "-unknown"}[finding.holds]
        line = Text(self.word(finding.verdict + suffix) + " ").append(finding.rule, style="bold")
        yield line.append(self._clause(finding.clause))
        yield _indented(Text(said(finding.says, self.lang), style="italic"))
        if finding.verdict == "limit":
            yield _indented(Text(self._bound(finding)))
        facts = facts_of(finding)
        # What there are no days of explains nothing beside what there are; alone, the first of it does.
        grounds = [ground for because in final(facts) for ground in because.grounds]
        told = {ground for ground in grounds if not (ground.days or ground.perhaps)}
        if len(told) == len(set(grounds)):
            told -= set(next((because.grounds[:1] for because in final(facts) if because.grounds), ()))
        for because in facts:
            depth = 2 + 2 * sum(is_part(because, other) for other in facts)
            yield _indented(self._because(because, is_exception="unless" in because.path and depth == 2), depth)
            if because in final(facts):
                grounds = [ground for ground in because.grounds if ground not in told]
                told.update(grounds)
                yield from (_indented(self._ground(ground), depth + 4) for ground in grounds)
        if not facts and finding.holds:
            yield _indented(Text(self.word("applies-always")))

    def _bound(self, finding: Finding) -> str:
        rule = self.plan.rules[finding.rule]
        bounds = (("up-to", rule.at_most), ("at-least", rule.at_least), ("in-lots", rule.in_lots_of))
        key, bound = next((key, bound) for key, bound in bounds if bound is not None)
        words = self.voice.quantity(bound)
        if finding.bound is None:
            return self.word("figure-unknown") + self.word("colon") + words
        value = self.word(key, number=counted(finding.bound, self.ruling.counts, self.lang))
        return value if isinstance(bound, int) else value + self.word("colon") + words

    def _because(self, because: Because, *, is_exception: bool) -> Text:
        phrase = self.voice.condition(because.expression)
        lead = self.word("unless") if is_exception else ""
        style = {True: "green", False: "red", None: "yellow"}[because.holds]
        line = Text(self.word("bullet") + lead + phrase + self.word("dash")).append(
            holding(because.holds, self.lang), style=style
        )
        if isinstance(because.expression, _TIMELESS) or because.perhaps == ALWAYS:
            return line
        if because.days or because.holds is not None:
            line.append(self.word("semicolon") + self.word("days") + self.word("colon") + self._days(because.days))
        if because.perhaps:
            line.append(self.word("semicolon") + self._perhaps(because.perhaps))
        return line

    def _perhaps(self, days: DaySet) -> str:
        return self.word("perhaps-days", days=self._days(days))

    def _days(self, days: DaySet) -> str:
        """The intervals nearest to the asked day, and how many there are besides."""
        intervals = list(days)
        if not intervals:
            return self.word("no-day")
        nearest = sorted(sorted(intervals, key=self._distance)[:_MOST_DAYS])
        return self._shortened([span(first, until - 1, self.lang) for first, until in nearest], len(intervals))

    def _ground(self, ground: Ground) -> Text:
        if ground.sort == "date":
            date = self.plan.dates.get(ground.name) or self.plan.terms.get(ground.name)
            named = self.voice.names.of(ground.name, date.says if date is not None else "")
        else:
            named = self.voice.names.event(ground.name)
        ids = [f" [{event}]" for event in ground.events] or [""] * len(ground.days)
        days = list(zip(ground.days, ids, strict=True))
        nearest = sorted(sorted(days, key=lambda pair: abs(pair[0] - self.ruling.on))[:_MOST_DAYS])
        shown = self._shortened([self.day(when) + event for when, event in nearest], len(days))
        if ground.perhaps:
            perhaps = self._perhaps(ground.perhaps)
            if ground.missing:
                names = lacking_words(ground.missing, self.lang, self.ruling.plan)
                perhaps += in_brackets(self.word("figure-missing", names=names), self.lang)
            shown += self.word("comma") + perhaps if shown else perhaps
        return Text(f"{named}{self.word('colon')}{shown or self._no_day(ground)}", style="dim")

    def _no_day(self, ground: Ground) -> str:
        """Why there is no day behind a fact: the document, what is recorded, or how the day is computed."""
        if ground.name in self.plan.terms:
            return self.word("not-stated")
        if ground.missing:
            return self.word("figure-missing", names=lacking_words(ground.missing, self.lang, self.ruling.plan))
        return self.word("not-recorded" if self._is_of_events(ground.name) else "no-such-day")

    def _is_of_events(self, date: str) -> bool:
        """Whether a named date is that of an event as it stands, and nothing is computed from it."""
        inner = [self.plan.dates[date].is_]
        while inner:
            match node := inner.pop():
                case e.EventMoments():
                    pass
                case e.First(first=of) | e.Nth(of=of) | e.Latest(latest=of):
                    inner.append(of)
                case e.EachOf(each_of=several) | e.EarlierOf(earlier_of=several) | e.Prefer(prefer=several):
                    inner += several
                case e.DayCases(cases=lines, otherwise=otherwise):
                    inner += [*(line.is_ for line in lines), otherwise]
                case e.MomentsChoice(choices=choices):
                    inner += choices.values()
                case str() as name if name in self.plan.dates:
                    inner.append(self.plan.dates[name].is_)
                case str() | datetime.date() | e.GrantDay() | e.PartyDay() | e.AskedDay():
                    return False
                case e.StartOf() | e.EndOf() | e.LastDayOf() | e.Plus() | e.Minus() | e.Every() | e.AttributeDay():
                    return False
                case e.LaterOf() | e.FirstOf() | e.LastOf() | e.Last() | e.Next():
                    return False
                case _:
                    assert_never(node)
        return True

    def _shortened(self, shown: list[str], count: int) -> str:
        more = [self.word("and-more", count=count - len(shown))] if count > len(shown) else []
        return self.word("comma").join(shown + more)

    def _distance(self, interval: tuple[Day, Day]) -> int:
        first, until = interval
        return max(first - self.ruling.on, self.ruling.on - until + 1, 0)

    # --- what to do about it

    def _changes(self) -> Iterator[RenderableType]:
        for change in changes(self.ruling, self.lang):
            yield Text(change.says)
            for fact in change.facts:
                yield _indented(Text(self.word("bullet") + fact))

    def _missing(self) -> Iterator[RenderableType]:
        yield from map(self._supply, self.ruling.missing)

    def _supply(self, name: str) -> Text:
        words = PlanNames(self.ruling.plan, self.lang).lacking(name)
        if words != (own := in_words(name, self.lang)):
            words += in_brackets(own, self.lang)  # by its own name it is supplied
        how = supply(self.ruling, name, self.lang, of_register=self.of_register)
        line = Text(words, style="bold")
        return line if how in (words, own) else line.append(self.word("colon") + how, style="not bold")

    # --- windows

    def _windows(self) -> Iterator[RenderableType]:
        windows = self.ruling.windows
        if not windows:
            yield Text(self.word("windows-none"))
        bounds = [(window.first or 1, (window.last or Day(10**7)) + 1) for window in windows]
        nearest = sorted(range(len(windows)), key=lambda index: self._distance(bounds[index]))[:_MOST_WINDOWS]
        for index in sorted(nearest):
            yield self._window(windows[index])
            if windows[index] != self.ruling.window:
                yield from ways(windows[index].turns, self._windows_otherwise, self.lang)
        if len(windows) > len(nearest):
            yield Text(self.word("and-more", count=len(windows) - len(nearest)), style="dim")
        if self.ruling.elsewhere:
            yield Text(self.word("elsewhere") + self.word("colon").rstrip())
        for turning in self.ruling.elsewhere[:_MOST_WINDOWS]:
            yield from ways(turning, self._windows_otherwise, self.lang)
        if len(self.ruling.elsewhere) > _MOST_WINDOWS:
            yield Text(self.word("and-more", count=len(self.ruling.elsewhere) - _MOST_WINDOWS), style="dim")

    def _window(self, window: Window) -> Text:
        line = Text(window_span(window, self.lang), style="green" if window.status == "allowed" else "yellow")
        if window.status == "unknown":
            line.append("  " + self.word("window-unknown"))
        counts = self.ruling.counts
        steps = [
            self.word("from-day", day=self.day(when), number=at_most(most, counts, self.lang))
            for when, most in window.steps
        ]
        if window.most is not None:
            steps = [at_most(window.most, counts, self.lang)]
        if steps and not (window.status == "unknown" and window.most == "unknown"):
            line.append("  " + self._shortened(steps[:_MOST_DAYS], len(steps)), style="default")
        if window == self.ruling.window:
            line.append("  ← " + self.word("asked-day"), style="bold default")
        return line

    # --- readings and balances

    def _readings(self) -> Iterator[RenderableType]:
        if settled := settled_words(self.ruling, self.lang):
            yield Text(settled)
            return
        yield Text(self.word("unsettled"))
        for turn in self.ruling.turns_on:
            yield from self._turn(turn)
        if self.ruling.together:
            yield Text(self.word("together"))
        for line in way_words(self.ruling.together, self.word, self.lang):
            yield _indented(Text(self.word("bullet") + line, style="bold"))
        if beyond := self.ruling.turning["outcome"].beyond:
            yield Text(self.word("beyond", count=beyond))

    def _turn(self, turn: Turn) -> Iterator[RenderableType]:
        line = Text(turn.reading, style="bold").append(self._clause(turn.clause), style="not bold")
        yield line.append(" " + said(turn.question, self.lang), style="not bold italic")
        options = self.plan.readings[turn.reading].options
        for option, outcome in turn.outcomes.items():
            line = Text(f"{self.word('bullet')}{option}{self.word('colon')}").append(
                self.word(outcome), style=STYLES[outcome]
            )
            line.append(f"{self.word('dash')}{said(options[option], self.lang)}")
            if option == turn.chosen:
                line.append(in_brackets(self.word("chosen"), self.lang), style="bold")
            else:
                flag = f"--reading {turn.reading}={option}"
                line.append(in_brackets(self.word("choose", flag=flag), self.lang), style="dim")
            yield _indented(line)

    def _lapsed_otherwise(self, when: Day | None) -> str:
        return self.word("next-none") if when is None else self.word("lapsed-on", day=self.day(when))

    def _of_events(self) -> Iterator[RenderableType]:
        """A line for each balance in which the rights of each event stand apart."""
        for name in dict.fromkeys(each.balance for each in self.ruling.of_events):
            shown = [
                f"{each.event} {number(each.number) if each.number is not None else self.word('figure-unknown')}"
                for each in self.ruling.of_events
                if each.balance == name
            ]
            what = f"{self.voice.names.balance(name)}{self.word('colon')}"
            yield _indented(Text(what + self.word("comma").join(shown)))

    def _balances(self, balances: Mapping[str, Exact | None]) -> Text:
        shown = [
            f"{self.voice.names.balance(name)} {number(value) if value is not None else self.word('figure-unknown')}"
            for name, value in sorted(balances.items(), key=lambda item: item[0] != HELD)
        ]
        return Text(self.word("comma").join(shown))


def _indented(line: RenderableType, by: int = 2) -> Padding:
    return Padding(line, (0, 0, 0, by), expand=False)
