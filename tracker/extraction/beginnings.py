"""How every draft begins: the fields that any kind of event has, read around its zone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tracker.extraction.agencies import agencies_in
from tracker.extraction.calendars import MONTH_NAMES
from tracker.extraction.circumstances import Circumstances, circumstances
from tracker.extraction.drafts import Draft, PrintedName, Reading, Telling
from tracker.extraction.epithets import epithets
from tracker.extraction.gazetteer import registered_operation
from tracker.extraction.hedges import is_doubted, is_hedged
from tracker.extraction.homicide_statistic import Statistic
from tracker.extraction.passages import Passage
from tracker.extraction.scene import BACKWARD
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.extraction.surroundings import Scene
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import Kind, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceView:
    """A sentence ready for the rules: its passage, its number, its zones, and where the cable is at home.

    `statistic` is what the figures of killings spoken of last counted.
    """

    passage: Passage
    index: int
    zones: tuple[Zone, ...]
    home: Place | None
    nationwide: Place | None
    statistic: Statistic | None = None

    @property
    def stretch(self) -> Stretch:
        """The sentence."""
        return self.passage.sentences[self.index]

    @property
    def words(self) -> str:
        """The sentence's text."""
        return self.passage.words(self.stretch)

    def has(self, expression: Sought) -> bool:
        """Whether an expression matches in the sentence by itself."""
        return expression.search_in(self.passage.text, *self.stretch) is not None

    def scene(self, zone: Stretch, core: Stretch) -> Scene:
        """The scene of a zone of this sentence."""
        return Scene(
            passage=self.passage,
            index=self.index,
            zone=zone,
            core=core,
            zones=[other.where for other in self.zones],
            home=self.home,
        )


_CAMPAIGN_KINDS = frozenset({Kind.OPERATION, Kind.ARREST, Kind.SEIZURE, Kind.ERADICATION})


def begin(view: SentenceView, kind: Kind, zone: Zone, *, core: Trigger) -> tuple[Draft, Circumstances]:
    """A draft with its circumstances, agencies and hedge, still without the fields of its kind."""
    around = circumstances(view.scene(zone.where, core.where))
    readings = [Reading("kind", core.where, f"trigger-{core.family}-{core.name}"), *around.readings]
    name = None
    if kind in _CAMPAIGN_KINDS:
        name = (
            (operation_name(view.passage, zone.where) if kind is Kind.OPERATION else None)
            or operation_name(view.passage, view.stretch)
            or _heading_name(view.passage)
        )
        if name is None and kind is not Kind.OPERATION:
            name = (operation_before(view) if _GOES_ON.search(view.words) else None) or _only_operation(view)
    draft = Draft(
        kind=kind,
        telling=Telling(view.passage, view.stretch, quote(view.passage, core.where, zone.where)),
        sentence=view.stretch,
        zone=zone.where,
        readings=tuple(readings),
        tied=bool(BACKWARD.match(view.words)),
        own_date=around.own_date,
        own_place=around.own_place,
        date=around.date,
        places=around.places,
        cartels=around.cartels,
        certain=not (is_hedged(view.passage.text, zone.where) or _is_doubted_around(view, zone)),
        agencies=agencies_in(view.passage.text, zone.where) or agencies_in(view.passage.text, view.stretch),
        operation=registered_operation(name.text) if name else None,
        operation_name=name,
    )
    return draft, around


_WORDS = re.compile(r"\S+")
_DOUBTS_THE_LAST = re.compile(
    r"\b(?:it|this|that|these|they|them|such|so|claims?|reports?|version|attribution)\b", re.IGNORECASE
)


def _is_doubted_around(view: SentenceView, zone: Zone) -> bool:
    """Whether the rest of the sentence, told of nothing else, or the next sentence doubts what the zone tells."""
    if is_doubted(view.passage.text, Stretch(zone.where.end, view.stretch.end)):
        return True
    elsewhere = view.passage.groups_in(view.stretch) and not view.passage.groups_in(zone.where)
    if elsewhere and is_hedged(view.passage.text, view.stretch):
        return True
    following = view.passage.sentences[view.index + 1 : view.index + 2]
    doubted = bool(following) and is_doubted(view.passage.text, following[0])
    return doubted and _DOUBTS_THE_LAST.search(view.passage.words(following[0])) is not None


def quote(passage: Passage, core: Stretch, zone: Stretch) -> Stretch:
    """Up to twelve words of the zone around its core, beginning a few words before it."""
    found = [Stretch(match.start(), match.end()) for match in _WORDS.finditer(passage.text, zone.start, zone.end)]
    if not found:
        return core
    at = next((index for index, word in enumerate(found) if word.end > core.start), len(found) - 1)
    first = max(0, at - 5)
    last = min(len(found), first + 12) - 1
    return Stretch(found[first].start, found[last].end)


_OPERATION = Sought(
    r"(?:(?:[Jj]oint |[Cc]oordinated )?(?:[Oo]peration|Operativo|Operacion|Opera[ct]i[oó]n|"
    r"Opercion|Project)\s+[\"'`“]?(?P<name>[A-Z][\w.-]+(?:[ -](?:and |de |the |"
    r"of )?[A-Z][\w.-]+){0,3}(?: [IVX]\b)?)|[\"'`“](?:Joint )?Operation [A-Z]\w+[\"'`”])"
)
_NO_NAME = re.compile(
    r"^(?:"
    + "|".join(name.capitalize() for name in MONTH_NAMES)
    + r"|The|In|On|At|For|With|Spokes\w+|Center|Command)\b"
)
_GOES_ON = re.compile(
    r"\b(?:so far|to date|results?|the (?:joint )?operation|the (?:troops|forces|soldiers)|since then|by then|"
    r"had (?:already )?(?:arrested|seized|destroyed|detained|captured|eradicated))\b",
    re.IGNORECASE,
)
_NAMES_THE_CASE = re.compile(
    r"\b(?:named|called|dubbed|christened|code-?named)\b[^.;]{0,30}\b(?:Operation|Operativo|Project)\b|"
    r"\b(?:Operation|Project) [^.;]{0,40}\bas (?:it|the case|the raid) (?:is|was) (?:called|known)\b",
    re.IGNORECASE,
)


def operation_name(passage: Passage, stretch: Stretch) -> PrintedName | None:
    """The first operation named in the stretch, as printed; None where there is none."""
    where = _operation_at(passage.text, stretch)
    return PrintedName(passage.words(where), passage.pieces(where)) if where else None


def _operation_at(text: str, stretch: Stretch) -> Stretch | None:
    for match in _OPERATION.finditer(text, stretch.start, stretch.end):
        if match.group("name") and _NO_NAME.match(match.group("name")):
            continue
        words = match.group().strip(".,;:'`\"”“ ")
        start = match.start() + match.group().index(words)
        return Stretch(start, start + len(words))
    return None


def operation_before(view: SentenceView) -> PrintedName | None:
    """The operation that one of the two sentences before names."""
    for sentence in reversed(view.passage.sentences[max(0, view.index - 2) : view.index]):
        name = operation_name(view.passage, sentence)
        if name is not None:
            return name
    return None


def _only_operation(view: SentenceView) -> PrintedName | None:
    """The operation that a paragraph tells of and of no other: named as that of its case, or right before."""
    named = _operations_of(view.passage.text, view.passage.sentences)
    if len({name for _, name in named}) != 1:
        return None
    index = named[0][0]
    name = operation_name(view.passage, view.passage.sentences[index])
    of_the_case = _NAMES_THE_CASE.search(view.passage.words(view.passage.sentences[index])) is not None
    return name if of_the_case or index == view.index - 1 else None


@lru_cache(maxsize=8)
def _operations_of(text: str, sentences: tuple[Stretch, ...]) -> tuple[tuple[int, str], ...]:
    """The numbers of the sentences that name an operation, each with the first name."""
    named = [(index, _operation_at(text, sentence)) for index, sentence in enumerate(sentences)]
    return tuple((index, text[where.start : where.end]) for index, where in named if where is not None)


def _heading_name(passage: Passage) -> PrintedName | None:
    """The operation that the heading over the passage names, where it says nothing else."""
    heading, span = passage.paragraph.heading, passage.paragraph.heading_span
    if heading is None or span is None or not _OPERATION.fullmatch(heading):
        return None
    return PrintedName(heading, (span,))


def printed(passage: Passage, stretches: Sequence[tuple[Stretch, ...]]) -> tuple[PrintedName, ...]:
    """Names as drafts hold them, with what the text tells of the persons beside their names."""
    return tuple(_printed(passage, pieces) for pieces in stretches)


def _printed(passage: Passage, pieces: tuple[Stretch, ...]) -> PrintedName:
    beside = epithets(passage.text, pieces)
    return PrintedName(
        " ".join(passage.words(piece) for piece in pieces),
        tuple(passage.span(piece) for piece in pieces),
        aliases=tuple(passage.span(alias) for alias in beside.aliases),
        position=passage.span(beside.position) if beside.position else None,
    )
