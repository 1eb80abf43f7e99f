from __future__ import annotations

import itertools
import random
import time

from hypothesis import given
from hypothesis import strategies as st

from tracker.word_matching import matches

WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=60)


@given(WORDS, WORDS)
def test_pairs_are_of_equal_words_and_rise(words: list[str], others: list[str]) -> None:
    found = matches(words, others)
    assert all(words[nth] == others[mth] for nth, mth in found)
    assert all(before[0] < after[0] and before[1] < after[1] for before, after in itertools.pairwise(found))


@given(WORDS)
def test_a_text_matches_itself_whole(words: list[str]) -> None:
    assert matches(words, words) == [(nth, nth) for nth in range(len(words))]


def test_little_changed_is_found_in_much() -> None:
    chance = random.Random(7)
    words = [f"w{chance.randrange(2000)}" for _ in range(15_000)]
    others = [word for word in words if chance.random() > 0.02]
    assert len(matches(words, others)) > 0.99 * len(others)


def test_words_that_repeat_without_end_take_no_long_time() -> None:
    chance = random.Random(7)
    words = [chance.choice("ab") for _ in range(30_000)]
    others = [chance.choice("ab") for _ in range(30_000)]
    started = time.process_time()
    matches(words, others)
    assert time.process_time() - started < 5
