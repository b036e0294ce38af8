"""A kiosk that issues by itself while it cannot reach the server, and hands in afterwards.

Desk and worker are the product's; the kiosk's own disk is a value that outlives everything, and its link is
the simulated terminal. As in the app, only a kiosk without a conversation issues by itself.
"""

import asyncio
from collections.abc import Iterable
from typing import Protocol, cast

import msgspec

from kiosk.citizen.away.clock import IssueTime
from kiosk.citizen.away.desk import AwayDesk
from kiosk.citizen.away.hand_in import HandIn
from kiosk.citizen.away.records import Held, Issued, Kept, Record, kept_after
from kiosk.citizen.away.stops import AwayStop
from kiosk.citizen.away.store import AwayStore
from kiosk.citizen.visit import Visit
from kiosk.screenkit.link import Link
from queue_server.clock import SystemClock
from queue_server.vocabulary import PriorityReason, RequestId
from queue_server.wire.client import LinkDown
from queue_server.wire.from_server import Done, Faulted, Refused
from tests.simulation.actors import ITEMS, Kiosk
from tests.simulation.terminal import House, Terminal


class MemoryStore:
    """What ``AwayStore`` keeps in its file."""

    def __init__(self, holder: str) -> None:
        self.kept = kept_after(Kept(), Held(holder))

    def append(self, *records: Record) -> None:
        for record in records:
            self.kept = kept_after(self.kept, record)

    def tidy(self, days: frozenset[str]) -> None:
        """One day's lines are few."""


class Said(Protocol):
    """A message with a request id."""

    @property
    def request(self) -> RequestId: ...


class TerminalLink:
    """What ``HandIn`` needs of a link, over a simulated terminal."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._answers: dict[str, asyncio.Future[Done | Refused | Faulted]] = {}

    @property
    def is_connected(self) -> bool:
        return self._terminal.is_welcomed

    @property
    def epoch(self) -> str:
        return self._terminal.mirror.epoch

    def hall_now_ms(self) -> int:
        return self._terminal.hall_now_ms()

    async def request(self, message: Said, *, timeout_s: float = 5.0) -> Done | Refused | Faulted:
        answer: asyncio.Future[Done | Refused | Faulted] = asyncio.get_running_loop().create_future()
        self._answers[message.request] = answer
        self._terminal.ask(message.request, cast("msgspec.Struct", message))
        try:
            async with asyncio.timeout(timeout_s):
                return await answer
        except TimeoutError:
            raise LinkDown(f"no answer within {timeout_s} s") from None
        finally:
            # As the real one: who asks no further is not asked for after the next greeting either.
            self._terminal.waiting.pop(message.request, None)

    def answered(self, answer: Done | Refused) -> None:
        future = self._answers.get(answer.request)
        if future is not None and not future.done():
            future.set_result(answer)


class AwayKiosk(Kiosk):
    """A kiosk with a mark."""

    def __init__(self, house: House, name: str, tasks: asyncio.TaskGroup) -> None:
        store = MemoryStore(f"{house.world.chance.getrandbits(48):012x}")
        self.desk = AwayDesk(cast("AwayStore", store), SystemClock(), lambda *_: None)
        self._link = TerminalLink(self)
        self._hand_in = HandIn(
            cast("Link", self._link), self.desk, SystemClock(), self.new_request, lambda: None
        )
        super().__init__(house, name)
        self._working = tasks.create_task(self._hand_in.run())

    def switch_off(self) -> None:
        """The day is over."""
        self._working.cancel()

    def citizen(self) -> None:
        if self.is_welcomed:
            super().citizen()
        else:
            self._issue()

    def _issue(self) -> None:
        """Write a number down, then hand it to the citizen."""
        reason = PriorityReason.ELDERLY if self.chance.random() < 0.1 else None
        item = self.chance.choice(ITEMS)
        slip = self.desk.issue(Visit(reason=reason), item, self._hall_time(), wants_paper=True)
        if not isinstance(slip, AwayStop):
            self.world.given(self.name, self.issued[-1])
            self._hand_in.paper(slip.ticket, "")
            self._hand_in.wake()

    @property
    def issued(self) -> tuple[Issued, ...]:
        return self.desk.store.kept.issued

    def on_welcome(self) -> None:
        super().on_welcome()
        self._hand_in.wake()

    def on_snapshot(self) -> None:
        self.desk.note_hall(self.mirror.docs.values(), self._hall_time())

    def on_lost(self) -> None:
        self._hand_in.lost()
        self.desk.note_hall(self.mirror.docs.values(), self._hall_time(), is_lost=True)

    def on_answer(self, said: msgspec.Struct, answer: Done | Refused) -> None:
        super().on_answer(said, answer)
        self._link.answered(answer)

    def on_repeated(self, answer: Done | Refused) -> None:
        self._link.answered(answer)

    def _hall_time(self) -> IssueTime:
        return IssueTime(self.hall_now_ms(), round(2 * self.house.profile.delay_ms))


def off(terminals: Iterable[Terminal]) -> None:
    """Switch off every kiosk that works by itself."""
    for one in terminals:
        if isinstance(one, AwayKiosk):
            one.switch_off()
