"""A ruling as plain data, ready for JSON.

Days are ISO strings; a day without bound is null. Numbers are exact: whole ones as ints, others as strings such as
`"1/3"`. The keys are stable:

- `plan`, `action`, `by`, `grant`, `on`, `known_at`, `number`, `counts`: the question.
- Of a plan that looks at hours of the day: `time`, the one that was asked about, `hours`, the `first` and `last`
  between which the answer is so where that is not all day, and the `zone` of the clocks. A window that begins or ends
  within a day has `opens`, `closes` and `zone`. None of these is there without saying something.
- `outcome`: `allowed`, `denied` or `unknown`.
- `rules`: those that decided it, each with `rule`, `clause`, `sentence`, `verdict` (`permit`, `forbid`, `limit`),
  `applies` (true, false, or null for unknown), `bound` (of a limit) and `facts`: `says` in words, whether it `holds`,
  its `days` as intervals of `first` and `last` day, `where` in the rule it stands, and what it `rests_on`: dates and
  events by `name`, with their `sort`, `days` and the ids of the `events`.
- Of long lists of days only what is nearest to the asked day is there: `windows_left_out`, `elsewhere_left_out`, and in
  a fact, ground or window `left_out`, say how much more there is. They are there only where something is left out.
- `to_change`: for a denial, in words, what would have to change.
- `window`, `windows`: `first`, `last`, `status`, `most`, and `steps` (`from`, `most`) where the number changes; whether
  it is `settled`, and the `ways` in which it is another: `readings` (those that are changed), and the `windows` that
  share days with it then. `elsewhere`: the windows that there are under other `readings` only.
- `next_day`, the first later day on which it is surely allowed (null: there is none), and `perhaps_day`, the first
  later day before that on which it may be, with what is `perhaps_missing` to know.
- `most`: a number, or `"unlimited"`, `"no-largest"` (there is a limit that itself is not allowed) or `"unknown"`; so
  wherever it stands. `least`: the least number allowed, null where they go down to zero or none is allowed, or
  `"no-least"` (there is a limit that itself is not allowed) or `"unknown"`. `lot`: what all numbers allowed are whole
  multiples of, null where parts are allowed, or `"unknown"`. `gaps`: whether some of these numbers between `least` and
  `most` are not allowed; null where that is not known.
- `figures`: `figure`, `clause`, `sentence`, `value`, `unit`, `missing`; `settled`, and `ways`: `readings`, `value`.
- `turns_on`: `reading`, `clause`, `question`, `chosen`, and `outcomes` by option; `together`: the changes of several
  readings that give another outcome and do nothing one by one, each with its `readings` and `outcome`.
- `varies`: other parts that turn on readings: `what` (`most`, `least`, `lot`, `gaps`, `balances`, `lapsed_on`,
  `next_day`, `perhaps_day`), `settled`, and `ways`: `readings`, `value`.
- `settled`: whether the outcome, `most`, `least`, `lot`, `gaps`, the figures and the balances are the same under every
  reading; null where nobody asked, or where there are more combinations than were looked at: so many are `beyond`.
- `readings` as chosen.
- `missing`: `name`, the same in every language, and in `supply` how to supply it.
- `balances` by name, `lapsed_on`. `of_events`: what of a `balance` is of which `event`, by its id, where rights of each
  stand apart, and the `number`.
- `sums`: the sums over grants that its rules and figures come down to, on the day: what each `says`, its `value` (null:
  unknown), the `grants` with what each `adds`, and how many others were looked at that add `nothing`.
- `duties`: what the asker must do by this action and has not done by the day, as `kenri duties` tells it.
- `cautions`: what was not looked at and might matter: `code`, the `names` it is about, and the `sentence`; also of each
  figure.
- `not_answered`: keys whose value says nothing, because that was not asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kenri.faces.contracts.cautions_data import cautions_data
from kenri.faces.contracts.duties_data import owed_data
from kenri.faces.contracts.nearest import counted_out, days_elsewhere, nearest, nearest_windows, on
from kenri.faces.contracts.plain import day_or_null, exact, plain
from kenri.faces.contracts.turning_data import (
    bare_window,
    elsewhere_data,
    turning_data,
    varying,
    way_data,
    windows_turning,
)
from kenri.faces.words import said, say
from kenri.faces.words.advice import changes, supply
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet, iso
from kenri.model.hours import clock
from kenri.model.plan import Plan
from kenri.model.ruling import Because, FigureValue, Finding, GrantsSum, Ground, Ruling, Turn, Window
from kenri.model.sentences import Language

JsonValue = dict[str, Any]

_OF_READINGS = ("turns_on", "together", "varies", "elsewhere", "settled", "beyond")
"""What is known only of a ruling for which other readings were looked at."""


def ruling_data(ruling: Ruling, lang: Language, *, known_at: str | None = None, of_register: bool = False) -> JsonValue:
    """The ruling under the keys described above; sentences are in `lang`, `known_at` as the question had it.
    `of_register`: about what a register records, into which that is brought which is missing.
    """
    windows, windows_left_out = nearest_windows(ruling.windows, ruling.on)
    elsewhere, elsewhere_left_out = nearest(ruling.elsewhere, ruling.on, days_elsewhere)
    return {
        "plan": ruling.plan.id,
        "action": ruling.action,
        "by": ruling.by,
        "grant": ruling.grant,
        "on": iso(ruling.on),
        **_hours(ruling),
        "known_at": known_at,
        "number": exact(ruling.number),
        "counts": ruling.counts,
        "outcome": ruling.outcome,
        "rules": [_finding(finding, ruling, lang) for finding in ruling.findings],
        "to_change": [line for change in changes(ruling, lang) for line in (change.says, *change.facts)],
        "window": _window(ruling.window, ruling.on) if ruling.window is not None else None,
        "windows": [_window(window, ruling.on) for window in windows],
        **counted_out(windows_left_out, "windows_left_out"),
        "elsewhere": elsewhere_data(elsewhere, ruling.on),
        **counted_out(elsewhere_left_out, "elsewhere_left_out"),
        "next_day": day_or_null(ruling.next_day),
        "perhaps_day": day_or_null(ruling.perhaps_day),
        "perhaps_missing": _supplies(ruling, ruling.perhaps_missing, lang, of_register=of_register),
        "most": exact(ruling.most),
        "least": exact(ruling.least),
        "lot": exact(ruling.lot),
        "gaps": ruling.has_gaps,
        "figures": [_figure(figure, lang) for figure in ruling.figures],
        "turns_on": [_turn(turn, lang) for turn in ruling.turns_on],
        "together": [way_data(way, "outcome", str) for way in ruling.together],
        "varies": varying(ruling),
        "settled": ruling.is_settled,
        "beyond": ruling.beyond,
        "readings": dict(ruling.readings),
        "missing": _supplies(ruling, ruling.missing, lang, of_register=of_register),
        "balances": {name: exact(value) for name, value in ruling.balances.items()},
        "of_events": [
            {
                "balance": each.balance,
                "event": each.event,
                "number": None if each.number is None else exact(each.number),
            }
            for each in ruling.of_events
        ],
        "lapsed_on": day_or_null(ruling.lapsed_on),
        "sums": sums_data(ruling.plan, ruling.sums, lang, ruling.readings),
        "duties": owed_data(ruling.duties, lang),
        "cautions": cautions_data(ruling.cautions, lang),
        "not_answered": [] if ruling.turning else list(_OF_READINGS),
    }


def _hours(ruling: Ruling) -> JsonValue:
    """The time that was asked about, and between which hours of the day the answer is so, where there are such."""
    found: dict[str, Any] = {} if ruling.time is None else {"time": clock(ruling.time)}
    if ruling.hours is not None:
        found["hours"] = {"first": clock(ruling.hours[0]), "last": clock(ruling.hours[1])}
    return {**found, "zone": ruling.plan.zone} if found else {}


def sums_data(
    plan: Plan, sums: Iterable[GrantsSum], lang: Language, readings: Mapping[str, str] | None = None
) -> list[JsonValue]:
    """Sums over grants as plain data."""
    return [
        {
            "says": say(plan, each.expression, "quantity", lang, readings=readings),
            "value": exact(each.value),
            "grants": [{"grant": share.grant, "adds": exact(share.number)} for share in each.shares],
            "nothing": each.nothing,
        }
        for each in sums
    ]


def _supplies(ruling: Ruling, names: Iterable[str], lang: Language, *, of_register: bool) -> list[JsonValue]:
    return [{"name": name, "supply": supply(ruling, name, lang, of_register=of_register)} for name in names]


def _finding(finding: Finding, ruling: Ruling, lang: Language) -> JsonValue:
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "sentence": said(finding.says, lang),
        "verdict": finding.verdict,
        "applies": finding.holds,
        "bound": exact(finding.bound),
        "facts": [_fact(because, ruling, lang) for because in finding.because],
    }


def _fact(because: Because, ruling: Ruling, lang: Language) -> JsonValue:
    days, left_out = _intervals(because.days, ruling.on)
    perhaps, more = _intervals(because.perhaps, ruling.on)
    return {
        "says": say(ruling.plan, because.expression, "condition", lang, readings=ruling.readings),
        "holds": because.holds,
        "days": days,
        **counted_out(left_out),
        **({"perhaps": perhaps} if perhaps else {}),
        **counted_out(more, "perhaps_left_out"),
        "where": ".".join(map(str, because.path)),
        "rests_on": [_ground(ground, ruling.on) for ground in because.grounds],
    }


def _intervals(days: DaySet, asked: Day) -> tuple[list[JsonValue], int]:
    """The intervals nearest to the asked day, and how many are left out."""
    near, left_out = nearest(days, asked, lambda interval: interval)
    return [
        {"first": iso(first) if first > FIRST_DAY else None, "last": iso(until - 1) if until < NEVER else None}
        for first, until in near
    ], left_out


def _ground(ground: Ground, asked: Day) -> JsonValue:
    perhaps, more = _intervals(ground.perhaps, asked)
    places, left_out = nearest(range(len(ground.days)), asked, lambda place: on(ground.days[place]))
    return {
        "name": ground.name,
        "sort": ground.sort,
        "days": [iso(ground.days[place]) for place in places],
        "events": [ground.events[place] for place in places] if ground.events else [],
        **counted_out(left_out),
        **({"perhaps": perhaps} if perhaps else {}),
        **counted_out(more, "perhaps_left_out"),
        **({"missing": list(ground.missing)} if ground.missing else {}),
    }


def _window(window: Window, asked: Day) -> JsonValue:
    return {**bare_window(window, asked), **windows_turning(window.turns, asked)}


def _figure(figure: FigureValue, lang: Language) -> JsonValue:
    return {
        "figure": figure.name,
        "clause": figure.clause,
        "sentence": said(figure.says, lang),
        "value": plain(figure.shown),
        "unit": figure.unit,
        "missing": list(figure.missing),
        **turning_data(figure.turns),
        "cautions": cautions_data(figure.cautions, lang),
    }


def _turn(turn: Turn, lang: Language) -> JsonValue:
    return {
        "reading": turn.reading,
        "clause": turn.clause,
        "question": said(turn.question, lang),
        "chosen": turn.chosen,
        "outcomes": dict(turn.outcomes),
    }
