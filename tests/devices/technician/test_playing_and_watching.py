"""What a technician reads while a line is watched or played, over a cable in memory."""

import asyncio
from collections.abc import AsyncIterator

from devices.clock import SystemClock
from devices.counter_bus.keymap import compile_keymap
from devices.events import LineEvent
from devices.line import Line
from devices.memory_port import MemoryCable
from devices.simulated_bus import SimulatedBus
from devices.technician.playing import Play
from devices.technician.watching import Watch
from devices.virtual_time import run_virtually

CALL = bytes.fromhex("FF 68 03 03 68 03 01 0C 10 16")


def test_a_watched_line_is_told_frame_by_frame_through_a_loss_of_its_cable() -> None:
    said: list[str] = []

    async def program() -> None:
        cable = MemoryCable()
        watch = Watch(cable.open_near, said.append, SystemClock(), compile_keymap({"0C": "call_next"}))
        async with asyncio.TaskGroup() as tasks:
            run = tasks.create_task(watch.run())
            far = cable.plug_far()
            await far.write(CALL + b"\x00\x00" + CALL[:6])
            await asyncio.sleep(1)
            await far.write(CALL)
            await asyncio.sleep(1)
            cable.unplug()
            await asyncio.sleep(1)
            cable.plug()
            await asyncio.sleep(1)
            run.cancel()
        said.append(watch.totals())

    run_virtually(program())
    words = [line[14:] for line in said[:-1]]
    call = "FF 68 03 03 68 03 01 0C 10 16  3号呼叫器按键 0C(call) pad 3 keys 0C(call) = call_next"
    assert words == [
        "已连接 connected",
        call,
        "帧 frames: 1   丢弃 dropped: garbage=2",
        call,
        "帧 frames: 2   丢弃 dropped: garbage=7 stale=1",
        "线路断开 line lost: unplugged",
        "线路恢复 line back after 1.8 s",
        "已连接 connected",
    ]
    assert said[-1] == "帧 frames: 2   丢弃 dropped: garbage=7 stale=1"


def test_watching_writes_nothing() -> None:
    async def program() -> None:
        cable = MemoryCable()
        async with asyncio.TaskGroup() as tasks:
            run = tasks.create_task(Watch(cable.open_near, list[str]().append, SystemClock()).run())
            far = cable.plug_far()
            await far.write(CALL)
            await asyncio.sleep(10)
            run.cancel()
        assert not cable._down._pieces

    run_virtually(program())


async def typed(*lines: str) -> AsyncIterator[str]:
    """A technician who waits a second after each line."""
    for line in lines:
        yield line
        await asyncio.sleep(1)


def test_what_the_host_shows_is_told_while_devices_are_played() -> None:
    said: list[str] = []
    events: list[LineEvent] = []

    async def take(event: LineEvent) -> None:
        events.append(event)
        line.show_ticket(3, "A017")
        line.led(3, "请A017号")

    async def program() -> None:
        async with asyncio.TaskGroup() as tasks:
            host = tasks.create_task(line.run())
            bus = SimulatedBus(pads=(3,), evaluators=(3,), bars=(3,))
            play = Play(cable.open_far, bus, said.append, SystemClock())
            wrong = ("3 rate 9", "9 call", "9 rate 1", f"3 {'1' * 40} call")
            await play.run(typed("3 call", "3 rate 2", "", *wrong, "raw FF", "show", "quit", "3 call"))
            host.cancel()

    cable = MemoryCable()
    line = Line("table", cable.open_near, take)
    run_virtually(program())
    text = "\n".join(said)
    for words in (
        "3号呼叫器得到回显 0C(call) pad 3 hears its echo",
        "3号评价器得到确认 2 evaluator 3 hears its acknowledgement 2",
        "3号呼叫器显示号票 017 pad 3 shows ticket 017",
        "3号窗口屏显示「请A017号」 bar 3 shows",
        "for example: 3 call",
        "start with --pads 9",
        "start with --evaluators 9",
        "digits '1",
        "3号呼叫器 pad 3: 号票 ticket 017",
        "3号窗口屏 bar 3: 「请A017号」",
    ):
        assert words in text
    assert len(events) == 2
