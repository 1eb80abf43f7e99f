"""Pages as functions of one subject and its rows."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from feeds.entries import Threads
from feeds.pages.frame import Frame, Page
from feeds.pages.render import Pages
from feeds.pages.rows import (
    Apart,
    Beside,
    CartelDetails,
    Cited,
    Differing,
    Member,
    Membership,
    OperationDetails,
    Pair,
    Person,
    PersonStatus,
    Presence,
    StateDetails,
    Tie,
)
from feeds.pages.search import Asked, Hit, marked_snippet, search_page
from feeds.pages.shown import shown_beside
from feeds.pages.words import beginning
from feeds.pages.words import day as plain_day
from feeds.rows import Development, DevelopmentKind, Facts
from feeds.topics import keys_of, topics
from feeds.wording import plain
from tests.unit.feeds.invented import (
    AMBUSH,
    ARREST,
    CABLE_DATE,
    SITE,
    cable,
    development,
    incident,
    paragraphs,
    report,
)
from tracker.reports import Kind
from tracker.settings import PublishedText
from tracker.types import ReferenceId

if TYPE_CHECKING:
    pass

CABLE = ReferenceId("07SAMPLE12")
SOMEBODY = Person(
    slug="juan-modelo",
    person_id=uuid4(),
    name="Juan Modelo",
    aliases=("El Ejemplo",),
    memberships=(Membership(cartel="gulf", role="leader", reports=2),),
    cartels=("gulf",),
    status="arrested",
    status_certain=False,
    status_as_of=CABLE_DATE,
    status_reference_id=CABLE,
    disputed=True,
    statuses=(
        PersonStatus(
            status="arrested",
            certain=False,
            implied=False,
            reference_id=CABLE,
            report_id=report(development(1)).report_id,
        ),
    ),
    incidents=1,
    reports=2,
    cables=1,
)


def pages(beside: Beside | None = None) -> Pages:
    told = [development(1)]
    return Pages(SITE, topics([], [], keys_of(told[0])), Threads(told), beside)


def read(page: Page) -> etree._Element:
    return html.fromstring(page.body.decode())


def words(page: Page) -> str:
    return " ".join(" ".join(map(str, read(page).itertext())).split())


def table(page: Page, caption: str) -> list[list[str]]:
    [found] = [each for each in read(page).iter("table") if str(each[0].text) == caption]
    return [[" ".join(" ".join(map(str, cell.itertext())).split()) for cell in row] for row in found.iter("tr")][1:]


def links(page: Page) -> set[str]:
    return {str(link.get("href")) for link in read(page).iter("a")}


def test_a_report_leads_to_its_words_and_its_event_and_says_how_well_the_machine_reads() -> None:
    told = development(1)
    page = pages().report(report(told), [told])
    assert page.address == f"/reports/{told.report_ids[0]}"
    anchor = f"/cables/07SAMPLE12#report-{str(told.report_ids[0])[:8]}"
    assert {anchor, f"/incidents/{told.incident_id}"} <= links(page)
    assert "Read by machine, not checked." in words(page)
    assert "of 100 such events that the machine tells" in words(page)
    assert f"tracker show {str(told.report_ids[0])[:8]}" in words(page)
    assert "0 to 10 of the document" in words(page)


def test_what_a_person_has_checked_is_not_told_to_be_a_machines_guess() -> None:
    told = development(1, review_status="confirmed")
    shown = words(pages().report(report(told), [told]))
    assert "Checked by a person." in shown
    assert "of 100 such events that the machine tells" not in shown


def test_a_report_that_was_taken_back_keeps_its_page_struck_through_with_the_reason() -> None:
    told = development(1, withdrawn=True, withdrawn_reason="it was another year")
    page = pages().report(report(told), [told])
    [heading] = read(page).iter("h1")
    assert [element.tag for element in heading] == ["del"]
    assert "Retracted: it was another year." in words(page)
    assert read(page).xpath("//blockquote/del")
    assert not any("#report-" in link for link in links(page))


def test_a_cable_leads_to_its_reports_and_back_at_the_same_place() -> None:
    told = development(1)
    row = report(told)
    page = pages().cable(cable(CABLE), paragraphs(CABLE), [row], {CABLE}, referring=["07SAMPLE99"])
    place = f"report-{str(row.report_id)[:8]}"
    assert read(page).xpath(f"//sup[@id='{place}']/a/@href") == [f"/reports/{row.report_id}"]
    assert f"#{place}" in links(page)
    assert "Referred to by 07SAMPLE99." in words(page)


def test_masks_are_explained_where_there_are_some() -> None:
    text = [replace(row, text=f"{row.text} [protected 1]") for row in paragraphs(CABLE)]
    explained = "stand for words that the cable asks to protect"
    assert explained in words(pages().cable(cable(CABLE), text, [], {CABLE}))
    assert explained not in words(pages().cable(cable(CABLE), paragraphs(CABLE), [], {CABLE}))


def test_a_quote_that_is_not_found_in_the_text_still_has_its_place() -> None:
    row = replace(report(development(1)), facts=replace(ARREST, quote="words that stand nowhere", passage=None))
    page = read(pages().cable(cable(CABLE), paragraphs(CABLE), [row], {CABLE}))
    assert page.xpath(f"//li[@id='report-{str(row.report_id)[:8]}']")


def test_reports_of_an_event_stand_side_by_side_with_what_they_tell_differently_and_why_they_were_joined() -> None:
    one = development(1)
    other = development(2, replace(ARREST, count=6), reference_id="08SAMPLE1", incident_id=one.incident_id)
    event = incident(one)
    rows = [report(one), report(other)]
    beside = Beside(
        differing={
            event.incident_id: (
                Differing(
                    incident_id=event.incident_id,
                    field="count",
                    what=None,
                    unit=None,
                    value="6",
                    report_id=rows[1].report_id,
                    reference_id=ReferenceId("08SAMPLE1"),
                    cable_date=CABLE_DATE,
                    words="six of them",
                ),
            )
        },
        pairs={
            event.incident_id: (
                Pair(
                    incident_id=event.incident_id,
                    report_a=rows[0].report_id,
                    report_b=rows[1].report_id,
                    score=9,
                    reasons=("days +4", "place +3", "people +2"),
                ),
            )
        },
    )
    page = pages(beside).incident(event, rows, [one])
    assert ["Arrested", "4", "6"] in table(page, "Side by side")
    assert table(page, "What they tell differently")[0][:3] == ["Figure", "6", "“six of them”"]
    assert table(page, "Why these are one event")[0][2:] == ["days +4, place +3, people +2", "9"]


def test_an_incident_lists_what_it_was_found_not_to_be() -> None:
    one, other = development(1), development(2, reference_id="08SAMPLE1")
    event, parted = incident(one), report(other)
    apart = Apart(
        incident_id=event.incident_id,
        report_id=parted.report_id,
        reference_id=ReferenceId("08SAMPLE1"),
        decided_at=CABLE_DATE,
        reason="the second raid was a week later",
    )
    page = pages(Beside(apart={event.incident_id: (apart,)})).incident(event, [report(one)], [one])
    assert table(page, "Found to be of another event") == [
        [str(parted.report_id)[:8], "08SAMPLE1", plain_day(CABLE_DATE), "the second raid was a week later"]
    ]
    assert {f"/reports/{parted.report_id}", "/cables/08SAMPLE1"} <= links(page)


def test_an_incident_shows_what_a_correction_changed() -> None:
    told = development(1, facts_before=replace(ARREST, count=7))
    page = pages().incident(incident(told), [report(told)], [told])
    assert "Before, arrested: 7" in words(page)


def test_a_group_is_shown_as_last_reported_with_who_says_so() -> None:
    beside = Beside(
        cartels={
            "gulf": CartelDetails(
                slug="gulf",
                people=(
                    Member(
                        slug="juan-modelo", name="Juan Modelo", role="leader", status="arrested", reference_id=CABLE
                    ),
                ),
                presence=(Presence(state="MX-TAM", incidents=3, first_event=date(2007, 2, 6)),),
                alliances=(Tie(group="zetas", since=1999, until=2010),),
            )
        }
    )
    [gulf] = [topic for topic in topics([], [], []) if topic.key == "cartels/gulf"]
    page = pages(beside).topic(gulf, [], None, newest_archive="", archived=0, incidents=[])
    assert page.noindex
    assert table(page, "Leaders and members") == [["Juan Modelo", "leader", "arrested", "07SAMPLE12"]]
    assert table(page, "Where it is told of")[0][:3] == ["Tamaulipas", "3", "6 Feb 2007"]
    assert {"/people/juan-modelo", "/states/MX-TAM", "/cartels/zetas", "/cables/07SAMPLE12"} <= links(page)
    assert "1999 to 2010" in words(page)


def test_a_state_links_to_its_kinds_groups_and_figures() -> None:
    told = StateDetails(
        code="MX-TAM",
        name="Tamaulipas",
        mexican=True,
        incidents=2,
        attacks=2,
        cartels=("gulf",),
        homicide_count=50,
        homicide_count_op=">",
        homicide_reference_id=CABLE,
        homicide_start=date(2007, 1, 1),
        homicide_end=date(2007, 12, 31),
        homicide_differs=True,
    )
    [place] = [topic for topic in topics([], [], []) if topic.key == "states/MX-TAM"]
    page = pages(Beside(states={"MX-TAM": told})).topic(place, [], None, newest_archive="", archived=0, incidents=[])
    assert {"/kinds/attack", "/cartels/gulf", "/cables/07SAMPLE12"} <= links(page)
    assert "over 50 cables tell it differently" in words(page)


def test_a_person_is_hedged_as_the_text_hedges_and_asks_not_to_be_indexed() -> None:
    page = pages().person(SOMEBODY, [incident(development(1))])
    assert page.noindex
    assert "reportedly arrested, by a cable of 16 Feb 2007" in words(page)
    assert "Disputed." in words(page)
    assert table(page, "What is told of the status")[0] == ["reportedly arrested", "not told", "not told", "07SAMPLE12"]


def test_words_of_a_cable_that_may_not_be_shown_are_not() -> None:
    beside = Beside(
        operations={"michoacan": OperationDetails(slug="michoacan", objective="to invent a reason")},
        people={SOMEBODY.slug: replace(SOMEBODY, positions=("an invented clerk",))},
    )
    assert shown_beside(beside, PublishedText.FULL) == beside
    hidden = repr(shown_beside(beside, PublishedText.NONE))
    assert "to invent a reason" not in hidden
    assert "an invented clerk" not in hidden


def test_an_answer_marks_the_words_and_offers_its_feed() -> None:
    frame = Frame(SITE, topics([], [], []), Threads([]))
    hit = Hit(reference_id=CABLE, cable_date=CABLE_DATE, label="3", snippet="the «harbour» <b>of</b> an invented town")
    page = search_page(frame, Asked(q="harbour", cartel="gulf"), [], [hit], feed="/feeds/search.atom?q=harbour")
    assert page.noindex
    assert [mark.text for mark in read(page).iter("mark")] == ["harbour"]
    assert "<b>of</b>" in words(page)
    assert {"/cables/07SAMPLE12#p3", "/feeds/search.atom?q=harbour"} <= links(page)
    assert [option.get("value") for option in read(page).iter("option") if option.get("selected") is not None] == [
        "gulf"
    ]
    assert "Nothing that has been read" in words(search_page(frame, Asked(q="x"), [], []))
    assert "Nothing that has been read" not in words(search_page(frame, Asked(), [], []))


@given(snippet=st.text())
def test_a_snippet_keeps_its_words(snippet: str) -> None:
    shown = html.fragment_fromstring(f"<p>{marked_snippet(snippet)}</p>")
    assert {element.tag for element in shown.iter()} <= {"p", "mark"}
    bare = "".join(map(str, shown.itertext()))
    assert bare.replace("«", "").replace("»", "") == plain(snippet).replace("«", "").replace("»", "")


TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["<script>alert(1)</script>", '"><img src=x onerror=y>', "{{ 7 * 7 }}", "&lt;b&gt;", "]]>"]),
)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, quote=TEXTS, subject=TEXTS, name=TEXTS)
def test_any_text_of_a_cable_stays_text(text: str, quote: str, subject: str, name: str) -> None:
    facts = replace(AMBUSH, quote=quote, passage=f"{text} {quote}", persons=(name,))
    told = development(1, facts, reason=text)
    row = report(told)
    body = [replace(each, text=f"{text} {quote} {text}", heading=subject) for each in paragraphs(CABLE)]
    somebody = replace(SOMEBODY, name=name or "X", aliases=(text,), positions=(quote,))
    made = [
        pages().cable(cable(CABLE, subject=subject, origin=name), body, [row], {CABLE}),
        pages().report(row, [told]),
        pages().incident(incident(told), [row, replace(row, reference_id=ReferenceId("08SAMPLE1"))], [told]),
        pages().person(somebody, [incident(told)]),
    ]
    for page in made:
        tree = read(page)
        assert not [element.tag for element in tree.iter("script", "img", "iframe", "object", "style")]
        assert not [name for element in tree.iter() for name in element.attrib if str(name).startswith("on")]
    [paragraph] = [element for element in read(made[0]).iter("p") if element.get("id") == "p1"]
    shown = "".join(map(str, paragraph.itertext()))
    without_numbers = shown.replace("1", "")
    assert plain(f"{text} {quote} {text}").replace("1", "") in " ".join(without_numbers.split())


def cited(told: Development) -> Beside:
    row = report(told)
    header = Cited(
        report_id=row.report_id, subject="AN INVENTED SUBJECT", origin=None, classification="SECRET", log_hash="ab" * 32
    )
    return Beside(cited={row.report_id: header})


def test_a_report_and_its_event_say_how_they_are_cited() -> None:
    told = development(1)
    page = pages(cited(told)).report(report(told), [told])
    [text] = [element.text for element in read(page).iter("p") if element.get("class") == "cite"]
    assert str(text).startswith(
        "United States Department of State, “AN INVENTED SUBJECT”, cable 07SAMPLE12, 16 February"
    )
    assert f"https://tracker.example/reports/{told.report_ids[0]} [log 3:{'ab' * 8}]" in str(text)
    [bibtex, csl] = ["".join(map(str, element.itertext())) for element in read(page).iter("pre")]
    assert bibtex.startswith("@techreport{cable-07SAMPLE12-")
    assert json.loads(csl)["custom"]["log_hash"] == "ab" * 32
    event = pages(cited(told)).incident(incident(told), [report(told)], [told])
    assert [element.text for element in read(event).iter("p") if element.get("class") == "cite"] == [text]
    assert "How to cite it" not in words(pages().report(report(told), [told]))


def test_what_is_withheld_leaves_a_notice_and_nothing_else() -> None:
    told = development(1)
    blank = replace(
        report(told), facts=Facts(kind=Kind.ARREST), withdrawn=True, withdrawn_reason="for a witness", withheld=True
    )
    event = replace(incident(told), facts=blank.facts, cartels=(), states=(), withdrawn=True)
    notice = replace(told, kind=DevelopmentKind.WITHHELD, facts=blank.facts, withdrawn=True, cartels=(), states=())
    for page in (pages(cited(told)).report(blank, [notice]), pages(cited(told)).incident(event, [blank], [notice])):
        shown = words(page)
        assert "What the cable tells here is withheld. Nothing else is told of it." in shown
        for hidden in (
            "Arrest",
            "Monterrey",
            "Characters",
            "Where it stands in the cable",
            "witness",
            "Retracted",
            "INVENTED SUBJECT",
            "of 100 such events",
        ):
            assert hidden not in shown


@pytest.mark.parametrize(
    ("first", "precision", "expected"),
    [
        (date(2006, 12, 8), "day", "8 Dec 2006"),
        (date(2008, 3, 1), "month", "Mar 2008"),
        (date(2008, 12, 1), "month", "Dec 2008"),
        (date(2008, 1, 1), "year", "2008"),
        (date(2008, 3, 21), "part-of-month", "from 21 Mar 2008, not told more exactly"),
        (None, None, ""),
    ],
)
def test_a_beginning_is_told_no_more_exactly_than_the_text_tells(
    first: date | None, precision: str | None, expected: str
) -> None:
    assert beginning(first, precision) == expected
