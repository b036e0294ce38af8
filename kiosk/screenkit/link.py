"""The bridge between the hall's link and a Textual app: workers listen and ask, messages tell. No widget.

Workers never touch a widget: they post messages to the app, and the app's handlers change state. State
messages replace their elders in the queue, since only the newest state matters; announcements and answers
never do. An app starts ``follow`` once, in an exclusive worker of its own group, and ``ask`` for each act.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol

from textual.message import Message

from queue_server.clock import Clock
from queue_server.wire import client
from queue_server.wire.documents import AnyDoc
from queue_server.wire.from_kiosk import FromKiosk
from queue_server.wire.from_manager import FromManager
from queue_server.wire.from_rating import FromRating
from queue_server.wire.from_server import Announced, Done, Faulted, Refused, Skipped
from queue_server.wire.from_window import FromWindow

Act = FromKiosk | FromWindow | FromManager | FromRating
Answer = Done | Refused | Faulted
Tell = Callable[[Message], object]
"""``app.post_message``."""

LINK_GROUP = "link"
"""The worker group of ``follow``; exclusive, so that an app has one conversation."""
ASK_GROUP = "ask"
"""The worker group of ``ask``; not exclusive: an act is never cancelled by the next one."""


class Link(Protocol):
    """What a screen needs of ``queue_server.wire.client.HallLink``; a test's fake has the same shape."""

    @property
    def docs(self) -> Mapping[str, AnyDoc]:
        """The mirror: key to newest document."""
        ...

    @property
    def recent(self) -> tuple[Announced, ...]:
        """The last calls this board has had before, oldest first: to fill its list, never to be spoken."""
        ...

    @property
    def is_connected(self) -> bool: ...

    async def run(self) -> None:
        """Hold the conversation until cancelled."""
        ...

    async def request(self, message: Act, *, timeout_s: float = 5.0) -> Answer:
        """Send and return the answer; raises ``client.LinkDown`` when none came in time."""
        ...

    async def heard(self, n: int) -> None: ...

    def come_back(self) -> None:
        """Take the place back from another terminal that took it."""
        ...

    async def next_event(self) -> client.LinkEvent: ...

    def hall_now_ms(self) -> int:
        """Return the hall's time in ms since the epoch."""
        ...

    def hall_now_within_ms(self) -> int:
        """Return how far ``hall_now_ms`` may be from the truth."""
        ...

    @property
    def epoch(self) -> str:
        """Which run of the server greeted last."""
        ...


class HallClock:
    """The hall's time for what is shown; the machine's own until the hall has said what time it is."""

    def __init__(self, link: Link, own: Clock) -> None:
        self._link = link
        self._own = own

    def now_ms(self) -> int:
        return self._link.hall_now_ms() or self._own.now_ms()

    async def sleep_ms(self, duration_ms: float) -> None:
        await self._own.sleep_ms(duration_ms)


class StateMessage(Message):
    """Only the newest one matters: it swallows those of its kind that still wait in the queue."""

    def can_replace(self, message: Message) -> bool:
        return type(message) is type(self)


class LinkUp(StateMessage):
    """The server greeted; documents follow. ``utc_offset_min`` makes the hall's time local."""

    def __init__(self, utc_offset_min: int) -> None:
        super().__init__()
        self.utc_offset_min = utc_offset_min


class LinkLost(StateMessage):
    """The server is away, or said no with a ``code``; the link keeps trying."""

    def __init__(self, reason: str, code: str = "") -> None:
        super().__init__()
        self.reason = reason
        self.code = code


class DocsChanged(StateMessage):
    """The mirror changed: build the view anew from ``link.docs``. It does not say what changed, on purpose:
    a message that swallowed another could only lie about it."""


class TroubleTold(StateMessage):
    """The server cannot keep what it is told; an empty detail says that it can again."""

    def __init__(self, detail: str) -> None:
        super().__init__()
        self.detail = detail


class CallAnnounced(Message):
    """A call to show and speak; never swallowed."""

    def __init__(self, announced: Announced) -> None:
        super().__init__()
        self.announced = announced


class CallsSkipped(Message):
    """Announcements up to ``to`` are too old to be told."""

    def __init__(self, to: int) -> None:
        super().__init__()
        self.to = to


class Answered(Message):
    """The server answered ``act``."""

    def __init__(self, act: Act, answer: Answer) -> None:
        super().__init__()
        self.act = act
        self.answer = answer


class Unanswered(Message):
    """No answer came in time; ``act`` may have happened or not. Asking the same act again is harmless."""

    def __init__(self, act: Act) -> None:
        super().__init__()
        self.act = act


async def follow(link: Link, tell: Tell) -> None:
    """Run the link and tell of each of its events, until cancelled."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(link.run())
        while True:
            tell(told(await link.next_event()))


async def ask(link: Link, act: Act, tell: Tell, *, timeout_s: float = 5.0) -> None:
    """Send one act and tell of its answer, or of its absence."""
    try:
        answer = await link.request(act, timeout_s=timeout_s)
    except client.LinkDown:
        tell(Unanswered(act))
    else:
        tell(Answered(act, answer))


def told(event: client.LinkEvent) -> Message:
    """Return the message that tells an app of one event of the link."""
    match event:
        case client.LinkUp(welcome=welcome):
            return LinkUp(welcome.utc_offset_min)
        case client.LinkLost(reason=reason, code=code):
            return LinkLost(reason, code)
        case client.DocsChanged():
            return DocsChanged()
        case client.TroubleTold(detail=detail):
            return TroubleTold(detail)
        case Skipped(to=to):
            return CallsSkipped(to)
        case Announced():
            return CallAnnounced(event)
