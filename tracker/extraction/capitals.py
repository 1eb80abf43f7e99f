"""Text printed wholly in capitals, given the letter case that the rules read: common words small, other words as names.

The recased text has the same length, so that every stretch of it is a stretch of the text as printed.
"""

from __future__ import annotations

import re

from tracker.extraction.lexicon import common_words, words

_RUN = re.compile(r"[A-Z][A-Z0-9'’.,;:()/\"\\$%&-]*(?:\s+[A-Z0-9(\"'$&/-][A-Z0-9'’.,;:()/\"\\$%&-]*){3,}(?![a-z])")
_WORD = re.compile(r"[A-Z]+(?:['’][A-Z]+)*")
_ABBREVIATIONS = frozenset(words("language", "printed_in_capitals"))
_DIGIT = re.compile(r"\d")
_LEAST_SHARE = 0.5


def recased(text: str) -> str:
    """The text; its runs of four and more words in capitals are printed as a newspaper would print them."""
    return _RUN.sub(_recased_run, text)


def _recased_run(match: re.Match[str]) -> str:
    run = match.group()
    found = [word.group().lower() for word in _WORD.finditer(run)]
    known = sum(word in common_words() for word in found)
    if len(found) < 4 or known < _LEAST_SHARE * len(found):
        # A list of abbreviations or names is left as it is printed.
        return run
    starts_sentence = True
    parts: list[str] = []
    at = 0
    for word in _WORD.finditer(run):
        between = run[at : word.start()]
        starts_sentence = starts_sentence or bool(re.search(r"[.!?][\"')]*\s+$", between))
        parts.extend((between, _recased_word(run, word, starts_sentence=starts_sentence)))
        starts_sentence = False
        at = word.end()
    return "".join(parts) + run[at:]


def _recased_word(run: str, word: re.Match[str], *, starts_sentence: bool) -> str:
    printed = word.group()
    beside = run[max(0, word.start() - 1) : word.start()] + run[word.end() : word.end() + 1]
    if printed in _ABBREVIATIONS or _DIGIT.search(beside) or len(printed) == 1:
        return printed if len(printed) > 1 or printed != "A" or starts_sentence else "a"
    if re.match(r"\.[A-Z]\.", run[word.end() : word.end() + 3]):
        return printed
    if printed.lower() in common_words() and not starts_sentence:
        return printed.lower()
    return printed[0] + printed[1:].lower()
