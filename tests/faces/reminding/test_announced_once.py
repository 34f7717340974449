"""Each deadline is announced at each of its distances once; anew where it becomes another; no more where it is gone."""

from __future__ import annotations

import pytest

from tests.faces.reminding.reminding import Company

CLOSES, BADGE = "2025-04-10", "2025-04-20"
"""Ann left on 1 March: 40 days later is 10 April, and 50 days later 20 April."""


def test_each_deadline_is_announced_thirty_twenty_one_ten_five_and_one_days_before(company: Company) -> None:
    company.subscribe("hook", "webhook", kinds=("closes",))
    for day in range(1, 32):
        company.remind(f"2025-03-{day:02}")
    for day in range(1, 30):
        company.remind(f"2025-04-{day:02}")
    assert company.hooked() == [
        [("new", "closes", CLOSES, 30)],
        *([("again", "closes", CLOSES, days)] for days in (21, 10, 5, 1)),
    ]


def test_it_is_announced_once_however_often_it_is_run(company: Company) -> None:
    company.subscribe("hook", "webhook")
    company.subscribe("hr")
    for hour in ("07", "08", "09"):
        company.remind(f"2025-04-05T{hour}:00:00")
    assert company.hooked() == [[("new", "closes", CLOSES, 5), ("new", "must", BADGE, 15)]]
    assert len(company.mails.mails) == 1


def test_a_day_on_which_nothing_ran_is_made_up_for(company: Company) -> None:
    """On 2 April the window has 8 days left: it is announced as within ten, and next as within five."""
    company.subscribe("hook", "webhook", kinds=("closes",))
    for day in ("2025-03-01", "2025-04-02", "2025-04-03", "2025-04-05"):
        company.remind(day)
    assert company.hooked() == [[("new", "closes", CLOSES, 8)], [("again", "closes", CLOSES, 5)]]


def test_a_deadline_that_moves_is_announced_with_what_changed(company: Company) -> None:
    """It turns out that she left on 3 March: 40 days later is 12 April, and 50 days later 22 April."""
    company.subscribe("hook", "webhook")
    company.subscribe("hr")
    company.remind("2025-04-05")
    company.record("ann", "2025-03-03")
    company.remind("2025-04-06")
    _, second = company.hooked()
    assert second == [("moved", "closes", "2025-04-12", 6), ("moved", "must", "2025-04-22", 16)]
    assert "It was 2025-04-10 (Thu)." in company.said()[1]
    assert "2025-04-12 (Sat) (in 6 days)" in company.said()[1]
    company.remind("2025-04-07")
    assert company.hooked()[2] == [("again", "closes", "2025-04-12", 5)]


def test_one_that_moves_farther_than_is_announced_is_told_at_once_and_again_as_it_comes_near(company: Company) -> None:
    """Of 20 May 40 days later is 29 June."""
    company.subscribe("hook", "webhook", kinds=("closes",))
    company.remind("2025-04-05")
    company.record("ann", "2025-05-20")
    for day in ("2025-04-06", "2025-04-07", "2025-05-30"):
        company.remind(day)
    assert company.hooked()[1:] == [
        [("moved", "closes", "2025-06-29", 84)],
        [("again", "closes", "2025-06-29", 30)],
    ]


def test_one_that_moves_into_the_past_is_told_too(company: Company) -> None:
    """Of 1 February 40 days later was 13 March."""
    company.subscribe("hook", "webhook", kinds=("closes",))
    company.remind("2025-04-05")
    company.record("ann", "2025-02-01")
    company.remind("2025-04-06")
    company.remind("2025-04-07")
    assert company.hooked()[1:] == [[("moved", "closes", "2025-03-13", -24)]]


def test_one_that_is_gone_is_told_to_be_gone_to_whom_it_was_told(company: Company) -> None:
    company.subscribe("hook", "webhook", kinds=("must",))
    company.subscribe("hr", kinds=("must",))
    company.remind("2025-04-05")
    company.record_meeting("ann", "2025-04-05")
    company.remind("2025-04-06")
    company.remind("2025-04-10")
    assert company.hooked() == [[("new", "must", BADGE, 15)], [("gone", "must", BADGE, 14)]]
    assert "No more: badge" in company.said()[1]


def test_one_that_is_gone_before_it_could_be_sent_is_taken_back_from_the_queue(company: Company) -> None:
    company.subscribe("hook", "webhook", kinds=("must",))
    company.hooks.answers = [(503, {})]
    assert company.remind("2025-04-05").waiting == 1
    company.record_meeting("ann", "2025-04-05")
    company.remind("2025-04-05T08:00:30")
    assert company.queue() == []
    company.remind("2025-04-06")
    assert len(company.hooks.came) == 1


def test_what_waited_is_told_as_it_is_when_it_can_be_sent(company: Company) -> None:
    """The server takes nothing for two days, on which she turns out to have left two days later."""
    company.subscribe("hr", kinds=("closes",))
    company.mails.at_rcpt = ["451 later", "451 later"]
    company.remind("2025-03-20")
    company.record("ann", "2025-03-03")
    company.remind("2025-03-21")
    company.remind("2025-03-22")
    assert len(company.mails.mails) == 1
    assert "2025-04-12 (Sat) (in 21 days) · ann · " in company.said()[0]
    assert "04-10" not in company.said()[0]


def test_whoever_missed_what_was_told_is_told_of_no_change(company: Company) -> None:
    company.subscribe("first", "webhook", kinds=("closes",))
    company.remind("2025-04-05")
    company.record("ann", "2025-03-03")
    company.subscribe("second", "webhook", kinds=("closes",))
    company.remind("2025-04-06")
    assert sorted(company.hooked()[1:]) == [
        [("moved", "closes", "2025-04-12", 6)],
        [("new", "closes", "2025-04-12", 6)],
    ]


def test_what_was_not_done_is_told_once(company: Company) -> None:
    company.subscribe("hook", "webhook", kinds=("late",))
    for day in range(19, 30):
        company.remind(f"2025-04-{day}")
    assert company.hooked() == [[("new", "late", BADGE, -1)]]


def test_a_holder_is_told_of_nobody_else(company: Company) -> None:
    company.record("bob", "2025-03-02")
    company.subscribe("hook", "webhook", holder="bob")
    company.remind("2025-04-05")
    ((_, body),) = company.hooks.came
    assert b"ann" not in body
    assert company.hooked() == [[("new", "closes", "2025-04-11", 6), ("new", "must", "2025-04-21", 16)]]


def test_it_is_told_from_its_hour_on_in_its_zone(company: Company) -> None:
    """Seven o'clock on 5 April in Tokyo is 22 o'clock on 4 April in UTC."""
    company.subscribe("hook", "webhook", zone="Asia/Tokyo", kinds=("closes",))
    company.remind("2025-04-04T21:59:00")
    assert company.hooked() == []
    company.remind("2025-04-04T22:00:00")
    assert company.hooked() == [[("new", "closes", CLOSES, 5)]]


def test_a_clock_that_is_set_back_tells_nothing_again(company: Company) -> None:
    company.subscribe("hook", "webhook")
    company.remind("2025-04-05")
    company.remind("2025-04-01")
    company.remind("2025-04-05")
    assert len(company.hooks.came) == 1


def test_a_subscription_that_was_taken_back_is_told_nothing(company: Company) -> None:
    from kenri.service.revoking import revoke

    company.subscribe("hook", "webhook")
    company.hooks.answers = [(500, {})]
    company.remind("2025-04-05")
    with company.register.database.writing() as connection:
        revoke(connection, "subscription", "hook", 0, issuer=company.number)
    assert company.queue() == []
    company.remind("2025-04-06")
    assert len(company.hooks.came) == 1


UNKNOWN = """\
plan: acme/options
extends: vocabulary/equity
zone: UTC
events: {leaves: {personal: true}, meets: {}}
terms: {board_date: {unknown: The board sets it., type: day}}
rules:
  holder: {clause: "1", says: Holders., permit: exercise, by: grantee}
  after: {clause: "2", says: Not from the day the board sets., forbid: exercise, when: {from: board_date}}
"""


def test_what_is_not_known_is_announced_as_such_once_with_whom_to_ask(company: Company) -> None:
    from tests.register.small_register import at

    folder = company.register.database.file
    assert folder is not None
    plan = folder.parent / "options.yaml"
    plan.write_text(UNKNOWN, encoding="utf-8")
    company.register.add_plan(str(plan), author="ann", now=at("2025-01-05"), since="2025-01-05")
    company.subscribe("hr", kinds=("unknown",), holder="ann")
    for day in ("2025-04-05", "2025-04-06", "2025-04-20"):
        company.remind(day)
    (said,) = company.said()
    assert "not known without board_date" in said
    assert "The board sets it" in said


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_it_is_told_in_the_language_asked_for(company: Company, lang: str) -> None:
    company.subscribe("hr", lang=lang)
    company.remind("2025-04-05")
    (said,) = company.said()
    assert ("5日後" in said) == (lang == "ja")
    assert ("in 5 days" in said) == (lang == "en")
