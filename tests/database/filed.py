"""Exported logs made by hand, without a database and without the tracker's own code: the format, said a second time."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Line = dict[str, Any]

NAMESPACE = UUID("6f1d5c0a-7a43-5d0e-9a0b-3f5f2c1f6f4e")

_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def json_of(value: object) -> bytes:
    """Canonical JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def uuid_of(*name: object) -> str:
    """An id that is the same each time."""
    return str(UUID(bytes=hashlib.sha256(repr(name).encode()).digest()[:16]))


def part(ordinal: int, start: int | None, words: str, *, salt: str = "5a" * 16) -> Line:
    """A part of a document."""
    commitment = hashlib.sha256(bytes.fromhex(salt) + words.encode()).hexdigest()
    return {"ordinal": ordinal, "start": start, "words": words, "salt": salt, "commitment": commitment}


def document(reference_id: str, *words: str, ordinal: int = 1) -> Line:
    """A document: its subject, and the words of its other parts."""
    parts = [part(0, None, words[0])]
    for nth, each in enumerate(words[1:], start=1):
        parts.append(part(nth, sum(len(before["words"]) for before in parts[1:]), each))
    return {
        "kind": "document",
        "document_id": str(uuid5(NAMESPACE, json.dumps(["document", reference_id, ordinal], separators=(",", ":")))),
        "reference_id": reference_id,
        "ordinal": ordinal,
        "parts": parts,
    }


def event(stream: str, version: int, event_type: str, body: Line, *, begins: bool = True, blank: bool = False) -> Line:
    """An event, which begins an append or not; `blank` is one whose body was erased."""
    return {
        "kind": "event",
        "stream": stream,
        "version": version,
        "event_id": uuid_of("event", stream, version),
        "type": event_type,
        "schema_version": 1,
        "actor": "a test",
        "correlation": None,
        "cause": None,
        "body": body,
        "salt": "a5" * 16,
        "begins": begins,
        "blank": blank,
    }


def recorded(named: Line, *, version: int = 1, event_type: str = "CableRecorded", blank: bool = False) -> Line:
    """The event that records a document in its cable's stream."""
    body = {
        "reference_id": named["reference_id"],
        "document_id": named["document_id"],
        "parts": [{"start": each["start"], "commitment": each["commitment"]} for each in named["parts"]],
        "paragraphs": [],
        "source": "a.html",
        "source_format": "release_page",
        "extractor": "0",
        "created": None,
        "released": None,
        "classification": None,
        "origin": None,
        "tags": [],
        "references": [],
        "partial": False,
        "protected_names": 0,
    }
    return event(f"cable/{named['reference_id']}", version, event_type, body, blank=blank)


def event_erased(erased: Line, *, version: int) -> Line:
    """The event that says that another's body was erased."""
    body = {"event_id": erased["event_id"], "type_erased": erased["type"], "subject": "a cable", "reason": "a test"}
    return event(erased["stream"], version, "EventErased", body)


def words_erased(named: Line, remaining: Line, *, version: int) -> Line:
    """The event that says that words of a part of a document were erased, and what remains."""
    body = {
        "reference_id": named["reference_id"],
        "document_id": named["document_id"],
        "parts": [{"ordinal": remaining["ordinal"], "spans": [[0, 3]], "commitment": remaining["commitment"]}],
        "reason": "a test",
    }
    return event(f"cable/{named['reference_id']}", version, "WordsErased", body)


def rendition(reference_id: str, version: int, *, begins: bool = True, source: str = "a.html") -> Line:
    """An event of a cable that names no document's parts."""
    body = {
        "reference_id": reference_id,
        "source": source,
        "source_format": "release_page",
        "sha256": "0" * 64,
        "characters": 9,
        "partial": False,
        "document_id": None,
    }
    return event(f"cable/{reference_id}", version, "RenditionRecorded", body, begins=begins)


def lines(drafts: Callable[[], Iterable[Line]], *, sample: bool | None = False) -> Iterator[bytes]:
    """The exported log of drafts, which are asked for twice: its header tells the last hash."""
    position, last, documents = 0, bytes(32).hex(), 0
    for line in _chained(drafts()):
        if line["kind"] == "event":
            position, last = line["position"], line["hash"]
        else:
            documents += 1
    ending = {"position": position, "hash": last}
    header = {"kind": "header", "of": "cable-tracker log", "format": 1, "sample": sample, **ending}
    sha256 = hashlib.sha256()
    for line in chain([header], _chained(drafts())):
        data = json_of(line) + b"\n"
        sha256.update(data)
        yield data
    counts = {"kind": "end", "events": position, "documents": documents, "sha256": sha256.hexdigest()}
    yield json_of(counts | ending) + b"\n"


def _chained(drafts: Iterable[Line]) -> Iterator[Line]:
    previous, position, first, time = bytes(32), 0, 0, (_BEGINNING - _EPOCH) // timedelta(microseconds=1)
    for draft in drafts:
        if draft["kind"] != "event":
            yield draft
            continue
        line = {name: value for name, value in draft.items() if name not in {"begins", "blank"}}
        told = {name: value for name, value in line.items() if name not in {"kind", "version"}}
        digest = hashlib.sha256(json_of(told)).digest()
        position += 1
        first = position if draft["begins"] else first
        time += 1_000_000 if draft["begins"] else 1
        place = b"".join(number.to_bytes(8, "big") for number in (position, line["version"], time))
        previous = hashlib.sha256(previous + place + digest).digest()
        recorded_at = (_EPOCH + timedelta(microseconds=time)).isoformat(timespec="microseconds")
        if draft["blank"]:
            line |= {"body": None, "salt": None}
        yield line | {
            "position": position,
            "first_position": first,
            "recorded_at": recorded_at.replace("+00:00", "Z"),
            "digest": digest.hex(),
            "hash": previous.hex(),
        }


def resealed(damaged: list[bytes]) -> bytes:
    """Lines of which some were changed, with an end that counts them and tells their digest anew."""
    ending = json.loads(damaged[-1])
    kinds = [json.loads(line)["kind"] for line in damaged]
    counts = {"events": kinds.count("event"), "documents": kinds.count("document")}
    sha256 = hashlib.sha256(b"".join(damaged[:-1])).hexdigest()
    return b"".join([*damaged[:-1], json_of(ending | counts | {"sha256": sha256}) + b"\n"])


def long_log(appends: int, *, events: int = 20, words: int = 600) -> Callable[[], Iterator[Line]]:
    """A log of many cables, each an append of a document and so many events of about so many bytes."""

    def drafts() -> Iterator[Line]:
        for number in range(appends):
            reference_id = f"07MEXICO{number + 1}"
            first = document(reference_id, "A SUBJECT", f"{number} " + "w" * words)
            yield first
            yield recorded(first)
            for version in range(2, events + 1):
                yield rendition(reference_id, version, begins=False, source=f"{version} " + "x" * max(0, words - 150))

    return drafts
