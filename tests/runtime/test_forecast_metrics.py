"""The accuracy of the forecasts as Prometheus reads it: of the hall and by queue, and nothing invented."""

from math import isnan

from prometheus_client import CollectorRegistry

from queue_server.reports.accuracy import Accuracy
from queue_server.runtime.forecast_metrics import ForecastMetrics
from queue_server.vocabulary import QueueCode

A, B = QueueCode("A"), QueueCode("B")
GOOD = Accuracy(
    foretold=4, unforetold=1, fluid=1, doubtful=1, judged=3, held=2, error_sum_ms=180_000,
    bias_sum_ms=-90_000, naive_error_sum_ms=600_000, naive_bias_sum_ms=600_000, width_sum_min=21,
)  # fmt: skip


def numbers_of(registry: CollectorRegistry) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in registry.collect()
        for sample in family.samples
    }


def test_the_figures_of_the_hall_and_of_its_queues() -> None:
    registry = CollectorRegistry()
    metrics = ForecastMetrics(registry)
    metrics.look({A: GOOD, B: Accuracy(foretold=2, judged=1, error_sum_ms=20_000)})
    numbers = numbers_of(registry)
    assert numbers["hall_queue_forecast_error_seconds", "A"] == 60
    assert numbers["hall_forecast_error_seconds",] == 50
    assert numbers["hall_queue_forecast_bias_seconds", "A"] == -30
    assert numbers["hall_queue_forecast_naive_error_seconds", "A"] == 200
    assert numbers["hall_queue_forecast_naive_bias_seconds", "A"] == 200
    assert numbers["hall_queue_forecast_coverage_ratio", "A"] == 0.667
    assert numbers["hall_forecast_coverage_ratio",] == 0.5
    assert numbers["hall_queue_forecast_width_seconds", "A"] == 420
    counts = ("issued", 6), ("missing", 1), ("fluid", 1), ("doubtful", 1), ("judged", 4)
    for name, count in counts:
        assert numbers[f"hall_forecast_{name}",] == count


def test_a_mean_of_nothing_is_no_number() -> None:
    registry = CollectorRegistry()
    metrics = ForecastMetrics(registry)
    metrics.look({A: GOOD})
    metrics.look({B: Accuracy(unforetold=1)})
    numbers = numbers_of(registry)
    assert isnan(numbers["hall_forecast_error_seconds",])
    assert ("hall_queue_forecast_error_seconds", "B") not in numbers
    assert ("hall_queue_forecast_error_seconds", "A") not in numbers, "what was yesterday is gone"
    assert numbers["hall_queue_forecast_missing", "B"] == 1
