"""The release site's pages that list cables (by day of release, by origin, the front page): no cables, and no error."""

from __future__ import annotations

import re

SOURCE_FORMAT = "listing"
_MARKUP = re.compile(r"<(?:!DOCTYPE\s+html|html)\b", re.IGNORECASE)
_SITE = re.compile(r"<table[^<>]{0,80}class=['\"]cable['\"]|href=['\"][^'\"]{0,80}/?(?:reldate|cable/\d{4}/\d\d)/")


def recognises(text: str) -> bool:
    """Whether this is a page of the site without a cable of its own."""
    return _MARKUP.search(text[:2000]) is not None and _SITE.search(text) is not None and "<pre" not in text
