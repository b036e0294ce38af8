"""What a board hears of a hall that was started again: only what is new, whoever remembers it or does not."""

from pathlib import Path

import msgspec

from queue_server.demo.small_hall import link_to, open_house, small_hall
from queue_server.runtime.house import House
from queue_server.vocabulary import ItemCode, Role
from queue_server.wire.client import HallLink, LinkUp, new_request_id
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Announced
from queue_server.wire.from_window import CallNext, FinishService, SignIn
from tests.end_to_end.conftest import act, linked

CALLED_BEFORE = 15


async def call_one(house: House, *, signs_in: bool = False) -> str:
    """Have one ticket taken, called and finished; return its number."""
    kiosk, window = link_to(house, Role.KIOSK, "K1"), link_to(house, Role.WINDOW, "03", "03")
    async with linked(kiosk), linked(window):
        if signs_in:
            await act(window, SignIn(new_request_id(), badge="0001000734"))
        await act(kiosk, TakeTicket(new_request_id(), ItemCode("GA-1")))
        number = await act(window, CallNext(new_request_id()))
        await act(window, FinishService(new_request_id()))
    return number


async def welcomed(board: HallLink) -> int:
    """Return the announcement after which the server goes on for this board."""
    event = await board.next_event()
    assert isinstance(event, LinkUp)
    return event.welcome.announcement


async def announced(board: HallLink) -> Announced:
    while not isinstance(event := await board.next_event(), Announced):
        pass
    return event


async def heard_by(board: HallLink, n: int) -> None:
    """Hear and acknowledge everything up to ``n``."""
    while (await announced(board)).n < n:
        pass
    await board.heard(n)


async def test_a_hall_started_again_tells_a_board_only_what_is_new(tmp_path: Path) -> None:
    # No line, so that nothing is written between the start and the boards' coming.
    config = msgspec.structs.replace(small_hall(tmp_path), lines=(), counters=())
    async with open_house(config) as house:
        known = link_to(house, Role.BOARD, "B1")
        async with linked(known):
            assert await welcomed(known) == 0
            for n in range(CALLED_BEFORE):
                await call_one(house, signs_in=n == 0)
            await heard_by(known, CALLED_BEFORE)
            await call_one(house)  # an acknowledgement is written with the next batch
    async with open_house(config) as house:
        remembered, new = link_to(house, Role.BOARD, "B1"), link_to(house, Role.BOARD, "B9")
        async with linked(remembered), linked(new):
            assert await welcomed(remembered) == CALLED_BEFORE
            assert await welcomed(new) == CALLED_BEFORE + 1 - 12
            missed = await announced(remembered)
            assert (missed.n, missed.is_current) == (CALLED_BEFORE + 1, False)
            number = await call_one(house)
            fresh = await announced(remembered)
            assert (fresh.n, fresh.number, fresh.is_current) == (CALLED_BEFORE + 2, number, True)
            old = [await announced(new) for _ in range(13)]
            assert [each.n for each in old] == list(range(CALLED_BEFORE + 1 - 11, CALLED_BEFORE + 3))
            assert [each.is_current for each in old] == [False] * 12 + [True]
