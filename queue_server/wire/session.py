"""The server's side of one conversation as a machine without I/O: greeting, in role, closed.

It takes what arrived and the instant, and gives back a message that its speaker has the right to say, or
raises ``PeerError``: then the conversation ends and nobody else notices. It bounds size, rate and the number
of commands that wait for an answer.
"""

from enum import Enum, auto

from queue_server.errors import PeerError
from queue_server.vocabulary import Role
from queue_server.wire import codec
from queue_server.wire.codec import Spoken
from queue_server.wire.greeting import WIRE_VERSION, Hello

OUTSTANDING_MAX = 64
"""Commands of one client that may wait; one more is answered ``Busy``."""
MESSAGES_PER_S: dict[Role, int] = {
    Role.KIOSK: 2000,
    Role.WINDOW: 100,
    Role.BOARD: 500,
    Role.MANAGER: 100,
    Role.WALL: 0,
    Role.PHONE: 0,
}
"""What a role may say in a second for long, and twice that at once. A kiosk may relay many others."""
NAME_LENGTH_MAX = 64


class SessionState(Enum):
    """Where a conversation stands."""

    GREETING = auto()
    IN_ROLE = auto()
    CLOSED = auto()


class Session:
    """One conversation, seen from the server."""

    def __init__(self) -> None:
        self.state = SessionState.GREETING
        self.hello: Hello | None = None
        self.outstanding = 0
        self._allowance = 0.0
        self._filled_ms = 0

    def greet(self, data: bytes | str) -> Hello:
        """Read the greeting. Raises PeerError when it is none, or of another version."""
        if self.state is not SessionState.GREETING:
            raise PeerError("a conversation is greeted once")
        hello = codec.decode_hello(data)
        if len(hello.name) > NAME_LENGTH_MAX or not hello.name.isprintable():
            raise PeerError("the name is too long or cannot be printed")
        self.hello = hello
        return hello

    def admit(self, at_ms: int) -> None:
        """Begin the role: the greeting was found right."""
        assert self.hello is not None, "nobody is admitted without a greeting"
        self.state = SessionState.IN_ROLE
        self._filled_ms = at_ms
        self._allowance = 2.0 * MESSAGES_PER_S[self.hello.role]

    def receive(self, data: bytes | str, at_ms: int) -> Spoken:
        """Read what the client said at ``at_ms``. Raises PeerError for what its role may not say."""
        if self.state is not SessionState.IN_ROLE or self.hello is None:
            raise PeerError("nothing can be said outside a role")
        self._spend(self.hello.role, at_ms)
        return codec.decode_spoken(self.hello.role, data)

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

    def _spend(self, role: Role, at_ms: int) -> None:
        rate = MESSAGES_PER_S[role]
        gained = max(0, at_ms - self._filled_ms) * rate / 1000
        self._allowance = min(2.0 * rate, self._allowance + gained)
        self._filled_ms = at_ms
        if rate and self._allowance < 1:
            raise PeerError(f"more than {rate} messages a second")
        self._allowance -= 1


def speaks_our_version(hello: Hello) -> bool:
    """Return whether this server and the client mean the same by the same words."""
    return hello.version == WIRE_VERSION
