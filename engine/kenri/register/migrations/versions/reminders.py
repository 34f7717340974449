"""Who is told of deadlines, what is to be sent to them, and what each was told."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, Text, UniqueConstraint

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_WIDE = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "kenri_feeds",
        Column("digest", Text, primary_key=True),
        Column("issuer", Integer, ForeignKey("kenri_issuers.id"), nullable=False),
        Column("name", Text, nullable=False),
        Column("holder", Text, nullable=False),
        Column("lang", Text, nullable=False),
        Column("zone", Text, nullable=False),
        Column("made", _WIDE, nullable=False),
        Column("revoked", _WIDE),
        UniqueConstraint("issuer", "name", name="kenri_feeds_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "kenri_subscriptions",
        Column("id", Integer, primary_key=True),
        Column("issuer", Integer, ForeignKey("kenri_issuers.id"), nullable=False),
        Column("name", Text, nullable=False),
        Column("channel", Text, nullable=False),
        Column("target", Text, nullable=False),
        Column("secret", Text, nullable=False),
        Column("holder", Text, nullable=False),
        Column("distances", Text, nullable=False),
        Column("kinds", Text, nullable=False),
        Column("zone", Text, nullable=False),
        Column("hour", Integer, nullable=False),
        Column("lang", Text, nullable=False),
        Column("private", Integer, nullable=False),
        Column("made", _WIDE, nullable=False),
        Column("revoked", _WIDE),
        Column("looked", Text, nullable=False),
        CheckConstraint("channel IN ('mail', 'webhook')", name="kenri_subscriptions_channel"),
        CheckConstraint("private IN (0, 1)", name="kenri_subscriptions_private"),
        UniqueConstraint("issuer", "name", name="kenri_subscriptions_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "kenri_messages",
        Column("id", Text, primary_key=True),
        Column("subscription", Integer, ForeignKey("kenri_subscriptions.id"), nullable=False),
        Column("day", Text, nullable=False),
        Column("part", Integer, nullable=False),
        Column("state", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("due", _WIDE, nullable=False),
        Column("reason", Text, nullable=False),
        Column("body", Text, nullable=False),
        Column("made", _WIDE, nullable=False),
        Column("ended", _WIDE),
        CheckConstraint("state IN ('waiting', 'begun', 'sent', 'failed')", name="kenri_messages_state"),
        UniqueConstraint("subscription", "day", "part", name="kenri_messages_once_a_day"),
        sqlite_strict=True,
    )
    op.create_table(
        "kenri_announcements",
        Column("number", Integer, primary_key=True),
        Column("subscription", Integer, ForeignKey("kenri_subscriptions.id"), nullable=False),
        Column("message", Text, ForeignKey("kenri_messages.id"), nullable=False),
        Column("thing", Text, nullable=False),
        Column("day", Text, nullable=False),
        Column("turn", Integer, nullable=False),
        Column("distance", Integer, nullable=False),
        Column("change", Text, nullable=False),
        Column("standing", Integer, nullable=False),
        Column("data", Text, nullable=False),
        CheckConstraint(
            "change IN ('new', 'again', 'changed', 'moved', 'gone', 'left')", name="kenri_announcements_change"
        ),
        UniqueConstraint("subscription", "thing", "day", "turn", "distance", name="kenri_announcements_once"),
        sqlite_strict=True,
    )
    op.create_index("kenri_messages_due", "kenri_messages", ["state", "due"])
    op.create_index("kenri_announcements_message", "kenri_announcements", ["message"])
