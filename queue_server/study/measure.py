"""Forecasts measured: how far off, to which side, how often the range held, how wide. By method and bucket.

Buckets are those of the replay's median for every method, so that all are measured on the same tickets. The
error is forecast less truth: below zero, people waited longer than they were told.
"""

from collections.abc import Sequence
from itertools import pairwise

import msgspec
import numpy as np

from queue_server.forecast.conformal import BOUNDS_MIN, bucket_of
from queue_server.forecast.law import Floats
from queue_server.hall.lookup import MINUTE_MS
from queue_server.study.figures import Days, Figure
from queue_server.study.told import Ends, Method, Told

ALL = "all"
LATE = 0.9
BUCKETS = (
    ALL,
    f"<{BOUNDS_MIN[0]}",
    *(f"{a}-{b}" for a, b in pairwise(BOUNDS_MIN)),
    f">{BOUNDS_MIN[-1]}",
)


class Score(msgspec.Struct, frozen=True):
    """One method in one bucket. Minutes, and shares from 0 to 1."""

    method: Method
    bucket: str
    tickets: int
    error: Figure
    """Mean of the error without its sign."""
    bias: Figure
    late: Figure
    """What nine errors of ten stay below."""
    raw: Figure | None = None
    """How often the range held as it came out of the replay."""
    kept: Figure | None = None
    """How often the corrected range held."""
    width: Figure | None = None
    """How wide the corrected range was."""


class Comparison(msgspec.Struct, frozen=True):
    """All methods on all days that count."""

    days: int
    tickets: int
    """Issued on these days, and called."""
    mean_wait: float
    never: int
    """Never called, so never measured."""
    not_today: int
    """The replay said that they would not be called today, and they were."""
    against_naive: Figure | None
    """Error of the replay by that of the naive figure, on the same tickets."""
    against_pooled: Figure | None
    """The same by the best form of that figure."""
    scores: tuple[Score, ...]


def compare(told: Sequence[Told], from_day: int, days: int) -> Comparison:
    """Measure the tickets of the days from ``from_day`` on; those before were for learning."""
    counted = [one for one in told if one.day >= from_day and one.guesses]
    called = [one for one in counted if one.wait_ms is not None]
    drawn = Days(days - from_day)
    scores = (
        _score(drawn, method, bucket, _of(called, method, bucket), from_day)
        for method in Method
        for bucket in BUCKETS
    )
    return Comparison(
        days=days - from_day,
        tickets=len(called),
        mean_wait=float(np.mean(_waits(called))) if called else 0.0,
        never=len(counted) - len(called),
        not_today=sum(one.guesses[Method.REPLAY].mid_ms is None for one in called),
        against_naive=_against(drawn, called, from_day, Method.NAIVE),
        against_pooled=_against(drawn, called, from_day, Method.POOLED),
        scores=tuple(score for score in scores if score is not None),
    )


def _of(called: Sequence[Told], method: Method, bucket: str) -> list[Told]:
    """Return the tickets of a bucket on whose wait the method has a word."""
    return [one for one in called if _mid(one, method) is not None if bucket == ALL or bucket == _bucket(one)]


def _mid(told: Told, method: Method) -> int | None:
    guess = told.guesses.get(method)
    return None if guess is None else guess.mid_ms


def _bucket(told: Told) -> str:
    mid_ms = told.guesses[Method.REPLAY].mid_ms
    return "" if mid_ms is None else BUCKETS[1 + bucket_of(mid_ms)]


def _waits(told: Sequence[Told]) -> Floats:
    return np.array([one.wait_ms or 0 for one in told]) / MINUTE_MS


def _errors(told: Sequence[Told], method: Method) -> Floats:
    return np.array([_mid(one, method) or 0 for one in told]) / MINUTE_MS - _waits(told)


def _against(drawn: Days, called: Sequence[Told], from_day: int, other: Method) -> Figure | None:
    both = [one for one in called if _mid(one, Method.REPLAY) is not None]
    if not both:
        return None
    days = np.array([one.day - from_day for one in both])
    return drawn.ratio(abs(_errors(both, Method.REPLAY)), abs(_errors(both, other)), days)


def _score(drawn: Days, method: Method, bucket: str, told: Sequence[Told], from_day: int) -> Score | None:
    if not told:
        return None
    days, errors = np.array([one.day - from_day for one in told]), _errors(told, method)
    raw, kept, width = _ranges(drawn, method, told, from_day)
    return Score(
        method,
        bucket,
        len(told),
        error=drawn.mean(abs(errors), days),
        bias=drawn.mean(errors, days),
        late=drawn.quantile(abs(errors), days, LATE),
        raw=raw,
        kept=kept,
        width=width,
    )


def _ranges(
    drawn: Days, method: Method, told: Sequence[Told], from_day: int
) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Return how often ranges held, raw and corrected, and how wide they were; where both ends are."""
    ranged = [one for one in told if one.guesses[method].kept is not None]
    raw = [ends for one in ranged if (ends := one.guesses[method].raw) is not None]
    kept = [ends for one in ranged if (ends := one.guesses[method].kept) is not None]
    if not kept:
        return None, None, None
    days, waits = np.array([one.day - from_day for one in ranged]), _waits(ranged)
    values = _holds(raw, waits), _holds(kept, waits), _widths(kept)
    held, corrected, width = (drawn.mean(value, days) for value in values)
    return held, corrected, width


def _holds(ends: Sequence[Ends], waits: Floats) -> Floats:
    low, high = (np.array([one[side] for one in ends]) / MINUTE_MS for side in (0, 2))
    return ((low <= waits) & (waits <= high)).astype(np.float64)


def _widths(ends: Sequence[Ends]) -> Floats:
    return np.array([one.high_ms - one.low_ms for one in ends]) / MINUTE_MS
