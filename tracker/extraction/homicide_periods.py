"""The period over which a figure of killings was counted: the date of its own part of the sentence, or an earlier one.

A sentence that compares ("288 in May, against 301 a year before") has a part for each figure. Days on which somebody
spoke of a figure are not its period.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

from tracker.extraction import calendars
from tracker.extraction.beginnings import SentenceView
from tracker.extraction.dates import DateMention
from tracker.extraction.lexicon import any_of
from tracker.extraction.numbers import Figure
from tracker.extraction.sentences import Stretch
from tracker.reports import DateInterval

_PART = re.compile(
    r";|\((?=[^()]{3,40}:)|"
    r"(?:,|--)\s+(?:[\w-]+\s+){0,3}of (?:them|whom|which|these|those)\b|(?:,|--)\s+(?:including|among them)\b|"
    r"(?:,|\band)\s+(?:another\s+)?(?:\w+|\d[\d,]*) (?:were |took place |occurred |happened )?in (?-i:[A-Z])|"
    r"\bhalf (?:that|the)\b|\b(?:compar\w+ (?:to|with)|as against|against|versus|vs\.?|"
    r"(?:up|down|rose|fell|dropped|increase|decrease) from|"
    r"(?:more|less|fewer) than (?:double|twice|half|triple)|double|twice|triple|while|whereas|tops|topping|surpass\w*|"
    r"exceed\w*|(?:more|fewer|less|higher|lower) than (?:the|in)|but)\b",
    re.IGNORECASE,
)
_SAID = any_of("people", "saying")
_SAID_BEFORE = re.compile(
    rf"\b(?:{_SAID}|t(?:old|ells) (?:[\w-]+ ){{1,3}}|published|released|issued|interview|statement|report|edition)"
    rf"[^.;,\d]{{0,25}}$",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(
    rf"^,?\s+(?:[\w'-]+\s+){{0,5}}?{_SAID}\b|^\s+(?:report|edition|statement|interview)", re.IGNORECASE
)
_AS_OF = re.compile(r"\b(?:through|as of|until|till|by|up to|thru)\s+(?:the end of\s+)?$", re.IGNORECASE)
_STOOD_ON = re.compile(
    r"\b(?:stood|stands?|reached|total(?:l?ed|s)|numbered|came|had risen|rose|climbed)\b[^.;]{1,60}"
    r"\bon\s+$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\W+(?:in |for |during |of )?(?:(?:a|one|the) (?P<u>month|year) (?:earlier|before|previously|ago)|"
    r"the (?:previous|preceding|prior) (?P<v>month|year))\b",
    re.IGNORECASE,
)
_TO_DATE = re.compile(r"(?:up )?to date", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:fell|fallen|dropp\w+|declin\w+|rose|risen|rising|climb\w+|jump\w+|grew|grown|increas\w+|"
    r"decreas\w+|doubl\w+|tripl\w+|up|down|went|gone|surg\w+|soar\w+|slid|shr[aiu]nk)\b[^;:.]{0,40}\bfrom\s+$",
    re.IGNORECASE,
)
_FROM_REACH = 70
_TO = re.compile(r"\s+to\s+(?:only |just |about |some )?")
_THROUGHOUT = 27
_MONTH = 31


def mention_of(view: SentenceView, figure: Figure) -> DateMention | None:
    """The date of the sentence that the figure is of; None where the sentence tells none but days of telling."""
    dates = [mention for mention in view.passage.dates_in(view.stretch) if not _is_of_telling(view, mention)]
    kept = [mention for mention in dates if not _TO_DATE.fullmatch(view.passage.words(mention.where))]
    dates = kept or dates
    parts = _parts(view)
    own = next(part for part in parts if part.start <= figure.where.start < part.end)
    inside = [mention for mention in dates if own.holds(mention.where.start)]
    free = [mention for mention in inside if not _is_of_another(view, figure, mention)] or inside
    if free:
        return min(free, key=lambda mention: _distance(view, figure, mention))
    earlier = [mention for mention in dates if mention.where.start < own.start]
    if earlier:
        first = [mention for mention in earlier if mention.days >= _THROUGHOUT]
        return (first or earlier)[-1]
    # "522 were police, up from 315 the year before": the year before is the other figure's.
    return next((mention for mention in dates if not mention.leans), None)


def period_of(view: SentenceView, figure: Figure) -> tuple[DateMention | None, DateInterval | None]:
    """The figure's date in the sentence and its period; a period still running ends on the day counted up to."""
    mention = mention_of(view, figure)
    earlier = _so_long_before(view, figure)
    if earlier is not None:
        return mention, earlier
    if mention is None:
        return None, None
    interval = mention.interval
    ends = [
        other.interval.end
        for other in view.passage.dates_in(view.stretch)
        if _counts_up_to(view, other) and interval.start < other.interval.end < interval.end
    ]
    if ends:
        return mention, DateInterval(interval.start, ends[0])
    if _counts_up_to(view, mention) and interval.start.timetuple().tm_yday > 1:
        before = view.statistic.interval if view.statistic else None
        same = before is not None and before.start.year == interval.end.year and before.start < interval.end
        return mention, DateInterval(before.start if same and before else date(interval.end.year, 1, 1), interval.end)
    return mention, interval


def changed_to(view: SentenceView, figure: Figure) -> Figure | None:
    """The figure to which this one changed, where neither has a period between them ("in 2009 from 110 to 54")."""
    text, stretch = view.passage.text, view.stretch
    if _FROM.search(text, max(stretch.start, figure.where.start - _FROM_REACH), figure.where.start) is None:
        return None
    following = view.passage.figures(Stretch(figure.where.end, stretch.end))[:1]
    if not following or not _TO.fullmatch(text, figure.where.end, following[0].where.start):
        return None
    return following[0]


def _before_change(view: SentenceView, figure: Figure) -> DateInterval | None:
    """The year or month before that in which the figure changed to another."""
    later = changed_to(view, figure)
    mention = mention_of(view, later) if later is not None else None
    if mention is None or mention.days < _THROUGHOUT:
        return None
    start, end = mention.interval.start, mention.interval.end
    if mention.days > _MONTH:
        return DateInterval(calendars.years_later(start, -1), calendars.years_later(end, -1))
    return calendars.month_of(start - timedelta(days=1))


def _so_long_before(view: SentenceView, figure: Figure) -> DateInterval | None:
    """The period before that of the figure just given, told behind this one ("from 44 a year before")."""
    if (before := _before_change(view, figure)) is not None:
        return before
    told = _BEFORE.match(view.passage.text, figure.where.end, view.stretch.end)
    base = view.statistic
    if told is None or base is None or base.interval is None or base.paragraph != view.passage.paragraph.ordinal:
        return None
    start, end = base.interval.start, base.interval.end
    if (told.group("u") or told.group("v")).lower() == "year":
        return DateInterval(calendars.years_later(start, -1), calendars.years_later(end, -1))
    if (end - start).days < _THROUGHOUT - 1:
        return None
    return calendars.month_of(start - timedelta(days=1))


def inherited_period(view: SentenceView) -> DateInterval | None:
    """The last long period spoken of in the passage before the sentence."""
    earlier = [
        mention for mention in view.passage.dates if mention.where.end <= view.stretch.start and mention.days > 13
    ]
    return earlier[-1].interval if earlier else None


def part_of(view: SentenceView, figure: Figure) -> Stretch:
    """The part of a comparing sentence that the figure stands in."""
    return next(part for part in _parts(view) if part.start <= figure.where.start < part.end)


def _parts(view: SentenceView) -> list[Stretch]:
    stretch = view.stretch
    cuts = [match.start() for match in _PART.finditer(view.passage.text, stretch.start, stretch.end)]
    bounds = [stretch.start, *(cut for cut in cuts if cut > stretch.start), stretch.end + 1]
    return [Stretch(start, end) for start, end in pairwise(bounds)]


def _counts_up_to(view: SentenceView, mention: DateMention) -> bool:
    before = view.passage.text[max(view.stretch.start, mention.where.start - 80) : mention.where.start]
    stood = mention.days == 1 and _STOOD_ON.search(before)
    return mention.rule.startswith("through-") or bool(stood or _AS_OF.search(before[-24:]))


def _is_of_telling(view: SentenceView, mention: DateMention) -> bool:
    if mention.days > 1 or mention.running or _counts_up_to(view, mention):
        return False
    text = view.passage.text
    return bool(
        _SAID_BEFORE.search(text[max(view.stretch.start, mention.where.start - 50) : mention.where.start])
        or _SAID_AFTER.match(text[mention.where.end : view.stretch.end][:60])
    )


def _is_of_another(view: SentenceView, figure: Figure, mention: DateMention) -> bool:
    """Whether another figure stands right before the date ("12 in May and 15")."""
    if mention.where.start > figure.where.end:
        return bool(view.passage.figures(Stretch(figure.where.end, mention.where.start)))
    others = view.passage.figures(Stretch(view.stretch.start, mention.where.start))
    return bool(others) and not re.search(r"[,;:]", view.passage.text[others[-1].where.end : mention.where.start])


def _distance(view: SentenceView, figure: Figure, mention: DateMention) -> tuple[int, int]:
    """How many commas and other figures stand between a figure and a date, and how many characters."""
    start, end = sorted((figure.where.end, mention.where.start))
    between = len(re.findall(r"[,;:]", view.passage.text[start:end]))
    between += len(view.passage.figures(Stretch(start, end)))
    return between, abs(mention.where.start - figure.where.start)
