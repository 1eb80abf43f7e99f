"""Words that somebody has hidden later: the text of record is recorded once more with masks in their places.

What the masks stand for goes to schema `sealed`, or nowhere; in every older text of the cable it is erased. So no
document, view, page, feed or archive that is made of the log afterwards tells it, and no re-reading brings it back.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from tracker import identity
from tracker.accounts import account, cable_stream
from tracker.alignment import united
from tracker.cables.covering import moved
from tracker.cables.masks import MASK, mask_of
from tracker.cables.protection import Masked, masked
from tracker.cables.protection_names import capitals_tell, name_at_start, names_in, words_in
from tracker.cables.protection_occurrences import Occurrences, telling_words
from tracker.cables.protection_plain import plain
from tracker.cables.protection_subjects import Subject
from tracker.cables.shown_words import shown_in
from tracker.decision_events import Decision, WordsProtected
from tracker.erasure_events import WordsErased
from tracker.errors import ProtectionError, WrongVersionError
from tracker.hiding import recorded_cable
from tracker.log.erasure import Eraser, of_words
from tracker.log.log import Log
from tracker.log.recorded import new_event
from tracker.log.sealed import SealedPlace
from tracker.masking import in_subject
from tracker.revisions import hide
from tracker.types import DecisionId, Span, Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Engine

    from tracker.accounts import Account
    from tracker.cables.model import Cable, Paragraph
    from tracker.log.documents import Document
    from tracker.log.erasure import Erasure
    from tracker.types import Position, ReferenceId

HEAD = "head"
"""What stands before the first paragraph, and after the last."""
_ATTEMPTS = 5
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants hidden: these words of a paragraph (its label or ordinal, or `head`), and why.

    `only_here` leaves what tells the same elsewhere in the cable as it is; `keep` has the words sealed, not forgotten.
    """

    reference_id: ReferenceId
    paragraph: str
    words: str
    reason: str
    only_here: bool = False
    keep: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What hiding the words comes to. Nothing of it tells the words but the cable before it was masked.

    `masks` are how many places each paragraph (its label, or `head`) gets, `older` how many are erased in older texts;
    `lines` show how the masked places then read; `standing` where the same words are left, by paragraph.
    """

    wish: Wish
    told: Account
    cable: Cable
    result: Masked
    subjects: tuple[Subject, ...]
    masks: dict[str, int]
    lines: tuple[str, ...]
    standing: dict[str, int]
    seen: Position

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the masks."""
        return tuple(name.number for name in self.result.names)


@dataclass(frozen=True, slots=True)
class Protected:
    """What was done: the decision, by which it can be undone, and the positions of the events that tell of it.

    There is none, only erasures, where the words were erased for good.
    """

    decision_id: DecisionId | None
    positions: tuple[Position, ...]


def plan(log: Log, wish: Wish) -> Plan:
    """What hiding the words comes to. Raises ProtectionError where there are no such words, or no such place."""
    seen = log.head().position
    told = account(log, wish.reference_id)
    if told.content is None or told.document is None:
        raise ProtectionError(f"the log has no cable {wish.reference_id}")
    cable = recorded_cable(told.content, told.document)
    stretches = _stretches(cable, wish.paragraph)
    places = _places(cable.document, wish.words)
    here = [place for place in places if any(each.start <= place.start < each.end for each in stretches)]
    if not here:
        raise ProtectionError(f"{wish.reference_id} has no such words in {_named(wish.paragraph)}")
    subjects = tuple(_subjects(cable.document, here if wish.only_here else [*here, *places], wish))
    result = masked(cable.document, subjects, first_number=_first_number(cable), elsewhere=not wish.only_here)
    after = moved(cable, result)
    left = Counter(_anchor(after, place.start) for place in _places(after.document, wish.words))
    return Plan(
        wish=wish,
        told=told,
        cable=after,
        result=result,
        subjects=subjects,
        masks=dict(Counter(_anchor(cable, span.start) for span, _ in result.replaced)),
        lines=tuple(_shown(after, name.number) for name in result.names),
        standing=dict(left),
        seen=seen,
    )


def protect(
    writer: Engine, eraser: Engine, wish: Wish, *, actor: str, agreed: Callable[[Plan], bool] = lambda _: True
) -> tuple[Plan, Protected | None]:
    """Hide words as `plan` tells; returns the plan and what was recorded, None where it was not agreed to.

    First the masked text is recorded, with the decision, then the older texts lose the words: where that is
    interrupted, `cover_older_texts` of the same plan does the rest.
    """
    log = Log(writer)
    for attempt in range(1, _ATTEMPTS + 1):
        made = plan(log, wish)
        if not agreed(made):
            return made, None
        try:
            decision_id, positions = _record(log, made, actor)
            break
        except WrongVersionError:
            if attempt == _ATTEMPTS:
                raise
    positions += cover_older_texts(eraser, made, actor=actor)
    return made, Protected(decision_id, tuple(positions))


def _record(log: Log, made: Plan, actor: str) -> tuple[DecisionId, list[Position]]:
    """Append the masked text with the reports that are read in it, and the decision, in one piece."""
    wish, decision_id = made.wish, DecisionId(uuid4())
    revision, document = hide(
        made.cable, made.told, actor=actor, correlation=decision_id, keep_protected_words=wish.keep
    )
    sealed = [*revision.sealed, *(_sealed_places(made, document) if wish.keep else ())]
    decision = new_event(
        WordsProtected(
            reference_id=wish.reference_id,
            document_id=document.document_id,
            numbers=made.numbers,
            decision=Decision(decision_id=decision_id, reason=wish.reason, seen=made.seen),
        ),
        stream=Stream(f"decision/{decision_id}"),
        event_id=identity.event_id(str(decision_id), WordsProtected.type(), 0),
        actor=actor,
        correlation=decision_id,
    )
    positions = log.append(
        [*revision.events, decision],
        expected={revision.stream: made.told.version, decision.stream: None},
        documents=revision.documents,
        sealed=sealed,
    )
    return decision_id, positions


def cover_older_texts(eraser_engine: Engine, made: Plan, *, actor: str) -> list[Position]:
    """Erase what is now masked from all other texts of the cable; returns the positions of the events that tell of it.

    What is erased already is left as it is, so it can be done again.
    """
    eraser = Eraser(eraser_engine)
    stream = cable_stream(made.wish.reference_id)
    for attempt in range(1, _ATTEMPTS + 1):
        told = account(eraser.log, made.wish.reference_id)
        erasures = [
            erasure
            for document in told.every_document()
            if document.text != made.cable.document and (erasure := _erasure(document, made, told, actor)) is not None
        ]
        if not erasures:
            return []
        try:
            return eraser.erase(erasures, expected={stream: told.version})
        except WrongVersionError:
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError


def _erasure(document: Document, made: Plan, told: Account, actor: str) -> Erasure | None:
    """The erasure of what a text of the cable shows of the words; None where it shows nothing of them."""
    assert made.told.document is not None
    before = made.told.document
    if document.document_id == before.document_id:
        spans = [span for span, _ in made.result.replaced]
    else:
        known = shown_in(document.text, before.text)
        spans = [
            span
            for span in shown_in(document.text, made.cable.document)
            if not any(span.overlaps(other) for other in known)
        ]
        spans += _told(document.text, made)
    titles = [*in_subject(document.subject, document.text, spans), *_told(document.subject, made)]
    spans, titles = _telling(document.text, spans), _telling(document.subject, titles)
    if not spans and not titles:
        return None
    earlier = told.earlier[str(document.document_id), WordsErased.type()]
    return of_words(document, spans, titles, reason=made.wish.reason, actor=actor, earlier=earlier)


def _told(text: str, made: Plan) -> list[Span]:
    """Where another text, or a subject, tells the words by itself."""
    if made.wish.only_here or not text:
        return []
    sought = [replace(subject, span=Span(0, 0)) for subject in made.subjects]
    return [*(span for span, _ in masked(text, sought).replaced), *_places(text, made.wish.words)]


def _telling(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans, united, but for those where nothing is left to erase."""
    return [span for span in united(spans) if _LETTER.search(MASK.sub("", text[span.start : span.end]))]


def _first_number(cable: Cable) -> int:
    """The first number that no mask of the cable has."""
    masked_by_now = (int(found["number"]) for found in MASK.finditer(cable.document))
    return max((len(cable.protected), *masked_by_now)) + 1


def _stretches(cable: Cable, paragraph: str) -> list[Span]:
    """The parts of the document that a label or an ordinal means. Raises ProtectionError where there are none."""
    if paragraph == HEAD:
        first = cable.paragraphs[0].span.start if cable.paragraphs else len(cable.document)
        last = cable.paragraphs[-1].span.end if cable.paragraphs else first
        return [Span(0, first), Span(last, len(cable.document))]
    labelled = [each for each in cable.paragraphs if each.label == paragraph]
    found = labelled or [each for each in cable.paragraphs if str(each.ordinal) == paragraph]
    if not found:
        raise ProtectionError(f"{cable.reference_id} has no {_named(paragraph)}")
    return [each.span for each in found]


def _named(paragraph: str) -> str:
    return "its head" if paragraph == HEAD else f"paragraph {paragraph}"


def _places(text: str, words: str) -> list[Span]:
    """Where the words stand: as they are given whatever the case and the white space, or by their letters alone."""
    given = words.split()
    if not given:
        return []
    pattern = r"\s+".join(map(re.escape, given))
    pattern = rf"(?<!\w){pattern}" if given[0][0].isalnum() else pattern
    pattern = rf"{pattern}(?!\w)" if given[-1][-1].isalnum() else pattern
    found = [Span(*match.span()) for match in re.finditer(pattern, text, re.IGNORECASE)]
    if not any(character.isdigit() for character in words):
        found += Occurrences(plain(text)).of_words(given)
    return united(found)


def _subjects(text: str, places: Iterable[Span], wish: Wish) -> Iterable[Subject]:
    """What is to be hidden at these places: a person's name where it is one, which is then sought as such elsewhere."""
    for place in dict.fromkeys(places):
        said = words_in(text, place.start, place.end)
        cased = capitals_tell(text, said) if said else True
        name = name_at_start(said, cased=cased) if said else None
        if name:
            yield Subject(place, name.words, "name", wish.reason)
            continue
        yield Subject(place, tuple(text[place.start : place.end].split()), "description", wish.reason)
        for inside, _ in names_in(said, cased=cased):
            if len(telling_words(inside.words)) > 1:
                yield Subject(Span(0, 0), inside.words, "name", wish.reason)


def _anchor(cable: Cable, at: int) -> str:
    """The label of the paragraph at a place of the document, its ordinal where it has none, or `head`."""

    def named(each: Paragraph) -> str:
        return each.label or str(each.ordinal)

    return next((named(each) for each in cable.paragraphs if each.span.start <= at < each.span.end), HEAD)


def _shown(cable: Cable, number: int) -> str:
    """The words around the first mask of a number, as they read then."""
    at = cable.document.index(mask_of(number))
    around = " ".join(cable.document[max(0, at - 60) : at + 80].split())
    return f"... {around} ..."


def _sealed_places(made: Plan, document: Document) -> Sequence[SealedPlace]:
    """What stood where each mask of the new document begins."""
    assert made.told.document is not None
    before = made.told.document.text
    return [
        SealedPlace(document.document_id, made.result.moved(span.start), before[span.start : span.end])
        for span, _ in made.result.replaced
    ]
