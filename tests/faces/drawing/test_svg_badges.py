"""Where badges go when the days they stand for are too near to each other."""

from itertools import islice, pairwise

from hypothesis import given
from hypothesis import strategies as st

from kenri.faces.drawing.svg_badges import apart, letters


@given(st.lists(st.floats(0, 900), max_size=50))
def test_badges_keep_apart_in_order_and_inside(wanted: list[float]) -> None:
    wanted.sort()
    places = apart(wanted, gap=24, first=10, last=890)
    gap = min(24, 880 / max(1, len(wanted) - 1))
    assert len(places) == len(wanted)
    assert all(10 - 1e-6 <= place <= 890 + 1e-6 for place in places)
    assert all(after - here >= gap - 1e-6 for here, after in pairwise(places))


def test_badges_with_room_stay_where_they_want_to_be() -> None:
    assert apart([100, 200, 300], gap=24, first=10, last=890) == [100, 200, 300]
    assert apart([100, 100, 100], gap=24, first=10, last=890) == [76, 100, 124]


def test_letters_do_not_run_out_and_do_not_repeat() -> None:
    named = list(islice(letters(), 1000))
    assert named[:27] == [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA"]
    assert len(set(named)) == 1000
