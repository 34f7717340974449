"""Pictures in pixels, made of our SVG drawings by resvg (the extra `png`), with the fonts of the system.

Seen in resvg-py 0.5.0: a family that is not there is passed over, and where none of those named is there, the text is
left out without a word; a single character that the family lacks comes from any font that has it, and is drawn like
every other missing one where none has. So a family that draws is looked for first, and no picture is made of which a
character would be missing. Tests hold both.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import TypeAlias
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from kenri.model.limits import PICTURE_PIXELS
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

Renderer: TypeAlias = Callable[[str], bytes]
"""From the text of an SVG drawing to a PNG file."""

_SHARPEST = 2
"""Pixels of the picture for one of the drawing, where that is not too many."""

_PAPER = "#ffffff"
"""Under the drawing: its last row of pixels may be covered in part."""

_FAMILIES = (
    "Segoe UI", "Helvetica", "Arial", "DejaVu Sans", "Liberation Sans", "Noto Sans", "Roboto", "Cantarell", "Ubuntu",
    "Adwaita Sans", "Open Sans", "FreeSans", "Nimbus Sans", "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP",
    "Yu Gothic UI", "Meiryo", "IPAexGothic", "IPAGothic", "VL Gothic", "TakaoGothic", "MS Gothic", "DejaVu Serif",
    "Liberation Serif", "Noto Serif", "Times New Roman", "DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono",
)  # fmt: skip
"""What stands for any font without serifs: the first of these that is there."""

_NO_CHARACTER = "\ue0ff"
"""Of private use: no font has it, save by chance."""

_NAMED = 8
"""Characters that a report names."""


def renderer() -> Renderer:
    """What makes pictures, or a report of what is lacking to make any.

    Ask for it before what is to be drawn is worked out. It raises `ProblemsError` too, for a drawing that is too large
    or that has a character which no font here has.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise refused(Sentence("png-missing")) from None

    def drawn(svg: str, family: str, zoom: int) -> bytes:
        return bytes(
            svg_to_bytes(svg_string=svg, zoom=zoom, font_family=family, sans_serif_family=family, background=_PAPER)
        )

    def letter(text: str, family: str) -> bytes:
        return drawn(_small(text, family), family, 1)

    family = next((each for each in _FAMILIES if letter("0", each) != letter("", each)), None)
    if family is None:
        raise refused(Sentence("png-no-font"))

    def render(svg: str) -> bytes:
        zoom = _zoom(svg)
        missing = letter(_NO_CHARACTER, family)
        lacking = [each for each in _visible_characters(svg) if letter(each, family) == missing]
        if lacking:
            raise refused(Sentence("png-no-character", characters=tuple(map(quote, lacking[:_NAMED]))))
        return drawn(svg, family, zoom)

    return render


def _small(text: str, family: str) -> str:
    style = f"font-family={quoteattr(family)} font-size='16'"
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"><text y="18" {style}>{text}</text></svg>'


def _zoom(svg: str) -> int:
    """How many pixels for one of the drawing. Raises `ProblemsError` where one is too many."""
    root = ElementTree.fromstring(svg)
    pixels = round(float(root.attrib["width"]) * float(root.attrib["height"]))
    if pixels > PICTURE_PIXELS.most:
        raise refused(Sentence("png-too-large", found=f"{pixels:,}", limit=PICTURE_PIXELS.sentence))
    return _SHARPEST if pixels * _SHARPEST**2 <= PICTURE_PIXELS.most else 1


def _visible_characters(svg: str) -> Iterator[str]:
    """Those outside ASCII that have a shape of their own, each once."""
    texts = (element.text or "" for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"))
    for character in dict.fromkeys("".join(texts)):
        if not character.isascii() and unicodedata.category(character)[0] in "LNPS":
            yield character
