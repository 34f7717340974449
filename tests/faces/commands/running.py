"""What a command comes to, and the files that `kenri new` makes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

PLAN = "rules/acme/options.yaml"


LIFE = "lives/options.yaml"


SCENARIOS = "scenarios/acme/options.yaml"


class Answer(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Kenri = Callable[..., Answer]
