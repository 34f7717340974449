"""What is served, as OpenAPI 3.1: made of the table of operations, the contracts of answers, and that of problems."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from kenri import __version__
from kenri.faces.contracts.answer_schemas import ANSWERS, PARTS
from kenri.faces.contracts.answers import answer_schema
from kenri.faces.contracts.problem_data import problems_schema
from kenri.faces.serving.answered import JSON, PROBLEM
from kenri.faces.serving.of_files import KINDS
from kenri.faces.serving.operations import BASE, OPERATIONS, Operation
from kenri.faces.serving.parameters import Parameter, fields_schema
from kenri.faces.serving.writes import entries_schema

__all__ = ["openapi"]

_FILES = ("batch", "export")
"""Operations whose answer is a file."""

_BINARY = {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}

_ENTRIES = {
    "entries": [
        {
            "kind": "grant",
            "key": "18-41",
            "plan": "iij/2018-terms",
            "data": {"grantee": "1041", "on": "2020-07-22", "number": 10},
        }
    ]
}

_LIFE = 'grants: [{id: 18-41, grantee: "1041", on: 2020-07-22, number: 10}]\n'

_RULES = """\
plan: acme/options
extends: vocabulary/equity
rules:
  holder: {clause: "1", says: Whoever was granted rights may exercise them., permit: exercise, by: grantee}
"""

_UPLOADS: dict[str, dict[str, str]] = {
    "impact/files": {"file": _LIFE},
    "batch": {"table": "holder,number,granted_on\n1041,10,2020-07-22\n"},
    "import/preview": {"file": _LIFE},
    "import/apply": {"file": _LIFE},
    "plans/take": {"rules": _RULES},
}
"""What the parts of an upload may hold."""


def openapi(path: str = "") -> dict[str, Any]:
    """The description of the whole interface, which is reached below a path."""
    schemas: dict[str, Any] = {}
    _lifted(answer_schema(), schemas)
    problems = _lifted(problems_schema(), schemas)
    _lifted({"$defs": PARTS}, schemas)
    schemas |= {"ProblemDetails": _problem_details(problems), "Entries": entries_schema()}
    schemas["AnswerKept"] = _and_kept(schemas["Answer"])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kenri",
            "version": __version__,
            "summary": "Who may do what, with which equity rights, on which day, and why.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        **({"servers": [{"url": path}]} if path else {}),
        "security": [{}, {"token": []}],
        "paths": {
            "/health": {"get": _plain("health", "Whether the service runs.", _told(status="ok", kenri=None))},
            "/ready": {"get": _plain("ready", "Whether questions are answered.", _told(status="ready"))},
            f"{BASE}/issuers": {"get": _plain("issuers", "The issuers of the register.", _ISSUERS)},
            **{each.path: {each.method.lower(): _described(each)} for each in OPERATIONS.values()},
        },
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "As `kenri token create` makes it. Needless on the machine itself without tokens.",
                }
            },
            "responses": {
                "Problem": {
                    "description": "What is wrong, with the codes and the words of the command line.",
                    "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
                }
            },
        },
    }


_ISSUERS = {
    "type": "object",
    "required": ["issuers"],
    "properties": {"issuers": {"type": "array", "items": {"type": "string"}}},
}


def _told(**texts: str | None) -> dict[str, Any]:
    """The schema of a few texts by name: of this one text, or of any."""
    return {
        "type": "object",
        "required": list(texts),
        "additionalProperties": False,
        "properties": {name: {"type": "string"} if text is None else {"const": text} for name, text in texts.items()},
    }


def _and_kept(answer: dict[str, Any]) -> dict[str, Any]:
    """The schema of an answer that is kept: the answer, and under what name the register has it."""
    return {
        **answer,
        "title": "AnswerKept",
        "required": [*answer["required"], "kept"],
        "properties": {**answer["properties"], "kept": {"type": "string", "description": "Its key in the register."}},
    }


def _lifted(schema: dict[str, Any], into: dict[str, Any]) -> dict[str, Any]:
    """A schema whose definitions are put among those of the whole description."""
    text = json.dumps({key: value for key, value in schema.items() if key != "$schema"})
    found: dict[str, Any] = json.loads(text.replace('"#/$defs/', '"#/components/schemas/'))
    into |= found.pop("$defs", {})
    return found


def _problem_details(problems: dict[str, Any]) -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "description": "RFC 9457. `problems` is what the command line prints with `--json`.",
        "required": ["type", "title", "status", "detail", "instance", "problems"],
        "properties": {
            "type": {**text, "description": "`urn:kenri:problem:` and the code of the first problem."},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "instance": {**text, "description": "The number of the request, as in the log."},
            "problems": problems["properties"]["problems"],
        },
    }


def _plain(name: str, says: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": says,
        "responses": {
            "200": {"description": says, "content": {JSON: {"schema": schema}}},
            **_problems(_OF_ALL),
        },
    }


def _problems(statuses: Collection[int]) -> dict[str, Any]:
    return {str(each): {"$ref": "#/components/responses/Problem"} for each in sorted(statuses)}


_OF_ALL = {400, 401, 403, 421, 500, 503}
_OF_QUESTIONS = {404, 422}
_OF_BODIES = {413, 415}
_OF_WRITES = {409, 412}
"""The statuses of problems, as `kenri.faces.serving.answered` gives them."""


def _described(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": operation.name.replace("/", "_"),
        "summary": operation.says,
        "parameters": [
            *(map(_parameter, operation.parameters) if operation.body != "fields" else ()),
            *map(_header, _headers(operation)),
        ],
        "responses": {
            "200": {
                "description": "The answer.",
                "headers": _answer_headers(operation),
                "content": _content(operation),
            },
            **_problems(_statuses(operation)),
        },
        "security": [{}, {"token": []}],
    }
    if operation.is_work:
        found["responses"]["202"] = _ACCEPTED
    if operation.as_command:
        found["description"] = f"The same as `kenri {operation.as_command} --json`."
    if operation.method == "GET":
        found["responses"]["304"] = {"description": "The answer is as it was."}
    if operation.body == "fields":
        example = {each.name: each.example for each in operation.parameters if each.example is not None}
        content = {JSON: {"schema": fields_schema(operation.parameters), "example": example}}
        found["requestBody"] = {"required": True, "content": content}
    if operation.body == "entries":
        content = {JSON: {"schema": {"$ref": "#/components/schemas/Entries"}, "example": _ENTRIES}}
        found["requestBody"] = {"required": True, "content": content}
    if operation.parts is not None:
        content = {"multipart/form-data": {"schema": _form(operation), "example": _UPLOADS[operation.name]}}
        found["requestBody"] = {"required": True, "content": content}
    return found


_ACCEPTED = {
    "description": "It takes longer than is waited for, and goes on as work: `Location` tells how far it is.",
    "headers": {
        "Kenri-Request": {"schema": {"type": "string"}, "description": "The number of the request, as in the log."},
        "Location": {"schema": {"type": "string"}, "description": "The `work`, whose answer `works/result` gives."},
        "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds after which to ask there."},
    },
    "content": {JSON: {"schema": {"$ref": "#/components/schemas/Work"}}},
}


def _statuses(operation: Operation) -> set[int]:
    """Of what problems an operation may tell."""
    bodies = set() if operation.body == "none" else _OF_BODIES
    result = {409, 410, 412, 413, 415} if operation.name == "works/result" else set()
    return _OF_ALL | _OF_QUESTIONS | bodies | result | (_OF_WRITES if operation.is_write else set())


def _parameter(each: Parameter) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": each.name,
        "in": "query",
        "description": each.says,
        "required": each.is_required,
        "schema": dict(each.schema),
    }
    if each.form == "texts":
        found |= {"style": "form", "explode": True}
    return found if each.example is None else {**found, "example": each.example}


_HEADERS = {
    "Accept-Language": "`en` or `ja`: the language of sentences and problems.",
    "If-None-Match": "The `ETag` of an answer at hand: 304 where it is still right.",
    "If-Match": "The `ETag` of `head`: refused with 412 where something was written since.",
    "Prefer": "`respond-async`: what may take long is not waited for, but worked out (RFC 7240).",
    "Idempotency-Key": "The same request with the same key is done once, and answered alike for seven days.",
}


def _headers(operation: Operation) -> list[str]:
    also = ["If-Match"] if operation.is_write else []
    if operation.is_write and not operation.shows_secret and not operation.is_shown_again:
        also.append("Idempotency-Key")
    waits = ["Prefer"] if operation.is_work else []
    return ["Accept-Language", *(["If-None-Match"] if operation.method == "GET" else also), *waits]


def _header(name: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "description": _HEADERS[name], "schema": {"type": "string"}}


def _answer_headers(operation: Operation) -> dict[str, Any]:
    text = {"schema": {"type": "string"}}
    found = {"Kenri-Request": {**text, "description": "The number of the request, as in the log."}}
    if operation.method == "GET" or operation.is_write:
        found["ETag"] = {**text, "description": "After a write, and of `head`, the head of the register."}
    if operation.is_paged:
        found["Link"] = {**text, "description": "The next page, where there is one."}
    return found


def _content(operation: Operation) -> dict[str, Any]:
    files = {KINDS[each].partition(";")[0]: _BINARY for each in _forms(operation)}
    if operation.name in _FILES:
        return files
    if operation.name == "ask/keep":
        return {JSON: {"schema": {"$ref": "#/components/schemas/AnswerKept"}}}
    return {JSON: {"schema": _lifted(ANSWERS[operation.name], {})}, **files}


def _forms(operation: Operation) -> tuple[str, ...]:
    """The ends of the files that an answer may come as."""
    if operation.name == "export":
        return "xlsx", "parquet", "zip"
    if operation.name == "works/result":
        return tuple(KINDS)
    among = next((each.among for each in operation.parameters if each.name == "as"), ())
    return () if operation.name == "export/losses" else tuple(each for each in among if each != "json")


def _form(operation: Operation) -> dict[str, Any]:
    parts = operation.parts or {}
    file = {"type": "string", "contentMediaType": "application/octet-stream"}
    found: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {**file, "description": says} for name, says in parts.items()},
    }
    return found if operation.name == "impact/files" else {**found, "required": [next(iter(parts))]}
