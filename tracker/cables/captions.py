"""The captions of a telegram: the words beside and below its classification that limit who may read it."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

_RELEASABLE = r"REL(?:EASABLE)?(?: TO)? [A-Z]{3,5}(?:(?:[ ,/]|, | AND ){1,2}[A-Z]{3,5}){0,20}"
_SEPARATING = " /,;.&*()\"'-"
_SEPARATORS = rf"[{_SEPARATING}]*"
_SPACED = re.compile(r"\b[A-Z](?: [A-Z]){3,}\b")
_SPACES = re.compile(r"[ \t]+")
_FIRST_WORD = re.compile(r"[^A-Z0-9]*([A-Z]+)")
_LONGEST = 160


@cache
def vocabulary() -> dict[str, dict[str, list[str]]]:
    """The word lists of captions, precedences and addresses."""
    text = resources.files("tracker.cables").joinpath("data", "captions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _names() -> dict[str, str]:
    """The caption by each of its forms."""
    return {form: name for name, forms in vocabulary()["captions"].items() for form in (name, *forms)}


@cache
def _first_words() -> frozenset[str]:
    """What a line of captions can begin with: the first words of all forms, or a letter that stands apart."""
    forms = (*_names(), *vocabulary()["other"]["words"], "REL", "RELEASABLE", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return frozenset(form.split()[0] for form in forms)


@cache
def _one() -> str:
    forms = sorted((*_names(), *vocabulary()["other"]["words"]), key=len, reverse=True)
    return rf"(?:{_RELEASABLE}|(?:{'|'.join(forms)})(?![A-Z0-9]))"


@cache
def _several() -> re.Pattern[str]:
    return re.compile(rf"{_SEPARATORS}(?:{_one()}{_SEPARATORS})*")


@cache
def _each() -> re.Pattern[str]:
    return re.compile(_one())


def leading_captions(words: str) -> tuple[tuple[str, ...], str]:
    """The captions that words (in capitals) begin with, and the rest."""
    begins = _FIRST_WORD.match(words)
    if begins is None or begins[1] not in _first_words():
        return (), words.lstrip(_SEPARATING)
    match = _several().match(words)
    end = match.end() if match else 0
    return _found(words[:end]), words[end:]


@lru_cache(maxsize=4096)
def captions_in(line: str) -> tuple[str, ...] | None:
    """The captions in a line that holds nothing else; None for any other line."""
    words = line.strip()
    if not words or len(words) > _LONGEST or not words[0].isascii():
        return None
    words = words.upper()
    begins = _FIRST_WORD.match(words)
    if begins is None or begins[1] not in _first_words():
        return None
    words = together(words)
    return _found(words) if _several().fullmatch(words) else None


def together(words: str) -> str:
    """Words in capitals, letters that stand apart ("N O F O R N") put together, each run of spaces as one."""
    return _SPACES.sub(" ", _SPACED.sub(lambda match: match.group().replace(" ", ""), words))


def _found(words: str) -> tuple[str, ...]:
    names = (_names().get(form, form) for form in _each().findall(words))
    return tuple(dict.fromkeys(name for name in names if name not in vocabulary()["other"]["words"]))
