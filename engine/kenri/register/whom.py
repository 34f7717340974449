"""Events that happen to another than whose rights they are about: nobody who is brought in as that other may be the
holder, or one who can be it no more.

Records of before are not looked at: who asks about them is answered as ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from kenri.loader.vocabulary import about
from kenri.model.plan import EventKind, Plan
from kenri.model.problems import Problem, quote
from kenri.model.sentences import Sentence
from kenri.register.folding import Moment, standing
from kenri.register.ledger import Ledger
from kenri.register.records import RegisterRecord

__all__ = ["kinds_of_others", "told_of_the_wrong_one"]


def kinds_of_others(plans: Iterable[Plan]) -> dict[str, EventKind]:
    """The kinds of event, by name, that happen to another than whose rights they are about (`whom`)."""
    return {name: kind for plan in plans for name, kind in plan.events.items() if kind.whom}


def told_of_the_wrong_one(
    records: Iterable[RegisterRecord], kinds: Mapping[str, EventKind], ledger: Ledger
) -> Iterator[Problem]:
    """What is wrong with events of these kinds: they are told of the holder, or of one to whom had happened before what
    they follow upon, as a death.
    """
    for record in records:
        name = str(record.data["event"])
        kind = kinds[name]
        who = str(record.data.get("who") or record.reach)
        if not who:
            continue
        cause = None if who == record.reach else _cause(ledger, who, kind, str(record.data.get("on", "")))
        if who == record.reach:
            said = Sentence("told-of-the-holder", who=quote(who))
        elif cause is not None:
            happened = quote(str(cause.data["event"]))
            said = Sentence("told-of-one-before", who=quote(who), cause=happened, day=_day(cause))
        else:
            continue
        yield Problem(record.origin.place, said, subject=about("event", name))


def _cause(ledger: Ledger, who: str, kind: EventKind, on: str) -> RegisterRecord | None:
    """What had happened to somebody, no later than a day, of that which a kind of event follows upon."""
    events = [each for each in standing(ledger.of_holder(who), Moment(ZoneInfo("UTC"))) if each.kind == "event"]
    corrected = {str(each.data.get("corrects")) for each in events}
    for each in events:
        is_cause = each.data.get("event") in kind.requires and str(each.data.get("who") or who) == who
        if is_cause and each.key not in corrected and _day(each) <= on[:10]:
            return each
    return None


def _day(record: RegisterRecord) -> str:
    return str(record.data.get("on", ""))[:10]
