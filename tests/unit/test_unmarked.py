"""Protected names that stand open in other cables, however they are printed there."""

from __future__ import annotations

import pickle

import pytest

from tests.unit.cables.invented import cable, telegram
from tracker.types import ReferenceId
from tracker.unmarked import Mark, Search, protected_names

ID = ReferenceId("07OSLO7")


def search(*marked: str) -> Search:
    read = cable(telegram(" ".join(f"{name} (strictly protect) came." for name in marked)))
    return Search(protected_names(read))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ada Quill", "Ada Quill"),
        ("Ada Quill", "ADA\nQUILL"),
        ("Ada Quill", "Ada \n \nMEXICO 00000412  002 OF 02 \n \n \nQuill"),
        ("Ada Quill", "Ada Qu-\nill"),
        ("Ada Quill", "Quill, Ada"),
        ("Ada Quill", "Ada J. Quill"),
        ("José Pérez Muñoz", "Jose Perez Munoz"),
        ("José Pérez Muñoz", "JOSÉ PÉREZ"),
        ("Jose Perez", "José Pérez Muñoz"),
        ("Karl-Theodor zu Quill", "Karl Theodor von und zu Quill"),
        ("Ahmed al-Rashid", "Ahmed Al Rashid"),
    ],
)
def test_a_full_name_is_found_however_it_is_printed(name: str, text: str) -> None:
    document = f"It rained on {text}, they said. It snowed."
    (place,) = search(name).places(ID, document)
    found = document[place.span.start : place.span.end]
    assert found.split()[0] in text.split(maxsplit=1)[0]
    assert place.reference_id == ID
    assert place.marks == (Mark(ReferenceId("07MEXICO412"), 1),)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ada Quill", "Quill was wet, and Ada was not."),
        ("Ada Quill", "Bruno Quill and Ada Lund came."),
        ("Jose Luis Paz Winter", "Jose Luis Zapata came."),
        ("Quill", "Ada Quill came."),
    ],
)
def test_less_than_a_full_name_tells_nobody(name: str, text: str) -> None:
    assert search(name).places(ID, text) == []


def test_descriptions_and_statements_are_not_sought() -> None:
    read = cable(telegram("1. (C) A banker of Oslo (protect) came. The boss was killed, they said (protect).\n"))
    assert protected_names(read) == ()


def test_one_place_can_be_protected_in_several_cables() -> None:
    names = protected_names(cable(telegram("Ada Quill (protect) came.")))
    others = protected_names(cable(telegram("Bo Reed (protect) met ADA QUILL (protect).").replace("000412", "000413")))
    (place,) = Search([*names, *others]).places(ID, "It rained on Ada Quill.")
    assert [(mark.reference_id, mark.number) for mark in place.marks] == [("07MEXICO412", 1), ("07MEXICO413", 2)]


def test_another_process_can_search_too() -> None:
    first = search("Ada Quill")
    assert first.places(ID, "Ada Quill came.")
    again = pickle.loads(pickle.dumps(first))
    assert again.places(ID, "Ada Quill came.") == first.places(ID, "Ada Quill came.")


def test_nothing_is_sought_for_nobody() -> None:
    assert not Search([])
    assert Search([]).places(ID, "Ada Quill came.") == []
