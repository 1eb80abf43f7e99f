"""What no report tells is not told: no range of days, no results of an operation. Who heads police leads no group.

What was known of one operation is told without making up the others.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from migrations.running import run

revision = "r0015"
down_revision = "r0014"

READ_SCHEMAS = ("read_a", "read_b")

_TABLES: tuple[str, ...] = (
    "tables/incident_signs_v2",
    "functions/weights_v2",
    "tables/operations_v3",
    "functions/total_told_v2",
    "functions/operations_of_v2",
    "functions/person_mentions_of_v2",
    "functions/people_among_v4",
)
"""Tables and functions of each set of read tables, in the order in which they rest on one another."""

_VIEWS: tuple[str, ...] = (
    "views/reports_v6",
    "views/incidents_v4",
    "views/people_v3",
    "views/operations_v6",
    "views/operations_v7",
)
"""Views and functions of schema `read`."""


def upgrade() -> None:
    """Change what read models need in both sets, then the views over the set that is shown."""
    for schema in READ_SCHEMAS:
        for name in _TABLES:
            run(name, schema=schema)
    shown = op.get_bind().execute(text("SELECT active FROM jobs.read_schema")).scalar_one()
    for name in _VIEWS:
        run(name, tables=shown)
    run("grants/all_v14", roles=True)
