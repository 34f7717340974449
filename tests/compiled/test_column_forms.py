"""What was made for one table serves the next, in other processes too; whatever is in the cache, answers are right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kenri.api import LoadedPlan, load
from kenri.compiled import column_forms
from kenri.compiled.column_forms import ColumnForms
from kenri.compiled.columns import ColumnForm
from kenri.compiled.shape import DAYS, LookedAt, Shaped
from kenri.kept_files import put

PLAN = load("iij/2015-5th-series")
LIFE = {
    "grants": [{"grantee": "ann", "on": "2015-07-13", "number": 10, "position": "director"}],
    "events": [{"event": "leaves_position", "on": "2025-06-25", "position": "director"}],
}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KENRI_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "forms"


def example(plan: LoadedPlan) -> Shaped:
    question = plan.question(plan.life(LIFE), on="2025-07-05", rights=3)
    return question.shaped(LookedAt.by(plan.plan))


def forms(plan: LoadedPlan = PLAN) -> ColumnForms:
    """As another process has them, which has made none."""
    return ColumnForms(plan.plan, calendars=plan.calendars, dependence=plan.dependence)


def asked(several: ColumnForms, plan: LoadedPlan = PLAN) -> ColumnForm | None:
    return several.form(example(plan).shape, "answer", DAYS, 1 << 20)


def days_allowed(form: ColumnForm | None) -> int:
    """On how many of the forty days around the end of the ten days after leaving it is allowed."""
    assert form is not None
    day, *others = example(PLAN).values
    days = np.arange(day - 20, day + 20)
    found = form([days, *(np.array([value]) for value in others)], len(days))
    return int(found[form.names["yes"]].sum())


def none_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(*_: Any) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(ColumnForms, "_made", made)


def test_a_form_is_made_once_for_all_processes(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = forms()
    assert days_allowed(asked(first)) == 10
    assert len([*cache.iterdir()]) == 1
    none_is_made(monkeypatch)
    assert asked(first) is asked(first)
    assert days_allowed(asked(forms())) == 10


Spoil = Callable[[Path, bytes], None]


def rewritten(change: Callable[[bytes], bytes]) -> Spoil:
    def spoil(path: Path, content: bytes) -> None:
        path.write_bytes(change(content))

    return spoil


def foreign(path: Path, _: bytes) -> None:
    """A file that is whole, and no form."""
    put(path.parent, path.stem, ".form", b"no form")


@pytest.mark.parametrize(
    "spoil",
    [
        rewritten(lambda _: b""),
        rewritten(lambda old: old[: len(old) // 2]),
        rewritten(lambda old: old[:-1] + bytes([old[-1] ^ 1])),
        foreign,
    ],
    ids=["empty", "cut short", "changed", "foreign"],
)
def test_a_file_that_is_not_what_was_kept_is_not_used(cache: Path, spoil: Spoil) -> None:
    asked(forms())
    (kept,) = cache.iterdir()
    spoil(kept, kept.read_bytes())
    assert days_allowed(asked(forms())) == 10


def test_where_nothing_can_be_kept_forms_are_made(cache: Path) -> None:
    cache.parent.write_text("a file, and no folder")
    assert days_allowed(asked(forms())) == 10


def test_where_the_disk_is_full_forms_are_made(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(column_forms, "put", full)
    assert days_allowed(asked(forms())) == 10
    assert not [*cache.iterdir()]


@pytest.mark.parametrize("other", ["plan", "engine"])
def test_forms_of_another_plan_or_engine_are_not_taken(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(forms())
    none_is_made(monkeypatch)
    plan = PLAN
    if other == "plan":
        changed = {**PLAN.plan.rules}
        changed.popitem()
        plan = PLAN.with_plan(PLAN.plan.__class__(**{**vars_of(PLAN), "rules": changed}))
    else:
        monkeypatch.setattr(column_forms, "_engine", lambda: "another")
    with pytest.raises(AssertionError, match="made again"):
        asked(forms(plan))


def vars_of(plan: LoadedPlan) -> dict[str, Any]:
    from dataclasses import fields

    return {each.name: getattr(plan.plan, each.name) for each in fields(plan.plan)}


def test_what_is_kept_in_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    several = forms()
    form = asked(several)
    assert form is not None
    monkeypatch.setattr(column_forms, "_STEPS", 2 * form.steps)
    shape = example(PLAN).shape
    for widest in range(1, 9):
        several.form(shape, "answer", DAYS, widest)
        assert sum(each.steps for each in several._forms.values() if each is not None) <= 2 * form.steps
