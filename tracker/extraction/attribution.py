"""Groups named after the fact: the next sentence says who stood behind it ("the attack was attributed to ...")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.hedges import is_doubted, is_hedged
from tracker.extraction.lexicon import any_of
from tracker.extraction.passages import Passage
from tracker.extraction.sentences import Stretch
from tracker.reports import Kind

_ATTRIBUTES = re.compile(r"\b" + any_of("groups", "attributions") + r"\b", re.IGNORECASE)
_REACH = 3


def attributed(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, those without a group given the groups that one of the next two sentences attributes the act to."""
    return [
        _attributed(draft) if not draft.cartels and draft.kind is not Kind.HOMICIDE_COUNT else draft for draft in drafts
    ]


def _attributed(draft: Draft) -> Draft:
    passage = draft.passage
    following = [sentence for sentence in passage.sentences if sentence.start >= draft.sentence.end][:_REACH]
    for sentence in following:
        if any(mention.days <= 31 for mention in passage.dates_in(sentence)):
            break
        mentions = passage.groups_in(sentence)
        if mentions and _ATTRIBUTES.search(passage.words(sentence)):
            return replace(
                draft,
                cartels=tuple(dict.fromkeys(mention.slug for mention in mentions)),
                certain=draft.certain and not _is_doubtful(passage, sentence),
                readings=(
                    *draft.readings,
                    *(Reading("cartels", mention.where, "attributed-after") for mention in mentions),
                ),
            )
    return _by_the_only_group(draft)


def _is_doubtful(passage: Passage, sentence: Stretch) -> bool:
    """Whether the sentence that names the group hedges it, or the next one doubts it."""
    following = [other for other in passage.sentences if other.start >= sentence.end][:1]
    return is_hedged(passage.words(sentence)) or any(is_doubted(passage.words(other)) for other in following)


def _by_the_only_group(draft: Draft) -> Draft:
    """The draft with the one group that its whole passage speaks of, where that is named close by."""
    mentions = draft.passage.groups
    sentences = draft.passage.sentences
    here = next((index for index, sentence in enumerate(sentences) if sentence.end >= draft.sentence.end), 0)
    near = sentences[max(0, here - 2) : here + 3]
    if not any(sentence.holds(mention.where.start) for sentence in near for mention in mentions):
        return draft
    slugs = {mention.slug for mention in mentions}
    if len(slugs) != 1 or draft.kind is Kind.OPERATION:
        return draft
    return replace(
        draft,
        cartels=tuple(slugs),
        certain=draft.certain
        and not any(
            _is_doubtful(draft.passage, sentence)
            for sentence in near
            if any(sentence.holds(mention.where.start) for mention in mentions)
        ),
        readings=(*draft.readings, Reading("cartels", mentions[0].where, "only-group-of-passage")),
    )
