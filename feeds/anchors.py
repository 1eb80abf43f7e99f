"""Anchors out of published documents: each tells position and hash of the newest event of the log that it shows.

Whoever keeps a copy of a feed has a witness that nobody who can rewrite the log can change. What is read may come from
anywhere, so it is read with limits, and as nothing but a feed.
"""

from __future__ import annotations

import http.client
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from lxml import etree

from feeds.atom import LOG
from feeds.documents import GENERATOR
from tracker.log.anchors import Anchor, AnchorError, anchor

if TYPE_CHECKING:
    from typing import IO

LARGEST_BYTES = 16 * 2**20
"""How large a document may be: ours hold a hundred entries at the most."""
PATIENCE_SECONDS = 30.0

FEED = "{http://www.w3.org/2005/Atom}feed"
_NEWEST = f"{{{LOG}}}newest"


def read_document(place: str) -> bytes:
    """The bytes of a document, from a file or an http or https address. Raises AnchorError where it cannot be read."""
    scheme = urlsplit(place).scheme.lower() if "://" in place else ""
    if scheme not in {"", "http", "https"}:
        raise AnchorError(f"{place} is no file and no http or https address")
    try:
        return _fetched(place) if scheme else _file(place)
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = f"the server answers {error.code} {error.reason}" if isinstance(error, HTTPError) else error
        raise AnchorError(f"{place} cannot be read ({reason})") from None


def _file(place: str) -> bytes:
    with Path(place).open("rb") as file:
        data = file.read(LARGEST_BYTES + 1)
    return _within_limits(data, place)


def _fetched(place: str) -> bytes:
    opener = OpenerDirector()
    # Named one by one: the handlers that are there by default also read files and speak FTP.
    for handler in (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, HTTPErrorProcessor, _Redirects):
        opener.add_handler(handler())
    opener.addheaders = [("User-Agent", GENERATOR), ("Accept", "application/atom+xml")]
    end = time.monotonic() + PATIENCE_SECONDS
    data = b""
    with opener.open(place, timeout=PATIENCE_SECONDS) as response:
        while piece := response.read1(2**16):
            data = _within_limits(data + piece, place)
            if time.monotonic() > end:
                raise TimeoutError(f"not all of it came within {PATIENCE_SECONDS:.0f} s")
    return data


def _within_limits(data: bytes, place: str) -> bytes:
    if len(data) > LARGEST_BYTES:
        raise AnchorError(f"{place} is larger than {LARGEST_BYTES // 2**20} MB, as no feed of ours is")
    return data


class _Redirects(HTTPRedirectHandler):
    """Follows a few redirections, but from https to nothing else."""

    max_redirections = 5

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> Request | None:
        schemes = urlsplit(req.full_url).scheme, urlsplit(newurl).scheme
        if schemes not in {("http", "http"), ("http", "https"), ("https", "https")}:
            raise AnchorError(f"{req.full_url} leads to {newurl}, which is not to be trusted as much")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def parsed(data: bytes, place: str) -> etree._Element:
    """The root of a document of XML, which may tell nothing of other files. Raises AnchorError for anything else."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        feed = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise AnchorError(f"{place} is no feed ({error})") from None
    if feed.getroottree().docinfo.internalDTD is not None:
        raise AnchorError(f"{place} defines a document type, as no feed of ours does")
    return feed


def newest_of(parent: etree._Element, place: str) -> Anchor:
    """The newest event that a feed, or the channel of one, says it shows. Raises AnchorError where it says none."""
    found = parent.findall(_NEWEST)
    if len(found) != 1:
        raise AnchorError(
            f"{place} does not tell which event of the log it shows; feeds of a tracker do, once they have entries"
        )
    [newest] = found
    return anchor(f"{newest.get('position', '')}:{newest.get('hash', '')}", source=place)
