"""What the journal says after a run: counts, and whether a promise was broken.

It shares nothing with the engine: it reads the journal's bare rows as JSON and follows each ticket by its own
small book-keeping, so that a mistake in the rules cannot hide itself here. No Struct of the hall is imported.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from queue_server.demo.audit_attendance import RollCall, Roster
from queue_server.demo.audit_cards import CardAuditor
from queue_server.demo.audit_story import StoryAuditor
from queue_server.demo.story import Scene
from queue_server.demo.summary import Summary

Row = Mapping[str, Any]
"""A journal row: ``seq``, ``at_ms``, and ``body`` as parsed JSON with the event's name under ``event``."""


class Known(msgspec.Struct, frozen=True):
    """What anybody in the hall knows and no journal says: who works there and when, what was to happen."""

    roster: Roster = Roster()
    scenes: tuple[Scene, ...] = ()
    day_start_ms: int = 0


NOTHING = Known()

COUNTED = {
    "ticket_issued": "issued",
    "ticket_called": "called",
    "service_finished": "served",
    "ticket_missed": "missed",
    "ticket_cancelled": "cancelled",
    "ticket_transferred": "transferred",
    "service_rated": "ratings",
}
"""Event -> the figure it counts in."""


class Paper:
    """What the auditor knows of one ticket, from the rows alone."""

    def __init__(self, row: Row) -> None:
        body = row["body"]
        self.id: str = body["ticket"]
        self.lane = (body["item"], body["klass"], body["weight"])
        self.ref_ms: int = body["ref_ms"]
        self.place = "waiting"
        self.window = ""
        self.is_plain = True
        """Never missed, held, transferred, reserved or undone: order among such is beyond argument."""
        self.misses = 0

    def move(self, place: str, window: str = "") -> None:
        self.place = place
        self.window = window


class Auditor:
    """Follows the rows in order; ``finish`` gives the summary."""

    def __init__(self, known: Known = NOTHING) -> None:
        self._others = (
            CardAuditor(),
            RollCall(known.roster),
            StoryAuditor(known.scenes, known.day_start_ms),
        )
        self._papers: dict[str, Paper] = {}
        self._numbers: Counter[tuple[str, str, int]] = Counter()
        self._waiting: dict[tuple[str, str, int], dict[str, Paper]] = defaultdict(dict)
        self._at_window: dict[str, str] = {}
        self._summary = Summary()
        self._before: dict[str, list[tuple[Paper, str, str, str]]] = defaultdict(list)
        """Window -> the moves of its last command, to take back at an undo."""
        self._command_of: dict[str, str] = {}
        self._figure = ""
        self._announced: set[int] = set()

    def read(self, rows: Iterable[Row]) -> None:
        """Follow ``rows``, which must come in the order of ``seq``."""
        for row in rows:
            self._read_one(row)
            for other in self._others:
                other.read(row)

    def _read_one(self, row: Row) -> None:
        body = row["body"]
        self._figure = COUNTED.get(body["event"], "")
        self._count(self._figure, 1)
        if body.get("announcement"):
            self._announced.add(body["announcement"])
        follow = getattr(self, "_" + body["event"], None)
        if follow is not None:
            follow(row, body)

    def _count(self, figure: str, change: int) -> None:
        if figure:
            setattr(self._summary, figure, getattr(self._summary, figure) + change)

    # --- one method for each event that moves a ticket ---

    def _ticket_issued(self, row: Row, body: Row) -> None:
        paper = Paper(row)
        key = (body["ticket"].split("-")[0], body["queue"], body["ordinal"])
        self._numbers[key] += 1
        if self._numbers[key] > 1 or paper.id in self._papers:
            self._summary.duplicate_numbers.append(paper.id)
        self._papers[paper.id] = paper
        self._waiting[paper.lane][paper.id] = paper

    def _ticket_called(self, row: Row, body: Row) -> None:
        paper = self._paper(body["ticket"])
        if paper is None:
            return
        self._check_one_call(paper, body["window"])
        if body["kind"] == "next":
            self._check_order(paper, row["at_ms"])
        self._move(row, paper, "called", body["window"])
        self._at_window[body["window"]] = paper.id

    def _service_started(self, row: Row, body: Row) -> None:
        self._step(row, body, "serving", body["window"])

    def _service_finished(self, row: Row, body: Row) -> None:
        self._leave(row, body, "served")

    def _ticket_missed(self, row: Row, body: Row) -> None:
        self._leave(row, body, "missed")
        self._unplain(body)

    def _ticket_held(self, row: Row, body: Row) -> None:
        self._leave(row, body, "held")
        self._unplain(body)

    def _ticket_transferred(self, row: Row, body: Row) -> None:
        self._unplain(body)
        self._leave(row, body, "waiting")

    def _ticket_returned(self, row: Row, body: Row) -> None:
        self._step(row, body, "waiting")

    def _ticket_cancelled(self, row: Row, body: Row) -> None:
        self._leave(row, body, "cancelled")

    def _ticket_closed(self, row: Row, body: Row) -> None:
        self._leave(row, body, "closed")

    def _class_changed(self, _row: Row, body: Row) -> None:
        self._unplain(body)

    def _item_added(self, row: Row, body: Row) -> None:
        """A step that moves no ticket: an undo behind it takes back nothing that moved before."""
        self._begin_command(row, body["window"])

    def _step_undone(self, _row: Row, body: Row) -> None:
        for paper, place, window, figure in reversed(self._before.pop(body["window"], [])):
            self._count(figure, -1)
            self._place(paper, place, window)
            paper.is_plain = False

    # --- book-keeping ---

    def _paper(self, ticket: str) -> Paper | None:
        paper = self._papers.get(ticket)
        if paper is None:
            self._summary.lost_tickets.append(ticket)
        return paper

    def _step(self, row: Row, body: Row, place: str, window: str = "") -> None:
        paper = self._paper(body["ticket"])
        if paper is not None:
            self._move(row, paper, place, window)

    def _leave(self, row: Row, body: Row, place: str) -> None:
        self._step(row, body, place)

    def _unplain(self, body: Row) -> None:
        paper = self._papers.get(body["ticket"])
        if paper is not None:
            paper.is_plain = False
            self._waiting[paper.lane].pop(paper.id, None)

    def _move(self, row: Row, paper: Paper, place: str, window: str) -> None:
        at_window = window or paper.window
        if at_window:
            self._begin_command(row, at_window)
            self._before[at_window].append((paper, paper.place, paper.window, self._figure))
        self._place(paper, place, window)

    def _begin_command(self, row: Row, window: str) -> None:
        """Begin the moves of a window's newest command, unless it has begun."""
        if self._command_of.get(window) != row["request"]:
            self._command_of[window] = row["request"]
            self._before[window] = []

    def _place(self, paper: Paper, place: str, window: str) -> None:
        if paper.window and self._at_window.get(paper.window) == paper.id:
            del self._at_window[paper.window]
        paper.move(place, window)
        if window:
            self._at_window[window] = paper.id
        if place == "waiting" and paper.is_plain:
            self._waiting[paper.lane][paper.id] = paper
        else:
            self._waiting[paper.lane].pop(paper.id, None)

    # --- the promises ---

    def _check_one_call(self, paper: Paper, window: str) -> None:
        if paper.place in ("called", "serving"):
            self._summary.tickets_called_twice_at_once.append(paper.id)
        busy_with = self._at_window.get(window)
        if busy_with is not None and busy_with != paper.id:
            self._summary.tickets_called_twice_at_once.append(busy_with)

    def _check_order(self, paper: Paper, at_ms: int) -> None:
        if not paper.is_plain or paper.place != "waiting":
            return
        for other in self._waiting[paper.lane].values():
            if other is not paper and other.ref_ms < min(paper.ref_ms, at_ms):
                self._summary.out_of_order.append(paper.id)
                return

    def finish(
        self, acknowledged: Iterable[str], still_open: Iterable[str] | None, seen: Iterable[int] = ()
    ) -> Summary:
        """Close the books.

        ``acknowledged``: tickets that citizens were given. ``still_open``: tickets that the running hall says
        are open, or None when nobody asked. A ticket is lost when a citizen has it and the journal does not,
        or when the journal leaves it open and the hall does not know it. ``seen``: the announcements that a
        board was told, in the order in which it was told; they must be 1, 2, 3 ... and stand in the journal.
        """
        self._summary.lost_tickets += [t for t in acknowledged if t not in self._papers]
        if still_open is not None:
            known = set(still_open)
            self._summary.lost_tickets += [t for t in self._open() if t not in known]
        self._summary.announced_out_of_turn = [
            str(n) for turn, n in enumerate(seen, start=1) if n != turn or n not in self._announced
        ]
        for other in self._others:
            other.finish(self._summary)
        return self._summary

    def _open(self) -> Iterator[str]:
        ended = ("served", "cancelled", "closed")
        return (paper.id for paper in self._papers.values() if paper.place not in ended)
