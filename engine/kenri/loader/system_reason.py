"""Why the system refuses a file, in the words of our own catalogue."""

from __future__ import annotations

import errno

from kenri.model.problems import quote
from kenri.model.sentences import Sentence

_REASONS = {
    errno.ENOSPC: Sentence("system-no-space"),
    errno.EACCES: Sentence("system-denied"),
    errno.EPERM: Sentence("system-denied"),
    errno.EISDIR: Sentence("system-folder"),
    errno.ENOTDIR: Sentence("system-no-folder"),
    errno.ENOENT: Sentence("system-missing"),
    errno.EEXIST: Sentence("system-there"),
    errno.EROFS: Sentence("system-read-only"),
    errno.ENAMETOOLONG: Sentence("system-name-too-long"),
    errno.EFBIG: Sentence("system-too-large"),
    errno.EDQUOT: Sentence("system-no-share"),
    errno.EMFILE: Sentence("system-too-many-open"),
    errno.ENFILE: Sentence("system-too-many-open"),
    errno.EBUSY: Sentence("system-in-use"),
    errno.ETXTBSY: Sentence("system-in-use"),
    errno.EIO: Sentence("system-broken"),
    errno.ENXIO: Sentence("system-nobody-there"),
    errno.ELOOP: Sentence("system-loop"),
}


def system_reason(error: OSError | ValueError) -> Sentence:
    """Why a file could not be opened, read or written; a `ValueError` comes of a name that holds a zero byte."""
    if isinstance(error, ValueError):
        return Sentence("system-null")
    known = _REASONS.get(error.errno) if error.errno is not None else None
    return known or Sentence("system-other", reason=quote((error.strerror or str(error)).lower()))
