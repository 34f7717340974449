"""Inputs for the service: requests about a register, answered in this process as one of its own would."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import chdir
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.fuzz import registers
from tests.fuzz.choices import Choices, happens, one_of
from tests.fuzz.mutation import Pool, mutated
from tests.fuzz.odd import WORDS

COMMAND = "http"
"""Stands first in the words of an input that is a request."""

_TOO_LONG = ("plan/check", "sweep")
"""What a service stops by its clock, and not by what is asked."""

_LIKELY = (
    "ann",
    "bob",
    "acme/options",
    "2025-03-05",
    "2024-01-01",
    "today",
    "exercise",
    "1",
    "10",
    "1/3",
    "grantee",
    "a1",
)

_ENTRIES = (
    '{"entries": [{"kind": "event", "key": "e9", "of": "ann", "data": {"id": "e9", "event": "exercises", '
    '"on": "2025-02-10", "rights": 5}}]}'
)


def are_installed() -> bool:
    """Whether what a service needs is there."""
    return registers.are_installed() and all(map(find_spec, ("starlette", "uvicorn", "prometheus_client")))


def made_request(pool: Pool, choices: Choices) -> tuple[dict[str, str | bytes], list[str]]:
    """A register, and a request about it; the files that come with the request are among the files."""
    from kenri.faces.serving.operations import OPERATIONS

    operation = OPERATIONS[one_of(choices, sorted({*OPERATIONS} - {*_TOO_LONG}))]
    files: dict[str, str | bytes] = {registers.REGISTER: registers.register_file()}
    given: list[tuple[str, Any]] = []
    for each in operation.parameters:
        if each.is_required or happens(choices, 4):
            value = each.default if each.default is not None and happens(choices, 3) else _text(pool, choices)
            value = one_of(choices, each.among) if each.among and not happens(choices, 4) else value
            given.append((each.name, value))
    if happens(choices, 10):
        given.append((_text(pool, choices), _text(pool, choices)))
    request: dict[str, Any] = {"lang": one_of(choices, ("en", "ja")), "query": [], "body": None, "files": []}
    if operation.body == "fields":
        body = json.dumps(dict(given), ensure_ascii=happens(choices, 2))
        request["body"] = mutated(body, pool, choices) if happens(choices, 3) else body
    else:
        request["query"] = [(name, str(value)) for name, value in given]
    if operation.body == "entries":
        request["body"] = mutated(_ENTRIES, pool, choices) if not happens(choices, 5) else _ENTRIES
    for part in operation.parts or {}:
        if not happens(choices, 3):
            name = one_of(choices, (registers.LIFE, registers.TABLE, "acme/options.yaml", *WORDS))
            content = mutated("parties: {eve: {role: grantee}}\nevents: []\n", pool, choices)
            request["files"].append((part, name, content))
    for name in ("key", "if_match", "if_none_match"):
        if happens(choices, 6):
            request[name] = _text(pool, choices)
    return files, [COMMAND, operation.name, json.dumps(request)]


def _text(pool: Pool, choices: Choices) -> str:
    return one_of(choices, (_LIKELY, _LIKELY, WORDS, pool.words)[choices.below(4)])


def answered(argv: Sequence[str]) -> tuple[int, str]:
    """The code of a command that would end as the request does, and what is answered."""
    from kenri.faces.serving.answered import problem_answer
    from kenri.faces.serving.answering import Answering
    from kenri.model.problems import ProblemsError

    request = json.loads(argv[2])
    files = request["files"]
    header = {
        "operation": argv[1], "request": "0", "lang": request["lang"], "token": None, "is_local": True,
        "query": [tuple(each) for each in request["query"]],
        "if_none_match": request.get("if_none_match"), "if_match": request.get("if_match"),
        "idempotency_key": request.get("key"), "files": [each[:2] for each in files],
    }  # fmt: skip
    body = request["body"]
    parts = [_bytes(body)] if body is not None else [_bytes(content) for _, _, content in files]
    register = str(Path(registers.REGISTER).absolute())
    with TemporaryDirectory() as folder, chdir(folder):  # as each request has one of its own
        try:
            answering = Answering(register)
            answering.begin()
            found = answering.answer(header, parts)
        except ProblemsError as error:
            found = problem_answer(error.problems, request["lang"], "0")
    is_text = found.kind.endswith("json")
    text = found.body.decode() if is_text else ""
    if is_text and text:
        json.loads(text)
    return (70 if found.status == 500 else 2 if found.status >= 400 else 0), text or "a file"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
