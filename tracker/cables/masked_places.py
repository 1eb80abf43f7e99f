"""What was masked in a cable and why: which rule, what asked for it, and in which paragraphs; never the words."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.cables.masks import MASK, mask_of
from tracker.cables.model import Cable, Paragraph
from tracker.types import JsonObject

HEAD = "head"
"""Where what stands before the first paragraph is said to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """What one number of a cable stands for: its rule, what asked for it, in how many places and which paragraphs."""

    number: int
    rule: str
    reason: str
    places: int
    paragraphs: tuple[str, ...]
    words: str


def masked_places(cable: Cable) -> tuple[Masked, ...]:
    """What is masked in a cable, by number."""
    starts = [paragraph.span.start for paragraph in cable.paragraphs]
    where: dict[int, list[str]] = {}
    for match in MASK.finditer(cable.document):
        where.setdefault(int(match["number"]), []).append(anchor_at(cable.paragraphs, starts, match.start()))
    return tuple(
        Masked(
            number=name.number,
            rule=name.rule,
            reason=name.reason,
            places=len(where.get(name.number, ())),
            paragraphs=tuple(dict.fromkeys(where.get(name.number, ()))),
            words=name.words,
        )
        for name in cable.protected
    )


def anchor_at(paragraphs: Sequence[Paragraph], starts: Sequence[int], at: int) -> str:
    """The anchor of the paragraph at a place of the document, of those that begin at `starts`."""
    nth = bisect_right(starts, at) - 1
    if nth < 0 or at >= paragraphs[nth].span.end:
        return HEAD if nth <= 0 else paragraphs[nth].anchor or str(paragraphs[nth].ordinal)
    return paragraphs[nth].anchor or str(paragraphs[nth].ordinal)


def to_json(cable: Cable, source: str, *, show_words: bool = False) -> JsonObject | None:
    """What is masked in a cable as one JSON object; None where nothing is. The words only where they are asked for."""
    found = masked_places(cable)
    if not found:
        return None
    return {
        "source": source,
        "reference_id": cable.reference_id,
        "masked": [_masked(each, show_words=show_words) for each in found],
    }


def _masked(each: Masked, *, show_words: bool) -> JsonObject:
    form: JsonObject = {
        "number": each.number,
        "rule": each.rule,
        "reason": each.reason,
        "places": each.places,
        "paragraphs": [*each.paragraphs],
    }
    return form | {"words": each.words} if show_words else form


def to_line(cable: Cable, source: str, *, show_words: bool = False) -> str | None:
    """What is masked in a cable as a line of JSON; None where nothing is."""
    form = to_json(cable, source, show_words=show_words)
    return json.dumps(form, ensure_ascii=False) if form else None


def to_text(cable: Cable, source: str, *, show_words: bool = False) -> str | None:
    """What is masked in a cable, for people, over several lines; None where nothing is."""
    found = masked_places(cable)
    if not found:
        return None
    lines = [f"{cable.reference_id} ({source})"]
    for each in found:
        paragraphs = ", ".join(each.paragraphs)
        places = (
            f"{each.places} place{'s' * (each.places != 1)} in {paragraphs}" if each.places else "inside another mask"
        )
        lines.append(f'  {mask_of(each.number)} {each.rule}, by "{each.reason}": {places}')
        if show_words:
            lines.append(f"    {each.words}")
    return "\n".join(lines)
