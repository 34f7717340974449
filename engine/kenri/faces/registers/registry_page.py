"""The register of stock acquisition rights as a page to be printed, and as sheets.

The heads of its table are repeated on every page, nothing is loaded from elsewhere, and no text of others means more
than itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from html import escape as escape_html

from kenri.faces.registers.registry import RightsLine, RightsRegistry, Stated
from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.registry import word
from kenri.faces.words.values import in_brackets, listed, plain_day
from kenri.faces.words.values import number as number_text
from kenri.importing.eras import in_era
from kenri.importing.written_workbook import WrittenCell, WrittenColumn, WrittenSheet, width_of
from kenri.model.ruling import Exact
from kenri.model.sentences import Language
from kenri.model.visible import on_one_line

__all__ = ["registry_page", "registry_sheets"]

_COLUMNS = ("line", "holder", "address", "content", "number", "acquired", "grant", "certificate")
_WIDEST = 60

_STYLE = """
@page { size: A4 landscape; margin: 14mm 12mm 16mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
* { box-sizing: border-box; }
body { font: 9pt/1.4 "Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", Meiryo, sans-serif;
  color: #000; background: #fff; margin: 0 auto; max-width: 273mm; padding: 0 .4mm; }
h1 { font-size: 15pt; margin: 0 0 1mm; }
h2 { font-size: 11pt; margin: 5mm 0 1.5mm; break-after: avoid; }
p { margin: 0 0 1.5mm; }
table { border-collapse: collapse; width: 100%; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: .3mm solid #555; padding: .8mm 1.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eee; font-weight: 600; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
td.number { text-align: right; white-space: nowrap; }
td.day { white-space: nowrap; }
.none { color: #555; font-style: italic; }
table.facts { width: auto; }
.head { font-size: 7pt; overflow-wrap: anywhere; }
.signature { margin-top: 12mm; break-inside: avoid; }
.signature td { border: 0; border-bottom: .3mm solid #000; height: 12mm; vertical-align: bottom; min-width: 80mm; }
.signature th { border: 0; background: none; font-weight: 400; vertical-align: bottom; }
@media screen { body { padding: 8mm; } }
"""


def registry_page(
    registry: RightsRegistry, lang: Language = "en", *, is_statement: bool = False, in_eras: bool = False
) -> str:
    """The whole page as HTML: the register of article 249, or what it says of one holder, as article 250 has it."""
    title = word("statement" if is_statement else "title", lang)
    parts = [*_head(registry, title, lang, _days(lang, in_eras=in_eras), is_statement=is_statement)]
    parts += _lines(registry, lang, _days(lang, in_eras=in_eras))
    parts += _contents(registry, lang, _days(lang, in_eras=in_eras))
    parts += _lacking(registry, lang)
    if is_statement:
        parts += _signature(registry, lang)
    parts += _notes(registry, lang, is_statement=is_statement)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{_text(f'{title} – {registry.issuer}')}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def registry_sheets(registry: RightsRegistry, lang: Language = "en", *, in_eras: bool = False) -> list[WrittenSheet]:
    """The same as sheets: the lines, the content of the rights, and what is not known."""

    def sheet(title: str, heads: Sequence[str], rows: Sequence[Sequence[WrittenCell]]) -> WrittenSheet:
        widths = [max(map(width_of, map(str, column))) for column in zip(heads, *rows, strict=True)]
        columns = [
            WrittenColumn(heading=head, width=min(width + 2, _WIDEST))
            for head, width in zip(heads, widths, strict=True)
        ]
        return WrittenSheet(title=title, columns=columns, rows=rows)

    heads = [word(column, lang) for column in ("line", "key", *_COLUMNS[1:])]
    day = _days(lang, in_eras=in_eras)
    lines = [_cells(at, line, lang, in_eras=in_eras) for at, line in enumerate(registry.lines, start=1)]
    contents = [
        (word("content-of", lang, number=at), content.title, label, value)
        for at, content in enumerate(registry.contents, start=1)
        for label, value in (
            (word("document", lang), content.document or content.plan),
            *((label, _stated(value, lang, day)) for label, value in content.terms),
        )
    ]
    about = [
        (word("issuer", lang), registry.issuer),
        *_about_holder(registry, lang),
        (word("as-of", lang), day(registry.day)),
        *([(word("known-at", lang), registry.known_at)] if registry.known_at else []),
        (word("head", lang), registry.head),
        *((_lacks(lacks, lang), name) for name, lacks in registry.lacking),
        *((word("notes", lang), note) for note in _note_texts(registry, lang)),
    ]
    return [
        sheet(word("title", lang)[:31], heads, lines),
        sheet(word("contents", lang)[:31], [word("content", lang), word("title", lang), "", ""], contents),
        sheet(word("notes", lang), ["", ""], about),
    ]


def _cells(at: int, line: RightsLine, lang: Language, *, in_eras: bool) -> tuple[WrittenCell, ...]:
    missing = word("not-known", lang)
    acquired: WrittenCell = line.acquired
    if line.acquired is not None and (in_eras or line.acquired < date(1900, 3, 1)):
        acquired = _days(lang, in_eras=in_eras)(line.acquired)
    number = line.number if isinstance(line.number, int) and line.number < 10**15 else _number(line.number, lang)
    said = (f"{a}{gloss('colon', lang)}{_stated(b, lang, _days(lang, in_eras=in_eras))}" for a, b in line.attributes)
    content = "\n".join((word("content-of", lang, number=line.content), *said))
    return (
        *(at, line.key, line.name or missing, line.address or missing, content, number),
        *(missing if acquired is None else acquired, line.grant, line.certificate),
    )


def _head(
    registry: RightsRegistry, title: str, lang: Language, day: Callable[[date], str], *, is_statement: bool
) -> Iterator[str]:
    yield f"<h1>{_text(title)}</h1>"
    yield f"<p>{_text(word('statement-under' if is_statement else 'under', lang))}</p>"
    facts = [
        (word("issuer", lang), registry.issuer),
        *_about_holder(registry, lang),
        (word("as-of", lang), day(registry.day)),
    ]
    if registry.known_at:
        facts.append((word("known-at", lang), registry.known_at))
    rows = "".join(f"<tr><th>{_text(name)}</th><td>{_text(value)}</td></tr>" for name, value in facts)
    yield f'<table class="facts">{rows}</table>'
    if is_statement:
        yield f"<p>{_text(word('statement-says', lang))}</p>"


def _about_holder(registry: RightsRegistry, lang: Language) -> list[tuple[str, str]]:
    """Whom a statement is about, which stands there also where nothing is held."""
    holder, missing = registry.holder, word("not-known", lang)
    if holder is None:
        return []
    return [
        (word("holder", lang), (holder.name or missing) + in_brackets(holder.key, lang)),
        (word("address", lang), holder.address or missing),
    ]


def _lines(registry: RightsRegistry, lang: Language, day: Callable[[date], str]) -> Iterator[str]:
    yield f"<h2>{_text(word('holders', lang))}</h2>"
    if not registry.lines:
        yield f"<p>{_text(word('nobody' if registry.holder is None else 'holds-nothing', lang))}</p>"
    else:
        heads = "".join(f'<th scope="col">{_text(word(column, lang))}</th>' for column in _COLUMNS)
        yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
        for at, line in enumerate(registry.lines, start=1):
            yield f"<tr>{''.join(_row(at, line, lang, day))}</tr>"
        yield "</tbody></table>"
    if registry.emptied:
        yield f"<p>{_text(word('holds-none', lang, count=registry.emptied))}</p>"


def _row(at: int, line: RightsLine, lang: Language, day: Callable[[date], str]) -> Iterator[str]:
    missing = f'<span class="none">{_text(word("not-known", lang))}</span>'
    yield f'<td class="number">{at}</td>'
    yield f"<td>{_text(line.name) if line.name else missing}<br>({_text(line.key)})</td>"
    yield f"<td>{_text(line.address) if line.address else missing}</td>"
    said = (f"{label}{gloss('colon', lang)}{_stated(value, lang, day)}" for label, value in line.attributes)
    attributes = "".join(f"<br>{_text(each)}" for each in said)
    yield f"<td>{_text(word('content-of', lang, number=line.content))}{attributes}</td>"
    yield f'<td class="number">{missing if line.number is None else _text(_number(line.number, lang))}</td>'
    yield f'<td class="day">{missing if line.acquired is None else _text(day(line.acquired))}</td>'
    yield f"<td>{_text(line.grant)}</td><td>{_text(line.certificate) or '–'}</td>"


def _contents(registry: RightsRegistry, lang: Language, day: Callable[[date], str]) -> Iterator[str]:
    if registry.contents:
        yield f"<h2>{_text(word('contents', lang))}</h2>"
    for at, content in enumerate(registry.contents, start=1):
        rows = [
            (word("document", lang), content.document or content.plan),
            *((label, _stated(value, lang, day)) for label, value in content.terms),
        ]
        body = "".join(f"<tr><th>{_text(label)}</th><td>{_text(value)}</td></tr>" for label, value in rows)
        head = f"{word('content-of', lang, number=at)}  {content.title}"
        yield f'<table class="facts"><thead><tr><th colspan="2">{_text(head)}</th></tr></thead>{body}</table><p></p>'


def _lacking(registry: RightsRegistry, lang: Language) -> Iterator[str]:
    if not registry.lacking:
        return
    yield f"<h2>{_text(word('lacking', lang))}</h2>"
    rows = "".join(
        f"<tr><td>{_text(name)}</td><td>{_text(_lacks(lacks, lang))}</td></tr>" for name, lacks in registry.lacking
    )
    yield f'<table class="facts">{rows}</table>'


def _signature(registry: RightsRegistry, lang: Language) -> Iterator[str]:
    rows = [("signed", ""), ("issuer", registry.issuer), ("representative", "")]
    body = "".join(f"<tr><th>{_text(word(key, lang))}</th><td>{_text(value)}</td></tr>" for key, value in rows)
    yield f'<table class="facts signature">{body}</table>'


def _notes(registry: RightsRegistry, lang: Language, *, is_statement: bool) -> Iterator[str]:
    yield f"<h2>{_text(word('notes', lang))}</h2>"
    notes = [*_note_texts(registry, lang), *([word("note-250", lang)] if is_statement else [])]
    yield f"<ol>{''.join(f'<li>{_text(note)}</li>' for note in notes)}</ol>"
    yield f'<p class="head">{_text(word("head", lang))}: {_text(registry.head)}</p>'


def _note_texts(registry: RightsRegistry, lang: Language) -> list[str]:
    keys = ["note-numbers", "note-content", "note-certificate", "note-not-kept"]
    return [word(key, lang) for key in (keys if registry.lines else keys[-1:])]


def _lacks(lacks: Sequence[str], lang: Language) -> str:
    return listed((word(f"lacks-{each}", lang) for each in lacks), lang)


def _stated(value: Stated, lang: Language, day: Callable[[date], str]) -> str:
    """What a plan or a grant states, as it stands on the page."""
    match value:
        case (first, last):
            return word("period", lang, first=day(first), last="" if last is None else day(last))
        case bool():
            return word("yes" if value else "no", lang)
        case date():
            return day(value)
        case _:
            return value


def _number(number: Exact | None, lang: Language) -> str:
    return word("not-known", lang) if number is None else number_text(number)


def _days(lang: Language, *, in_eras: bool) -> Callable[[date], str]:
    if in_eras:
        return lambda day: in_era(day, letters=lang == "en")
    return lambda day: plain_day(day, lang)


def _text(text: str) -> str:
    """Text of others as HTML: neither a tag of it nor a character that cannot be seen means anything."""
    return escape_html(on_one_line(text))
