"""Days that things happen on, worked out by hand."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kenri.model import expressions as e
from kenri.model.combinations import OPEN
from kenri.model.days import FIRST_DAY, NEVER, day
from kenri.reference.occurrences import Occurrence, Occurrences, views
from tests.reference.toy_case import case, on, shown

JOINS, LEAVES, PAYS = (e.EventMoments(event=(kind,)) for kind in ("joins", "leaves", "pays"))
THREE = (("joins", "2024-03-01"), ("joins", "2024-03-20"), ("joins", "2024-05-02"))
DAYS = e.Duration


def test_first_takes_the_earliest_that_keeps_every_bound() -> None:
    here = case(*THREE, ("leaves", "2024-03-20"))
    assert shown(here.moments(e.First(first=JOINS))) == ["2024-03-01"]
    assert shown(here.moments(e.First(first=JOINS, on_or_after=LEAVES))) == ["2024-03-20"]
    assert shown(here.moments(e.First(first=JOINS, after=LEAVES))) == ["2024-05-02"]
    assert shown(here.moments(e.First(first=JOINS, after=LEAVES, on_or_after=on("2024-06-01")))) == []
    assert shown(here.moments(e.First(first=JOINS, after=on("2024-02-01"), on_or_after=LEAVES))) == ["2024-03-20"]
    assert shown(here.moments(e.First(first=JOINS, after=PAYS))) == []


def test_nth_counts_from_one() -> None:
    assert shown(case(*THREE).moments(e.Nth(nth=2, of=JOINS))) == ["2024-03-20"]
    assert shown(case(*THREE).moments(e.Nth(nth=4, of=JOINS))) == []


def test_the_latest_is_the_last_so_far_and_of_one_day_the_last_recorded() -> None:
    here = case(*THREE, ("joins", "2024-03-20"))
    found = here.moments(e.Latest(latest=JOINS))
    assert shown(found, seen_from="2024-02-29") == []
    assert shown(found, seen_from="2024-03-19") == ["2024-03-01"]
    assert shown(found, seen_from="2024-03-20") == ["2024-03-20"]
    assert [item.event and item.event.id for item in found.seen_from(day("2024-04-01"))] == ["e3"]
    assert shown(found, seen_from="2030-01-01") == ["2024-05-02"]


def test_the_latest_of_days_that_are_not_always_seen_falls_back_to_an_earlier_one() -> None:
    # `moved` is 1 April until 16 April, from which day on it is 21 May: on 20 April only 2 March has come.
    found = case().moments(e.Latest(latest=e.EachOf(each_of=(on("2024-03-02"), "moved"))))
    assert shown(found, seen_from="2024-04-05") == ["2024-04-01"]
    assert shown(found, seen_from="2024-04-20") == ["2024-03-02"]
    assert shown(found, seen_from="2024-05-21") == ["2024-05-21"]


def test_edges_of_a_condition() -> None:
    held = e.Span(from_=on("2024-03-01"), until=on("2024-03-10"))
    assert shown(case().moments(e.StartOf(start_of=held))) == ["2024-03-01"]
    assert shown(case().moments(e.EndOf(end_of=held))) == ["2024-03-11"]
    assert shown(case().moments(e.LastDayOf(last_day_of=held))) == ["2024-03-10"]
    assert shown(case().moments(e.StartOf(start_of="always"))) == []
    assert case().moments(e.EndOf(end_of=e.All(all=(held, "unsaid_flag")))).missing == {"unsaid_flag"}


def test_periods_are_counted_by_the_convention_named() -> None:
    leap = on("2024-01-31")
    assert shown(case().moments(e.Plus(plus=DAYS(months=1), to=leap))) == ["2024-02-29"]
    assert shown(case().moments(e.Plus(plus=DAYS(months=1), to=on("2024-02-29")))) == ["2024-03-29"]
    civil = e.Plus(plus=DAYS(months=1), to=on("2024-02-29"), counting="civil")
    assert shown(case().moments(civil)) == ["2024-03-31"]
    assert shown(case().moments(e.Plus(plus=DAYS(days=10), to=leap, counting="counted"))) == ["2024-02-09"]
    # 2 March 2024 is a Saturday.
    assert shown(case().moments(e.Plus(plus=DAYS(days=1), to=on("2024-03-01"), counting="rolled"))) == ["2024-03-04"]
    assert shown(case().moments(e.Minus(minus=DAYS(days=10), from_=on("2024-03-01")))) == ["2024-02-20"]
    # 29 April to 6 May 2024: of the weekdays 29 April, 3 and 6 May are holidays.
    assert shown(case().moments(e.Plus(plus=DAYS(business_days=3), to=on("2024-04-27")))) == ["2024-05-02"]


def test_a_length_that_an_amendment_changes_counts_as_it_is_on_the_asked_day() -> None:
    found = case().moments(e.Plus(plus=DAYS(days="longer"), to=on("2024-03-01")))
    assert shown(found, seen_from="2024-04-10") == ["2024-03-06"]
    assert shown(found, seen_from="2024-04-11") == ["2024-03-15"]
    often = e.Every(every=DAYS(days="longer"), from_=on("2024-03-01"), times=2)
    assert shown(case().moments(often), seen_from="2024-04-10") == ["2024-03-06", "2024-03-11"]
    assert shown(case().moments(often), seen_from="2024-04-11") == ["2024-03-15", "2024-03-29"]


def test_recurring_days_are_multiples_and_move_back_while_paused() -> None:
    monthly = e.Every(every=DAYS(months=1), from_=on("2024-01-31"), times=3)
    assert shown(case().moments(monthly)) == ["2024-02-29", "2024-03-31", "2024-04-30"]
    pause = e.Span(from_=on("2024-03-01"), until=on("2024-03-05"))
    assert shown(case().moments(e.Every(every=DAYS(days=5), from_=on("2024-02-25"), times=2, paused=pause))) == [
        "2024-03-06",
        "2024-03-11",
    ]


def test_a_number_of_times_or_days_that_is_not_whole_is_not_known() -> None:
    # From 1 May 2024 on `raised` is 6.5.
    found = case().moments(e.Every(every=DAYS(days=1), from_=on("2024-03-01"), times="raised"))
    assert found.missing == {"a whole number in raised"}
    assert case().moments(e.Plus(plus=DAYS(days="raised"), to=on("2024-03-01"))).missing


def test_earlier_later_and_preferred() -> None:
    a, b, c = on("2024-03-01"), on("2024-04-01"), PAYS
    assert shown(case().moments(e.EarlierOf(earlier_of=(b, c, a)))) == ["2024-03-01"]
    assert shown(case().moments(e.LaterOf(later_of=(b, a)))) == ["2024-04-01"]
    assert shown(case().moments(e.LaterOf(later_of=(b, c, a)))) == []
    assert shown(case().moments(e.Prefer(prefer=(c, b, a)))) == ["2024-04-01"]


def test_days_in_events_and_their_calendar_units() -> None:
    here = case(("pays", "2024-02-10", {"due": day("2024-04-06")}), ("pays", "2024-02-11"))
    assert shown(here.moments(e.AttributeDay(attribute="due", of=PAYS))) == ["2024-04-06"]
    assert here.moments(e.AttributeDay(attribute="when", of=PAYS)).missing == {"when of pays"}
    due = e.AttributeDay(attribute="due", of=PAYS)
    assert shown(here.moments(e.FirstOf(first_of="quarter", containing=due))) == ["2024-04-01"]
    assert shown(here.moments(e.LastOf(last_of="year", containing=due, year_starts=4))) == ["2025-03-31"]
    # 6 April 2024 is a Saturday.
    assert shown(here.moments(e.Last(last=e.BusinessDay(business_day="plan"), on_or_before=due))) == ["2024-04-05"]
    assert shown(here.moments(e.Next(next=e.BusinessDay(business_day="plan"), on_or_after=due))) == ["2024-04-08"]


def test_events_by_what_they_are_and_when_they_were() -> None:
    here = case(
        ("pays", "2024-02-10", {"amount": 5, "why": "good"}),
        ("pays", "2024-02-20", {"amount": 8, "why": "bad"}),
        ("pays", "2024-03-01", {"why": "good"}),
    )
    good = e.EventMoments(event=("pays",), where={"why": "good"})
    assert shown(here.moments(good)) == ["2024-02-10", "2024-03-01"]
    assert shown(here.moments(e.EventMoments(event=("pays",), where_not={"why": ("good",)}))) == ["2024-02-20"]
    assert shown(here.moments(e.EventMoments(event=("pays",), where={"times": on("2024-01-01")}))) == []
    early = e.Span(before=on("2024-02-20"))
    assert shown(here.moments(e.EventMoments(event=("pays",), during=early))) == ["2024-02-10"]
    assert shown(here.moments(e.EventMoments(event=("pays",), just_before=early))) == ["2024-02-10", "2024-02-20"]
    large = e.EventMoments(event=("pays",), where={"amount": e.Bounds(more_than=5)})
    assert here.moments(large).missing == {"amount of pays"}
    # Whose amount nobody knows does not matter for an event that is ruled out by something else.
    assert shown(
        here.moments(e.EventMoments(event=("pays",), where={"amount": e.Bounds(more_than=5), "why": "bad"}))
    ) == ["2024-02-20"]
    assert (
        shown(here.moments(e.EventMoments(event=("pays",), where={"amount": e.Bounds(more_than=5)}, during=early)))
        == []
    )


def test_a_day_that_a_reading_decides_is_open_unless_both_are_the_same() -> None:
    def reading(a: str, b: str) -> e.MomentsChoice:
        return e.MomentsChoice(reading="way", choices={"a": on(a), "b": on(b)})

    assert shown(case(readings={"way": "b"}).moments(reading("2024-03-01", "2024-03-02"))) == ["2024-03-02"]
    assert case(readings={"way": OPEN}).moments(reading("2024-03-01", "2024-03-02")).missing == {"reading way"}
    assert shown(case(readings={"way": OPEN}).moments(reading("2024-03-01", "2024-03-01"))) == ["2024-03-01"]


seen = st.builds(
    lambda each, since, days: Occurrence(each, since=since, until=since + days),
    st.integers(1, 30),
    st.integers(1, 20),
    st.integers(1, 12),
)
happenings = st.lists(seen | st.integers(1, 30).map(Occurrence), max_size=6).map(
    lambda items: Occurrences(tuple(sorted(items, key=lambda item: item.day)))
)


@given(st.lists(happenings, min_size=1, max_size=3))
def test_views_show_what_is_seen_from_their_first_day_and_cut_all_days(values: list[Occurrences]) -> None:
    found = list(views(*values))
    assert [since for since, _, _ in found] == sorted({since for since, _, _ in found})
    assert (found[0][0], found[-1][1]) == (FIRST_DAY, NEVER)
    assert all(until == since for (_, until, _), (since, _, _) in pairwise(found))
    for since, until, each in found:
        for asked in (since, until - 1):
            assert each == tuple(value.seen_from(asked) for value in values)
