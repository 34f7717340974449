"""Whose a token is, and when it was last used."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_WIDE = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Add the columns. Tokens that are there were made at the terminal, and are nobody's."""
    op.add_column("kenri_tokens", Column("person", Integer))
    op.add_column("kenri_tokens", Column("used", _WIDE))
