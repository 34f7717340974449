"""How a process that answers is spoken to: a header as JSON, and after it the bytes that it announces."""

from __future__ import annotations

import json
import struct
from asyncio import StreamReader
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

__all__ = ["framed", "read_frame", "receive_frame"]

_SIZE = struct.Struct(">I")


def framed(header: Mapping[str, Any], parts: Sequence[bytes] = ()) -> bytes:
    """A message. `sizes` of the header is taken for those of the parts."""
    text = json.dumps({**header, "sizes": [*map(len, parts)]}).encode()
    return b"".join((_SIZE.pack(len(text)), text, *parts))


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next message of a stream; None where it has ended."""
    size = stream.read(_SIZE.size)
    if len(size) < _SIZE.size:
        return None
    header = json.loads(stream.read(_SIZE.unpack(size)[0]))
    return header, [stream.read(each) for each in header["sizes"]]


async def receive_frame(stream: StreamReader) -> tuple[dict[str, Any], list[bytes]]:
    """The same of a stream that is waited for. Raises `asyncio.IncompleteReadError` where it ends."""
    (size,) = _SIZE.unpack(await stream.readexactly(_SIZE.size))
    header = json.loads(await stream.readexactly(size))
    return header, [await stream.readexactly(each) for each in header["sizes"]]
