import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kenri.model.problems import Place, Problem, ProblemsError, Report, did_you_mean, nearest, quote

PLACE = Place("rules/x.yaml", 6, 79)


def test_a_problem_reads_as_place_rule_clause_message_and_help() -> None:
    problem = Problem(
        PLACE,
        "`days` must be a whole number, found `ninety`",
        help="write `90`, or refer to a term: `{term: name}`",
        rule="rule `post-termination-window`",
        clause="7(b)",
    )
    assert problem.render() == (
        "rules/x.yaml:6:79: rule `post-termination-window` (clause 7(b)): "
        "`days` must be a whole number, found `ninety`\n"
        "  help: write `90`, or refer to a term: `{term: name}`"
    )


@pytest.mark.parametrize(
    ("problem", "rendered"),
    [
        (Problem(None, "there is no file `x`"), "there is no file `x`"),
        (Problem(PLACE, "no"), "rules/x.yaml:6:79: no"),
        (Problem(PLACE, "no", rule="term `t`"), "rules/x.yaml:6:79: term `t`: no"),
        (Problem(PLACE, "no", clause="2(5)"), "rules/x.yaml:6:79: clause 2(5): no"),
        (Problem(PLACE, "odd", severity="warning"), "rules/x.yaml:6:79: warning: odd"),
        (Problem(None, "no", help="one\ntwo"), "no\n  help: one\n        two"),
    ],
)
def test_what_is_not_known_is_left_out(problem: Problem, rendered: str) -> None:
    assert problem.render() == rendered


def test_an_error_lists_its_problems_by_place_and_counts_them() -> None:
    late, early = Problem(Place("a.yaml", 10, 1), "late"), Problem(Place("a.yaml", 9, 80), "early")
    nowhere, other = Problem(None, "nowhere"), Problem(Place("b.yaml", 1, 1), "other", severity="warning")
    error = ProblemsError([nowhere, other, late, early])
    assert error.problems == (early, late, other, nowhere)
    assert str(error).splitlines() == [
        "a.yaml:9:80: early",
        "a.yaml:10:1: late",
        "b.yaml:1:1: warning: other",
        "nowhere",
        "3 problems, 1 warning",
    ]


@pytest.mark.parametrize(
    ("severities", "count"),
    [(["error"], "1 problem"), (["warning", "warning"], "2 warnings"), ([], "0 problems")],
)
def test_the_count_agrees_in_number(severities: list[str], count: str) -> None:
    problems = [
        Problem(None, str(number), severity="error" if severity == "error" else "warning")
        for number, severity in enumerate(severities)
    ]
    assert str(ProblemsError(problems)).splitlines()[-1] == count


def test_an_error_survives_pickling() -> None:
    error = ProblemsError([Problem(PLACE, "no")])
    again = pickle.loads(pickle.dumps(error))
    assert again.problems == error.problems
    assert str(again) == str(error)


def test_a_report_keeps_everything_once_and_raises_for_errors_only() -> None:
    report = Report()
    report.raise_if_any()
    warning, error = Problem(None, "odd", severity="warning"), Problem(PLACE, "no")
    report.add(warning)
    report.raise_if_any()
    report.add(error)
    report.add(Problem(PLACE, "no"))
    assert report.problems == (error, warning)
    assert report.errors == (error,)
    with pytest.raises(ProblemsError, match=r"1 problem$") as raised:
        report.raise_if_any()
    assert raised.value.problems == (error,)


@pytest.mark.parametrize(
    ("name", "near"),
    [("excercise", "exercise"), ("EXERCISE", "exercise"), ("end_off", "end_of"), ("zzz", None), ("", None)],
)
def test_the_nearest_name(name: str, near: str | None) -> None:
    assert nearest(name, ["transfer", "exercise", "end_of"]) == near


def test_help_names_the_nearest_or_lists_the_known() -> None:
    assert did_you_mean("excercise", {"exercise", "transfer"}) == "the nearest known name is `exercise`"
    assert did_you_mean("zzz", ["b", "a"]) == "the known names are `a`, `b`"
    assert did_you_mean("zzz", ["a"]) == "the known name is `a`"
    assert did_you_mean("zzz", []) == "nothing of the sort is declared"
    many = [f"name-{letter}" for letter in "abcdefghij"]
    assert did_you_mean("zzz", many).endswith("`name-h` and 2 more")


EVENTS = [
    "dies", "exercises", "leaves_position", "takes_position", "splits_shares", "pledges_rights", "transfers_rights",
    "acquires_rights", "inherits", "board_approves",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "help_"),
    [
        ("leaves", "the nearest known name is `leaves_position`"),
        ("leave", "the nearest known name is `leaves_position`"),
        ("split", "the nearest known name is `splits_shares`"),
        ("pledged", "the nearest known name is `pledges_rights`"),
        ("left", "of 10 known names the nearest to it: `leaves_position`; SEE"),
        ("position", "of 10 known names the nearest to it: `takes_position`, `leaves_position`; SEE"),
    ],
)
def test_of_many_names_those_with_a_part_in_common_are_the_nearest(name: str, help_: str) -> None:
    assert did_you_mean(name, EVENTS, see="SEE") == help_


def test_where_nothing_is_near_a_few_are_listed_and_where_all_are() -> None:
    help_ = did_you_mean("qqqq", EVENTS, see="`kenri explain PLAN` shows them all")
    assert help_.endswith("and 2 more; `kenri explain PLAN` shows them all")


def test_no_name_is_compared_with_very_many() -> None:
    many = [f"party-{number}" for number in range(5000)]
    assert did_you_mean("party-77x", many).startswith("the known names are `party-0`")
    assert did_you_mean("PARTY-77", many) == "the nearest known name is `party-77`"


@given(name=st.text(max_size=20), known=st.sets(st.text(max_size=8), max_size=12))
@example(name="İ", known={"i"})
def test_help_does_not_depend_on_the_order_of_the_known_names(name: str, known: set[str]) -> None:
    one, other = sorted(known), sorted(known, reverse=True)
    assert nearest(name, one) == nearest(name, other)
    assert did_you_mean(name, one) == did_you_mean(name, other)
    assert (near := nearest(name, known)) is None or near in known


@given(text=st.text())
@example(text="\ud800\n\x00" * 40)
def test_quoted_input_stays_on_one_short_line(text: str) -> None:
    quoted = quote(text, limit=10)
    assert quoted.startswith("`")
    assert quoted.endswith("`")
    assert quoted.isprintable()
    assert len(quoted) <= 10 * len(r"\U0010ffff") + len("`…`")
