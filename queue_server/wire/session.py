"""The server's side of one conversation as a machine without I/O: greeting, in role, closed.

It takes what arrived and the instant, and gives back a message that its speaker has the right to say, or
raises ``PeerError``: then the conversation ends and nobody else notices. It bounds size, rate and the number
of commands that wait for an answer.
"""

from enum import Enum, auto

import msgspec

from queue_server.errors import PeerError
from queue_server.vocabulary import Role
from queue_server.wire import codec
from queue_server.wire.codec import Spoken
from queue_server.wire.from_board import Heard
from queue_server.wire.greeting import Hello

OUTSTANDING_MAX = 64
"""Commands of one client that may wait; one more is answered ``Busy``."""
NAME_LENGTH_MAX = 64
REQUEST_LENGTH_MAX = 64
"""A request's id stands in the journal with each of its events."""


def is_request_id(text: str) -> bool:
    """Say whether this can name one press; an empty id could not be known again when it is repeated."""
    return 0 < len(text) <= REQUEST_LENGTH_MAX and text.isascii() and text.isprintable()


class SessionState(Enum):
    """Where a conversation stands."""

    GREETING = auto()
    IN_ROLE = auto()
    CLOSED = auto()


class Rates(msgspec.Struct, frozen=True):
    """What a client may say in a second for long, and twice that at once; then it is read more slowly."""

    kiosk: float = 200.0
    window: float = 20.0
    board: float = 200.0
    manager: float = 20.0
    wall: float = 20.0
    rating: float = 20.0
    silent: float = 1.0
    """Phones have nothing to say."""

    def of(self, role: Role) -> float:
        match role:
            case Role.KIOSK:
                return self.kiosk
            case Role.WINDOW:
                return self.window
            case Role.BOARD:
                return self.board
            case Role.MANAGER:
                return self.manager
            case Role.WALL:
                return self.wall
            case Role.RATING:
                return self.rating
            case _:
                return self.silent


USUAL = Rates()


class Session:
    """One conversation, seen from the server."""

    def __init__(self, rates: Rates = USUAL) -> None:
        self.state = SessionState.GREETING
        self.outstanding = 0
        self._role: Role | None = None
        self._rates = rates
        self._rate = 1.0
        self._allowance = 0.0
        self._filled_ms = 0.0

    def greet(self, data: bytes | str) -> Hello:
        """Read the greeting. Raises PeerError when it is none, or when one was heard before."""
        if self.state is not SessionState.GREETING:
            raise PeerError("a conversation is greeted once")
        hello = codec.decode_hello(data)
        if len(hello.name) > NAME_LENGTH_MAX or not hello.name.isprintable():
            raise PeerError("the name is too long or cannot be printed")
        return hello

    def admit(self, hello: Hello, at_ms: float) -> None:
        """Begin the role: the greeting was found right. ``at_ms`` is any clock that runs as the machine's."""
        self.state = SessionState.IN_ROLE
        self._role = hello.role
        self._rate = self._rates.of(hello.role)
        self._filled_ms, self._allowance = at_ms, 2.0 * self._rate

    def receive(self, data: bytes | str, at_ms: float) -> Spoken:
        """Read what the client said at ``at_ms``. Raises PeerError for what its role may not say."""
        if self.state is not SessionState.IN_ROLE or self._role is None:
            raise PeerError("nothing can be said outside a role")
        gained = max(0.0, at_ms - self._filled_ms) * self._rate / 1000
        self._allowance = min(2.0 * self._rate, self._allowance + gained) - 1
        self._filled_ms = at_ms
        said = codec.decode_spoken(self._role, data)
        if not isinstance(said, Heard) and not is_request_id(said.request):
            raise PeerError(f"a request has an id of 1 to {REQUEST_LENGTH_MAX} printable ASCII letters")
        return said

    def pause_s(self) -> float:
        """Return how long to wait before reading on, so that the rate is kept; mostly 0."""
        return max(0.0, -self._allowance / self._rate)

    def may_ask(self) -> bool:
        """Count one more command that waits, or return False: too many do."""
        if self.outstanding >= OUTSTANDING_MAX:
            return False
        self.outstanding += 1
        return True

    def answered(self) -> None:
        """Count a command as answered."""
        assert self.outstanding > 0, "an answer without a question"
        self.outstanding -= 1

    def close(self) -> None:
        self.state = SessionState.CLOSED
