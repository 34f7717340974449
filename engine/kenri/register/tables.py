"""The tables of a register, as they are now; `migrations` makes them, and brings older ones to this.

Days are ISO text and instants microseconds, so that both databases hold the same. What is text in a record is in
`canonical` form and compared as text only for equality, so that no collation of a database counts.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = ["ANSWERS", "DOCUMENTS", "ISSUERS", "METADATA", "RECORDS", "TOKENS", "VERSION_TABLE", "WIDE"]

METADATA = MetaData()

VERSION_TABLE = "kenri_schema"
"""Where the database says which migrations it had."""

WIDE = BigInteger().with_variant(Integer, "sqlite")
"""A whole number of 64 bits: what SQLite calls an integer."""

ISSUERS = Table(
    "kenri_issuers",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    UniqueConstraint("name", name="kenri_issuers_name"),
    sqlite_strict=True,
)
"""Whose rights are recorded. Who writes of an issuer locks its row."""

DOCUMENTS = Table(
    "kenri_documents",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("content", Text, nullable=False),
    sqlite_strict=True,
)
"""Rule files by the SHA-256 of what is in them; records of plans name them."""

RECORDS = Table(
    "kenri_records",
    METADATA,
    Column("issuer", Integer, ForeignKey(ISSUERS.c.id), primary_key=True, autoincrement=False),
    Column("sequence", WIDE, primary_key=True, autoincrement=False),
    Column("recorded", WIDE, nullable=False),
    Column("author", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("life", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("reach", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("known", WIDE),
    Column("corrects", WIDE),
    Column("cancelled", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("kind IN ('party', 'grant', 'fact', 'event', 'plan', 'ruling')", name="kenri_records_kind"),
    CheckConstraint("cancelled IN (0, 1)", name="kenri_records_cancelled"),
    CheckConstraint("corrects < sequence", name="kenri_records_corrects_earlier"),
    ForeignKeyConstraint(
        ["issuer", "corrects"], ["kenri_records.issuer", "kenri_records.sequence"], name="kenri_records_corrects"
    ),
    UniqueConstraint("issuer", "corrects", name="kenri_records_corrected_once"),
    sqlite_strict=True,
)
"""All that is recorded, in chains: see `kenri.register.records.RegisterRecord`."""

Index("kenri_records_name", RECORDS.c.issuer, RECORDS.c.life, RECORDS.c.kind, RECORDS.c.key)
Index("kenri_records_reach", RECORDS.c.issuer, RECORDS.c.reach, RECORDS.c.sequence)

TOKENS = Table(
    "kenri_tokens",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("issuers", Text, nullable=False),
    Column("made", WIDE, nullable=False),
    Column("ends", WIDE),
    Column("revoked", WIDE),
    UniqueConstraint("name", name="kenri_tokens_name"),
    sqlite_strict=True,
)
"""By which programs ask a service: see `kenri.service.tokens`."""

ANSWERS = Table(
    "kenri_answers",
    METADATA,
    Column("caller", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("head", Text, nullable=False),
    Column("recorded", WIDE, nullable=False),
    sqlite_strict=True,
)
"""What a service answered to writes, by the keys that these had: see `kenri.service.kept_answers`."""
