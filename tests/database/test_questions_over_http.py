"""Feeds of a question, the search page and developments for programs, as a client gets them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from feeds.asking.question import FIELDS, QuestionError, question
from feeds.asking.routes import Answers
from feeds.publish import publish
from feeds.server import application
from feeds.site import Site
from tests.database.invented import file, ingest, project, telegram
from tests.unit.feeds.test_server import Client
from tracker.database import Database
from tracker.deciding.desk import Desk
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner
from tracker.settings import PublishedText

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SITE = Site(
    base_url="https://cables.example",
    authority="cables.example",
    authority_date=date(2026, 1, 1),
    born_at=datetime(2026, 1, 1, tzinfo=UTC),
    title="Cables",
    sample=False,
)


def client(database: Database, folder: Path, site: Site = SITE) -> Client:
    with database.engine("publisher").execution_options(isolation_level="REPEATABLE READ").connect() as connection:
        publish(connection, folder, site, NOW)
    answers = Answers(database.engine("reader"), folder, max_age_seconds=60)
    return Client(application(folder, routes=answers.routes))


@pytest.fixture(scope="module")
def asked(sampled: Database, tmp_path_factory: pytest.TempPathFactory) -> Client:
    return client(sampled, tmp_path_factory.mktemp("public"))


def titles(response: object) -> list[str]:
    return [entry.title for entry in feedparser.parse(response.content).entries]  # type: ignore[attr-defined]  # of no named type


def told(database: Database, condition: str) -> set[str]:
    query = f"SELECT 'development/' || development_id FROM read.developments WHERE NOT quiet AND {condition}"
    with database.engine("reader").connect() as connection:
        return set(connection.execute(text(query)).scalars())


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("cartel=gulf", "'gulf' = ANY (cartels)"),
        ("kind=arrest", "report_kind = 'arrest'"),
        ("kind=homicide-count", "report_kind = 'homicide_count'"),
        ("state=MX-TAM", "'MX-TAM' = ANY (states)"),
        ("state=mx-tam&kind=arrest", "'MX-TAM' = ANY (states) AND report_kind = 'arrest'"),
        ("kind=arrest&kind=seizure", "report_kind IN ('arrest', 'seizure')"),
        ("review=machine&kind=arrest", "review_status = 'machine' AND report_kind = 'arrest'"),
    ],
)
def test_a_feed_has_what_answers_and_nothing_else(sampled: Database, asked: Client, query: str, condition: str) -> None:
    answer = asked.get(f"/feeds/search.atom?{query}")
    assert answer.status_code == 200
    found = {entry.id.partition(":")[2].partition(":")[2] for entry in feedparser.parse(answer.content).entries}
    expected = told(sampled, condition)
    assert expected
    assert found == expected if len(expected) <= 50 else (len(found) == 50 and found < expected)


def test_words_are_sought_in_the_paragraphs_that_tell_it(database: Database, tmp_path: Path) -> None:
    ingest(
        database,
        file(telegram("On March 3, police in Reynosa arrested four members of the Gulf Cartel near the cathedral.")),
        file(telegram("On March 5, soldiers seized 12 rifles in Monterrey.", serial=4322), "4322.txt"),
    )
    project(database)
    opened = client(database, tmp_path)
    assert len(titles(opened.get("/feeds/search.atom?q=Cathedrals"))) == 1
    assert len(titles(opened.get("/feeds/search.atom?q=rifles"))) == 1
    assert titles(opened.get("/feeds/search.atom?q=rifles&kind=arrest")) == []
    assert "near the" in opened.get("/search?q=cathedral").text
    hidden = client(database, tmp_path, replace(SITE, published_text=PublishedText.NONE))
    assert "near the" not in hidden.get("/search?q=cathedral").text
    assert "near the" not in hidden.get("/developments.jsonl").text


def test_the_page_says_which_paragraphs_are_not_searched_yet(database: Database, tmp_path: Path) -> None:
    ingest(database, file(telegram("On March 5, soldiers seized 12 rifles in Monterrey.")))
    Runner(database.engine("projector"), [each for each in PROJECTIONS if each.name != "search"]).catch_up()
    assert "No paragraph is searched yet." in client(database, tmp_path).get("/search?q=rifles").text
    project(database)
    assert "searched yet" not in client(database, tmp_path).get("/search?q=rifles").text


def test_what_somebody_checked_can_be_asked_for(database: Database, tmp_path: Path) -> None:
    ingest(
        database,
        file(telegram("On March 3, police in Reynosa arrested four men. On March 5, soldiers seized 12 rifles.")),
    )
    project(database)
    before = client(database, tmp_path / "before")
    assert titles(before.get("/feeds/search.atom?review=confirmed")) == []
    everything = titles(before.get("/feeds/search.atom?review=machine"))
    with database.engine("reader").connect() as connection:
        arrest = connection.execute(text("SELECT report_id FROM read.reports WHERE kind = 'arrest'")).scalar_one()
    Desk(database.engine("writer"), actor="Ana Reviewer").confirm(str(arrest))
    project(database)
    opened = client(database, tmp_path / "after")
    assert len(titles(opened.get("/feeds/search.atom?review=confirmed"))) == 1
    assert len(titles(opened.get("/feeds/search.atom?review=machine"))) == len(everything) - 1
    assert "checked" in feedparser.parse(opened.get("/feeds/search.atom?review=confirmed").content).feed.title
    assert opened.get("/feeds/search.atom?review=perhaps").status_code == 400


def test_a_person_has_a_feed(sampled: Database, asked: Client) -> None:
    with sampled.engine("reader").connect() as connection:
        slug = connection.execute(text("SELECT slug FROM read.people ORDER BY reports DESC, slug LIMIT 1")).scalar_one()
    of_person = f"report_ids && ARRAY(SELECT report_id FROM read.person_reports WHERE slug = '{slug}')"
    entries = feedparser.parse(asked.get(f"/feeds/search.atom?person={slug}").content).entries
    assert {entry.id.partition(":")[2].partition(":")[2] for entry in entries} == told(sampled, of_person) != set()


def test_frequent_words_are_found_as_rare_ones_are(
    sampled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rare = titles(client(sampled, tmp_path).get("/feeds/search.atom?q=soldiers"))
    monkeypatch.setattr("feeds.asking.finding._FEW", 0)
    assert titles(client(sampled, tmp_path).get("/feeds/search.atom?q=soldiers")) == rare != []


def test_parameters_in_any_order_are_one_feed(asked: Client) -> None:
    one = asked.get("/feeds/search.atom?state=MX-TAM&cartel=gulf")
    other = asked.get("/feeds/search.atom?cartel=GULF&state=mx-tam&q=")
    assert one.content == other.content
    canonical = "/feeds/search.atom?cartel=gulf&state=MX-TAM"
    assert one.headers["content-location"] == canonical
    feed = feedparser.parse(one.content)
    assert not feed.bozo
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"https://cables.example{canonical}"]


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_every_format_has_the_same_entries(asked: Client, form: str) -> None:
    atom = feedparser.parse(asked.get("/feeds/search.atom?kind=seizure").content)
    answer = asked.get(f"/feeds/search.{form}?kind=seizure")
    ids = (
        [item["id"] for item in answer.json()["items"]]
        if form == "json"
        else [entry.id for entry in feedparser.parse(answer.content).entries]
    )
    assert ids == [entry.id for entry in atom.entries]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_no_hub_is_named_that_nobody_tells_of_it(sampled: Database, tmp_path: Path) -> None:
    opened = client(sampled, tmp_path, replace(SITE, hub="https://hub.example/"))
    assert "https://hub.example/" in opened.get("/feeds/all.atom").text
    assert "https://hub.example/" not in opened.get("/feeds/search.atom?cartel=gulf").text


def test_what_is_known_and_quiet_is_an_empty_feed(asked: Client) -> None:
    answer = asked.get("/feeds/search.atom?state=MX-YUC&kind=eradication&cartel=gulf")
    assert (answer.status_code, titles(answer)) == (200, [])


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/feeds/search.atom", 400, "nothing is asked for"),
        ("/feeds/search.atom?cartell=gulf", 400, "there is no parameter 'cartell'"),
        ("/feeds/search.atom?kind=wedding", 400, "is no kind"),
        ("/feeds/search.atom?state=Tamaulipas", 400, "is no code of a state"),
        ("/feeds/search.atom?q=a&q=b", 400, "give q once"),
        ("/feeds/search.rss?cartel=nobody-knows", 404, "there is no cartel 'nobody-knows'"),
        ("/feeds/search.json?person=nobody-at-all", 404, "/people lists them"),
        ("/feeds/search.atom?state=MX-QQQ", 404, "there is no state"),
        (f"/feeds/search.atom?q={'a' * 201}", 400, "more than 200 characters"),
        (f"/feeds/search.atom?{'&'.join('kind=arrest' for _ in range(11))}", 400, "more than 10"),
        (f"/feeds/search.atom?q={'a' * 2_100}", 414, "2000 characters"),
        ("/developments.jsonl?after=-1", 400, "is no position"),
        ("/developments.jsonl?after=99999999999999999999", 400, "is no position"),
        ("/developments.jsonl?before=3", 400, "one parameter"),
    ],
)
def test_errors_are_plain_words(asked: Client, address: str, status: int, words: str) -> None:
    answer = asked.get(address)
    assert answer.status_code == status
    assert words in answer.text
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_answer_that_a_client_has_is_not_sent_again(asked: Client) -> None:
    first = asked.get("/feeds/search.atom?cartel=gulf", headers={"Accept-Encoding": "identity"})
    tag = first.headers["etag"]
    again = asked.get("/feeds/search.atom?cartel=gulf", headers={"If-None-Match": tag, "Accept-Encoding": "identity"})
    zipped = asked.get("/feeds/search.atom?cartel=gulf", headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})
    assert (again.status_code, again.content) == (304, b"")
    assert (zipped.status_code, zipped.headers["content-encoding"]) == (200, "gzip")
    assert zipped.headers["etag"] != tag
    assert zipped.content == first.content
    # It has no time of change that one could ask by.
    assert "last-modified" not in first.headers
    later = {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert asked.get("/feeds/search.atom?cartel=gulf", headers=later).status_code == 200
    assert asked.get("/feeds/search.atom?cartel=gulf", headers={"If-None-Match": "*", **later}).status_code == 304
    wrong = asked.get("/search?cartel=nobody-knows", headers={"If-None-Match": "*"})
    assert (wrong.status_code, "there is no cartel" in wrong.text) == (404, True)
    head = asked.request("HEAD", "/feeds/search.atom?cartel=gulf", headers={"Accept-Encoding": "identity"})
    assert (head.content, head.headers["content-length"]) == (b"", str(len(first.content)))


def test_programs_follow_all_developments_in_the_order_of_the_log(
    sampled: Database, asked: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.asking.answers.LINES", 7)
    found: list[dict[str, object]] = []
    while lines := asked.get(f"/developments.jsonl?after={found[-1]['position'] if found else 0}").text.splitlines():
        assert len(lines) <= 7
        found += [json.loads(line) for line in lines]
    with sampled.engine("reader").connect() as connection:
        query = (
            "SELECT position FROM read.developments WHERE kind NOT IN ('read-again', 'backfilled') ORDER BY position"
        )
        assert [row["position"] for row in found] == list(connection.execute(text(query)).scalars())
    assert len(found) > 20
    assert all(str(row["url"]).startswith("https://cables.example/") for row in found)


def test_the_search_page_says_what_is_wrong_and_leads_to_the_feed(asked: Client) -> None:
    empty = asked.get("/search")
    wrong = asked.get("/search?cartel=nobody-knows")
    right = asked.get("/search?q=&cartel=gulf&kind=&state=&person=")
    assert (empty.status_code, wrong.status_code, right.status_code) == (200, 404, 200)
    assert "there is no cartel" in wrong.text
    assert "/feeds/search.atom?cartel=gulf" in right.text
    assert "noindex" in right.headers["x-robots-tag"]
    markup = asked.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in markup.text


def test_words_that_are_only_signs_are_told(asked: Client) -> None:
    answer = asked.get("/search?q=%22%22")
    assert "there is no word to look for" in answer.text


@given(st.lists(st.tuples(st.sampled_from([*FIELDS, "other"]), st.text(max_size=12)), max_size=6))
def test_whatever_is_asked_is_refused_or_has_one_address(parameters: list[tuple[str, str]]) -> None:
    try:
        wanted = question(parameters)
    except QuestionError:
        return
    again = question(parse_qsl(urlsplit(f"?{wanted.query}").query))
    assert again == wanted
    assert question(reversed(parameters)) == wanted


def test_before_anything_is_published_it_is_said(sampled: Database, tmp_path: Path) -> None:
    answers = Answers(sampled.engine("reader"), tmp_path, max_age_seconds=60)
    answer = Client(application(tmp_path, routes=answers.routes)).get("/feeds/search.atom?cartel=gulf")
    assert (answer.status_code, answer.text) == (503, "nothing has been published yet.\n")


@pytest.mark.parametrize("address", ["/search?q=police", "/feeds/search.atom?kind=arrest", "/developments.jsonl"])
def test_a_database_that_does_not_answer_is_told(sampled: Database, tmp_path: Path, address: str) -> None:
    client(sampled, tmp_path)
    gone = Database({"reader": sampled.urls["reader"].set(host="127.0.0.1", port=1, query={})})
    answers = Answers(gone.engine("reader"), tmp_path, max_age_seconds=60)
    answer = Client(application(tmp_path, routes=answers.routes)).get(address)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert answer.text == "the database does not answer; come again in a moment.\n"
    gone.close()
