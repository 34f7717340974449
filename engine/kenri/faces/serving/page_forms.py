"""Forms of pages as browsers send them: fields, files, and what says that a form is ours and what it was made on.

Files that a page was made of come back with its form: their bytes stand in hidden fields, so that nothing of them waits
on this machine. Fields are parameters of what is asked, as those of an address are.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote_plus, unquote_plus

from kenri.faces.serving.cookies import CSRF_FIELD
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

if TYPE_CHECKING:
    from starlette.requests import Request

    from kenri.faces.serving.asked import Upload

__all__ = ["CARRIED_FIELD", "HEAD_FIELD", "ONCE_FIELD", "carried", "read_page_form"]

HEAD_FIELD = "if_match"
"""The field with the head of the register that a page was made on; programs send it as `If-Match`."""

ONCE_FIELD = "once"
"""The field with the name of one sending of a form; programs send it as `Idempotency-Key`."""

CARRIED_FIELD = "carried"
"""A field with a file: its part, its name and its bytes."""

_OF_REQUEST = {CSRF_FIELD: "csrf", HEAD_FIELD: "if_match", ONCE_FIELD: "idempotency_key"}


def carried(files: Sequence[Upload]) -> list[str]:
    """Files as the values of hidden fields."""
    return [
        f"{quote_plus(each.part)}&{quote_plus(each.name)}&{base64.b64encode(each.content).decode()}" for each in files
    ]


async def read_page_form(request: Request, header: dict[str, Any], parts: Mapping[str, str]) -> list[bytes]:
    """The bytes of the files of a form; all else that it says goes into the header of the request.

    Raises `ProblemsError` for what is too large, is no form, or has a file of a part that there is not.
    """
    from kenri.faces.serving.incoming import limited_body, parsed_form

    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("multipart/form-data", "application/x-www-form-urlencoded"):
        raise refused(Sentence("body-of-another-kind", wanted=Sentence("form-upload"), found=quote(kind)))
    content = await limited_body(request)
    if kind == "multipart/form-data":
        fields, files = await parsed_form(request, content)
    else:
        fields, files = _fields(content), []
    found: list[tuple[str, str, bytes]] = [each for each in files if each[1] or each[2]]  # none was chosen
    for name, value in fields:
        if name == CARRIED_FIELD:
            found.append(_file(value))
        elif name in _OF_REQUEST:
            header[_OF_REQUEST[name]] = value
        else:
            header["query"].append((name, value))
    for part, _, _ in found:
        if part not in parts:
            raise refused(Sentence("parameter-unknown", name=quote(part)))
    header["files"] = [[part, name] for part, name, _ in found]
    return [content for _, _, content in found]


def _fields(content: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(content.decode(), keep_blank_values=True, max_num_fields=500, errors="replace")
    except ValueError as error:  # also where it is no UTF-8
        raise refused(Sentence("body-not-read", reason=quote(str(error), limit=200))) from None


def _file(value: str) -> tuple[str, str, bytes]:
    try:
        part, name, content = value.split("&")
        return unquote_plus(part), unquote_plus(name), base64.b64decode(content, validate=True)
    except (ValueError, binascii.Error):
        raise refused(Sentence("body-not-read", reason=quote(CARRIED_FIELD))) from None
