"""Citizens, clerks and boards at work on the real wire, and what each of them was told. They judge nothing.

Like people before real screens they repeat an unanswered press with its own id until it is answered.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from queue_server.runtime.doorstep import at_work
from queue_server.vocabulary import ItemCode, RefusalCode, Role
from queue_server.wire.client import HallLink, LinkDown, Request, new_request_id
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Announced, Done, Refused
from queue_server.wire.from_window import CallNext, FinishService, SignIn
from queue_server.wire.inbox import TroubleTold
from tests.faults.hall import link, until
from tests.faults.record import Called, Record, Taken

BADGES = {"03": "0001000734", "04": "0001000735"}
ANSWER_WITHIN_S, AGAIN_S = 5.0, 0.05
HEARD_WITHIN_S = 60.0


class Load:
    """A hall full of people; ``record`` grows while they are at work."""

    def __init__(
        self, url: str, *, kiosks: int = 4, windows: tuple[str, ...] = ("03", "04"), boards: int = 2,
        pause_s: float = 0.03,
    ) -> None:  # fmt: skip
        self.record = Record()
        self.kiosks = [link(url, Role.KIOSK, f"K{n + 1}") for n in range(kiosks)]
        self.windows = {number: link(url, Role.WINDOW, number, window=number) for number in windows}
        self.boards = {f"B{n + 1}": link(url, Role.BOARD, f"B{n + 1}") for n in range(boards)}
        self._pause_s = pause_s
        self._is_over = False
        self._presses = self._answers = 0

    @asynccontextmanager
    async def at_work(self, announced: Callable[[], int]) -> AsyncIterator["Load"]:
        """Work for the length of the block.

        At its end every press is answered, then every board has heard ``announced()``, before it returns.
        """
        async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
            for each in (*self.kiosks, *self.windows.values(), *self.boards.values()):
                await stack.enter_async_context(at_work(each))
            workers = [tasks.create_task(self._take(kiosk)) for kiosk in self.kiosks]
            workers += [tasks.create_task(self._serve(*each)) for each in self.windows.items()]
            ears = [tasks.create_task(self._listen(*each)) for each in self.boards.items()]
            try:
                yield self
                self._is_over = True
                await asyncio.wait(workers)
                await self._have_heard(announced())
            finally:
                for task in (*workers, *ears):
                    task.cancel()

    async def has_done(self, more: int) -> None:
        """Return when so many more acts were acknowledged."""
        wanted = self.record.acts + more
        await until(lambda: self.record.acts >= wanted, f"{more} more acts", within_s=60)

    async def answered(self) -> float:
        """Return the seconds until a press made from now on is answered at a kiosk."""
        loop = asyncio.get_running_loop()
        # Those under way may be answered by what was before; one more than all of them cannot.
        begun_s, wanted = loop.time(), self._presses + 1
        await until(lambda: self._answers >= wanted, "an answer to a new press", within_s=60)
        return loop.time() - begun_s

    async def _have_heard(self, announcements: int) -> None:
        """Return when every board was told so many."""

        def all_heard() -> bool:
            return all(len(self.record.heard[board]) >= announcements for board in self.boards)

        await until(all_heard, f"{announcements} announcements on every board", within_s=HEARD_WITHIN_S)

    async def _take(self, kiosk: HallLink) -> None:
        loop = asyncio.get_running_loop()
        while not self._is_over:
            request = new_request_id()
            self._presses += 1
            begun_s = loop.time()
            answer = await self._ask(kiosk, TakeTicket(request, ItemCode("GA-1")))
            self._answers += 1
            if isinstance(answer, Done):
                assert answer.slip is not None
                self.record.taken.append(Taken(request, answer.slip.ticket, answer.number, answer.slip.code))
                self.record.waits.append((begun_s, loop.time() - begun_s))
            else:
                self.record.refused.append(f"take: {answer.code}")
            await asyncio.sleep(self._pause_s)

    async def _serve(self, number: str, window: HallLink) -> None:
        await self._ask(window, SignIn(new_request_id(), badge=BADGES[number]))
        while not self._is_over:
            call = CallNext(new_request_id())
            answer = await self._ask(window, call)
            is_busy = isinstance(answer, Refused) and answer.code is RefusalCode.WINDOW_BUSY
            if isinstance(answer, Done):
                self.record.called.append(Called(call.request, answer.number, number))
            if isinstance(answer, Done) or is_busy:
                answer = await self._ask(window, FinishService(new_request_id()))
            if isinstance(answer, Refused) and answer.code is not RefusalCode.NOBODY_WAITS:
                self.record.refused.append(f"window {number}: {answer.code}")
            await asyncio.sleep(self._pause_s)

    async def _listen(self, name: str, board: HallLink) -> None:
        while True:
            event = await board.next_event()
            if isinstance(event, Announced):
                self.record.heard[name].append(event)
                await board.heard(event.n)
            elif isinstance(event, TroubleTold) and event.detail:
                self.record.troubles.append(event.detail)

    async def _ask(self, link: HallLink, message: Request) -> Done | Refused:
        """Ask, with the same id, until it happened or a rule said no."""
        while True:
            try:
                answer = await link.request(message, timeout_s=ANSWER_WITHIN_S)
            except LinkDown:
                continue
            if isinstance(answer, Done | Refused):
                return answer
            self.record.faulted += 1
            await asyncio.sleep(AGAIN_S)
