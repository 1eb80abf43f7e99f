"""Answers and folds in less time, and how people and operations stood by the decisions of then."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from migrations.running import run

revision = "r0010"
down_revision = "r0009"

READ_SCHEMAS = ("read_a", "read_b")

_TABLES: tuple[str, ...] = (
    "tables/uncompressed_v1",
    "tables/registers_v3",
    "functions/people_among_v3",
    "functions/operation_decided_v2",
    "functions/reports_at_v3",
    "functions/personnel_of_v2",
    "triggers/notes_v1",
)
"""Tables and functions of each set of read tables, in the order in which they rest on one another."""

_VIEWS: tuple[str, ...] = (
    "views/reports_v5",
    "views/operations_v4",
    "views/people_v2",
    "views/annotations_v1",
    "views/person_mention_ids_v2",
)
"""Views and functions of schema `read`."""


def upgrade() -> None:
    """Add what each read model needs to both sets, then the views over the set that is shown."""
    for schema in READ_SCHEMAS:
        for name in _TABLES:
            run(name, schema=schema)
    shown = op.get_bind().execute(text("SELECT active FROM jobs.read_schema")).scalar_one()
    for name in _VIEWS:
        run(name, tables=shown)
    run("grants/all_v7", roles=True)
