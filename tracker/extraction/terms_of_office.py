"""Terms of office as dates: "since Calderon took office", "the first eleven months of the Fox administration"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tracker.extraction import calendars
from tracker.extraction.date_forms import NUMBER, Moment, forms, group, number_in
from tracker.extraction.lexicon import records
from tracker.reports import DateInterval

_LAST_MONTH_OF_MEXICAN_TERM = 11


def _term(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """A president's term of office up to today; without a name, the term of Mexico's president."""
    printed = group(match, "p").removesuffix("'s")
    for term in records("dates", "terms"):
        start, end = term["start"], term["end"]
        if not isinstance(start, date) or not isinstance(end, date):
            raise TypeError(f"a term in dates.toml needs two days: {term}")
        named = re.fullmatch(str(term["name"]), printed) if printed else end.month == _LAST_MONTH_OF_MEXICAN_TERM
        if named and start <= moment.today and (printed or moment.today <= end):
            return calendars.between(start, min(end, moment.today))
    return None


def _beginning(match: re.Match[str], moment: Moment) -> DateInterval | None:
    """The first days, weeks, months or years of a term."""
    term, number = _term(match, moment), number_in(match)
    if term is None or number is None:
        return None
    unit, start = group(match, "u"), term.start
    if unit.startswith(("day", "week")):
        end = start + timedelta(days=number * (7 if unit.startswith("week") else 1) - 1)
    else:
        months = number * (12 if unit.startswith("year") else 1)
        end = calendars.month(start.year, start.month + months - 1).end
    return calendars.between(start, min(end, moment.today))


_PRESIDENT = "(?P<p>" + "|".join(str(term["name"]) for term in records("dates", "terms")) + ")"
_OFFICE = r"(?:administration|presidency|term|sexenio|government|mandate)"

TERMS = forms(
    (
        "whole-term",
        (
            rf"\b(?:the|his) first {NUMBER} (?P<u>days|weeks|months|years) of (?:the |his |this )?(?:current )?"
            rf"(?:{_PRESIDENT}(?:'s)? )?{_OFFICE}\b"
        ),
        _beginning,
    ),
    (
        "term",
        (
            rf"\b{_PRESIDENT}(?:'s)? (?:inauguration|took office|came to (?:power|office)|assumed "
            rf"(?:office|the presidency|power)|was inaugurated|(?:{_OFFICE} )(?:took office|began|started)|"
            rf"entered office)\b"
        ),
        _term,
    ),
    (
        "term",
        rf"\bthe (?:beginning|start) of (?:the |his |this )?(?:current )?(?:{_PRESIDENT}(?:'s)? )?{_OFFICE}\b",
        _term,
    ),
    (
        "term",
        (
            rf"\b(?:the current|this) {_OFFICE} (?:took office|began|started)\b|"
            r"\b(?:he took|taking|assuming|entering|coming (?:in)?to) (?:office|power|the presidency)\b"
        ),
        _term,
    ),
    (
        "whole-term",
        rf"\b(?:during|under|in|throughout) (?:the )?{_PRESIDENT}(?:'s)? {_OFFICE}\b(?! (?:sources?|officials?))",
        _term,
    ),
)
