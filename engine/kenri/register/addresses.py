"""How a register is named: by a file, or by the address of a database."""

from __future__ import annotations

import re

__all__ = ["is_address"]


def is_address(name: str) -> bool:
    """Whether a register is named by the address of a database, and not by a file.

    >>> is_address("postgresql://ann@host/base"), is_address("rights.db")
    (True, False)
    """
    return re.match(r"[A-Za-z][A-Za-z0-9+]*://", name) is not None
