"""The markers of protection: "(protect)", "(strictly protect)", "-- please protect --", "PROTECT" and their kin.

Looked for in the plain text, so page breaks do not part a marker. A marker's reason is made of the words of its call
alone: what else stands in its brackets may be a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.cables.protection_calls import CLOSING, OPENING, REACH, closing_bracket
from tracker.cables.protection_vocabulary import folded, vocabulary
from tracker.types import Span

_CLAUSE = re.compile(r"[,;:/.–—]+|--+|-(?![ \t]*\n[ \t]*[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
_LINE_END = re.compile(r"-[ \t]*\n[ \t]*")
_STRETCH = 60
_DASHES = ("--", "//", "-", "–", "—", "*", "|", "=", "~")
_SLASHES = ("/",)
_OPENINGS, _CLOSINGS = frozenset(OPENING), frozenset(CLOSING)
_QUOTES = ("/", '"', "“", "”", "'", "‘", "’")
_STOPS = tuple(".,;:!?)]")
_GAP = re.compile(r"[ \t]*\n?[ \t]*")
_TAKEN_OUT = re.compile(r"x{3,}")
_BLANK_LINE = re.compile(r"[ \t]*(?:\n[ \t]*\n|\Z)")
_LAST_WORD = re.compile(r"([^\W\d_]+)[,;]\Z")
_BARE_CALLS = frozenset(("protect", "protected"))
_NEXT_WORD = re.compile(r"\s{0,4}([^\W\d_]+)")
_SENTENCE_BEGINS = re.compile(r"(?:\A|[.!?][\"')]*\s+|\n[ \t]*\n\s*|[)\]¶]\s*|:\s+)\Z")
_LINE_REACH = 100


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker: its span, the words of its call, whether it protects several, and what else its brackets hold."""

    span: Span
    reason: str
    several: bool
    asides: tuple[Span, ...] = ()


def markers(text: str, called: list[Span]) -> Iterator[Marker]:
    """The markers of a plain text in order. Time is linear: around each call only its neighbourhood is read."""
    reached = 0
    lists = vocabulary()
    for call in called:
        if call.start < reached:
            continue
        marker = _bracketed(text, call) or _half_bracketed(text, call) or _Bare(text, call).marker()
        # What means all who are named or speak in the cable is a request, not a mark at somebody's name.
        if marker and lists["scopes"].isdisjoint(marker.reason.split()) and not _is_sentence_for_all(text, marker):
            reached = marker.span.end
            yield marker


def _is_sentence_for_all(text: str, marker: Marker) -> bool:
    in_brackets = text[marker.span.start] in OPENING
    return not in_brackets and not vocabulary()["many_protected"].isdisjoint(marker.reason.split())


def _opening(text: str, end: int) -> int | None:
    found = max(text.rfind(bracket, max(0, end - REACH), end) for bracket in OPENING)
    return found if found >= 0 and not any(bracket in text[found + 1 : end] for bracket in CLOSING) else None


def _bracketed(text: str, call: Span) -> Marker | None:
    opening, closing = _opening(text, call.start), closing_bracket(text, call.end)
    if opening is None or closing is None:
        return None
    asides: list[Span] = []
    reason = None
    for clause in _clauses(text, Span(opening + 1, closing), call):
        asked = _asked(text, clause, call) if clause.start <= call.start < clause.end else None
        reason = reason or asked
        if not asked:
            asides.append(clause)
    while text[opening - 1 : opening] in _OPENINGS and text[closing + 1 : closing + 2] in _CLOSINGS:
        opening, closing = opening - 1, closing + 1
    return Marker(Span(opening, closing + 1), reason, _is_several(reason), tuple(asides)) if reason else None


def _clauses(text: str, inside: Span, call: Span) -> Iterator[Span]:
    at = inside.start
    for match in _CLAUSE.finditer(text, inside.start, inside.end):
        # A word cut in two at the end of a line is one word.
        if not call.start < match.start() < call.end:
            yield Span(at, match.start())
            at = match.end()
    yield Span(at, inside.end)


def _asked(text: str, clause: Span, call: Span) -> str | None:
    """The words of a clause that is nothing but a call to protect; None for any other."""
    lists = vocabulary()
    # What the release took out of the brackets says nothing against the call.
    before = [fold for fold in _folds(text[clause.start : call.start]) if not _TAKEN_OUT.fullmatch(fold)]
    after = [fold for fold in _folds(text[min(call.end, clause.end) : clause.end]) if not _TAKEN_OUT.fullmatch(fold)]
    if not set(before) <= lists["before_protect"] or not set(after) <= lists["after_protect"]:
        return None
    word = "".join(_WORD.findall(text, call.start, call.end)).lower()
    is_due = before[-2:] == ["to", "be"] and word == "protected"
    is_weak = not is_due and (word.endswith("ion") or not lists["weak"].isdisjoint(before))
    if is_weak and lists["bracketed_calls"].isdisjoint([*before, *after]):
        return None
    return " ".join([*before, word if word.startswith("protect") else "protect", *after])


def _folds(words: str) -> list[str]:
    return [folded(word) for word in _WORD.findall(_LINE_END.sub("", words))]


def _is_several(reason: str) -> bool:
    return not vocabulary()["several"].isdisjoint(reason.split())


def _half_bracketed(text: str, call: Span) -> Marker | None:
    """A marker of which one bracket is missing."""
    lists = vocabulary()
    opening, closing = _opening(text, call.start), closing_bracket(text, call.end)
    if opening is not None and (closing is None or closing - call.end > 3):
        reason = _asked(text, Span(opening + 1, call.end), call)
        following = _NEXT_WORD.match(text, call.end)
        ends = text[call.end : call.end + 1] in _STOPS or (following and folded(following[1]) in lists["telling"])
        if reason and ends and not lists["calls"].isdisjoint(reason.split()):
            return Marker(Span(opening, call.end), reason, _is_several(reason))
    if opening is None and closing is not None and not text[call.end : closing].strip():
        start, words = _before(text, call.start)
        if words and not lists["calls"].isdisjoint(words):
            return Marker(Span(start, closing + 1), " ".join([*words, "protect"]), _is_several(" ".join(words)))
    return None


def _before(text: str, at: int) -> tuple[int, list[str]]:
    """Where the words of the call begin, and those before "protect"."""
    known = vocabulary()["before_protect"]
    words: list[str] = []
    start = at
    for word in reversed(list(_WORD.finditer(text, max(0, at - _STRETCH), at))):
        if folded(word.group()) not in known or not _GAP.fullmatch(text, word.end(), start):
            break
        start = word.start()
        words.insert(0, folded(word.group()))
    return start, words


def _after(text: str, at: int) -> tuple[int, list[str]]:
    """Where the words of the call end, and those after "protect"."""
    known = vocabulary()["after_protect"]
    words: list[str] = []
    end = at
    for word in _WORD.finditer(text, at, at + _STRETCH):
        if folded(word.group()) not in known or not _GAP.fullmatch(text, end, word.start()):
            break
        end = word.end()
        words.append(folded(word.group()))
    return end, words


class _Bare:
    """A call without brackets, and what stands around it."""

    def __init__(self, text: str, call: Span) -> None:
        lists = vocabulary()
        start, before = _before(text, call.start)
        end, after = _after(text, call.end)
        word = "".join(_WORD.findall(text, call.start, call.end))
        reason = " ".join([*before, word.lower(), *after])
        self._text, self._start, self._end = text, start, end
        self._marker = Marker(Span(start, end), reason, _is_several(reason))
        self._left = text[max(0, start - _STRETCH) : start].rstrip()
        self._right = text[end : end + _STRETCH].lstrip()
        self._is_verb = not lists["weak"].isdisjoint(before)
        self._shouted = word in {"PROTECT", "PROTECTED"} and not self._is_verb and _has_small_letters(text, start)
        self._called = self._shouted or not lists["calls"].isdisjoint(before)
        self._strictly = "strictly" in before
        self._ends_paragraph = bool(_BLANK_LINE.match(text, end))
        self._begins = bool(_SENTENCE_BEGINS.search(text[max(0, start - 20) : start]))
        self._heads = not self._is_verb and self._begins and word[0].isupper() and self._right.startswith(":")

    def marker(self) -> Marker | None:
        """The marker between dashes or commas, in capitals, or a sentence of its own; None for a mere verb."""
        between = self._between_dashes()
        if between or not (self._heads or self._stands_apart() or self._is_called_after_name()):
            return between
        return self._marker

    def _between_dashes(self) -> Marker | None:
        if self._is_verb or self._ends_paragraph:
            return None
        for dash in (*_DASHES, *(_QUOTES if self._called else _SLASHES)):
            apart = self._called or self._left.endswith(f" {dash}")
            if apart and self._left.endswith(dash) and self._right.startswith(dash):
                start = self._text.rindex(dash, 0, self._start)
                end = self._text.index(dash, self._end) + len(dash)
                return replace(self._marker, span=Span(start, end))
        return None

    def _ends(self) -> bool:
        return self._ends_paragraph or self._right.startswith((*_STOPS, *_DASHES))

    def _stands_apart(self) -> bool:
        """Whether a comma or dash parts the call from the name before it, or it is a sentence."""
        if not self._called and self._is_between_commas():
            return True
        return self._called and self._ends() and (self._begins or self._left.endswith((",", ";", *_DASHES)))

    def _is_between_commas(self) -> bool:
        """Whether the bare word stands between commas after a word with a capital ("Ada Quill, protect, came")."""
        before = _LAST_WORD.search(self._left)
        return (
            self._marker.reason in _BARE_CALLS
            and bool(before and before[1][0].isupper())
            and self._right.startswith((",", ";"))
            and _has_small_letters(self._text, self._start)
        )

    def _is_called_after_name(self) -> bool:
        """Whether the call follows a word directly, and what follows it goes on with the sentence."""
        if not self._called or not self._left[-1:].isalpha():
            return False
        following = _NEXT_WORD.match(self._text, self._end)
        if following and folded(following[1]) in vocabulary()["telling"]:
            return self._shouted or self._strictly
        return self._shouted and (self._ends() or (following is not None and following[1][0].islower()))


def _has_small_letters(text: str, at: int) -> bool:
    """Whether the words around are not all in capitals, so that capitals tell something."""
    around = text[max(0, at - _LINE_REACH) : at] + text[at + _STRETCH : at + _LINE_REACH]
    return sum(map(str.islower, around)) > len(around) // 4
