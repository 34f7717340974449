"""Links by which people set another password, once."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_WIDE = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "kenri_password_links",
        Column("digest", Text, primary_key=True),
        Column("person", Integer, ForeignKey("kenri_people.id"), nullable=False),
        Column("author", Text, nullable=False),
        Column("made", _WIDE, nullable=False),
        Column("ends", _WIDE, nullable=False),
        Column("ended", _WIDE),
        sqlite_strict=True,
    )
