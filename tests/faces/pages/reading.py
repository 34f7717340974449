"""Pages read as their reader finds them: elements, their words, and whatever leads somewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = {"meta", "link", "input", "img", "br", "hr", "col"}
_INERT = {"circle", "rect", "path", "line", "polygon", "polyline"}


@dataclass
class Element:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list[Element | str] = field(default_factory=list)

    def all(self, name: str = "", **attributes: str) -> list[Element]:
        """Elements within, of a name and with attributes (`class_` has a word among its words)."""
        found = []
        for each in self.parts:
            if isinstance(each, Element):
                if each.fits(name, attributes):
                    found.append(each)
                found += each.all(name, **attributes)
        return found

    def one(self, name: str = "", **attributes: str) -> Element:
        (found,) = self.all(name, **attributes)
        return found

    def fits(self, name: str, attributes: dict[str, str]) -> bool:
        return name in ("", self.name) and all(
            value in self.attributes.get("class", "").split() if key == "class_" else self.attributes.get(key) == value
            for key, value in attributes.items()
        )

    @property
    def text(self) -> str:
        return " ".join("".join(each if isinstance(each, str) else f" {each.text} " for each in self.parts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(element)
        if tag not in _EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _INERT | _EMPTY, f"<{tag}/> is no empty element"
        self.open[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        assert closed.name == tag, f"<{closed.name}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def page(body: bytes) -> Element:
    """A page, of which every element is closed."""
    reader = _Reader()
    reader.feed(body.decode())
    reader.close()
    assert reader.open == [reader.root]
    return reader.root
