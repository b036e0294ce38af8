"""How well the forecasts of today do, as gauges: of the whole hall, and by queue.

They are no counters, since an undone call takes its judgement back.

By queue and not by item: a hall has some twenty letters and up to a thousand items, most of which are asked
for a few times a day. A thousand series of a mean of three would cost much and tell nothing; the report has
the items.
"""

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Gauge

from queue_server.reports.accuracy import Accuracy, summed
from queue_server.vocabulary import QueueCode

MS = 1000
PERMILLE = 1000


class ForecastMetrics:
    """Two gauges for each figure of the table."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._gauges = [
            (
                Gauge(f"hall_forecast_{name}", text, registry=registry),
                Gauge(f"hall_queue_forecast_{name}", f"{text} By queue.", ["queue"], registry=registry),
                figure,
            )
            for name, (text, figure) in FIGURES.items()
        ]

    def look(self, forecasts: Mapping[QueueCode, Accuracy]) -> None:
        """Take in the day so far. A mean of nothing is no number (NaN), and of a queue it is left out."""
        whole = summed(forecasts.values())
        for gauge, by_queue, figure in self._gauges:
            value = figure(whole)
            gauge.set(float("nan") if value is None else value)
            by_queue.clear()
            for queue, accuracy in forecasts.items():
                value = figure(accuracy)
                if value is not None:
                    by_queue.labels(queue).set(value)


def _seconds(amount_ms: int | None) -> float | None:
    return None if amount_ms is None else amount_ms / MS


def _coverage(one: Accuracy) -> float | None:
    permille = one.coverage.permille
    return None if permille is None else permille / PERMILLE


Figure = Callable[[Accuracy], float | None]

FIGURES: Mapping[str, tuple[str, Figure]] = {
    "issued": ("Tickets of today issued with a forecast.", lambda one: one.foretold),
    "missing": ("Tickets of today issued without one.", lambda one: one.unforetold),
    "fluid": ("Forecasts of today made without replays.", lambda one: one.fluid),
    "doubtful": ("Tickets of today taken though warned.", lambda one: one.doubtful),
    "judged": ("Forecasts of today that came true.", lambda one: one.judged),
    "error_seconds": ("Mean of |median - wait|.", lambda one: _seconds(one.error_ms)),
    "bias_seconds": (
        "Mean of median - wait; above zero too long a wait was told.", lambda one: _seconds(one.bias_ms),
    ),
    "naive_error_seconds": (
        "The error of people ahead times the average service.", lambda one: _seconds(one.naive_error_ms),
    ),
    "naive_bias_seconds": (
        "The bias of people ahead times the average service.", lambda one: _seconds(one.naive_bias_ms),
    ),
    "coverage_ratio": ("Share of waits within the range that was read.", _coverage),
    "width_seconds": ("Mean width of that range.", lambda one: _seconds(one.width_ms)),
}  # fmt: skip
"""End of the name -> what it says and where it is taken from."""
