"""Reports are found by the words of their paragraphs alone, however many other paragraphs there are."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from migrations.running import run

revision = "r0013"
down_revision = "r0012"

READ_SCHEMAS = ("read_a", "read_b")

_TABLES: tuple[str, ...] = ("tables/report_paragraphs_v1",)
"""Tables and functions of each set of read tables, in the order in which they rest on one another."""

_VIEWS: tuple[str, ...] = ("views/report_paragraphs_v1", "views/joins_v2", "views/cartels_v3", "views/developments_v4")
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
