"""The compiled forms of a plan: each is made when enough questions of its shape have come."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from fractions import Fraction
from threading import Lock
from typing import Any, NamedTuple, TypeAlias

from kenri.compiled.form import Decide, Form
from kenri.compiled.roots import NoFormError, ShapeQuestion
from kenri.compiled.rulings import AllWays
from kenri.compiled.shape import DAYS, LookedAt, Shape, UnshapedError, ValuePlace, shaped
from kenri.compiled.whole import WholeForm
from kenri.model.days import Day
from kenri.model.dependence import Dependence
from kenri.model.kept import Kept
from kenri.model.life import Fact, Grant, Life, Party
from kenri.model.plan import Plan
from kenri.model.ruling import Exact, Outcome
from kenri.model.supplied import Calendars
from kenri.symbolic.case import InexpressibleError

Decision: TypeAlias = tuple[Outcome, tuple[str, ...]]
"""The outcome and the ids of the rules that decide it."""

Run: TypeAlias = Callable[..., tuple[Outcome, tuple[str, ...] | None]]

_WORTH_IT = 8
"""So many questions of a shape take the reference longer than it takes to make the form."""

_SAVED_UP = 20_000
"""So many lines of code may forms of whole answers be ahead of the questions that ask for them: some second."""

_SAVED = 130
"""Lines that are made in the time that the reference takes for a question: each lets so many more be made."""

_IN_VAIN = 2_000
"""Lines that could have been made instead of a form that turned out not to be one."""

_FIRST, _LAST = DAYS

MOST = 10**18
"""No numerator and no denominator above it is looked at by itself."""

_SHAPES = 1_000
_LIVES = 1_000
"""How many are kept."""

_LINES = 400_000
"""So many lines of code forms of whole answers are together, at most: some 120 MB."""


_Asked: TypeAlias = tuple[Run, tuple[Any, ...], tuple[object, ...]]
"""What is kept of a question about a life: the function, and the values left open besides the day and number; and the
life and who asks, so that their ids are not given to others. A plain tuple, as each look at a name would take time.
"""


class Formed(NamedTuple):
    """A form and the values it was given besides the day and number of the question, with their places."""

    decide: Decide
    places: tuple[ValuePlace, ...]
    values: tuple[Any, ...]


class Forms:
    """The compiled forms of one plan. What they do not answer is asked of the reference: then they say None."""

    def __init__(self, plan: Plan, *, calendars: Calendars, dependence: Dependence) -> None:
        self._plan = plan
        self._calendars = calendars
        self._dependence = dependence
        self.looked_at = LookedAt.by(plan)
        self._default = {name: reading.default for name, reading in plan.readings.items()}
        self._forms = Kept[Shape, Form | None](_SHAPES)
        self._questions = Kept[Shape, int](_SHAPES)
        self._one_at_a_time = Lock()
        self._wholes = OrderedDict[Shape, WholeForm]()
        self._whole_questions = Kept[Shape, int](_SHAPES)
        self._whole_made = Kept[Shape, int](_SHAPES)
        self._formless = Kept[Shape, bool](_SHAPES)
        self._saved = _SAVED_UP
        self._sizes: dict[str, int] = {}
        """How large the last form of whole answers about an action was."""
        self._asked = Kept[object, _Asked](_LIVES)

    def form(self, shape: Shape) -> Form | None:
        """The form of a shape, where it can be had and has been asked for often enough."""
        if shape in self._forms:
            return self._forms[shape]
        if not _is_worth_it(self._questions, shape):
            return None
        form = Form(ShapeQuestion(self._plan, shape, self._calendars, self._dependence))
        try:
            form.decide  # noqa: B018  # made now, so that it is known whether it can be
        except InexpressibleError:
            self._forms[shape] = None
        else:
            self._forms[shape] = form
        return self._forms.get(shape)

    def ways(
        self,
        life: Life,
        grant: Grant,
        action: str,
        asker: Party,
        day: Day,
        *,
        number: Exact | None,
        asked: Mapping[str, Fact],
        readings: Mapping[str, str],
    ) -> AllWays | None:
        """The whole answer about a grant, however clauses are read; None where the reference must give it.

        That is so too as long as few questions of a shape have come.
        """
        try:
            found = shaped(
                life, grant, action, asker, day, number=number, asked=asked, readings={}, looked_at=self.looked_at
            )
        except UnshapedError:
            return None
        with self._one_at_a_time:  # of several threads one makes what all of them use
            form = self._whole(found.shape)
        return None if form is None else AllWays(form, found.values, readings)

    def _whole(self, shape: Shape) -> WholeForm | None:
        """The form of whole answers about a shape, where it can be had and has been asked for often enough.

        One that was given up is made again only when four times as many questions have come. And where many shapes come
        to be asked about often at once, as those of all holders do, their forms are not all made by the one question
        that is the last straw: no more are made than the questions so far could have waited for.
        """
        form = self._wholes.get(shape)
        if form is not None:
            self._wholes.move_to_end(shape)
            return form
        self._saved = min(self._saved + _SAVED, _SAVED_UP)
        made = self._whole_made.get(shape, 0)
        if shape in self._formless or not _is_worth_it(self._whole_questions, shape, 4**made):
            return None
        if self._saved < min(self._sizes.get(shape.action, 0), _SAVED_UP):
            return None
        try:
            form = WholeForm(ShapeQuestion(self._plan, shape, self._calendars, self._dependence))
        except (InexpressibleError, NoFormError):
            self._formless[shape] = True
            self._saved -= _IN_VAIN
            return None
        self._sizes[shape.action] = form.size
        self._saved -= form.size
        self._wholes[shape], self._whole_made[shape] = form, made + 1
        while len(self._wholes) > 1 and sum(each.size for each in self._wholes.values()) > _LINES:
            given_up, _ = self._wholes.popitem(last=False)
            self._whole_questions[given_up] = 0
        return form

    def decide(self, life: object, action: object, day: Any, number: Any, by: object) -> Decision | None:
        """The bare answer about a life that was asked about before in this way, about its one grant.

        It is by default readings, with no fact besides the number. None for what was not asked before, and for whatever
        is no question: what is of another type than was asked is not kept.
        """
        try:
            asked = self._asked.get((id(life), action, id(by), kind := type(number), type(day)))
        except Exception:  # noqa: BLE001  # whatever an action that is none says of itself
            return None
        if asked is None or not _FIRST <= day <= _LAST:
            return None
        run, rest, _ = asked
        if number is None:
            found = run(day, *rest)
        elif 0 < number < MOST if kind is int else _is_short(number):
            found = run(day, number, *rest)
        else:
            return None
        return None if found[1] is None else found  # type: ignore[return-value]  # it is told which rules decide

    def decide_first(
        self,
        life: Life,
        grant: Grant,
        action: str,
        day: Day,
        number: Exact | None,
        by: Party | str | None,
        asker: Party,
        learn: Callable[[Formed], None] | None = None,
    ) -> Decision | None:
        """The same about a life that was not asked about before; `asker` is who asks where `by` names nobody.

        `learn` is told by which form that was decided, where the question has no number or leaves it open.
        """
        try:
            found = shaped(
                life.known_at(None),
                grant,
                action,
                asker,
                day,
                number=number,
                asked={},
                readings=self._default,
                looked_at=self.looked_at,
            )
        except UnshapedError:
            return None
        form = self.form(found.shape)
        if form is None:
            return None
        if found.shape.number is None or isinstance(found.shape.number, str):
            key = (id(life), action, id(by), type(number), type(day))
            own = 1 if number is None else 2
            rest = found.values[own:]
            self._asked[key] = form.decide, rest, (life, by)
            if learn is not None:
                learn(Formed(form.decide, found.places[own:], rest))
        outcome, rules = form.decide(*found.values)
        return None if rules is None else (outcome, rules)


def _is_short(number: Fraction) -> bool:
    return 0 < number.numerator < MOST and number.denominator < MOST


def _is_worth_it(asked: Kept[Shape, int], shape: Shape, times: int = 1) -> bool:
    """Whether, with this one, enough questions of a shape have come; so many times as many as usual."""
    number = asked[shape] = asked.get(shape, 0) + 1
    return number >= _WORTH_IT * times
