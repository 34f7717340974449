"""Commands that take their parameters without pydantic, and say what is wrong with their input in the way asked for.

typer 0.29 imports pydantic to convert even a plain word, which takes longer than answering. Seen in typer 0.29.2: each
parameter has `_runtime_param`, made when first needed from its `type_descriptor`; whatever has `coerce` may stand
there. Where a version has neither, nothing is changed, and a test notices when the import is back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import typer
from typer.core import TyperCommand, TyperGroup

__all__ = ["QuickCommand", "QuickGroup"]


class QuickCommand(TyperCommand):
    """A command that converts words, flags, paths and choices itself, and takes each value once."""

    def make_parser(self, ctx: Any) -> Any:
        return _strict(super().make_parser(ctx), ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _make_quick(self.get_params(ctx))
        try:
            return super().parse_args(ctx, args)
        except Exception as error:
            if getattr(error, "ctx", ctx) is None:  # the parser does not say of which command an option lacks a value
                error.ctx = ctx  # type: ignore[attr-defined]  # what complains has a context
            raise

    def invoke(self, ctx: Any) -> Any:
        """Run the command; bad input is told in its language, as data where JSON is wanted, with exit code 2."""
        try:
            return super().invoke(ctx)
        except ValueError as error:
            from kenri.model.problems import ProblemsError

            if not isinstance(error, ProblemsError):
                raise
            from kenri.faces.commands.console import refuse
            from kenri.faces.commands.ending import quietly

            given = ctx.params
            lang = given.get("lang", given.get("_lang", "en"))
            problems, as_json = error.problems, given.get("as_json", given.get("_json", False))
            if as_json:
                refuse(problems, lang, as_json=True)
            else:
                quietly(lambda: refuse(problems, lang, as_json=False))
            raise typer.Exit(2) from None


class QuickGroup(TyperGroup):
    """The same for the options before the name of a command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _make_quick(self.get_params(ctx))
        return super().parse_args(ctx, args)


def _strict(parser: Any, ctx: Any) -> Any:
    """The parser, which no longer takes the last of two values that are given to one option without a word."""
    parse = parser.parse_args

    def parsed(args: list[str]) -> Any:
        given, rest, order = parse(args=args)
        if not ctx.resilient_parsing:  # as a shell does that completes a line
            for at, param in enumerate(order):
                takes_one = param.param_type_name == "option" and not (param.is_flag or param.multiple)
                if takes_one and any(param is earlier for earlier in order[:at]):
                    _refuse_second(param)
        return given, rest, order

    parser.parse_args = parsed
    return parser


def _refuse_second(param: Any) -> None:
    from kenri.model.problems import quote, refused
    from kenri.model.sentences import Sentence

    raise refused(Sentence("option-given-twice", option=quote(max(param.opts, key=len))))


def _make_quick(params: Iterable[Any]) -> None:
    for param in params:
        annotation = getattr(getattr(param, "type_descriptor", None), "annotation", None)
        if _is_plain(annotation) and getattr(param, "_runtime_param", ...) is None:
            param._runtime_param = _Plain(annotation)


@dataclass(frozen=True, slots=True)
class _Plain:
    annotation: Any

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value of the declared type; a tuple of none where a parameter that takes several got none."""
        is_several = param.multiple or param.nargs == -1
        if value is None:
            return () if is_several else None
        if is_several:
            (item,) = get_args(self.annotation)
            return [_converted(item, each, param, ctx) for each in value]
        return _converted(self.annotation, value, param, ctx)


def _is_plain(annotation: Any) -> bool:
    if get_origin(annotation) is list:
        return _is_plain(get_args(annotation)[0])
    return annotation in (str, Path, bool) or get_origin(annotation) is Literal


def _converted(annotation: Any, value: Any, param: Any, ctx: Any) -> Any:
    if get_origin(annotation) is Literal:
        choices = get_args(annotation)
        if value not in choices:
            from kenri.faces.commands.usage import NotAmongError

            raise NotAmongError(value, choices, ctx=ctx, param=param)
        return value
    if annotation is bool and isinstance(value, str):  # from the environment
        return value.lower() in ("1", "true", "yes", "on")
    return annotation(value)
