"""The forms of one plan for tables: what was made for one table serves the next, in this process and in others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal, TypeAlias

from kenri import terms
from kenri.compiled import roots
from kenri.compiled.columns import ColumnForm, ReadingForm
from kenri.compiled.shape import LookedAt, Shape
from kenri.kept_files import folder_of, kept, put
from kenri.lowering.as_data import as_bytes, from_bytes
from kenri.lowering.exact import Program, exact
from kenri.lowering.not_exact import NotExactError
from kenri.model.days import Day
from kenri.model.dependence import Dependence
from kenri.model.kept import Kept
from kenri.model.language import LANGUAGE
from kenri.model.plan import Plan
from kenri.model.supplied import Calendars
from kenri.symbolic.case import InexpressibleError

ToldOnce: TypeAlias = Literal["decision", "numbers", "answer", "windows", "movements", "moving", "each movement"]
"""What a form tells as clauses are read: the outcome; that and the largest number; a whole answer; the days on which
these turn; how rights moved; whether some move on a day; all movements that there may be.
"""

ToldInAllWays: TypeAlias = Literal["readings", "outcomes", "windows in all ways"]
"""What a form tells however clauses are read: what readings make of an answer, the outcome alone, or the days on which
answers turn."""

Told: TypeAlias = ToldOnce | ToldInAllWays
"""What a form tells."""

Key: TypeAlias = tuple[Shape, Told, tuple[Day, Day], int]
"""What a form is for: a shape, what it tells, and the days and the widest number that it takes."""

AnyForm: TypeAlias = ColumnForm | ReadingForm

_ROOTS: Final[Mapping[ToldOnce, Callable[[roots.ShapeQuestion], roots.Roots]]] = {
    "decision": roots.decision,
    "numbers": roots.numbers,
    "answer": roots.answer,
    "windows": roots.windows,
    "movements": roots.movements_made,
    "moving": roots.moving,
    "each movement": roots.each_movement,
}

_IN_ALL_WAYS: Final[Mapping[ToldInAllWays, Callable[[roots.ShapeQuestion], roots.ReadingRoots]]] = {
    "readings": roots.in_all_ways,
    "outcomes": roots.outcomes,
    "windows in all ways": roots.windows_in_all_ways,
}

_MOST_NODES: Final = 1_000_000
"""A form of more terms is not made: rows of its shape are left to the reference."""

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
        self._forms = Kept[Key, AnyForm | None](_SHAPES)
        self._steps = 0

    @cached_property
    def looked_at(self) -> LookedAt:
        """What the plan looks at."""
        return LookedAt.by(self._plan)

    def are_worth_it(self, shape: Shape, told: Told, rows: int) -> bool:
        """Whether, with these, enough rows of a shape have come."""
        seen = self._rows[shape, told] = self._rows.get((shape, told), 0) + rows
        return seen >= _WORTH_IT

    def form(self, shape: Shape, told: ToldOnce, days: tuple[Day, Day], widest: int) -> ColumnForm | None:
        """The form of a shape for values within some range.

        None where the plan says of it what has no terms, or what 64 bits do not hold exactly.
        """
        found = self._form((shape, told, days, widest))
        assert not isinstance(found, ReadingForm), "it tells answers"
        return found

    def readings(self, shape: Shape, days: tuple[Day, Day], widest: int) -> ReadingForm | None:
        """The form of a shape that tells what readings make of an answer; None as above."""
        found = self._form((shape, "readings", days, widest))
        assert not isinstance(found, ColumnForm), "it tells of readings"
        return found

    def outcomes(self, shape: Shape, days: tuple[Day, Day], widest: int) -> ReadingForm | None:
        """The form of a shape that tells the outcome however clauses are read; None as above."""
        found = self._form((shape, "outcomes", days, widest))
        assert not isinstance(found, ColumnForm), "it tells outcomes"
        return found

    def windows_in_all_ways(self, shape: Shape, days: tuple[Day, Day], widest: int) -> ReadingForm | None:
        """The form of a shape that tells the days on which answers turn however clauses are read; None as above."""
        found = self._form((shape, "windows in all ways", days, widest))
        assert not isinstance(found, ColumnForm), "it tells of readings"
        return found

    def _form(self, key: Key) -> AnyForm | None:
        if key not in self._forms:
            found = self._kept_or_made(key)
            self._steps += 0 if found is None else found.steps
            if self._steps > _STEPS:
                self._forms.clear()
                self._steps = 0 if found is None else found.steps
            self._forms[key] = found
        return self._forms[key]

    def _kept_or_made(self, key: Key) -> AnyForm | None:
        folder = folder_of("forms")
        engine = _engine() if folder is not None else None
        if folder is None or engine is None:
            return self._made(*key)
        name = sha256(repr((engine, self._content, key)).encode()).hexdigest()
        try:
            if (there := kept(folder, name, _ENDING)) is not None:
                program, said = from_bytes(there[1])
                return ReadingForm(program, *said) if key[1] in _IN_ALL_WAYS else ColumnForm(program, *said)
        except (OSError, ValueError):  # it cannot be read: it is made anew
            pass
        found = self._made(*key)
        if found is not None:
            content = as_bytes(found.program, found.said)
            try:
                if len(content) <= _WORTH_KEEPING:
                    put(folder, name, _ENDING, content)
            except OSError:  # nothing can be kept: the next process makes it again
                pass
        return found

    def _made(self, shape: Shape, told: Told, days: tuple[Day, Day], widest: int) -> AnyForm | None:
        asking = roots.ShapeQuestion(self._plan, shape, self._calendars, self._dependence, days, widest)
        try:
            with terms.afresh(as_functions=True, most=_MOST_NODES):
                if told == "readings" or told == "outcomes" or told == "windows in all ways":
                    there, choices = _IN_ALL_WAYS[told](asking)
                    return ReadingForm(_exact(there), there.names, choices)
                found = _ROOTS[told](asking)
                return ColumnForm(_exact(found), found.names)
        except (InexpressibleError, NotExactError, roots.NoFormError, terms.TooManyTermsError):
            return None

    @cached_property
    def _content(self) -> str:
        """A digest of all that the plan says."""
        return sha256(repr(self._plan).encode()).hexdigest()


def _exact(found: roots.Roots) -> Program:
    return exact(tuple(found.of.values()), found.variables)


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
