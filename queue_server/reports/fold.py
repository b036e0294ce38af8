"""One pass over the journal's events for a whole report: tickets, cards, attendance, devices, and the days.

A day goes from its ``day_opened`` to the next one, so tickets closed at its end belong to it although that is
written after midnight. What is said of cards, punches and absences counts wherever it stands in the journal:
a card revoked in April is a revoked card of March.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from queue_server.hall import events as e
from queue_server.reports.cards import Card, Cards
from queue_server.reports.follow import Fact, Followed, Follower, Handler
from queue_server.reports.lean import LEAN
from queue_server.reports.outages import DeviceFigures, Outages
from queue_server.reports.period import ReportPeriod
from queue_server.reports.presence import Attendance, Presence
from queue_server.reports.tally import Tally
from queue_server.vocabulary import StaffId, TicketClass

MINUTE_MS = 60_000
DAY_MS = 86_400_000


class Basis(msgspec.Struct, frozen=True):
    """What the formulas are told of the configuration."""

    targets_ms: Mapping[TicketClass, int] = {}
    """The target wait of each class; a class without one is always in time."""
    utc_offset_min: int = 480
    window_signs_count: bool = True

    @property
    def offset_ms(self) -> int:
        return self.utc_offset_min * MINUTE_MS

    def day_of(self, at_ms: int) -> str:
        """Return the local day of an instant, ``20260302``."""
        return datetime.fromtimestamp((at_ms + self.offset_ms) / 1000, UTC).strftime("%Y%m%d")

    def midnight_ms(self, day: str) -> int:
        """Return the local midnight with which the day begins."""
        start = datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC)
        return round(start.timestamp()) * 1000 - self.offset_ms


class Told(msgspec.Struct, frozen=True):
    """What a period comes to."""

    period: ReportPeriod
    tally: Tally
    days: tuple[str, ...]
    """The days on which the hall's day was opened."""
    cards: tuple[Card, ...]
    attendance: dict[StaffId, Attendance]
    devices: tuple[DeviceFigures, ...]
    is_finished: bool
    """Whether nothing more can come: its last day is past and the last day opened was closed."""
    until_ms: int
    """The instant of the last event that counts."""


class ReportFold:
    """The fold over periods that do not overlap. ``take`` each event in the journal's order."""

    def __init__(self, periods: Sequence[ReportPeriod], basis: Basis) -> None:
        self._periods = tuple(periods)
        self._basis = basis
        self._tallies = [Tally(basis.targets_ms, basis.offset_ms) for _ in self._periods]
        self._opened: list[str] = []
        self._closed: set[str] = set()
        self._days: dict[int, str] = {}
        self._cards = Cards(self._day_of)
        self._presence = Presence(self._day_of, basis.window_signs_count)
        self._outages = Outages()
        self._follower = Follower(Followed(), _ignore)
        self._handlers = self._handled()

    def take(self, at_ms: int, actor: str, event: e.Event) -> None:
        """Let one event count, if it is one that counts."""
        if type(event) is e.StaffSignedOut:
            self._presence.signed_out(at_ms, actor, event)
        handler = self._handlers.get(type(event))
        if handler is not None:
            handler(at_ms, event)

    @property
    def kinds(self) -> frozenset[type[e.Event]]:
        """The events that count, in their lean form; a reader may leave all others unread."""
        return frozenset(self._handlers) - LEAN.keys()

    def told(self, number: int, now_ms: int) -> Told:
        """Return what the period of this number came to, as known at ``now_ms``."""
        period, tally = self._periods[number], self._tallies[number]
        days = tuple(day for day in self._opened if period.has_day(day))
        cards = self._cards.of_days(period.days)
        first_ms = self._basis.midnight_ms(period.days[0])
        end_ms = min(self._basis.midnight_ms(period.days[-1]) + DAY_MS, now_ms)
        return Told(
            period,
            tally,
            days,
            cards,
            self._presence.of_days(period.days, self._basis.midnight_ms, cards),
            self._outages.between(first_ms, end_ms),
            self._is_finished(period, days, self._basis.day_of(now_ms)),
            tally.until_ms,
        )

    def _is_finished(self, period: ReportPeriod, days: tuple[str, ...], today: str) -> bool:
        is_closed = not days or days[-1] in self._closed
        is_over = period.days[-1] < today or period.days[-1] in self._closed
        return is_closed and is_over

    def _handled(self) -> dict[type[e.Event], Handler]:
        handlers: dict[type[e.Event], Callable[[int, Any], None]] = {
            **self._follower.handlers,
            **self._cards.handlers,
            **self._presence.handlers,
            e.DeviceChanged: self._outages.changed,
            e.DayOpened: self._open_day,
            e.DayClosed: lambda _at_ms, event: self._closed.add(event.day),
            e.StaffSignedIn: self._signed_in,
        }
        handlers.update({lean: handlers[full] for full, lean in LEAN.items()})
        return handlers

    def _open_day(self, at_ms: int, event: e.DayOpened) -> None:
        self._follower.begin_day()
        self._opened.append(event.day)
        self._follower.count = _ignore
        for period, tally in zip(self._periods, self._tallies, strict=True):
            if period.has_day(event.day):
                tally.begin_day(event.day, at_ms)
                self._follower.count = tally.count

    def _signed_in(self, at_ms: int, event: e.StaffSignedIn) -> None:
        self._follower.signed_in(at_ms, event)
        self._presence.signed_in(at_ms, event.staff)

    def _day_of(self, at_ms: int) -> str:
        """Return the local day; a month asks for the same few days very often."""
        number = (at_ms + self._basis.offset_ms) // DAY_MS
        day = self._days.get(number)
        if day is None:
            day = self._days[number] = self._basis.day_of(at_ms)
        return day


def _ignore(_fact: Fact, _sign: int) -> None:
    """A day of no period counts nowhere."""
