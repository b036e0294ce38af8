"""The kiosk's reader of identity cards as its app sees it. The driver is in ``devices``.

A card's number passes through here once, in a value that shows its last four signs only. A fault is one short
word for the technician, and for the hall.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

from devices.cable import Opener
from devices.clock import Clock
from devices.events import DeviceBack, DeviceSilent, LineLost
from devices.id_card_reader.card_number import CardNumber, CardUnreadable
from devices.id_card_reader.driver import (
    IdCardReader,
    IdCardShown,
    IdCardUnreadable,
    ReaderEvent,
    SelfTestFailed,
)
from devices.player import Player

TellCard = Callable[[CardNumber | CardUnreadable], object]
TellFault = Callable[[str], object]


class CardMachine(Protocol):
    """A reader of identity cards."""

    def want(self, is_wanted: bool) -> None:
        """Read cards from now on, or no more: only while a screen asks for one."""
        ...

    async def read(self, tell: TellCard, tell_fault: TellFault) -> None:
        """Tell each card put on, and each change of the reader's fault (empty: it works), until cancelled."""
        ...


class CableCardReader:
    """A card reader on a cable. ``peer`` plays a simulated one."""

    def __init__(self, open_port: Opener, clock: Clock | None = None, peer: Player | None = None) -> None:
        self._reader = IdCardReader(open_port, self._take, clock)
        self._peer = peer
        self._tell: TellCard = lambda _: None
        self._tell_fault: TellFault = lambda _: None

    def want(self, is_wanted: bool) -> None:
        self._reader.want(is_wanted)

    async def read(self, tell: TellCard, tell_fault: TellFault) -> None:
        self._tell, self._tell_fault = tell, tell_fault
        async with asyncio.TaskGroup() as tasks:
            if self._peer is not None:
                tasks.create_task(self._peer.run())
            tasks.create_task(self._reader.run())

    async def _take(self, event: ReaderEvent) -> None:
        if isinstance(event, IdCardShown):
            self._tell(event.number)
        elif isinstance(event, IdCardUnreadable):
            self._tell(event.why)
        elif (word := word_of(event)) is not None:
            self._tell_fault(word)


def word_of(event: ReaderEvent) -> str | None:
    """Return the fault that an event of the reader means, empty for none; None where it says nothing of it.

    A cable that is back says nothing yet: the reader's self-test follows.
    """
    match event:
        case LineLost():
            return "unreachable"
        case DeviceSilent():
            return "silent"
        case SelfTestFailed():
            return "self_test"
        case DeviceBack():
            return ""
        case _:
            return None
