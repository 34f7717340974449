import dataclasses
import datetime
import re
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kenri.loader.decode import ABOUT, decode
from kenri.loader.documents import PROBLEMS_LIMIT
from kenri.loader.expected import bridge, help_for
from kenri.loader.hints import Hint, chosen, fields_of, hint_of, recognised_by
from kenri.loader.plain import plain
from kenri.loader.tree import read
from kenri.model.expressions import (
    Condition,
    EventMoments,
    Moments,
    Node,
    Nth,
    Quantity,
    Span,
    Take,
    Within,
    construct,
)
from kenri.model.plan import SECTIONS, Amount, Date, Document, Rule, State, Term
from kenri.model.problems import Problem, Report
from kenri.model.sentences import Language, Sentence
from kenri.model.walk import SORTS
from tests.docs.shown_constructs import constructs as language
from tests.loader.constructs import constructs, in_flow


def document(text: str) -> Document:
    """A text of one document without a mistake."""
    report = Report()
    (tree,) = read("x.yaml", text, report=report)
    decoded = decode(Document, tree, report=report)
    assert report.problems == ()
    assert decoded is not None
    return decoded


def mistakes(text: str) -> tuple[Problem, ...]:
    report = Report()
    (tree,) = read("x.yaml", text, report=report)
    assert decode(Document, tree, report=report) is None
    return report.problems


def state(expression: str) -> str:
    return f"family: f\nstates:\n  open: {{clause: 7(b), is: {expression}}}\n"


def date(expression: str) -> str:
    return f"family: f\ndates:\n  open: {{clause: 7(b), is: {expression}}}\n"


def amount(expression: str) -> str:
    return f"family: f\namounts:\n  open: {{clause: 7(b), is: {expression}}}\n"


def rule(keys: str) -> str:
    return f"family: f\nrules:\n  ten: {{clause: 7(b), says: s, {keys}}}\n"


def term(keys: str) -> str:
    return f"family: f\nterms:\n  ten: {{{keys}}}\n"


# --- what is understood ---


def test_plain_data_of_any_document_decodes_to_an_equal_one() -> None:
    @given(constructs(Document))
    def law(written: Document) -> None:
        assert document(in_flow(plain(written))) == written

    law()


@pytest.mark.parametrize(
    ("holder", "kind"),
    [(Date, kind) for kind in SORTS["moments"]]
    + [(State, kind) for kind in SORTS["condition"]]
    + [(Amount, kind) for kind in SORTS["quantity"]],
    ids=lambda kind: kind.__name__,
)
def test_every_construct_is_recognised_among_its_sort(holder: type[Node], kind: type[Node]) -> None:
    @settings(max_examples=25)
    @given(constructs(kind, depth=1))
    def law(written: Node) -> None:
        whole = holder(is_=written)  # type: ignore[call-arg]  # each of the three holders has it
        report = Report()
        (tree,) = read("x.yaml", in_flow(plain(whole)), report=report)
        assert decode(holder, tree, report=report) == whole

    law()


def test_trailing_underscore_is_not_part_of_the_key() -> None:
    open_ = document(state("{within: {days: 10}, from: launch}")).states["open"].is_
    assert open_ == Within(within=open_.within, from_="launch")  # type: ignore[union-attr]  # a `Within`


def test_a_period_is_no_span_although_both_have_from() -> None:
    assert isinstance(document(state("{from: launch, within: {days: 1}}")).states["open"].is_, Within)
    assert document(state("{until: launch}")).states["open"].is_ == Span(until="launch")


def test_the_place_tells_what_a_key_means() -> None:
    assert isinstance(document(amount("{at: launch, take: rights}")).amounts["open"].is_, Take)
    assert type(document(state("{asked: paid, is: true}")).states["open"].is_).__name__ == "AskedIs"
    assert type(document(amount("{asked: paid}")).amounts["open"].is_).__name__ == "AskedNumber"
    assert type(document(date("{asked: paid}")).dates["open"].is_).__name__ == "AskedDay"


def test_values_keep_their_types() -> None:
    where = document(date("{event: a, where: {b: true, c: 1, d: 1.0, e: 2024-04-01, f: [x, 2]}}")).dates["open"].is_
    assert isinstance(where, EventMoments)
    assert [type(value) for value in where.where.values()] == [bool, int, Decimal, datetime.date, tuple]


def test_one_or_several() -> None:
    assert document(rule("permit: sell")).rules["ten"].permit == ("sell",)
    assert document(rule("permit: [sell]")).rules["ten"].permit == ("sell",)


def test_what_may_be_one_name_or_several_is_a_tuple_for_all_who_read_it() -> None:
    """A field of names that is a word here and a list there would be asked which by each of its readers."""
    of_names = {
        (construct.__name__, key): field.hint.is_one_or_several
        for construct in language()
        for key, field in fields_of(construct).items()
        if field.hint.scalars == {str} and field.hint.items
    }
    assert ("Rule", "permit") in of_names
    assert not [place for place, is_tuple in of_names.items() if not is_tuple]


def test_decoding_starts_at_a_path() -> None:
    report = Report()
    (tree,) = read("x.yaml", term("value: 10, clause: 7"), report=report)
    assert decode(Term, tree, ("terms", "ten"), report=report) is None
    (problem,) = report.problems
    assert (str(problem.place), problem.rule) == ("x.yaml:3:28", "term `ten`")


# --- mistakes: the underlined text, the message, the help ---


@pytest.mark.parametrize(
    ("text", "underlined", "message", "help_"),
    [
        # keys
        ("family: f\nrulez: {}", "rulez", "the key `rulez` is not known here", "the nearest known name is `rules`"),
        (
            rule("permit: sell, wen: open"),
            "wen",
            "the key `wen` is not known here",
            "the nearest known name is `when`",
        ),
        (
            "family: f\nrules: {a: {says: s, permit: b}}",
            "{says",
            "the key `clause` is missing",
            "add `clause: ...`",
        ),
        (
            date("{asked: x, of: y}"),
            "of: y",
            "the key `of` is not known here",
            "the known name is `asked`",
        ),
        (
            state("{at: launch, holds: {asker: {named: who}}}"),
            "{named",
            "the key `of` is missing",
            "add `of: ...`",
        ),
        (
            "family: f\ntitle: {en: a, fr: b}",
            "fr",
            "the key `fr` is not known here",
            "the known names are `en`, `ja`",
        ),
        (
            "family: f\nroles: {Board Member: {}}",
            "Board Member",
            "`Board Member` is no name: a name has lower-case letters, digits, `-` and `_`, a letter first",
            "write it like `board-member`",
        ),
        (
            "family: f\nroles: {役員: {}}",
            "役員",
            "`役員` is no name: a name has lower-case letters, digits, `-` and `_`, a letter first",
            "write it with letters from `a` to `z`",
        ),
        # single values
        (
            state("{within: {days: ninety}, after: launch}"),
            "ninety",
            "`days` must be a whole number, found `ninety`",
            "write `90`, or the name of a term or amount",
        ),
        (
            state('{within: {days: "90"}, after: launch}'),
            '"90"',
            "`days` must be a whole number, found the text `90`",
            "a number in quotes is text: write `90` without them",
        ),
        (
            state("{within: {days: 1.5}, after: launch}"),
            "1.5",
            "`days` must be a whole number, found `1.5`",
            "write it without a fraction, or the name of a term or amount that is one",
        ),
        (
            state("{within: {days: true}, after: launch}"),
            "true",
            "`days` must be a whole number, found `true`",
            "write a whole number, or the name of a term or amount that is one",
        ),
        (
            date("{nth: two, of: launch}"),
            "two",
            "`nth` must be a whole number, found `two`",
            "write `2`",
        ),
        (
            amount('{sum: [1, "10"]}'),
            '"10"',
            "item 2 of `sum` must be a number, found the text `10`",
            "a number in quotes is text: write `10` without them",
        ),
        (
            amount("twenty one"),
            "twenty one",
            "`is` must be a number, found `twenty one`",
            "write `21`, or the name of a term or amount",
        ),
        (
            amount("2024-04-01"),
            "2024",
            "`is` must be a number, found `2024-04-01`",
            "write a number, a name, or a mapping such as `{least: [...]}`",
        ),
        (
            date('"2024-04-01"'),
            '"2024',
            "`is` must be a day or several, found the text `2024-04-01`",
            "a day in quotes is text: write `2024-04-01` without them",
        ),
        (
            date("2024-04-01T00:00:00Z"),
            "2024-04-01T",
            "`is` must be a day or several, found `2024-04-01T00:00:00+00:00`",
            "write the day alone, as it is in the plan's time zone",
        ),
        (
            date("{event: a, where: {any: [{b: c}, {b: d}]}}"),
            "any",
            "there is no attribute `any`: `where` takes attributes of the event",
            "write a list of values for one attribute, or `{each_of: [{event: ...}, {event: ...}]}` for several events",
        ),
        (
            date("{event: a, where: {not: {b: c}}}"),
            "not",
            "there is no attribute `not`: `where` takes attributes of the event",
            "write the attribute under `where_not`",
        ),
        (
            state("{within: {months: {grant: number}}, after: launch}"),
            "{grant",
            "`months` must be a whole number, found a mapping",
            "write a whole number, or the name of a term or amount that is one",
        ),
        (
            date("the day after"),
            "the day",
            "`is` must be a day or several, found the text `the day after`",
            "a name has no spaces: write the name of what is declared elsewhere",
        ),
        (
            term("first: soon"),
            "soon",
            "`first` must be a day such as `2024-03-31`, found `soon`",
            "",
        ),
        (
            rule("permit: sell, replaces: yes"),
            "yes",
            "`replaces` must be `true` or `false`, found `yes`",
            "write `true`",
        ),
        (term("value: 1, clause: 7"), "7}", "`clause` must be text, found `7`", 'quote it: `"7"`'),
        (term("value: 1, unit: true"), "true", "`unit` must be text, found `true`", 'quote it: `"true"`'),
        (state("true"), "true", "`is` must be a condition, found `true`", "write `always`"),
        (
            "family: f\ncounting: {months: civil-code}",
            "civil-code",
            "`months` must be one of `month-end`, `corresponding-day`, `next-day`, found `civil-code`",
            "it is called `month-end` now",
        ),
        (
            amount("{round: dwn, of: 1}"),
            "dwn",
            "`round` must be one of `down`, `up`, `half-up`, `half-even`, `half-down`, found `dwn`",
            "the nearest known name is `down`",
        ),
        (
            "family: f\nparty_attributes: {size: numbr}",
            "numbr",
            (
                "`size` must be one of `number`, `ratio`, `day`, `text`, `party`, `flag`, `event` "
                "or a mapping with `type`, `one_of`, `optional` ..., found `numbr`"
            ),
            "the nearest known name is `number`",
        ),
        # lists and mappings
        (
            "family: f\nrules: [a]",
            "[a]",
            "`rules` must be a mapping by name, found a list",
            "write each under its name",
        ),
        ("family: f\nzone: [a]", "[a]", "`zone` must be text, found a list", "write a single one, without the list"),
        (
            state("[a, b]"),
            "[a, b]",
            "`is` must be a condition, found a list",
            "write `{all: [...]}` when all must hold, `{any: [...]}` when one is enough",
        ),
        (state("{all: []}"), "[]", "`all` is an empty list", "write its items, or leave the key out"),
        (state("{all: open}"), "open}", "`all` must be a list, found `open`", "write a list: `[open]`"),
        (
            amount("{divide: [1]}"),
            "[1]",
            "`divide` must have 2 entries, found 1",
            "",
        ),
        (
            "family: f\nzone: {a: b}",
            "{a",
            "`zone` must be text, found a mapping",
            "",
        ),
        # expressions
        (
            state("{wthin: {days: 1}, aftr: x}"),
            "{wthin",
            "`is` must be a condition, found a mapping with the keys `wthin`, `aftr`",
            "the nearest known name is `within`",
        ),
        (
            state("{}"),
            "{}",
            "`is` must be a condition, found an empty mapping",
            "write a name such as `always`, or a mapping such as `{from: ...}`",
        ),
        (
            state("{first: {event: x}}"),
            "{first",
            "`is` must be a condition, and `first` gives a day or several",
            "write `{on: {first: ...}}` for those days, or `{from: {first: ...}}` for all days from then on",
        ),
        (
            state("{least: [1, 2]}"),
            "{least",
            "`is` must be a condition, and `least` gives a number",
            "write `{quantity: {least: ...}, at_least: 1}` to measure it",
        ),
        (
            date("{within: {days: 1}, after: x}"),
            "{within",
            "`is` must be a day or several, and `within` gives a condition",
            "write `{start_of: {within: ...}}` for the day it begins, or `{last_day_of: {within: ...}}`",
        ),
        (
            amount("{end_of: x}"),
            "{end_of",
            "`is` must be a number, and `end_of` gives a day or several",
            "write `{count: {end_of: ...}}` for how many, or `{days_between: [..., {end_of: ...}]}` for how far off",
        ),
        # keys that belong together
        (
            state("{within: {}, after: launch}"),
            "{}",
            "one of the keys `days`, `weeks`, `months`, `years`, `business_days` is needed",
            "write exactly one of them",
        ),
        (
            state("{within: {days: 1, months: 2}, after: launch}"),
            "months",
            "`months` cannot stand beside `days`",
            "keep one of `days`, `weeks`, `months`, `years`, `business_days`",
        ),
        (
            state("{within: {days: 1}, after: launch, from: launch}"),
            "from",
            "`from` cannot stand beside `after`",
            "keep one of `after`, `from`, `before`",
        ),
        (
            state("{quantity: 1}"),
            "{quantity",
            "one of the keys `at_least`, `more_than`, `at_most`, `less_than`, `equals` is needed",
            "write one of them, or several",
        ),
        (
            amount("{running: 1, changes: [{on: launch, add: 1, set: 2}]}"),
            "set",
            "`set` cannot stand beside `add`",
            "keep one of `set`, `add`, `subtract`, `multiply`, `divide`",
        ),
        (
            rule("permit: a, forbid: b"),
            "forbid",
            "`forbid` cannot stand beside `permit`",
            "keep one of `permit`, `forbid`, `limit`",
        ),
        (
            rule("limit: a"),
            "limit",
            "`limit` needs one of the keys `at_most`, `at_least`, `in_lots_of` beside it",
            "add it, or leave `limit` out",
        ),
        (
            rule("permit: a, at_most: 3"),
            "at_most",
            "`at_most` needs the key `limit` beside it",
            "add it, or leave `at_most` out",
        ),
        (
            "family: f\neffects: {a: {clause: c, says: s, on: d, moves: 1}}",
            "moves",
            "`moves` needs the key `to` beside it",
            "add it, or leave `moves` out",
        ),
        (
            term("clause: c"),
            "{clause",
            "one of the keys `value`, `first`, `unknown` is needed",
            "write exactly one of them",
        ),
        (
            term("unknown: not stated"),
            "unknown",
            "`unknown` needs the key `type` beside it",
            "add it, or leave `unknown` out",
        ),
        (
            term("first: 2024-04-01, last: 2024-03-31"),
            "2024-03-31",
            "`last` is `2024-03-31`, before `first`, which is `2024-04-01`",
            "correct one of the two days",
        ),
        (
            "family: f\nplan: g",
            "plan",
            "`plan` cannot stand beside `family`",
            "keep one of `plan`, `family`, `vocabulary`, `claims_for`",
        ),
        (
            "plan: Acme/Options",
            "Acme",
            "`plan` must be an id, found `Acme/Options`",
            "write it like `acme/options-2024`",
        ),
        (
            "family: f\nreadings: {a: {question: q, options: {b: x, c: y}, default: d}}",
            "d}}",
            "`default` must be one of `options`, found `d`",
            "the known names are `b`, `c`",
        ),
        (
            "family: f\nreadings: {a: {question: q, options: {b: x}, default: b}}",
            "{b: x}",
            "`options` must have at least 2 entries, found 1",
            "add what is missing",
        ),
        (amount("{subtract: [1]}"), "[1]", "`subtract` must have at least 2 entries, found 1", "add what is missing"),
        (date("{nth: 0, of: x}"), "0", "`nth` must be at least 1, found `0`", ""),
        (
            date("{every: {days: 1}, from: x, times: 1201}"),
            "1201",
            "`times` must be from 1 to 1200, found `1201`: the limit `times` is 1,200",
            "",
        ),
        (
            date("{first_of: year, containing: x, year_starts: 02-29}"),
            "02-29",
            "`year_starts` must be a month and one of its days up to the 28th, found `02-29`",
            "write it like `04-06`",
        ),
        (
            date("{first_of: year, containing: x, year_starts: 13}"),
            "13",
            "`year_starts` must be from 1 to 12, found `13`",
            "",
        ),
        (
            "[1]",
            "[1]",
            "the document must be a mapping with `plan`, `family`, `vocabulary` ..., found a list",
            "write a single one, without the list",
        ),
    ],
)
def test_one_mistake_gives_one_problem(text: str, underlined: str, message: str, help_: str) -> None:
    (problem,) = mistakes(text)
    assert (problem.message, problem.help) == (message, help_)
    assert problem.place is not None
    line = text.split("\n")[problem.place.line - 1]
    assert line[problem.place.column - 1 :].startswith(underlined)


def test_a_mistake_as_it_is_printed() -> None:
    text = """\
family: acme/options
rules:
  post-termination-window:
    clause: 7(b)
    says: A holder may exercise until ninety days after leaving.
    permit: exercise
    when:
      within: {days: ninety}
      after: leaving
"""
    (problem,) = mistakes(text)
    assert problem.render() == (
        "x.yaml:8:22: rule `post-termination-window` (clause 7(b)): `days` must be a whole number, found `ninety`\n"
        "  help: write `90`, or the name of a term or amount"
    )


def test_all_mistakes_are_reported_at_once() -> None:
    text = "family: f\nzon: x\nrules:\n  a: {permit: 1, forbid: b, when: [x], from: y}\n"
    assert [(problem.place.column, problem.message[:28]) for problem in mistakes(text) if problem.place] == [
        (1, "the key `zon` is not known h"),
        (6, "the key `clause` is missing"),
        (6, "the key `says` is missing"),
        (15, "`permit` must be text or a l"),
        (18, "`forbid` cannot stand beside"),
        (35, "`when` must be a condition, "),
        (46, "`from` must be a day such as"),
    ]


@pytest.mark.parametrize(
    ("text", "entry", "clause"),
    [
        ("family: f\nparty_attributes: {size: []}", "party attribute `size`", ""),
        (
            "family: f\namendments: {second: {from: 2020-01-01, clause: 3, says: s}}",
            "amendment `second`",
            "",
        ),
        (
            (
                'family: f\namendments: {second: {from: 2020-01-01, clause: "3", says: s, '
                'rules: {b: {clause: "4", says: s, permit: 1}}}}'
            ),
            "amendment `second`, rule `b`",
            "4",
        ),
        (
            'family: f\namendments: {second: {from: 2020-01-01, clause: "3", says: s, rules: {b: {permit: c}}}}',
            "amendment `second`, rule `b`",
            "3",
        ),
        ("family: 1", "", ""),
    ],
)
def test_a_problem_names_the_entry_and_clause_around_it(text: str, entry: str, clause: str) -> None:
    problem = mistakes(text)[0]
    assert (problem.rule, problem.clause) == (entry, clause)


@pytest.mark.parametrize("section", SECTIONS)
def test_an_entry_of_every_section_can_be_spoken_about(section: str) -> None:
    assert all(Sentence(ABOUT[section], name="`a`").text(lang) for lang in get_args(Language))
    assert mistakes(f"plan: p\n{section}: {{a: {{nosuch: 1}}}}")


@pytest.mark.parametrize(
    "text",
    [
        rule("permit: sell, when: {within: {days: 010}, after: launch}"),
        rule("permit: sell, permit: buy"),
        rule("permit: &a sell"),
        rule("permit: sell, by: "),
        rule("permit: sell, 10: x"),
    ],
)
def test_what_was_refused_when_reading_gives_no_second_problem(text: str) -> None:
    report = Report()
    (tree,) = read("x.yaml", text, report=report)
    before = report.problems
    assert len(before) == 1
    assert decode(Document, tree, report=report) is None
    assert report.problems == before


@given(st.data())
def test_anything_at_all_is_a_document_or_has_problems(data: st.DataObject) -> None:
    """No shape of data makes decoding fail: mutate a good document at one place by putting something else there."""
    written = plain(data.draw(constructs(Document, depth=2)))
    place: Any = written
    while True:
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(
        st.sampled_from(
            [[], {}, "", "a b", "ninety", -1, True, Decimal("0.5"), datetime.date(2024, 1, 1), {"first": 1}]
        )
    )
    report = Report()
    (tree,) = read("x.yaml", in_flow(written), report=report)
    decoded = decode(Document, tree, report=report)
    assert (decoded is None) == bool(report.errors)
    assert all(problem.place is not None for problem in report.problems)


# --- hints ---

LANGUAGES: tuple[Language, ...] = ("en", "ja")


def test_every_sort_can_be_bridged_to_every_other_by_keys_that_exist() -> None:
    bridges = [bridge(one, other, "it") for one in SORTS for other in SORTS if one != other]
    lists = [help_for(hint_of(sort), ["a"]) for sort in (Moments, Condition, Quantity)]
    names = {name for kind in (kind for kinds in SORTS.values() for kind in kinds) for name in fields_of(kind)}
    for text in [said.text(lang) for said in [*bridges, *lists] if said is not None for lang in LANGUAGES]:
        assert set(re.findall(r"\{([a-z_]+):", text.replace("{when:", ""))) <= names


def test_constructs_of_a_sort_have_keys_of_their_own() -> None:
    for kinds in SORTS.values():
        keys = [key for kind in kinds for key in recognised_by(kind)]
        assert sorted(keys) == sorted(set(keys))


def test_every_recognising_key_and_constraint_speaks_of_a_field() -> None:
    seen: set[type[Node]] = set()
    waiting: list[type[Node]] = [Document]
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        fields = fields_of(kind)
        mentioned = set(recognised_by(kind))
        for constraint in kind.constraints:
            for field in dataclasses.fields(constraint):
                value = getattr(constraint, field.name)
                if field.name in ("key", "keys", "others", "of", "first", "last"):
                    mentioned |= {value} if isinstance(value, str) else set(value)
        assert mentioned <= fields.keys(), kind.__name__
        waiting += [inner for field in fields.values() for inner in all_constructs(field.hint)]
    assert {kind for kinds in SORTS.values() for kind in kinds} < seen


def all_constructs(hint: Hint) -> list[type[Node]]:
    inner = [*hint.items, *([hint.values] if hint.values else [])]
    return [*hint.constructs, *(kind for part in inner for kind in all_constructs(part))]


def test_the_first_written_key_decides_between_equals() -> None:
    @construct
    class Colour(Node):
        key = "colour"
        colour: str

    @construct
    class Size(Node):
        key = "size"
        size: str

    assert chosen((Colour, Size), {"size": 1, "colour": 2}) is Size
    assert chosen((Colour, Size), {"colour": 2, "size": 1}) is Colour
    assert chosen((Colour, Size), {"shape": 2}) is None


def test_a_hint_that_no_file_can_express_is_refused() -> None:
    with pytest.raises(TypeError, match="no file can express"):
        hint_of(Mapping[str, float])


def test_plain_leaves_out_what_absence_means() -> None:
    assert plain(Rule(clause="7", says="s", permit=("a",))) == {"clause": "7", "says": "s", "permit": "a"}
    assert plain(Nth(nth=1, of=EventMoments(event=("a", "b")))) == {"nth": 1, "of": {"event": ["a", "b"]}}


def test_decoding_needs_no_pydantic() -> None:
    code = "import sys, kenri.loader.decode; sys.exit('pydantic' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("text", ["plan: a\n", "plan: a\nrules:\n"])
def test_a_flood_of_mistakes_is_cut(text: str) -> None:
    flood = "".join(f"  x{n}: {{}}\n" for n in range(100_000)) if text.endswith("rules:\n") else "".join(
        f"x{n}: 1\n" for n in range(100_000)
    )  # fmt: skip
    found = mistakes(text + flood)
    assert len(found) == PROBLEMS_LIMIT + 1
    assert "200 problems were found up to here" in " ".join(each.message for each in found)
