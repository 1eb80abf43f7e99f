"""What reports tell beyond the codebook's fields stands in the views, in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from tests.database.invented import file, ingest, project, telegram
from tests.database.test_upcasting import written
from tracker.details import DateInterval
from tracker.log.log import Log

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.types import JsonObject

KILLED = (
    "According to press reports, on March 3 gunmen of the Zetas killed nine people in Reynosa, "
    "including two policemen. "
    'Among the dead was Luis "El Gordo" Paz Mora, former director of the municipal police.'
)
CAMPAIGN = (
    "On March 1 the government sent 3,000 soldiers to Tamaulipas to combat the cartels. "
    "So far the troops have arrested 40 traffickers in Tamaulipas."
)


def rows(database: Database, query: str) -> list[Any]:
    with database.engine("reader").connect() as connection:
        return list(connection.execute(text(query)))


def test_roles_figures_and_asserters_stand_in_the_views(database: Database) -> None:
    ingest(database, file(telegram(KILLED)))
    project(database)
    (row,) = rows(
        database,
        "SELECT people, groups, casualties, asserted_by, date_precision, place_precision FROM read.reports",
    )
    (person,) = row.people
    assert (person["name"], person["role"], person["aliases"]) == ("Luis Paz Mora", "victim", ["El Gordo"])
    assert person["position"] == "former director of the municipal police"
    (group, *_) = row.groups
    assert (group["slug"], group["role"], group["words"]) == ("zetas", "perpetrator", "Zetas")
    told = [(one["words"], one["value"], one["category"], one["side"], one["part"]) for one in row.casualties]
    assert told[:2] == [("nine", "9", "unspecified", "unspecified", False), ("two", "2", "police", "state", True)]
    assert (row.asserted_by, row.date_precision, row.place_precision) == (["press"], "day", "city")
    assert rows(database, "SELECT people, asserted_by FROM read.incidents") == [(row.people, ["press"])]


def test_a_result_leads_to_the_report_of_its_operation(database: Database) -> None:
    ingest(database, file(telegram(CAMPAIGN)))
    project(database)
    (operation,) = rows(database, "SELECT report_id, objective FROM read.reports WHERE kind = 'operation'")
    assert operation.objective == "combat the cartels"
    assert rows(database, "SELECT result_of FROM read.reports WHERE kind = 'arrest'") == [(operation.report_id,)]


def test_harm_by_the_forces_is_a_kind_of_its_own(database: Database) -> None:
    ingest(database, file(telegram("The drug war goes on. On March 4 soldiers shot and killed two women in Reynosa.")))
    project(database)
    assert rows(database, "SELECT kind, killed FROM read.reports") == [("harm", 2)]


def test_a_report_of_the_first_version_is_told_as_far_as_it_went(database: Database) -> None:
    ingest(database, file(telegram(KILLED)))
    log = Log(database.engine("writer"))
    body = next(recorded.body for recorded in log.read_all(types=["AttackReported"]))
    assert body is not None
    report = body["report"]
    assert isinstance(report, dict)
    first: JsonObject = {
        name: value for name, value in report.items() if name in {"kind", "quote", "killed", "cartels", "date"}
    }
    first["evidence"] = [{"paragraph": 1, "span": report["quote"]}]
    log.append([written("AttackReported", 1, {**body, "report": first})])
    project(database)
    (row,) = rows(database, "SELECT killed, casualties, groups, people FROM read.reports")
    assert (row.killed, row.people) == (9, [])
    assert [(one["value"], one["low"], one["high"]) for one in row.casualties] == [("9", "9", "9")]
    assert [(one["slug"], one["role"]) for one in row.groups] == [("zetas", "perpetrator")]


def test_the_views_tell_precision_as_python_does(database: Database) -> None:
    first = date(2007, 12, 1)
    starts = [first + timedelta(days=each) for each in range(0, 70, 1)]
    pairs = [(start, start + timedelta(days=length)) for start in starts for length in (0, 6, 9, 27, 30, 365)]
    pairs += [(date(2008, month, 1), date(2008, 12, 31)) for month in range(1, 13)]
    with database.engine("projector").connect() as connection:
        found = connection.execute(
            text(
                "SELECT log.date_precision_v1(s, e) FROM unnest(:s ::date[], :e ::date[]) WITH ORDINALITY "
                "AS d (s, e, n) ORDER BY n"
            ),
            {"s": [start for start, _ in pairs], "e": [end for _, end in pairs]},
        )
        told = [row[0] for row in found]
    assert told == [DateInterval(start, end).precision.value for start, end in pairs]


def test_what_has_no_date_is_found_in_no_period(database: Database) -> None:
    ingest(database, file(telegram("Soldiers seized two tons of marijuana in Reynosa, Tamaulipas.")))
    project(database)
    sources = ("reports", "incidents", "reports_at(1000)", "reports_known('2010-01-01')", "incidents_at(1000)")
    with database.engine("reader").connect() as connection:
        for source in (*sources, "incidents_known('2010-01-01')", "seizures"):
            found = connection.execute(text(f"SELECT date_start, event_date FROM read.{source}")).one()
            assert found == (None, None), source


def test_every_new_column_is_described(database: Database) -> None:
    undescribed = rows(
        database,
        "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        "WHERE c.relnamespace = 'read'::regnamespace AND a.attnum > 0 AND col_description(c.oid, a.attnum) IS NULL",
    )
    assert undescribed == []
