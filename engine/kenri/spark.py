"""kenri on the workers of Spark: `kenri.spark.answers(dataframe, plan, on=...)`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

from kenri.api import LoadedPlan
from kenri.asking.question import Number

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["answers"]


def answers(
    dataframe: DataFrame,
    plan: LoadedPlan,
    action: str = "exercise",
    *,
    on: date | str | None = None,
    rights: Number | None = None,
    by: str | None = None,
    readings: Mapping[str, str] | None = None,
    days: tuple[date | str, date | str] | None = None,
    bad: Literal["refuse", "aside"] = "refuse",
    settle: bool = True,
) -> DataFrame:
    """The answers about every row of a data frame of Spark, as a data frame (`kenri[spark]`): the columns of
    `plan.batch`, which also says what the options mean.

    Nothing is asked before somebody needs the answers, and then where the rows are: the workers need `kenri[batch]`,
    and get the plan with the task. Raises `ProblemsError` at once for a question that means nothing, and for columns
    that are not those of docs/batch.md. A row that cannot be answered fails the job, told by its id; with `bad="aside"`
    it stands among the answers without an outcome, and `problems` says why. An id that is there twice is not noticed.
    """
    from kenri.columnar import must_be_installed

    must_be_installed()
    from kenri.columnar.spark import answers

    found: DataFrame = answers(
        dataframe, plan, action, on=on, rights=rights, by=by, readings=readings, days=days, bad=bad, settle=settle
    )
    return found
