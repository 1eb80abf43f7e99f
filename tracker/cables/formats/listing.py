"""The release site's pages that list cables (by day of release, by origin, the front page): no cables, and no error."""

from __future__ import annotations

import re

SOURCE_FORMAT = "listing"
_MARKUP = re.compile(r"<(?:!DOCTYPE\s+html|html)\b", re.IGNORECASE)
_SITE = re.compile(r"<table[^<>]{0,80}class=['\"]cable['\"]|href=['\"][^'\"]{0,80}/?(?:reldate|cable/\d{4}/\d\d)/")


def recognises(text: str) -> bool:
    """Whether this is a whole page of the site without a cable of its own (a page cut off may have lost its cable)."""
    whole = _MARKUP.search(text[:2000]) is not None and "</html>" in text[-2000:].lower()
    return whole and "<pre" not in text and _SITE.search(text) is not None
