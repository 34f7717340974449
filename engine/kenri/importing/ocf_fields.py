"""The fields of the Open Cap Format, version 1.2 and what its main branch adds, for the objects that are read."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FILES", "KNOWN", "NEEDED", "OLD_NAMES", "REASONS"]

FILES = (
    *("stakeholders_files", "stock_plans_files", "vesting_terms_files", "transactions_files"),
    *("stock_classes_files", "stock_legend_templates_files", "valuations_files", "financings_files", "documents_files"),
)
"""The lists of files in a manifest, in the order in which they are read."""

_SECURITY = ("date", "security_id")
_EQUITY = "TX_EQUITY_COMPENSATION_"

OLD_NAMES: Mapping[str, str] = {
    f"TX_PLAN_SECURITY_{name}": f"{_EQUITY}{name}"
    for name in ("ISSUANCE", "EXERCISE", "CANCELLATION", "TRANSFER", "RELEASE", "RETRACTION", "ACCEPTANCE")
}
"""Names that transactions had before."""

REASONS = (
    *("VOLUNTARY_OTHER", "VOLUNTARY_GOOD_CAUSE", "VOLUNTARY_RETIREMENT", "INVOLUNTARY_OTHER", "INVOLUNTARY_DEATH"),
    *("INVOLUNTARY_DISABILITY", "INVOLUNTARY_WITH_CAUSE"),
)
"""For which service ends; a window may be given for each."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "STAKEHOLDER": ("name",),
    "STOCK_PLAN": ("plan_name",),
    "VESTING_TERMS": ("name", "allocation_type", "vesting_conditions"),
    f"{_EQUITY}ISSUANCE": (
        *_SECURITY,
        *("custom_id", "stakeholder_id", "compensation_type", "quantity", "termination_exercise_windows"),
    ),
    f"{_EQUITY}EXERCISE": (*_SECURITY, "quantity"),
    f"{_EQUITY}CANCELLATION": (*_SECURITY, "quantity", "reason_text"),
    f"{_EQUITY}TRANSFER": (*_SECURITY, "quantity", "resulting_security_ids"),
    f"{_EQUITY}RELEASE": (*_SECURITY, "quantity", "settlement_date"),
    f"{_EQUITY}RETRACTION": _SECURITY,
    f"{_EQUITY}ACCEPTANCE": _SECURITY,
    f"{_EQUITY}REPRICING": (*_SECURITY, "new_exercise_price"),
    "TX_VESTING_START": (*_SECURITY, "vesting_condition_id"),
    "TX_VESTING_EVENT": (*_SECURITY, "vesting_condition_id"),
    "TX_VESTING_ACCELERATION": (*_SECURITY, "quantity"),
    "TX_STOCK_CLASS_SPLIT": ("date", "stock_class_id", "split_ratio"),
    "CE_STAKEHOLDER_RELATIONSHIP": ("date", "stakeholder_id"),
    "CE_STAKEHOLDER_STATUS": ("date", "stakeholder_id", "new_status"),
}
"""What an object must say to be read."""

_MORE: Mapping[str, tuple[str, ...]] = {
    "STAKEHOLDER": (
        *("stakeholder_type", "issuer_assigned_id", "current_relationship", "current_relationships", "current_status"),
        *("primary_contact", "contact_info", "addresses", "tax_ids"),
    ),
    "STOCK_PLAN": (
        *("initial_shares_reserved", "board_approval_date", "stockholder_approval_date", "stock_class_id"),
        *("stock_class_ids", "default_cancellation_behavior"),
    ),
    "VESTING_TERMS": ("description",),
    f"{_EQUITY}ISSUANCE": (
        *("security_law_exemptions", "expiration_date", "stock_plan_id", "stock_class_id", "exercise_price"),
        *("base_price", "option_grant_type", "early_exercisable", "vesting_terms_id", "vestings"),
        *("board_approval_date", "stockholder_approval_date", "consideration_text"),
    ),
    f"{_EQUITY}EXERCISE": ("resulting_security_ids", "consideration_text"),
    f"{_EQUITY}CANCELLATION": ("balance_security_id",),
    f"{_EQUITY}TRANSFER": ("balance_security_id", "consideration_text"),
    f"{_EQUITY}RELEASE": ("release_price", "resulting_security_ids", "consideration_text"),
    f"{_EQUITY}RETRACTION": ("reason_text",),
    "TX_VESTING_ACCELERATION": ("reason_text",),
    "TX_STOCK_CLASS_SPLIT": ("board_approval_date", "stockholder_approval_date"),
    "CE_STAKEHOLDER_RELATIONSHIP": ("relationship_started", "relationship_ended"),
}

KNOWN: Mapping[str, frozenset[str]] = {
    type_: frozenset(("id", "object_type", "comments", *needed, *_MORE.get(type_, ())))
    for type_, needed in NEEDED.items()
}
"""All that an object of a type may say."""
