"""A hall backed up at work, lost, and put back: what the backup has is there, nothing is given out twice."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from queue_server.store.rows import read_rows
from queue_server.store.verify import verify
from queue_server.vocabulary import Role
from queue_server.wire.client import HallLink
from queue_server.wire.from_server import Announced
from tests.end_to_end.conftest import act, free_port, linked, run_program, served, small_hall_file, until
from tests.end_to_end.test_restart import link, serve_next, sign_in, take


class Hall:
    """A kiosk, a window and a board that stay while their server goes; what was issued and heard."""

    def __init__(self, port: int) -> None:
        self.kiosk, self.window = link(port, Role.KIOSK, "K1"), link(port, Role.WINDOW, "03", "03")
        self._board = link(port, Role.BOARD, "B1")
        self.issued: list[str] = []
        self.heard: list[str] = []

    @property
    def links(self) -> tuple[HallLink, ...]:
        return (self.kiosk, self.window, self._board)

    async def issue(self, name: str, many: int) -> None:
        """Take ``many`` tickets, one after the other."""
        for n in range(many):
            self.issued.append(await take(self.kiosk, f"{name}-{n}"))

    async def call(self, many: int) -> list[str]:
        """Call and finish; return when the board has heard it all."""
        called = [await serve_next(self.window) for _ in range(many)]
        await until(lambda: self.heard[-many:] == called)
        return called

    async def listen(self) -> None:
        """Note each call the board is told, and acknowledge it."""
        while True:
            event = await self._board.next_event()
            if isinstance(event, Announced):
                self.heard.append(event.number)
                await self._board.heard(event.n)


@asynccontextmanager
async def staying(port: int) -> AsyncIterator[Hall]:
    hall = Hall(port)
    first, second, third = hall.links
    async with linked(first), linked(second), linked(third), asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(hall.listen())
        yield hall
        listening.cancel()


async def told(*words: str) -> str:
    """Run ``queue-server`` to a good end; return what it said."""
    status, said, errors = await run_program("queue-server", *words)
    assert (status, errors) == (0, ""), errors
    return said


def lose(folder: Path) -> None:
    """Do to the journal what a dying disk does."""
    (folder / "hall.db").write_bytes(b"torn")
    for end in ("-wal", "-shm"):
        (folder / f"hall.db{end}").unlink(missing_ok=True)


async def back_up_under_load(hall: Hall, config: Path, copy: Path) -> None:
    """Take a backup while the kiosk issues."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(hall.issue("during", 200))
        assert "head:" in await told("backup", str(config), str(copy))


async def test_a_hall_lost_after_its_backup_goes_on_and_gives_out_nothing_twice(tmp_path: Path) -> None:
    port = free_port()
    config, copy = small_hall_file(tmp_path, port), tmp_path / "backup.db"
    async with staying(port) as hall:
        async with served(config, port) as program:
            await act(hall.window, sign_in())
            await hall.issue("before", 20)
            await hall.call(1)
            await back_up_under_load(hall, config, copy)
            await hall.call(3)
            program.send(signal.SIGKILL)
            await until(lambda: not any(each.is_connected for each in hall.links))
        lose(tmp_path)
        await told("restore", str(config), str(copy), "--skip", "300")
        async with served(config, port):
            await until(lambda: all(each.is_connected for each in hall.links))
            await hall.issue("new", 5)
            await hall.call(3)
    backed = {row["body"]["number"] for row in read_rows(copy) if row["kind"] == "ticket_issued"}
    assert set(hall.issued[:20]) <= backed
    assert len(set(hall.issued)) == len(hall.issued) == 225
    assert len(hall.heard) == 7
    assert verify(tmp_path / "hall.db").is_sound


async def test_the_journal_tells_who_leapt(tmp_path: Path) -> None:
    port = free_port()
    config, copy = small_hall_file(tmp_path, port), tmp_path / "backup.db"
    async with served(config, port) as program:
        await told("backup", str(config), str(copy))
        program.send(signal.SIGTERM)
        await until(lambda: not program.is_running)
    await told("restore", str(config), str(copy))
    for _ in range(2):
        async with served(config, port):
            pass
    leaps = [row for row in read_rows(tmp_path / "hall.db") if row["kind"] == "journal_restored"]
    assert [(row["actor"], row["request"][:8]) for row in leaps] == [("restore", "restore-")]
