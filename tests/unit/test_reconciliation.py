"""A re-reading keeps the id of what it finds again, and tells exactly what changed."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tracker.details import Figure, Measure
from tracker.reconciliation import Difference, Read, reconcile
from tracker.reports import DateInterval, Evidence, Kind, Place, Report
from tracker.types import DocumentId, ReferenceId, ReportId, Span

CABLE = ReferenceId("07MEXICO1")
ONE, TWO = DocumentId(UUID(int=1)), DocumentId(UUID(int=2))


def read(start: int, quote: str, *, kind: Kind = Kind.ARREST, document: DocumentId = ONE, **told: object) -> Read:
    span = Span(start, start + 50)
    report = Report(kind=kind, quote=Span(start, start + 20), evidence=(Evidence(1, span),))
    return Read(replace(report, **told), document, quote)  # type: ignore[arg-type]  # the caller names fields


def recorded(*reads: Read) -> dict[ReportId, Read]:
    return dict(reconcile(CABLE, {}, reads).new)


def unchanged(difference: Difference, but: str = "") -> bool:
    """Whether nothing is new, corrected or withdrawn, but for one of these."""
    return not any(getattr(difference, field.name) for field in fields(difference) if field.name not in {but, "same"})


def test_what_is_found_first_is_new_and_each_has_an_id() -> None:
    difference = reconcile(CABLE, {}, [read(0, "four were arrested"), read(100, "Four were arrested!")])
    assert len({report_id for report_id, _ in difference.new}) == 2
    assert unchanged(difference, but="new")


def test_the_same_reading_again_is_nothing() -> None:
    reads = [read(0, "four were arrested"), read(100, "six"), read(100, "nine killed", kind=Kind.ATTACK)]
    difference = reconcile(CABLE, recorded(*reads), reads)
    assert unchanged(difference)


def test_another_quote_of_the_same_evidence_keeps_the_id() -> None:
    before = recorded(read(0, "four were arrested"))
    after = read(5, "gunmen were arrested", count=4)
    difference = reconcile(CABLE, before, [after])
    ((report_id, _, changed),) = difference.corrected
    assert [report_id] == list(before)
    assert set(changed) == {"quote", "evidence", "count"}


def test_another_kind_is_another_report() -> None:
    before = recorded(read(0, "four were arrested"))
    difference = reconcile(CABLE, before, [read(0, "four were arrested", kind=Kind.ATTACK)])
    assert list(difference.withdrawn) == list(before)
    assert len(difference.new) == 1


def test_two_reports_of_one_sentence_stay_apart() -> None:
    tamaulipas, sonora = (read(0, "ten in Reynosa and Nogales", places=(Place(code),)) for code in ("MX-TAM", "MX-SON"))
    before = recorded(tamaulipas, sonora)
    difference = reconcile(CABLE, before, [sonora, tamaulipas])
    assert unchanged(difference)


def test_in_another_document_a_report_is_found_by_its_words() -> None:
    before = recorded(read(0, "four members of the cartel were arrested"), read(100, "a ton of cocaine was found"))
    moved = [
        read(700, "a ton of cocaine was found", document=TWO),
        read(900, "six members of the cartel were arrested", document=TWO, count=6),
    ]
    difference = reconcile(CABLE, before, moved)
    assert unchanged(difference, but="corrected")
    assert {report_id for report_id, _, _ in difference.corrected} == set(before)


def test_a_new_report_never_takes_an_id_that_another_holds() -> None:
    first = read(0, "four were arrested")
    before = recorded(first)
    # The quote is the same, the place in the text is not: the old one stays, this one is the second of its quote.
    difference = reconcile(CABLE, before, [first, read(500, "four were arrested")])
    ((report_id, _),) = difference.new
    assert report_id not in before


places = st.sampled_from([(), (Place("MX-TAM"),), (Place("MX-SON"),)])
reads = st.builds(
    lambda start, kind, place, count: read(start, f"words at {start}", kind=kind, places=place, count=count),
    st.integers(0, 300),
    st.sampled_from([Kind.ARREST, Kind.ATTACK]),
    places,
    st.none() | st.integers(0, 3),
)


@given(st.lists(reads, max_size=6), st.lists(reads, max_size=6))
def test_applying_the_difference_gives_what_was_found(old: list[Read], found: list[Read]) -> None:
    state = recorded(*old)
    difference = reconcile(CABLE, state, found)
    for report_id in difference.withdrawn:
        del state[report_id]
    for report_id, changed, _ in difference.corrected:
        assert report_id in state
        state[report_id] = changed
    for report_id, new in difference.new:
        assert report_id not in state
        state[report_id] = new
    assert sorted(map(repr, state.values())) == sorted(map(repr, found))
    again = reconcile(CABLE, state, found)
    assert unchanged(again, but="corrected")


def test_a_date_alone_is_a_correction() -> None:
    first = read(0, "four were arrested")
    dated = Read(replace(first.report, date=DateInterval(date(2007, 1, 1), date(2007, 1, 1))), ONE, first.quote)
    ((_, _, changed),) = reconcile(CABLE, recorded(first), [dated]).corrected
    assert changed == ("date",)


def test_a_figure_that_moved_with_the_text_is_no_other_figure() -> None:
    def figure(at: int) -> Figure:
        return Figure(
            measure=Measure.ARRESTED, span=Span(at, at + 4), value=Decimal(4), low=Decimal(4), high=Decimal(4)
        )

    def words_at(span: Span) -> str:
        return {Span(5, 9): "four", Span(705, 709): "four", Span(805, 809): "some four"}.get(span, "")

    before = recorded(replace(read(0, "four were arrested", figures=(figure(5),)), words_at=words_at))
    moved = replace(read(700, "four were arrested", document=TWO, figures=(figure(705),)), words_at=words_at)
    ((_, _, changed),) = reconcile(CABLE, before, [moved]).corrected
    assert changed == ("quote", "evidence")
    reworded = replace(read(700, "four were arrested", document=TWO, figures=(figure(805),)), words_at=words_at)
    ((_, _, changed),) = reconcile(CABLE, before, [reworded]).corrected
    assert changed == ("figures", "quote", "evidence")
