"""Which screen is told when: kiosks at a pace of their own, merged to the newest state; trouble at once."""

from contextlib import AsyncExitStack

from websockets.asyncio.client import ClientConnection

from queue_server.runtime.doorstep import Doorstep, at_work, doorstep, greet, heard, until
from queue_server.runtime.pace import Pace
from queue_server.vocabulary import Role
from queue_server.wire.client import HallLink
from queue_server.wire.documents import HallDoc, QueueDoc
from queue_server.wire.from_server import Delta

TICKETS = 5
NEVER_AGAIN = Pace(round_s=0, kiosks_s=3600)


def _waiting(link: HallLink) -> int:
    doc = link.docs.get("queue/A")
    return doc.waiting if isinstance(doc, QueueDoc) else -1


async def _issued_and_seen(door: Doorstep, stack: AsyncExitStack) -> None:
    """Issue numbers one by one; a wall has been told of each."""
    wall = await stack.enter_async_context(at_work(door.link(Role.WALL, "W")))
    for n in range(1, TICKETS + 1):
        await door.rehearsal.take()
        while _waiting(wall) != n:
            await wall.next_event()


async def _next_delta(socket: ClientConnection) -> Delta:
    while not isinstance(word := await heard(socket), Delta):
        pass
    return word


async def test_kiosks_are_told_once_of_what_changed_again_and_again() -> None:
    async with doorstep(pace=NEVER_AGAIN) as door, door.stranger() as kiosk, AsyncExitStack() as stack:
        await greet(kiosk, Role.KIOSK, "K1")
        await _issued_and_seen(door, stack)
        door.listener.audience.troubled("the disk is full")
        delta = await _next_delta(kiosk)
        told = {doc.key: doc for doc in delta.docs}
        queue, hall = told["queue/A"], told["hall"]
        assert isinstance(queue, QueueDoc)
        assert queue.waiting == TICKETS
        assert isinstance(hall, HallDoc)
        assert hall.trouble == "the disk is full"


async def test_a_kiosk_that_waited_is_told_though_nothing_changes_any_more() -> None:
    async with doorstep(pace=Pace(round_s=0, kiosks_s=0.05)) as door, AsyncExitStack() as stack:
        kiosk = await stack.enter_async_context(at_work(door.link(Role.KIOSK, "K1")))
        await _issued_and_seen(door, stack)
        await until(lambda: _waiting(kiosk) == TICKETS)


async def test_a_kiosk_that_comes_back_misses_nothing_it_was_not_told() -> None:
    async with (
        doorstep(pace=NEVER_AGAIN) as door,
        AsyncExitStack() as stack,
        at_work(door.link(Role.KIOSK, "K1")) as kiosk,
    ):
        await until(lambda: kiosk.is_connected)
        await _issued_and_seen(door, stack)
        assert _waiting(kiosk) == 0
        seat = door.listener.audience.seat(Role.KIOSK, "K1")
        assert seat is not None
        seat.cut()
        await until(lambda: _waiting(kiosk) == TICKETS)
