"""Terms as straight-line work on NumPy's columns.

The rows are taken in blocks, so that what is worked out on the way stays in the cache and memory is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kenri.lowering.exact import ExactStep, Program, exact
from kenri.lowering.tables import Dense
from kenri.terms import TermNode

if TYPE_CHECKING:
    import numpy as np

BLOCK = 1 << 16
"""How many rows are worked out at once."""


class Vectorised:
    """A function of columns, one for each variable in the order they were given in."""

    def __init__(self, program: Program) -> None:
        import numpy as np

        self.denominators = program.denominators
        """What each answer is over."""
        self._program = program
        self._width = np.int32 if program.is_narrow else np.int64
        self.source, world = _written(program, self._width)
        exec(compile(self.source, "<terms>", "exec"), world)
        self._block: Callable[..., tuple[np.ndarray[Any, Any], ...]] = world["block"]

    def __call__(self, columns: Sequence[Any], rows: int) -> list[np.ndarray[Any, Any]]:
        """The answers for each row: flags as `bool`, numbers as numerators in `int64`.

        A column has whole numbers, or flags for a flag; a single value stands for a column of it. Raises `ValueError`
        where a value is outside its variable's range, which is what made the work exact, and `TypeError` where a column
        has anything else.
        """
        import numpy as np

        given = arrays(self._program, columns, rows)
        for place, column in enumerate(given):
            check(self._program, place, column)
        answers = [np.empty(rows, bool if root.is_flag else np.int64) for root in self._program.roots]
        for start in range(0, rows, BLOCK):
            end = min(rows, start + BLOCK)
            some = [column if len(column) == 1 else column[start:end] for column in given]
            for answer, found in zip(answers, self._block(*some), strict=True):
                answer[start:end] = found
        return answers


def vectorised(roots: Sequence[Any], variables: Sequence[TermNode]) -> Vectorised:
    """Terms as a function of columns. Raises `NotExactError` where whole numbers of 64 bits do not do."""
    return Vectorised(exact(roots, variables))


def arrays(program: Program, columns: Sequence[Any], rows: int) -> list[np.ndarray[Any, Any]]:
    """Columns as arrays of as many rows, or of one value that stands for all."""
    import numpy as np

    if len(columns) != len(program.ranges):
        raise ValueError(f"{len(columns)} columns for {len(program.ranges)} variables")
    given = [np.atleast_1d(column) for column in columns]
    for place, (column, is_flag) in enumerate(zip(given, program.flags, strict=True)):
        if column.dtype.kind not in ("b" if is_flag else "iu"):
            raise TypeError(f"column {place} has {column.dtype}, and not {'flags' if is_flag else 'whole numbers'}")
        if column.shape not in ((rows,), (1,)):
            raise ValueError(f"column {place} has the shape {column.shape} for {rows} rows")
    return given


def check(program: Program, place: int, column: np.ndarray[Any, Any]) -> None:
    """That a column has nothing outside its variable's range."""
    least, most = program.ranges[place]
    if column.size and not (int(column.min()) >= least and int(column.max()) <= most):
        raise outside(program, place)


def outside(program: Program, place: int) -> ValueError:
    """What is raised where a column has something outside its variable's range."""
    least, most = program.ranges[place]
    return ValueError(f"column {place} has a value outside {least} to {most}")


# --- source


def _written(program: Program, width: type) -> tuple[str, dict[str, Any]]:
    """A function of one block, and what it finds by name."""
    import numpy as np

    names: dict[ExactStep, str] = {step: f"t{n}" for n, step in enumerate(program.steps)}
    world: dict[str, Any] = {"np": np, "width": width}

    def name(step: ExactStep) -> str:
        return str(bool(step.least) if step.is_flag else step.least) if step.op == "constant" else names[step]

    def kept(values: Any) -> str:
        found = f"k{len(world)}"
        world[found] = values
        return found

    last = _last_uses(program)
    places = ", ".join(f"v{place}" for place in range(len(program.ranges)))
    lines = [f"def block({places}):"]
    for step in program.steps:
        if step.op == "variable":
            lines.append(f"    {names[step]} = v{step.detail}" + ("" if step.is_flag else ".astype(width, copy=False)"))
        else:
            array = kept(_array(step, width)) if step.op in ("entry", "place") else None
            lines.append(f"    {names[step]} = {_says(step, [name(each) for each in step.of], array)}")
        if over := [names[each] for each in last.get(step, ())]:
            lines.append(f"    del {', '.join(over)}")
    lines.append(f"    return ({''.join(f'{name(root)}, ' for root in program.roots)})")
    return "\n".join([*lines, ""]), world


def _array(step: ExactStep, width: type) -> np.ndarray[Any, Any]:
    """The numbers of a table."""
    import numpy as np

    values = step.detail.values if isinstance(step.detail, Dense) else list(step.detail)
    return np.array(values, bool if step.is_flag else width)


def _last_uses(program: Program) -> Mapping[ExactStep, list[ExactStep]]:
    """Which steps nobody needs after one."""
    seen = set(program.roots)
    last: dict[ExactStep, list[ExactStep]] = {}
    for step in reversed(program.steps):
        for each in dict.fromkeys((*step.of, step)):
            if each.op != "constant" and each not in seen:
                seen.add(each)
                last.setdefault(step, []).append(each)
    return last


_SIGNS = {"le": "<=", "eq": "==", "add": "+", "sub": "-", "mul": "*", "over": "//", "mod": "%"}
"""The operations that NumPy says with a sign between two."""


def _says(step: ExactStep, of: Sequence[str], kept: str | None) -> str:
    """An operation as an expression; `kept` names the array of a table."""
    match step.op:
        case "not":
            return f"np.logical_not({of[0]})"
        case "and" | "or":
            return _joined("&" if step.op == "and" else "|", of)
        case "at-most":
            return f"{_joined('+', [f'np.asarray({each}, width)' for each in of])} <= {step.detail}"
        case "quotient":
            return f"np.where({of[1]} == 0, 0, {of[0]} // np.where({of[1]} == 0, 1, {of[1]}))"
        case "entry":
            return f"{kept}[{of[0]} - {step.detail.first}]"
        case "place":
            return f"np.searchsorted({kept}, {of[0]}, 'right')"
        case "ite":
            return f"np.where({of[0]}, {of[1]}, {of[2]})"
        case "over" | "mod":
            return f"{of[0]} {_SIGNS[step.op]} {step.detail}"
        case _:
            return f"{of[0]} {_SIGNS[step.op]} {of[1]}"


def _joined(sign: str, of: Sequence[str]) -> str:
    """Any number of operands, joined in halves: a thousand are not a thousand deep."""
    half = len(of) // 2
    return of[0] if len(of) == 1 else f"({_joined(sign, of[:half])} {sign} {_joined(sign, of[half:])})"
