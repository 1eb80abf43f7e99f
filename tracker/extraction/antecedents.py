"""Whom "he", "she" or a bare surname means: what befell one named before bears the name as it was printed there.

Where the sentences before name nobody, or several of whom any may be meant, the event stays nameless; nobody who was
just killed is arrested.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from tracker.extraction.beginnings import printed
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.grammar import Clause, Phrase, Standing
from tracker.extraction.headcounts import grammar_of, sufferers
from tracker.extraction.passages import Passage
from tracker.extraction.people import PersonMention
from tracker.extraction.sentences import Stretch
from tracker.reports import Kind

_HE = re.compile(r"(?:he|she|him|her|himself|herself)", re.IGNORECASE)
_SPEAKS_OF_HIM = re.compile(r"\b(?:he|she|his|her|him)\b", re.IGNORECASE)
_SURNAME = re.compile(
    r"(?:(?:[A-Z][a-z]+\.|Mr|Mrs|Major|General|Colonel|Captain|Commander|Mayor)\s+)?([A-ZÀ-Ý][\w'’-]{2,})"
)
_SURNAME_BEFORE = re.compile(r"\b([A-ZÀ-Ý][\w'’-]{2,})(?:,? (?:is|was|now|already|safely))* $")
_IDENTIFIED = re.compile(
    r"[\s(\"'`-]*(?:(?:[Hh]e|[Ss]he|[Tt]hey|[Aa]ll|[Bb]oth|[Tt]h(?:e|ose)(?:\s+[\w-]+){1,5})\b[^.;:]{0,40}?\b"
    r"(?:identified|named)\b(?:\s+by\s+(?:[\w-]+\s+){1,5}?)?(?:\s+(?:only\s+)?as)?|"
    r"(?:[Tt]he|[Tt]hose)\s+(?:arrested|detained|captured|detainees|suspects?)(?:\s+men|\s+officers)?\s+(?:are|were|is|was)|"
    r"(?:The )?(?:[\w-]+\s+){1,4}identified\s+(?:him|her|them|the\s+[\w-]+)\s+as)\s*:?\s"
)
_IS = frozenset({"is", "was", "remains", "became"})
_REACH = 3
_OPENING = 30


def with_antecedents(drafts: Sequence[Draft], marked: Sequence[Passage]) -> list[Draft]:
    """The drafts, nameless ones given the names of those who were named before, or of arrests in the next sentence."""
    killings = [draft for draft in drafts if draft.kind is Kind.ATTACK and draft.killed and draft.persons]
    return [_identified(_with_antecedent(draft, marked, _killed_before(draft, killings))) for draft in drafts]


def _killed_before(draft: Draft, killings: Sequence[Draft]) -> set[str]:
    """Who was killed by what the paragraph tells before."""
    before = [
        other for other in killings if other.passage is draft.passage and other.sentence.start < draft.sentence.start
    ]
    return {name.text for other in before for name in other.persons}


def _identified(draft: Draft) -> Draft:
    """The draft with the names that the next sentence tells ("The detainees were identified as A, B and C.")."""
    if draft.kind is not Kind.ARREST or draft.persons or draft.aggregate or not draft.count:
        return draft
    passage = draft.passage
    following = [sentence for sentence in passage.sentences if sentence.start >= draft.sentence.end][:1]
    told = _IDENTIFIED.match(passage.text, following[0].start, following[0].end) if following else None
    named = passage.people_in(Stretch(told.end(), following[0].end)) if told else []
    if not named or len(named) > draft.count:
        return draft
    return replace(
        draft,
        persons=printed(passage, [person.pieces for person in named]),
        readings=(*draft.readings, *(Reading("persons", person.where, "identified-after") for person in named)),
    )


def _with_antecedent(draft: Draft, marked: Sequence[Passage], dead: Collection[str]) -> Draft:
    one = draft.kind is Kind.ATTACK and (draft.killed or 0) + (draft.injured or 0) + (draft.count or 0) == 1
    if not (one or (draft.kind is Kind.ARREST and draft.count)) or draft.persons or draft.aggregate:
        return draft
    core = next((reading.where for reading in draft.readings if reading.field == "kind"), draft.zone)
    clause = grammar_of(draft.passage, core).at(core)
    if clause is None:
        return draft
    whom = [(phrase.core, _meant(draft.passage, phrase, marked)) for phrase in _whom(draft.passage, clause)]
    before = _SURNAME_BEFORE.search(draft.passage.text, draft.sentence.start, core.start)
    if before is not None and not whom:
        # "With Paz behind bars"
        at = Stretch(*before.span(1))
        whom = [(at, _called(draft.passage, before.group(1), at.start, marked))]
    for where, found in whom:
        names = printed(found[0], [found[1].pieces]) if found is not None else ()
        if names and not (draft.kind is Kind.ARREST and names[0].text in dead):
            return replace(
                draft,
                persons=names,
                readings=(*draft.readings, Reading("persons", where, "named-before")),
            )
    return draft


def _whom(passage: Passage, clause: Clause) -> tuple[Phrase, ...]:
    """Whom the act befell; in a relative clause behind "Paz is a dealer" also who that is said of."""
    if clause.link != "relcl":
        return sufferers(clause)
    verbs = (one for one in grammar_of(passage, clause.predicate).above(clause) if one.standing is Standing.VERB)
    above = next(verbs, None)
    return (*sufferers(clause), *(above.subjects if above is not None and above.word in _IS else ()))


def _meant(passage: Passage, phrase: Phrase, marked: Sequence[Passage]) -> tuple[Passage, PersonMention] | None:
    words = passage.words(phrase.core)
    if _HE.fullmatch(words):
        return _spoken_of(passage, phrase.core.start, marked)
    named = passage.people_in(phrase.core) if phrase.is_name else []
    if named:
        return (passage, named[0]) if len(named) == 1 else None
    surname = _SURNAME.fullmatch(words)
    return _called(passage, surname.group(1), phrase.core.start, marked) if surname else None


def _called(
    passage: Passage, surname: str, before: int, marked: Sequence[Passage]
) -> tuple[Passage, PersonMention] | None:
    """The one person named before of whom the word is a surname, where it was last named; None where two may be."""
    called = [
        (other, person)
        for other, person in _named(passage, before, marked)
        if surname in other.words(person.where).split()[1:]
    ]
    names = [set(other.words(person.where).split()) for other, person in called]
    return called[0] if called and all(name <= names[0] or names[0] <= name for name in names) else None


def _named(passage: Passage, before: int, marked: Sequence[Passage]) -> Iterator[tuple[Passage, PersonMention]]:
    """Who was named before a position, the last first."""
    for person in reversed(passage.people):
        if person.where.start < before:
            yield passage, person
    for other in reversed(marked):
        if other.paragraph.ordinal < passage.paragraph.ordinal:
            for person in reversed(other.people):
                yield other, person


def _spoken_of(passage: Passage, position: int, marked: Sequence[Passage]) -> tuple[Passage, PersonMention] | None:
    """The one person that this sentence, or those before it that go on about him, were of."""
    index = next((i for i, sentence in enumerate(passage.sentences) if sentence.holds(position)), 0)
    here = passage.people_in(Stretch(passage.sentences[index].start, position))
    if here:
        return (passage, here[0]) if len(here) == 1 else None
    for sentence in reversed(passage.sentences[max(0, index - _REACH) : index]):
        named = passage.people_in(sentence)
        if named:
            first = named[0] if len(named) == 1 or named[0].where.start - sentence.start < _OPENING else None
            return (passage, first) if first is not None else None
        bare = _SURNAME.match(passage.text, sentence.start)
        called = _called(passage, bare.group(1), sentence.start, marked) if bare else None
        if called is not None or not _SPEAKS_OF_HIM.search(passage.text, *sentence):
            return called
    return None
