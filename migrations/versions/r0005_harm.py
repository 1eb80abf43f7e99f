"""Reports of harm by the security forces: they can be erased like any other."""

from __future__ import annotations

from migrations.running import run

revision = "r0005"
down_revision = "r0004"


def upgrade() -> None:
    """Let what is left of an erased report be of that kind too."""
    run("functions/is_erasure_v2")
