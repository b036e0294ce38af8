"""What every terminal does: it greets, keeps its mirror, and says the same again until it has an answer.

The mirror, the greeting and the words are the product's; the socket's end is the day's. A terminal that is
cut off comes back; now and then it says a thing twice, the second time minutes late.
"""

from collections.abc import Callable
from itertools import count
from typing import Protocol

import msgspec

from queue_server.errors import PeerError
from queue_server.vocabulary import RequestId, Role, TicketId, WindowNo
from queue_server.wire import codec
from queue_server.wire.from_server import (
    Announced,
    Busy,
    Delta,
    Done,
    Faulted,
    Refused,
    Skipped,
    Snapshot,
    Trouble,
)
from queue_server.wire.greeting import WIRE_VERSION, Hello, Rejected, Welcome
from queue_server.wire.mirror import Mirror
from tests.simulation.link import Socket
from tests.simulation.profile import Profile
from tests.simulation.world import Broken, World

LATE_MS = 120_000
"""The latest a repeated message comes."""


class House(Protocol):
    """Where a terminal connects to; nobody may be there."""

    world: World
    profile: Profile

    def accept(self, socket: Socket) -> bool: ...

    def follow(self, code: str, ticket: TicketId) -> None:
        """A citizen scans the code of a ticket."""
        ...


class Terminal:
    """One client, cut off and back again."""

    role = Role.KIOSK

    def __init__(self, house: House, name: str, window: str = "", code: str = "") -> None:
        self.house, self.world, self.name = house, house.world, name
        self.chance = house.world.chance
        self._hello = Hello(WIRE_VERSION, self.role, name, window=WindowNo(window), ticket=code)
        self.mirror = Mirror()
        self.waiting: dict[str, msgspec.Struct] = {}
        """What was said and not answered yet, by request."""
        self._said: dict[str, msgspec.Struct] = {}
        self._ids = count(1)
        self._socket: Socket | None = None
        self.is_welcomed = False
        """Whether there is a conversation."""
        self._told_ms, self._told_at_ms = 0, 0.0
        self.connect()

    # --- for the actors ------------------------------------------------------------------------------------

    def press(self, word: Callable[..., msgspec.Struct], **fields: object) -> None:
        """Say something once, with a request id of its own; it is said again until it is answered."""
        request = self.new_request()
        said = word(request=request, **fields)
        self.ask(request, said)
        if self.chance.random() < self.house.profile.twice:
            self.world.later(self.chance.uniform(0, LATE_MS), lambda: self.say(said))

    def new_request(self) -> RequestId:
        """Return a request id for one press."""
        return RequestId(f"{self.role.value}-{self.name}-{next(self._ids)}")

    def ask(self, request: RequestId, said: msgspec.Struct) -> None:
        """Say something until it is answered."""
        self.waiting[request] = self._said[request] = said
        self.say(said)

    def hall_now_ms(self) -> int:
        """Return the hall's time as told last, moved on since; 0 before the first greeting."""
        return self._told_ms + round(self.world.now_ms() - self._told_at_ms) if self._told_ms else 0

    def say(self, said: msgspec.Struct) -> None:
        if self._socket is not None and self.mirror.epoch:
            self._socket.say(codec.encode(said))

    def on_answer(self, said: msgspec.Struct, answer: Done | Refused) -> None:
        """Somebody pressed and has the answer: what next?"""

    def on_repeated(self, answer: Done | Refused) -> None:
        """An answer came that nobody waits for any more."""

    def on_snapshot(self) -> None:
        """Everything was told."""

    def on_delta(self) -> None:
        """Something changed."""

    def on_lost(self) -> None:
        """The conversation is over."""

    def on_announced(self, announced: Announced) -> None:
        """A board shows."""

    def on_welcome(self) -> None:
        for said in self.waiting.values():
            self.say(said)

    # --- the connection ------------------------------------------------------------------------------------

    def connect(self) -> None:
        socket = Socket(self.world.later, self._delay_ms, self._told)
        if not self.house.accept(socket):
            self._come_back()
            return
        self._socket = socket
        socket.on_cut = lambda: self._lost(socket)
        socket.say(codec.encode(self.mirror.greeting(self._hello)))

    def cut(self) -> None:
        if self._socket is not None:
            self._socket.cut()

    def _lost(self, socket: Socket) -> None:
        if socket is self._socket:
            self._socket, self.is_welcomed = None, False
            self.on_lost()
            self._come_back()

    def _come_back(self) -> None:
        self.world.later(self.chance.uniform(200, self.house.profile.away_ms), self.connect)

    def _delay_ms(self) -> float:
        return self.chance.uniform(0.2, self.house.profile.delay_ms)

    def _told(self, data: bytes) -> None:
        try:
            self._hear(data)
        except PeerError as error:
            raise Broken("Terminal", f"{self.name}: {error}") from error

    def _hear(self, data: bytes) -> None:
        match codec.decode_from_server(data):
            case Welcome() as welcome:
                if not self.mirror.epoch and self.role is Role.BOARD:
                    self.world.begins(self.name, welcome.announcement)
                self.mirror.welcome(welcome)
                self.is_welcomed = True
                self._set_clock(welcome.at_ms)
                self.on_welcome()
            case Snapshot() as snapshot:
                self.mirror.snapshot(snapshot)
                self._set_clock(snapshot.at_ms)
                self.on_snapshot()
            case Delta() as delta:
                self.mirror.delta(delta)
                self._set_clock(delta.at_ms)
                self.on_delta()
            case Announced() as announced:
                if self.mirror.announced(announced):
                    self.on_announced(announced)
            case Skipped() as skipped:
                self.mirror.skipped(skipped)
                self.world.skipped(self.name, skipped.to)
            case answer:
                self._hear_answer(answer)

    def _set_clock(self, at_ms: int) -> None:
        self._told_ms, self._told_at_ms = at_ms, self.world.now_ms()

    def _hear_answer(self, answer: object) -> None:
        match answer:
            case Done() | Refused():
                self._take(answer)
            case Busy() | Faulted():
                request = answer.request
                self.world.later(self.chance.uniform(500, 5_000), lambda: self._again(request))
            case Rejected(code="replaced" | "busy" | "slow" | "closing") | Trouble():
                pass
            case Rejected():
                self.on_rejected(answer)
            case _:
                raise Broken("Terminal", f"{self.name} was told {answer}")

    def on_rejected(self, rejected: Rejected) -> None:
        """The server would not have it, for a reason that does not pass by itself."""
        raise Broken("Terminal", f"{self.name} was told {rejected}")

    def _take(self, answer: Done | Refused) -> None:
        said = self._said[answer.request]
        self.world.answered(self.name, said, answer)
        if self.waiting.pop(answer.request, None) is not None:
            self.on_answer(said, answer)
        else:
            self.on_repeated(answer)

    def _again(self, request: str) -> None:
        if request in self.waiting:
            self.say(self.waiting[request])
