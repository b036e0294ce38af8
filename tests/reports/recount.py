"""Counts a day again from bare rows, by a slow way of its own; nothing of the rooms is imported.

First every row that an undo took back is struck out, then what is left is simply counted. The tests compare
this with the figures of the house.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]
"""``at_ms``, ``request`` and ``body``, the event as parsed JSON."""

STEPS = {
    "ticket_called",
    "service_started",
    "service_finished",
    "ticket_missed",
    "ticket_held",
    "ticket_transferred",
    "item_added",
    "window_paused",
    "window_unpaused",
}
OF_A_STEP = STEPS | {"ticket_closed"}
"""A ticket missed twice is closed in the same step."""


def standing(rows: Iterable[Row]) -> list[Row]:
    """Return the rows that no undo took back."""
    rows = list(rows)
    last_step: dict[str, str] = {}
    struck: set[str] = set()
    for row in rows:
        body = row["body"]
        if body["event"] in STEPS:
            last_step[body["window"]] = row["request"]
        elif body["event"] == "step_undone":
            struck.add(last_step.pop(body["window"]))
    assert "" not in struck, "the clock's own step was undone"
    return [row for row in rows if row["request"] not in struck or row["body"]["event"] not in OF_A_STEP]


class Recount:
    """The figures of rows by every side: ``all``, ``queue:A``, ``item:A1``, ``window:03``, ``staff:S1``,
    ``hour:9``, ``day:20260302``.
    """

    def __init__(
        self, rows: Iterable[Row], targets_ms: Mapping[Any, int], offset_ms: int = 28_800_000
    ) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.waits: dict[str, list[int]] = defaultdict(list)
        self.services: dict[str, list[int]] = defaultdict(list)
        self.stars: dict[str, Counter[int]] = defaultdict(Counter)
        self.issued_places: Counter[int] = Counter()
        self.served_places: Counter[int] = Counter()
        self._targets_ms = targets_ms
        self._offset_ms = offset_ms
        self._tickets: dict[str, dict[str, Any]] = {}
        self._staff: dict[str, str] = {}
        self._finishers: dict[str, tuple[str, str]] = {}
        self._first_calls: set[str] = set()
        self._day = ""
        for row in standing(rows):
            self._row(row["at_ms"], row["body"])

    def _row(self, at_ms: int, body: Row) -> None:
        event, window = body["event"], body.get("window", "")
        if event == "day_opened":
            self._day = body["day"]
        elif event == "ticket_issued":
            self._tickets[body["ticket"]] = {**body, "at_ms": at_ms}
            self._count("issued", at_ms, body["ticket"])
            self.issued_places[self._minute(at_ms) // 10] += 1
        elif event == "class_changed":
            self._tickets[body["ticket"]]["klass"] = body["klass"]
        elif event == "staff_signed_in":
            self._staff[window] = body["staff"]
        elif event == "staff_signed_out":
            del self._staff[window]
        else:
            self._step(at_ms, event, body)

    def _step(self, at_ms: int, event: str, body: Row) -> None:
        if event == "ticket_called":
            self._called(at_ms, body)
        elif event == "service_finished":
            self._finished(at_ms, body)
        elif event == "item_added":
            self._count("item_done", at_ms, body["ticket"], body["window"], body["served_ms"])
            self._tickets[body["ticket"]]["item"] = body["item"]
        elif event == "ticket_transferred":
            self._count("transferred", at_ms, body["ticket"], body["window"])
            self._tickets[body["ticket"]]["item"] = body["item"]
        elif event in ("ticket_missed", "ticket_cancelled", "ticket_closed"):
            self._ended(at_ms, event.removeprefix("ticket_"), body)
        elif event in ("service_rated", "rating_lapsed"):
            self._rated(at_ms, body)

    def _ended(self, at_ms: int, name: str, body: Row) -> None:
        window = body.get("window", "")
        if body.get("reason") == "missed_twice":
            window = self._tickets[body["ticket"]]["missed_at"]
        self._tickets[body["ticket"]]["missed_at"] = window
        self._count(name, at_ms, body["ticket"], window)

    def _called(self, at_ms: int, body: Row) -> None:
        ticket = self._tickets[body["ticket"]]
        if body["ticket"] in self._first_calls:
            return
        self._first_calls.add(body["ticket"])
        wait = at_ms - ticket["at_ms"]
        for key in self._count("called", at_ms, body["ticket"], body["window"]):
            self.waits[key].append(wait)
            self.counts[key]["within"] += wait <= self._targets_ms[ticket["klass"]]

    def _finished(self, at_ms: int, body: Row) -> None:
        service = None if body.get("joins") else body.get("served_ms", 0)
        self._count("served", at_ms, body["ticket"], body["window"], service)
        self.served_places[self._minute(at_ms) // 10] += 1
        self._finishers[body["ticket"]] = (self._staff[body["window"]], body["item"])

    def _rated(self, at_ms: int, body: Row) -> None:
        staff, item = self._finishers[body["ticket"]]
        queue = self._tickets[body["ticket"]]["queue"]
        hour = f"hour:{self._minute(at_ms) // 60}"
        for key in (
            "all",
            f"queue:{queue}",
            f"item:{item}",
            f"window:{body['window']}",
            f"staff:{staff}",
            hour,
            f"day:{self._day}",
        ):
            self.stars[key][body.get("stars", 0)] += 1

    def _minute(self, at_ms: int) -> int:
        return (at_ms + self._offset_ms) // 60_000 % 1440

    def _count(
        self, name: str, at_ms: int, ticket: str, window: str = "", service: int | None = None
    ) -> tuple[str, ...]:
        known = self._tickets[ticket]
        keys = [
            "all",
            f"queue:{known['queue']}",
            f"item:{known['item']}",
            f"hour:{self._minute(at_ms) // 60}",
            f"day:{self._day}",
        ]
        if window:
            keys += [f"window:{window}", f"staff:{self._staff[window]}"]
        for key in keys:
            self.counts[key][name] += 1
            if service is not None:
                self.services[key].append(service)
        return tuple(keys)
