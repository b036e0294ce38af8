"""The screens that are told of changed documents: boards first, then windows, the wall, and kiosks at a pace.

Every number issued changes documents that every kiosk sees. So kiosks are told at once only when they were
not a little while ago; else the keys gather, and the newest state of each goes out when the pace allows.
Phones have rounds of their own. Bounds and overflow rules are ``seat``'s. Nothing waits in here.
"""

import asyncio
from collections.abc import Mapping

import structlog

from queue_server.clock import Clock
from queue_server.runtime.drains import Drains
from queue_server.runtime.library import Library, View
from queue_server.runtime.seat import Seat, say_to_all
from queue_server.vocabulary import Role

TIERS = (Role.BOARD, Role.WINDOW, Role.RATING, Role.WALL, Role.MANAGER)
"""Who is told in a round, the first first."""

log = structlog.stdlib.get_logger("queue_server.audience")


class Screens:
    """Everybody in role but the phones."""

    def __init__(
        self,
        clock: Clock,
        library: Library,
        seats: Mapping[Role, Mapping[str, Seat]],
        drains: Drains,
        kiosks_s: float,
    ) -> None:
        self._clock, self._library, self._seats, self._drains = clock, library, seats, drains
        self._kiosks_s = kiosks_s
        self._of_kiosks: set[str] = set()
        """Keys that changed and no kiosk was told yet; bounded by the keys there are."""
        self.kiosks_due_s = 0.0
        """When kiosks may be told again, on the loop's clock."""
        self.wanted = asyncio.Event()
        """Set while kiosks wait to be told."""

    def tell_kiosks_soon(self, changed: set[str], now_s: float) -> None:
        """Have kiosks told of these keys: now, if they may be told now."""
        self._of_kiosks |= changed
        if not self._of_kiosks:
            return
        if now_s >= self.kiosks_due_s:
            self.tell_kiosks(now_s)
        else:
            self.wanted.set()

    def tell_kiosks(self, now_s: float) -> None:
        """Tell kiosks the newest state of everything that gathered; memory and disk agree."""
        self.wanted.clear()
        changed, self._of_kiosks = self._of_kiosks, set()
        self.kiosks_due_s = now_s + self._kiosks_s
        self.tell_role(Role.KIOSK, changed)

    def tell_role(self, role: Role, changed: set[str]) -> None:
        """Tell the screens of one kind of these keys, each of those that it sees."""
        ready: dict[View, list[Seat]] = {}
        for seat in self._seats[role].values():
            if seat.pending or (seat.is_full and role is not Role.WINDOW):
                seat.pending.update(key for key in changed if seat.view.sees(key))
                self._drains.watch(seat)
            elif seat.is_open:
                ready.setdefault(seat.view, []).append(seat)
        for view, seats in ready.items():
            keys = {key for key in changed if view.sees(key)}
            if keys:
                data = self._library.delta(keys, self._clock.now_ms())
                say_to_all(seats, data)
        if role is Role.WINDOW:
            self._cut_full_windows()

    def _cut_full_windows(self) -> None:
        for seat in self._seats[Role.WINDOW].values():
            if seat.is_full:
                self._drains.watch(seat)
            if seat.buffered_bytes > seat.bounds.window_bytes_max and seat.is_open:
                log.warning("slow_window_cut", window=seat.name, bytes=seat.buffered_bytes)
                seat.cut()
