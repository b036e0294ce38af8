"""The largest hall that is promised loads, serves, and takes everybody's punch from twenty doors."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec.structs import replace

from devices.badge_reader.simulated import SimulatedEmReader
from devices.memory_port import MemoryCable
from queue_server.config import Store
from queue_server.demo.small_hall import link_to, open_house
from queue_server.hall import commands as c
from queue_server.runtime.inbox import Envelope
from queue_server.vocabulary import RequestId, Role, StaffId, WindowNo
from queue_server.wire.documents import AnyDoc
from queue_server.wire.from_server import Done
from queue_server.wire.wall_documents import AttendanceDoc, StaffDoc
from tests.runtime.large import DOORS, STAFF, WINDOWS, badge_of, large_hall

WITHIN_S = 100.0


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not holds():  # noqa: ASYNC110 - a websocket sets no event of ours
            await asyncio.sleep(0.01)


async def test_300_staff_come_through_20_doors_to_200_windows(tmp_path: Path) -> None:
    config = large_hall()
    assert (len(config.plan.windows), len(config.staff), len(config.readers)) == (WINDOWS, STAFF, DOORS)
    config = replace(config, store=Store(str(tmp_path / "hall.db"), str(tmp_path / "secret.key")))
    cables = {reader.port: MemoryCable(reader.name) for reader in config.readers}
    opened = open_house(config, opener=lambda wired: cables[wired.port].open_near)
    async with opened as house, asyncio.TaskGroup() as tasks:
        wall = link_to(house, Role.WALL, "w1")
        running = tasks.create_task(wall.run())
        doors = [await cable.open_far() for cable in cables.values()]
        for n in range(STAFF):
            await doors[n % DOORS].write(SimulatedEmReader().show(badge_of(n)))
        state = house.engine.rooms.supervision.state
        await until(lambda: len(state.punches.get(state.day, {})) == STAFF)
        for n in range(WINDOWS):
            window, staff = WindowNo(f"{n + 1:03d}"), StaffId(f"{n:04d}")
            command = c.SignIn(window, staff)
            answer = await house.engine.submit(Envelope(RequestId(f"s{n}"), f"window:{window}", command))
            assert isinstance(answer, Done)
        await until(lambda: sum(bool(one.window) for one in staff_docs(wall.docs)) == WINDOWS)
        people = staff_docs(wall.docs)
        assert len(people) == STAFF
        assert all(one.punches_ms for one in people)
        attendance = wall.docs["attendance"]
        assert isinstance(attendance, AttendanceDoc)
        assert attendance.unknown_badges == ()
        running.cancel()
    assert len(state.punches[state.day]) == STAFF


def staff_docs(docs: Mapping[str, AnyDoc]) -> list[StaffDoc]:
    return [one for one in docs.values() if isinstance(one, StaffDoc)]
