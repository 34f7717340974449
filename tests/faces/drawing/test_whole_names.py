"""Texts are shown as they are written, whatever is in them."""

from __future__ import annotations

import pytest
from rich.text import Text

from kenri.faces.commands.console import show
from kenri.faces.drawing.whole_names import texts, wrapped

ODD = ["[/e2]", "[bold]Acme[/bold]", "[link=http://x]Acme", ":smile: K.K.", "a\\[b]", "[red]", "[[]]"]


@pytest.mark.parametrize("name", ODD)
def test_a_name_is_never_read_as_a_style(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    show(f"made for {name}")
    assert capsys.readouterr().out == f"made for {name}\n"
    (found,) = texts(name)
    assert found.plain == name


def test_a_text_breaks_between_words_with_its_brackets() -> None:
    shown = wrapped("[a] issuer [b] of rights", 10)
    assert isinstance(shown, Text)
    assert shown.plain == "[a] issuer\n[b] of\nrights"
