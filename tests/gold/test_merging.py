"""Reports of one event are merged well enough, and hardly ever reports of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.gold.incidents import LABELS, agreement, coded
from tests.gold.merging import merge

if TYPE_CHECKING:
    from pathlib import Path

_F1 = 0.90
_PRECISION = 0.95


@pytest.mark.parametrize("share", LABELS)
def test_pairs_are_joined_as_the_labels_say(share: str, shared: Path, superuser: str) -> None:
    events = coded(shared, share)
    with psycopg.connect(superuser, options="-c search_path=read_a") as connection:
        found = agreement(events, merge(connection, events), share=share)
    assert found.f1 >= _F1
    assert found.precision >= _PRECISION
