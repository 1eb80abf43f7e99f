"""What is measured while a process runs, in the form that Prometheus asks for.

Counters are of this process since it began; what the database knows is read when it is asked for (`Standing`).
No label has words of cables, nor what readers ask for: jobs by name, requests by sort and status.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_REGISTRY = CollectorRegistry()
RUNS = Counter(
    "tracker_job_runs", "Runs of a job in this process, by how they ended.", ["job", "outcome"], registry=_REGISTRY
)
SECONDS = Histogram(
    "tracker_job_seconds",
    "How long the runs of a job took.",
    ["job"],
    buckets=(0.1, 0.5, 1, 5, 30, 60, 300, 1800, 7200),
    registry=_REGISTRY,
)
REQUESTS = Counter(
    "tracker_requests",
    "Requests answered, by what was asked for and the status.",
    ["sort", "status"],
    registry=_REGISTRY,
)


class Gauge(NamedTuple):
    """A figure as it stands now, with its labels."""

    name: str
    help: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Standing:
    gauges: tuple[Gauge, ...]

    def collect(self) -> Iterable[Metric]:
        families: dict[str, GaugeMetricFamily] = {}
        for gauge in self.gauges:
            names = [name for name, _ in gauge.labels]
            family = families.setdefault(gauge.name, GaugeMetricFamily(gauge.name, gauge.help, labels=names))
            family.add_metric([value for _, value in gauge.labels], gauge.value)
        return families.values()


def text(standing: Callable[[], Sequence[Gauge]] | None = None) -> bytes:
    """All metrics of this process, and those that `standing` reads; without the latter where it raises."""
    told = generate_latest(_REGISTRY)
    if standing is None:
        return told
    try:
        gauges = [Gauge("tracker_database_up", "Whether the database answers.", 1.0), *standing()]
    except Exception:
        gauges = [Gauge("tracker_database_up", "Whether the database answers.", 0.0)]
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Standing(tuple(gauges)))
    return told + generate_latest(registry)
