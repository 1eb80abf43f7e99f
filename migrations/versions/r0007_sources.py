"""Sources that are looked at by themselves: what is known of their documents."""

from __future__ import annotations

from migrations.running import run

revision = "r0007"
down_revision = "r0006"


def upgrade() -> None:
    """Add the table of documents, for the writer."""
    run("tables/jobs_v2")
    run("grants/all_v6", roles=True)
