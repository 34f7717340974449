"""The terms of a package of the Open Cap Format as rule files, which can be read and edited: one for each stock plan,
kind of compensation and vesting terms that issuances have together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from math import gcd
from typing import Any

from kenri.importing.ocf_objects import OcfObject
from kenri.importing.ocf_values import plain_number
from kenri.importing.ocf_vesting import Anchor, PartDay, VestingPath
from kenri.loader.written_values import flow

__all__ = ["PlanTerms", "plan_text", "slug"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTerms:
    """What a rule file is made of: whose it is, and how the grants under it vest."""

    id: str
    issuer: str
    package: str
    stock_plan: str
    """The name of the stock plan; empty for grants under none."""
    is_of_units: bool
    """Whether shares are released (RSU) and nothing is exercised."""
    terms: OcfObject | None = None
    path: VestingPath | None = None
    why_unknown: str = ""
    """Why nothing is known of what has vested, where terms are given that cannot be said."""


def slug(name: str, id_: str, *, fallback: str) -> str:
    """A part of the id of a plan for a name, or else for an id; the same each time.

    >>> slug("2021 Stock Incentive Plan", "x", fallback="plan"), slug("株式会社例", "acme_1", fallback="issuer")
    ('2021-stock-incentive-plan', 'acme-1')
    """
    for text in (name, id_):
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
        made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
        if made and len(made) <= 40:
            return made
        if made and text is id_:
            return f"{made[:30].strip('-')}-{sha256(id_.encode()).hexdigest()[:6]}"
    return f"{fallback}-{sha256(id_.encode()).hexdigest()[:6]}" if id_ else fallback


def plan_text(plan: PlanTerms) -> str:
    """The text of the rule file."""
    return "\n".join((*_head(plan), *_words(plan), *_vesting(plan), *_rules(plan), *_means(plan), ""))


def _head(plan: PlanTerms) -> Iterator[str]:
    name = plan.stock_plan or "no stock plan"
    vesting = plan.terms.text("name") or plan.terms.id if plan.terms is not None else "vested on issue"
    kind = "restricted stock units" if plan.is_of_units else "options"
    yield f"plan: {plan.id}"
    yield f"title: {_text(f'{name}: {kind}, {vesting}')}"
    yield "source:"
    yield f"  document: {_text(_named('Open Cap Format', plan))}"
    yield f"  issuer: {_text(plan.issuer)}"
    yield "  note: >-"
    yield "    Made from a package of the Open Cap Format, which has no terms of the plan itself: only windows after"
    yield "    termination, dates of expiration and vesting terms. What the document adds is to be written here."
    of_vocabularies = ("open-cap-windows", "open-cap-vesting", "open-cap-balances", "share-changes")
    yield f"extends: [{', '.join(f'vocabulary/{each}' for each in of_vocabularies)}]"
    yield "zone: UTC  # the format has days without a zone"
    yield "counting: {months: corresponding-day}"


def _named(document: str, plan: PlanTerms) -> str:
    return document if plan.terms is None else f"{document}, VESTING_TERMS {plan.terms.id}"


def _words(plan: PlanTerms) -> Iterator[str]:
    yield """
readings:
  vesting-after-service:
    clause: vesting_terms_id
    question: Does a part still vest whose day comes after service has ended?
    options: {no: vesting ends with service, yes: the schedule runs by the calendar alone}
    default: no
  split-of-options:
    clause: TX_STOCK_CLASS_SPLIT
    question: Does a split of the shares change the number and the price of options on them?
    options:
      unchanged: "no, unless they are issued anew"
      multiplied: "yes, as the shares are"
    default: unchanged
    note: The split names a class of shares, and nothing in the format adjusts options.

grant_attributes:
  compensation: {type: text, optional: true, says: compensation_type}
  exercise_price: {type: number, optional: true, says: exercise price}
  currency: {type: text, optional: true, says: currency of the exercise price}
  early_exercisable: {type: flag, default: false, says: whether options can be exercised before they vest}

balances:
  transferred: {says: transferred to another}"""
    if plan.is_of_units:
        yield """\
  released: {says: released as shares}

actions:
  release: {says: release shares}"""
    yield """
events:
  vesting_starts: {replaces: true, personal: true, says: Vesting starts (TX_VESTING_START).}
  vesting_accelerates:
    replaces: true
    personal: true
    says: Vesting is accelerated (TX_VESTING_ACCELERATION).
    attributes:
      quantity: {type: number, default: unlimited, says: shares that are accelerated}
      share: {type: ratio, default: 1, says: the part of what is still to vest that is accelerated}
  is_accepted: {personal: true, says: The issuance is accepted (TX_EQUITY_COMPENSATION_ACCEPTANCE).}
  is_repriced:
    personal: true
    says: The exercise price is set anew (TX_EQUITY_COMPENSATION_REPRICING).
    attributes: {price: {type: number, says: new exercise price}, currency: {type: text, optional: true, says: its currency}}
  transfers_rights:
    personal: true
    says: Options are transferred (TX_EQUITY_COMPENSATION_TRANSFER).
    attributes:
      quantity: {type: number, says: shares under the options that are transferred}
      names_balance: {type: flag, default: false, says: whether another security is named for the balance}
  starts_leave: {personal: true, says: A leave of absence begins (CE_STAKEHOLDER_STATUS).}
  ends_leave: {personal: true, says: A leave of absence ends (CE_STAKEHOLDER_STATUS).}
  starts_relationship: {personal: true, says: A relationship begins., attributes: {relationship: text}}
  ends_relationship: {personal: true, says: A relationship ends., attributes: {relationship: text}}"""
    if plan.is_of_units:
        yield """\
  releases_shares:
    personal: true
    act: release
    number: quantity
    says: Shares are released (TX_EQUITY_COMPENSATION_RELEASE).
    attributes: {quantity: number, settlement_date: {type: day, optional: true, says: day of settlement}}"""
    if plan.path is not None and plan.path.events:
        yield "  condition_is_met:"
        yield "    personal: true"
        yield "    says: A condition of the vesting terms is met (TX_VESTING_EVENT)."
        yield f"    attributes: {{condition: {{one_of: {_several(plan.path.events)}}}}}"


def _vesting(plan: PlanTerms) -> Iterator[str]:
    path = plan.path
    if plan.why_unknown:
        yield ""
        yield "terms:"
        yield "  vested_by_terms:"
        yield "    says: How many have vested by the vesting terms"
        yield f"    unknown: {_text(plan.why_unknown)}"
        yield "    type: number"
        yield "    clause: vesting_terms_id"
    if path is not None:
        yield ""
        yield "dates:"
        yield "  part-days:"
        yield "    clause: vesting_terms_id"
        yield "    says: The days of the parts."
        yield f"    is: {_days(path)}"
    yield ""
    yield "amounts:"
    yield "  by-schedule:"
    yield "    clause: vestings, vesting_terms_id"
    yield "    says: What vests by the amounts that the issuance gives with their days, or else by its vesting terms."
    yield "    is:"
    yield "      cases:"
    yield "        - when: has-amounts-given"
    yield "          is: {least: [{grant: number}, {total: amount, of: amounts-given}]}"
    yield f"      otherwise: {_by_terms(plan)}"
    yield """\
  scheduled:
    clause: vesting_start_date
    says: The same, which is nothing before the issuance unless the schedule counts from its own start.
    is:
      reading: vesting-before-issuance
      choices:
        on-issue: {cases: [{when: {from: {grant: on}}, is: by-schedule}]}
        as-scheduled: by-schedule
  then: {clause: TX_VESTING_ACCELERATION, says: What had vested when vesting was accelerated., is: {at: acceleration, take: scheduled}}
  left: {clause: TX_VESTING_ACCELERATION, says: What was still to vest then., is: {subtract: [{grant: number}, then]}}
  accelerated:
    clause: TX_VESTING_ACCELERATION
    says: What is accelerated, and no more than was still to vest.
    is:
      least:
        - {attribute: quantity, of: acceleration}
        - {round: down, of: {multiply: [{attribute: share, of: acceleration}, left]}}
        - left
  with-acceleration:
    clause: TX_VESTING_ACCELERATION
    says: What has vested, with what was accelerated.
    is:
      cases:
        - when: {all: [{from: acceleration}, {quantity: left, more_than: 0}]}
          is:
            reading: accelerated-shares
            choices:
              next: {greatest: [scheduled, {sum: [then, accelerated]}]}
              last: {least: [{grant: number}, {sum: [scheduled, accelerated]}]}
              pro-rata:
                subtract:
                  - {grant: number}
                  - round: up
                    of: {multiply: [{subtract: [{grant: number}, scheduled]}, {divide: [{subtract: [left, accelerated]}, left]}]}
      otherwise: scheduled
  vested:
    clause: vesting_terms_id
    says: What has vested, up to the end of service unless the calendar alone counts.
    is:
      reading: vesting-after-service
      choices:
        no:
          cases: [{when: in-service, is: with-acceleration}]
          otherwise: {at: termination, take: with-acceleration}
        yes: with-acceleration
  price:
    clause: exercise_price
    says: The exercise price, as it was set last.
    is:
      running: {grant: exercise_price}
      changes:
        - {on: {event: is_repriced, who: grantee}, set: {of_event: price}}
        - on: {reading: split-of-options, choices: {unchanged: never, multiplied: {event: splits_shares}}}
          divide: {of_event: ratio}"""


def _by_terms(plan: PlanTerms) -> str:
    if plan.why_unknown:
        return "vested_by_terms"
    path = plan.path
    if path is None:
        return "{grant: number}  # with neither amounts nor terms everything has vested on issue"
    total = "{grant: number}"
    allocation = path.allocation
    if path.are_quantities:
        total, allocation = str(plain_number(sum(path.portions, Fraction()))), "fractional"
    uniform = _uniform(path)
    cliff, at_cliff, parts = "", "", _parts(path.whole_parts)
    if path.cliff:
        cliff = f", cliff: {path.cliff}"
    elif uniform is not None and uniform.first > 1:
        first, *rest = path.whole_parts
        several = [Fraction(first, uniform.first)] * uniform.first + [Fraction(each) for each in rest]
        common = 1
        for each in several:
            common = common * each.denominator // gcd(common, each.denominator)
        parts = _parts([int(each * common) for each in several])
        cliff, at_cliff = f", cliff: {uniform.first}", ", at_cliff: as-one"
    vests = f"vests: {total}, on: part-days, {parts}{cliff}"
    is_open = path.cliff and allocation in ("front-loaded", "back-loaded", "back-loaded-to-single-tranche")
    if path.are_quantities:
        return f"{{least: [{{grant: number}}, {{{vests}{at_cliff}, allocation: {allocation}}}]}}"
    if not is_open:
        return f"{{{vests}{at_cliff}, allocation: {allocation}}}"
    together = f"{{{vests}, allocation: {allocation}}}"
    as_one = f"{{{vests}, at_cliff: as-one, allocation: {allocation}}}"
    return f"{{reading: cliff-amount, choices: {{together: {together}, as-one: {as_one}}}}}"


def _parts(portions: Sequence[int]) -> str:
    """Equal parts are counted, others told one by one."""
    if len(set(portions)) == 1:
        return f"parts: {len(portions)}"
    common = gcd(*portions)
    return f"portions: [{', '.join(str(each // common) for each in portions)}]"


@dataclass(frozen=True, slots=True)
class _Uniform:
    """Parts that come each so many months or days after vesting starts, from the `first` of them on."""

    unit: str
    length: int
    first: int
    last: int
    day_of_month: int


def _uniform(path: VestingPath) -> _Uniform | None:
    if any(each.anchor.kind != "start" for each in path.days):
        return None
    fixed = {each.day_of_month for each in path.days}
    by_months = all(each.months and not each.days for each in path.days)
    by_days = all(each.days and not each.months for each in path.days)
    if len(fixed) > 1 or not (by_months or by_days):
        return None
    steps = [each.months or each.days for each in path.days]
    length = gcd(*steps)
    numbers = [step // length for step in steps]
    if numbers != [*range(numbers[0], numbers[0] + len(numbers))] or numbers[-1] > 1200:
        return None
    return _Uniform("months" if by_months else "days", length, numbers[0], numbers[-1], fixed.pop())


def _days(path: VestingPath) -> str:
    if (uniform := _uniform(path)) is not None:
        counting = f", counting: {{day_of_month: {uniform.day_of_month}}}" if uniform.day_of_month else ""
        every = f"{{{uniform.unit}: {uniform.length}}}"
        return f"{{every: {every}, from: vesting-start, times: {uniform.last}{counting}}}"
    days = [_day(each) for each in path.days]
    if len(days) == 1:
        return days[0]
    return "\n".join(("", "      each_of:", *(f"        - {each}" for each in days)))


def _day(part: PartDay) -> str:
    found = _anchor(part.anchor)
    if part.months:
        counting = f", counting: {{day_of_month: {part.day_of_month}}}" if part.day_of_month else ""
        found = f"{{plus: {{months: {part.months}}}, to: {found}{counting}}}"
    if part.days:
        found = f"{{plus: {{days: {part.days}}}, to: {found}}}"
    return found


def _anchor(anchor: Anchor) -> str:
    match anchor.kind:
        case "start":
            return "vesting-start"
        case "day":
            return str(anchor.day)
        case "event":
            return f"{{event: condition_is_met, who: grantee, where: {{condition: {_text(anchor.condition)}}}}}"


def _rules(plan: PlanTerms) -> Iterator[str]:
    yield """
effects:
  transfer:
    clause: TX_EQUITY_COMPENSATION_TRANSFER
    says: What is transferred leaves what is held.
    on: {event: transfers_rights}
    moves: {of_event: quantity}
    to: transferred
  balance-of-a-transfer:
    clause: TX_EQUITY_COMPENSATION_TRANSFER
    says: What is left after a transfer continues under the security that is named for it.
    on: {event: transfers_rights, where: {names_balance: true}}
    moves: all
    to: reissued
    follows: transfer
  split:
    clause: TX_STOCK_CLASS_SPLIT
    says: A split multiplies the options, if it is read so.
    on: {reading: split-of-options, choices: {unchanged: never, multiplied: {event: splits_shares}}}
    scales: {of_event: ratio}"""
    if plan.is_of_units:
        yield """\
  release:
    clause: TX_EQUITY_COMPENSATION_RELEASE
    says: What is released leaves what is held.
    on: {event: releases_shares}
    moves: {of_event: quantity}
    to: released

rules:
  units-are-not-exercised: {clause: compensation_type, says: Restricted stock units are released and not exercised., forbid: exercise}
  release: {clause: TX_EQUITY_COMPENSATION_RELEASE, says: Shares are released as units vest., permit: release}
  vested-part:
    clause: vesting_terms_id
    says: Only what has vested and was not yet released is released.
    limit: release
    at_most: {least: [{balance: held}, {subtract: [vested, {balance: released}]}]}"""
    else:
        yield """
rules:
  vested-part:
    clause: vesting_terms_id
    says: Only what has vested and was not yet exercised is exercised, unless options can be exercised early.
    limit: exercise
    at_most: {subtract: [vested, {balance: exercised}]}
    unless: {grant: early_exercisable, is: true}"""
    yield """
figures:
  vested: {clause: vesting_terms_id, says: "How many have vested, exercised ones among them.", is: vested, unit: shares}"""
    if not plan.is_of_units:
        yield """\
  payment:
    clause: exercise_price
    says: What is to be paid, in the currency of the exercise price.
    of: exercise
    is: {multiply: [{asked: number}, price]}"""


def _means(_plan: PlanTerms) -> Iterator[str]:
    yield """
means:
  expiration-ends-all: {clause: expiration_date, says: No window outlasts the expiration date., cut_short: expiration}"""


def _several(words: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, words))}]"


def _text(value: Any) -> str:
    """A text as YAML has it on one line, without what cannot be seen."""
    plain = "".join(each if each.isprintable() else " " for each in str(value))[:500]
    return flow(plain)
