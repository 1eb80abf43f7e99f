"""The commands that tell of hidden words: what they list, and that they never print the words unasked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.database.invented import telegram
from tests.end_to_end.command import Installation, installation
from tracker import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARKED = "Celia Fontana (strictly protect) told us that it rained. Fontana was wet."
OPEN = "The new judge is Celia\nFontana. Nobody else came."


@pytest.fixture(scope="module")
def installed() -> Iterator[Installation]:
    with installation() as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "1.txt").write_text(telegram(MARKED, serial=1))
    (tmp_path / "2.txt").write_text(telegram(OPEN, serial=2))
    return tmp_path


def test_masked_lists_what_is_masked_and_why(installed: Installation, folder: Path) -> None:
    told = installed.do("masked", folder)
    assert '[protected 1] name, by "strictly protect": 2 places in 1' in told
    (line,) = installed.do("masked", folder, "--json").splitlines()
    form = json.loads(line)
    assert form["masked"] == [
        {"number": 1, "rule": "name", "reason": "strictly protect", "places": 2, "paragraphs": ["1"]}
    ]
    assert "fontana" not in (told + line).lower()
    assert not installed.data.exists()


def test_the_words_are_shown_only_where_they_are_asked_for(installed: Installation, folder: Path) -> None:
    assert "Celia Fontana" in installed.do("masked", folder, "--show-words")
    assert "DANGEROUS" in " ".join(installed.do("masked", "--help").split())


def test_unmarked_lists_where_protected_names_stand_open(installed: Installation, folder: Path) -> None:
    told = installed.do("unmarked", folder)
    assert told.startswith("07MEXICO2 (")
    assert "07MEXICO1 [protected 1]" in told
    (line,) = installed.do("unmarked", folder, "--json").splitlines()
    form = json.loads(line)
    document = json.loads(installed.do("parse", folder / "2.txt", "--document"))["document"]
    assert document[form["start"] : form["end"]] == "Celia\nFontana"
    assert form["protected_in"] == [{"reference_id": "07MEXICO1", "number": 1}]
    assert "fontana" not in (told + line).lower()


def test_unmarked_reads_twice_and_so_not_from_standard_input(installed: Installation) -> None:
    done = installed.run("unmarked", "-", stdin=b"")
    assert done.returncode == 2
    assert "standard input" in " ".join(done.stderr.split())


def test_compare_tells_which_is_of_record_and_what_differs(installed: Installation, tmp_path: Path) -> None:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(telegram("Celia Fontana told us that it rained.", "Two boats left."))
    second.write_text(telegram("XXXXXXXXXXXX told us that it rained.", "Three boats left."))
    form = json.loads(installed.do("compare", first, second, "--json"))
    assert (form["of_record"], form["rule"]) == ("second", "of two in one format the longer")
    (change,) = form["changes"]
    assert (change["first"]["words"], change["second"]["words"]) == ("Two", "Three")
    (hidden,) = form["hidden"]
    assert (hidden["hidden_in"], hidden["kind"]) == ("second", "redacted")
    told = installed.do("compare", first, second)
    assert "of record: the second" in told
    assert "fontana" not in (told + json.dumps(form)).lower()


def test_compare_finds_the_renditions_of_a_cable_in_one_folder(installed: Installation, tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(telegram("It rained."))
    (tmp_path / "2.txt").write_text(telegram("It snowed."))
    assert "07MEXICO4321" in installed.do("compare", tmp_path)
    done = installed.run("compare", tmp_path / "1.txt")
    assert (done.returncode, done.stdout) == (1, "")


def test_ingest_tells_of_open_names_and_of_texts_that_show_what_another_hides(tmp_path: Path, folder: Path) -> None:
    with installation() as installed, embedded.running(installed.data):
        done = installed.run("ingest", folder, "--json")
        assert json.loads(done.stdout)["open_names"] == {"places": 1, "cables": 1}
        assert "tracker unmarked" in done.stderr
        again = folder / "1.txt"
        again.write_text(telegram(MARKED.replace("Fontana was", "It was"), "Otto Lund left Reynosa by boat.", serial=1))
        installed.do("ingest", again)
        again.write_text(telegram(MARKED, "XXXXXXXXXXXX left Reynosa by boat, all said, at night.", serial=1))
        done = installed.run("ingest", again, "--json")
        (text,) = json.loads(done.stdout)["open_texts"]
        assert text["command"] in done.stderr
        erased = installed.run(
            *text["command"].partition(" ")[2].replace('"', "").split(" --reason ")[0].split(), "--reason", "x", "--yes"
        )
        assert erased.returncode == 0
        assert json.loads(installed.run("ingest", again, "--json").stdout)["open_texts"] == []
        assert "lund" not in (done.stdout + done.stderr).lower()
