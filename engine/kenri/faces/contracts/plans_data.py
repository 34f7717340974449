"""A list of plans as plain data, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kenri.faces.words import said
from kenri.model.plan import Plan
from kenri.model.sentences import Language


def plans_data(plans: Iterable[Plan], lang: Language) -> list[dict[str, Any]]:
    """Each plan by its id, with its title, how many rules it has, and the document it is made from."""
    return [
        {
            "plan": each.id,
            "title": said(each.title, lang),
            "rules": len(each.rules),
            "document": each.source.document if each.source else None,
            "issuer": each.source.issuer if each.source else None,
        }
        for each in plans
    ]
