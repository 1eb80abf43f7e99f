"""A paragraph with everything that the rules look for in it marked: sentences, dates, places, groups, persons."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter, itemgetter
from typing import TypeVar

from tracker.cables.model import Paragraph
from tracker.extraction.bearings import Bearing, PlaceMention, in_order
from tracker.extraction.capitals import recased
from tracker.extraction.date_forms import Moment
from tracker.extraction.dates import DateMention, read_dates
from tracker.extraction.gazetteer import Hit, scan
from tracker.extraction.group_references import with_references
from tracker.extraction.groups import GroupMention, groups
from tracker.extraction.layout import broken_at_blocks
from tracker.extraction.numbers import Figure, figures
from tracker.extraction.people import PersonMention, people
from tracker.extraction.places import Surroundings, names_of_states, places
from tracker.extraction.posts import Post
from tracker.extraction.sentences import Stretch, sentences
from tracker.extraction.towns import unlisted_towns
from tracker.reports import Place
from tracker.types import Span

_LINE_BREAK = 8
"""So many characters more may lie within a stretch in the document: a line's indent, not a page's head."""

_LONGEST_DATE = 40
_DATE_AT_ITS_END = 20

_WHERE = attrgetter("where")
"""A stretch stands behind all that begin before it."""

_Mention = TypeVar("_Mention", DateMention, PlaceMention, GroupMention, PersonMention)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """When and where a narrative stands as a sentence begins; empty where nothing before it says.

    `age` counts the sentences since the day was told, `placed_by_day` says that the places are those of its events;
    `topic` is what the paragraph or section is headed by.
    """

    day: DateMention | None = None
    places: tuple[Place, ...] = ()
    age: int = 0
    placed_by_day: bool = False
    topic: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph's cleaned text and what was found in it; every list is in the order of the text.

    `undated` are words of time that fix no day; `settings` is one for each sentence.
    """

    paragraph: Paragraph
    text: str
    today: date
    sentences: tuple[Stretch, ...]
    dates: tuple[DateMention, ...]
    undated: tuple[Stretch, ...]
    places: tuple[PlaceMention, ...]
    groups: tuple[GroupMention, ...]
    people: tuple[PersonMention, ...]
    hits: tuple[Hit, ...]
    settings: tuple[Setting, ...] = ()

    def words(self, stretch: Stretch) -> str:
        """The text of a stretch."""
        return self.text[stretch.start : stretch.end]

    def span(self, stretch: Stretch) -> Span:
        """The span of the document that a stretch was made from."""
        return self.paragraph.content.to_document(stretch.start, stretch.end)

    def pieces(self, stretch: Stretch) -> tuple[Span, ...]:
        """The spans of a stretch: one, or one for each word where a page ends within it."""
        whole = self.span(stretch)
        if whole.end - whole.start <= stretch.end - stretch.start + _LINE_BREAK:
            return (whole,)
        words = re.finditer(r"\S+", self.words(stretch))
        return tuple(self.span(Stretch(stretch.start + one.start(), stretch.start + one.end())) for one in words)

    def figures(self, stretch: Stretch) -> list[Figure]:
        """The figures of a stretch that are no part of a date."""
        found = figures(self.text, stretch.start, stretch.end)
        dated = self.dated(stretch) if found else ()
        return [figure for figure in found if not any(figure.where.overlaps(where) for where in dated)]

    def dates_in(self, stretch: Stretch) -> list[DateMention]:
        """The dates that begin in a stretch."""
        return _within(self.dates, stretch)

    def dated(self, stretch: Stretch) -> tuple[Stretch, ...]:
        """Where dates stand that share a character with a stretch."""
        end = bisect_left(self.dates, (stretch.end,), key=_WHERE)
        first = bisect_left(self.dates, (stretch.start,), hi=end, key=_WHERE)
        while first and self.dates[first - 1].where.end > stretch.start:
            first -= 1
        told = (self._printed_date(mention.where) for mention in self.dates[first:end])
        return tuple(where for where in told if where.overlaps(stretch))

    def _printed_date(self, where: Stretch) -> Stretch:
        """The date itself: "since he was caught with two rifles in May 2007" holds a clause that is none."""
        clause = where.end - where.start > _LONGEST_DATE and self.text.startswith(("since ", "Since "), where.start)
        return Stretch(where.end - _DATE_AT_ITS_END, where.end) if clause else where

    def sentence_at(self, position: int) -> Stretch | None:
        """The sentence that holds a position."""
        number = bisect_right(self.sentences, position, key=itemgetter(0)) - 1
        return self.sentences[number] if number >= 0 and self.sentences[number].holds(position) else None

    def places_in(self, stretch: Stretch, bearing: Bearing = Bearing.SPOKEN_OF) -> list[PlaceMention]:
        """The places of at least this bearing in a stretch."""
        return [mention for mention in _within(self.places, stretch) if mention.bearing >= bearing]

    def groups_in(self, stretch: Stretch) -> list[GroupMention]:
        """The groups in a stretch."""
        return _within(self.groups, stretch)

    def people_in(self, stretch: Stretch) -> list[PersonMention]:
        """The persons in a stretch to whom something may have happened."""
        return [mention for mention in _within(self.people, stretch) if not mention.aside]


def _within(mentions: Sequence[_Mention], stretch: Stretch) -> list[_Mention]:
    """The mentions that begin in a stretch: a passage may be as long as a cable, and every sentence asks."""
    first = bisect_left(mentions, (stretch.start,), key=_WHERE)
    return list(mentions[first : bisect_left(mentions, (stretch.end,), lo=first, key=_WHERE)])


def passages(paragraphs: Sequence[Paragraph], today: date, post: Post | None) -> tuple[Passage, ...]:
    """The paragraphs marked, in order; a relative date in one may lean on the last date of the one before."""
    texts = [recased(paragraph.text) for paragraph in paragraphs]
    scanned = [tuple(scan(text)) for text in texts]
    named = [people(text, hits) for text, hits in zip(texts, scanned, strict=True)]
    around = Surroundings(
        post,
        named=frozenset().union(*(names_of_states(hits) for hits in scanned)),
        surnames=frozenset(
            word
            for text, persons in zip(texts, named, strict=True)
            for person in persons
            for word in text[person.where.start : person.where.end].split()[1:]
        ),
    )
    found = []
    moment = Moment(today)
    for paragraph, text, hits, persons in zip(paragraphs, texts, scanned, named, strict=True):
        read = read_dates(text, moment)
        moment = read.after
        listed = places(text, hits, around)
        unlisted = tuple(unlisted_towns(text, hits, persons, around))
        parts = broken_at_blocks(paragraph, sentences(text))
        kept = tuple(person for person in persons if not any(person.where.overlaps(town.where) for town in unlisted))
        marked = Passage(
            paragraph=paragraph,
            text=text,
            today=today,
            sentences=parts,
            dates=tuple(sorted(read.mentions, key=lambda mention: mention.where.start)),
            undated=read.unresolved,
            places=in_order(text, [*_not_in_names(listed, kept), *unlisted]),
            groups=with_references(text, parts, groups(text, hits)),
            people=kept,
            hits=hits,
        )
        found.append(marked)
    return tuple(found)


def _not_in_names(mentions: Sequence[PlaceMention], persons: Sequence[PersonMention]) -> list[PlaceMention]:
    """The places without those that are a part of a person's name ("Tomas Nava Liceaga")."""
    return [
        mention
        for mention in mentions
        if not any(
            mention.where.end <= person.where.end
            and (
                person.where.start < mention.where.start
                # "Iran Francisco Quinones" is no country.
                or (person.where.start == mention.where.start and mention.place.city is None)
            )
            for person in persons
        )
    ]
