"""Which clauses of a sentence tell that forces are sent, come, stay or leave, and where to.

What is only asked for or thought of, and forces that go to a house or a course, are no deployments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.extraction.bearings import Bearing, PlaceMention
from tracker.extraction.beginnings import SentenceView, operation_before
from tracker.extraction.grammar import Clause, Grammar, Phrase, Standing, grammar
from tracker.extraction.lexicon import any_of
from tracker.extraction.moving_forces import LEAST, SURELY, VERBS, Move, forces_of, is_force, people_in
from tracker.extraction.numbers import Figure
from tracker.extraction.passages import Passage
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.extraction.where_told import without_covering_states
from tracker.reports import Place

_IN_A_LIST = 8
"""So many characters may stand between the places of one list."""
_PLANS = re.compile(any_of("operations", "plans"), re.IGNORECASE)

_WISHES = re.compile(any_of("operations", "wishes"), re.IGNORECASE)

_NO_DESTINATION = re.compile(any_of("operations", "no_destinations"), re.IGNORECASE)

_ESTATE = re.compile(r"\b(?:Finca|Hacienda|Rancho|Hotel|Ranch|Quinta|Hospital)\b")

_ARRIVALS = re.compile(any_of("operations", "arrivals"), re.IGNORECASE)

_DEPARTURES = re.compile(any_of("operations", "departures"), re.IGNORECASE)


_MOVES = Sought(
    r"\b" + any_of("operations", *(move.value for move in Move), "arrivals", "departures") + r"\b", re.IGNORECASE
)
_NUMBER_OF_FORCES = Sought(
    r"(?:\b\d[\d,]*\d|\b(?:hundred|thousand|dozen|forty|fifty|sixty|seventy|eighty|ninety)s?)(?:-\w+)?\s+"
    r"(?:(?:of|the|these|those)\s+)*(?:[\w'-]+,?\s+){0,5}?(?:"
    + any_of("operations", "people", "units")
    + r"\b|(?-i:[A-Z][a-z]+ans\b))|\b"
    + any_of("operations", "units")
    + r" (?:\([^()]{2,60}\) )?(?:of|totall?ing|numbering) (?:\w+ ){0,2}\d",
    re.IGNORECASE,
)
_TURNS = Sought(r"\b" + any_of("operations", "turns"), re.IGNORECASE)

_FUTURE = frozenset({"would", "will", "shall", "'ll", "wo"})

_SET_FOR = re.compile(
    r"(?:set|scheduled|slated|planned|due|foreseen|expected|announced)\s+(?:for|to|in|on|by)\b", re.IGNORECASE
)

_ANSWER = re.compile(
    r"\b(?:response|answer|reaction|reply|remedy|solution|(?:first|next|only) (?:act|step|move|measure))"
    r"(?: (?:to|of) [\w' ]{2,30})? was to\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
"""Before what somebody did about something ("the government's response was to send 500 soldiers")."""

_HOLDS = re.compile(r"(?:man(?:s|ned|ning)?|patrol\w*|occup\w+)$", re.IGNORECASE)

_SENDING_NOW = re.compile(r"\b(?:is|are|was|were)\s+(?:now\s+)?$", re.IGNORECASE)

_TAKES_OVER = re.compile(any_of("operations", "whole"), re.IGNORECASE)

MONTH_DAYS = 31

_LEAST_NAMED = 15

_MOST = 200_000

_WEAK = re.compile(
    r"(?:serv|work|remain|stay|operat|hunt|guard|man|ha[sdv]|are|were|is|was|be|put|provid|involv|includ|secur|"
    r"control|order|assign|add|increas|rais|doubl|tripl|join|com|c[ao]m|set|replac|leav|left|land|mov|take|took|reach|"
    r"enter|post)",
    re.IGNORECASE,
)

_STUDIES = re.compile(any_of("operations", "studies") + r"$", re.IGNORECASE)

_AS_OF = frozenset({"starting", "beginning"})
"""What only says from when on ("600 agents will go to Tepic starting March 9")."""

_CROSSES = re.compile(r"(?:enter(?:s|ed|ing)|le(?:ft|aves|aving))$", re.IGNORECASE)
_WHOLE = re.compile(r"(?:the|all|its|his|these|those|most)\b", re.IGNORECASE)
"""Before a whole force, not a patrol of it ("the soldiers left Tepic")."""

ALSO_OF_IT = Sought(
    r"^It\b|\b(?:additional|more(?! than)|further|extra|another|the (?:first|operation|deployment|campaign|surge)|"
    r"(?:second|third|last|next|final) (?:contingent|wave|phase|group|batch|detachment)|so far)\b",
    re.IGNORECASE,
)

_DESTINATIONS = frozenset(
    {"to", "into", "in", "at", "on", "onto", "across", "throughout", "around", "along", "near", "inside", "over", "for",
     "towards", "toward", "through"}
)  # fmt: skip

_WITH_MEN = re.compile(
    r"\bwith\s+(?:(?:a|some|about|over|nearly|around|approximately|more than|at least|force of|contingent of)\s+)*"
    r"(\d[\d,]*)\s+(?:[\w-]+\s+){0,2}?" + any_of("operations", "people") + r"\b",
    re.IGNORECASE,
)
_TO = frozenset({"to", "into", "onto"})

_COME_FROM = re.compile(r"c[ao]m(?:e|es|ing)\s+from\b", re.IGNORECASE)

_STRONG = Sought(r"\d[\s-]strong\b", re.IGNORECASE)

_OF_A_NAME = re.compile(r"\b(?:Operation|Operativo|Operacion)\s+(?:\w+\s+){0,2}$")

_RECEIVES = re.compile(r"(?:receiv|get|got|grant|giv|gave)", re.IGNORECASE)

_FROM = frozenset({"from", "of"})


@dataclass(frozen=True, slots=True)
class Deployment:
    """A clause that moves forces: how, which forces, how many people, and whether it is still to come."""

    clause: Clause
    move: Move
    forces: tuple[Phrase, ...]
    people: Figure | None
    planned: bool


def is_for_a_raid(view: SentenceView, zone: Stretch) -> bool:
    """Whether a clause that begins in the zone sends forces to a house, a course or the like."""
    read = grammar(view.passage.text, view.stretch)
    clauses = [clause for clause in read.clauses if zone.holds(clause.predicate.start)]
    return any(
        clause.standing is Standing.VERB
        and VERBS[Move.SENDING].match(view.passage.text, clause.predicate.start)
        and _goes_elsewhere(view, clause)
        for clause in clauses
    )


def _is_same(view: SentenceView, one: Deployment, other: Deployment) -> bool:
    """Whether both tell the same of one force, not that it came on one day and left on another."""
    if (one.move is Move.LEAVING) is not (other.move is Move.LEAVING):
        days = [mention for mention in view.passage.dates_in(view.stretch) if mention.days <= MONTH_DAYS]
        if len(days) > 1:
            return False
    return any(phrase.head == known.head for phrase in one.forces for known in other.forces)


def _of_verb(view: SentenceView, read: Grammar, clause: Clause) -> Deployment | None:
    """The deployment that a verb tells."""
    told = clause.standing is Standing.VERB and not clause.negated and not _is_of_old(view, clause)
    told = told and not (clause.link == "advcl" and clause.word in _AS_OF and not clause.objects)
    told = told and not _COME_FROM.match(view.passage.text, clause.predicate.start)
    planned = _is_planned(view, read, clause) if told else None
    if planned is None or _goes_elsewhere(view, clause):
        return None
    for move in Move:
        if not VERBS[move].match(view.passage.text, clause.predicate.start):
            continue
        if move is Move.PROMISING and clause.link in ("acl", "relcl"):
            # "Of the 600 promised in April": told before.
            continue
        forces = tuple(forces_of(view, _with_subject(read, clause), move))
        people = people_in(view, forces)
        if people is None and forces and move is Move.COMING:
            people = _with_so_many(view, clause)
        least = _LEAST_NAMED if view.has(ALSO_OF_IT) and operation_before(view) else LEAST
        if not forces:
            continue
        enough = people is not None and least <= (people.whole or 0) <= _MOST
        if enough or (people is None and _is_whole_force(view, clause, forces, move=move, planned=planned)):
            return Deployment(clause, move, forces, people, planned or move is Move.PROMISING)
        if people is not None:
            return None
    return None


def _with_so_many(view: SentenceView, clause: Clause) -> Figure | None:
    """The number of men with whom a force comes, wherever they hang ("arrived in Tepic with 200 troops")."""
    match = _WITH_MEN.search(view.passage.text, clause.predicate.end, view.stretch.end)
    return next(iter(view.passage.figures(Stretch(match.start(1), match.end(1)))), None) if match else None


def _of_noun(view: SentenceView, read: Grammar, clause: Clause) -> Deployment | None:
    """The deployment that a noun tells ("the arrival of a last contingent of 500 soldiers")."""
    move = Move.LEAVING if _DEPARTURES.fullmatch(clause.word) else Move.SENDING
    if move is Move.SENDING and not _ARRIVALS.fullmatch(clause.word):
        return None
    forces = tuple(phrase for phrase in (*clause.objects, *clause.subjects) if is_force(view, phrase))
    people = people_in(view, forces)
    if people is None and move is Move.LEAVING and _is_dated_leaving(view, clause):
        return Deployment(clause, move, forces, None, planned=False)
    if people is None or not LEAST <= (people.whole or 0) <= _MOST:
        return None
    above = next(iter(read.above(clause)), None)
    if above is not None and (above.negated or _WISHES.fullmatch(above.word)):
        return None
    planned = above is not None and (above.modal in _FUTURE or _is_set(view, above))
    return Deployment(clause, move, forces, people, planned)


def _is_set(view: SentenceView, above: Clause) -> bool:
    """Whether the clause above only sets a time for it ("the deployment of 500 soldiers is set for March 12")."""
    return _SET_FOR.match(view.passage.text, above.predicate.start) is not None or above.word in (
        "scheduled",
        "planned",
    )


def _is_dated_leaving(view: SentenceView, clause: Clause) -> bool:
    """Whether surely forces left a place on a day, though no number is told ("began its withdrawal from Leon")."""
    rest = Stretch(clause.predicate.end, view.stretch.end)
    days = [mention for mention in view.passage.dates_in(view.stretch) if mention.days <= MONTH_DAYS]
    places = [mention for mention in view.passage.places_in(rest) if mention.place.state not in ("MX", "US")]
    return bool(SURELY.search(view.passage.text, *view.stretch) and days and places)


def _is_of_old(view: SentenceView, clause: Clause) -> bool:
    """Whether the forces only are where they have been ("the troops already operating there")."""
    return re.search(r"\balready\s+$", view.passage.text[: clause.predicate.start][-12:]) is not None and bool(
        VERBS[Move.STAYING].match(clause.word)
    )


def _with_subject(read: Grammar, clause: Clause) -> Clause:
    """The clause with the subject of the one above where it has none ("are due to reach")."""
    if clause.subjects or clause.passive:
        return clause
    above = next((other for other in read.above(clause) if other.subjects), None)
    return replace(clause, subjects=above.subjects) if above is not None and clause.link == "xcomp" else clause


def _is_planned(view: SentenceView, read: Grammar, clause: Clause) -> bool | None:
    """Whether what the clause tells is still to come; None where it is not told as done or planned at all."""
    modal = _modal_of(read, clause)
    if modal is not None:
        return True if modal in _FUTURE else None
    before = view.passage.text[view.stretch.start : clause.predicate.start]
    infinitive = bool(re.search(r"\bto\s+(?:be\s+)?(?:\w+ly\s+)?$", before))
    if clause.link == "acl" and clause.passive and not infinitive:
        # "He hopes that the 600 soldiers sent to Tepic will stay": these were sent.
        return False
    for above in read.above(clause):
        if above.link == "root" and not infinitive and clause.link not in ("xcomp", "acl"):
            break
        if _WISHES.fullmatch(above.word):
            return None
        if infinitive and (_PLANS.fullmatch(above.word) or above.modal in _FUTURE):
            return True
        if clause.link not in ("xcomp", "acl", "ccomp"):
            break
    if infinitive:
        return _is_infinitive_planned(before)
    return bool(_SENDING_NOW.search(before) and clause.word in ("sending", "deploying", "dispatching"))


def _modal_of(read: Grammar, clause: Clause) -> str | None:
    """The modal verb of a clause, or the future of the one that it only goes on with."""
    begun = clause.modal is None and clause.link == "xcomp"
    if begun or (clause.link == "acl" and clause.word.endswith("ing")):
        # "Will begin moving 600 soldiers"; "a second phase, involving 5,500 troops, will begin next week"
        return next((above.modal for above in read.above(clause) if above.modal in _FUTURE), clause.modal)
    return clause.modal


def _is_infinitive_planned(before: str) -> bool | None:
    """What the words before an infinitive make of it: a plan, something done, or neither."""
    if _ANSWER.search(before):
        return False
    led = re.search(r"\b(\w+)\s+to\s+(?:be\s+)?(?:\w+ly\s+)?$", before)
    word = led.group(1) if led else ""
    if _PLANS.fullmatch(word) or (word in ("is", "are", "was", "were")):
        return True
    return False if re.match(r"(?:beg|start|continu|order|sen|came|come|began|troops|soldiers)", word) else None


def _goes_elsewhere(view: SentenceView, clause: Clause) -> bool:
    """Whether the forces go to a house, a course or the like, on no campaign."""
    if any(_STUDIES.search(view.passage.words(phrase.core)) for phrase in clause.objects):
        return True
    goals = [adjunct.phrase for adjunct in clause.adjuncts if adjunct.preposition != "from"]
    if any(_NO_DESTINATION.fullmatch(goal.noun) for goal in goals):
        return True
    return any(_ESTATE.search(view.passage.words(phrase.core)) for phrase in (*goals, *clause.objects))


def _is_whole_force(view: SentenceView, clause: Clause, forces: Sequence[Phrase], *, move: Move, planned: bool) -> bool:
    """Whether the forces as such came, took over or left, on a day and at a place told; a plan needs no day."""
    if move in (Move.STAYING, Move.REINFORCING, Move.YIELDING, Move.PROMISING) or (
        _WEAK.match(clause.word) and not _HOLDS.match(clause.word)
    ):
        taken = _TAKES_OVER.match(view.passage.text, clause.predicate.start)
        if taken is None and not _enters_or_leaves(view, clause, forces):
            return False
    zone = own_words(clause)
    named = any(SURELY.search(view.passage.text, *phrase.where) or phrase.is_name for phrase in forces)
    dated = any(mention.days <= MONTH_DAYS or mention.begun for mention in view.passage.dates_in(zone))
    return named and (dated or planned) and bool(destinations_of(view, clause, move))


def _enters_or_leaves(view: SentenceView, clause: Clause, forces: Sequence[Phrase]) -> bool:
    """Whether the clause says of which town or state: "the army entered Tepic", "the last troops left Tepic"."""
    if not _CROSSES.match(clause.word):
        return False
    if not any(view.passage.places_in(phrase.core, Bearing.NAMED) for phrase in clause.objects):
        return False
    whole = any(_WHOLE.match(view.passage.words(phrase.core)) for phrase in forces)
    return whole or clause.word.startswith("enter")


def own_words(clause: Clause) -> Stretch:
    """The clause's own words in one stretch."""
    if not clause.parts:
        return clause.extent
    return Stretch(min(part.start for part in clause.parts), max(part.end for part in clause.parts))


def _before_the_next(view: SentenceView, clause: Clause) -> Stretch:
    """The clause's own words up to the next clause of its rank that has a subject of its own."""
    own = own_words(clause)
    beside = (
        min(phrase.where.start for phrase in other.subjects)
        for other in grammar(view.passage.text, view.stretch).clauses
        if other.standing is Standing.VERB and other.link == "conj" and other.subjects and other is not clause
    )
    return Stretch(own.start, min((start for start in beside if start > clause.predicate.end), default=own.end))


def destinations_of(view: SentenceView, clause: Clause, move: Move) -> tuple[Place, ...]:
    """The places that the forces go to, or from which they leave."""
    passage, own = view.passage, _before_the_next(view, clause)
    if clause.standing is Standing.NOUN and move is Move.LEAVING:
        rest = passage.places_in(Stretch(clause.predicate.end, view.stretch.end))
        return tuple(mention.place for mention in rest[:1])
    phrases = [
        adjunct.phrase
        for adjunct in clause.adjuncts
        if adjunct.preposition in (_FROM if move is Move.LEAVING else _DESTINATIONS)
    ]
    if move in (Move.COMING, Move.REINFORCING, Move.LEAVING):
        phrases.extend(clause.objects if not clause.passive else ())
    if _RECEIVES.match(clause.word) or (clause.passive and clause.objects):
        phrases.extend(clause.subjects)
    receives = _RECEIVES.match(clause.word) or (clause.passive and clause.objects)
    least = Bearing.SPOKEN_OF if move is Move.LEAVING or receives else Bearing.NAMED
    # Where troops are "flown to" is where they go, though nothing happened there to whoever else is flown somewhere.
    goals = {one.phrase.head for one in clause.adjuncts if one.preposition in _TO and move is not Move.LEAVING}
    found = [
        mention.place
        for phrase in phrases
        for mention in passage.places_in(phrase.where, Bearing.SPOKEN_OF if phrase.head in goals else least)
        if mention.place.state not in ("MX", "US") and not _OF_A_NAME.search(passage.text[: mention.where.start])
    ]
    if move is Move.LEAVING and not found:
        rest = passage.places_in(Stretch(clause.predicate.end, own.end))
        found.extend(mention.place for mention in rest if mention.place.state not in ("MX", "US"))
    if move is not Move.LEAVING:
        taken_from = [adjunct.phrase.where for adjunct in clause.adjuncts if adjunct.preposition == "from"]
        found.extend(
            mention.place
            for mention in passage.places_in(Stretch(clause.predicate.end, own.end), Bearing.LOCATIVE)
            if mention.place.state not in ("MX", "US") and not any(mention.where.overlaps(one) for one in taken_from)
        )
    given = next((one for one in clause.objects if passage.words(one.where).startswith("to ")), None)
    if not found and given is not None and move is not Move.LEAVING:
        # The parser takes "sent 300 soldiers to Tepic" for "gave Tepic 300 soldiers".
        rest = passage.places_in(Stretch(given.where.start, own.end), Bearing.NAMED)
        found.extend(mention.place for mention in rest)
    if not found and move in (Move.COMING, Move.SENDING):
        # "flew in to patrol Torreon": a clause below tells what for.
        below = Stretch(own.end, max(own.end, clause.extent.end))
        named = [
            one
            for one in passage.places_in(below, Bearing.NAMED)
            if not _OF_A_NAME.search(passage.text[: one.where.start])
        ]
        found.extend(mention.place for mention in _first_run(named))
    return without_covering_states(tuple(dict.fromkeys(found)))


def _first_run(mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """The first place and those that stand in one list with it."""
    run = list(mentions[:1])
    for mention in mentions[1:]:
        if mention.where.start - run[-1].where.end > _IN_A_LIST:
            break
        run.append(mention)
    return run


def may_tell(passage: Passage, index: int) -> bool:
    """Whether a sentence is worth its grammar: a number of the forces' people, or surely forces on a day, that move."""
    text, sentence = passage.text, passage.sentences[index]
    if not _MOVES.search(text, *sentence):
        return False
    somewhere = passage.places_in(sentence)
    if not somewhere and sum(figure.whole or 0 for figure in passage.figures(sentence)) < _LEAST_NAMED:
        # Neither enough of them nor anywhere to go.
        return False
    before = passage.sentences[max(0, index - 1) : index]
    return bool(
        _NUMBER_OF_FORCES.search(text, *sentence)
        or _STRONG.search(text, *sentence)
        or (any(SURELY.search(text, *one) for one in before) and ALSO_OF_IT.search_in(text, *sentence))
        or (passage.dates_in(sentence) and SURELY.search(text, *sentence) and _TURNS.search(text, *sentence))
    )


def told_deployments(view: SentenceView) -> list[Deployment]:
    """The deployments that the clauses of a sentence tell, each force once."""
    if not may_tell(view.passage, view.index):
        return []
    read = grammar(view.passage.text, view.stretch)
    found: list[Deployment] = []
    for clause in read.clauses:
        by_noun = clause.standing is Standing.NOUN
        deployment = _of_noun(view, read, clause) if by_noun else _of_verb(view, read, clause)
        if deployment is not None and not any(_is_same(view, deployment, other) for other in found):
            found.append(deployment)
    return found
