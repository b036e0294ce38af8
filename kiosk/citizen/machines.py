"""What is built into the kiosk, and its printer and scanner as its app sees them.

The drivers are in ``devices``.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Protocol

from textual.message import Message

from devices.cable import Opener
from devices.code_scanner.driver import CodeScanned, CodeScanner, ScannerEvent
from devices.id_card_reader.card_number import CardNumber
from devices.player import Player
from devices.ticket_printer.driver import PrinterFault, TicketPrinter, fault_of
from devices.ticket_printer.protocol import PrinterCondition
from kiosk.citizen import messages as told
from kiosk.citizen.card_machine import CardMachine
from kiosk.citizen.paper import paper_of
from kiosk.citizen.visit import KioskState
from queue_server.clock import Clock
from queue_server.wire.from_server import TicketSlip

LOOK_AGAIN_MS = 3_000
"""How often the printer is asked how it is: sooner than the next citizen has read the first screen."""


class TicketMachine(Protocol):
    """A printer. A fault is one short word for the technician: ``paper_out``, ``unreachable``."""

    async def watch(self, tell: Callable[[str], object]) -> None:
        """Tell the printer's fault, empty when it works: at once, and at each change, until cancelled."""
        ...

    async def print_slip(self, slip: TicketSlip, state: KioskState) -> str:
        """Print; return the fault that kept the paper from coming out, or an empty text."""
        ...


class CodeMachine(Protocol):
    """A scanner."""

    async def read(self, tell: Callable[[str], object]) -> None:
        """Tell each code read, until cancelled."""
        ...


class Machines:
    """What is built into this kiosk; None where there is none."""

    def __init__(
        self,
        printer: TicketMachine | None = None,
        scanner: CodeMachine | None = None,
        card_reader: CardMachine | None = None,
    ) -> None:
        self.printer = printer
        self.scanner = scanner
        self.card_reader = card_reader

    def work(self, tell: Callable[[Message], object]) -> Iterator[tuple[str, Coroutine[Any, Any, None]]]:
        """Return what each machine does until cancelled, with a name for it; it tells of it by messages."""
        if self.printer is not None:
            yield "printer", self.printer.watch(lambda fault: tell(told.PrinterChanged(fault)))
        if self.scanner is not None:
            yield "scanner", self.scanner.read(lambda text: tell(told.CodeScanned(text)))
        if self.card_reader is not None:
            cards = self.card_reader.read(
                lambda card: tell(
                    told.CardRead(card) if isinstance(card, CardNumber) else told.CardNotRead()
                ),
                lambda fault: tell(told.CardReaderChanged(fault)),
            )
            yield "card_reader", cards


class CablePrinter:
    """A ticket printer on a cable, asked again and again how it is. ``peer`` plays a simulated one."""

    def __init__(
        self,
        open_port: Opener,
        clock: Clock,
        *,
        width_mm: int = 80,
        look_again_ms: int = LOOK_AGAIN_MS,
        peer: Player | None = None,
    ) -> None:
        self._printer = TicketPrinter(open_port)
        self._clock = clock
        self._width_mm = width_mm
        self._look_again_ms = look_again_ms
        self._peer = peer

    async def watch(self, tell: Callable[[str], object]) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                if self._peer is not None:
                    tasks.create_task(self._peer.run())
                tasks.create_task(self._look(tell))
        finally:
            await self._printer.close()

    async def print_slip(self, slip: TicketSlip, state: KioskState) -> str:
        fault = await self._printer.print_ticket(paper_of(slip, state, self._width_mm))
        return fault.kind if fault else ""

    async def _look(self, tell: Callable[[str], object]) -> None:
        known: str | None = None
        while True:
            word = word_of(await self._printer.condition())
            if word != known:
                known = word
                tell(word)
            await self._clock.sleep_ms(self._look_again_ms)


def word_of(found: PrinterCondition | PrinterFault) -> str:
    """Return what the hall is told of a printer: why it prints not, that its paper ends soon, or nothing."""
    if found is PrinterCondition.PAPER_NEAR_END:
        return found.value
    fault = fault_of(found)
    return fault.kind if fault else ""


def may_print(word: str) -> bool:
    """Say whether a ticket may be promised on paper."""
    return word in ("", PrinterCondition.PAPER_NEAR_END.value)


class CableScanner:
    """A code scanner on a cable."""

    def __init__(self, open_port: Opener) -> None:
        self._open_port = open_port

    async def read(self, tell: Callable[[str], object]) -> None:
        async def pass_on(event: ScannerEvent) -> None:
            if isinstance(event, CodeScanned):
                tell(event.code)

        await CodeScanner(self._open_port, pass_on).run()
