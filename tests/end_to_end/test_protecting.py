"""`tracker protect`: no byte that a publisher, a reader or a subscriber can get tells the words any more."""

from __future__ import annotations

import base64
import gzip
import json
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import create_engine, make_url

from feeds.asking.routes import Answers
from feeds.formats import Format
from feeds.server import application
from tests.database.invented import ATTACK, SEIZURE, telegram
from tests.end_to_end.command import Installation, installation
from tests.unit.feeds.test_server import Client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "Ramiro Inventádo Lobillo"
FIRST = f"On March 3, federal police in Reynosa arrested {NAME} and three other members of the Gulf Cartel."
LATER = "A lawyer of INVENTADO LOBILLO said: Lobillo's brother saw nothing."
CABLE = "07MEXICO4321"
FORMS = ("ramiro", "inventado", "lobillo")
"""The words folded; lexemes, slugs and addresses have them so, too."""
ROLES = ("publisher", "reader")


def folded(text: str) -> str:
    """Small letters without accents, addresses decoded: so every form of a word is found."""
    plain = unicodedata.normalize("NFKD", unquote(text)).casefold()
    return "".join(character for character in plain if not unicodedata.combining(character))


def encoded(word: str) -> Iterator[str]:
    """What base64 makes of a word, wherever in a text it stands."""
    for form in {word, word.capitalize(), word.upper()}:
        for shift in range(3):
            told = base64.b64encode(b"\0" * shift + form.encode()).decode().rstrip("=")
            yield told[2 if shift else 0 : -1][2:]


def telling(places: dict[str, str]) -> set[str]:
    """The places that tell one of the words, in whatever form."""
    secret = re.compile("|".join(FORMS))
    in_base64 = re.compile("|".join(re.escape(each) for word in FORMS for each in encoded(word)))
    return {place for place, text in places.items() if secret.search(folded(text)) or in_base64.search(text)}


def published(installed: Installation) -> dict[str, str]:
    """Every file in the published folder, hidden ones and the names of all included, and what is packed unpacked."""
    found = {}
    for path in sorted(installed.public.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
            found[str(path.relative_to(installed.public))] = f"{path.name} {data.decode(errors='replace')}"
    return found


def readable(installed: Installation, role: str) -> dict[str, str]:
    """All that a role can select: every table and view, every function of schema `read` at several positions."""
    found = {}
    with psycopg.connect(installed.url(f"tracker_{role}"), autocommit=True) as connection:
        tables = connection.execute(
            "SELECT relnamespace::regnamespace::text, relname FROM pg_class "
            "WHERE relkind IN ('r', 'v', 'm', 'p') AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)' "
            "AND has_schema_privilege(relnamespace, 'USAGE') AND has_table_privilege(oid, 'SELECT')"
        ).fetchall()
        assert len(tables) > 10
        for table in tables:
            rows = connection.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(*table))).fetchall()
            found[f"{role}: {'.'.join(table)}"] = str(rows)
        functions = connection.execute(
            "SELECT p.oid::regproc::text, proargtypes::regtype[]::text[] FROM pg_proc p "
            "WHERE pronamespace = 'read'::regnamespace AND has_function_privilege(p.oid, 'EXECUTE') "
            "AND prokind = 'f' AND prorettype <> 'trigger'::regtype"
        ).fetchall()
        assert functions
        [(head,)] = connection.execute("SELECT max(position) FROM read.developments").fetchall()
        for name, types in functions:
            for arguments in _arguments(types, head):
                call = sql.SQL("SELECT t::text FROM {}({}) t").format(
                    sql.SQL(name), sql.SQL(", ").join(map(sql.Literal, arguments))
                )
                try:
                    rows = connection.execute(call).fetchall()
                except psycopg.Error as error:
                    rows = [(str(error),)]
                found[f"{role}: {name}{arguments}"] = str(rows)
    return found


def _arguments(types: list[str], head: int) -> Iterator[tuple[str, ...]]:
    """Values for a function: each position for one that takes a position, otherwise one of each type."""
    values = {
        "text": "police",
        "bigint": str(head),
        "integer": "20",
        "date": "2030-01-01",
        "timestamp with time zone": "2030-01-01",
        "text[]": "{police}",
    }
    if types[:1] == ["bigint"]:
        for position in range(1, head + 1):
            yield (str(position), *(values.get(each, "1") for each in types[1:]))
    else:
        yield tuple(values.get(each, "1") for each in types)


def commands(installed: Installation) -> dict[str, str]:
    """What the commands print that show what is recorded."""
    reports = map(
        json.loads, installed.do("sql", "SELECT report_id FROM read.reports", "--format", "json").splitlines()
    )
    asked: list[tuple[str, ...]] = [
        *((command, str(each["report_id"])) for each in reports for command in ("show", "history")),
        ("show", CABLE),
        ("search", "lobillo"),
        ("search", "reynosa", "--json"),
        ("status", "--json"),
        ("sql", "SELECT * FROM read.people"),
        ("sql", "SELECT * FROM read.reports", "--format", "json"),
        ("log", "export"),
        ("log", "export", "--content"),
        ("verify", "--json"),
    ]
    return {f"tracker {' '.join(each)}": (done := installed.run(*each)).stdout + done.stderr for each in asked}


def answered(site: Client) -> dict[str, str]:
    """What the site answers to questions, none of which says one of the words itself."""
    addresses = (
        "/search?q=reynosa",
        *(f"/feeds/search.{form}?kind=arrest" for form in Format),
        "/feeds/search.atom?q=reynosa",
        "/developments.jsonl",
    )
    return {address: site.get(address).text for address in addresses}


def everything(installed: Installation, site: Client) -> dict[str, str]:
    found = published(installed) | commands(installed) | answered(site)
    for role in ROLES:
        found |= readable(installed, role)
    return found


@pytest.fixture(scope="module")
def installed() -> Iterator[Installation]:
    # Who follows the log keeps the server running, so that not every command has to start it.
    with installation(TRACKER_ACTOR="a tester") as made, made.started("log", "follow"):
        yield made


@pytest.fixture(scope="module")
def site(installed: Installation) -> Iterator[Client]:
    """What answers on behalf of readers, for as long as a server would: it keeps what it has answered."""
    reader = create_engine(make_url(installed.url("tracker_reader")).set(drivername="postgresql+psycopg"))
    yield Client(application(installed.public, routes=Answers(reader, installed.public, max_age_seconds=60).routes))
    reader.dispose()


@pytest.fixture(scope="module")
def inbox(installed: Installation) -> Path:
    folder = installed.data.parent / "inbox"
    folder.mkdir()
    (folder / "4321.txt").write_text(telegram(FIRST, LATER, ATTACK))
    installed.do("ingest", folder)
    # Told anew: what is told before and after stands in an entry of its own.
    (folder / "4321.txt").write_text(telegram(FIRST.replace("three", "four"), LATER, ATTACK, SEIZURE))
    installed.do("ingest", folder)
    installed.do("publish")
    return folder


def test_a_dry_run_shows_what_would_be_hidden_and_does_nothing(installed: Installation, inbox: Path) -> None:
    head = installed.log()
    done = installed.run("protect", CABLE, "1", NAME.lower(), "--reason", "a test", "--dry-run", "--json")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert told["places"] == {"1": 1, "2": 2}
    assert "[protected 1] and four other" in told["reads"][0]
    assert not telling({"stdout": done.stdout, "stderr": done.stderr})
    assert installed.log() == head


def test_no_byte_tells_protected_words(installed: Installation, inbox: Path, site: Client) -> None:
    for named in (CABLE, "people/ramiro-inventado-lobillo"):
        installed.do("annotate", named, f"A court let {NAME} go.", "--url", "https://lobillo.example/")
    before = telling(everything(installed, site))
    # So the search finds them wherever they were.
    assert {f"cables/{CABLE}.html", "feeds/all.atom", "tracker log export", "tracker search lobillo"} <= before
    assert {"reader: read.people", "reader: read.paragraphs", "publisher: read.reports"} <= before
    assert any("read.people_at" in place for place in before)
    assert answered(site).keys() <= before

    done = installed.run("protect", CABLE, "1", "-", "--notes", "--reason", "a source", stdin=f"{NAME}\n".encode())
    assert done.returncode == 0, done.stderr
    assert not telling({"stdout": done.stdout, "stderr": done.stderr})
    after = everything(installed, site)
    assert telling(after) == set()
    assert "[protected 1]" in after[f"cables/{CABLE}.html"]


def test_nothing_brings_them_back(installed: Installation, inbox: Path, site: Client) -> None:
    assert "1 unchanged" in installed.do("ingest", inbox)
    (inbox / "4321.txt").write_text(telegram(FIRST.replace("March 3", "March 2"), LATER, ATTACK, SEIZURE))
    installed.do("ingest", inbox)
    installed.do("rebuild")
    installed.do("publish")
    assert telling(everything(installed, site)) == set()
    assert '"holds": true' in installed.do("verify", "--json")


def places_of(words: str, places: dict[str, str]) -> set[str]:
    """The places that tell the words as they are."""
    return {place for place, text in places.items() if words in text}


def test_a_withheld_report_leaves_no_trace_but_a_notice(installed: Installation, inbox: Path) -> None:
    """The cable's own text stays: what it tells in the tracker's words is gone."""
    told, text_itself = "Monterrey", f"cables/{CABLE}.html"
    report = json.loads(
        installed.do("sql", "SELECT report_id FROM read.reports WHERE kind = 'attack'", "--format", "json")
    )
    entries = published(installed)["feeds/all.atom"].count("<entry>")
    assert {"feeds/all.atom", "feeds/all.json", text_itself} <= places_of(told, published(installed))
    done = installed.run("withhold", report["report_id"], "--reason", "a witness asked", "--json")
    assert done.returncode == 0, done.stderr
    after = published(installed)
    assert places_of(told, after) <= {text_itself}
    assert places_of("a witness asked", after) == set()
    assert after["feeds/all.atom"].count("Withheld") >= 1
    assert after["feeds/all.atom"].count("<entry>") == entries + 1
    for role in ROLES:
        assert places_of("a witness asked", readable(installed, role)) == set()
    installed.do("restore", json.loads(done.stdout)["decision_id"], "--reason", "no longer asked")
    assert "feeds/all.atom" in places_of(told, published(installed))


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ((CABLE, "1", "no such thing"), 1, "has no such words in paragraph 1"),
        ((CABLE, "77", "police"), 1, "has no paragraph 77"),
        (("07MEXICO1", "1", "police"), 1, "no cable 07MEXICO1"),
        ((CABLE, "1", "police"), 2, "add --yes"),
    ],
)
def test_what_cannot_be_protected_is_said(
    installed: Installation, inbox: Path, arguments: tuple[str, ...], status: int, message: str
) -> None:
    done = installed.run("protect", *arguments, "--reason", "a test")
    assert done.returncode == status
    assert message in " ".join(done.stderr.replace("│", " ").split())
