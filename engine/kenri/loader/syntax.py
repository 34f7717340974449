"""What a YAML parser's complaint means to the person who wrote the text."""

import yaml

from kenri.loader.source import SourceText, TextPosition
from kenri.model.problems import Place, Problem, quote
from kenri.model.sentences import Sentence

_KNOWN: dict[str, tuple[Sentence, Sentence | None]] = {
    "mapping values are not allowed in this context": (Sentence("stray-colon"), Sentence("quote-with-colon")),
    "block sequence entries are not allowed in this context": (Sentence("stray-dash"), None),
    "mapping keys are not allowed in this context": (Sentence("stray-question-mark"), None),
    "found unexpected ':'": (Sentence("stray-colon"), None),
    "did not find expected ',' or ']'": (Sentence("missing-comma", bracket="`]`"), Sentence("close-list")),
    "did not find expected ',' or '}'": (Sentence("missing-comma", bracket="`}`"), Sentence("close-mapping")),
    "did not find expected '-' indicator": (Sentence("no-item-of-list"), None),
    "did not find expected key": (Sentence("no-key-of-mapping"), None),
    "did not find expected <document start>": (Sentence("after-the-end"), None),
    "found invalid Unicode character escape code": (Sentence("escape-without-character"), None),
    "did not find expected hexdecimal number": (Sentence("escape-too-short"), None),
    "found a tab character where an indentation space is expected": (Sentence("tab"), None),
    "found a tab character that violates indentation": (Sentence("tab"), None),
    "found undefined tag handle": (Sentence("undefined-tag"), None),
    "found unexpected document indicator": (Sentence("document-ends-in-quotes"), None),
}

_UNCLOSED = {
    "while parsing a flow sequence": Sentence("unclosed-list"),
    "while parsing a flow mapping": Sentence("unclosed-mapping"),
    "while scanning a quoted scalar": Sentence("unclosed-quote"),
}


def syntax_problem(error: yaml.YAMLError, source: SourceText) -> Problem:
    """The problem for an error of the YAML parser, at the place a person would look at first."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Problem(Place(source.name, 1, 1), Sentence("not-yaml", reason=Sentence("not-understood")))
    context, reason, mark = error.context or "", error.problem or "", error.problem_mark
    begin = error.context_mark or mark
    if begin.column == 0 and source.rest_of_line(begin).startswith("%"):
        return Problem(source.place(begin), Sentence("directive"))
    if context in _UNCLOSED and source.ends_at(mark):
        return Problem(source.place(begin), _UNCLOSED[context])
    if reason == "could not find expected ':'":
        return Problem(source.place(begin), Sentence("no-key-and-value"))
    if reason in _KNOWN:
        return Problem(_inside(source, mark), *_KNOWN[reason])
    first = source.rest_of_line(begin)[:1]
    if context == "while scanning a block scalar" and first in ("|", ">"):
        return Problem(source.place(begin), Sentence("text-on-sign-line", sign=quote(first)))
    if context and first in ("&", "*", "!"):
        return Problem(source.place(begin), Sentence("unquoted-start", character=quote(first)))
    return _by_what_is_there(reason, mark, source)


def _by_what_is_there(reason: str, mark: TextPosition, source: SourceText) -> Problem:
    """Complaints whose meaning depends on the character at the mark."""
    place, found = _inside(source, mark), source.rest_of_line(mark)
    if source.ends_at(mark):
        return Problem(place, Sentence("text-ends"))
    if reason == "found character that cannot start any token":
        if found.startswith("\t"):
            return Problem(place, Sentence("tab"))
        return Problem(place, Sentence("unquoted-start", character=quote(found[0])))
    if reason == "did not find expected node content":
        return Problem(place, Sentence("no-value-here", found=quote(found[:1])))
    if reason == "found unknown escape character":
        return Problem(place, Sentence("unknown-escape", escape=quote(found[:2])))
    return Problem(place, Sentence("not-yaml", reason=quote(reason) if reason else Sentence("not-understood")))


def _inside(source: SourceText, mark: TextPosition) -> Place:
    """The place of a mark; of the last visible character when nothing follows the mark."""
    if not source.ends_at(mark):
        return source.place(mark)
    return source.place_at(max(len(source.text.rstrip()) - 1, 0))
