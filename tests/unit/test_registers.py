"""The registers hold together: what one entry says of another is there."""

from __future__ import annotations

import pytest

from tracker import registers


def test_the_ties_of_a_group_lead_to_other_groups_that_are_known() -> None:
    cartels = registers.cartels()
    ties = [(slug, tie) for slug, cartel in cartels.items() for tie in (*cartel.faction_of, *cartel.alliances)]
    assert ties
    assert all(tie.group in cartels and tie.group != slug for slug, tie in ties)
    assert all(tie.since <= tie.until for _, tie in ties if tie.since and tie.until)


def test_an_alliance_stands_at_one_of_the_two() -> None:
    allied = [(slug, tie.group) for slug, cartel in registers.cartels().items() for tie in cartel.alliances]
    assert len({frozenset(pair) for pair in allied}) == len(allied)


@pytest.mark.parametrize("words", sorted(registers.person_words()))
def test_words_about_persons_are_told_once_and_as_they_are_compared(words: str) -> None:
    listed = registers.person_words()[words]
    assert len(set(listed)) == len(listed)
    assert all(word == word.lower() and word.isascii() for word in listed)


def test_readers_are_shown_names_of_groups_and_not_every_phrase() -> None:
    for cartel in registers.cartels().values():
        folded = [name.casefold() for name in (cartel.name, *cartel.aliases)]
        assert len(set(folded)) == len(folded)
        assert not set(cartel.aliases) & set(cartel.phrases)
        assert not any("gunmen" in name or "boss" in name for name in folded)
