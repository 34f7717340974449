"""A mapping file: what the headings and words of somebody's tables mean, where kenri cannot tell by itself.

```yaml
days: day-month-year            # the order of day and month, where no value of a column settles it
words:                          # their words, by what they stand for
  leaves.reason: {自己都合: resigns, 会社都合: dismissal}
ignored: [FAX]                  # headings of columns that are not taken, in any sheet
sheets:
  退職者:                        # the name of a sheet; of a text, the name of its file
    headings: 3                 # the row of the headings, or the first and the last of them: [3, 4]
    event: leaves               # what each row tells
    columns: {社員番号: who, 退職日: event.on, 備考: ignored}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kenri.importing.days_in_cells import DayOrder
from kenri.importing.numbers_in_cells import DecimalMark
from kenri.importing.read_cell import plain_text
from kenri.loader.tree import Tree, read
from kenri.loader.values import shown
from kenri.model.problems import Place, Problem, Report, quote
from kenri.model.sentences import Sentence, did_you_mean

__all__ = ["ColumnMapping", "SheetMapping", "TableMapping", "read_mapping"]

_DAYS: tuple[DayOrder, ...] = ("day-month-year", "month-day-year")
_MARKS: tuple[DecimalMark, ...] = ("point", "comma")
_TOP = ("days", "decimals", "words", "ignored", "hidden", "sheets")
_SHEET = ("headings", "event", "plan", "days", "decimals", "columns", "ignored", "skip")
_COLUMN = ("is", "words", "days", "decimals")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What one heading stands for, and how its cells are read."""

    target: str
    place: Place
    words: Mapping[str, str] = field(default_factory=dict)
    days: DayOrder | None = None
    decimals: DecimalMark | None = None


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """What is said of one sheet; headings are in the normal form of `plain_text`."""

    headings: tuple[int, int] | None = None
    event: str = ""
    plan: str = ""
    days: DayOrder | None = None
    decimals: DecimalMark | None = None
    columns: Mapping[str, ColumnMapping] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    is_skipped: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class TableMapping:
    """A whole mapping file; the empty one leaves everything to what headings say."""

    days: DayOrder | None = None
    decimals: DecimalMark | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Their words in normal form and ours, by what a column stands for."""
    ignored: frozenset[str] = frozenset()
    with_hidden: bool = False
    sheets: Mapping[str, SheetMapping] = field(default_factory=dict)


def read_mapping(path: Path | str | None, report: Report, text: str | None = None) -> TableMapping:
    """The mapping in a YAML file; what is wrong with it goes to the report, each with its line."""
    trees = read(path, text, report=report)
    if len(trees) != 1:
        for tree in trees[1:]:
            report.add(Problem(tree.place(), Sentence("mapping-is-one-document")))
        if not trees:
            return TableMapping()
    return _Reading(trees[0], report).mapping()


class _Reading:
    def __init__(self, tree: Tree, report: Report) -> None:
        self.tree = tree
        self.report = report

    def wrong(
        self, path: tuple[str | int, ...], said: Sentence, help_: Sentence | None = None, *, key: bool = False
    ) -> None:
        if not self.tree.is_refused(path):
            self.report.add(Problem(self.tree.place(path, key=key), said, help_))

    def mapping(self) -> TableMapping:
        top = self.section((), self.tree.value, _TOP)
        words = self.named(("words",), top.get("words", {}))
        sheets = self.named(("sheets",), top.get("sheets", {}))
        return TableMapping(
            days=self.choice(("days",), top, _DAYS),
            decimals=self.choice(("decimals",), top, _MARKS),
            words={name: self.words(("words", name), each) for name, each in words.items()},
            ignored=self.names(("ignored",), top.get("ignored", [])),
            with_hidden=self.flag(("hidden",), top),
            sheets={plain_text(name): self.sheet(("sheets", name), each) for name, each in sheets.items()},
        )

    def sheet(self, path: tuple[str, ...], data: Any) -> SheetMapping:
        body = self.section(path, data, _SHEET)
        columns = self.named((*path, "columns"), body.get("columns", {}))
        found = {plain_text(name): self.column((*path, "columns", name), each) for name, each in columns.items()}
        return SheetMapping(
            headings=self.rows((*path, "headings"), body.get("headings")),
            event=self.text((*path, "event"), body.get("event", "")),
            plan=self.text((*path, "plan"), body.get("plan", "")),
            days=self.choice((*path, "days"), body, _DAYS),
            decimals=self.choice((*path, "decimals"), body, _MARKS),
            columns=found,
            ignored=self.names((*path, "ignored"), body.get("ignored", [])),
            is_skipped=self.flag((*path, "skip"), body),
            place=self.tree.place(path, key=True),
        )

    def column(self, path: tuple[str, ...], data: Any) -> ColumnMapping:
        place = self.tree.place(path)
        if isinstance(data, str):
            return ColumnMapping(data, place)
        body = self.section(path, data, _COLUMN)
        if isinstance(data, Mapping) and "is" not in body:
            self.wrong(path, Sentence("missing-key", key="`is`"))
        return ColumnMapping(
            target=self.text((*path, "is"), body.get("is", "")),
            place=place,
            words=self.words((*path, "words"), body.get("words", {})),
            days=self.choice((*path, "days"), body, _DAYS),
            decimals=self.choice((*path, "decimals"), body, _MARKS),
        )

    def section(self, path: tuple[str, ...], data: Any, known: Iterable[str]) -> Mapping[str, Any]:
        """A mapping of known keys."""
        body = self.named(path, data)
        for key in body:
            if key not in known:
                self.wrong((*path, key), Sentence("unknown-key", key=quote(key)), did_you_mean(key, known), key=True)
        return body

    def named(self, path: tuple[str, ...], data: Any) -> Mapping[str, Any]:
        if isinstance(data, Mapping):
            return data
        self.wrong(path, Sentence("mapping-needs-keys", found=shown(data)))
        return {}

    def words(self, path: tuple[str, ...], data: Any) -> Mapping[str, str]:
        return {plain_text(theirs): self.text((*path, theirs), ours) for theirs, ours in self.named(path, data).items()}

    def names(self, path: tuple[str, ...], data: Any) -> frozenset[str]:
        several = data if isinstance(data, list) else [data]
        return frozenset(plain_text(self.text((*path, index), each)) for index, each in enumerate(several))

    def text(self, path: tuple[str | int, ...], data: Any) -> str:
        if isinstance(data, str):
            return data
        self.wrong(path, Sentence("mapping-needs-text", found=shown(data)))
        return ""

    def flag(self, path: tuple[str, ...], body: Mapping[str, Any]) -> bool:
        data = body.get(path[-1], False)
        if isinstance(data, bool):
            return data
        self.wrong(path, Sentence("mapping-needs-flag", found=shown(data)))
        return False

    def choice(self, path: tuple[str, ...], body: Mapping[str, Any], known: tuple[Any, ...]) -> Any:
        data = body.get(path[-1])
        if data is None or data in known:
            return data
        said = Sentence("mapping-needs-choice", found=shown(data), names=tuple(map(quote, known)))
        self.wrong(path, said)
        return None

    def rows(self, path: tuple[str, ...], data: Any) -> tuple[int, int] | None:
        if data is None:
            return None
        several = data if isinstance(data, list) else [data]
        whole = [each for each in several if isinstance(each, int) and not isinstance(each, bool) and each > 0]
        if len(whole) == len(several) and len(whole) in (1, 2) and 0 <= whole[-1] - whole[0] <= 1:
            return whole[0], whole[-1]
        self.wrong(path, Sentence("mapping-needs-rows", found=shown(data)))
        return None
