"""A service ends, the screen before the citizen asks, a finger answers: down to journal and wall."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from textual.pilot import Pilot

from devices.counter_bus.protocol import RatingPressed, encode
from kiosk.rating.app import RatingApp
from kiosk.rating.view import Phase
from queue_server.config import Config
from queue_server.demo.small_hall import link_to, open_house, small_hall
from queue_server.runtime.house import House
from queue_server.store.rows import read_rows
from queue_server.vocabulary import ItemCode, RefusalCode, Role, TicketId, WindowNo
from queue_server.wire.client import HallLink, new_request_id
from queue_server.wire.documents import RatingDoc
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_rating import RateService
from queue_server.wire.from_server import Done, Refused
from queue_server.wire.from_window import CallNext, FinishService, SignIn, StartService
from queue_server.wire.wall_documents import TaskDoc
from tests.end_to_end.conftest import Cable, act, linked, until

W3 = WindowNo("03")


class Counter:
    """Window 03: its staff's terminal, a kiosk to take numbers at, and a wall that watches."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.kiosk = link_to(house, Role.KIOSK, "K1")
        self.window = link_to(house, Role.WINDOW, W3, W3)
        self.wall = link_to(house, Role.WALL, "W1")

    async def begin(self) -> str:
        """Serve the next citizen; return their number."""
        await act(self.kiosk, TakeTicket(new_request_id(), ItemCode("GA-1")))
        number = await act(self.window, CallNext(new_request_id()))
        await act(self.window, StartService(new_request_id()))
        return number

    async def finish(self) -> None:
        await act(self.window, FinishService(new_request_id()))


@asynccontextmanager
async def counter(config: Config) -> AsyncIterator[Counter]:
    """Open the small hall with somebody signed in at window 03."""
    async with open_house(config) as house:
        stage = Counter(house)
        async with linked(stage.kiosk), linked(stage.window), linked(stage.wall):
            await act(stage.window, SignIn(new_request_id(), badge="0001000734"))
            yield stage


@asynccontextmanager
async def rating_screen(house: House) -> AsyncIterator[tuple[RatingApp, Pilot[None]]]:
    """Set the screen up at window 03, idle."""
    app = RatingApp(link_to(house, Role.RATING, W3, W3), W3)
    async with app.run_test(size=(96, 27)) as pilot:
        await until(lambda: app.view.phase is Phase.IDLE)
        yield app, pilot


def without_line(folder: Path) -> Config:
    return replace(small_hall(folder), lines=(), counters=())


def rated(folder: Path) -> list[dict[str, Any]]:
    """Return every rating that the journal holds."""
    rows = read_rows(folder / "hall.db")
    return [row for row in rows if row["body"]["event"] in ("service_rated", "rating_lapsed")]


async def test_a_touch_is_one_rating_of_the_screen_and_a_bad_one_a_task_at_the_wall(tmp_path: Path) -> None:
    async with counter(without_line(tmp_path)) as stage, rating_screen(stage.house) as (app, pilot):
        number = await stage.begin()
        await until(lambda: (app.view.phase, app.view.number) == (Phase.SERVING, number))
        await stage.finish()
        await until(lambda: app.view.phase is Phase.ASKED)
        await pilot.click("#level-1")
        await pilot.click("#level-1")
        await until(lambda: app.view.phase is Phase.THANKED)
        await until(lambda: any(isinstance(doc, TaskDoc) for doc in stage.wall.docs.values()))
        task = next(doc for doc in stage.wall.docs.values() if isinstance(doc, TaskDoc))
        assert (task.number, task.window, task.staff, task.stars) == (number, "03", "S017", 1)
        await stage.begin()
        await until(lambda: (app.view.phase, app.view.number) == (Phase.SERVING, "A002"))
    (row,) = rated(tmp_path)
    assert row["actor"] == "rating:03"
    assert {name: row["body"][name] for name in ("ticket", "stars", "source")} == {
        "ticket": task.key.removeprefix("task/"), "stars": 1, "source": "screen",
    }  # fmt: skip


async def test_the_evaluator_was_quicker_and_the_screen_asks_no_more(tmp_path: Path, cable: Cable) -> None:
    async with cable.watched() as far, counter(small_hall(tmp_path, cable.port)) as stage:
        async with rating_screen(stage.house) as (app, _):
            await stage.begin()
            await stage.finish()
            await until(lambda: app.view.phase is Phase.ASKED)
            far.type_hex(encode(RatingPressed(3, 2)).hex())
            await until(lambda: app.view.phase is Phase.IDLE)
        late = link_to(stage.house, Role.RATING, W3, W3)
        async with linked(late):
            ticket = next(iter(await stage.house.engine.read(lambda room: tuple(room.state.tickets))))
            answer = await late.request(RateService(new_request_id(), ticket, 5))
            assert isinstance(answer, Refused)
            assert answer.code is RefusalCode.NO_RATING_ASKED
    (row,) = rated(tmp_path)
    assert (row["actor"], row["body"]["stars"]) == ("evaluator:03", 4)


async def asked_ticket(link: HallLink) -> TicketId:
    async with asyncio.timeout(45):
        while not isinstance(doc := link.docs.get("rating/03"), RatingDoc) or not doc.until_ms:
            await link.next_event()
    return doc.ticket


async def test_a_touch_sent_again_over_another_cable_has_its_first_answer(tmp_path: Path) -> None:
    async with counter(without_line(tmp_path)) as stage:
        await stage.begin()
        await stage.finish()
        answers = []
        first = link_to(stage.house, Role.RATING, W3, W3)
        async with linked(first):
            touch = RateService(new_request_id(), await asked_ticket(first), 5)
            answers.append(await first.request(touch))
        async with linked(again := link_to(stage.house, Role.RATING, W3, W3)):
            answers.append(await again.request(touch))
            assert not any(key.startswith(("desk/", "queue/", "item/", "task/")) for key in again.docs)
    assert isinstance(answers[0], Done)
    assert answers[0] == answers[1]
    assert len(rated(tmp_path)) == 1
