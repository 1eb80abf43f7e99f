"""The published files as HTTP gives them: type, ETag, Last-Modified and gzip, made once for each state of a file.

A file is looked at anew for each request, which costs little; it is read, hashed and zipped only when its time, its
size or its place on the disk is another.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from feeds import opml
from feeds.formats import Format
from feeds.preconditions import http_date

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
}
"""What every answer says to browsers."""

_TYPES = {
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
_FOR_PROGRAMS = {".opml", *(f".{form}" for form in Format)}
"""What scripts in other sites' pages may fetch too."""
_ADDRESS = re.compile(r"/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*(?:[A-Za-z0-9_-][A-Za-z0-9._-]*)?")
_NOINDEX = b'<meta name="robots" content="noindex">'
_HEAD_BYTES = 2_048
_SMALLEST_GZIP = 512
_KEPT_BYTES = 128 * 2**20
"""How much of files is held in memory, zipped or not."""

Stamp = tuple[int, int, int]
Header = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """A file in one coding, with its headers for a 304 and for a whole answer."""

    stamp: Stamp
    etag: str
    changed_at: datetime
    data: bytes
    headers: tuple[Header, ...]
    headers_with_body: tuple[Header, ...]


class Representations:
    """The files of a directory, those asked for last held in memory."""

    def __init__(self, directory: Path, max_age_seconds: int) -> None:
        self._directory = str(directory)
        self._max_age_seconds = max_age_seconds
        self._kept: OrderedDict[tuple[str, bool], Representation] = OrderedDict()
        self._bytes = 0

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
            kept = self._read(address, zipped)
        else:
            self._kept.move_to_end((address, zipped))
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
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        made = self._made(address, data, stamp, zipped=zipped and len(data) >= _SMALLEST_GZIP)
        self._keep((address, zipped), made)
        return made

    def _made(self, address: str, data: bytes, stamp: Stamp, *, zipped: bool) -> Representation:
        place = self._place(address)
        ending = place[place.rfind(".") :]
        digest = hashlib.sha256(data).hexdigest()
        etag = f'"{digest}-gzip"' if zipped else f'"{digest}"'
        changed_at = datetime.fromtimestamp(stamp[0] // 1_000_000_000, UTC)
        headers = {"ETag": etag, "Vary": "Accept-Encoding", "Cache-Control": f"public, max-age={self._max_age_seconds}"}
        if changed_at <= datetime.now(UTC):
            headers["Last-Modified"] = http_date(changed_at)
        if _NOINDEX in data[:_HEAD_BYTES]:
            headers["X-Robots-Tag"] = "noindex"
        if ending in _FOR_PROGRAMS:
            headers |= {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}
        body = gzip.compress(data, mtime=0) if zipped else data
        whole = {"Content-Type": _TYPES[ending], "Content-Length": str(len(body))}
        if zipped:
            whole["Content-Encoding"] = "gzip"
        return Representation(
            stamp=stamp,
            etag=etag,
            changed_at=changed_at,
            data=body,
            headers=_encoded(headers | SECURITY),
            headers_with_body=_encoded(headers | whole | SECURITY),
        )

    def _keep(self, key: tuple[str, bool], made: Representation) -> None:
        former = self._kept.pop(key, None)
        self._bytes += len(made.data) - (len(former.data) if former else 0)
        self._kept[key] = made
        while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest.data)


_NAMED_WHOLE = {*_TYPES} - {".html"}
"""How the addresses end that are the names of files; a page's has no ending."""


def _encoded(headers: dict[str, str]) -> tuple[Header, ...]:
    return tuple((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items())
