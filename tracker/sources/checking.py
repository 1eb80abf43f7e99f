"""A look at a source: what is new there is fetched, read and recorded, some documents at a time.

What is known of the source is kept after the cables are recorded, so a crash in between has them asked for, and
compared with the log, once more; and a look that was interrupted goes on where it was.
"""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from tracker.cables.parallel import processors
from tracker.ingest import Summary
from tracker.log.log import Log
from tracker.sources.configured import SourceKind
from tracker.sources.downloading import Download
from tracker.sources.dump import Dump
from tracker.sources.feed import Feed
from tracker.sources.fetching import Fetcher
from tracker.sources.folder import Folder
from tracker.sources.memory import Memory
from tracker.sources.mirror import Mirror
from tracker.sources.pages import Pages
from tracker.sources.presence import Presence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sqlalchemy import Engine

    from tracker.cables.raw_files import RawFile
    from tracker.ingest import Ingest
    from tracker.sources.configured import Source
    from tracker.types import JsonObject, ReferenceId

    Progress = Callable[[int, int, Summary], None]
    """Told how many documents of how many are done, and what the last of them came to."""

_COUNTS = (
    "new",
    "changed",
    "unchanged",
    "copies",
    "told_in_sum",
    "reports_new",
    "reports_corrected",
    "reports_withdrawn",
)
_Document = TypeVar("_Document")

_OF_SITES: dict[SourceKind, type[Pages]] = {SourceKind.MIRROR: Mirror, SourceKind.FEED: Feed}
_TOGETHER = 100
"""How many documents are recorded before what is known of them is kept."""
_FEW = 50
"""So many documents are read before other processes would have begun."""


@dataclass(slots=True)
class Look:
    """What a look at a source came to: documents asked for, what was recorded of them, and what could not be had."""

    documents: int = 0
    recorded: list[Summary] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    withdrawn: list[ReferenceId] = field(default_factory=list)
    """Cables that the site had and has for good no more."""
    reappeared: list[ReferenceId] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether anything was recorded that readers may see."""
        recorded = any(summary.new or summary.changed for summary in self.recorded)
        return recorded or bool(self.withdrawn or self.reappeared)

    @property
    def refused(self) -> list[tuple[str, str]]:
        """What is no cable that can be read, by its source, and why."""
        return [refusal for summary in self.recorded for refusal in summary.refused]

    def as_json(self) -> JsonObject:
        """The look in numbers, and its problems."""
        counts = {name: sum(getattr(each, name) for each in self.recorded) for name in _COUNTS}
        refused = [{"source": source, "reason": reason} for source, reason in self.refused]
        return {
            "documents": self.documents,
            **counts,
            "withdrawn": list(self.withdrawn),
            "reappeared": list(self.reappeared),
            "refused": refused,
            "problems": list(self.problems),
        }


def look(
    engine: Engine,
    make_ingest: Callable[[int], Ingest],
    source: Source,
    *,
    actor: str,
    still: Callable[[], None],
    whole: bool = False,
    downloads: Path,
    wait: Callable[[float], None] = time.sleep,
    progress: Progress | None = None,
) -> Look:
    """Record what is new or changed at a source; with `whole` all of it is looked at, not only what may be new.

    `make_ingest` gives what records, by so many processes that read; `actor` is who does. `still` is called again and
    again, and ends the look by what it raises. Below `downloads` lie large files until they are recorded.

    Raises FetchError, ReleaseError where the source cannot be looked at; a single document that cannot be had is a
    problem told in the result.
    """
    memory = Memory(engine, source.name)
    if source.kind is SourceKind.FOLDER:
        folder = Folder(source.place, memory)
        found = _record(
            make_ingest, memory, folder.changed(whole=whole), folder.contents, still=still, progress=progress
        )
        found.problems += [f"{name} is being written to" for name in folder.unfinished]
        return found

    def pause(seconds: float) -> None:
        still()
        wait(seconds)

    with closing(Fetcher(source.at, pause=source.pause_seconds, wait=pause)) as fetcher:
        if source.kind is SourceKind.DUMP:
            dump = Dump(Download(source.at, downloads / source.name, still), fetcher, memory)
            found = _record(
                make_ingest,
                memory,
                dump.changed(whole=whole),
                dump.contents,
                still=still,
                progress=progress,
                large=True,
            )
            dump.done()
            return found
        mirror = _OF_SITES[source.kind](source.at, fetcher, memory)
        presence = Presence(Log(engine), actor)
        try:
            pages = mirror.cables(whole=whole)
        finally:
            memory.save()
        found = _record(make_ingest, memory, pages, mirror.pages, still=still, progress=progress)
        gone = mirror.gone()
        found.reappeared = presence.record(mirror.back, source.name, there=True)
        found.withdrawn = presence.record(gone, source.name, there=False)
        # Last, so that a crash in between has it asked, and found recorded, once more.
        memory.save()
        found.problems += mirror.problems
        found.problems += [problem for page in pages if (problem := memory[page].problem)]
        return found


def _record(
    make_ingest: Callable[[int], Ingest],
    memory: Memory,
    documents: list[_Document],
    contents: Callable[[list[_Document]], Iterable[RawFile]],
    *,
    still: Callable[[], None],
    progress: Progress | None,
    large: bool = False,
) -> Look:
    found = Look(len(documents))
    ingest = make_ingest(1 if len(documents) <= _FEW and not large else processors())
    for start in range(0, len(documents), _TOGETHER):
        still()
        together = documents[start : start + _TOGETHER]
        found.recorded.append(ingest.run(contents(together)))
        memory.save()
        if progress:
            progress(start + len(together), len(documents), found.recorded[-1])
    return found
