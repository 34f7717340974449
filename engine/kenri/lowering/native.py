"""Terms as C, compiled by the system's compiler and kept.

Nothing of a plan stands in the source but numbers: variables are known by their places. A shared library is kept under
what it was made of, so that it is compiled once for all processes; what cannot be kept is compiled for this process.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kenri.lowering.columns import Vectorised, arrays, check, outside
from kenri.lowering.exact import LEAST, Program, Step, exact
from kenri.lowering.tables import Dense
from kenri.terms import TermNode

if TYPE_CHECKING:
    import numpy as np

BLOCK = 1024
"""How many rows are looked at and then worked out at once: what was looked at is still in the nearest cache."""

FLAGS = ("-O2", "-ftree-vectorize", "-fvect-cost-model=dynamic", "-shared", "-fPIC")

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
        self._function.argtypes = [ctypes.c_int64, *[ctypes.c_void_p] * 4]
        width = np.int32 if program.is_narrow else np.int64
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
        bad = self._function(rows, _pointers(given), moves.ctypes.data, _pointers(answers), _pointers(self._tables))
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

static inline int64_t place_32(const int32_t *starts, int64_t many, int32_t x) {{
    int64_t low = 0;
    while (low < many) {{
        const int64_t half = (low + many) / 2;
        if (starts[half] <= x) low = half + 1; else many = half;
    }}
    return low;
}}

static inline int64_t place_64(const int64_t *starts, int64_t many, int64_t x) {{
    int64_t low = 0;
    while (low < many) {{
        const int64_t half = (low + many) / 2;
        if (starts[half] <= x) low = half + 1; else many = half;
    }}
    return low;
}}
"""

_TABLES = ("entry", "place")


def _is_narrow(least: int, most: int) -> bool:
    return least >= -(1 << 31) and most < 1 << 31


def _number(value: int) -> str:
    """A number of C: the least one cannot be written as the contrary of another."""
    if value == LEAST:
        return "INT64_MIN"
    return f"INT64_C({value})" if not _is_narrow(value, value) else "INT32_MIN" if value == -(1 << 31) else str(value)


def _array(step: Step, width: type) -> np.ndarray[Any, Any]:
    """The numbers of a table, as C is given them."""
    import numpy as np

    values = step.detail.values if isinstance(step.detail, Dense) else list(step.detail)
    return np.array(values, np.uint8 if step.is_flag else width)


def _written(program: Program, number: int) -> str:
    """One program as two functions: one goes through blocks and looks at what it is given, one works them out."""
    width = "int32_t" if program.is_narrow else "int64_t"
    names = {step: f"t{n}" for n, step in enumerate(program.steps)}
    tables = {step: n for n, step in enumerate(each for each in program.steps if each.op in _TABLES)}
    used = {step.detail for step in program.steps if step.op == "variable"}

    parameters, arguments, checks = ["const int count"], ["count"], []
    for place, (is_flag, (least, most)) in enumerate(zip(program.flags, program.ranges, strict=True)):
        if place in used:
            kind = "uint8_t" if is_flag else "int32_t" if _is_narrow(least, most) else "int64_t"
            parameters.append(f"const {kind} *restrict c{place}")
            arguments.append(f"c{place}")
            checks.append(f"""\
        const {kind} *c{place} = (const {kind} *)columns[{place}] + (moves[{place}] ? start : 0);
        bad = 0;
        for (int i = 0; i < count; i++) bad |= (c{place}[i] < {_number(least)}) | (c{place}[i] > {_number(most)});
        if (bad) return {place};""")
    for step, n in tables.items():
        kind = "uint8_t" if step.is_flag else width
        parameters.append(f"const {kind} *restrict k{n}")
        arguments.append(f"(const {kind} *)tables[{n}]")
    for n, root in enumerate(program.roots):
        kind = "uint8_t" if root.is_flag else "int64_t"
        parameters.append(f"{kind} *restrict o{n}")
        arguments.append(f"({kind} *)outputs[{n}] + start")

    def name(step: Step) -> str:
        return _number(step.least) if step.op == "constant" else names[step]

    lines = []
    for step in program.steps:
        says = _says(step, [name(each) for each in step.of], f"k{tables.get(step)}", width)
        lines.append(f"        const {width} {names[step]} = {says};")
    lines += [f"        o{n}[i] = {name(root)};" for n, root in enumerate(program.roots)]
    newline = "\n"
    return f"""
static __attribute__((noinline)) void rows_{number}({", ".join(parameters)}) {{
    for (int i = 0; i < count; i++) {{
{newline.join(lines)}
    }}
}}

int64_t kernel_{number}(int64_t rows, const void *const *columns, const uint8_t *moves, void *const *outputs,
    const void *const *tables) {{
    int bad;
    for (int64_t start = 0; start < rows; start += BLOCK) {{
        const int count = rows - start < BLOCK ? (int)(rows - start) : BLOCK;
{newline.join(checks)}
        rows_{number}({", ".join(arguments)});
    }}
    return -1;
}}
"""


_SIGNS = {"and": "&", "or": "|", "le": "<=", "eq": "==", "add": "+", "sub": "-", "mul": "*"}
"""The operations that C says with a sign between operands."""


def _says(step: Step, of: Sequence[str], table: str, width: str) -> str:
    """An operation as an expression. C divides towards zero, and what is asked for is rounded down."""
    match step.op:
        case "variable":
            return f"c{step.detail}[i]"
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
            return f"place_{width[3:5]}({table}, {len(step.detail)}, {of[0]})"
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
    for folder in (_cache(), _own()):
        if folder is not None:
            try:
                return _kept(folder, key) or _compiled(folder, key, compiler[0], source)
            except OSError:  # it cannot be written to, or what is in it cannot be loaded
                continue
    raise NoCompilerError("what was compiled can be neither kept nor loaded")


def _kept(folder: Path, key: str) -> ctypes.CDLL | None:
    """A library that is in a folder. Its name tells what must be in it: one that was cut short ends the process."""
    for path in folder.glob(f"{key}-*.so"):
        if path.name == _name(key, path.read_bytes()):
            return ctypes.CDLL(str(path))
    return None


def _compiled(folder: Path, key: str, compiler: str, source: str) -> ctypes.CDLL:
    """A library put into a folder: it comes there whole, whoever else does the same."""
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        made = Path(inside) / "made.so"
        command = [compiler, *FLAGS, "-x", "c", "-", "-o", str(made)]
        try:
            subprocess.run(command, input=source, capture_output=True, text=True, timeout=LONGEST, check=True)
        except subprocess.CalledProcessError as error:
            raise NoCompilerError(f"the C compiler refuses: {error.stderr[:2000]}") from error
        except subprocess.TimeoutExpired as error:
            raise NoCompilerError(f"the C compiler takes longer than {LONGEST} seconds") from error
        path = folder / _name(key, made.read_bytes())
        made.replace(path)
    return ctypes.CDLL(str(path))


def _name(key: str, content: bytes) -> str:
    return f"{key}-{sha256(content).hexdigest()[:32]}.so"


def _cache() -> Path | None:
    """The folder where libraries are kept: `KENRI_CACHE`, or that of the user; None where it is not the user's own."""
    try:
        given = os.environ.get("KENRI_CACHE")
        base = Path(given) if given else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kenri"
        folder = base / "native"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
        is_own = not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o022)
    except (OSError, RuntimeError):
        return None
    return folder if is_own else None


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
