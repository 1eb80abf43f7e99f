"""The subject of a telegram in one line, without portion marking, notes on the copy, and furniture."""

from __future__ import annotations

import re

from tracker.cables.markings import read_marking

_COPY = re.compile(
    r"[(*\[{<-]{0,4}\s{0,2}\b(?:C O R R E C T E D(?:\s{1,3}C O P Y)?|CORRECTED(?:\s{1,3}(?:COPY|CABLE|VERSION))?)\b"
    r"(?:\s{0,2}[-:]?\s{0,2}[^()\[\]\n]{0,60}(?=[)\]]))?\s{0,2}[)*\]}>:;,.-]{0,4}\s*",
    re.IGNORECASE,
)
_KEY = re.compile(r"(?:SUBJ(?:ECT)?\s?[:;]\s*)+", re.IGNORECASE)
_REPEATS = re.compile(
    r"\s*[(\[](?:THIS (?:CABLE |MESSAGE )?)?(?:IS A )?REPEAT(?:S|ING|ED)?\b[^()\[\]]{0,80}[)\]]\s*", re.IGNORECASE
)
_HYPHEN = re.compile(r"(?<=[^\W\d_])-[ \t]*\n\s*(?=[^\W_])|(?<=\w)/[ \t]*\n\s*(?=\w)")
_REST = re.compile(r"\s(?:[-=_*]{5,}|SENSITIVE BUT UNCLASSIFIED\b)")
_AROUND = " \t\n\r_*|~^\\"
_LONGEST = 2_000


def subject_of(words: str) -> str | None:
    """The subject in the words after its key, each run of white space as one space; None where nothing is left."""
    words = _REST.split(words[:_LONGEST].replace("¶", " "), maxsplit=1)[0].replace('""', '"').strip(_AROUND)
    key = _KEY.match(words)
    words = words[key.end() :] if key else words
    upper = words.upper()
    noted = "CORRECTED" in upper or "C O R R E C T E D" in upper
    for _ in range(2):
        _, at = read_marking(words, 0, len(words))
        words = words[at:]
        copy = _COPY.match(words) if noted else None
        words = words[copy.end() :] if copy and copy.end() < len(words) else words
    words = _without_copy_at_end(words) if noted else words
    words = _REPEATS.sub(" ", words) if "REPEAT" in upper else words
    words = _HYPHEN.sub(lambda match: match.group()[0], words)
    return " ".join(words.split()).strip(_AROUND) or None


def _without_copy_at_end(words: str) -> str:
    """The words without a note "(CORRECTED COPY)" that follows them."""
    for match in _COPY.finditer(words):
        noted = match.group().lstrip()[:1] in ("(", "[", "*", "-", "{", "<") or "COPY" in match.group().upper()
        if match.end() == len(words) and noted and match.start():
            return words[: match.start()].rstrip()
    return words
