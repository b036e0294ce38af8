"""Numbers that kiosks issued by themselves, handed in to a real server that is killed in the middle of it.

What kiosks, window and boards live through around it is in ``test_away_kiosks``.
"""

import asyncio
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any

from queue_server.store.rows import read_rows
from queue_server.store.verify import verify
from queue_server.vocabulary import ItemCode, RequestId, Role
from queue_server.wire.client import HallLink, new_request_id
from queue_server.wire.from_kiosk import HandInTicket, LeaseNumbers
from queue_server.wire.from_server import Done
from tests.end_to_end.conftest import (
    Program,
    act,
    free_port,
    linked,
    served,
    small_hall_file,
    until,
)
from tests.end_to_end.test_restart import link, serve_next, sign_in, take

MANY = 40


class Kiosk:
    """A kiosk's cable and its disk, which outlive every server."""

    def __init__(self, port: int, name: str, holder: str) -> None:
        self.link: HallLink = link(port, Role.KIOSK, name)
        self.holder = holder
        self.issued: list[HandInTicket] = []
        self.handed_in = 0
        self._mark, self._first, self._last = "", 0, 0

    async def lease(self) -> None:
        asked = LeaseNumbers(new_request_id(), self.holder, self._first, self._last)
        answer = await self.link.request(asked, timeout_s=20)
        assert isinstance(answer, Done)
        assert answer.lease is not None
        self._mark, self._first, self._last = answer.lease.mark, answer.lease.first, answer.lease.last

    def issue(self, day: str, at_ms: int) -> None:
        ordinal = self._first + len(self.issued)
        number = f"A{self._mark}{ordinal:03d}"
        request = RequestId(f"away-{day}-{number}-{self.holder}")
        said = HandInTicket(request, self.holder, number, day, ordinal, ItemCode("GA-1"), at_ms)
        self.issued.append(said)

    async def hand_in_all(self) -> None:
        """Hand in one after the other, from the beginning, as after every start of the server."""
        for said in self.issued:
            assert await act(self.link, said) in (said.number, "")
            self.handed_in += 1

    @property
    def numbers(self) -> list[str]:
        return [said.number for said in self.issued]


def issued_in(path: Path) -> list[dict[str, Any]]:
    return [row for row in read_rows(path) if row["kind"] == "ticket_issued"]


def issue_by_turns(kiosks: tuple[Kiosk, ...], path: Path) -> Iterator[str]:
    """Let the kiosks print by turns while no server is there; yield the numbers in order."""
    last = issued_in(path)[-1]
    day, began_ms = last["body"]["ticket"].partition("-")[0], last["at_ms"]
    for n in range(MANY):
        kiosk = kiosks[n % len(kiosks)]
        kiosk.issue(day, began_ms + 1 + n)
        yield kiosk.numbers[-1]


def copied(path: Path, copy: Path) -> None:
    """Copy a journal as it is on disk now."""
    with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)


async def killed(program: Program, kiosks: tuple[Kiosk, ...]) -> None:
    program.send(signal.SIGKILL)
    await program.end()
    await until(lambda: not any(each.link.is_connected for each in kiosks))


async def killed_while_handing_in(program: Program, kiosks: tuple[Kiosk, ...]) -> None:
    """Kill it when some have been handed in and not all; what was asked and not answered is asked again."""
    async with asyncio.TaskGroup() as tasks:
        working = [tasks.create_task(each.hand_in_all()) for each in kiosks]
        await until(lambda: sum(each.handed_in for each in kiosks) >= MANY // 4)
        program.send(signal.SIGKILL)
        await program.end()
        for each in working:
            each.cancel()
    assert sum(each.handed_in for each in kiosks) < MANY


async def handed_in_again(kiosks: tuple[Kiosk, ...]) -> None:
    await until(lambda: all(each.link.is_connected for each in kiosks))
    for each in kiosks:
        await each.lease()
    async with asyncio.TaskGroup() as tasks:
        for each in kiosks:
            tasks.create_task(each.hand_in_all())


def two_kiosks(port: int) -> tuple[Kiosk, Kiosk]:
    return Kiosk(port, "K1", "0a1b2c3d4e5f"), Kiosk(port, "K2", "f5e4d3c2b1a0")


async def test_killed_while_they_are_handed_in_every_number_stands_once_and_in_order(tmp_path: Path) -> None:
    port, journal = free_port(), tmp_path / "hall.db"
    config, kiosks = small_hall_file(tmp_path, port), two_kiosks(port)
    window = link(port, Role.WINDOW, "03", "03")
    async with AsyncExitStack() as stack:
        for each in (kiosks[0].link, kiosks[1].link, window):
            await stack.enter_async_context(linked(each))
        async with served(config, port) as program:
            for kiosk in kiosks:
                await kiosk.lease()
            usual = [await take(kiosks[0].link, "usual-1")]
            await killed(program, kiosks)
        in_order = list(issue_by_turns(kiosks, journal))
        async with served(config, port) as program:
            await until(lambda: all(each.link.is_connected for each in kiosks))
            await killed_while_handing_in(program, kiosks)
        async with served(config, port):
            await handed_in_again(kiosks)
            usual.append(await take(kiosks[1].link, "usual-2"))
            await act(window, sign_in())
            called = [await serve_next(window) for _ in range(MANY + 2)]
    assert called == [usual[0], *in_order, usual[1]]
    assert usual == ["A001", "A002"]
    numbers = [row["body"]["number"] for row in issued_in(journal)]
    assert sorted(numbers) == sorted([*usual, *in_order])
    assert verify(journal).is_sound
