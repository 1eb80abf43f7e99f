"""Words that many rules look for are found in one scan, each as often and where it stands."""

from __future__ import annotations

import pytest

from tracker.cables import landmarks as module
from tracker.cables.landmarks import landmarks

WORDS = (*module.PAGE_COUNTS, *module.NAMES_INSIDE, *module.LOWER_ENDS, *module.TAKEN_OUT, *module.HYPHENS)


def searched(document: str, word: str) -> list[int]:
    return [at for at in range(len(document)) if document.startswith(word, at)]


@pytest.mark.parametrize(
    "document",
    [
        "",
        "¶1. (C) Comment: “quoted” words, end summary.  MEXICO 00000713  002 OF 005\nNOTE: so. End Note.",
        "XXXXXXXXXXXX met xxxxxxx; X X X X X X; (b)(6) 😀 end comment\nfoot-\nnote: half-  \nnot, half- \nno\n-\n- \n-",
        " OF 0 of 0 OF  0 Of 0OMMENTomment",
    ],
)
def test_every_word_is_found_wherever_it_stands_also_in_runs_and_after_letters_of_several_bytes(document: str) -> None:
    found = landmarks(document)
    assert {word: list(found.get(word, ())) for word in WORDS} == {word: searched(document, word) for word in WORDS}
