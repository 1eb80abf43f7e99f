"""The passage that a statement rests on: the whole sentence, the words of the quote emphasised in it.

A quote is a few words to find a statement by; alone it can say the opposite of its sentence ("was arrested" out of
"nobody was arrested"). So it is never shown without the sentence where that is known.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from feeds import wording
from feeds.rows import Facts

LONGEST = 600
_CUT = " … "


@dataclass(frozen=True, slots=True)
class Passage:
    """The words before the quote, the quote, and the words after it; what was cut off shows as an ellipsis."""

    before: str
    quote: str
    after: str

    @property
    def html(self) -> Markup:
        """The passage in quotation marks, the quote emphasised; empty where there are no words."""
        if not (self.before or self.quote or self.after):
            return Markup("")
        emphasised = Markup("<b>{}</b>").format(self.quote) if self.quote else Markup("")
        return Markup("“{}{}{}”").format(self.before, emphasised, self.after)


def passage(facts: Facts, longest: int = LONGEST) -> Passage:
    """The passage of a report, cut at words to about `longest` characters, always with its quote.

    Of what stands before the quote the beginning is kept, for that is where a sentence denies or hedges.
    """
    quote, whole = wording.plain(facts.quote or ""), wording.plain(facts.passage or "")
    before, found, after = whole.partition(quote) if quote else (whole, "", "")
    quote = wording.shortened(quote, longest)
    if not found:
        after = ""
        before += _CUT if before and quote else ""
    room = longest - len(quote)
    before = _without_middle(before, max(room // 2, room - len(after)))
    return Passage(before, quote, _beginning(after, room - len(before)))


def _without_middle(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    room = longest - len(_CUT)
    if room <= 0:
        return _CUT.lstrip()
    head, tail = text[: room // 2], text[len(text) - (room - room // 2) :]
    return head.rpartition(" ")[0] + _CUT + tail.partition(" ")[2]


def _beginning(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[: max(longest - 2, 0)].rpartition(" ")[0] + " …"
