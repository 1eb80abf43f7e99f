"""The web server: hands out what the manifest lists, and nothing else.

A request's path is looked up in the manifest, never joined to a folder, so no path can lead outside. The ETag is the
digest of the very bytes that are sent, also while a publisher is at work.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from feeds import opml
from feeds.files import MANIFEST, Manifest, read_manifest
from feeds.formats import Format
from feeds.preconditions import accepts_gzip, http_date, not_modified
from tracker.types import JsonObject

_TYPES = {
    **{f".{form}": f"{form.media_type}; charset=utf-8" for form in Format if form is not Format.JSON},
    ".json": Format.JSON.media_type,
    ".opml": f"{opml.MEDIA_TYPE}; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
}
_FOR_PROGRAMS = {".opml", *(f".{form}" for form in Format)}
"""What scripts in other sites' pages may fetch too."""
_NAMED_WHOLE = {*_TYPES} - {".html"}
"""How the addresses end that are the names of files; a page's has no ending."""
_SMALLEST_GZIP = 512
_METHODS = ["GET", "HEAD"]


def application(
    directory: Path, health: Callable[[], JsonObject] | None = None, *, max_age_seconds: int = 60
) -> Starlette:
    """The server of a published directory.

    `health` tells how the tracker is; its key "status" must be "ok" for the answer to be 200, else it is 503.
    `max_age_seconds` must not exceed the interval of publishing: readers wait so long before they ask again.
    """
    shelf = _Shelf(directory)

    def answer(request: Request) -> Response:
        response = _answer(request, shelf, max_age_seconds)
        response.headers.update(_SECURITY)
        return response

    def health_answer(_: Request) -> Response:
        try:
            told: JsonObject = health() if health else {"status": "ok"}
        except Exception as error:  # whatever is wrong, a health check must be answered
            told = {"status": "failing", "error": type(error).__name__}
        status = 200 if told.get("status") == "ok" else 503
        return JSONResponse(told, status, headers={"Cache-Control": "no-store", **_SECURITY})

    def refuse(_: Request, __: Exception) -> Response:
        return PlainTextResponse("Only GET and HEAD.\n", 405, {"Allow": "GET, HEAD", **_SECURITY})

    return Starlette(
        routes=[
            Route("/health", health_answer, methods=_METHODS),
            Route("/{path:path}", answer, methods=_METHODS),
        ],
        exception_handlers={405: refuse},
    )


class _Shelf:
    """The published files, as the manifest lists them now."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._stamp: tuple[int, int, int] | None = None
        self._manifest: Manifest = {}

    def manifest(self) -> Manifest:
        """The manifest; read again when the file is another one."""
        try:
            status = (self._directory / MANIFEST).stat()
        except FileNotFoundError:
            return {}
        stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
        if stamp != self._stamp:
            self._manifest = read_manifest(self._directory)
            self._stamp = stamp
        return self._manifest

    def read(self, path: str) -> _File | None:
        """A listed file as it is on the disk now, None where it is not there."""
        listed = self.manifest().get(path)
        if listed is None:
            return None
        place = self._directory / path
        try:
            data = place.read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            # A publisher has replaced the file and not yet written the manifest: the file tells when.
            stale = digest != listed.sha256
            changed_at = datetime.fromtimestamp(place.stat().st_mtime, UTC) if stale else listed.changed_at
        except FileNotFoundError:
            return None
        return _File(path, data, digest, changed_at, listed.noindex)


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    data: bytes
    digest: str
    changed_at: datetime
    noindex: bool

    @property
    def media_type(self) -> str:
        return _TYPES.get(Path(self.path).suffix, "application/octet-stream")


def _answer(request: Request, shelf: _Shelf, max_age_seconds: int) -> Response:
    address = f"/{request.path_params['path']}"
    found = shelf.read(_path(address))
    if found:
        return _file(request, found, max_age_seconds)
    if not shelf.manifest():
        return PlainTextResponse("Nothing has been published yet.\n", 503, {"Retry-After": "30"})
    shorter = address.rstrip("/")
    if shorter != address and _path(shorter) in shelf.manifest():
        return RedirectResponse(shorter, 301)
    return PlainTextResponse("There is no such page or feed.\n", 404)


def _path(address: str) -> str:
    path = address.removeprefix("/")
    if not path:
        return "index.html"
    return path if Path(path).suffix in _NAMED_WHOLE else f"{path}.html"


def _file(request: Request, found: _File, max_age_seconds: int) -> Response:
    zipped = len(found.data) >= _SMALLEST_GZIP and accepts_gzip(request.headers.get("accept-encoding"))
    etag = f'"{found.digest}-gzip"' if zipped else f'"{found.digest}"'
    headers = {"ETag": etag, "Vary": "Accept-Encoding", "Cache-Control": f"public, max-age={max_age_seconds}"}
    if found.changed_at <= datetime.now(UTC):
        headers["Last-Modified"] = http_date(found.changed_at)
    if found.noindex:
        headers["X-Robots-Tag"] = "noindex"
    if Path(found.path).suffix in _FOR_PROGRAMS:
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Access-Control-Expose-Headers"] = "ETag"
    if not_modified(request.headers, etag, found.changed_at):
        return Response(status_code=304, headers=headers)
    if zipped:
        headers["Content-Encoding"] = "gzip"
    # To HEAD the server sends these headers, with the length, and leaves the body out.
    return Response(_gzipped(found.data) if zipped else found.data, headers=headers, media_type=found.media_type)


@lru_cache(maxsize=256)
def _gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
