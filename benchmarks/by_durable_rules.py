"""The decision of the 5th series as one would write it in durable-rules by hand: the plain case of `by_hand`, no more.

Loss, window and number are worked out in Python; the library's rules take events, the period, the window and the
number as facts and answer with the question as the last fact. It is written for the documented Python interface,
kept within what works: a fixed sid, facts with ids, join tests written twice, the trigger last.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.by_hand import FIRST, LAST, Facts


def decider() -> Callable[..., str]:
    """A function that decides by firing rules, compiled once. The window may be another than that after leaving."""
    from durable import engine

    fired: list[str] = []

    class Host(engine.Host):  # type: ignore[misc]  # it has no types
        def _run(self) -> None:
            """No background threads."""

    def consequence(name: str) -> Callable[[Any], None]:
        def run(_: Any) -> None:
            fired.append(name)

        return run

    def within(field: str, kind: str) -> dict[str, Any]:
        after, until = {"$gte": {"day": {"w": "first"}}}, {"$lte": {"day": {"w": "last"}}}
        return {"all": [{"w": {kind: 1}}, {"q": {"$and": [{field: 1}, after, until, until]}}]}

    rules = {
        "in-the-period": within("asked", "period"),
        "ten-days-after-leaving": within("asked", "window"),
        "within-what-is-held": {
            "all": [{"w": {"held": 1}}, {"q": {"$and": [{"asked": 1}, *[{"$lte": {"number": {"w": "most"}}}] * 2]}}]
        },
    }
    host = Host({"plan": {name: {**rule, "run": consequence(name)} for name, rule in rules.items()}})
    ruleset = host.get_ruleset("plan")

    def decide(facts: Facts, day: int, number: int, window: tuple[int, int] | None = None) -> str:
        first, last = window or (facts.left + 1, facts.left + 10)
        fired.clear()
        told = [
            {"period": 1, "first": FIRST, "last": LAST},
            {"window": 1, "first": first, "last": last},
            {"held": 1, "most": facts.held},
            {"asked": 1, "day": day, "number": number},
        ]
        for index, fact in enumerate(told):
            host.assert_fact("plan", {**fact, "sid": "1", "id": str(index)})
        ruleset.delete_state("1")
        return "allowed" if len(fired) == len(rules) else "denied"

    return decide
