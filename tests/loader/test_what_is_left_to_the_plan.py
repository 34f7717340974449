"""What a period leaves to the plan, and a term to the life: checked as the plan is loaded, not as it is asked."""

from pathlib import Path

import pytest

import kenri
from kenri.model.problems import ProblemsError

HEAD = "plan: acme/min\nextends: vocabulary/equity\nzone: UTC\n"
ANN = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 5}]}
WITHIN = "{{within: {{days: 10}}, after: 2024-05-01{}}}"
RULE = "rules: {{r: {{clause: '1', says: s, permit: exercise, when: {}}}}}\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "plan.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("counting", "own", "is_refused"),
    [
        ("{roll: forward}", "", True),
        ("{roll: back}", ", counting: {first_day: included}", True),
        ("{roll: forward}", ", counting: {roll: none}", False),
        ("{roll: forward}", ", counting: {calendar: japan}", False),
        ("{roll: forward, calendar: japan}", "", False),
        ("{roll: none}", "", False),
        ("{roll: none}", ", counting: {roll: forward}", True),
        ("rolling", "", True),
    ],
)
def test_a_period_that_rolls_needs_a_calendar_wherever_it_says_so(
    tmp_path: Path, counting: str, own: str, is_refused: bool
) -> None:
    text = f"countings: {{rolling: {{roll: forward}}}}\ncounting: {counting}\n" + RULE.format(WITHIN.format(own))
    path = written(tmp_path, text)
    if is_refused:
        with pytest.raises(ProblemsError) as refused:
            kenri.load(path)
        assert [problem.code for problem in refused.value.problems] == ["no-calendar"]
    else:
        assert kenri.load(path).ask(ANN, "exercise", on="2024-05-08").outcome == "allowed"


@pytest.mark.parametrize("why", ["{ja: 記載なし}", "not said", "'0'"])
def test_a_term_is_unknown_whatever_is_said_of_why(tmp_path: Path, why: str) -> None:
    term = f"terms: {{approved: {{unknown: {why}, type: flag}}}}\n"
    plan = kenri.load(written(tmp_path, term + RULE.format("approved")))
    ruling = plan.ask(ANN, "exercise", on="2024-05-08")
    assert (ruling.outcome, [*ruling.missing]) == ("unknown", ["approved"])
    assert plan.ask({**ANN, "facts": {"approved": True}}, "exercise", on="2024-05-08").outcome == "allowed"
