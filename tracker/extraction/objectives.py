"""What an operation is for, in the words of the sentence that tells of it."""

from __future__ import annotations

import re

from tracker.extraction.drafts import Draft
from tracker.extraction.lexicon import any_of
from tracker.extraction.sentences import Stretch
from tracker.reports import Kind

_LEADS = r"\b" + any_of("objectives", "leads")
_PURPOSE = re.compile(
    rf"(?:{_LEADS}|\bto(?=\s+(?:\w+ly\s+)?{any_of('objectives', 'verbs')}\b))\s+(?P<aim>[^.;:]+)", re.IGNORECASE
)
_END = re.compile(
    r",\s+(?:which|who|where|when|while|as|but|and (?:the|has|had|have|was|were|sent|deployed|launched)|with|including|"
    r"according|following|after)\b|\s+(?:on|in)\s+(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December)\b|\s--\s|\)"
)


def objective_of(draft: Draft) -> Stretch | None:
    """The words of an operation's purpose, behind the word that tells the operation or, failing that, before it."""
    if draft.kind is not Kind.OPERATION:
        return None
    text, sentence = draft.passage.text, draft.sentence
    core = next((reading.where for reading in draft.readings if reading.field == "kind"), sentence)
    found = list(_PURPOSE.finditer(text, sentence.start, sentence.end))
    chosen = next((match for match in found if match.start() >= core.start), found[0] if found else None)
    if chosen is None:
        return None
    start, end = chosen.span("aim")
    stop = _END.search(text, start, end)
    words = text[start : stop.start() if stop else end].rstrip(" ,")
    return Stretch(start, start + len(words)) if words else None
