"""The command: writes a release of so many invented cables, as a dump or as pages."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.benchmarks.release.cables import FULL, cables
from tests.benchmarks.release.forms import write_dump, write_pages


def main() -> None:
    """Write it where told: a path that ends in .csv becomes a dump, any other a folder of pages."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.release", description="An invented release of any size.")
    parser.add_argument("to", type=Path, metavar="FILE.csv|FOLDER")
    parser.add_argument("--cables", type=int, default=1_000, metavar="N", help=f"how many (the real one had {FULL:,})")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--revised", action="store_true", help="as published again, two in a hundred with another text")
    arguments = parser.parse_args()
    made = cables(arguments.cables, seed=arguments.seed, revised=arguments.revised)
    as_dump = arguments.to.suffix == ".csv"
    written = (write_dump if as_dump else write_pages)(arguments.to, made)
    sys.stdout.write(f"{arguments.cables:,} cables: {written:,} {'bytes' if as_dump else 'pages'}\n")


if __name__ == "__main__":
    main()
