"""A link without a server: it remembers what was asked and answers as it is told. For tests and pictures.

It has the shape of ``link.Link``, so an app cannot tell it from the real one.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping

from kiosk.screenkit.link import Act, Answer
from queue_server.clock import Clock, ManualClock
from queue_server.wire.client import DocsChanged, LinkDown, LinkEvent, LinkLost, LinkUp
from queue_server.wire.documents import AnyDoc
from queue_server.wire.from_server import Announced
from queue_server.wire.greeting import WIRE_VERSION, Welcome

UTC_OFFSET_MIN = 480
"""The hall's clock in tests: Beijing."""


class MemoryLink:
    """The mirror is what ``tell`` was given; a request waits until ``answer`` or a rule answers it."""

    def __init__(self, docs: Iterable[AnyDoc] = (), clock: Clock | None = None) -> None:
        self._docs = {doc.key: doc for doc in docs}
        self._clock = clock or ManualClock()
        self._events: asyncio.Queue[LinkEvent] = asyncio.Queue()  # the test bounds it: no one else writes
        self._waiting: dict[str, asyncio.Future[Answer]] = {}
        self._rules: deque[Callable[[Act], Answer]] = deque()
        self.is_connected = False
        self.asked: list[Act] = []
        """Every act of a new id, oldest first."""
        self.heard_to = 0
        self.times_wanted = 0
        self.recent: tuple[Announced, ...] = ()
        self.epoch = "epoch"
        self.may_connect = True
        self.times_asked: dict[str, int] = {}
        self._served: dict[type[Act], Callable[[Act], Answer]] = {}
        self.within_ms = 20

    @property
    def docs(self) -> Mapping[str, AnyDoc]:
        return self._docs

    def hall_now_ms(self) -> int:
        return self._clock.now_ms()

    def hall_now_within_ms(self) -> int:
        return self.within_ms

    async def run(self) -> None:
        """Connect, if there is a server, and stay until cancelled."""
        if self.may_connect:
            self.come_up()
        await asyncio.Event().wait()

    async def next_event(self) -> LinkEvent:
        return await self._events.get()

    async def heard(self, n: int) -> None:
        self.heard_to = max(self.heard_to, n)

    def come_back(self) -> None:
        self.times_wanted += 1

    async def request(self, message: Act, *, timeout_s: float = 5.0) -> Answer:
        """Remember ``message``, and return what a rule or ``answer`` says to its id."""
        if not any(act.request == message.request for act in self.asked):
            self.asked.append(message)
        self.times_asked[message.request] = self.times_asked.get(message.request, 0) + 1
        if served := self._served.get(type(message)):
            return served(message)
        if self._rules:
            return self._rules.popleft()(message)
        future = self._waiting.setdefault(message.request, asyncio.get_running_loop().create_future())
        try:
            async with asyncio.timeout(timeout_s):
                return await asyncio.shield(future)
        except TimeoutError:
            raise LinkDown(f"no answer within {timeout_s} s") from None

    def answer(self, answer: Answer) -> None:
        """Answer a request that waits."""
        self._waiting[answer.request].set_result(answer)

    def will_answer(self, rule: Callable[[Act], Answer]) -> None:
        """Answer the next request by ``rule``."""
        self._rules.append(rule)

    def serve(self, rule: Callable[[Act], Answer], *kinds: type[Act]) -> None:
        """Answer every act of these kinds by ``rule``."""
        self._served.update(dict.fromkeys(kinds, rule))

    def tell(self, *docs: AnyDoc) -> None:
        """Put newer documents into the mirror and say so."""
        self._docs = {**self._docs, **{doc.key: doc for doc in docs}}
        self._events.put_nowait(DocsChanged(frozenset(doc.key for doc in docs), seq=0))

    def say(self, event: LinkEvent) -> None:
        """Let something happen on the link."""
        self._events.put_nowait(event)

    def come_up(self) -> None:
        """Greet, and show the documents."""
        self.is_connected = True
        welcome = Welcome(WIRE_VERSION, self.epoch, 0, self._clock.now_ms(), UTC_OFFSET_MIN)
        self._events.put_nowait(LinkUp(welcome))
        self._events.put_nowait(DocsChanged(frozenset(self._docs), seq=0))

    def go_down(self, reason: str = "cable", code: str = "") -> None:
        """Lose the server; with a ``code`` it said no."""
        self.is_connected = False
        self._events.put_nowait(LinkLost(reason, code))
