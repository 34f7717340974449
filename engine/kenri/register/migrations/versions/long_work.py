"""Questions that take longer than anybody waits: kept with what they came to."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, LargeBinary, Text

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_WIDE = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "kenri_works",
        Column("id", Text, primary_key=True),
        Column("issuer", Integer, ForeignKey("kenri_issuers.id"), nullable=False),
        Column("caller", Text, nullable=False),
        Column("operation", Text, nullable=False),
        Column("holder", Text),
        Column("asked", Text, nullable=False),
        Column("digest", Text, nullable=False),
        Column("question", LargeBinary, nullable=False),
        Column("state", Text, nullable=False),
        Column("made", _WIDE, nullable=False),
        Column("begun", _WIDE),
        Column("ended", _WIDE),
        Column("worker", Text, nullable=False),
        Column("seen", _WIDE),
        Column("attempts", Integer, nullable=False),
        Column("done", _WIDE, nullable=False),
        Column("total", _WIDE, nullable=False),
        Column("status", Integer),
        Column("answer", LargeBinary),
        CheckConstraint("state IN ('waiting', 'begun', 'done', 'cancelled')", name="kenri_works_state"),
        sqlite_strict=True,
    )
    op.create_index("kenri_works_state", "kenri_works", ["state", "made"])
    op.create_index("kenri_works_caller", "kenri_works", ["caller", "digest"])
