"""The printer's driver against a simulated printer with every trouble a printer has."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from devices.errors import PortLost
from devices.memory_port import NO_FAULTS, CableFaults, MemoryCable
from devices.player import Player
from devices.ticket_printer.driver import PrinterFault, PrinterTimings, TicketPrinter, fault_of
from devices.ticket_printer.layout import TicketPaper
from devices.ticket_printer.protocol import (
    STATUS_ASKED,
    PrinterCondition,
    StatusReply,
    condition,
    is_status,
    status_request,
)
from devices.ticket_printer.simulated import SimulatedPrinter
from devices.virtual_time import run_virtually

PAPER = TicketPaper(hall="大厅", number="A012", issued="2026-11-24 09:15", qr="http://hall.example/t/7Kd2")


class Bench:
    """A printer on a cable."""

    def __init__(self, faults: CableFaults = NO_FAULTS) -> None:
        self.cable = MemoryCable("printer", faults)
        self.device = SimulatedPrinter()
        self.player = Player(self.cable.open_far, self.device)
        self.printer = TicketPrinter(self.cable.open_near, PrinterTimings())


@asynccontextmanager
async def running(bench: Bench) -> AsyncIterator[Bench]:
    async with asyncio.TaskGroup() as tasks:
        side = tasks.create_task(bench.player.run())
        await asyncio.sleep(0)
        yield bench
        await bench.printer.close()
        side.cancel()


def test_the_questions_are_those_of_the_manual() -> None:
    assert [status_request(n).hex(" ") for n in STATUS_ASKED] == [
        "10 04 01",
        "10 04 02",
        "10 04 03",
        "10 04 04",
    ]


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ("12 12 12 12", PrinterCondition.READY),
        ("1A 12 12 12", PrinterCondition.OFFLINE),
        ("1A 16 12 12", PrinterCondition.COVER_OPEN),
        ("1A 32 12 72", PrinterCondition.PAPER_OUT),
        ("12 12 12 7E", PrinterCondition.PAPER_OUT),
        ("12 12 12 1E", PrinterCondition.PAPER_NEAR_END),
        ("1A 52 1A 12", PrinterCondition.ERROR),
        ("1A 36 12 72", PrinterCondition.COVER_OPEN),
    ],
)
def test_a_printers_answers_amount_to_its_worst_trouble(answers: str, found: PrinterCondition) -> None:
    replies = tuple(
        StatusReply(n, byte) for n, byte in zip(STATUS_ASKED, bytes.fromhex(answers), strict=True)
    )
    assert all(is_status(reply.byte) for reply in replies)
    assert condition(replies) is found


def cover(device: SimulatedPrinter) -> None:
    device.is_cover_open = True


def empty(device: SimulatedPrinter) -> None:
    device.lines_left = 0


def offline(device: SimulatedPrinter) -> None:
    device.is_offline = True


def switched_off(device: SimulatedPrinter) -> None:
    device.is_silent = True


TROUBLES = [(cover, "cover_open"), (empty, "paper_out"), (offline, "offline"), (switched_off, "silent")]


@pytest.mark.parametrize(("trouble", "kind"), TROUBLES)
def test_a_trouble_is_known_before_a_number_is_promised(
    trouble: Callable[[SimulatedPrinter], None], kind: str
) -> None:
    async def program() -> None:
        async with running(Bench()) as bench:
            trouble(bench.device)
            fault = fault_of(await bench.printer.condition())
            assert fault is not None
            assert fault.kind == kind
            fault = await bench.printer.print_ticket(PAPER)
            assert fault is not None
            assert fault.kind == kind
            assert not bench.device.papers

    run_virtually(program())


def test_paper_near_its_end_is_told_and_still_prints() -> None:
    async def program() -> None:
        async with running(Bench()) as bench:
            bench.device.is_paper_near_end = True
            assert await bench.printer.condition() is PrinterCondition.PAPER_NEAR_END
            assert await bench.printer.print_ticket(PAPER) is None
            assert bench.device.papers[0].largest == "A012"

    run_virtually(program())


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param(NO_FAULTS, id="perfect"),
        pytest.param(CableFaults(is_one_byte_at_a_time=True), id="one byte at a time"),
        pytest.param(CableFaults(delay_ms=150), id="delayed"),
        pytest.param(CableFaults(glue_ms=100), id="glued"),
    ],
)
@pytest.mark.parametrize("knows_arrival", [True, False])
def test_a_printed_ticket_reads_back_the_same(faults: CableFaults, knows_arrival: bool) -> None:
    async def program() -> None:
        async with running(Bench(faults)) as bench:
            bench.device.knows_arrival = knows_arrival
            assert await bench.printer.print_ticket(PAPER) is None
            assert await bench.printer.print_ticket(PAPER) is None
            assert [(paper.largest, paper.qr) for paper in bench.device.papers] == [("A012", PAPER.qr)] * 2

    run_virtually(program())


def test_paper_that_ends_midway_is_a_fault_and_not_a_ticket() -> None:
    async def program() -> None:
        async with running(Bench()) as bench:
            bench.device.lines_left = 2
            fault = await bench.printer.print_ticket(PAPER)
            assert fault is not None
            assert fault.kind == "paper_out"
            assert not bench.device.papers
            assert [line.text for line in bench.device.torn_off().lines] == ["大厅", "A012"]

    run_virtually(program())


def test_a_cable_pulled_out_midway_is_a_fault_and_heals_by_itself() -> None:
    async def program() -> None:
        async with running(Bench(CableFaults(delay_ms=100))) as bench, asyncio.TaskGroup() as tasks:
            printing = tasks.create_task(bench.printer.print_ticket(PAPER))
            await asyncio.sleep(0.95)
            bench.cable.unplug()
            assert await printing == PrinterFault("unreachable", "unplugged")
            assert await bench.printer.condition() == PrinterFault("unreachable", "unplugged")
            bench.cable.plug()
            await asyncio.sleep(10)
            assert await bench.printer.print_ticket(PAPER) is None

    run_virtually(program())


def test_a_printer_that_is_switched_on_again_prints() -> None:
    async def program() -> None:
        async with running(Bench()) as bench:
            bench.device.is_silent = True
            assert await bench.printer.condition() == PrinterFault("silent", "no answer in time")
            bench.device.is_silent = False
            assert await bench.printer.condition() is PrinterCondition.READY

    run_virtually(program())


def test_two_tickets_at_once_come_out_one_after_the_other() -> None:
    async def program() -> None:
        async with running(Bench(CableFaults(delay_ms=20))) as bench, asyncio.TaskGroup() as tasks:
            for number in ("A001", "A002"):
                tasks.create_task(
                    bench.printer.print_ticket(TicketPaper(hall="大厅", number=number, issued=""))
                )
            tasks.create_task(bench.printer.condition())
        assert [paper.largest for paper in bench.device.papers] == ["A001", "A002"]

    async def guarded() -> None:
        await program()

    run_virtually(guarded())


def test_a_print_given_up_midway_leaves_no_answer_behind_for_the_next_question() -> None:
    async def program() -> None:
        async with running(Bench(CableFaults(delay_ms=300))) as bench:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.5):
                    await bench.printer.print_ticket(PAPER)
            bench.device.is_cover_open = True
            assert await bench.printer.condition() is PrinterCondition.COVER_OPEN

    run_virtually(program())


def test_a_port_that_is_not_there_is_a_fault() -> None:
    async def nothing() -> MemoryCable:
        raise PortLost("/dev/serial/by-id/none", "No such file or directory")

    async def program() -> None:
        printer = TicketPrinter(nothing)  # type: ignore[arg-type]  # it never returns
        assert await printer.condition() == PrinterFault("unreachable", "No such file or directory")
        await printer.close()

    run_virtually(program())
