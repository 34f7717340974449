"""The Black-Scholes price of a call with a dividend yield, in decimals with a bounded error.

    C = S e^(-qT) N(d) - X e^(-rT) N(d - σ√T)
    d = (ln(S/X) + (r - q + σ²/2) T) / (σ√T)

as 2015-06-26-stock-options-5th-series 2(12) writes it. Nothing here is a float: the amount per right is the price times
the shares, rounded *up* to a whole yen, and an error in the sixteenth digit of the price can be a yen there.

How the error is bounded: `decimal` rounds each of + - * / sqrt exp ln to within u = 10^(1-p) of the true value,
relatively, at a working precision of p digits. The bound of every step stands beside it, to first order in u and
generously rounded up, and they add up to a bound for the price. Until that is below a thousandth of the last wanted
digit, p is doubled.
"""

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, getcontext, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeAlias

from kenri.model.lacking import lacks
from kenri.model.limits import NUMBER_DIGITS

Number: TypeAlias = int | Decimal | Fraction

NO_PRICE: Final = "what the Black-Scholes formula has a price for"
"""What is missing where there is no price: a share at zero, time that has run out, a number without limit."""

_SHORTEST, _LONGEST = 1, 1000
_GIVE_UP_AFTER = 16
"""How many times the first working precision is tried before a price is called too small beside its parts to be found.

For 30 digits it ends with 800: such a price is less than a share of 10^-700 of the share price.
"""


def call_price(
    S: Number,  # noqa: N803  the letters of clause 2(12)
    X: Number,  # noqa: N803  the letters of clause 2(12)
    T: Number,  # noqa: N803  the letters of clause 2(12)
    sigma: Number,
    r: Number,
    q: Number,
    *,
    digits: int = 30,
) -> Decimal:
    """Price of a call per share, to `digits` significant digits (off by less than 0.51 units of the last one).

    `S` share price and `X` exercise price, in the same money, both above 0. `T` years to exercise and `sigma`
    volatility for one year, both at least 0; where one is 0 the price is its limit, the forward value or nothing. `r`
    interest rate and `q` dividend yield, for one year, compounded continuously; any sign. 5% is `Decimal("0.05")`.

    Raises `TypeError` for a number that is not exact (a float, a bool), `ValueError` for one out of range, and
    `ArithmeticError` where the price is so small beside `S` that thousands of digits cancel.

    >>> call_price(42, 40, Fraction(1, 2), Decimal("0.2"), Decimal("0.1"), 0, digits=10)
    Decimal('4.759422393')
    """
    named: dict[str, Number] = {"S": S, "X": X, "T": T, "sigma": sigma, "r": r, "q": q}
    s, x, t, v, rate, dividend = (_exact(name, value) for name, value in named.items())
    for name, value, least in (("S", s, "above"), ("X", x, "above"), ("T", t, "at least"), ("sigma", v, "at least")):
        if value < 0 or (value == 0 and least == "above"):
            raise ValueError(f"`{name}` must be {least} 0, found {named[name]!r}")
    _check_digits(digits)

    # The limit can be exactly zero, which no precision would show. As every input is rational, S e^(-qT) equals
    # X e^(-rT) only where both S = X and qT = rT: e to a rational power other than 0 is never rational (Lindemann).
    if t * v == 0 and s <= x and (dividend - rate) * t == 0:
        return Decimal(0)

    p = digits + 20
    give_up_at = p * _GIVE_UP_AFTER
    while p <= give_up_at:
        with localcontext(_context(p)):
            price, error = _price(s, x, t, v, rate, dividend, p)
            if price + error <= 0 and t * v == 0:
                return Decimal(0)
            if price > 0 and error <= price.scaleb(-digits - 3):
                return _context(digits).plus(price)
        p *= 2
    raise ArithmeticError(f"the price of a call with {named} is too small to be found with {give_up_at} digits")


def exact_price(*inputs: int | Fraction | float) -> Fraction | str:
    """The price of a call as plans compute with it, from the inputs of `call_price` in their order; or what is missing.

    An input without limit (infinity, the one float there is) has no price. A decimal may have more digits than there is
    memory to write them out for a fraction, so its exponent is looked at first.

    >>> exact_price(100, 90, 1, 0, 0, 0), exact_price(1, 1, 1, 1, 0, -10**17)
    (Fraction(10, 1), 'a number of at most 1,000 digits')
    """
    try:
        price = call_price(*(Fraction(value) for value in inputs))
    except (ValueError, ArithmeticError):
        return NO_PRICE
    return Fraction(price) if abs(price.adjusted()) < NUMBER_DIGITS.most else lacks("fewer-digits")


def normal_cdf(x: Number, *, digits: int = 30) -> Decimal:
    """The standard normal distribution N(x), off by less than 10^-`digits`: decimal places, not significant digits.

    >>> normal_cdf(1, digits=12)
    Decimal('0.8413447460685')
    """
    exact = _exact("x", x)
    _check_digits(digits)
    p = digits + 20
    while True:
        with localcontext(_context(p)):
            value, error = _normal(_decimal(exact))
            # N' is at most 0.4, so x being rounded to |x| u moves the value by less than that.
            if error + abs(_decimal(exact)) * _unit(p) <= Decimal(1).scaleb(-digits - 1):
                return round(value, digits + 1)
        p *= 2


def _price(
    s: Fraction, x: Fraction, t: Fraction, v: Fraction, r: Fraction, q: Fraction, p: int
) -> tuple[Decimal, Decimal]:
    """The price at working precision `p`, and a bound of its absolute error. Runs in the caller's context."""
    u = _unit(p)
    # Turning a rational into a decimal costs 3u (two conversions and a division). The sums and products of the inputs
    # are made on rationals, exactly, before that. An error of 3u in the argument of exp is 3u |argument| in its value.
    share = _decimal(s) * _decimal(-q * t).exp()
    cash = _decimal(x) * _decimal(-r * t).exp()
    share_error = share * u * (6 + 3 * abs(_decimal(q * t)))
    cash_error = cash * u * (6 + 3 * abs(_decimal(r * t)))

    spread = _decimal(v * v * t).sqrt()  # σ√T, within 3u
    if spread == 0:
        return share - cash, share_error + cash_error + u * (share + cash)

    drift = (r - q + v * v / 2) * t
    logarithm = _decimal(s / x).ln()  # within 3u + u |ln|
    upper = (logarithm + _decimal(drift)) / spread
    lower = upper - spread
    # The sum is off by at most u (3 + 2 |ln| + 4 |drift|), the quotient by that over the spread and 5u of itself.
    size = 3 + abs(logarithm) + abs(_decimal(drift))
    argument_error = u * (10 * size / spread + 5 * spread)

    gain, gain_error = _normal(upper)
    cost, cost_error = _normal(lower)
    # N' is at most 0.4, so N is off by less than its argument is.
    error = (
        share * (gain_error + argument_error)
        + cash * (cost_error + argument_error)
        + share_error
        + cash_error
        + 3 * u * (share + cash)
    )
    return share * gain - cash * cost, error


def _normal(x: Decimal) -> tuple[Decimal, Decimal]:
    """N(x) and a bound of its absolute error, `x` taken as exact. Runs in the caller's context.

    N(x) = 1/2 + φ(x) (x + x³/3 + x⁵/(3·5) + …) for x ≥ 0, whose terms are all positive, so nothing cancels; and
    N(-x) = 1 - N(x). Once the next term is at most half the last one, the rest of the series is at most the last one.
    """
    p = getcontext().prec
    u = _unit(p)
    square = x * x
    # Beyond this |x| the tail φ(x)/x is below u: 10^-p = e^(-p ln 10), and 2 ln 10 < 5.
    if square > 5 * p:
        return (Decimal(1) if x > 0 else Decimal(0)), u
    term = total = abs(x)
    divisor = 1
    while divisor + 2 < 2 * square or term > total * u:
        divisor += 2
        term = term * square / divisor
        total += term
    # A term is made by at most 1 + 3 (divisor // 2) roundings, the sum adds as many again as there are terms; φ has
    # its own few and, from the argument of exp, x² u. All are shares of φ(x) times the sum, which is at most a half.
    area = total * (-square / 2).exp() / (2 * _pi(p)).sqrt()
    error = area * u * (2 * divisor + square + 20) + u
    return (Decimal("0.5") + area if x >= 0 else Decimal("0.5") - area), error


@lru_cache(maxsize=32)
def _pi(p: int) -> Decimal:
    """π within 10^-p, by Machin's 16 arctan(1/5) - 4 arctan(1/239) in scaled integers.

    Each division drops less than one unit of the 20 guard digits; there are fewer than 2p of them.
    """
    one: int = 10 ** (p + 20)

    def arctan_of_inverse(n: int) -> int:
        power = one // n
        total, divisor, sign = power, 1, 1
        while power:
            power //= n * n
            divisor += 2
            sign = -sign
            total += sign * (power // divisor)
        return total

    scaled = 16 * arctan_of_inverse(5) - 4 * arctan_of_inverse(239)
    return _context(p + 22).scaleb(Decimal(scaled), -p - 20)


def _context(p: int) -> Context:
    """A context of `p` digits that no intermediate value leaves: the widest exponents there are."""
    return Context(prec=p, Emax=MAX_EMAX, Emin=MIN_EMIN)


def _unit(p: int) -> Decimal:
    return Decimal(1).scaleb(1 - p)


def _decimal(value: Fraction) -> Decimal:
    """The rational in the current context's precision."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def _exact(name: str, value: Number) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise TypeError(f"`{name}` must be an int, Decimal or Fraction, found {value!r}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"`{name}` must be a finite number, found {value!r}")
    return Fraction(value)


def _check_digits(digits: int) -> None:
    if not _SHORTEST <= digits <= _LONGEST:
        raise ValueError(f"`digits` must be from {_SHORTEST} to {_LONGEST}, found {digits!r}")
