"""The kiosk's own printer and scanner as its app sees them. Ports only: the drivers are in ``devices``."""

from collections.abc import AsyncIterator
from typing import Protocol

from kiosk.citizen.visit import KioskState
from queue_server.wire.from_server import TicketSlip


class TicketMachine(Protocol):
    """A printer. A fault is one short word for the technician: ``paper_out``, ``offline``."""

    def watch(self) -> AsyncIterator[str]:
        """Yield the printer's fault, empty when it works: at once, and at each change."""
        ...

    async def print_slip(self, slip: TicketSlip, state: KioskState) -> str:
        """Print; return the fault that kept the paper from coming out, or an empty text."""
        ...


class CodeMachine(Protocol):
    """A scanner."""

    def codes(self) -> AsyncIterator[str]:
        """Yield each code read."""
        ...
