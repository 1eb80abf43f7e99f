"""Tells a WebSub hub which feeds changed, so that its subscribers need not wait until they ask again.

Without a hub nothing is sent anywhere. What the hub was told of each document is remembered in a file; what it could
not be told is still to be told, however often the process ends in between.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from feeds.documents import GENERATOR
from feeds.formats import Format
from feeds.topics import Family
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tracker.types import JsonObject

STATE = "websub.json"
_TIMEOUT = httpx.Timeout(10.0)
_FAILURES_BORNE = 3
"""After so many in a row the hub is taken to be away."""

States = dict[str, str]


class HubError(TrackerError):
    """The WebSub hub could not be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """A hub, the folder of published files, the base URL that they stand under, and the folder of what is kept."""

    url: str
    public: Path
    base_url: str
    data: Path

    def tell(self, still: Callable[[], None] = lambda: None) -> int:
        """Tell the hub of every document that changed since it was last told; returns of how many.

        The first time all that is there counts as told: before its feeds named a hub nobody could subscribe at one.
        `still` is called before each and may raise. Raises HubError where one could not be told; it is still to be
        told the next time.
        """
        now, told = documents(self.public), self._remembered()
        if told is None:
            self._remember(now)
            return 0
        changed = sorted(path for path, state in now.items() if told.get(path) != state)
        try:
            return self._tell(changed, now, told, still)
        finally:
            self._remember({path: state for path, state in told.items() if path in now})

    def _tell(self, changed: Iterable[str], now: Mapping[str, str], told: States, still: Callable[[], None]) -> int:
        count, failures = 0, list[str]()
        with httpx.Client(timeout=_TIMEOUT, headers={"User-Agent": GENERATOR}) as client:
            for path in changed:
                still()
                fault = _publish(client, self.url, f"{self.base_url}/{path}")
                if fault:
                    failures.append(fault)
                    if len(failures) == _FAILURES_BORNE and not count:
                        break
                else:
                    count += 1
                    told[path] = now[path]
        if failures:
            raise HubError(f"the hub {self.url} was told of {count} feeds and not of all ({failures[0]})")
        return count

    def _remembered(self) -> States | None:
        try:
            known: JsonObject = json.loads((self.data / STATE).read_text(encoding="utf-8"))
            if known["hub"] != self.url or not isinstance(known["told"], dict):
                return None
            return {path: str(state) for path, state in known["told"].items()}
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def _remember(self, told: States) -> None:
        unfinished = (self.data / STATE).with_suffix(f".{os.getpid()}")
        content = {"hub": self.url, "told": dict(sorted(told.items()))}
        unfinished.write_text(json.dumps(content, indent=1), encoding="utf-8")
        unfinished.replace(self.data / STATE)


def documents(public: Path) -> States:
    """The documents that readers poll, by their paths, each with a state that is another one when its bytes are.

    A published file is never touched while its bytes are the same, so none need be read.
    """
    found: States = {}
    for form in Format:
        for path in (public / "feeds").rglob(f"*.{form}"):
            parts = path.relative_to(public / "feeds").parts
            if path.name.startswith(".") or len(parts) != _depth(parts[0]):
                continue
            status = path.stat()
            found[path.relative_to(public).as_posix()] = f"{status.st_mtime_ns}-{status.st_size}"
    return found


def _depth(first: str) -> int:
    """How many names a subscription document's path has: archives lie one folder deeper."""
    return 2 if first in set(Family) - {Family.ALL} else 1


def _publish(client: httpx.Client, hub: str, topic: str) -> str:
    """Tell the hub of one topic; returns what went wrong, empty where nothing did."""
    try:
        response = client.post(hub, data={"hub.mode": "publish", "hub.url": topic, "hub.topic": topic})
    except httpx.HTTPError as error:
        return str(error) or type(error).__name__
    return "" if response.is_success else f"it answers {response.status_code}"
