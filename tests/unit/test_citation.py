"""Citations hold to the forms that bibliographies read, and are the same bytes whenever they are made."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from tracker.showing.citation import Citation, as_bibtex, as_csl_json, as_text, author

CITED = Citation(
    reference_id="07MEXICO4321",
    subject="ARMS & MONEY: 50% MORE {SEIZED}",
    author="Embassy Mexico",
    cable_date=datetime(2007, 3, 10, 15, 30, tzinfo=UTC),
    classification="CONFIDENTIAL",
    position=12,
    log_hash="5d23b56f87cc786f" * 4,
    report_id=UUID("3f2a91c0-0000-5000-8000-000000000001"),
    labels=("3", "4.a"),
    marking="S/NF",
    quote="Police #3 seized $300_000 in Nuevo León.",
    extractor="0.5.2+2449b87056",
    codebook=1,
    review_status="machine",
    address="https://cables.example/reports/3f2a91c0-0000-5000-8000-000000000001",
)
CABLE = Citation(
    reference_id="07MEXICO4321",
    subject="",
    author="Embassy Mexico",
    cable_date=None,
    classification=None,
    position=3,
    log_hash="ab" * 32,
)
STRINGS = {"title", "genre", "note", "URL", "version"}
STRING_OR_NUMBER = {"id", "number", "locator"}
DATES = {"issued", "accessed"}


def bibtex(entry: str) -> tuple[str, str, dict[str, str]]:
    """Kind, key and fields of one entry; fails on what BibTeX would not read."""
    head = re.match(r"@(\w+)\{([^\s,{}]+),\s*", entry)
    assert head is not None
    fields: dict[str, str] = {}
    at = head.end()
    while entry[at] != "}":
        name = re.compile(r"(\w+) = ").match(entry, at)
        assert name is not None, entry[at : at + 40]
        assert name[1] not in fields
        at = name.end()
        start = at
        if entry[at] == "{":
            depth = 0
            while True:
                at += {"\\": 2}.get(entry[at], 1)
                depth += {"{": 1, "}": -1}.get(entry[at - 1], 0) if entry[at - 2] != "\\" else 0
                if depth == 0:
                    break
            fields[name[1]] = entry[start + 1 : at - 1]
        else:
            word = re.compile(r"\w+").match(entry, at)
            assert word is not None
            fields[name[1]] = word[0]
            at = word.end()
        at = re.compile(r",?\s*").match(entry, at).end()  # type: ignore[union-attr]  # it matches nothing too
    assert entry[at:] == "}"
    return head[1], head[2], fields


def test_a_note_has_all_that_leads_back_to_the_words() -> None:
    assert as_text(CITED) == (
        "Embassy Mexico, “ARMS & MONEY: 50% MORE {SEIZED}”, cable 07MEXICO4321, 10 March 2007, CONFIDENTIAL, "
        "paragraphs 3, 4.a (S/NF): “Police #3 seized $300_000 in Nuevo León.” Read by extractor 0.5.2+2449b87056, "
        "codebook 1; checked by nobody. https://cables.example/reports/3f2a91c0-0000-5000-8000-000000000001 "
        "[log 12:5d23b56f87cc786f]"
    )


@pytest.mark.parametrize(("status", "told"), [("confirmed", "confirmed by a person"), ("corrected", "corrected by a")])
def test_what_somebody_checked_is_cited_as_checked(status: str, told: str) -> None:
    cited = Citation(**{name: getattr(CITED, name) for name in CITED.__slots__} | {"review_status": status})
    assert told in as_text(cited)
    assert "nobody" not in as_text(cited)


def test_bibtex_is_read_back_with_every_character_as_it_is_meant() -> None:
    kind, key, fields = bibtex(as_bibtex(CITED))
    assert (kind, key) == ("techreport", "cable-07MEXICO4321-3f2a91c0")
    assert fields["title"] == r"{ARMS \& MONEY: 50\% MORE \{SEIZED\}}"
    assert fields["author"] == "{Embassy Mexico}"
    assert (fields["year"], fields["month"], fields["day"]) == ("2007", "mar", "10")
    assert fields["url"] == CITED.address
    assert r"Police \#3 seized \$300\_000 in Nuevo León." in fields["note"]
    assert "Log 12:5d23b56f87cc786f." in fields["note"]
    assert "urldate" not in fields


def test_a_cable_without_date_or_subject_is_an_entry_too() -> None:
    kind, key, fields = bibtex(as_bibtex(CABLE))
    assert (kind, key, fields["title"]) == ("techreport", "cable-07MEXICO4321", "{07MEXICO4321}")
    assert {"year", "month", "url", "pages", "version"}.isdisjoint(fields)
    assert as_text(CABLE) == "Embassy Mexico, cable 07MEXICO4321. [log 3:abababababababab]"


@pytest.mark.parametrize("cited", [CITED, CABLE])
def test_csl_json_holds_to_its_schema(cited: Citation) -> None:
    item = as_csl_json(cited)
    assert json.loads(json.dumps(item)) == item
    assert set(item) <= {"type", "author", "custom"} | STRINGS | STRING_OR_NUMBER | DATES
    assert {"type", "id"} <= set(item)
    assert item["type"] == "report"
    assert all(isinstance(item[name], str) for name in (STRINGS | STRING_OR_NUMBER) & set(item))
    assert item["author"] == [{"literal": "Embassy Mexico"}]
    assert isinstance(item["custom"], dict)
    assert item["custom"]["log_hash"] == cited.log_hash
    assert item.get("issued") == ({"date-parts": [[2007, 3, 10]]} if cited.cable_date else None)


def test_a_day_of_access_is_told_only_where_it_is_given() -> None:
    cited = Citation(**{name: getattr(CITED, name) for name in CITED.__slots__} | {"accessed": date(2026, 3, 1)})
    assert "(accessed 1 March 2026)" in as_text(cited)
    assert bibtex(as_bibtex(cited))[2]["urldate"] == "2026-03-01"
    assert as_csl_json(cited)["accessed"] == {"date-parts": [[2026, 3, 1]]}


def test_the_post_is_the_author() -> None:
    assert author("07MEXICO4321", "Embassy Mexico City") == "Embassy Mexico City"
    assert author("07MONTERREY5", None) == "Consulate Monterrey"
