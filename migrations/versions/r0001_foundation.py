"""The foundation: the log, the sealed words, the jobs, the two sets of read tables and the views over them."""

from __future__ import annotations

from migrations.running import run

revision = "r0001"
down_revision = None

READ_SCHEMAS = ("read_a", "read_b")


def upgrade() -> None:
    """Create all schemas and what is in them, then grant the roles their rights."""
    run("tables/schemas_v1")
    run("tables/log_v1")
    for name in ("lock_head", "chain_hash", "append", "extend_head", "refuse_change", "refuse_addition"):
        run(f"functions/{name}_v1")
    run("triggers/log_v1")
    for name in ("verbatim", "words", "name", "facts"):
        run(f"functions/{name}_v1")
    run("tables/jobs_v1")
    for schema in READ_SCHEMAS:
        run("tables/read_v1", schema=schema)
    run("views/read_v1", tables="read_a")
    run("grants/all_v1", roles=True)
