"""What is written over HTTP: as it was meant, once, on the register that was looked at, and all of it or nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kenri.faces.serving.writes import MOST_ENTRIES
from kenri.service.kept_answers import KEPT_DAYS
from tests.faces.serving.asking import Asking, entries, exercise, filled

NEW = exercise("ann", "second")


@pytest.fixture
def ask(address: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Asking:
    """A register in a file, and one on PostgreSQL."""
    monkeypatch.chdir(tmp_path)
    return Asking(filled(address, tmp_path))


def head(ask: Asking) -> str:
    return str(ask("head").headers["etag"])


def test_what_is_appended_corrected_and_taken_back_is_answered_from_then_on(ask: Asking) -> None:
    def held() -> int:
        return int(ask.data("ask", holder="ann", on="2025-03-05")["most"])

    assert held() == 90
    told = ask.data("entries/append", body=entries(NEW))
    assert (told["applied"], told["counts"]["new"], held()) == (True, 1, 85)
    told = ask.data("entries/correct", body=entries(exercise("ann", "second", 20)))
    assert (told["counts"]["corrected"], held()) == (1, 70)
    assert ask.data("entries/cancel", body=entries(exercise("ann", "second", 20)))["counts"]["cancelled"] == 1
    assert held() == 90
    assert ask.data("verify")["whole"]


@pytest.mark.parametrize(
    ("operation", "several"),
    [
        ("append", [exercise("ann", "ann-first")]),
        ("correct", [NEW]),
        ("correct", [exercise("ann", "ann-first", 10, "2025-02-01")]),
        ("append", [NEW, exercise("ann", "ann-first")]),
    ],
    ids=["append what is there", "correct what is not", "correct to the same", "one of two"],
)
def test_what_would_do_something_else_than_was_meant_is_refused_as_a_whole(
    operation: str, several: list[Any], ask: Asking
) -> None:
    before = head(ask)
    status, codes = ask.refused(f"entries/{operation}", body=entries(*several))
    assert (status, set(codes)) == (409, {"act-not-meant"})
    assert head(ask) == before


def test_what_cannot_be_taken_back_is_told(ask: Asking) -> None:
    assert ask.refused("entries/cancel", body=entries(NEW)) == (422, ["nothing-to-cancel"])


def test_the_same_request_again_is_answered_alike_and_done_once(ask: Asking) -> None:
    first = ask("entries/append", body=entries(NEW), key="k1")
    after = head(ask)
    again = ask("entries/append", body=entries(NEW), key="k1")
    assert (first.status, again.status, again.body) == (200, 200, first.body)
    assert again.headers == {**first.headers, "idempotency-replayed": "true"}
    assert head(ask) == after
    assert ask.data("entries/append", body=entries(NEW))["counts"]["same"] == 1  # without its key


def test_a_key_is_of_one_request(ask: Asking) -> None:
    ask.data("entries/append", body=entries(NEW), key="k1")
    after = head(ask)
    other = entries(exercise("ann", "third"))
    others: list[tuple[str, dict[str, Any]]] = [
        ("entries/append", {"body": other}),
        ("entries/cancel", {"body": entries(NEW)}),
        ("entries/append", {"body": entries(NEW), "known_now": "true"}),
    ]
    for operation, asked in others:
        assert ask.refused(operation, key="k1", **asked) == (422, ["key-given-otherwise"])
    assert head(ask) == after


def test_a_request_that_was_refused_keeps_no_key(ask: Asking) -> None:
    ask.refused("entries/cancel", body=entries(NEW), key="k1")
    ask.data("entries/append", body=entries(NEW), key="k1")


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb", "鍵"])
def test_a_key_is_of_some_form(key: str, ask: Asking) -> None:
    assert ask.refused("entries/append", body=entries(NEW), key=key) == (400, ["key-not-taken"])


def test_answers_are_forgotten_after_their_days(ask: Asking) -> None:
    from kenri.register.tables import ANSWERS

    ask.data("entries/append", body=entries(NEW), key="k1")
    database = ask.answering._database
    with database.writing() as connection:
        connection.execute(ANSWERS.update().values(recorded=ANSWERS.c.recorded - (KEPT_DAYS * 86_400 + 1) * 1_000_000))
    ask.data("entries/append", body=entries(exercise("ann", "third")), key="k2")
    with database.reading() as connection:
        assert [row.key for row in connection.execute(ANSWERS.select())] == ["k2"]


def test_a_write_may_be_held_to_the_head_that_was_looked_at(ask: Asking) -> None:
    looked_at = head(ask)
    first = ask("entries/append", body=entries(NEW), if_match=looked_at, key="k1")
    assert (first.status, first.headers["etag"]) == (200, head(ask))
    other = entries(exercise("ann", "third"))
    assert ask.refused("entries/append", body=other, if_match=looked_at) == (412, ["register-moved"])
    assert ask("entries/append", body=entries(NEW), if_match=looked_at, key="k1").body == first.body
    assert ask("entries/append", body=other, if_match=first.headers["etag"]).status == 200
    assert ask.refused("entries/append", body=other, if_match='"x"') == (400, ["head-not-given"])


def test_what_comes_is_told_anew_once_something_is_written(ask: Asking) -> None:
    asked = {"on": "2025-02-25", "within": 20, "method": "GET", "holder": "ann"}
    before = ask.data("due", **asked)
    assert ask.data("due", **asked) == before
    took = {"rights": 90, "event": "exercises", "on": "2025-02-10", "id": "all"}  # all that ann has left
    ask.data("entries/append", body=entries({"kind": "event", "key": "all", "of": "ann", "data": took}))
    assert ask.data("due", **asked) != before


def test_a_question_is_not_answered_anew_until_something_is_written(ask: Asking) -> None:
    asked: dict[str, Any] = {"holder": "ann", "on": "2025-03-05"}
    tag = ask("ask", **asked).headers["etag"]
    assert (ask("ask", if_none_match=tag, **asked).status, ask("ask", if_none_match=f'"x", {tag}', **asked).status) == (
        304,
        304,
    )
    others = ({"lang": "ja"}, {"rights": 3}, {"on": "2025-03-06"})
    assert all(ask("ask", if_none_match=tag, **{**asked, **other}).status == 200 for other in others)
    ask.data("entries/append", body=entries(NEW))
    assert ask("ask", if_none_match=tag, **asked).status == 200


NESTED = b'{"entries":' + b"[" * 100_000


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "body-not-json"),
        (b"{", "body-not-json"),
        (b"\xff\xfe", "body-not-json"),
        (b'{"entries": [], "entries": []}', "body-not-json"),
        (b'{"entries": [NaN]}', "body-not-json"),
        (b'{"entries": [' + b"1" * 5000 + b"]}", "body-not-json"),
        (NESTED, "body-not-so"),
        (NESTED[:50] + b"]" * 39 + b"}", "body-not-so"),
        (b"[]", "body-not-so"),
        (b"null", "body-not-so"),
        (b'{"entries": []}', "body-not-so"),
        (b'{"entries": {}}', "body-not-so"),
        (b'{"entries": [1]}', "body-not-so"),
        (b'{"entries": [{}]}', "body-not-so"),
        (entries(*[NEW] * (MOST_ENTRIES + 1)), "body-not-so"),
        (entries({**NEW, "datum": 1}), "body-not-so"),
        (entries({**NEW, "of": 1}), "body-not-so"),
        (entries({**NEW, "details": {"a": 1}}), "body-not-so"),
        (entries({**NEW, "data": None}), "body-not-so"),
        (entries({**NEW, "kind": "plan"}), "body-not-so"),
        (entries({**NEW, "key": ""}), "name-not-kept"),
        (entries({**NEW, "key": "a\0b"}), "body-not-so"),
        (entries({**NEW, "of": "\ud800"}), "body-not-so"),
        (entries({**NEW, "key": "x" * 401}), "name-not-kept"),
        (entries({**NEW, "data": {"event": "exercises", "on": None}}), "value-not-kept"),
        (entries({**NEW, "since": "2025-01-01"}), "no-since"),
    ],
)
def test_a_body_that_cannot_be_is_refused_and_nothing_is_written(body: bytes, code: str, ask: Asking) -> None:
    before = head(ask)
    status, codes = ask.refused("entries/append", body=body)
    assert (status in (400, 422), code in codes) == (True, True), codes
    assert head(ask) == before


@pytest.mark.parametrize(
    "data",
    [
        {"event": "exercises", "on": "2025-02-10", "rights": "a\0b"},
        {"event": "exercises", "on": "2025-02-10", "rights": "\ud800"},
        {"event": "exercises", "on": "2025-02-10", "rights": True},
        {"event": "exercises", "on": {"a": [1]}, "rights": 1},
        {"event": "<script>alert(1)</script>", "on": "2025-02-10"},
        [],
        "exercises",
    ],
    ids=str,
)
def test_data_that_is_none_of_the_plan_is_refused_and_nothing_is_written(data: Any, ask: Asking) -> None:
    before = head(ask)
    status, _ = ask.refused("entries/append", body=entries({**NEW, "data": data}))
    assert status in (400, 422)
    assert head(ask) == before


def test_every_mistake_of_a_body_is_told_with_its_place(ask: Asking) -> None:
    body = entries({"kind": "x", "key": 1, "data": {}}, NEW, {"kind": "event", "key": "k", "datum": 1})
    told = json.loads(ask("entries/append", body=body).body)["problems"]
    assert [each["file"] for each in told] == [
        "http#entries/0/key", "http#entries/0/kind", "http#entries/2/data", "http#entries/2/datum",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["", "..", "../x.yaml", "/etc/passwd", "a/../x.yaml", "a\\b.yaml", "c:x.yaml", ".x.yaml", "a\0.yaml", "x" * 300,
     "a/b/c/d/e/f/g/h/i.yaml", "\u202ex.yaml"],
)  # fmt: skip
def test_a_file_stands_nowhere_but_in_the_folder_of_its_request(name: str, ask: Asking) -> None:
    files = {("file", name): b"{}"}
    assert ask.refused("import/preview", files=files) == (400, ["file-name-not-taken"])


def test_a_plan_of_ones_own_is_taken_in_and_answers(ask: Asking) -> None:
    rule = b"rules: {may: {clause: '1', says: All may., permit: exercise}}"
    text = b"plan: acme/more\nextends: vocabulary/equity\n" + rule
    files = {("rules", "acme/more.yaml"): text}
    told = ask.data("plans/take", plan="acme/more", files=files, **{"from": "2025-01-01"})
    assert told == {
        "plans": {"acme/more": ["2025-01-01"], "acme/options": [""]},
        "taken": [{"plan": "acme/more", "new": True}],
    }
    assert ask.data("plan/text", plan="acme/more")["files"]["acme/more.yaml"] == text.decode()
    assert ask.data("plan/explain", plan="acme/more")["plan"] == "acme/more"


@pytest.mark.parametrize("operation", ["plans/take", "impact/files"])
def test_a_rule_file_that_would_not_be_looked_at_is_refused(operation: str, ask: Asking) -> None:
    files = {("rules", "acme/options.txt"): b"{}", ("rules", "rules"): b"{}"}
    name = {"plans/take": "plan", "impact/files": "becomes"}[operation]
    assert ask.refused(operation, files=files, **{name: "acme/options"}) == (400, ["file-name-not-taken"] * 2)


@pytest.mark.parametrize("plan", ["/etc/passwd", "options.yaml", "../x", "a/../../b", "no/such"])
def test_a_plan_is_named_by_its_id_and_by_no_file_of_this_machine(plan: str, ask: Asking) -> None:
    assert ask.refused("plans/take", plan=plan) == (422, ["no-such-plan"])
