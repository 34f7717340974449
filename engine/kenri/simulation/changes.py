"""What one recording changed: states, windows, movements, and answers given earlier."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import NamedTuple

from kenri.model.alike import alike
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.duty import OwedDuty
from kenri.model.ruling import Exact, Most, Outcome, Window, best_of
from kenri.reference.steps import exact_or_none
from kenri.simulation.steps import ActRevised, Change, DaysRevised, Moved, StateSpan, Track, WindowChange
from kenri.simulation.views import Key, LifeView

# --- states


def states(
    before: LifeView, after: LifeView
) -> tuple[tuple[StateSpan, ...], tuple[StateSpan, ...], tuple[StateSpan, ...]]:
    """The states that begin, that end, and that were thought to begin or to end: see `Step`."""
    began: list[StateSpan] = []
    ended: list[StateSpan] = []
    withdrawn: list[StateSpan] = []
    for (state, grant), now in after.states.items():
        then = before.states.get((state, grant), DaySet.never())
        if then is now or then == now:
            continue
        # No interval of those that both begin with begins or ends: of a long life, only what is new is gone through.
        same = alike(then.bounds, now.bounds) // 2
        spans_then, spans_now = [*then.intervals(same)], [*now.intervals(same)]
        ends_then, ends_now = dict(spans_then), dict(spans_now)
        for first, until in spans_now:
            if first not in ends_then:
                began.append(after.span(state, grant, first, until))
            elif until not in (ends_then[first], NEVER):
                ended.append(after.span(state, grant, first, until))
        for first, until in spans_then:
            if first not in ends_now or (until < NEVER and ends_now[first] == NEVER):
                source = before if state in before.plan.plan.states else after
                withdrawn.append(source.span(state, grant, first, until))
    grants = {court.grant.id for court in after.courts}
    return _once(began, grants), _once(ended, grants), _once(withdrawn, grants)


def _once(spans: Iterable[StateSpan], grants: set[str]) -> tuple[StateSpan, ...]:
    """The spans, with one in the place of those that are the same for every grant."""
    found: dict[tuple[str, Day | None, Day | None], list[StateSpan]] = {}
    for span in spans:
        found.setdefault((span.state, span.first, span.last), []).append(span)
    merged: list[StateSpan] = []
    for several in found.values():
        if {span.grant for span in several} == grants:
            one = several[0]
            merged.append(
                StateSpan(state=one.state, clause=one.clause, says=one.says, grant="", first=one.first, last=one.last)
            )
        else:
            merged += several
    return tuple(merged)


# --- windows


def windows(before: Sequence[Track], after: Sequence[Track]) -> Iterator[WindowChange]:
    """What became of every window that is not as it was."""
    then = {(track.grant, track.action, track.by): track.windows for track in before}
    now = {(track.grant, track.action, track.by): track.windows for track in after}
    for grant, action, by in dict.fromkeys((*then, *now)):
        key = grant, action, by
        one, other = then.get(key, ()), now.get(key, ())
        for how, old, new in _matched(one, other) if one is not other else ():
            yield WindowChange(grant=grant, action=action, by=by, how=how, before=old, after=new)


def _matched(then: Sequence[Window], now: Sequence[Window]) -> Iterator[tuple[Change, Window | None, Window | None]]:
    """Windows that begin on the same day are the same; of the others the next that shares a day, then the next.

    The windows of one track share no day and stand in the order of days, so that one pass over both is enough.
    """
    begun_then, begun_now = ({window.first: window for window in windows} for windows in (then, now))
    old = [window for window in then if begun_now.get(window.first) != window]
    new = [window for window in now if begun_then.get(window.first) != window]
    for pairs in (_begin_together, _overlap, zip):
        taken = list(pairs(old, new))
        for window, other in taken:
            yield _how(window, other), window, other
        gone, come = {window.first for window, _ in taken}, {other.first for _, other in taken}
        old = [window for window in old if window.first not in gone]
        new = [window for window in new if window.first not in come]
    yield from (("closed", window, None) for window in old)
    yield from (("opened", None, window) for window in new)


def _how(before: Window, after: Window) -> Change:
    if before.first != after.first:
        return "moved"
    if before.last == after.last:
        return "changed"
    return "cut" if _until(after) < _until(before) else "extended"


def _begin_together(before: Sequence[Window], after: Sequence[Window]) -> Iterator[tuple[Window, Window]]:
    begun = {window.first: window for window in after}
    return ((window, begun[window.first]) for window in before if window.first in begun)


def _overlap(before: Sequence[Window], after: Sequence[Window]) -> Iterator[tuple[Window, Window]]:
    """Each window with the first that shares a day with it and is not yet taken."""
    left = iter(after)
    other = next(left, None)
    for window in before:
        first = window.first or FIRST_DAY
        while other is not None and _until(other) <= first:  # nor does it share a day with a later one
            other = next(left, None)
        if other is None:
            return
        if (other.first or FIRST_DAY) < _until(window):
            yield window, other
            other = next(left, None)


def _until(window: Window) -> Day:
    return NEVER if window.last is None else window.last + 1


# --- movements


def movements(before: Sequence[Moved], after: Sequence[Moved]) -> tuple[tuple[Moved, ...], tuple[Moved, ...]]:
    """The movements that are new, and those that do not come any more."""
    same = alike(before, after)
    new, gone = list(after[same:]), []
    for moved in before[same:]:
        if moved in new:
            new.remove(moved)
        else:
            gone.append(moved)
    return tuple(new), tuple(gone)


# --- what must be done


def duties(before: LifeView, after: LifeView, day: Day) -> tuple[tuple[OwedDuty, ...], tuple[OwedDuty, ...]]:
    """What must be done and was not known so before, each as it stands on a day; and what is not owed any more."""
    then, now = before.duties(day), after.duties(day)
    still = {_time(each) for each in now}
    return (
        tuple(each for each in now if each not in then),
        tuple(each for each in then if _time(each) not in still),
    )


def _time(each: OwedDuty) -> tuple[object, ...]:
    """Which time of which duty it is: the one of its event, or where none brings it about, of its last day."""
    return each.duty, each.by, each.grant, each.event or (each.last, each.perhaps)


# --- answers given earlier


def acts(before: LifeView, after: LifeView) -> Iterator[ActRevised]:
    """The acts recorded before that are ruled on otherwise now."""
    anew = after.answered_anew(before)
    for key in before.in_order(anew):
        then, now = anew[key]
        both = then.figures.keys() & now.figures.keys()
        if then.outcome != now.outcome or any(then.figures[name] != now.figures[name] for name in both):
            yield ActRevised(
                event=after.acts[key], grant=key[1], then=before.judged(key).ruling, now=after.judged(key).ruling
            )


class _Answers:
    """The answers to one question on every day, as known at one time."""

    def __init__(self, view: LifeView, key: Key) -> None:
        self.standings = tuple(standing for _, standing in view.in_parts(key))
        self.figures = view.figures(key)
        self.declared = view.plan.plan.figures

    @property
    def values(self) -> Iterator[tuple[tuple[Day, ...], tuple[object, ...]]]:
        """What the answers are made of: days, each with the value from then on."""
        for standing in self.standings:
            yield standing.allowances.starts, standing.allowances.values
        for steps in self.figures.values():
            yield steps.starts, steps.values

    def bounds(self, first: Day, until: Day) -> Iterator[Day]:
        """The days after `first` and before `until` on which an answer may change."""
        for starts, _ in self.values:
            yield from starts[bisect_right(starts, first) : bisect_left(starts, until)]

    def differ_from(self, other: _Answers) -> Day:
        """A day before which the answers are those of another time."""
        if self.figures.keys() != other.figures.keys() or len(self.standings) != len(other.standings):
            return FIRST_DAY
        found = NEVER
        for (starts, values), (their_starts, their_values) in zip(self.values, other.values, strict=True):
            same = min(alike(starts, their_starts), alike(values, their_values))
            found = min([found, *(each[same] for each in (starts, their_starts) if same < len(each))])
        return found

    def on(self, day: Day) -> ComparedAnswer:
        """The answer for a day; of what is not allowed there are no figures."""
        outcomes = [(standing.outcome(day, None), standing) for standing in self.standings]
        outcome, standing = best_of(outcomes, lambda each: each[0])
        found = self.figures.items() if outcome == "allowed" else ()
        figures = {name: self.declared[name].shown(exact_or_none(steps.on(day))) for name, steps in found}
        return ComparedAnswer(outcome, standing.allowances.on(day).most, figures)


class ComparedAnswer(NamedTuple):
    """An answer as it is compared with another: the outcome, the largest number, and the figures of one."""

    outcome: Outcome
    most: Most
    figures: Mapping[str, Exact | date | None]


def days(before: LifeView, after: LifeView, until: Day) -> Iterator[DaysRevised]:
    """The days since the grant and before `until` on which another answer was given than is right now."""
    tracked = {(track.grant, track.action, track.by) for track in (*before.tracks, *after.tracks)}
    for key, (court, _, _) in after.standings.items():
        if key in before.standings and key in tracked and court.grant.on < until:
            if before.standings[key][2] is after.standings[key][2]:
                continue
            answers = _Answers(before, key), _Answers(after, key)
            for first, last, then, now in _differing(*answers, court.grant.on, until):
                grant, action, by = key
                both = [name for name in then.figures if name in now.figures]
                changed = [name for name in both if then.figures[name] != now.figures[name]]
                yield DaysRevised(
                    action=action,
                    by=by,
                    grant=grant,
                    first=first,
                    last=last,
                    then=then.outcome,
                    now=now.outcome,
                    most_then=then.most,
                    most_now=now.most,
                    figures_then={name: then.figures[name] for name in changed},
                    figures_now={name: now.figures[name] for name in changed},
                )


def _differing(
    then: _Answers, now: _Answers, first: Day, until: Day
) -> Iterator[tuple[Day, Day, ComparedAnswer, ComparedAnswer]]:
    """Days from `first` to before `until`, both of each piece included, on which the answers are not the same."""
    first = max(first, now.differ_from(then))
    if first >= until:
        return
    cuts = sorted({first, until, *(day for answers in (then, now) for day in answers.bounds(first, until))})
    pieces = ((then.on(start), now.on(start), start, end - 1) for start, end in pairwise(cuts))
    for (was, is_), several in groupby(pieces, key=lambda piece: piece[:2]):
        days = [piece[2:] for piece in several]
        if was != is_ and not was.outcome == is_.outcome == "denied":
            yield days[0][0], days[-1][1], was, is_
