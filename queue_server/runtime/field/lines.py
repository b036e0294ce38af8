"""Makes the drivers of all configured lines."""

from collections.abc import Callable

from devices.cable import Opener
from devices.counter_bus.protocol import RatingAck
from devices.line import Line, LineSettings, OnEvent
from queue_server import config as told
from queue_server.clock import Clock


def lines_of(
    config: told.Config,
    opener: Callable[[told.Line], Opener],
    clock: Clock,
    on_event: Callable[[str], OnEvent],
) -> dict[str, Line]:
    """Return a driver for each line, by name; ``on_event(name)`` hears it."""
    return {
        line.name: Line(line.name, opener(line), on_event(line.name), clock, _settings(line))
        for line in config.lines
    }


def _settings(line: told.Line) -> LineSettings:
    return LineSettings(
        gap_ms=line.gap_ms,
        rating_ack=RatingAck(line.rating_reply),
        refresh_ms=line.refresh_s * 1000,
        silent_after_ms=line.silent_after_s * 1000,
    )
