"""Appends of several events in less time."""

from __future__ import annotations

from migrations.running import run

revision = "r0012"
down_revision = "r0011"


def upgrade() -> None:
    """Replace what appends at given versions, and what checks it."""
    for name in ("append_at_v2", "extend_head_v5"):
        run(f"functions/{name}")
    run("triggers/log_v5")
    run("grants/all_v11", roles=True)
