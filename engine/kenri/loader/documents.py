"""From the events of the YAML parser to plain data with marks; what rule files need not say is refused.

Nothing is ever constructed through YAML itself, and an alias is never followed, so that neither a tag nor a nest of
aliases can do harm. PyYAML's composer is not used: its nodes hide anchors, and it follows aliases.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import yaml

from kenri.loader.scalars import Refused, Scalar, meaning
from kenri.loader.source import Position, SourceText, TextPosition
from kenri.loader.syntax import syntax_problem
from kenri.model.limits import NAME_LENGTH, NESTING, TEXT_LENGTH
from kenri.model.problems import Place, Problem, Report, quote
from kenri.model.sentences import Sentence

DEPTH_LIMIT: Final = NESTING.most
"""Lists and mappings inside one another, inclusive."""

PROBLEMS_LIMIT: Final = 200
"""Problems collected from one text before the rest of it is left unread."""

Path: TypeAlias = tuple[str | int, ...]

Data: TypeAlias = "dict[str, Data] | list[Data] | Scalar"
"""What a document holds. `datetime`, always with a zone, is among the scalars; None and float are not."""


@dataclass(frozen=True, slots=True)
class ListMarks:
    start: TextPosition
    items: list["Marks"]


@dataclass(frozen=True, slots=True)
class MappingMarks:
    start: TextPosition
    keys: dict[str, TextPosition]
    values: dict[str, "Marks"]


Marks: TypeAlias = TextPosition | ListMarks | MappingMarks
"""The marks of a value, in the shape of the value."""


@dataclass(frozen=True, slots=True)
class DocumentData:
    """The data of one document, its marks, and the paths of the parts that were refused."""

    value: Data
    marks: Marks
    refused: frozenset[Path]


class _AbandonedError(Exception):
    """The rest of the text is left unread; the reason is in the report."""


class Documents:
    """Reads the documents of one source, once, and adds every problem to the report."""

    def __init__(self, source: SourceText, report: Report) -> None:
        self._source = source
        self._report = report
        self._events: Iterator[yaml.Event] = yaml.parse(source.text, Loader=yaml.CBaseLoader)
        self._path: list[str | int] = []
        self._refused: set[Path] = set()
        self._found = 0

    def read(self) -> list[DocumentData]:
        """The documents in order; one that cannot be parsed ends the reading."""
        documents: list[DocumentData] = []
        try:
            for event in self._events:
                if isinstance(event, yaml.DocumentStartEvent):
                    document = self._document(event)
                    documents.append(document)
        except yaml.YAMLError as error:
            self._report.add(syntax_problem(error, self._source))
        except _AbandonedError:
            pass
        else:
            if not documents:
                self._report.add(Problem(Place(self._source.name, 1, 1), Sentence("empty-text")))
        return documents

    def _document(self, start: yaml.DocumentStartEvent) -> DocumentData:
        self._path, self._refused = [], set()
        mark = _start(start)
        if start.version is not None or start.tags is not None:
            self._refuse(mark, Sentence("directive"))
        event = next(self._events)
        if _is_empty(event):
            self._refuse(mark, Sentence("empty-document"))
            return DocumentData("", mark, frozenset(self._refused))
        value, marks = self._node(event)
        return DocumentData(value, marks, frozenset(self._refused))

    def _node(self, event: yaml.Event) -> tuple[Data, Marks]:
        mark = _start(event)
        is_bare = self._is_bare(event)
        if isinstance(event, yaml.ScalarEvent):
            text = self._text(event.value, mark)
            return self._scalar(event, mark) if is_bare and event.implicit[0] else text, mark
        if isinstance(event, yaml.AliasEvent):
            return "", mark
        self._bound(len(self._path), mark)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(mark)
        return self._mapping(mark, in_braces=isinstance(event, yaml.MappingStartEvent) and bool(event.flow_style))

    def _scalar(self, event: yaml.ScalarEvent, mark: TextPosition) -> Scalar:
        value = meaning(event.value)
        if isinstance(value, Refused):
            self._refuse(mark, value.sentence, value.advice)
            return event.value
        return value

    def _text(self, text: str, mark: TextPosition) -> str:
        if len(text) > TEXT_LENGTH.most:
            number = f"{len(text):,}"
            self._refuse(mark, Sentence("text-too-long", number=number, limit=TEXT_LENGTH.sentence))
        return text

    def _list(self, start: TextPosition) -> tuple[list[Data], ListMarks]:
        items: list[Data] = []
        marks: list[Marks] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            self._path.append(len(items))
            if _is_empty(event):
                dash = _before(_start(event))
                self._refuse(dash, Sentence("empty-item"))
                items.append("")
                marks.append(dash)
            else:
                item, mark = self._node(event)
                items.append(item)
                marks.append(mark)
            self._path.pop()
        return items, ListMarks(start, marks)

    def _mapping(self, start: TextPosition, *, in_braces: bool) -> tuple[dict[str, Data], MappingMarks]:
        values: dict[str, Data] = {}
        marks = MappingMarks(start, {}, {})
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            after_comma = in_braces and bool(values)
            key, key_mark = self._key(event, after_comma=after_comma), _start(event)
            content = next(self._events)
            if key is None:
                if not _is_empty(content):
                    self._unkept(content)
                continue
            self._path.append(key)
            is_repeated = key in values
            if is_repeated:
                first = self._source.place(marks.keys[key])
                self._refuse(key_mark, Sentence("repeated-key", key=quote(key), first=str(first)))
            value: Data = ""
            mark: Marks = key_mark
            if _is_empty(content):
                help_ = Sentence("in-brackets-or-value") if after_comma else None
                self._refuse(key_mark, Sentence("key-without-value", key=quote(key)), help_)
            else:
                value, mark = self._node(content)
            self._path.pop()
            if not is_repeated:
                values[key], marks.keys[key], marks.values[key] = value, key_mark, mark
        return values, marks

    def _key(self, event: yaml.Event, *, after_comma: bool) -> str | None:
        """The text of a key; None if it was refused, which refuses the mapping that holds it.

        After a comma in braces, what has no `:` was probably meant to belong to the value before the comma.
        """
        mark = _start(event)
        if isinstance(event, yaml.CollectionStartEvent):
            self._refuse(mark, Sentence("key-is-no-word"))
            self._skip()
            return None
        if not self._is_bare(event) or not isinstance(event, yaml.ScalarEvent):
            return None
        word = event.value
        if len(word) > NAME_LENGTH.most:
            number, limit = f"{len(word):,}", NAME_LENGTH.sentence
            self._refuse(mark, Sentence("key-too-long", key=quote(word), number=number, limit=limit))
            return None
        if not event.implicit[0]:
            return word
        if word == "<<":
            self._refuse(mark, Sentence("merge-key"))
            return None
        value = meaning(word)
        if isinstance(value, str) or (isinstance(value, Refused) and value.as_key):
            return word
        if word:
            has_colon = self._source.rest_of_line(mark).removeprefix(word).lstrip().startswith(":")
            help_ = None if has_colon or not after_comma else Sentence("cut-number")
            self._refuse(mark, Sentence("key-not-text", word=quote(word), quoted=quote(f'"{word}"')), help_)
        else:
            has_colon = self._source.rest_of_line(mark).startswith(":")
            self._refuse(mark if has_colon else _before(mark), Sentence("no-key"))
        return None

    def _unkept(self, event: yaml.Event) -> None:
        """Read something that has no place in the data, for the problems in it."""
        self._path.append("")
        self._node(event)
        self._path.pop()

    def _skip(self) -> None:
        """Pass over the rest of a list or mapping that has just begun; what is in it makes no sense where it is."""
        level = 1
        while level:
            event = next(self._events)
            if isinstance(event, yaml.CollectionStartEvent):
                self._bound(len(self._path) + level, _start(event))
                level += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                level -= 1

    def _bound(self, depth: int, mark: TextPosition) -> None:
        """Refuse one more level at the limit: the parser's work grows with the square of the depth."""
        if depth >= DEPTH_LIMIT:
            self._refuse(mark, Sentence("nested-too-deep", depth=DEPTH_LIMIT, limit=NESTING.sentence))
            raise _AbandonedError

    def _is_bare(self, event: yaml.Event) -> bool:
        """Whether a value or key stands alone; an alias, an anchor or a tag is refused."""
        if not isinstance(event, yaml.NodeEvent):
            return True
        tag = None if isinstance(event, yaml.AliasEvent) else getattr(event, "tag", None)
        if event.anchor is None and tag is None:
            return True
        mark = _start(event)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(mark, Sentence("alias", name=quote(f"*{event.anchor}")))
            return False
        if event.anchor is not None:
            self._refuse(mark, Sentence("anchor", name=quote(f"&{event.anchor}")))
        if tag is not None:
            written = tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(mark, Sentence("tag", name=quote(written)))
        return False

    def _refuse(self, mark: TextPosition, sentence: Sentence, help_: Sentence | None = None) -> None:
        place = self._source.place(mark)
        self._refused.add(tuple(self._path))
        self._report.add(Problem(place, sentence, help_))
        self._found += 1
        if self._found == PROBLEMS_LIMIT:
            self._report.add(Problem(place, Sentence("too-many-problems", limit=PROBLEMS_LIMIT)))
            raise _AbandonedError


def _start(event: yaml.Event) -> TextPosition:
    mark = event.start_mark
    assert mark is not None  # the parser gives one to every event
    return mark


def _before(mark: TextPosition) -> TextPosition:
    """The `-` of an empty item or the `?` of an empty key: the parser marks what follows it."""
    return Position(mark.line, max(mark.column - 1, 0))


def _is_empty(event: yaml.Event) -> bool:
    """Whether a value is left out altogether: neither a word nor quotes."""
    return (
        isinstance(event, yaml.ScalarEvent)
        and not event.value
        and event.implicit[0]
        and event.anchor is None
        and event.tag is None
    )
