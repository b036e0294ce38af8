"""How well forecasts did: counts and sums of one side (a queue, an item, all), and the formulas over them.

Exact, in integers; changed by the functions here alone. The naive figure is judged beside the median, on the
same tickets. What is taken back (-1) leaves no trace.
"""

from collections.abc import Iterable

import msgspec

from queue_server.hall.lookup import MINUTE_MS
from queue_server.reports.figures import Share, rounded
from queue_server.reports.foretold import Foretold


class Accuracy(msgspec.Struct, array_like=True):
    """What counted. Sums run over the forecasts that came true and, of errors, had a median."""

    foretold: int = 0
    """Tickets issued with a forecast."""
    unforetold: int = 0
    """Tickets issued without one."""
    fluid: int = 0
    """Of those with one: made without replays."""
    doubtful: int = 0
    """Of those with one: the citizen was warned and took the number all the same."""
    doubtful_served: int = 0
    judged: int = 0
    """Forecasts that came true: first calls that stand, of tickets with one."""
    held: int = 0
    """Of the judged: the wait lay in the range that was read."""
    without_median: int = 0
    """Of the judged: "not today" was foretold, which has no error."""
    error_sum_ms: int = 0
    bias_sum_ms: int = 0
    naive_error_sum_ms: int = 0
    naive_bias_sum_ms: int = 0
    unbounded: int = 0
    """Of the judged: the range that was read lacked an end, so it has no width."""
    width_sum_min: int = 0

    @property
    def timed(self) -> int:
        """Return the judged that had a median."""
        return self.judged - self.without_median

    @property
    def error_ms(self) -> int | None:
        """Return the mean of |median - wait|."""
        return rounded(self.error_sum_ms, self.timed)

    @property
    def bias_ms(self) -> int | None:
        """Return the mean of median - wait: above zero, too long a wait was foretold."""
        return rounded(self.bias_sum_ms, self.timed)

    @property
    def naive_error_ms(self) -> int | None:
        return rounded(self.naive_error_sum_ms, self.timed)

    @property
    def naive_bias_ms(self) -> int | None:
        return rounded(self.naive_bias_sum_ms, self.timed)

    @property
    def error_share(self) -> Share:
        """Return the error as a share of the naive figure's: below all of it is better."""
        return Share(self.error_sum_ms, self.naive_error_sum_ms)

    @property
    def coverage(self) -> Share:
        """Return the waits that lay in the range that was read, of the judged."""
        return Share(self.held, self.judged)

    @property
    def width_ms(self) -> int | None:
        """Return the mean width of the ranges with two ends."""
        return rounded(self.width_sum_min * MINUTE_MS, self.judged - self.unbounded)


def count_issued(one: Accuracy, foretold: Foretold | None, sign: int) -> None:
    """Let an issued ticket count."""
    if foretold is None:
        one.unforetold += sign
        return
    one.foretold += sign
    one.fluid += sign * foretold.is_fluid
    one.doubtful += sign * foretold.is_doubtful


def count_called(one: Accuracy, foretold: Foretold, wait_ms: int, sign: int) -> None:
    """Let a first call count. It lies on the path of every call, so it goes straight."""
    one.judged += sign
    if foretold.has_held(wait_ms):
        one.held += sign
    low, high, mid_ms = foretold.low_min, foretold.high_min, foretold.mid_ms
    if low is None or high is None:
        one.unbounded += sign
    else:
        one.width_sum_min += sign * (high - low)
    if mid_ms is None:
        one.without_median += sign
        return
    off_ms, naive_off_ms = sign * (mid_ms - wait_ms), sign * (foretold.naive_ms - wait_ms)
    one.bias_sum_ms += off_ms
    one.error_sum_ms += sign * abs(off_ms)
    one.naive_bias_sum_ms += naive_off_ms
    one.naive_error_sum_ms += sign * abs(naive_off_ms)


def summed(parts: Iterable[Accuracy]) -> Accuracy:
    """Return the counts of several sides as one."""
    whole = Accuracy()
    for part in parts:
        for name in Accuracy.__struct_fields__:
            setattr(whole, name, getattr(whole, name) + getattr(part, name))
    return whole
