"""What is asked of the hall ends with the conversation in which it was asked."""

import asyncio
from pathlib import Path
from typing import cast

from kiosk.citizen.away.hand_in import HandIn
from kiosk.screenkit.link import Act, Answer, Link
from queue_server.clock import ManualClock
from queue_server.vocabulary import RequestId
from queue_server.wire.from_kiosk import LeaseNumbers
from tests.kiosk_citizen.away.hall import NOW_MS, desk_at


class SilentLink:
    """A hall that is there and answers nothing."""

    is_connected, epoch = True, "run-1"

    def __init__(self) -> None:
        self.asked: list[Act] = []
        self.given_up: list[Act] = []
        self.was_asked = asyncio.Event()
        self.was_given_up = asyncio.Event()

    def hall_now_ms(self) -> int:
        return NOW_MS

    async def request(self, act: Act) -> Answer:
        self.asked.append(act)
        self.was_asked.set()
        try:
            answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
            return await answer
        except asyncio.CancelledError:
            self.given_up.append(act)
            self.was_given_up.set()
            raise


async def test_what_was_asked_is_given_up_when_the_conversation_ends(tmp_path: Path) -> None:
    link, clock = SilentLink(), ManualClock(NOW_MS)
    desk = desk_at(tmp_path / "K1.away", clock)
    hand_in = HandIn(cast("Link", link), desk, clock, lambda: RequestId("r"), lambda: None)
    hand_in.lost()
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        settling = tasks.create_task(hand_in.run())
        await link.was_asked.wait()
        hand_in.lost()
        await link.was_given_up.wait()
        settling.cancel()
    assert link.given_up == link.asked
    assert [type(act) for act in link.asked] == [LeaseNumbers]
