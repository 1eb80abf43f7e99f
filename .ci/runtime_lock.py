"""Print the part of a lock file that a wheel asks for itself, without what only development needs.

Usage: python .ci/runtime_lock.py WHEEL LOCK. Run by `.ci/wheel`, so that a dependency that the wheel forgets to name is
missing from the environment that it is tried in. Reads what the dependencies ask for from the ones installed here.
"""

from __future__ import annotations

import re
import sys
import zipfile
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name


def needed(wheel: str) -> set[NormalizedName]:
    """The names of everything that the wheel asks for, directly and through others."""
    with zipfile.ZipFile(wheel) as archive:
        [path] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        text = archive.read(path).decode()
    waiting = [(Requirement(line), "") for line in re.findall(r"^Requires-Dist: (.+)$", text, re.MULTILINE)]
    found: set[NormalizedName] = set()
    seen: set[tuple[NormalizedName, str]] = set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        found.add(name)
        for wanted in {"", *requirement.extras}:
            if (name, wanted) not in seen:
                seen.add((name, wanted))
                waiting += [(Requirement(line), wanted) for line in metadata.requires(name) or []]
    return found


def entries(lock: str) -> list[str]:
    """The entries of a lock file, each with the lines of its hashes."""
    return re.findall(r"^[A-Za-z0-9](?:.*\\\n)*.*$", lock, re.MULTILINE)


names = needed(sys.argv[1])
for entry in entries(Path(sys.argv[2]).read_text(encoding="utf-8")):
    if canonicalize_name(re.split(r"[=\[ ;]", entry, maxsplit=1)[0]) in names:
        sys.stdout.write(f"{entry}\n")
