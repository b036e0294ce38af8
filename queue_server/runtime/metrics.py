"""What the machine room wants to know, as Prometheus text. Counted where it happens, gathered when asked.

No tickets and no people: labels are queues, windows, roles, boards and devices. One registry a server.
"""

from collections import Counter as Tally

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from queue_server.forecast.outcome import Forecast
from queue_server.hall.room import HallRoom
from queue_server.runtime.forecast_metrics import ForecastMetrics
from queue_server.runtime.inbox import AnyAnswer
from queue_server.runtime.writer import Committed
from queue_server.vocabulary import Role

SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
BATCHES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096)


class Metrics:
    """The numbers of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._events = Counter("hall_events", "Events written, by kind.", ["event"], registry=self._registry)
        self._answers = Counter(
            "hall_answers", "Answers given, by kind.", ["answer"], registry=self._registry
        )
        self._answers_of: dict[type[AnyAnswer], Counter] = {}
        self._rejections = Counter(
            "hall_clients_rejected", "Clients turned away, by reason.", ["code"], registry=self._registry
        )
        self._answer_s = Histogram(
            "hall_answer_seconds",
            "From a command's arrival to its answer, on disk.",
            buckets=SECONDS,
            registry=self._registry,
        )
        self._batch = Histogram(
            "hall_batch_events",
            "Events written in one transaction.",
            buckets=BATCHES,
            registry=self._registry,
        )
        self._waiting = self._gauge("hall_waiting", "People waiting.", "queue")
        self._windows = self._gauge("hall_windows", "Windows, by what they do.", "state")
        self._clients = self._gauge("hall_clients", "Connected clients.", "role")
        self._lag = self._gauge("hall_board_lag", "Announcements not yet shown by a board.", "board")
        self._faults = self._gauge("hall_device_fault", "Devices that do not work.", "place", "device")
        self._trouble = self._gauge("hall_trouble", "1 while nothing can be written.")
        self._inbox = self._gauge("hall_commands_waiting", "Commands that wait for the writer.")
        self._foreseen_s = Histogram(
            "hall_forecast_seconds",
            "From a look at the hall to its forecast.",
            buckets=SECONDS,
            registry=self._registry,
        )
        self._forecasts = Counter(
            "hall_forecasts", "Forecasts made, by method.", ["method"], registry=self._registry
        )
        self._forecast_age = self._gauge("hall_forecast_age_seconds", "How old the newest forecast is.")
        self._forecast_at_ms = 0
        self.forecasts = ForecastMetrics(self._registry)

    def _gauge(self, name: str, help_text: str, *labels: str) -> Gauge:
        return Gauge(name, help_text, labels, registry=self._registry)

    def committed(self, batch: Committed) -> None:
        """Count a batch that is on disk."""
        self._batch.observe(len(batch.recorded))
        for kind, count in Tally(type(entry.event) for entry in batch.recorded).items():
            self._events.labels(str(kind.__struct_config__.tag)).inc(count)

    def answered(self, answer: AnyAnswer, took_s: float) -> None:
        kind = type(answer)
        if kind not in self._answers_of:
            self._answers_of[kind] = self._answers.labels(str(kind.__struct_config__.tag))
        self._answers_of[kind].inc()
        self._answer_s.observe(took_s)

    def rejected(self, code: str) -> None:
        self._rejections.labels(code).inc()

    def foreseen(self, forecast: Forecast, took_s: float) -> None:
        """Count a forecast of the waits."""
        self._foreseen_s.observe(took_s)
        self._forecasts.labels(forecast.method).inc()
        self._forecast_at_ms = forecast.at_ms

    def look(self, room: HallRoom, queues: tuple[str, ...]) -> None:
        """Take the hall's present numbers from the room."""
        for queue in queues:
            count = room.state.queues.get(queue)  # type: ignore[call-overload]  # a QueueCode is a str
            self._waiting.labels(queue).set(count.waiting if count else 0)
        self._windows.clear()
        for window in room.state.windows.values():
            self._windows.labels(window.state.value).inc()
        self._faults.clear()
        for place, faults in room.state.faults.items():
            for device in faults:
                self._faults.labels(place, device.value).set(1)

    def look_around(
        self, clients: dict[Role, int], lag: dict[str, int], waiting: int, trouble: str, now_ms: int = 0
    ) -> None:
        """Take the present numbers of the server itself."""
        if self._forecast_at_ms:
            self._forecast_age.set((now_ms - self._forecast_at_ms) / 1000)
        for role, count in clients.items():
            self._clients.labels(role.value).set(count)
        self._lag.clear()
        for board, behind in lag.items():
            self._lag.labels(board).set(behind)
        self._inbox.set(waiting)
        self._trouble.set(1 if trouble else 0)

    def text(self) -> bytes:
        """Return everything in the Prometheus text format."""
        return generate_latest(self._registry)
