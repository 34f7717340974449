"""A pytest plugin: scenario files and claims of one's own repository as tests.

A YAML file below a folder named `scenarios` is collected, one test for each scenario; so is one that begins with
`claims_for:`, one test for each claim, and a rule file below a folder named `rules` that states a plan, one for each
claim it makes. Other folders are named by the setting `kenri_folders`. A claim is proved where the solver is installed
(`pip install "kenri[proofs]"`), and else tried on random lives.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from kenri.api import LoadedPlan
    from kenri.model.scenario import LoadedScenario

FOLDERS = ("scenarios", "rules")
KEYS = ("plan:", "claims_for:")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The setting that names folders."""
    parser.addini("kenri_folders", "folders whose scenario and rule files are tests", type="args", default=[*FOLDERS])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A file of scenarios or claims, told by its folder and its first key."""
    if file_path.suffix not in (".yaml", ".yml"):
        return None
    folders = set(parent.config.getini("kenri_folders"))
    if folders.isdisjoint(
        file_path.relative_to(parent.config.rootpath).parts[:-1] if _is_below(file_path, parent) else file_path.parts
    ):
        return None
    head = _head(file_path)
    return RulesFile.from_parent(parent, path=file_path) if head in KEYS else None


def _is_below(path: Path, parent: pytest.Collector) -> bool:
    return path.is_relative_to(parent.config.rootpath)


def _head(path: Path) -> str:
    """The first key of a YAML file, with its colon."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.strip() and not line.startswith(("#", "---", "%")):
                return line.partition(" ")[0].strip()
    return ""


class RulesFile(pytest.File):
    """A scenario file, a file of claims, or a rule file."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each scenario or claim in it."""
        from kenri.model.problems import ProblemsError

        text = self.path.read_text(encoding="utf-8", errors="replace")
        try:
            if any(line.startswith("scenarios:") for line in text.splitlines()):
                yield from self._scenarios()
            else:
                yield from self._claims()
        except ProblemsError as error:
            raise self.CollectError(str(error)) from None

    def _scenarios(self) -> Iterator[pytest.Item]:
        from kenri.model.problems import Report
        from kenri.scenarios import Scenarios

        examiner, report = Scenarios(), Report()
        for scenario in examiner.read([self.path], report):
            yield ScenarioItem.from_parent(self, name=scenario.name, examiner=examiner, scenario=scenario)
        report.raise_if_any()

    def _claims(self) -> Iterator[pytest.Item]:
        from kenri.api import load

        named = _about(self.path)
        beside = named is not None
        plan = load(self.path if named is None else named, claims=[self.path] if beside else ())
        own = plan.id
        for name in plan.plan.claims:
            place = plan.plan.places["claims", name]
            if Path(place.file).resolve() == self.path.resolve():
                yield ClaimItem.from_parent(self, name=f"{own}: {name}", plan=plan, claim=name)


def _about(path: Path) -> str | None:
    """The plan that a file of claims is about: a path is one from the folder of the file."""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("claims_for:"):
            name = line.partition(":")[2].partition("#")[0].strip().strip("\"'")
            return str(path.parent / name) if name.endswith((".yaml", ".yml")) else name
    return None


class FailedError(Exception):
    """A scenario or a claim does not hold; the message is all there is to read."""


class _Item(pytest.Item):
    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Only the message, for what failed stands in a rule file."""
        if isinstance(excinfo.value, FailedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class ScenarioItem(_Item):
    """One scenario."""

    def __init__(self, *, examiner: Any, scenario: LoadedScenario, **more: Any) -> None:
        super().__init__(**more)
        self.examiner = examiner
        self.scenario = scenario

    def runtest(self) -> None:
        """Every question must be answered as expected."""
        found = self.examiner.examine(self.scenario)
        if found:
            lines = [
                f"{each.place}: {each.asked}: {each.what}: expected {each.expected}, got {each.got}" for each in found
            ]
            raise FailedError("\n".join([*lines, f"because: {self.scenario.because}"]))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the scenario stands."""
        return self.path, self.scenario.place.line - 1, self.name


class ClaimItem(_Item):
    """One claim."""

    def __init__(self, *, plan: LoadedPlan, claim: str, **more: Any) -> None:
        super().__init__(**more)
        self.plan = plan
        self.claim = claim

    def runtest(self) -> None:
        """It must be proved, or hold on random lives where nothing can prove it."""
        from kenri.solving import SolverMissingError

        try:
            from kenri.checking.plan_check import check_claims
        except SolverMissingError:
            self._tried()
            return
        from kenri.checking.story_text import story_text
        from kenri.model.sentences import Sentence

        (result,) = check_claims(self.plan, {self.claim: self.plan.plan.claims[self.claim]})
        if result.status == "refuted":
            story = ""
            if result.story is not None:
                because = Sentence("claim-does-not-hold", claim=self.claim)
                story = "\n\n" + story_text(self.plan, self.plan.id, result.story, because)
            raise FailedError(f"{self.claim} [{result.clause}] does not hold. {result.note_text()}{story}")
        if result.status != "proved":
            pytest.skip(f"{self.claim} is {result.status}: {result.note_text()}")

    def _tried(self) -> None:
        from kenri.testing.claims import broken_by

        story = broken_by(self.plan, self.claim)
        if story is not None:
            raise FailedError(f"{self.claim} does not hold:\n\n{story}")
        if self.plan.plan.claims[self.claim].possible is not None:
            pytest.skip("whether something is possible needs the solver: pip install 'kenri[proofs]'")

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the claim stands."""
        return self.path, self.plan.plan.places["claims", self.claim].line - 1, self.name
