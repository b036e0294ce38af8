"""Connections that are full: who they are, when they may be told more, and when they are given up.

A full connection is looked at again and again until its buffer has drained; then it gets the newest state of
everything it missed and the announcements in order. One that stays full belongs to a slow reader and is cut.
"""

import asyncio
from collections.abc import Callable, Mapping, Set

import structlog

from queue_server.clock import Clock
from queue_server.runtime.announcer import Announcer
from queue_server.runtime.library import Library
from queue_server.runtime.seat import Seat
from queue_server.runtime.writer import Writer
from queue_server.vocabulary import Role

log = structlog.stdlib.get_logger("queue_server.audience")


class Drains:
    """Watches over full connections."""

    def __init__(
        self,
        writer: Writer,
        clock: Clock,
        library: Library,
        announcer: Announcer,
        seats: Mapping[Role, Mapping[str, Seat]],
        look_s: float,
    ) -> None:
        self._writer, self._clock = writer, clock
        self._library, self._announcer = library, announcer
        self._seats, self._look_s = seats, look_s
        self._somebody_full = asyncio.Event()
        self.untold: Callable[[Role], Set[str]] = lambda _: frozenset()
        """Keys that a kind of screen is told only later; who hears of a number must know all up to it."""

    def watch(self, seat: Seat) -> None:
        """Look after this client if it is full, or was not told everything."""
        is_waiting = seat.is_full or seat.pending or self._announcer.is_behind(seat)
        if seat.full_since_s is None and is_waiting:
            seat.full_since_s = asyncio.get_running_loop().time()
            self._somebody_full.set()

    async def run(self) -> None:
        """Look at full connections while there are any; until cancelled."""
        while True:
            await self._somebody_full.wait()
            await asyncio.sleep(self._look_s)
            await self._writer.read(lambda _: self._look())

    def _look(self) -> None:
        self._somebody_full.clear()
        watched = [
            seat for seats in self._seats.values() for seat in seats.values() if seat.full_since_s is not None
        ]
        for seat in watched:
            self._look_at(seat, asyncio.get_running_loop().time())
        if any(seat.full_since_s is not None for seat in watched):
            self._somebody_full.set()

    def _look_at(self, seat: Seat, now_s: float) -> None:
        assert seat.full_since_s is not None, "only watched seats are looked at"
        if not seat.is_open:
            seat.full_since_s = None
        elif not seat.is_full:
            self._refill(seat)
        elif now_s - seat.full_since_s > seat.bounds.slow_s or self._announcer.is_too_far_behind(seat):
            log.warning("slow_reader_cut", role=seat.role.value, name=seat.name)
            seat.cut()

    def _refill(self, seat: Seat) -> None:
        """There is room again: the newest state of what was missed, then the announcements in order."""
        seat.full_since_s = None
        if seat.pending:
            keys, seat.pending = seat.pending, set()
            keys |= {key for key in self.untold(seat.role) if seat.view.sees(key)}
            seat.say(self._library.delta(keys, self._clock.now_ms()))
        self._announcer.catch_up(self._writer.room, seat)
        self.watch(seat)
