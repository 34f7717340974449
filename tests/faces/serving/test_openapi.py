"""What is served is described as it is, in the form of OpenAPI 3.1."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest

from kenri.faces.serving.openapi import openapi
from kenri.faces.serving.operations import OPERATIONS
from tests.engine_source import ROOT
from tests.faces.serving.asking import Asking


def test_every_operation_and_parameter_is_described() -> None:
    paths = openapi()["paths"]
    for each in OPERATIONS.values():
        described = paths[each.path][each.method.lower()]
        named = [one["name"] for one in described["parameters"] if one["in"] == "query"]
        if each.body == "fields":
            named = [*described["requestBody"]["content"]["application/json"]["schema"]["properties"]]
        assert named == [one.name for one in each.parameters]
        assert ("requestBody" in described) is (each.body != "none")
    ids = [one["operationId"] for path in paths.values() for one in path.values()]
    assert len(ids) == len(set(ids))


def test_every_schema_is_one_and_leads_somewhere() -> None:
    description = openapi()
    known = description["components"]["schemas"]
    for each in known.values():
        jsonschema.Draft202012Validator.check_schema(each)
    for group, name in re.findall(r'"#/components/(\w+)/(\w+)"', json.dumps(description)):
        assert name in description["components"][group]


@pytest.mark.parametrize("on", ["2025-03-05", "2025-03-20"])
def test_an_answer_and_a_refusal_are_as_described(on: str, ask: Asking) -> None:
    schemas = openapi()["components"]["schemas"]

    def must_be(name: str, body: bytes) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
        jsonschema.Draft202012Validator(schema).validate(json.loads(body))

    must_be("Answer", ask("ask", holder="ann", on=on).body)
    must_be("ProblemDetails", ask("ask", holder="nan", on=on).body)


def test_the_documentation_names_every_operation() -> None:
    text = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
    assert [name for name in OPERATIONS if f"`{name}`" not in text] == []
