"""What a client says is heard as it arrives, in its order, also when the client cuts it into pieces."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.protocol import State

from queue_server.errors import PeerError
from queue_server.hall import commands as c
from queue_server.runtime.connections import READ_BYTES, BoundedConnection
from queue_server.runtime.conversation import Conversation
from queue_server.runtime.doorstep import Doorstep, doorstep, greet, heard, until
from queue_server.runtime.pace import Pace
from queue_server.runtime.publisher import CommittedBatch
from queue_server.runtime.rehearsal import ITEM, Rehearsal, running
from queue_server.runtime.seat import Seat
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import RequestId, Role
from queue_server.wire import codec
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Delta, Done
from queue_server.wire.session import Rates


@asynccontextmanager
async def a_kiosk(rates: Rates | None = None) -> AsyncIterator[tuple[Doorstep, ClientConnection]]:
    async with doorstep(rates=rates or Rates()) as door, door.stranger() as kiosk:
        await greet(kiosk, Role.KIOSK, "K1")
        yield door, kiosk


def press(name: str) -> bytes:
    return codec.encode(TakeTicket(RequestId(name), ITEM))


async def answers(kiosk: ClientConnection, many: int) -> list[str]:
    """Return the requests of the next answers."""
    found: list[str] = []
    while len(found) < many:
        word = await heard(kiosk)
        if isinstance(word, Done):
            found.append(word.request)
    return found


@pytest.fixture
def in_turn(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was not heard at once: it waited for its turn."""
    waited: list[bytes] = []
    real = BoundedConnection.recv

    async def recv(self: BoundedConnection, decode: bool | None = None) -> bytes | str:
        data = await real(self, decode)
        waited.append(data if isinstance(data, bytes) else data.encode())
        return data

    monkeypatch.setattr(BoundedConnection, "recv", recv)
    return waited


async def test_a_press_is_heard_in_the_breath_in_which_it_arrives(in_turn: list[bytes]) -> None:
    async with a_kiosk() as (_, kiosk):
        await kiosk.send(press("r1"), text=True)
        assert await answers(kiosk, 1) == ["r1"]
        assert press("r1") not in in_turn


async def test_a_press_in_pieces_is_heard_whole_and_nothing_overtakes_it(in_turn: list[bytes]) -> None:
    async with a_kiosk() as (_, kiosk):
        whole = press("r1").decode()
        await kiosk.send([whole[:9], whole[9:20], whole[20:]])
        await kiosk.send(press("r2"), text=True)
        assert await answers(kiosk, 2) == ["r1", "r2"]
        assert press("r1") in in_turn
        await kiosk.send(press("r3"), text=True)
        assert await answers(kiosk, 1) == ["r3"]
        assert press("r3") not in in_turn


async def test_beyond_its_rate_a_client_waits_for_its_turn_and_loses_nothing(in_turn: list[bytes]) -> None:
    async with a_kiosk(Rates(kiosk=25)) as (_, kiosk):
        names = [f"r{n}" for n in range(60)]
        for name in names:
            await kiosk.send(press(name), text=True)
        heard_of = await answers(kiosk, len(names))
        assert heard_of == names
        assert press("r0") not in in_turn
        assert press("r59") in in_turn


async def test_a_word_that_is_none_ends_the_conversation_though_it_was_heard_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended: list[PeerError] = []
    real = Conversation._broke

    def broke(self: Conversation, seat: Seat, error: PeerError) -> None:
        ended.append(error)
        real(self, seat, error)

    monkeypatch.setattr(Conversation, "_broke", broke)
    async with a_kiosk() as (door, kiosk):
        await kiosk.send(b"{", text=True)
        await until(lambda: door.listener.audience.size == 0)
        assert len(ended) == 1


async def test_boards_come_before_the_answer_and_all_others_after_it(hall: Rehearsal) -> None:
    order: list[str] = []
    hall.engine.on_committed(lambda _: order.append("others"))
    hall.engine.on_committed(lambda _: order.append("boards"), is_first=True)
    assert hall.engine.offer(hall.envelope(c.TakeTicket(ITEM)), lambda _: order.append("answer"))
    await until(lambda: len(order) == 3)
    assert order == ["boards", "answer", "others"]


async def test_who_only_looks_lets_a_command_that_has_come_go_first(hall: Rehearsal) -> None:
    seen: list[CommittedBatch] = []
    hall.engine.on_committed(seen.append)
    assert hall.engine.offer(hall.envelope(c.TakeTicket(ITEM)), lambda _: None)
    assert await hall.engine.read(lambda room: len(room.state.tickets)) == 1
    assert seen


async def test_what_boards_have_shown_is_written_soon_though_nobody_presses(
    hall: Rehearsal, journal: MemoryJournal
) -> None:
    for board in ("B1", "B2"):
        hall.engine.heard(board, 3)
    await until(lambda: journal._acks == {"B1": 3, "B2": 3})


async def test_what_boards_have_shown_is_written_when_the_hall_ends(journal: MemoryJournal) -> None:
    rehearsal = Rehearsal(journal)
    async with running(rehearsal):
        await rehearsal.take()
        rehearsal.engine.heard("B1", 7)
    assert journal._acks == {"B1": 7}


async def test_no_client_has_more_read_of_it_at_once_than_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    real = BoundedConnection.data_received

    def data_received(self: BoundedConnection, data: bytes) -> None:
        sizes.append(len(data))
        real(self, data)

    monkeypatch.setattr(BoundedConnection, "data_received", data_received)
    async with a_kiosk() as (_, kiosk):
        for n in range(60):
            await kiosk.send(press(f"r{n}") + b" " * 1000, text=True)
        assert len(await answers(kiosk, 60)) == 60
    assert max(sizes) <= READ_BYTES


async def test_an_ended_client_that_reads_nothing_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queue_server.runtime.seat.GOODBYE_S", 0.05)
    async with doorstep() as door, door.stranger(ping_interval=None, max_queue=1) as stuck:
        await greet(stuck, Role.KIOSK, "K1")
        seat = door.listener.audience.seat(Role.KIOSK, "K1")
        assert seat is not None
        stuck.transport.pause_reading()
        seat.say(b'"' + b"x" * 900_000 + b'"')
        assert seat.is_full
        async with door.stranger() as newer:
            await greet(newer, Role.KIOSK, "K1")
            await until(lambda: seat.socket.protocol.state is State.CLOSED)


async def test_a_kiosk_that_was_full_hears_with_the_newest_number_all_up_to_it() -> None:
    pace = Pace(round_s=0, kiosks_s=60, phones_s=0, drain_s=0.005, figures_s=60)
    async with doorstep(pace=pace) as door, door.stranger() as kiosk:
        await greet(kiosk, Role.KIOSK, "K1")
        audience = door.listener.audience
        seat = audience.seat(Role.KIOSK, "K1")
        assert seat is not None
        await until(lambda: not audience._round_wanted.is_set())
        audience._screens.kiosks_due_s = audience._now_s() + 60
        await door.rehearsal.take()
        await until(lambda: "queue/A" in audience._screens.untold(Role.KIOSK))
        seat.pending.add("hall")  # as it is of a seat that was full
        audience._drains.watch(seat)
        keys: set[str] = set()
        while "hall" not in keys:
            word = await heard(kiosk)
            keys = {doc.key for doc in word.docs} if isinstance(word, Delta) else set()
        assert "queue/A" in keys
