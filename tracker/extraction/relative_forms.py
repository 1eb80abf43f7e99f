"""How dates are written that are told by another day: "the next morning", "two weeks ago", "so far this year"."""

from __future__ import annotations

from tracker.extraction import relative_dates as relative
from tracker.extraction.date_forms import NUMBER, SOME, WEEKDAY, YEAR, forms

_PART_OF_DAY = r"(?:day|night|evening|morning|afternoon|dawn)"
_UNITS = r"(?P<u>hours?|minutes?|days?|weeks?|months?|years?)"
_AN_ACT = (
    r"(?:\s+(?:the|this|that|these|those|his|her|their)\s+(?:\w+\s+)?(?:attacks?|incidents?|killings?|"
    r"murders?|shootings?|arrests?|"
    r"ambush|massacre|raids?|clash(?:es)?|shoot-?outs?|fire-?fights?|seizures?|explosions?|"
    r"kidnappings?|abductions?|executions?|"
    r"assassinations?|deaths?|battle|capture|detention|escape|bombings?|blasts?|crime|gunfight|slayings?|event))"
)
_NOT_DATED = r"(?![,]? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|,? (?:the )?\d|s\b|,? the \d)"

COUNTED_FROM_ACT = "counted-from-act"
COUNTED = forms(
    (
        COUNTED_FROM_ACT,
        (
            rf"\b(?:{NUMBER}|the)\s+(?P<u>days?|nights?|weeks?|months?|mornings?)\s+"
            r"(?P<how>after|before|prior to|following)\s+(?!last\b)(?=\w)"
        ),
        relative.counted_from_act,
    ),
    after=r"(?:\d(?:st|nd|rd|th)?|[a-z]day),?\s+(?:just |only |barely |some )?$",
)
"""Behind a day, what tells how long after another act that was: the other act's own day."""
RELATIVE = forms(
    (
        "same-stretch-of",
        (
            rf"\b(?:the|that)\s+(?:same|corresponding)\s+(?:{SOME}\s+)?(?:period|months?|time|stretch|"
            rf"weeks?|quarter|half)\s*(?:,|of|in|"
            rf"for|during|the)?\s+(?:last year|a year (?:earlier|ago|before)|(?:the|a)?\s?(?:previous|"
            rf"prior|preceding) year|the year before|{YEAR})"
        ),
        relative.same_stretch_of,
    ),
    (
        "same-stretch",
        (
            r"\b(?:in|over|during|for|within)\s+(?:the|that)\s+same\s+"
            rf"(?:period(?: of time)?|{SOME}\s+(?:days|weeks|months)|quarter|half|stretch)"
            r"\b(?!\s+(?:of|in|last|a year|the year|(?:the|a)?\s?(?:previous|prior|preceding))\b)"
        ),
        relative.same_stretch,
    ),
    (
        "same-day",
        (
            rf"\b(?:(?:on|later|earlier|at)\s+)*(?:(?:the|that)\s+(?:very\s+)?same\s+{_PART_OF_DAY}|"
            rf"that\s+(?:very\s+)?{_PART_OF_DAY}|(?:{SOME}|some|only|just|barely)?\s*(?:hours|minutes|"
            rf"moments) (?:later|earlier|afterwards?|before)|shortly (?:after(?:wards?)?|before(?:hand)?|"
            rf"thereafter)|(?:{SOME}) (?:hours?|minutes?) (?:after|before){_AN_ACT}?|on the day "
            rf"of{_AN_ACT}|(?:during|in the course of|throughout|later in) the (?:afternoon|evening|night|morning)"
            r"(?! (?:of|between|from) ))\b"
        ),
        relative.same,
    ),
    (
        "day-beside",
        (
            rf"\b(?:on\s+|early\s+)*the\s+(?:very\s+)?(?:following|next|previous|preceding|"
            rf"prior)\s+{_PART_OF_DAY}\b|\bthe\s+{_PART_OF_DAY}\s+(?:after|before)(?=\s*[,.;:)]|$|"
            rf"{_AN_ACT}\b)"
        ),
        relative.beside,
    ),
    (
        "stretch-from-there",
        (
            rf"\b{NUMBER}\s+{_UNITS}\s+(?:later|earlier|afterwards?|thereafter|before(?=\s*[,.;:)]|$)|"
            rf"after(?=\s*[,.;:)]|$)|(?:after|before){_AN_ACT}\b)"
        ),
        relative.beside,
    ),
    (
        "stretch-from-act",
        (
            rf"\b(?:{NUMBER}\s+(?:days?|weeks?|months?|years?|nights?)|the\s+(?:day|night|morning|week|"
            rf"month))\s+(?:after|before|prior to|following|since|into)\b(?! last\b)"
        ),
        relative.fixes_none,
    ),
    ("weekday", rf"\b(?:the following|the next|the previous|that|next)\s+{WEEKDAY}\b", relative.weekday),
    ("weekday", rf"\bthe {WEEKDAY} (?:after|before|following)(?=\s*[,.;:)]|$|{_AN_ACT}\b)", relative.weekday),
    (
        "stretch-beside",
        r"\bthe\s+(?:following|next|previous|preceding|prior)\s+(?P<u>weekend|week|month|year)\b",
        relative.beside,
    ),
    ("stretch-beside", r"\b(?:a|the)\s+(?P<u>month|year)\s+(?:earlier|before(?=\s*[,.;:)]|$))", relative.beside),
    (
        "that-stretch",
        (
            r"\b(?:(?:later|earlier)\s+)?(?:(?:that|the)\s+same|(?:later|earlier|during|in|"
            r"over)\s+that|(?<=of )that|(?-i:That)|(?:later|earlier) in the)\s+(?P<u>weekend|week|month|year)\b"
            r"|\b(?:for|over|during|in) (?:all of |the whole of )?the (?:whole |entire )?(?P<u2>month)"
            r"(?=\s+(?:was|were|is|came|stood|reached|rose|fell|as a whole)\b|\s*[,.;:)]|$)"
        ),
        relative.that_stretch,
    ),
    (
        "part-of-this-month",
        r"\b(?P<part>early|mid-?|late) (?:in )?(?P<which>this|last) month\b",
        relative.part_of_this_month,
    ),
    ("part-of-week", r"\b(?:early|mid|late|later|earlier) (?P<which>this|last) week\b", relative.part_of_week),
    ("ago", rf"\b{NUMBER} weekends? ago\b|\bthe week(?:end)? before last\b", relative.weekend_ago),
    (
        "ago",
        (
            rf"\b(?:just |about |some |almost |nearly |over |more than |less than )?{NUMBER} (?P<u>days|"
            rf"weeks|months|years|day|week|month|year) ago\b(?: today\b)?"
        ),
        relative.ago,
    ),
    (
        "told-by-today",
        (
            r"\b(?:(?:the day before )?yesterday|(?:the )?night before last|earlier today|tomorrow|"
            r"today(?=\s*[,.;:)(]|\s(?:in|at|near|by|that)\b)|(?:early )?this (?:morning|afternoon|evening)|"
            r"tonight|last night)\b"
        ),
        relative.told_by_today,
    ),
    (
        "told-by-today",
        (
            r"\b(?:year|month)[- ]to[- ]date\b|\b(?:later|earlier|so far|thus far) this (?:year|month|"
            r"week)\b|\bthus far in the year\b"
        ),
        relative.told_by_today,
    ),
    (
        "told-by-today",
        (
            r"\b(?:(?:over|during) the weekend(?! of)|this weekend|(?:last|this|this past|next|the "
            r"coming) week(?:end)?|(?:last|this|this past|next|the coming) month|(?:last|"
            r"this|this past|next|the coming) (?:calendar )?year)\b(?!'s? (?:report|budget))"
            r"(?! of (?:that|the|this) (?:month|year)\b)"
        ),
        relative.told_by_today,
    ),
    (
        "past-stretch",
        (
            rf"\b(?:within|in|over|during|for)?\s*(?:the|these|this)\s+(?:past|last|previous|"
            rf"preceding)\s+(?:{NUMBER}\s+)?(?P<u>hours|days|weeks|months|years|year|month|week|"
            rf"fortnight|weekends)\b(?! of)"
        ),
        relative.past_stretch,
    ),
    (
        "weekday",
        (
            rf"\b(?:on|last|this past|this|early|early on|late|late on|since|by|until) {WEEKDAY}(?: of "
            rf"last week)?\b{_NOT_DATED}"
        ),
        relative.weekday,
    ),
    (
        "weekday",
        (
            rf"\b{WEEKDAY}(?=(?:'s|\u2019s)\b|,? (?:night|morning|afternoon|evening)\b(?! (?:Jan|Feb|Mar|"
            rf"Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|,? \d))"
        ),
        relative.weekday,
    ),
    ("weekday", rf"(?:^|(?<=[.;] )){WEEKDAY},? (?-i:(?=[a-z])){_NOT_DATED}", relative.weekday),
    (
        "weekday",
        (
            rf"(?<=[a-z] )(?<!\ba ){WEEKDAY}(?=\s*[.,;)]|$|\s(?:in|at|near|outside|when|after|by|and|as|on|with|that|"
            rf"from|before)\b){_NOT_DATED}"
        ),
        relative.weekday,
    ),
    (
        "year-begun",
        (
            r"\b(?:the new year|the (?:beginning|start) of (?:the|this) year|"
            r"the year (?:began|started|opened)|the turn of the year|New Year'?s?(?: Day)?)\b"
        ),
        relative.year_begun,
    ),
    (
        "first-of-year",
        rf"\bthe first {NUMBER} (?P<u>months|weeks)\b(?! (?:of|in) )",
        relative.first_of_year,
    ),
    (
        "first-from-there",
        (
            rf"\b(?:(?:its|their) first (?:{NUMBER} )?(?P<u>days?|weeks?|fortnight|months?)|"
            r"(?<=for )the first (?P<days>\d+) days)\b(?! of )"
        ),
        relative.first_from_there,
    ),
    (
        "first-after-there",
        (
            rf"\b(?-i:After|Over|In) (?:only |just )?{NUMBER} (?P<u>days|weeks)"
            r"(?=,? (?:there|it|they|the \w+) (?:has|have|had|were|destroyed|arrested|seized)\b)"
        ),
        relative.first_after_there,
    ),
    (
        "the-year",
        (
            r"\b(?:(?:during|over|throughout|for) the (?:whole |entire |calendar )?year|"
            r"(?<=of )(?<!week of )(?<!month of )(?<!day of )(?<!weekend of )the year|"
            r"at (?:the )?year's end)\b|\b(?:the|this) year['’]s (?=(?:[\w-]+ ){0,2}(?:total|toll|tally|count|"
            r"figure|number|"
            r"dead|murders|homicides|killings|executions|deaths)\b)"
        ),
        relative.the_year,
    ),
    (
        "vague",
        (
            r"\b(?:recently|(?:some time|not (?:so )?long|a while|long) ago|in recent (?:days|weeks|months|years)|"
            r"(?:several|a few|some) (?:days|weeks|months|years) (?:ago|earlier|later|before|after)|"
            r"on several occasions|in the coming (?:days|weeks|months))\b"
        ),
        relative.fixes_none,
    ),
)
