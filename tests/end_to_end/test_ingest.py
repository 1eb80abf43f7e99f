"""`tracker ingest` records each cable of a release once, tells what it refuses, and never mixes sample and real."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from tests.database.invented import ARREST, SEIZURE, telegram
from tests.end_to_end.command import Installation, free_port, installation
from tests.unit.cables.packed import zipped
from tracker import sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.types import JsonObject

RENDITIONS = ("07MEXICO1068.wikileaks.txt", "08MEXICO713.scoop.txt")


@pytest.fixture
def installed() -> Iterator[Installation]:
    with installation() as made:
        yield made


@pytest.fixture
def inbox(installed: Installation) -> Path:
    """A folder for files to ingest."""
    folder = installed.data.parent / "inbox"
    folder.mkdir()
    return folder


def test_a_real_release_is_recorded_once(shared: Path, installed: Installation) -> None:
    sources = [shared / "mirror", *(shared / "cables" / name for name in RENDITIONS)]
    pages = [path.stem for path in (shared / "mirror" / "cable").rglob("*.html")]
    cables = {*pages, *(name.partition(".")[0] for name in RENDITIONS)}
    assert len(pages) > 300

    told = installed.do("ingest", *sources)
    assert f"{len(pages) + len(RENDITIONS)} cables in " in told
    assert (
        f": {len(cables)} new, 0 changed, {len(pages) + len(RENDITIONS) - len(cables)} other copies, 0 unchanged; "
        "0 refused" in told
    )
    status = installed.status()
    assert (status["cables"], status["quarantined"]) == (len(cables), [])
    assert "Behind" not in installed.do("status")
    assert "0 unchanged, 0 deleted" in installed.do("publish")

    log, files = installed.log(), installed.files()
    assert len(files) > len(cables)
    again = installed.do("ingest", *sources)
    assert f"{len(pages) + len(RENDITIONS)} unchanged" in again
    assert "Nothing new was recorded." in again
    assert installed.log() == log
    assert "0 files written" in installed.do("publish")
    assert installed.files() == files
    assert installed.log() == log
    assert not installed.server()


def test_what_is_no_cable_is_quarantined_until_it_is_mended(installed: Installation, inbox: Path) -> None:
    (inbox / "good.txt").write_text(telegram(ARREST))
    (inbox / "letter.txt").write_text("Dear all, the release is late. It will come on Friday.\n")
    (inbox / "pages.html").write_bytes(gzip.compress(telegram(SEIZURE).encode())[:60])

    done = installed.run("ingest", inbox)
    assert done.returncode == 3
    assert "letter.txt is quarantined: This is no cable that can be read" in done.stderr
    assert "pages.html is quarantined: This is no cable that can be read: the gzip data is cut off" in done.stderr
    assert "good.txt" not in done.stderr
    assert "1 new" in done.stdout
    status = installed.status()
    assert (quarantined(status), status["cables"], status["reports"]) == (2, 1, 1)

    (inbox / "pages.html").write_text(telegram(SEIZURE, serial=4322))
    assert installed.run("ingest", inbox).returncode == 3
    status = installed.status()
    assert (quarantined(status), status["cables"], status["reports"]) == (1, 2, 2)

    (inbox / "letter.txt").write_text(telegram("Nothing happened.", serial=4323))
    assert installed.run("ingest", inbox).returncode == 0
    assert installed.status()["quarantined"] == []


def test_a_release_in_an_archive_is_the_same_release(installed: Installation, inbox: Path) -> None:
    texts = {f"{serial}.txt": telegram(ARREST, serial=serial).encode() for serial in range(4321, 4341)}
    for name, data in texts.items():
        (inbox / name).write_bytes(data)
    assert "20 new" in installed.do("ingest", inbox)
    log = installed.log()
    (inbox.parent / "release.zip").write_bytes(zipped({f"cable/{name}": data for name, data in texts.items()}))
    (inbox.parent / "4321.txt.gz").write_bytes(gzip.compress(texts["4321.txt"]))
    told = installed.do("ingest", inbox.parent / "release.zip", inbox.parent / "4321.txt.gz")
    assert "21 cables in 21 files: 0 new, 0 changed, 0 other copies, 21 unchanged" in told
    assert installed.log() == log


def test_a_dry_run_tells_the_same_and_records_nothing(installed: Installation, inbox: Path) -> None:
    (inbox / "good.txt").write_text(telegram(ARREST))
    (inbox / "letter.txt").write_text("Dear all.\n")
    dry = installed.run("ingest", "--dry-run", inbox)
    assert (dry.returncode, "1 would be new" in dry.stdout) == (3, True)
    assert "letter.txt would be quarantined" in dry.stderr
    assert not installed.data.exists(), "a dry run made something"
    status = installed.status()
    assert (status["cables"], status["quarantined"]) == (0, [])
    wet = installed.run("ingest", inbox)
    assert dry.stdout.replace("would be ", "") == wet.stdout


def test_a_real_log_refuses_sample_cables(installed: Installation, inbox: Path) -> None:
    (inbox / "good.txt").write_text(telegram(ARREST))
    with sample.release() as folder:
        page = folder / "cable" / "2007" / "01" / "07SAMPLE4.html"
        for _ in ("an empty log", "one with a cable"):
            done = installed.run("ingest", page)
            assert done.returncode == 3
            assert "07SAMPLE4.html is quarantined: 07SAMPLE4 is a sample cable" in done.stderr
            installed.do("ingest", inbox / "good.txt")
    assert installed.status()["cables"] == 1


def test_the_samples_log_refuses_real_cables(installed: Installation, inbox: Path) -> None:
    (inbox / "real.txt").write_text(telegram(ARREST))
    port = free_port()
    with installed.started("demo", "--port", str(port)) as process:
        process.answer(f"http://127.0.0.1:{port}/health")
    recorded = installed.status("--sample")["log"]
    done = installed.sample.run("ingest", inbox)
    assert done.returncode == 3
    assert "real.txt is quarantined: 07MEXICO4321 is no sample cable" in done.stderr
    assert installed.status("--sample")["log"] == recorded


def quarantined(status: JsonObject) -> int:
    waiting = status["quarantined"]
    assert isinstance(waiting, list)
    return len(waiting)


def test_another_copy_is_noted_and_told_as_one(installed: Installation, inbox: Path) -> None:
    (inbox / "one.txt").write_text(telegram(ARREST))
    installed.do("ingest", inbox)
    (inbox / "two.txt").write_text(telegram(ARREST))
    told = installed.do("ingest", inbox)
    assert "1 other copies, 1 unchanged" in told
    assert "only the other copies are noted" in told
    assert "Nothing new was recorded." in installed.do("ingest", inbox)
