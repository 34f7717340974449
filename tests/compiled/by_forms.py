"""Rulings by the compiled form beside the reference's: what tests and campaigns hold to be the same."""

from __future__ import annotations

from typing import Any

from kenri.compiled.roots import NoFormError, ShapeQuestion
from kenri.compiled.rulings import AllWays, ruling, windows
from kenri.compiled.shape import LookedAt, Shape, UnshapedError, shaped
from kenri.compiled.whole import WholeForm
from kenri.loader.calendars import calendars_of
from kenri.model.dependence import dependence
from kenri.model.kept import Kept
from kenri.model.life import other_grants
from kenri.model.plan import Plan
from kenri.model.ruling import Ruling
from kenri.model.supplied import Calendars
from kenri.reference.court import Court
from kenri.symbolic.case import InexpressibleError
from kenri.testing.random_lives import EvaluatorQuestion

MOST_FORMS = 500


class ByForms:
    """Rulings about one plan by forms that are made at once, beside the reference's."""

    def __init__(self, plan: Plan, calendars: Calendars | None = None) -> None:
        self.plan = plan
        self.dependence = dependence(plan)
        self._calendars = calendars or calendars_of(plan)
        self._looked_at = LookedAt.by(plan)
        self._forms = Kept[Shape, WholeForm | None](MOST_FORMS)
        self.refused: set[str] = set()
        """Why shapes have no form."""

    def agree(self, each: EvaluatorQuestion) -> bool:
        """Whether the form has the answer; then it is held to be the reference's."""
        readings = {**{name: one.default for name, one in self.plan.readings.items()}, **each.readings}
        form = self._form(each)
        if form is None:
            return False
        shape, values = form
        court = Court(self.plan, each.life, each.grant, calendars=self._calendars, dependence=self.dependence)
        question = tuple(sorted(each.question.items()))

        def reference(*, settle: bool) -> Ruling:
            return court.rule(
                each.action,
                each.asker,
                each.day,
                number=each.number,
                question=question,
                chosen=each.readings,
                settle=settle,
            )

        is_plain = not (each.grant.has_hour or court.record.hours or other_grants(each.life, each.grant, each.asker))
        ways = AllWays(shape, values, readings)
        found = ruling(
            ways,
            asker=each.asker,
            grant=each.grant,
            day=each.day,
            number=each.number,
            settle=True,
            is_plain=is_plain,
            reference=lambda: reference(settle=False),
        )
        if found is None:
            return False
        same(found, reference(settle=True))
        standing = court.standing(each.action, each.asker, readings, question, each.number)
        ours = windows(ways, settle=True, is_plain=is_plain, reference=lambda: court.windows(standing, each.number))
        theirs = court.turned_windows(each.action, each.asker, readings, question, each.number)
        assert ours is not None
        assert (tuple(ours[0]), ours[1]) == theirs
        assert list(map(turns_of, ours[0])) == list(map(turns_of, theirs[0]))
        return True

    def ruling(self, each: EvaluatorQuestion) -> Ruling:
        """The reference's ruling, with what it turns on."""
        court = Court(self.plan, each.life, each.grant, calendars=self._calendars, dependence=self.dependence)
        question = tuple(sorted(each.question.items()))
        return court.rule(
            each.action, each.asker, each.day, number=each.number, question=question, chosen=each.readings
        )

    def _form(self, each: EvaluatorQuestion) -> tuple[WholeForm, tuple[Any, ...]] | None:
        try:
            found = shaped(
                each.life,
                each.grant,
                each.action,
                each.asker,
                each.day,
                number=each.number,
                asked=each.question,
                readings={},
                looked_at=self._looked_at,
            )
        except UnshapedError:
            return None
        if found.shape not in self._forms:
            asking = ShapeQuestion(self.plan, found.shape, self._calendars, self.dependence)
            try:
                self._forms[found.shape] = WholeForm(asking)
            except (InexpressibleError, NoFormError) as error:
                self.refused.add(str(error))
                self._forms[found.shape] = None
        form = self._forms[found.shape]
        return None if form is None else (form, found.values)


def same(found: Ruling, reference: Ruling) -> None:
    """Two rulings are the same in every part, in the order in which they are told."""
    assert found == reference
    assert found.turning == reference.turning
    assert list(found.turning) == list(reference.turning)
    assert list(found.balances) == list(reference.balances)
    assert list(map(turns_of, found.windows)) == list(map(turns_of, reference.windows))
    assert list(map(turns_of, found.figures)) == list(map(turns_of, reference.figures))


def turns_of(part: Any) -> Any:
    return part.turns
