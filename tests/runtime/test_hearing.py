"""What a client says is heard as it arrives, in its order, also when the client cuts it into pieces."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import ClientConnection

from queue_server.errors import PeerError
from queue_server.hall import commands as c
from queue_server.runtime.connections import BoundedConnection
from queue_server.runtime.conversation import Conversation
from queue_server.runtime.doorstep import Doorstep, doorstep, greet, heard, until
from queue_server.runtime.publisher import CommittedBatch
from queue_server.runtime.rehearsal import ITEM, Rehearsal
from queue_server.runtime.seat import Seat
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import RequestId, Role
from queue_server.wire import codec
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Done
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
    hall.engine.on_committed(lambda _: order.append("boards"), first=True)
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
