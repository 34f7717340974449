"""Answers of a plan that looks at hours of the day: it is asked in each part of the day, and the answers are joined.

An answer about a day without a time is the one at which it is best to ask, and tells between which hours it is so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from kenri.asking.question import Question
from kenri.model.cautions import together
from kenri.model.combinations import Combinations, Readings
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.hours import Hours
from kenri.model.ruling import BEST, Most, Outcome, Ruling, Window, Windows, best_of
from kenri.model.turning import Turning
from kenri.reference.prospects import StandingsUnder, WindowProspects, coming_days
from kenri.reference.standing import Standing

WindowsTold: TypeAlias = tuple[Windows, tuple[Turning[tuple[Window, ...]], ...]]
"""Windows, and those there are under other readings only."""


def told(question: Question, ask: Callable[[Question], tuple[Ruling, bool]]) -> tuple[Ruling, bool]:
    """The ruling on a question about a day, and whether compiled forms alone gave it; `ask` answers it at a time."""
    parts = question.plan.parts_of_day
    answers = [ask(replace(question, time=first)) for first, _ in parts]
    rulings = [ruling for ruling, _ in answers]
    place = _place(question, parts, rulings)
    ruling = rulings[place]
    windows = joined([each.windows for each in rulings], parts, question.plan.plan.zone)
    next_day = min(rulings, key=lambda each: each.next_day or NEVER)
    perhaps = min(rulings, key=lambda each: each.perhaps_day or NEVER)
    has_perhaps = (perhaps.perhaps_day or NEVER) < (next_day.next_day or NEVER)
    elsewhere = ruling.elsewhere
    if ruling.turning and question.plan.plan.readings:
        windows, elsewhere = _turned(question)
        if question.time is None and any(each.is_settled is not True for each in rulings):
            ruling = question.court.turned(ruling, _standings(question), question.facts, told=place)
        else:
            combinations = Combinations(question.plan.plan.readings, question.readings)
            days = coming_days(_standings(question), ruling.on, question.number, combinations)
            ruling = replace(ruling, turning={**ruling.turning, **days})
    return (
        replace(
            ruling,
            plan=question.plan.plan,
            time=question.time,
            hours=_hours(parts, rulings, place),
            window=next((each for each in windows if _holds_at(each, ruling.on, parts[place])), None),
            windows=windows,
            elsewhere=elsewhere,
            next_day=next_day.next_day,
            perhaps_day=perhaps.perhaps_day if has_perhaps else None,
            perhaps_missing=perhaps.perhaps_missing if has_perhaps else (),
        ),
        all(by_form for _, by_form in answers),
    )


def _place(question: Question, parts: Sequence[Hours], rulings: Sequence[Ruling]) -> int:
    """The part of the day that is told: the one that is asked about, or the first of those in which it is best to ask.

    Where it is not allowed in any, it is one in which other readings would change that.
    """
    if question.time is not None:
        return next(place for place, (_, last) in enumerate(parts) if question.time <= last)

    def rank(place: int) -> tuple[int, bool]:
        ruling = rulings[place]
        is_settled = "outcome" not in ruling.turning or ruling.turning["outcome"].is_settled is True
        return BEST.index(ruling.outcome), ruling.outcome != "allowed" and is_settled

    return min(range(len(parts)), key=rank)


def _hours(parts: Sequence[Hours], rulings: Sequence[Ruling], place: int) -> Hours | None:
    """Between which seconds of the day what is said of its outcome and its numbers is so; None for all of it."""

    def is_same(other: Ruling) -> bool:
        one = rulings[place]
        numbers = (one.most, one.least, one.lot, one.has_gaps) == (other.most, other.least, other.lot, other.has_gaps)
        return one.outcome == other.outcome and numbers

    first = last = place
    while first > 0 and is_same(rulings[first - 1]):
        first -= 1
    while last < len(parts) - 1 and is_same(rulings[last + 1]):
        last += 1
    return None if (first, last) == (0, len(parts) - 1) else (parts[first][0], parts[last][1])


def windows_told(question: Question, ask: Callable[[Question], WindowsTold], *, settle: bool) -> WindowsTold:
    """The windows of a question; `ask` tells those at a time of the day."""
    if settle and question.plan.plan.readings:
        return _turned(question)
    parts = question.plan.parts_of_day
    answers = [ask(replace(question, time=first)) for first, _ in parts]
    return joined([windows for windows, _ in answers], parts, question.plan.plan.zone), ()


def _standings(question: Question) -> StandingsUnder:
    """How the action stands in each part of the day, under some readings."""
    courts = [replace(question, time=first).court for first, _ in question.plan.parts_of_day]

    def standings(readings: Readings) -> tuple[Standing, ...]:
        return tuple(
            court.standing(question.action, question.asker, readings, question.facts, question.number)
            for court in courts
        )

    return standings


def _turned(question: Question) -> WindowsTold:
    """The windows, each with what it turns on: which windows there would be, as told of all parts of the day."""
    parts, zone = question.plan.parts_of_day, question.plan.plan.zone

    def windows(standings: Sequence[Standing]) -> tuple[Window, ...]:
        courts = (replace(question, time=first).court for first, _ in parts)
        several = [court.windows(each, question.number) for court, each in zip(courts, standings, strict=True)]
        return tuple(joined(several, parts, zone))

    ours, elsewhere = WindowProspects(
        _standings(question), question.number, windows, declared=question.plan.plan.readings, chosen=question.readings
    ).found
    return Windows(ours), elsewhere


class _Piece(NamedTuple):
    """Days, from the first until that after the last, or a part of one day, with what is said of them."""

    first: Day
    until: Day
    opens: int
    """The place of the first part of the first day that is in it."""
    closes: int
    """The place of the last part of the last day that is in it."""
    window: Window | None
    most: Most | None


def joined(several: Sequence[Sequence[Window]], parts: Sequence[Hours], zone: str) -> Windows:
    """The windows in each part of the day as one series of windows, which may begin and end within a day.

    Two of them may share a day, never an hour. Where the parts of several days on end differ, those days count whole,
    as by the best that is so in any part.
    """
    last_part = len(parts) - 1
    cautions = together(*(window.cautions for windows in several for window in windows))
    found: list[Window] = []
    open_: list[_Piece] = []

    def close() -> None:
        if open_:
            window = _window(open_, parts)
            is_cut = window.opens is not None or window.closes is not None
            found.append(replace(window, cautions=cautions, zone=zone if is_cut else ""))
            open_.clear()

    for piece in _pieces(several, last_part):
        if piece.window is None:
            close()
            continue
        if open_ and (open_[-1].window or piece.window).status != piece.window.status:
            close()
        open_.append(piece)
    close()
    return Windows(found)


def _pieces(several: Sequence[Sequence[Window]], last_part: int) -> Iterator[_Piece]:
    """All days in order, cut where anything changes in any part of the day."""
    cuts = {FIRST_DAY, NEVER}
    for windows in several:
        for window in windows:
            cuts.update((*window.days, *(day for day, _ in window.steps)))
    places = [0] * len(several)

    def at(part: int, day: Day) -> tuple[Window | None, Most | None]:
        windows = several[part]
        while places[part] < len(windows) and windows[places[part]].days[1] <= day:
            places[part] += 1
        window = windows[places[part]] if places[part] < len(windows) else None
        if window is None or window.days[0] > day:
            return None, None
        return window, window.most if window.most is not None else [most for on, most in window.steps if on <= day][-1]

    for first, until in pairwise(sorted(cuts)):
        said = [at(part, first) for part in range(len(several))]
        alike = {(window and window.status, most) for window, most in said}
        if len(alike) == 1:
            yield _Piece(first, until, 0, last_part, *said[0])
        elif until == first + 1:
            for part, each in enumerate(said):
                yield _Piece(first, until, part, part, *each)
        else:
            best = best_of(said, lambda each: _outcome(each[0]))
            yield _Piece(first, until, 0, last_part, *best)


def _outcome(window: Window | None) -> Outcome:
    return "denied" if window is None else window.status


def _window(pieces: Sequence[_Piece], parts: Sequence[Hours]) -> Window:
    """Pieces that follow each other as one window; of a day that is cut, the number of its first part counts."""
    first, last = pieces[0], pieces[-1]
    steps: list[tuple[Day, Most]] = []
    for piece in pieces:
        assert piece.most is not None  # there is one in every window
        if not steps or (steps[-1][0] < piece.first and steps[-1][1] != piece.most):
            steps.append((piece.first, piece.most))
    assert first.window is not None
    return Window(
        first=first.first if first.first > FIRST_DAY or first.opens else None,
        last=last.until - 1 if last.until < NEVER else None,
        status=first.window.status,
        most=steps[0][1] if len(steps) == 1 else None,
        steps=tuple(steps) if len(steps) > 1 else (),
        opens=parts[first.opens][0] if first.opens else None,
        closes=parts[last.closes][1] if last.closes < len(parts) - 1 else None,
        turns=first.window.turns,
    )


def _holds_at(window: Window, day: Day, part: Hours) -> bool:
    """Whether a part of a day is in a window."""
    if not window.holds_on(day):
        return False
    is_open = window.first != day or window.opens is None or window.opens <= part[0]
    return is_open and (window.last != day or window.closes is None or part[1] <= window.closes)


__all__ = ["joined", "told", "windows_told"]
