"""Badges for marks: a letter on a shape, in places that do not overlap."""

from collections.abc import Iterator
from itertools import count
from typing import assert_never

from kenri.faces.drawing.svg_drawing import Drawing
from kenri.faces.drawing.timeline import MarkKind

MARK_FILL: dict[MarkKind, str] = {"event": "#1d4ed8", "asked": "#7e22ce", "deadline": "#b91c1c"}


def mark_badge(drawing: Drawing, x: float, y: float, kind: MarkKind, letter: str) -> None:
    """Around the point: an event is a disc, the day asked about a diamond, a deadline a square."""
    fill = MARK_FILL[kind]
    match kind:
        case "event":
            drawing.rect(x - 9, y - 9, 18, 18, fill=fill, radius=9)
        case "asked":
            drawing.polygon((x, y - 12), (x + 12, y), (x, y + 12), (x - 12, y), fill=fill)
        case "deadline":
            drawing.rect(x - 9, y - 9, 18, 18, fill=fill, radius=2)
        case _:
            assert_never(kind)
    drawing.text(x, y + 4, letter, size=11, fill="#ffffff", bold=True, anchor="middle")


def letters() -> Iterator[str]:
    """A to Z, then AA to ZZ, then numbers from 703."""
    single = [chr(ord("A") + n) for n in range(26)]
    yield from single
    yield from (one + other for one in single for other in single)
    yield from map(str, count(703))


def apart(wanted: list[float], *, gap: float, first: float, last: float) -> list[float]:
    """Places as near to the wanted ones (which are sorted) as they can be with `gap` between neighbours.

    Places that would overlap make a group, spread around the middle of what its members wanted. Where all of them
    together have not enough room, the gap shrinks.
    """
    if len(wanted) > 1:
        gap = min(gap, (last - first) / (len(wanted) - 1))
    groups: list[tuple[float, int]] = []  # the sum of where the members want the group to begin, and their number
    for x in wanted:
        total, size = min(max(x, first), last), 1
        while groups and groups[-1][0] / groups[-1][1] + gap * groups[-1][1] > total / size:
            before, count_before = groups.pop()
            total, size = before + total - gap * count_before * size, count_before + size
        groups.append((total, size))
    places = [total / size + gap * n for total, size in groups for n in range(size)]
    for n in range(len(places)):  # push in from the left end, then from the right
        places[n] = max(places[n], first + gap * n)
    return [min(place, last - gap * (len(places) - 1 - n)) for n, place in enumerate(places)]
