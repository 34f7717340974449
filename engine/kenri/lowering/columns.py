"""Terms as work on NumPy's columns, step by step.

The rows are taken in blocks, so that what is worked out on the way stays in the cache and memory is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from kenri.lowering.exact import ExactStep, Program, exact
from kenri.terms import TermNode

if TYPE_CHECKING:
    import numpy as np

BLOCK = 1 << 16
"""How many rows are worked out at once, at most."""

MOST_HELD = 1 << 28
"""How many bytes of what is worked out on the way are held at once: where a row needs many, fewer rows are taken."""


class Vectorised:
    """A function of columns, one for each variable in the order they were given in."""

    def __init__(self, program: Program) -> None:

        self.denominators = program.denominators
        """What each answer is over."""
        self._program = program
        self._work = work_of(program)
        self._block_rows = max(1, min(BLOCK, MOST_HELD // max(1, self._work.held)))

    def __call__(self, columns: Sequence[Any], rows: int) -> list[np.ndarray[Any, Any]]:
        """The answers for each row: flags as `bool`, numbers as numerators in `int64`. What is the same whatever the
        rows are is one value that only looks like a column.

        A column has whole numbers, or flags for a flag; a single value stands for a column of it. Raises `ValueError`
        where a value is outside its variable's range, which is what made the work exact, and `TypeError` where a column
        has anything else.
        """
        given = arrays(self._program, columns, rows)
        for place, column in enumerate(given):
            check(self._program, place, column)
        answers = empty(self._program, rows)
        for start in range(0, rows, self._block_rows):
            end = min(rows, start + self._block_rows)
            some = [column if len(column) == 1 else column[start:end] for column in given]
            for answer, found in zip(answers, self._block(some), strict=True):
                if answer.flags.writeable:
                    answer[start:end] = found
        return answers

    def _block(self, columns: Sequence[np.ndarray[Any, Any]]) -> list[Any]:
        """The answers of some rows."""
        values = [*columns, *self._work.begun]
        for step in self._work.steps:
            values.append(step.work(*[values[each] for each in step.of]))
            for each in step.over:
                values[each] = None
        return [values[place] for place in self._work.places]


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


def empty(program: Program, rows: int) -> list[np.ndarray[Any, Any]]:
    """Arrays for the answers; those of constants have them."""
    import numpy as np

    kinds = [np.bool_ if root.is_flag else np.int64 for root in program.roots]
    return [
        np.ndarray(rows, kind, np.array(root.least, kind).tobytes(), strides=(0,))  # of which nothing can be changed
        if root.op == "constant"
        else np.empty(rows, kind)
        for root, kind in zip(program.roots, kinds, strict=True)
    ]


def check(program: Program, place: int, column: np.ndarray[Any, Any]) -> None:
    """That a column has nothing outside its variable's range."""
    least, most = program.ranges[place]
    if column.size and not (int(column.min()) >= least and int(column.max()) <= most):
        raise outside(program, place)


def outside(program: Program, place: int) -> ValueError:
    """What is raised where a column has something outside its variable's range."""
    least, most = program.ranges[place]
    return ValueError(f"column {place} has a value outside {least} to {most}")


# --- steps


class WorkStep(NamedTuple):
    """One operation: what is done, with which of the values so far, and which of them nobody needs after it."""

    op: str
    work: Callable[..., Any]
    of: Sequence[int]
    over: Sequence[int]


class Work(NamedTuple):
    """A program as work on arrays: each step adds a value to those that are there before."""

    steps: Sequence[WorkStep]
    begun: Sequence[Any]
    """The constants with which the values begin after the columns."""
    places: Sequence[int]
    """Where among all values its roots are."""
    held: int
    """How many bytes are held at once for each row."""
    width: type[np.generic]
    """What whole numbers are held in."""


def work_of(program: Program) -> Work:
    """What is to be done for a program."""
    import numpy as np

    width = np.int32 if program.is_narrow else np.int64
    constants = dict.fromkeys(
        each for each in (*(of for step in program.steps for of in step.of), *program.roots) if each.op == "constant"
    )
    variables = len(program.ranges)
    places = {step: variables + place for place, step in enumerate((*constants, *program.steps))}
    last = _last_uses(program)
    steps: list[WorkStep] = []
    held = most = 0
    for step in program.steps:
        of = [step.detail] if step.op == "variable" else [places[each] for each in step.of]
        over = last.get(step, ())
        steps.append(WorkStep(step.op, _does(step, width), of, [places[each] for each in over]))
        held += _bytes(step, width)
        most = max(most, held)
        held -= sum(_bytes(each, width) for each in over)
    begun = [bool(each.least) if each.is_flag else each.least for each in constants]
    return Work(steps, begun, [places[root] for root in program.roots], most, width)


def _bytes(step: ExactStep, width: type[np.generic]) -> int:
    """How many a value has."""
    import numpy as np

    return 1 if step.is_flag else np.dtype(width).itemsize


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


def _does(step: ExactStep, width: type[np.generic]) -> Callable[..., Any]:
    """An operation as a function of arrays."""
    import numpy as np

    detail: Any = step.detail
    match step.op:
        case "variable":
            return _same if step.is_flag else lambda x: x.astype(width, copy=False)
        case "not":
            return np.logical_not
        case "and" | "or":
            joined = np.logical_and if step.op == "and" else np.logical_or
            return joined if len(step.of) == 2 else lambda *several: reduce(joined, several)
        case "at-most":
            return lambda *several: reduce(np.add, (np.asarray(each, width) for each in several)) <= detail
        case "quotient":
            return lambda a, b: np.where(b == 0, 0, a // np.where(b == 0, 1, b))
        case "entry":
            values = np.array(detail.values, bool if step.is_flag else width)
            return lambda x: values[x - detail.first]
        case "place":
            starts = np.array(detail, width)
            return lambda x: np.searchsorted(starts, x, "right")
        case "over":
            return lambda x: x // detail
        case "mod":
            return lambda x: x % detail
        case _:
            work: Mapping[str, Callable[..., Any]] = {
                "le": np.less_equal,
                "eq": np.equal,
                "add": np.add,
                "sub": np.subtract,
                "mul": np.multiply,
                "ite": np.where,
            }
            return work[step.op]


def _same(column: Any) -> Any:
    return column
