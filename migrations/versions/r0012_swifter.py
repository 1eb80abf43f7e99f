"""Appends of several events in less time; an operation that is held to be another stands no longer beside it."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from migrations.running import run

revision = "r0012"
down_revision = "r0011"

_VIEWS: tuple[str, ...] = ("views/operations_v5",)
"""Views and functions of schema `read`."""


def upgrade() -> None:
    """Replace what appends at given versions, and what checks it; then the views over the set that is shown."""
    for name in ("append_at_v2", "extend_head_v5"):
        run(f"functions/{name}")
    run("triggers/log_v5")
    shown = op.get_bind().execute(text("SELECT active FROM jobs.read_schema")).scalar_one()
    for name in _VIEWS:
        run(name, tables=shown)
    run("grants/all_v11", roles=True)
