"""Pages of the Public Library of US Diplomacy as text: facts with labels, the telegram formatted, or raw, or both.

Its cables of the 1970s come from the National Archives, whose own records have the telegram first and the facts after
it; both print the stamp of the review that released them, on every page too: no part of the telegram. Of two forms of a
telegram the raw one is read.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.cables.formats import marks
from tracker.cables.formats.facts import Told, has_form
from tracker.cables.formats.labels import cells_at, cells_of, told_by
from tracker.cables.formats.names import guessed, readable
from tracker.cables.formats.printed import moment
from tracker.cables.formats.saved import unwrapped, without_links, without_markdown
from tracker.cables.model import Declassification
from tracker.cables.telegram import PARTIAL, PrintedCable
from tracker.errors import NoCableError

SOURCE_FORMAT = "plusd"
_BEFORE = r"^[ \t>|*_#+•-]{0,12}"
_ID = re.compile(rf"(?:{_BEFORE}|[ \t|]{{2}})Canonical ID\b", re.MULTILINE | re.IGNORECASE)
_ATTRIBUTES = re.compile(rf"{_BEFORE}Message Attributes[ \t*]{{0,9}}$", re.MULTILINE | re.IGNORECASE)
_PART = re.compile(
    rf"{_BEFORE}(?P<name>Raw content|Content|Metadata|Print|Share|Message Text)[ \t*:]{{0,9}}$",
    re.MULTILINE | re.IGNORECASE,
)
_BUTTON = re.compile(rf"{_BEFORE}(?:Show|Hide) Headers[ \t*]{{0,9}}$\n?", re.MULTILINE | re.IGNORECASE)
_TELEGRAMS = ("raw content", "content", "message text")
_STAMP = re.compile(
    r"(?P<authority>(?:[A-Z][A-Za-z.'-]{0,20},? ){1,4}Declassified/Released "
    r"US Department of State EO Systematic Review) (?P<day>\d{1,2} [A-Za-z]{3,9} \d{4})"
)
_STAMP_LINE = re.compile(
    r"^[^\n]{0,80}?\bDeclassified/Released {1,20}US Department of State {1,20}EO[^\n]{0,80}\n?", re.MULTILINE
)
_STAMPED = "Declassified/Released"
_REACH = 120
_EMPTY = re.compile(r"\s*(?:n/a|-- N/A or Blank --|error reading text index|\[?no text\]?|)\s*", re.IGNORECASE)
_TAGS, _HANDLING = (
    re.compile(rf"{_BEFORE}{name}[ \t*|:]{{0,9}}\n?[ \t|]{{0,9}}(?P<codes>[A-Z]{{2,6}} - [^\n]{{1,600}})", re.MULTILINE)
    for name in ("TAGS", "Handling Restrictions")
)
_ORDER = re.compile(rf"{_BEFORE}Executive Order[ \t*|:]{{0,9}}\n?[ \t|]{{0,9}}(?P<codes>\d{{5}})\b", re.MULTILINE)
_CODE = re.compile(r"(?:^|(?<=\|)|(?<=\| ))([A-Z]{2,6}(?= - )|\d{5})")
_FEWEST_TABS = 3
_LONGEST_SUBJECT, _HEADING_LINES = 300, 6
_FACTS_BEFORE = 1_500
_LONGEST_FACTS = 6_000


def recognises(text: str) -> bool:
    """Whether the site's label of a cable's ID, or the heading of the archives' facts, stands in the text."""
    return bool(_ID.search(text) or _ATTRIBUTES.search(text))


def read(text: str, name: str = "") -> PrintedCable:
    """The cable of a page. Raises NoCableError where the page holds facts about a telegram, but none of its words."""
    text = without_links(unwrapped(text))
    told = _told(text)
    telegram = without_markdown(_telegram(text)).strip("\n")
    if _EMPTY.fullmatch(telegram) or not marks.may_be_part(telegram):
        raise NoCableError("no telegram found: the page tells of a cable, but has none of its text")
    in_name, guesses = (None, ()) if readable(told.reference_id) else guessed(telegram, [(name, "the file's name")])
    return PrintedCable(
        source_format=SOURCE_FORMAT,
        telegram=telegram,
        reference_id=told.reference_id if readable(told.reference_id) else in_name,
        created=told.created,
        released=told.released,
        classification=told.classification.upper() if told.classification else None,
        origin=told.origin,
        title=None if marks.has_subject(telegram) else told.subject,
        partial=PARTIAL in telegram,
        declassified=_stamp(told.markings or "") or _stamp(text),
        source_guesses=guesses,
        tags=_codes(text, _TAGS),
        executive_order=next(iter(_codes(text, _ORDER)), None),
        handling=_codes(text, _HANDLING),
    )


def _codes(text: str, labelled: re.Pattern[str]) -> tuple[str, ...]:
    """The codes of a fact that the site tells, without what it says that they mean."""
    label = _ID.search(text)
    start = max(label.start() - _FACTS_BEFORE, 0) if label else 0
    fact = labelled.search(text, start, label.start() + _LONGEST_FACTS) if label else None
    return tuple(dict.fromkeys(_CODE.findall(fact["codes"]))) if fact else ()


def _told(text: str) -> Told:
    """The facts around the label of the ID, then those that the archives print after the telegram."""
    cells: list[str] = []
    for label in (_ID.search(text), _ATTRIBUTES.search(text)):
        if label:
            begin = max(label.start() - _FACTS_BEFORE, 0) if label.re is _ID else label.end()
            ends = (_PART.search(text, label.end()), marks.first_line(text, label.end()))
            end = min(
                (found if isinstance(found, int) else found.start() for found in ends if found), default=len(text)
            )
            for line in text[begin : min(end, label.end() + _LONGEST_FACTS)].splitlines():
                cells += cells_of(line)
    return _with_heading(text, told_by(cells, by_form=False))


def _with_heading(text: str, facts: Told) -> Told:
    """The facts, with the day and the subject that stand over the first label without labels of their own."""
    label = _ID.search(text)
    lines = [line.strip(" \t#*>|") for line in text[: label.start()].splitlines()[-_HEADING_LINES:]] if label else []
    lines = [line for line in lines if line]
    day = moment(lines[-1]) if lines and not facts.created and has_form("created", lines[-1]) else None
    if day is None:
        return facts
    subject = lines[-2] if len(lines) > 1 and len(lines[-2]) <= _LONGEST_SUBJECT else None
    return replace(facts, created=day, subject=facts.subject or subject)


def _telegram(text: str) -> str:
    """The raw part of the page, or else its formatted one, or else the archives' text, or else what looks like one."""
    parts: dict[str, str] = {}
    found = list(_PART.finditer(text))
    for place, part in enumerate(found):
        name = part["name"].lower()
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        words = _BUTTON.sub("", text[part.end() : end])
        if name in _TELEGRAMS and words.strip() and len(words) > len(parts.get(name, "")):
            parts[name] = words
    in_order = [parts[name] for name in _TELEGRAMS if name in parts]
    telegram = next((words for words in in_order if marks.may_be_part(words)), in_order[0] if in_order else None)
    telegram = telegram or _after_tabs(text, found)
    if telegram is None:
        telegram = _PART.sub("", text[_end_of_facts(text) :])
    return _STAMP_LINE.sub("", telegram[: marks.after(telegram, 0)])


def _after_tabs(text: str, tabs: list[re.Match[str]]) -> str | None:
    """What follows the names of all parts where they stand together, as a browser copies them; None without."""
    if len(tabs) < _FEWEST_TABS:
        return None
    for tab, following in zip(tabs, [*tabs[1:], None], strict=True):
        words = _BUTTON.sub("", text[tab.end() : following.start() if following else len(text)])
        if words.strip():
            return words if marks.may_be_part(words) else None
    return None


def _end_of_facts(text: str) -> int:
    label = _ID.search(text)
    if not label:
        return 0
    first = marks.first_line(text, label.end(), in_head=False)
    return cells_at(text, text.rfind("\n", 0, label.start()) + 1, len(text) if first is None else first)[1]


def _stamp(words: str) -> Declassification | None:
    """What the stamp of the review tells, the first of those that stand in the words."""
    at = words.find(_STAMPED)
    squeezed = " ".join(words[max(at - _REACH, 0) : at + _REACH].split()) if at >= 0 else ""
    match = _STAMP.search(squeezed)
    if not match:
        return None
    day = moment(match["day"])
    return Declassification(released=day.date() if day else None, authority=match["authority"])
