"""A site is asked politely, within limits, and nothing is asked of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mirror import Answer, MirrorSite, served
from tracker.sources import fetching
from tracker.sources.fetching import Fetcher, FetchError, Missing, Page, Unchanged, Validators

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def site() -> Iterator[MirrorSite]:
    with served() as site:
        yield site


@pytest.fixture
def waited() -> list[float]:
    return []


@pytest.fixture
def fetcher(site: MirrorSite, waited: list[float]) -> Iterator[Fetcher]:
    fetcher = Fetcher(site.index, pause=0, wait=waited.append)
    yield fetcher
    fetcher.close()


def test_a_page_comes_once_and_then_only_if_it_changed(site: MirrorSite, fetcher: Fetcher) -> None:
    site.put("/a.html", "one")
    first = fetcher.get(f"{site.address}/a.html")
    assert isinstance(first, Page)
    assert first.data == b"one"
    assert fetcher.get(f"{site.address}/a.html", first.validators) == Unchanged()
    site.put("/a.html", "two")
    assert isinstance(fetcher.get(f"{site.address}/a.html", first.validators), Page)


def test_what_is_not_there_is_missing(site: MirrorSite, fetcher: Fetcher) -> None:
    assert fetcher.get(f"{site.address}/none.html") == Missing()
    site.answers["/gone.html"] = Answer(410)
    assert fetcher.get(f"{site.address}/gone.html") == Missing()


def test_a_fault_that_passes_is_waited_for_longer_and_longer(
    site: MirrorSite, fetcher: Fetcher, waited: list[float]
) -> None:
    site.answers["/a.html"] = [Answer(503), Answer(500), Answer(429, headers={"Retry-After": "7"}), Answer(body=b"one")]
    assert isinstance(fetcher.get(f"{site.address}/a.html"), Page)
    assert waited == [1.0, 2.0, 7.0]


def test_a_fault_that_stays_is_told_with_the_page_and_the_answer(site: MirrorSite, fetcher: Fetcher) -> None:
    site.answers["/a.html"] = Answer(503)
    with pytest.raises(FetchError, match=r"/a\.html: the site answers 503, 4 times"):
        fetcher.get(f"{site.address}/a.html")


def test_a_refusal_is_not_asked_again(site: MirrorSite, fetcher: Fetcher) -> None:
    site.answers["/a.html"] = Answer(403)
    with pytest.raises(FetchError, match="the site answers 403"):
        fetcher.get(f"{site.address}/a.html")
    assert site.asked.count(("/a.html", 403)) == 1


def test_another_site_is_never_asked(site: MirrorSite, fetcher: Fetcher) -> None:
    with served() as other:
        other.put("/b.html", "elsewhere")
        site.answers["/a.html"] = Answer(302, headers={"Location": f"{other.address}/b.html"})
        with pytest.raises(FetchError, match="another site"):
            fetcher.get(f"{site.address}/a.html")
        assert other.asked == []


def test_a_page_that_moved_on_the_same_site_is_followed_but_not_for_ever(site: MirrorSite, fetcher: Fetcher) -> None:
    site.put("/b.html", "moved")
    site.answers["/a.html"] = Answer(301, headers={"Location": "/b.html"})
    page = fetcher.get(f"{site.address}/a.html")
    assert isinstance(page, Page)
    assert (page.address, page.data) == (f"{site.address}/a.html", b"moved")
    site.answers["/a.html"] = Answer(301, headers={"Location": "/a.html"})
    with pytest.raises(FetchError, match="from page to page"):
        fetcher.get(f"{site.address}/a.html")


def test_a_page_without_end_is_refused(site: MirrorSite, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST_PAGE_BYTES", 1000)
    site.put("/a.html", "x" * 1001)
    with pytest.raises(FetchError, match="more than 1000 bytes"):
        fetcher.get(f"{site.address}/a.html")


def test_what_robots_txt_forbids_is_not_asked_for(site: MirrorSite, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/\n")
    site.put("/a.html", "one")
    with pytest.raises(FetchError, match=r"robots\.txt does not allow"):
        fetcher.get(f"{site.address}/private/a.html")
    assert isinstance(fetcher.get(f"{site.address}/a.html"), Page)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a.html"]


def test_a_pause_that_robots_txt_asks_for_is_kept(site: MirrorSite, fetcher: Fetcher, waited: list[float]) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 30\n")
    fetcher.get(f"{site.address}/a.html")
    fetcher.get(f"{site.address}/b.html")
    assert [round(seconds) for seconds in waited] == [30, 30]


def test_a_site_that_asks_for_longer_pauses_than_anybody_has_is_not_asked(site: MirrorSite, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 86400\n")
    for _ in range(2):
        with pytest.raises(FetchError, match="asks for 86400 s between two pages"):
            fetcher.get(f"{site.address}/a.html")
    assert {path for path, _ in site.asked} == {"/robots.txt"}


def test_a_site_that_cannot_be_reached_is_told(waited: list[float]) -> None:
    with served() as site:
        address = site.index
    fetcher = Fetcher(address, pause=0, wait=waited.append)
    with pytest.raises(FetchError, match="4 times"):
        fetcher.get(address, Validators())
    fetcher.close()


@pytest.mark.parametrize("status", [200, 404])
def test_nothing_is_asked_while_the_process_is_to_end(site: MirrorSite, status: int) -> None:
    def ended(_seconds: float) -> None:
        raise KeyboardInterrupt

    wait: Callable[[float], None] = ended
    site.answers["/a.html"] = Answer(status)
    fetcher = Fetcher(site.index, pause=5, wait=wait)
    with pytest.raises(KeyboardInterrupt):
        fetcher.get(f"{site.address}/a.html")
    assert [path for path, _ in site.asked] == ["/robots.txt"]
    fetcher.close()
