"""What can be wrong with ``[forecast]`` and with the planned hours of windows."""

from collections.abc import Iterable

from queue_server.config_file.check_hall import check_spans, within
from queue_server.config_file.forms import FileForm
from queue_server.config_file.mistakes import Mistakes
from queue_server.config_file.spans import overlapping, write_span
from queue_server.hall.plan import Span

BOUNDS = {
    "replays": (20, 1000),
    "doubtful_below_pct": (0, 100),
    "refresh_s": (5, 10),
    "after_event_ms": (200, 10_000),
    "appointments_come_pct": (0, 100),
}
"""Least and most of each number."""


def check_forecast(file: FileForm, mistakes: Mistakes) -> None:
    """Add every mistake of the table, and of the key ``open`` of windows."""
    for key, (least, most) in BOUNDS.items():
        within(f"[forecast], key {key}", getattr(file.forecast, key), least, most, mistakes)
    issued = check_spans("", ((text, 0) for text in _hours(file)), Mistakes(""))
    _open("[forecast], key open", file.forecast.open, issued, mistakes)
    for place, window in enumerate(file.windows, start=1):
        _open(f"[[windows]] {place} ({window.number}), key open", window.open, issued, mistakes)


def _hours(file: FileForm) -> Iterable[str]:
    """Return all hours in which numbers are issued, whatever the queue."""
    yield from file.hall.hours
    for queue in file.queues:
        yield from queue.hours


def _open(where: str, texts: tuple[str, ...], issued: tuple[Span, ...], mistakes: Mistakes) -> None:
    """A part of the day in which no number is issued is most likely a slip: nobody could be waiting."""
    for part in check_spans(where, ((text, 0) for text in texts), mistakes):
        if issued and not any(overlapping((part, span)) for span in issued):
            mistakes.add(
                where,
                f"{write_span(part)} lies outside of all hours in which numbers are issued, "
                f"{' and '.join(map(write_span, issued))}; write when windows are open, the last "
                "citizens included",
            )
