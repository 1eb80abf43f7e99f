"""The log as evidence: appends in one call, several in one statement, and erasure that the log itself tells of."""

from __future__ import annotations

from migrations.running import run

revision = "r0002"
down_revision = "r0001"


def upgrade() -> None:
    """Replace the rule of insertion, add the new ways to append and to erase, and give the fifth role its rights."""
    run("types/new_event_v1")
    run("tables/log_v2")
    for name in (
        "microseconds_v1",
        "chain_hash_v2",
        "recorded_v1",
        "refuse_version_v1",
        "append_v2",
        "is_sample_v1",
        "is_sound_v1",
        "fault_v1",
        "extend_head_v2",
        "lock_first_v1",
        "refuse_move_v1",
        "blanked_v1",
        "is_erasure_v1",
        "tell_erasure_v1",
        "permit_erasure_v1",
    ):
        run(f"functions/{name}")
    run("functions/erase_v1")
    run("triggers/log_v2")
    run("grants/all_v2", roles=True)
