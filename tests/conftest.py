"""What holds for every test: how hard properties are searched, what is left to a whole run, and how problems read.

`make test` (plain `pytest`) is for work in hand, and takes some three minutes on two idle cores: properties are tried
on fewer examples, tests marked `thorough` are left out, and what exists in great numbers takes turns (see
`tests/effort.py`). `make test-change` (`pytest --change`) is what must hold before a change is taken: every test runs,
properties have all their examples, and what exists in great numbers has at most four turns. `make test-all` (`pytest
--all`) runs everything. The header of a run names its rotation, the turn that is taken, which changes with the day;
`--rotation N` takes another.

A test belongs to quick runs unless it takes long; then it takes turns if there are many like it, or is marked
`thorough` if something else would notice most of what it notices. Of the cases of a test marked `takes_turns(n)` every
nth is run, with `--change` at most every fourth; `takes_turns(1, change=4)` runs all where few examples are tried. An n
that divides no number of values of a parameter has each value met in every run. `--share 1/2` runs one half of the
files, and in the next rotation the other.

No test is about time, and none hangs on the width of a terminal, a zone, a language, a seed, or the tests before it.
"""

from __future__ import annotations

import gc
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main
from hypothesis import HealthCheck, settings

from kenri.model.collecting import SELDOM
from kenri.model.problems import Problem, ProblemsError, Report
from tests.effort import THIS_RUN, TURNS, Share, rotation_of, those_with_a_turn
from tests.sentence_laws import check

LONGEST = (
    "tests/compiled/test_rulings.py",
    "tests/checking/test_shipped_plans.py",
    "tests/symbolic/",
    "tests/test_mutation.py",
    "tests/testing/",
    "tests/conformance/",
    "tests/faces/commands/",
    "tests/checking/",
    "tests/reference/",
)
"""Where the longest tests are: these begin first, so that at the end no worker is left with a long one alone."""


@pytest.fixture(autouse=True, scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is taken from the cache of whoever runs the tests, nor left in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KENRI_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True, scope="session")
def _commands_built_once() -> Iterator[None]:
    """What Typer builds of all commands at each call, in a tenth of a second, is built once: a process has one call."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.main, "get_command", cache(typer.main.get_command))
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("kenri")
    group.addoption("--all", action="store_true", help="run everything: all examples, all slips, thorough tests")
    group.addoption(
        "--change", action="store_true", help="run every test with all examples; of what there is much, at most 4 turns"
    )
    group.addoption(
        "--share", type=Share.read, help="run one of several parts of the tests: 1/2; by the rotation, another"
    )
    group.addoption("--rotation", type=int, help="which turn is taken; without it, that of the day (UTC)")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "thorough: left to runs with --change and --all")
    config.addinivalue_line(
        "markers",
        "takes_turns(n, change=n): every nth case has its turn, by the rotation; with --change at most every 4th",
    )
    workers = getattr(config, "workerinput", {})  # a worker takes the turn of the run, also at midnight
    given = config.getoption("--rotation")
    today = rotation_of(datetime.now(UTC).date())
    is_all = config.getoption("--all") or os.environ.get("KENRI_EFFORT") == "long"
    THIS_RUN.level = "all" if is_all else "change" if config.getoption("--change") else "quick"
    THIS_RUN.rotation = workers.get("rotation", today if given is None else given)
    # In CI the same examples are tried each run, so that a change is judged by what it changes; a run by hand tries
    # new ones.
    for name, many in (("whole", 100), ("quick", 20)):
        settings.register_profile(
            name,
            max_examples=many,
            deadline=None,
            derandomize=os.environ.get("CI") == "true",
            suppress_health_check=[HealthCheck.too_slow],
        )
    settings.load_profile("quick" if THIS_RUN.is_quick else "whole")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tells a worker of pytest-xdist, which need not be installed, which turn the run takes."""
    node.workerinput["rotation"] = THIS_RUN.rotation


def pytest_collection_finish() -> None:
    """What was imported and collected lives until the end. To look for circles in it, and after each 700 things that a
    test makes, took a third of a run.
    """
    look_at_what_is_new_alone()
    gc.set_threshold(SELDOM // 2)


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """What a module of tests leaves behind in caches is kept for those after it, too."""
    if nextitem is not None and nextitem.path != item.path:
        look_at_what_is_new_alone()


def look_at_what_is_new_alone() -> None:
    """Let go of the circles there are, and never again look through what is left."""
    gc.collect()
    gc.freeze()


def pytest_report_header() -> str:
    if THIS_RUN.is_all:
        return "kenri: everything"
    level = "quick" if THIS_RUN.is_quick else "for a change"
    return f"kenri: {level}, rotation {THIS_RUN.rotation} of {TURNS} (--rotation); everything with --all"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A module of tests that is left to another share is not read: to collect them all takes as long as a share does.

    Modules of the engine are imported in every share, and their examples run in one.
    """
    share = config.getoption("--share")
    if share is None or not collection_path.is_file():
        return None
    file = collection_path.relative_to(config.rootpath).as_posix()
    return (file.startswith("tests/") and not share.has(file)) or None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not THIS_RUN.is_all:
        thorough = {item for item in items if item.get_closest_marker("thorough")} if THIS_RUN.is_quick else set()
        left = thorough | without_a_turn(items)
        config.hook.pytest_deselected(items=[item for item in items if item in left])
        items[:] = [item for item in items if item not in left]

    if (share := config.getoption("--share")) is not None:
        left = {item for item in items if not share.has(item.nodeid.partition("::")[0])}
        config.hook.pytest_deselected(items=[item for item in items if item in left])
        items[:] = [item for item in items if item not in left]

    def place(item: pytest.Item) -> int:
        return next((place for place, path in enumerate(LONGEST) if item.nodeid.startswith(path)), len(LONGEST))

    items.sort(key=place)


def without_a_turn(items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """The cases of tests that take turns whose turn it is not. Of those asked for by name, one is always run."""
    cases: dict[tuple[str, int], list[pytest.Item]] = defaultdict(list)
    for item in items:
        if mark := item.get_closest_marker("takes_turns"):
            turns = mark.args[0] if THIS_RUN.is_quick else mark.kwargs.get("change", mark.args[0])
            cases[item.nodeid.partition("[")[0], turns].append(item)
    return {item for (_, turns), several in cases.items() for item in {*several} - {*those_with_a_turn(several, turns)}}


@pytest.fixture
def garbage_of_the_test_alone() -> None:
    """For a test that collects garbage many times: what the tests before it hold is not looked through each time."""
    look_at_what_is_new_alone()


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
