from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from feeds.rows import DevelopmentKind, Facts
from feeds.titles import event, title
from tests.unit.feeds.invented import (
    ALL_FACTS,
    AMBUSH,
    ARREST,
    ERADICATION,
    HOMICIDES,
    OPERATION,
    SEIZURE,
    development,
)
from tracker.reports import Comparison, DateInterval, Kind, Place, Status, Subtype


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (ARREST, "Arrest: 4 members of the Juarez Cartel in Monterrey, 6 Feb 2007"),
        (
            SEIZURE,
            "Seizure: 2.2 t of cocaine, 127 firearms and US$4,000 in Michoacan, 8 Dec 2006 to 3 Jan 2007",
        ),
        (
            AMBUSH,
            "Ambush: reportedly 5 killed and 2 injured, involving the Gulf Cartel and Los Zetas in Acapulco, Feb 2007",
        ),
        (
            OPERATION,
            "Operation launched: Joint Operation Michoacan, 6,784 people (military) in Michoacan, 8 Dec 2006",
        ),
        (ERADICATION, "Eradication in total: about 5,023 fields of marijuana in Michoacan"),
        (HOMICIDES, "Killings of police: over 50 in Chihuahua, 2007"),
        (replace(ARREST, count=1), "Arrest: 1 member of the Juarez Cartel in Monterrey, 6 Feb 2007"),
        (replace(ARREST, cartels=(), count=None), "Arrest: people in Monterrey, 6 Feb 2007"),
        (
            replace(ARREST, persons=("Juan Modelo",), count=1, cartels=()),
            "Arrest: Juan Modelo in Monterrey, 6 Feb 2007",
        ),
        (
            replace(ARREST, count_op=Comparison.LESS, aggregate=True),
            "Arrests in total: nearly 4 members of the Juarez Cartel in Monterrey, 6 Feb 2007",
        ),
        (Facts(kind=Kind.ATTACK, subtype=Subtype.SHOOTING, certain=False), "Shooting, reportedly"),
        (
            Facts(kind=Kind.ATTACK, subtype=Subtype.KIDNAPPING, count=1, places=(Place("MX-TAM"),)),
            "Kidnapping: 1 person in Tamaulipas",
        ),
        (
            Facts(kind=Kind.ATTACK, subtype=Subtype.GRENADE, killed=0, injured=3),
            "Grenade attack: nobody killed and 3 injured",
        ),
        (Facts(kind=Kind.ATTACK), "Attack"),
        (Facts(kind=Kind.ATTACK, cartels=("zetas",)), "Attack involving Los Zetas"),
        (Facts(kind=Kind.ATTACK, subtype=Subtype.KILLING, killed=1), "Killing: 1 person"),
        (Facts(kind=Kind.ATTACK, subtype=Subtype.KILLING, killed=8, injured=9), "Killing: 8 killed and 9 injured"),
        (Facts(kind=Kind.SEIZURE, certain=False, places=(Place("CO"),)), "Seizure, reportedly, in Colombia"),
        (
            Facts(kind=Kind.OPERATION, status=Status.ENDED, operation_name="Operativo Ejemplo"),
            "Operation ended: Operativo Ejemplo",
        ),
        (
            Facts(kind=Kind.OPERATION, status=Status.PLANNED, agencies=("navy", "afi")),
            "Operation planned: navy and AFI",
        ),
    ],
)
def test_an_event_reads_in_one_sentence(facts: Facts, words: str) -> None:
    assert event(facts) == words


@pytest.mark.parametrize("facts", ALL_FACTS)
@pytest.mark.parametrize("kind", DevelopmentKind)
def test_every_title_names_its_cable_and_what_became_known(kind: DevelopmentKind, facts: Facts) -> None:
    told = title(development(1, facts, kind=kind))
    assert told.endswith(" (07SAMPLE12)")
    news = {DevelopmentKind.NEW_INCIDENT, DevelopmentKind.OPERATION_STATUS}
    assert told.startswith(event(facts)) is (kind in news)


def test_a_correction_tells_what_was_said_before() -> None:
    later = replace(ARREST, count=6, places=(Place("MX-NLE", "Guadalupe"),))
    told = title(development(1, later, kind=DevelopmentKind.CORRECTED, facts_before=ARREST))
    assert told == (
        "Corrected: Arrest: 6 members of the Juarez Cartel in Guadalupe, 6 Feb 2007; "
        "earlier 4 members and in Monterrey (07SAMPLE12)"
    )


def test_a_changed_figure_tells_both() -> None:
    later = replace(HOMICIDES, count=72, count_op=None)
    told = title(development(1, later, kind=DevelopmentKind.FIGURE_CHANGED, facts_before=HOMICIDES))
    assert told == "Figure changed: Killings of police: 72 in Chihuahua, 2007; earlier over 50 (07SAMPLE12)"


def test_a_retraction_says_so() -> None:
    told = title(development(1, ARREST, kind=DevelopmentKind.RETRACTED, withdrawn=True))
    assert told == "Retracted: Arrest: 4 members of the Juarez Cartel in Monterrey, 6 Feb 2007 (07SAMPLE12)"


def test_a_title_ends_with_its_cable_however_long_it_grows() -> None:
    facts = replace(ARREST, cartels=tuple("x" * 150 + str(number) for number in range(3)))
    told = title(development(1, facts))
    assert len(told) == 240
    assert told.endswith("… (07SAMPLE12)")


def test_nobody_struck_by_violence_is_named_in_a_title() -> None:
    assert "Ejemplo" not in title(development(1, AMBUSH))


def test_control_characters_do_not_reach_a_title() -> None:
    facts = replace(ARREST, places=(Place("MX-NLE", "Mon\x00ter\u202erey"),), date=DateInterval(date.min, date.min))
    assert "Monterrey" in title(development(1, facts))
