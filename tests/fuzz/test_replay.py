"""Every seed and all of the saved corpus once, and each changed a little in a fixed way; atheris is not needed."""

from __future__ import annotations

from random import Random

import pytest

from tests.fuzz.seeds import CORPUS, saved, seeds
from tests.fuzz.targets import TARGETS

_CHANGES = 6


def changed(data: bytes, random: Random) -> bytes:
    """The bytes with a piece taken out, doubled, moved or overwritten."""
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    piece = data[start:end]
    at = random.randrange(len(data) + 1)
    return random.choice(
        (
            data[:start] + data[end:],
            data[:end] + piece + data[end:],
            data[:at] + piece + data[at:],
            data[:start] + random.randbytes(min(len(piece), 8)) + data[end:],
            data[:at],
        )
    )


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_read(name: str) -> None:
    for seed in seeds()[name]:
        TARGETS[name](seed)


@pytest.mark.parametrize("name", TARGETS)
def test_the_saved_corpus_is_read_and_so_is_what_is_near_it(name: str) -> None:
    random = Random(1966)
    for data in [*seeds()[name], *(data for _, data in saved(name))]:
        TARGETS[name](data)
        for _ in range(_CHANGES):
            TARGETS[name](changed(data, random))


def test_every_target_has_a_saved_corpus_and_no_other_has_one() -> None:
    assert sorted(path.name for path in CORPUS.iterdir()) == sorted(TARGETS)
