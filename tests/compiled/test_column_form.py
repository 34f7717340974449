"""A form of columns gives the same answers by NumPy and, once it has many rows, by C."""

from __future__ import annotations

import numpy as np
import pytest

from kenri.api import load
from kenri.compiled import columns
from kenri.compiled.column_forms import ColumnForms
from kenri.compiled.shape import DAYS, LookedAt
from kenri.lowering import libraries, native


@pytest.mark.skipif(not libraries.available(), reason="there is no C compiler here")
def test_many_rows_are_answered_by_c_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = load("iij/2015-5th-series")
    life = plan.life(
        {
            "grants": [{"grantee": "ann", "on": "2015-07-13", "number": 10, "position": "director"}],
            "events": [{"event": "leaves_position", "on": "2025-06-25", "position": "director"}],
        }
    )
    question = plan.question(life, on="2025-07-05", rights=3)
    asked = question.shaped(LookedAt.by(plan.plan))
    forms = ColumnForms(plan.plan, calendars=plan.calendars, dependence=plan.dependence)
    form = forms.form(asked.shape, "answer", DAYS, 1 << 20)
    assert form is not None
    days = np.arange(question.on - 20, question.on + 20)
    given = [days, *(np.array([value]) for value in asked.values[1:])]
    by_numpy = form(given, len(days))
    monkeypatch.setattr(columns, "MANY", 2 * len(days))
    by_c = form(given, len(days))
    assert isinstance(form._run, native.Kernel)
    for name, place in form.names.items():
        assert np.array_equal(by_numpy[place], by_c[place]), name
    assert by_numpy[form.names["yes"]].sum() == 10

    monkeypatch.setattr(columns, "MANY", 1 << 30)
    monkeypatch.setattr(columns, "SOME", len(days))
    other = columns.ColumnForm(form.program, [*form.names])
    other(given, len(days))
    assert isinstance(other._run, native.Kernel), "what was compiled before serves from some rows on"
