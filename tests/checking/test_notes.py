"""Why nothing was found out, in both languages; and a report with its notes is pickled as it is."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from kenri.checking.check_context import why_open
from kenri.checking.plan_check import check
from kenri.model.limits import SOLVER_DAYS
from kenri.model.sentences import Sentence
from kenri.solving.effort import Effort
from kenri.solving.prover import Search
from kenri.symbolic.case import InexpressibleError, must_be_few
from tests.checking.small_plan import loaded

OPEN = {
    (True, Effort(seconds=1)): (
        "stopped after 1 second, before its steps were taken: this is no verdict",
        "許されたステップを終える前に1秒で中断した。判定ではない。",
    ),
    (True, Effort(seconds=2.5)): (
        "stopped after 2.5 seconds, before its steps were taken: this is no verdict",
        "許されたステップを終える前に2.5秒で中断した。判定ではない。",
    ),
    (False, Effort(steps=1)): ("undecided after 1 step of the solver", "ソルバーの1ステップでは決まらない。"),
    (False, Effort(steps=4_000)): (
        "undecided after 4,000 steps of the solver",
        "ソルバーの4,000ステップでは決まらない。",
    ),
}


@pytest.mark.parametrize(("stopped", "effort"), OPEN)
def test_why_a_search_has_found_nothing_out(stopped: bool, effort: Effort) -> None:
    said = why_open(Search(undecided=not stopped, stopped=stopped), effort)
    assert (said.text(), said.text("ja")) == OPEN[stopped, effort]


def test_what_cannot_be_expressed_is_said_inside_why_nothing_was_checked() -> None:
    with pytest.raises(InexpressibleError) as refused:
        must_be_few(SOLVER_DAYS.most + 1)
    error = pickle.loads(pickle.dumps(refused.value))
    assert str(error) == "an expression of so many days: the limit `solver-days` is 5,000 days"
    said = Sentence("cannot-express", what=error.what)
    assert said.text("ja") == "これほど多くの日に当たる式（上限`solver-days`は5,000（日））はソルバーで表せない。"


def test_a_report_is_pickled_with_its_notes(tmp_path: Path) -> None:
    report = check(loaded(tmp_path), steps=1, kinds=frozenset({"claim"}))
    assert any(each.note is not None for each in report.results)
    assert pickle.loads(pickle.dumps(report)) == report
