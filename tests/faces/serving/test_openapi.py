"""What is served is described as it is, in the form of OpenAPI 3.1."""

from __future__ import annotations

import json
import re

import jsonschema

from kenri.faces.serving.openapi import openapi
from kenri.faces.serving.operations import OPERATIONS
from tests.engine_source import ROOT


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


def test_every_answer_has_a_schema_that_says_something() -> None:
    """That answers are as described is seen wherever a test asks: `tests.faces.serving.asking` holds each to it."""
    for name, path in openapi()["paths"].items():
        for described in path.values():
            for kind, content in described["responses"]["200"]["content"].items():
                schema = content["schema"]
                assert schema.keys() & {"$ref", "items", "properties", "contentMediaType"}, (name, kind)
            if "requestBody" in described:
                assert all("example" in each for each in described["requestBody"]["content"].values()), name


def test_the_documentation_names_every_operation() -> None:
    text = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
    assert [name for name in OPERATIONS if f"`{name}`" not in text] == []
