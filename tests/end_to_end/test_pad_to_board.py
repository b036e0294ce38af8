"""From a key on a pad, over a real pseudo-terminal, to the journal and the boards: every act of the pad."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from devices.counter_bus.protocol import PadKeys, RatingPressed, encode
from devices.framing import Splitter
from devices.led_bar.protocol import LedText, decode_led
from queue_server.demo.small_hall import link_to, open_house, small_hall
from queue_server.hall.events import (
    Event,
    ServiceFinished,
    ServiceRated,
    TicketCalled,
    TicketHeld,
    TicketMissed,
    TicketRecalled,
    TicketTransferred,
    WindowPaused,
    WindowUnpaused,
)
from queue_server.runtime.engine import CommittedBatch
from queue_server.runtime.house import House
from queue_server.vocabulary import CallKind, ItemCode, Role
from queue_server.wire.client import HallLink, new_request_id
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Announced, Done
from tests.end_to_end.conftest import Cable, FarEnd

Some = TypeVar("Some", bound=Event)
PAD, OTHER_PAD = 3, 4


class Witness:
    """Hears every committed event of a house, and waits for those it wants."""

    def __init__(self, house: House) -> None:
        self._events: list[Event] = []
        self._came = asyncio.Event()
        house.engine.on_committed(self._hear)

    def _hear(self, batch: CommittedBatch) -> None:
        self._events += [recorded.event for recorded in batch.recorded]
        self._came.set()

    async def sees(self, kind: type[Some], within_s: float = 15) -> Some:
        """Return the next event of ``kind``; those before it are forgotten."""
        async with asyncio.timeout(within_s):
            while True:
                while self._events:
                    event = self._events.pop(0)
                    if isinstance(event, kind):
                        return event
                self._came.clear()
                await self._came.wait()


class Scene:
    """A house with its cable, a kiosk, a board, and somebody at the pads."""

    def __init__(self, house: House, far: FarEnd, kiosk: HallLink, board: HallLink) -> None:
        self.house, self.far, self.kiosk, self.board = house, far, kiosk, board
        self.witness = Witness(house)

    def press(self, digits: str, function: int, pad: int = PAD) -> None:
        self.far.type_hex(encode(PadKeys(pad, digits, function)).hex())

    def rate(self, value: int) -> None:
        self.far.type_hex(encode(RatingPressed(PAD, value)).hex())

    async def take(self) -> str:
        answer = await self.kiosk.request(TakeTicket(new_request_id(), ItemCode("GA-1")))
        assert isinstance(answer, Done)
        return answer.number

    async def announced(self) -> Announced:
        async with asyncio.timeout(45):
            while True:
                event = await self.board.next_event()
                if isinstance(event, Announced):
                    await self.board.heard(event.n)
                    return event

    async def bar_says(self, text: str) -> None:
        await self.far.until(lambda frame: text_of(frame) == text)


def text_of(frame: bytes) -> str:
    """Return what an LED frame says; empty for another frame."""
    raws = Splitter().feed(frame)
    said = decode_led(raws[0]) if raws else None
    return "".join(run.text for run in said.runs) if isinstance(said, LedText) else ""


@asynccontextmanager
async def scene(folder: Path, cable: Cable) -> AsyncIterator[Scene]:
    """Open the house on the cable; both clerks sign in by badge on their pads."""
    async with cable.watched() as far, open_house(small_hall(folder, cable.port)) as house:
        kiosk, board = link_to(house, Role.KIOSK, "K1"), link_to(house, Role.BOARD, "B1")
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(link.run()) for link in (kiosk, board)]
            stage = Scene(house, far, kiosk, board)
            stage.press("0001000734", 0x0F)
            await far.frame("FF 68 03 03 68 03 02 01 06 16")
            yield stage
            for task in running:
                task.cancel()


async def test_one_key_calls_the_next_ticket_to_pad_bar_and_board(tmp_path: Path, cable: Cable) -> None:
    async with scene(tmp_path, cable) as stage:
        number = await stage.take()
        stage.far.type_hex("FF 68 03 03 68 03 01 0C 10 16")
        await stage.far.frame("FF 68 03 03 68 03 01 0C 10 16")
        announced = await stage.announced()
        assert (announced.number, announced.window, announced.kind) == (number, "03", CallKind.NEXT)
        assert number == "A001"
        await stage.far.frame("FF 68 08 08 68 03 02 0A 0A 0A 00 00 01 24 16")
        await stage.bar_says("请A001号")


async def test_a_call_is_recalled_started_finished_and_rated(tmp_path: Path, cable: Cable) -> None:
    async with scene(tmp_path, cable) as stage:
        await stage.take()
        stage.press("", 0x0C)
        await stage.announced()
        stage.press("", 0x0D)
        assert (await stage.announced()).kind is CallKind.RECALL
        assert (await stage.witness.sees(TicketRecalled)).count == 1
        stage.press("", 0x0A)
        await stage.bar_says("A001办理中")
        stage.press("", 0x0B)
        await stage.witness.sees(ServiceFinished)
        await stage.far.frame("FF 68 03 03 68 83 01 0B 8F 16")
        stage.rate(3)
        await stage.far.frame("FF 68 03 03 68 83 01 03 87 16")
        assert (await stage.witness.sees(ServiceRated)).stars == 5


async def test_a_citizen_who_does_not_come_is_missed(tmp_path: Path, cable: Cable) -> None:
    async with scene(tmp_path, cable) as stage:
        await stage.take()
        stage.press("", 0x0C)
        await stage.announced()
        stage.press("", 0x0E)
        assert (await stage.witness.sees(TicketMissed)).times == 1
        await stage.bar_says("空闲")


async def test_a_ticket_is_held_and_called_back(tmp_path: Path, cable: Cable) -> None:
    async with scene(tmp_path, cable) as stage:
        await stage.take()
        stage.press("", 0x0C)
        await stage.announced()
        stage.press("0", 0x0F)
        assert (await stage.witness.sees(TicketHeld)).reason == "补材料"
        stage.press("3", 0x0F)
        assert (await stage.announced()).kind is CallKind.RESUMED


async def test_a_ticket_moves_to_another_window_with_its_number(tmp_path: Path, cable: Cable) -> None:
    async with scene(tmp_path, cable) as stage:
        number = await stage.take()
        stage.press("0001000735", 0x0F, OTHER_PAD)
        stage.press("", 0x0C)
        await stage.announced()
        stage.press("4", 0x13)
        assert (await stage.witness.sees(TicketTransferred)).reserved_for == "04"
        stage.press("", 0x0C, OTHER_PAD)
        announced = await stage.announced()
        assert (announced.number, announced.window) == (number, "04")


async def test_keys_pause_and_continue(tmp_path: Path, cable: Cable) -> None:
    async with scene(tmp_path, cable) as stage:
        stage.press("", 0x12)
        assert (await stage.witness.sees(WindowPaused)).reason == "整理材料"
        await stage.bar_says("暂停服务")
        stage.press("1", 0x12)
        await stage.witness.sees(WindowUnpaused)


async def test_a_pad_that_repeats_its_frame_calls_one_ticket(tmp_path: Path, cable: Cable) -> None:
    async with scene(tmp_path, cable) as stage:
        await stage.take()
        await stage.take()
        for _ in range(4):
            stage.press("", 0x0C)
        await stage.witness.sees(TicketCalled)
        stage.press("", 0x0B)
        await stage.witness.sees(ServiceFinished)
        called = await stage.house.engine.read(lambda room: room.state.announced)
        assert called == 1


async def test_a_refused_press_fails_and_beeps(tmp_path: Path, cable: Cable) -> None:
    async with scene(tmp_path, cable) as stage:
        stage.press("", 0x0C)
        await stage.far.frame("FF 68 03 03 68 03 02 00 05 16")
        await stage.far.frame("FF 68 02 02 68 03 03 06 16")


async def test_garbage_before_a_frame_does_not_lose_the_press(tmp_path: Path, cable: Cable) -> None:
    async with scene(tmp_path, cable) as stage:
        await stage.take()
        stage.far.type_hex("00 FF 68 FF 68 09 12 A0 90 FF 68 03 03 68 03 01 0C 10 16")
        stage.far.type_hex("FF 68 03 03 68 03 01 0C 10 16")  # unheard, so the pad says it again
        assert (await stage.announced()).number == "A001"
        assert await stage.house.engine.read(lambda room: room.state.announced) == 1
