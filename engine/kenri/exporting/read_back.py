"""A folder in which what was written is read back, and that is gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from kenri.loader.system_reason import system_reason
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

__all__ = ["passing_folder"]


@contextmanager
def passing_folder() -> Iterator[Path]:
    """A folder that is gone afterwards. Raises `ProblemsError` where nothing can be written there."""
    try:
        with TemporaryDirectory(prefix="kenri-") as folder:
            yield Path(folder)
    except OSError as error:
        file = quote(str(error.filename or gettempdir()), limit=4096)
        raise refused(Sentence("file-not-written", file=file, reason=system_reason(error))) from None
