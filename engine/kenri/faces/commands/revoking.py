"""What `kenri feed revoke`, `kenri subscribe revoke` and `kenri token revoke` have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kenri.model.sentences import Language
    from kenri.service.revoking import Revocable

__all__ = ["revoked"]


def revoked(what: Revocable, register: str, name: str, *, as_json: bool, lang: Language) -> None:
    """Take back what has a name, and say so. A token is of the whole database, and no issuer need be named."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import issuer_in, now, open_database, open_register
    from kenri.faces.words.service import word

    if what == "token":
        database, issuer = open_database(register), 0
    else:
        opened = open_register(register)
        database, issuer = opened.database, issuer_in(opened)
    from kenri.service.revoking import revoke

    with database.writing() as connection:
        revoke(connection, what, name, now(), issuer=issuer)
    if as_json:
        show_json({"name": name, "revoked": True})
    else:
        show(word(f"{what}-revoked", lang, name=name))
