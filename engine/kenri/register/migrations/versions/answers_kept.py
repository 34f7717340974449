"""Answers that were given are records of the chain too.

SQLite changes no check of a table that is there: so what is in it is copied, as it is, to a new one in its place.
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('party', 'grant', 'fact', 'event', 'plan', 'ruling')"

_TABLE = f"""\
CREATE TABLE kenri_records (
    issuer INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    recorded INTEGER NOT NULL,
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    life TEXT NOT NULL,
    "key" TEXT NOT NULL,
    since TEXT NOT NULL,
    reach TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    known INTEGER,
    corrects INTEGER,
    cancelled INTEGER NOT NULL,
    body TEXT NOT NULL,
    source TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (issuer, sequence),
    CONSTRAINT kenri_records_kind CHECK ({_KINDS}),
    CONSTRAINT kenri_records_cancelled CHECK (cancelled IN (0, 1)),
    CONSTRAINT kenri_records_corrects_earlier CHECK (corrects < sequence),
    FOREIGN KEY (issuer) REFERENCES kenri_issuers (id),
    CONSTRAINT kenri_records_corrects FOREIGN KEY (issuer, corrects) REFERENCES kenri_records (issuer, sequence),
    CONSTRAINT kenri_records_corrected_once UNIQUE (issuer, corrects)
) STRICT"""


def upgrade() -> None:
    """Let records be answers."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE kenri_records DROP CONSTRAINT kenri_records_kind")
        op.execute(f"ALTER TABLE kenri_records ADD CONSTRAINT kenri_records_kind CHECK ({_KINDS})")
        return
    for name in ("kenri_records_name", "kenri_records_reach"):
        op.execute(f"DROP INDEX {name}")
    op.execute("ALTER TABLE kenri_records RENAME TO kenri_records_before")  # with what in it names the table itself
    op.execute(_TABLE)
    op.execute("INSERT INTO kenri_records SELECT * FROM kenri_records_before ORDER BY issuer, sequence")
    op.execute("DROP TABLE kenri_records_before")  # its triggers go with it, and do not count for this
    op.create_index("kenri_records_name", "kenri_records", ["issuer", "life", "kind", "key"])
    op.create_index("kenri_records_reach", "kenri_records", ["issuer", "reach", "sequence"])
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER kenri_records_no_{act.lower()} BEFORE {act} ON kenri_records "
            "BEGIN SELECT RAISE(ABORT, 'what is recorded stays as it is: kenri_records'); END"
        )
