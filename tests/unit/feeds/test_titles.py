from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from feeds.rows import DevelopmentKind, Facts, Known
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
from tracker.reports import Comparison, DateInterval, Item, Kind, Place, Status, Subtype
from tracker.types import ReferenceId

TOLD = "Arrest (Juarez Cartel): 4 people in Monterrey, Nuevo Leon, 6 Feb 2007"
TOGETHER = {
    DevelopmentKind.MERGED: f"2 reports found to tell one event: {TOLD}",
    DevelopmentKind.SEPARATED: f"2 reports found to tell different events: {TOLD}",
    DevelopmentKind.CABLE_WITHDRAWN: f"Cable withdrawn by who published it; 2 reports in it stand as told: {TOLD}",
}
SUMMED = {DevelopmentKind.READ_AGAIN, DevelopmentKind.BACKFILLED}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (ARREST, "Arrest (Juarez Cartel): 4 people in Monterrey, Nuevo Leon, 6 Feb 2007"),
        (
            SEIZURE,
            "Seizure: 2.2 t of cocaine, 127 firearms and US$4,000 in Michoacan, 8 Dec 2006 to 3 Jan 2007",
        ),
        (
            AMBUSH,
            (
                "Ambush: reportedly 5 killed and 2 injured, involving the Gulf Cartel "
                "and Los Zetas in Acapulco, Guerrero, Feb 2007"
            ),
        ),
        (
            OPERATION,
            "Operation launched: Joint Operation Michoacan, 6,784 people (military) in Michoacan, 8 Dec 2006",
        ),
        (ERADICATION, "Eradication in total: about 5,023 fields of marijuana in Michoacan"),
        (HOMICIDES, "Killings of police: over 50 in Chihuahua, 2007"),
        (replace(HOMICIDES, victims=None), "Killings: over 50 people in Chihuahua, 2007"),
        (replace(HOMICIDES, victims=None, count_op=None, count=1), "Killing: 1 person in Chihuahua, 2007"),
        (replace(HOMICIDES, count_op=None, count=1), "Killing of police: 1 in Chihuahua, 2007"),
        (replace(HOMICIDES, cartels=("gulf",)), "Killings of police (Gulf Cartel): over 50 in Chihuahua, 2007"),
        (replace(ARREST, count=1), "Arrest (Juarez Cartel): 1 person in Monterrey, Nuevo Leon, 6 Feb 2007"),
        (replace(ARREST, cartels=(), count=None), "Arrest in Monterrey, Nuevo Leon, 6 Feb 2007"),
        (
            replace(ARREST, cartels=(), count=None, aggregate=True, date=None),
            "Arrests in total in Monterrey, Nuevo Leon",
        ),
        (
            replace(ARREST, count=None, certain=False),
            "Arrest (Juarez Cartel), reportedly, in Monterrey, Nuevo Leon, 6 Feb 2007",
        ),
        (
            replace(ARREST, cartels=("gulf", "zetas", "juarez", "sinaloa"), places=(), date=None),
            "Arrest (Gulf Cartel, Los Zetas and 2 more): 4 people",
        ),
        (
            Facts(kind=Kind.SEIZURE, cartels=("gulf",), items=(Item("vehicles", Decimal(2), "units"),)),
            "Seizure (Gulf Cartel): 2 vehicles",
        ),
        (
            Facts(kind=Kind.ERADICATION, cartels=("sinaloa",), items=(Item("marijuana", Decimal(3), "ha"),)),
            "Eradication (Sinaloa Cartel): 3 hectares of marijuana",
        ),
        (
            replace(ARREST, persons=("Juan Modelo",), count=1),
            "Arrest (Juarez Cartel): Juan Modelo in Monterrey, Nuevo Leon, 6 Feb 2007",
        ),
        (
            replace(ARREST, count_op=Comparison.LESS, aggregate=True),
            "Arrests in total (Juarez Cartel): nearly 4 people in Monterrey, Nuevo Leon, 6 Feb 2007",
        ),
        (Facts(kind=Kind.ATTACK, subtype=Subtype.SHOOTING, certain=False), "Shooting, reportedly"),
        (
            Facts(kind=Kind.ATTACK, subtype=Subtype.KIDNAPPING, count=1, places=(Place("MX-TAM"),)),
            "Kidnapping: 1 person in Tamaulipas",
        ),
        (Facts(kind=Kind.ATTACK, subtype=Subtype.KIDNAPPING, count=1, killed=1), "Kidnapping: 1 person, killed"),
        (
            Facts(kind=Kind.ATTACK, subtype=Subtype.KIDNAPPING, count=3, killed=1, injured=2),
            "Kidnapping: 3 people, 1 killed and 2 injured",
        ),
        (Facts(kind=Kind.ATTACK, subtype=Subtype.KIDNAPPING, killed=1), "Kidnapping: 1 killed"),
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
            "Operation planned by navy and AFI",
        ),
    ],
)
def test_an_event_reads_in_one_sentence(facts: Facts, words: str) -> None:
    assert event(facts) == words


@pytest.mark.parametrize("facts", ALL_FACTS)
@pytest.mark.parametrize("kind", [kind for kind in DevelopmentKind if kind not in SUMMED])
def test_every_title_names_its_cable_and_what_became_known(kind: DevelopmentKind, facts: Facts) -> None:
    told = title(development(1, facts, kind=kind))
    assert told.endswith(" (07SAMPLE12)")
    news = {DevelopmentKind.NEW_INCIDENT, DevelopmentKind.ALSO_REPORTED, DevelopmentKind.OPERATION_STATUS}
    assert told.startswith(event(facts)) is (kind in news)


def also(*known: Facts) -> str:
    cables = [Known(reference_id=ReferenceId(f"07SAMPLE{nth}"), facts=facts) for nth, facts in enumerate(known, 1)]
    return title(development(1, ARREST, kind=DevelopmentKind.ALSO_REPORTED, known=tuple(cables)))


def test_what_was_known_already_names_who_told_it_before() -> None:
    assert also(ARREST) == (
        "Arrest (Juarez Cartel): 4 people in Monterrey, Nuevo Leon, 6 Feb "
        "2007, as also reported in 07SAMPLE1 (07SAMPLE12)"
    )
    assert also(ARREST, AMBUSH).endswith("as also reported in 07SAMPLE1 and 07SAMPLE2 (07SAMPLE12)")


def test_what_was_known_with_another_figure_tells_both() -> None:
    assert also(replace(ARREST, count=3)).endswith(", as also reported in 07SAMPLE1: 3 people there (07SAMPLE12)")
    assert also(replace(ARREST, count=None)).endswith(", as also reported in 07SAMPLE1 (07SAMPLE12)")


def test_a_correction_tells_what_was_said_before() -> None:
    later = replace(ARREST, count=6, places=(Place("MX-NLE", "Guadalupe"),))
    told = title(development(1, later, kind=DevelopmentKind.CORRECTED, facts_before=ARREST))
    assert told == (
        "Corrected: Arrest (Juarez Cartel) in Guadalupe, Nuevo Leon, 6 Feb 2007: 6 people, earlier 4; "
        "earlier in Monterrey, Nuevo Leon (07SAMPLE12)"
    )


def test_a_changed_figure_tells_both() -> None:
    later = replace(HOMICIDES, count=72, count_op=None)
    told = title(development(1, later, kind=DevelopmentKind.FIGURE_CHANGED, facts_before=HOMICIDES))
    assert told == "Figure changed: Killings of police in Chihuahua, 2007: 72, earlier over 50 (07SAMPLE12)"


def items(*changed: Item) -> tuple[Item, ...]:
    return (*changed, *SEIZURE.items[1:])


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            ARREST,
            replace(ARREST, count=6),
            "Arrest (Juarez Cartel) in Monterrey, Nuevo Leon, 6 Feb 2007: 6 people, earlier 4",
        ),
        (
            SEIZURE,
            replace(SEIZURE, items=items(Item("cocaine", Decimal(3), "t"))),
            "Seizure in Michoacan, 8 Dec 2006 to 3 Jan 2007: 3 t of cocaine, earlier 2.2 t",
        ),
        (
            SEIZURE,
            replace(SEIZURE, items=(Item("cocaine"), *SEIZURE.items[1:], Item("vests", Decimal(3), "units"))),
            "Seizure in Michoacan, 8 Dec 2006 to 3 Jan 2007: cocaine, earlier 2.2 t; 3 vests, earlier not told",
        ),
        (
            SEIZURE,
            replace(SEIZURE, items=SEIZURE.items[:2]),
            "Seizure in Michoacan, 8 Dec 2006 to 3 Jan 2007: US$4,000 no longer told",
        ),
        (
            AMBUSH,
            replace(AMBUSH, killed=6, certain=True),
            "Ambush involving the Gulf Cartel and Los Zetas in Acapulco, Guerrero, Feb 2007: 6 killed, earlier 5",
        ),
        (
            OPERATION,
            replace(OPERATION, personnel=7000),
            "Operation launched: Joint Operation Michoacan in Michoacan, 8 Dec 2006: 7,000 people, earlier 6,784",
        ),
        (
            OPERATION,
            replace(OPERATION, status=Status.ENDED, agencies=(), personnel=None),
            (
                "Operation ended: Joint Operation Michoacan in Michoacan, 8 Dec 2006: 6,784 people no longer told; "
                "earlier operation launched"
            ),
        ),
        (
            replace(ARREST, places=(), cartels=()),
            ARREST,
            "Arrest (Juarez Cartel): 4 people in Monterrey, Nuevo Leon, 6 Feb 2007; earlier no group and no place",
        ),
        (
            replace(ARREST, count=1, persons=("Juan Modelo",)),
            replace(ARREST, count=1, persons=("Jose Modelo",)),
            "Arrest (Juarez Cartel): Jose Modelo in Monterrey, Nuevo Leon, 6 Feb 2007; earlier Juan Modelo",
        ),
        (
            Facts(kind=Kind.ATTACK, subtype=Subtype.KIDNAPPING, count=1),
            Facts(kind=Kind.ATTACK, subtype=Subtype.KIDNAPPING, count=2),
            "Kidnapping: 2 people kidnapped, earlier 1",
        ),
    ],
)
def test_a_correction_names_only_what_changed(before: Facts, after: Facts, words: str) -> None:
    told = title(development(1, after, kind=DevelopmentKind.CORRECTED, facts_before=before))
    assert told == f"Corrected: {words} (07SAMPLE12)"


def test_a_retraction_says_so() -> None:
    told = title(development(1, ARREST, kind=DevelopmentKind.RETRACTED, withdrawn=True))
    assert told == "Retracted: Arrest (Juarez Cartel): 4 people in Monterrey, Nuevo Leon, 6 Feb 2007 (07SAMPLE12)"


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


@pytest.mark.parametrize(("kind", "words"), TOGETHER.items())
def test_what_was_done_to_several_reports_is_told_with_the_event_of_the_first(
    kind: DevelopmentKind, words: str
) -> None:
    assert title(development(1, kind=kind, all_facts=(ARREST, SEIZURE))) == f"{words} (07SAMPLE12)"


@pytest.mark.parametrize("kind", [DevelopmentKind.WITHHELD, DevelopmentKind.ERASED])
def test_a_notice_tells_nothing_but_its_cable(kind: DevelopmentKind) -> None:
    assert title(development(1, AMBUSH, kind=kind)) in {"Withheld (07SAMPLE12)", "Erased (07SAMPLE12)"}


def test_an_operation_tells_its_forces_and_the_groups_that_it_concerns() -> None:
    nameless = replace(OPERATION, operation=None, personnel=None, cartels=("zetas",))
    assert event(nameless) == "Operation launched by military concerning Los Zetas in Michoacan, 8 Dec 2006"
    named = replace(OPERATION, cartels=("zetas", "gulf"), certain=False)
    assert event(named) == (
        "Operation launched: reportedly Joint Operation Michoacan, 6,784 people (military), "
        "concerning Los Zetas and the Gulf Cartel in Michoacan, 8 Dec 2006"
    )


def test_what_a_person_took_back_and_restored_is_told_again() -> None:
    assert title(development(1, kind=DevelopmentKind.RESTORED)).startswith("Told again: Arrest (Juarez Cartel)")
