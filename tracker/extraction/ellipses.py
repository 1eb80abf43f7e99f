"""Goods that only the words before name: "they confiscated 4,000 more" after so many rifles."""

from __future__ import annotations

import re

from tracker.extraction.passages import Passage
from tracker.extraction.quantities import ItemMention, goods_in
from tracker.extraction.sentences import Stretch
from tracker.reports import Item

_LEADS = re.compile(
    r"\s+(?:(?:another|an additional|additional|an extra|a further|some|about|over|more than|nearly|almost|at least|"
    r"roughly|approximately|a total of|only)\s+)*",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:\s+(?:more|others|additional))?(?:\s*(?:[.,;:)]|$)|\s+(?:in|on|at|during|from|and|so|this|last|since|near|after|"
    r"between|with|by)\b)",
    re.IGNORECASE,
)
_REACH = 2


def counted_again(passage: Passage, trigger: Stretch, sentence: Stretch) -> list[ItemMention]:
    """The bare number right behind a word of seizure, as one of the goods last told with a number before it."""
    leads = _LEADS.match(passage.text, trigger.end, sentence.end)
    figures = passage.figures(Stretch(leads.start(), sentence.end))[:1] if leads else []
    if leads is None or not figures or figures[0].where.start > leads.end() or figures[0].value is None:
        return []
    figure = figures[0]
    if not _ENDS.match(passage.text, figure.where.end):
        return []
    near = [one for one in passage.sentences if one.start <= sentence.start][-_REACH - 1 :]
    told = [
        mention
        for mention in goods_in(passage, Stretch(near[0].start, trigger.start))
        if mention.item.quantity is not None and mention.item.unit is not None
    ]
    if not told:
        return []
    last = told[-1].item
    return [ItemMention(figure.where, Item(last.what, figure.value, last.unit, figure.op))]
