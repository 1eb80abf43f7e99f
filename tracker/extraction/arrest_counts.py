"""How many an arrest counts: by its clause, behind a colon, with those taken together with them."""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.extraction.beginnings import SentenceView
from tracker.extraction.grammar import Phrase
from tracker.extraction.headcounts import are_people, count, grammar_of
from tracker.extraction.lexicon import any_of
from tracker.extraction.sentences import Stretch
from tracker.extraction.takings import befalls_its_subject
from tracker.extraction.tolls import Toll
from tracker.extraction.victims import is_of_people, toll
from tracker.extraction.zones import Trigger, Zone

_NOUN_AFTER_FIGURE = re.compile(r"^\s+(?:[\w-]+\s+){0,3}$")
TOGETHER_WITH = re.compile(r"\s+(?:[Ii]n [A-Z]\w+ )?(?:along |together )?with\s+")
_PEOPLE_NEXT = re.compile(r"\s+(?:[\w'-]+\s+){0,2}?" + any_of("victims", "people") + r"\b", re.IGNORECASE)
_REACHED = re.compile(
    r"[^.;:]{0,50}?\b(?:reached|totall?(?:ed|ing)|numbered|stood at|c[ao]me to|rose to|"
    r"(?:has )?risen to|(?:has )?climbed to|now (?:stands at|numbers)|fell to|amounted to|were)\s+",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(r"\b(?:(?:number|total|tally|count) of (?:[\w-]+\s+){1,4}|those (?:\w+ ){0,2})$", re.IGNORECASE)
_COLON = re.compile(r"[^:;.,]{0,40}:\s")
_AND_ONE = re.compile(r"\s+[\w-]+\s+and\s+an?\s+[A-Z]?\w+", re.IGNORECASE)
_GIVES_UP = re.compile(r"(?:g[ai]v|surrender|turn)", re.IGNORECASE)
_CRIMES = re.compile(r"\s+(?:\w+\s+)?" + any_of("people", "crimes") + r"\b", re.IGNORECASE)


def counted_by(view: SentenceView, zone: Zone, trigger: Trigger) -> Toll:
    """How many the word of arrest counts in its zone."""
    if trigger.name == "arrest":
        part = Stretch(zone.where.start, trigger.where.start)
        for figure in reversed(view.passage.figures(part)):
            if is_of_people(view.passage, figure) and _NOUN_AFTER_FIGURE.match(
                view.passage.text[figure.where.end : trigger.where.start]
            ):
                return Toll(figure.whole, figure.op, figure.where, told=figure.value is not None)
            break
    counted = after_colon(view, trigger) or _of_subject(view, trigger) or toll(view.passage, trigger.where, zone.where)
    if _CRIMES.match(view.passage.text, counted.where.end):
        # "After the arrest he admitted to seven murders."
        return Toll(None, None, counted.where, told=False)
    return _with_others(view, trigger, zone, counted) if counted.told and counted.value else counted


def after_colon(view: SentenceView, trigger: Trigger) -> Toll | None:
    """How many stand behind the colon of a heading ("In handcuffs: two men", "Arrests on drug charges: 340")."""
    text = view.passage.text
    counted = trigger.name == "arrest" or _NUMBER_OF.search(text, view.stretch.start, trigger.where.start)
    reached = _REACHED.match(text, trigger.where.end, view.stretch.end) if counted else None
    told = view.passage.figures(Stretch(reached.end(), view.stretch.end))[:1] if reached else []
    if reached and told and told[0].whole is not None and told[0].where.start - reached.end() <= 1:
        return Toll(told[0].whole, told[0].op, told[0].where, told=True)
    colon = _COLON.match(text, trigger.where.end, view.stretch.end)
    figures = view.passage.figures(Stretch(colon.end(), view.stretch.end))[:1] if colon else []
    if colon is None or not figures or figures[0].whole is None:
        return None
    where = figures[0].where
    if trigger.name == "arrest" and where.start - colon.end() <= 1:
        return Toll(figures[0].whole, figures[0].op, where, told=True)
    people = _PEOPLE_NEXT.match(text, where.end)
    single = _AND_ONE.match(text, where.end)
    if where.start == colon.end() and (people or single):
        return Toll(figures[0].whole + (single is not None), figures[0].op, where, told=True)
    return None


def _of_subject(view: SentenceView, trigger: Trigger) -> Toll | None:
    """How many gave up or are held, where the words say it of their clause's subject."""
    if not befalls_its_subject(view.passage.words(trigger.where)):
        return None
    clause = grammar_of(view.passage, trigger.where).of(trigger.where.start)
    if clause is None:
        return None
    right_before = [phrase for phrase in grammar_of(view.passage, trigger.where).phrases if _ends_at(phrase, trigger)]
    if are_people(view.passage, right_before):
        return count(view.passage, right_before)
    itself = _GIVES_UP.match(view.passage.words(trigger.where)) and count(view.passage, clause.subjects)
    held = clause.objects if not itself and are_people(view.passage, clause.objects) else clause.subjects
    return count(view.passage, held)


def _ends_at(phrase: Phrase, trigger: Trigger) -> bool:
    """Whether the phrase stands right before the words ("nine men in handcuffs")."""
    return phrase.core.end + 1 == trigger.where.start


def _with_others(view: SentenceView, trigger: Trigger, zone: Zone, counted: Toll) -> Toll:
    """The toll with those taken together with whom it counts ("was captured with six bodyguards")."""
    text = view.passage.text
    match = TOGETHER_WITH.match(text, trigger.where.end)
    if match is None or counted.where.start > trigger.where.start:
        return counted
    for figure in view.passage.figures(Stretch(match.end(), zone.where.end))[:1]:
        people = _PEOPLE_NEXT.match(text, figure.where.end)
        if (
            not figure.where.overlaps(counted.where)
            and figure.where.start - match.end() < 2
            and people
            and figure.whole is not None
        ):
            return replace(counted, value=(counted.value or 0) + figure.whole)
    return counted
