"""Every construct of the rule language, each in a place of every kind that takes its sort: a plan for each."""

from __future__ import annotations

from collections.abc import Iterator

MOMENTS = {
    "day": ["2024-06-03"],
    "name": ["d", "never", "day_term", "later_term", "unknown_day"],
    "EventMoments": [
        "{event: e}",
        "{event: [e, leaves], who: asker}",
        "{event: e, who: grantee, where: {n: {at_least: 2, less_than: many}}, during: {before: 2024-06-01}}",
        "{event: e, where_not: {w: [x, y]}, just_before: open}",
        "{event: e, where: {f: true, d: 2024-05-01, r: 2}, who: {named: p, of: {event: leaves}}}",
    ],
    "First": ["{first: {event: e}, after: d}", "{first: {event: e}, on_or_after: {first: {event: leaves}}}"],
    "Nth": ["{nth: 2, of: {event: e}}"],
    "Latest": ["{latest: {event: e}}"],
    "StartOf": ["{start_of: open}", "{start_of: {business_day: japan}}", "{start_of: {through: d, of: {event: e}}}"],
    "EndOf": ["{end_of: open}", "{first: {end_of: {all: [open, {business_day: weekdays}]}}}"],
    "LastDayOf": ["{last_day_of: {within: {days: 3}, after: {event: e}}}"],
    "Plus": ["{plus: {months: 2}, to: {event: e}}", "{plus: {business_days: 3}, to: {event: e}, counting: rolled}"],
    "Minus": ["{minus: {weeks: few}, from: {event: e}}", "{minus: {years: 1}, from: {grant: on}}"],
    "Every": [
        "{every: {months: 1}, from: {grant: on}, times: 4}",
        "{every: {months: 6}, from: {grant: gd}, times: few, paused: open}",
        "{every: {days: 30}, from: {event: e}, times: 2}",
    ],
    "AttributeDay": ["{attribute: d, of: {event: e}}", "{attribute: d, of: {latest: {event: e}}}"],
    "EarlierOf": ["{earlier_of: [{event: e}, {event: leaves}]}"],
    "LaterOf": ["{later_of: [{event: e}, 2024-03-01]}"],
    "Prefer": ["{prefer: [{event: e}, d]}"],
    "DayCases": [
        "{cases: [{when: open, is: d}], otherwise: {event: e}}",
        "{cases: [{when: unknown_flag, is: 2024-03-01}, {when: open, is: {plus: {months: 1}, to: {event: e}}}]}",
        "{cases: [{when: {from: 2024-05-01}, is: {event: e}}], otherwise: {grant: gd}}",
    ],
    "EachOf": ["{each_of: [{event: e}, d]}"],
    "FirstOf": ["{first_of: month, containing: {event: e}}"],
    "LastOf": [
        "{last_of: year, containing: {event: e}, year_starts: 4}",
        "{last_of: half, containing: d, year_starts: 04-06}",
    ],
    "Last": [
        "{last: {business_day: plan}, on_or_before: {event: e}}",
        "{last: {all: [{business_day: weekdays}, {not: {on: {event: e}}}]}, on_or_before: 2024-05-04}",
        "{last: open, on_or_before: {attribute: d, of: {event: e}}}",
    ],
    "Next": [
        "{next: {business_day: weekdays}, on_or_after: {event: e}}",
        "{next: {not: open}, on_or_after: {latest: {event: e}}}",
        "{next: {all: [{not: {business_day: japan}}, unknown_period]}, on_or_after: {grant: gd}}",
    ],
    "GrantDay": ["{grant: gd}", "{grant: on}"],
    "PartyDay": ["{party: pd}", "{party: pd, of: asker}"],
    "AskedDay": ["{asked: ad}"],
    "MomentsChoice": ["{reading: r, choices: {a: d, b: {event: e}}}"],
}

CONDITIONS = {
    "name": ["always", "never", "open", "period_term", "flag_term", "unknown_period", "unknown_flag"],
    "Span": ["{from: d}", "{after: {event: e}, until: 2024-09-30}", "{before: {grant: gd}}"],
    "On": ["{on: {event: e}}"],
    "Through": ["{through: d, of: {event: e}}"],
    "Within": [
        "{within: {days: few}, after: {event: e}}",
        "{within: {business_days: 3}, from: {event: e}, counting: rolled}",
        "{within: {months: 1}, before: d}",
        "{within: {days: 10}, after: {event: e}, tolled: {business_day: japan}}",
        "{within: {days: 10}, after: {event: e}, tolled: {through: d, of: {event: e}}}",
        "{within: {days: 10}, after: {event: leaves}, extended: {while: {on: {event: e}}, by: {days: 5}}}",
        "{within: {days: unknown_number}, after: {event: e}}",
    ],
    "Held": [
        "{begins: {event: e}, ends: {event: leaves}, initially: {grant: gf, is: true}, same_day: begins}",
        "{begins: {start_of: {business_day: plan}}, ends: {event: leaves}}",
    ],
    "All": ["{all: [open, {from: d}]}"],
    "AnyOf": ["{any: [open, {business_day: weekdays}]}"],
    "Not": ["{not: open}"],
    "Compare": [
        "{quantity: {count: {event: e}}, at_least: 2, less_than: few}",
        "{quantity: {balance: held}, equals: 10}",
        "{quantity: unknown_number, more_than: 3}",
        "{quantity: {divide: [1, {total: n, of: {event: e}}]}, at_most: 0.5}",
    ],
    "AskedIs": ["{asked: at, is: x}", "{asked: af, is: false}"],
    "AskerIs": ["{asker: heir}", "{asker: {named: p, of: {event: e}}}", "{asker: {named: who, of: {event: leaves}}}"],
    "PartyIs": ["{party: pt, is: [x, y]}", "{party: pf, of: asker, is: true}"],
    "GrantIs": ["{grant: gt, is: x}", "{grant: number, is: 100}"],
    "At": ["{at: {event: e}, holds: open}", "{at: {event: e}, holds: {business_day: plan}}"],
    "BusinessDay": ["{business_day: plan}", "{business_day: weekdays}"],
    "ConditionChoice": ["{reading: r, choices: {a: open, b: {business_day: japan}}}"],
}

ONLY_IN_CLAIMS = {"May": ["{may: exercise}", "{may: exercise, number: 3}", "{all: [{may: exercise}, {may: pledge}]}"]}

NUMBERS = {
    "number": ["12", "0.5", "{subtract: [2, 2]}"],  # the last is zero: as such it may not stand everywhere
    "name": ["few", "unlimited", "unknown_number", "later_number", "amount"],
    "AskedNumber": ["{asked: number}", "{asked: an}"],
    "GrantNumber": ["{grant: number}", "{grant: gn}"],
    "PartyNumber": ["{party: pn}", "{party: pn, of: asker}"],
    "Balance": ["{balance: held}", "{balance: exercised}"],
    "AttributeNumber": ["{attribute: n, of: {event: e}}", "{attribute: r, of: {latest: {event: e}}}"],
    "Sum": ["{sum: [few, {grant: gn}]}", "{sum: [unlimited, few]}"],
    "Difference": ["{subtract: [{grant: number}, {count: {event: e}}]}", "{subtract: [unlimited, few]}"],
    "Product": ["{multiply: [few, {grant: gn}]}", "{multiply: [{grant: gn}, {count: {event: e}}]}"],
    "Quotient": ["{divide: [{grant: number}, few]}", "{divide: [few, {count: {event: e}}]}"],
    "Round": ["{round: half-up, of: {divide: [{grant: gn}, 3]}}", "{round: up, of: {grant: gn}, to: 100}"],
    "Least": ["{least: [few, {grant: gn}, unlimited]}"],
    "Greatest": ["{greatest: [few, {grant: gn}]}"],
    "Cases": ["{cases: [{when: open, is: 3}, {when: {business_day: plan}, is: few}], otherwise: {grant: gn}}"],
    "Count": ["{count: {event: e}}", "{count: {start_of: open}}"],
    "Running": [
        "{running: 1, changes: [{on: {event: e}, multiply: {of_event: r}, round: down}, {on: d, add: 2}]}",
        "{running: 1, changes: [{on: {event: e}, divide: {of_event: r}, round: up, to: 0.01}]}",
        "{running: {grant: gn}, changes: [{on: {event: e}, divide: {of_event: n}}, {on: {event: leaves}, set: 0}]}",
    ],
    "Total": ["{total: n, of: {event: e}}", "{total: n, of: {event: e}, per: year}"],
    "Vests": [
        "{vests: {grant: gn}, on: {every: {days: 9}, from: {grant: on}, times: 3}, parts: 3, allocation: front-loaded}",
        "{vests: 18, on: {event: e}, parts: few, cliff: 2, at_cliff: as-one, allocation: back-loaded}",
        "{vests: 18, on: {event: e}, parts: 4, allocation: front-loaded-to-single-tranche}",
        "{vests: 18, on: {event: e}, parts: 4, skipped: {before: {grant: gd}}, allocation: front-loaded}",
        "{vests: 9, on: {event: e}, parts: 2, skipped: unknown_period, skipped_parts: later, allocation: fractional}",
        "{vests: {grant: gn}, on: {event: e}, portions: [1, 2.5], cliff: 2, allocation: cumulative-rounding}",
    ],
    "OverGrants": [
        "{over: grants, sum: {grant: number}}",
        "{over: grants, of: all, where: {gt: x, gn: {at_least: few}}, granted: before, sum: {count: {event: e}}}",
    ],
    "Take": ["{at: {event: e}, take: {balance: held}}"],
    "DaysBetween": ["{days_between: [{grant: on}, {event: e}]}"],
    "BlackScholes": [
        (
            "{black_scholes: {share_price: 100, exercise_price: {grant: gn}, years: 5, volatility: 0.3, interest: 0, "
            "dividend_yield: 0}}"
        )
    ],
    "QuantityChoice": ["{reading: r, choices: {a: few, b: {grant: gn}}}"],
}

ONLY_OF_EVENTS = {"EventNumber": ["{of_event: n}", "{multiply: [{of_event: r}, {of_event: n}]}"]}

PLAN = """\
plan: acme/every
extends: vocabulary/equity
zone: Asia/Tokyo
counting: {calendar: japan}
countings: {rolled: {roll: forward, calendar: japan}}
readings: {r: {question: Which?, options: {a: one, b: the other}, default: a, clause: c}}
party_attributes:
  pd: {type: day, optional: true}
  pn: {type: number, default: 1}
  pt: text
  pf: {type: flag, default: false}
grant_attributes: {gd: day, gn: number, gt: {one_of: [x, y]}, gf: {type: flag, default: true}}
actions:
  exercise:
    attributes:
      ad: {type: day, optional: true}
      an: {type: number, default: 2}
      at: {one_of: [x, y], default: x}
      af: {type: flag, default: true}
    replaces: true
  pledge: {}
balances: {gone: {lapse: true}}
events:
  leaves: {personal: true, attributes: {p: party}}
  e:
    personal: true
    attributes:
      n: number
      r: {type: ratio, default: 1}
      d: {type: day, optional: true}
      p: {type: party, optional: true}
      f: {type: flag, default: true}
      w: {one_of: [x, y, z], default: x}
terms:
  few: {value: 3, clause: c}
  many: {value: 20, clause: c}
  later_number: {value: 3, dated: [{from: 2024-06-01, value: 5}], clause: c}
  day_term: {value: 2024-05-05, clause: c}
  later_term: {value: 2024-05-05, dated: [{from: 2024-06-01, value: 2024-07-01}], clause: c}
  period_term: {first: 2024-02-01, last: 2024-08-31, clause: c}
  flag_term: {value: true, clause: c}
  unknown_day: {unknown: x, type: day, clause: c}
  unknown_period: {unknown: x, type: period, clause: c}
  unknown_flag: {unknown: x, type: flag, clause: c}
  unknown_number: {unknown: x, type: number, clause: c}
dates: {d: {is: 2024-04-15}}
states: {open: {is: {from: 2024-02-01, until: 2024-10-31}}}
amounts: {amount: {is: {count: {event: leaves}}}}
"""

BASE = "  base: {clause: c, says: x, permit: exercise, when: open}\n"

PLACES = {
    "moments": {
        "rule": "rules:\n  base: {{clause: c, says: x, permit: exercise, when: {{after: {it}}}}}\n",
        "claim": "claims:\n  one: {{clause: c, says: x, never: {{on: {it}}}}}\n",
        "effect": "effects:\n  one: {{clause: c, says: x, on: {it}, moves: 3, to: gone}}\n",
        "figure": "figures:\n  one: {{clause: c, says: x, is: {{count: {it}}}, of: exercise}}\n",
    },
    "condition": {
        "rule": "rules:\n  base: {{clause: c, says: x, permit: exercise, when: {it}, unless: {{after: 2025-01-01}}}}\n",
        "claim": "claims:\n  one: {{clause: c, says: x, always: {{any: [{it}, {{may: exercise}}]}}, when: open}}\n",
        "effect": "effects:\n  one: {{clause: c, says: x, on: {{start_of: {it}}}, moves: all, to: gone}}\n",
        "figure": "figures:\n  one: {{clause: c, says: x, is: {{cases: [{{when: {it}, is: 1}}]}}, of: exercise}}\n",
    },
    "quantity": {
        "rule": "rules:\n  most: {{clause: c, says: x, limit: exercise, at_most: {it}}}\n",
        "lots": "rules:\n  lots: {{clause: c, says: x, limit: exercise, in_lots_of: {it}}}\n",
        "claim": "claims:\n  one: {{clause: c, says: x, always: {{quantity: {it}, at_least: 0}}}}\n",
        "figure": "figures:\n  one: {{clause: c, says: x, is: {it}, of: exercise}}\n",
    },
    "may": {"claim": "claims:\n  one: {{clause: c, says: x, possible: {it}}}\n"},
    "event": {
        "effect": "effects:\n  one: {{clause: c, says: x, on: {{event: e}}, moves: {it}, to: gone}}\n",
        "scales": "effects:\n  two: {{clause: c, says: x, on: {{event: e}}, scales: {it}}}\n",
    },
}

SORTS = {
    "moments": MOMENTS,
    "condition": CONDITIONS,
    "quantity": NUMBERS,
    "may": ONLY_IN_CLAIMS,
    "event": ONLY_OF_EVENTS,
}


def constructs() -> set[str]:
    """The constructs that stand in some plan."""
    return {name for several in SORTS.values() for name in several}


def cases() -> Iterator[tuple[str, str]]:
    """The construct, and the text of a plan in which it stands in every place that takes its sort."""
    for sort, several in SORTS.items():
        for name, written in several.items():
            for number, each in enumerate(written):
                # A name may stand for any sort; that of a construct is told by the construct.
                yield f"{sort} {name}{number}" if name == "name" else f"{name}{number}", _plan(sort, each)


def _plan(sort: str, written: str) -> str:
    sections: dict[str, str] = {}
    for place, text in PLACES[sort].items():
        if place == "effect" and "balance:" in written:
            continue  # what moves rights cannot look at a balance
        if place == "lots" and written == "0":
            continue  # there are no lots of zero
        section, _, entry = text.format(it=written).partition("\n")
        sections[section] = sections.get(section, "") + entry
    rules = sections.pop("rules:", "")
    base = "" if rules.startswith("  base:") else BASE
    rest = "".join(f"{section}\n{entries}" for section, entries in sections.items())
    return f"{PLAN}rules:\n{base}{rules}{rest}"
