"""A sheet to draw on that becomes an SVG file: shapes and text, nothing that loads or runs.

Lengths are in pixels. A browser decides the font, so the width of a text is an estimate, on the wide side: half an em
and a little for each terminal cell it has.
"""

import hashlib
from typing import TypeAlias
from xml.etree import ElementTree

from rich.cells import cell_len

from kenri.model.visible import on_one_line, visible

Layer: TypeAlias = ElementTree.Element

_NAMESPACE = "http://www.w3.org/2000/svg"
_FONTS = "system-ui, -apple-system, 'Segoe UI', 'Hiragino Sans', 'Noto Sans CJK JP', 'Yu Gothic UI', Meiryo, sans-serif"
_EM_PER_CELL = 0.56


class Drawing:
    """Elements in the order they were drawn. The height is known when the drawing is finished.

    Its ids begin with a digest of what is drawn: several drawings that stand in one page have ids of their own, and a
    drawing keeps its ids as long as it looks and says the same.
    """

    def __init__(self, *, width: int, lang: str) -> None:
        self.width = width
        self._root = ElementTree.Element(
            "svg", {"xmlns": _NAMESPACE, "xml:lang": lang, "lang": lang, "role": "img", "font-family": _FONTS}
        )

    def describe(self, title: str, description: str) -> None:
        ElementTree.SubElement(self._root, "title", {"id": "title"}).text = visible(title)
        ElementTree.SubElement(self._root, "desc", {"id": "desc"}).text = visible(description)

    def hatch(self, *, ground: str, stroke: str) -> str:
        """A pattern of diagonal lines, as a value for `fill`."""
        box = {
            "id": "hatch",
            "width": "6",
            "height": "6",
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        }
        pattern = ElementTree.SubElement(ElementTree.SubElement(self._root, "defs"), "pattern", box)
        ElementTree.SubElement(pattern, "rect", {"width": "6", "height": "6", "fill": ground})
        ElementTree.SubElement(pattern, "rect", {"width": "1.5", "height": "6", "fill": stroke})
        return "url(#hatch)"

    def rect(
        self, x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "", stroke_width: float = 1,
        radius: float = 0, title: str = "", under: Layer | None = None,
    ) -> None:  # fmt: skip
        """`title` is what a pointer resting on it shows; `under` puts it into that layer instead of on top."""
        shape = {"x": _px(x), "y": _px(y), "width": _px(width), "height": _px(height), "fill": fill}
        if stroke:
            shape |= {"stroke": stroke, "stroke-width": _px(stroke_width)}
        if radius:
            shape["rx"] = _px(radius)
        element = ElementTree.SubElement(self._root if under is None else under, "rect", shape)
        if title:
            ElementTree.SubElement(element, "title").text = visible(title)

    def path(self, d: str, *, fill: str, title: str = "") -> None:
        """A filled outline in the language of SVG paths. Its edges lie on pixels, so that neighbours show no seam."""
        shape = {"d": d, "fill": fill, "shape-rendering": "crispEdges"}
        element = ElementTree.SubElement(self._root, "path", shape)
        if title:
            ElementTree.SubElement(element, "title").text = visible(title)

    def polygon(self, *points: tuple[float, float], fill: str) -> None:
        listed = " ".join(f"{_px(x)},{_px(y)}" for x, y in points)
        ElementTree.SubElement(self._root, "polygon", {"points": listed, "fill": fill})

    def line(
        self, *points: tuple[float, float], stroke: str, width: float = 1, under: Layer | None = None
    ) -> None:  # fmt: skip
        """A line through the points; `under` puts it into that layer instead of on top."""
        listed = " ".join(f"{_px(x)},{_px(y)}" for x, y in points)
        shape = {"points": listed, "fill": "none", "stroke": stroke, "stroke-width": _px(width)}
        ElementTree.SubElement(self._root if under is None else under, "polyline", shape)

    def layer(self) -> Layer:
        """A layer above what is drawn so far and below what comes, to be filled later."""
        return ElementTree.SubElement(self._root, "g")

    def text(
        self, x: float, y: float, text: str, *, size: float, fill: str, bold: bool = False, anchor: str = "start",
        halo: str = "",
    ) -> None:  # fmt: skip
        """One line of text whose baseline is at `y`; `anchor` is the end of it that is at `x`.

        `halo` is the colour that keeps lines behind the text away from it.
        """
        shape = {"x": _px(x), "y": _px(y), "font-size": _px(size), "fill": fill}
        if bold:
            shape["font-weight"] = "600"
        if anchor != "start":
            shape["text-anchor"] = anchor
        if halo:
            # Beneath it once more and broader: not every renderer knows `paint-order`, and then it would hide the text.
            broader = {"stroke": halo, "stroke-width": "4", "stroke-linejoin": "round", "aria-hidden": "true"}
            ElementTree.SubElement(self._root, "text", shape | broader).text = on_one_line(text)
        ElementTree.SubElement(self._root, "text", shape).text = on_one_line(text)

    def paragraph(
        self, x: float, y: float, text: str, *, size: float, fill: str, width: float, bold: bool = False, halo: str = ""
    ) -> float:
        """Lines of text no wider than `width`, from `y` down; the y below them."""
        for line in _wrapped(text, max(2, int(width / (size * _EM_PER_CELL)))):
            self.text(x, y + size, line, size=size, fill=fill, bold=bold, halo=halo)
            y += size * 1.4
        return y

    def finished(self, height: float, *, background: str) -> str:
        """The file's text: the drawing on a ground of its own, so that it reads in a dark page too."""
        size = {"width": str(self.width), "height": _px(height), "viewBox": f"0 0 {self.width} {_px(height)}"}
        root = ElementTree.Element("svg", {**self._root.attrib, **size})
        drawn = list(self._root)
        described = [element for element in drawn if element.tag in {"title", "desc"}]
        ground = ElementTree.Element("rect", {"width": "100%", "height": "100%", "fill": background})
        root.extend([*described, ground, *(element for element in drawn if element not in described)])
        ElementTree.indent(root)
        name = "kenri-" + hashlib.sha256(ElementTree.tostring(root)).hexdigest()[:12]
        for element in root.iter():
            if (own := element.get("id")) is not None:
                element.set("id", f"{name}-{own}")
            if (fill := element.get("fill", "")).startswith("url(#"):
                element.set("fill", fill.replace("#", f"#{name}-"))
        root.set("aria-labelledby", f"{name}-title {name}-desc")
        return ElementTree.tostring(root, encoding="unicode") + "\n"


def _px(value: float) -> str:
    """A tenth of a pixel is as fine as it gets, and always written the same way."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def text_width(text: str, size: float) -> float:
    return cell_len(text) * size * _EM_PER_CELL


def _wrapped(text: str, cells: int) -> list[str]:
    """Lines of at most `cells`, broken at blanks; a word (or Japanese) longer than a line is broken anywhere."""
    lines: list[str] = []
    for word in text.split():
        pieces = _chopped(word, cells)
        if lines and cell_len(lines[-1]) + 1 + cell_len(pieces[0]) <= cells:
            lines[-1] += " " + pieces.pop(0)
        lines += pieces
    return lines or [""]


def _chopped(word: str, cells: int) -> list[str]:
    pieces = [""]
    for char in word:
        if cell_len(pieces[-1]) + cell_len(char) > cells:
            pieces.append("")
        pieces[-1] += char
    return pieces
