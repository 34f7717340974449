"""What a service keeps beside the records: tokens by which programs ask, and answers to writes by their keys."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, Text, UniqueConstraint

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_WIDE = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "kenri_tokens",
        Column("digest", Text, primary_key=True),
        Column("name", Text, nullable=False),
        Column("scopes", Text, nullable=False),
        Column("issuers", Text, nullable=False),
        Column("made", _WIDE, nullable=False),
        Column("ends", _WIDE),
        Column("revoked", _WIDE),
        UniqueConstraint("name", name="kenri_tokens_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "kenri_answers",
        Column("caller", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("digest", Text, nullable=False),
        Column("answer", Text, nullable=False),
        Column("head", Text, nullable=False),
        Column("recorded", _WIDE, nullable=False),
        sqlite_strict=True,
    )
