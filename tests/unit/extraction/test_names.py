from __future__ import annotations

from collections.abc import Callable

import pytest

from tracker.extraction.bearings import Bearing
from tracker.extraction.codebook import Line
from tracker.extraction.epithets import epithets
from tracker.extraction.gazetteer import registered_operation, scan
from tracker.extraction.groups import groups
from tracker.extraction.people import people
from tracker.extraction.places import Surroundings, places
from tracker.extraction.posts import post_of
from tracker.extraction.sentences import Stretch, sentences

ReadProse = Callable[..., list[Line]]


def located(text: str, post: str = "MEXICO") -> list[tuple[str, str | None]]:
    found = places(text, scan(text), Surroundings(post_of(f"09{post}1")))
    return [(mention.place.state, mention.place.city) for mention in found if mention.bearing is Bearing.LOCATIVE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It burned in Reynosa.", [("MX-TAM", "Reynosa")]),
        ("It burned in the northern states of Sonora and Sinaloa.", [("MX-SON", None), ("MX-SIN", None)]),
        ("It burned in the border city of Nogales, Sonora.", [("MX-SON", "Nogales"), ("MX-SON", None)]),
        ("It burned in Juarez.", [("MX-CHH", "Ciudad Juarez")]),
        ("It burned near El Paso.", [("US-TX", "El Paso")]),
        ("It burned in Guatemala.", [("GT", None)]),
        ("It burned in Mexico City.", [("MX-CMX", "Mexico City")]),
        ("The Governor of Sonora spoke.", []),
        ("A plane came from Venezuela.", []),
        ("They took him from his home in Reynosa.", [("MX-TAM", "Reynosa")]),
        ("He was flown to the northern city of Reynosa.", []),
        ("Shots fell on the Imuris-Cananea highway.", [("MX-SON", "Imuris"), ("MX-SON", "Cananea")]),
        ("The Tijuana cartel spoke.", []),
        ("He met Jorge Victoria.", []),
    ],
)
def test_a_place_is_where_something_happens(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert located(text) == expected


def test_an_ambiguous_city_follows_the_state_named_beside_it() -> None:
    assert ("MX-ZAC", "Guadalupe") in located("They fought in Guadalupe, Zacatecas.")
    assert ("MX-NLE", "Guadalupe") in located("They fought in Guadalupe, Nuevo Leon.")


def test_a_doubtful_name_is_a_place_only_at_home() -> None:
    assert located("They fought in Allende.") == []
    assert located("They fought in Allende.", "MONTERREY") == [("MX-NLE", "Allende")]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("the Gulf Cartel and Los Zetas", ["gulf", "zetas"]),
        ("the Arellano Felix Organization (AFO)", ["tijuana", "tijuana"]),
        ("the Pacific Cartel", ["sinaloa"]),
        ("the Cerro Alto cartel", ["cerro-alto"]),
        ("the Mexican cartel", []),
        ("two rival cartels", []),
    ],
)
def test_groups_are_read_by_register_or_by_what_the_text_calls_them(text: str, slugs: list[str]) -> None:
    assert [mention.slug for mention in groups(text, scan(text))] == slugs


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Police Chief Marco Leal Otero was shot.", ["Marco Leal Otero"]),
        ('Soldiers arrested Luis "El Gato" Rivas Mora.', ["Luis Rivas Mora"]),
        ("They arrested Marco Leal Otero `el Gordo.' On Friday it rained.", ["Marco Leal Otero"]),
        ("Gunmen killed Colonel Fortino de la Cruz.", ["Fortino de la Cruz"]),
        ("Defense Secretary Mario Ruiz Paz said so.", []),
        ("The Federal Investigation Agency came to Nuevo Leon.", []),
        ("According to Tomas Vega Luna, it burned.", []),
        ("He is a brother of Tomas Vega Luna.", []),
    ],
)
def test_names_are_without_rank_and_nickname_and_speakers_are_left_out(text: str, names: list[str]) -> None:
    found = [mention for mention in people(text, scan(text)) if not mention.aside]
    assert [" ".join(text[piece.start : piece.end] for piece in mention.pieces) for mention in found] == names


def test_no_long_word_keeps_the_search_for_a_position_busy() -> None:
    # It was tried cut at every six of its letters.
    before = "director of " + 90 * "x" + "! "
    name = Stretch(len(before), len(before) + len("Juan Tobar"))
    assert epithets(f"{before}Juan Tobar", (name,)).position is None


def test_sentences_end_at_stops_and_bullets_but_not_at_abbreviations() -> None:
    text = "Mr. Leal fled to the U.S. border. It burned: -- On May 4 he left. -- Two came."
    found = [text[sentence.start : sentence.end] for sentence in sentences(text)]
    assert found == ["Mr. Leal fled to the U.S. border.", "It burned", "-- On May 4 he left.", "-- Two came."]


@pytest.mark.parametrize(
    ("printed", "slug"),
    [
        ("Operation Limpieza", "limpieza"),
        ("Operacion Limpieza", "limpieza"),
        ("OPERATION CLEANUP", "limpieza"),
        ("Joint Operation Chihuahua", "chihuahua"),
        ("Operativo Conjunto Chihuahua", "chihuahua"),
        ("Coordinated Operation Chihuahua", "chihuahua"),
        ("Operation Conjunta Michoacan", "michoacan"),
        ("Michoacan operation", "michoacan"),
        ("Operation Ocelot", None),
    ],
)
def test_every_printing_of_a_registered_operation_has_its_slug(printed: str, slug: str | None) -> None:
    assert registered_operation(printed) == slug


@pytest.mark.parametrize(
    ("prose", "persons"),
    [
        ("Luis Rivas Mora, head of a farmers' league, reported that 12 men were arrested in Tepic on February 4.", []),
        ("Twelve arrests were reported by Luis Rivas Mora in Tepic on February 4.", []),
        ("Luis Rivas Mora criticized the detention of 12 farmers in Tepic on February 4.", []),
        ("Soldiers arrested Luis Rivas Mora in Tepic on February 4, said Hugo Paz Ruiz.", ["Luis Rivas Mora"]),
        ("Luis Rivas Mora, who told a paper that he sells cars, was arrested on February 4.", ["Luis Rivas Mora"]),
        ("Luis Rivas Mora's arrest in Tepic on February 4 surprised nobody.", ["Luis Rivas Mora"]),
        ("On February 4 gunmen killed Luis Rivas Mora, a son of Hugo Paz Ruiz, in Tepic.", ["Luis Rivas Mora"]),
        ("Luis Rivas Mora was killed by gunmen of Hugo Paz Ruiz in Tepic on February 4.", ["Luis Rivas Mora"]),
        ("Police arrested two men and took a Tarjeta de Residencia in Tepic on February 4.", []),
    ],
)
def test_a_person_is_one_whom_the_act_befell(read_prose: ReadProse, prose: str, persons: list[str]) -> None:
    (line,) = read_prose(prose)
    assert line["persons"] == persons


def test_the_headings_of_an_outline_tell_nothing(read_prose: ReadProse) -> None:
    assert read_prose("B. Detention by the police in Tepic on February 4. C. Murder of Tourists in Tepic.") == []
