"""What every lowering says of tables and functions."""

from __future__ import annotations

from kenri.terms import Function, Table


def stand_in(table: Table | Function) -> int:
    """What a look-up gives where there is no value, which nobody may rely on: of its range the value next to zero.

    It is in the range like any other, so that nothing made of it leaves its own.
    """
    least, most = table.within
    if least is not None and least > 0:
        return int(least)
    return int(most) if most is not None and most < 0 else 0
