"""A large file of a site, fetched into a folder: piece by piece, within a limit, and from where it was broken off.

What is not whole yet is kept with how the site told its version, so that the rest is asked for only where it is the
rest of the same file (RFC 9110, section 13.1.5); where the site tells no version, it is fetched from its beginning.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import asdict, dataclass, field, replace
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from tracker.cables.raw_files import MAXIMUM_STREAM_BYTES
from tracker.sources.fetching import FetchError, Passing, Unchanged, Validators

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx

    from tracker.sources.fetching import Fetcher, Missing

_LEFT_FREE_BYTES = 1024 * 1024 * 1024
"""So much of the disk is left to the database, which shares it."""
_RANGE = re.compile(r"bytes (?P<first>\d{1,15})-\d{1,15}/(?:\d{1,15}|\*)")
_OTHER_THAN_NAME = re.compile(r"[^0-9A-Za-z._-]")


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file that is there as a whole, and how to ask whether it has changed."""

    path: Path
    validators: Validators


@dataclass(frozen=True, slots=True)
class _Begun:
    """What is known of the file whose beginning, or whole, is there."""

    address: str
    validators: Validators = field(default_factory=Validators)
    whole: bool = False

    @property
    def if_range(self) -> str | None:
        """By what the rest is known to be of the same file; None where nothing tells it."""
        etag = self.validators.etag
        return etag if etag and not etag.startswith("W/") else self.validators.last_modified


@dataclass(slots=True)
class Download:
    """The file at an address, in a folder that nothing else is in; `still` is called for each piece and may raise."""

    address: str
    folder: Path
    still: Callable[[], None]
    limit: int = MAXIMUM_STREAM_BYTES

    @property
    def path(self) -> Path:
        """Where it is written, by the name that it has at the site."""
        name = PurePosixPath(unquote(urlsplit(self.address).path)).name
        return self.folder / (_OTHER_THAN_NAME.sub("_", name).lstrip(".")[-100:] or "dump")

    def fetch(self, fetcher: Fetcher, known: Validators) -> Downloaded | Unchanged | Missing:
        """The file, unless it is the one that is `known`.

        Raises FetchError for what the site does not give in several attempts, or is too large, also for the disk.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        answer = fetcher.ask(self.address, lambda: self._headers(known), self._receive)
        begun = self._begun()
        if isinstance(answer, Unchanged) and begun.whole:
            return Downloaded(self.path, begun.validators)
        return answer

    def discard(self) -> None:
        """Delete what is there of it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _headers(self, known: Validators) -> dict[str, str]:
        begun = self._begun()
        # As it lies there: a part of what was packed on the way could not be told.
        plain = {"Accept-Encoding": "identity"}
        if begun.whole:
            return {**plain, **begun.validators.headers}
        if (size := self._size()) and begun.if_range:
            return {**plain, "Range": f"bytes={size}-", "If-Range": begun.if_range}
        return {**plain, **known.headers}

    def _receive(self, response: httpx.Response) -> Downloaded | Passing:
        there = self._size() if response.status_code == HTTPStatus.PARTIAL_CONTENT else 0
        told = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if response.status_code != HTTPStatus.OK and (not there or not told or int(told["first"]) != there):
            self.path.unlink(missing_ok=True)
            return Passing("the site does not give the rest of it")
        begun = self._begun() if there else _Begun(self.address, Validators.told(response))
        length = response.headers.get("Content-Length", "")
        try:
            self._check(there, int(length) if length.isdecimal() else 0)
            if not there:
                # Empty first: what lay there is of another version than the one noted now.
                self.path.write_bytes(b"")
                self._note(begun)
            self._write(response, there)
            self._note(replace(begun, whole=True))
        except OSError as error:
            raise FetchError(f"{self.address}: it cannot be written ({error.strerror})") from None
        return Downloaded(self.path, begun.validators)

    def _write(self, response: httpx.Response, there: int) -> None:
        with self.path.open("ab") as file:
            # As they come: what is gathered to larger ones is lost when the connection is.
            for piece in response.iter_raw():
                self.still()
                self._check(there, len(piece))
                there += file.write(piece)
            file.flush()
            # Before it is noted to be whole.
            os.fsync(file.fileno())

    def _check(self, there: int, coming: int) -> None:
        """Raises FetchError where what comes is too much."""
        if there + coming > self.limit:
            self.path.unlink(missing_ok=True)
            raise FetchError(f"{self.address}: more than {self.limit} bytes")
        free = shutil.disk_usage(self.folder).free
        if free - coming < _LEFT_FREE_BYTES:
            raise FetchError(
                f"{self.address}: {coming >> 20} MB more would leave less than {_LEFT_FREE_BYTES >> 20} MB of the disk"
            )

    def _size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def _begun(self) -> _Begun:
        try:
            told = json.loads(self._notes.read_text(encoding="utf-8"))
            begun = _Begun(told["address"], Validators(**told["validators"]), told["whole"])
        except (OSError, ValueError, KeyError, TypeError):
            return _Begun(self.address)
        return begun if begun.address == self.address and self.path.exists() else _Begun(self.address)

    def _note(self, begun: _Begun) -> None:
        self._notes.write_text(json.dumps(asdict(begun)), encoding="utf-8")

    @property
    def _notes(self) -> Path:
        # Hidden, so that no file of a site is called like it.
        return self.folder / ".begun.json"
