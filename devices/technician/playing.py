"""Play pads, evaluators and LED bars on a real cable by hand. Screen and keyboard are the caller's."""

import asyncio
from collections.abc import AsyncIterator

from devices.cable import Opener
from devices.clock import Clock, time_of_day
from devices.counter_bus.protocol import DownFrame
from devices.errors import OutOfRange
from devices.led_bar.protocol import LedText
from devices.player import BusPlayer
from devices.simulated_bus import SimulatedBus
from devices.technician.typed import (
    NotUnderstood,
    PressKeys,
    PressRating,
    Quit,
    SayBytes,
    ShowAll,
    Typed,
    understand,
)
from devices.technician.watching import Out
from devices.technician.words import describe_down


class Play:
    """Devices on a line, driven by typed lines."""

    def __init__(self, open_port: Opener, bus: SimulatedBus, out: Out, clock: Clock) -> None:
        self._bus = bus
        self._out = out
        self._player = BusPlayer(open_port, bus, clock)

    async def run(self, lines: AsyncIterator[str]) -> None:
        """Play until ``lines`` end or say quit."""
        async with asyncio.TaskGroup() as tasks:
            sides = [tasks.create_task(self._player.run()), tasks.create_task(self._say_what_is_heard())]
            await self._player.connected.wait()
            async for line in lines:
                asked = understand(line)
                if isinstance(asked, Quit):
                    break
                if asked is not None:
                    await self._do(asked)
            for side in sides:
                side.cancel()

    async def _do(self, asked: Typed) -> None:
        match asked:
            case PressKeys(addr=addr, digits=digits, function=function):
                await self._press(addr, digits, function)
            case PressRating(addr=addr, value=value):
                await self._rate(addr, value)
            case SayBytes(data=data):
                await self._player.say(data)
            case ShowAll():
                self._show_all()
            case NotUnderstood(why=why):
                self._out(f"?  {why}")
            case Quit():
                pass

    async def _press(self, addr: int, digits: str, function: int) -> None:
        if addr not in self._bus.pads:
            self._out(f"?  没有 {addr} 号呼叫器 no pad {addr} is played; start with --pads {addr}")
            return
        try:
            await self._player.press(addr, digits, function)
        except OutOfRange as wrong:
            self._out(f"?  {wrong}")

    async def _rate(self, addr: int, value: int) -> None:
        if addr not in self._bus.evaluators:
            self._out(
                f"?  没有 {addr} 号评价器 no evaluator {addr} is played; start with --evaluators {addr}"
            )
            return
        await self._player.rate(addr, value)

    async def _say_what_is_heard(self) -> None:
        while True:
            await self._player.changed.wait()
            self._player.changed.clear()
            while self._bus.heard:
                self._out(f"{time_of_day()}  {_words(self._bus.heard.popleft())}")

    def _show_all(self) -> None:
        for addr, pad in sorted(self._bus.pads.items()):
            waiting = "-" if pad.waiting is None else pad.waiting
            self._out(
                f"   {addr}号呼叫器 pad {addr}: 号票 ticket {pad.ticket or '-'}  等候 waiting {waiting}"
            )
        for addr, evaluator in sorted(self._bus.evaluators.items()):
            self._out(f"   {addr}号评价器 evaluator {addr}: 星 stars {evaluator.stars or '-'}")
        for addr, bar in sorted(self._bus.bars.items()):
            self._out(f"   {addr}号窗口屏 bar {addr}: 「{bar.text}」")


def _words(said: DownFrame | LedText) -> str:
    if isinstance(said, LedText):
        return f"{said.addr}号窗口屏显示「{said.text}」 bar {said.addr} shows"
    return describe_down(said)
