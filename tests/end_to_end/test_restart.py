"""A hall stopped or killed, and started again on its journal: nothing is lost, nothing is said twice.

Clients are the real ones on the real wire; they live through it without help.
"""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from hall_display.board.app import BoardApp, BoardOptions
from hall_display.board.calls import Pace
from hall_display.board.screens.board import BoardScreen
from hall_display.speech.speech import Call, NullSpeech
from queue_server.demo.small_hall import open_house
from queue_server.store.rows import read_rows
from queue_server.store.verify import verify
from queue_server.vocabulary import ItemCode, RequestId, Role, WindowNo
from queue_server.wire.client import HallLink, new_request_id
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Announced, Done
from queue_server.wire.from_window import CallNext, FinishService, SignIn
from queue_server.wire.greeting import WIRE_VERSION, Hello
from tests.end_to_end.conftest import act, free_port, linked, served, small_hall_file, small_hall_on, until

PACE = Pace(dwell_ms=30, floor_ms=10, patience_ms=400)
"""A hall in a hurry: a call gives way to the next one as soon as it was said."""
KILLS = 2
TAKEN_BETWEEN, CALLED_BETWEEN = 20, 3


class Ear(NullSpeech):
    """A voice that keeps the numbers it was asked to say."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[str] = []

    async def say(self, call: Call) -> None:
        self.numbers.append(call.number)
        await super().say(call)


def link(port: int, role: Role, name: str, window: str = "") -> HallLink:
    hello = Hello(WIRE_VERSION, role, name, window=WindowNo(window))
    return HallLink(f"ws://127.0.0.1:{port}", hello)


async def take(kiosk: HallLink, request: str) -> str:
    """Take a ticket; return its number."""
    answer = await kiosk.request(TakeTicket(RequestId(request), ItemCode("GA-1")), timeout_s=20)
    assert isinstance(answer, Done)
    return answer.number


async def serve_next(window: HallLink) -> str:
    """Call the next ticket and finish it at once; return its number."""
    number = await act(window, CallNext(new_request_id()))
    await act(window, FinishService(new_request_id()))
    return number


class Staying:
    """Those who stay while the house goes: kiosk, window, and the board with its ear."""

    def __init__(self, kiosk: HallLink, window: HallLink, board: BoardApp, board_link: HallLink) -> None:
        self.kiosk, self.window, self.board_link = kiosk, window, board_link
        self._board = board

    @property
    def are_connected(self) -> bool:
        return all(each.is_connected for each in (self.kiosk, self.window, self.board_link))

    @property
    def are_alone(self) -> bool:
        return not any(each.is_connected for each in (self.kiosk, self.window, self.board_link))

    @property
    def shown(self) -> list[str]:
        """Every number on the board, the largest first."""
        return [self._screen.hero.number, *(row.number for row in self._screen.rows)]

    @property
    def times_shown_large(self) -> int:
        return self._screen.hero.flashes

    @property
    def _screen(self) -> BoardScreen:
        assert isinstance(self._board.screen, BoardScreen)
        return self._board.screen


@asynccontextmanager
async def staying(port: int, ear: Ear, board_port: int = 0) -> AsyncIterator[Staying]:
    """Connect everybody; the board by a cable of its own where ``board_port`` leads."""
    kiosk, window = link(port, Role.KIOSK, "K1"), link(port, Role.WINDOW, "03", "03")
    board_link = link(board_port or port, Role.BOARD, "B1")
    board = BoardApp(board_link, BoardOptions(flashes=0, pace=PACE), speak=ear.say)
    async with linked(kiosk), linked(window), board.run_test(size=(120, 35)):
        yield Staying(kiosk, window, board, board_link)


class NetworkCable:
    """A cable to ``port`` that can be cut and mended."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._is_cut = False
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0

    @asynccontextmanager
    async def laid(self) -> AsyncIterator["NetworkCable"]:
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            self.cut()
            server.close()

    def cut(self) -> None:
        self._is_cut = True
        for writer in self._writers:
            writer.transport.abort()

    def mend(self) -> None:
        self._is_cut = False

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        ends = {writer, back}
        self._writers |= ends
        with contextlib.suppress(OSError):
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_pour(reader, back))
                tasks.create_task(_pour(there, writer))
        self._writers -= ends


async def _pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    sink.close()


def sign_in() -> SignIn:
    return SignIn(new_request_id(), badge="0001000734")


async def test_everybody_comes_back_by_themselves_and_the_board_says_each_call_once(tmp_path: Path) -> None:
    config = small_hall_on(tmp_path, free_port())
    ear = Ear()
    async with AsyncExitStack() as stack:
        async with open_house(config):
            stay = await stack.enter_async_context(staying(config.listen.port, ear))
            await act(stay.window, sign_in())
            taken = [await take(stay.kiosk, f"before-{n}") for n in range(6)]
            called = [await serve_next(stay.window) for _ in range(3)]
            await until(lambda: ear.numbers == called)
        await until(lambda: stay.are_alone)
        async with open_house(config):
            await until(lambda: stay.are_connected)
            assert await take(stay.kiosk, "before-2") == taken[2]
            assert await take(stay.kiosk, "after") == "A007"
            called += [await serve_next(stay.window) for _ in range(3)]
            await until(lambda: ear.numbers == called)
            assert called == taken == ["A001", "A002", "A003", "A004", "A005", "A006"]
            await until(lambda: stay.shown == called[::-1])
            assert stay.times_shown_large == len(called)
            await stack.aclose()


async def test_a_request_under_way_while_the_house_is_away_is_answered_when_it_is_back(
    tmp_path: Path,
) -> None:
    config = small_hall_on(tmp_path, free_port())
    kiosk = link(config.listen.port, Role.KIOSK, "K1")
    async with linked(kiosk):
        async with open_house(config):
            assert await take(kiosk, "first") == "A001"
        async with asyncio.TaskGroup() as tasks:
            waiting = tasks.create_task(take(kiosk, "second"))
            await until(lambda: not kiosk.is_connected)
            async with open_house(config):
                assert await waiting == "A002"
                assert await take(kiosk, "second") == "A002"
    issued = [row for row in read_rows(tmp_path / "hall.db") if row["body"]["event"] == "ticket_issued"]
    assert [row["body"]["number"] for row in issued] == ["A001", "A002"]


async def test_calls_made_while_a_board_was_away_are_shown_and_only_the_standing_one_is_spoken(
    tmp_path: Path,
) -> None:
    config, ear = small_hall_on(tmp_path, free_port()), Ear()
    port = config.listen.port
    async with (
        open_house(config),
        NetworkCable(port).laid() as cable,
        staying(port, ear, cable.port) as stay,
    ):
        await act(stay.window, sign_in())
        for n in range(3):
            await take(stay.kiosk, f"ticket-{n}")
        await serve_next(stay.window)
        await until(lambda: ear.numbers == ["A001"])
        cable.cut()
        await until(lambda: not stay.board_link.is_connected)
        await serve_next(stay.window)
        await act(stay.window, CallNext(new_request_id()))
        cable.mend()
        await until(lambda: stay.shown == ["A003", "A002", "A001"])
        await until(lambda: len(ear.numbers) == 2)
        assert ear.numbers == ["A001", "A003"]


class Load:
    """Citizens, a clerk and a board at work, who ask again until they are answered."""

    def __init__(self, port: int) -> None:
        self.kiosks = [link(port, Role.KIOSK, f"K{n}") for n in range(3)]
        self.window, self.board = link(port, Role.WINDOW, "03", "03"), link(port, Role.BOARD, "B1")
        self.taken: dict[str, str] = {}
        self.called: list[str] = []
        self.announced: list[Announced] = []
        self.is_over = False

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator["Load"]:
        async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
            for each in (*self.kiosks, self.window, self.board):
                await stack.enter_async_context(linked(each))
            workers = [tasks.create_task(self._take(kiosk, n)) for n, kiosk in enumerate(self.kiosks)]
            workers.append(tasks.create_task(self._serve()))
            listening = tasks.create_task(self._listen())
            yield self
            self.is_over = True
            await asyncio.wait(workers)
            await until(lambda: len(self.announced) >= len(self.called))
            listening.cancel()

    async def has_done_more(self) -> None:
        """Return when some more tickets were taken and called."""
        taken, called = len(self.taken) + TAKEN_BETWEEN, len(self.called) + CALLED_BETWEEN
        await until(lambda: len(self.taken) > taken and len(self.called) > called)

    async def _take(self, kiosk: HallLink, n: int) -> None:
        while not self.is_over:
            request = f"kiosk-{n}-{len(self.taken)}"
            self.taken[request] = await take(kiosk, request)
            await asyncio.sleep(0.01)

    async def _serve(self) -> None:
        await act(self.window, sign_in())
        while not self.is_over:
            answer = await self.window.request(CallNext(new_request_id()), timeout_s=20)
            if isinstance(answer, Done):
                self.called.append(answer.number)
                await act(self.window, FinishService(new_request_id()))
            await asyncio.sleep(0.01)

    async def _listen(self) -> None:
        while True:
            event = await self.board.next_event()
            if isinstance(event, Announced):
                self.announced.append(event)
                await self.board.heard(event.n)


async def test_killed_under_load_it_comes_back_and_its_clients_live_through_it(tmp_path: Path) -> None:
    port = free_port()
    config = small_hall_file(tmp_path, port)
    async with AsyncExitStack() as stack:
        for run in range(KILLS + 1):
            async with served(config, port) as server:
                if run == 0:
                    load = await stack.enter_async_context(Load(port).at_work())
                await load.has_done_more()
                if run == KILLS:
                    await stack.aclose()
                    first = next(iter(load.taken))
                    await a_repeated_request_has_its_first_answer(port, first, load.taken[first])
                server.send(signal.SIGKILL)
                await server.end()
    the_journal_keeps_every_promise(tmp_path / "hall.db", load)


async def a_repeated_request_has_its_first_answer(port: int, request: str, number: str) -> None:
    async with linked(link(port, Role.KIOSK, f"K{request.split('-')[1]}")) as kiosk:
        assert await take(kiosk, request) == number


def the_journal_keeps_every_promise(path: Path, load: Load) -> None:
    assert verify(path).is_sound
    rows = [row for row in read_rows(path) if row["body"]["event"] == "ticket_issued"]
    issued = {row["request"]: row["body"]["number"] for row in rows}
    assert (
        load.taken.items()
        <= {request.rpartition("/")[2]: number for request, number in issued.items()}.items()
    )
    assert [row["body"]["number"] for row in rows] == [f"A{n:03d}" for n in range(1, len(rows) + 1)]
    assert [each.n for each in load.announced] == list(range(1, len(load.announced) + 1))
    assert [each.number for each in load.announced][: len(load.called)] == load.called
