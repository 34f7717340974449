"""What became of a request to act, and an answer as a register keeps it, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kenri.faces.contracts.plain import plain
from kenri.faces.contracts.ruling_data import ruling_data

if TYPE_CHECKING:
    from kenri.model.sentences import Language
    from kenri.register.acts import ActAnswer
    from kenri.register.kept_rulings import KeptRuling

__all__ = ["act_data", "kept_data"]


def act_data(answer: ActAnswer, lang: Language) -> dict[str, Any]:
    """What became of a request.

    - `outcome`: by which it was recorded or refused: that of the ruling, or the worse one of other acts.
    - `recorded`: whether it is an event of the register; `kept`: whether its answer is there; `again`: whether the same
      request was answered before, and this is that answer.
    - `key`: what the request is called; `event`: what records it, as in a life file, or would.
    - `short`: whether it asks for more rights to move than there are; `violates`: the acts that are not permitted with
      it, or of which that is not known any more.
    - `ruling`: as `kenri ask` gives it; null for an answer of before. `answer`: what the register keeps of it.
    - `head`: the end of the chain.
    """
    return {
        "outcome": answer.outcome,
        "recorded": answer.is_recorded,
        "kept": answer.is_kept,
        "again": answer.is_again,
        "key": answer.kept.key,
        "event": plain(answer.event),
        "short": answer.is_short,
        "violates": list(answer.kept.violates),
        "ruling": None if answer.ruling is None else ruling_data(answer.ruling, lang, of_register=True),
        "answer": kept_data(answer.kept),
        "head": {"sequence": answer.sequence, "hash": answer.head},
    }


def kept_data(kept: KeptRuling) -> dict[str, Any]:
    """An answer as a register keeps it: see `kenri.register.kept_rulings.KeptRuling`; what says nothing is left out."""
    found: dict[str, Any] = plain(kept.data)
    return {"key": kept.key, "holder": kept.holder, "plan": kept.plan, **found}
