"""What a register says, in words and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.text import Text

from kenri.faces.drawing.name_table import NameTable
from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.register import word
from kenri.model.visible import on_one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

    from kenri.faces.contracts.register_data import Granted
    from kenri.faces.words.entries import EntryWords
    from kenri.model.sentences import Language
    from kenri.register.chain import VerifiedChain
    from kenri.register.changes import Changes
    from kenri.register.records import Microsecond, RegisterRecord

__all__ = [
    "head_of",
    "instant_text",
    "render_chain",
    "render_changes",
    "render_details",
    "render_history",
    "render_holders",
]

_LISTED = 40
_OF_RULING = ("action", "on", "asked", "outcome", "became", "sets_aside", "reason", "violates")
"""What is shown of an answer that was kept, of which JSON has all."""

_STYLES = {"new": "green", "corrected": "yellow", "cancelled": "red"}


def head_of(sequence: int, hash_: str) -> str:
    """The head of a chain as it is printed, to be kept elsewhere."""
    return f"{sequence}:{hash_}"


def instant_text(moment: Microsecond) -> str:
    """An instant as it is shown, to the second, in UTC.

    >>> instant_text(1_500_000)
    '1970-01-01T00:00:01Z'
    """
    return datetime.fromtimestamp(moment // 1_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def render_changes(changes: Changes, words: EntryWords, *, applied: bool) -> Iterator[RenderableType]:
    """What was handed over changes, or would change, and what was not told again."""
    lang = words.lang
    for change in changes.listed[:_LISTED]:
        where = f"{change.life}{gloss('colon', lang)}" if change.life else ""
        line = Text(f"{word(change.act, lang)} ", _STYLES[change.act])
        line.append(on_one_line(f"{word(change.kind, lang)} {where}{change.key}"), "default")
        line.append(on_one_line(f"  {words.difference(change.before, change.after)}"), "default")
        details = [each for each in (change.details_before, change.details_after) if each]
        if details:
            kept = words.difference(*details) if len(details) > 1 else words.data(details[0])
            line.append(on_one_line(f"  {kept}" if kept else ""), "default")
        line.append(on_one_line(f"  ({change.source})" if lang == "en" else f"（{change.source}）"), "dim")
        yield line
    if changes.number > _LISTED:
        yield word("and-more", lang, count=changes.number - _LISTED)
    if changes.untold is None:
        yield word("untold-unknown", lang)
    elif changes.untold:
        yield word("untold", lang, count=len(changes.untold))
        for kind, life, key in changes.untold[:_LISTED]:
            yield Text(on_one_line(f"  {word(kind, lang)} {life}{gloss('colon', lang) if life else ''}{key}"))
        if len(changes.untold) > _LISTED:
            yield word("and-more", lang, count=len(changes.untold) - _LISTED)
    yield Text(word("would-change", lang, **changes.counts), "bold")
    if not changes.number:
        yield word("nothing-to-write", lang)
    elif applied:
        yield word("written", lang, head=head_of(changes.sequence, changes.head))
    else:
        yield word("nothing-written", lang)


def render_chain(issuer: str, chain: VerifiedChain, lang: Language) -> RenderableType:
    """Whether a chain is whole, and its head."""
    key = "broken" if chain.problems else "whole"
    said = word(key, lang, issuer=on_one_line(issuer), count=chain.records, head=head_of(chain.records, chain.head))
    return Text(said, "bold red" if chain.problems else "default")


def render_holders(
    held: Iterable[tuple[str, Granted]], lang: Language, *, names: Mapping[str, str], is_of_several: bool
) -> RenderableType:
    """Everybody who holds rights, with how many were granted, under which of several plans. `names` is what people call
    them.
    """
    from kenri.faces.registers.due_view import with_name

    table = NameTable(box=None, padding=(0, 3, 0, 0), show_edge=False)
    columns = ("holder", *(["plan"] if is_of_several else []), "grants", "number")
    for column in columns:
        table.add_column(
            word(column, lang), header_style="dim", justify="right" if column in ("grants", "number") else "left"
        )
    is_any = False
    for name, each in held:
        plan = [on_one_line(each.plan)] if is_of_several else []
        table.add_row(on_one_line(with_name(name, names)), *plan, str(each.grants), str(each.number))
        is_any = True
    return table if is_any else Text(word("no-holders", lang))


def render_details(holder: str, details: Mapping[str, str], lang: Language) -> Iterator[RenderableType]:
    """Who a holder is, by what they go and what is kept of them."""
    name = details.get("name", "")
    yield Text(on_one_line(f"{holder} {name}" if name not in ("", holder) else holder), "bold")
    for key, value in details.items():
        if key != "name" and value:
            said = word(key, lang) if key in word.table else key
            yield Text(on_one_line(f"  {said}{gloss('colon', lang)}{value}"), "dim")


def render_history(records: Iterable[RegisterRecord], words: EntryWords, sources: Iterable[str]) -> RenderableType:
    """All that was recorded of a holder, in the order in which it was."""
    lang = words.lang
    table = NameTable(box=None, padding=(0, 2, 0, 0), show_edge=False)
    for column in ("recorded", "by", "what", "source"):
        table.add_column(word(column, lang), header_style="dim", overflow="fold")
    for record, source in zip(records, sources, strict=True):
        act = "cancelled" if record.cancelled else "corrected" if record.corrects is not None else "new"
        data = record.data
        if record.kind == "ruling":
            data = {name: data[name] for name in _OF_RULING if name in data}
        what = f"{word(record.kind, lang)} {record.key}{gloss('colon', lang)}{words.data(data)}"
        if record.kind != "ruling":  # an answer is given once, and neither corrected nor taken back
            what = f"{word(act, lang)} {what}"
        table.add_row(instant_text(record.recorded), on_one_line(record.author), on_one_line(what), on_one_line(source))
    return table
