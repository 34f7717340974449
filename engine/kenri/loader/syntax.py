"""What a YAML parser's complaint means to the person who wrote the text."""

import yaml

from kenri.loader.source import Mark, Source
from kenri.model.problems import Place, Problem, quote

IN_BRACKETS = "a text with a comma or `: ` inside `{ }` or `[ ]` must be quoted"
"""What many mistakes inside brackets come from: the text goes on, and YAML reads another key or item."""

_INDENT = "check the indentation of this line and of the one before"

_KNOWN = {
    "mapping values are not allowed in this context": (
        "a `:` cannot stand here",
        "quote a text that holds `: `; otherwise " + _INDENT,
    ),
    "block sequence entries are not allowed in this context": (
        "a `- ` cannot stand here",
        "start the list on its own line",
    ),
    "mapping keys are not allowed in this context": ("a `? ` cannot stand here", "start the mapping on its own line"),
    "found unexpected ':'": ("a `:` cannot stand here", "put a blank after it, or quote the text that holds it"),
    "did not find expected ',' or ']'": (
        "a `,` or `]` is missing before this",
        f"close the list with `]`; {IN_BRACKETS}",
    ),
    "did not find expected ',' or '}'": (
        "a `,` or `}` is missing before this",
        f"close the mapping with `}}`; {IN_BRACKETS}",
    ),
    "did not find expected '-' indicator": ("this does not continue the list above", _INDENT),
    "did not find expected key": (
        "this does not continue the mapping above",
        "write `key: value`; quote the whole of a text that starts with a quote; otherwise " + _INDENT,
    ),
    "did not find expected <document start>": (
        "nothing can follow the end of the document",
        "remove this, or start another document with a line `---`",
    ),
    "found invalid Unicode character escape code": (
        "this escape names no character",
        "write the character itself",
    ),
    "did not find expected hexdecimal number": ("this escape has too few digits", "write `\\u` and four hex digits"),
    "found a tab character where an indentation space is expected": (
        "a tab cannot indent a line",
        "indent with spaces",
    ),
    "found a tab character that violates indentation": ("a tab cannot indent a line", "indent with spaces"),
    "found undefined tag handle": ("a tag is not allowed", "remove it; quote a text that starts with `!`"),
    "found unexpected document indicator": (
        "the document ends inside a quoted text",
        "close the quoted text first",
    ),
}

_UNCLOSED = {
    "while parsing a flow sequence": ("the list that starts here is not closed", "close it with `]`"),
    "while parsing a flow mapping": ("the mapping that starts here is not closed", "close it with `}`"),
    "while scanning a quoted scalar": ("the quoted text that starts here is not closed", "add the closing quote"),
}


def syntax_problem(error: yaml.YAMLError, source: Source) -> Problem:
    """The problem for an error of the YAML parser, at the place a person would look at first."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Problem(Place(source.name, 1, 1), "this is not valid YAML")
    context, reason, mark = error.context or "", error.problem or "", error.problem_mark
    begin = error.context_mark or mark
    if begin.column == 0 and source.rest_of_line(begin).startswith("%"):
        return Problem(source.place(begin), "a directive is not allowed", "remove the line that starts with `%`")
    if context in _UNCLOSED and source.ends_at(mark):
        return Problem(source.place(begin), *_UNCLOSED[context])
    if reason == "could not find expected ':'":
        return Problem(source.place(begin), "this is no `key: value`", "add the `:`; otherwise " + _INDENT)
    if reason in _KNOWN:
        return Problem(_inside(source, mark), *_KNOWN[reason])
    first = source.rest_of_line(begin)[:1]
    if context == "while scanning a block scalar" and first in ("|", ">"):
        message = f"the text after `{first}` must start on its own line"
        return Problem(source.place(begin), message, "start it on the next line, or quote it")
    if context and first in ("&", "*", "!"):
        return Problem(source.place(begin), f"an unquoted text cannot start with `{first}`", "quote the text")
    return _by_what_is_there(reason, mark, source)


def _by_what_is_there(reason: str, mark: Mark, source: Source) -> Problem:
    """Complaints whose meaning depends on the character at the mark."""
    place, found = _inside(source, mark), source.rest_of_line(mark)
    if source.ends_at(mark):
        return Problem(place, "the text ends where a value must stand", "complete it, or close what is open")
    if reason == "found character that cannot start any token":
        if found.startswith("\t"):
            return Problem(place, "a tab cannot indent a line", "indent with spaces")
        return Problem(place, f"an unquoted text cannot start with {quote(found[0])}", "quote the text")
    if reason == "did not find expected node content":
        return Problem(
            place, f"a value must stand here, found {quote(found[:1])}", "write the value, or quote the text"
        )
    if reason == "found unknown escape character":
        return Problem(
            place, f"{quote(found[:2])} is not an escape", "double the backslash, or use single quotes around the text"
        )
    return Problem(place, f"this is not valid YAML: {reason or 'it cannot be understood'}")


def _inside(source: Source, mark: Mark) -> Place:
    """The place of a mark; of the last visible character when nothing follows the mark."""
    if not source.ends_at(mark):
        return source.place(mark)
    return source.place_at(max(len(source.text.rstrip()) - 1, 0))
