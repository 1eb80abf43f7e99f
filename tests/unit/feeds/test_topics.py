from __future__ import annotations

from dataclasses import replace

import pytest

from feeds.rows import CartelState, OperationState
from feeds.topics import keys_of, operation_name, topics
from tests.unit.feeds.invented import ARREST, SEIZURE, development
from tracker import registers
from tracker.errors import PublishingError
from tracker.reports import Place


def test_all_known_groups_and_operations_have_a_feed_also_when_quiet() -> None:
    found = topics((), (), ())
    assert [topic.key for topic in found if topic.slug == ""] == ["all"]
    kinds = {"operation", "arrest", "seizure", "eradication", "attack", "homicide-count", "harm"}
    states = {code for code in registers.states() if code.startswith("MX-")}
    assert len(states) == 32
    assert {topic.slug for topic in found} == {"", *registers.cartels(), *registers.operations(), *kinds, *states}


def test_a_group_that_only_a_development_names_has_a_feed_too() -> None:
    told = development(1, replace(ARREST, cartels=("some-gang",)))
    found = {topic.key: topic for topic in topics((), (), keys_of(told))}
    assert found["cartels/some-gang"].name == "Some Gang"


def test_a_state_elsewhere_has_a_feed_once_something_is_told_of_it() -> None:
    told = development(1, replace(ARREST, places=(Place("US-TX", "Laredo"),)))
    assert "states/US-TX" not in {topic.key for topic in topics((), (), ())}
    assert {topic.key: topic.name for topic in topics((), (), keys_of(told))}["states/US-TX"] == "Texas"


def test_the_view_names_a_topic_before_the_register_does() -> None:
    found = {topic.key: topic.name for topic in topics([CartelState(slug="gulf", name="The Gulf")], (), ())}
    assert found["cartels/gulf"] == "The Gulf"


@pytest.mark.parametrize(
    ("slug", "states", "name"),
    [
        ("nuevo-leon-tamaulipas-2007", ("MX-NLE", "MX-TAM"), "Operation in Nuevo Leon and Tamaulipas, 2007"),
        ("tamaulipas-2007", ("MX-NLE", "MX-TAM"), "Operation in Tamaulipas, 2007"),
        ("baja-california-sur-2008", ("MX-BCN", "MX-BCS"), "Operation in Baja California Sur, 2008"),
        (
            "durango-nuevo-leon-tamaulipas-2007",
            ("MX-TAM", "MX-NLE", "MX-DUR"),
            "Operation in Durango, Nuevo Leon and Tamaulipas, 2007",
        ),
        ("nuevo-leon-tamaulipas-2007", ("MX-TAM",), "Operation in Nuevo Leon Tamaulipas, 2007"),
    ],
)
def test_an_operation_without_a_name_is_called_by_its_states(slug: str, states: tuple[str, ...], name: str) -> None:
    words = slug.removesuffix(slug[-5:]).replace("-", " ").title()
    state = OperationState(slug=slug, name=f"Operation in {words}, {slug[-4:]}", states=states)
    assert operation_name(state) == name


def test_an_operation_with_a_name_keeps_it() -> None:
    assert operation_name(OperationState(slug="tamaulipas-2007", name="Northern Shield")) == "Northern Shield"


def test_a_development_belongs_to_what_it_took_an_event_from_too() -> None:
    told = development(1, SEIZURE, facts_before=replace(ARREST, operation="mixtec"))
    assert list(keys_of(told)) == [
        "all",
        "cartels/juarez",
        "operations/michoacan",
        "operations/mixtec",
        "kinds/seizure",
        "kinds/arrest",
        "states/MX-MIC",
        "states/MX-NLE",
    ]


@pytest.mark.parametrize("slug", ["../../etc/passwd", "", "a/b", "Gulf", "a.b", "ñ", "-", "a\n"])
def test_a_slug_that_must_not_name_a_file_is_refused(slug: str) -> None:
    with pytest.raises(PublishingError):
        topics([CartelState(slug=slug, name="X")], (), ())
    with pytest.raises(PublishingError):
        topics((), (), keys_of(development(1, replace(ARREST, places=(Place(slug),)))))
