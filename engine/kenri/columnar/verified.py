"""A judge of whose answers a share is judged again by others: where one of these says anything else, that is a fault.

Which answers are taken is random, and the same again for the same seed and blocks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any, Final, Protocol

import pyarrow as pa

from kenri.columnar.judge import REFERENCE, Judge, Judged, RowByRow
from kenri.columnar.rows import Rows
from kenri.loader.values import shown
from kenri.model.exact import exact, number_in
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

__all__ = ["SEED", "AnswersDifferError", "ByReference", "Verified", "Witness", "share_of"]

SEED: Final = 1
"""Where nobody says another."""

_BY: Final = "answered_by"


class AnswersDifferError(Exception):
    """Two evaluators answered the same question otherwise: one of them is wrong."""


class Witness(Protocol):
    """Somebody who judges rows again."""

    @property
    def name(self) -> str:
        """As in the column `answered_by`."""

    def told(self, rows: Rows, index: Sequence[int]) -> Iterator[Mapping[str, Any] | None]:
        """Of each of some rows the columns of its answer, as far as it knows them; None where it declines."""


@dataclass(frozen=True)
class ByReference:
    """The reference as a witness: it knows all columns."""

    judge: RowByRow
    name: str = REFERENCE

    def told(self, rows: Rows, index: Sequence[int]) -> Iterator[Mapping[str, Any]]:
        """The answers about some rows."""
        for told in self.judge.judged(rows, index).answers.to_pylist():
            del told[_BY]
            yield told


@dataclass
class Verified:
    """Answers blocks of rows as another judge does, and has a share of the answers judged again.

    `judged` raises `AnswersDifferError` for a witness that says anything else. None is asked about what it answered
    itself.
    """

    judge: Judge
    witnesses: Sequence[Witness]
    share: Fraction
    seed: int = SEED
    again: Counter[str] = field(default_factory=Counter)
    """How many answers each witness has judged again."""

    def __post_init__(self) -> None:
        self.again.update({witness.name: 0 for witness in self.witnesses})

    @property
    def schema(self) -> pa.Schema:
        """The columns of the answers."""
        return self.judge.schema

    @property
    def block(self) -> int:
        """How many rows it is best given at once."""
        return self.judge.block

    def unfit(self, rows: Rows) -> Any:
        """The rows of a block that cannot be answered."""
        return self.judge.unfit(rows)

    def judged(self, rows: Rows, only: Sequence[int] | None = None) -> Judged:
        """The answers about the rows of a block, or about `only` some of them."""
        found = self.judge.judged(rows, only)
        rng = Random(f"{self.seed} {rows.first}")
        chosen = [at for at in range(len(found.index)) if rng.random() < self.share]
        answers = found.answers.take(pa.array(chosen, pa.int64())).to_pylist()
        for witness in self.witnesses:
            own = [
                (found.index[at], told) for at, told in zip(chosen, answers, strict=True) if told[_BY] != witness.name
            ]
            for (_, told), other in zip(own, witness.told(rows, [index for index, _ in own]), strict=True):
                if other is not None:
                    self._compare(told, other, witness.name)
        return found

    def _compare(self, told: Mapping[str, Any], other: Mapping[str, Any], name: str) -> None:
        self.again[name] += 1
        for column, value in other.items():
            if told[column] != value:
                raise AnswersDifferError(
                    f"row {quote(told['id'])}, {column}: {told[_BY]} answered {told[column]}, {name} {value}"
                )


def share_of(value: object) -> Fraction:
    """What share of the answers is judged again. Raises `ProblemsError` for what is none."""
    # A float that Python hands over is meant as it is shown.
    found = number_in(value.strip()) if isinstance(value, str) else exact(value)
    if found is None and type(value) is float:
        found = number_in(repr(value))
    if found is None or not 0 < found <= 1:
        raise refused(Sentence("wrong-argument", name=quote("verify"), form=Sentence("form-share"), found=shown(value)))
    return Fraction(found)
