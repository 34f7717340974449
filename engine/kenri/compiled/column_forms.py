"""The forms of one plan for tables: what was made for one table serves the next, in this process and in others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from kenri import terms
from kenri.compiled import roots
from kenri.compiled.columns import ColumnForm
from kenri.compiled.shape import Shape
from kenri.kept_files import folder_of, kept, put
from kenri.lowering.as_data import as_bytes, from_bytes
from kenri.lowering.exact import exact
from kenri.lowering.not_exact import NotExactError
from kenri.model.days import Day
from kenri.model.dependence import Dependence
from kenri.model.kept import Kept
from kenri.model.language import LANGUAGE
from kenri.model.plan import Plan
from kenri.model.supplied import Calendars
from kenri.symbolic.case import InexpressibleError

Told: TypeAlias = Literal["numbers", "answer", "settled"]
"""What a form tells: the outcome and the largest number; a whole answer; one with what readings make of it."""

_TOLD: Final[Mapping[Told, Callable[[roots.ShapeQuestion], roots.Roots]]] = {
    "numbers": roots.numbers,
    "answer": partial(roots.answer, settle=False),
    "settled": partial(roots.answer, settle=True),
}

_WORTH_IT: Final = 4
"""So many rows of a shape take the reference longer than it takes to make the form."""

_SHAPES: Final = 2_000
"""How many shapes and forms are kept."""

_STEPS: Final = 1_000_000
"""How many steps all forms that are kept have: a step takes some hundred bytes."""

_WORTH_KEEPING: Final = 1 << 24
"""A form that is more bytes than this is not kept in a file."""

_ENDING: Final = ".form"


class ColumnForms:
    """The forms of a plan for shapes of which enough rows have come."""

    def __init__(self, plan: Plan, *, calendars: Calendars, dependence: Dependence) -> None:
        self._plan = plan
        self._calendars = calendars
        self._dependence = dependence
        self._rows = Kept[tuple[Shape, Told], int](_SHAPES)
        self._forms = Kept[Any, ColumnForm | None](_SHAPES)
        self._steps = 0

    def are_worth_it(self, shape: Shape, told: Told, rows: int) -> bool:
        """Whether, with these, enough rows of a shape have come."""
        seen = self._rows[shape, told] = self._rows.get((shape, told), 0) + rows
        return seen >= _WORTH_IT

    def form(self, shape: Shape, told: Told, days: tuple[Day, Day], widest: int) -> ColumnForm | None:
        """The form of a shape for values within some range.

        None where the plan says of it what has no terms, or what 64 bits do not hold exactly.
        """
        key = (shape, told, days, widest)
        if key not in self._forms:
            found = self._kept_or_made(key)
            self._steps += 0 if found is None else found.steps
            if self._steps > _STEPS:
                self._forms.clear()
                self._steps = 0 if found is None else found.steps
            self._forms[key] = found
        return self._forms[key]

    def _kept_or_made(self, key: tuple[Shape, Told, tuple[Day, Day], int]) -> ColumnForm | None:
        folder = folder_of("forms")
        engine = _engine() if folder is not None else None
        if folder is None or engine is None:
            return self._made(*key)
        name = sha256(repr((engine, self._content, key)).encode()).hexdigest()
        try:
            for _, content in kept(folder, name, _ENDING):
                return ColumnForm(*from_bytes(content))
        except (OSError, ValueError):  # it cannot be read: it is made anew
            pass
        found = self._made(*key)
        if found is not None:
            content = as_bytes(found.program, list(found.names))
            try:
                if len(content) <= _WORTH_KEEPING:
                    put(folder, name, _ENDING, content)
            except OSError:  # nothing can be kept: the next process makes it again
                pass
        return found

    def _made(self, shape: Shape, told: Told, days: tuple[Day, Day], widest: int) -> ColumnForm | None:
        asking = roots.ShapeQuestion(self._plan, shape, self._calendars, self._dependence, days, widest)
        try:
            with terms.afresh(as_functions=True):
                found = _TOLD[told](asking)
                return ColumnForm(exact(tuple(found.of.values()), found.variables), found.names)
        except (InexpressibleError, NotExactError):
            return None

    @cached_property
    def _content(self) -> str:
        """A digest of all that the plan says."""
        return sha256(repr(self._plan).encode()).hexdigest()


@cache
def _engine() -> str | None:
    """A digest of the engine that makes forms: its files, so that no other one's are taken; None where it has none."""
    package = Path(__file__).parent.parent
    told = sha256(str(LANGUAGE).encode())
    try:
        files = sorted(path for path in package.rglob("*") if path.suffix in (".py", ".json"))
        for path in files:
            told.update(str(path.relative_to(package)).encode() + b"\0" + sha256(path.read_bytes()).digest())
    except OSError:
        return None
    return told.hexdigest() if files else None
