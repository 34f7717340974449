"""What the pages about the language and the files of a new plan say about counting, held against the evaluator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from kenri.api import LoadedPlan, load
from kenri.faces.writing.new_plan import new_plan
from kenri.model.days import FIRST_DAY, NEVER
from tests.docs.language_examples import DOCS

PLAN = """plan: it
extends: vocabulary/equity
dates: {{leaving: {{is: 2025-06-25}}, meeting: {{is: 2025-06-25}}{dates}}}
states: {{state: {{is: {state}}}}}
amounts: {{number: {{is: {number}}}}}
"""

LIFE = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 100}]}


def rows(page: str, heading: str) -> Iterator[list[str]]:
    """The cells of the table of a page of the reference whose head begins with a text."""
    lines = iter((DOCS / "reference" / f"{page}.md").read_text("utf-8").splitlines())
    for line in lines:
        if line.startswith(f"| {heading}"):
            break
    else:
        raise AssertionError(f"there is no table of {heading!r}")
    next(lines)
    for line in lines:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def case(folder: Path, *, dates: str = "", state: str = "always", number: str = "0") -> Any:
    path = folder / "plan.yaml"
    path.write_text(PLAN.format(dates=dates, state=state, number=number), "utf-8")
    plan = load(path)
    life = plan.life(LIFE)
    court = plan.court(life, None, None)
    return court.case(plan.party(life, None, court.grant), court.readings({})).asking("exercise", {})


def shown(first: int, until: int) -> tuple[date | None, date | None]:
    return (
        date.fromordinal(first) if first > FIRST_DAY else None,
        date.fromordinal(until - 1) if until < NEVER else None,
    )


def written(text: str) -> date | None:
    if not text:
        return None
    day = text if re.search(r"\d{4}", text) else f"{text} 2025"
    return datetime.strptime(day, "%d %B %Y").date()  # noqa: DTZ007  # a day has no zone


@pytest.mark.parametrize("row", list(rows("counting", "the text | write")), ids=lambda row: row[0])
def test_a_usual_phrase_means_the_days_beside_it(row: list[str], tmp_path: Path) -> None:
    _, expression, gives = row
    (only,) = case(tmp_path, state=expression.strip("`")).condition("state").yes
    assert shown(*only) == tuple(map(written, gives.split("..")))


MONTHS = ("corresponding-day", "month-end", "next-day")


@pytest.mark.parametrize("row", list(rows("counting", "counted from | period")), ids=" ".join)
@pytest.mark.parametrize("column", [2, 3, 4], ids=MONTHS)
def test_a_period_ends_on_the_day_in_the_table(row: list[str], column: int, tmp_path: Path) -> None:
    start, period, number = row[0].split()[-1], row[1].split()[1].rstrip("s") + "s", row[1].split()[0]
    counting = MONTHS[column - 2]
    way = ("minus", "from") if "back" in row[0] else ("plus", "to")
    days = f", end: {{is: {{{way[0]}: {{{period}: {number}}}, {way[1]}: {start}, counting: {{months: {counting}}}}}}}"
    (end,) = case(tmp_path, dates=days).moments("end").all
    assert date.fromordinal(end.day).isoformat() == row[column].strip("*")


@pytest.mark.parametrize("row", list(rows("arithmetic", "| 2.4 | 2.5")), ids=lambda row: row[0].strip("`"))
def test_a_number_is_rounded_as_in_the_table(row: list[str], tmp_path: Path) -> None:
    for number, rounded in zip(("2.4", "2.5", "3.5", "-2.5"), row[1:], strict=True):
        of = number if number[0] != "-" else f"{{subtract: [0, {number[1:]}]}}"
        steps = case(tmp_path, number=f"{{round: {row[0].strip('`')}, of: {of}}}").quantity("number")
        assert steps.on(FIRST_DAY) == Fraction(rounded.replace("−", "-"))


@pytest.mark.parametrize("row", list(rows("sides", "key | the day itself")), ids=lambda row: row[0].strip("`"))
def test_a_side_of_a_day_has_the_day_itself_and_never_as_in_the_table(row: list[str], tmp_path: Path) -> None:
    key, itself, never, several = row[0].strip("`"), row[1], row[2], row[3]
    (of_one,) = [case(tmp_path, state=f"{{{key}: leaving}}").condition("state").yes]
    assert (date(2025, 6, 25).toordinal() in of_one) == (itself == "in")
    none = case(tmp_path, state=f"{{{key}: never}}").condition("state").yes
    assert bool(none) == (never == "always holds")
    assert several == "the earliest"
    both = case(tmp_path, state=f"{{{key}: {{each_of: [2030-01-01, leaving]}}}}").condition("state").yes
    assert both == of_one


# --- the files of a new plan


def begun(folder: Path, rules: str = "") -> LoadedPlan:
    files = {path.parts[0]: text for path, text in new_plan("acme/options").items()}
    path = folder / "options.yaml"
    path.write_text(rules or files["rules"], "utf-8")
    return load(path)


def left(folder: Path, text: str) -> tuple[date | None, date | None]:
    """The first and last day of the window of somebody who left on 31 March 2029."""
    plan = begun(folder, text)
    life = plan.life(LIFE | {"events": [{"on": "2029-03-31", "event": "leaves", "reason": "resigns"}]})
    court = plan.court(life, None, None)
    asked = court.case(plan.party(life, None, court.grant), court.readings({})).asking("exercise", {})
    (only,) = asked.condition(plan.plan.rules["ninety-days-after-leaving"].when).yes
    return shown(*only)


def test_the_comment_of_a_new_plan_on_the_day_of_leaving_is_right(tmp_path: Path) -> None:
    text = dict(zip(("rules", "life"), new_plan("acme/options").values(), strict=False))["rules"]
    assert "The day of leaving is day 0 and the day after it day 1." in text
    assert "With `from:` in the place of `after:` day 0 is open too, and" in text
    assert "day 90 stays where it is; what makes the day of leaving day 1 is `counting: {first_day: included}`" in text
    day = date(2029, 3, 31)
    after = "within: {days: window_days}, after:"
    assert left(tmp_path, text) == (day + timedelta(1), day + timedelta(90))
    assert left(tmp_path, text.replace(after, "within: {days: window_days}, from:")) == (day, day + timedelta(90))
    included = text.replace(after, "within: {days: window_days}, counting: {first_day: included}, from:")
    assert left(tmp_path, included) == (day, day + timedelta(89))


def test_the_rule_in_the_comments_of_a_new_plan_gives_an_heir_a_year(tmp_path: Path) -> None:
    text = next(text for path, text in new_plan("acme/options").items() if path.parts[0] == "rules")
    commented = re.compile(r"^  #   (one-year.*\n)  #  (   when:.*)$", re.MULTILINE)
    assert commented.search(text)
    assert "`left` needs its days too, or all lapses" in text
    with_rule = commented.sub(r"  \1  \2", text)
    days = "{within: {years: 1}, after: {first: {event: dies, who: grantee}}}"
    assert f"when: {days}" in with_rule
    left_of_it = "left: {is: {not: {any: [employed, ninety-days]}}}"
    assert left_of_it in with_rule
    plan = begun(tmp_path, with_rule.replace(left_of_it, left_of_it.replace("days]", f"days, {days}]")))
    life = LIFE | {
        "parties": {"ann": {"role": "grantee"}, "bob": {"role": "heir"}},
        "events": [{"on": "2029-03-31", "event": "dies"}],
    }
    window = plan.ask(plan.life(life), "exercise", on=date(2029, 4, 1), rights=1, by="bob").window
    assert window is not None
    assert window.last == date(2030, 3, 31).toordinal()
    assert window.first == date(2029, 4, 1).toordinal()
    without_days = begun(tmp_path, with_rule)
    assert without_days.ask(without_days.life(life), "exercise", on=date(2029, 4, 1), by="bob").outcome == "denied"


def test_a_new_plan_says_that_the_day_of_leaving_is_employed(tmp_path: Path) -> None:
    text = next(text for path, text in new_plan("acme/options").items() if path.parts[0] == "rules")
    assert "employed: {is: {until: leaving}}         # the day of leaving itself included" in text
    assert yaml.safe_load(text)["states"]["employed"] == {"is": {"until": "leaving"}}
    assert date(2025, 6, 25).toordinal() in case(tmp_path, state="{until: leaving}").condition("state").yes
