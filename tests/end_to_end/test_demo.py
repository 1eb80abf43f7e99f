"""`tracker demo` gives feeds and pages that work, are marked as sample data, leak no protected name, and stay still."""

from __future__ import annotations

import json
import re
import time
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

import feedparser
import httpx
import pytest
from lxml import etree, html

from tests.end_to_end.command import Installation, Process, free_port, installation
from tracker import sample
from tracker.cables import reading
from tracker.cables.formats.printed import Refusal
from tracker.cables.releases import files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

ATOM = "{http://www.w3.org/2005/Atom}"
BANNER = "Sample data: written for demonstration, not real cables."
AT_MOST_SECONDS = 60


class Demo:
    """A running demo, with every answer that it gave."""

    def __init__(self, installed: Installation, process: Process, port: int) -> None:
        self.installed = installed
        self.process = process
        self.base = f"http://127.0.0.1:{port}"
        self.client = httpx.Client(timeout=30)
        self.answers: dict[str, httpx.Response] = {}

    def get(self, address: str) -> httpx.Response:
        """The answer at an address of the site, fetched once."""
        url = urldefrag(urljoin(f"{self.base}/", address)).url
        assert url.startswith(f"{self.base}/"), f"{url} leads away from the site"
        if url not in self.answers:
            self.answers[url] = self.client.get(url)
        return self.answers[url]

    def feed(self, address: str) -> _Element:
        """A feed that answered, as XML."""
        response = self.get(address)
        assert response.status_code == 200, address
        assert response.headers["content-type"].startswith("application/atom+xml")
        return etree.fromstring(response.content)

    def listed_feeds(self) -> list[str]:
        """The addresses of all feeds, as the page of feeds links to them."""
        return sorted({link.removeprefix(self.base) for link in self.links("/feeds") if link.endswith(".atom")})

    def links(self, address: str) -> set[str]:
        """Where a page leads within the site."""
        page = html.fromstring(self.get(address).content)
        found = {element.get("href", "") for element in page.iter("a", "link")}
        return {href for href in found if href.startswith(("/", self.base))}


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    port = free_port()
    with installation() as installed, installed.started("demo", "--port", str(port)) as process:
        begun = time.monotonic()
        process.answer(f"http://127.0.0.1:{port}/feeds/all.atom")
        assert time.monotonic() - begun < AT_MOST_SECONDS
        made = Demo(installed.sample, process, port)
        with made.client:
            yield made


def one(element: _Element, name: str) -> str:
    [found] = element.findall(ATOM + name)
    assert found.text
    return found.text


def test_the_feed_is_one_that_a_reader_takes_without_complaint(demo: Demo) -> None:
    found = feedparser.parse(demo.get("/feeds/all.atom").content)
    assert not found.bozo
    assert found.version == "atom10"
    assert "sample data" in found.feed.title
    assert found.feed.title.count("sample data") == 1
    assert len(found.entries) >= 50


def test_every_feed_has_what_rfc_4287_requires(demo: Demo) -> None:
    listed = demo.listed_feeds()
    assert {"/feeds/all.atom", "/feeds/cartels/gulf.atom"} < set(listed)
    assert any(address.startswith("/feeds/operations/") for address in listed)
    feed_ids = set()
    for address in listed:
        feed = demo.feed(address)
        feed_ids.add(one(feed, "id"))
        assert "sample data" in one(feed, "title")
        assert one(feed, "updated")
        assert one(feed, f"author/{ATOM}name")
        entries = feed.findall(f"{ATOM}entry")
        ids = [one(entry, "id") for entry in entries]
        assert len(ids) == len(set(ids)), address
        for entry in entries:
            assert one(entry, "title")
            assert one(entry, "updated") >= one(entry, "published")
            assert entry.findall(f"{ATOM}link[@rel='alternate']")
        order = [(one(entry, "published"), one(entry, "id")) for entry in entries]
        assert all(newer > older for newer, older in pairwise(order)), f"{address} is not newest first"
    assert len(feed_ids) == len(listed)


def test_every_cartel_and_operation_with_news_has_it_in_a_feed_of_its_own(demo: Demo) -> None:
    feeds = [("/feeds/all.atom", demo.feed("/feeds/all.atom"))]
    feeds += [(address, feed) for address, feed in walk(demo, "/feeds/all.atom")]
    named: dict[str, set[str]] = {}
    for _, feed in feeds:
        for entry in feed.findall(f"{ATOM}entry"):
            for category in entry.findall(f"{ATOM}category"):
                family = category.get("scheme", "").rpartition(":")[2]
                if family in {"cartels", "operations"}:
                    named.setdefault(f"/feeds/{family}/{category.get('term')}.atom", set()).add(one(entry, "id"))
    assert len(named) > 5
    for address, ids in named.items():
        assert {one(entry, "id") for entry in demo.feed(address).findall(f"{ATOM}entry")} == ids, address


def walk(demo: Demo, address: str) -> Iterator[tuple[str, _Element]]:
    """The archives behind a feed, newest first."""
    previous = demo.feed(address).find(f"{ATOM}link[@rel='prev-archive']")
    while previous is not None:
        address = previous.get("href", "")
        feed = demo.feed(address)
        yield address, feed
        previous = feed.find(f"{ATOM}link[@rel='prev-archive']")


def test_every_link_leads_to_a_page_that_says_that_it_is_a_sample(demo: Demo) -> None:
    feeds = [demo.feed(address) for address in demo.listed_feeds()]
    feeds += [feed for _, feed in walk(demo, "/feeds/all.atom")]
    linked = {
        link.get("href", "")
        for feed in feeds
        for link in feed.iter(f"{ATOM}link")
        if link.get("rel") in {"alternate", "related"}
    }
    linked |= demo.links("/") | demo.links("/feeds")
    assert len(linked) > 100
    for address in sorted(linked):
        response = demo.get(address)
        assert response.status_code == 200, address
        if response.headers["content-type"].startswith("text/html"):
            assert BANNER in response.text, address


def test_the_part_of_a_page_that_a_link_names_is_there(demo: Demo) -> None:
    links = [link.get("href", "") for link in demo.feed("/feeds/all.atom").iter(f"{ATOM}link")]
    named = [(link, urldefrag(link).fragment) for link in links if urldefrag(link).fragment]
    assert named
    for link, fragment in named:
        assert html.fromstring(demo.get(link).content).xpath("//*[@id=$part]", part=fragment), link


def test_asking_again_is_answered_in_a_line(demo: Demo) -> None:
    first = demo.client.get(f"{demo.base}/feeds/all.atom")
    for header, value in (
        ("If-None-Match", first.headers["etag"]),
        ("If-Modified-Since", first.headers["last-modified"]),
    ):
        again = demo.client.get(f"{demo.base}/feeds/all.atom", headers={header: value})
        assert (again.status_code, again.content) == (304, b""), header
    other = demo.client.get(f"{demo.base}/feeds/all.atom", headers={"If-None-Match": '"another"'})
    assert other.status_code == 200


def test_its_health_is_good_from_the_first_publish_on(demo: Demo) -> None:
    response = demo.client.get(f"{demo.base}/health")
    told = response.json()
    assert (response.status_code, told["status"], told["sample"]) == (200, "ok", True)
    assert told["projections"]
    assert [projection for projection in told["projections"] if projection["behind"]] == []


def protected_words() -> set[str]:
    """The invented names that the sample release masks; only what is long enough to be told from other words."""
    found = set()
    with sample.release() as folder:
        for file in files([folder]):
            for cable in reading.cables(file):
                assert not isinstance(cable, Refusal)
                for name in cable.protected:
                    found |= {" ".join(name.words.split()), *re.findall(r"[^\W\d_]{5,}", name.words)}
    return found


def test_no_protected_name_is_in_any_answer_or_file(demo: Demo) -> None:
    names = protected_words()
    with sample.release() as folder:
        prose = "".join(
            cable.document
            for file in files([folder])
            for cable in reading.cables(file)
            if not isinstance(cable, Refusal)
        )
    # Ordinary words of a masked phrase ("adviser") stand elsewhere too; a name stands nowhere but behind its mask.
    names = {name for name in names if not re.search(rf"\b{re.escape(name)}\b", prose, re.IGNORECASE)}
    assert len(names) >= 5
    for address in demo.listed_feeds():
        demo.get(address)
    demo.get("/")
    told = {path: content.decode() for path, content in demo.installed.contents().items()}
    told |= {url: response.text for url, response in demo.answers.items()}
    told["its output"] = demo.process.output
    told["its server's log"] = (demo.installed.data / "postgres" / "server.log").read_text()
    for where, text in told.items():
        words = " ".join(text.split()).casefold()
        assert not [name for name in names if re.search(rf"\b{re.escape(name.casefold())}\b", words)], where


def test_it_ends_in_order_and_begins_again_where_it_was() -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/feeds/all.atom"
    with installation() as installed:
        with installed.started("demo", "--port", str(port)) as process:
            first = process.answer(url)
            assert installed.sample.server()
            assert process.terminate() == 0
        assert not installed.sample.server()
        assert "Traceback" not in process.output
        before, log = installed.sample.files(), installed.status("--sample")["log"]
        with installed.started("demo", "--port", str(port)) as process:
            second = process.answer(url)
            process.answer(f"http://127.0.0.1:{port}/health/ready")
        assert (second.content, second.headers["etag"]) == (first.content, first.headers["etag"])
        assert "15 unchanged" in process.output
        assert installed.sample.files() == before
        assert installed.status("--sample")["log"] == log
        assert json.loads(installed.do("jobs", "list", "--sample", "--json").splitlines()[0])["outcome"] == "done"
        assert not installed.sample.server()


def test_the_form_of_every_page_searches_and_leads_to_a_feed(demo: Demo) -> None:
    page = demo.get("/search?q=cocaine&cartel=&kind=&state=")
    assert page.status_code == 200
    assert "<mark>" in page.text
    feed = demo.feed("/feeds/search.atom?q=cocaine")
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    told = [json.loads(line) for line in demo.get("/developments.jsonl?after=0").text.splitlines()]
    assert {each.findtext(f"{ATOM}id") for each in entries} < {row["id"] for row in told}
    assert "gulf" in {cartel for row in told for cartel in row["cartels"]}
