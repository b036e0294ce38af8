"""Judges the forecasts of a day again from bare rows, by a slow way of its own, with fractions."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from queue_server.reports.accuracy import Accuracy
from tests.reports.recount import Row, standing

Wait = dict[str, Any]


class ForecastRecount:
    """What was told and what came, by ``all``, ``queue:A``, ``item:A1``, ``day:20260302``."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.issued: dict[str, list[Wait | None]] = defaultdict(list)
        self.called: dict[str, list[tuple[Wait, int]]] = defaultdict(list)
        self.served: dict[str, list[Wait]] = defaultdict(list)
        self._tickets: dict[str, dict[str, Any]] = {}
        self._day = ""
        for row in standing(rows):
            self._row(row["at_ms"], row["body"])

    def _row(self, at_ms: int, body: Row) -> None:
        event = body["event"]
        if event == "day_opened":
            self._day = body["day"]
        elif event == "ticket_issued":
            self._tickets[body["ticket"]] = {**body, "at_ms": at_ms, "is_called": False}
        ticket = self._tickets.get(body.get("ticket", ""))
        if ticket is None:
            return
        wait = ticket.get("wait")
        for key in ("all", f"queue:{ticket['queue']}", f"item:{ticket['item']}", f"day:{self._day}"):
            if event == "ticket_issued":
                self.issued[key].append(wait)
            elif event == "ticket_called" and wait and not ticket["is_called"]:
                self.called[key].append((wait, at_ms - ticket["at_ms"]))
            elif event == "service_finished" and wait:
                self.served[key].append(wait)
        ticket["is_called"] |= event == "ticket_called"
        if event in ("item_added", "ticket_transferred"):
            ticket["item"] = body["item"]


def same_forecasts(found: Accuracy, counted: ForecastRecount, key: str) -> None:
    """Check every figure of a side; the formulas are made anew here."""
    issued, called = counted.issued[key], counted.called[key]
    given = [wait for wait in issued if wait]
    assert (found.foretold, found.unforetold) == (len(given), len(issued) - len(given))
    assert found.fluid == sum(wait.get("method") == "fluid" for wait in given)
    assert found.doubtful == sum(wait.get("is_doubtful", False) for wait in given)
    assert found.doubtful_served == sum(wait.get("is_doubtful", False) for wait in counted.served[key])
    assert found.judged == len(called)
    assert found.coverage.whole == len(called)
    assert found.coverage.part == sum(_is_between(wait, came_ms) for wait, came_ms in called)
    off = [(wait["mid_ms"] - came_ms) for wait, came_ms in called if wait["mid_ms"] is not None]
    naive = [(wait.get("naive_ms", 0) - came_ms) for wait, came_ms in called if wait["mid_ms"] is not None]
    for mean, values in (
        (found.error_ms, [abs(one) for one in off]),
        (found.bias_ms, off),
        (found.naive_error_ms, [abs(one) for one in naive]),
        (found.naive_bias_ms, naive),
        (found.width_ms, [60_000 * width for wait, _ in called for width in _width(wait)]),
    ):
        assert mean == _nearest(values), key
    ratio = Fraction(sum(map(abs, off)), sum(map(abs, naive))) if any(naive) else None
    assert ratio == (Fraction(*_parts(found)) if found.error_share.whole else None)


def _parts(found: Accuracy) -> tuple[int, int]:
    return found.error_share.part, found.error_share.whole


def _is_between(wait: Wait, came_ms: int) -> bool:
    """Return whether it came in the minutes that were read."""
    low, high = wait["low_min"], wait["high_min"]
    at_min = Fraction(came_ms, 60_000)
    return low is not None and low <= at_min and (high is None or at_min <= high)


def _width(wait: Wait) -> list[int]:
    ends = wait["low_min"], wait["high_min"]
    return [] if None in ends else [ends[1] - ends[0]]


def _nearest(values: list[int]) -> int | None:
    """Return the integer nearest to the mean, a half up."""
    return (Fraction(sum(values), len(values)) + Fraction(1, 2)).__floor__() if values else None
