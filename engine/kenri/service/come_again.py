"""What is refused now, and may be asked again later: in how many seconds that makes sense."""

from __future__ import annotations

from kenri.model.problems import ProblemsError, refused
from kenri.model.sentences import Sentence

__all__ = ["ComeAgainError"]


class ComeAgainError(ProblemsError):
    """Too much is asked at once, or too often. `seconds`, at least one, is when to ask again."""

    def __init__(self, sentence: Sentence, seconds: int) -> None:
        super().__init__(refused(sentence).problems)
        self.seconds = max(1, seconds)

    @property
    def headers(self) -> dict[str, str]:
        """What tells of it over HTTP, named with `_` for `-`."""
        return {"retry_after": str(self.seconds)}
