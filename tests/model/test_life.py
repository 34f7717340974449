"""Which events of a record stand, beside those that correct and take back others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.model.life import Event, standing_events


def event(id_: str, corrects: str | None = None, *, cancelled: bool = False) -> Event:
    return Event(id=id_, kind="leaves", on=1, recorded=0, who="you", corrects=corrects, cancelled=cancelled)


def chain(written: str) -> list[Event]:
    """Recordings of one event, each of which corrects the one before it: `e` says it anew, `c` only takes it back."""
    return [
        event(str(n), str(n - 1) if n else None, cancelled=how == "c") for n, how in enumerate(written)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "stands"),
    [
        ("e", "0"),
        ("ee", "1"),
        ("ec", None),
        ("ecc", "0"),
        ("eccc", None),
        ("ecccc", "0"),
        ("eec", None),  # what is taken back did not happen, however it was corrected before
        ("eecc", "1"),
        ("ece", "2"),
        ("ecec", None),
        ("ececc", "2"),
        ("ecce", "3"),
        ("eccec", None),  # what the first recording said is not brought back by the end of another
    ],
)
def test_the_last_recording_that_was_not_taken_back_stands(written: str, stands: str | None) -> None:
    assert [each.id for each in standing_events(chain(written))] == ([] if stands is None else [stands])


@given(st.lists(st.text("ec", max_size=6).map(lambda rest: "e" + rest), min_size=1, max_size=4))
def test_records_of_several_events_do_not_disturb_each_other(several: list[str]) -> None:
    """One record made of several, the order within each kept, against each read by itself from its end."""
    events = [
        Event(
            id=f"{n}-{each.id}",
            kind="leaves",
            on=1,
            recorded=0,
            who="you",
            corrects=each.corrects and f"{n}-{each.corrects}",
            cancelled=each.cancelled,
        )
        for n, written in enumerate(several)
        for each in chain(written)
    ]
    expected = set()
    for n, written in enumerate(several):
        said = written.rindex("e")
        if (len(written) - 1 - said) % 2 == 0:
            expected.add(f"{n}-{said}")
    mixed = sorted(events, key=lambda each: int(each.id.partition("-")[2]))
    for record in (events, mixed):
        assert {each.id for each in standing_events(record)} == expected


def test_a_long_chain_of_cancellations_is_followed_to_its_end() -> None:
    assert [each.id for each in standing_events(chain("e" + "c" * 10_000))] == ["0"]
    assert standing_events(chain("e" + "c" * 10_001)) == ()


def test_the_order_of_the_record_is_kept() -> None:
    record = [event("a"), event("b"), event("c", "a", cancelled=True), event("d", "c", cancelled=True)]
    assert [each.id for each in standing_events(record)] == ["a", "b"]
