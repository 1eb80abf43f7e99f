"""Groups named after the fact: the next sentence says who stood behind it ("the attack was attributed to ...")."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.groups import GroupMention
from tracker.extraction.hedges import is_doubted, is_hedged
from tracker.extraction.leaders import Memberships, group_of_persons, groups_of_leaders, memberships
from tracker.extraction.lexicon import any_of
from tracker.extraction.passages import Passage
from tracker.extraction.sentences import Stretch
from tracker.extraction.where_told import THEIR_OWN
from tracker.reports import Kind, Subtype

_ATTRIBUTES = re.compile(r"\b" + any_of("groups", "attributions") + r"\b", re.IGNORECASE)
_ATTACK = re.compile(r"\b" + any_of("merging", "acts") + r"\b", re.IGNORECASE)
_SERIES = re.compile(r"\b" + any_of("groups", "series") + r"\b", re.IGNORECASE)
_OF_THEM = re.compile(
    r"(?:both|all|they|he|she|the (?:two|three|four|five|six|men|suspects|detainees))\b", re.IGNORECASE
)
_REACH = 3
_FEUDING = 2
_HEAD = 3
_FEW = 3
_SHARE = 0.8
_SHORT = 31
_INITIALS = 3
_OF_THE_ACT = re.compile(r"\b" + any_of("groups", "of_the_act") + r"\b", re.IGNORECASE)
_HISTORY = re.compile(r"\b" + any_of("groups", "history") + r"\b", re.IGNORECASE)
_REPLIES = re.compile(r"\b" + any_of("groups", "replies") + r"\b", re.IGNORECASE)
_ITEM = re.compile(r"(?:[A-Z]\.|--?|\*|•|\(?[a-z1-9]\))\s")


def attributed(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, those without a group given the groups that the text attributes the act to.

    That is one of the next sentences; the passage's only groups; a sentence that attributes a whole series of acts; or
    the group that the cable is about.
    """
    passages = {draft.passage.paragraph.ordinal: draft.passage for draft in drafts}
    told = Counter((draft.passage.paragraph.ordinal, draft.kind) for draft in drafts)
    main = _main_group(list(passages.values()))
    beside: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        beside[draft.passage.paragraph.ordinal].append(draft)
    ground = {place.state for draft in drafts for place in draft.places if main and main.slug in draft.cartels}
    known = memberships(list(passages.values()))
    found = []
    for draft in drafts:
        if draft.cartels or draft.kind is Kind.HOMICIDE_COUNT or _is_a_figure_of_kidnappings(draft):
            found.append(draft)
            continue
        ordinal = draft.passage.paragraph.ordinal
        given = (
            _by_a_leader(draft)
            or _by_next_sentences(draft, beside_an_attack=told[ordinal, Kind.ATTACK] > 0)
            or _by_membership(draft, known)
            or _by_the_only_group(draft, beside[ordinal])
            or _by_a_series(draft, passages.get(ordinal + 1))
            or (_of_the_cable(draft, main, ground) if draft.kind is Kind.ATTACK else None)
        )
        found.append(given or draft)
    return found


def _is_a_figure_of_kidnappings(draft: Draft) -> bool:
    return draft.aggregate and draft.subtype is Subtype.KIDNAPPING


def _given(draft: Draft, mentions: Sequence[GroupMention], rule: str, *, doubtful: bool) -> Draft:
    """The draft and its first mention with these groups."""
    slugs = tuple(dict.fromkeys(mention.slug for mention in mentions))
    here = [mention.where for mention in mentions if mention in draft.passage.groups] or [draft.telling.quote]
    readings = tuple(Reading("cartels", where, rule) for where in here)
    first = [
        replace(
            mention,
            cartels=slugs,
            certain=mention.certain and not doubtful,
            readings=mention.readings + readings,
        )
        for mention in draft.mentions[:1]
    ]
    return replace(
        draft,
        cartels=slugs,
        certain=draft.certain and not doubtful,
        readings=draft.readings + readings,
        mentions=(*first, *draft.mentions[1:]),
    )


def _by_a_leader(draft: Draft) -> Draft | None:
    """The draft with the groups whose heads its own words name."""
    named = groups_of_leaders(draft)
    mentions = [GroupMention(where, slug) for slug, where in named.items()]
    return _given(draft, mentions, "group-of-a-leader", doubtful=False) if mentions else None


def _by_membership(draft: Draft, known: Memberships) -> Draft | None:
    """The draft with the group to which the cable says that those whom the act befell belong."""
    slug = group_of_persons(draft, known) if draft.kind is not Kind.ATTACK else None
    mention = GroupMention(draft.telling.quote, slug) if slug else None
    return _given(draft, [mention], "group-of-a-person", doubtful=False) if mention else None


def _is_of_the_attack(draft: Draft, sentence: Stretch) -> bool:
    """Whether a sentence says who stood behind an attack ("The Zetas are blamed for the killings"), not behind this."""
    words = draft.passage.words(sentence)
    return draft.kind is not Kind.ATTACK and sentence != draft.sentence and _ATTACK.search(words) is not None


def _by_next_sentences(draft: Draft, *, beside_an_attack: bool) -> Draft | None:
    passage = draft.passage
    last = max(mention.sentence.end for mention in draft.told)
    for sentence in [sentence for sentence in passage.sentences if sentence.start >= last][:_REACH]:
        if any(mention.days <= 31 for mention in passage.dates_in(sentence)):
            break
        mentions = passage.groups_in(sentence)
        if beside_an_attack and _is_of_the_attack(draft, sentence):
            continue
        if mentions and _ATTRIBUTES.search(passage.words(sentence)):
            return _given(draft, mentions, "attributed-after", doubtful=_is_doubtful(passage, sentence))
    return None


def _is_doubtful(passage: Passage, sentence: Stretch) -> bool:
    """Whether the sentence that names the group hedges it, or the next one doubts it."""
    following = [other for other in passage.sentences if other.start >= sentence.end][:1]
    return is_hedged(passage.text, sentence) or any(is_doubted(passage.text, other) for other in following)


def _by_the_only_group(draft: Draft, beside: Sequence[Draft]) -> Draft | None:
    """The draft with the one group that its passage speaks of: named close by, or anywhere where it tells one act.

    What a sentence tells of an act of the group's own says nothing of one before it, nor of one that was elsewhere on
    another day. `beside` are the acts of the passage.
    """
    alone = sum(other.kind is draft.kind for other in beside) == 1
    attacks = any(other.kind is Kind.ATTACK for other in beside)
    mentions = draft.passage.groups
    slugs = {mention.slug for mention in mentions}
    if (
        not slugs
        or len(slugs) > (_FEUDING if alone and draft.kind is Kind.ATTACK else 1)
        or draft.kind in (Kind.OPERATION, Kind.ERADICATION)
    ):
        return None
    sentences = draft.passage.sentences
    here = next((index for index, sentence in enumerate(sentences) if sentence.end >= draft.sentence.end), 0)
    near = sentences if alone else sentences[max(0, here - 2) : here + 3]
    naming = [
        sentence
        for sentence in near
        if any(sentence.holds(mention.where.start) for mention in mentions)
        and not _tells_another(draft, sentence)
        and not _is_of_those_before(draft, sentence)
        and not (attacks and _is_of_the_attack(draft, sentence) and _ATTRIBUTES.search(draft.passage.words(sentence)))
        and not any(_is_apart(draft, other) for other in beside if other.cartels and other.sentence == sentence)
        and (len(slugs) > 1 or not _is_background(draft, sentence, beside))
    ]
    named = [mention for mention in mentions if any(sentence.holds(mention.where.start) for sentence in naming)]
    if not named or len({mention.slug for mention in named}) < len(slugs):
        return None
    doubtful = any(_is_doubtful(draft.passage, sentence) for sentence in naming)
    return _given(draft, named, "only-group-of-passage", doubtful=doubtful)


def _is_background(draft: Draft, sentence: Stretch, beside: Sequence[Draft]) -> bool:
    """Whether a sentence speaks of the group at large and not of the act ("The Zetas were founded by deserters").

    Behind the act it must speak of its people, its goods or its guilt; between two acts it belongs to the first.
    """
    if any(other.sentence.start <= sentence.start < other.sentence.end for other in beside):
        return False
    words = draft.passage.words(sentence)
    linked = bool(_OF_THE_ACT.search(words) or _ATTRIBUTES.search(words) or _names_one_of(draft, words))
    if sentence.start > draft.sentence.start or _HISTORY.search(words):
        return not linked
    leans = THEIR_OWN.match(draft.passage.words(draft.sentence)) or (
        draft.kind is not Kind.ATTACK and _ATTRIBUTES.search(words)
    )
    told_before = any(other.sentence.start < sentence.start for other in beside)
    if not told_before or leans or _REPLIES.search(words):
        return False
    return not linked or (draft.own_date and draft.own_place)


def _names_one_of(draft: Draft, words: str) -> bool:
    told = {word for name in draft.persons for word in name.text.split() if len(word) > _INITIALS}
    return any(word in words for word in told)


def _is_apart(draft: Draft, other: Draft) -> bool:
    """Whether an act with a group is told after this one, or was on another day in another place."""
    if other.sentence.start > draft.sentence.start:
        return True
    days = draft.own_date and other.own_date and draft.date != other.date
    return days and draft.own_place and other.own_place and not set(draft.places) & set(other.places)


def _is_of_those_before(draft: Draft, sentence: Stretch) -> bool:
    """Whether a sentence speaks of those of the sentence before it ("Both are on its payroll") and not of this act."""
    sentences = draft.passage.sentences
    if sentence.start <= draft.sentence.start or not _OF_THEM.match(draft.passage.words(sentence)):
        return False
    before = sentences[max(0, sentences.index(sentence) - 1)]
    last = max(mention.sentence.end for mention in draft.told if mention.passage is draft.passage)
    return before.end > last


def _tells_another(draft: Draft, sentence: Stretch) -> bool:
    """Whether a sentence tells of another day, or of another item of a list: its group stands behind that one."""
    if sentence == draft.sentence:
        return False
    passage = draft.passage
    start, end = sorted((sentence.start, draft.sentence.start))
    if any(_ITEM.match(passage.text, one.start) for one in passage.sentences if start < one.start <= end):
        return True
    days = [mention.interval for mention in passage.dates_in(sentence) if mention.days <= _SHORT]
    return bool(days) and draft.date is not None and draft.date not in days


def _by_a_series(draft: Draft, following: Passage | None) -> Draft | None:
    """The draft with the groups that a sentence here or at the head of the next passage lays all these acts at."""
    if draft.kind is not Kind.ATTACK:
        return None
    heads = [(following, sentence) for sentence in following.sentences[:_HEAD]] if following else []
    for passage, sentence in [*((draft.passage, one) for one in draft.passage.sentences), *heads]:
        mentions = passage.groups_in(sentence)
        words = passage.words(sentence) if mentions else ""
        if words and _SERIES.search(words) and _ATTRIBUTES.search(words):
            return _given(draft, mentions, "attributed-as-a-series", doubtful=_is_doubtful(passage, sentence))
    return None


def _main_group(passages: Sequence[Passage]) -> GroupMention | None:
    """The group that nearly all of the cable's mentions of groups are of."""
    mentions = [mention for passage in passages for mention in passage.groups]
    counted = Counter(mention.slug for mention in mentions)
    slug, number = next(iter(counted.most_common(1)), ("", 0))
    if number < _FEW or number < _SHARE * counted.total():
        return None
    return next(mention for mention in mentions if mention.slug == slug)


def _of_the_cable(draft: Draft, main: GroupMention | None, ground: AbstractSet[str]) -> Draft | None:
    """The draft with the group that the cable is about, where it happened in a state of that group's acts."""
    if draft.places and not any(place.state in ground for place in draft.places):
        return None
    return _given(draft, [main], "group-of-the-cable", doubtful=False) if main else None
