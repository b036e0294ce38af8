"""The range keeps its promise: an online conformal correction, by the size of the wait.

For every first forecast that came true two scores are kept, by how much the truth lay outside of each end in
widths of the range: ``lo = (q_l - y) / s`` and ``hi = (y - q_h) / s`` with ``s = q_h - q_l + 1 min``. A new
range is ``[max(0, q_l - Q_lo s), q_h + Q_hi s]`` where Q is the ceil((n + 1) 0.9)-th smallest of the last 400
scores of its bucket; it may be negative. Each end then holds with nine chances in ten, the range with eight.
Source: split conformal prediction with one-sided scores; docs/forecast.md.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from queue_server.forecast.outcome import Wait
from queue_server.hall.lookup import MINUTE_MS
from queue_server.vocabulary import TicketId

BOUNDS_MIN = (3, 10, 20, 40)
"""Buckets by the median: below 3, 3 to 10, 10 to 20, 20 to 40, and from 40 minutes."""
_BOUNDS_MS = tuple(bound * MINUTE_MS for bound in BOUNDS_MIN)
KEPT = 400
LEAST = 30
"""With fewer scores in a bucket all buckets are taken together."""
WITHOUT = 0.1
"""The correction while there are fewer than ``LEAST`` scores at all."""


class Score(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """How one forecast came true. Negative: the truth lay inside of that end."""

    ticket: TicketId
    lo: float
    hi: float


class Scores(msgspec.Struct):
    """The newest scores of each bucket, oldest first. Changed by ``remember`` alone."""

    buckets: list[list[Score]] = msgspec.field(
        default_factory=lambda: [[] for _ in range(len(BOUNDS_MIN) + 1)]
    )


class Offsets(NamedTuple):
    """Q_lo and Q_hi of a bucket."""

    lo: float
    hi: float


class Range(NamedTuple):
    """The wait with its ends corrected, in ms from now; None: not today."""

    low_ms: int | None
    mid_ms: int | None
    high_ms: int | None


def bucket_of(mid_ms: int) -> int:
    """Return the bucket of a median."""
    return bisect_right(_BOUNDS_MS, mid_ms)


def score_of(ticket: TicketId, low_ms: int, high_ms: int, truth_ms: int) -> Score:
    """Return how the raw quantiles ``low_ms`` and ``high_ms`` of a ticket came true."""
    width_ms = high_ms - low_ms + MINUTE_MS
    return Score(ticket, (low_ms - truth_ms) / width_ms, (truth_ms - high_ms) / width_ms)


def remember(scores: Scores, mid_ms: int, score: Score) -> None:
    """Take a score into the bucket of the median it was forecast with."""
    bucket = scores.buckets[bucket_of(mid_ms)]
    bucket.append(score)
    if len(bucket) > KEPT:
        del bucket[0]


def rank_value(scores: Sequence[float]) -> float:
    """Return the ceil((n + 1) 0.9)-th smallest score; the greatest where there are too few."""
    rank = -(-(len(scores) + 1) * 9 // 10)
    return sorted(scores)[min(rank, len(scores)) - 1]


def offsets(scores: Scores) -> tuple[Offsets, ...]:
    """Return the corrections of all buckets, as they stand now."""
    together = [score for bucket in scores.buckets for score in bucket]
    if len(together) < LEAST:
        return (Offsets(WITHOUT, WITHOUT),) * len(scores.buckets)
    return tuple(_offsets(bucket if len(bucket) >= LEAST else together) for bucket in scores.buckets)


def _offsets(scores: Sequence[Score]) -> Offsets:
    return Offsets(rank_value([one.lo for one in scores]), rank_value([one.hi for one in scores]))


def corrected(wait: Wait, by: Sequence[Offsets]) -> Range:
    """Return the wait's range with its ends corrected. Where the forecast is off the median may leave it."""
    low_ms, mid_ms, high_ms = wait.low_ms, wait.mid_ms, wait.high_ms
    if low_ms is None or mid_ms is None or high_ms is None:
        return Range(low_ms, mid_ms, high_ms)
    offset = by[bucket_of(mid_ms)]
    width_ms = high_ms - low_ms + MINUTE_MS
    low = max(0, round(low_ms - offset.lo * width_ms))
    high = max(0, round(high_ms + offset.hi * width_ms))
    return Range(min(low, high), mid_ms, max(low, high))
