"""Paragraphs are told before the words that are searched are made of them, which a projection of its own does.

Appends of several events send each digest once.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from migrations.running import run

revision = "r0014"
down_revision = "r0013"

READ_SCHEMAS = ("read_a", "read_b")

_TABLES: tuple[str, ...] = ("tables/paragraphs_v4",)
"""Tables and functions of each set of read tables, in the order in which they rest on one another."""

_VIEWS: tuple[str, ...] = ("views/paragraphs_v1",)
"""Views and functions of schema `read`."""


def upgrade() -> None:
    """Replace what appends; change what read models need in both sets, then the views over the set that is shown."""
    run("functions/append_at_v3")
    for schema in READ_SCHEMAS:
        for name in _TABLES:
            run(name, schema=schema)
    shown = op.get_bind().execute(text("SELECT active FROM jobs.read_schema")).scalar_one()
    for name in _VIEWS:
        run(name, tables=shown)
    run("grants/all_v12", roles=True)
    run("grants/all_v13", roles=True)
