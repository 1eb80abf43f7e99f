"""How each form of date is written; the order of the rules is their order of preference."""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.extraction import date_readers as readers
from tracker.extraction import relative_dates as relative
from tracker.reports import DateInterval

_MONTH = (
    r"(?:(?P<{0}>January|February|March|April|May|June|July|August|September|October|November|December)\b|"
    r"(?P<{0}s>Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_M, _M2 = _MONTH.format("m"), _MONTH.format("n")
_Y = r"(?P<y>(?:19[5-9]|20[0-3])\d)"
_YEAR = r"(?:,?\s+(?:of\s+)?" + _Y + r"\b)"
_D, _D2 = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|,\d{3}|\.\d)", r"(?P<e>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|,\d{3}|\.\d)"
_NUMBER = r"(?P<k>\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|few|couple of)"
_WHICH = r"(?P<which>first|second|third|fourth|last|final|latter)"
_ADMINISTRATION = (
    r"(?:the (?:beginning|start) of (?:the Calderon|his|this) (?:administration|presidency|term)|"
    r"(?:President )?(?:Felipe )?Calderon(?:'s inauguration| took office| came to (?:power|office)"
    r"|'s (?:administration|term) began| assumed (?:office|the presidency))|the (?:Calderon|"
    r"current) administration (?:took office|began))"
)


Reader = Callable[[re.Match[str], readers.Moment], DateInterval | None]
# In order of preference: a later rule reads nothing where an earlier one has read.
RULES: tuple[tuple[str, str, Reader], ...] = (
    ("since-administration", r"\b(?:since|from) " + _ADMINISTRATION, readers.since_administration),
    (
        "range-of-days",
        rf"\b{_M}\s+{_D}(?:,?\s+(?P<x>(?:19|20)\d\d))?,?\s*(?:-|–|to|through|until)\s*{_M2}\s+{_D2}{_YEAR}?",
        readers.days_over_months,
    ),
    (
        "range-of-days",
        rf"\bbetween {_M}\s+{_D}(?:,?\s+(?P<x>(?:19|20)\d\d))?,?\s+and\s+{_M2}\s+{_D2}{_YEAR}?",
        readers.days_over_months,
    ),
    (
        "from-month-to-day",
        rf"\bfrom (?:{_M})\s+(?P<x>(?:19|20)\d\d)\s+(?:to|through|until)\s+{_M2}\s+{_D2}{_YEAR}?",
        readers.from_month,
    ),
    ("range-of-days", rf"\b{_M}\s+{_D}\s*(?:-|–|to|through|until)\s*{_D2}{_YEAR}?\b", readers.day_of),
    ("since-clause", rf"\bsince\s+(?:[a-z-]+\s+){{1,5}}(?:on|in)\s+{_M}(?:\s+{_D})?{_YEAR}?", readers.since_month),
    (
        "since",
        rf"\bsince\s+(?:(?:early|mid|late)[- ])?(?:{_M}(?:\s+{_D})?{_YEAR}?|(?P<y2>(?:19[5-9]|20[0-3])\d)\b)",
        readers.since,
    ),
    ("week-of", rf"\bthe (?P<unit>week|weekend) (?:of|beginning|starting)\s+{_M}\s+{_D}{_YEAR}?", readers.week_of),
    ("opening-of-month", rf"\bthe first {_NUMBER} days of\s+{_M}{_YEAR}?", readers.opening_of_month),
    (
        "months-of-years",
        rf"\b(?:between|from)\s+{_M}\s+(?P<x>(?:19|20)\d\d)\s+(?:and|to|through|until)\s+{_M2}\s+{_Y}\b",
        readers.months_of_years,
    ),
    ("week-of-month", rf"\b(?:the )?{_WHICH} (?P<unit>week|half) of {_M}{_YEAR}?(?!\s+\d)", readers.week_of_month),
    ("range-of-days", rf"\b{_D}\s?(?:-|–|to)\s?{_D2}\s+(?:of\s+)?{_M}{_YEAR}?\b", readers.day_of),
    ("range-of-days", rf"\b{_M}\s+{_D}\s+and\s+{_D2}(?=\s*[,.;)]|\s+(?:in|at|on|near)\b|$)", readers.day_of),
    (
        "in-figures",
        r"(?<![\d/])(?P<m>[01]?\d)/(?P<d>[0-3]?\d)/(?P<y>(?:19|20)\d\d|0\d|1[01])(?![\d/])",
        readers.written_in_figures,
    ),
    ("day", rf"\b{_M}\s+{_D}(?!\s+(?:percent|people|persons))(?:{_YEAR})?", readers.day_of),
    ("day", rf"\b{_D}\s+(?:of\s+)?{_M}{_YEAR}?", readers.day_of),
    (
        "part-of-month",
        (
            rf"\b(?P<part>early|mid|late|the (?:beginning|start|middle|end|close) of|"
            rf"end of)[- ](?:in )?{_M}{_YEAR}?(?!\s+\d)"
        ),
        readers.part,
    ),
    (
        "two-months",
        rf"\b(?:between|from|in)\s+{_M}\s+(?:and|to|through|until)\s+{_M2}{_YEAR}?(?!\s+\d)",
        readers.two_months,
    ),
    (
        "opening-of-year",
        (
            rf"\b(?:the\s+)?(?P<end>first|last|second|latter)\s+(?:{_NUMBER}\s+)?(?P<unit>months?|quarter|"
            rf"half)\s+of\s+(?:{_Y}|(?P<which>this|last|the|the previous) year)"
        ),
        readers.opening_of_year,
    ),
    ("month", rf"\b{_M}{_YEAR}", readers.whole_month),
    (
        "month",
        rf"\b(?:in|of|during|last|this|by|the|for|until|throughout|an|and)\s+(?:the\s+month\s+of\s+)?{_M}(?!\s+\d|\w)",
        readers.whole_month,
    ),
    (
        "years",
        rf"\b(?:between|from|in)\s+{_Y}\s*(?:and|to|through|-|–)\s*(?P<y2>(?:19[5-9]|20[0-3])\d)\b",
        readers.span_of_years,
    ),
    (
        "same-period",
        (
            r"\bthe same (?:period|months?|time) (?:of |in )?(?:last year|the (?:previous|prior|"
            r"preceding) year|a year (?:earlier|ago))\b"
        ),
        relative.same_period,
    ),
    (
        "relative-day",
        (
            r"\b(?:(?:on |later )?(?:that|the) same (?:day|night|evening|morning|afternoon)|"
            r"(?:on )?that (?:day|night|evening)|the (?:following|next|previous) (?:day|morning|night|"
            r"evening)"
            rf"|(?:a|{_NUMBER}) days? (?:later|earlier|after)|the day (?:after|"
            rf"before)|a week later|one week later)\b"
        ),
        relative.relative_day,
    ),
    (
        "part-of-this-month",
        r"\b(?P<part>early|mid-?|late) (?:in )?(?P<which>this|last) month\b",
        relative.part_of_this_month,
    ),
    (
        "ago",
        rf"\b(?:just )?(?:a|an|{_NUMBER}) (?P<unit>days|weeks|months|years|day|week|month|year) ago\b",
        relative.ago,
    ),
    (
        "relative",
        (
            r"\b(?:yesterday|earlier today|this morning|this afternoon|last night|(?:over|during) the weekend|"
            r"(?:last|this|the past|earlier this|the previous|"
            r"this past) week(?:end)?|(?:last|this|earlier this|the past|this past|the previous|"
            r"of the) month"
            r"|(?:last|this|earlier this|so far this|this past|the past|the previous) (?:calendar )?year)\b"
        ),
        relative.relative_to_today,
    ),
    (
        "past-stretch",
        (
            rf"\b(?:within|in|over|during|for)?\s*(?:the|these)\s+(?:past|"
            rf"last)\s+(?:{_NUMBER}\s+)?(?P<unit>days|weeks|months|years|year|month|week)\b"
        ),
        relative.past_stretch,
    ),
    (
        "weekday",
        (
            r"\b(?:(?:on|last|this past|early|late|since|by) (?P<w>Monday|Tuesday|Wednesday|Thursday|Friday|"
            r"Saturday|Sunday)"
            r"(?!,? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|,? (?:the )?\d|s\b))"
        ),
        relative.weekday,
    ),
    (
        "weekday",
        (
            r"\b(?P<w>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?='s\b|\u2019s\b| (?:night|morning|"
            r"afternoon|evening)\b(?! (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|,? \d))"
        ),
        relative.weekday,
    ),
    ("the-year", r"\b(?:during|over|throughout|for) the year\b", relative.the_year),
    ("holiday", r"\bIndependence Day\b", readers.holiday),
    (
        "year",
        (
            rf"\b(?:in|during|of|for|throughout|through|all|since|by|to|late|early|mid|"
            rf"and)[ -]{_Y}\b(?![,.]?\d)(?!\s(?:additional|more|troops|soldiers|federal|police|newly|"
            rf"of|people|men|members?|officers|military|agents|personnel))"
        ),
        readers.year_of_text,
    ),
    (
        "year",
        (
            rf"(?<![\w-]){_Y}(?=\s(?:\w+ ){{0,2}}(?:killings|homicides|murders|deaths|total|totals|figures|figure|"
            rf"alone|death toll|toll)\b)"
        ),
        readers.year_of_text,
    ),
)
