"""The price of a call against known digits, against floats, against laws, and against the documents' figures.

The long values were computed with mpmath at 80 digits, independently of the code here.
"""

from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from math import exp, log, sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.model.black_scholes import NO_PRICE, Number, call_price, exact_price, normal_cdf
from kenri.model.lacking import lacks

# The 163 rights of 2018-07-13: 2(12) of the 5th series with q = 27/S, the dividend of 2018-05-24 over the share price.
EXERCISE_PRICE, YEARS, SHARES_PER_RIGHT = 1, 15, 200


def amount_per_right(*, share_price: int, sigma: str, r: str) -> Decimal:
    price = call_price(share_price, EXERCISE_PRICE, YEARS, Decimal(sigma), Decimal(r), Fraction(27, share_price))
    return (price * SHARES_PER_RIGHT).to_integral_value(ROUND_CEILING)


@pytest.mark.parametrize(
    ("inputs", "known"),
    [
        # Hull's textbook example, 4.76 there
        (
            (42, 40, Fraction(1, 2), Decimal("0.2"), Decimal("0.1"), 0),
            "4.7594223928715332196007284626105665798743059049133",
        ),
        (
            (2107, 1, 15, Decimal("0.4"), Decimal("0.003"), Fraction(27, 2107)),
            "1737.5892810143315350328459782615587760560773939937",
        ),
        (
            (100, 100, 1, Decimal("0.2"), Decimal("0.05"), Decimal("0.02")),
            "9.2270055081540475442210596183103301918152202505428",
        ),
        # far out of the money: 25 digits cancel, then 167
        (
            (100, 250, Fraction(1, 4), Decimal("0.3"), Decimal("-0.01"), Decimal("0.03")),
            "1.2029530094415428015823312037925884190916049632388E-9",
        ),
        ((1, 10**6, 1, Decimal("0.5"), 0, 0), "4.1278534484611960488067526238127199163383939772130E-167"),
        # almost no volatility, at the money
        ((100, 100, 1, Decimal("1e-30"), 0, 0), "3.9894228040143267793994605993438186847585863116493E-29"),
    ],
)
@pytest.mark.parametrize("digits", [1, 12, 30, 49])
def test_price_has_the_digits_asked_for(inputs: tuple[Number, ...], known: str, digits: int) -> None:
    price = call_price(*inputs, digits=digits)
    unit = Decimal(1).scaleb(Decimal(known).adjusted() + 1 - digits)
    assert abs(price - Decimal(known)) <= unit * Decimal("0.51")
    assert len(price.as_tuple().digits) <= digits


@pytest.mark.parametrize(
    ("x", "known"),
    [
        (-8, "6.22096057427178412351599517258818842248871728e-16"),
        (Decimal("-2.5"), "0.00620966532577613516697810457419222112789774692"),
        (-1, "0.158655253931457051414767454367962077522087033"),
        (0, "0.5"),
        (Decimal("0.3"), "0.617911422188952637306528963121417648051241467"),
        (Decimal("1.96"), "0.975002104851779565863415730959162809977500221"),
        (6, "0.999999999013412354962301859299135867601957981"),
        (40, "1"),
        (-(10**9), "0"),
    ],
)
@pytest.mark.parametrize("digits", [1, 30, 43])
def test_normal_has_the_decimal_places_asked_for(x: Number, known: str, digits: int) -> None:
    assert abs(normal_cdf(x, digits=digits) - Decimal(known)) < Decimal(1).scaleb(-digits)


@given(st.decimals(-8, 8, places=6))
def test_normal_agrees_with_floats(x: Decimal) -> None:
    assert abs(float(normal_cdf(x)) - NormalDist().cdf(float(x))) < 1e-12


@given(st.decimals(0, 12, places=4))
def test_normal_is_symmetric(x: Decimal) -> None:
    assert abs(normal_cdf(x) + normal_cdf(-x) - 1) < Decimal("1e-29")


# Exercise prices from a fifth of the share price to five times it: farther out, hundreds of digits cancel.
money = st.decimals(Decimal("0.5"), 5000, places=2)
moneyness = st.decimals(Decimal("0.2"), 5, places=3)
years = st.fractions(Fraction(1, 12), 30, max_denominator=12)
volatilities = st.decimals(Decimal("0.1"), 1, places=3)
rates = st.decimals(Decimal("-0.02"), Decimal("0.1"), places=4)


@given(moneyness, years, volatilities, rates, rates)
def test_price_agrees_with_floats(x: Decimal, t: Fraction, sigma: Decimal, r: Decimal, q: Decimal) -> None:
    strike, time, v, rate, dividend = float(x), float(t), float(sigma), float(r), float(q)
    d = (-log(strike) + (rate - dividend + v * v / 2) * time) / (v * sqrt(time))
    normal = NormalDist().cdf
    known = exp(-dividend * time) * normal(d) - strike * exp(-rate * time) * normal(d - v * sqrt(time))
    assert abs(float(call_price(1, x, t, sigma, r, q)) - known) < 1e-12


@given(money, moneyness, years, volatilities, rates, rates)
def test_price_scales_with_the_money_it_is_in(
    s: Decimal, x: Decimal, t: Fraction, sigma: Decimal, r: Decimal, q: Decimal
) -> None:
    one = call_price(1, x, t, sigma, r, q, digits=40)
    assert abs(call_price(s, s * x, t, sigma, r, q) / (s * one) - 1) < Decimal("1e-27")


@given(moneyness, years, volatilities, volatilities, rates, rates)
def test_price_never_falls_with_volatility_and_keeps_its_bounds(
    x: Decimal, t: Fraction, sigma: Decimal, more: Decimal, r: Decimal, q: Decimal
) -> None:
    forward = call_price(1, x, t, 0, r, q)
    low, high = (call_price(1, x, t, v, r, q) for v in sorted((sigma, more)))
    whole = Decimal(1) if q >= 0 else Decimal(2)  # e^(-qT) is at most e^0.6 here
    assert forward <= low <= high < whole


@pytest.mark.parametrize(
    ("inputs", "limit"),
    [
        ((100, 90, 0, Decimal("0.2"), 1, 2), "10"),
        ((90, 100, 0, Decimal("0.2"), 1, 2), "0"),
        ((100, 90, 1, 0, 0, 0), "10"),
        ((100, 100, 1, 0, Decimal("0.05"), Decimal("0.05")), "0"),  # exactly nothing, at every precision
        ((100, 101, 1, 0, 0, 0), "0"),
        ((100, 100, 1, 0, 0, Decimal("1e-40")), "0"),
        ((1, 1, 1, 0, Decimal("1e-40"), 0), "1.000E-40"),
    ],
)
def test_without_time_or_volatility_the_price_is_its_limit(inputs: tuple[Number, ...], limit: str) -> None:
    assert call_price(*inputs, digits=12) == Decimal(limit)


@pytest.mark.parametrize(
    ("inputs", "found"),
    [
        ((100, 90, 1, 0, 0, 0), 10),
        ((0, 1, 1, 1, 0, 0), NO_PRICE),  # no share
        ((float("inf"), 1, 1, 1, 0, 0), NO_PRICE),
        # e to the power of 2,310 has 1,004 digits, and to that of 2,300 it has 999: 1 / ln 10 is 0.4342944819.
        ((1, 1, 1, 0, 0, -2310), lacks("fewer-digits")),
        ((1, 1, 1, 1, 0, -(10**17)), lacks("fewer-digits")),
        ((1, 1, 1, 1, 0, 10**99), NO_PRICE),
        ((1, 1, 10**99, 1, 10**99, -(10**99)), NO_PRICE),
    ],
)
def test_a_price_is_no_longer_than_numbers_are(inputs: tuple[int | float, ...], found: object) -> None:
    assert exact_price(*inputs) == found


def test_a_price_of_a_thousand_digits_is_a_number() -> None:
    price = exact_price(1, 1, 1, 0, 0, -2300)
    assert isinstance(price, Fraction)
    assert len(str(int(price))) == 999


@pytest.mark.parametrize("wrong", [0.5, True, "1"])
@pytest.mark.parametrize("place", range(6))
def test_a_number_that_is_not_exact_is_refused(wrong: object, place: int) -> None:
    inputs: list[object] = [100, 90, 1, 1, 0, 0]
    inputs[place] = wrong
    with pytest.raises(TypeError, match=f"found {wrong!r}"):
        call_price(*inputs)  # type: ignore[arg-type]  # that is the test


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ((0, 1, 1, 1, 0, 0), "`S` must be above 0, found 0"),
        ((1, 0, 1, 1, 0, 0), "`X` must be above 0, found 0"),
        ((1, 1, -1, 1, 0, 0), "`T` must be at least 0, found -1"),
        ((1, 1, 1, Decimal("-0.1"), 0, 0), r"`sigma` must be at least 0, found Decimal\('-0.1'\)"),
        ((1, 1, 1, 1, Decimal("NaN"), 0), "`r` must be a finite number"),
        ((1, 1, 1, 1, 0, Decimal("Infinity")), "`q` must be a finite number"),
    ],
)
def test_a_number_out_of_range_is_refused(inputs: tuple[Number, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call_price(*inputs)


@pytest.mark.parametrize("digits", [0, -1, 1001])
def test_impossible_digits_are_refused(digits: int) -> None:
    with pytest.raises(ValueError, match=f"`digits` must be from 1 to 1000, found {digits}"):
        call_price(1, 1, 1, 1, 0, 0, digits=digits)


def test_a_price_lost_in_cancellation_is_an_error_not_a_zero() -> None:
    with pytest.raises(ArithmeticError, match="too small to be found"):
        call_price(1, 10**6, 1, Decimal("0.05"), 0, 0)


# --- the documents' figures ---


@pytest.mark.parametrize("sigma", ["0.05", "0.2", "0.35", "0.4", "0.45", "0.5"])
@pytest.mark.parametrize("r", ["0.00271", "0.0028", "0.003"])
def test_amount_per_right_at_2107_is_347518_yen(sigma: str, r: str) -> None:
    assert amount_per_right(share_price=2107, sigma=sigma, r=r) == 347_518


@pytest.mark.parametrize(
    ("share_price", "sigma", "r", "amount"),
    [
        # r: only e^(-rT) yen of X is left in the price, and 200 C moves by a yen every 0.035%
        (2107, "0.4", "0", 347_510),
        (2107, "0.4", "0.0027", 347_517),
        (2107, "0.4", "0.0031", 347_519),
        (2107, "0.4", "0.005", 347_524),
        # σ: nothing up to 0.5, for a share price 2107 times the exercise price
        (2107, "0.05", "0.003", 347_518),
        (2107, "0.5", "0.003", 347_518),
        (2107, "0.6", "0.003", 347_520),
        # S: almost 200 yen a yen, since q falls as S rises
        (2108, "0.4", "0.003", 347_715),
    ],
)
def test_what_the_amount_per_right_turns_on(share_price: int, sigma: str, r: str, amount: int) -> None:
    """The document states neither r nor σ nor S. At S = 2107, 347,518 yen needs r between 0.271% and 0.300%."""
    assert amount_per_right(share_price=share_price, sigma=sigma, r=r) == amount


@pytest.mark.parametrize("sigma", ["0.2", "0.4", "0.6"])
@pytest.mark.parametrize("r", ["0", "0.003", "0.01"])
def test_price_per_share_at_2107_rounds_to_the_stated_1738_yen(sigma: str, r: str) -> None:
    """2018-07-13 3: 1,738 yen a share and 347,600 yen a right, which is 1,738 × 200: C was rounded first."""
    price = call_price(2107, EXERCISE_PRICE, YEARS, Decimal(sigma), Decimal(r), Fraction(27, 2107))
    assert price.to_integral_value(ROUND_CEILING) == round(price) == 1738
    assert 1738 * SHARES_PER_RIGHT == 347_600
