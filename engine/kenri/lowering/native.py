"""Terms as C, compiled by the system's compiler and kept.

Nothing of a plan stands in the source but numbers: variables are known by their places.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kenri.lowering.columns import Vectorised, arrays, check, empty, outside
from kenri.lowering.exact import LEAST, ExactStep, Program, exact
from kenri.lowering.libraries import NoCompilerError, library_of
from kenri.lowering.tables import Dense
from kenri.terms import TermNode

if TYPE_CHECKING:
    import numpy as np

BLOCK = 1024
"""How many rows are looked at and then worked out at once: what was looked at is still in the nearest cache."""


class Kernel:
    """A function of columns, one for each variable in the order they were given in, as `Vectorised` is.

    It works without Python's lock: rows in several pieces can be given to several threads.
    """

    def __init__(self, program: Program, library: ctypes.CDLL, number: int) -> None:
        import numpy as np

        self.denominators = program.denominators
        """What each answer is over."""
        self._program = program
        self._library = library
        self._function = getattr(library, f"kernel_{number}")
        self._function.restype = ctypes.c_int64
        self._function.argtypes = [ctypes.c_int64, *[ctypes.c_void_p] * 5]
        width = np.int32 if program.is_narrow else np.int64
        self._left = (ctypes.c_int64.in_dll(library, f"left_{number}").value, BLOCK), width
        self._tables = [_array(step, width) for step in program.steps if step.op in _TABLES]
        self._types = [
            np.dtype(np.bool_ if is_flag else np.int32 if _is_narrow(*within) else np.int64)
            for is_flag, within in zip(program.flags, program.ranges, strict=True)
        ]

    def __call__(self, columns: Sequence[Any], rows: int) -> list[np.ndarray[Any, Any]]:
        """The answers for each row, as `Vectorised` gives them; what is wrong with a column is said as there.

        A column of 32 bits where they hold its variable's range, and of 64 elsewhere, is read where it is.
        """
        import numpy as np

        if not rows:
            return empty(self._program, 0)
        given = []
        moves = np.zeros(max(1, len(self._types)), np.uint8)
        for place, column in enumerate(arrays(self._program, columns, rows)):
            if len(column) == 1 or column.dtype != self._types[place]:
                check(self._program, place, column)
            whole = np.full(BLOCK, column[0]) if len(column) == 1 else column
            given.append(np.require(whole, self._types[place], ["C", "A"]))
            moves[place] = len(column) > 1
        if rows < LANES:
            given = [np.resize(column, LANES) for column in given]
        answers = empty(self._program, max(rows, LANES))
        left = np.empty(*self._left)
        pointers = (_pointers(given), moves.ctypes.data, _pointers(answers), _pointers(self._tables), left.ctypes.data)
        bad = self._function(max(rows, LANES), *pointers)
        if bad >= 0:
            raise outside(self._program, bad)
        return [answer[:rows] for answer in answers]


def kernel(roots: Sequence[Any], variables: Sequence[TermNode]) -> Kernel:
    """Terms as a function of columns. Raises `NotExactError` where whole numbers of 64 bits do not do, and
    `NoCompilerError`.
    """
    return kernels([exact(roots, variables)])[0]


def kernels(programs: Sequence[Program], *, only_kept: bool = False) -> list[Kernel]:
    """Several programs at once: each time a compiler is called costs some tenths of a second.

    Raises `NoCompilerError`; so too where nothing was kept of them, if `only_kept` is asked for.
    """
    if not programs:
        return []
    source = "\n".join([_HEAD, *(_written(program, number) for number, program in enumerate(programs))])
    library = library_of(source, only_kept=only_kept)
    return [Kernel(program, library, number) for number, program in enumerate(programs)]


def fastest(program: Program, *, only_kept: bool = False) -> Kernel | Vectorised:
    """A program as C where it can be compiled, or was; and as work on columns where not."""
    try:
        return kernels([program], only_kept=only_kept)[0]
    except NoCompilerError:
        return Vectorised(program)


def _pointers(several: Sequence[np.ndarray[Any, Any]]) -> Any:
    return (ctypes.c_void_p * len(several))(*(each.ctypes.data for each in several))


# --- source

LANES = 4
"""How many rows are worked out at once: in 32 bits every machine has registers for so many. The extensions of GCC and
Clang for vectors say so, as what is left to a compiler to find, it finds in one loop and not in the next.
"""

_HEAD = f"""
#include <stdint.h>
#include <string.h>
#define BLOCK {BLOCK}
#define LANES {LANES}

typedef uint8_t many_uint8_t __attribute__((vector_size(LANES)));
typedef int32_t many_int32_t __attribute__((vector_size(4 * LANES)));
typedef int64_t many_int64_t __attribute__((vector_size(8 * LANES)));

/* Some rows of a column, as others of a width; and put where they belong. A flag is all bits, or none. */
#define READ(from, width, at) ({{ many_##from some; memcpy(&some, (at) + i, sizeof some); \\
    __builtin_convertvector(some, many_##width); }})
#define WRITE(width, at, x) do {{ const many_##width some = x; memcpy((at) + i, &some, sizeof some); }} while (0)
#define WRITE_AS(to, at, x) WRITE(to, at, __builtin_convertvector(x, many_##to))
#define ALL(width, x) ((many_##width){{}} + (x))
#define CHOSEN(test, then, otherwise) (((test) & (then)) | (~(test) & (otherwise)))
#define EACH(width, x, found) ({{ many_##width several; \\
    for (int lane = 0; lane < LANES; lane++) {{ const int64_t y = (x)[lane]; several[lane] = found; }} several; }})

#define NUMBERS(kind) \\
    static int outside_##kind(const int count, const kind *column, const kind least, const kind most) {{ \\
        int bad = 0; \\
        for (int i = 0; i < count; i++) bad |= (column[i] < least) | (column[i] > most); \\
        return bad; \\
    }} \\
    static inline int64_t place_##kind(const kind *starts, int64_t many, const int64_t x) {{ \\
        int64_t low = 0; \\
        while (low < many) {{ \\
            const int64_t half = (low + many) / 2; \\
            if (starts[half] <= x) low = half + 1; else many = half; \\
        }} \\
        return low; \\
    }}

NUMBERS(uint8_t)
NUMBERS(int32_t)
NUMBERS(int64_t)
"""

_TABLES = ("entry", "place")


def _is_narrow(least: int, most: int) -> bool:
    return least >= -(1 << 31) and most < 1 << 31


def _number(value: int) -> str:
    """A number of C: the least one cannot be written as the contrary of another."""
    if value == LEAST:
        return "INT64_MIN"
    return f"INT64_C({value})" if not _is_narrow(value, value) else "INT32_MIN" if value == -(1 << 31) else str(value)


def _array(step: ExactStep, width: type) -> np.ndarray[Any, Any]:
    """The numbers of a table, as C is given them."""
    import numpy as np

    values = step.detail.values if isinstance(step.detail, Dense) else list(step.detail)
    return np.array(values, np.uint8 if step.is_flag else width)


MOST_STEPS = 800
"""How much a function has at most: compilers need much more than twice as long for twice as much."""


class _Part:
    """Steps that one function works out, and the roots that it gives."""

    def __init__(self) -> None:
        self.steps: list[ExactStep] = []
        self.roots: list[int] = []

    def needed(self, program: Program) -> dict[ExactStep, None]:
        """The steps that it is made of, its own among them."""
        several = [
            *(each for step in self.steps for each in step.of),
            *(program.roots[number] for number in self.roots),
        ]
        return dict.fromkeys(each for each in several if each.op != "constant")


def _parts(program: Program) -> list[_Part]:
    """All steps but variables, which are read where they are needed, and all roots but constants: each as early as may
    be.
    """
    answers: dict[ExactStep, list[int]] = {}
    for number, root in enumerate(program.roots):
        answers.setdefault(root, []).append(number)
    parts = [_Part()]
    for step in program.steps:
        if len(parts[-1].steps) >= MOST_STEPS:
            parts.append(_Part())
        if step.op not in ("constant", "variable"):
            parts[-1].steps.append(step)
        parts[-1].roots += answers.get(step, ())
    return parts


def _written(program: Program, number: int) -> str:
    """One program as a function that goes through blocks of rows: it looks at what it is given, and has some others,
    one after the other, work it out. The last rows that are too few are worked out with some before them, once more.
    """
    width = "int32_t" if program.is_narrow else "int64_t"
    names = {step: f"t{n}" for n, step in enumerate(program.steps)}
    tables = {step: n for n, step in enumerate(each for each in program.steps if each.op in _TABLES)}

    def name(step: ExactStep) -> str:
        if step.op != "constant":
            return names[step]
        return f"ALL({width}, {_number(-step.least if step.is_flag else step.least)})"

    parts = _parts(program)
    last = {step: n for n, part in enumerate(parts) for step in part.needed(program)}
    places: dict[ExactStep, int] = {}
    """Where between functions a step is left for a later one."""
    free: list[int] = []
    most = 0
    functions, calls = [], []
    for n, part in enumerate(parts):
        needed = part.needed(program)
        loads, stores = [], []
        own = set(part.steps)
        for step in needed:
            if step.op == "variable":
                loads.append(_read(program, step, names[step], width))
            elif step not in own:
                loads.append(
                    f"const many_{width} {names[step]} = READ({width}, {width}, left + {places[step]} * BLOCK);"
                )
        free += [places[step] for step in needed if step in places and last[step] == n]
        taken = {places[step] for step in needed if step in places}
        for step in part.steps:
            if last.get(step, n) > n:
                place = next((each for each in free if each not in taken), most)
                if place == most:
                    most += 1
                else:
                    free.remove(place)
                places[step] = place
                stores.append(f"WRITE({width}, left + {place} * BLOCK, {names[step]});")
        for root in part.roots:
            is_flag, found = program.roots[root].is_flag, name(program.roots[root])
            kind = "uint8_t" if is_flag else "int64_t"
            stores.append(f"WRITE_AS({kind}, ({kind} *)outputs[{root}] + start, {f'-{found}' if is_flag else found});")
        lines = []
        for step in part.steps:
            said = _says(step, [name(each) for each in step.of], tables.get(step), width)
            lines.append(f"const many_{width} {names[step]} = {said};")
        functions.append(f"""
static void part_{number}_{n}(const int count, const int64_t start, const void *const *columns,
    void *const *outputs, const void *const *tables, {width} *left) {{
    for (int i = 0; i < count; i += LANES) {{
        if (i > count - LANES) i = count - LANES;
        {f"{chr(10)}        ".join([*loads, *lines, *stores])}
    }}
}}
""")
        calls.append(f"        part_{number}_{n}(count, start, own, outputs, tables, left);")
    checks = [_checked(program, place) for place in range(len(program.ranges))]
    return (
        "".join(functions)
        + f"""
const int64_t left_{number} = {most};

int64_t kernel_{number}(const int64_t rows, const void *const *columns, const uint8_t *moves, void *const *outputs,
    const void *const *tables, {width} *left) {{
    for (int64_t start = 0; start < rows; start += BLOCK) {{
        if (start > rows - LANES) start = rows - LANES;
        const int count = rows - start < BLOCK ? (int)(rows - start) : BLOCK;
        const void *own[{max(1, len(program.ranges))}];
{chr(10).join([*checks, *calls])}
    }}
    return -1;
}}
"""
    )


def _kind(program: Program, place: int) -> str:
    """What a column is made of."""
    return "uint8_t" if program.flags[place] else "int32_t" if _is_narrow(*program.ranges[place]) else "int64_t"


def _read(program: Program, step: ExactStep, name: str, width: str) -> str:
    """A variable, of some rows."""
    kind = _kind(program, step.detail)
    found = f"READ({kind}, {width}, (const {kind} *)columns[{step.detail}])"
    return f"const many_{width} {name} = {f'{found} != 0' if step.is_flag else found};"


def _checked(program: Program, place: int) -> str:
    """A column, of which one block is looked at."""
    kind, (least, most) = _kind(program, place), program.ranges[place]
    return f"""\
        own[{place}] = (const {kind} *)columns[{place}] + (moves[{place}] ? start : 0);
        if (outside_{kind}(count, own[{place}], {_number(least)}, {_number(most)})) return {place};"""


_SIGNS = {"and": "&", "or": "|", "le": "<=", "eq": "==", "add": "+", "sub": "-", "mul": "*"}
"""The operations that C says with a sign between operands."""


def _says(step: ExactStep, of: Sequence[str], table: int | None, width: str) -> str:
    """An operation as an expression. C divides towards zero, and what is asked for is rounded down."""
    detail: Any = step.detail
    match step.op:
        case "not":
            return f"~{of[0]}"
        case "at-most":
            return f"-({' + '.join(of)}) <= ALL({width}, {detail})"
        case "over":
            divisor = f"ALL({width}, {_number(detail)})"
            divided = f"{of[0]} / {divisor}"
            return divided if step.of[0].least >= 0 else f"{divided} + ({of[0]} % {divisor} < 0)"
        case "mod":
            divisor = f"ALL({width}, {_number(detail)})"
            left = f"{of[0]} % {divisor}"
            return left if step.of[0].least >= 0 else f"{left} + (({left} < 0) & {divisor})"
        case "quotient":  # what divides is never below zero, and never zero when it divides
            above, zero = of[0], f"({of[1]} == 0)"
            below = f"({of[1]} - {zero})"
            return f"~{zero} & ({above} / {below} + ({above} % {below} < 0))"
        case "entry":
            kind = "uint8_t" if step.is_flag else width
            found = f"((const {kind} *)tables[{table}])[y - {_number(detail.first)}]"
            return f"EACH({width}, {of[0]}, {f'-{found}' if step.is_flag else found})"
        case "place":
            return f"EACH({width}, {of[0]}, place_{width}(tables[{table}], {len(detail)}, y))"
        case "ite":
            return f"CHOSEN({of[0]}, {of[1]}, {of[2]})"
        case _:
            return f" {_SIGNS[step.op]} ".join(of)
