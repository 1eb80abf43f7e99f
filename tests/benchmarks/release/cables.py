"""Invented cables in the order of their dates, as many as wanted: sizes, posts, dates, tags and references as in 2011.

One in a hundred reports events, some of them what an earlier one told; some name sources who are to be protected. A
cable depends on seed and number, and on the few before it that it refers to: memory is the same for any number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING, TypeVar

from tests.benchmarks.release.texts import Happening, filled, happening, of_sources, talk, topic, wrapped
from tracker.cables.posts import posts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_Choice = TypeVar("_Choice")

FULL = 251_287
"""How many cables the release of 2011 had."""

_EVENTS = 0.01
_PROTECTED, _SLIPS = 0.04, 0.002
_RETOLD = 0.15
_REVISED = 0.02
"""What part of the cables a later release has with another text."""
_BY_YEAR = ((2002, 1), (2003, 7), (2004, 9), (2005, 33), (2006, 46), (2007, 46), (2008, 46), (2009, 57), (2010, 6))
_CLASSES = (("UNCLASSIFIED", 133), ("CONFIDENTIAL", 101), ("SECRET", 16))
_MEDIAN_WORDS, _SPREAD, _FEWEST, _MOST = 700, 0.85, 40, 25_000
_WORDS_A_SENTENCE = 17
_SENTENCES_A_PARAGRAPH = (2, 3, 4, 5, 6)
_WORDS_A_PAGE = 750
_REFERENCES = ((0, 50), (1, 22), (2, 14), (3, 8), (5, 6))
_LATEST = 500
_MEXICAN = ("MEXICO", "MEXICO", "MEXICO", "MONTERREY", "TIJUANA", "CIUDADJUAREZ", "GUADALAJARA", "NUEVOLAREDO")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """A cable as a release prints it; `reports` is how many sentences of it report events."""

    number: int
    reference_id: str
    created: datetime
    origin: str
    classification: str
    references: tuple[str, ...]
    header: str
    body: str
    reports: int


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the text of a cable."""

    post: str
    serial: int
    created: datetime
    classification: str
    references: tuple[str, ...]

    @property
    def marking(self) -> str:
        return self.classification[0]


def cables(count: int, *, seed: int = 1, revised: bool = False) -> Iterator[Invented]:
    """So many cables, the oldest first; `revised` gives the same release a year later, some with another text."""
    serials: dict[tuple[int, str], int] = {}
    latest: deque[str] = deque(maxlen=_LATEST)
    stories: deque[Happening] = deque(maxlen=_LATEST // 10)
    for number in range(count):
        random = Random(seed * FULL + number)
        created = _moment(number / count, random)
        story = _story(random, stories, created) if random.random() < _EVENTS else None
        post = random.choice(_MEXICAN) if story else _post(random)
        serial = serials[created.year, post] = serials.get((created.year, post), 0) + 1
        wanted = _chosen(random, _REFERENCES)
        references = tuple(dict.fromkeys(random.choice(latest) for _ in range(wanted if latest else 0)))
        classification = _chosen(random, _CLASSES)
        reference_id = f"{created:%y}{post}{serial}"
        latest.append(reference_id)
        head = _Head(posts()[post].name, serial, created, classification, references)
        body = _body(random, head, story)
        if random.random() < _REVISED and revised:
            body += f"\n{_revision(random, created)}\n"
        yield Invented(
            number=number + 1,
            reference_id=reference_id,
            created=created,
            origin=posts()[post].origin,
            classification=classification,
            references=references,
            header=_header(head),
            body=body,
            reports=len(story.sentences) if story else 0,
        )


def _chosen(random: Random, shares: Sequence[tuple[_Choice, int]]) -> _Choice:
    return random.choices([each for each, _ in shares], [share for _, share in shares])[0]


@cache
def _posts() -> tuple[list[str], list[float]]:
    """The posts with how much of the release comes from them; those that are not in our list share what is left."""
    text = resources.files("tests.benchmarks.release").joinpath("data", "posts.tsv").read_text(encoding="utf-8")
    listed = {code: int(count) for code, count in (line.split("\t") for line in text.splitlines() if line[0] != "#")}
    others = [code for code, post in posts().items() if code not in listed and post.until is None]
    share = max(FULL - sum(listed.values()), 0) / len(others)
    return [*listed, *others], list(accumulate([*listed.values(), *(share for _ in others)]))


def _post(random: Random) -> str:
    codes, shares = _posts()
    return random.choices(codes, cum_weights=shares)[0]


def _moment(part: float, random: Random) -> datetime:
    """When a cable was sent that comes after such a part of the release."""
    ends = list(accumulate(count for _, count in _BY_YEAR))
    reached = part * ends[-1]
    nth = bisect_right(ends, reached)
    year, count = _BY_YEAR[nth]
    into_it = (reached - (ends[nth] - count)) / count
    days = 58 if year == _BY_YEAR[-1][0] else 364
    return datetime(year, 1, 1) + timedelta(days=int(into_it * days), minutes=random.randrange(24 * 60))  # noqa: DTZ001 - a dump tells none


def _story(random: Random, stories: deque[Happening], created: datetime) -> Happening:
    if stories and random.random() < _RETOLD:
        return random.choice(stories)
    story = happening(random, (created - timedelta(days=random.randrange(1, 12))).date())
    stories.append(story)
    return story


def _header(head: _Head) -> str:
    created, serial = head.created, head.serial % 10_000
    group = f"{created:%d%H%M}Z {created:%b %y}".upper()
    return f"""VZCZCXRO{serial:04}
PP RUEHWEB

DE RUEHME #{serial:04}/01 {created:%j%H%M}
ZNY CCCCC ZZH
P {group}
FM AMEMBASSY {head.post}
TO RUEHC/SECSTATE WASHDC PRIORITY {serial:04}
INFO RUEHZL/EUROPEAN POLITICAL COLLECTIVE
RHEHNSC/NSC WASHDC"""


def _body(random: Random, head: _Head, story: Happening | None) -> str:
    about = topic(random)
    words = min(max(int(random.lognormvariate(0, _SPREAD) * _MEDIAN_WORDS), _FEWEST), _MOST)
    pages = 1 + words // _WORDS_A_PAGE
    told = talk(about, random, sentences=max(words // _WORDS_A_SENTENCE, 2))
    for sentence in story.sentences if story else ():
        told.insert(random.randrange(min(len(told), 20)), sentence)
    for part, protected in ((_PROTECTED, True), (_SLIPS, False)):
        if random.random() < part:
            told.insert(random.randrange(len(told)), of_sources(random, protected=protected))
    tags = story.tags if story else filled(about.tags, random)
    subject = story.subject if story else filled(random.choice(about.subjects), random).upper()
    lines = [*_first_lines(head, pages, tags=tags, subject=subject), *_paragraphs(random, head, told, pages=pages)]
    return "\n".join([*lines, "HOLT"])


def _first_lines(head: _Head, pages: int, *, tags: str, subject: str) -> Iterator[str]:
    sections = f"SECTION 01 OF {pages:02} " if pages > 1 else ""
    spaced = "UNCLAS" if head.marking == "U" else " ".join(head.classification)
    yield f"{spaced} {sections}{head.post} {head.serial:06}\n\nSIPDIS\n"
    created = head.created
    yield "E.O. 12958: " + ("N/A" if head.marking == "U" else f"DECL: {created:%m/%d}/{created.year + 10}")
    yield f"TAGS: {tags}\nSUBJECT: {wrapped(subject)}\n"
    listed = (f"{letter}. {each}" for letter, each in zip("ABCDE", head.references, strict=False))
    if head.references:
        yield "REF: " + "\n     ".join(listed) + "\n"
    if head.marking != "U":
        yield "Classified By: Counselor Vane for reasons 1.4 (b) and (d).\n"


def _paragraphs(random: Random, head: _Head, told: list[str], *, pages: int) -> Iterator[str]:
    """The numbered paragraphs, and between them the marks of the pages that they are printed on."""
    written = shown = 0
    paragraph = page = 1
    while written < len(told):
        end = written + random.choice(_SENTENCES_A_PARAGRAPH)
        yield wrapped(f"{paragraph}. ({head.marking}) {'  '.join(told[written:end])}") + "\n"
        written, paragraph = end, paragraph + 1
        if page < pages and (written - shown) * _WORDS_A_SENTENCE > _WORDS_A_PAGE:
            page, shown = page + 1, written
            yield f"{head.post} {head.serial:08}  {page:03} OF {pages:02}\n"


def _revision(random: Random, created: datetime) -> str:
    """What a later text of a cable has at its end: it is about nothing, or about what happened."""
    if random.random() < _EVENTS:
        return wrapped("Correction: " + " ".join(happening(random, created.date()).sentences))
    return wrapped("Correction: " + " ".join(talk(topic(random), random, sentences=3)))
