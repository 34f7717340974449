"""Python looks for circles less often while somebody asked for that, and then again as before."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from kenri.model.collecting import SELDOM, seldom_collected


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    usual = gc.get_threshold()
    yield
    gc.set_threshold(*usual)


def test_it_is_as_before_once_all_are_done() -> None:
    gc.set_threshold(700, 10, 10)
    one, other = seldom_collected(), seldom_collected()
    with one:
        other.__enter__()
        assert gc.get_threshold()[0] == SELDOM
    assert gc.get_threshold()[0] == SELDOM  # the other is still at work
    other.__exit__(None, None, None)
    assert gc.get_threshold() == (700, 10, 10)


def test_it_is_as_before_after_an_error() -> None:
    gc.set_threshold(700, 10, 10)
    with pytest.raises(ValueError, match="of the caller"), seldom_collected():
        raise ValueError("of the caller")
    assert gc.get_threshold() == (700, 10, 10)


@pytest.mark.parametrize("own", [0, SELDOM, 2 * SELDOM])
def test_who_looks_for_them_less_often_still_or_never_keeps_that(own: int) -> None:
    gc.set_threshold(own, 10, 10)
    with seldom_collected():
        assert gc.get_threshold()[0] == own
    assert gc.get_threshold()[0] == own


def test_what_is_set_in_the_meantime_stays() -> None:
    gc.set_threshold(700, 10, 10)
    with seldom_collected():
        gc.set_threshold(1_000, 10, 10)
    assert gc.get_threshold()[0] == 1_000
