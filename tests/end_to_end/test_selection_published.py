"""A selection that a manager publishes from the command line stands on a board a moment later."""

import asyncio
from datetime import datetime, timedelta, timezone
from pathlib import Path

from queue_server.__main__ import main
from queue_server.clock import ManualClock
from queue_server.config_file import load_config
from queue_server.demo.small_hall import SMALL_HALL, link_to, open_house
from queue_server.hall import commands as c
from queue_server.runtime.inbox import Envelope
from queue_server.vocabulary import ItemCode, RequestId, Role, StaffId, WindowNo
from queue_server.wire.wall_documents import SelectionDoc

MORNING_MS = int(datetime(2026, 3, 2, 8, 20, tzinfo=timezone(timedelta(hours=8))).timestamp() * 1000)
STAFF = '\n[[staff]]\nid = "S1"\nbadge = "1"\n'


def hall_in(folder: Path) -> Path:
    store = f'\n[store]\npath = "{folder}/hall.db"\nsecret_file = "{folder}/secret.key"\n'
    path = folder / "hall.toml"
    path.write_text(SMALL_HALL.replace("{port}", "sim://north") + store + STAFF, encoding="utf-8")
    return path


async def test_a_published_selection_stands_on_the_board(tmp_path: Path) -> None:
    path, w3 = hall_in(tmp_path), WindowNo("03")
    async with open_house(load_config(path), ManualClock(MORNING_MS)) as house:
        for n, command in enumerate(
            (
                c.SignIn(w3, StaffId("S1")), c.TakeTicket(ItemCode("GA-1")), c.CallNext(w3),
                c.StartService(w3), c.FinishService(w3),
            )
        ):  # fmt: skip
            await house.engine.submit(Envelope(RequestId(f"r{n}"), "window:03", command))
        words = ["assess", "2026-03", "--config", str(path), "--publish", "--server", house.url]
        assert await asyncio.to_thread(main, words) == 0
        board = link_to(house, Role.BOARD, "B1")
        async with asyncio.TaskGroup() as tasks, asyncio.timeout(45):
            running = tasks.create_task(board.run())
            while "selection" not in board.docs:
                await board.next_event()
            running.cancel()
        doc = board.docs["selection"]
        assert isinstance(doc, SelectionDoc)
        assert (doc.period, doc.windows[0].what, doc.staff[0].what) == ("2026-03", "03", "S1")
        assert doc.windows[0].score == 60.0
