"""A package of the Open Cap Format as entries of a register and plan files, and everything in it that is not one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from kenri.importing.ocf_fields import NEEDED, REASONS
from kenri.importing.ocf_objects import OcfObject, OcfPackage, opened_package
from kenri.importing.ocf_plans import PlanTerms, plan_text, slug
from kenri.importing.ocf_values import day_of, exact_number, money_of, plain_number, ratio_of
from kenri.importing.ocf_vesting import UnsayableError, VestingPath, path_of
from kenri.model.entries import Plain, RegisterEntry
from kenri.model.problems import Problem, Report, quote
from kenri.model.sentences import Sentence

__all__ = ["ImportedPackage", "read_package"]

_EQUITY = "TX_EQUITY_COMPENSATION_"
_ISSUANCE = f"{_EQUITY}ISSUANCE"
_OF_SECURITY = frozenset(
    (
        *(
            f"{_EQUITY}{name}"
            for name in ("EXERCISE", "CANCELLATION", "TRANSFER", "RELEASE", "RETRACTION", "ACCEPTANCE")
        ),
        *(f"{_EQUITY}REPRICING", "TX_VESTING_START", "TX_VESTING_EVENT", "TX_VESTING_ACCELERATION"),
    )
)
_OF_HOLDER = frozenset({"CE_STAKEHOLDER_STATUS", "CE_STAKEHOLDER_RELATIONSHIP"})
_TERMS = frozenset({"STAKEHOLDER", "STOCK_PLAN", "VESTING_TERMS", "STOCK_CLASS"})
_DETAILS = (
    *("custom_id", "consideration_text", "reason_text", "board_approval_date", "stockholder_approval_date", "comments"),
    *("option_grant_type", "resulting_security_ids", "balance_security_id", "stock_class_id", "stock_plan_id"),
    *("vesting_terms_id", "base_price", "release_price", "security_law_exemptions"),
)
"""What is kept of a transaction and decides no right."""

_UNITS = frozenset({"RSU"})
_KINDS = frozenset({"OPTION", "OPTION_NSO", "OPTION_ISO", "RSU", "CSAR", "SSAR"})
_PERIODS = frozenset({"DAYS", "MONTHS", "YEARS"})
_MOST_TOLD = 1000
"""So many problems of a package are told."""

_NAMED = 5
"""So many ids are named of objects that are not brought in."""


@dataclass(frozen=True, slots=True)
class ImportedPackage:
    """What was read: entries, the texts of plan files by their ids, and everything that is to be said of how."""

    entries: tuple[RegisterEntry, ...]
    plans: Mapping[str, str]
    problems: tuple[Problem, ...]
    issuer: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether nothing is wrong with it; warnings are no errors."""
        return not any(problem.severity == "error" for problem in self.problems)


def read_package(path: Path | str) -> ImportedPackage:
    """The holders, grants, events and plans in a package: a folder, or a zip archive.

    What cannot be mapped is told by the ids of its objects: nothing is passed over in silence.
    """
    report = Report()
    package = opened_package(Path(path), report)
    if package is None:
        return ImportedPackage((), {}, report.problems)
    reading = _Reading(package, report)
    entries = tuple(reading.entries())
    return ImportedPackage(entries, reading.plan_texts(), report.problems, reading.issuer)


class _Reading:
    def __init__(self, package: OcfPackage, report: Report) -> None:
        self.package = package
        self.report = report
        self.issuer = str(package.issuer.get("legal_name") or "")
        self.told = self.errors = 0
        self.holders = {each.id: each for each in package.of("STAKEHOLDER")}
        self.stock_plans = {each.id: each for each in package.of("STOCK_PLAN")}
        self.terms = {each.id: each for each in package.of("VESTING_TERMS")}
        self.issuances: dict[str, OcfObject] = {}
        self.repeated: set[str] = set()
        self.owners: set[str] = set()
        """Who has options or units."""
        self.ended: set[str] = set()
        """Whose service has ended on a day."""
        self.relationships: dict[str, list[OcfObject]] = defaultdict(list)
        """Changes of relationship, by whose they are and by day."""
        self.others: dict[str, str] = {}
        """Securities of other kinds, by id, with the type of their issuance."""
        self.plans: dict[str, PlanTerms] = {}
        self.plan_of: dict[tuple[str, str, bool], PlanTerms] = {}
        self.paths: dict[str, VestingPath | Sentence] = {}
        self.grants: dict[str, str] = {}
        """Grants that can be used, by the id of the security, with their plan."""
        self.without_windows: dict[tuple[str, ...], list[OcfObject]] = defaultdict(list)
        self.met: dict[str, set[str]] = defaultdict(set)
        self.seen: dict[tuple[str, str, str], OcfObject] = {}

    # --- what is said

    def wrong(self, each: OcfObject, said: Sentence, *, is_warning: bool = False) -> None:
        self.told += 1
        self.errors += not is_warning
        if self.told < _MOST_TOLD:
            self.report.add(Problem(each.place, said, severity="warning" if is_warning else "error"))
        elif self.told == _MOST_TOLD:
            self.report.add(Problem(each.place, Sentence("too-many-problems", limit=_MOST_TOLD)))

    def lacks(self, each: OcfObject) -> bool:
        """Whether something is not there that an object must say."""
        lacking = [name for name in NEEDED.get(each.type, ()) if each.data.get(name) is None]
        for name in lacking:
            self.wrong(each, Sentence("object-lacks", type=quote(each.type), name=quote(name)))
        return bool(lacking)

    def day(self, each: OcfObject, name: str = "date") -> date | None:
        found = day_of(each.data.get(name))
        if found is None:
            self.misshapen(each, name)
        return found

    def number(self, each: OcfObject, name: str) -> Fraction | None:
        found = exact_number(each.data.get(name))
        if found is None or found <= 0:
            self.misshapen(each, name)
            return None
        return found

    def misshapen(self, each: OcfObject, name: str) -> None:
        value = each.data.get(name)
        found = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
        self.wrong(each, Sentence("field-misshapen", name=quote(name), found=quote(found)))

    # --- all of it

    def entries(self) -> Iterator[RegisterEntry]:
        self.find_issuances()
        self.owners = {each.text("stakeholder_id") for each in self.issuances.values()}
        self.ended = {
            each.text("stakeholder_id")
            for each in self.package.of("CE_STAKEHOLDER_STATUS")
            if each.text("new_status").startswith("TERMINATION_")
        }
        for change in sorted(self.package.of("CE_STAKEHOLDER_RELATIONSHIP"), key=_day_told):
            self.relationships[change.text("stakeholder_id")].append(change)
        parties: list[RegisterEntry] = []
        grants: list[RegisterEntry] = []
        events: list[RegisterEntry] = []
        retracted = {each.text("security_id"): each for each in self.package.of(f"{_EQUITY}RETRACTION")}
        for security, issuance in self.issuances.items():
            grant = self.grant(issuance, retracted.get(security))
            if grant is not None:
                grants.append(grant)
        for each in sorted(self.package.objects, key=_day_told):  # a file may have its transactions in any order
            events += self.events(each, retracted)
        for holder in self.holders.values():
            parties += self.party(holder)
        self.tell_the_rest()
        yield from parties
        yield from grants
        order = {id(event): index for index, event in enumerate(events)}
        yield from sorted(events, key=lambda event: (_on(event), order[id(event)]))

    def plan_texts(self) -> dict[str, str]:
        """The plan files that grants are under, by id."""
        return {id_: plan_text(plan) for id_, plan in sorted(self.plans.items())}

    def find_issuances(self) -> None:
        """The issuance of each security. One that is issued twice is none: whatever names it may mean either."""
        first: dict[str, OcfObject] = {}
        for each in self.package.objects:
            security = each.text("security_id")
            if each.type.endswith("_ISSUANCE") and security:
                other = first.setdefault(security, each)
                if other is not each:
                    self.repeated.add(security)
                    said = Sentence("security-issued-twice", security=quote(security), other=quote(other.id))
                    self.wrong(each, said, is_warning=_ISSUANCE not in (each.type, other.type))
        for security, each in first.items():
            if each.type != _ISSUANCE:
                self.others[security] = each.type
            elif security not in self.repeated:
                self.issuances[security] = each

    def tell_the_rest(self) -> None:
        """Objects of which nothing is brought in, by their types."""
        for missing, issuances in self.without_windows.items():
            of = tuple(quote(each.id) for each in issuances[:_NAMED])
            said = Sentence("windows-missing", names=missing, number=len(issuances), ids=of)
            self.wrong(issuances[0], said, is_warning=True)
        rest: dict[str, list[OcfObject]] = defaultdict(list)
        for each in self.package.objects:
            if each.type not in (_TERMS | _OF_SECURITY | _OF_HOLDER | {_ISSUANCE, "TX_STOCK_CLASS_SPLIT"}):
                rest[each.type].append(each)
        for type_, objects in sorted(rest.items()):
            names = tuple(quote(each.id) for each in objects[:_NAMED])
            said = Sentence("objects-not-taken", type=quote(type_), number=len(objects), names=names)
            self.wrong(objects[0], said, is_warning=True)

    # --- holders

    def party(self, each: OcfObject) -> Iterator[RegisterEntry]:
        if self.lacks(each):
            return
        name = each.data["name"]
        legal = name.get("legal_name") if isinstance(name, Mapping) else None
        if not isinstance(legal, str) or not legal.strip():
            self.misshapen(each, "name")
            return
        status = each.text("current_status")
        if status.startswith("TERMINATION_") and each.id not in self.ended:
            self.wrong(each, Sentence("status-without-day", status=quote(status)), is_warning=True)
        elif each.id in self.owners - self.ended and (former := self.former(each)):
            self.wrong(each, Sentence("service-ended-unsaid", names=tuple(map(quote, former))), is_warning=True)
        kept = (
            "issuer_assigned_id",
            "stakeholder_type",
            "current_relationship",
            "current_relationships",
            "current_status",
        )
        details = {"name": legal, **_kept(each, (*kept, "contact_info", "primary_contact", "addresses", "comments"))}
        yield RegisterEntry(
            kind="party",
            key=each.id,
            data={"role": "grantee" if each.id in self.owners else "third_party"},
            details=details,
            source=each.source,
        )

    def former(self, each: OcfObject) -> tuple[str, ...]:
        """By which relationships somebody was in service and is no longer; none where there is another now."""
        several = each.data.get("current_relationships")
        now = {str(name) for name in several} if isinstance(several, list) else set()
        now |= {each.text("current_relationship")} - {""}
        ended: set[str] = set()
        for change in self.relationships[each.id]:
            gone, begun = {change.text("relationship_ended")} - {""}, {change.text("relationship_started")} - {""}
            now, ended = (now - gone) | begun, (ended | gone) - begun
        former = {name for name in now if name.startswith("EX_")} | (ended - {"INVESTOR"})
        return tuple(sorted(former)) if now <= {"INVESTOR", *former} else ()

    # --- grants

    def grant(self, each: OcfObject, retraction: OcfObject | None) -> RegisterEntry | None:
        if self.lacks(each):
            return None
        told = self.errors
        on, number = self.day(each), self.number(each, "quantity")
        holder = each.text("stakeholder_id")
        if holder not in self.holders:
            self.wrong(each, Sentence("reference-leads-nowhere", name=quote("stakeholder_id"), id=quote(holder)))
        kind = each.text("compensation_type")
        if kind not in _KINDS:
            self.misshapen(each, "compensation_type")
        data: dict[str, Plain] = {"grantee": holder, "on": str(on), "compensation": kind}
        if number is not None:
            data["number"] = plain_number(number)
        if each.data.get("expiration_date") is not None and (expires := self.day(each, "expiration_date")) is not None:
            data["expiration_date"] = expires.isoformat()
        self.price(each, data)
        self.windows(each, data)
        if (vestings := self.vestings(each, number)) is not None:
            data["vestings"] = vestings
        early = each.data.get("early_exercisable", False)
        if early is True:
            data["early_exercisable"] = True
        elif early is not False and early is not None:
            self.misshapen(each, "early_exercisable")
        plan = self.plan(each)
        if self.errors > told or on is None:
            return None
        self.plans[plan.id] = plan
        if retraction is None:
            self.grants[each.text("security_id")] = plan.id
        else:
            self.wrong(retraction, Sentence("issuance-retracted", id=quote(each.id)), is_warning=True)
        return RegisterEntry(
            kind="grant",
            key=each.text("security_id"),
            data=data,
            plan=plan.id,
            details={"issuance": each.id, **_kept(each, _DETAILS)},
            source=each.source,
            cancelled=retraction is not None,
        )

    def price(self, each: OcfObject, data: dict[str, Plain]) -> None:
        money = each.data.get("exercise_price")
        if money is None:
            if each.text("compensation_type").startswith("OPTION"):
                self.wrong(each, Sentence("option-without-price"), is_warning=True)
            return
        found = money_of(money)
        if found is None:
            self.misshapen(each, "exercise_price")
            return
        if each.text("compensation_type") in _UNITS:
            self.wrong(each, Sentence("units-with-price"), is_warning=True)
        data["exercise_price"], data["currency"] = plain_number(found[0]), found[1]

    def windows(self, each: OcfObject, data: dict[str, Plain]) -> None:
        """The windows after termination, each reason at most once."""
        windows = each.data.get("termination_exercise_windows")
        if not isinstance(windows, list):
            self.misshapen(each, "termination_exercise_windows")
            return
        seen: set[str] = set()
        for window in windows:
            reason = window.get("reason") if isinstance(window, Mapping) else None
            period = window.get("period") if isinstance(window, Mapping) else None
            unit = window.get("period_type") if isinstance(window, Mapping) else None
            whole = exact_number(period)
            unit = unit if isinstance(unit, str) else ""
            if reason not in REASONS or unit not in _PERIODS or whole is None or whole < 0 or whole.denominator != 1:
                self.misshapen(each, "termination_exercise_windows")
                return
            if reason in seen:
                self.wrong(each, Sentence("window-twice", reason=quote(reason)))
                return
            seen.add(reason)
            data[f"{reason.lower()}_period"], data[f"{reason.lower()}_type"] = int(whole), unit
        missing = tuple(quote(reason) for reason in REASONS if reason not in seen)
        if missing and each.text("compensation_type") not in _UNITS:
            self.without_windows[missing].append(each)

    def vestings(self, each: OcfObject, number: Fraction | None) -> tuple[Plain, ...] | None:
        """The days and amounts that an issuance gives, in the order of the days."""
        given = each.data.get("vestings")
        if given is None or given == []:
            return None
        lines: list[tuple[date, Fraction]] = []
        for line in given if isinstance(given, list) else [None]:
            day = day_of(line.get("date")) if isinstance(line, Mapping) else None
            amount = exact_number(line.get("amount")) if isinstance(line, Mapping) else None
            if day is None or amount is None or amount < 0:
                self.misshapen(each, "vestings")
                return None
            if amount:
                lines.append((day, amount))
        total = sum((amount for _, amount in lines), Fraction())
        if number is not None and total > number:
            said = Sentence("vestings-of-more", total=quote(str(total)), number=quote(str(number)))
            self.wrong(each, said)
        return tuple({"on": day.isoformat(), "amount": plain_number(amount)} for day, amount in sorted(lines)) or None

    # --- plans

    def plan(self, each: OcfObject) -> PlanTerms:
        """The rule file that a grant is under: of its stock plan, its vesting terms, and whether units are released."""
        stock_plan, terms = each.text("stock_plan_id"), each.text("vesting_terms_id")
        if each.data.get("vestings") and terms not in self.terms:
            terms = ""  # amounts that are given take the place of the terms
        is_of_units = each.text("compensation_type") in _UNITS
        is_new = (stock_plan, terms, is_of_units) not in self.plan_of
        if is_new and stock_plan and stock_plan not in self.stock_plans:
            said = Sentence("reference-leads-nowhere", name=quote("stock_plan_id"), id=quote(stock_plan))
            self.wrong(each, said, is_warning=True)
        if is_new and terms and terms not in self.terms:
            said = Sentence("reference-leads-nowhere", name=quote("vesting_terms_id"), id=quote(terms))
            self.wrong(each, said, is_warning=True)
        key = (stock_plan, terms, is_of_units)
        if key not in self.plan_of:
            self.plan_of[key] = self.made_plan(*key)
        return self.plan_of[key]

    def made_plan(self, stock_plan: str, terms: str, is_of_units: bool) -> PlanTerms:
        named = self.stock_plans.get(stock_plan)
        name = named.text("plan_name") if named is not None else stock_plan
        vesting = self.terms.get(terms)
        path: VestingPath | None = None
        why = ""
        if vesting is not None:
            found = self.path(vesting)
            if isinstance(found, Sentence):
                why = found.text()
            else:
                path = found
        elif terms:
            why = Sentence("terms-not-there", id=quote(terms)).text()
        issuer = slug(self.issuer, str(self.package.issuer.get("id") or ""), fallback="issuer")
        of_plan = slug(name, stock_plan, fallback="plan") if stock_plan else "no-plan"
        of_terms = (
            slug(vesting.text("name") if vesting else "", terms, fallback="terms") if terms else "vested-on-issue"
        )
        id_ = f"{issuer}/{of_plan}/{of_terms}{'-units' if is_of_units else ''}"
        taken = {plan.id for plan in self.plan_of.values()}
        if id_ in taken:  # two of one name are told apart by their ids
            id_ += "-" + slug("", f"{stock_plan} {terms}", fallback="of")[-12:].strip("-")
        return PlanTerms(
            id=id_,
            issuer=self.issuer or "?",
            package=self.package.name,
            stock_plan=name,
            is_of_units=is_of_units,
            terms=vesting,
            path=path,
            why_unknown=why,
        )

    def path(self, terms: OcfObject) -> VestingPath | Sentence:
        """The schedule of vesting terms, or why there is none, which is told once."""
        if terms.id not in self.paths:
            try:
                self.paths[terms.id] = path_of(terms)
            except UnsayableError as error:
                self.paths[terms.id] = error.sentence
                self.wrong(terms, Sentence("vesting-unsaid", why=error.sentence), is_warning=True)
        return self.paths[terms.id]

    # --- events

    def events(self, each: OcfObject, retracted: Mapping[str, OcfObject]) -> Iterable[RegisterEntry]:
        if each.type in _OF_HOLDER:
            return self.of_holder(each)
        if each.type == "TX_STOCK_CLASS_SPLIT":
            return self.split(each)
        if each.type not in _OF_SECURITY or each.type == f"{_EQUITY}RETRACTION":
            if each.type == f"{_EQUITY}RETRACTION":
                self.reaches_grant(each)
            return ()
        if self.lacks(each):
            return ()
        security = each.text("security_id")
        if security in retracted and security in self.issuances:
            self.wrong(each, Sentence("event-of-retracted", id=quote(security)), is_warning=True)
            return ()
        on = self.day(each)
        issuance = self.reaches_grant(each)
        if on is None or issuance is None:
            return ()
        issued = day_of(issuance.data.get("date"))
        if issued is not None and on < issued and each.type != "TX_VESTING_START":
            self.wrong(each, Sentence("before-issuance", day=quote(str(on)), issued=quote(str(issued))))
            return ()
        given = self.said(each, issuance)
        if given is None or security not in self.grants:
            return ()
        kind, attributes = given
        data = {"event": kind, "on": on.isoformat(), "who": issuance.text("stakeholder_id"), "grant": security}
        return (self.event(each, {**data, **attributes}),)

    def reaches_grant(self, each: OcfObject) -> OcfObject | None:
        """The issuance that a transaction is about, where there is one, and one only."""
        security = each.text("security_id")
        if security in self.repeated:
            self.wrong(each, Sentence("reference-of-several", name=quote("security_id"), id=quote(security)))
            return None
        found = self.issuances.get(security)
        if found is None:
            if security in self.others:  # vesting of stock and warrants is not brought in, as they are not
                said = Sentence("security-not-taken", id=quote(security), type=quote(self.others[security]))
                self.wrong(each, said, is_warning=each.type.startswith("TX_VESTING"))
            else:
                said = Sentence("reference-leads-nowhere", name=quote("security_id"), id=quote(security))
                self.wrong(each, said)
        return found

    def said(self, each: OcfObject, issuance: OcfObject) -> tuple[str, dict[str, Plain]] | None:
        """What a transaction about a security says: a kind of event and its attributes."""
        is_of_units = issuance.text("compensation_type") in _UNITS
        match each.type.removeprefix(_EQUITY):
            case "EXERCISE":
                number = self.number(each, "quantity")
                self.resulting(each, is_warning=True)
                if is_of_units:
                    self.wrong(each, Sentence("units-exercised"))
                return None if number is None else ("exercises", {"rights": plain_number(number)})
            case "CANCELLATION" | "TRANSFER" as name:
                number = self.number(each, "quantity")
                balance = each.text("balance_security_id")
                if balance and balance not in self.issuances:
                    said = Sentence("reference-leads-nowhere", name=quote("balance_security_id"), id=quote(balance))
                    self.wrong(each, said)
                if name == "TRANSFER":
                    self.resulting(each)
                whole = exact_number(issuance.data.get("quantity"))
                vests = issuance.text("vesting_terms_id") or issuance.data.get("vestings")
                if number is not None and whole is not None and number < whole and vests and not balance:
                    self.wrong(each, Sentence("parts-unsaid", id=quote(issuance.id)), is_warning=True)
                kind = "cancels" if name == "CANCELLATION" else "transfers_rights"
                more: dict[str, Plain] = (
                    {"names_balance": True} if balance and balance != each.text("security_id") else {}
                )
                return None if number is None else (kind, {"quantity": plain_number(number), **more})
            case "RELEASE":
                number, settled = self.number(each, "quantity"), self.day(each, "settlement_date")
                self.resulting(each, is_warning=True)
                if not is_of_units:
                    self.wrong(each, Sentence("options-released"))
                    return None
                if number is None or settled is None:
                    return None
                return "releases_shares", {"quantity": plain_number(number), "settlement_date": settled.isoformat()}
            case "ACCEPTANCE":
                return "is_accepted", {}
            case "REPRICING":
                money = money_of(each.data.get("new_exercise_price"))
                if money is None:
                    self.misshapen(each, "new_exercise_price")
                    return None
                held = money_of(issuance.data.get("exercise_price"))
                if held is not None and held[1] != money[1]:  # a grant has one currency, from its first day to its last
                    said = Sentence(
                        "currency-of-another", new=quote(money[1]), id=quote(issuance.id), old=quote(held[1])
                    )
                    self.wrong(each, said)
                    return None
                return "is_repriced", {"price": plain_number(money[0]), "currency": money[1]}
            case "TX_VESTING_ACCELERATION":
                number = self.number(each, "quantity")
                if number is None or not self.is_first(each):
                    return None
                return "vesting_accelerates", {"quantity": plain_number(number)}
            case _:
                return self.vesting(each, issuance)

    def resulting(self, each: OcfObject, *, is_warning: bool = False) -> None:
        """What comes of a transaction must be issued: options of a transfer, or else shares."""
        several = each.data.get("resulting_security_ids", [])
        if not isinstance(several, list):
            self.misshapen(each, "resulting_security_ids")
            return
        for security in map(str, several):
            is_issued = security in self.issuances or security in self.repeated
            if not is_issued and not (is_warning and security in self.others):
                said = Sentence("reference-leads-nowhere", name=quote("resulting_security_ids"), id=quote(security))
                self.wrong(each, said, is_warning=is_warning)

    def vesting(self, each: OcfObject, issuance: OcfObject) -> tuple[str, dict[str, Plain]] | None:
        """A start of vesting, or an event that a condition waits for, of the terms that the issuance names."""
        terms = self.terms.get(issuance.text("vesting_terms_id"))
        condition = each.text("vesting_condition_id")
        wanted = "VESTING_START_DATE" if each.type == "TX_VESTING_START" else "VESTING_EVENT"
        if terms is None:
            if not issuance.data.get("vestings"):
                self.wrong(each, Sentence("vesting-of-no-terms", id=quote(issuance.id)), is_warning=True)
            return None
        found = _condition(terms, condition)
        if found is None:
            said = Sentence("reference-leads-nowhere", name=quote("vesting_condition_id"), id=quote(condition))
            self.wrong(each, said)
            return None
        trigger = found.get("trigger")
        if not isinstance(trigger, Mapping) or trigger.get("type") != wanted:
            self.wrong(each, Sentence("condition-of-another-kind", id=quote(condition), wanted=quote(wanted)))
            return None
        if each.type == "TX_VESTING_START":
            return ("vesting_starts", {}) if self.is_first(each) else None
        path = self.path(terms)
        if isinstance(path, Sentence) or not self.is_first(each, condition):
            return None  # why nothing can be said of its terms is told of them
        before = path.events[: path.events.index(condition)]
        met = self.met[each.text("security_id")]
        if missing := [name for name in before if name not in met]:
            self.wrong(each, Sentence("condition-out-of-turn", id=quote(condition), names=tuple(map(quote, missing))))
            return None
        met.add(condition)
        return "condition_is_met", {"condition": condition}

    def is_first(self, each: OcfObject, of: str = "") -> bool:
        """Whether it is the first of its type about its security; a second one is told."""
        first = self.seen.setdefault((each.type, each.text("security_id"), of), each)
        if first is not each:
            self.wrong(each, Sentence("happens-twice", type=quote(each.type), other=quote(first.id)))
        return first is each

    def of_holder(self, each: OcfObject) -> Iterator[RegisterEntry]:
        """What changes in what a holder is to the company."""
        if self.lacks(each):
            return
        on, holder = self.day(each), each.text("stakeholder_id")
        if holder not in self.holders:
            self.wrong(each, Sentence("reference-leads-nowhere", name=quote("stakeholder_id"), id=quote(holder)))
            return
        if on is None:
            return
        if holder not in self.owners:
            self.wrong(each, Sentence("change-of-nobody", id=quote(holder)), is_warning=True)
            return
        base: dict[str, Plain] = {"on": on.isoformat(), "who": holder}
        if each.type == "CE_STAKEHOLDER_RELATIONSHIP":
            for kind, field in (
                ("ends_relationship", "relationship_ended"),
                ("starts_relationship", "relationship_started"),
            ):
                if relationship := each.text(field):
                    yield self.event(each, {"event": kind, **base, "relationship": relationship}, part=kind)
            return
        status = each.text("new_status")
        reason = status.removeprefix("TERMINATION_")
        if reason in REASONS and reason != status:
            yield self.event(each, {"event": "terminates", **base, "reason": reason})
        elif status == "LEAVE_OF_ABSENCE":
            self.seen["leave", holder, ""] = each
            yield self.event(each, {"event": "starts_leave", **base})
        elif status == "ACTIVE" and self.seen.pop(("leave", holder, ""), None) is not None:
            yield self.event(each, {"event": "ends_leave", **base})
        elif status == "ACTIVE":
            self.wrong(each, Sentence("active-again"), is_warning=True)
        else:
            self.misshapen(each, "new_status")

    def split(self, each: OcfObject) -> Iterator[RegisterEntry]:
        """A split, of each grant on shares of its class that is there by then; whether it changes them is a reading."""
        if self.lacks(each):
            return
        on, ratio, class_ = self.day(each), ratio_of(each.data.get("split_ratio")), each.text("stock_class_id")
        if ratio is None:
            self.misshapen(each, "split_ratio")
        if on is None or ratio is None:
            return
        for security in self.grants:
            issuance = self.issuances[security]
            issued = day_of(issuance.data.get("date"))
            if class_ in self.classes(issuance) and issued is not None and issued <= on:
                data = {"event": "splits_shares", "on": on.isoformat(), "grant": security, "ratio": plain_number(ratio)}
                yield self.event(each, {**data, "who": issuance.text("stakeholder_id")}, part=security)

    def classes(self, issuance: OcfObject) -> set[str]:
        """The classes of the shares under an issuance: its own, or else those of its stock plan."""
        if own := issuance.text("stock_class_id"):
            return {own}
        plan = self.stock_plans.get(issuance.text("stock_plan_id"))
        several = plan.data.get("stock_class_ids") if plan is not None else None
        single = plan.text("stock_class_id") if plan is not None else ""
        return {str(each) for each in several} if isinstance(several, list) else {single} - {""}

    def event(self, each: OcfObject, data: dict[str, Plain], *, part: str = "") -> RegisterEntry:
        key = f"{each.id}:{part}" if part else each.id
        return RegisterEntry(
            kind="event",
            key=key,
            data={**data, "id": key},
            details={"object_type": each.type, **_kept(each, _DETAILS)},
            source=each.source,
        )


def _on(event: RegisterEntry) -> str:
    return str(event.data["on"]) if isinstance(event.data, Mapping) else ""


def _day_told(each: OcfObject) -> date:
    """The day of a transaction; what has none comes first, and is told where it is read."""
    return day_of(each.data.get("date")) or date.min


def _condition(terms: OcfObject, id_: str) -> Mapping[str, Any] | None:
    conditions = terms.data.get("vesting_conditions")
    found = (
        [each for each in conditions if isinstance(each, Mapping) and each.get("id") == id_]
        if isinstance(conditions, list)
        else []
    )
    return found[0] if len(found) == 1 else None


def _kept(each: OcfObject, names: Iterable[str]) -> dict[str, str]:
    """Parts of an object as they came, in text."""
    found = {}
    for name in names:
        value = each.data.get(name)
        if value not in (None, [], ""):
            found[name] = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    return found
