"""The dataset: every view as files, the same from the same log, and opened by what people open such files with."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas
import pytest
from sqlalchemy import text

from tests.conftest import ROOT
from tests.database.invented import file, ingest, project, telegram
from tracker.dataset.description import State
from tracker.dataset.writing import SUMS, export
from tracker.errors import DatasetError
from tracker.settings import PublishedText

if TYPE_CHECKING:
    from tracker.database import Database

TITLE = "Cables of the invented post"


def written(
    database: Database, folder: Path, how: PublishedText = PublishedText.FULL, *, parquet: bool = True
) -> State:
    return export(
        database.engine("reader"), folder, title=TITLE, address="https://cables.example", text=how, parquet=parquet
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def dataset(sampled: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("datasets") / "sample"
    written(sampled, folder)
    return folder


def rows(folder: Path, view: str) -> list[dict[str, str]]:
    with (folder / "csv" / f"{view}.csv").open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_it_holds_every_view_that_the_reader_sees_with_all_its_rows(sampled: Database, dataset: Path) -> None:
    with sampled.engine("reader").connect() as connection:
        names = connection.execute(
            # Those that the role may see.
            text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'read'")
        ).scalars()
        counts = {
            name: connection.execute(text(f"SELECT count(*) FROM read.{name}")).scalar_one() for name in list(names)
        }
    assert len(counts) > 20
    assert {path.stem: len(rows(dataset, path.stem)) for path in (dataset / "csv").iterdir()} == counts
    assert {path.stem for path in (dataset / "parquet").iterdir()} == set(counts)


def test_the_same_state_gives_the_same_bytes(sampled: Database, dataset: Path, tmp_path: Path) -> None:
    written(sampled, tmp_path / "again")
    assert contents(tmp_path / "again") == contents(dataset)


def test_rows_do_not_depend_on_where_they_lie(database: Database, superuser: str, tmp_path: Path) -> None:
    ingest(database, file(telegram("On March 3, federal police in Reynosa arrested four members of the Gulf Cartel.")))
    ingest(database, file(telegram("On March 5, soldiers seized 2 rifles in Reynosa.", serial=4322), "4322.txt"))
    project(database)
    written(database, tmp_path / "before")
    with database.engine("projector").begin() as connection:
        # A row that is updated moves to the end of its table.
        connection.execute(text("UPDATE read_a.cables SET subject = subject WHERE reference_id = '07MEXICO4321'"))
    written(database, tmp_path / "after")
    assert contents(tmp_path / "after") == contents(tmp_path / "before")


def test_the_package_describes_every_file(dataset: Path) -> None:
    package = json.loads((dataset / "datapackage.json").read_text())
    tables = [each for each in package["resources"] if each["format"] == "csv"]
    assert {each["path"] for each in package["resources"]} == {
        name for name in contents(dataset) if name.startswith(("csv/", "parquet/"))
    }
    names = {each["name"] for each in tables}
    for table in tables:
        with (dataset / table["path"]).open(newline="", encoding="utf-8") as lines:
            assert [field["name"] for field in table["schema"]["fields"]] == next(csv.reader(lines))
        assert all(field["description"] for field in table["schema"]["fields"]), table["name"]
        for key in table["schema"].get("foreignKeys", ()):
            assert key["reference"]["resource"] in names | {""}
    keys = {(table["name"], key["fields"]) for table in tables for key in table["schema"].get("foreignKeys", ())}
    assert ("reports", "reference_id") in keys


def test_it_tells_the_position_and_hash_that_it_was_made_from(sampled: Database, dataset: Path) -> None:
    with sampled.engine("writer").connect() as connection:
        head = connection.execute(text("SELECT position, encode(hash, 'hex') AS hash FROM log.head")).one()
    package = json.loads((dataset / "datapackage.json").read_text())
    assert package["log"] == {"position": head.position, "hash": head.hash}
    assert f"{head.position}:{head.hash}" in (dataset / "CITATION.cff").read_text()
    assert f"{head.position}:{head.hash}" in (dataset / "README.md").read_text()


def test_the_checksums_are_those_of_all_other_files(dataset: Path) -> None:
    lines = [line.split("  ") for line in (dataset / SUMS).read_text().splitlines()]
    sums = {name: digest for digest, name in lines}
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in contents(dataset).items() if name != SUMS}


def test_the_dictionary_explains_every_column(dataset: Path) -> None:
    with (dataset / "dictionary.csv").open(newline="", encoding="utf-8") as lines:
        told = list(csv.DictReader(lines))
    assert {(row["view"], row["column"]) for row in told} >= {
        ("reports", "review_status"),
        ("coverage", "post"),
        ("developments", ""),
    }
    assert all(row["description"] for row in told)


def test_pandas_opens_it(dataset: Path) -> None:
    read = pandas.read_csv(dataset / "csv" / "reports.csv", parse_dates=["date_start"])
    frame = pandas.read_parquet(dataset / "parquet" / "reports.parquet")
    assert len(read) == len(frame) > 30
    assert list(read["report_id"]) == list(frame["report_id"])
    assert frame["cartels"].map(len).sum() > 0
    assert str(read["date_start"].dtype).startswith("datetime64")


def test_duckdb_opens_it(sampled: Database, dataset: Path) -> None:
    query = "SELECT kind, count(*) FROM {} WHERE NOT withdrawn GROUP BY kind ORDER BY kind"
    with sampled.engine("reader").connect() as connection:
        told = [tuple(row) for row in connection.execute(text(query.format("read.reports")))]
    found = {
        form: duckdb.execute(query.format(f"'{dataset}/{form}/reports.{form}'")).fetchall()
        for form in ("csv", "parquet")
    }
    assert found == {"csv": told, "parquet": told}


def test_no_more_words_are_in_it_than_may_be_published(sampled: Database, dataset: Path, tmp_path: Path) -> None:
    passages = {row["passage"] for row in rows(dataset, "reports") if len(row["passage"]) > 80}
    quotes = {row["quote"] for row in rows(dataset, "reports") if len(row["quote"].split()) > 8}
    assert passages
    assert quotes

    def within(folder: Path, words: set[str]) -> bool:
        csv_files = [data.decode() for name, data in contents(folder).items() if name.endswith(".csv")]
        # A JSON value writes a quotation mark twice.
        return any(each in data for data in csv_files for each in words if '"' not in each)

    written(sampled, tmp_path / "quotes", PublishedText.QUOTES, parquet=False)
    written(sampled, tmp_path / "none", PublishedText.NONE, parquet=False)
    assert (within(dataset, passages), within(dataset, quotes)) == (True, True)
    assert (within(tmp_path / "quotes", passages), within(tmp_path / "quotes", quotes)) == (False, True)
    assert (within(tmp_path / "none", passages), within(tmp_path / "none", quotes)) == (False, False)
    assert rows(tmp_path / "none", "reports")[0]["report_id"]


def test_a_folder_of_other_things_is_left_alone(sampled: Database, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(DatasetError, match="is no dataset"):
        written(sampled, folder)
    assert contents(tmp_path) == {"mine/notes.txt": b"mine"}


def test_what_was_there_stays_until_the_new_one_is_whole(
    sampled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "dataset"
    written(sampled, folder, parquet=False)
    before = contents(folder)
    monkeypatch.setattr("tracker.dataset.writing.citation", lambda _: (_ for _ in ()).throw(OSError(28, "disk full")))
    with pytest.raises(DatasetError, match="disk full"):
        written(sampled, folder)
    assert contents(tmp_path) == {f"dataset/{name}": data for name, data in before.items()}


def test_nothing_is_exported_of_an_empty_log_or_of_views_that_are_behind(
    database: Database, superuser: str, tmp_path: Path
) -> None:
    with pytest.raises(DatasetError, match="nothing was recorded"):
        written(database, tmp_path / "empty")
    ingest(database, file(telegram("On March 5, soldiers seized 2 rifles in Reynosa.")))
    project(database)
    ingest(database, file(telegram("On March 6, soldiers seized 3 rifles in Reynosa.", serial=4322), "4322.txt"))
    with pytest.raises(DatasetError, match="the views are at position"):
        written(database, tmp_path / "behind")


def test_the_words_to_be_left_out_are_columns_that_there_are(sampled: Database) -> None:
    told = (ROOT / "tracker" / "dataset" / "words.toml").read_text(encoding="utf-8")
    with sampled.engine("reader").connect() as connection:
        columns = {
            (row.table_name, row.column_name)
            for row in connection.execute(
                text("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'read'")
            )
        }
    named = [line.strip().strip('",') for line in told.splitlines() if line.startswith('    "')]
    views = {view for view, _ in columns}
    assert named
    for each in named:
        view, column = each.split(".")
        assert any((other, column) in columns for other in ([view] if view != "*" else views)), each
