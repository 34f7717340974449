"""What one recording changed: states, windows, movements, and answers given earlier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.life import Event
from kenri.model.ruling import Exact, Window
from kenri.reference.standing import Standing
from kenri.reference.steps import Unknown
from kenri.simulation.steps import ActRevised, Change, DaysRevised, Moved, StateSpan, Track, WindowChange
from kenri.simulation.views import View

# --- states


def states(before: View, after: View) -> tuple[tuple[StateSpan, ...], tuple[StateSpan, ...], tuple[StateSpan, ...]]:
    """The states that begin, that end, and that were thought to begin or to end: see `Step`."""
    began: list[StateSpan] = []
    ended: list[StateSpan] = []
    withdrawn: list[StateSpan] = []
    for (state, grant), now in after.states.items():
        then = before.states.get((state, grant), DaySet.never())
        ends_then, ends_now = dict(then), dict(now)
        for first, until in now:
            if first not in ends_then:
                began.append(after.span(state, grant, first, until))
            elif until not in (ends_then[first], NEVER):
                ended.append(after.span(state, grant, first, until))
        for first, until in then:
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
        for how, old, new in _matched(then.get(key, ()), now.get(key, ())):
            yield WindowChange(grant=grant, action=action, by=by, how=how, before=old, after=new)


def _matched(then: Sequence[Window], now: Sequence[Window]) -> Iterator[tuple[Change, Window | None, Window | None]]:
    """Windows that begin on the same day are the same; of the others the next that shares a day, then the next."""
    old = [window for window in then if window not in now]
    new = [window for window in now if window not in then]
    for same in (_begin_together, _overlap, lambda *_: True):
        for window in tuple(old):
            other = next((each for each in new if same(window, each)), None)
            if other is not None:
                old.remove(window)
                new.remove(other)
                yield _how(window, other), window, other
    yield from (("closed", window, None) for window in old)
    yield from (("opened", None, window) for window in new)


def _how(before: Window, after: Window) -> Change:
    if before.first != after.first:
        return "moved"
    if before.last == after.last:
        return "changed"
    return "cut" if _until(after) < _until(before) else "extended"


def _begin_together(before: Window, after: Window) -> bool:
    return before.first == after.first


def _overlap(before: Window, after: Window) -> bool:
    return max(before.first or FIRST_DAY, after.first or FIRST_DAY) < min(_until(before), _until(after))


def _until(window: Window) -> Day:
    return NEVER if window.last is None else window.last + 1


# --- movements


def movements(before: Sequence[Moved], after: Sequence[Moved]) -> tuple[tuple[Moved, ...], tuple[Moved, ...]]:
    """The movements that are new, and those that do not come any more."""
    new, gone = list(after), []
    for moved in before:
        if moved in new:
            new.remove(moved)
        else:
            gone.append(moved)
    return tuple(new), tuple(gone)


# --- answers given earlier


def acts(before: View, after: View) -> Iterator[ActRevised]:
    """The acts recorded before that are ruled on otherwise now."""
    standing = {(event.id, grant.id) for event, grant in after.acts()}
    for event, grant in before.acts():
        if (event.id, grant.id) not in standing:
            continue
        then, now = before.judged(event, grant).ruling, after.judged(event, grant).ruling
        figures = [{figure.name: figure.value for figure in ruling.figures} for ruling in (then, now)]
        both = figures[0].keys() & figures[1].keys()
        if then.outcome != now.outcome or any(figures[0][name] != figures[1][name] for name in both):
            yield ActRevised(event=event, grant=grant.id, then=then, now=now)


def days(before: View, after: View, until: Day) -> Iterator[DaysRevised]:
    """The days since the grant and before `until` on which another answer was given than is right now."""
    for key, (court, _, now) in after.standings.items():
        if key not in before.standings:
            continue
        then = before.standings[key][2]
        grant, action, by = key
        for first, last in _segments(then, now, court.grant.on, until):
            answers = [standing.outcome(first, None) for standing in (then, now)]
            numbers = [_number(standing, first) for standing in (then, now)]
            if answers[0] != answers[1] or (answers[0] == "allowed" and numbers[0] != numbers[1]):
                yield DaysRevised(
                    action=action,
                    by=by,
                    grant=grant,
                    first=first,
                    last=last,
                    then=answers[0],
                    now=answers[1],
                    most_then=numbers[0],
                    most_now=numbers[1],
                )


def _segments(then: Standing, now: Standing, first: Day, until: Day) -> Iterator[tuple[Day, Day]]:
    """Days from `first` to before `until` in pieces on which both answers are the same; both bounds are included."""
    bounds: set[Day] = set()
    for standing in (then, now):
        allowed = standing.allowed(None)
        bounds.update(allowed.yes.bounds, allowed.maybe.bounds, standing.most.starts)
    cuts = sorted({day for day in bounds if first < day < until} | ({first, until} if first < until else set()))
    answers = None
    start = first
    for day, next_day in pairwise(cuts):
        found = [(standing.outcome(day, None), _number(standing, day)) for standing in (then, now)]
        if answers is not None and found != answers:
            yield start, day - 1
            start = day
        answers = found
        if next_day == until:
            yield start, until - 1


def _number(standing: Standing, day: Day) -> Exact | None:
    value = standing.most.on(day)
    return None if isinstance(value, Unknown | float) else value


def is_act(view: View, event: Event) -> bool:
    """Whether an event records an act."""
    return view.plan.plan.events[event.kind].act is not None
