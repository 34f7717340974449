"""What became of windows: matched in one pass as they would be by comparing each with each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.ruling import Window
from kenri.simulation.changes import windows
from kenri.simulation.steps import Track, WindowChange


@st.composite
def apart(draw: st.DrawFn) -> tuple[Window, ...]:
    """Windows in the order of days that share none; the first may be there since always, the last for ever."""
    bounds = sorted(draw(st.sets(st.integers(1, 16), min_size=2, max_size=10)))
    pairs = list(zip(bounds[::2], bounds[1::2], strict=False))
    numbers = draw(st.lists(st.integers(1, 2), min_size=len(pairs), max_size=len(pairs)))
    found = [
        Window(first=first, last=until - 1, status="allowed", most=most)
        for (first, until), most in zip(pairs, numbers, strict=True)
    ]
    if draw(st.booleans()):
        found[0] = Window(first=None, last=found[0].last, status="allowed", most=1)
    if draw(st.booleans()):
        found[-1] = Window(first=found[-1].first, last=None, status="allowed", most=1)
    return tuple(found)


def days(window: Window) -> tuple[Day, Day]:
    return window.first or FIRST_DAY, NEVER if window.last is None else window.last + 1


def begin_together(one: Window, other: Window) -> bool:
    return one.first == other.first


def share_a_day(one: Window, other: Window) -> bool:
    return max(days(one)[0], days(other)[0]) < min(days(one)[1], days(other)[1])


def each_with_each(then: Sequence[Window], now: Sequence[Window]) -> Iterator[tuple[Window | None, Window | None]]:
    old = [window for window in then if window not in now]
    new = [window for window in now if window not in then]
    manners: list[Callable[[Window, Window], bool]] = [begin_together, share_a_day, lambda *_: True]
    for same in manners:
        for window in tuple(old):
            other = next((each for each in new if same(window, each)), None)
            if other is not None:
                old.remove(window)
                new.remove(other)
                yield window, other
    yield from ((window, None) for window in old)
    yield from ((None, window) for window in new)


def changed(then: tuple[Window, ...], now: tuple[Window, ...]) -> list[WindowChange]:
    tracks = [Track(grant="g", action="exercise", by="ann", windows=each) for each in (then, now)]
    return list(windows(tracks[:1], tracks[1:]))


@given(apart(), apart())
def test_windows_are_matched_as_each_with_each_would_be(then: tuple[Window, ...], now: tuple[Window, ...]) -> None:
    assert [(change.before, change.after) for change in changed(then, now)] == list(each_with_each(then, now))


def test_tens_of_thousands_of_windows_are_matched_in_one_pass() -> None:
    then = tuple(Window(first=day, last=day, status="allowed", most=2) for day in range(1000, 91000, 3))
    now = tuple(Window(first=day, last=day + 1, status="allowed", most=1) for day in range(1000, 91000, 3))
    assert {change.how for change in changed(then, now)} == {"extended"}
