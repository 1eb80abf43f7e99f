"""Which figures of a sentence count killings: by the noun after them, the words before them, or what went before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.extraction.beginnings import SentenceView
from tracker.extraction.dates import DateMention
from tracker.extraction.lexicon import any_of
from tracker.extraction.numbers import Figure
from tracker.extraction.passages import Passage
from tracker.extraction.sentences import Stretch

_MURDERS = any_of("homicides", "murders")
_KILLED = any_of("homicides", "killed")
_RATE = re.compile(
    (
        r"^\s*(?:per|a|an|each|every)\s+(?:day|week|month|year|100,000|hundred)|"
        r"^[^.;]{0,40}\b(?:per day|a day|daily|per month|a month|per week|a week|per 100,000|percent|"
        r"%)|^\s*-?\d* ?(?:percent|%)"
    ),
    re.IGNORECASE,
)
_RATE_BEFORE = re.compile(r"\b(?:average(?: of)?|averag\w+|rate of|daily|percent of)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_AFTER_FIGURE = re.compile(rf"^(?:\s+(?!in\b|by\b|to\b|the\b)[\w'./-]+){{0,4}}?\s+{_MURDERS}\b", re.IGNORECASE)
_PEOPLE_KILLED = re.compile(
    (
        rf"^(?:\s+(?!in\b|by\b)[\w'&/.-]+){{1,7}}?\s+(?:were|have been|had been|was|has been|"
        rf"being)\s+(?:\w+\s+){{0,2}}{_KILLED}\b|^(?:\s+[\w'-]+){{1,4}}\s+(?:died|{_KILLED}|dead|"
        rf"lost their lives)\b"
    ),
    re.IGNORECASE,
)
_LIVES = re.compile(r"\b(?:claim(?:ed|ing)?|cost(?:ing)?|taken|took)\s+$", re.IGNORECASE)
_DEAD_BEFORE = re.compile(r"\b(?:left|leaving|killed|murdered|killing)\s+$", re.IGNORECASE)
_COMPARED = re.compile(
    (
        r"\b(?:compared (?:to|with)|versus|vs\.?|up from|down from|against|(?:in|de)crease from|"
        r"from)\s+(?:the\s+)?(?:\w+\s+){0,2}$"
    ),
    re.IGNORECASE,
)
_STANDS = re.compile(
    (
        rf"\b(?:death toll|body count|toll|(?:number|total|count|figure|"
        rf"estimate)s?(?: of [^.;]{{0,60}})?|{_MURDERS})\b[^.;]{{0,110}}?\b(?:stands? at|stood at|was|"
        rf"were|is|reach(?:ed|es|ing)?|rose to|climbed to|to|of|at|totall?ed|totals?|exceed(?:ed|s)?|"
        rf"surpass(?:ed|es)?|topped|passed|recorded)\s+(?:\w+ly\s+)?$"
    ),
    re.IGNORECASE,
)
_RECORDED = re.compile(r"^\s+(?:\w+\s+)?(?:recorded|registered|reported|counted)\b", re.IGNORECASE)
_RECORDING = re.compile(
    r"\b[A-Z]\w+,?\s+(?:with|recorded|had|saw|registered|reported|followed(?: closely)? (?:by|"
    r"with))\s+$"
)
_OTHER_CRIME = re.compile(
    r"\b(?:robber(?:y|ies)|thefts?|carjacking|car theft|extortion|kidnappings?|arson|arrests?|weapons|rapes?)\b",
    re.IGNORECASE,
)
TOPIC = re.compile(
    (
        rf"\b(?:{_MURDERS}|(?:homicide|murder|killing) (?:figures?|rates?|numbers|totals?|statistics)|"
        rf"death toll|body count|dead)\b"
    ),
    re.IGNORECASE,
)
_SUBSET = re.compile(
    r"^\s+(?:of (?:these|those|them|the (?:victims|dead|murders|killings|homicides))|of whom|whom)\b", re.IGNORECASE
)
_SUBSET_BEFORE = re.compile(
    r"(?:\bof (?:these|those|them|the (?:victims|dead|total))\b[^.;]{0,40}|\bincluding\s+|\bof whom\s+|\band\s+)$",
    re.IGNORECASE,
)
_OTHER_NOUN = re.compile(r"\b(?:was|were|of)\b")
_OF_THE_DEAD = re.compile(r"\bof the (?:dead|victims|murdered|homicides|killings)\b[^.;\d]{0,40}$", re.IGNORECASE)
_ROSE = re.compile(
    r"\b(?:rose|risen|increased?|fell|fallen|dropped|drop|declined?|grew|climbed|up|"
    r"down)\s+(?:\w+ly\s+)?from\s+$",
    re.IGNORECASE,
)
_LIVES_AFTER = re.compile(r"\s+(?:\w+ )?lives\b")
_DEAD_AFTER = re.compile(r"\s*(?:deaths|dead|slain|fatalities)\b")
_AGAIN = re.compile(
    r"\b(?:had(?: given| counted| recorded)?|given|gives|gave|counted|counts|put (?:it|the (?:figure|number)) "
    r"at|arriv(?:es|ed) at|it was|"
    r"recorded|registered|reported)\s+$",
    re.IGNORECASE,
)
_LEAST_AGAIN = 50
LONG_DAYS = 45


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of killings: what was counted follows in `noun`; `rule` is how it was read."""

    figure: Figure
    noun: Stretch
    rule: str


def counts(view: SentenceView) -> Iterator[Count]:
    """The figures of killings of a sentence."""
    passage, sentence = view.passage, view.stretch
    topical = bool(TOPIC.search(view.words)) and not _OTHER_CRIME.search(view.words)
    counted = False
    for figure in passage.figures(sentence):
        if figure.whole is None or _is_rate(passage, figure):
            continue
        found = _read(view, figure, topical=topical, counted=counted)
        if found is not None:
            counted = True
            yield found


def _read(view: SentenceView, figure: Figure, *, topical: bool, counted: bool) -> Count | None:
    """What the figure counts by the first rule that fits; None where it counts no killings."""
    end = figure.where.end
    before, after = (
        view.passage.text[view.stretch.start : figure.where.start],
        view.passage.text[end : view.stretch.end],
    )
    murders, people = _AFTER_FIGURE.match(after), _PEOPLE_KILLED.match(after)
    if murders and not _OTHER_NOUN.search(murders.group()):
        return Count(figure, Stretch(end, end + murders.end()), "figure-of-murders")
    if _LIVES.search(before) and _LIVES_AFTER.match(after):
        return Count(figure, Stretch(end, end + 6), "lives-claimed")
    if people and _long(view, figure):
        return Count(figure, Stretch(end, end + people.end()), "people-killed")
    if (_DEAD_BEFORE.search(before) or _DEAD_AFTER.match(after)) and _long(view, figure):
        return Count(figure, figure.where, "figure-of-dead")
    rule = _bare_figure(view, figure, topical=topical, counted=counted)
    noun = Stretch(end, min(end + 60, view.stretch.end)) if rule == "subset" else figure.where
    return Count(figure, noun, rule) if rule else None


def _bare_figure(view: SentenceView, figure: Figure, *, topical: bool, counted: bool) -> str | None:
    """The rule by which a figure without a noun of its own counts killings."""
    end = figure.where.end
    before, after = (
        view.passage.text[view.stretch.start : figure.where.start],
        view.passage.text[end : view.stretch.end],
    )
    dated = bool(view.passage.dates_in(Stretch(end, min(view.stretch.end, end + 40))))
    rules = (
        ("figure-again", _is_again(view, figure) and bool(_AGAIN.search(before))),
        ("compared-with", counted and dated and bool(_COMPARED.search(before))),
        ("rose-from", topical and dated and bool(_ROSE.search(before))),
        ("figure-stands-at", topical and bool(_STANDS.search(before) or _RECORDED.match(after))),
        ("recorded-elsewhere", counted and bool(_RECORDING.search(before))),
        ("subset", bool(_OF_THE_DEAD.search(before))),
        ("subset", (topical or counted) and bool(_SUBSET.match(after))),
        ("subset", counted and bool(_SUBSET_BEFORE.search(before))),
    )
    return next((rule for rule, fits in rules if fits), None)


def _is_again(view: SentenceView, figure: Figure) -> bool:
    """Whether a bare figure with a long period goes on with the killings counted in the sentence before."""
    if not view.index or (figure.whole or 0) < _LEAST_AGAIN or _OTHER_CRIME.search(view.words):
        return False
    bare = re.match(
        r"\s*(?:[.,;)]|$|(?:in|for|by|during|,)\s)", view.passage.text[figure.where.end : figure.where.end + 10]
    )
    before = view.passage.words(view.passage.sentences[view.index - 1])
    period = any(mention.days >= LONG_DAYS for mention in view.passage.dates_in(view.stretch))
    return bare is not None and period and bool(TOPIC.search(before)) and not _OTHER_CRIME.search(before)


def _is_rate(passage: Passage, figure: Figure) -> bool:
    after = passage.text[figure.where.end : figure.where.end + 60]
    if re.match(r"\s+times\b", after):
        return True
    after = re.sub(r"\([^)]*\)", "", after)
    return bool(_RATE.match(after)) or bool(
        _RATE_BEFORE.search(passage.text[max(0, figure.where.start - 40) : figure.where.start])
    )


def dates_of(view: SentenceView, figure: Figure) -> list[DateMention]:
    """The dates of the sentence, those in the figure's own part of it first."""
    whole = view.passage.dates_in(view.stretch)
    return sorted(
        whole, key=lambda mention: (_between(view, figure, mention), abs(mention.where.start - figure.where.start))
    )


def _between(view: SentenceView, figure: Figure, mention: DateMention) -> int:
    """How many commas and other figures stand between a figure and a date."""
    start, end = sorted((figure.where.end, mention.where.start))
    return len(re.findall(r"[,;:]", view.passage.text[start:end])) + len(view.passage.figures(Stretch(start, end)))


def _long(view: SentenceView, figure: Figure) -> bool:
    """Whether the figure's date is a long or a running period."""
    found = dates_of(view, figure)
    return bool(found) and (
        found[0].days >= LONG_DAYS
        or found[0].running
        or (found[0].rule in ("relative", "past-stretch", "opening-of-month") and found[0].days > 13)
    )
