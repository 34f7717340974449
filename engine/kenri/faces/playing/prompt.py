"""The line that is typed at a terminal, with completion and the lines before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory

from kenri.faces.playing.completion import candidates
from kenri.faces.playing.session import Session

PROMPT = "kenri> "


class _Words(Completer):
    def __init__(self, session: Session) -> None:
        self.session = session

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002  the library passes it by this name
    ) -> Iterable[Completion]:
        text = document.text_before_cursor
        begun = len(text) - (text.rfind(" ") + 1)
        for word in candidates(self.session, text):
            yield Completion(word, start_position=-begun)


def typed(session: Session) -> Iterator[str]:
    """The lines typed at the terminal; Ctrl-C drops the line begun, Ctrl-D ends."""
    prompt: PromptSession[str] = PromptSession(
        history=InMemoryHistory(), completer=_Words(session), complete_while_typing=False
    )
    while True:
        try:
            yield prompt.prompt(PROMPT)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
