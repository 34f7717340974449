"""The Python interface: load a plan once, and ask it as often as you like."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Unpack

from kenri.asking.askable import AskablePlan
from kenri.asking.parts import NOBODY, all_must_be, must_be
from kenri.asking.question import LifeSource, Number, QuestionOptions
from kenri.loader.library import Library
from kenri.model.cautions import together
from kenri.model.life import Event, Grant, Life, Party
from kenri.model.sentences import Sentence

if TYPE_CHECKING:
    import pyarrow as pa

    from kenri.audit import Audit
    from kenri.simulation.steps import Simulation
    from kenri.simulation.sweep import Sweep


def load(
    name: str | Path,
    *,
    rules: Path | str | None = None,
    claims: Sequence[Path | str] = (),
    without: Collection[str] = (),
) -> LoadedPlan:
    """The plan of a shipped id, an id in the folder `rules`, or a path.

    `claims` are files of claims about the plan, from beside it; amendments named in `without` are not applied. Raises
    `ProblemsError` with every problem in the plan and all it extends, each with file, line and clause.
    """
    must_be(name, str | Path, "name", Sentence("form-plan"))
    must_be(rules, str | Path | None, "rules", Sentence("form-path"))
    all_must_be(claims, str | Path, "claims", Sentence("form-paths"))
    all_must_be(without, str, "without", Sentence("form-names"))
    from kenri.loader.link import load as load_plan  # not needed where a plan was loaded before

    library = Library(() if rules is None else (Path(rules),))
    plan = load_plan(str(name), library=library, claims=tuple(map(Path, claims)), without=without)
    return LoadedPlan(plan, str(name), library, without=without)


class LoadedPlan(AskablePlan):
    """A plan ready to be asked, and to play and audit lives by."""

    def audit(
        self,
        life: LifeSource,
        *,
        grant: str | None = None,
        known_at: datetime | date | str | None = None,
        until: date | str | None = None,
        readings: Mapping[str, str] | None = None,
    ) -> Audit:
        """Every recorded act judged, what had to be done and was not, and how the rights of one grant, or of all, moved
        up to `until` (included).

        Without `until` it goes up to the last recorded event. Raises `ProblemsError` as `ask` does.
        """
        from kenri.audit import audit  # seldom asked for, and not needed to answer a question

        checked = self.life(life)
        several = tuple(checked.grants.get(id_, NOBODY) for id_ in self.grants_audited(checked))
        found = audit(
            self,
            checked,
            several if grant is None else (self.grant(checked, grant),),
            instant=self.instant(known_at),
            until=self.day(until) if until is not None else None,
            readings=self.readings(readings),
        )
        if self.plan.duties and found.grants:
            owed = self.duties(
                checked, on=date.fromordinal(found.grants[0].until), grant=grant, known_at=known_at, readings=readings
            )
            over = tuple(each for each in owed.owed if each.standing in ("not-done", "unknown"))
            found = replace(found, duties=over)
        hours = self.hours(until) if until is not None else ()
        said = tuple(replace(each, cautions=together(each.cautions, hours)) for each in found.grants)
        return replace(found, grants=said) if hours else found

    def simulate(
        self,
        life: LifeSource,
        *,
        action: str | None = None,
        by: str | None = None,
        grant: str | None = None,
        readings: Mapping[str, str] | None = None,
    ) -> Simulation:
        """The life played in the order in which it was recorded: a step for each recording, with all that it changed.

        Looked at are the action, the party (or role) and the grant named, or each there is. Raises `ProblemsError` as
        `ask` does, and for events that stand before what must have come first.
        """
        from kenri.simulation.play import simulate  # seldom asked for, and not needed to answer a question

        return simulate(self, self.life(life), action=action, by=by, grant=grant, readings=readings)

    def sweep(
        self,
        life: LifeSource,
        action: str = "exercise",
        *,
        asked: tuple[date | str, date | str],
        vary: str | None = None,
        days: tuple[date | str, date | str] | None = None,
        **question: Unpack[QuestionOptions],
    ) -> Sweep:
        """The same question for every day from the first to the last of `asked` and, with `vary`, for every one of the
        `days` of that event (its id, or its kind if there is one of it).

        `question` takes the other options of `ask`. Raises `ProblemsError` as that does.
        """
        from kenri.simulation.sweep import Sweep, first_day

        checked = self.question(life, action, on=first_day(asked), **question)
        return Sweep(checked, asked=asked, vary=vary, days=days)

    def batch(
        self,
        table: object,
        action: str = "exercise",
        *,
        on: date | str | None = None,
        rights: Number | None = None,
        by: str | None = None,
        readings: Mapping[str, str] | None = None,
        days: tuple[date | str, date | str] | None = None,
        bad: Literal["refuse", "aside"] = "refuse",
        settle: bool = True,
        verify: Number | float | None = None,
    ) -> pa.Table:
        """The answers about every row of a table, in the order of its rows, as a table of pyarrow (`kenri[batch]`).

        `table` is whatever has the C stream interface of Arrow: a table of pyarrow, a frame of pandas or Polars, a
        relation of DuckDB; docs/batch.md has its columns and those of the answers. What a row says of its question
        (`on`, `rights`, `by`) goes before what is said here. With `days`, the first and the last of a range, each row
        is answered for every day of it, in stretches of equal answers. Raises `ProblemsError` with what is wrong with
        any row; with `bad="aside"` such a row stands among the answers without an outcome, and `problems` says why.
        With `verify`, that share of the answers is judged again by the reference, as far as it did not give them:
        `AnswersDifferError`, raised where it says anything else, is an error of kenri.
        """
        from kenri.columnar import must_be_installed

        must_be_installed()
        from kenri.columnar.batch import batch

        return batch(
            self,
            table,
            action,
            on=on,
            rights=rights,
            by=by,
            readings=readings,
            days=days,
            bad=bad,
            settle=settle,
            verify=verify,
        )

    def branch(self, life: LifeSource, *happenings: str | Mapping[str, Any]) -> Life:
        """The life with further events, recorded after the others: phrases such as `"left director 2030-06-25"`, or
        data as in a life file.

        Raises `ProblemsError` with everything that is wrong with them; the life itself stays as it is.
        """
        from kenri.simulation.branching import branch

        return branch(self, self.life(life), *happenings)


__all__ = ["Event", "Grant", "Life", "LoadedPlan", "Party", "load"]
