"""Texts of invented cables: sentences filled with names and figures, wrapped as telegrams are."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import TYPE_CHECKING

from tracker import registers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from random import Random

_BLANK = re.compile(r"\{(\w+)\}")
_LINE = re.compile(r"(\S.{0,62}\S|\S)(?:\s+|$)")
_COMMON = 0.4
"""What part of the sentences could stand in a cable about anything."""
_TOWNS = 80

Sentence = tuple[tuple[str, ...], tuple[str, ...]]
"""The words around the blanks, and what the blanks are filled with: one less."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What cables talk of that report no event."""

    tags: Sentence
    subjects: tuple[Sentence, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """What cables report: in which words, whole sentences, and where."""

    sentences: tuple[str, ...]
    subject: str
    tags: str


def wrapped(words: str) -> str:
    """The words in lines of at most 65 characters."""
    return _LINE.sub(r"\1\n", words).rstrip("\n")


def _sentence(template: str) -> Sentence:
    pieces = _BLANK.split(template)
    return tuple(pieces[::2]), tuple(pieces[1::2])


@cache
def _data(name: str) -> dict[str, list[dict[str, str]]]:
    text = resources.files("tests.benchmarks.release").joinpath("data", name).read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def names() -> Mapping[str, Sequence[str]]:
    """What the blanks are filled with, by their names."""
    lists: Mapping[str, list[str]] = tomllib.loads(
        resources.files("tests.benchmarks.release").joinpath("data", "names.toml").read_text(encoding="utf-8")
    )
    return {
        **lists,
        "number": [str(number) for number in range(3, 900)],
        "percent": [f"{tenths / 10:g}" for tenths in range(5, 700)],
        "day": [str(day) for day in range(1, 29)],
        "year": [str(year) for year in range(1998, 2010)],
        "few": ["two", "three", "four", "five", "six", "seven", "8", "9", "11"],
        "some": [str(number) for number in range(12, 700)],
        "many": [f"{hundreds / 10:.1f}".replace(".", ",") + "00" for hundreds in range(10, 70)],
    }


@cache
def _topics() -> tuple[list[Topic], list[float]]:
    told = _data("talk.toml")
    topics = [
        Topic(
            _sentence(str(topic["tags"])),
            tuple(map(_sentence, topic["subjects"])),
            tuple(map(_sentence, topic["sentences"])),
        )
        for topic in told["topic"]
    ]
    return topics, list(accumulate(float(topic["share"]) for topic in told["topic"]))


@cache
def _common() -> tuple[Sentence, ...]:
    return tuple(_sentence(str(template)) for template in _data("talk.toml")["common"])


def topic(random: Random) -> Topic:
    """What a cable is about."""
    topics, shares = _topics()
    return random.choices(topics, cum_weights=shares)[0]


def filled(sentence: Sentence, random: Random, given: Mapping[str, str] | None = None) -> str:
    """A sentence with its blanks filled, by what is given first."""
    words, blanks = sentence
    lists = names()
    told = [words[0]]
    for blank, following in zip(blanks, words[1:], strict=True):
        filling = given.get(blank) if given else None
        if filling is None:
            choices = lists[blank]
            filling = choices[int(random.random() * len(choices))]
        told += (filling, following)
    return "".join(told)


def talk(about: Topic, random: Random, *, sentences: int) -> list[str]:
    """So many sentences about a topic."""
    own, common = about.sentences, _common()
    told = []
    for _ in range(sentences):
        pool = common if random.random() < _COMMON else own
        told.append(filled(pool[int(random.random() * len(pool))], random))
    return told


def of_sources(random: Random, *, protected: bool) -> str:
    """A sentence that names a source: as one to be protected, or without a thought."""
    lists = names()
    given = {"source": f"{random.choice(lists['first'])} {random.choice(lists['last'])} {random.choice(lists['last'])}"}
    templates = _data("talk.toml")["protected" if protected else "slips"]
    return filled(_sentence(str(random.choice(templates))), random, given)


@cache
def _towns() -> list[tuple[str, str]]:
    """The largest towns of Mexico that can be told from the state they lie in, with that state, as telegrams print."""
    states = registers.states()
    towns = sorted(registers.municipalities(), key=lambda town: -town.people)[:_TOWNS]
    return [(registers.unaccented(town.name), registers.unaccented(states[town.state].name)) for town in towns]


def happening(random: Random, day: date) -> Happening:
    """What happened in one place, some of it on a day."""
    told = _data("reports.toml")
    town, state = random.choice(_towns())
    lists = names()
    given = {
        "town": town,
        "state": state,
        "name": f"{random.choice(lists['first'])} {random.choice(lists['last'])} {random.choice(lists['last'])}",
        "group": random.choice(lists["group"]),
        "date": f"{lists['month'][day.month - 1]} {day.day}",
        "month": lists["month"][day.month - 1],
        "year": str(day.year),
    }
    templates = random.sample([str(each) for each in told["sentences"]], random.choices((1, 2, 3, 5), (5, 3, 2, 1))[0])
    return Happening(
        tuple(filled(_sentence(template), random, given) for template in templates),
        filled(_sentence(str(random.choice(told["subjects"]))), random, given).upper(),
        str(random.choice(told["tags"])),
    )
