"""Which forces a clause moves, and how many people they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from tracker.extraction.agencies import agencies
from tracker.extraction.beginnings import SentenceView, operation_before, operation_name
from tracker.extraction.grammar import Clause, Phrase
from tracker.extraction.lexicon import any_of
from tracker.extraction.numbers import Figure
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought


class Move(StrEnum):
    """What a clause says of the forces."""

    PROMISING = "promising"
    YIELDING = "yielding"
    LEAVING = "leaving"
    REINFORCING = "reinforcing"
    SENDING = "sending"
    COMING = "coming"
    STAYING = "staying"


VERBS = {move: re.compile(any_of("operations", move.value) + r"\b", re.IGNORECASE) for move in Move}

_PEOPLE = re.compile(any_of("operations", "people"), re.IGNORECASE)

_UNITS = re.compile(any_of("operations", "units"), re.IGNORECASE)

SURELY = Sought(
    r"\b(?:troops|soldiers|marines|federal (?:preventive )?police|army|navy|military|federal (?:forces|agents)|"
    r"paratroopers|security forces|battalions?|brigades?|policemen|police officers|peacekeepers|federales)\b",
    re.IGNORECASE,
)

_WITH = frozenset({"with", "by", "of", "involving"})

_GOES = re.compile(r"(?:le(?:ave|aves|ft|aving)|depart|went)", re.IGNORECASE)

_SAID_AGAIN = re.compile(
    r"\s*[,(]\s*((?:(?:some|about|roughly|around|nearly|over|almost|approximately|or|in all)\s+)*\d[\d,]*\d)"
    r"\s+(?:of them\b|in all\b|in total\b|all told\b|(?:\w+\s+){0,3}?(?-i:[A-Z][a-z]+(?:ans|ese|ns)\b)|(?:\w+\s+){0,3}?"
    + any_of("operations", "people")
    + r"\b)",
    re.IGNORECASE,
)

_TOTALS = frozenset({"total", "maximum", "minimum", "rest", "bulk", "majority", "remainder", "balance"})

_OF_THE = re.compile(r"\bof (?:the|these|those|its|their)\s+$", re.IGNORECASE)

_STRONG = re.compile(r"-(?:strong|man|member|person|agent|officer|soldier|troop)\b", re.IGNORECASE)

_STRONG_UNIT = re.compile(
    r"\s*,\s*((?:(?:some|about|roughly|around|nearly|over|almost|approximately)\s+)*\d[\d,]*\d)[\s-]+strong\b",
    re.IGNORECASE,
)

_TOTALLING = re.compile(
    r"\s*(?:\([^()]{2,80}\)|,[^,;.]{2,80},)?\s*,?\s*(?:totall?ing|numbering|(?:that|which) (?:totall?ed|numbered))\s+"
    r"((?:(?:some|about|over|nearly|almost|more than)\s+)*\d[\d,]*\d)\b",
    re.IGNORECASE,
)

_TO = frozenset({"to"})
_RELYING = frozenset({"on", "of", "upon"})

_IN = frozenset({"in"})
"""The parser takes "rushed in 600 soldiers" for a place."""

_RELIES = re.compile(r"(?:draw|drew|count|rel|consist)", re.IGNORECASE)

LEAST = 40


def stretch_before(view: SentenceView) -> Stretch:
    """Where the sentence before stands; nowhere before the first one."""
    return view.passage.sentences[view.index - 1] if view.index else Stretch(0, 0)


def forces_of(view: SentenceView, clause: Clause, move: Move) -> Iterator[Phrase]:
    """The phrases that name the forces which the clause moves."""
    if clause.word.startswith("engag") and not clause.passive:
        return
    for candidate in _candidates(view, clause, move):
        # "A total of 600 agents will go": they, and not their total, are who goes.
        for phrase in candidate.of if candidate.noun in _TOTALS and candidate.of else (candidate,):
            if is_force(view, phrase):
                yield phrase


def operation_near(view: SentenceView) -> bool:
    """Whether this sentence or one of the last two names an operation."""
    return operation_name(view.passage, view.stretch) is not None or operation_before(view) is not None


def _candidates(view: SentenceView, clause: Clause, move: Move) -> tuple[Phrase, ...]:
    """The phrases that stand where forces do: whom the verb moves, who comes, with whom something comes."""
    # "The governor was promised 500 soldiers": whom a passive clause has for its object is what is given.
    moved = clause.objects if clause.objects or not clause.passive else clause.subjects
    movers = () if clause.passive else clause.subjects
    with_them = _behind(clause, _WITH)
    match move:
        case Move.YIELDING:
            return _behind(clause, _TO)
        case Move.PROMISING | Move.SENDING:
            behind = _RELYING if _RELIES.match(clause.word) else _IN if not moved else frozenset[str]()
            return (*moved, *_behind(clause, behind))
        case Move.REINFORCING:
            return (*with_them, *(phrase for phrase in moved if not _is_known(view, phrase)))
        case Move.COMING:
            return (*movers, *with_them)
        case Move.STAYING:
            return (*moved, *movers)
        case Move.LEAVING:
            return movers if _GOES.match(clause.word) else moved or movers


def _behind(clause: Clause, prepositions: frozenset[str]) -> tuple[Phrase, ...]:
    return tuple(adjunct.phrase for adjunct in clause.adjuncts if adjunct.preposition in prepositions)


def _is_known(view: SentenceView, phrase: Phrase) -> bool:
    """Whether the phrase means forces already spoken of ("to reinforce the 300 stationed there")."""
    return re.match(r"(?:the|its|their|those|these)\b", view.passage.words(phrase.core), re.IGNORECASE) is not None


def is_force(view: SentenceView, phrase: Phrase) -> bool:
    """Whether a phrase names forces of the state: people, a unit, a bare number after them, or a force by its name."""
    passage = view.passage
    around = f"{view.passage.words(stretch_before(view))} {view.words}"
    if passage.groups_in(phrase.where):
        return False
    if _PEOPLE.fullmatch(phrase.noun) or _UNITS.fullmatch(phrase.noun):
        return bool(SURELY.search(passage.text) or agencies(passage.text) or operation_near(view))
    if phrase.tag == "CD" and not phrase.is_name:
        return bool(SURELY.search(around) or agencies(around))
    return phrase.is_name and bool(agencies(passage.words(phrase.core)))


def people_in(view: SentenceView, forces: Sequence[Phrase]) -> Figure | None:
    """How many people the phrases name together."""
    figures = [figure for phrase in forces if (figure := _number(view, phrase)) is not None]
    # "The newest one started with 1,850 soldiers": "one" counts nobody.
    figures = [figure for figure in figures if figure.whole != 1] or figures
    # "Of the 3,000 soldiers in Tepic, 1,200 came on": these are some of those.
    figures = [one for one in figures if not _OF_THE.search(view.passage.text[: one.where.start][-12:])] or figures
    if not figures:
        return None
    return _together(figures)


def _together(figures: Sequence[Figure]) -> Figure:
    """The figures as one ("a force of 400 soldiers and 200 policemen")."""
    values = [figure.value for figure in figures if figure.value is not None]
    # "Of the 500 policemen promised, 300 arrived": the parser may hand over the second phrase first.
    where = Stretch(min(figure.where.start for figure in figures), max(figure.where.end for figure in figures))
    return Figure(where, sum(values[1:], values[0]), figures[0].op)


def _number(view: SentenceView, phrase: Phrase) -> Figure | None:
    """The number of people of one phrase: its own, or that of the people of whom a unit consists."""
    told = [figure for figure in view.passage.figures(phrase.core) if figure.whole is not None]
    if told and not (_UNITS.fullmatch(phrase.noun) and not _PEOPLE.fullmatch(phrase.noun)):
        return told[-1]
    for parts in (phrase.appositions, phrase.of):
        numbers = [number for part in parts if _PEOPLE.fullmatch(part.noun) and (number := _number(view, part))]
        if numbers:
            return _together(numbers)
    strong = [figure for figure in told if _STRONG.match(view.passage.text, figure.where.end)]
    if strong:
        return strong[0]
    said_again = (
        _SAID_AGAIN.match(view.passage.text, phrase.core.end) if not told or (told[-1].whole or 0) < LEAST else None
    ) or _STRONG_UNIT.match(view.passage.text, phrase.core.end)
    if said_again:
        return next(iter(view.passage.figures(Stretch(said_again.start(1), said_again.end(1)))), None)
    totalling = _TOTALLING.match(view.passage.text, phrase.head.end)
    if totalling:
        return next(iter(view.passage.figures(Stretch(totalling.start(1), totalling.end(1)))), None)
    bare = [part for part in phrase.of if part.tag == "CD"]
    return next(iter(view.passage.figures(bare[0].core)), None) if bare else None
