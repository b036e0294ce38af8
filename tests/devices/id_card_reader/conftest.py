"""A card reader and its cable on a table, in virtual time, and hands that hold the cards of nobody."""

import asyncio
import random
from collections.abc import Awaitable, Callable

from devices.id_card_reader.card_number import CardNumber
from devices.id_card_reader.driver import (
    IdCardReader,
    IdCardShown,
    IdCardUnreadable,
    ReaderEvent,
)
from devices.id_card_reader.protocol import Command
from devices.id_card_reader.simulated import SimulatedCard, SimulatedIdCardReader, invented
from devices.memory_port import NO_FAULTS, CableFaults, MemoryCable
from devices.player import Player
from devices.virtual_time import run_virtually

ONE, OTHER = invented(1), invented(2)
Program = Callable[["Bench"], Awaitable[None]]


class Bench:
    """A reader on a cable, and hands that hold cards."""

    def __init__(self, faults: CableFaults = NO_FAULTS, device: SimulatedIdCardReader | None = None) -> None:
        self.cable = MemoryCable("reader", faults, chance=random.Random(5).random)
        self.device = device or SimulatedIdCardReader()
        self.player = Player(self.cable.open_far, self.device)
        self.events: list[ReaderEvent] = []
        self.may_take = asyncio.Event()
        self.may_take.set()
        self.reader = IdCardReader(self.cable.open_near, self._take)

    async def _take(self, event: ReaderEvent) -> None:
        await self.may_take.wait()
        self.events.append(event)

    async def show(self, card: SimulatedCard, for_ms: int = 4000, then_ms: int = 1500) -> None:
        """Put a card on, lift it, and be away for a while."""
        self.device.put(card)
        await asyncio.sleep(for_ms / 1000)
        self.device.lift()
        await asyncio.sleep(then_ms / 1000)

    async def asked(self, command: Command) -> None:
        """Wait until the reader is asked for ``command`` the next time."""
        before = self.device.asked.count(command)
        while self.device.asked.count(command) == before:
            self.player.changed.clear()
            await self.player.changed.wait()

    @property
    def of_cards(self) -> list[ReaderEvent]:
        return [event for event in self.events if isinstance(event, IdCardShown | IdCardUnreadable)]

    @property
    def of_the_reader(self) -> list[ReaderEvent]:
        return [event for event in self.events if not isinstance(event, IdCardShown | IdCardUnreadable)]


def run(program: Program, bench: Callable[[], Bench] = Bench) -> None:
    """Run both sides of a bench in virtual time."""

    async def whole() -> None:
        laid = bench()
        async with asyncio.TaskGroup() as tasks:
            sides = [tasks.create_task(laid.player.run()), tasks.create_task(laid.reader.run())]
            await asyncio.sleep(0.5)
            await program(laid)
            for side in sides:
                side.cancel()

    run_virtually(whole())


def shown(*cards: SimulatedCard) -> list[IdCardShown]:
    return [IdCardShown(CardNumber(card.number)) for card in cards]
