"""Reports in more than the codebook's fields: roles, figures as written, who says so, in new columns of the views."""

from __future__ import annotations

from migrations.running import run

revision = "r0003"
down_revision = "r0002"

READ_SCHEMAS = ("read_a", "read_b")


def upgrade() -> None:
    """Add the functions that tell it, the columns, and let the reports be folded anew."""
    for name in ("date_precision_v1", "told_v1", "facts_v2"):
        run(f"functions/{name}")
    for schema in READ_SCHEMAS:
        run("tables/read_v2", schema=schema)
    run("views/read_v2", tables="read_a")
    run("grants/all_v3", roles=True)
