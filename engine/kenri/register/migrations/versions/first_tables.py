"""Issuers, documents and records; what is recorded can be neither changed nor taken out."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    Text,
    UniqueConstraint,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEPT = ("kenri_issuers", "kenri_documents", "kenri_records")

_REFUSE = """\
CREATE FUNCTION kenri_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what is recorded stays as it is: %', TG_TABLE_NAME; END $$"""


def upgrade() -> None:
    """Make the tables, and the triggers that keep them as they are."""
    wide = BigInteger().with_variant(Integer, "sqlite")
    op.create_table(
        "kenri_issuers",
        Column("id", Integer, primary_key=True),
        Column("name", Text, nullable=False),
        UniqueConstraint("name", name="kenri_issuers_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "kenri_documents",
        Column("digest", Text, primary_key=True),
        Column("content", Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "kenri_records",
        Column("issuer", Integer, ForeignKey("kenri_issuers.id"), primary_key=True, autoincrement=False),
        Column("sequence", wide, primary_key=True, autoincrement=False),
        Column("recorded", wide, nullable=False),
        Column("author", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("life", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("since", Text, nullable=False),
        Column("reach", Text, nullable=False),
        Column("plan", Text, nullable=False),
        Column("known", wide),
        Column("corrects", wide),
        Column("cancelled", Integer, nullable=False),
        Column("body", Text, nullable=False),
        Column("source", Text, nullable=False),
        Column("hash", Text, nullable=False),
        CheckConstraint("kind IN ('party', 'grant', 'fact', 'event', 'plan')", name="kenri_records_kind"),
        CheckConstraint("cancelled IN (0, 1)", name="kenri_records_cancelled"),
        CheckConstraint("corrects < sequence", name="kenri_records_corrects_earlier"),
        ForeignKeyConstraint(
            ["issuer", "corrects"], ["kenri_records.issuer", "kenri_records.sequence"], name="kenri_records_corrects"
        ),
        UniqueConstraint("issuer", "corrects", name="kenri_records_corrected_once"),
        sqlite_strict=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        for table in _KEPT:
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'what is recorded stays as it is: {table}'); END"
                )
    else:
        op.execute(_REFUSE)
        for table in _KEPT:
            op.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION kenri_refuse()"
            )
