"""One program's conversation with the server, kept alive for ever. The one place of the wire with a socket.

No widget and no rule: it connects, greets, resumes where it stood, sends again what was not answered, and
waits longer after each failure. The reconnection delays are data; the reading of messages is ``mirror``'s.
"""

import asyncio
import math
import random
import ssl
import uuid
from collections.abc import Callable, Iterator, Mapping

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from queue_server.errors import PeerError, WutongError
from queue_server.vocabulary import RequestId, Role
from queue_server.wire import codec
from queue_server.wire.documents import AnyDoc
from queue_server.wire.from_board import Heard
from queue_server.wire.from_kiosk import FromKiosk
from queue_server.wire.from_manager import FromManager
from queue_server.wire.from_rating import FromRating
from queue_server.wire.from_server import (
    Announced,
    Busy,
    Delta,
    Done,
    Faulted,
    FromServer,
    Refused,
    Skipped,
    Snapshot,
    Trouble,
)
from queue_server.wire.from_window import FromWindow
from queue_server.wire.greeting import Hello, Rejected, Welcome
from queue_server.wire.inbox import DocsChanged, Inbox, LinkEvent, LinkLost, LinkUp, TroubleTold
from queue_server.wire.mirror import Mirror

__all__ = [
    "DocsChanged",
    "HallLink",
    "LinkDown",
    "LinkEvent",
    "LinkLost",
    "LinkUp",
    "TroubleTold",
    "new_request_id",
    "reconnect_delays",
]

Request = FromKiosk | FromWindow | FromManager | FromRating
Answer = Done | Refused | Busy | Faulted

GREETING_WITHIN_S = 10.0
HEARTBEAT_S = 10.0
"""A server that answers no ping for so long is gone, whatever its cable says."""
BUSY_AGAIN_S = 0.05
UNANSWERED_MAX = 64
DRIFT_PPM = 200
"""Twice what makers allow a quartz clock, warm or cold: so much two machines may drift apart."""
SLOWEST_S = 5.0
REJECTED_S = 30.0
"""A server that said no will say no again: ask seldom."""

PASSING = frozenset({"busy", "closing", "late", "slow"})
"""Codes of ``Rejected`` that say nothing against this client: the next try may well be let in."""

AT_A_WINDOW = frozenset({Role.WINDOW, Role.RATING})
"""Two screens of one window would take the place from each other for ever."""

WORTH_WAITING = (OSError, TimeoutError, ConnectionClosed, InvalidHandshake, InvalidURI, PeerError)
"""What ends a conversation and is mended by trying again."""


class LinkDown(WutongError):
    """No answer within the time. It may or may not have happened: the same id may be sent again."""


class _SaidNo(PeerError):
    """The server ended the conversation with a reason."""

    def __init__(self, rejected: Rejected) -> None:
        super().__init__(f"{rejected.code}: {rejected.detail}")
        self.code = rejected.code


def new_request_id() -> RequestId:
    """Return an id for one press or touch."""
    return RequestId(uuid.uuid4().hex)


def reconnect_delays(
    seed: int | str | None = None, first_s: float = 0.1, longest_s: float = SLOWEST_S
) -> Iterator[float]:
    """Yield seconds to wait: doubling up to ``longest_s``, each drawn from its upper half."""
    chance = random.Random(seed)  # noqa: S311 - spreads a storm of reconnections, guards nothing
    delay_s = first_s
    while True:
        yield delay_s * chance.uniform(0.5, 1.0)
        delay_s = min(delay_s * 2, longest_s)


def _tell_nobody(level: str, reason: str) -> None:
    """Keep the link's troubles to itself."""


class HallLink:
    """A conversation that outlives cables and servers."""

    def __init__(
        self,
        url: str,
        hello: Hello,
        *,
        ssl: ssl.SSLContext | None = None,
        delays: Callable[[], Iterator[float]] | None = None,
        heartbeat_s: float = HEARTBEAT_S,
        rejected_s: float = REJECTED_S,
        tell: Callable[[str, str], None] = _tell_nobody,
    ) -> None:
        """``tell(level, reason)`` hears of failures: the first as ``warning``, repeats as ``debug``."""
        self._url, self._hello, self._ssl = url, hello, ssl
        self._delays = delays or (lambda: reconnect_delays(hello.name))
        self._heartbeat_s, self._rejected_s, self._tell = heartbeat_s, rejected_s, tell
        self._mirror, self._inbox = Mirror(), Inbox()
        self._unanswered: dict[RequestId, tuple[Request, asyncio.Future[Answer]]] = {}
        self._socket: ClientConnection | None = None
        self._heard = 0
        self._clock, self._speed = (0, 0.0), 1.0
        self._greeted = (0.0, 0.0)
        self._failures = 0
        self._is_wanted = asyncio.Event()

    @property
    def docs(self) -> Mapping[str, AnyDoc]:
        """The newest document of each key."""
        return self._mirror.docs

    @property
    def recent(self) -> tuple[Announced, ...]:
        """The announcements this board has had before, as of the last snapshot: to show, never to speak."""
        return self._mirror.recent

    @property
    def epoch(self) -> str:
        """The run of the server that greeted last; empty before the first greeting."""
        return self._mirror.epoch

    @property
    def is_connected(self) -> bool:
        """Whether the greeting was answered and the conversation stands."""
        return self._socket is not None

    def hall_now_ms(self) -> int:
        """Return the hall's time as last told, moved on by the local clock; 0 before the first greeting."""
        told_ms, at_s = self._clock
        passed_s = (asyncio.get_running_loop().time() - at_s) * self._speed
        return told_ms + int(passed_s * 1000) if told_ms else 0

    def hall_now_within_ms(self) -> int:
        """Return how far ``hall_now_ms`` may be from the hall's own time; 0 before the first greeting.

        The greeting's instant was told somewhere within its round trip; since then the two clocks drift.
        """
        round_trip_s, at_s = self._greeted
        if not at_s:
            return 0
        drift_s = (asyncio.get_running_loop().time() - at_s) * DRIFT_PPM / 1e6
        return math.ceil((round_trip_s + drift_s) * self._speed * 1000)

    async def next_event(self) -> LinkEvent:
        """Return the next thing that happened, waiting for it."""
        return await self._inbox.get()

    async def heard(self, n: int) -> None:
        """Tell the server that every announcement up to ``n`` was shown and spoken here.

        Never more than this server has told: ``n`` may be of a journal that another one took the place of.
        """
        self._heard = max(self._heard, min(n, self._mirror.announcement))
        await self._say(Heard(self._heard))

    def come_back(self) -> None:
        """Take the place back from whoever took it: somebody wants this terminal."""
        self._is_wanted.set()

    async def request(self, message: Request, *, timeout_s: float = 5.0) -> Done | Refused | Faulted:
        """Send until answered; the same id each time. Raises LinkDown after ``timeout_s``."""
        known = self._unanswered.get(message.request)
        if known is None and len(self._unanswered) >= UNANSWERED_MAX:
            raise LinkDown(f"{UNANSWERED_MAX} requests are unanswered")
        try:
            async with asyncio.timeout(timeout_s):
                return await self._ask(message, known)
        except TimeoutError:
            raise LinkDown(f"no answer within {timeout_s} s") from None

    async def _ask(
        self, message: Request, known: tuple[Request, asyncio.Future[Answer]] | None
    ) -> Done | Refused | Faulted:
        while True:
            answer = await (asyncio.shield(known[1]) if known else self._ask_once(message))
            if not isinstance(answer, Busy):
                return answer
            known = None
            await asyncio.sleep(BUSY_AGAIN_S)

    async def _ask_once(self, message: Request) -> Answer:
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._unanswered[message.request] = (message, future)
        try:
            await self._say(message)
            return await future
        finally:
            if self._unanswered.get(message.request, (None, None))[1] is future:
                del self._unanswered[message.request]

    async def run(self) -> None:
        """Connect, greet, resume; come back after every failure; until cancelled."""
        delays = self._delays()
        while True:
            lost = await self._converse()
            if self._failures == 0:
                delays = self._delays()
            self._failures += 1
            self._tell("warning" if self._failures == 1 else "debug", lost.reason)
            await self._inbox.put(lost)
            await self._rest(lost, delays)

    async def _rest(self, lost: LinkLost, delays: Iterator[float]) -> None:
        """Wait before the next try."""
        self._is_wanted.clear()
        if lost.code == "replaced" and self._hello.role in AT_A_WINDOW:
            await self._is_wanted.wait()
        else:
            await asyncio.sleep(self._rejected_s if lost.code else next(delays))

    async def _converse(self) -> LinkLost:
        try:
            async with connect(
                self._url,
                ssl=self._ssl,
                compression=None,
                max_size=codec.FROM_SERVER_BYTES_MAX,
                open_timeout=GREETING_WITHIN_S,
                ping_interval=self._heartbeat_s,
                ping_timeout=self._heartbeat_s,
                close_timeout=1,
                proxy=None,
            ) as socket:
                await self._greet(socket)
                async for data in socket:
                    await self._hear(codec.decode_from_server(data))
                return LinkLost("the server closed the conversation")
        except _SaidNo as no:
            return LinkLost(str(no), "" if no.code in PASSING else no.code)
        except ssl.SSLCertVerificationError as error:
            return LinkLost(str(error), "certificate")
        except WORTH_WAITING as error:
            return LinkLost(str(error) or type(error).__name__)
        finally:
            self._socket = None

    async def _greet(self, socket: ClientConnection) -> None:
        asked_s = asyncio.get_running_loop().time()
        await socket.send(codec.encode(self._mirror.greeting(self._hello)), text=True)
        async with asyncio.timeout(GREETING_WITHIN_S):
            first = codec.decode_from_server(await socket.recv())
        if isinstance(first, Rejected):
            raise _SaidNo(first)
        if not isinstance(first, Welcome):
            raise PeerError("the server did not answer the greeting")
        now_s = asyncio.get_running_loop().time()
        self._greeted = (now_s - asked_s, now_s)
        await self._begin(socket, first)

    async def _begin(self, socket: ClientConnection, welcome: Welcome) -> None:
        self._mirror.welcome(welcome)
        self._speed = welcome.speed
        self._set_clock(welcome.at_ms)
        self._socket = socket
        if self._failures:
            self._tell("info", f"back after {self._failures} failures")
        self._failures = 0
        await self._inbox.put(LinkUp(welcome))
        self._heard = min(self._heard, self._mirror.announcement)
        if self._heard:
            await self._say(Heard(self._heard))
        for message, _ in tuple(self._unanswered.values()):
            await self._say(message)

    async def _hear(self, message: FromServer) -> None:
        match message:
            case Done() | Refused() | Busy() | Faulted():
                self._settle(message)
            case Snapshot():
                await self._changed(self._mirror.snapshot(message), message.at_ms)
            case Delta():
                await self._changed(self._mirror.delta(message), message.at_ms)
            case Announced() if self._mirror.announced(message):
                await self._inbox.put(message)
            case Skipped() if self._mirror.skipped(message):
                await self._inbox.put(message)
            case Trouble():
                await self._inbox.put(TroubleTold(message.detail))
            case Rejected():
                raise _SaidNo(message)
            case _:
                pass

    async def _changed(self, keys: frozenset[str], at_ms: int) -> None:
        self._set_clock(at_ms)
        await self._inbox.put(DocsChanged(keys, self._mirror.seq))

    def _settle(self, answer: Answer) -> None:
        _, future = self._unanswered.get(answer.request, (None, None))
        if future is not None and not future.done():
            future.set_result(answer)

    def _set_clock(self, at_ms: int) -> None:
        self._clock = (at_ms, asyncio.get_running_loop().time())

    async def _say(self, message: Request | Heard) -> None:
        """Send if there is a conversation; if not, the next one begins with what is unanswered."""
        if self._socket is None:
            return
        try:
            await self._socket.send(codec.encode(message), text=True)
        except ConnectionClosed:
            self._socket = None
