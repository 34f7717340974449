"""What an answer did not look at, as plain data, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kenri.model.cautions import Caution
from kenri.model.sentences import Language


def cautions_data(cautions: Iterable[Caution], lang: Language) -> list[dict[str, Any]]:
    """Cautions as plain data."""
    return [{"code": each.code, "names": list(each.names), "sentence": each.says(lang)} for each in cautions]
