"""A hundred pages in a browser: a silent console, no broken link, nothing wider than a phone, nothing that axe minds.

It needs the system's Chromium, which the Debian package `chromium` brings.
"""

from __future__ import annotations

import shutil
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import ViewportSize, sync_playwright

from tests.end_to_end.command import free_port, installation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium")
PAGES = 100
PHONE = ViewportSize(width=360, height=740)
DESK = ViewportSize(width=1280, height=900)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium: apt-get install chromium")


@dataclass
class Crawl:
    """What a walk through a site found, each complaint with the page that it is about."""

    base: str
    seen: dict[str, None] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def family(self, address: str) -> str:
        """The kind of page, by which a crawl of a hundred has some of every kind."""
        return urlsplit(address).path.split("/")[1]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    port = free_port()
    with installation() as installed, installed.started("demo", "--port", str(port)) as process:
        process.answer(f"http://127.0.0.1:{port}/feeds/all.atom")
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def test_a_hundred_pages(site: str, browser: Browser) -> None:
    crawl = Crawl(site)
    for dark in (False, True):
        context = browser.new_context(viewport=PHONE, color_scheme="dark" if dark else "light")
        page = context.new_page()
        listen(page, crawl)
        for address in chosen(site) if not dark else one_of_each(crawl):
            look(page, address, crawl)
        context.close()
    assert len(crawl.seen) == PAGES
    assert {"", "cables", "cartels", "incidents", "operations", "people", "reports", "states", "kinds"} <= {
        crawl.family(address) for address in crawl.seen
    }
    assert not crawl.complaints, "\n".join(crawl.complaints)


def test_no_link_is_broken(site: str) -> None:
    """Every link of every page leads to a page that is there, and to a place that is in it."""
    broken = []
    with httpx.Client(timeout=30, follow_redirects=True) as client:
        pages = {address: html.fromstring(client.get(address).content) for address in every(site, client)}
        ids = {address: {each.get("id") for each in page.iter() if each.get("id")} for address, page in pages.items()}
        others: dict[str, int] = {}
        for address, page in pages.items():
            for link in page.iter("a", "link"):
                target, fragment = urldefrag(urljoin(address, link.get("href") or ""))
                if not target.startswith(site):
                    broken.append(f"{address} leads away to {target}")
                elif target in pages:
                    if fragment and fragment not in ids[target]:
                        broken.append(f"{address}: no {fragment} in {target}")
                elif others.setdefault(target, 0) == 0:
                    others[target] = client.head(target).status_code
                    if others[target] != 200:
                        broken.append(f"{address}: {others[target]} at {target}")
    assert not broken, "\n".join(broken[:40])


def test_whom_violence_struck_has_no_page(site: str) -> None:
    """The sample tells of two arrested leaders, and of three men who were attacked in office."""
    with httpx.Client(timeout=30) as client:
        people = client.get(f"{site}/people").text
        assert all(f"/people/{slug}" in people for slug in ("noe-ramirez", "alfredo-beltran-leyva"))
        for slug in ("francisco-ledesma", "horacio-garza", "julian-chairez"):
            assert slug not in people
            assert client.get(f"{site}/people/{slug}").status_code == 404


def test_the_search_fits_a_phone_in_one_line(site: str, browser: Browser) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(site)
    lines = page.locator(".search .row button").evaluate(
        "each => each.clientHeight / parseFloat(getComputedStyle(each).lineHeight)"
    )
    assert lines < 2
    page.close()


def test_the_home_page_fits_a_desk_too(site: str, browser: Browser) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(site)
    assert overflow(page) == []
    assert page.locator("svg.drawing").count() == 3
    assert page.locator("svg a.tile").count() == 32
    page.close()


def listen(page: Page, crawl: Crawl) -> None:
    """Take down whatever the browser complains of from now on."""
    page.on("console", lambda message: crawl.complaints.append(f"{page.url}: console: {message.text}"))
    page.on("pageerror", lambda error: crawl.complaints.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: crawl.complaints.append(f"{page.url}: failed: {request.url}"))


def look(page: Page, address: str, crawl: Crawl) -> None:
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        crawl.complaints.append(f"{address}: not there")
        return
    # What is folded away is looked at, too.
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    crawl.complaints += [f"{address}: too wide: {each}" for each in overflow(page)]
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    crawl.complaints += [
        f"{address}: {violation['id']}: {node['target']} {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"][:3]
    ]
    crawl.seen[address] = None


def overflow(page: Page) -> list[str]:
    """What reaches beyond the screen without being inside something that scrolls; empty where all fits."""
    found: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
        [...document.querySelectorAll('body *')]
            .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map(each => each.outerHTML.slice(0, 120)).slice(0, 5)"""
    )
    return found


def every(site: str, client: httpx.Client) -> list[str]:
    """The addresses of all pages that links lead to from the front page, in the order of their finding."""
    waiting, found = deque([f"{site}/"]), {f"{site}/"}
    while waiting:
        address = waiting.popleft()
        answer = client.get(address)
        for link in html.fromstring(answer.content).iter("a"):
            target = urldefrag(urljoin(address, link.get("href") or "")).url
            is_page = "." not in urlsplit(target).path.rpartition("/")[2]
            if target.startswith(site) and is_page and target not in found:
                found.add(target)
                waiting.append(target)
    return sorted(found)


def chosen(site: str) -> list[str]:
    """A hundred pages, as many of each family as there are by turns."""
    with httpx.Client(timeout=30, follow_redirects=True) as client:
        families: dict[str, list[str]] = {}
        # No link leads to what somebody asks.
        for address in [f"{site}/search?q=police", *every(site, client)]:
            families.setdefault(urlsplit(address).path.split("/")[1], []).append(address)
    taken: list[str] = []
    while len(taken) < PAGES and any(families.values()):
        taken += [rows.pop(0) for rows in families.values() if rows]
    return taken[:PAGES]


def one_of_each(crawl: Crawl) -> list[str]:
    """The first page of each family among those seen."""
    return list({crawl.family(address): address for address in reversed(crawl.seen)}.values())
