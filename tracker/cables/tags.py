"""The TAGS of a telegram: what it is about, as codes for subjects, programs, organisations, places and persons.

Codes that are run together are cut apart, slips are mended where only one subject can be meant, and what is not known
is kept as it is printed. What a tag is, is data: `data/tags.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

_PART = re.compile(
    r"[(\[]\s{0,3}(?P<person>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,3}\s{0,3},\s{0,3}[A-Z][A-Z .'’-]{0,40}?)\s{0,3}[)\]]"
    r"|(?P<marking>\((?:U|C|S|SBU|C/NF|S/NF|UNCLAS)\))"
    r"|(?P<word>[A-Z0-9]+(?:[-'’][A-Z0-9]+)*)|(?P<mark>[,;])|(?P<line>\n)"
)
_TAKEN_OUT = re.compile("X{3,}")
_EXPLAINED = re.compile(r"(?<=[A-Z])[ ][-–][ ][A-Z][a-z]+(?:[ ](?:[A-Z]?[a-z]+|&))*")
"""What a code means, in words after it ("PREL - External Relations")."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = (str.maketrans("015", "OIS"), str.maketrans("015", "OLS"), str.maketrans("", "", "0123456789"))
_LONGEST_RUN = 400
_MOST_PARTS = 400


@dataclass(frozen=True, slots=True)
class TagsReading:
    """The tags in order, each once, in capitals; and of those that were mended what was printed and what was read."""

    tags: tuple[str, ...] = ()
    mended: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    """A word among the TAGS; `apart` is whether a comma stands before it, `new_line` whether a line break does."""

    text: str
    apart: bool
    new_line: bool
    person: bool = False


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = resources.files("tracker.cables").joinpath("data", "tags.toml").read_text(encoding="utf-8")
    return {
        name: frozenset(words.split() if isinstance(words, str) else words)
        for name, words in tomllib.loads(text).items()
    }


@cache
def known_tags() -> frozenset[str]:
    """All known tags of one word."""
    lists = _lists()
    return lists["subjects"] | lists["programs"] | lists["organisations"] | lists["places"] | lists["words"]


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    return {tuple(phrase.replace("-", " ").split()): phrase for phrase in _lists()["phrases"]}


@cache
def _longest_phrase() -> int:
    return max(map(len, _phrases()))


@lru_cache(maxsize=1024)
def read_tags(words: str) -> TagsReading:
    """The tags in the words after the key TAGS, line breaks and all."""
    found = _words(words)
    in_a_list = sum(word.apart for word in found) >= 2
    tags: list[str] = []
    mended: list[tuple[str, str]] = []
    at = 0
    while at < len(found):
        step, some, slip = _next(found, at, in_a_list=in_a_list)
        tags += some
        if slip:
            mended.append((" ".join(word.text for word in found[at : at + step]), some[0]))
        at += step
    if tags == ["NA"]:
        return TagsReading()  # alone it says that there are none, among others it is a place
    return TagsReading(tuple(dict.fromkeys(tags)), tuple(mended))


def _words(words: str) -> list[_Word]:
    """The words, up to one that begins another field."""
    found: list[_Word] = []
    apart = new_line = False
    for count, part in enumerate(_PART.finditer(_EXPLAINED.sub("", words).upper().replace("¶", " "))):
        if count == _MOST_PARTS or part["word"] in ("SUBJECT", "SUBJ", "REFTEL"):
            break
        if part["mark"]:
            apart = True
        elif part["line"]:
            new_line = True
        elif part["person"]:
            name = ", ".join(" ".join(side.split()) for side in part["person"].split(","))
            found.append(_Word(name, apart, new_line, person=True))
            apart = True
        elif part["word"] and len(part["word"]) <= _LONGEST_RUN and not _is_never(part["word"]):
            found.append(_Word(part["word"], apart, new_line))
            apart = new_line = False
    return found


def _is_never(word: str) -> bool:
    """Whether a word is no tag: one that the data names, or one that was taken out."""
    return word in _lists()["never"] or _TAKEN_OUT.fullmatch(word) is not None


def _next(found: list[_Word], at: int, *, in_a_list: bool) -> tuple[int, list[str], bool]:
    """How many words the next tags take, the tags, and whether they had to be mended."""
    word = found[at]
    if word.person:
        return 1, [word.text], False
    phrase = _phrase(found, at)
    if phrase:
        return phrase[0], [phrase[1]], False
    following = found[at + 1] if at + 1 < len(found) else None
    if following and not following.person:
        if _is_surname(word.text) and following.text in _lists()["given_names"]:
            return 2, [f"{word.text}, {following.text}"], False
        joined = word.text + following.text
        broken = not following.apart and joined in known_tags()
        if broken and not {word.text, following.text} & known_tags():
            return 2, [joined], not following.new_line
    step = _unknown_words(found, at) if in_a_list else 1
    if step > 1:
        return step, [" ".join(item.text for item in found[at : at + step])], False
    tags, slip = _resolved(word.text)
    return 1, list(tags), slip


def _phrase(found: list[_Word], at: int) -> tuple[int, str] | None:
    """The longest known phrase that begins here: of how many words, and how it is written."""
    parts: list[str] = []
    best = None
    for step, word in enumerate(found[at : at + _longest_phrase()], start=1):
        if word.person or (step > 1 and word.apart):
            break
        parts += word.text.split("-")
        known = _phrases().get(tuple(parts))
        if known:
            best = (step, known)
    return best


def _is_surname(word: str) -> bool:
    return len(word) >= 3 and word not in known_tags() and not any(letter.isdigit() for letter in word)


def _unknown_words(found: list[_Word], at: int) -> int:
    """How many words without a comma between them are none of the known ones: in a list with commas, one tag."""
    step = 0
    for word in found[at:]:
        if word.person or (step and word.apart) or len(word.text) < 4 or _resolved(word.text) != ((word.text,), False):
            break
        if word.text in known_tags() and word.text not in _lists()["words"]:
            break
        step += 1
    following = found[at + step] if at + step < len(found) else None
    return step if following is None or following.apart or following.person else 1


@lru_cache(maxsize=16_384)
def _resolved(word: str) -> tuple[tuple[str, ...], bool]:
    """The tags that one word is, and whether it had to be mended; nothing for what is no tag."""
    if word in known_tags() or word in _lists()["phrases"]:
        return (word,), False
    if not word.isalpha():
        return _with_marks(word)
    if len(word) == 1 or len(word) > _LONGEST_RUN:
        return (), False
    cut = _cut(word)
    slip = None if cut else _mended(word)
    return cut or (slip or word,), slip is not None


def _with_marks(word: str) -> tuple[tuple[str, ...], bool]:
    """The tags of a word that has digits or hyphens ("PREL-PGOV", "0PDC"): letters typed as digits, else none."""
    parts = tuple(part for part in re.split(r"[-'’]", word) if part)
    if len(parts) > 1:
        return (parts if known_tags().issuperset(parts) else (word,)), False
    mended = {word.translate(digits) for digits in _DIGITS}
    found = mended & known_tags() or {slip for each in mended if each.isalpha() and (slip := _mended(each))}
    return ((found.pop(),), True) if len(found) == 1 else ((), False)


def _cut(word: str) -> tuple[str, ...] | None:
    """The known tags that a word is run together from, the fewest, one of them a subject or program at least."""
    if len(word) < 6:
        return None
    lists = _lists()
    codes = lists["subjects"] | lists["programs"]
    every = codes | lists["organisations"] | lists["places"]
    best: list[tuple[int, int, tuple[str, ...]] | None] = [(0, 0, ()), *(None for _ in word)]
    for end in range(2, len(word) + 1):
        for length in (4, 2, 3, 5, 6):
            before = best[end - length] if end >= length else None
            part = word[end - length : end]
            if before is None or part not in every:
                continue
            candidate = (before[0] + 1, before[1] - (part in codes), (*before[2], part))
            current = best[end]
            if current is None or candidate[:2] < current[:2]:
                best[end] = candidate
    whole = best[-1]
    return whole[2] if whole and whole[1] < 0 else None


def _mended(word: str) -> str | None:
    """The one subject that a word is a single slip away from; None without one, or with several.

    A letter changed is no slip where that makes another program: programs differ by one letter.
    """
    if not 3 <= len(word) <= 6:
        return None
    subjects, programs = _lists()["subjects"], _lists()["programs"]
    places = range(len(word))
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-1]}
    less = {word[:at] + word[at + 1 :] for at in places}
    more = {word[:at] + letter + word[at:] for at in range(1, len(word) + 1) for letter in _LETTERS}
    other = {word[:at] + letter + word[at + 1 :] for at in places[1:] for letter in _LETTERS}
    near = ((swapped | less | more) & (subjects | programs)) | (other & subjects) if len(word) > 3 else more & subjects
    return near.pop() if len(near) == 1 else None
