"""What a clerk sees and touches: the terminal's desk document and its keys, the pad on the counter.

A clerk works with the pad. One that shows neither done nor failed is pressed no more after a while; then the
same act is done at the terminal.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol

from queue_server.clock import PatientClock
from queue_server.demo.asking import asked
from queue_server.vocabulary import WindowNo
from queue_server.wire import from_window as w
from queue_server.wire.client import HallLink, Request, new_request_id
from queue_server.wire.documents import DeskDoc

HEARD_WITHIN_S = 20
"""A press whose effect is not seen for so long had none."""
PATIENCE = 2
"""So many presses of a pad that shows nothing, and it is left alone for a while."""
LOOKS, LOOK_MS = 8, 5_000
TRIES_AGAIN_MS = 300_000

Holds = Callable[[DeskDoc], bool]


class Pad(Protocol):
    """The pad and the evaluator on the counter."""

    async def press(self, act: str, digits: str = "") -> None:
        """Press the keys that mean ``act``."""
        ...

    def has_answered(self) -> bool:
        """Say whether the pad showed done or failed since."""
        ...

    async def rate(self, stars: int) -> None:
        """The citizen presses a level on the evaluator."""
        ...

    def die(self) -> None:
        """Neither speak nor hear any more."""
        ...

    def be_replaced(self) -> None:
        """Work again."""
        ...


AT_TERMINAL: Mapping[str, Callable[[str], Request]] = {
    "call_next": lambda _: w.CallNext(new_request_id()),
    "recall_ticket": lambda _: w.RecallTicket(new_request_id()),
    "start_service": lambda _: w.StartService(new_request_id()),
    "finish_service": lambda _: w.FinishService(new_request_id()),
    "hold_ticket": lambda _: w.HoldTicket(new_request_id(), "补充材料"),
    "resume_ticket": lambda _: w.ResumeTicket(new_request_id()),
    "transfer_ticket": lambda digits: w.TransferTicket(new_request_id(), to_window=WindowNo(digits)),
    "pause_window": lambda _: w.PauseWindow(new_request_id(), "短暂休息"),
    "unpause_window": lambda _: w.UnpauseWindow(new_request_id()),
}
"""What a clerk's acts are called at the terminal."""


class Desk:
    """The window from behind, as its terminal shows it."""

    def __init__(self, window: WindowNo, link: HallLink, clock: PatientClock) -> None:
        self.window, self.link, self._clock = window, link, clock
        self._changed = asyncio.Condition()

    async def watch(self) -> None:
        """Follow the terminal's documents until cancelled."""
        while True:
            await self.link.next_event()
            async with self._changed:
                self._changed.notify_all()

    @property
    def doc(self) -> DeskDoc | None:
        desk = self.link.docs.get(f"desk/{self.window}")
        return desk if isinstance(desk, DeskDoc) else None

    async def until(self, holds: Holds, within_s: float) -> bool:
        """Wait until the desk document satisfies ``holds``; return False when the time is over."""
        return bool(await self._clock.within(within_s * 1000, self.seen(holds)))

    async def seen(self, holds: Holds) -> bool:
        """Wait until the desk document satisfies ``holds``."""
        async with self._changed:
            while (desk := self.doc) is None or not holds(desk):
                await self._changed.wait()
        return True


class Hands:
    """A clerk's hands."""

    def __init__(self, desk: Desk, pad: Pad, clock: PatientClock) -> None:
        self._desk, self.pad, self._clock = desk, pad, clock
        self._in_vain, self._tries_at_ms = 0, 0

    async def press(self, act: str, seen: Holds, digits: str = "") -> bool:
        """Do ``act`` and return whether ``seen`` came of it."""
        if self._in_vain < PATIENCE or self._tries_at_ms <= self._clock.now_ms():
            await self.pad.press(act, digits)
            if await self._desk.until(seen, HEARD_WITHIN_S) or await self._is_answered():
                self._in_vain = 0
                return (desk := self._desk.doc) is not None and seen(desk)
            self._in_vain += 1
            self._tries_at_ms = self._clock.now_ms() + TRIES_AGAIN_MS
        await self.ask(AT_TERMINAL[act](digits))
        return await self._desk.until(seen, HEARD_WITHIN_S)

    async def _is_answered(self) -> bool:
        """Look at the pad for a while: done or failed may come late."""
        for _ in range(LOOKS):
            if self.pad.has_answered():
                return True
            await self._clock.sleep_ms(LOOK_MS)
        return self.pad.has_answered()

    async def ask(self, message: Request) -> None:
        """Say something at the terminal."""
        await asked(self._desk.link, message)

    def trust_pad(self) -> None:
        """Take to the pad again: it was replaced."""
        self._in_vain = 0
