"""What HTTP gives of bytes: type, ETag, Last-Modified and gzip; of the published files made once for each state of one.

A file is looked at anew for each request, which costs little; it is read, hashed and zipped only when its time, its
size or its place on the disk is another.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from feeds import opml
from feeds.formats import Format
from feeds.preconditions import http_date
from feeds.recent import Recent

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
}
"""What every answer says to browsers."""

FOR_PROGRAMS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}
"""What an answer says that scripts in other sites' pages may fetch too."""
TYPES = {
    **{f".{form}": f"{form.media_type}; charset=utf-8" for form in Format if form is not Format.JSON},
    ".json": Format.JSON.media_type,
    ".opml": f"{opml.MEDIA_TYPE}; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".xml": "application/xml; charset=utf-8",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
"""Media types by how names end."""
_TO_PROGRAMS = {".opml", *(f".{form}" for form in Format)}
_ADDRESS = re.compile(r"/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*(?:[A-Za-z0-9_-][A-Za-z0-9._-]*)?")
_NOINDEX = b'<meta name="robots" content="noindex">'
_HEAD_BYTES = 2_048
_SMALLEST_GZIP = 512
_KEPT_BYTES = 128 * 2**20
"""How much of files is held in memory, zipped or not."""

Stamp = tuple[int, ...]
Header = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """Bytes in one coding, with their headers for a 304 and for a whole answer.

    `stamp` tells states of what they were made of apart; `changed_at` is None where nobody knows when they changed.
    """

    stamp: Stamp
    etag: str
    changed_at: datetime | None
    data: bytes
    headers: tuple[Header, ...]
    headers_with_body: tuple[Header, ...]


def represented(
    data: bytes,
    headers: Mapping[str, str],
    *,
    stamp: Stamp,
    max_age_seconds: int,
    zipped: bool,
    changed_at: datetime | None = None,
) -> Representation:
    """The bytes with these headers and those that all answers have; zipped where it is asked for and worth it."""
    zipped = zipped and len(data) >= _SMALLEST_GZIP
    digest = hashlib.sha256(data).hexdigest()
    etag = f'"{digest}-gzip"' if zipped else f'"{digest}"'
    always = {"ETag": etag, "Vary": "Accept-Encoding", "Cache-Control": f"public, max-age={max_age_seconds}", **headers}
    # A Last-Modified may not lie in the future.
    if changed_at and changed_at <= datetime.now(UTC):
        always["Last-Modified"] = http_date(changed_at)
    if _NOINDEX in data[:_HEAD_BYTES]:
        always["X-Robots-Tag"] = "noindex"
    body = gzip.compress(data, mtime=0) if zipped else data
    whole = {"Content-Length": str(len(body)), **({"Content-Encoding": "gzip"} if zipped else {})}
    return Representation(
        stamp=stamp,
        etag=etag,
        changed_at=changed_at,
        data=body,
        headers=_encoded({name: value for name, value in always.items() if name != "Content-Type"} | SECURITY),
        headers_with_body=_encoded(always | whole | SECURITY),
    )


class Representations:
    """The files of a directory, those asked for last held in memory."""

    def __init__(self, directory: Path, max_age_seconds: int) -> None:
        self._directory = str(directory)
        self._max_age_seconds = max_age_seconds
        self._kept: Recent[tuple[str, bool], Representation] = Recent(_KEPT_BYTES)

    def get(self, address: str, *, zipped: bool) -> Representation | None:
        """What stands at an address now; None where nothing does."""
        kept = self._kept.get((address, zipped))
        if kept is None and not _ADDRESS.fullmatch(address):
            return None
        try:
            status = os.stat(self._place(address))  # noqa: PTH116  # a Path for each request costs more than the rest
        except (FileNotFoundError, NotADirectoryError):
            return None
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        if kept is None or kept.stamp != stamp:
            return self._read(address, zipped)
        return kept

    def _place(self, address: str) -> str:
        path = address[1:] or "index"
        ending = path[path.rfind(".") :] if "." in path else ""
        return f"{self._directory}/{path}" if ending in _NAMED_WHOLE else f"{self._directory}/{path}.html"

    def _read(self, address: str, zipped: bool) -> Representation | None:
        try:
            with open(self._place(address), "rb") as file:  # noqa: PTH123  # as above
                status = os.fstat(file.fileno())
                data = file.read()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        place = self._place(address)
        ending = place[place.rfind(".") :]
        made = represented(
            data,
            {"Content-Type": TYPES[ending], **(FOR_PROGRAMS if ending in _TO_PROGRAMS else {})},
            stamp=(status.st_mtime_ns, status.st_size, status.st_ino),
            max_age_seconds=self._max_age_seconds,
            zipped=zipped,
            changed_at=datetime.fromtimestamp(status.st_mtime_ns // 1_000_000_000, UTC),
        )
        self._kept.put((address, zipped), made, len(made.data))
        return made


_NAMED_WHOLE = {*TYPES} - {".html"}
"""How the addresses end that are the names of files; a page's has no ending."""


def _encoded(headers: dict[str, str]) -> tuple[Header, ...]:
    return tuple((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items())
