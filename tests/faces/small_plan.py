"""A small plan with something of everything that a ruling or an explanation can say, and a life under it."""

from pathlib import Path
from typing import Any

from kenri.api import LoadedPlan, load

TEXT = """\
plan: acme/options
title: {en: Acme options, ja: アクメ新株予約権}
source: {document: Options of 2020, issuer: Acme K.K., date: 2020-06-26, address: "https://acme.example/options"}
zone: Asia/Tokyo
counting: {months: month-end, calendar: japan}

readings:
  roll:
    clause: 4(2)
    question: {en: Does a last day on a Sunday move?, ja: 末日が日曜日なら延びるか}
    options: {no: {en: it stays, ja: 延びない}, yes: {en: it moves to Monday, ja: 月曜まで延びる}}
    default: no

roles:
  holder: {says: {en: the holder, ja: 権利者}}
  auditor: {}
actions:
  exercise:
    says: {en: exercise rights, ja: 行使}
    attributes: {paid: {type: flag, says: {en: payment in full, ja: 全額の払込み}}}
events:
  leaves: {says: {en: leaves the company, ja: 退任}, personal: true, attributes: {good: flag}}
  exercises: {personal: true, act: exercise, number: rights, attributes: {rights: number}}
  ends: {says: {en: the plan ends, ja: 制度の終了}}
balances:
  exercised: {says: {en: exercised, ja: 行使済}}
  gone: {lapse: true, says: {en: extinguished, ja: 消滅}}
grant_attributes:
  rank: {one_of: [senior, junior], optional: true, says: {en: rank, ja: 等級}}

terms:
  exercise_period: {first: 2021-01-01, last: 2030-12-31, clause: 4(1), says: {en: exercise period, ja: 行使期間}}
  window_days: {value: 10, clause: 4(2), says: Days after leaving}
  price: {value: 1, unit: JPY, clause: "3", says: {en: exercise price, ja: 行使価額}}
  shares: {value: 200, clause: "2", says: {en: shares per right, ja: 目的株式数}}
  cap: {unknown: {en: the notice leaves it open, ja: 公告に記載がない}, type: number, clause: "10"}
dates:
  leaving: {is: {first: {event: leaves}}, clause: 4(2), says: {en: leaving, ja: 退任の日}}
states:
  good-leaver: {is: {on: {event: leaves, where: {good: true}}}}

rules:
  period:
    clause: 4(1)
    says: {en: Rights are exercised in the period only., ja: 行使期間内に限る。}
    forbid: exercise
    unless: exercise_period
  after-leaving:
    clause: 4(2)
    says: {en: The holder exercises within ten days after leaving., ja: 退任後10日以内に行使する。}
    permit: exercise
    by: holder
    when:
      reading: roll
      choices:
        no: {within: {days: window_days}, after: leaving}
        yes: {within: {days: window_days}, after: leaving, counting: {roll: forward}}
  payment:
    clause: 4(3)
    says: Rights are exercised against payment in full.
    forbid: exercise
    unless: {asked: paid, is: true}
  held:
    clause: 4(4)
    says: No more than is held.
    limit: exercise
    at_most: {balance: held}
  senior:
    clause: "11"
    says: After 2028 only seniors exercise, and no more than the cap.
    limit: exercise
    when: {all: [{from: 2028-01-01}, {not: {grant: rank, is: junior}}]}
    at_most: cap
effects:
  exercise:
    clause: 4(4)
    says: Exercised rights are no longer held.
    on: {event: exercises}
    moves: {of_event: rights}
    to: exercised
  end:
    clause: "12"
    says: When the plan ends all rights do.
    on: {event: ends}
    moves: all
    to: gone
figures:
  payment-due:
    clause: "3"
    says: {en: Payment due, ja: 払込金額}
    of: exercise
    unit: JPY
    is: {multiply: [{asked: number}, shares, price]}
  most-shares:
    clause: "2"
    says: {en: Shares of one hundred rights, ja: 100個の株式数}
    unit: shares
    is: {multiply: [100, shares]}
    stated: 20000
  dilution:
    clause: "2"
    says: Dilution
    is: {divide: [shares, 600]}
    stated: 0.5
records:
  listing: {clause: "20", says: Nothing is listed.}
amendments:
  longer:
    from: 2029-01-01
    clause: resolution of 2028
    says: From 2029 the window is longer.
    terms: {window_days: {value: 20, clause: 4(2), says: Days after leaving}}
"""

LIFE: dict[str, Any] = {
    "parties": {"sato": {"role": "holder"}, "mori": {"role": "auditor"}},
    "grants": [{"id": "g1", "grantee": "sato", "on": "2020-07-01", "number": 10, "rank": "junior"}],
    "events": [{"id": "e1", "event": "leaves", "on": "2025-06-25", "who": "sato", "good": True}],
}
PAID = {"paid": True}


def small_plan(folder: Path) -> LoadedPlan:
    """The plan, written to a folder and loaded."""
    path = folder / "options.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return load(path)
