"""Homicide counts in prose: a published figure of killings for a period and a place, not the toll of one incident."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tracker.extraction import calendars
from tracker.extraction.beginnings import SentenceView, quote
from tracker.extraction.circumstances import circumstances
from tracker.extraction.dates import DateMention, ordinal_number
from tracker.extraction.drafts import Draft, Reading, Telling
from tracker.extraction.hedges import is_hedged
from tracker.extraction.lexicon import any_of, mapping
from tracker.extraction.numbers import Figure
from tracker.extraction.passages import Passage
from tracker.extraction.sentences import Stretch
from tracker.reports import DateInterval, Kind, Place

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
_ORDINAL = re.compile(
    (
        r"\bthe\s+(?P<o>\w+)\s+(?:(?:such|police|officer|drug-related|policeman|official|journalist|"
        r"person|fatality|victim|mayor|soldier|to be|slain|of)\s+){0,4}?(?:fatality|murder|killing|"
        r"homicide|execution|victim|assassinat\w+|killed|murdered|death|slain|"
        r"slaying)\b[^.;]{0,60}?\b(?P<p>this year|of the year|so far this year|this month|"
        r"of the month|in \d{4})"
    ),
    re.IGNORECASE,
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
_NATIONWIDE = re.compile(
    (
        r"\b(?:nationwide|nationally|country-?wide|national (?:total|figure|toll)|(?:across|"
        r"throughout) (?:the country|Mexico))\b"
    ),
    re.IGNORECASE,
)
_OTHER_NOUN = re.compile(r"\b(?:was|were|of)\b")
_OF_THE_DEAD = re.compile(r"\bof the (?:dead|victims|murdered|homicides|killings)\b[^.;\d]{0,40}$", re.IGNORECASE)
_UP_TO = re.compile(r"\b(?:through|as of|until|till|by|up to)\s+$", re.IGNORECASE)
_OF_BEFORE = re.compile(r"\bof\s+$", re.IGNORECASE)
_ROSE = re.compile(
    r"\b(?:rose|risen|increased?|fell|fallen|dropped|drop|declined?|grew|climbed|up|"
    r"down)\s+(?:\w+ly\s+)?from\s+$",
    re.IGNORECASE,
)
_LIVES_AFTER = re.compile(r"\s+(?:\w+ )?lives\b")
_DEAD_AFTER = re.compile(r"\s*(?:deaths|dead|slain|fatalities)\b")
_LONG_DAYS = 45
_COUNTED = tuple(
    (slug, re.compile(r"\b(?:" + "|".join(words) + r")\b", re.IGNORECASE))
    for slug, words in mapping("victims", "counted").items()
)


@dataclass(frozen=True, slots=True)
class _Count:
    """A figure of killings: what was counted follows in `noun`; `rule` is how it was read."""

    figure: Figure
    noun: Stretch
    rule: str


def homicides(view: SentenceView) -> tuple[list[Draft], list[Stretch]]:
    """The homicide counts of a sentence, and the stretches that they were read from."""
    drafts: list[Draft] = []
    claimed: list[Stretch] = []
    for count in _counts(view):
        draft = _draft(view, count)
        if draft is not None:
            drafts.append(draft)
            claimed.append(Stretch(count.figure.where.start, count.noun.end))
    ordinal = _ordinal(view)
    if ordinal is not None:
        drafts.append(ordinal)
    return drafts, claimed


def _counts(view: SentenceView) -> Iterator[_Count]:
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


def _read(view: SentenceView, figure: Figure, *, topical: bool, counted: bool) -> _Count | None:
    """What the figure counts by the first rule that fits; None where it counts no killings."""
    end = figure.where.end
    before, after = (
        view.passage.text[view.stretch.start : figure.where.start],
        view.passage.text[end : view.stretch.end],
    )
    murders, people = _AFTER_FIGURE.match(after), _PEOPLE_KILLED.match(after)
    if murders and not _OTHER_NOUN.search(murders.group()):
        return _Count(figure, Stretch(end, end + murders.end()), "figure-of-murders")
    if _LIVES.search(before) and _LIVES_AFTER.match(after):
        return _Count(figure, Stretch(end, end + 6), "lives-claimed")
    if people and _long(view, figure):
        return _Count(figure, Stretch(end, end + people.end()), "people-killed")
    if (_DEAD_BEFORE.search(before) or _DEAD_AFTER.match(after)) and _long(view, figure):
        return _Count(figure, figure.where, "figure-of-dead")
    rule = _bare_figure(view, figure, topical=topical, counted=counted)
    noun = Stretch(end, min(end + 60, view.stretch.end)) if rule == "subset" else figure.where
    return _Count(figure, noun, rule) if rule else None


def _bare_figure(view: SentenceView, figure: Figure, *, topical: bool, counted: bool) -> str | None:
    """The rule by which a figure without a noun of its own counts killings."""
    end = figure.where.end
    before, after = (
        view.passage.text[view.stretch.start : figure.where.start],
        view.passage.text[end : view.stretch.end],
    )
    dated = bool(view.passage.dates_in(Stretch(end, min(view.stretch.end, end + 40))))
    rules = (
        ("compared-with", counted and dated and bool(_COMPARED.search(before))),
        ("rose-from", topical and dated and bool(_ROSE.search(before))),
        ("figure-stands-at", topical and bool(_STANDS.search(before) or _RECORDED.match(after))),
        ("recorded-elsewhere", counted and bool(_RECORDING.search(before))),
        ("subset", bool(_OF_THE_DEAD.search(before))),
        ("subset", (topical or counted) and bool(_SUBSET.match(after))),
        ("subset", counted and bool(_SUBSET_BEFORE.search(before))),
    )
    return next((rule for rule, fits in rules if fits), None)


def _is_rate(passage: Passage, figure: Figure) -> bool:
    after = passage.text[figure.where.end : figure.where.end + 60]
    if re.match(r"\s+times\b", after):
        return True
    after = re.sub(r"\([^)]*\)", "", after)
    return bool(_RATE.match(after)) or bool(
        _RATE_BEFORE.search(passage.text[max(0, figure.where.start - 40) : figure.where.start])
    )


def _dates(view: SentenceView, figure: Figure) -> list[DateMention]:
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
    found = _dates(view, figure)
    return bool(found) and (
        found[0].days >= _LONG_DAYS
        or found[0].running
        or (found[0].rule in ("relative", "past-stretch", "opening-of-month") and found[0].days > 13)
    )


def _draft(view: SentenceView, count: _Count) -> Draft | None:
    figure = count.figure
    found = _dates(view, figure)
    interval = found[0].interval if found else inherited_period(view)
    interval = _until(view, interval)
    words = view.passage.words(count.noun)
    if found and found[0].days == 1 and not found[0].running and count.rule != "figure-stands-at":
        return None
    if found and found[0].days == 1 and not found[0].running and _OF_BEFORE.search(_text_before(view, figure)):
        return None
    if (
        figure.whole is not None
        and interval is not None
        and interval.start.year <= figure.whole <= interval.end.year + 1
        and figure.op is None
        and count.rule != "figure-stands-at"
    ):
        return None
    around = circumstances(view.scene(_part(view, figure), figure.where))
    # A figure without a place of its own counts the whole country.
    own_place = around.own_place and not _NATIONWIDE.search(view.words)
    places = (
        around.places
        if own_place
        else (
            (() if _NATIONWIDE.search(view.words) else _before(view)) or ((view.nationwide,) if view.nationwide else ())
        )
    )
    if interval is None and not places:
        return None
    readings = [Reading("count", figure.where, count.rule)]
    readings.extend(Reading("date", mention.where, mention.rule) for mention in found[:1])
    readings.extend(reading for reading in around.readings if reading.field == "places" and around.own_place)
    return Draft(
        kind=Kind.HOMICIDE_COUNT,
        telling=Telling(view.passage, view.stretch, quote(view.passage, figure.where, view.stretch)),
        sentence=view.stretch,
        zone=view.stretch,
        readings=tuple(readings),
        own_date=bool(found),
        own_place=around.own_place,
        date=interval,
        places=places,
        certain=not is_hedged(view.words),
        aggregate=True,
        count=figure.whole,
        count_op=figure.op,
        victims=counted_victims(words),
    )


def _until(view: SentenceView, interval: DateInterval | None) -> DateInterval | None:
    """A period still running ends on the day up to which the sentence counts."""
    if interval is None or interval.end != view.passage.today:
        return interval
    for mention in view.passage.dates_in(view.stretch):
        upto = _UP_TO.search(view.passage.text[max(0, mention.where.start - 12) : mention.where.start])
        if upto and mention.days == 1 and interval.start < mention.interval.end < interval.end:
            return DateInterval(interval.start, mention.interval.end)
    return interval


def _text_before(view: SentenceView, figure: Figure) -> str:
    return view.passage.text[view.stretch.start : figure.where.start]


def _part(view: SentenceView, figure: Figure) -> Stretch:
    """The part of the sentence between semicolons that the figure stands in."""
    text = view.passage.text
    start = text.rfind(";", view.stretch.start, figure.where.start)
    end = text.find(";", figure.where.end, view.stretch.end)
    return Stretch(start + 1 if start >= 0 else view.stretch.start, end if end >= 0 else view.stretch.end)


def inherited_period(view: SentenceView) -> DateInterval | None:
    """The last long period spoken of in the passage before the sentence."""
    earlier = [
        mention for mention in view.passage.dates if mention.where.end <= view.stretch.start and mention.days > 13
    ]
    return earlier[-1].interval if earlier else None


def _before(view: SentenceView) -> tuple[Place, ...]:
    return (view.home,) if view.home else ()


def counted_victims(words: str) -> str | None:
    """Whose deaths are counted, in the codebook's words; None for everybody's."""
    return next((slug for slug, expression in _COUNTED if expression.search(words)), None)


def _ordinal(view: SentenceView) -> Draft | None:
    """A count up to the day spoken of, told by an ordinal ("the sixth officer killed this year")."""
    match = _ORDINAL.search(view.passage.text, view.stretch.start, view.stretch.end)
    number = ordinal_number(match.group("o")) if match else None
    if match is None or number is None or number < 2:
        return None
    where = Stretch(match.start(), match.end())
    around = circumstances(view.scene(view.stretch, where))
    today: date = view.passage.today
    days = [
        mention.interval for mention in view.passage.dates if mention.days == 1 and mention.where.end <= match.end()
    ]
    day = days[-1].end if days else around.date.end if around.date else today
    interval = DateInterval(
        day.replace(day=1) if "month" in match.group("p").lower() else calendars.year(day.year).start, day
    )
    draft = Draft(
        kind=Kind.HOMICIDE_COUNT,
        telling=Telling(view.passage, view.stretch, quote(view.passage, where, view.stretch)),
        sentence=view.stretch,
        zone=view.stretch,
        readings=(Reading("count", where, "ordinal-of-killing"), *around.readings),
        own_date=True,
        own_place=around.own_place,
        date=interval,
        places=around.places,
        aggregate=True,
        count=number,
        victims=counted_victims(view.words),
    )
    return replace(draft, certain=not is_hedged(view.words))
