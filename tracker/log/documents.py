"""Documents: the words that events point into, in parts that the log commits to one by one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tracker.log.chain import commitment, new_salt
from tracker.log.sealed import SealedName, SealedPlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import psycopg

    from tracker.log.sealed import Sealed
    from tracker.types import DocumentId, ReferenceId


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document: part 0 is the subject (without offset), the others in order make up the telegram."""

    ordinal: int
    start: int | None
    words: str
    salt: bytes
    commitment: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A telegram, decoded and masked, as it enters the log: the `ordinal`-th document of its cable."""

    document_id: DocumentId
    reference_id: ReferenceId
    ordinal: int
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The telegram."""
        return "".join(part.words for part in self.parts if part.start is not None)

    @property
    def subject(self) -> str:
        """The subject as the release tells it; empty where it tells none."""
        return "".join(part.words for part in self.parts if part.start is None)


def _part(ordinal: int, start: int | None, words: str) -> Part:
    salt = new_salt()
    return Part(ordinal, start, words, salt, commitment(salt, words))


def divide(
    document_id: DocumentId,
    reference_id: ReferenceId,
    ordinal: int,
    *,
    subject: str,
    text: str,
    boundaries: Iterable[int],
) -> Document:
    """The document made of `subject` and `text`, divided at `boundaries` (where its paragraphs start), newly salted."""
    offsets = sorted({0, len(text), *(offset for offset in boundaries if 0 < offset < len(text))})
    telegram = [_part(nth, start, text[start:end]) for nth, (start, end) in enumerate(pairwise(offsets), start=1)]
    return Document(document_id, reference_id, ordinal, (_part(0, None, subject), *telegram))


_COPY_DOCUMENTS = "COPY log.documents (document_id, reference_id, ordinal) FROM STDIN"
_COPY_PARTS = "COPY log.document_parts (document_id, ordinal, start_offset, words, salt, commitment) FROM STDIN"
_COPY_NAMES = "COPY sealed.protected_names (document_id, number, words, reason) FROM STDIN"
_COPY_PLACES = "COPY sealed.protected_places (document_id, start_offset, words) FROM STDIN"


def record_documents(
    cursor: psycopg.Cursor[dict[str, Any]], documents: Sequence[Document], sealed: Sequence[Sealed]
) -> None:
    """Add documents and the words behind their masks, before the events that commit to them in the same transaction."""
    if documents:
        with cursor.copy(_COPY_DOCUMENTS) as copy:
            for document in documents:
                copy.write_row((document.document_id, document.reference_id, document.ordinal))
        with cursor.copy(_COPY_PARTS) as copy:
            for document in documents:
                for part in document.parts:
                    copy.write_row(
                        (document.document_id, part.ordinal, part.start, part.words, part.salt, part.commitment)
                    )
    names = [each for each in sealed if isinstance(each, SealedName)]
    places = [each for each in sealed if isinstance(each, SealedPlace)]
    if names:
        with cursor.copy(_COPY_NAMES) as copy:
            for name in names:
                copy.write_row((name.document_id, name.number, name.words, name.reason))
    if places:
        with cursor.copy(_COPY_PLACES) as copy:
            for place in places:
                copy.write_row((place.document_id, place.start, place.words))
