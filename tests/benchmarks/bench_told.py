"""From the disk to whom it concerns: a warning at its window's terminal and at the managers' wall.

Run: ``python -m tests.benchmarks.bench_told [--rounds 200]``. Not a test: the figures depend on the
machine. A real server, a real journal and real sockets in one process; a device fails and recovers, and each
time its warning is told to both. The floor is one round trip of a websocket with a message of the same size.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from queue_server.demo.small_hall import link_to
from queue_server.hall.commands import ReportDevice
from queue_server.runtime.inbox import Envelope
from queue_server.vocabulary import Device, RequestId, Role
from queue_server.wire import codec
from queue_server.wire.client import HallLink, new_request_id
from queue_server.wire.wall_documents import CardDoc
from tests.end_to_end.conftest import linked
from tests.end_to_end.test_desk_cards import Scene, both_at_work, cards_at

PLACE, DEVICE, FAULT = "window:03", Device.PRINTER, "缺纸"
TICK_MS = 1000
LOOKS_S = 0.0002
"""How often a terminal is looked at: the error of each figure."""


def open_cards(wall: HallLink) -> list[CardDoc]:
    docs = (doc for doc in wall.docs.values() if isinstance(doc, CardDoc))
    return [doc for doc in docs if doc.device is DEVICE and doc.is_current]


def at_desk(scene: Scene) -> bool:
    return any(card.device is DEVICE for card in cards_at(scene.ann, "03"))


async def _until(holds: Callable[[], object]) -> float:
    while not holds():  # noqa: ASYNC110 - a benchmark looks as a person does
        await asyncio.sleep(LOOKS_S)
    return asyncio.get_running_loop().time()


async def _report(scene: Scene, fault: str) -> None:
    command = ReportDevice(PLACE, DEVICE, fault)
    await scene.house.engine.submit(Envelope(RequestId(new_request_id()), "clock", command))
    scene.clock.advance_ms(TICK_MS)


async def told(scene: Scene, wall: HallLink, rounds: int) -> tuple[list[float], list[float], int]:
    """Return the milliseconds from the disk to the window and to the wall, and the bytes of the card."""
    at_window: list[float] = []
    at_wall: list[float] = []
    size = 0
    for _ in range(rounds):
        await _report(scene, FAULT)
        async with asyncio.TaskGroup() as tasks:
            window = tasks.create_task(_until(lambda: at_desk(scene)))
            manager = tasks.create_task(_until(lambda: open_cards(wall)))
        at_window.append((window.result() - scene.told_at_s) * 1000)
        at_wall.append((manager.result() - scene.told_at_s) * 1000)
        size = len(codec.encode(open_cards(wall)[0]))
        await _report(scene, "")
        await _until(lambda: not at_desk(scene) and not open_cards(wall))
    return at_window, at_wall, size


async def echo_ms(size: int, rounds: int) -> list[float]:
    """Return the round trips of messages of ``size`` bytes."""

    async def echo(connection: ServerConnection) -> None:
        async for message in connection:
            await connection.send(message)

    text, trips = "x" * size, []
    async with serve(echo, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}") as link:
            for _ in range(rounds):
                began_s = time.perf_counter()
                await link.send(text)
                await link.recv()
                trips.append((time.perf_counter() - began_s) * 1000)
    return trips


async def run(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with both_at_work(Path(folder), rules="") as scene:
            wall = link_to(scene.house, Role.WALL, "W1")
            async with linked(wall):
                at_window, at_wall, size = await told(scene, wall, rounds)
        floor = statistics.median(await echo_ms(size, rounds))
    for what, figures in (("its window's terminal", at_window), ("the managers' wall", at_wall)):
        middle, high = statistics.median(figures), statistics.quantiles(figures, n=100)[98]
        sys.stdout.write(f"{what}: p50 {middle:.2f} ms, p99 {high:.2f} ms, {middle / floor:.1f} x an echo\n")
    sys.stdout.write(f"echo of {size} bytes: p50 {floor:.2f} ms\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    asyncio.run(run(parser.parse_args().rounds))


if __name__ == "__main__":
    main()
