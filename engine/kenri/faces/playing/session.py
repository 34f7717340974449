"""A life that is played: each line changes it, asks about it, or keeps it. What is refused changes nothing."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kenri.api import LoadedPlan
from kenri.asking.parts import rights_asked
from kenri.faces.inputs.questions import asked_day
from kenri.faces.words.play import form, word
from kenri.faces.writing.written_file import write_file
from kenri.loader.lives import life_of
from kenri.loader.scalars import Refused, meaning
from kenri.loader.written_lives import life_data, life_text
from kenri.model.days import FIRST_DAY, NEVER, Day, iso
from kenri.model.life import Event, Life
from kenri.model.problems import ProblemsError, quote, refused
from kenri.model.ruling import Outcome, Ruling
from kenri.model.sentences import Language, Sentence, did_you_mean
from kenri.scenarios.written import WrittenQuestion, plan_from, same_questions, scenario_text
from kenri.simulation.branching import branch

_RELATIVE = re.compile(r"(?<![^\s=])([+-]\d{1,6})([dw])(?!\S)")
_TODAY = re.compile(r"(?<![^\s=])today(?!\S)")
_DAYS_OF = {"d": 1, "w": 7}
_LIKE_DAY = re.compile(r"\d{4}-")
_NUMBER = re.compile(r"[+-]?\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayState:
    """All that can be undone, and the line that led to it."""

    life: Life
    readings: Mapping[str, str] = field(default_factory=dict)
    line: str = ""


class Session:
    """One sitting: the state, the states before and after it, and the questions asked."""

    def __init__(self, plan: LoadedPlan, life: Life, *, plan_name: str, lang: Language) -> None:
        self.plan = plan
        self.plan_name = plan_name
        self.lang = lang
        self.state = PlayState(life=life)
        self.questions: tuple[WrittenQuestion, ...] = ()
        self.lines: list[str] = []
        self.is_saved = True
        self._before: list[PlayState] = []
        self._after: list[PlayState] = []
        self._written: set[Path] = set()

    @property
    def life(self) -> Life:
        return self.state.life

    def verdict(self, event: Event) -> Outcome | None:
        """The verdict of an audit on a recorded act; None on what is none, and where nobody can judge it yet."""
        kind = self.plan.plan.events.get(event.kind)
        if kind is None or kind.act is None:
            return None
        try:
            return self.plan.audit(self.life, readings=self.state.readings).verdicts.get(event.id)
        except ProblemsError:
            return None

    # --- changes

    def add(self, text: str, line: str) -> None:
        """Record events told in the words of the plan."""
        self._change(replace(self.state, life=branch(self.plan, self.life, text), line=line))

    def party(self, words: list[str], line: str) -> None:
        """Add a party, or put one in the place of another of the same name."""
        bare, named = _sorted(words)
        if len(bare) < 2:
            raise refused(Sentence("line-of-party", form=form("party")))
        name, *roles = bare
        data = life_data(self.life, self.plan.plan)
        body = {"roles": roles, **named} if len(roles) > 1 else {"role": roles[0], **named}
        data = {"parties": {}, **data}
        data["parties"] = {**data["parties"], name: body}
        self._change(replace(self.state, life=self._life(data), line=line))

    def grant(self, words: list[str], line: str) -> None:
        """Grant rights to a party."""
        bare, named = _sorted(words)
        days = [each for each in bare if _LIKE_DAY.match(each)]
        rest = [each for each in bare if each not in days]
        if len(rest) != 2 or len(days) > 1:
            raise refused(Sentence("line-of-grant", form=form("grant")))
        body: dict[str, Any] = {"grantee": rest[0], "number": _meant(rest[1])}
        if days:
            body["on"] = _meant(days[0])
        data = life_data(self.life, self.plan.plan)
        known = {"parties": data.get("parties", {}), "grants": [*data.get("grants", []), {**body, **named}]}
        self._change(replace(self.state, life=self._life({**known, **_without(data, known)}), line=line))

    def fact(self, words: list[str], line: str) -> None:
        """Supply a term that the document leaves open: a value, or the first and last day of a period."""
        if len(words) not in (2, 3):
            raise refused(Sentence("line-of-fact", form=form("fact")))
        values = [_meant(each) for each in words[1:]]
        value = values[0] if len(values) == 1 else {"first": values[0], "last": values[1]}
        data = life_data(self.life, self.plan.plan)
        data["facts"] = {**data.get("facts", {}), words[0]: value}
        self._change(replace(self.state, life=self._life(data), line=line))

    def remove(self, words: list[str], line: str) -> None:
        """Take one event out; the others are numbered anew."""
        ids = [event.id for event in self.life.events]
        if len(words) != 1 or words[0] not in ids:
            name = " ".join(words)
            sentence = Sentence("no-such-event", name=quote(name)) if words else Sentence("event-not-named")
            raise refused(sentence, did_you_mean(name, ids))
        corrections = [event.id for event in self.life.events if event.corrects == words[0]]
        if corrections:
            sentence = Sentence("event-corrected", name=quote(words[0]), by=quote(corrections[0]))
            raise refused(sentence, Sentence("remove-first"))
        left = self._life(life_data(self.life.without(words[0]), self.plan.plan))
        self._change(replace(self.state, life=left, line=line))

    def choose(self, name: str, option: str, line: str) -> None:
        """Choose a reading of a clause."""
        chosen = self.plan.readings({**self.state.readings, name: option})
        self._change(replace(self.state, readings=chosen, line=line))

    def undo(self) -> str:
        """Take the last change back; the line that made it."""
        if not self._before:
            raise refused(Sentence("nothing-to-undo"))
        undone = self.state
        self._after.append(undone)
        self.state = self._before.pop()
        return undone.line

    def redo(self) -> str:
        """Make the change that was taken back last; the line that makes it."""
        if not self._after:
            raise refused(Sentence("nothing-to-redo"))
        self._before.append(self.state)
        self.state = self._after.pop()
        return self.state.line

    def _change(self, state: PlayState) -> None:
        if state.life is not self.life or state.readings != self.state.readings:
            self._before.append(self.state)
            self._after.clear()
            self.state = state
            self.is_saved = False

    def _life(self, data: Mapping[str, Any]) -> Life:
        """The life in data. Raises `ProblemsError` with all that is wrong in it."""
        return life_of(data, self.plan.plan, name="<play>", others=self.plan.other_plan)

    # --- questions

    def asked(self, words: list[str]) -> WrittenQuestion:
        """The question in the words of `ask`; what is left out is as it was asked last, except the number."""
        by: str | None = None
        if "by" in words and words.index("by") + 1 < len(words):
            place = words.index("by")
            by = words[place + 1]
            words = words[:place] + words[place + 2 :]
        bare, named = _sorted(words)
        last = self.questions[-1] if self.questions else None
        question = WrittenQuestion(
            on=self.last_day(),
            action=last.action if last is not None else self._usual_action(),
            by=by or (last.by if last is not None else None) or self._usual_party(),
            grant=_text(named.pop("grant", None)),
            known_at=_text(named.pop("known_at", None)),
            facts=named,
        )
        for each in bare:
            if _LIKE_DAY.match(each):
                question = replace(question, on=self.plan.day(each), time=self.plan.time(each))
            elif _NUMBER.match(each):
                question = replace(question, rights=rights_asked(each))
            elif each in self.plan.plan.actions:
                question = replace(question, action=each)
            else:
                raise refused(Sentence("no-such-action", name=quote(each)), did_you_mean(each, self.plan.plan.actions))
        return question

    def ask(self, question: WrittenQuestion) -> Ruling:
        """The ruling on a question, which is kept for a scenario."""
        ruling = self.ruling(question)
        self.questions = (*self.questions, question)
        return ruling

    def ruling(self, question: WrittenQuestion, *, settle: bool = True) -> Ruling:
        return self.plan.ask(
            self.life,
            question.action,
            on=question.asked_on(self.plan.plan.zone),
            rights=question.rights,
            by=question.by,
            grant=question.grant,
            known_at=question.known_at,
            readings=self.state.readings,
            facts=question.facts,
            settle=settle,
        )

    def last_day(self) -> Day:
        """The day of the event recorded last, or of the last grant; today where there is neither."""
        if self.life.events:
            return self.life.events[-1].on
        days = [grant.on for grant in self.life.grants.values() if grant.on > FIRST_DAY]
        return days[-1] if days else self.plan.day(asked_day(self.plan, "today"))

    def with_days(self, line: str) -> str:
        """A line with `today`, and days counted from the last event, written out."""
        last = self.last_day()

        def counted(found: re.Match[str]) -> str:
            day = last + int(found[1]) * _DAYS_OF[found[2]]
            if not FIRST_DAY <= day < NEVER:
                raise refused(Sentence("beyond-calendar", text=quote(found[0])))
            return iso(day)

        return _TODAY.sub(lambda _: asked_day(self.plan, "today"), _RELATIVE.sub(counted, line))

    def _usual_action(self) -> str:
        return "exercise" if "exercise" in self.plan.plan.actions else next(iter(self.plan.plan.actions), "exercise")

    def _usual_party(self) -> str | None:
        """Who asks where nobody is named and there is no grantee: the only party, if there is one."""
        return next(iter(self.life.parties), None) if not self.life.grants and len(self.life.parties) == 1 else None

    # --- files

    def save_life(self, name: str) -> Path:
        """Write the life. A file that is there already is left alone, unless it was written in this sitting."""
        return self._write(name, life_text(life_data(self.life, self.plan.plan)))

    def save_scenario(self, name: str, title: str) -> Path:
        """Write a scenario of all questions asked, as the life is now; of the usual one where none was asked."""
        questions = same_questions(self.questions) or (self.asked([]),)
        answered = [(question, self.ruling(question)) for question in questions]
        text = scenario_text(
            plan_from(self.plan_name, Path(name)),
            title,
            life_data(self.life, self.plan.plan),
            answered,
            self.state.readings,
            because=word("because", self.lang),
        )
        return self._write(name, text)

    def _write(self, name: str, text: str) -> Path:
        path = Path(name)
        if path.suffix not in (".yaml", ".yml"):
            path = path.with_name(path.name + ".yaml")
        if path.exists() and path.resolve() not in self._written:
            raise refused(Sentence("file-is-there", file=quote(str(path), limit=4096)))
        write_file(path, text.encode())
        self._written.add(path.resolve())
        self.is_saved = True
        return path


def split(text: str) -> list[str]:
    """The words of a line; what stands in quotes is one word."""
    try:
        return shlex.split(text)
    except ValueError:
        raise refused(Sentence("unclosed-quotation")) from None


def one_line(error: ProblemsError, lang: Language) -> str:
    """What is wrong, in one line; places in what was only typed say nothing."""
    first, *rest = error.problems
    message, help_ = first.text(lang), first.help_text(lang)
    if help_:
        message = word("with-help", lang, message=message, help=help_)
    return " ".join(message.split()) + (f" (+{len(rest)})" if rest else "")


def _sorted(words: Iterable[str]) -> tuple[list[str], dict[str, Any]]:
    """Words that stand alone, and values by their names."""
    bare: list[str] = []
    named: dict[str, Any] = {}
    for each in words:
        name, sign, value = each.partition("=")
        if sign and name:
            named[name] = _meant(value)
        else:
            bare.append(each)
    return bare, named


def _meant(text: str) -> Any:
    value = meaning(text)
    if isinstance(value, Refused):
        raise refused(value.sentence, value.advice)
    return value


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _without(data: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: section for name, section in data.items() if name not in known}
