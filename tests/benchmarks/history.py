"""A long history of invented cables: with renditions, reports of all kinds, corrections, withdrawals, developments.

A few cables are recorded, revised and announced as `tracker ingest` does it. What the log then holds of each is
repeated with other ids, dates, places, groups and names, so that the events are as many as wanted and as different as
real ones: some cables tell again what another told, and of a realistic mix all but one in a hundred tell nothing. Their
texts are short: what words cost is measured where whole releases are (`whole`).
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, count, groupby
from operator import attrgetter
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from tests.database.invented import file, ingest, telegram
from tracker import registers
from tracker.log.chain import body_json, event_digest, new_salt
from tracker.log.documents import Document, Part
from tracker.log.laying import Append
from tracker.log.log import Log
from tracker.log.recorded import NewEvent
from tracker.log.transactions import transaction
from tracker.projections.announcer import Announcer
from tracker.types import DocumentId, EventId, ReferenceId, Stream, Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.database import Database
    from tracker.log.recorded import Recorded

_YEARS = 20
_AGAIN = 0.15
"""How many of the cables tell what one of the latest told."""
_LATEST = 200
_LATER = 1_000
"""How many cables come between one and its revision."""
_REVISED = 0.1
_CITIES = 80
_GROUPS = ("gulf", "sinaloa", "los-zetas", "juarez", "tijuana", "la-familia", "beltran-leyva")

_ARREST = "On March 3, federal police in Reynosa arrested Ramiro Puente Aldama of the Gulf Cartel and four of his men."
_SEIZURE = "On March 5, soldiers seized 300 kilograms of cocaine and 12 rifles in Nuevo Laredo, Tamaulipas."
_ATTACK = "On March 7, gunmen of the Sinaloa Cartel killed two municipal police officers and a bystander in Monterrey."
_OPERATION = "On March 1, the government launched Operation Tamaulipas Segura with 3,000 troops in Tamaulipas."
_FIGURES = "According to the press, there were 310 drug-related killings in Chihuahua in February 2007."
_FIELDS = "On March 4, the army destroyed 40 hectares of poppy near Badiraguato, Sinaloa."
_CLASH = (
    "On March 6, soldiers clashed with gunmen in Apatzingan, Michoacan; five gunmen died and three soldiers were hurt."
)
_TALK = "Our contacts in the business community spoke at length of the price of cement and of the roads to the coast. "
_CABLES = (
    (_ARREST, _TALK * 3, _SEIZURE),
    (_TALK * 4, _ATTACK, _SEIZURE, _ARREST),
    (_OPERATION, _ARREST, _TALK * 2, _SEIZURE, _ATTACK),
    (_FIGURES, _TALK * 3, _CLASH, _ATTACK),
    (_FIELDS, _SEIZURE, _TALK * 5),
    (_CLASH, _ARREST, _TALK * 2, _ATTACK),
)
_QUIET = ((_TALK * 2, "They spoke of the new school and of the harvest. " * 3, _TALK * 3),)
"""What tells of no event."""
REALISTIC = 0.01
"""Which part of the cables reports events in a real release."""
_NAME = "Ramiro Puente Aldama"
_FIRST = ("Ramiro", "Javier", "Arturo", "Miguel", "Sergio", "Rafael", "Hector", "Julian", "Teodor", "Emilio")
_LAST = tuple(
    f"{begin}{middle}{end}"
    for begin in ("Pu", "Al", "Ca", "Mo", "Ro", "Sa", "Ve", "Za")
    for middle in ("en", "da", "rr", "ll")
    for end in ("te", "ma", "es", "al", "on")
)

_UUID_LENGTH = 36
_TOWNS = sorted(registers.municipalities(), key=lambda town: -town.people)[:_CITIES]
_VARYING = re.compile(
    rb'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d\dMEXICO\d+|\d{4}-\d\d-\d\d|"gulf"|"sinaloa"'
    rb'|\{"city":"[^"]+","state":"[^"]+"\}'
)


@dataclass(frozen=True, slots=True)
class Original:
    """What the log holds of one cable: its appends in order, each with the events' bodies in JSON, and its texts."""

    appends: tuple[tuple[tuple[Recorded, bytes], ...], ...]
    first: int
    """How many of the appends tell it for the first time; the others revise it."""
    documents: tuple[Document, ...]


def originals(database: Database) -> list[Original]:
    """Record the few cables in an empty log, and read what it then holds of each."""
    log = Log(database.engine("writer"))
    found = []
    for serial, paragraphs in enumerate(_CABLES + _QUIET, start=5001):
        start = log.head().position
        revised = tuple(
            words.replace("four of", "five of").replace("school", "road") for words in paragraphs if words != _SEIZURE
        )
        appends = []
        first = 0
        for told in (paragraphs, revised):
            ingest(database, file(telegram(*told, serial=serial), f"{serial}.txt"))
            Announcer(database.engine("writer")).catch_up()
            events = list(log.read_all(after=start))
            appends = [
                tuple((event, body_json(event.body or {})) for event in append)
                for _, append in groupby(events, attrgetter("first_position"))
            ]
            first = first or len(appends)
        found.append(Original(tuple(appends), first, tuple(_documents(database, f"07MEXICO{serial}"))))
    return found


def _documents(database: Database, reference_id: str) -> Iterator[Document]:
    with transaction(database.engine("writer")) as cursor:
        rows = cursor.execute(
            "SELECT document_id, d.ordinal AS nth, p.ordinal, p.start_offset, p.words, p.salt, p.commitment "
            "FROM log.documents d JOIN log.document_parts p USING (document_id) WHERE d.reference_id = %s "
            "ORDER BY d.ordinal, p.ordinal",
            [reference_id],
        ).fetchall()
    for (document_id, nth), parts in groupby(rows, lambda row: (row["document_id"], row["nth"])):
        yield Document(
            DocumentId(document_id),
            ReferenceId(reference_id),
            nth,
            tuple(
                Part(row["ordinal"], row["start_offset"], row["words"], bytes(row["salt"]), bytes(row["commitment"]))
                for row in parts
            ),
        )


class History:
    """The appends of a history, one cable after the other, without end. Of the same seed it is the same.

    `telling` is which part of the cables reports events.
    """

    def __init__(self, found: list[Original], *, seed: int, telling: float = 1.0) -> None:
        self._found, self._quiet = found[: len(_CABLES)], found[len(_CABLES) :]
        self._telling = telling
        self._random = Random(seed)
        self._latest: deque[_Story] = deque(maxlen=_LATEST)
        self._later: deque[tuple[int, _Copy]] = deque()
        self._numbers = count(10_000 * seed)

    def appends(self, events: int) -> Iterator[Append]:
        """The next appends, of about so many events. Revisions come a thousand cables after what they revise."""
        made = 0
        for number in self._numbers:
            copy = self._next(number)
            if self._random.random() < _REVISED:
                self._later.append((number, copy))
            due = copy.appends(range(copy.original.first))
            if self._later and number - self._later[0][0] > _LATER:
                due = chain(due, self._later.popleft()[1].revisions())
            for append in due:
                made += len(append.events)
                yield append
            if made >= events:
                return

    def cables(self) -> Iterator[list[Append]]:
        """Further cables without end, each with reports and developments, and none of them ever revised."""
        for number in self._numbers:
            copy = self._next(number, telling=1.0)
            yield list(copy.appends(range(copy.original.first)))

    def _next(self, number: int, *, telling: float | None = None) -> _Copy:
        tells = self._random.random() < (self._telling if telling is None else telling)
        original = self._random.choice(self._found if tells else self._quiet)
        retold = bool(self._latest) and self._random.random() < _AGAIN
        story = self._random.choice(self._latest) if retold else _Story(self._random)
        self._latest.append(story)
        return _Copy(original, number, story, self._random)


class _Story:
    """What really happened: when, where, and who had a part."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.days = timedelta(days=random.randrange(-365 * _YEARS, 0))
        self.name = f"{random.choice(_FIRST)} {random.choice(_LAST)} {random.choice(_LAST)}x"
        self._told: dict[bytes, bytes] = {}

    def instead_of(self, words: bytes) -> bytes:
        """What stands in it where the original has these words: another day, group or town."""
        if words not in self._told:
            self._told[words] = self._other(words)
        return self._told[words]

    def _other(self, words: bytes) -> bytes:
        if words[:1] == b'"':
            return f'"{self._random.choice(_GROUPS)}"'.encode()
        if words[:1] == b"{":
            town = self._random.choice(_TOWNS)
            return body_json({"city": town.name, "state": town.state})
        return (date.fromisoformat(words.decode()) + self.days).isoformat().encode()


class _Copy:
    """One cable that tells a story in the words of an original, with ids of its own."""

    def __init__(self, original: Original, number: int, story: _Story, random: Random) -> None:
        self.original = original
        self._number = number
        self._story = story
        self._random = random
        self._ids: dict[bytes, bytes] = {}
        self._versions: dict[Stream, Version] = {}
        self._shown: set[DocumentId] = set()

    def appends(self, which: range) -> Iterator[Append]:
        """Some of the appends, in order."""
        for nth in which:
            events = [self._event(event, body) for event, body in self.original.appends[nth]]
            expected = {event.stream: self._versions.get(event.stream, Version(0)) for event in events}
            for event in events:
                self._versions[event.stream] = Version(self._versions.get(event.stream, Version(0)) + 1)
            documents = [
                self._document(document)
                for document in self.original.documents
                if document.document_id not in self._shown
                and any(str(document.document_id).encode() in body for _, body in self.original.appends[nth])
            ]
            yield Append(events=events, expected=expected, documents=documents)

    def revisions(self) -> Iterator[Append]:
        """The appends that revise it, if any do."""
        return self.appends(range(self.original.first, len(self.original.appends)))

    def _event(self, event: Recorded, body: bytes) -> NewEvent:
        stream = Stream(self._varied(event.stream.encode()).decode())
        event_id, salt = EventId(self._uuid()), new_salt()
        json = self._varied(body)
        digest = event_digest(
            stream=stream,
            event_type=event.type,
            schema_version=event.schema_version,
            event_id=event_id,
            actor=event.actor,
            correlation=None,
            cause=None,
            body=json,
            salt=salt,
        )
        return NewEvent(stream, event_id, event.type, event.schema_version, event.actor, None, None, json, salt, digest)

    def _document(self, document: Document) -> Document:
        self._shown.add(document.document_id)
        document_id = DocumentId(UUID(self._varied(str(document.document_id).encode()).decode()))
        reference_id = ReferenceId(self._varied(document.reference_id.encode()).decode())
        parts = tuple(
            Part(part.ordinal, part.start, part.words.replace(_NAME, self._story.name), part.salt, part.commitment)
            for part in document.parts
        )
        return Document(document_id, reference_id, document.ordinal, parts)

    def _varied(self, words: bytes) -> bytes:
        return _VARYING.sub(self._other, words)

    def _other(self, match: re.Match[bytes]) -> bytes:
        words = match[0]
        if len(words) != _UUID_LENGTH and b"MEXICO" not in words:
            return self._story.instead_of(words)
        if words not in self._ids:
            is_reference = b"MEXICO" in words
            self._ids[words] = f"07MEXICO{self._number}".encode() if is_reference else str(self._uuid()).encode()
        return self._ids[words]

    def _uuid(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)
