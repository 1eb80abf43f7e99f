"""The towns of the tables: read as places where the text says that something is in them, and as nothing else."""

from __future__ import annotations

import pytest

from tracker import registers
from tracker.extraction.gazetteer import scan
from tracker.extraction.places import places


def test_every_state_of_mexico_has_its_municipalities() -> None:
    codes = [town.code for town in registers.municipalities()]
    assert len(codes) == len(set(codes)) == 2463
    assert len({town.state for town in registers.municipalities()}) == 32
    assert next(town for town in registers.municipalities() if town.code == "28032").name == "Reynosa"


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("Two men were shot in Nahuatzen.", [("MX-MIC", "Nahuatzen")]),
        ("Two men were shot in Ciudad Mier on Sunday.", [("MX-TAM", "Ciudad Mier")]),
        ("Two men were shot in Cherán.", [("MX-MIC", "Cheran")]),
        # What nobody is in may be anything.
        ("The Nahuatzen project was discussed.", []),
        # A town that many states have, and one with an ordinary name, are known by their states alone.
        ("Two men were shot in Benito Juarez.", []),
        ("Two men were shot in Pueblo Nuevo, Durango.", [("MX-DUR", "Pueblo Nuevo"), ("MX-DUR", None)]),
        ("He was held in Amparo.", []),
        # Towns of the world's names in the United States.
        ("They met in Paris.", []),
        ("They met in Washington.", []),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_a_town_is_read_where_something_is_in_it(prose: str, found: list[tuple[str, str | None]]) -> None:
    read = [(mention.place.state, mention.place.city) for mention in places(prose, scan(prose))]
    assert read == found
