"""A manager's list becomes appointments that a kiosk can check in; said twice, it books nothing twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from queue_server.clock import ManualClock
from queue_server.demo.small_hall import link_to, open_house, small_hall
from queue_server.errors import ConfigError
from queue_server.hall.room import HallRoom
from queue_server.manage import Manager, manager_link, read_bookings
from queue_server.runtime.house import House
from queue_server.vocabulary import Role, TicketClass
from queue_server.wire.client import new_request_id
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Done

MORNING = datetime(2026, 3, 2, 9, 20, tzinfo=timezone(timedelta(hours=8)))


def csv_of(folder: Path, *lines: str) -> Path:
    path = folder / "book.csv"
    path.write_text("\n".join(("code,item,date,time,identity", *lines)), encoding="utf-8")
    return path


@asynccontextmanager
async def morning(folder: Path) -> AsyncIterator[House]:
    clock = ManualClock(int(MORNING.timestamp() * 1000))
    async with open_house(small_hall(folder), clock) as house:
        yield house


async def test_a_list_is_booked_and_an_appointment_taken_at_the_kiosk(tmp_path: Path) -> None:
    bookings = read_bookings(csv_of(tmp_path, "YY1,GA-1,2026-03-02,09:30,", "YY2,NO-1,2026-03-02,10:00,"))
    async with morning(tmp_path) as house:
        for _ in range(2):
            told: list[str] = []
            assert not await Manager(manager_link(house.url, "m1", None, None), told.append).book(bookings)
            assert told[0] == "YY1: 完成 done"
            assert told[1].startswith("YY2: ")
        booked = await house.engine.read(lambda room: tuple(room.state.appointments))
        assert booked == ("YY1",)
        kiosk = link_to(house, Role.KIOSK, "K1")
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(kiosk.run())
            answer = await kiosk.request(TakeTicket(new_request_id(), appointment="YY1"))
            running.cancel()
        assert isinstance(answer, Done)
        assert answer.slip is not None
        assert answer.slip.klass is TicketClass.APPOINTMENT


async def test_a_notice_reaches_the_hall_and_an_appointment_can_be_cancelled(tmp_path: Path) -> None:
    def notice(room: HallRoom) -> str:
        return room.state.notice_zh

    async with morning(tmp_path) as house:
        told: list[str] = []
        assert await Manager(manager_link(house.url, "m1", None, None), told.append).notice("午休到两点", "")
        assert await house.engine.read(notice) == "午休到两点"
        assert not await Manager(manager_link(house.url, "m1", None, None), told.append).cancel("YY9")
        assert "YY9" in told[-1]


def test_every_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "YY1,GA-1,2026-03-02,09:30,", "YY2,GA-1,2 March,9,", ",GA-1,2026-03-02,09:30,")
    with pytest.raises(ConfigError) as caught:
        read_bookings(path)
    assert caught.value.mistakes == (
        "book.csv, line 3: write the date as 2026-03-02 and the time as 09:30",
        "book.csv, line 4: code is missing",
    )


def test_a_list_without_a_line_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no appointment"):
        read_bookings(csv_of(tmp_path))


async def test_a_server_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queue_server.manage.GREETED_WITHIN_S", 0.3)
    manager = Manager(manager_link("ws://127.0.0.1:9", "m1", None, None), lambda _: None)
    with pytest.raises(BaseExceptionGroup) as caught:
        await manager.cancel("YY1")
    assert caught.group_contains(ConfigError, match="does not answer")
