"""Drug crops counted in land or plants, and which sentences tell that they were destroyed.

A number of hectares under a heading, or after a sentence, that speaks of eradication needs no verb ("Nangarhar: 2,339
hectares", "The tally for 2008 was 10,143 hectares").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tracker.extraction.finds import heading_of
from tracker.extraction.lexicon import any_of
from tracker.extraction.measures import amounts
from tracker.extraction.passages import Passage
from tracker.extraction.quantities import CROPS, ItemMention, goods_in
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.extraction.zones import Trigger
from tracker.reports import Item

_FAMILY = "eradication"
_LAND = frozenset({"ha", "fields"})
_ANY_LAND = Sought(r"\b(?:hectares?|acres?|ha|fields?|plots?|plants|plantations?|bushes|seedlings)\b", re.IGNORECASE)
_PLANTS = re.compile(r"\b(?:plants|bushes|seedlings)\b", re.IGNORECASE)
_DONE = re.compile(r"\b" + any_of("crops", "done") + r"\b", re.IGNORECASE)
_HEADINGS = re.compile(r"\b" + any_of("crops", "headings") + r"\b", re.IGNORECASE)
_STANDING = re.compile(r"\b" + any_of("crops", "standing") + r"\b", re.IGNORECASE)
_CROP = re.compile(
    r"\b(?:(?P<coca>coca)|(?P<opium_poppy>opium popp(?:y|ies)|popp(?:y|ies))|(?P<marijuana>marijuana|cannabis))\b",
    re.IGNORECASE,
)
_REACH = 2
_NEAR = 60
_SPRAYED = re.compile(r"spray(?:ed|ing)|raked|torched", re.IGNORECASE)


def crops_in(passage: Passage, stretch: Stretch) -> list[ItemMention]:
    """The crops of a stretch with a number of land or plants; bare hectares are of the crop last named before."""
    goods = goods_in(passage, stretch)
    found = [mention for mention in goods if mention.item.what in CROPS | {"drugs"} and _is_land(passage, mention)]
    for amount in amounts(passage.text, stretch.start, stretch.end):
        counted = amount.unit == "ha" and amount.value is not None
        if counted and not any(mention.where.overlaps(amount.where) for mention in goods):
            what = _crop_before(passage, amount.where.start)
            found.append(ItemMention(amount.where, Item(what, amount.value, "ha", amount.op)))
    return list(_renamed(sorted(found, key=lambda mention: mention.where.start)))


def with_crops(passage: Passage, index: int, found: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    """The triggers of a sentence and, where crops in number tell of eradication, one more that stands for these."""
    sentence = passage.sentences[index]
    words = passage.words(sentence)
    if not _ANY_LAND.search(passage.text, *sentence):
        return found
    found = tuple(_of_crops(passage, sentence, trigger) for trigger in found)
    if any(trigger.family == _FAMILY for trigger in found):
        return found
    crops = crops_in(passage, sentence)
    if not crops:
        return found
    match = _DONE.search(passage.text, sentence.start, sentence.end)
    done = Stretch(match.start(), match.end()) if match else None
    if done and not any(mention.where.overlaps(done) for mention in crops):
        # "cut down five plots" killed nobody.
        found = tuple(trigger for trigger in found if not trigger.where.overlaps(done))
        added = Trigger(done, _FAMILY, "eradicated")
    elif not _STANDING.search(words) and _goes_on(passage, index):
        added = Trigger(crops[0].where, _FAMILY, "listed")
    else:
        return found
    if any(trigger.where.overlaps(added.where) for trigger in found):
        return found
    return tuple(sorted((*found, added), key=lambda trigger: trigger.where))


def _of_crops(passage: Passage, sentence: Stretch, trigger: Trigger) -> Trigger:
    """The word as one of eradication where crops on land are what it was done to ("sprayed 90 hectares of coca")."""
    near = Stretch(trigger.where.end, min(sentence.end, trigger.where.end + _NEAR))
    done = trigger.name == "shooting" and _SPRAYED.fullmatch(passage.words(trigger.where))
    return replace(trigger, family=_FAMILY, name="eradicated") if done and crops_in(passage, near) else trigger


def _goes_on(passage: Passage, index: int) -> bool:
    """Whether the list's heading, or one of the last sentences, speaks of eradication."""
    heading = heading_of(passage, index)
    before = [passage.sentences[heading]] if heading is not None else passage.sentences[max(0, index - _REACH) : index]
    return any(_HEADINGS.search(passage.words(one)) for one in before)


def _is_land(passage: Passage, mention: ItemMention) -> bool:
    if mention.item.quantity is None:
        return mention.item.unit in _LAND
    after = passage.text[mention.where.start : mention.where.end + 12]
    return mention.item.unit in _LAND or (mention.item.unit == "units" and _PLANTS.search(after) is not None)


def _crop_before(passage: Passage, position: int) -> str:
    """The crop named last before a position of the passage, also where the words name more than it ("coca farmers")."""
    named = list(_CROP.finditer(passage.text, 0, position + 80))
    before = [match for match in named if match.start() < position] or named[:1]
    return str(before[-1].lastgroup).replace("_", "-") if before else "drug-crops"


def _renamed(found: list[ItemMention]) -> Iterator[ItemMention]:
    """The mentions, "drugs" on land being drug crops."""
    for mention in found:
        what = "drug-crops" if mention.item.what == "drugs" else mention.item.what
        yield replace(mention, item=replace(mention.item, what=what))
