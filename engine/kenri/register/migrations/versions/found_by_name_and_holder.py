"""What is recorded is found by its name and by its holder without looking through all of it."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes."""
    op.create_index("kenri_records_name", "kenri_records", ["issuer", "life", "kind", "key"])
    op.create_index("kenri_records_reach", "kenri_records", ["issuer", "reach", "sequence"])
