"""A cable of which more is masked than it asks for itself: what another rendition of it hides.

All that was read of the cable before is taken along: places move with the text, words that hold what is masked now are
read again or left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tracker.alignment import united
from tracker.cables.cleaning import clean, words
from tracker.cables.model import Cable, Paragraph
from tracker.cables.protection import Masked, masked
from tracker.cables.protection_names import capitals_tell, name_at_start, words_in
from tracker.cables.protection_occurrences import telling_words
from tracker.cables.protection_subjects import Subject
from tracker.cables.protection_tokens import WORD
from tracker.cables.protection_vocabulary import common_words, folded
from tracker.cables.redactions import redactions
from tracker.cables.shown_words import shown_in
from tracker.types import Span

REASON = "hidden in another rendition"


def masked_as_in(cable: Cable, others: Iterable[str], known: Iterable[tuple[str, ...]] = ()) -> Masked | None:
    """The cable's document with what other texts of it hide masked; None where it shows nothing of that.

    Whom another text names where this one hides the name is masked wherever this one missed it, and so are the names
    that are `known` to be protected.
    """
    spans: list[Span] = []
    names = list(known)
    for other in others:
        spans += shown_in(cable.document, other)
        names += _names_at(other, shown_in(other, cable.document))
    subjects = _subjects_at(cable.document, united(spans))
    subjects += [Subject(Span(0, 0), name, "name", REASON) for name in names]
    if not subjects:
        return None
    highest = max((name.number for name in cable.protected), default=0)
    result = masked(cable.document, subjects, first_number=highest + 1)
    return result if result.replaced else None


def protected_words(cable: Cable) -> list[tuple[str, ...]]:
    """The names that a cable protects, to be masked in its other renditions. They are kept in memory only."""
    return [tuple(name.words.split()) for name in cable.protected if name.rule == "name" and name.words]


def _names_at(text: str, spans: Iterable[Span]) -> list[tuple[str, ...]]:
    """The persons who are named at places of a text by more than one word."""
    found = _subjects_at(text, spans)
    return [subject.words for subject in found if subject.rule == "name" and len(telling_words(subject.words)) > 1]


def _subjects_at(text: str, spans: Iterable[Span]) -> list[Subject]:
    """What stands at places of a text, as what is to be protected: a person's name where it is one."""
    found = []
    for span in spans:
        said = words_in(text, span.start, span.end)
        name = name_at_start(said, cased=capitals_tell(text, said)) if said else None
        if name:
            found.append(Subject(span, name.words, "name", REASON))
        elif said:
            found.append(Subject(span, tuple(text[span.start : span.end].split()), "redacted", REASON))
    return found


def moved(cable: Cable, result: Masked) -> Cable:
    """The cable with the masked text as its document, places moved, and without the fields that tell what is masked."""
    document = result.text

    def span(old: Span) -> Span:
        return Span(result.moved(old.start), result.moved(old.end))

    def paragraph(old: Paragraph) -> Paragraph:
        body = span(old.body)
        cuts = tuple(cut for cut in map(span, old.cuts) if cut.start < cut.end)
        heading = span(old.heading_span) if old.heading_span else None
        return old._replace(
            span=span(old.span),
            body=body,
            cuts=cuts,
            content=clean(document, body, cuts),
            heading_span=heading,
            heading=words(document, heading) if heading else old.heading,
            blocks=tuple(block._replace(span=span(block.span)) for block in old.blocks),
        )

    hides = _Hidden(cable.document, [old for old, _ in result.replaced])
    return replace(
        hides.without(cable),
        document=document,
        subject=_subject(cable, result, hides),
        paragraphs=tuple(paragraph(old) for old in cable.paragraphs),
        parts=tuple(part._replace(span=span(part.span)) for part in cable.parts),
        redactions=redactions(document),
        pages=tuple(result.moved(at) for at in cable.pages),
        protected=(*cable.protected, *result.names),
    )


def _subject(cable: Cable, result: Masked, hides: _Hidden) -> str | None:
    """The subject as the masked telegram has it; None where it tells what is masked and stands nowhere in it."""
    if cable.subject is None or not hides.are_in(cable.subject):
        return cable.subject
    line = find_words(cable.document, cable.subject)
    return words(result.text, Span(result.moved(line.start), result.moved(line.end))) if line else None


def find_words(text: str, said: str) -> Span | None:
    """Where a text first has the words that are said, whatever stands between them."""
    wanted = [match.group() for match in WORD.finditer(said)]
    found = list(WORD.finditer(text))
    printed = [match.group() for match in found]
    for nth, word in enumerate(printed):
        if wanted and word == wanted[0] and printed[nth : nth + len(wanted)] == wanted:
            return Span(found[nth].start(), found[nth + len(wanted) - 1].end())
    return None


class _Hidden:
    """The words that are masked, to be known where a field of the header tells them."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self._runs = {tuple(_folds(text[span.start : span.end])) for span in spans} - {()}

    def are_in(self, said: str | None) -> bool:
        """Whether words tell what is masked: all of a masked run, or a word of it that is no common one."""
        if not said:
            return False
        folds = _folds(said)
        for run in self._runs:
            if any(tuple(folds[nth : nth + len(run)]) == run for nth in range(len(folds) - len(run) + 1)):
                return True
            if len(run) <= _NAME and any(len(word) > 2 and word not in common_words() for word in {*run} & {*folds}):
                return True
        return False

    def without(self, cable: Cable) -> Cable:
        """The cable without the fields of its header that tell what is masked."""

        def kept(values: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(value for value in values if not self.are_in(value))

        def told(value: str | None) -> str | None:
            return None if self.are_in(value) else value

        return replace(
            cable,
            tags=kept(cable.tags),
            sender=told(cable.sender),
            recipients=kept(cable.recipients),
            info_recipients=kept(cable.info_recipients),
            addressees=tuple(
                replace(each, excluded=kept(each.excluded)) for each in cable.addressees if not self.are_in(each.name)
            ),
            classified_by=told(cable.classified_by),
            declassification=told(cable.declassification),
            signer=told(cable.signer),
            signers=kept(cable.signers),
            articles=kept(cable.articles),
            references=tuple(replace(each, printed=told(each.printed)) for each in cable.references),
            other_references=tuple(each for each in cable.other_references if not self.are_in(each.printed)),
        )


_NAME = 5
"""Of as many words at most is what may be a name, so that one of them tells it."""


def _folds(text: str) -> list[str]:
    return [folded(word) for word in WORD.findall(text)]
