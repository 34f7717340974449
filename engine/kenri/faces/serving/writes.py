"""What is recorded over HTTP: entries one by one, files, and plans. Each is written as a whole, or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NoReturn

from kenri.faces.serving.acts import SOURCE
from kenri.faces.serving.asked import Asked
from kenri.loader.library import SUFFIX
from kenri.model.entries import EVERYBODY, EntrySource, RegisterEntry
from kenri.model.problems import Problem, ProblemsError, Report, quote, refused
from kenri.model.sentences import Sentence, did_you_mean
from kenri.register.changes import Changes

__all__ = [
    "MOST_ENTRIES",
    "append",
    "apply_files",
    "brought_in",
    "cancel",
    "correct",
    "entries_schema",
    "json_body",
    "must_be_plan_id",
    "must_be_rule_files",
    "must_have_files",
    "preview_files",
    "take_in_plan",
]

MOST_ENTRIES = 1_000
"""Entries in one request."""

_DEEPEST = 20
"""So deep a body may be nested."""

_ACTS: Mapping[str, Sentence] = {
    "new": Sentence("act-new"),
    "corrected": Sentence("act-corrected"),
    "cancelled": Sentence("act-cancelled"),
}

_PLAN_ID = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*")


def append(asked: Asked) -> Any:
    """Record what is not there yet; what is there with the same data stays, and with other data it is refused."""
    return _record(asked, "new")


def correct(asked: Asked) -> Any:
    """Record other data in the place of what is there."""
    return _record(asked, "corrected")


def cancel(asked: Asked) -> Any:
    """Take back what is there: it was never so."""
    return _record(asked, "cancelled")


def preview_files(asked: Asked) -> Any:
    """As `kenri register import`."""
    return _import(asked, is_applied=False)


def apply_files(asked: Asked) -> Any:
    """As `kenri register import --apply`."""
    return _import(asked, is_applied=True)


def take_in_plan(asked: Asked) -> Any:
    """As `kenri register plan`, with rule files of one's own as parts `rules` of the form."""
    with asked.uploaded("rules") as rules:
        must_be_rule_files(rules)
        for each in asked["plan"]:
            must_be_plan_id(each)
        taken = asked.register.add_plans(
            asked["plan"], author=asked.author, now=asked.now, since=asked["from"] or "", folders=(Path(),)
        )
    return {"plans": asked.register.plans(), "taken": [{"plan": id_, "new": is_new} for id_, is_new in taken]}


def must_be_plan_id(text: str) -> None:
    """Raise `ProblemsError` for what is no id of a plan: whoever asks names no file of this machine."""
    if not _PLAN_ID.fullmatch(text):
        raise refused(Sentence("no-such-plan", name=quote(text)))


def must_be_rule_files(files: Sequence[Path]) -> None:
    """Raise `ProblemsError` for files that are not looked for by their names: nothing that comes is passed over."""
    several = [each for each in files if each.suffix != SUFFIX]
    if several:
        raise ProblemsError(
            [Problem(None, Sentence("file-name-not-taken", name=quote(each.as_posix()))) for each in several]
        )


def must_have_files(files: Sequence[Path], part: str) -> None:
    """Raise `ProblemsError` where a form came without a file that it must have."""
    if not files:
        raise refused(Sentence("no-file-given", name=quote(part), example=quote(f"{part}=@FILE")))


def json_body(content: bytes) -> Any:
    """What JSON says: numbers exact, each key once, not nested too deep. Raises `ProblemsError`."""
    try:
        found = json.loads(
            content.decode(), parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once_each
        )
    except UnicodeDecodeError:
        _not_json("UTF-8")
    except RecursionError:
        raise _deep() from None
    except ValueError as error:  # also for numbers with too many digits
        _not_json(str(error))
    _must_be_shallow(found)
    if _UNFIT.search(content.decode()):
        _must_be_text(found)
    return found


def _not_json(reason: str) -> NoReturn:
    raise refused(Sentence("body-not-json", reason=quote(reason, limit=200))) from None


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(next(name for name, _ in pairs if sum(name == other for other, _ in pairs) > 1))
    return found


def _must_be_shallow(value: Any) -> None:
    level, deep = [value], 0
    while level:
        if deep > _DEEPEST:
            raise _deep()
        level = [
            each
            for one in level
            if isinstance(one, dict | list)
            for each in (one.values() if isinstance(one, dict) else one)
        ]
        deep += 1


_UNFIT = re.compile(r"\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})")
"""How characters are written in JSON of which no database keeps text: zeros, and halves of characters."""


def _must_be_text(value: Any) -> None:
    match value:
        case str() if "\0" in value or any("\ud800" <= each <= "\udfff" for each in value):
            raise refused(Sentence("body-not-so", part=quote("$"), wanted=Sentence("form-text"), found=quote(value)))
        case dict():
            for name, each in value.items():
                _must_be_text(name)
                _must_be_text(each)
        case list():
            for each in value:
                _must_be_text(each)
        case _:
            pass


def _deep() -> ProblemsError:
    return refused(
        Sentence("body-not-so", part=quote("$"), wanted=Sentence("form-nested", most=_DEEPEST), found=quote("…"))
    )


def _record(asked: Asked, act: Literal["new", "corrected", "cancelled"]) -> Any:
    entries = _entries(asked.body, is_cancelled=act == "cancelled")
    changes = asked.register.apply(entries, author=asked.author, now=asked.now, undated=_undated(asked))
    if act != "new" or changes.counts["corrected"] or changes.counts["cancelled"]:
        _must_be(changes, act)
    return _told(asked, changes, (), is_applied=True)


def _must_be(changes: Changes, act: str) -> None:
    """Raise `ProblemsError` where entries do something else than was meant, so that nothing is kept."""
    wrong = [
        Problem(
            each.source.place,
            Sentence("act-not-meant", name=quote(each.key), act=_ACTS[each.act], meant=_ACTS[act]),
        )
        for each in changes.listed
        if each.act != act
    ]
    if wrong:
        raise ProblemsError(wrong)
    if changes.counts["same"]:
        nothing = Sentence("act-nothing")
        raise refused(Sentence("act-not-meant", name=quote("entries"), act=nothing, meant=_ACTS[act]))


def _import(asked: Asked, *, is_applied: bool) -> Any:
    changes, warnings = brought_in(asked, is_applied=is_applied)
    return {**_told(asked, changes, warnings, is_applied=is_applied), "known_now": asked["known_now"]}


def brought_in(asked: Asked, *, is_applied: bool) -> tuple[Changes, tuple[Problem, ...]]:
    """What files change or, if it is not applied, would change, and what is only to be said of them.

    Raises `ProblemsError` with everything that is wrong with any of them.
    """
    from kenri.faces.inputs.registers import entries_for

    with asked.uploaded("file") as files, asked.uploaded("mapping") as mappings:
        must_have_files(files, "file")
        entries, warnings = entries_for(asked.register, files, asked["plan"], next(iter(mappings), None))
        write = asked.register.apply if is_applied else asked.register.preview
        changes = write(entries, author=asked.author, now=asked.now, undated=_undated(asked))
        return changes, (*warnings, *changes.stand_beside)


def _undated(asked: Asked) -> Literal["when-recorded", "with-its-day"]:
    return "when-recorded" if asked["known_now"] else "with-its-day"


def _told(asked: Asked, changes: Changes, warnings: Sequence[Problem], *, is_applied: bool) -> Any:
    from kenri.faces.contracts.register_data import changes_data

    return changes_data(changes, warnings, asked.lang, applied=is_applied)


# --- entries

_TEXTS = ("kind", "key", "of", "plan", "since")
_KINDS = ("party", "grant", "fact", "event")


def entries_schema() -> dict[str, Any]:
    """The JSON Schema of a body of entries."""
    text: dict[str, Any] = {"type": "string", "maxLength": 400}
    entry = {
        "type": "object",
        "required": ["kind", "key", "data"],
        "additionalProperties": False,
        "properties": {
            "kind": {"enum": list(_KINDS)},
            "key": {**text, "minLength": 1, "description": "Its name; what comes again under it is a correction."},
            "data": {"description": "As it is written in a life file: of a fact its value, else an object."},
            "of": {**text, "description": "In whose life alone it is; empty: it is of the issuer."},
            "plan": {**text, "description": "Of a grant: the plan it is under."},
            "since": {**text, "description": "Of a party or a fact that changes: from which day it is so."},
            "details": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "What is kept of it and decides no right.",
            },
        },
    }
    return {
        "type": "object",
        "required": ["entries"],
        "additionalProperties": False,
        "properties": {"entries": {"type": "array", "minItems": 1, "maxItems": MOST_ENTRIES, "items": entry}},
    }


def _entries(body: Any, *, is_cancelled: bool) -> list[RegisterEntry]:
    report = Report()
    listed = body.get("entries") if isinstance(body, dict) and body.keys() == {"entries"} else None
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_ENTRIES:
        _note(report, "entries", Sentence("form-entries", most=MOST_ENTRIES), listed)
        listed = []
    found = [_entry(each, f"entries/{index}", report, is_cancelled) for index, each in enumerate(listed)]
    report.raise_if_any()
    return [each for each in found if each is not None]


def _entry(value: Any, part: str, report: Report, is_cancelled: bool) -> RegisterEntry | None:
    if not isinstance(value, dict):
        _note(report, part, Sentence("form-entry"), value)
        return None
    known = (*_TEXTS, "data", "details")
    before = len(report.problems)
    for name in sorted(value.keys() - set(known)):
        report.add(
            Problem(
                EntrySource(SOURCE, part=f"{part}/{name}").place,
                Sentence(
                    "body-not-so", part=quote(f"{part}/{name}"), found=quote(name),
                    wanted=Sentence("form-entry-key", names=tuple(map(quote, known))),
                ),
                did_you_mean(name, known),
            )
        )  # fmt: skip
    for name in _TEXTS:
        if not isinstance(value.get(name, ""), str):
            _note(report, f"{part}/{name}", Sentence("form-entry-text"), value[name])
    if value.get("kind") not in _KINDS:
        _note(report, f"{part}/kind", Sentence("form-entry-kind"), value.get("kind"))
    if value.get("data") is None:
        _note(report, f"{part}/data", Sentence("form-entry-data"), None)
    details = value.get("details", {})
    if not isinstance(details, dict) or not all(isinstance(each, str) for each in details.values()):
        _note(report, f"{part}/details", Sentence("form-entry-details"), details)
    if len(report.problems) > before:
        return None
    return RegisterEntry(
        kind=value["kind"],
        key=value.get("key", ""),
        data=value["data"],
        source=EntrySource(SOURCE, part=part),
        of=value.get("of", EVERYBODY),
        plan=value.get("plan", ""),
        since=value.get("since", ""),
        details=details,
        cancelled=is_cancelled,
    )


def _note(report: Report, part: str, wanted: Sentence, found: Any) -> None:
    shown = json.dumps(found, ensure_ascii=False, default=str)
    place = EntrySource(SOURCE, part=part).place
    report.add(Problem(place, Sentence("body-not-so", part=quote(part), wanted=wanted, found=quote(shown))))
