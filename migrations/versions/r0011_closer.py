"""Notes wherever what they are on is told of; searches that look up what they found; tables told to the planner."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from migrations.running import run

revision = "r0011"
down_revision = "r0010"

READ_SCHEMAS = ("read_a", "read_b")

_TABLES: tuple[str, ...] = ("triggers/notes_v2",)
"""Tables and functions of each set of read tables, in the order in which they rest on one another."""

_VIEWS: tuple[str, ...] = ("views/annotations_v2", "views/search_v2")
"""Views and functions of schema `read`."""


def upgrade() -> None:
    """Add what each read model needs to both sets, then the views over the set that is shown."""
    for schema in READ_SCHEMAS:
        for name in _TABLES:
            run(name, schema=schema)
    shown = op.get_bind().execute(text("SELECT active FROM jobs.read_schema")).scalar_one()
    for name in _VIEWS:
        run(name, tables=shown)
    run("functions/analyze_grown_v1")
    run("grants/all_v10", roles=True)
