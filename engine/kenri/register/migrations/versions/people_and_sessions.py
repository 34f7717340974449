"""Who signs in, which roles they were given, by what they show who they are, and who is signed in."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, Text, UniqueConstraint

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_WIDE = BigInteger().with_variant(Integer, "sqlite")

_KEPT = ("kenri_people", "kenri_appointments")
"""What is recorded in these can be neither changed nor taken out."""


def upgrade() -> None:
    """Make the tables, and the triggers that keep what was given as it was."""
    op.create_table(
        "kenri_people",
        Column("id", Integer, primary_key=True),
        Column("name", Text, nullable=False),
        Column("recorded", _WIDE, nullable=False),
        Column("author", Text, nullable=False),
        UniqueConstraint("name", name="kenri_people_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "kenri_appointments",
        Column("id", Integer, primary_key=True),
        Column("person", Integer, ForeignKey("kenri_people.id"), nullable=False),
        Column("issuer", Integer, ForeignKey("kenri_issuers.id")),
        Column("role", Text, nullable=False),
        Column("holder", Text, nullable=False),
        Column("since", Text, nullable=False),
        Column("until", Text),
        Column("recorded", _WIDE, nullable=False),
        Column("author", Text, nullable=False),
        Column("corrects", Integer, ForeignKey("kenri_appointments.id", name="kenri_appointments_corrects")),
        CheckConstraint("corrects < id", name="kenri_appointments_corrects_earlier"),
        UniqueConstraint("corrects", name="kenri_appointments_corrected_once"),
        sqlite_strict=True,
    )
    op.create_table(
        "kenri_credentials",
        Column("kind", Text, primary_key=True),
        Column("value", Text, primary_key=True),
        Column("person", Integer, ForeignKey("kenri_people.id"), nullable=False),
        Column("made", _WIDE, nullable=False),
        Column("used", _WIDE),
        CheckConstraint("kind IN ('password', 'totp', 'recovery', 'openid')", name="kenri_credentials_kind"),
        sqlite_strict=True,
    )
    op.create_table(
        "kenri_sessions",
        Column("digest", Text, primary_key=True),
        Column("person", Integer, ForeignKey("kenri_people.id"), nullable=False),
        Column("means", Text, nullable=False),
        Column("made", _WIDE, nullable=False),
        Column("seen", _WIDE, nullable=False),
        Column("ended", _WIDE),
        sqlite_strict=True,
    )
    op.create_table(
        "kenri_attempts",
        Column("id", Integer, primary_key=True),
        Column("name", Text, nullable=False),
        Column("address", Text, nullable=False),
        Column("recorded", _WIDE, nullable=False),
        Column("failed", Integer, nullable=False),
        CheckConstraint("failed IN (0, 1)", name="kenri_attempts_failed"),
        sqlite_strict=True,
    )
    op.create_index("kenri_attempts_recorded", "kenri_attempts", ["recorded"])
    op.create_table(
        "kenri_sign_ins",
        Column("digest", Text, primary_key=True),
        Column("nonce", Text, nullable=False),
        Column("verifier", Text, nullable=False),
        Column("back", Text, nullable=False),
        Column("made", _WIDE, nullable=False),
        sqlite_strict=True,
    )
    for table in _KEPT:
        if op.get_bind().dialect.name == "sqlite":
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'what is recorded stays as it is: {table}'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION kenri_refuse()"
            )
