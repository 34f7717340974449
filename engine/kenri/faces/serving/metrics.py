"""How a service does, for Prometheus: requests by operation and status, how long they took, and the processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from kenri.faces.serving.workers import Workers

__all__ = ["Metrics"]

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """What is counted of one service."""

    kind = CONTENT_TYPE_LATEST

    def __init__(self, workers: Workers) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "kenri_requests", "Requests by operation and status.", ["operation", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "kenri_request_seconds",
            "Seconds until an answer.",
            ["operation"],
            registry=self._registry,
            buckets=_SECONDS,
        )
        for name, says, value in (
            ("kenri_workers", "Processes that could answer.", lambda: workers.there),
            ("kenri_workers_busy", "Processes that answer something now.", lambda: workers.busy),
            ("kenri_requests_waiting", "Requests that are answered or wait for it.", lambda: workers.waiting),
            ("kenri_workers_replaced", "Processes that were ended or lost, and replaced.", lambda: workers.replaced),
        ):
            Gauge(name, says, registry=self._registry).set_function(value)

    def count(self, operation: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._requests.labels(operation, str(status)).inc()
        self._seconds.labels(operation).observe(seconds)

    def text(self) -> bytes:
        """All of it, in the text form."""
        return generate_latest(self._registry)
