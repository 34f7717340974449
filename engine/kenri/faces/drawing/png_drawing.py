"""A picture of whole pixels in a few colours, and the PNG file of it. Digits and hyphens are its only letters."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence

from kenri.model.visible import visible

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_INDEXED = 3
"""The colour type of pixels that are numbers of a palette."""

_GLYPHS = {
    "0": "01110 10001 10011 10101 11001 10001 01110",
    "1": "00100 01100 00100 00100 00100 00100 01110",
    "2": "01110 10001 00001 00110 01000 10000 11111",
    "3": "11111 00010 00100 00010 00001 10001 01110",
    "4": "00010 00110 01010 10010 11111 00010 00010",
    "5": "11111 10000 11110 00001 00001 10001 01110",
    "6": "00110 01000 10000 11110 10001 10001 01110",
    "7": "11111 00001 00010 00100 01000 01000 01000",
    "8": "01110 10001 10001 01110 10001 10001 01110",
    "9": "01110 10001 10001 01111 00001 00010 01100",
    "-": "00000 00000 00000 11111 00000 00000 00000",
}
"""Five pixels wide and seven high, row by row."""

GLYPH_WIDTH, GLYPH_HEIGHT = 6, 7
"""Pixels from one glyph to the next, and from top to bottom."""


class Pixels:
    """A picture whose pixels are numbers of a palette; it begins filled with number 0.

    What is drawn outside is left out. Raises `ValueError` for a picture without pixels or a palette of more than 256.
    """

    def __init__(self, width: int, height: int, palette: Sequence[str]) -> None:
        """The colours of the palette are written `#rrggbb`."""
        if width < 1 or height < 1 or not 0 < len(palette) <= 256:
            raise ValueError(f"a picture of {width} by {height} pixels in {len(palette)} colours cannot be")
        self.width = width
        self.height = height
        self.palette = tuple(palette)
        self._rows = [bytearray(width) for _ in range(height)]

    def __getitem__(self, place: tuple[int, int]) -> int:
        """The colour at x, y from the top left."""
        x, y = place
        return self._rows[y][x]

    def rect(self, x: int, y: int, width: int, height: int, colour: int) -> None:
        left, right = max(x, 0), min(x + width, self.width)
        if left >= right:
            return
        for row in self._rows[max(y, 0) : max(y + height, 0)]:
            row[left:right] = bytes([colour]) * (right - left)

    def hatch(self, x: int, y: int, width: int, height: int, colour: int, *, every: int = 4) -> None:
        """Diagonal lines, each so many pixels after the other, that meet those of neighbours."""
        for down in range(max(y, 0), min(y + height, self.height)):
            for across in range(max(x, 0), min(x + width, self.width)):
                if (across + down) % every == 0:
                    self._rows[down][across] = colour

    def text(self, x: int, y: int, text: str, colour: int, *, scale: int = 1) -> None:
        """Digits and hyphens; the top left is at x, y. Other characters are left blank."""
        for char in text:
            for down, line in enumerate(_GLYPHS.get(char, "").split()):
                for across, bit in enumerate(line):
                    if bit == "1":
                        self.rect(x + across * scale, y + down * scale, scale, scale, colour)
            x += GLYPH_WIDTH * scale

    def png(self, texts: Mapping[str, str]) -> bytes:
        """The file, with texts about it by their keywords, such as `Title` and `Description`."""
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, _INDEXED, 0, 0, 0)
        palette = b"".join(bytes.fromhex(colour.removeprefix("#")) for colour in self.palette)
        pixels = zlib.compress(b"".join(b"\0" + row for row in self._rows), 9)  # each row begins with its filter: none
        chunks = [_chunk(b"IHDR", header), _chunk(b"PLTE", palette)]
        chunks += [
            _chunk(b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + visible(text).encode())
            for keyword, text in texts.items()
        ]
        return b"".join([_SIGNATURE, *chunks, _chunk(b"IDAT", pixels), _chunk(b"IEND", b"")])


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
