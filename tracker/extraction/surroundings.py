"""A zone in its sentence and cable, and which sentence further on only adds when and where it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from tracker.extraction.bearings import PlaceMention
from tracker.extraction.dates import DateMention
from tracker.extraction.passages import Passage, Setting
from tracker.extraction.sentences import Stretch
from tracker.reports import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A zone in its sentence and cable: `index` is the sentence's, `home` the one place of a cable that has one."""

    passage: Passage
    index: int
    zone: Stretch
    core: Stretch
    zones: Sequence[Stretch]
    home: Place | None

    @property
    def setting(self) -> Setting:
        """When and where the narrative stands as the sentence begins."""
        return self.passage.settings[self.index] if self.passage.settings else Setting()

    @property
    def sentence(self) -> Stretch:
        """The sentence that the zone is part of."""
        return self.passage.sentences[self.index]


_TOOK_PLACE = re.compile(
    r"^[\s(]*(?:it|this|that|these|the\s+(?!(?:largest|biggest|worst|bloodiest|deadliest|most|first|last|latest|second|"
    r"third|other|next|heaviest|greatest|only)\b)(?:\w+\s+){1,3}?)\s*(?:all\s+)?(?:took place|occurred|"
    r"happened|was carried out|were carried "
    r"out|was conducted|was made|were made|came|was staged|unfolded|went down|began|was held)\b",
    re.IGNORECASE,
)
_NO_WORDS = re.compile(
    r"\W*(?:(?:found|discovered|dated|occurred|happened|reported|night of|early)\b)?"
    r"(?:[\W\d]|\b(?:on|in|near|the|at|of)\b)*",
    re.IGNORECASE,
)
_Mention = TypeVar("_Mention", DateMention, PlaceMention)


def told_next(scene: Scene) -> Stretch | None:
    """The next sentence, where it only tells when and where it was ("The raid took place in Tepic on May 4.")."""
    following = scene.passage.sentences[scene.index + 1 : scene.index + 2]
    if not following or _TOOK_PLACE.match(scene.passage.words(following[0])):
        return following[0] if following else None
    # Where day and place stand before what is told ("May 3, Tepic. Two dead. ..."), the next ones are the next act's.
    headed = any(is_dateline(scene, sentence) for sentence in scene.passage.sentences[: scene.index + 1])
    return following[0] if not headed and is_dateline(scene, following[0]) else None


def is_dateline(scene: Scene, sentence: Stretch) -> bool:
    """Whether a sentence is nothing but a day and a place ("Tepic, May 4, 2009.")."""
    passage = scene.passage
    days = [mention.where for mention in passage.dates_in(sentence)]
    told = sorted([*days, *(mention.where for mention in passage.places_in(sentence))])
    left, at = "", sentence.start
    for where in told:
        left, at = left + passage.text[at : where.start], max(at, where.end)
    return bool(days) and _NO_WORDS.fullmatch(left + passage.text[at : sentence.end]) is not None


def is_parted(scene: Scene, mention: DateMention | PlaceMention) -> bool:
    """Whether a semicolon stands between the act and a date or place that follows it."""
    return ";" in scene.passage.text[scene.core.end : mention.where.start]


def before_the_semicolon(scene: Scene, mentions: list[_Mention]) -> list[_Mention]:
    """The places or dates of the core's own part of the sentence, where it has any."""
    text = scene.passage.text
    start = text.rfind(";", scene.zone.start, scene.core.start) + 1 or scene.zone.start
    end = text.find(";", scene.core.end, scene.zone.end)
    part = Stretch(start, end if end >= 0 else scene.zone.end)
    return [mention for mention in mentions if part.holds(mention.where.start)] or mentions
