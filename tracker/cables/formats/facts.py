"""The facts that sites tell about a cable beside its telegram, and the form that each of them has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from tracker.cables.formats.printed import moment

_REFERENCE_ID = re.compile(
    r"#?(?P<id>(?:19|20)?\d\d ?[A-Z](?:[A-Z .'-]{0,28}[A-Z])? ?#?\d{1,8})(?:_[a-z]{1,2})?", re.IGNORECASE
)
"""A reference ID as sites print it; what a site hangs on it of its own ("1974STATE066783_b") is no part."""
_LEVEL = r"(?:UNCLASSIFIED|CONFIDENTIAL|(?:TOP )?SECRET|LIMITED OFFICIAL USE)"
_POST = (
    r"(?:(?:(?:american |us |u\.s\. )?(?:embassy|consulate|mission|interests section|delegation|office|institute)"
    r"|secretary of state|reo|usun|useu|branch office)\b[^\n\t|:;]{0,59})"
)
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_MOMENT = re.compile(
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}},? )?(?:\d|{_MONTH}[a-z.]{{0,7}} \d)", re.IGNORECASE
)
_FORMS = {
    "reference_id": _REFERENCE_ID,
    "created": _MOMENT,
    "released": _MOMENT,
    "classification": re.compile(rf"{_LEVEL}(?: ?//? ?[A-Z][A-Z ]{{1,40}}){{0,3}}", re.IGNORECASE),
    "origin": re.compile(_POST, re.IGNORECASE),
}
IN_ORDER = tuple(_FORMS)
"""The fields of the release site's table, in its order; all can be told by their form."""
_LABELLED_FORMS = {
    "reference_id": re.compile(r"#?\d{2,4}[^\n\t|:]{2,40}"),
    "classification": re.compile(
        r"(?=[A-Z /]{0,30}(?:CLASS|CONFID|SECRET|OFFICIAL|SENSITIVE|RESTRICTED|SBU|NOFORN))[A-Z][A-Z /,-]{2,59}",
        re.IGNORECASE,
    ),
    "origin": re.compile(r"[A-Z][^\n\t|:;]{1,59}"),
    "source": re.compile(_POST, re.IGNORECASE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a site tells about a cable; what it does not tell is None."""

    reference_id: str | None = None
    created: datetime | None = None
    released: datetime | None = None
    classification: str | None = None
    origin: str | None = None
    subject: str | None = None
    markings: str | None = None


def has_form(field: str, value: str) -> bool:
    """Whether a value is one of a field by its form alone."""
    form = _FORMS[field]
    if form is _MOMENT:
        return form.match(value) is not None and moment(value) is not None
    return form.fullmatch(value) is not None


def fits(field: str, value: str) -> bool:
    """Whether a value with the label of a field can be one of it."""
    form = _LABELLED_FORMS.get(field)
    if form:
        return form.fullmatch(value) is not None
    return field not in _FORMS or has_form(field, value)


def told(facts: dict[str, str]) -> Told:
    """What facts tell, by their fields. A post named as the source is the origin where nothing else is."""
    printed_id = facts.get("reference_id")
    reference_id = _REFERENCE_ID.fullmatch(printed_id) if printed_id else None
    return Told(
        reference_id=reference_id["id"] if reference_id else printed_id,
        created=moment(facts.get("created", "")),
        released=moment(facts.get("released", "")),
        classification=facts.get("classification"),
        origin=facts.get("origin") or facts.get("source"),
        subject=facts.get("subject"),
        markings=facts.get("markings"),
    )
