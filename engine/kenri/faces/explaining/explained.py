"""All that there is to say of a plan, family or vocabulary in plain words."""

from __future__ import annotations

from kenri.faces.contracts.plan_data import Explained
from kenri.faces.explaining.entries import Explainer
from kenri.faces.explaining.figures import discrepancy
from kenri.faces.explaining.vocabulary import word_entries
from kenri.model.plan import Plan
from kenri.model.sentences import Language


def explained(plan: Plan, lang: Language, *, is_whole: bool = True) -> Explained:
    """Every entry and word, and the figures that the document states otherwise; of what is not whole, no figures."""
    explainer = Explainer(plan, lang, is_whole=is_whole)
    pairs = {name: discrepancy(plan, name) for name in plan.figures if is_whole}
    return Explained(
        counting=tuple(explainer.voice.names.own_counting()),
        entries=tuple(explainer.entries()),
        words=tuple(word_entries(plan, lang)),
        discrepancies={name: pair for name, pair in pairs.items() if pair is not None},
    )
