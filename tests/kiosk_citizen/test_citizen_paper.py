"""From the server's answer to paper: a simulated printer on a cable reads back the same number and code."""

import asyncio
from argparse import ArgumentParser

import pytest
from msgspec.structs import replace

from devices.memory_port import MemoryCable
from devices.player import Player
from devices.ticket_printer.protocol import ticket_bytes
from devices.ticket_printer.simulated import SimulatedPrinter
from kiosk import __main__ as kiosk_main
from kiosk.citizen import options
from kiosk.citizen.app import CitizenApp
from kiosk.citizen.machines import CablePrinter, CableScanner, may_print
from kiosk.citizen.paper import paper_of
from kiosk.citizen.sample_hall import SampleLink, sample_docs
from kiosk.citizen.view import kiosk_view
from kiosk.citizen.visit import KioskState, Visit
from queue_server.clock import ManualClock, SystemClock
from queue_server.errors import ConfigError
from queue_server.vocabulary import TicketClass
from queue_server.wire.expected import Expected
from tests.kiosk_citizen.conftest import ID_CARD, NOW_MS, slip

STATE = KioskState(
    kiosk_view({doc.key: doc for doc in sample_docs()}, is_connected=True),
    Visit(identity="11010519491231002X"),
)


class Bench:
    """A printer at the kiosk's end of a cable, and the simulated one at the other."""

    def __init__(self) -> None:
        self.device = SimulatedPrinter()
        cable = MemoryCable()
        player = Player(cable.open_far, self.device)
        self.printer = CablePrinter(cable.open_near, SystemClock(), look_again_ms=5, peer=player)
        self.faults: asyncio.Queue[str] = asyncio.Queue()

    async def told(self) -> str:
        return await self.faults.get()


async def test_a_printed_ticket_reads_back_as_the_same_number_and_code() -> None:
    bench, answer = Bench(), slip(ID_CARD, "D012", ahead=12, klass=TicketClass.PRIORITY)
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(bench.printer.watch(bench.faults.put_nowait))
        assert await bench.told() == ""
        assert await bench.printer.print_slip(answer, STATE) == ""
        watching.cancel()
    paper = bench.device.papers[0]
    assert (paper.largest, paper.qr, paper.is_cut) == ("D012", answer.link, True)
    assert "居民身份证补领换领" in paper.text
    assert "优先" in paper.text
    assert bench.device.unread_bytes == 0


async def test_paper_that_runs_out_is_told_and_its_return_too() -> None:
    bench = Bench()
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(bench.printer.watch(bench.faults.put_nowait))
        assert await bench.told() == ""
        bench.device.lines_left = 0
        assert await bench.told() == "paper_out"
        assert await bench.printer.print_slip(slip(ID_CARD, "D012"), STATE) == "paper_out"
        bench.device.load_paper()
        assert await bench.told() == ""
        watching.cancel()


async def test_paper_near_its_end_is_told_and_still_prints() -> None:
    bench = Bench()
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(bench.printer.watch(bench.faults.put_nowait))
        assert await bench.told() == ""
        bench.device.is_paper_near_end = True
        near_end = await bench.told()
        assert (near_end, may_print(near_end), may_print("paper_out")) == ("paper_near_end", True, False)
        assert await bench.printer.print_slip(slip(ID_CARD, "D012"), STATE) == ""
        watching.cancel()


def test_paper_says_who_ahead_where_and_never_the_whole_identity() -> None:
    paper = paper_of(slip(ID_CARD, "D012", ahead=12), STATE)
    assert (paper.number, paper.ahead, paper.windows, paper.mark) == ("D012", 12, "5 6", "")
    assert paper.issued == "2026-03-02 08:45"
    assert paper.masked_id == "002X"
    assert "D 区" in paper.area


def test_paper_says_how_long_it_takes_and_another_paper_of_it_does_not() -> None:
    known = replace(slip(ID_CARD, "D012", ahead=12), expected=Expected(10, 15))
    paper = paper_of(known, STATE)
    assert (paper.wait, paper.wait_beside) == ("约 10-15 分钟", "about 10-15 min")
    assert len(ticket_bytes(paper)) - len(ticket_bytes(paper_of(slip(ID_CARD, "D012", ahead=12), STATE))) < 60
    assert paper_of(replace(known, reprints=1), STATE).wait == ""
    assert paper_of(replace(known, expected=None), STATE).wait == ""


def test_paper_of_something_no_longer_offered_still_prints() -> None:
    assert paper_of(slip(ID_CARD, "D012"), KioskState()).number == "D012"


async def test_the_sample_hall_gives_out_numbers_in_order() -> None:
    link = SampleLink(ManualClock(NOW_MS))
    app = CitizenApp(link, clock=ManualClock(NOW_MS))
    async with app.run_test(size=(96, 27)) as pilot:
        while not app.state.view.is_open:
            await pilot.pause()
        assert len(app.state.view.queues) == 5


def test_the_command_line_builds_a_kiosk_with_its_machines() -> None:
    parser = ArgumentParser()
    options.add_arguments(parser)
    args = parser.parse_args(["--server", "sim:", "--printer", "sim:", "--scanner", "socket://10.0.0.9:4001"])
    app = options.make_app(args)
    assert isinstance(app._machines.printer, CablePrinter)
    assert isinstance(app._machines.scanner, CableScanner)
    bare = options.make_app(parser.parse_args(["--hall-language", "en"]))
    assert bare._machines.printer is None
    assert bare._fresh.reading.language.value == "en"


def test_a_token_file_that_is_not_there_is_named() -> None:
    parser = ArgumentParser()
    options.add_arguments(parser)
    with pytest.raises(ConfigError, match="no-such-token"):
        options.make_app(parser.parse_args(["--token-file", "/nonexistent/no-such-token"]))


def test_a_screen_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        kiosk_main.main([])
    assert "citizen" in capsys.readouterr().err
