"""What of a file may be told where it cannot be read: nothing that could name somebody whom its cable protects.

Where columns of a table are shifted, or a line is missing, any words may stand where an ID or a date is looked for.
"""

from __future__ import annotations

import re

_HARMLESS = re.compile(r"\d[A-Z0-9]{0,24}|[\d/:. TZ+-]{1,25}")


def quoted(printed: str) -> str:
    """The words in quotation marks where they look like an ID or a date; else only how many characters they are."""
    return repr(printed) if _HARMLESS.fullmatch(printed) else f"{len(printed)} characters that are not told"
