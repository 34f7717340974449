"""Windows as tracks of a drawing, as a table and as data: for each action, and each party that may ever do it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from kenri.asking.askable import AskablePlan
from kenri.faces.contracts.nearest import counted_out, days_elsewhere, nearest, nearest_windows, on
from kenri.faces.contracts.turning_data import elsewhere_data, windows_turning
from kenri.faces.drawing.timeline import Bar, BarKind, Mark, Timeline, Track
from kenri.faces.words import Lang, day, number, said
from kenri.faces.words.names import Names
from kenri.faces.words.turning import MARK, turned_note, turned_note_of, way_lines, windows_words
from kenri.model.cautions import Caution, together
from kenri.model.days import FIRST_DAY, iso
from kenri.model.life import Event, Fact, Life
from kenri.model.problems import Problem, ProblemsError, quote
from kenri.model.ruling import Exact, Most, Window
from kenri.model.sentences import Sentence, did_you_mean
from kenri.model.turning import Turning

if TYPE_CHECKING:
    from kenri.faces.drawing.name_table import NameTable

_WORDS = {
    "en": {
        "title": "Windows under {plan}",
        "who": "who may do what",
        "first": "first day",
        "last": "last day",
        "days": "days",
        "most": "at most",
        "always": "always",
        "open": "no end",
        "unknown": "unknown whether open",
        "granted": "granted {number}",
        "up_to": "up to {number}",
        "left_out": "and {count} more",
        "unlimited": "no limit",
        "no-largest": "no largest",
        "not_known": "not known",
        "none": "No window: nobody in this life may do it on any day.",
        "missing": "What is not known may change this.",
    },
    "ja": {
        "title": "{plan}の期間",
        "who": "誰が何を",
        "first": "初日",
        "last": "最終日",
        "days": "日数",
        "most": "上限",
        "always": "従来",
        "open": "期限なし",
        "unknown": "可否不明",
        "granted": "割当 {number}",
        "up_to": "{number}まで",
        "left_out": "ほか{count}件",
        "unlimited": "上限なし",
        "no-largest": "上限未満",
        "not_known": "不明",
        "none": "期間なし：この記録では、いつ誰も行うことができない。",
        "missing": "不明な事実により変わることがある。",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """The windows of one action, party and grant."""

    action: str
    by: str
    grant: str
    windows: tuple[Window, ...]
    left_out: int = 0
    """How many more windows there are, farther from the last day of the record."""
    elsewhere: tuple[Turning[tuple[Window, ...]], ...] = ()
    """The windows that there are under other readings only, place by place, those nearest to that day."""


def tracked(
    plan: AskablePlan,
    life: Life,
    *,
    action: str | None = None,
    by: str | None = None,
    grant: str | None = None,
    facts: Mapping[str, Any] | None = None,
    **question: Any,
) -> list[Tracked]:
    """The windows of an action and a party; where they are left out, of every action and party that has any.

    Of several actions each is asked with the facts that it has. Raises `ProblemsError` as `AskablePlan.windows` does,
    and for a fact that none of them has.
    """
    actions = plan.plan.actions if action is None else (action,)
    parties = life.parties if by is None else (by,)
    grants = tuple(life.grants) or (None,) if grant is None else (grant,)
    of_action = _facts_of(plan, actions, facts or {}) if action is None else {action: facts or {}}
    last = max([FIRST_DAY, *(event.on for event in life.events), *(each.on for each in life.grants.values())])

    def track(each: str, party: str, of: str | None) -> Tracked:
        asked: dict[str, Any] = {"by": party, "grant": of, "facts": of_action[each], **question}
        windows, left_out = nearest_windows(plan.windows(life, each, **asked), last)
        elsewhere, more = nearest(plan.windows_elsewhere(life, each, **asked), last, days_elsewhere)
        return Tracked(
            action=each,
            by=party,
            grant=of or "",
            windows=tuple(windows),
            left_out=left_out + more,
            elsewhere=tuple(elsewhere),
        )

    asked = [track(each, party, of) for of in grants for each in actions for party in parties]
    named = action is not None and by is not None
    return [track for track in asked if track.windows or track.elsewhere or named]


def _facts_of(plan: AskablePlan, actions: Iterable[str], facts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    known = {action: plan.plan.actions[action].attributes for action in actions}
    several = {name for each in known.values() for name in each}
    unknown = [name for name in facts if name not in several]
    if unknown:
        raise ProblemsError(
            Problem(None, Sentence("no-fact-of-actions", fact=quote(name)), did_you_mean(name, several))
            for name in unknown
        )
    return {action: {name: facts[name] for name in facts if name in each} for action, each in known.items()}


def timeline(
    plan: AskablePlan, life: Life, tracks: Sequence[Tracked], lang: Lang, *, asked: date | None = None
) -> Timeline | None:
    """The drawing of windows between grants and events; None where there is no day to draw."""
    words, names = _WORDS[lang], Names(plan.plan, lang)
    several = len(life.grants) > 1
    marks = [
        Mark(date.fromordinal(grant.on), words["granted"].format(number=number(grant.number)), "event")
        for grant in life.grants.values()
        if grant.on > FIRST_DAY
    ]
    marks += [Mark(date.fromordinal(event.on), _event_text(event, life, names), "event") for event in life.events]
    if asked is not None:
        marks.append(Mark(asked, "", "asked"))
    try:
        return Timeline.fit(
            words["title"].format(plan=said(plan.plan.title, lang) or plan.id),
            tracks=[
                Track(track_name(plan, life, track, lang, several=several), tuple(_bars(track, words, lang)))
                for track in tracks
                if track.windows or track.elsewhere
            ],
            marks=marks,
        )
    except ValueError:  # windows without beginning and end, and nothing else to show
        return None


def track_name(plan: AskablePlan, life: Life, track: Tracked, lang: Lang, *, several: bool) -> str:
    """Who may do what: `exercise: sato (grantee)`."""
    names = Names(plan.plan, lang)
    party = life.parties.get(track.by)
    # A role is named by its id in English: what it says of itself is a definition, too long beside a bar.
    roles = [
        names.bare(role, plan.plan.roles[role].says if lang == "ja" else "")
        for role in (party.roles if party is not None else ())
    ]
    who = f"{track.by} ({', '.join(roles)})" if roles else names.role(track.by)
    of = f" [{track.grant}]" if several else ""
    return f"{names.action(track.action)}{of}: {who}"


def table(plan: AskablePlan, life: Life, tracks: Sequence[Tracked], lang: Lang) -> NameTable:
    """Every window with its first and last day, its length, and the largest number on its days."""
    from rich.text import Text

    from kenri.faces.drawing.name_table import NameTable

    words = _WORDS[lang]
    drawn = NameTable(box=None, padding=(0, 3, 0, 0), show_edge=False)
    drawn.add_column(words["who"], header_style="dim", overflow="fold")
    for column, justify in (("first", "left"), ("last", "left"), ("days", "right"), ("most", "right")):
        drawn.add_column(words[column], header_style="dim", justify=justify, no_wrap=True)  # type: ignore[arg-type]  # a literal
    for track in tracks:
        name = track_name(plan, life, track, lang, several=len(life.grants) > 1)
        for window in track.windows:
            first = words["always"] if window.first is None else day(window.first, lang)
            last = words["open"] if window.last is None else day(window.last, lang)
            note = f" ({words['unknown']})" if window.status == "unknown" else ""
            style = "yellow" if window.status == "unknown" else ""
            length = number(window.last - window.first + 1) if window.first and window.last else ""
            drawn.add_row(Text(name + note, style), first, last, length, most_text(window, lang))
            name = ""
            for line in way_lines(window.turns, partial(windows_words, lang=lang), lang):
                drawn.add_row(Text(f"{MARK} {line}", "yellow"))
        for turning in track.elsewhere:
            for line in way_lines(turning, partial(windows_words, lang=lang), lang):
                drawn.add_row(Text(f"{name} {MARK} {line}".strip(), "yellow"))
                name = ""
        if track.left_out:
            drawn.add_row(Text(words["left_out"].format(count=number(track.left_out)), "dim"))
    return drawn


def nothing(tracks: Sequence[Tracked], lang: Lang) -> str:
    """What is said where nobody has a window."""
    return "" if any(track.windows or track.elsewhere for track in tracks) else _WORDS[lang]["none"]


def windows_data(plan: AskablePlan, tracks: Sequence[Tracked], lang: Lang = "en") -> dict[str, Any]:
    """The windows as plain data; days are text, and a bound that is not there is null.

    `cautions` say what was not looked at: those of each window by their `code`, and all with their sentences.
    """
    left_out = [
        {"action": track.action, "by": track.by, "grant": track.grant or None, "windows": track.left_out}
        for track in tracks
        if track.left_out
    ]
    return {
        "plan": plan.id,
        "windows": [
            {"action": track.action, "by": track.by, "grant": track.grant or None, **window_data(window)}
            | {"cautions": [each.code for each in window.cautions]}
            for track in tracks
            for window in track.windows
        ],
        "elsewhere": [
            {"action": track.action, "by": track.by, "grant": track.grant or None, **way}
            for track in tracks
            for turning in track.elsewhere
            for way in elsewhere_data((turning,), days_elsewhere(turning)[0])
        ],
        **({"left_out": left_out} if left_out else {}),
        "cautions": [
            {"code": each.code, "names": list(each.names), "sentence": each.says(lang)} for each in _cautions(tracks)
        ],
    }


def window_data(window: Window) -> dict[str, Any]:
    """One window as plain data; of many steps those nearest to its first day."""
    steps, left_out = nearest(window.steps, window.first or FIRST_DAY, lambda step: on(step[0]))
    return {
        "first": None if window.first is None else iso(window.first),
        "last": None if window.last is None else iso(window.last),
        "status": window.status,
        "most": exact_data(window.most),
        "steps": [{"from": iso(start), "most": exact_data(most)} for start, most in steps],
        **counted_out(left_out),
        **(windows_turning(window.turns, window.first or FIRST_DAY) if window.turns is not None else {}),
    }


def _cautions(tracks: Sequence[Tracked]) -> tuple[Caution, ...]:
    """What was not looked at and might matter for any of the windows."""
    return together(*(window.cautions for track in tracks for window in track.windows))


def cautions_text(tracks: Sequence[Tracked], lang: Lang) -> list[str]:
    """A sentence for each thing that was not looked at and might matter."""
    return [each.says(lang) for each in _cautions(tracks)]


def exact_data(value: Most | None) -> int | str | None:
    """A number for JSON, which has no fractions: those are text, such as `1/3`; a word in its place is text too."""
    return value if value is None or isinstance(value, int) else str(value)


def _bars(track: Tracked, words: Mapping[str, str], lang: Lang) -> Iterator[Bar]:
    """The windows, and after them, so that they win, those there are under other readings only."""
    for window in track.windows:
        yield _bar(window, words, "open" if window.status == "allowed" else "unknown", turned_note(window, lang))
    for turning in track.elsewhere:
        note = turned_note_of(turning, lang)
        for window in {each: None for way in turning.ways for each in way.value}:
            yield _bar(window, words, "unknown", note)


def _bar(window: Window, words: Mapping[str, str], kind: BarKind, note: str) -> Bar:
    numbers = [most for most in window.numbers if not isinstance(most, str)]
    most = _between(numbers) if numbers and len(numbers) == len(window.numbers) else ""
    return Bar(
        first=date.min if window.first is None else date.fromordinal(window.first),
        last=None if window.last is None else date.fromordinal(window.last),
        label=words["up_to"].format(number=most) if most else "",
        kind=kind,
        note=note,
    )


def most_text(window: Window, lang: Lang) -> str:
    """The largest number on the days of a window, or between which it lies; and whether it is any at all."""
    words = _WORDS[lang]
    numbers = [most for most in window.numbers if not isinstance(most, str)]
    named = dict.fromkeys(most for most in window.numbers if isinstance(most, str))
    between = [_between(numbers)] if numbers else []
    return ", ".join([*between, *(words["not_known" if most == "unknown" else most] for most in named)])


def _between(numbers: Sequence[Exact]) -> str:
    least, most = min(numbers), max(numbers)
    return number(most) if least == most else f"{number(least)} – {number(most)}"


def _event_text(event: Event, life: Life, names: Names) -> str:
    """An event in a few words: what happened, to whom unless that is plain, and what else is recorded about it."""
    details = [_fact_text(name, value, names) for name, value in event.attributes.items()]
    grantees = {grant.grantee for grant in life.grants.values()}
    who = f"{event.who}: " if event.who and event.who not in grantees else ""
    says = names.plan.events[event.kind].says
    # The Japanese sentence of an event is short, and its name would be English.
    what = said(says, "ja").rstrip("。") if names.lang == "ja" and says else names.bare(event.kind, says)
    return who + what + (f" ({', '.join(details)})" if details else "")


def _fact_text(name: str, value: Fact, names: Names) -> str:
    kinds = [kind.attributes.get(name) for kind in names.plan.events.values()]
    is_day = any(getattr(kind, "type", kind) == "day" for kind in kinds if kind is not None)
    match value:
        case bool():
            return f"{names.event_attribute(name)}: {names.value(value)}"
        case int() if is_day:
            return f"{names.event_attribute(name)}: {iso(value)}"
        case str():
            return value.replace("_", " ")
        case float():
            return ""
        case _:
            return f"{names.event_attribute(name)}: {number(value)}"
