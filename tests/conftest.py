"""What holds for every test: how properties are searched, and how problems read."""

import os
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import HealthCheck, settings

from kenri.model.problems import Problem, ProblemsError, Report
from tests.sentence_laws import check

# No test is about time. In CI the same examples are tried each run, so that a change is judged by what it changes; a
# run by hand tries new ones.
settings.register_profile(
    "kenri",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("kenri")


@pytest.fixture(autouse=True, scope="session")
def every_problem_can_be_said() -> Iterator[None]:
    """Whatever malformed input a test tries, its problems read well in both languages."""
    add, init = Report.add, ProblemsError.__init__

    def checked_add(self: Report, problem: Problem) -> None:
        check(problem)
        add(self, problem)

    def checked_init(self: ProblemsError, problems: Iterable[Problem]) -> None:
        several = tuple(problems)
        for problem in several:
            check(problem)
        init(self, several)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Report, "add", checked_add)
        patched.setattr(ProblemsError, "__init__", checked_init)
        yield
