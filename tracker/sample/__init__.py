"""The sample release: cables that we wrote ourselves, in the release site's page format, and their coding.

It ships inside the wheel, so that the tracker can be tried, demonstrated and measured without any real cable. Every
cable is of the made-up post SAMPLE and every page says that it is a sample; `expected.jsonl` codes all of them by the
codebook, in the form of a gold file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

POST = "SAMPLE"
"""The made-up post that every reference ID of the sample names."""

STATEMENT = "This page is a sample written for cable-tracker about publicly reported facts. It is not a real cable"
"""How the visible statement on every page of the sample begins."""


@contextmanager
def release() -> Iterator[Path]:
    """The folder of the release, laid out as the site is: `cable/2007/03/07SAMPLE31.html` and so on.

    The folder may be counted on only until the context is left, and is to be read, not written.
    """
    with resources.as_file(resources.files(__name__).joinpath("release")) as folder:
        yield folder


def expected() -> str:
    """The coding of the sample, one JSON object a line: an event, or a cable of kind null that tells none."""
    return resources.files(__name__).joinpath("expected.jsonl").read_text(encoding="utf-8")
