"""A value that is written into a file is the one that is read from it again."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from kenri.loader.scalars import meaning
from kenri.loader.written_values import flow
from kenri.model.exact import exact


@given(st.integers(-(10**80), 10**80), st.integers(0, 12))
@example(12345678901234567890123456789012345, 1)
def test_no_digit_of_a_number_is_lost(digits: int, places: int) -> None:
    """Also of one longer than decimals are computed with."""
    number = Fraction(digits, 10**places)
    assert exact(meaning(flow(number))) == number


def test_numbers_are_written_as_people_write_them() -> None:
    found = [flow(each) for each in (7, Fraction(7), Fraction(-5, 2), Fraction(1, 3), Fraction(1, 10**12))]
    assert found == ["7", "7", "-2.5", "1/3", "0.000000000001"]
