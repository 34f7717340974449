"""What people are told at their next sign-in, since somebody else changed how they sign in."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, Text

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WIDE = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "kenri_notices",
        Column("id", Integer, primary_key=True),
        Column("person", Integer, ForeignKey("kenri_people.id"), nullable=False),
        Column("what", Text, nullable=False),
        Column("author", Text, nullable=False),
        Column("made", _WIDE, nullable=False),
        Column("told", _WIDE),
        CheckConstraint("what IN ('totp-ended', 'shut-out')", name="kenri_notices_what"),
        sqlite_strict=True,
    )
