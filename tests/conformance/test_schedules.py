"""How each evaluator, in its own way, divides a total among the parts of a schedule: any total, parts, cliff, day."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from kenri import terms
from kenri.forward.values import Lacking
from kenri.forward.vesting import vested as by_forward_chaining
from kenri.lowering import compiled
from kenri.model import expressions as e
from kenri.reference.steps import Unknown, constant
from kenri.reference.vesting import vested as by_reference
from kenri.symbolic.case import SymbolicNumber
from kenri.symbolic.vesting import vested as in_terms
from tests.conformance.oracle import tranches

NAMES = ("total", "parts", "cliff")


class Told:
    """A case, of whatever evaluator, to which all numbers are told by their names."""

    def __init__(self, numbers: dict[str, Any]) -> None:
        self.numbers = numbers

    def quantity(self, name: str) -> Any:
        return self.numbers[name]

    def number(self, name: str, *_: Any) -> Any:
        return self.numbers[name]

    def last_time(self, *_: Any) -> None:
        return None


def schedules() -> st.SearchStrategy[e.Vests]:
    sizes = st.integers(1, 5) | st.sampled_from((Decimal("0.5"), Decimal("2.25")))
    return st.builds(
        lambda allocation, at_cliff, portions: e.Vests(
            vests="total",
            on="never",
            parts=None if portions else "parts",
            portions=portions,
            cliff="cliff",
            allocation=allocation,
            at_cliff=at_cliff,
        ),
        st.sampled_from(get_args(e.Allocation)),
        st.sampled_from(("together", "as-one")),
        st.none() | st.lists(sizes, min_size=1, max_size=7).map(tuple),
    )


def by_table(node: e.Vests, total: Fraction, come: int, parts: int, cliff: int) -> Fraction | None:
    """The parts one after another, with the day of each: the first, the second, ..."""
    sizes = [Fraction(each) for each in node.portions or (1,) * max(parts, 0)]
    if not sizes or cliff < 0:
        return None
    if cliff > len(sizes):
        return Fraction(0)
    days = [max(number, cliff) for number in range(1, len(sizes) + 1)]
    if node.at_cliff == "as-one" and cliff:
        sizes[:cliff], days[:cliff] = [sum(sizes[:cliff], Fraction(0))], [cliff]
    table = zip(days, tranches(node.allocation, total, sizes), strict=True)
    return sum((number for day, number in table if day <= come), Fraction(0))


@given(
    schedules(),
    st.integers(-20, 400) | st.fractions(0, 50, max_denominator=6),
    st.integers(0, 14),
    st.integers(0, 12),
    st.integers(-1, 13),
)
def test_each_evaluator_divides_alike(node: e.Vests, total: int | Fraction, come: int, parts: int, cliff: int) -> None:
    expected = by_table(node, Fraction(total), come, parts, cliff)
    told = {"total": total, "parts": parts, "cliff": cliff}

    found: Any = by_reference(Told({k: constant(v) for k, v in told.items()}), node, constant(come)).on(1)  # type: ignore[arg-type]  # all that is asked of a case
    assert (None if isinstance(found, Unknown) else found) == expected

    chained: Any = by_forward_chaining(Told(told), node, come, 1)  # type: ignore[arg-type]  # as above
    assert (None if isinstance(chained, Lacking) else chained) == expected

    with terms.afresh():
        variables = [terms.real("total"), terms.whole("parts", 0, 12), terms.whole("cliff", -1, 13)]
        so_far = terms.whole("come", 0, 14)
        numbers = {name: SymbolicNumber(term) for name, term in zip(NAMES, variables, strict=True)}
        said = in_terms(Told(numbers), node, SymbolicNumber(so_far), 1, None)  # type: ignore[arg-type]  # as above
        value, is_known = compiled([said.value, said.is_known], [*variables, so_far])(total, parts, cliff, come)
        assert (value if is_known else None) == expected
