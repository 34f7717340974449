"""What is recorded of one holder of a register, audited by one plan: each act by the version of its day."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

from kenri.auditing.acts import by_version
from kenri.register.plan_history import PlanHistory

if TYPE_CHECKING:
    from kenri.api import LoadedPlan
    from kenri.audit import Audit
    from kenri.model.life import Life
    from kenri.register.register import Register

__all__ = ["audit_of_one"]


def audit_of_one(
    opened: Register,
    plan: LoadedPlan,
    life: Life,
    holder: str,
    *,
    grant: str | None = None,
    known_at: str | None = None,
    until: date | str | None = None,
    readings: Mapping[str, str] | None = None,
) -> Audit:
    """The audit of the life of a holder up to a day: balances by a version of a plan, and each act by that of its day.

    Raises `ProblemsError` as `LoadedPlan.audit` does.
    """
    found = plan.audit(life, grant=grant, known_at=known_at, until=until, readings=readings)
    with closing(opened.dossiers(plan, holder)) as dossiers:  # lives are read while the register is open
        return by_version(
            found, PlanHistory(opened, plan.id), next(dossiers), life, plan,
            instant=plan.instant(known_at), readings=readings,
        )  # fmt: skip
