"""What a piece of work came to, as it is kept: for whoever asks for it to be told as if it had been answered at once.

Of a question whose answer is data, and of a page, what took long to find out is kept, all of it, and told anew each
time: a page of a list, or a page as whoever looks at it may see it then. A file is kept as it is, and so are problems.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Literal, TypeAlias

from kenri.faces.serving.answered import Answered, json_bytes, problems_as_page
from kenri.faces.serving.frames import framed, read_frame
from kenri.model.sentences import Language

__all__ = ["WHOLE", "WorkAnswer"]

Form: TypeAlias = Literal["parts", "file", "problem"]

WHOLE = ""
"""The name of the one part that is the answer itself."""


@dataclass(frozen=True, slots=True)
class WorkAnswer:
    """An answer that is kept: parts by their names as JSON, the bytes of a file, or problems."""

    form: Form
    answered: Answered
    is_stopped: bool = False
    """Whether there was no time for some of it, so that asked again it may come to more."""
    parts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of_parts(cls, parts: Mapping[str, Any], *, is_stopped: bool = False) -> WorkAnswer:
        """That of which these parts took long to find out."""
        return cls("parts", Answered(200), is_stopped, parts)

    @classmethod
    def of_answered(cls, answered: Answered) -> WorkAnswer:
        """That which is handed out as it is: a file, what was written, or problems as `problem_answer` has them."""
        return cls("problem" if answered.status >= 400 else "file", answered)

    def kept(self) -> bytes:
        """As it is kept."""
        one = self.answered
        header = {
            "form": self.form, "stopped": self.is_stopped, "status": one.status, "kind": one.kind,
            "headers": dict(one.headers), "codes": one.codes,
        }  # fmt: skip
        body = json_bytes(self.parts) if self.form == "parts" else one.body
        return framed(header, [zlib.compress(body, 1)])

    @classmethod
    def of_kept(cls, content: bytes) -> WorkAnswer:
        """As it was kept."""
        read = read_frame(BytesIO(content))
        assert read is not None  # it was written by `kept`
        header, (packed,) = read
        body = zlib.decompress(packed)
        form = header["form"]
        told = b"" if form == "parts" else body
        one = Answered(header["status"], told, header["kind"], header["headers"], tuple(header["codes"]))
        return cls(form, one, header["stopped"], json.loads(body) if form == "parts" else {})

    def as_page(self, lang: Language, address: str, request: str) -> Answered:
        """Problems as a page."""
        told = json.loads(self.answered.body)["problems"]
        return problems_as_page(self.answered, told, lang, address, request)
