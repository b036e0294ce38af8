"""A real house, its forecaster and websockets: what a citizen is told before, with and after the number."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec.structs import replace

from queue_server.config import Config
from queue_server.demo.small_hall import link_to, open_house, small_hall
from queue_server.forecast.outcome import Forecast
from queue_server.forecast.plan import ForecastPlan
from queue_server.runtime.house import House
from queue_server.store.rows import read_rows
from queue_server.vocabulary import ItemCode, RequestId, Role, TicketClass
from queue_server.wire.client import HallLink, new_request_id
from queue_server.wire.documents import DeskDoc, QueueDoc, TicketDoc
from queue_server.wire.expected import Expected, WaitDoc
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Done, TicketSlip
from queue_server.wire.from_window import CallNext, FinishService, SignIn
from queue_server.wire.greeting import WIRE_VERSION, Hello
from tests.end_to_end.conftest import act, linked, until

ITEM = ItemCode("GA-1")
QUICK = ForecastPlan(refresh_s=1, after_event_ms=30)


def quick_hall(folder: Path, forecast: ForecastPlan = QUICK) -> Config:
    return replace(small_hall(folder), forecast=forecast, lines=(), counters=())


class Hall:
    """A house with one kiosk and one window at work."""

    def __init__(self, house: House, kiosk: HallLink, window: HallLink) -> None:
        self.house, self.kiosk, self.window = house, kiosk, window
        self.made: list[Forecast] = []
        house.foresight.on_made(lambda forecast, _: self.made.append(forecast))

    async def take(self, request: str = "") -> TicketSlip:
        asked = TakeTicket(RequestId(request) or new_request_id(), ITEM)
        answer = await self.kiosk.request(asked, timeout_s=20)
        assert isinstance(answer, Done)
        assert answer.slip is not None
        return answer.slip

    @property
    def told(self) -> Expected | None:
        """What a regular ticket would be told at the kiosk."""
        doc = self.kiosk.docs.get(f"wait/{ITEM}")
        return doc.by_class[TicketClass.REGULAR] if isinstance(doc, WaitDoc) else None

    @property
    def of_queue(self) -> Expected | None:
        doc = self.kiosk.docs.get("queue/A")
        return doc.expected if isinstance(doc, QueueDoc) else None

    @property
    def of_window(self) -> Expected | None:
        """What the last of those who wait for the window is told, at its terminal."""
        doc = self.window.docs.get("desk/03")
        return doc.expected if isinstance(doc, DeskDoc) else None

    async def until(self, holds: Callable[[], object]) -> None:
        await until(holds, within_s=45)


@asynccontextmanager
async def at_work(config: Config, *, again: bool = False) -> AsyncIterator[Hall]:
    """Open the hall of a configuration, its window signed in; ``again``: it is from before."""
    async with open_house(config) as house:
        kiosk, window = link_to(house, Role.KIOSK, "K1"), link_to(house, Role.WINDOW, "03", "03")
        async with linked(kiosk), linked(window):
            hall = Hall(house, kiosk, window)
            if not again:
                await act(window, SignIn(new_request_id(), badge="0001000734"))
            yield hall


async def by_replay(hall: Hall) -> None:
    """Wait until the forecaster's process itself has answered."""
    count = len(hall.made)
    await hall.until(lambda: any(one.method == "replay" for one in hall.made[count:]))


async def test_told_before_the_number_with_it_and_after_it(tmp_path: Path) -> None:
    async with at_work(quick_hall(tmp_path)) as hall:
        await hall.until(lambda: hall.told and hall.told.is_next)
        slips = [await hall.take() for _ in range(6)]
        lows = [slip.expected.low_min for slip in slips if slip.expected]
        assert len(lows) == len(slips)
        assert lows[-1] > lows[0]
        await hall.until(lambda: hall.told and not hall.told.is_next)
        await hall.until(lambda: hall.of_queue == hall.told)
        await hall.until(lambda: hall.of_window is not None)


async def test_a_phone_follows_its_own_wait(tmp_path: Path) -> None:
    async with at_work(quick_hall(tmp_path)) as hall:
        await hall.until(lambda: hall.told)
        slips = [await hall.take() for _ in range(5)]
        hello = Hello(WIRE_VERSION, Role.PHONE, "p", ticket=slips[-1].code)
        async with linked(HallLink(hall.house.url, hello)) as phone:
            key = f"ticket/{slips[-1].ticket}"
            await hall.until(lambda: expected_of(phone, key) is not None)
            assert not any(key.startswith("wait/") for key in phone.docs)
            await by_replay(hall)
            before = expected_of(phone, key)
            for _ in range(4):
                await act(hall.window, CallNext(new_request_id()))
                await act(hall.window, FinishService(new_request_id()))
            await hall.until(lambda: expected_of(phone, key) != before)
            await act(hall.window, CallNext(new_request_id()))
            await hall.until(lambda: expected_of(phone, key) is None)


def expected_of(phone: HallLink, key: str) -> Expected | None:
    doc = phone.docs.get(key)
    return doc.expected if isinstance(doc, TicketDoc) else None


async def test_what_was_told_first_is_on_disk_and_the_same_at_every_retry(tmp_path: Path) -> None:
    async with at_work(quick_hall(tmp_path)) as hall:
        await hall.until(lambda: hall.told)
        await by_replay(hall)
        slips = [await hall.take(f"press-{n}") for n in range(4)]
        assert await hall.take("press-3") == slips[3]
    async with at_work(quick_hall(tmp_path), again=True) as hall:
        again = await hall.take("press-3")
        assert again.expected == slips[3].expected
        assert replace(again, link="") == replace(slips[3], link="")
    bodies = [row["body"] for row in read_rows(tmp_path / "hall.db")]
    waits = [body["wait"] for body in bodies if body["event"] == "ticket_issued"]
    assert [wait["low_min"] for wait in waits] == [slip.expected.low_min for slip in slips if slip.expected]
    assert all(wait["seed"] == wait["seq"] > 0 for wait in waits)


async def test_a_killed_forecaster_is_stood_in_for_and_comes_back(tmp_path: Path) -> None:
    async with at_work(quick_hall(tmp_path)) as hall:
        await by_replay(hall)
        first, count = hall.house.foresight.remote.pid, len(hall.made)
        os.kill(first, signal.SIGKILL)
        await hall.take()
        await hall.until(lambda: any(one.method == "fluid" for one in hall.made[count:]))
        assert (await hall.take()).expected is not None
        await by_replay(hall)
        assert hall.house.foresight.remote.pid != first
        assert (await hall.take()).expected is not None


async def test_switched_off_nothing_is_told_and_nobody_computes(tmp_path: Path) -> None:
    async with at_work(quick_hall(tmp_path, ForecastPlan(is_on=False))) as hall:
        slip = await hall.take()
        await asyncio.sleep(0.2)
        assert (slip.expected, hall.told, hall.made) == (None, None, [])
        assert hall.house.foresight.remote.pid == 0


async def test_how_the_forecast_does_is_told_to_the_machine_room(tmp_path: Path) -> None:
    async with at_work(quick_hall(tmp_path)) as hall:
        await by_replay(hall)
        text = hall.house.listener.metrics.text().decode()
        assert 'hall_forecasts_total{method="replay"}' in text
        assert "hall_forecast_seconds_bucket" in text
