"""Entries as a package of the Open Cap Format, which is read back before it is handed out, and all that it cannot say.

The format has fields for names, grants, transactions and changes of status; it has none for the rules of a plan, for
what was known when, or for what another plan calls its events.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

from kenri.exporting.lost import Lost, lost
from kenri.exporting.ocf_terms import START, PackageTerms, terms_of
from kenri.exporting.read_back import passing_folder
from kenri.importing.ocf_fields import FILES, REASONS
from kenri.importing.ocf_package import ImportedPackage, read_package
from kenri.model.entries import RegisterEntry
from kenri.model.exact import exact
from kenri.model.problems import Problem, ProblemsError, quote
from kenri.model.sentences import Sentence

__all__ = ["WrittenPackage", "ocf_package", "zipped"]

_EQUITY = "TX_EQUITY_COMPENSATION_"
_SINCE_MAIN = frozenset({"CE_STAKEHOLDER_STATUS", "CE_STAKEHOLDER_RELATIONSHIP", f"{_EQUITY}REPRICING"})
"""Types that version 1.2.0 of the format has not."""

_OF_FILES: Mapping[str, str] = {
    "stakeholders_files": "STAKEHOLDERS",
    "stock_plans_files": "STOCK_PLANS",
    "vesting_terms_files": "VESTING_TERMS",
    "transactions_files": "TRANSACTIONS",
    "stock_classes_files": "STOCK_CLASSES",
    "stock_legend_templates_files": "STOCK_LEGEND_TEMPLATES",
    "valuations_files": "VALUATIONS",
}
"""The lists that a manifest must have, and what their files are called."""

_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "ISSUER": ("legal_name", "formation_date", "country_of_formation"),
    "STOCK_PLAN": ("plan_name", "initial_shares_reserved", "stock_class_ids"),
    f"{_EQUITY}ISSUANCE": ("exercise_price",),
    f"{_EQUITY}RELEASE": ("release_price",),
    "TX_STOCK_CLASS_SPLIT": ("stock_class_id",),
}
"""What the format requires of an object and a register may not know."""

_TEXTS = frozenset(
    (
        *("custom_id", "consideration_text", "reason_text", "board_approval_date", "stockholder_approval_date"),
        *("option_grant_type", "balance_security_id", "stock_class_id", "stock_plan_id", "vesting_terms_id"),
        *("issuer_assigned_id", "stakeholder_type", "current_relationship", "current_status"),
    )
)
"""Fields that are text; all others that are kept are JSON."""

_KEPT_OF: Mapping[str, tuple[str, ...]] = {
    "STAKEHOLDER": (
        *("issuer_assigned_id", "stakeholder_type", "current_relationship", "current_relationships"),
        *("current_status", "contact_info", "primary_contact", "addresses", "comments"),
    ),
    f"{_EQUITY}ISSUANCE": (
        *("custom_id", "security_law_exemptions", "stock_plan_id", "stock_class_id", "base_price", "comments"),
        *("option_grant_type", "vesting_terms_id", "board_approval_date", "stockholder_approval_date"),
        "consideration_text",
    ),
    f"{_EQUITY}EXERCISE": ("resulting_security_ids", "consideration_text", "comments"),
    f"{_EQUITY}CANCELLATION": ("balance_security_id", "reason_text", "comments"),
    f"{_EQUITY}TRANSFER": ("resulting_security_ids", "balance_security_id", "consideration_text", "comments"),
    f"{_EQUITY}RELEASE": ("resulting_security_ids", "release_price", "consideration_text", "comments"),
    "TX_VESTING_ACCELERATION": ("reason_text", "comments"),
    "TX_STOCK_CLASS_SPLIT": ("board_approval_date", "stockholder_approval_date", "comments"),
}
"""What a register keeps of an object beside what it says of rights."""


@dataclass(frozen=True, slots=True)
class WrittenPackage:
    """The files of a package by name, how many objects of each type, and everything that they do not say."""

    files: Mapping[str, bytes]
    counts: Mapping[str, int]
    problems: tuple[Problem, ...]


def ocf_package(
    entries: Sequence[RegisterEntry], plans: Mapping[str, str], issuer: str, *, as_of: str, generated: str
) -> WrittenPackage:
    """The package of an issuer as of a day, made at an instant (both ISO); `plans` are texts of plan files by id."""
    left_out: dict[int, Lost] = {}
    while True:
        told = [entry for entry in entries if id(entry) not in left_out]
        writing = _Writing(told, plans, issuer)
        files = writing.files(as_of, generated)
        found = _read(files)
        wrong = {id(entry): Lost.whole(entry, why) for entry, why in writing.refused(found)}
        if not wrong:
            if not found.is_usable:
                raise ProblemsError(each for each in found.problems if each.severity == "error")
            break
        left_out |= wrong
    back = lost(told, found.entries, may_say_more=True)
    losses = {(each.kind, each.of, each.key, each.since): each for each in (*back, *left_out.values())}
    names = ((entry.kind, entry.of, entry.key, entry.since) for entry in entries)
    problems = [*writing.incomplete()]
    for id_, text in plans.items():
        if found.plans.get(id_) != text and any(entry.plan == id_ for entry in entries):
            problems.append(Problem(None, Sentence("plan-not-said", plan=quote(id_)), severity="warning"))
    problems += [losses[name].problem for name in names if name in losses]
    counts: dict[str, int] = {}
    for each in writing.objects:
        counts[each["object_type"]] = counts.get(each["object_type"], 0) + 1
    return WrittenPackage(files, counts, tuple(problems))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The same files as an archive, whose bytes hang on nothing else."""
    body = BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return body.getvalue()


def _read(files: Mapping[str, bytes]) -> ImportedPackage:
    with passing_folder() as folder:
        for name, body in files.items():
            (folder / name).write_bytes(body)
        return read_package(folder)


class _UnsaidError(ValueError):
    """An entry for which the format has no object."""


class _Writing:
    """The objects of a package, in the order of the entries."""

    def __init__(self, entries: Sequence[RegisterEntry], plans: Mapping[str, str], issuer: str) -> None:
        self.terms = {id_: found for id_, text in plans.items() if (found := terms_of(text)) is not None}
        names = {each.issuer for each in self.terms.values()} - {""}
        self.issuer = names.pop() if len(names) == 1 else issuer
        self.grants = {entry.key: entry for entry in entries if entry.kind == "grant"}
        self.by_id: dict[tuple[str, str], dict[str, Any]] = {}
        self.source: dict[str, list[RegisterEntry]] = {}
        """Of which entries an object is made, by its id."""
        self.stock_plans: dict[str, dict[str, Any]] = {}
        self.vesting: dict[str, Mapping[str, Any]] = {}
        for entry in entries:
            try:
                self.write(entry)
            except (_UnsaidError, KeyError):
                continue
        self.objects = [*self.stock_plans.values(), *self.vesting.values(), *self.by_id.values()]

    def write(self, entry: RegisterEntry) -> None:
        data: Any = entry.data
        match entry.kind:
            case "party":
                name = entry.details.get("name", entry.key)
                self.add(
                    entry, entry.key, "STAKEHOLDER", {"name": {"legal_name": name}, "stakeholder_type": "INDIVIDUAL"}
                )
            case "grant":
                self.issuance(entry, data)
            case "event":
                self.event(entry, data)
            case "fact":
                raise _UnsaidError

    def add(self, entry: RegisterEntry, id_: str, type_: str, said: Mapping[str, Any]) -> None:
        """An object of an entry, or more of one that another entry has begun."""
        kept = {name: _value(name, entry.details[name]) for name in _KEPT_OF.get(type_, ()) if name in entry.details}
        begun = self.by_id.setdefault((type_, id_), {"id": id_, "object_type": type_})
        begun |= {**said, **kept}
        self.source.setdefault(id_, []).append(entry)

    def issuance(self, entry: RegisterEntry, data: Mapping[str, Any]) -> None:
        on = data["on"]
        said: dict[str, Any] = {
            "date": on,
            "security_id": entry.key,
            "custom_id": entry.key,
            "stakeholder_id": data["grantee"],
            "security_law_exemptions": [],
            "compensation_type": data.get("compensation", "OPTION"),
            "quantity": _numeric(data["number"]),
            "expiration_date": data.get("expiration_date"),
            "termination_exercise_windows": [
                {
                    "reason": reason,
                    "period": int(data[f"{reason.lower()}_period"]),
                    "period_type": data[f"{reason.lower()}_type"],
                }
                for reason in REASONS
                if f"{reason.lower()}_period" in data
            ],
        }
        if "exercise_price" in data and "currency" in data:
            said["exercise_price"] = {"amount": _numeric(data["exercise_price"]), "currency": data["currency"]}
        if data.get("early_exercisable") is True:
            said["early_exercisable"] = True
        if "vestings" in data:
            said["vestings"] = [{"date": each["on"], "amount": _numeric(each["amount"])} for each in data["vestings"]]
        terms = self.terms.get(entry.plan)
        stock_plan = entry.details.get("stock_plan_id", "" if terms is not None else entry.plan)
        if stock_plan:
            self.stock_plan(stock_plan, terms, entry)
            said["stock_plan_id"] = stock_plan
        if terms is not None and terms.terms is not None:
            self.vesting[terms.terms["id"]] = terms.terms
            said["vesting_terms_id"] = terms.terms["id"]
        issuance = entry.details.get("issuance", f"issuance-of-{entry.key}")
        self.add(entry, issuance, f"{_EQUITY}ISSUANCE", said)

    def stock_plan(self, id_: str, terms: PackageTerms | None, entry: RegisterEntry) -> None:
        if terms is not None and terms.stock_plan == id_ and "stock_class_id" not in entry.details:
            return  # the name of a plan that the package did not have
        made = self.stock_plans.setdefault(id_, {"id": id_, "object_type": "STOCK_PLAN", "plan_name": id_})
        if terms is not None:  # a plan file that was edited may tell no more what it came from, where another does
            made["plan_name"] = terms.stock_plan
        if class_ := entry.details.get("stock_class_id"):
            made["stock_class_ids"] = sorted({*made.get("stock_class_ids", ()), class_})

    def event(self, entry: RegisterEntry, data: Mapping[str, Any]) -> None:
        kind = data["event"]
        base: dict[str, Any] = {"date": data["on"]}
        if kind in _OF_HOLDER:
            self.of_holder(entry, data, {**base, "stakeholder_id": data["who"]})
            return
        grant = self.grants[data["grant"]]
        if kind == "splits_shares":
            id_ = entry.key.removesuffix(f":{grant.key}")
            ratio = Fraction(exact(data["ratio"]) or Fraction(str(data["ratio"])))
            said = {"numerator": str(ratio.numerator), "denominator": str(ratio.denominator)}
            class_: dict[str, Any] = {"stock_class_id": grant.details["stock_class_id"]}
            self.add(entry, id_, "TX_STOCK_CLASS_SPLIT", {**base, **class_, "split_ratio": said})
            return
        base["security_id"] = grant.key
        type_: str
        said_: dict[str, Any]
        match kind:
            case "exercises":
                type_, said_ = (
                    f"{_EQUITY}EXERCISE",
                    {"quantity": _numeric(data["rights"]), "resulting_security_ids": []},
                )
            case "cancels":
                type_, said_ = f"{_EQUITY}CANCELLATION", {"quantity": _numeric(data["quantity"]), "reason_text": ""}
            case "transfers_rights":
                type_, said_ = f"{_EQUITY}TRANSFER", {"quantity": _numeric(data["quantity"])}
                if "resulting_security_ids" not in entry.details:
                    raise _UnsaidError  # to whom is what the format must say
            case "releases_shares":
                type_ = f"{_EQUITY}RELEASE"
                said_ = {"quantity": _numeric(data["quantity"]), "settlement_date": data["settlement_date"]}
                said_["resulting_security_ids"] = []
            case "is_accepted":
                type_, said_ = f"{_EQUITY}ACCEPTANCE", {}
            case "is_repriced":
                price = {"amount": _numeric(data["price"]), "currency": data["currency"]}
                type_, said_ = f"{_EQUITY}REPRICING", {"new_exercise_price": price}
            case "vesting_accelerates":
                type_, said_ = "TX_VESTING_ACCELERATION", {"quantity": _numeric(data["quantity"]), "reason_text": ""}
            case "vesting_starts":
                type_, said_ = "TX_VESTING_START", {"vesting_condition_id": START}
            case "condition_is_met":
                type_, said_ = "TX_VESTING_EVENT", {"vesting_condition_id": data["condition"]}
            case _:
                raise _UnsaidError
        self.add(entry, entry.key, type_, {**base, **said_})

    def of_holder(self, entry: RegisterEntry, data: Mapping[str, Any], base: Mapping[str, Any]) -> None:
        kind = data["event"]
        if kind in ("starts_relationship", "ends_relationship"):
            field = "relationship_started" if kind == "starts_relationship" else "relationship_ended"
            id_ = entry.key.removesuffix(f":{kind}")
            self.add(entry, id_, "CE_STAKEHOLDER_RELATIONSHIP", {**base, field: data["relationship"]})
            return
        if kind == "terminates" and data["reason"] not in REASONS:
            raise _UnsaidError
        status = {"starts_leave": "LEAVE_OF_ABSENCE", "ends_leave": "ACTIVE"}
        said = status.get(kind) or f"TERMINATION_{data['reason']}"
        self.add(entry, entry.key, "CE_STAKEHOLDER_STATUS", {**base, "new_status": said})

    # --- written, and what is wrong with it

    def files(self, as_of: str, generated: str) -> dict[str, bytes]:
        """The manifest, and a file for each list that has objects."""
        by_file: dict[str, list[Mapping[str, Any]]] = {
            "stakeholders_files": [each for (type_, _), each in self.by_id.items() if type_ == "STAKEHOLDER"],
            "stock_plans_files": [*self.stock_plans.values()],
            "vesting_terms_files": [*self.vesting.values()],
            "transactions_files": [each for (type_, _), each in self.by_id.items() if type_ != "STAKEHOLDER"],
        }
        newer = any(type_ in _SINCE_MAIN for type_, _ in self.by_id) or "cliff_installment" in json.dumps(
            [*self.vesting.values()]
        )
        version = "1.2.1-alpha+main" if newer else "1.2.0"
        manifest: dict[str, Any] = {
            "ocf_version": version,
            "file_type": "OCF_MANIFEST_FILE",
            "issuer": {"id": "issuer", "object_type": "ISSUER", "legal_name": self.issuer},
            "as_of": as_of,
            "generated_at": generated,
            "comments": ["Written of a register by kenri."],
        }
        files: dict[str, bytes] = {}
        for key in FILES:
            if key in _OF_FILES:
                manifest[key] = []
            if items := by_file.get(key):
                name = f"{key.removesuffix('_files').title().replace('_', '')}.ocf.json"
                files[name] = _json({"file_type": f"OCF_{_OF_FILES[key]}_FILE", "items": items})
                digest = hashlib.md5(files[name], usedforsecurity=False).hexdigest()
                manifest[key] = [{"filepath": f"./{name}", "md5": digest}]
        files["Manifest.ocf.json"] = _json(manifest)
        return files

    def refused(self, found: ImportedPackage) -> Iterator[tuple[RegisterEntry, Sentence]]:
        """The entries whose objects are read with a problem."""
        for problem in found.problems:
            if problem.severity == "error" and problem.place is not None:
                id_ = problem.place.file.rpartition(".ocf.json#")[2]
                yield from ((entry, problem.sentence) for entry in self.source.get(id_, ()))

    def incomplete(self) -> Iterator[Problem]:
        """What the format requires of objects and the register does not know, by their types."""
        lacking: dict[str, dict[str, None]] = {}
        issuer = {"object_type": "ISSUER", "legal_name": self.issuer}
        for each in (issuer, *self.objects):
            of = each["object_type"]
            is_other = of == f"{_EQUITY}ISSUANCE" and not str(each["compensation_type"]).startswith("OPTION")
            for name in () if is_other else _REQUIRED.get(of, ()):
                if name not in each:
                    lacking.setdefault(of, {})[name] = None
        for type_, names in lacking.items():
            said = Sentence("package-incomplete", type=quote(type_), names=tuple(map(quote, names)))
            yield Problem(None, said, severity="warning")


_OF_HOLDER = frozenset({"terminates", "starts_leave", "ends_leave", "starts_relationship", "ends_relationship"})


def _value(name: str, text: str) -> Any:
    """A part of an object as it came."""
    if name in _TEXTS:
        return text
    try:
        return json.loads(text, parse_float=Decimal)
    except ValueError:
        return text


def _numeric(number: Any) -> str:
    """A number as the format has it: up to ten places after the point."""
    found = exact(number)
    if found is None or (isinstance(found, Fraction) and 10**10 % found.denominator):
        raise _UnsaidError
    if isinstance(found, int):
        return str(found)
    return f"{number:f}" if isinstance(number, Decimal) else f"{Decimal(found.numerator) / found.denominator:f}"


def _json(value: Mapping[str, Any] | Iterable[Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str).encode("utf-8", "replace")
