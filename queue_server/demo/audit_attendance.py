"""Who came and when, from the journal's bare rows: the auditor's own roll call, to hold the rule's against.

It is told who has a shift and when sessions are, as anybody in the hall knows it; what is late it works out
itself. Nothing of supervision is imported.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from queue_server.demo.summary import Attendance, Summary

Row = Mapping[str, Any]

MINUTE_MS = 60_000
DAY_MS = 1440 * MINUTE_MS


class Span(msgspec.Struct, frozen=True):
    """A session in minutes of the local day."""

    opens_min: int
    start_min: int
    end_min: int


class Roster(msgspec.Struct, frozen=True):
    """Who works here, and when."""

    staff: frozenset[str] = frozenset()
    spans: tuple[Span, ...] = ()
    utc_offset_min: int = 480


class RollCall:
    """Follows the rows in order; ``finish`` writes into the summary."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._present: set[str] = set()
        self._came_ms: dict[tuple[str, int, int], int] = {}
        """Staff, day and session -> the first punch that can be a coming."""
        self._leaves: dict[str, str] = {}
        """Absence on file -> whose."""
        self._corrected: set[str] = set()
        """Staff of whom something was approved or assigned by hand: their cards are a person's word."""
        self._strays: set[str] = set()
        self._cards: dict[str, tuple[str, str, int]] = {}
        """Late cards that stand -> staff, day, session."""

    def read(self, row: Row) -> None:
        """Follow one row."""
        body = row["body"]
        match body["event"]:
            case "badge_read" if body["staff"]:
                self._punched(body["staff"], row["at_ms"], is_sign_in=False)
            case "badge_read":
                self._strays.add(body["mark"])
            case "staff_signed_in":
                self._punched(body["staff"], row["at_ms"], is_sign_in=True)
            case "badge_assigned":
                self._strays.discard(body["mark"])
                self._corrected.add(body["staff"])
            case "punch_made_up":
                self._corrected.add(body["staff"])
            case "absence_filed":
                self._leaves[body["absence"]] = body["staff"]
                self._corrected.add(body["staff"])
            case "absence_withdrawn":
                self._leaves.pop(body["absence"], None)
            case "card_raised" if body["rule"] == "late":
                self._cards[body["card"]] = (body["staff"], body["day"], int(body["facts"]["session_no"]))
            case "card_moved" if body["state"] == "revoked" and body["card"] in self._cards:
                self._revoked(body["card"], body["move"])

    def _revoked(self, card: str, move: str) -> None:
        """Take a card off the roll; where a person did it, nobody is held to the punches any more."""
        staff, _, _ = self._cards.pop(card)
        if move == "revoke":
            self._corrected.add(staff)

    def _punched(self, staff: str, at_ms: int, *, is_sign_in: bool) -> None:
        """Note a punch; whoever signs in at a window comes, a badge in the second half of a session goes."""
        self._present.add(staff)
        day, in_day_ms = divmod(at_ms + self._roster.utc_offset_min * MINUTE_MS, DAY_MS)
        for number, span in enumerate(self._roster.spans):
            last_min = span.end_min if is_sign_in else (span.start_min + span.end_min) / 2
            if span.opens_min <= in_day_ms / MINUTE_MS < last_min:
                self._came_ms.setdefault((staff, day, number), in_day_ms)

    def finish(self, summary: Summary) -> None:
        """Write the figures, and whom the rule judged otherwise than the punches do."""
        roster = self._roster.staff
        late = {key for key, came_ms in self._came_ms.items() if self._is_late(key[2], came_ms)}
        late = {key for key in late if key[0] in roster and key[0] not in self._corrected}
        on_leave = {staff for staff in self._leaves.values() if staff in roster} - self._present
        present, expected = self._present & roster, roster - on_leave
        summary.attendance = Attendance(
            expected=len(expected),
            present=len(present),
            late=len({staff for staff, _, _ in late}),
            absent=len(expected - present),
            on_leave=len(on_leave),
            unknown_badges=len(self._strays),
        )
        summary.late_misjudged += self._misjudged(late)

    def _is_late(self, session: int, came_ms: int) -> bool:
        return came_ms > self._roster.spans[session].start_min * MINUTE_MS

    def _misjudged(self, late: set[tuple[str, int, int]]) -> list[str]:
        """Return who has a card of being late and was not, or was and has none."""
        carded = {(staff, number) for staff, _, number in self._cards.values() if staff in self._roster.staff}
        carded = {key for key in carded if key[0] not in self._corrected}
        came = {(staff, number) for staff, _, number in late}
        return sorted(f"{staff} session {number + 1}" for staff, number in came ^ carded)
