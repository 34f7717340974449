"""The pixels of a PNG file, read without the renderer that made it."""

import struct
import zlib
from collections.abc import Iterator
from typing import TypeAlias

Pixel: TypeAlias = tuple[int, int, int]

_CHANNELS = {2: 3, 6: 4}
"""By colour type: red, green, blue; and how opaque."""


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a file, each after its kind; what is damaged fails."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + body),)
        yield kind, body
        at += 12 + length


def pixels(data: bytes) -> list[list[Pixel]]:
    """Rows from the top, of a file with eight bits a channel; what is not opaque fails."""
    header, packed = b"", b""
    for kind, body in chunks(data):
        header = body if kind == b"IHDR" else header
        packed += body if kind == b"IDAT" else b""
    width, height, depth, colours, *rest = struct.unpack(">IIBBBBB", header)
    assert (depth, rest) == (8, [0, 0, 0])
    channels = _CHANNELS[colours]
    raw, line = zlib.decompress(packed), width * channels
    assert len(raw) == height * (line + 1)
    rows, above = [], bytes(line)
    for start in range(0, len(raw), line + 1):
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + line], above, channels)
        assert channels == 3 or set(above[3::4]) == {255}
        rows.append(list(zip(*(above[channel::channels] for channel in range(3)), strict=True)))
    return rows


def _unfiltered(kind: int, line: bytes, above: bytes, channels: int) -> bytes:
    found = bytearray(line)
    for place in range(len(found)):
        left = found[place - channels] if place >= channels else 0
        corner = above[place - channels] if place >= channels else 0
        guesses = (0, left, above[place], (left + above[place]) // 2, _paeth(left, above[place], corner))
        found[place] = (found[place] + guesses[kind]) & 255
    return bytes(found)


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda each: abs(guess - each))
