"""What pages count is kept as sums; appends of several events in less time."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from migrations.running import run

revision = "r0009"
down_revision = "r0008"

READ_SCHEMAS = ("read_a", "read_b")

_OTHERS: tuple[str, ...] = (
    "functions/append_at_v1",
    "functions/chain_hash_v3",
    "functions/goes_on_v1",
    "functions/extend_head_v4",
    "triggers/log_v4",
)
"""What stands in schemas of its own, before all that may look at it."""

_TABLES: tuple[str, ...] = ("tables/sums_v1",)
"""Tables and functions of each set of read tables, in the order in which they rest on one another."""

_VIEWS: tuple[str, ...] = ("views/sums_v1", "views/developments_v3")
"""Views and functions of schema `read`."""


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
    run("grants/all_v9", roles=True)
