"""Two renditions side by side: what differs, where, and what one hides and the other not."""

from __future__ import annotations

import time
from dataclasses import replace

from tests.unit.cables.invented import BODY, HEADER, cable, page, telegram
from tracker.cables.comparison import Change, Comparison, Division, compare
from tracker.cables.comparison_form import to_json, to_lines
from tracker.cables.model import Cable

OPEN = "1. (C) Bruno Tamarack told us\nthat it rained.\n\n2. (C) Two boats left, Tamarack said.\n"


def words_of(change: Change) -> tuple[str | None, str | None]:
    return (change.first.words if change.first else None, change.second.words if change.second else None)


def changed(first: str, second: str) -> list[tuple[str | None, str | None]]:
    return [words_of(change) for change in compare(cable(telegram(first)), cable(telegram(second))).changes]


def test_a_rendition_is_the_same_as_itself_however_its_lines_are_broken() -> None:
    first, second = cable(telegram(OPEN)), cable(telegram(OPEN.replace("us\nthat", "us that").replace("Two", "TWO")))
    told = compare(first, second)
    assert told.same
    assert told.spellings == 1


def test_words_are_told_with_their_place_in_both() -> None:
    first, second = cable(telegram(OPEN)), cable(telegram(OPEN.replace("Two boats", "Three small boats")))
    (change,) = compare(first, second).changes
    assert words_of(change) == ("Two", "Three small")
    assert change.first
    assert change.second
    for passage, read in ((change.first, first), (change.second, second)):
        assert read.document[passage.span.start : passage.span.end] == passage.words
        assert passage.paragraph == "2"


def test_words_that_only_one_has_are_told() -> None:
    assert changed(OPEN, OPEN.replace(" Two boats left,", "")) == [("Two boats left", None)]
    assert changed(OPEN.replace(" Two boats left,", ""), OPEN) == [(None, "Two boats left")]


def test_fields_of_the_header_are_compared_one_by_one() -> None:
    told = compare(cable(page()), cable(page(header=HEADER.replace("PRIORITY 4499", "ROUTINE 4499"))))
    assert {each.field for each in told.fields} >= {"addressees"}
    assert not told.changes


def test_paragraphs_that_only_one_has_or_that_are_divided_otherwise_are_told() -> None:
    longer = OPEN + "\n3. (C) The town says little about all that happened.\n"
    told = compare(cable(telegram(OPEN)), cable(telegram(longer)))
    assert told.divisions == (Division((), ("3",)),)
    joined = OPEN.replace("\n\n2. (C) Two", " Two")
    told = compare(cable(telegram(OPEN)), cable(telegram(joined)))
    assert told.divisions == (Division(("1", "2"), ("1",)),)
    assert not told.changes


def hiding(mask: str) -> Comparison:
    return compare(cable(telegram(OPEN.replace("Bruno Tamarack", mask))), cable(telegram(OPEN)))


def test_what_one_hides_is_told_by_place_and_never_by_its_words() -> None:
    for mask in ("XXXXXXXXXXXX", "xxxxx", "[Name removed]"):
        told = hiding(mask)
        second = cable(telegram(OPEN)).document
        (hidden,) = told.hidden
        assert (hidden.hidden_in, hidden.kind) == ("first", "redacted")
        assert second[hidden.shown.start : hidden.shown.end] == "Bruno Tamarack"
        output = f"{to_json(told)} {' '.join(to_lines(told))}".lower()
        assert "tamarack" not in output
        assert "bruno" not in output


def test_a_name_that_one_protects_is_not_told_of_the_other() -> None:
    marked = OPEN.replace("Tamarack told", "Tamarack (protect) told")
    told = compare(cable(telegram(marked)), cable(telegram(OPEN + "\n3. (C) Bruno Tamarack left.\n")))
    assert {each.kind for each in told.hidden} == {"protected"}
    assert "tamarack" not in str(to_json(told)).lower()


def test_a_hidden_word_is_not_told_in_the_header_either() -> None:
    first = cable(telegram(OPEN.replace("Bruno Tamarack", "XXXXXXXXXXXX"), subject="XXXXXXXXXXXX SEES RAIN"))
    second = cable(telegram(OPEN, subject="TAMARACK SEES RAIN"))
    second = replace(second, classified_by="Bruno Tamarack", signer="TAMARACK", articles=("http://a.test/tamarack",))
    told = compare(first, second)
    assert {"subject", "classified_by", "signer", "articles"} <= {each.field for each in told.fields}
    assert "tamarack" not in str(to_json(told)).lower()


def test_what_both_hide_is_no_difference() -> None:
    hidden = OPEN.replace("Bruno Tamarack", "XXXXXXXXXXXX").replace("Tamarack", "XXXXXXXXXXXX")
    assert compare(cable(telegram(hidden)), cable(telegram(hidden.replace("XXXXXXXXXXXX", "xxxxxxxx")))).same


def long_cable(*, redacted: bool) -> Cable:
    names = [f"Ada Qu{chr(97 + nth % 26)}x{chr(97 + nth // 26 % 26)}ley" for nth in range(200)]
    told = "\n\n".join(
        f"{nth}. (C) On day {nth} {'XXXXXXXXXXXX' if redacted and nth % 3 == 0 else names[nth % 200]} said that boat "
        + " ".join(f"b{nth * 37 % 991 + k}" for k in range(60))
        + " left."
        for nth in range(1, 260)
    )
    return cable(telegram(told))


def test_long_cables_are_compared_in_a_bounded_time() -> None:
    first, second = long_cable(redacted=False), long_cable(redacted=True)
    assert len(first.document) > 90_000
    started = time.process_time()
    told = compare(first, second)
    assert time.process_time() - started < 10
    assert len(told.hidden) > 50


def test_a_body_that_changes_wholly_is_still_compared() -> None:
    told = compare(cable(page(body=BODY)), cable(page(body=BODY.split("1. (C)", maxsplit=1)[0] + "1. (C) Sun.\n")))
    assert told.changes


def test_a_station_left_out_of_a_collective_is_not_told_where_the_other_redacts_it() -> None:
    open_header = HEADER.rstrip("\n") + "\nINFO RUEHZX/WESTERN COLLECTIVE\nXMT AMEMBASSY TAMARACK\n"
    first = cable(page(header=open_header))
    second = cable(page(header=open_header.replace("TAMARACK", "XXXXXXXXXXXX")))
    assert first.addressees[-1].excluded == ("AMEMBASSY TAMARACK",)
    assert "TAMARACK" not in str(to_json(compare(first, second)))
