"""A simulated staff member: signs in at the terminal, then works with the pad on the counter.

A clerk sees what a clerk sees: the terminal's own desk document, and who stands in front of the window.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import msgspec

from queue_server.clock import PatientClock
from queue_server.demo.chance import Chance
from queue_server.demo.citizen import Floor, asked
from queue_server.vocabulary import TicketId, WindowNo, WindowState
from queue_server.wire.client import HallLink, new_request_id
from queue_server.wire.documents import DeskDoc, DeskTicket, ItemDoc, WindowDoc
from queue_server.wire.from_window import AddItem, SignIn

RECALLS_AFTER_S = 50
WALKS_BACK_S = (60, 240)
TRANSFERS = 0.03
HOLDS = 0.03
ADDS_AN_ITEM = 0.04
PAUSES = 0.01
RATES = 0.75
HEARD_WITHIN_S = 20
"""A press whose effect is not seen for so long is pressed again by a person."""


class Pad(Protocol):
    """The pad and the evaluator on the counter."""

    async def press(self, act: str, digits: str = "") -> None:
        """Press the keys that mean ``act``."""
        ...

    async def rate(self, stars: int) -> None:
        """The citizen presses a level on the evaluator."""
        ...


class Post(msgspec.Struct, frozen=True):
    """Where a clerk works and with what."""

    window: WindowNo
    badge: str
    link: HallLink
    pad: Pad


class Clerk:
    """One person at one window for a day."""

    def __init__(self, post: Post, chance: Chance, clock: PatientClock, floor: Floor) -> None:
        self._post, self._chance, self._clock, self._floor = post, chance, clock, floor
        self._changed = asyncio.Event()
        self._held: list[tuple[int, TicketId]] = []

    async def watch(self) -> None:
        """Follow the terminal's documents until cancelled."""
        while True:
            await self._post.link.next_event()
            self._changed.set()

    async def work(self) -> None:
        """Sign in and serve until cancelled."""
        await self._sign_in()
        while True:
            await self._serve_one()

    def _desk(self) -> DeskDoc | None:
        desk = self._post.link.docs.get(f"desk/{self._post.window}")
        return desk if isinstance(desk, DeskDoc) else None

    async def _until(self, holds: Callable[[DeskDoc], bool], within_ms: int | None = None) -> bool:
        """Wait until the desk document satisfies ``holds``; return False when the time is over."""
        if within_ms is None:
            return await self._seen(holds)
        return bool(await self._clock.within(within_ms, self._seen(holds)))

    async def _seen(self, holds: Callable[[DeskDoc], bool]) -> bool:
        while (desk := self._desk()) is None or not holds(desk):
            self._changed.clear()
            await self._changed.wait()
        return True

    async def _sign_in(self) -> None:
        await asked(self._post.link, SignIn(new_request_id(), badge=self._post.badge))
        await self._until(lambda desk: desk.state is not WindowState.CLOSED)

    async def _press(self, act: str, seen: Callable[[DeskDoc], bool], digits: str = "") -> bool:
        await self._post.pad.press(act, digits)
        return await self._until(seen, HEARD_WITHIN_S * 1000)

    async def _serve_one(self) -> None:
        await self._until(lambda desk: desk.state in (WindowState.IDLE, WindowState.CALLED))
        if (desk := self._desk()) is not None and desk.state is WindowState.CALLED:
            await self._attend()
            return
        if self._chance.happens(PAUSES):
            await self._take_a_break()
        if self._is_somebody_back() and await self._press("resume_ticket", _has_ticket):
            self._held.pop(0)
        else:
            await self._until(lambda desk: desk.waiting > 0 or desk.state is not WindowState.IDLE)
            if not await self._press("call_next", _has_ticket):
                return
        await self._attend()

    def _is_somebody_back(self) -> bool:
        return bool(self._held) and self._held[0][0] <= self._clock.now_ms()

    async def _take_a_break(self) -> None:
        await self._press("pause_window", lambda desk: desk.state is WindowState.PAUSED)
        await self._clock.sleep_ms(self._chance.between_ms(60, 300))
        await self._press("unpause_window", lambda desk: desk.state is WindowState.IDLE)

    async def _attend(self) -> None:
        desk = self._desk()
        if desk is None or desk.ticket is None:
            return
        if await self._citizen_came(desk.ticket.ticket):
            await self._press("start_service", lambda desk: desk.state is WindowState.SERVING)
            await self._handle(desk.ticket)

    async def _citizen_came(self, ticket: TicketId) -> bool:
        """Wait for the citizen; recall once; a citizen who stays away is marked by the clock."""
        if await self._stands_here(ticket, RECALLS_AFTER_S * 1000):
            return True
        await self._post.pad.press("recall_ticket")
        return await self._stands_here(ticket, RECALLS_AFTER_S * 1000)

    async def _stands_here(self, ticket: TicketId, within_ms: int) -> bool:
        return bool(await self._clock.within(within_ms, self._met(ticket)))

    async def _met(self, ticket: TicketId) -> bool:
        while await self._floor.somebody_at(self._post.window) != ticket:
            continue
        return True

    async def _handle(self, ticket: DeskTicket) -> None:
        await self._clock.sleep_ms(self._chance.service_ms(self._minutes(ticket)))
        await self._end(ticket)()

    def _end(self, ticket: DeskTicket) -> Callable[[], Awaitable[None]]:
        if self._chance.happens(HOLDS):
            return lambda: self._hold(ticket)
        if self._chance.happens(TRANSFERS):
            return self._transfer
        if self._chance.happens(ADDS_AN_ITEM):
            return lambda: self._add_item(ticket)
        return self._finish

    def _minutes(self, ticket: DeskTicket) -> int:
        item = self._post.link.docs.get(f"item/{ticket.item}")
        return item.minutes if isinstance(item, ItemDoc) else 5

    async def _hold(self, ticket: DeskTicket) -> None:
        if await self._press("hold_ticket", lambda desk: desk.ticket is None):
            back_ms = self._clock.now_ms() + self._chance.between_ms(*WALKS_BACK_S)
            self._held.append((back_ms, ticket.ticket))

    async def _transfer(self) -> None:
        others = [
            doc.number
            for doc in self._post.link.docs.values()
            if isinstance(doc, WindowDoc) and doc.state is not WindowState.CLOSED
        ]
        others = [number for number in others if number != self._post.window]
        if not others:
            await self._finish()
            return
        target = self._chance.one_of(others)
        await self._press("transfer_ticket", lambda desk: desk.ticket is None, target)

    async def _add_item(self, ticket: DeskTicket) -> None:
        desk = self._desk()
        if desk is not None and desk.skills:
            await asked(self._post.link, AddItem(new_request_id(), self._chance.one_of(desk.skills)))
        await self._clock.sleep_ms(self._chance.service_ms(self._minutes(ticket)))
        await self._finish()

    async def _finish(self) -> None:
        if await self._press("finish_service", lambda desk: desk.ticket is None):
            await self._clock.sleep_ms(self._chance.between_ms(2, 8))
            if self._chance.happens(RATES):
                await self._post.pad.rate(self._chance.stars())


def _has_ticket(desk: DeskDoc) -> bool:
    return desk.ticket is not None
