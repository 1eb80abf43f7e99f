"""What a telegram says after its head: paragraphs, marked parts, signers."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.cables.ending import in_capitals, read_ending
from tracker.cables.furniture import united, within
from tracker.cables.model import Paragraph, Part
from tracker.cables.numbering import Number
from tracker.cables.paragraphs import Text, opening, read_paragraphs
from tracker.cables.seams import seamless
from tracker.cables.sections import read_sections
from tracker.types import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What of a document is head: from where paragraph 0 reaches and its words begin, where the last field ends.

    `fields` are the spans of what is head and no word of paragraph 0, `last` where the last paragraph can end at least.
    """

    begin: int
    words: int
    end: int
    last: int
    fields: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The paragraphs, the parts that the telegram marks, its signers in capitals, and the last of them as printed."""

    paragraphs: tuple[Paragraph, ...]
    parts: tuple[Part, ...]
    signers: tuple[str, ...]
    signer: str | None


def read_body(document: str, head: Head, numbers: list[Number], *, furniture: list[Span]) -> Body:
    """The body of a document whose head and paragraph numbers are known."""
    ending = read_ending(document, head.last, furniture, begin=head.end)
    furniture = united([*furniture, *ending.cuts]) if ending.cuts else furniture
    cuts = seamless(document, furniture, start=head.begin, end=max(ending.end, head.last))
    text = Text(
        document,
        start=head.end,
        end=max(ending.end, head.last),
        furniture=furniture,
        cuts=cuts,
        cut_starts=[cut.start for cut in cuts],
    )
    following = read_paragraphs(text, numbers)
    stop = following[0].span.start if following and numbers else head.end
    zero = opening(
        text,
        Span(head.begin, max(stop, head.begin)),
        body=min(head.words, max(stop, head.begin)),
        cuts=united([*head.fields, *within(text.cuts, Span(head.begin, max(stop, head.begin)))]),
    )
    paragraphs, parts = read_sections(document, (zero, *following))
    return Body(paragraphs=paragraphs, parts=parts, signers=in_capitals(ending.signers), signer=ending.signer)
