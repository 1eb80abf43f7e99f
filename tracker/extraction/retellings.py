"""Acts told again as known, each a further mention of the act that it means.

A mention that names nobody, and whose day, place and numbers are all an act's that was told before, tells of that act
again; one of the summary or the first paragraph, of what is told below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.details import Category
from tracker.extraction.agreement import dates_agree, is_summary, places_agree
from tracker.extraction.drafts import Draft
from tracker.extraction.known_acts import NUMBERS, Known, counted, known
from tracker.extraction.tallies import category
from tracker.reports import Kind, Subtype

_NOUN_REACH = 25


def with_retellings(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, each that only speaks again of an act as a further mention of that act."""
    again: dict[int, list[Draft]] = {}
    gone: set[int] = set()
    for position, draft in enumerate(drafts):
        may_be_told = draft.kind is Kind.SEIZURE or any(_may_be_it(other, draft) for other in drafts)
        spoken_of = known(draft) if may_be_told else None
        if spoken_of is None:
            continue
        before = [at for at in range(position) if at not in gone and _is_meant(drafts[at], spoken_of)]
        after = [at for at in range(position + 1, len(drafts)) if _is_meant(drafts[at], spoken_of)]
        at = before[-1] if before else after[0] if after and is_summary(draft) else None
        if at is not None:
            again.setdefault(at, []).extend((*spoken_of.mention.told, *again.pop(position, [])))
        if at is not None or draft.kind is Kind.SEIZURE:
            # Goods spoken of as known, of which is told nowhere, are no seizure.
            gone.add(position)
    return [
        replace(draft, mentions=(*draft.told, *again[at])) if at in again else draft
        for at, draft in enumerate(drafts)
        if at not in gone
    ]


def _may_be_it(other: Draft, draft: Draft) -> bool:
    """Whether the other can be an act of which the draft speaks; a figure of killings may be that of an attack."""
    kind = Kind.ATTACK if draft.kind is Kind.HOMICIDE_COUNT else draft.kind
    return other is not draft and other.kind is kind and not other.aggregate


def _is_meant(other: Draft, spoken_of: Known) -> bool:
    """Whether the other act is the one of which the mention speaks as known."""
    mention = spoken_of.mention
    if other.kind is not mention.kind or other.aggregate or not _is_where_told(other, spoken_of):
        return False
    if mention.subtype is Subtype.KIDNAPPING is not other.subtype:
        return False
    if not dates_agree(other, mention) or not places_agree(other, mention):
        return False
    return _counts_those(other, spoken_of)


def _is_where_told(other: Draft, spoken_of: Known) -> bool:
    """Whether the other act is told where the mention can mean it; one just told may stand in the same sentence."""
    same_passage = other.passage is spoken_of.mention.passage
    if spoken_of.near:
        return same_passage
    return not same_passage or other.sentence != spoken_of.mention.sentence


def _counts_those(other: Draft, spoken_of: Known) -> bool:
    """Whether all numbers of the mention are the other act's, or where it gives none its day or place is."""
    mention = spoken_of.mention
    if spoken_of.noun and not any(
        spoken_of.noun in one.passage.words(one.sentence).lower().split() for one in other.told
    ):
        return False
    if not spoken_of.numbers:
        return mention.kind is Kind.SEIZURE or mention.own_date or mention.own_place
    numbers = {field: number for field, number in spoken_of.numbers.items() if number}
    told = {field: set(_told(other, field)) for field in numbers}
    if spoken_of.some:
        return all(any(number <= one for one in told[field]) for field, number in numbers.items())
    fits = all(number in told[field] for field, number in numbers.items())
    return bool(numbers) and fits and _are_of_one_sort(other, mention)


def _told(draft: Draft, field: str) -> Iterator[int]:
    """Every number that the act's mentions give in the field, the parts of their sums too."""
    for mention in (draft, *draft.told):
        number = getattr(mention, field)
        if number is not None:
            yield number
        for where in counted(mention, field):
            yield from (figure.whole for figure in mention.passage.figures(where) if figure.whole is not None)


def _are_of_one_sort(other: Draft, mention: Draft) -> bool:
    """Whether the two do not count people of different sorts ("four policemen", "the four gunmen")."""
    if mention.kind is Kind.ARREST or mention.killed == 1:
        # Suspects may be policemen, and a policeman an official.
        return True
    sorts = [_sorts(one) for one in (other, mention)]
    return Category.UNSPECIFIED in sorts[0] | sorts[1] or not all(sorts) or bool(sorts[0] & sorts[1])


def _sorts(draft: Draft) -> set[Category]:
    return {
        category(mention.passage.text[where.start : where.end + _NOUN_REACH])
        for mention in draft.told
        for field in NUMBERS
        for where in counted(mention, field)
    }
