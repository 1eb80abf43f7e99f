"""Each word of a paragraph is kept once for searches, by its stem, in place of twice."""

from __future__ import annotations

from migrations.running import run

revision = "r0016"
down_revision = "r0015"


def upgrade() -> None:
    """Take words apart in one way. What is searched of paragraphs until the next rebuild is found so too."""
    run("types/english_v1")
    run("functions/search_v2")
    run("views/search_v3")
    run("grants/all_v15", roles=True)
