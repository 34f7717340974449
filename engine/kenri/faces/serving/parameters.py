"""Parameters of requests: what each may be, read strictly, with everything that is wrong told at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from kenri.model.problems import Problem, Report, quote
from kenri.model.sentences import Sentence, did_you_mean

__all__ = ["LONGEST", "Parameter", "fields_schema", "read_fields", "read_parameters"]

LONGEST = 500
"""Characters of the longest value."""

LONGEST_SECRET = 1_000
"""Characters of the longest password."""

Form: TypeAlias = Literal["text", "day", "instant", "exact", "whole", "flag", "texts", "secret"]
"""What a value is. Days, instants and exact numbers are read, and complained of, by what answers. A secret is a
password or a code: what is told of it does not tell it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of an operation, named as the option of the command that asks the same."""

    name: str
    says: str
    form: Form = "text"
    default: str | int | bool | None = None
    is_required: bool = False
    among: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    example: Any = None

    @property
    def schema(self) -> Mapping[str, Any]:
        """As JSON Schema."""
        text: dict[str, Any] = {"type": "string", "maxLength": LONGEST}
        if self.is_required:
            text["minLength"] = 1
        match self.form:
            case "whole":
                found: dict[str, Any] = {"type": "integer", "minimum": self.least, "maximum": self.most}
            case "flag":
                found = {"type": "boolean"}
            case "texts":
                found = {"type": "array", "items": {**text, "minLength": 1}, "maxItems": MOST_VALUES}
                if self.is_required:
                    found["minItems"] = 1
            case "secret":
                found = {"type": "string", "minLength": 1, "maxLength": LONGEST_SECRET, "format": "password"}
            case _:
                found = {"type": "string", "enum": list(self.among)} if self.among else text
        return found if self.default is None else {**found, "default": self.default}


MOST_VALUES = 100
"""Values that a parameter may be given which takes several."""


def read_parameters(known: Sequence[Parameter], given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The values of all parameters, by name; None for one that was left out and has no default.

    Raises `ProblemsError` with everything that is wrong.
    """
    return _Reading({each.name: each for each in known}).read(given)


def read_fields(known: Sequence[Parameter], body: Any) -> dict[str, Any]:
    """The values of all parameters, given as a JSON object. Raises `ProblemsError` with everything that is wrong."""
    report = Report()
    by_name = {each.name: each for each in known}
    given: list[tuple[str, str]] = []
    if not isinstance(body, dict):
        _misfit(report, "$", Sentence("form-entry"), body)
        body = {}
    for name, value in body.items():
        form: Form = by_name[name].form if name in by_name else "text"
        match value:
            case None:
                pass  # as if it were left out
            case list() if form == "texts" and all(isinstance(each, str) for each in value):
                given += [(name, each) for each in value]
            case bool() if form == "flag":
                given.append((name, "true" if value else "false"))
            case int() if form in ("whole", "exact") and not isinstance(value, bool):
                given.append((name, str(value)))
            case str() if form not in ("texts", "whole", "flag"):
                given.append((name, value))
            case _:
                _misfit(report, name, _WANTED[form], "…" if form == "secret" else value)
    report.raise_if_any()
    return _Reading(by_name).read(given)


_WANTED: Mapping[Form, Sentence] = {
    "text": Sentence("form-entry-text"),
    "secret": Sentence("form-entry-text"),
    "day": Sentence("form-entry-text"),
    "instant": Sentence("form-entry-text"),
    "texts": Sentence("form-texts"),
    "whole": Sentence("form-whole"),
    "exact": Sentence("form-exact"),
    "flag": Sentence("form-flag"),
}
"""What is wanted of a value, by its form."""


def _misfit(report: Report, part: str, wanted: Sentence, found: Any) -> None:
    shown = json.dumps(found, ensure_ascii=False, default=str)
    report.add(Problem(None, Sentence("body-not-so", part=quote(part), wanted=wanted, found=quote(shown))))


def fields_schema(known: Sequence[Parameter]) -> dict[str, Any]:
    """The JSON Schema of parameters as one object."""
    found: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {each.name: {**each.schema, "description": each.says} for each in known},
    }
    for each in known:
        if each.form == "exact":
            text = {**each.schema, "description": each.says}
            found["properties"][each.name] = {**text, "type": ["string", "integer"]}
    required = [each.name for each in known if each.is_required]
    return {**found, "required": required} if required else found


@dataclass(slots=True)
class _Reading:
    known: Mapping[str, Parameter]
    report: Report = field(default_factory=Report)

    def read(self, given: Iterable[tuple[str, str]]) -> dict[str, Any]:
        texts: dict[str, list[str]] = {}
        for name, value in given:
            if name in self.known:
                texts.setdefault(name, []).append(value)
            else:
                self.wrong(Sentence("parameter-unknown", name=quote(name)), did_you_mean(name, self.known))
        found = {name: self.value(each, texts.get(name, [])) for name, each in self.known.items()}
        self.report.raise_if_any()
        return found

    def value(self, parameter: Parameter, texts: list[str]) -> Any:
        name = quote(parameter.name)
        is_several = parameter.form == "texts"
        if len(texts) > (MOST_VALUES if is_several else 1):
            self.wrong(Sentence("parameter-given-twice", name=name))
            return None
        if parameter.form == "secret":
            if texts and 1 <= len(texts[0]) <= LONGEST_SECRET:
                return texts[0]
            unsaid = Sentence("parameter-not-text", name=name, most=LONGEST_SECRET, found=quote("…"))
            self.wrong(unsaid if texts else Sentence("parameter-missing", name=name))
            return None
        for text in texts:
            if len(text) > LONGEST or not text.isprintable() or (not text and (is_several or parameter.is_required)):
                self.wrong(Sentence("parameter-not-text", name=name, most=LONGEST, found=quote(text)))
                return None
        if is_several:
            if parameter.is_required and not texts:
                self.wrong(Sentence("parameter-missing", name=name))
            return texts
        if not texts:
            if parameter.is_required:
                self.wrong(Sentence("parameter-missing", name=name))
            return parameter.default
        return self.of_form(parameter, texts[0])

    def of_form(self, parameter: Parameter, text: str) -> Any:
        name, found = quote(parameter.name), quote(text)
        match parameter.form:
            case "whole":
                number = int(text) if re.fullmatch(r"-?[0-9]{1,18}", text, re.ASCII) else None
                if number is None or not parameter.least <= number <= parameter.most:
                    least, most = parameter.least, parameter.most
                    self.wrong(Sentence("parameter-not-whole", name=name, least=least, most=most, found=found))
                return number
            case "flag":
                if text not in ("true", "false"):
                    self.wrong(Sentence("parameter-not-among", name=name, choices=("`true`", "`false`"), found=found))
                return text == "true"
            case _:
                if parameter.among and text not in parameter.among:
                    choices = tuple(map(quote, parameter.among))
                    self.wrong(Sentence("parameter-not-among", name=name, choices=choices, found=found))
                return text

    def wrong(self, sentence: Sentence, help_: Sentence | None = None) -> None:
        self.report.add(Problem(None, sentence, help_))
