from __future__ import annotations

import gzip
import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import anyio
import httpx
import pytest

from feeds.manifest import read_manifest
from feeds.publish import publish_snapshot
from feeds.server import Server, application
from tests.unit.feeds.invented import AMBUSH, BORN, SITE, development, snapshot
from tracker.types import JsonObject

NOW = BORN + timedelta(days=30)
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    publish_snapshot(snapshot([development(number) for number in range(1, 4)]), tmp_path / "site", SITE, NOW)
    (tmp_path / "secret.html").write_text("secret")
    return tmp_path / "site"


class Client:
    """Asks the application directly, without a network."""

    def __init__(self, asked: Server) -> None:
        self._transport = httpx.ASGITransport(asked)

    def request(self, method: str, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url="http://tracker.example") as client:
                return await client.request(method, f"http://tracker.example{address}", headers=headers)

        return anyio.run(ask)

    def get(self, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
        return self.request("GET", address, headers)


@pytest.fixture
def client(directory: Path) -> Client:
    return Client(application(directory))


@pytest.mark.parametrize(
    ("address", "file", "media_type"),
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/feeds", "feeds.html", "text/html; charset=utf-8"),
        ("/cartels/gulf", "cartels/gulf.html", "text/html; charset=utf-8"),
        ("/cables/07SAMPLE12", "cables/07SAMPLE12.html", "text/html; charset=utf-8"),
        ("/feeds/all.atom", "feeds/all.atom", "application/atom+xml; charset=utf-8"),
        ("/feeds/all.rss", "feeds/all.rss", "application/rss+xml; charset=utf-8"),
        ("/feeds/all.json", "feeds/all.json", "application/feed+json"),
        ("/feeds.opml", "feeds.opml", "text/x-opml; charset=utf-8"),
        ("/style.css", "style.css", "text/css; charset=utf-8"),
        ("/robots.txt", "robots.txt", "text/plain; charset=utf-8"),
    ],
)
def test_each_address_gives_its_file(client: Client, directory: Path, address: str, file: str, media_type: str) -> None:
    answer = client.get(address, headers=PLAIN)
    data = (directory / file).read_bytes()
    assert answer.status_code == 200
    assert answer.content == data
    assert answer.headers["content-type"] == media_type
    assert answer.headers["etag"] == f'"{hashlib.sha256(data).hexdigest()}"'
    assert answer.headers["last-modified"] == "Mon, 31 Jan 2011 12:00:00 GMT"
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/cartels/nobody",
        "/manifest.json",
        "/.publisher.lock",
        "/../secret",
        "/..%2fsecret",
        "/%2e%2e/secret",
        "/cartels/../../secret",
        "/cartels/%00gulf",
        "//etc/passwd",
        "/index.html",
        "/feeds/",
        "/cartels/gulf/x",
    ],
)
def test_nothing_else_is_given(client: Client, address: str) -> None:
    answer = client.get(address)
    if address == "/feeds/":
        assert (answer.status_code, answer.headers["location"]) == (301, "/feeds")
        return
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "secret" not in answer.text


def test_head_is_get_without_the_body(client: Client) -> None:
    got, headed = client.get("/feeds/all.atom"), client.request("HEAD", "/feeds/all.atom")
    assert headed.status_code == 200
    assert {**headed.headers} == {**got.headers}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    answer = client.request(method, "/feeds/all.atom")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_an_equal_tag_gives_304_without_a_body(client: Client) -> None:
    tag = client.get("/feeds/all.atom", headers=PLAIN).headers["etag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = client.get("/feeds/all.atom", headers={**PLAIN, "If-None-Match": sent})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
        assert answer.headers["vary"] == "Accept-Encoding"
    assert client.get("/feeds/all.atom", headers={**PLAIN, "If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Mon, 31 Jan 2011 12:00:00 GMT", 304),
        ("Mon, 31 Jan 2011 12:00:01 GMT", 304),
        ("Mon, 31 Jan 2011 11:59:59 GMT", 200),
        ("yesterday", 200),
    ],
)
def test_a_date_alone_decides_too(client: Client, since: str, status: int) -> None:
    assert client.get("/feeds/all.atom", headers={"If-Modified-Since": since}).status_code == status


def test_the_tag_decides_before_the_date(client: Client) -> None:
    sent = {"If-None-Match": '"other"', "If-Modified-Since": "Mon, 31 Jan 2011 12:00:00 GMT"}
    assert client.get("/feeds/all.atom", headers=sent).status_code == 200


def test_gzip_has_a_tag_of_its_own(client: Client) -> None:
    plain = client.get("/feeds/all.atom", headers=PLAIN)
    zipped = client.get("/feeds/all.atom", headers={"Accept-Encoding": "br, gzip;q=0.5"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content
    assert zipped.headers["etag"] == plain.headers["etag"].removesuffix('"') + '-gzip"'
    assert zipped.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    crossed = client.get("/feeds/all.atom", headers={**PLAIN, "If-None-Match": zipped.headers["etag"]})
    assert crossed.status_code == 200
    assert int(zipped.headers["content-length"]) == len(gzip.compress(plain.content, mtime=0))


@pytest.mark.parametrize("accepted", ["gzip;q=0", "*;q=0", "br", "gzip;q=none", ""])
def test_who_does_not_take_gzip_does_not_get_it(client: Client, accepted: str) -> None:
    answer = client.get("/feeds/all.atom", headers={"Accept-Encoding": accepted})
    assert "content-encoding" not in answer.headers


def test_a_page_that_names_people_says_so_to_search_engines_in_its_head_too(tmp_path: Path) -> None:
    told = development(1, AMBUSH)
    publish_snapshot(snapshot([told]), tmp_path, SITE, NOW)
    client = Client(application(tmp_path))
    for address in (f"/incidents/{told.incident_id}", "/cables/07SAMPLE12", "/cartels/gulf"):
        answer = client.get(address)
        assert answer.headers["x-robots-tag"] == "noindex", address
        again = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.headers["x-robots-tag"]) == (304, "noindex")
    for address in ("/feeds", "/feeds/all.atom", "/robots.txt", "/cartels/juarez"):
        assert "x-robots-tag" not in client.get(address).headers, address


def test_feeds_may_be_read_from_other_sites_and_pages_need_not(client: Client) -> None:
    assert client.get("/feeds/all.atom").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in client.get("/").headers


def test_a_new_publishing_is_served_without_a_restart(client: Client, directory: Path) -> None:
    before = client.get("/feeds/all.atom", headers=PLAIN)
    rows = [development(number) for number in range(1, 6)]
    publish_snapshot(snapshot(rows), directory, SITE, NOW + timedelta(minutes=1))
    after = client.get("/feeds/all.atom", headers={**PLAIN, "If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.headers["last-modified"] == "Mon, 31 Jan 2011 12:01:00 GMT"


def test_the_tag_is_true_while_a_publisher_is_at_work(client: Client, directory: Path) -> None:
    before = client.get("/feeds/all.atom", headers=PLAIN)
    (directory / "feeds/all.atom").write_bytes(b"<feed>new, and not in the manifest yet</feed>")
    during = client.get("/feeds/all.atom", headers=PLAIN)
    assert during.headers["etag"] == f'"{hashlib.sha256(during.content).hexdigest()}"' != before.headers["etag"]


def test_a_date_in_the_future_is_not_told(directory: Path) -> None:
    publish_snapshot(snapshot([]), directory, replace(SITE, title="Later"), NOW + timedelta(days=365_000))
    client = Client(application(directory))
    assert "last-modified" not in client.get("/").headers


def test_before_the_first_publishing_the_answer_is_to_come_again(tmp_path: Path) -> None:
    client = Client(application(tmp_path))
    answer = client.get("/feeds/all.atom")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert read_manifest(tmp_path) == {}


@pytest.mark.parametrize(("told", "status"), [({"status": "ok", "lag_seconds": 2}, 200), ({"status": "behind"}, 503)])
def test_health_tells_how_the_tracker_is(directory: Path, told: JsonObject, status: int) -> None:
    client = Client(application(directory, lambda: told))
    answer = client.get("/health")
    assert (answer.status_code, answer.json(), answer.headers["cache-control"]) == (status, told, "no-store")


def test_the_time_to_keep_a_file_is_a_setting(directory: Path) -> None:
    client = Client(application(directory, max_age_seconds=300))
    assert client.get("/").headers["cache-control"] == "public, max-age=300"


def test_somebody_with_a_browser_is_shown_a_page_where_none_is(client: Client, directory: Path) -> None:
    (directory / "404.html").write_text("<h1>There is no such page</h1>")
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    answer = client.get("/cartels/nobody", headers=browser)
    assert (answer.status_code, answer.text) == (404, "<h1>There is no such page</h1>")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "etag" not in answer.headers
    assert client.request("HEAD", "/cartels/nobody", headers=browser).content == b""
    assert client.get("/feeds/nobody.atom", headers=browser).text == "There is no such page or feed.\n"
    assert client.get("/cartels/nobody").headers["content-type"] == "text/plain; charset=utf-8"
