"""Calendars that a plan declares: which days are business days in them, and which are not known."""

from __future__ import annotations

import datetime
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kenri
from kenri.api import LoadedPlan, load
from kenri.faces.explaining.vocabulary import word_entry
from kenri.loader.calendars import CALENDARS, business_days, calendars_of
from kenri.model.days import NEVER, Day, day, iso
from kenri.model.periods import BeyondCalendarError, BusinessDays, Calendar, add_business_days
from kenri.model.plan import OwnCalendar
from kenri.model.problems import ProblemsError
from kenri.testing.toy_words import EMPTY_PLAN

LIFE = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 100}]}


def declared(**keys: Any) -> Calendar:
    for key in ("closed", "open"):
        keys[key] = tuple(map(datetime.date.fromisoformat, keys.get(key, ())))
    return calendars_of(replace(EMPTY_PLAN, calendars={"company": OwnCalendar(**keys)}))("company")


def written(folder: Path, text: str, name: str = "plan.yaml") -> LoadedPlan:
    file = folder / name
    file.write_text(f"plan: {file.stem}\nextends: vocabulary/equity\nzone: Asia/Tokyo\n{text}", encoding="utf-8")
    return load(file)


def open_days(calendar: BusinessDays, first: str, last: str) -> list[str]:
    return [iso(each)[5:] for each in range(day(first), day(last) + 1) if calendar.is_business_day(each)]


# --- by hand


def test_days_are_closed_and_opened_beside_those_of_a_shipped_calendar() -> None:
    # 3 May and 6 May 2024 are holidays of Japan, 4 and 5 May a weekend.
    company = declared(like=("japan",), closed=("2024-05-02",), open=("2024-05-06", "2024-05-04"))
    assert open_days(company, "2024-05-01", "2024-05-08") == ["05-01", "05-04", "05-06", "05-07", "05-08"]
    assert company.years == business_days("japan").years


def test_a_business_day_of_several_is_one_of_each() -> None:
    # 3 July 2024 is open in both, the 4th closed in New York, the 15th in Tokyo.
    both = declared(like=("new-york-stock-exchange", "tokyo-stock-exchange"))
    assert open_days(both, "2024-07-03", "2024-07-05") == ["07-03", "07-05"]
    assert open_days(both, "2024-07-12", "2024-07-16") == ["07-12", "07-16"]


def test_of_several_those_years_are_known_that_all_know() -> None:
    assert declared(like=("xetra", "singapore-exchange", "weekdays")).years == (2016, 2026)
    assert declared(like=("xetra", "singapore-exchange"), first_year=2020).years == (2020, 2026)


def test_a_week_may_end_on_other_days_or_have_no_end() -> None:
    gulf = declared(weekend=("friday", "saturday"), closed=("2024-04-09",), first_year=2024, last_year=2024)
    assert open_days(gulf, "2024-04-05", "2024-04-11") == ["04-07", "04-08", "04-10", "04-11"]
    sundays = declared(weekend=("sunday",), first_year=2024, last_year=2024)
    assert open_days(sundays, "2024-04-05", "2024-04-08") == ["04-05", "04-06", "04-08"]


def test_in_years_that_a_shipped_calendar_does_not_know_its_weekdays_are_business_days() -> None:
    # Until 2026 the exchange's notices say; 1 January 2027 is a Friday that only this list closes.
    longer = declared(like=("singapore-exchange",), closed=("2027-01-01",), last_year=2027)
    assert open_days(longer, "2026-12-24", "2027-01-05") == [
        "12-24", "12-28", "12-29", "12-30", "12-31", "01-04", "01-05",
    ]  # fmt: skip


def test_a_calendar_does_not_guess_outside_its_years() -> None:
    short = declared(like=("japan",), first_year=2020, last_year=2025)
    assert short.is_business_day(day("2020-01-06"))
    for outside in ("2019-12-31", "2026-01-01"):
        with pytest.raises(BeyondCalendarError, match=rf"`company` knows the years 2020 to 2025; .* {outside}"):
            short.is_business_day(day(outside))


def test_the_same_declaration_is_the_same_calendar_and_another_is_not() -> None:
    one = declared(like=("japan",), closed=("2024-05-02",))
    assert one is declared(like=("japan",), closed=("2024-05-02",))
    assert one is not declared(like=("japan",), closed=("2024-05-03",))
    assert pickle.loads(pickle.dumps(one)) is one


# --- laws

FIRST, LAST = day("2023-12-20"), day("2025-01-10")
DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
OWN = st.fixed_dictionaries(
    {
        "weekend": st.lists(
            st.sampled_from(("monday", "tuesday", "wednesday", "friday", "saturday", "sunday")), max_size=6, unique=True
        ).map(tuple),
        "closed": st.lists(DAYS.map(str), max_size=9),
        "first_year": st.just(2024),
        "last_year": st.just(2024),
    }
) | st.fixed_dictionaries(
    {
        "like": st.lists(st.sampled_from(sorted(CALENDARS.keys() - {"weekdays"})), min_size=1, max_size=3).map(tuple),
        "closed": st.lists(DAYS.map(str), max_size=9),
        "first_year": st.just(2024),
        "last_year": st.just(2024),
    }
)


class _OneByOne:
    """The same business days, counted one after the other."""

    def __init__(self, calendar: Calendar) -> None:
        self.name = calendar.name
        self._of = calendar

    def is_business_day(self, day: Day) -> bool:
        return self._of.is_business_day(day)


def _nth(day: Day, n: int, calendar: BusinessDays) -> int | str:
    try:
        return add_business_days(day, n, calendar)
    except BeyondCalendarError as error:
        return error.calendar


@given(OWN, st.integers(FIRST, LAST), st.integers(-40, 40))
def test_the_nth_business_day_is_where_counting_one_by_one_comes_to(keys: dict[str, Any], on: Day, n: int) -> None:
    calendar = declared(**keys)
    assert _nth(on, n, calendar) == _nth(on, n, _OneByOne(calendar))


@given(OWN)
def test_all_its_days_at_once_are_its_days_one_by_one(keys: dict[str, Any]) -> None:
    calendar = declared(**keys)
    days, reach = calendar.days()
    for each in range(FIRST, LAST):
        if each in reach:
            assert (each in days) == calendar.is_business_day(each)
        else:
            assert each not in days
            with pytest.raises(BeyondCalendarError):
                calendar.is_business_day(each)
    assert reach.bounds == (day("2024-01-01"), day("2024-12-31") + 1)
    assert not days or days.bounds[1] < NEVER


# --- in a plan

PLAN = """\
counting: {{calendar: company}}
calendars: {{company: {{{calendar}}}}}
events: {{leaves: {{personal: true}}, company_holiday: {{attributes: {{date: day}}}}}}
dates:
  leaving: {{is: {{event: leaves, who: grantee}}}}
  holidays: {{is: {{attribute: date, of: {{event: company_holiday}}}}}}
states:
  working-day: {{is: {{all: [{{business_day: company}}, {{not: {{on: holidays}}}}]}}}}
rules:
  third-day:
    clause: "1"
    says: On the third business day after leaving, the first working day ten days after, the last one three before.
    permit: exercise
    when:
      any:
        - {{on: {{plus: {{business_days: 3}}, to: leaving}}}}
        - {{on: {{next: working-day, on_or_after: {{plus: {{days: 10}}, to: leaving}}}}}}
        - {{on: {{last: working-day, on_or_before: {{minus: {{days: 3}}, from: leaving}}}}}}
"""
"""Of a plan with a calendar of its own, and holidays that it records."""


def test_days_by_hand_in_a_plan(tmp_path: Path) -> None:
    plan = written(tmp_path, PLAN.format(calendar="like: japan, closed: [2024-05-02], open: [2024-05-06]"))
    announced = [{"on": "2024-04-01", "event": "company_holiday", "date": on} for on in ("2024-05-13", "2024-04-26")]
    life = {**LIFE, "events": [{"on": "2024-05-01", "event": "leaves"}, *announced]}
    # The third of 6, 7 and 8 May. The 11th and 12th are a weekend and the 13th is announced; so is 26 April, and the
    # 27th to 29th are a weekend and a holiday.
    days = range(day("2024-04-20"), day("2024-05-20"))
    assert [iso(on) for on in days if plan.ask(life, on=iso(on)).outcome == "allowed"] == [
        "2024-04-25", "2024-05-08", "2024-05-14",
    ]  # fmt: skip


def test_what_hangs_on_a_year_that_is_not_known_is_unknown_and_says_so(tmp_path: Path) -> None:
    plan = written(tmp_path, PLAN.format(calendar="like: japan, first_year: 2024, last_year: 2024"))
    ruling = plan.ask({**LIFE, "events": [{"on": "2025-06-02", "event": "leaves"}]}, on="2025-06-05")
    assert (ruling.outcome, ruling.missing) == ("unknown", ("calendar company",))


def test_another_plan_takes_a_calendar_over_or_has_its_own(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        "family: base\nextends: vocabulary/equity\nzone: Asia/Tokyo\n"
        "calendars: {company: {like: japan, closed: [2024-05-02]}}\n"
        "rules: {open: {clause: '1', says: On business days., permit: exercise, when: {business_day: company}}}\n",
        encoding="utf-8",
    )
    for name, text, outcome in (
        ("a", "", "denied"),
        ("b", "calendars: {company: {like: japan, closed: [2024-05-07], replaces: true}}\n", "allowed"),
    ):
        (tmp_path / f"{name}.yaml").write_text(f"plan: {name}\nextends: base\n{text}", encoding="utf-8")
        assert load(tmp_path / f"{name}.yaml").ask(LIFE, on="2024-05-02").outcome == outcome


MISTAKES = {
    "a day that is none": "like: japan, closed: [2024-02-30]",
    "text for days": "like: japan, closed: [soon]",
    "a number for days": "like: japan, closed: 3",
    "a day of the week that is none": "weekend: [caturday], first_year: 2024, last_year: 2024",
    "text for a year": "like: japan, last_year: soon",
    "no year": "like: japan, last_year: 0",
    "nothing": "",
    "both": "like: japan, weekend: [friday]",
    "one of its own": "like: company",
    "an unknown key": "like: japan, shut: [2024-05-02]",
    "null": "like:",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, mistake: str) -> None:
    with pytest.raises(ProblemsError) as refused:
        written(tmp_path, PLAN.format(calendar=MISTAKES[mistake]))
    assert [problem.place.line for problem in refused.value.problems if problem.place is not None] == [5]


def test_explain_says_in_both_languages_what_it_is(tmp_path: Path) -> None:
    plan = written(tmp_path, PLAN.format(calendar="like: japan, closed: [2024-05-02], last_year: 2030")).plan
    assert [line.text for line in word_entry(plan, "calendars", "company", "en").words] == [
        "Business days are those of japan.",
        "No business days are 2024-05-02.",
        "It knows the years 1990 to 2030.",
    ]
    assert [line.text for line in word_entry(plan, "calendars", "company", "ja").words] == [
        "japanの営業日による。",
        "2024年5月2日は営業日でない。",
        "1990年から2030年までを知る。",
    ]


def test_the_public_door_has_them() -> None:
    assert kenri.load("plans/enerflex-2013").calendars("toronto-stock-exchange").years == (2002, 2099)
