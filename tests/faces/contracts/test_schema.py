from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from kenri.faces.contracts.schema import rule_file_schema, schema_of
from kenri.loader.decode import decode
from kenri.loader.plain import plain
from kenri.loader.tree import read
from kenri.model.plan import Document, Term
from kenri.model.problems import Report
from tests.loader.constructs import as_json, constructs

SCHEMA = rule_file_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def data_of(text: str) -> Any:
    (tree,) = read("x.yaml", text, report=Report())
    return as_json(tree.value)


def is_accepted(text: str) -> bool:
    return VALIDATOR.is_valid(data_of(text))


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_reference_leads_to_a_definition() -> None:
    references = {part["$ref"] for part in parts(SCHEMA) if "$ref" in part}
    assert references == {f"#/$defs/{name}" for name in SCHEMA["$defs"]}


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from parts(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from parts(part)


@given(constructs(Document))
def test_the_schema_accepts_whatever_can_be_loaded(document: Document) -> None:
    VALIDATOR.validate(as_json(plain(document)))


EXPRESSION = "family: f\nstates: {a: {is: %s}}"
RULE = "family: f\nrules: {a: {clause: c, says: s, %s}}"
TERM = "family: f\nterms: {a: {%s}}"


@pytest.mark.parametrize(
    "text",
    [
        "family: f\nrulez: {}",
        "family: f\nrules: [a]",
        "family: f\nrules: {Bad Name: {clause: c, says: s, permit: b}}",
        "family: f\nrules: {a: {says: s, permit: b}}",
        "family: f\ntitle: {fr: a}",
        "family: f\nzone: [a]",
        "{}",
        "family: f\nplan: g",
        "plan: Acme/Options",
        "family: f\nreadings: {a: {question: q, options: {b: x}, default: b}}",
        "family: f\neffects: {a: {clause: c, says: s, on: d, moves: 1}}",
        "family: f\neffects: {a: {clause: c, says: s, on: d}}",
        EXPRESSION % "true",
        EXPRESSION % "[a, b]",
        EXPRESSION % "{}",
        EXPRESSION % "{wthin: {days: 1}, after: x}",
        EXPRESSION % "{first: {event: x}}",
        EXPRESSION % "{all: []}",
        EXPRESSION % "{all: open}",
        EXPRESSION % "{within: {}, after: x}",
        EXPRESSION % "{within: {days: 1, months: 2}, after: x}",
        EXPRESSION % "{within: {days: 1}, after: x, from: x}",
        EXPRESSION % "{within: {days: 1}}",
        EXPRESSION % "{within: {days: 1.5}, after: x}",
        EXPRESSION % "{within: {days: true}, after: x}",
        EXPRESSION % '{within: {days: "90"}, after: x}',
        EXPRESSION % "{within: {days: -1}, after: x}",
        EXPRESSION % "{within: {days: 1}, after: the day after}",
        EXPRESSION % "{quantity: 1}",
        EXPRESSION % '{quantity: 1, at_least: "10"}',
        EXPRESSION % "{quantity: {round: dwn, of: 1}, at_least: 1}",
        EXPRESSION % "{quantity: {divide: [1]}, at_least: 1}",
        EXPRESSION % "{quantity: {divide: [1, 2, 3]}, at_least: 1}",
        EXPRESSION % "{quantity: {subtract: [1]}, at_least: 1}",
        EXPRESSION % "{on: {nth: 0, of: x}}",
        EXPRESSION % "{on: {first_of: year, containing: x, year_starts: 13}}",
        EXPRESSION % "{on: {every: {days: 1}, from: x, times: 1201}}",
        EXPRESSION % "{asked: x}",
        RULE % "when: b",
        RULE % "permit: a, forbid: b",
        RULE % "permit: 1",
        RULE % "permit: a, replaces: yes",
        RULE % "limit: a",
        RULE % "permit: a, at_most: 1",
        RULE % "permit: a, from: soon",
        TERM % "clause: c",
        TERM % "value: 1, first: 2024-04-01",
        TERM % "value: 1, clause: 7",
        TERM % "unknown: not stated",
        TERM % "value: 1, last: 2024-04-01",
    ],
)
def test_the_schema_refuses_what_loading_refuses(text: str) -> None:
    report = Report()
    (tree,) = read("x.yaml", text, report=report)
    assert decode(Document, tree, report=report) is None
    assert not is_accepted(text)


def test_keys_lose_their_underscore_and_keep_their_description() -> None:
    span = SCHEMA["$defs"]["Span"]["properties"]
    assert list(span) == ["from", "after", "until", "before", "hour"]
    where = SCHEMA["$defs"]["EventMoments"]["properties"]["where"]
    assert where["description"].startswith("Attributes the event must have: a value, a list of which any will do")


def test_constructs_are_described_by_their_docstrings() -> None:
    undescribed = [name for name, schema in SCHEMA["$defs"].items() if not schema.get("description")]
    assert undescribed == []


def test_a_definition_stands_once_for_each_sort() -> None:
    assert SCHEMA["$defs"]["Not"]["properties"]["not"]["$ref"] == "#/$defs/condition"
    assert {"$ref": "#/$defs/Within"} in SCHEMA["$defs"]["condition"]["anyOf"]


def test_any_construct_can_be_a_document() -> None:
    schema = schema_of(Term, title="a term")
    jsonschema.Draft202012Validator.check_schema(schema)
    assert jsonschema.Draft202012Validator(schema).is_valid({"value": 10, "clause": "7"})
    assert set(schema["$defs"]) == {"Term", "DatedValue"}
