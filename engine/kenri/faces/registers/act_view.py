"""What became of a request to act, below its ruling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.text import Text

from kenri.faces.drawing.outcomes import STYLES
from kenri.faces.registers.view import head_of
from kenri.faces.words.acts import word
from kenri.faces.words.glossary import word as outcome_word
from kenri.faces.words.values import listed
from kenri.model.visible import on_one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

    from kenri.faces.words.entries import EntryWords
    from kenri.register.acts import ActAnswer

__all__ = ["render_act"]


def render_act(answer: ActAnswer, words: EntryWords, *, only_tell: bool) -> Iterator[RenderableType]:
    """What became of a request; with `only_tell`, what would."""
    lang = words.lang
    kept = answer.kept
    event = on_one_line(_event(answer.event, words))
    if answer.is_again:
        clauses = listed(dict.fromkeys(clause for _, clause in kept.rules), lang) or "–"
        outcome = outcome_word(answer.outcome, lang)
        said = word("again", lang, outcome=outcome, name=kept.key, plan=kept.plan, clauses=clauses)
        yield Text(on_one_line(said), STYLES[answer.outcome])
    if answer.is_short and kept.outcome != "denied":
        yield word("short", lang)
    if others := [each for each in kept.violates if each != kept.key]:
        yield word("spoilt" if answer.is_recorded else "spoils", lang, acts=on_one_line(listed(others, lang)))
    if only_tell and not answer.is_again:
        would = kept.became == "event"
        yield Text(word("would-be-recorded" if would else "would-be-refused", lang, event=event), "bold")
        return
    if answer.is_recorded:
        how = "recorded" if answer.outcome == "allowed" else f"recorded-{answer.outcome}"
        yield Text(word(how, lang, name=on_one_line(kept.key), event=event), "bold")
    else:
        yield Text(word("refused-unknown" if answer.outcome == "unknown" else "refused", lang), "bold")
        if answer.is_kept:
            yield word("refused-kept", lang, name=on_one_line(kept.key))
    if answer.is_kept:
        yield word("head", lang, head=head_of(answer.sequence, answer.head))


def _event(data: Mapping[str, Any], words: EntryWords) -> str:
    if not data:
        return ""
    return listed((words.event(data["event"]), words.data(data, but=("id", "event"))), words.lang)
