"""Asking a site for pages, politely and within limits: one at a time, as its robots.txt allows, no more than is new.

Nothing is ever asked of another site than the one that the user configured: a page that leads elsewhere is an error.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

USER_AGENT = "cable-tracker"
LARGEST_PAGE_BYTES = 32 * 1024 * 1024
"""No page of a cable is larger by far; what is would be held in memory."""
LARGEST_ROBOTS_BYTES = 500 * 1024
"""As much as RFC 9309, section 2.5, wants to be read of a robots.txt."""
_MOST_REDIRECTS = 3
_ATTEMPTS = 4
_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 60.0
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_LONGEST_FETCH_SECONDS = 120.0
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_WITH_BODY = frozenset({HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE})

Received = TypeVar("Received")
"""What is made of an answer."""


class FetchError(TrackerError):
    """A page cannot be fetched."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a site told of a page's version, to ask with whether it has changed (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The conditions to ask with."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}

    @classmethod
    def told(cls, response: httpx.Response) -> Validators:
        """Those of an answer."""
        return cls(response.headers.get("ETag"), response.headers.get("Last-Modified"))


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came, and how to ask for it again."""

    address: str
    data: bytes
    validators: Validators


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The page is as it was."""


@dataclass(frozen=True, slots=True)
class Missing:
    """The site has no such page, or no longer."""


@dataclass(frozen=True, slots=True)
class Passing:
    """Why a page did not come this time, and how many seconds the site asks to wait."""

    reason: str
    after: float = 0.0


class Fetcher:
    """Asks one site, with a pause of `pause` seconds between two pages; `wait` pauses, and may be cut short."""

    def __init__(self, address: str, *, pause: float = 1.0, wait: Callable[[float], None] = time.sleep) -> None:
        self._site = _origin(address)
        self._pause = pause
        self._wait = wait
        self._asked_at: float | None = None
        self._robots: RobotFileParser | None = None
        self._client = httpx.Client(
            headers={"User-Agent": USER_AGENT}, timeout=_TIMEOUT, follow_redirects=False, trust_env=True
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, address: str, known: Validators | None = None) -> Page | Unchanged | Missing:
        """A page, unless it is the one that is `known`.

        Raises FetchError: for what the site does not allow, does not give in several attempts, or gives without end.
        """
        asked = (known or Validators()).headers
        return self.ask(address, lambda: asked, partial(_whole, address, limit=LARGEST_PAGE_BYTES))

    def ask(
        self,
        address: str,
        headers: Callable[[], Mapping[str, str]],
        receive: Callable[[httpx.Response], Received | Passing],
    ) -> Received | Unchanged | Missing:
        """What `receive` makes of the answer, unless the page is as it was, or there is none.

        Asked with these headers each time anew, as long as that may help. Raises FetchError as `get` does.
        """
        self._check_allowed(address)
        return self._get(address, headers, receive)

    def _check_allowed(self, address: str) -> None:
        if self._robots is None:
            robots = self._read_robots()
            asked = float(robots.crawl_delay(USER_AGENT) or 0)
            if asked > _LONGEST_PAUSE_SECONDS:
                raise FetchError(
                    f"{address}: the site's robots.txt asks for {asked:.0f} s between two pages, which takes too long"
                )
            self._pause, self._robots = max(self._pause, asked), robots
        if not self._robots.can_fetch(USER_AGENT, address):
            raise FetchError(f"{address}: the site's robots.txt does not allow it")

    def _read_robots(self) -> RobotFileParser:
        """What the site allows; without a robots.txt, everything (RFC 9309, section 2.3.1)."""
        robots = RobotFileParser()
        address = f"{self._site}/robots.txt"
        answer = self._get(address, dict, partial(_whole, address, limit=LARGEST_ROBOTS_BYTES))
        words = answer.data.decode("utf-8", "replace") if isinstance(answer, Page) else ""
        robots.parse(words.splitlines())
        return robots

    def _get(
        self,
        address: str,
        headers: Callable[[], Mapping[str, str]],
        receive: Callable[[httpx.Response], Received | Passing],
    ) -> Received | Unchanged | Missing:
        pause = _FIRST_PAUSE_SECONDS
        for attempt in range(1, _ATTEMPTS + 1):
            self._take_time()
            answer = self._answer_of(address, headers(), receive)
            if not isinstance(answer, Passing):
                return answer
            if attempt == _ATTEMPTS:
                raise FetchError(f"{address}: {answer.reason}, {_ATTEMPTS} times")
            self._wait(min(max(pause, answer.after), _LONGEST_PAUSE_SECONDS))
            pause *= 2
        raise AssertionError("every attempt ends this")

    def _answer_of(
        self, address: str, headers: Mapping[str, str], receive: Callable[[httpx.Response], Received | Passing]
    ) -> Received | Unchanged | Missing | Passing:
        try:
            return self._ask(address, headers, receive)
        except httpx.TransportError as error:
            return Passing(str(error) or type(error).__name__)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(f"{address}: {error}") from None

    def _take_time(self) -> None:
        """Wait until the site may be asked again."""
        now = time.monotonic()
        if self._asked_at is not None and (left := self._asked_at + self._pause - now) > 0:
            self._wait(left)
        self._asked_at = time.monotonic()

    def _ask(
        self, address: str, headers: Mapping[str, str], receive: Callable[[httpx.Response], Received | Passing]
    ) -> Received | Unchanged | Missing | Passing:
        asked = address
        for _ in range(_MOST_REDIRECTS + 1):
            with self._client.stream("GET", asked, headers=headers) as response:
                if response.has_redirect_location:
                    asked = self._followed(asked, response.headers.get("Location", ""))
                    continue
                return _without_body(address, response) or receive(response)
        raise FetchError(f"{address}: leads from page to page, more than {_MOST_REDIRECTS} times")

    def _followed(self, address: str, location: str) -> str:
        """Where a page leads on the same site. Raises FetchError where it leads elsewhere."""
        led = urljoin(address, location)
        here, there = urlsplit(address), urlsplit(led)
        secured = (here.scheme, there.scheme) == ("http", "https") and here.hostname == there.hostname
        if not location or not (_origin(led) == self._site or secured):
            raise FetchError(f"{address}: leads to {led!r}, which is another site")
        return led


def _without_body(address: str, response: httpx.Response) -> Unchanged | Missing | Passing | None:
    """What an answer says that has nothing of the page; None where it has."""
    status = response.status_code
    if status == HTTPStatus.NOT_MODIFIED:
        return Unchanged()
    if status in _GONE:
        return Missing()
    if status in _PASSING:
        after = response.headers.get("Retry-After", "")
        return Passing(f"the site answers {status}", float(after) if after.isdecimal() else 0.0)
    if status not in _WITH_BODY:
        raise FetchError(f"{address}: the site answers {status}")
    return None


def _whole(address: str, response: httpx.Response, *, limit: int) -> Page | Passing:
    """The page of an answer."""
    if response.status_code != HTTPStatus.OK:
        raise FetchError(f"{address}: the site answers {response.status_code}")
    end = time.monotonic() + _LONGEST_FETCH_SECONDS
    data = bytearray()
    # Decoded piece by piece: a small answer may be packed of very much.
    for piece in response.iter_bytes(2**16):
        data += piece
        if len(data) > limit:
            raise FetchError(f"{address}: more than {limit} bytes")
        if time.monotonic() > end:
            return Passing(f"not all of it came within {_LONGEST_FETCH_SECONDS:.0f} s")
    return Page(address, bytes(data), Validators.told(response))


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
