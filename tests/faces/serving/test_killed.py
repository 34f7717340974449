"""A service that is killed in the middle of writes loses nothing that it answered, and does nothing twice."""

from __future__ import annotations

from tests.faces.serving.killed import CLIENTS, main


def test_what_was_answered_is_there_once_however_often_the_service_is_killed() -> None:
    told = main(writes=6 * CLIENTS, kills=4, seed=3)
    assert (told["writes"], told["replayed"]) == (6 * CLIENTS, 6 * CLIENTS)
    assert told["services"] + told["processes that answer"] == 4
