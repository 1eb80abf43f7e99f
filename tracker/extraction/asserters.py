"""Who says that an event happened: the post itself, a government, the press or a contact, where the text tells it."""

from __future__ import annotations

import re

from tracker.details import Asserter, Assertion
from tracker.extraction.drafts import Draft
from tracker.extraction.lexicon import any_of
from tracker.extraction.sought import Sought

_ORDER = (Asserter.PRESS, Asserter.CONTACT, Asserter.POST, Asserter.GOVERNMENT)
"""Of one who is several ("newspaper sources") the first counts."""
_SAYS = any_of("asserters", "saying") + r"\b"
_WITH = r"(?:[\w'’.,/-]+\s+){0,5}?"


def _expression(asserter: Asserter) -> Sought:
    who = r"\b" + any_of("asserters", asserter.value) + r"\b"
    return Sought(
        rf"\b(?:according to|as (?:reported|told|claimed|stated) by|(?:reported|said|confirmed|announced|told) by|"
        rf"per|citing|quoting|in)\s+{_WITH}{who}(?:\s+(?:reports?|accounts?|sources?|statements?|figures?|statistics|"
        rf"releases?))?"
        rf"|{who}(?:'s)?\s+(?:\([^)]{{1,30}}\)\s+)?(?:[\w'’.-]+\s+){{0,4}}?{_SAYS}(?:\s+that\b)?"
        rf"|{who}\s+(?:reports?|accounts?|sources?|statistics|figures)\b",
        re.IGNORECASE,
    )


_EXPRESSIONS = tuple((asserter, _expression(asserter)) for asserter in _ORDER)
_IN_WHAT = re.compile(r"in\s", re.IGNORECASE)
_MEANS = re.compile(r"(?:reports?|accounts?|sources?|statements?|figures?|statistics|releases?)$", re.IGNORECASE)


def assertions_of(draft: Draft) -> tuple[Assertion, ...]:
    """The first one whom the sentence of one unmerged mention names as saying it; none where nobody is named."""
    text, sentence = draft.passage.text, draft.sentence
    found = []
    for order, (asserter, expression) in enumerate(_EXPRESSIONS):
        for match in expression.finditer(text, sentence.start, sentence.end):
            if _IN_WHAT.match(match.group()) and not _MEANS.search(match.group()):
                continue  # "in the city", "in police custody"
            found.append((match.start(), order, asserter, match.span()))
            break
    if not found:
        return ()
    _, _, asserter, (start, end) = min(found)
    return (Assertion(by=asserter, span=draft.passage.paragraph.content.to_document(start, end)),)
