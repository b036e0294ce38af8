"""The requests of before a start's snapshot: known by name at once, answered when somebody really asks again.

A start reads what follows its snapshot and no more. Of the events before, only the requests are read and
what they asked for. Should one of them be repeated, an older snapshot and the rows from there on, their chain
checked, make all their answers anew, once, beside a hall at work. No state of the hall is changed here.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from queue_server.errors import BrokenJournal, StoreFault
from queue_server.runtime.requests import REUSED, Answer, RequestMemory, refused
from queue_server.vocabulary import RequestId
from queue_server.wire.from_server import Faulted

Remake = Callable[[], Awaitable[RequestMemory]]
"""Makes the memory of the earlier requests anew, from the disk."""

log = structlog.stdlib.get_logger("queue_server.recovery")


class Earlier:
    """Requests whose answers are on disk alone; ``asked_of`` gives what each asked for."""

    def __init__(self, asked_of: Mapping[str, str], remake: Remake) -> None:
        self._asked_of = asked_of
        self._remake = remake
        self._lock = asyncio.Lock()
        self._memory: RequestMemory | None = None

    def __contains__(self, request: str) -> bool:
        return request in self._asked_of

    def __len__(self) -> int:
        return len(self._asked_of)

    async def find(self, request: str, asked: str) -> Answer | Faulted | None:
        """Return the first answer, for another's request id a refusal, as ``RequestMemory`` does.

        ``Faulted`` when the disk cannot tell: to do it a second time would be worse than not to answer.
        None when this plan cannot give the answer any more.
        """
        if self._asked_of[request] != asked:
            return refused(request, REUSED)
        try:
            memory = await self._remembered()
        except (StoreFault, BrokenJournal) as fault:
            log.error("earlier_request_unknown", request=request, detail=str(fault))
            return Faulted(request=RequestId(request), detail=str(fault))
        return memory.find(request, asked)

    async def _remembered(self) -> RequestMemory:
        async with self._lock:
            if self._memory is None:
                self._memory = await self._remake()
                log.info("earlier_requests_remembered", count=len(self._memory))
            return self._memory


async def _nothing() -> RequestMemory:
    return RequestMemory()


def nothing_earlier() -> Earlier:
    """Return what a journal without an earlier part knows."""
    return Earlier({}, _nothing)
