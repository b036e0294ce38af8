"""A line and its devices on two real terminals, by a cable that can be pulled out, or a device server."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from devices.clock import SystemClock
from devices.events import LineBack, LineEvent, LineLost, PadPressed, RatingPressed
from devices.led_bar.protocol import LedKind
from devices.line import Line, LineSettings
from devices.player import BusPlayer
from devices.port import opener
from devices.simulated_bus import SimulatedBus

WITHIN_S = 45.0
"""A cable back is noticed within the longest back-off, 5 s."""
CALL, FUNCTION = 0x0C, 0x0F


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not is_so():
            await SystemClock().sleep_ms(5)


@asynccontextmanager
async def program(*command: str) -> AsyncIterator[None]:
    """Run a helper program; end it when done."""
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def cable(host: Path, field: Path) -> AsyncIterator[None]:
    """Two terminals joined by socat, under names that stay."""
    ends = [f"PTY,link={end},raw,echo=0" for end in (host, field)]
    async with program("socat", *ends):
        await until(lambda: host.exists() and field.exists())
        yield
    await until(lambda: not host.exists() and not field.exists())


class Bench:
    """A line at one address and devices at another."""

    def __init__(self, host: str, field: str) -> None:
        self.events: list[LineEvent] = []
        self.line = Line("wire", opener(host), self._take, settings=LineSettings(gap_ms=10, refresh_ms=300))
        self.bus = SimulatedBus(pads=(1, 2, 3), evaluators=(3,), bars=(3,), one_colour=(1,))
        self.player = BusPlayer(opener(field), self.bus)

    async def _take(self, event: LineEvent) -> None:
        self.events.append(event)


@asynccontextmanager
async def running(bench: Bench) -> AsyncIterator[Bench]:
    async with asyncio.TaskGroup() as tasks:
        sides = [tasks.create_task(bench.line.run()), tasks.create_task(bench.player.run())]
        await until(lambda: bench.line.is_connected)
        yield bench
        for side in sides:
            side.cancel()


async def talk(bench: Bench) -> None:
    """Press, rate, show: the whole conversation, once."""
    await bench.player.press(3, "6", FUNCTION)
    await until(lambda: bench.bus.pads[3].is_acknowledged)
    await bench.player.rate(3, 2)
    await until(lambda: bench.bus.evaluators[3].is_acknowledged)
    bench.line.show_ticket(3, "A017")
    bench.line.led(3, "请A017号")
    bench.line.led(1, "暂停服务", kind=LedKind.ONE_COLOUR)
    await until(lambda: bench.bus.bars[1].text == "暂停服务")
    assert (bench.bus.pads[3].ticket, bench.bus.bars[3].text) == ("017", "请A017号")


@pytest.mark.needs("socat")
async def test_pads_evaluators_and_bars_talk_over_two_terminals(tmp_path: Path) -> None:
    host, field = tmp_path / "host", tmp_path / "field"
    async with cable(host, field), running(Bench(str(host), str(field))) as bench:
        await talk(bench)
        assert bench.events == [PadPressed(3, "6", FUNCTION), RatingPressed(3, 2)]


@pytest.mark.needs("socat")
async def test_a_cable_pulled_out_and_put_back_heals_by_itself(tmp_path: Path) -> None:
    host, field = tmp_path / "host", tmp_path / "field"
    bench = Bench(str(host), str(field))
    async with cable(host, field):
        stack = running(bench)
        await stack.__aenter__()
        bench.line.show_ticket(3, "A017")
        await until(lambda: bench.bus.pads[3].ticket == "017")
    try:
        await until(lambda: len(bench.events) == 1)
        assert isinstance(bench.events[0], LineLost)
        bench.bus.pads[3].ticket = ""
        bench.line.led(3, "请A018号")
        async with cable(host, field):
            await until(lambda: isinstance(bench.events[-1], LineBack))
            await until(lambda: bench.bus.pads[3].ticket == "017" and bench.bus.bars[3].text == "请A018号")
            await talk(bench)
    finally:
        await stack.__aexit__(None, None, None)


@pytest.mark.needs("socat")
async def test_noise_on_the_wire_costs_no_press(tmp_path: Path) -> None:
    noise = random.Random(20)
    host, field = tmp_path / "host", tmp_path / "field"
    async with cable(host, field), running(Bench(str(host), str(field))) as bench:
        for digit in "0123456789":
            await bench.player.say(noise.randbytes(40))
            await bench.player.press(2, digit, CALL)
            await until(lambda: bench.bus.pads[2].is_acknowledged)
        pressed = [event for event in bench.events if isinstance(event, PadPressed) and event.addr == 2]
        assert pressed == [PadPressed(2, digit, CALL) for digit in "0123456789"]
        assert bench.line.counts()["dropped_garbage"] > 0


def free_number() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@pytest.mark.needs("socat", "ser2net")
async def test_a_line_behind_a_device_server_talks_the_same(tmp_path: Path) -> None:
    number = free_number()
    settings = tmp_path / "ser2net.yaml"
    settings.write_text(
        "connection: &hall\n"
        f"  accepter: tcp,127.0.0.1,{number}\n"
        f"  connector: serialdev,{tmp_path / 'host'},9600n81,local\n"
    )
    bench = Bench(f"socket://127.0.0.1:{number}", str(tmp_path / "field"))
    server = program("ser2net", "-n", "-c", str(settings))
    async with cable(tmp_path / "host", tmp_path / "field"), server, running(bench):
        await talk(bench)
