"""Fuzz every reader for some time: `make fuzz SECONDS=60`. What crashes one is written down, and the status is 1."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.seeds import CORPUS, saved, seeds
from tests.fuzz.targets import TARGETS

_DICTIONARY = Path(__file__).parent / "telegram.dict"
_LARGEST = {"pdf": 4_000, "archive": 4_000}
_LARGEST_TEXT = 8_000
_LARGEST_KEPT = 800
_MOST_KEPT = 20


def main() -> None:
    """Run the campaigns one after the other, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="tests.fuzz", description="Fuzz the readers of cables.")
    parser.add_argument("--seconds", type=int, default=60, metavar="N", help="how long, of all targets together")
    parser.add_argument("--only", nargs="+", choices=list(TARGETS), default=list(TARGETS), metavar="TARGET")
    parser.add_argument("--crashes", type=Path, default=Path("build/fuzz"), help="the folder for what crashes a reader")
    parser.add_argument("--keep", action="store_true", help="add the small inputs that reach new code to the corpus")
    arguments = parser.parse_args()
    if find_spec("atheris") is None:
        parser.exit(2, "atheris is not installed: it exists for Linux on x86_64 only\n")
    arguments.crashes.mkdir(parents=True, exist_ok=True)
    seconds = max(arguments.seconds // len(arguments.only), 1)
    failed = [each for each in arguments.only if not _campaign(each, seconds, arguments.crashes, keep=arguments.keep)]
    if failed:
        parser.exit(1, f"crashed: {', '.join(failed)}; the inputs are in {arguments.crashes}\n")


def _campaign(target: str, seconds: int, crashes: Path, *, keep: bool) -> bool:
    """Whether the target took all that it was given in so many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found"
        found.mkdir()
        for number, data in enumerate([*seeds()[target], *(data for _, data in saved(target))]):
            (found / f"seed{number}").write_bytes(data)
        options = [
            f"-max_total_time={seconds}",
            f"-max_len={_LARGEST.get(target, _LARGEST_TEXT)}",
            f"-dict={_DICTIONARY}",
            f"-artifact_prefix={crashes / target}-",
            "-timeout=20",
            "-rss_limit_mb=1500",
            "-print_final_stats=1",
            "-verbosity=1",
        ]
        status = _run(target, [*options, str(found)])
        if keep and status == 0:
            _keep(target, found)
    return status == 0


def _run(target: str, options: list[str]) -> int:
    command = [sys.executable, "-m", "tests.fuzz.campaign", target, *options]
    result = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    lines = result.stderr.splitlines()
    told = [line for line in lines if "number_of_executed_units" in line or "slowest_unit" in line]
    # atheris prints the traceback on its standard output, libFuzzer all the rest on standard error.
    crash = f"{result.stdout[-4_000:]}\n{chr(10).join(lines[-12:])}"
    sys.stdout.write(f"{target}: {crash if result.returncode else '; '.join(told)}\n")
    sys.stdout.flush()
    return result.returncode


def _keep(target: str, found: Path) -> None:
    """Add the smallest of what reached new code to the saved corpus."""
    new = sorted((path for path in found.iterdir() if not path.name.startswith("seed")), key=_size)
    corpus = CORPUS / target
    corpus.mkdir(parents=True, exist_ok=True)
    for path in new[:_MOST_KEPT]:
        if path.stat().st_size <= _LARGEST_KEPT:
            shutil.copy(path, corpus / path.name[:16])


def _size(path: Path) -> tuple[int, str]:
    return path.stat().st_size, path.name


if __name__ == "__main__":
    main()
