"""Pages of release sites that list cables (by day of release, by origin, the front page): no cables, and no error."""

from __future__ import annotations

import re

SOURCE_FORMAT = "listing"
_MARKUP = re.compile(r"<(?:!DOCTYPE\s{1,9}html|html)\b", re.IGNORECASE)
_SITE = re.compile(
    r"<table[^<>]{0,80}class=['\"]cable['\"]|href=['\"][^'\"]{0,200}/?(?:reldate|cable/\d{4}/\d\d)/", re.IGNORECASE
)
_TELEGRAM = re.compile(r"Appears in these articles|\b(?:TAGS|SUBJECT):|\bSIPDIS\b|\bE\.O\. 1\d{4}\b|Viewing cable \d")
_PREFORMATTED = re.compile(r"<(?:\w{1,9}:)?pre\b", re.IGNORECASE)


def recognises(text: str) -> bool:
    """Whether this is a whole page of the site without a cable of its own (a page cut off may have lost its cable)."""
    # From the end: that is where a page of a cable has its text.
    if text.rfind("<pre") >= 0 or "</html>" not in text[-2000:].lower() or not _MARKUP.search(text[:2000]):
        return False
    return not _PREFORMATTED.search(text) and _SITE.search(text) is not None and not _TELEGRAM.search(text)
