"""What Alembic runs to migrate: over the connection, and in the transaction, of whoever opens a register."""

from __future__ import annotations


def run() -> None:
    """Run the steps that are to be run. The connection is among the attributes of the configuration."""
    from alembic import context

    from kenri.register.tables import METADATA, VERSION_TABLE

    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=METADATA,
        version_table=VERSION_TABLE,
        transactional_ddl=True,  # both databases take back what was made of a step
    )
    context.run_migrations()


if __name__ == "env_py":  # the name under which Alembic runs this file
    run()
