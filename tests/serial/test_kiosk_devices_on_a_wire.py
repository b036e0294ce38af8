"""The touchscreen's own devices on real terminals: a ticket read back off the wire, and a code scanned."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from devices.clock import SystemClock
from devices.code_scanner.driver import CodeScanned, CodeScanner, ScannerEvent
from devices.code_scanner.simulated import SimulatedScanner
from devices.player import Peer, Player
from devices.port import opener
from devices.ticket_printer.driver import TicketPrinter
from devices.ticket_printer.layout import TicketPaper
from devices.ticket_printer.protocol import PrinterCondition
from devices.ticket_printer.simulated import SimulatedPrinter

WITHIN_S = 45.0
PAPER = TicketPaper(
    hall="襄州区行政服务中心",
    number="A012",
    queue="户籍业务",
    issued="2026-11-24 09:15",
    qr="http://hall.example/t/7Kd2",
)


@asynccontextmanager
async def wired(folder: Path, peer: Peer) -> AsyncIterator[tuple[str, Player]]:
    """Join two terminals; let ``peer`` live on the second, and give the first."""
    ends = [folder / "host", folder / "field"]
    process = await asyncio.create_subprocess_exec("socat", *[f"PTY,link={end},raw,echo=0" for end in ends])
    try:
        async with asyncio.timeout(WITHIN_S), asyncio.TaskGroup() as tasks:
            while not all(end.exists() for end in ends):
                await SystemClock().sleep_ms(5)
            player = Player(opener(str(ends[1])), peer)
            side = tasks.create_task(player.run())
            await player.connected.wait()
            yield str(ends[0]), player
            side.cancel()
    finally:
        process.terminate()
        await process.wait()


@pytest.mark.needs("socat")
async def test_a_ticket_printed_over_a_terminal_reads_back_the_same(tmp_path: Path) -> None:
    device = SimulatedPrinter()
    async with wired(tmp_path, device) as (address, _):
        printer = TicketPrinter(opener(address))
        assert await printer.condition() is PrinterCondition.READY
        assert await printer.print_ticket(PAPER) is None
        device.lines_left = 0
        assert await printer.condition() is PrinterCondition.PAPER_OUT
        await printer.close()
    (paper,) = device.papers
    assert (paper.largest, paper.qr, paper.is_cut) == ("A012", PAPER.qr, True)
    assert "户籍业务" in paper.text
    assert device.unread_bytes == 0


@pytest.mark.needs("socat")
async def test_a_code_scanned_over_a_terminal_arrives(tmp_path: Path) -> None:
    codes: asyncio.Queue[ScannerEvent] = asyncio.Queue(4)
    device = SimulatedScanner(b"\r\n")
    async with wired(tmp_path, device) as (address, player), asyncio.TaskGroup() as tasks:
        run = tasks.create_task(CodeScanner(opener(address), codes.put).run())
        await player.say(device.show("YY20261124001"))
        assert await codes.get() == CodeScanned("YY20261124001")
        run.cancel()
