"""Of figures told differently one is best wherever it is shown: with incidents, goods, groups and operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.database.invented import project
from tests.database.test_deciding import desk
from tests.database.test_operations import SLUG, operations, told
from tests.database.test_projections import rows

if TYPE_CHECKING:
    from tracker.database import Database

OF = "of Operation Tamaulipas Segura"
SEIZED = f"On March 5, soldiers {OF} seized {{}} kilograms of cocaine of the Gulf Cartel in Reynosa."
ARRESTED = f"On March 5, soldiers {OF} arrested {{}} members of the Gulf Cartel in Reynosa."
FIGURES = ("300", "310", "more than 290"), ("20", "21", "at least 19")


def shown(database: Database) -> dict[str, set[Any]]:
    """The best figures of the one seizure and the one arrest, of all places that tell them."""
    incidents = {row["kind"]: row for row in rows(database, "incidents")}
    (goods,) = rows(database, "seizures")
    (cartel,) = [row for row in rows(database, "cartels") if row["slug"] == "gulf"]
    operation = operations(database)[SLUG]
    return {
        "seized": {
            int(incidents["seizure"]["items"][0]["quantity"]),
            int(goods["quantity"]),
            int(cartel["seized"][0]["quantity"]),
            int(operation.seized[0]["quantity"]),
        },
        "arrested": {incidents["arrest"]["count"], cartel["arrested"], operation.arrested},
    }


@pytest.mark.parametrize(("turn", "best"), [(0, (290, 19)), (1, (300, 20))])
def test_the_best_of_figures_told_differently_is_one_everywhere(
    database: Database, turn: int, best: tuple[int, int]
) -> None:
    kilograms, men = ((*each[turn:], *each[:turn]) for each in FIGURES)
    cables = zip(kilograms, men, strict=True)
    told(database, *(f"{SEIZED.format(heavy)} {ARRESTED.format(many)}" for heavy, many in cables))
    assert shown(database) == {"seized": {best[0]}, "arrested": {best[1]}}
    # What somebody has checked goes before what is newer.
    first = [row for row in rows(database, "reports") if row["reference_id"] == "07MEXICO4001"]
    for row in first:
        desk(database).confirm(str(row["report_id"]), reason="Read again.")
    project(database)
    assert shown(database) == {"seized": {int(kilograms[0])}, "arrested": {int(men[0])}}
