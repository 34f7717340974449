import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kenri.loader.documents import DEPTH_LIMIT, PROBLEMS_LIMIT
from kenri.loader.source import BYTES_LIMIT
from kenri.loader.tree import Data, Tree, read
from kenri.model.problems import Place, Problem, Report


def rest_at(text: str, place: Place) -> str:
    """The text from a place on: what a caret under the line would point at."""
    lines = re.split("(\r\n|\r|\n)", text)  # the ends of lines stand at the odd indices
    return "".join([lines[2 * (place.line - 1)][place.column - 1 :], *lines[2 * place.line - 1 :]])


def load(text: str) -> Data:
    """The data of a text of one document without a problem."""
    report = Report()
    trees = read("x.yaml", text, report=report)
    assert report.problems == ()
    (tree,) = trees
    return tree.value


def problems(text: str) -> tuple[Problem, ...]:
    report = Report()
    read("x.yaml", text, report=report)
    return report.problems


# --- what is accepted ---


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on: off", {"on": "off"}),
        ("[yes, no, y, n, Yes, OFF]", ["yes", "no", "y", "n", "Yes", "OFF"]),
        ("[true, false]", [True, False]),
        ("clause: 7(b)", {"clause": "7(b)"}),
        ("12:30: at noon", {"12:30": "at noon"}),
        ('["12:30", "010", \'null\', "True", "1e3", "<<", "*a"]', ["12:30", "010", "null", "True", "1e3", "<<", "*a"]),
        ('{"010": 1, "2024-04-01": 2, "": 3}', {"010": 1, "2024-04-01": 2, "": 3}),
        ("[0, -0, 10, -7, 2015]", [0, 0, 10, -7, 2015]),
        ("price: 1.50", {"price": Decimal("1.50")}),
        ("2024-02-29", date(2024, 2, 29)),
        ("2025-07-07T14:59:59Z", datetime(2025, 7, 7, 14, 59, 59, tzinfo=UTC)),
        (
            "at: 2025-07-07T23:59:59.5+09:00",
            {"at": datetime(2025, 7, 7, 23, 59, 59, 500_000, tzinfo=timezone(timedelta(hours=9)))},
        ),
        ("2025-07-07T00:30-03:30", datetime(2025, 7, 7, 0, 30, tzinfo=timezone(-timedelta(hours=3, minutes=30)))),
        ("[2-3, a-b, 1.2.3, 2(11)2, -, '']", ["2-3", "a-b", "1.2.3", "2(11)2", "-", ""]),
        ("says: >\n  one\n  two\n", {"says": "one two\n"}),
        ("says: |\n  12:30\n", {"says": "12:30\n"}),
        ("rules:\n- a: 1\n- b: 2\n", {"rules": [{"a": 1}, {"b": 2}]}),
        ("\ufeffa: 1", {"a": 1}),
        ("a: 権利 # comment", {"a": "権利"}),
        ('{\n\t"a": [1,\n\t2]\n}\n', {"a": [1, 2]}),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        (r'{"name": "\ud842\udfb7\u7530", "back": "\\ud842\\udfb7"}', {"name": "𠮷田", "back": r"\ud842\udfb7"}),
    ],
)
def test_accepted(text: str, value: Data) -> None:
    assert exactly(load(text)) == exactly(value)


def test_a_decimal_keeps_its_digits() -> None:
    assert str(load("1.50")) == "1.50"


def test_several_documents() -> None:
    report = Report()
    trees = read("x.yaml", "---\nplan: a\n---\nfamily: b\n...\n", report=report)
    assert [tree.value for tree in trees] == [{"plan": "a"}, {"family": "b"}]
    assert report.problems == ()
    assert str(trees[1].place(("family",))) == "x.yaml:4:9"


# --- what is refused: one text for each mistake, `▸` before what the place must point at ---

MISTAKES = [
    # numbers
    ("a: ▸010", "starts with a zero", "write `10`"),
    ("a: ▸-007.50", "starts with a zero", "write `-7.50`"),
    ("a: ▸00", "starts with a zero", "write `0`"),
    ("at: ▸12:30", "base 60", 'quote it: `"12:30"`'),
    ("ratio: ▸2:1", "base 60", "either way: `2/1` is 2 new on 1 old, `1/2` 1 on 2"),
    ("at: ▸190:20:30", "base 60", "quote it"),
    ("a: ▸0x1F", "another base", "base ten"),
    ("a: ▸0o17", "another base", "base ten"),
    ("a: ▸0b101", "another base", "base ten"),
    ("a: ▸1_000", "underscores", "write `1000`"),
    ("a: ▸1e3", "exponent", "all its digits"),
    ("a: ▸-1.5E-3", "exponent", "all its digits"),
    ("a: ▸.inf", "not a finite number", ""),
    ("a: ▸-.INF", "not a finite number", ""),
    ("a: ▸.nan", "not a finite number", ""),
    ('{"a": ▸NaN}', "not a finite number", ""),
    ('{"a": ▸-Infinity}', "not a finite number", ""),
    ("a: ▸+5", "plus sign", "without the sign"),
    ("a: ▸.5", "one side of its point", "write `0.5`"),
    ("a: ▸5.", "one side of its point", "write `5.0`"),
    ("a: ▸" + "9" * 101, "more than 100 digits", ""),
    ("a: ▸0." + "9" * 5000, "more than 100 digits", ""),
    # true, false, nothing
    ("a: ▸True", "not a way to write `true`", "write `true`"),
    ("a: ▸FALSE", "not a way to write `false`", "write `false`"),
    ("a: ▸null", "`null` says nothing", "leave out the key"),
    ("a: ▸~", "`~` says nothing", "leave out the key"),
    ("a: 1\n▸b:\nc: 2", "the key `b` has no value", "leave the key out"),
    ("▸a:", "the key `a` has no value", "leave the key out"),
    ("{▸a, b: 1}", "the key `a` has no value", "write its value"),
    ("{a: After leaving, ▸three months.}", "the key `three months.` has no value", "inside `{ }`"),
    ("{price: 1,▸000, b: 1}", "a key must be text, found `000`", "write a number without commas"),
    ("{a: b, ▸7: c}", "a key must be text, found `7`", 'quote it: `"7"`'),
    ("{says: A▸: b.}", "a `,` or `}` is missing", "a text with a comma or `: ` inside `{ }`"),
    ("- a\n▸-\n- b", "an item of this list is empty", "remove its `-`"),
    ("- a\n▸- # later\n", "an item of this list is empty", "remove its `-`"),
    # days and instants
    ("a: ▸2024-02-30", "there is no day `2024-02-30`", "a day of the calendar"),
    ("a: ▸0000-01-01", "there is no day", ""),
    ("a: ▸2024-4-1", "two digits", "write it as `2024-04-01`"),
    ("a: ▸2025-07-07T14:59:59", "in which zone", "`2025-07-07T14:59:59Z`"),
    ("a: ▸2025-07-07 14:59:59Z", "the one accepted way", "2025-07-07T14:59:59Z"),
    ("a: ▸2025-07-07t14:59:59z", "the one accepted way", ""),
    ("a: ▸2025-07-07T14:59:59+9", "the one accepted way", ""),
    ("a: ▸2025-07-07T14:59:59.1234567Z", "the one accepted way", ""),
    ("a: ▸2025-07-07T24:00:00Z", "there is no instant", ""),
    ("a: ▸2025-07-07T12:60:00Z", "there is no instant", ""),
    ("a: ▸2025-07-07T12:00:00+09:60", "there is no instant", ""),
    ("a: ▸2025-07-07T12:00:00+24:00", "there is no instant", ""),
    ("a: ▸0001-01-01T00:00:00+09:00", "there is no instant", ""),
    ("a: ▸9999-12-31T23:59:59-01:00", "there is no instant", ""),
    # keys
    ("a: 1\n▸a: 2", "the key `a` is given again, after x.yaml:1:1", "keep one"),
    ('a: {b: 1, c: 2, ▸"b": 3}', "the key `b` is given again, after x.yaml:1:5", "keep one"),
    ("▸7: a", "a key must be text, found `7`", 'quote it: `"7"`'),
    ("▸2024-04-01: a", "a key must be text", "quote it"),
    ("▸true: a", "a key must be text", "quote it"),
    ("▸1.5: a", "a key must be text", "quote it"),
    ("▸010: a", "a key must be text", "quote it"),
    ("▸null: a", "a key must be text", "quote it"),
    ("▸?\n: a", "a key is missing here", "key: value"),
    ("a: {▸{b: c}: d}", "a key must be text", "starts with a bracket"),
    ("? ▸[a]\n: b", "a key must be text", "starts with a bracket"),
    ("name: {▸{name}}", "a key must be text", "quote a text that starts with a bracket"),
    # what YAML adds
    ("a: ▸!!python/object/apply:os.system [b]", "the tag `!!python/object/apply:os.system`", "remove it"),
    ("a: ▸!!str 1", "the tag `!!str`", "remove it"),
    ("a: ▸!own {b: c}", "the tag `!own`", "remove it"),
    ("a: ▸! b", "the tag `!`", "remove it"),
    ("▸!!str a: b", "the tag `!!str`", "remove it"),
    ("a: ▸!x!y b", "a tag is not allowed", "quote a text that starts with `!`"),
    ("a: ▸&b 1", "the anchor `&b`", "remove it"),
    ("a: ▸&b", "the anchor `&b`", "remove it"),
    ("a: ▸*b", "the alias `*b`", "write the value"),
    ("▸*b : 1", "the alias `*b`", "write the value"),
    ("a: {▸<<: {b: 1}}", "merge key `<<`", "the keys that it would bring"),
    ("▸%YAML 1.1\n---\na: 1", "a directive", "starts with `%`"),
    ("# x\n▸%TAG ! tag:x,2000:\n---\na: 1", "a directive", "starts with `%`"),
    ("▸%YAML 3.0\n---\na: 1", "a directive", "starts with `%`"),
    ("▸%OWN x\n---\na: 1", "a directive", "starts with `%`"),
    # what is not YAML
    ("a:\n▸\tb: 1", "a tab cannot indent", "with spaces"),
    ("a: >\n▸\tb\n  c\n", "a tab cannot indent", "with spaces"),
    ("a: b▸: c", "a `:` cannot stand here", "quote a text"),
    ("a: {b▸:[c]}", "a `:` cannot stand here", "a blank after it"),
    ("a: 1\n b▸: 2", "a `:` cannot stand here", "indentation"),
    ("a: 1\n▸foo\nb: 2", "no `key: value`", "add the `:`"),
    ("a: 1\n▸- b", "does not continue the mapping above", "indentation"),
    ("- a\n▸b: 1", "does not continue the list above", "indentation"),
    ("a:\n  - b\n ▸c: 1\n", "does not continue the mapping above", "indentation"),
    ('says: "one" ▸two', "does not continue the mapping above", "the whole of a text"),
    ("a: ▸@b", "cannot start with `@`", "quote the text"),
    ("a: ▸`b`", "cannot start with", "quote the text"),
    ("a: ▸%b", "cannot start with `%`", "quote the text"),
    ("says: ▸*important* news", "cannot start with `*`", "quote the text"),
    ("says: ▸& so on", "cannot start with `&`", "quote the text"),
    ("says: ▸!<x y", "cannot start with `!`", "quote the text"),
    ("says: ▸| one", "the text after `|` must start on its own line", "quote it"),
    ("says: ▸>0\n  one", "the text after `>` must start on its own line", "quote it"),
    ("says: ▸- one", "a `- ` cannot stand here", "its own line"),
    ("says: ▸? one", "a `? ` cannot stand here", "its own line"),
    ("a: ▸]", "a value must stand here, found `]`", "quote"),
    ("[a, ▸, b]", "a value must stand here, found `,`", "quote"),
    ("a: ▸[1, 2\n", "the list that starts here is not closed", "`]`"),
    ("a: [1▸,\n", "the text ends where a value must stand", "close what is open"),
    ("a: ▸{b: 1\n\n# x\n", "the mapping that starts here is not closed", "`}`"),
    ("▸{b: {c: 1}", "the mapping that starts here is not closed", "`}`"),
    ("a: ▸'b\nc: d\n", "the quoted text that starts here is not closed", "closing quote"),
    ("[a, {b: c▸]", "`,` or `}` is missing", "`}`"),
    ("{a: 1}▸}", "nothing can follow the end of the document", "`---`"),
    ('a: "▸\\q"', "`\\q` is not an escape", "double the backslash"),
    ('a: "\\u▸d842"', "this escape names no character", "the character itself"),
    ('a: "\\u▸12"', "too few digits", "four hex digits"),
    # texts as a whole
    ("▸", "the text is empty", ""),
    ("▸# only this\n", "the text is empty", ""),
    ("a: 1\n▸---\n", "the document is empty", "remove its `---`"),
    ("▸---\n---\na: 1\n", "the document is empty", "remove its `---`"),
    ("a: b▸\x07c", "U+0007", "`\\u0007`"),
    ("a: b\r\nc: d▸\u2028e", "U+2028", "`\\u2028`"),
    ("a: b▸\ufeff", "U+FEFF", ""),
    ("a: ▸\ud800", "U+D800", "remove it"),
    ("▸" + "[" * (DEPTH_LIMIT + 1), "nested more than 100 deep", "nest them less"),
    ("▸" + "{a: " * (DEPTH_LIMIT + 1), "nested more than 100 deep", "nest them less"),
    ("▸- " + "a" * BYTES_LIMIT, "larger than 2 MiB", "split it"),
]


@pytest.mark.parametrize(("marked", "message", "help_"), MISTAKES, ids=[marked[:40] for marked, *_ in MISTAKES])
def test_refused(marked: str, message: str, help_: str) -> None:
    before, after = marked.split("▸")
    (*_, problem) = found = problems(before + after)
    assert message in problem.message
    assert help_ in problem.help
    assert problem.place is not None
    if "nested" in message:
        assert rest_at(after, problem.place) in ("[", "{a: ")
    else:
        assert rest_at(before + after, problem.place) == after
        assert len(found) == 1, "one mistake is told once"


def test_deepest_nesting_accepted() -> None:
    assert problems("[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT) == ()


def test_every_problem_is_told_at_once() -> None:
    text = "a: 010\nb: [True, {c: 1, c: 2}]\n7: &x 12:30\n---\nd: 2024-02-30\n---\ne: ]\n"
    assert [str(problem.place) for problem in problems(text)] == [
        "x.yaml:1:4",
        "x.yaml:2:5",
        "x.yaml:2:18",
        "x.yaml:3:1",
        "x.yaml:3:4",
        "x.yaml:5:4",
        "x.yaml:7:4",
    ]


def test_a_flood_of_problems_is_cut() -> None:
    found = problems("- 010\n" * 100_000)
    assert len(found) == PROBLEMS_LIMIT + 1
    assert "200 problems were found up to here" in found[-1].message


def test_aliases_are_never_followed() -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    assert "the alias `*a` is not allowed" in [problem.message for problem in problems(bomb)]


# --- places ---

PLAN = """\
terms:
  rights_offered: {value: 230, clause: 2(2)}
rules:
  - rule: exercise-period
    permit: exercise
  - rule: ten-days
"""


@pytest.mark.parametrize(
    ("path", "key", "underlined"),
    [
        ((), False, "terms:"),
        (("terms",), True, "terms:"),
        (("terms",), False, "rights_offered:"),
        (("terms", "rights_offered"), False, "{value"),
        (("terms", "rights_offered", "clause"), False, "2(2)"),
        (("terms", "rights_offered", "clause"), True, "clause: 2(2)"),
        (("rules",), False, "- rule: exercise"),
        (("rules", 1), False, "rule: ten-days"),
        (("rules", 0, "permit"), False, "exercise\n"),
        # a path that leads nowhere: what holds it as far as it exists
        (("rules", 1, "permit"), False, "rule: ten-days"),
        (("rules", 1, "permit"), True, "rule: ten-days"),
        (("rules", 2), False, "- rule: exercise"),
        (("rules", -1), False, "- rule: exercise"),
        (("rules", "0"), False, "- rule: exercise"),
        (("terms", 0), False, "rights_offered:"),
        (("terms", "rights_offered", "value", "unit", 3), False, "230"),
        (("absent", "rules", 1), False, "terms:"),
    ],
)
def test_place(path: tuple[str | int, ...], key: bool, underlined: str) -> None:
    (tree,) = read("x.yaml", PLAN, report=Report())
    assert rest_at(PLAN, tree.place(path, key)).startswith(underlined)


def test_refused_parts_are_known() -> None:
    (tree,) = read("x.yaml", "a: [1, 010]\nb: {7: x, c: d}\ne: {f: 1, f: 2, g: 3}\n", report=Report())
    assert tree.value == {"a": [1, "010"], "b": {"c": "d"}, "e": {"f": 1, "g": 3}}
    assert tree.is_refused(("a", 1))
    assert tree.is_refused(("a", 1, "below"))
    assert tree.is_refused(("b", "c")), "a mapping is refused with one of its keys"
    assert tree.is_refused(("e", "f"))
    assert not any(tree.is_refused(path) for path in [(), ("a",), ("a", 0), ("e",), ("e", "g")])


# --- files ---


def test_a_file_is_read_and_named_as_given(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes("\ufeffname: 権利\nday: 2024-02-30\n".encode())
    report = Report()
    (tree,) = read(path, report=report)
    assert tree.value == {"name": "権利", "day": "2024-02-30"}
    assert [problem.place for problem in report.problems] == [Place(str(path), 2, 6)]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("a: 1")
    (tmp_path / "void").mkdir()
    cases = {
        tmp_path / "plam.yaml": ("there is no file", "the nearest known name is `plan.yaml`"),
        tmp_path / "absent" / "plan.yaml": ("there is no file", "there is no folder"),
        tmp_path / "void" / "plan.yaml": ("there is no file", "is empty"),
        tmp_path / "void": ("is a folder", "name a file in it"),
        tmp_path / "plan.yaml" / "x": ("cannot be read: not a directory", ""),
        tmp_path / "zero\0": ("cannot be read", ""),
        tmp_path / ("long" * 100): ("cannot be read: file name too long", ""),
    }
    for path, (message, help_) in cases.items():
        report = Report()
        assert read(path, report=report) == []
        (problem,) = report.problems
        assert message in problem.message
        assert help_ in problem.help


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # the mode of a file does not stop every user
    report = Report()
    assert read(tmp_path / "plan.yaml", report=report) == []
    assert "may not be read" in report.problems[0].message


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"a: 1\nb: \xe6\xa8\xa9 \x93\xfa\n")
    report = Report()
    assert read(path, report=report) == []
    (problem,) = report.problems
    assert problem.message == "the byte 0x93 here is not UTF-8 text"
    assert problem.place == Place(str(path), 2, 6)


def test_a_file_too_large_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    report = Report()
    assert read(path, report=report) == []
    assert "larger than 2 MiB" in report.problems[0].message


def test_neither_path_nor_text_is_the_callers_mistake() -> None:
    with pytest.raises(TypeError, match="a path or a text"):
        read(None, report=Report())


def test_a_text_without_a_name() -> None:
    report = Report()
    read(None, "a: 010", report=report)
    assert str(report.problems[0].place) == "<text>:1:4"


# --- laws ---

integers = st.integers(min_value=-(10**60), max_value=10**60)
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
json_data = st.recursive(
    st.booleans() | integers | decimals | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=30), inner, max_size=5),
    max_leaves=20,
)


def as_json(value: Data, *, ascii_only: bool) -> str:
    """JSON with a line for each item; the same value gives the same text wherever it stands."""
    match value:
        case dict():
            pairs = (
                f"{as_json(key, ascii_only=ascii_only)}: {as_json(item, ascii_only=ascii_only)}"
                for key, item in value.items()
            )
            return "{" + ",\n".join(pairs) + "}"
        case list():
            return "[" + ", ".join(as_json(item, ascii_only=ascii_only) for item in value) + "]"
        case Decimal():
            return f"{value:f}"
        case str() | int() | date():
            return json.dumps(value, ensure_ascii=ascii_only)


def exactly(value: Data) -> object:
    """The value with its types, since 1, True and Decimal(1) are equal."""
    match value:
        case dict():
            return {key: exactly(item) for key, item in value.items()}
        case list():
            return [exactly(item) for item in value]
        case str() | int() | Decimal() | date():
            return type(value), value


def paths(value: Data, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Data]]:
    yield path, value
    match value:
        case dict():
            for key, item in value.items():
                yield from paths(item, (*path, key))
        case list():
            for index, item in enumerate(value):
                yield from paths(item, (*path, index))
        case str() | int() | Decimal() | date():
            return


@given(data=json_data)
@example(data={"𠮷": ["\x00\x7f\u2028\ufeff\\ud842\\udfb7", "𠮷", "/"]})
def test_json_is_read_back_as_it_was(data: Data) -> None:
    assert exactly(load(as_json(data, ascii_only=True))) == exactly(data)


@given(data=json_data)
def test_every_place_points_at_its_value(data: Data) -> None:
    text = as_json(data, ascii_only=True)
    (tree,) = read("x.json", text, report=Report())
    for path, value in paths(data):
        assert rest_at(text, tree.place(path)).startswith(as_json(value, ascii_only=True))
        if path and isinstance(path[-1], str):
            assert rest_at(text, tree.place(path, key=True)).startswith(as_json(path[-1], ascii_only=True) + ": ")


visible = st.characters(min_codepoint=0xA0, exclude_categories=["Cs", "Cn"], exclude_characters="\u2028\u2029\ufeff")


@given(words=st.lists(st.text(visible | st.characters(min_codepoint=0x20, max_codepoint=0x7E))))
def test_visible_characters_need_no_escape(words: list[str]) -> None:
    assert load(as_json(list(words), ascii_only=False)) == words


yaml_like = st.lists(
    st.sampled_from(
        [
            *"abc017+-.:,[]{}#&*!|>'\"%@`?~<= \t\n\r\\権\x85\ufeff\ud842",
            *(
                "\n  ",
                "\n- ",
                "\n\n",
                "\r\n",
                ": ",
                "? ",
                "- ",
                "---\n",
                "...\n",
                "%YAML 1.1\n",
                "{a: ",
                "key: ",
                "# x\n",
            ),
            *("<<", "null", "True", "1e3", "12:30", "2024-02-30", "2025-07-07T14:59:59", "\\u", '"text"', "'text'"),
            *("!!str ", "&a ", "*a", ">\n", "|+2\n"),
        ]
    ),
    max_size=40,
).map("".join)


def check_that_reading_only_reports(text: str) -> list[Tree]:
    report = Report()
    trees = read("x.yaml", text, report=report)
    assert trees or report.problems
    body = text.removeprefix("\ufeff")
    for problem in report.problems:
        assert problem.place is not None
        assert problem.place.line >= 1
        assert problem.place.column >= 1
        assert rest_at(body, problem.place) or not body.strip(), "a place is inside the text"
    for tree in trees:
        for path, value in paths(tree.value):
            assert not isinstance(value, float)
            assert value is not None
            rest_at(body, tree.place(path))
    return trees


@given(text=yaml_like)
def test_any_yaml_like_text_is_read_or_reported(text: str) -> None:
    check_that_reading_only_reports(text)


@given(text=st.text())
def test_any_text_is_read_or_reported(text: str) -> None:
    check_that_reading_only_reports(text)


@given(data=st.binary())
def test_any_file_is_read_or_reported(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(data)
    report = Report()
    assert read(path, report=report) or report.problems


@given(day=st.dates())
def test_every_day_is_read(day: date) -> None:
    assert load(f"day: {day.isoformat()}") == {"day": day}


@given(instant=st.datetimes(timezones=st.integers(-1439, 1439).map(lambda east: timezone(timedelta(minutes=east)))))
def test_every_instant_that_utc_can_say_is_read(instant: datetime) -> None:
    try:
        instant.astimezone(UTC)
    except OverflowError:
        assert "there is no instant" in problems(f"at: {instant.isoformat()}")[0].message
    else:
        assert load(f"at: {instant.isoformat()}") == {"at": instant}


@given(
    whole=st.integers(0, 10**48),
    part=st.from_regex(r"[0-9]{1,50}", fullmatch=True, alphabet=st.characters(codec="ascii")),
)
def test_numbers_are_never_rounded(whole: int, part: str) -> None:
    assert str(load(f"{whole}.{part}")) == str(Decimal(f"{whole}.{part}"))
