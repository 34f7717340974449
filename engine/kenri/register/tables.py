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
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "ANNOUNCEMENTS",
    "ANSWERS",
    "APPOINTMENTS",
    "ATTEMPTS",
    "CREDENTIALS",
    "DOCUMENTS",
    "FEEDS",
    "ISSUERS",
    "MESSAGES",
    "METADATA",
    "NOTICES",
    "PASSWORD_LINKS",
    "PEOPLE",
    "RECORDS",
    "SESSIONS",
    "SIGN_INS",
    "SUBSCRIPTIONS",
    "TOKENS",
    "VERSION_TABLE",
    "WIDE",
    "WORKS",
]

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
    Column("person", Integer),
    Column("used", WIDE),
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

PEOPLE = Table(
    "kenri_people",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("recorded", WIDE, nullable=False),
    Column("author", Text, nullable=False),
    UniqueConstraint("name", name="kenri_people_name"),
    sqlite_strict=True,
)
"""Who signs in by a name. Nobody is taken out: see `kenri.service.people`."""

APPOINTMENTS = Table(
    "kenri_appointments",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("person", Integer, ForeignKey(PEOPLE.c.id), nullable=False),
    Column("issuer", Integer, ForeignKey(ISSUERS.c.id)),
    Column("role", Text, nullable=False),
    Column("holder", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("until", Text),
    Column("recorded", WIDE, nullable=False),
    Column("author", Text, nullable=False),
    Column("corrects", Integer, ForeignKey("kenri_appointments.id", name="kenri_appointments_corrects")),
    CheckConstraint("corrects < id", name="kenri_appointments_corrects_earlier"),
    UniqueConstraint("corrects", name="kenri_appointments_corrected_once"),
    sqlite_strict=True,
)
"""Who was given which role, from which day until which, by whom and when: see `kenri.service.appointments`."""

CREDENTIALS = Table(
    "kenri_credentials",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("person", Integer, ForeignKey(PEOPLE.c.id), nullable=False),
    Column("made", WIDE, nullable=False),
    Column("used", WIDE),
    CheckConstraint("kind IN ('password', 'totp', 'recovery', 'openid')", name="kenri_credentials_kind"),
    sqlite_strict=True,
)
"""By what people show who they are: see `kenri.service.credentials`."""

NOTICES = Table(
    "kenri_notices",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("person", Integer, ForeignKey(PEOPLE.c.id), nullable=False),
    Column("what", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("made", WIDE, nullable=False),
    Column("told", WIDE),
    CheckConstraint("what IN ('totp-ended', 'shut-out')", name="kenri_notices_what"),
    sqlite_strict=True,
)
"""What people are told at their next sign-in: see `kenri.service.notices`."""

PASSWORD_LINKS = Table(
    "kenri_password_links",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("person", Integer, ForeignKey(PEOPLE.c.id), nullable=False),
    Column("author", Text, nullable=False),
    Column("made", WIDE, nullable=False),
    Column("ends", WIDE, nullable=False),
    Column("ended", WIDE),
    sqlite_strict=True,
)
"""By which people set another password, once: see `kenri.service.password_links`."""

SESSIONS = Table(
    "kenri_sessions",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("person", Integer, ForeignKey(PEOPLE.c.id), nullable=False),
    Column("means", Text, nullable=False),
    Column("made", WIDE, nullable=False),
    Column("seen", WIDE, nullable=False),
    Column("ended", WIDE),
    sqlite_strict=True,
)
"""Who is signed in: see `kenri.service.sessions`."""

ATTEMPTS = Table(
    "kenri_attempts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("recorded", WIDE, nullable=False),
    Column("failed", Integer, nullable=False),
    CheckConstraint("failed IN (0, 1)", name="kenri_attempts_failed"),
    sqlite_strict=True,
)
"""Who tried to sign in lately: see `kenri.service.attempts`."""

Index("kenri_attempts_recorded", ATTEMPTS.c.recorded)

SIGN_INS = Table(
    "kenri_sign_ins",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("nonce", Text, nullable=False),
    Column("verifier", Text, nullable=False),
    Column("back", Text, nullable=False),
    Column("made", WIDE, nullable=False),
    sqlite_strict=True,
)
"""Sign-ins by another service that have begun and not ended: see `kenri.service.openid`."""

FEEDS = Table(
    "kenri_feeds",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("issuer", Integer, ForeignKey(ISSUERS.c.id), nullable=False),
    Column("name", Text, nullable=False),
    Column("holder", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("made", WIDE, nullable=False),
    Column("revoked", WIDE),
    UniqueConstraint("issuer", "name", name="kenri_feeds_name"),
    sqlite_strict=True,
)
"""Calendars that are read by secret addresses: see `kenri.service.feeds`."""

SUBSCRIPTIONS = Table(
    "kenri_subscriptions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("issuer", Integer, ForeignKey(ISSUERS.c.id), nullable=False),
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
    Column("made", WIDE, nullable=False),
    Column("revoked", WIDE),
    Column("looked", Text, nullable=False),
    CheckConstraint("channel IN ('mail', 'webhook')", name="kenri_subscriptions_channel"),
    CheckConstraint("private IN (0, 1)", name="kenri_subscriptions_private"),
    UniqueConstraint("issuer", "name", name="kenri_subscriptions_name"),
    sqlite_strict=True,
)
"""Who is told of deadlines, and how: see `kenri.service.subscriptions`."""

MESSAGES = Table(
    "kenri_messages",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("subscription", Integer, ForeignKey(SUBSCRIPTIONS.c.id), nullable=False),
    Column("day", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", WIDE, nullable=False),
    Column("reason", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("made", WIDE, nullable=False),
    Column("ended", WIDE),
    CheckConstraint("state IN ('waiting', 'begun', 'sent', 'failed')", name="kenri_messages_state"),
    UniqueConstraint("subscription", "day", "part", name="kenri_messages_once_a_day"),
    sqlite_strict=True,
)
"""What is to be sent, and what became of it: see `kenri.service.outbox`."""

Index("kenri_messages_due", MESSAGES.c.state, MESSAGES.c.due)

ANNOUNCEMENTS = Table(
    "kenri_announcements",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("subscription", Integer, ForeignKey(SUBSCRIPTIONS.c.id), nullable=False),
    Column("message", Text, ForeignKey(MESSAGES.c.id), nullable=False),
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
"""Which deadline is told in which message, at which distance: once. See `kenri.service.announcing`."""

Index("kenri_announcements_message", ANNOUNCEMENTS.c.message)

WORKS = Table(
    "kenri_works",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("issuer", Integer, ForeignKey(ISSUERS.c.id), nullable=False),
    Column("caller", Text, nullable=False),
    Column("operation", Text, nullable=False),
    Column("holder", Text),
    Column("asked", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("question", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("made", WIDE, nullable=False),
    Column("begun", WIDE),
    Column("ended", WIDE),
    Column("worker", Text, nullable=False),
    Column("seen", WIDE),
    Column("attempts", Integer, nullable=False),
    Column("done", WIDE, nullable=False),
    Column("total", WIDE, nullable=False),
    Column("status", Integer),
    Column("answer", LargeBinary),
    CheckConstraint("state IN ('waiting', 'begun', 'done', 'cancelled')", name="kenri_works_state"),
    sqlite_strict=True,
)
"""Questions that take longer than anybody waits, and what they came to: see `kenri.service.works`."""

Index("kenri_works_state", WORKS.c.state, WORKS.c.made)
Index("kenri_works_caller", WORKS.c.caller, WORKS.c.digest)
