"""Terms as C, compiled by the system's compiler and kept.

Nothing of a plan stands in the source but numbers: variables are known by their places. A shared library is kept under
what it was made of, so that it is compiled once for all processes; what cannot be kept is compiled for this process.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kenri.kept_files import folder_of, kept, put
from kenri.lowering.columns import Vectorised, arrays, check, outside
from kenri.lowering.exact import LEAST, ExactStep, Program, exact
from kenri.lowering.tables import Dense
from kenri.terms import TermNode

if TYPE_CHECKING:
    import numpy as np

BLOCK = 1024
"""How many rows are looked at and then worked out at once: what was looked at is still in the nearest cache."""

FLAGS = ("-O3", "-shared", "-fPIC")
"""The third level is the first at which every compiler works out several rows at once."""

LONGEST = 120
"""How many seconds a compiler may take."""


class NoCompilerError(Exception):
    """There is no C compiler, or it does not compile."""


def available() -> bool:
    """Whether there is a C compiler."""
    return _compiler() is not None


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

        given = []
        for place, column in enumerate(arrays(self._program, columns, rows)):
            if len(column) == 1 or column.dtype != self._types[place]:
                check(self._program, place, column)
            whole = np.full(BLOCK, column[0]) if len(column) == 1 else column
            given.append(np.require(whole, self._types[place], ["C", "A"]))
        moves = np.array([len(column) == rows for column in given], np.uint8)
        answers: list[np.ndarray[Any, Any]] = [
            np.empty(rows, np.bool_ if root.is_flag else np.int64) for root in self._program.roots
        ]
        left = np.empty(*self._left)
        pointers = (_pointers(given), moves.ctypes.data, _pointers(answers), _pointers(self._tables), left.ctypes.data)
        bad = self._function(rows, *pointers)
        if bad >= 0:
            raise outside(self._program, bad)
        return answers


def kernel(roots: Sequence[Any], variables: Sequence[TermNode]) -> Kernel:
    """Terms as a function of columns. Raises `NotExactError` where whole numbers of 64 bits do not do, and
    `NoCompilerError`.
    """
    return kernels([exact(roots, variables)])[0]


def kernels(programs: Sequence[Program]) -> list[Kernel]:
    """Several programs at once: each time a compiler is called costs some tenths of a second."""
    if not programs:
        return []
    library = _library("\n".join([_HEAD, *(_written(program, number) for number, program in enumerate(programs))]))
    return [Kernel(program, library, number) for number, program in enumerate(programs)]


def fastest(programs: Sequence[Program]) -> Sequence[Kernel | Vectorised]:
    """Programs as C where it can be compiled, and as work on columns where it cannot."""
    try:
        return kernels(programs)
    except NoCompilerError:
        return [Vectorised(program) for program in programs]


def _pointers(several: Sequence[np.ndarray[Any, Any]]) -> Any:
    return (ctypes.c_void_p * len(several))(*(each.ctypes.data for each in several))


# --- source

_HEAD = f"""
#include <stdint.h>
#define BLOCK {BLOCK}

#if defined(__GNUC__) && !defined(__clang__)
#define SCALAR __attribute__((noinline, optimize("no-tree-vectorize")))
#else
#define SCALAR __attribute__((noinline))
#endif
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__GLIBC__)
#define VECTOR __attribute__((noinline, target_clones("avx2", "default")))
#else
#define VECTOR __attribute__((noinline))
#endif


#define NUMBERS(kind) \\
    VECTOR static int outside_##kind(const int count, const kind *column, const kind least, const kind most) {{ \\
        int bad = 0; \\
        for (int i = 0; i < count; i++) bad |= (column[i] < least) | (column[i] > most); \\
        return bad; \\
    }} \\
    static inline int64_t place_##kind(const kind *starts, int64_t many, const kind x) {{ \\
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


MOST_STEPS, MOST_POINTERS = 100, 40
"""How much a loop has at most: compilers need much more than twice as long for twice as much."""


class _Part:
    """Steps that one loop works out, and the roots that it gives."""

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
    """All steps but variables, which are read where they are needed, and all roots, each as early as it is known."""
    answers: dict[ExactStep, list[int]] = {}
    for number, root in enumerate(program.roots):
        answers.setdefault(root, []).append(number)
    constants = [root for root in answers if root.op == "constant"]
    parts = [_Part()]
    pointers = 0
    for step in (*constants, *program.steps):
        if step.op not in ("constant", "variable"):
            parts[-1].steps.append(step)
        for more in (None, *answers.get(step, ())):
            pointers += 1 if more is not None or step.op == "variable" else 0
            if len(parts[-1].steps) >= MOST_STEPS or pointers >= MOST_POINTERS:
                parts.append(_Part())
                pointers = 0
            if more is not None:
                parts[-1].roots.append(more)
    return parts


def _written(program: Program, number: int) -> str:
    """One program as a function that goes through blocks of rows: it looks at what it is given, and has some others,
    one after the other, work it out.
    """
    width = "int32_t" if program.is_narrow else "int64_t"
    names = {step: f"t{n}" for n, step in enumerate(program.steps)}
    tables = {step: n for n, step in enumerate(each for each in program.steps if each.op in _TABLES)}

    def name(step: ExactStep) -> str:
        return _number(step.least) if step.op == "constant" else names[step]

    parts = _parts(program)
    last = {step: n for n, part in enumerate(parts) for step in part.needed(program)}
    places: dict[ExactStep, int] = {}
    """Where between loops a step is left for a later one."""
    free: list[int] = []
    most = 0
    functions, calls = [], []
    for n, part in enumerate(parts):
        needed = part.needed(program)
        loads, stores = [], []
        pointers = [("const int count", "count")]
        own = set(part.steps)
        for step in needed:
            if step.op == "variable":
                kind = _kind(program, step.detail)
                pointers.append((f"const {kind} *restrict c{step.detail}", f"c{step.detail}"))
                loads.append(f"        const {width} {names[step]} = c{step.detail}[i];")
            elif step not in own:
                pointers.append((f"const {width} *restrict l{places[step]}", f"left + {places[step]} * BLOCK"))
                loads.append(f"        const {width} {names[step]} = l{places[step]}[i];")
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
                pointers.append((f"{width} *restrict l{place}", f"left + {place} * BLOCK"))
                stores.append(f"        l{place}[i] = {names[step]};")
            if step in tables:
                kind = "uint8_t" if step.is_flag else width
                pointers.append((f"const {kind} *restrict k{tables[step]}", f"(const {kind} *)tables[{tables[step]}]"))
        for root in part.roots:
            kind = "uint8_t" if program.roots[root].is_flag else "int64_t"
            pointers.append((f"{kind} *restrict o{root}", f"({kind} *)outputs[{root}] + start"))
            stores.append(f"        o{root}[i] = {name(program.roots[root])};")
        lines = [
            f"        const {width} {names[step]} = "
            f"{_says(step, [name(each) for each in step.of], f'k{tables.get(step)}', width)};"
            for step in part.steps
        ]
        kept = "SCALAR" if len(pointers) > 2 * MOST_POINTERS else "VECTOR"
        functions.append(f"""
{kept} static void part_{number}_{n}({", ".join(parameter for parameter, _ in pointers)}) {{
    for (int i = 0; i < count; i++) {{
{chr(10).join([*loads, *lines, *stores])}
    }}
}}
""")
        calls.append(f"        part_{number}_{n}({', '.join(argument for _, argument in pointers)});")
    checks = [_checked(program, place) for place in range(len(program.ranges))]
    return (
        "".join(functions)
        + f"""
const int64_t left_{number} = {most};

int64_t kernel_{number}(int64_t rows, const void *const *columns, const uint8_t *moves, void *const *outputs,
    const void *const *tables, {width} *left) {{
    for (int64_t start = 0; start < rows; start += BLOCK) {{
        const int count = rows - start < BLOCK ? (int)(rows - start) : BLOCK;
{chr(10).join([*checks, *calls])}
    }}
    return -1;
}}
"""
    )


def _kind(program: Program, place: int) -> str:
    """What a column is made of."""
    return "uint8_t" if program.flags[place] else "int32_t" if _is_narrow(*program.ranges[place]) else "int64_t"


def _checked(program: Program, place: int) -> str:
    """A column, of which one block is looked at."""
    kind, (least, most) = _kind(program, place), program.ranges[place]
    return f"""\
        const {kind} *c{place} = (const {kind} *)columns[{place}] + (moves[{place}] ? start : 0);
        if (outside_{kind}(count, c{place}, {_number(least)}, {_number(most)})) return {place};"""


_SIGNS = {"and": "&", "or": "|", "le": "<=", "eq": "==", "add": "+", "sub": "-", "mul": "*"}
"""The operations that C says with a sign between operands."""


def _says(step: ExactStep, of: Sequence[str], table: str, width: str) -> str:
    """An operation as an expression. C divides towards zero, and what is asked for is rounded down."""
    match step.op:
        case "not":
            return f"!{of[0]}"
        case "at-most":
            return f"{' + '.join(of)} <= {step.detail}"
        case "over":
            divisor = _number(step.detail)
            divided = f"{of[0]} / {divisor}"
            return divided if step.of[0].least >= 0 else f"{divided} - ({of[0]} % {divisor} < 0)"
        case "mod":
            divisor = _number(step.detail)
            left = f"{of[0]} % {divisor}"
            return left if step.of[0].least >= 0 else f"{left} + ({left} < 0 ? {divisor} : 0)"
        case "quotient":  # what divides is never below zero, and never zero when it divides
            above, below = f"({width}){of[0]}", f"({of[1]} + ({of[1]} == 0))"
            return f"{of[1]} == 0 ? 0 : {above} / {below} - ({above} % {below} < 0)"
        case "entry":
            return f"{table}[{of[0]} - {_number(step.detail.first)}]"
        case "place":
            return f"place_{width}({table}, {len(step.detail)}, {of[0]})"
        case "ite":
            return f"{of[0]} ? {of[1]} : {of[2]}"
        case _:
            return f" {_SIGNS[step.op]} ".join(of)


# --- compiling and keeping


@lru_cache(maxsize=1)
def _compiler() -> tuple[str, str] | None:
    """Where the compiler is, and what it says of itself."""
    found = shutil.which("cc")
    if found is None:
        return None
    try:
        said = subprocess.run(
            [found, "-v"], capture_output=True, text=True, errors="replace", timeout=LONGEST, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return found, said.stderr


def _library(source: str) -> ctypes.CDLL:
    """The library of a source: from the cache, or compiled."""
    compiler = _compiler()
    if compiler is None:
        raise NoCompilerError("there is no C compiler")
    key = sha256("\0".join([*compiler, *FLAGS, source]).encode()).hexdigest()
    cache = folder_of("native")
    found = None if cache is None else _kept(cache, key)
    if found is not None:
        return found
    content = _compiled(compiler[0], source)
    for folder in (cache, _own()):
        if folder is not None:
            try:
                return ctypes.CDLL(str(put(folder, key, _ENDING, content)))
            except OSError:  # it cannot be written to, or nothing be loaded from it
                continue
    raise NoCompilerError("what was compiled can be neither kept nor loaded")


_ENDING = ".so"


def _kept(folder: Path, key: str) -> ctypes.CDLL | None:
    """A library that is in a folder, and whole: one that was cut short ends the process."""
    try:
        for path, _ in kept(folder, key, _ENDING):
            return ctypes.CDLL(str(path))
    except OSError:  # it cannot be read or loaded: another will be
        pass
    return None


def _compiled(compiler: str, source: str) -> bytes:
    """The library of a source."""
    try:
        with tempfile.TemporaryDirectory(prefix="kenri-") as folder:
            made = Path(folder) / "made.so"
            command = [compiler, *FLAGS, "-x", "c", "-", "-o", str(made)]
            subprocess.run(command, input=source.encode(), capture_output=True, timeout=LONGEST, check=True)
            return made.read_bytes()
    except subprocess.CalledProcessError as error:
        raise NoCompilerError(f"the C compiler refuses: {error.stderr[:2000].decode(errors='replace')}") from error
    except subprocess.TimeoutExpired as error:
        raise NoCompilerError(f"the C compiler takes longer than {LONGEST} seconds") from error
    except OSError as error:
        raise NoCompilerError(f"the C compiler cannot be used: {error}") from error


@lru_cache(maxsize=1)
def _own_folder() -> tempfile.TemporaryDirectory[str] | None:
    try:
        return tempfile.TemporaryDirectory(prefix="kenri-", ignore_cleanup_errors=True)
    except OSError:
        return None


def _own() -> Path | None:
    """A folder that goes with the process."""
    found = _own_folder()
    return None if found is None else Path(found.name)
