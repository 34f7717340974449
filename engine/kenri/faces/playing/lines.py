"""Playing: each line that is entered, done and shown. Bad input is told in one line, and nothing is lost by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from rich.console import Console
from rich.text import Text

from kenri.faces.drawing.name_table import NameTable
from kenri.faces.drawing.outcomes import STYLES
from kenri.faces.playing.session import Session, one_line, split
from kenri.faces.words import day, said
from kenri.faces.words.audit import word as audit_word
from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.names import PlanNames
from kenri.faces.words.play import COMMANDS, form, word
from kenri.faces.words.simulation import window_text
from kenri.faces.words.values import in_brackets, listed
from kenri.loader.written_lives import life_data, life_text
from kenri.model.hours import clock
from kenri.model.problems import Problem, ProblemsError, quote, refused
from kenri.model.ruling import Outcome, Ruling, Window
from kenri.model.sentences import Language, Sentence, did_you_mean
from kenri.scenarios.written import WrittenQuestion

_WIDEST = 120

_VERDICTS: dict[Outcome, str] = {**STYLES, "allowed": "green"}
"""An act that was permitted does not stand out."""


class Play:
    """A sitting at a console: feed it lines until it says that it is over."""

    def __init__(self, session: Session, console: Console, *, confirms: bool) -> None:
        """`confirms` is whether leaving without saving needs to be said twice: where somebody sits there."""
        self.session = session
        self.console = console
        self.lang: Language = session.lang
        self.names = PlanNames(session.plan.plan, session.lang)
        self.refusals = 0
        self.refusal: str | None = None
        """Why the last line was not done."""
        self.problems: tuple[Problem, ...] = ()
        """The same, in full."""
        self.ruling: Ruling | None = None
        """What the last line led to: the answer it asked for, or how the usual question stands after it."""
        self._confirms = confirms
        self._is_leaving = False
        self._commands: dict[str, Callable[[str, str], None]] = {
            "party": partial(self._change, session.party),
            "grant": partial(self._change, session.grant),
            "fact": partial(self._change, session.fact),
            "remove": partial(self._change, session.remove),
            "add": self._add,
            "ask": self._ask,
            "windows": self._windows,
            "reading": self._reading,
            "life": self._life,
            "undo": lambda _rest, _line: self._moved("undone", session.undo()),
            "redo": lambda _rest, _line: self._moved("redone", session.redo()),
            "history": lambda _rest, _line: self._history(),
            "save": self._save,
            "help": self._help,
        }

    def hello(self) -> None:
        """What is played, and how to begin."""
        title = said(self.session.plan.plan.title, self.lang) or self.session.plan.id
        self.console.print(Text(word("hello", self.lang, plan=title), "bold"))
        if not self.session.life.parties:
            self.console.print(Text(word("nobody", self.lang), "dim"))

    def run(self, lines: Iterable[str]) -> None:
        """Do every line, until one ends it or there are no more."""
        for line in lines:
            if not self.do(line):
                return

    def do(self, line: str) -> bool:
        """Do one line; whether the sitting goes on."""
        line = line.strip()
        if not line or line.startswith("#"):
            return True
        first, _, rest = line.partition(" ")
        if first in ("quit", "exit"):
            return self._stays()
        self._is_leaving = False
        self.refusal = self.ruling = None
        self.problems = ()
        try:
            # Before a line is done: +10d is counted from the last event as it is now.
            rest = self.session.with_days(rest.strip())
            if first in self._commands:
                self._commands[first](rest, line)
            else:
                self._add(f"{first} {rest}", line)
        except ProblemsError as error:
            self.refusals += 1
            self.refusal, self.ruling = one_line(error, self.lang), None
            self.problems = error.problems
            self.console.print(Text(word("refused", self.lang, message=self.refusal), "red"), soft_wrap=True)
        else:
            self.session.lines.append(line)
        return True

    def _stays(self) -> bool:
        if not self._confirms or self.session.is_saved or self._is_leaving:
            return False
        self._is_leaving = True
        self.console.print(Text(word("unsaved", self.lang), "yellow"))
        return True

    # --- what lines do

    def _add(self, rest: str, line: str) -> None:
        known = len(self.session.life.events)
        if not rest.strip():
            raise refused(Sentence("no-event-named"), Sentence("write-form", form=form("add")))
        try:
            self.session.add(rest, line)
        except ProblemsError as error:
            word_, *others = rest.split()
            if not others and word_ not in self.session.plan.plan.events:
                sentence = Sentence("no-command-or-event", name=quote(word_))
                known_words = [*COMMANDS, *self.session.plan.plan.events]
                raise refused(sentence, did_you_mean(word_, known_words)) from error
            raise
        for event in self.session.life.events[known:]:
            says = self.session.life.kind_of(event, self.session.plan.plan).says
            told = word(
                "recorded",
                self.lang,
                id=event.id,
                event=self.names.bare(event.kind, said(says, "ja").rstrip("。") if self.lang == "ja" else says),
                day=day(event.on, self.lang) + ("" if event.time is None else f" {clock(event.time)}"),
            )
            shown = Text(told)
            if (verdict := self.session.verdict(event)) is not None:
                shown.append(word("colon", self.lang)).append(audit_word(verdict, self.lang), _VERDICTS[verdict])
            self.console.print(shown, soft_wrap=True)
        self._then_brief()

    def _change(self, change: Callable[[list[str], str], None], rest: str, line: str) -> None:
        change(split(rest), line)
        self._then_brief()

    def _then_brief(self) -> None:
        """How the usual question stands now, on the day of the last event or grant, in one line."""
        if not (self.session.life.events or self.session.life.grants):
            return
        try:
            question = replace(self.session.asked([]), known_at=None, facts={})
            self.ruling = self.session.ruling(question, settle=False)
        except ProblemsError:
            return  # there is nobody yet who could ask
        self.console.print(self._brief(self.ruling), soft_wrap=True)

    def _brief(self, ruling: Ruling) -> Text:
        outcome = gloss(ruling.outcome, self.lang)
        line = Text("  ").append(outcome, STYLES[ruling.outcome])
        told = word(
            "brief",
            self.lang,
            outcome="",
            action=self.names.action(ruling.action),
            by=ruling.by,
            day=day(ruling.on, self.lang),
        )
        line.append(told)
        if ruling.outcome == "denied" and ruling.rules:
            line.append(in_brackets(listed(ruling.rules, self.lang), self.lang), "dim")
        following = (window for window in ruling.windows if window.first is not None and window.first > ruling.on)
        shown = ruling.window or next(following, None)
        if shown is not None:
            line.append(word("until" if ruling.window is not None else "next", self.lang, window=self._window(shown)))
        return line

    def _window(self, window: Window) -> str:
        return window_text(window, self.lang)

    def _ask(self, rest: str, _line: str) -> None:
        from kenri.faces.rulings.ruling_view import render_ruling

        self.ruling = self.session.ask(self.session.asked(split(rest)))
        self.console.print(render_ruling(self.ruling, self.lang))

    def _windows(self, rest: str, _line: str) -> None:
        from kenri.faces.contracts.tracks import tracked
        from kenri.faces.drawing import calendar_strip
        from kenri.faces.rulings import windows_view

        session = self.session
        words = split(rest)
        named: WrittenQuestion | None = session.asked(words) if words else None
        tracks = tracked(
            session.plan,
            session.life,
            action=named.action if named is not None else None,
            by=named.by if named is not None else None,
            readings=session.state.readings,
        )
        known = session.life.known_at(None)
        drawing = windows_view.timeline(session.plan, known, tracks, self.lang)
        if drawing is not None:
            width = min(self.console.width, _WIDEST)
            self.console.print(calendar_strip.render(drawing, width=width, lang=self.lang))
        said_ = windows_view.nothing(tracks, self.lang)
        self.console.print(said_ or windows_view.table(session.plan, known, tracks, self.lang))

    def _reading(self, rest: str, line: str) -> None:
        words = split(rest.replace("=", " "))
        if not words:
            self._readings()
        elif len(words) == 2:
            self.session.choose(words[0], words[1], line)
            self._then_brief()
        else:
            raise refused(Sentence("line-of-reading", form=form("reading")))

    def _readings(self) -> None:
        readings = self.session.plan.plan.readings
        if not readings:
            self.console.print(Text(word("no-readings", self.lang)))
        for name, reading in readings.items():
            chosen = self.session.state.readings.get(name, reading.default)
            self.console.print(Text(name, "bold").append(f"  {said(reading.question, self.lang)}", "not bold italic"))
            for option, says in reading.options.items():
                marks = [word("chosen", self.lang)] if option == chosen else []
                marks += [word("default", self.lang)] if option == reading.default else []
                note = in_brackets(listed(marks, self.lang), self.lang) if marks else ""
                self.console.print(
                    Text(f"  {option}: {said(says, self.lang)}{note}", "bold" if option == chosen else "")
                )

    def _life(self, _rest: str, _line: str) -> None:
        text = life_text(life_data(self.session.life, self.session.plan.plan))
        self.console.print(text.rstrip("\n") or word("nobody", self.lang), markup=False, soft_wrap=True)

    def _moved(self, key: str, line: str) -> None:
        self.console.print(Text(word(key, self.lang, line=line)), soft_wrap=True)
        self._then_brief()

    def _history(self) -> None:
        for line in self.session.lines:
            self.console.print(line, markup=False, soft_wrap=True)

    def _save(self, rest: str, _line: str) -> None:
        words = split(rest)
        match words:
            case ["life", name]:
                path = self.session.save_life(name)
            case ["scenario", name, *title] if len(title) < 2:
                path = self.session.save_scenario(name, title[0] if title else "played")
            case _:
                raise refused(Sentence("line-of-save", form=form("save")))
        self.console.print(Text(word("saved", self.lang, file=path)), soft_wrap=True)
        if words[0] == "scenario":
            self.console.print(Text(word("check", self.lang, file=path), "dim"), soft_wrap=True)

    def _help(self, rest: str, _line: str) -> None:
        wanted = split(rest)
        for name in wanted:
            if name not in COMMANDS:
                raise refused(Sentence("no-such-command", name=quote(name)), did_you_mean(name, COMMANDS))
        table = NameTable(box=None, padding=(0, 2, 0, 0), show_edge=False, show_header=False)
        table.add_column(overflow="fold")
        table.add_column(overflow="fold", style="dim")
        for name, (usage, *says) in COMMANDS.items():
            if not wanted or name in wanted:
                table.add_row(usage, says[self.lang == "ja"])
        self.console.print(table)
        if not wanted:
            self.console.print(Text(word("days", self.lang)))
            self.console.print(Text(word("event", self.lang, names=listed(self.session.plan.plan.events, self.lang))))


def piped(lines: Iterable[str], console: Console) -> Iterator[str]:
    """Lines that nobody types, each shown before what it does."""
    for line in lines:
        console.print(Text(f"> {line.rstrip()}", "bold"), soft_wrap=True)
        yield line
