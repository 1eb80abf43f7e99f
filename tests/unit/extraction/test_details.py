"""What a report tells beyond the codebook's fields: roles, figures as written, asserters, objectives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from functools import cache

import pytest

from tracker.cables.model import Cable
from tracker.cables.reading import read
from tracker.cables.releases import RawFile
from tracker.details import Asserter, Category, DatePrecision, Measure, PlacePrecision, Role, Side
from tracker.extraction import derivation
from tracker.extraction.codebook import codebook_lines
from tracker.extraction.pipeline import extract
from tracker.reports import Kind, Report, spans_of
from tracker.types import Span

from .test_shared_figures import INVENTED

WriteCable = Callable[..., Cable]
Told = tuple[Cable, Report]


@pytest.fixture
def tell(write_cable: WriteCable) -> Callable[..., Told]:
    def tell(*paragraphs: str, kind: Kind) -> Told:
        cable = write_cable(f"The drug cartels fight on. {paragraphs[0]}", *paragraphs[1:])
        (report,) = [report for report in extract(cable) if report.kind is kind]
        return cable, report

    return tell


def at(cable: Cable, span: Span | None) -> str | None:
    return cable.words(span) if span else None


def people(told: Told) -> list[tuple[str, str, list[str | None], str | None]]:
    cable, report = told
    return [
        (
            " ".join(cable.words(piece) for piece in person.name.pieces),
            person.role.value,
            [at(cable, alias) for alias in person.aliases],
            at(cable, person.position),
        )
        for person in report.people
    ]


@pytest.mark.parametrize(
    ("prose", "aliases", "position"),
    [
        (
            'arrested Luis "El Gordo" Paz Mora, a former director of the municipal police, in Tepic',
            ["El Gordo"],
            "former director of the municipal police",
        ),
        ('arrested Zetas leader Luis Paz Mora (aka "Tony la Palma") in Tepic', ["Tony la Palma"], "Zetas leader"),
        ("captured Luis Paz Mora, alias El Pelon, in Tepic", ["El Pelon"], None),
        (
            'arrested Luis Paz Mora, "El Tigre" or "El Gato," plaza boss of the Zetas, in Tepic',
            ["El Tigre", "El Gato"],
            "plaza boss of the Zetas",
        ),
        ("arrested the mayor of Apatzingan, Luis Paz Mora, in Tepic", [], "mayor of Apatzingan"),
        ("arrested Luis Paz Mora in Tepic", [], None),
    ],
)
def test_a_person_has_the_aliases_and_the_position_that_the_text_tells(
    tell: Callable[..., Told], prose: str, aliases: list[str], position: str | None
) -> None:
    told = tell(f"On February 4 police {prose}.", kind=Kind.ARREST)
    assert people(told) == [("Luis Paz Mora", "arrested", aliases, position)]


@pytest.mark.parametrize(
    ("prose", "kind", "role"),
    [
        ("On February 4 gunmen of the Zetas killed two officers in Tepic.", Kind.ATTACK, Role.PERPETRATOR),
        ("On February 4 two officers were killed by the Zetas in Tepic.", Kind.ATTACK, Role.PERPETRATOR),
        ("On February 4 six members of the Zetas were killed in Tepic.", Kind.ATTACK, Role.VICTIM),
        ("On February 4 police arrested six members of the Zetas in Tepic.", Kind.ARREST, Role.MEMBER),
        ("On February 4 the army sent 800 soldiers to Tepic against the Zetas.", Kind.OPERATION, Role.TARGET),
    ],
)
def test_a_group_has_a_role(tell: Callable[..., Told], prose: str, kind: Kind, role: Role) -> None:
    cable, report = tell(prose, kind=kind)
    assert [(group.slug, group.role, at(cable, group.span)) for group in report.groups] == [("zetas", role, "Zetas")]


def test_those_who_did_it_and_whose_people_acted_have_roles_of_their_own(tell: Callable[..., Told]) -> None:
    told = tell("On February 4 gunmen led by Raul Vega Soto killed Luis Paz Mora in Tepic.", kind=Kind.ATTACK)
    assert sorted((name, role) for name, role, _, _ in people(told)) == [
        ("Luis Paz Mora", "victim"),
        ("Raul Vega Soto", "leader"),
    ]
    cable, report = told
    assert [cable.words(piece) for name in report.persons for piece in name.pieces] == ["Luis Paz Mora"]
    told = tell("On February 4 two officers were killed by Raul Vega Soto in Tepic.", kind=Kind.ATTACK)
    assert [(name, role) for name, role, _, _ in people(told)] == [("Raul Vega Soto", "perpetrator")]


def figures(told: Told, measure: Measure) -> list[tuple[str | None, Decimal | None, Decimal | None, bool]]:
    cable, report = told
    return [
        (at(cable, figure.span), figure.low, figure.high, figure.part)
        for figure in report.figures
        if figure.measure is measure
    ]


def test_a_figure_has_its_bounds_and_its_words(tell: Callable[..., Told]) -> None:
    told = tell("On February 4 police arrested more than 50 gunmen in Tepic.", kind=Kind.ARREST)
    assert figures(told, Measure.ARRESTED) == [("more than 50", Decimal(50), None, False)]
    told = tell("On February 4 soldiers seized nearly ten tons of marijuana in Tepic.", kind=Kind.SEIZURE)
    assert figures(told, Measure.GOODS) == [("nearly ten tons of marijuana", None, Decimal(10), False)]


def test_words_without_a_number_have_bounds_and_no_value(tell: Callable[..., Told]) -> None:
    cable, report = tell(
        "On February 4 gunmen of the Zetas killed three policemen and dozens of civilians in Tepic.", kind=Kind.ATTACK
    )
    assert report.killed == 3
    assert [
        (at(cable, figure.span), figure.value, figure.low, figure.category, figure.category.side)
        for figure in report.figures
    ] == [
        ("three", Decimal(3), Decimal(3), Category.POLICE, Side.STATE),
        ("dozens", None, Decimal(24), Category.CIVILIANS, Side.BYSTANDERS),
    ]


def test_the_dead_are_told_by_category_and_some_of_them_are_not_added(tell: Callable[..., Told]) -> None:
    _, report = tell(
        "On February 4 the army clashed with gunmen in Tepic; two soldiers and nine gunmen were killed.",
        kind=Kind.ATTACK,
    )
    told = {figure.category: figure.value for figure in report.figures if figure.measure is Measure.KILLED}
    assert told == {Category.MILITARY: 2, Category.GUNMEN: 9}
    assert report.killed == 11
    assert [force.agency for force in report.forces] == ["army"]
    _, report = tell("On February 4 gunmen killed nine people in Tepic, including two policemen.", kind=Kind.ATTACK)
    assert [(figure.value, figure.category, figure.part) for figure in report.figures] == [
        (Decimal(9), Category.UNSPECIFIED, False),
        (Decimal(2), Category.POLICE, True),
    ]
    assert report.killed == 9


def test_who_some_of_the_dead_were_is_told_of_the_same_event(tell: Callable[..., Told]) -> None:
    told = tell(
        "On February 4 gunmen killed three officers in Tepic. Among the dead was Luis Paz Mora.", kind=Kind.ATTACK
    )
    _, report = told
    assert (report.killed, people(told)) == (3, [("Luis Paz Mora", "victim", [], None)])


@pytest.mark.parametrize(
    ("prose", "by", "words"),
    [
        (
            "According to press reports, gunmen killed two officers in Tepic on February 4.",
            "press",
            "According to press reports",
        ),
        ("A contact told Poloff that gunmen killed two officers in Tepic on February 4.", "contact", "contact told"),
        (
            "The ministry announced that gunmen killed two officers in Tepic on February 4.",
            "government",
            "ministry announced that",
        ),
        ("Post has learned that gunmen killed two officers in Tepic on February 4.", "post", "Post has learned that"),
        ("On February 4 gunmen killed two officers in Tepic.", None, None),
    ],
)
def test_who_says_so(tell: Callable[..., Told], prose: str, by: str | None, words: str | None) -> None:
    cable, report = tell(prose, kind=Kind.ATTACK)
    expected = [(Asserter(by), words)] if by else []
    assert [(assertion.by, at(cable, assertion.span)) for assertion in report.assertions] == expected


def test_a_hedge_is_told_with_its_words(tell: Callable[..., Told]) -> None:
    cable, report = tell("On February 4 gunmen reportedly killed two officers in Tepic.", kind=Kind.ATTACK)
    assert not report.certain
    assert [at(cable, hedge) for hedge in report.hedges] == ["reportedly"]


def test_an_operation_has_its_objective_and_its_results_belong_to_it(write_cable: WriteCable) -> None:
    cable = write_cable(
        "On January 12 the government sent 3,000 soldiers to Morelia to combat the cartels. "
        "So far the troops have arrested 40 traffickers in Morelia."
    )
    operation, arrest = extract(cable)
    assert at(cable, operation.objective) == "combat the cartels"
    assert (arrest.kind, arrest.result_of) == (Kind.ARREST, operation.quote)


def test_harm_by_the_forces_is_told_beyond_the_codebook(write_cable: WriteCable) -> None:
    cable = write_cable("The drug war goes on. On February 8 soldiers shot and killed two women at a post in Tepic.")
    (report,) = extract(cable)
    assert (report.kind, report.killed) == (Kind.HARM, 2)
    assert [figure.category for figure in report.figures] == [Category.CIVILIANS]
    assert [force.agency for force in report.forces] == ["army"]
    assert codebook_lines(cable, (report,)) == [{"cable": "10SAMPLE1", "kind": None}]


@pytest.mark.parametrize(
    "prose",
    [
        "On February 8 soldiers killed two gunmen who held a family in Tepic.",
        "On February 8 gunmen dressed as soldiers killed two women in Tepic.",
    ],
)
def test_what_criminals_do_or_suffer_is_no_harm_by_the_forces(write_cable: WriteCable, prose: str) -> None:
    assert Kind.HARM not in {report.kind for report in extract(write_cable(f"The drug war goes on. {prose}"))}


def test_mentions_that_disagree_stand_side_by_side(tell: Callable[..., Told]) -> None:
    cable, report = tell(
        "Gunmen of the Zetas killed seven officers in Tepic on February 6.",
        "On February 6 a team of gunmen in army uniforms killed 7 officers at a drug checkpoint in Tepic, Nayarit.",
        kind=Kind.ATTACK,
    )
    assert len(report.evidence) == 2
    assert sorted((at(cable, figure.span), figure.mention) for figure in report.figures) == [("7", 1), ("seven", 0)]
    assert {place.mention for place in report.told_places} == {date.mention for date in report.dates} == {0, 1}


def test_a_figure_that_the_body_tells_otherwise_than_the_summary_is_kept_beside_it(tell: Callable[..., Told]) -> None:
    cable, report = tell(
        "On February 6 gunmen killed seven officers in Tepic.",
        "On February 6 gunmen of the Zetas killed nine officers in Tepic and wounded two.",
        kind=Kind.ATTACK,
    )
    assert report.killed == 9
    killed = [figure for figure in report.figures if figure.measure is Measure.KILLED]
    assert [(at(cable, figure.span), figure.mention) for figure in killed] == [("nine", 0), ("seven", 1)]


def test_dates_and_places_tell_their_precision(tell: Callable[..., Told]) -> None:
    _, report = tell("In mid-January gunmen killed two officers in Tepic.", kind=Kind.ATTACK)
    assert report.date is not None
    assert report.date.precision is DatePrecision.PART_OF_MONTH
    assert [place.precision for place in report.places] == [PlacePrecision.CITY]


@cache
def invented_reports() -> list[tuple[Cable, Report]]:
    found: list[tuple[Cable, Report]] = []
    for path in sorted(INVENTED.glob("invented/*.txt")):
        for cable in read(RawFile(path, path.read_bytes())).cables:
            found.extend((cable, report) for report in extract(cable))
    return found


def test_the_codebook_s_fields_follow_from_what_the_mentions_tell() -> None:
    for _, report in invented_reports():
        numbers = {
            Measure.KILLED: report.killed,
            Measure.INJURED: report.injured,
            Measure.PERSONNEL: report.personnel,
        }
        for measure, value in numbers.items():
            assert derivation.number(report.figures, report.evidence, measure) == value
        assert derivation.items(report.figures) == report.items
        assert derivation.cartels(report.groups) == report.cartels
        assert derivation.persons(report.people, report.evidence) == report.persons
        assert report.date is None or report.date in {told.date for told in report.dates}


def test_every_field_that_is_told_says_where_and_by_which_rule_it_was_read() -> None:
    for cable, report in invented_reports():
        sourced = {source.field for source in report.sources if source.rule}
        told = {field.name for field in fields(report) if getattr(report, field.name) not in (None, (), False)}
        told -= {"quote", "evidence", "sources", "certain"} | BEYOND
        assert told - sourced == set(), (cable.reference_id, report.kind)
        assert report.certain or "certain" in sourced
        for span in spans_of(report):
            assert span.end <= len(cable.document)
        assert all(figure.mention < len(report.evidence) for figure in report.figures)


BEYOND = {"dates", "told_places", "people", "groups", "forces", "figures", "assertions", "hedges"}
"""Fields whose values bear their own spans."""


def test_goods_and_people_of_one_raid_are_the_same_group_s(write_cable: WriteCable) -> None:
    cable = write_cable(
        "The drug war goes on. On February 4 soldiers arrested six members of the Zetas in Tepic. "
        "They also seized 12 rifles.",
        "The Gulf Cartel is said to be weak.",
    )
    assert {report.kind: report.cartels for report in extract(cable)} == {
        Kind.ARREST: ("zetas",),
        Kind.SEIZURE: ("zetas",),
    }


def test_a_group_beyond_the_codebook_s_is_told_by_its_name_as_printed(write_cable: WriteCable) -> None:
    cable = write_cable("The drug war goes on. On February 4 police arrested six members of the Aztecas in Tepic.")
    (report,) = extract(cable)
    (line,) = codebook_lines(cable, (report,))
    assert (report.cartels, line["cartels"]) == (("barrio-azteca",), ["aztecas"])


def test_a_day_told_after_the_act_is_the_act_s(tell: Callable[..., Told]) -> None:
    _, report = tell("Marines killed three gunmen in Tepic. The fight took place on February 4.", kind=Kind.ATTACK)
    assert report.date is not None
    assert report.date.start.isoformat() == "2010-02-04"
    assert "day-told-after" in {source.rule for source in report.sources}


def test_a_part_of_a_sentence_that_only_adds_a_toll_is_no_second_attack(tell: Callable[..., Told]) -> None:
    _, report = tell("On February 4 gunmen ambushed a patrol in Tepic, in which nobody was hurt.", kind=Kind.ATTACK)
    assert report.injured == 0
