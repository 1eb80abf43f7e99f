"""Named SQL statements, kept in `.sql` files beside the code that runs them."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from tracker.errors import TrackerError

_HEAD = re.compile(r"^-- (?P<name>[a-z0-9_]+): (?P<purpose>.+)$", re.MULTILINE)


class StatementError(TrackerError):
    """A file of SQL statements is not in the form that is expected."""


@cache
def statements(package: str, file: str) -> dict[str, str]:
    """The statements of a file by name, in its order. Each begins with a line `-- name: purpose`.

    Only comments may stand before the first. Raises StatementError where the file has none, or two of one name.
    """
    text = resources.files(package).joinpath(file).read_text(encoding="utf-8")
    heads = list(_HEAD.finditer(text))
    if not heads:
        raise StatementError(f"{package}/{file} has no line `-- name: purpose`")
    if any(line.strip() and not line.startswith("--") for line in text[: heads[0].start()].splitlines()):
        raise StatementError(f"{package}/{file} begins with what belongs to no statement")
    found: dict[str, str] = {}
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        name = head["name"]
        if name in found:
            raise StatementError(f"{package}/{file} has two statements named {name}")
        found[name] = text[head.end() : following.start() if following else len(text)].strip().rstrip(";")
    return found
