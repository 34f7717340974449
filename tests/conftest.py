"""What holds for every test: how properties are searched."""

import os

from hypothesis import HealthCheck, settings

# No test is about time. In CI the same examples are tried each run, so that a change is judged by what it changes; a
# run by hand tries new ones.
settings.register_profile(
    "kenri",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("kenri")
