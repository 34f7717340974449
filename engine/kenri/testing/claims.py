"""Claims tried on random lives, where nothing is installed that could prove them."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample

from kenri.api import LoadedPlan
from kenri.loader.written_lives import life_data, life_text
from kenri.model.days import iso
from kenri.model.life import Life
from kenri.testing.strategies import lives


def broken_by(plan: LoadedPlan, claim: str, *, max_examples: int = 200) -> str | None:
    """The shortest of so many lives on which a claim is broken, as a life file with the day; None if there is none."""
    declared = plan.plan.claims[claim]
    if declared.possible is not None:
        return None
    roles = declared.by or tuple(plan.plan.roles)

    def day(life: Life) -> str | None:
        for role in roles:
            days = plan.claim(life, claim, by=role)
            if days:
                return f"{iso(days.first)}, asked by {role}"
        return None

    try:
        found = find(
            lives(plan),
            lambda life: day(life) is not None,
            settings=settings(
                max_examples=max_examples,
                derandomize=True,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                phases=(Phase.generate, Phase.shrink),
            ),
        )
    except NoSuchExample:
        return None
    return f"# broken on {day(found)}\n{life_text(life_data(found, plan.plan))}"
