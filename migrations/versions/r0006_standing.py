"""How things stand: incidents of several reports, people, seizures, states, timelines, and each as of a day."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from migrations.running import run

revision = "r0006"
down_revision = "r0005"

READ_SCHEMAS = ("read_a", "read_b")

_PEOPLE = (
    "tables/people_v1",
    "functions/united_v1",
    "functions/name_tokens_v1",
    "functions/person_links_of_v1",
    "functions/person_mentions_of_v1",
    "functions/people_among_v1",
    "functions/people_of_v1",
)

_STANDING = (
    "tables/seizures_v1",
    "tables/operations_v2",
    "tables/operations_of_v1",
    "tables/homicide_figures_v1",
    "tables/timeline_v1",
    "tables/coverage_v1",
)

_STANDING_VIEWS = (
    "views/seizures_v1",
    "views/operations_v3",
    "views/homicide_figures_v1",
    "views/timeline_v1",
    "views/coverage_v1",
)

_CARTELS = (
    "tables/cartels_v2",
    "functions/tolls_of_v1",
    "functions/cartel_incidents_of_v1",
    "functions/cartels_among_v1",
    "functions/cartels_of_v1",
)

_TABLES = (
    "tables/checkpoints_v2",
    "tables/registers_v2",
    "tables/codes_v1",
    "tables/reports_v3",
    "tables/incident_signs_v1",
    "tables/incident_pairs_v1",
    "tables/report_versions_v1",
    "tables/incidents_v3",
    "tables/disagreements_v1",
    "tables/paragraphs_v2",
    *_PEOPLE,
    *_STANDING,
    "tables/developments_v2",
    *_CARTELS,
)
"""Tables and functions of each set of read tables, in the order in which they rest on one another."""

_VIEWS: tuple[str, ...] = (
    "views/reports_v3",
    "views/incidents_v3",
    "views/disagreements_v1",
    "functions/search_v1",
    "views/search_v1",
    "views/joins_v1",
    "views/people_v1",
    *_STANDING_VIEWS,
    "views/developments_v2",
    "views/cartels_v2",
)
"""Views and functions of schema `read`."""


def upgrade() -> None:
    """Add the tables of each read model to both sets, then the views over the set that is shown."""
    run("functions/is_erasure_v3")
    for schema in READ_SCHEMAS:
        for name in _TABLES:
            run(name, schema=schema)
    shown = op.get_bind().execute(text("SELECT active FROM jobs.read_schema")).scalar_one()
    for name in _VIEWS:
        run(name, tables=shown)
    for name in ("show_set_v1", "analyze_set_v1"):
        run(f"functions/{name}")
    run("grants/all_v5", roles=True)
