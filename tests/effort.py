"""How hard the properties of this folder try: `KENRI_EFFORT=long` searches twenty times as long as a run in CI."""

import os

from hypothesis import HealthCheck, settings

FACTOR = {"ci": 1, "long": 20}[os.environ.get("KENRI_EFFORT", "ci")]


def examples(number: int) -> settings:
    """Settings for a property: so many examples in CI. Plans and lives are large; neither size nor time is a flaw."""
    return settings(
        max_examples=number * FACTOR,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
