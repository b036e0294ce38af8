"""A simulated kiosk: the conversation of a real one, and a roll of paper that may end."""

import asyncio

from queue_server.demo.asking import asked
from queue_server.vocabulary import Device, TicketId
from queue_server.wire.client import HallLink, new_request_id
from queue_server.wire.from_kiosk import ReportDevice, ReportPaper

PAPER_OUT = "paper_out"
"""What a kiosk says of a printer without paper."""


class Kiosk:
    """One kiosk at the door."""

    def __init__(self, link: HallLink) -> None:
        self.link = link
        self._has_paper = True
        self._fault = ""
        self.is_up = asyncio.Event()

    @property
    def wants_paper(self) -> bool:
        """Whether a ticket may be promised on paper, as far as is known here."""
        return not self._fault

    def run_out_of_paper(self) -> None:
        """End the roll: whoever takes the next ticket finds out."""
        self._has_paper = False

    async def print_ticket(self, ticket: TicketId) -> None:
        """Print, and say what came of it; a printer that has become faulty is told of once."""
        fault = "" if self._has_paper else PAPER_OUT
        await asked(self.link, ReportPaper(new_request_id(), ticket, fault))
        if fault != self._fault:
            await self._tell(fault)

    async def refill(self) -> None:
        """Put in a new roll."""
        self._has_paper = True
        await self._tell("")

    async def _tell(self, fault: str) -> None:
        self._fault = fault
        await asked(self.link, ReportDevice(new_request_id(), Device.PRINTER, fault))

    async def overhear(self) -> None:
        """Keep the news from piling up; the simulated citizens do not read them."""
        while True:
            await self.link.next_event()
            self.is_up.set()
