"""The ticket printer on its cable: is there paper, print, did it work. Nothing waits for ever.

::

    printer = TicketPrinter(opener("/dev/serial/by-id/usb-..."))
    found = await printer.condition()            # before a number is promised on paper; see ``fault_of``
    fault = await printer.print_ticket(paper)    # None: the paper is out
    await printer.close()

The cable is opened when it is first needed and again after a loss, so a printer that was switched off at
night works in the morning without anybody's help. Calls wait for each other; a screen may ask every few
seconds.

A printer answers ``10 04 n`` while a ticket is still on its way to the paper. So the ticket is followed by
a question that is answered only when its turn comes, and only then the state is asked for: paper that ended
midway is noticed. A make that does not know that question costs ``print_within_s`` and is asked for its
state all the same.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import msgspec

from devices.cable import Opener, Port
from devices.errors import PortLost
from devices.ticket_printer.layout import TicketPaper
from devices.ticket_printer.protocol import (
    ARE_YOU_HERE,
    STATUS_ASKED,
    PrinterCondition,
    StatusReply,
    condition,
    is_arrival,
    is_status,
    status_request,
    ticket_bytes,
)

UNREACHABLE = "unreachable"
"""The cable cannot be opened, or was lost, before or during the print."""
SILENT = "silent"
"""The cable is open and nobody answers: switched off, or at another speed."""


class PrinterFault(msgspec.Struct, frozen=True):
    """Why there is no paper. ``kind`` is one word: a ``PrinterCondition``, ``unreachable`` or ``silent``."""

    kind: str
    reason: str


class PrinterTimings(msgspec.Struct, frozen=True):
    """How long a printer may take."""

    answer_within_s: float = 1.0
    """For its state: some 100 ms in use, also while it prints."""
    print_within_s: float = 5.0
    """For a whole ticket: 2 s in use; more is a jam, or a make that does not answer."""


def fault_of(found: PrinterCondition | PrinterFault) -> PrinterFault | None:
    """Return why no number may be promised on paper; None where it may, as when paper is near its end."""
    if isinstance(found, PrinterFault):
        return found
    return None if found.may_print else PrinterFault(found.value, f"the printer says {found.value}")


class TicketPrinter:
    """One printer."""

    def __init__(self, open_port: Opener, timings: PrinterTimings | None = None) -> None:
        self._open_port = open_port
        self._timings = timings or PrinterTimings()
        self._talk: _Talk | None = None
        self._one_at_a_time = asyncio.Lock()

    async def condition(self) -> PrinterCondition | PrinterFault:
        """Ask the printer how it is; a fault where it cannot be asked. At most 4 answers long."""
        return await self._alone(self._condition)

    async def print_ticket(self, paper: TicketPaper) -> PrinterFault | None:
        """Print; None when the paper is out, else why there may be none (it may be torn: offer a reprint)."""
        data = ticket_bytes(paper)

        async def work(talk: "_Talk") -> PrinterCondition | PrinterFault:
            return await self._print(talk, data)

        return fault_of(await self._alone(work))

    async def close(self) -> None:
        """Let go of the cable."""
        async with self._one_at_a_time:
            await self._drop()

    async def _alone(self, work: "_Work") -> PrinterCondition | PrinterFault:
        """Work on the cable while nobody else does; after a fault it is opened anew."""
        async with self._one_at_a_time:
            try:
                found = await work(await self._opened())
            except PortLost as loss:
                found = PrinterFault(UNREACHABLE, loss.reason)
            except TimeoutError:
                found = PrinterFault(SILENT, "no answer in time")
            except BaseException:
                await self._drop()  # cancelled amidst an answer: what comes of it later must not be heard
                raise
            if isinstance(found, PrinterFault):
                await self._drop()
            return found

    async def _print(self, talk: "_Talk", data: bytes) -> PrinterCondition | PrinterFault:
        found = await self._condition(talk)
        if fault_of(found) is not None:
            return found
        with contextlib.suppress(TimeoutError):  # stuck, or of a make that never answers: its state tells
            await talk.ask(data + ARE_YOU_HERE, is_arrival, self._timings.print_within_s)
        return await self._condition(talk)

    async def _condition(self, talk: "_Talk") -> PrinterCondition | PrinterFault:
        within_s = self._timings.answer_within_s
        replies = [
            StatusReply(n, await talk.ask(status_request(n), is_status, within_s)) for n in STATUS_ASKED
        ]
        return condition(tuple(replies))

    async def _opened(self) -> "_Talk":
        if self._talk is None:
            self._talk = _Talk(await self._open_port())
        return self._talk

    async def _drop(self) -> None:
        talk, self._talk = self._talk, None
        if talk is not None:
            await talk.port.close()


class _Talk:
    """Questions and answers of one byte on an open cable."""

    def __init__(self, port: Port) -> None:
        self.port = port
        self._heard = bytearray()

    async def ask(self, data: bytes, is_answer: Callable[[int], bool], within_s: float) -> int:
        """Write ``data``; return the first byte that can be its answer; TimeoutError when none comes."""
        self._heard.clear()
        async with asyncio.timeout(within_s):
            await self.port.write(data)
            while True:
                while self._heard:
                    byte = self._heard.pop(0)
                    if is_answer(byte):
                        return byte
                self._heard += await self.port.read()


_Work = Callable[[_Talk], Awaitable[PrinterCondition | PrinterFault]]
