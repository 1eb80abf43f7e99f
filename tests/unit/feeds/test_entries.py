from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from feeds.entries import LARGEST_BODY, Entry, Link, Threads, amended_title, entry
from feeds.rows import Development, DevelopmentKind, Facts, Known
from tests.unit.feeds.invented import (
    AMBUSH,
    ARREST,
    BORN,
    CABLE_DATE,
    HOMICIDES,
    SEIZURE,
    SITE,
    development,
    incident_id,
)
from tracker.reports import Item, Kind, Place
from tracker.types import ReferenceId

ALLOWED = {"p", "ul", "li", "strong", "blockquote", "cite", "del", "em", "b", "a"}
HOSTILE = "<script>alert(1)</script> ]]> &amp; \" onload=x' \x00\x0b\u202e"


def made(told: Development, *others: Development) -> Entry:
    return entry(told, Threads([told, *others]), SITE)


def words_of(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def retracted() -> tuple[Development, Development]:
    first = development(1, AMBUSH)
    later = development(
        9,
        AMBUSH,
        kind=DevelopmentKind.RETRACTED,
        report_ids=first.report_ids,
        incident_id=first.incident_id,
        withdrawn=True,
        withdrawn_reason="The paragraph speaks of another year.",
    )
    amended = replace(
        first,
        withdrawn=True,
        withdrawn_reason=later.withdrawn_reason,
        corrected_by=later.development_id,
        updated_at=later.published_at,
    )
    return amended, later


def test_an_id_is_a_tag_of_the_authority_whatever_the_address() -> None:
    told = development(1)
    moved = replace(SITE, base_url="http://elsewhere.example/deeper")
    assert made(told).id == f"tag:tracker.example,2011-01-01:development/{told.development_id}"
    assert entry(told, Threads([told]), moved).id == made(told).id


def test_the_first_link_is_the_incident_and_the_next_the_paragraph() -> None:
    links = made(development(1)).links
    assert [(link.rel, link.href) for link in links] == [
        ("alternate", f"https://tracker.example/incidents/{incident_id(1)}"),
        ("related", "https://tracker.example/cables/07SAMPLE12#p2"),
    ]


def test_a_development_without_an_incident_is_read_at_its_cable() -> None:
    assert made(development(1, incident_id=None)).links[0].href == "https://tracker.example/cables/07SAMPLE12#p2"


def test_a_body_cites_the_quote_with_its_place_and_says_that_a_machine_read_it() -> None:
    text = words_of(html.fromstring(f"<div>{made(development(1)).body}</div>"))
    assert f"“{ARREST.passage}”" in text
    assert f"<b>{ARREST.quote}</b>" in made(development(1)).body
    assert "07SAMPLE12, 16 Feb 2007, paragraphs 2 and 7, marked (C)" in text
    assert text.startswith("Read by machine, not checked.")


def test_a_body_says_first_that_somebody_has_checked_it() -> None:
    shown = made(development(1, review_status="confirmed", reason="Read again."))
    assert shown.body.startswith("<p><em>Checked by a person.</em></p>")


def test_what_is_retracted_is_struck_through_with_the_reason_and_the_later_entry() -> None:
    first, later = retracted()
    shown = made(first, later)
    body = html.fromstring(f"<div>{shown.body}</div>")
    # Readers to whom a title that changed is another entry must not be told twice.
    assert shown.title == made(development(1, AMBUSH)).title
    assert ("standing", "retracted") in {(each.scheme.rpartition(":")[2], each.term) for each in shown.categories}
    assert amended_title(first, later).startswith("[Retracted] Ambush")
    assert [words_of(struck) for struck in body.iter("del")] == [
        (
            "Ambush: reportedly 5 killed and 2 injured, involving the Gulf Cartel "
            "and Los Zetas in Acapulco, Guerrero, Feb 2007"
        ),
        "“five policemen fell and two were hurt on the coast road”",
    ]
    assert "The paragraph speaks of another year." in words_of(body)
    place = f"https://tracker.example/incidents/{incident_id(1)}#development-{later.development_id}"
    assert place in [link.get("href") for link in body.iter("a")]
    assert place in [link.href for link in shown.links]
    assert shown.updated - shown.published == timedelta(minutes=8)


def test_a_retraction_answers_the_entry_that_it_retracts() -> None:
    first, later = retracted()
    shown = made(later, first)
    assert [reply.ref for reply in shown.replies] == [made(first).id]
    assert shown.title.startswith("Retracted: Ambush")
    assert made(first, later).replies == ()


def test_a_correction_tells_the_fields_as_they_were() -> None:
    told = development(
        1,
        replace(ARREST, count=6, cartels=()),
        kind=DevelopmentKind.CORRECTED,
        facts_before=ARREST,
    )
    items = [item.text for item in html.fromstring(f"<div>{made(told).body}</div>").iter("li")]
    assert items[:2] == ["Before, groups: Juarez Cartel", "Before, arrested: 4"]
    assert "Arrested: 6" in items


def test_the_zone_of_the_session_does_not_matter() -> None:
    told = development(1)
    zone = timezone(timedelta(hours=14))
    abroad = replace(
        told,
        published_at=told.published_at.astimezone(zone),
        updated_at=told.updated_at.astimezone(zone),
        cable_date=CABLE_DATE.astimezone(zone),
    )
    assert asdict(made(abroad)) == asdict(made(told))
    assert str(made(abroad).updated) == str(made(told).updated)


def test_categories_say_of_what_kind_they_are() -> None:
    found = {(category.scheme, category.term, category.label) for category in made(development(1, SEIZURE)).categories}
    tag = "tag:tracker.example,2011-01-01:"
    assert found == {
        (f"{tag}developments", "new-incident", "New"),
        (f"{tag}review", "machine", "Not checked"),
        (f"{tag}kinds", "seizure", "Seizure"),
        (f"{tag}operations", "michoacan", "Joint Operation Michoacan"),
        (f"{tag}states", "MX-MIC", "Michoacan"),
    }


def hostile() -> Facts:
    return Facts(
        kind=Kind.ARREST,
        places=(Place(HOSTILE, HOSTILE),),
        cartels=(HOSTILE,),
        agencies=(HOSTILE,),
        operation_name=HOSTILE,
        persons=(HOSTILE,) * 40,
        victims=HOSTILE,
        items=(Item(HOSTILE, Decimal(1), HOSTILE),),
        quote=HOSTILE,
        passage=f"No {HOSTILE} at all",
        paragraphs=(HOSTILE,),
        marking=HOSTILE,
    )


def test_hostile_words_stay_words() -> None:
    shown = made(development(1, hostile(), withdrawn=True, withdrawn_reason=HOSTILE, cartels=(), review_status=HOSTILE))
    body = html.fromstring(f"<div>{shown.body}</div>")
    assert {element.tag for element in body.iterdescendants()} <= ALLOWED
    assert all(set(element.attrib) <= {"href"} for element in body.iterdescendants())
    assert all(link.get("href", "").startswith("https://tracker.example/") for link in body.iter("a"))
    assert "<script>alert(1)</script> ]]>" in words_of(body)
    assert not any(character in shown.body + shown.title for character in "\x00\x0b\u202e")


@given(words=st.text(max_size=2000), many=st.integers(0, 60))
def test_a_body_never_grows_over_four_kibibytes(words: str, many: int) -> None:
    facts = replace(
        ARREST,
        quote=words[:90],
        passage=words,
        persons=(words,) * many,
        places=(Place("MX-TAM", words),) * many,
        marking=words,
    )
    told = development(1, facts, withdrawn=True, withdrawn_reason=words)
    assert len(made(told).body.encode()) <= LARGEST_BODY


def test_a_chain_of_changes_answers_all_that_came_before_and_keeps_doing_so() -> None:
    first = development(1)
    corrected = development(2, kind=DevelopmentKind.CORRECTED, report_ids=first.report_ids)
    taken_back = development(3, kind=DevelopmentKind.RETRACTED, report_ids=first.report_ids)
    before = made(corrected, first)
    # The view names the newest change only; what an entry once answered must not go from it.
    amended = [replace(row, corrected_by=taken_back.development_id) for row in (first, corrected)]
    after = made(amended[1], amended[0], taken_back)
    assert [reply.ref for reply in before.replies] == [reply.ref for reply in after.replies] == [made(first).id]
    assert [reply.ref for reply in made(taken_back, *amended).replies] == [made(first).id, before.id]


def test_of_goods_a_correction_lists_only_those_told_differently_before() -> None:
    after = replace(SEIZURE, items=(Item("cocaine", Decimal(3), "t"), *SEIZURE.items[1:]))
    told = development(1, after, kind=DevelopmentKind.FIGURE_CHANGED, facts_before=SEIZURE)
    items = [item.text for item in html.fromstring(f"<div>{made(told).body}</div>").iter("li")]
    assert items[0] == "Before, goods: 2.2 t of cocaine"
    assert "Goods: 3 t of cocaine, 127 firearms and US$4,000" in items


@pytest.mark.parametrize(
    ("recorded", "shown"),
    [
        ("the text changed", "<strong>Retracted:</strong> the text of the cable changed.</p>"),
        (
            "read again",
            "<strong>Retracted:</strong> when it was read again, the machine did not find this in the cable.</p>",
        ),
        ("He was somebody else", "<strong>Retracted:</strong> He was somebody else.</p>"),
        (None, "<strong>Retracted.</strong> </p>"),
    ],
)
def test_a_retraction_tells_its_reason_as_a_sentence(recorded: str | None, shown: str) -> None:
    told = development(1, kind=DevelopmentKind.RETRACTED, withdrawn=True, withdrawn_reason=recorded)
    assert shown in made(told).body


def test_a_correction_tells_its_reason() -> None:
    told = development(1, kind=DevelopmentKind.CORRECTED, reason="Two names were one man's.")
    assert "<p>Two names were one man&#39;s.</p>" in made(told).body


def test_a_table_of_figures_is_one_entry_that_lists_them_and_leads_to_its_cable() -> None:
    table = tuple(replace(HOMICIDES, count=number, count_op=None) for number in range(40))
    told = development(1, HOMICIDES, kind=DevelopmentKind.FIGURES_PUBLISHED, all_facts=table)
    shown = made(told)
    assert shown.title == "Figures published: Killings of police: 40 figures for Chihuahua, 2007 (07SAMPLE12)"
    items = [item.text for item in html.fromstring(f"<div>{shown.body}</div>").iter("li")]
    assert items[1] == "Killing of police: 1 in Chihuahua, 2007"
    assert items[-1] == "and 10 more"
    assert shown.links[0].href == "https://tracker.example/cables/07SAMPLE12#p5"


def test_what_was_known_already_stands_beside_what_is_new_and_claims_no_independence() -> None:
    known = Known(reference_id=ReferenceId("07SAMPLE3"), facts=replace(ARREST, count=3, paragraphs=("9",)))
    entry = made(development(1, ARREST, kind=DevelopmentKind.ALSO_REPORTED, known=(known,)))
    assert "As told in 07SAMPLE3: Arrest (Juarez Cartel): 3 people in Monterrey, Nuevo Leon, 6 Feb 2007" in entry.body
    assert "does not show that they know it from different sources" in entry.body
    assert Link("related", "https://tracker.example/cables/07SAMPLE3#p9", "text/html", "Cable 07SAMPLE3") in entry.links


def test_a_name_that_only_another_cable_told_counts_as_told() -> None:
    known = Known(reference_id=ReferenceId("07SAMPLE3"), facts=replace(ARREST, persons=("Juan Modelo",)))
    assert development(1, ARREST, known=(known,)).names_people


@pytest.mark.parametrize("kind", [DevelopmentKind.WITHHELD, DevelopmentKind.ERASED])
def test_a_notice_has_no_word_of_what_it_stands_for(kind: DevelopmentKind) -> None:
    shown = made(development(1, AMBUSH, kind=kind, updated_at=BORN + timedelta(days=1)))
    told = f"{shown.title} {words_of(html.fromstring(shown.body))} {shown.links} {shown.categories} {shown.points}"
    assert "Ambush" not in told
    assert "Ejemplo" not in told
    assert "Guerrero" not in told
    assert [category.term for category in shown.categories] == [kind]
    assert shown.gone


def test_the_news_that_something_is_withheld_is_no_tombstone() -> None:
    assert not made(development(1, AMBUSH, kind=DevelopmentKind.WITHHELD)).gone


@pytest.mark.parametrize(
    "kind",
    [DevelopmentKind.RESTORED, DevelopmentKind.MERGED, DevelopmentKind.SEPARATED, DevelopmentKind.CABLE_WITHDRAWN],
)
def test_what_people_did_answers_what_was_told_before(kind: str) -> None:
    first = development(1)
    did = DevelopmentKind(kind)
    later = development(9, kind=did, report_ids=first.report_ids, all_facts=(ARREST, SEIZURE), reason="The same bus.")
    shown = made(later, first)
    assert [reply.ref for reply in shown.replies] == [made(first).id]
    assert "The same bus." in shown.body
    items = [words_of(item) for item in html.fromstring(shown.body).iter("li")]
    if did is not DevelopmentKind.RESTORED:
        assert [item.partition(":")[0] for item in items] == ["Arrest (Juarez Cartel)", "Seizure"]
