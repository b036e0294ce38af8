"""The data of the printed charts: issued and wait over time, waits by queue, ratings by level."""

from typing import Any

from queue_server.explain.words import STARS
from queue_server.report_command.speech import Speech, day_words
from queue_server.report_command.words import CHARTS, HEADINGS, SHEETS
from queue_server.reports.figures import Figures
from queue_server.reports.fold import Told
from queue_server.reports.period import ReportKind
from queue_server.reports.tally import Side
from queue_server.vocabulary import Stars

MINUTE_MS = 60_000
QUEUES_MAX = 12
Data = dict[str, Any]


def charts_of(now: Told, speech: Speech) -> Data:
    """Return the charts by their key."""
    return {
        "times": [_times(side, now, speech) for side in _time_sides(now)],
        "waits": _waits(now, speech),
        "ratings": _ratings(now, speech),
    }


def _time_sides(now: Told) -> tuple[Side, ...]:
    return (Side.HOUR,) if now.period.kind is ReportKind.DAY else (Side.DAY, Side.HOUR)


def _times(side: Side, now: Told, speech: Speech) -> Data:
    groups = {
        key: one for key, one in now.tally.sides[side].items() if one.issued or one.called or one.served
    }
    return {
        "title": speech.both(CHARTS["hours" if side is Side.HOUR else "days"]),
        "bar": speech.say(CHARTS["issued"]),
        "dot": speech.say(CHARTS["wait"]),
        "points": [
            {"label": _label(side, key), "bar": groups[key].issued, "dot": _minutes(groups[key].mean_wait_ms)}
            for key in _every(side, groups)
        ],
    }


def _every(side: Side, groups: dict[str, Figures]) -> list[str]:
    """Return the keys in order; hours without a gap between the first and the last."""
    keys = sorted(groups)
    if side is Side.HOUR and keys:
        every = [f"{hour:02}" for hour in range(int(keys[0]), int(keys[-1]) + 1)]
        groups.update({key: Figures() for key in every if key not in groups})
        return every
    return keys


def _label(side: Side, key: str) -> str:
    return f"{key}:00" if side is Side.HOUR else day_words(key)[5:]


def _minutes(duration_ms: int | None) -> float | None:
    return None if duration_ms is None else round(duration_ms / MINUTE_MS, 1)


def _waits(now: Told, speech: Speech) -> Data:
    """Return the queues in which somebody was called, the longest p90 first."""
    queues = {key: one for key, one in now.tally.sides[Side.QUEUE].items() if one.called}
    order = sorted(queues, key=lambda key: (-(queues[key].p90_wait_ms or 0), key))[:QUEUES_MAX]
    return {
        "title": speech.both(CHARTS["waits"]),
        "mean": speech.say(CHARTS["mean"]),
        "p90": speech.say(CHARTS["p90"]),
        "bars": [
            {
                "label": f"{key} {speech.name(Side.QUEUE, key)}".strip(),
                "mean": _minutes(queues[key].mean_wait_ms),
                "p90": _minutes(queues[key].p90_wait_ms),
            }
            for key in order
        ],
    }


def _ratings(now: Told, speech: Speech) -> Data:
    total = now.tally.total
    return {
        "title": speech.both(CHARTS["ratings"]),
        "whole": speech.both(SHEETS["total"]),
        "levels": [
            {
                "label": speech.say(STARS[level]),
                "level": level.value,
                "count": total.stars[level - 1],
            }
            for level in reversed(Stars)
        ],
        "silent": {"label": speech.say(HEADINGS["silent"]), "count": total.silent},
    }
