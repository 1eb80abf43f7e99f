"""People's decisions: what they confirmed, corrected, added, retracted, withheld, joined, parted and noted."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from migrations.running import run

revision = "r0008"
down_revision = "r0007"

READ_SCHEMAS = ("read_a", "read_b")

_TABLES: tuple[str, ...] = (
    "tables/paragraphs_v3",
    "tables/developments_v3",
    "tables/decisions_v1",
    "functions/people_among_v2",
    "functions/operation_decided_v1",
    "tables/changes_v1",
    "tables/cable_withdrawals_v1",
    "triggers/changes_v1",
    "triggers/gone_v1",
)
"""Tables and functions of each set of read tables, in the order in which they rest on one another."""

_VIEWS: tuple[str, ...] = (
    "views/reports_v4",
    "views/decisions_v1",
    "views/changes_v1",
    "views/history_v1",
    "views/coverage_v2",
    "views/cables_v1",
    "views/log_v1",
)
"""Views and functions of schema `read`."""

_OTHERS: tuple[str, ...] = ("tables/jobs_v3", "tables/sealed_v2", "functions/tidy_search_v1")
"""What stands in schemas of its own, before all that may look at it."""


def upgrade() -> None:
    """Add what each read model needs to both sets, then the views over the set that is shown."""
    for name in _OTHERS:
        run(name)
    for schema in READ_SCHEMAS:
        for name in _TABLES:
            run(name, schema=schema)
    shown = op.get_bind().execute(text("SELECT active FROM jobs.read_schema")).scalar_one()
    for name in _VIEWS:
        run(name, tables=shown)
    run("grants/all_v7", roles=True)
    run("grants/all_v8", roles=True)
