"""What the people of a simulated hall see: the announcements, as a board gets them.

A citizen waits here for the own number; nobody is told anything that the boards were not told.
"""

import asyncio

from queue_server.vocabulary import CallKind, TicketId, WindowNo
from queue_server.wire.client import HallLink
from queue_server.wire.from_server import Announced


class HallEyes:
    """One board's conversation, shared by all simulated citizens."""

    def __init__(self, link: HallLink) -> None:
        self._link = link
        self._called: dict[TicketId, asyncio.Event] = {}
        self._window: dict[TicketId, WindowNo] = {}
        self.seen: list[int] = []
        """The announcements in the order in which they came, for the audit of the boards."""

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            event = await self._link.next_event()
            if isinstance(event, Announced):
                self._note(event)
                await self._link.heard(event.n)

    def _note(self, line: Announced) -> None:
        self.seen.append(line.n)
        if line.kind is CallKind.WITHDRAWN:
            return
        self._window[line.ticket] = line.window
        self._event(line.ticket).set()

    def _event(self, ticket: TicketId) -> asyncio.Event:
        return self._called.setdefault(ticket, asyncio.Event())

    async def called(self, ticket: TicketId) -> WindowNo:
        """Wait until ``ticket`` is called, and return the window. The next wait is for the next call."""
        event = self._event(ticket)
        await event.wait()
        event.clear()
        return self._window[ticket]
