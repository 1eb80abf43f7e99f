"""A paragraph with everything that the rules look for in it marked: sentences, dates, places, groups, persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.cables.model import Paragraph
from tracker.extraction.capitals import recased
from tracker.extraction.dates import DateMention, dates
from tracker.extraction.gazetteer import Hit, scan
from tracker.extraction.groups import GroupMention, groups
from tracker.extraction.numbers import Figure, figures
from tracker.extraction.people import PersonMention, people
from tracker.extraction.places import Bearing, PlaceMention, places
from tracker.extraction.sentences import Stretch, sentences
from tracker.reports import DateInterval
from tracker.types import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph's cleaned text and what was found in it; every list is in the order of the text."""

    paragraph: Paragraph
    text: str
    today: date
    sentences: tuple[Stretch, ...]
    dates: tuple[DateMention, ...]
    places: tuple[PlaceMention, ...]
    groups: tuple[GroupMention, ...]
    people: tuple[PersonMention, ...]
    hits: tuple[Hit, ...]

    def words(self, stretch: Stretch) -> str:
        """The text of a stretch."""
        return self.text[stretch.start : stretch.end]

    def span(self, stretch: Stretch) -> Span:
        """The span of the document that a stretch was made from."""
        return self.paragraph.content.to_document(stretch.start, stretch.end)

    def figures(self, stretch: Stretch) -> list[Figure]:
        """The figures of a stretch that are no part of a date."""
        found = figures(self.text, stretch.start, stretch.end)
        return [figure for figure in found if not any(figure.where.overlaps(mention.where) for mention in self.dates)]

    def dates_in(self, stretch: Stretch) -> list[DateMention]:
        """The dates that begin in a stretch."""
        return [mention for mention in self.dates if stretch.holds(mention.where.start)]

    def places_in(self, stretch: Stretch, bearing: Bearing = Bearing.SPOKEN_OF) -> list[PlaceMention]:
        """The places of at least this bearing in a stretch."""
        return [mention for mention in self.places if stretch.holds(mention.where.start) and mention.bearing >= bearing]

    def groups_in(self, stretch: Stretch) -> list[GroupMention]:
        """The groups in a stretch."""
        return [mention for mention in self.groups if stretch.holds(mention.where.start)]

    def people_in(self, stretch: Stretch) -> list[PersonMention]:
        """The persons in a stretch to whom something may have happened."""
        return [mention for mention in self.people if stretch.holds(mention.where.start) and not mention.aside]


def passages(paragraphs: Sequence[Paragraph], today: date, home: str | None) -> tuple[Passage, ...]:
    """The paragraphs marked, in order; a relative date in one may lean on the last date of the one before."""
    found = []
    last: DateInterval | None = None
    for paragraph in paragraphs:
        text = recased(paragraph.text)
        hits = tuple(scan(text))
        marked = Passage(
            paragraph=paragraph,
            text=text,
            today=today,
            sentences=sentences(text),
            dates=dates(text, today, last),
            places=places(text, hits, home),
            groups=groups(text, hits),
            people=people(text, hits),
            hits=hits,
        )
        for mention in marked.dates:
            if mention.days <= 31:
                last = mention.interval
        found.append(marked)
    return tuple(found)
