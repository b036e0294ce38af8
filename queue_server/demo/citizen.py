"""A simulated citizen: takes a number, waits, goes to the window or does not, rates, leaves.

A citizen knows only what a citizen can know: the kiosk's answer and the boards.
"""

import asyncio

import msgspec

from queue_server.clock import PatientClock
from queue_server.demo.asking import asked
from queue_server.demo.chance import Chance
from queue_server.demo.hall_eyes import HallEyes
from queue_server.demo.kiosks import Kiosk
from queue_server.vocabulary import ItemCode, TicketId, WindowNo
from queue_server.wire.client import new_request_id
from queue_server.wire.from_kiosk import CancelTicket, ReturnTicket, TakeTicket
from queue_server.wire.from_server import Done, TicketSlip

STAYS_AWAY = 0.05
RETURNS = 0.6
GIVES_UP = 0.03
PATIENCE_S = (900, 2400)
SHOWS_A_CARD = 0.3


class Visit(msgspec.Struct):
    """A citizen standing at a window; the clerk takes it from there."""

    ticket: TicketId
    window: WindowNo


class Floor:
    """The hall's floor: where citizens stand in front of windows, and what they hold."""

    def __init__(self) -> None:
        self.acknowledged: list[TicketId] = []
        self._at: dict[WindowNo, asyncio.Event] = {}
        self._who: dict[WindowNo, TicketId] = {}

    def arrive(self, visit: Visit) -> None:
        self._who[visit.window] = visit.ticket
        self._at.setdefault(visit.window, asyncio.Event()).set()

    async def somebody_at(self, window: WindowNo) -> TicketId:
        """Wait for a citizen to stand at ``window`` and return the ticket shown."""
        event = self._at.setdefault(window, asyncio.Event())
        await event.wait()
        event.clear()
        return self._who[window]


class Citizen:
    """One person with one errand."""

    def __init__(
        self, chance: Chance, clock: PatientClock, kiosk: Kiosk, eyes: HallEyes, floor: Floor
    ) -> None:
        self._chance = chance
        self._clock = clock
        self._kiosk = kiosk
        self._eyes = eyes
        self._floor = floor

    async def visit(self, item: ItemCode) -> None:
        """Live through the whole errand for ``item``."""
        slip = await self._take(item)
        if slip is not None:
            await self._wait(slip.ticket)

    async def _take(self, item: ItemCode) -> TicketSlip | None:
        identity = self._chance.identity() if self._chance.happens(SHOWS_A_CARD) else ""
        wants_paper = self._kiosk.wants_paper
        take = TakeTicket(
            new_request_id(), item, self._chance.klass(), identity=identity, wants_paper=wants_paper
        )
        answer = await asked(self._kiosk.link, take)
        if not isinstance(answer, Done) or answer.slip is None:
            return None
        self._floor.acknowledged.append(answer.slip.ticket)
        if wants_paper:
            await self._kiosk.print_ticket(answer.slip.ticket)
        return answer.slip

    async def _wait(self, ticket: TicketId) -> None:
        if self._chance.happens(GIVES_UP) and await self._gave_up(ticket):
            return
        if self._chance.happens(STAYS_AWAY):
            await self._miss(ticket)
        while True:
            window = await self._eyes.called(ticket)
            await self._clock.sleep_ms(self._chance.between_ms(8, 40))
            self._floor.arrive(Visit(ticket, window))

    async def _gave_up(self, ticket: TicketId) -> bool:
        """Lose patience; a citizen called before that stays."""
        patience_ms = self._chance.between_ms(*PATIENCE_S)
        window = await self._clock.within(patience_ms, self._eyes.called(ticket))
        if window is None:
            answer = await asked(self._kiosk.link, CancelTicket(new_request_id(), ticket, "不想等了"))
            return isinstance(answer, Done)
        self._floor.arrive(Visit(ticket, window))
        return False

    async def _miss(self, ticket: TicketId) -> None:
        """Be away at the call; perhaps come back some minutes after it."""
        await self._eyes.called(ticket)
        await self._clock.sleep_ms(self._chance.between_ms(180, 600))
        if self._chance.happens(RETURNS):
            await asked(self._kiosk.link, ReturnTicket(new_request_id(), ticket))
