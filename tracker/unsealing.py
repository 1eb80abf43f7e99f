"""Words that were protected put back: by whoever has the owner's address of the database, who alone can read them.

The text of record is recorded once more with the words where the masks stood. Older texts have lost them for good.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

from tracker import embedded
from tracker.accounts import account
from tracker.cables.covering import moved
from tracker.cables.masks import MASK
from tracker.cables.model import ProtectedName
from tracker.cables.protection import Masked
from tracker.deciding.plans import decision_stream
from tracker.deciding.restoring import restore_spanning
from tracker.decision_events import WordsProtected
from tracker.errors import ProtectionError
from tracker.hiding import recorded_cable
from tracker.log.log import Log
from tracker.log.recorded import new_event
from tracker.revisions import hide
from tracker.types import DecisionId, Position, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

    from tracker.cables.model import Cable
    from tracker.settings import Settings

_PLACES = "SELECT words FROM sealed.protected_places WHERE document_id = %s ORDER BY start_offset"


def protected_by(log: Log, decision_id: DecisionId) -> WordsProtected | None:
    """What a decision had hidden; None where it is another decision, or none."""
    events = log.read_stream(decision_stream(decision_id))
    first = events[0].event if events and events[0].type == WordsProtected.type() else None
    return first if isinstance(first, WordsProtected) else None


def put_back(writer: Engine, settings: Settings, decision_id: DecisionId, *, reason: str, actor: str) -> list[Position]:
    """Undo the protection of words; returns the positions of the events that tell of it, none where it is undone.

    Raises ProtectionError where nobody kept the words, or the cable has another text by now.
    """
    log = Log(writer)
    protected = protected_by(log, decision_id)
    if protected is None:
        raise ProtectionError(f"decision {decision_id} protects no words")
    undoing = restore_spanning(decision_id, log.read_stream(decision_stream(decision_id)), reason)
    if not undoing.entries:
        return []
    told = account(log, protected.reference_id)
    assert told.content is not None
    assert told.document is not None
    with _owner(settings) as owner:
        words = [str(row[0]) for row in owner.execute(_PLACES, [protected.document_id]).fetchall()]
    cable = _with_words(recorded_cable(told.content, told.document), protected, words)
    run = uuid4()
    revision, _ = hide(cable, told, actor=actor, correlation=run, keep_protected_words=False)
    return log.append(
        [
            *revision.events,
            *(
                new_event(each.event, stream=each.stream, event_id=each.event_id, actor=actor, correlation=run)
                for each in undoing.entries
            ),
        ],
        expected={revision.stream: told.version, **undoing.expected},
        documents=revision.documents,
    )


def _with_words(cable: Cable, protected: WordsProtected, words: Sequence[str]) -> Cable:
    """The cable with the words in the places of the masks, in their order."""
    text = cable.document
    masks = [found for found in MASK.finditer(text) if int(found["number"]) in protected.numbers]
    if not words:
        raise ProtectionError("nobody kept these words; take the cable in again from a rendition that has them")
    if len(masks) != len(words):
        raise ProtectionError(f"the text of {cable.reference_id} has changed since, and its masks are others")
    parts, at = list[str](), 0
    for mask, said in zip(masks, words, strict=True):
        parts += [text[at : mask.start()], said]
        at = mask.end()
    told = "".join([*parts, text[at:]])
    replaced = tuple((Span(*mask.span()), len(said)) for mask, said in zip(masks, words, strict=True))
    left = sorted({int(found["number"]) for found in MASK.finditer(told)})
    return replace(
        moved(cable, Masked(told, (), replaced)), protected=tuple(ProtectedName(number, "", "") for number in left)
    )


@contextmanager
def _owner(settings: Settings) -> Iterator[psycopg.Connection]:
    """A connection as the owner, who alone reads sealed words."""
    if settings.embedded:
        with embedded.running(settings.data) as url, _connected(url) as connection:
            yield connection
    elif settings.database_url is None:
        raise ProtectionError("only the owner of the database reads sealed words; set TRACKER_DATABASE_URL")
    else:
        with _connected(settings.database_url) as connection:
            yield connection


@contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection]:
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        yield connection
