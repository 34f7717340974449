import pickle
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kenri.model.problems import Place, Problem, ProblemsError, Report, nearest, quote
from kenri.model.sentences import Sentence, did_you_mean

PLACE = Place("rules/x.yaml", 6, 79)
EMPTY = Sentence("empty-item")
LIST = Sentence("empty-list", subject="`days`")
RULE = Sentence("about-rule", name="`post-termination-window`")


def test_a_problem_reads_as_place_rule_clause_message_and_help() -> None:
    problem = Problem(PLACE, LIST, subject=RULE, clause="7(b)")
    assert problem.render() == (
        "rules/x.yaml:6:79: rule `post-termination-window` (clause 7(b)): `days` is an empty list\n"
        "  help: write its items, or leave the key out"
    )
    assert problem.render("ja") == (
        "rules/x.yaml:6:79: 規則`post-termination-window`（条項7(b)）：`days`が空のリストである。\n"
        "  対処：項目を書くか、キーを省く。"
    )


def test_a_problem_gives_its_parts_in_english_to_programs() -> None:
    problem = Problem(PLACE, LIST, Sentence("nearest-name", name="`x`"), RULE)
    assert (problem.code, problem.message) == ("empty-list", "`days` is an empty list")
    assert problem.help == "the nearest known name is `x`"
    assert problem.rule == "rule `post-termination-window`"


NO_HELP = Sentence("no-such-file", file="`x`")


@pytest.mark.parametrize(
    ("problem", "rendered"),
    [
        (Problem(None, NO_HELP), "there is no file `x`"),
        (Problem(PLACE, NO_HELP), "rules/x.yaml:6:79: there is no file `x`"),
        (
            Problem(PLACE, NO_HELP, subject=RULE),
            "rules/x.yaml:6:79: rule `post-termination-window`: there is no file `x`",
        ),
        (Problem(PLACE, NO_HELP, clause="2(5)"), "rules/x.yaml:6:79: clause 2(5): there is no file `x`"),
        (Problem(PLACE, NO_HELP, severity="warning"), "rules/x.yaml:6:79: warning: there is no file `x`"),
        (
            Problem(None, NO_HELP, Sentence("nearest-name", name="one\ntwo")),
            "there is no file `x`\n  help: the nearest known name is one\n        two",
        ),
    ],
)
def test_what_is_not_known_is_left_out(problem: Problem, rendered: str) -> None:
    assert problem.render() == rendered


def file(name: str) -> Sentence:
    return Sentence("no-such-file", file=name)


def test_an_error_lists_its_problems_by_place_and_counts_them() -> None:
    late, early = Problem(Place("a.yaml", 10, 1), file("late")), Problem(Place("a.yaml", 9, 80), file("early"))
    nowhere = Problem(None, file("nowhere"))
    other = Problem(Place("b.yaml", 1, 1), file("other"), severity="warning")
    error = ProblemsError([nowhere, other, late, early])
    assert error.problems == (early, late, other, nowhere)
    assert str(error).splitlines() == [
        "a.yaml:9:80: there is no file early",
        "a.yaml:10:1: there is no file late",
        "b.yaml:1:1: warning: there is no file other",
        "there is no file nowhere",
        "3 problems, 1 warning",
    ]
    assert error.render("ja").splitlines()[2:] == [
        "b.yaml:1:1: 注意：ファイルotherはない。",
        "ファイルnowhereはない。",
        "誤り3件、注意1件",
    ]


@pytest.mark.parametrize(
    ("severities", "count"),
    [(["error"], "1 problem"), (["warning", "warning"], "2 warnings"), ([], "0 problems")],
)
def test_the_count_agrees_in_number(severities: list[str], count: str) -> None:
    problems = [
        Problem(None, file(str(number)), severity="error" if severity == "error" else "warning")
        for number, severity in enumerate(severities)
    ]
    assert str(ProblemsError(problems)).splitlines()[-1] == count


def test_an_error_survives_pickling() -> None:
    error = ProblemsError([Problem(PLACE, LIST, subject=RULE)])
    again = pickle.loads(pickle.dumps(error))
    assert again.problems == error.problems
    assert str(again) == str(error)


def test_a_report_keeps_everything_once_and_raises_for_errors_only() -> None:
    report = Report()
    report.raise_if_any()
    warning, error = Problem(None, LIST, severity="warning"), Problem(PLACE, EMPTY)
    report.add(warning)
    report.raise_if_any()
    report.add(error)
    report.add(Problem(PLACE, Sentence("empty-item")))
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
    assert did_you_mean("excercise", {"exercise", "transfer"}).text() == "the nearest known name is `exercise`"
    assert did_you_mean("zzz", ["b", "a"]).text() == "the known names are `a`, `b`"
    assert did_you_mean("zzz", ["b", "a"]).text("ja") == "使える名前は`a`、`b`。"
    assert did_you_mean("zzz", ["a"]).text() == "the known name is `a`"
    assert did_you_mean("zzz", []).text() == "nothing of the sort is declared"
    many = [f"name-{letter}" for letter in "abcdefghij"]
    assert did_you_mean("zzz", many).text().endswith("`name-h` and 2 more")


SEE = "`kenri explain PLAN` shows them all"

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
    assert did_you_mean(name, EVENTS, see=Sentence("see-explain")).text() == help_.replace("SEE", SEE)


def test_where_nothing_is_near_a_few_are_listed_and_where_all_are() -> None:
    help_ = did_you_mean("qqqq", EVENTS, see=Sentence("see-explain"))
    assert help_.text().endswith(f"and 2 more; {SEE}")


def test_no_name_is_compared_with_very_many() -> None:
    many = [f"party-{number}" for number in range(5000)]
    assert did_you_mean("party-77x", many).text().startswith("the known names are `party-0`")
    assert did_you_mean("PARTY-77", many).text() == "the nearest known name is `party-77`"


@given(name=st.text(max_size=20), known=st.sets(st.text(max_size=8), max_size=12))
@example(name="İ", known={"i"})
def test_help_does_not_depend_on_the_order_of_the_known_names(name: str, known: set[str]) -> None:
    one, other = sorted(known), sorted(known, reverse=True)
    assert nearest(name, one) == nearest(name, other)
    assert did_you_mean(name, one) == did_you_mean(name, other)
    assert (near := nearest(name, known)) is None or near in known


@pytest.mark.parametrize("name", ["00１", "００１", "e－1", "Ｅ-1", "ｱ1"])
def test_digits_and_letters_of_any_width_are_near_those_they_are(name: str) -> None:
    """A number typed by a Japanese keyboard was told to be near another one."""
    known = ["001", "009", "00", "E-1", "E-9", "ア1", "イ1"]
    assert nearest(name, known) == {"0": "001", "e": "E-1", "E": "E-1", "ア": "ア1"}[normalize("NFKC", name)[0]]
    assert nearest(name, [*known, *map(str, range(10**4, 10**4 + 2000))]) == nearest(name, known)


@given(text=st.text())
@example(text="\ud800\n\x00" * 40)
def test_quoted_input_stays_on_one_short_line(text: str) -> None:
    quoted = quote(text, limit=10)
    assert quoted.startswith("`")
    assert quoted.endswith("`")
    assert quoted.isprintable()
    assert len(quoted) <= 10 * len(r"\U0010ffff") + len("`…`")
