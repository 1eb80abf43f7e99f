"""Alembic's environment: migrations run on a connection that `tracker.database` made, and only there."""

from __future__ import annotations

from alembic import context


def migrate() -> None:
    """Run the revisions in one transaction on the connection given."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        version_table="schema_revision",
        version_table_schema="jobs",
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


migrate()
