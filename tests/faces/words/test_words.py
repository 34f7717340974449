"""Plain words for every construct, in both languages."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.faces.words import day, number, said, say, span
from kenri.loader.library import Library
from kenri.model.days import FIRST_DAY, NEVER
from kenri.model.expressions import (
    All,
    AnyOf,
    AskedIs,
    AskerIs,
    AttributeDay,
    Balance,
    Bounds,
    BusinessDay,
    CaseLine,
    Cases,
    Change,
    Compare,
    ConditionChoice,
    Count,
    CountingRule,
    DayCaseLine,
    DayCases,
    Difference,
    Duration,
    EachOf,
    EndOf,
    EventMoments,
    EventNumber,
    Every,
    Extension,
    First,
    FirstOf,
    GrantDay,
    GrantIs,
    GrantNumber,
    Held,
    Last,
    Latest,
    Least,
    Minus,
    Next,
    Node,
    Not,
    Nth,
    On,
    Plus,
    Product,
    Round,
    Running,
    Span,
    StartOf,
    Take,
    Total,
    Vests,
    Within,
)
from kenri.model.sentences import Language
from kenri.model.walk import SORTS, Sort, everything
from tests.faces.small_plan import small_plan
from tests.loader.constructs import constructs

LANGS: tuple[Language, ...] = ("en", "ja")
CONSTRUCTS = [(sort, construct) for sort, members in SORTS.items() for construct in members]
DAY = date(2025, 7, 5)
LEAVES = EventMoments(event=("leaves",))
TEN_DAYS = Duration(days=10)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    return small_plan(tmp_path_factory.mktemp("plan"))


# --- every construct ---


@pytest.mark.takes_turns(5)
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("sort", "construct"), CONSTRUCTS, ids=lambda value: getattr(value, "__name__", value))
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_every_construct_is_said(
    plan: LoadedPlan, sort: Sort, construct: type[Node], lang: Language, data: st.DataObject
) -> None:
    phrase = say(plan.plan, data.draw(constructs(construct, 2)), sort, lang)
    assert_plain(phrase)


def assert_plain(phrase: str) -> None:
    assert phrase.strip()
    assert "\n" not in phrase
    assert not re.search(r"None|\bTrue\b|\bFalse\b|[{}]|Decimal|datetime|\w\(\w+=", phrase), phrase
    outside = re.sub("「[^「」]*」|“[^“”]*”", "", phrase)
    for opening, closing in ("()", "（）", "[]"):
        assert outside.count(opening) == outside.count(closing), phrase


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", sorted(Library().ids()))
def test_every_expression_of_the_shipped_plans_is_said(name: str, lang: Language) -> None:
    plan = load(name).plan
    for sort, expression in expressions(plan):
        assert_plain(say(plan, expression, sort, lang))


def expressions(plan: Any) -> Iterator[tuple[Sort, Any]]:
    for section in ("dates", "states", "amounts", "rules", "effects", "figures"):
        for declared in getattr(plan, section).values():
            for part in everything(declared):
                if part.sort is not None:
                    yield part.sort, part.value


# --- phrases ---

EXTENDED = (
    "if b holds meanwhile, at least until 1 week after the day on which it no longer does",
    "その間に「b」が成立した場合は、成立しなくなった日から1週間後まで延長",
)
PHRASES: list[tuple[Sort, Any, str, str]] = [
    ("moments", DAY, "2025-07-05", "2025年7月5日"),
    ("moments", "never", "a day that never comes", "到来しない日"),
    ("moments", "leaving", "leaving", "「退任の日」"),
    ("moments", LEAVES, "each day of “leaves the company”", "「退任」の日"),
    ("moments", First(first=LEAVES), "the first day of “leaves the company”", "「退任」の最初の日"),
    ("moments", Nth(nth=2, of=LEAVES), "the 2nd day of “leaves the company”", "「退任」の2番目の日"),
    ("moments", Latest(latest="leaving"), "the latest so far of leaving", "「退任の日」のうち直近の日"),
    (
        "moments",
        EventMoments(event=("leaves",), who="grantee", where={"good": True}, where_not={"age": Bounds(at_least=60)}),
        "each day of “leaves the company” (the grantee, good yes, age not at least 60)",
        "「退任」（権利者、good 「はい」、age 60以上を除く）の日",
    ),
    (
        "moments",
        First(first=EndOf(end_of="in-office"), after=GrantDay(grant="on")),
        "the first day on which in-office no longer holds (first after the grant)",
        "「in-office」が成立しなくなる最初の日（割当日より後）",
    ),
    (
        "moments",
        StartOf(start_of="good-leaver"),
        "each day on which good-leaver begins to hold",
        "「good-leaver」が成立し始める日",
    ),
    ("moments", Plus(plus=Duration(months=1), to=DAY), "1 month after 2025-07-05", "2025年7月5日の1か月後の日"),
    (
        "moments",
        Minus(minus=Duration(business_days=2), from_=DAY, counting=CountingRule(first_day="included")),
        "2 business days before 2025-07-05 (the first day counts as day 1)",
        "2025年7月5日の2営業日前の日（初日算入）",
    ),
    (
        "moments",
        Every(every=Duration(years=1), from_=DAY, times=3),
        "every 1 year after 2025-07-05, 3 times",
        "2025年7月5日から1年ごと3回の各日",
    ),
    ("moments", EachOf(each_of=(DAY, "leaving")), "2025-07-05 and leaving", "2025年7月5日および「退任の日」"),
    (
        "moments",
        AttributeDay(attribute="effect", of="leaving"),
        "the “effect” recorded on leaving",
        "「退任の日」に記録された「effect」",
    ),
    (
        "moments",
        FirstOf(first_of="month", containing=DAY),
        "the first day of the calendar month of 2025-07-05",
        "2025年7月5日の属する月の初日",
    ),
    (
        "moments",
        Next(next=BusinessDay(business_day="plan"), on_or_after=DAY),
        "2025-07-05 (moved forward to the next business day if it is none)",
        "2025年7月5日（営業日でなければ翌営業日）",
    ),
    (
        "moments",
        Last(last=BusinessDay(business_day="japan"), on_or_before=DAY),
        "2025-07-05 (moved back to the last business day of calendar japan if it is none)",
        "2025年7月5日（japanの暦の営業日でなければ前営業日）",
    ),
    (
        "moments",
        Last(last=All(all=(BusinessDay(business_day="japan"), Not(not_=On(on=DAY)))), on_or_before=DAY),
        "the last day on or before 2025-07-05 on which (a business day of calendar japan and not on 2025-07-05) holds",
        "2025年7月5日以前で（japanの暦の営業日かつ2025年7月5日でない）が成立する最後の日",
    ),
    ("condition", "always", "always", "常に"),
    (
        "condition",
        "exercise_period",
        "exercise period (2021-01-01 to 2030-12-31)",
        "「行使期間」（2021年1月1日から2030年12月31日まで）",
    ),
    (
        "condition",
        Within(within=TEN_DAYS, after="leaving"),
        "within 10 days after leaving",
        "「退任の日」の翌日から10日以内",
    ),
    (
        "condition",
        Within(within=Duration(months=6), from_="leaving"),
        "from leaving up to 6 months after it",
        "「退任の日」から6か月以内（当日を含む）",
    ),
    (
        "condition",
        Within(within=TEN_DAYS, before="leaving"),
        "within 10 days before leaving",
        "「退任の日」の前日までの10日以内",
    ),
    (
        "condition",
        Within(within=TEN_DAYS, after="leaving", tolled="a", extended=Extension(while_="b", by=Duration(weeks=1))),
        f"within 10 days after leaving (not counting days on which a holds, {EXTENDED[0]})",
        f"「退任の日」の翌日から10日以内（「a」が成立する日は数えない、{EXTENDED[1]}）",
    ),
    (
        "condition",
        Within(within=TEN_DAYS, after="leaving", counting=CountingRule(roll="forward")),
        "within 10 days after leaving (a last day that is no business day moves to the next one)",
        "「退任の日」の翌日から10日以内（末日が休日なら翌営業日まで）",
    ),
    (
        "condition",
        Within(within=TEN_DAYS, after="leaving", counting=CountingRule(day_of_month=30)),
        "within 10 days after leaving (months end on day 30, or on the last day of a shorter month)",
        "「退任の日」の翌日から10日以内（月は30日に満了し、その日のない月は末日に満了）",
    ),
    (
        "condition",
        Within(within=TEN_DAYS, after="leaving", counting=CountingRule(day_of_month=28)),
        "within 10 days after leaving (months end on day 28)",
        "「退任の日」の翌日から10日以内（月は28日に満了）",
    ),
    (
        "condition",
        Within(within=TEN_DAYS, after="leaving", counting=CountingRule(day_of_month=31)),
        "within 10 days after leaving (months end on their last day)",
        "「退任の日」の翌日から10日以内（月は末日に満了）",
    ),
    (
        "condition",
        Within(within=TEN_DAYS, after="leaving", counting=CountingRule(months="month-end", roll="none")),
        "within 10 days after leaving",
        "「退任の日」の翌日から10日以内",
    ),
    (
        "condition",
        Within(within=Duration(days="window_days"), after="leaving"),
        "within 10 days (from 2029-01-01: 20 days) after leaving",
        "「退任の日」の翌日から10日（2029年1月1日から20日）以内",
    ),
    (
        "condition",
        Span(from_=DAY, before="leaving"),
        "from 2025-07-05 on and before leaving",
        "2025年7月5日以後かつ「退任の日」より前",
    ),
    ("condition", Span(until=DAY), "up to and including 2025-07-05", "2025年7月5日以前"),
    ("condition", On(on=DAY), "on 2025-07-05", "2025年7月5日"),
    ("condition", Not(not_="in-office"), "not in-office", "「in-office」でない"),
    (
        "condition",
        Not(not_=GrantIs(grant="rank", is_="junior")),
        "the grant's rank is not junior",
        "割当の「等級」がjuniorでない",
    ),
    (
        "condition",
        Not(not_=GrantIs(grant="rank", is_=("junior", "senior"))),
        "the grant's rank is neither junior nor senior",
        "割当の「等級」がjuniorまたはseniorでない",
    ),
    ("condition", AskerIs(asker="holder"), "the asker is the holder", "請求者が権利者"),
    (
        "condition",
        AskedIs(asked="paid", is_=True),
        "the question's payment in full is yes",
        "照会の「全額の払込み」が「はい」",
    ),
    ("condition", BusinessDay(business_day="plan"), "a business day", "営業日"),
    (
        "condition",
        All(all=("a", AnyOf(any=("b", Not(not_="c"))))),
        "all of (a; b or not c)",
        "次のすべて（「a」；「b」または「c」でない）",
    ),
    (
        "condition",
        AnyOf(any=(All(all=("a", "b")), All(all=("c", AnyOf(any=("d", "e")))))),
        "any of (a and b; all of (c; d or e))",
        "次のいずれか（「a」かつ「b」；次のすべて（「c」；「d」または「e」））",
    ),
    (
        "condition",
        Held(begins=EventMoments(event=("ends",)), ends=LEAVES, initially="always"),
        "from a day of “the plan ends” until just before the next day of “leaves the company” (so from the outset)",
        "「制度の終了」の日から「退任」の次の日の前日まで（当初から成立）",
    ),
    (
        "condition",
        Compare(quantity=Balance(balance="held"), at_least=1, less_than=Decimal("2.5")),
        "the number held is at least 1 and less than 2.5",
        "保有数が1以上かつ2.5未満",
    ),
    (
        "condition",
        ConditionChoice(reading="roll", choices={"no": "a", "yes": "b"}),
        "by reading roll: ([no] a; [yes] b)",
        "読み方 roll による（[no] 「a」；[yes] 「b」）",
    ),
    ("quantity", "unlimited", "unlimited", "無制限"),
    ("quantity", "shares", "shares per right (200)", "「目的株式数」（200）"),
    ("quantity", "cap", "cap (not stated)", "「cap」（記載なし）"),
    (
        "quantity",
        Product(multiply=(GrantNumber(grant="number"), Difference(subtract=(1000, 1)))),
        "the number granted × (1,000 − 1)",
        "割当数 × （1,000 − 1）",
    ),
    (
        "quantity",
        Round(round="down", of="price", to=100),
        "exercise price (1) rounded down to a multiple of 100",
        "「行使価額」（1）（100の倍数に切捨て）",
    ),
    ("quantity", Least(least=(1, 2)), "the least of (1; 2)", "次のうち最小（1；2）"),
    (
        "quantity",
        Count(count=LEAVES),
        "the number so far of days of “leaves the company”",
        "それまでの「退任」の日の回数",
    ),
    (
        "moments",
        DayCases(cases=(DayCaseLine(when="a", is_=date(2025, 3, 1)),), otherwise=LEAVES),
        "2025-03-01 if a; otherwise each day of “leaves the company”",
        "「a」なら2025年3月1日；それ以外は「退任」の日",
    ),
    (
        "quantity",
        Cases(cases=(CaseLine(when="a", is_=1),), otherwise=2),
        "1 if a; otherwise 2",
        "「a」なら1；それ以外は2",
    ),
    (
        "quantity",
        Running(running=100, changes=(Change(on=LEAVES, subtract=EventNumber(of_event="rights"), round="down"),)),
        "100, then changed (on each day of “leaves the company”: less the event's rights (rounded down))",
        "100から順次変動（「退任」の日：その出来事の「rights」を減じる（切捨て））",
    ),
    (
        "quantity",
        Total(total="rights", of=EventMoments(event=("exercises",)), per="year"),
        "the total “rights” so far, recorded on each day of “exercises”, within the calendar year",
        "それまでの「exercises」の日の「rights」の合計（暦年ごと）",
    ),
    (
        "quantity",
        Vests(vests=GrantNumber(grant="number"), on=DAY, parts=48, cliff=12, allocation="cumulative-round-down"),
        (
            "the number granted vesting in equal parts, 48 in all, on 2025-07-05 (nothing before part 12, the sum "
            "so far rounded down)"
        ),
        "2025年7月5日に48回均等で確定する割当数（第12回より前は確定しない、累計を切捨て）",
    ),
    (
        "quantity",
        Vests(vests=50, on=DAY, portions=(5, Decimal("7.5")), cliff=2, at_cliff="as-one", allocation="front-loaded"),
        (
            "50 vesting in parts of 5 : 7.5, on 2025-07-05 (nothing before part 2, the parts until then as one, each "
            "part rounded down, what is over one by one with the first parts)"
        ),
        (
            "2025年7月5日に5 : 7.5の割合で確定する50（第2回より前は確定しない、それまでの回は一回分として計算、"
            "各回を切捨て、余りは最初の回から一つずつ）"
        ),
    ),
    (
        "quantity",
        Take(at=DAY, take="price"),
        "exercise price (1) as of 2025-07-05",
        "2025年7月5日時点の「行使価額」（1）",
    ),
]


@pytest.mark.parametrize(("sort", "expression", "en", "ja"), PHRASES, ids=[row[2][:50] for row in PHRASES])
def test_phrase(plan: LoadedPlan, sort: Sort, expression: Any, en: str, ja: str) -> None:
    assert say(plan.plan, expression, sort, "en") == en
    assert say(plan.plan, expression, sort, "ja") == ja


def test_a_chosen_reading_is_said_alone(plan: LoadedPlan) -> None:
    expression = ConditionChoice(reading="roll", choices={"no": "a", "yes": "b"})
    assert say(plan.plan, expression, "condition", "en", readings={"roll": "yes"}) == "b"


# --- days, numbers, sentences ---


def test_days_have_their_weekday() -> None:
    assert day(DAY, "en") == "2025-07-05 (Sat)"
    assert day(DAY.toordinal(), "ja") == "2025年7月5日(土)"
    assert (day(NEVER, "en"), day(NEVER, "ja")) == ("never", "到来しない日")


def test_spans_have_both_days_or_none() -> None:
    first, last = date(2025, 6, 26).toordinal(), DAY.toordinal()
    assert span(first, last, "en") == "2025-06-26 (Thu) – 2025-07-05 (Sat)"
    assert span(first, first, "ja") == "2025年6月26日(木)"
    assert span(None, last, "en") == "until 2025-07-05 (Sat)"
    assert span(first, NEVER - 1, "ja") == "2025年6月26日(木)から"
    assert span(FIRST_DAY, None, "en") == "every day"


def test_a_sentence_given_in_one_language_serves_both() -> None:
    assert said("Plain  words\n", "ja") == "Plain words"
    assert said({"ja": "権利"}, "en") == "権利"
    assert said({"en": "rights", "ja": "権利"}, "ja") == "権利"


_ENDING = st.builds(
    lambda above, twos, fives: Fraction(above, 2**twos * 5**fives),
    st.integers(-(10**40), 10**40),
    st.integers(0, 90),
    st.integers(0, 40),
)


@given(
    st.fractions()
    | st.fractions(0, 1)
    | st.builds(Fraction, st.integers(-(10**40), 10**40), st.integers(1, 10**40))
    | _ENDING
)
@example(Fraction(86879464050716576751642298913, 5 * 10**25))
@example(Fraction(10**20 + 1, 10**20))
def test_numbers_are_said_exactly_or_cut_where_they_go_on(value: Fraction) -> None:
    said_as = number(value).replace(",", "")
    if not said_as.endswith("…"):
        assert Fraction(said_as) == value
        return
    below = value.denominator
    assert pow(10, below.bit_length(), below), "only what does not end is cut"
    shown, places = Fraction(said_as[:-1]), len(said_as.partition(".")[2]) - 1
    assert shown
    assert 0 < abs(value) - abs(shown) < Fraction(1, 10**places)
    assert (shown < 0) == (value < 0)
    assert abs(value - shown) < abs(value) / 10_000


def test_small_plan_is_written_in_utf_8(tmp_path: Path) -> None:
    assert say(small_plan(tmp_path).plan, "leaving", "moments", "ja") == "「退任の日」"
