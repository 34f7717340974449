"""A small register, and requests to what answers them: in this process, without HTTP between."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import jsonschema

from kenri.faces.serving.answered import JSON, PROBLEM, Answered, problem_answer
from kenri.faces.serving.answering import Answering
from kenri.faces.serving.openapi import openapi
from kenri.faces.serving.operations import OPERATIONS
from kenri.model.problems import ProblemsError
from kenri.register.register import Register
from tests.register.small_register import at, written_life

PLAN = """\
plan: acme/options
extends: vocabulary/equity
events: {leaves: {personal: true}, inherits: {personal: true}}
readings:
  days: {clause: "2", question: How long?, options: {short: Ten days., long: Thirty days.}, default: short}
dates:
  too_late: {is: {reading: days, choices: {short: {plus: {days: 10}, to: {event: leaves}}, long: {plus: {days: 30}, to: {event: leaves}}}}}
  months: {is: {every: {months: 12}, from: {grant: on}, times: 4}}
rules:
  holder: {clause: "1", says: Holders., permit: exercise, by: grantee}
  after: {clause: "2", says: Not long after leaving., forbid: exercise, when: {from: too_late}}
figures:
  vested: {clause: "3", says: What has vested., is: {vests: {grant: number}, on: months, parts: 4, allocation: front-loaded}}
duties:
  badge: {clause: "4", says: Badges come back., by: grantee, until: {plus: {weeks: 1}, to: {event: leaves}}, done: {on: {event: exercises}}}
"""  # noqa: E501  # one rule on one line

LIVES = {
    name: f"""\
parties: {{{name}: {{role: grantee}}}}
grants: [{{id: {name}-1, grantee: {name}, on: 2024-01-01, number: 100}}]
events:
  - {{on: 2025-02-01, event: exercises, rights: 10, id: {name}-first}}
  - {{on: 2025-03-01, event: leaves, id: {name}-left, recorded: "2025-03-05T09:00:00Z"}}
"""
    for name in ("ann", "bob", "花子")
}


def filled(address: str, folder: Path, issuers: tuple[str, ...] = ("Acme",)) -> str:
    """The address of a new register, of each issuer with the plan and three holders."""
    path = folder / "options.yaml"
    path.write_text(PLAN, encoding="utf-8")
    for issuer in issuers:
        register = Register.create(address, issuer)
        register.add_plan(str(path), author="ann", now=at("2025-04-01"))
        for name, text in LIVES.items():
            entries = written_life(text, "acme/options", f"{name}.yaml")
            register.apply(entries, author="ann", now=at("2025-04-02"))
    return address


@cache
def _described(operation: str, kind: str, status: int) -> jsonschema.Draft202012Validator | None:
    """What the description says of answers of a kind to an operation; None where it is none of the interface."""
    description = openapi()
    components = description["components"]
    if kind == PROBLEM:
        schema = {"$ref": "#/components/schemas/ProblemDetails"}
    elif operation in OPERATIONS and kind == JSON:
        each = OPERATIONS[operation]
        described = description["paths"][each.path][each.method.lower()]
        schema = described["responses"][str(status)]["content"][JSON]["schema"]
    else:
        return None
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator({**schema, "components": components}, format_checker=checker)


def must_be_as_described(operation: str, answered: Answered) -> None:
    """Hold an answer to the description of the interface."""
    described = _described(operation, answered.kind, answered.status) if answered.body else None
    if described is not None:
        described.validate(json.loads(answered.body))


class Asking:
    """Asks, and has the answer as data. Every answer is held to the description of the interface."""

    def __init__(self, address: str) -> None:
        self.answering = Answering(address)
        self.answering.begin()

    def __call__(
        self,
        operation: str,
        *,
        body: bytes | None = None,
        files: Mapping[tuple[str, str], bytes] | None = None,
        token: str | None = None,
        is_local: bool = True,
        session: str | None = None,
        csrf: str | None = None,
        method: str = "",
        lang: str = "en",
        if_none_match: str | None = None,
        if_match: str | None = None,
        key: str | None = None,
        work: str | None = None,
        **query: Any,
    ) -> Answered:
        said = [
            (name, str(each))
            for name, value in query.items()
            for each in (value if isinstance(value, list) else [value])
        ]
        header: dict[str, Any] = {
            "operation": operation, "request": str(uuid4()), "lang": lang, "query": said, "token": token,
            "is_local": is_local, "session": session, "csrf": csrf, "method": method,
            "if_none_match": if_none_match, "if_match": if_match, "idempotency_key": key,
            "files": [list(each) for each in files or {}],
        }  # fmt: skip
        if work is not None:  # it is not to be waited for
            header |= {"work": work, "accept": True}
        known = OPERATIONS.get(operation)
        if known is not None and known.body == "fields":
            named = {"key" if name == "request_key" else name: value for name, value in query.items()}
            body, header["query"] = json.dumps(named).encode(), []
        parts = [body] if body is not None else [*(files or {}).values()]
        try:
            answered = self.answering.answer(header, parts)
        except ProblemsError as error:
            answered = problem_answer(error.problems, "ja" if lang == "ja" else "en", header["request"])
        must_be_as_described(operation, answered)
        return answered

    def data(self, operation: str, **asked: Any) -> Any:
        """The answer to what must be answered."""
        answered = self(operation, **asked)
        assert answered.status == 200, answered.body.decode()
        return json.loads(answered.body)

    def refused(self, operation: str, **asked: Any) -> tuple[int, list[str]]:
        """The status and the codes of what must be refused."""
        answered = self(operation, **asked)
        assert answered.status >= 400, answered.body.decode()
        return answered.status, [each["code"] for each in json.loads(answered.body)["problems"]]


def entries(*several: Mapping[str, Any]) -> bytes:
    """A body of entries."""
    return json.dumps({"entries": several}).encode()


def exercise(name: str, key: str, number: int = 5, on: str = "2025-02-10") -> dict[str, Any]:
    """An exercise of one holder, as an entry."""
    data = {"id": key, "event": "exercises", "on": on, "rights": number}
    return {"kind": "event", "key": key, "of": name, "data": data}
