"""Looking back as a process, beside the server whose journal it is: the hall does not notice."""

import signal
from pathlib import Path

from queue_server.store.rows import read_rows
from queue_server.vocabulary import ItemCode, Role
from queue_server.wire.client import HallLink, new_request_id
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Done
from queue_server.wire.greeting import WIRE_VERSION, Hello
from tests.end_to_end.conftest import Program, free_port, linked, run_program, served, small_hall_file, until


async def take_one(port: int) -> str:
    """Take a ticket at a kiosk and return its number."""
    async with linked(HallLink(f"ws://127.0.0.1:{port}", Hello(WIRE_VERSION, Role.KIOSK, "K1"))) as kiosk:
        answer = await kiosk.request(TakeTicket(new_request_id(), ItemCode("GA-1")), timeout_s=15)
    assert isinstance(answer, Done)
    return answer.number


async def board_sees(port: int, number: str) -> None:
    """Look at the replay as a board until its queue has issued that number."""
    async with linked(HallLink(f"ws://127.0.0.1:{port}", Hello(WIRE_VERSION, Role.BOARD, "B1"))) as board:
        await until(lambda: getattr(board.docs.get("queue/A"), "issued", 0) == int(number[1:]))


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


async def test_a_day_is_explained_and_played_beside_its_server(tmp_path: Path) -> None:
    port, replay_port = free_port(), free_port()
    config = str(small_hall_file(tmp_path, port))
    async with served(Path(config), port) as server:
        assert await take_one(port) == "A001"
        before = names_in(tmp_path)
        status, output, errors = await run_program("queue-server", "explain", "A001", "--config", config)
        assert (status, errors) == (0, "")
        assert "[取号机 K1] 发出号票 A001：居民身份证换领（队列 A 户籍身份），普通号" in output
        day = next(read_rows(tmp_path / "hall.db"))["day"]
        words = ("replay", day, "--config", config, "--speed", "600", "--port", str(replay_port))
        replay = await Program.start("queue-server", *words)
        await board_sees(replay_port, "A001")
        replay.send(signal.SIGINT)
        status, output, errors = await replay.end(within_s=10)
        assert (status, errors) == (0, "")
        assert names_in(tmp_path) == before
        assert await take_one(port) == "A002"
        server.send(signal.SIGTERM)
        assert (await server.end(within_s=10))[0] == 0
