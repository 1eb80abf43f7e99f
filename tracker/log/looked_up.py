"""Streams and their documents, asked for many at a time: what a release of a quarter of a million cables needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.types import ReferenceId

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracker.log.documents import Document
    from tracker.log.log import Log
    from tracker.log.recorded import Recorded
    from tracker.types import DocumentId, Stream


class LookedUp:
    """What a log holds of some streams, as it was when they were first asked for; others are read as they are."""

    def __init__(self, log: Log, streams: Collection[Stream]) -> None:
        self._log = log
        self._wanted = streams
        self._streams: dict[Stream, list[Recorded]] | None = None
        self._documents: dict[DocumentId, Document] | None = None

    def read_stream(self, stream: Stream) -> list[Recorded]:
        """The events of a stream, oldest first; none where it does not exist."""
        if stream not in self._wanted:
            return self._log.read_stream(stream)
        if self._streams is None:
            self._streams = self._log.read_streams(self._wanted)
        return self._streams.get(stream, [])

    def document(self, document_id: DocumentId) -> Document | None:
        """A document with its words, or None where there is none of that id."""
        if self._documents is None:
            streams = self._streams or {}
            cables = [_reference_id(stream) for stream in streams]
            self._documents = self._log.documents_of(cables) if cables else {}
        return self._documents.get(document_id) or self._log.document(document_id)


def _reference_id(stream: Stream) -> ReferenceId:
    return ReferenceId(stream.partition("/")[2])
