"""What is wrong with the words of a command line, as a problem: the parser's complaint in our own sentences.

Seen in typer 0.29.2, which has its own copy of click: complaints carry the option or parameter they are about, save the
few that are told apart by their text. A complaint that is not known keeps the parser's words.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import typer

from kenri.model.problems import Problem, nearest, quote
from kenri.model.sentences import Language, Sentence, Value

__all__ = ["NotAmongError", "manner", "usage_problem"]

_UNKNOWN_COMMAND = re.compile(r"No such command '(.*?)'\.", re.DOTALL)
_EXTRA = re.compile(r"Got unexpected extra argument(?:\(s\)|s)? \((.*)\)", re.DOTALL)
_TAKES_NONE = re.compile(r"does not take a value")


class NotAmongError(typer.BadParameter):
    """A word that is none of those a parameter may be."""

    def __init__(self, value: str, choices: Sequence[str], *, param: Any, ctx: Any) -> None:
        listed = ", ".join(repr(choice) for choice in choices)
        super().__init__(f"{value!r} is not one of {listed}.", ctx=ctx, param=param)
        self.value, self.choices = value, tuple(choices)


def usage_problem(error: Any) -> Problem:
    """The problem that a complaint of the parser tells."""
    context = getattr(error, "ctx", None)
    help_ = Sentence("see-help", command=quote(f"{context.command_path} -h", limit=4096)) if context else None
    if (near := _meant(error)) is not None:
        help_ = Sentence("nearest-name", name=quote(near))
    return Problem(None, Sentence("usage", what=_what(error)), help_)


def _meant(error: Any) -> str | None:
    """The option or command that was probably meant by one that there is not."""
    context = getattr(error, "ctx", None)
    if context is None:
        return None
    if type(error).__name__ == "NoSuchOption":
        known = [option for param in context.command.params for option in (*param.opts, *param.secondary_opts)]
        return nearest(error.option_name, [option for option in known if option.startswith("--")])
    if found := _UNKNOWN_COMMAND.match(error.format_message()):
        return nearest(found[1], getattr(context.command, "commands", ()))
    return None


def _what(error: Any) -> Sentence:
    said = error.format_message()
    match type(error).__name__:
        case "NoSuchOption":
            return Sentence("usage-unknown-option", option=quote(error.option_name))
        case "MissingParameter":
            kind = getattr(error.param, "param_type_name", "argument")
            name = _named(error)
            if kind == "option":
                return Sentence("usage-missing-option", name=name)
            return Sentence("usage-missing-argument", name=name)
        case "BadOptionUsage":
            option = quote(error.option_name)
            if _TAKES_NONE.search(said):
                return Sentence("usage-option-with-value", option=option)
            return Sentence("usage-option-without-value", option=option)
        case "NotAmongError":
            choices = tuple(quote(choice) for choice in error.choices)
            return Sentence("usage-not-among", value=quote(error.value), choices=choices, name=_named(error))
        case "BadParameter":
            return Sentence("usage-bad-value", name=_named(error), said=quote(error.message))
        case _:
            return _by_words(said)


def _by_words(said: str) -> Sentence:
    """Complaints of one kind that only their text tells apart."""
    if found := _UNKNOWN_COMMAND.match(said):
        return Sentence("usage-unknown-command", command=quote(found[1]))
    if found := _EXTRA.match(said):
        return Sentence("usage-extra-argument", arguments=quote(found[1]))
    if said.startswith("Missing command"):
        return Sentence("usage-no-command")
    return Sentence("usage-other", said=quote(said))


def _named(error: Any) -> Value:
    """The parameter as it is written on a command line: its longest option, or the word that stands for it in help."""
    param = error.param
    if param is None:
        return quote(str(getattr(error, "param_hint", None) or "?"))
    if getattr(param, "param_type_name", "") == "option":
        return quote(max(param.opts, key=len))
    return quote(str(getattr(param, "metavar", None) or param.name).strip("[]{}."))


def manner(words: Sequence[str]) -> tuple[Language, bool]:
    """The language, and whether JSON is wanted, as far as words that could not be parsed say so."""
    asked = os.environ.get("KENRI_LANG", "")
    options = list(words[: words.index("--")] if "--" in words else words)
    for word, following in pairwise([*options, ""]):
        if word == "--lang":
            asked = following
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return ("ja" if asked == "ja" else "en"), "--json" in options
