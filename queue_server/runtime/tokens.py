"""Who may take which role: tokens, names, windows. The greeting is judged here, once.

Pure. Tokens are compared in constant time, and all of them, so that the time says nothing. A role without any
token is open on a machine that listens to itself only; beyond loopback the server refuses to start.
"""

import hmac
import ipaddress
from collections.abc import Callable, Iterable

import msgspec

from queue_server.config import Listen, Token
from queue_server.errors import ConfigError
from queue_server.vocabulary import Role, TicketId, WindowNo
from queue_server.wire.greeting import WIRE_VERSION, Hello, Rejected

GUARDED = (Role.KIOSK, Role.WINDOW, Role.BOARD, Role.WALL, Role.MANAGER, Role.RATING)
"""Roles that need a token beyond loopback. A phone's token is the code of its ticket."""


AT_A_WINDOW = frozenset({Role.WINDOW, Role.RATING})
"""Roles whose clients are named as the window where they stand."""


class Admitted(msgspec.Struct, frozen=True):
    """A greeting that was found right."""

    role: Role
    name: str
    window: WindowNo = WindowNo("")
    ticket: TicketId = TicketId("")


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach a server that listens on ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_guarded(listen: Listen, tokens: Iterable[Token]) -> None:
    """Raise ConfigError when others could reach a role that has no token."""
    guarded = {token.role for token in tokens if token.token}
    naked = [role.value for role in GUARDED if role not in guarded]
    if naked and not is_loopback(listen.host):
        raise ConfigError(
            (
                f"listen.host: {listen.host} can be reached from other machines, but there is no token for "
                f"{', '.join(naked)}; add [[tokens]] for each, or listen on 127.0.0.1",
            )
        )


class Doorkeeper:
    """Judges greetings."""

    def __init__(
        self,
        tokens: tuple[Token, ...],
        windows: Iterable[WindowNo],
        ticket_of: Callable[[str], TicketId | None],
    ) -> None:
        """``ticket_of`` finds the ticket of a QR code, or None when nobody gave out that code."""
        self._tokens = tuple(token for token in tokens if token.token)
        self._windows = frozenset(windows)
        self._ticket_of = ticket_of

    def judge(self, hello: Hello, is_browser: bool) -> Admitted | Rejected:
        """Return the role to take, or why not."""
        if hello.version != WIRE_VERSION:
            return Rejected("version", f"this server speaks version {WIRE_VERSION}")
        if is_browser and hello.role is not Role.PHONE:
            return Rejected("role", "a web page may only follow a ticket")
        if hello.role is Role.PHONE:
            return self._phone(hello)
        if not hello.name:
            return Rejected("name", "a client has a name")
        if not self._has_token(hello):
            return Rejected("token", f"the token is not one for {hello.role.value} {hello.name}")
        return self._window(hello) if hello.role in AT_A_WINDOW else Admitted(hello.role, hello.name)

    def _phone(self, hello: Hello) -> Admitted | Rejected:
        ticket = self._ticket_of(hello.ticket)
        if ticket is None:
            return Rejected("ticket", "no ticket has this code")
        return Admitted(Role.PHONE, f"{ticket}/{hello.name}", ticket=ticket)

    def _window(self, hello: Hello) -> Admitted | Rejected:
        """The name of a screen at a window is that window, so a token for a name is one for a window."""
        window = WindowNo(hello.name)
        if hello.window not in ("", window):
            return Rejected("window", f"a {hello.role.value} is named as its window")
        if window not in self._windows:
            return Rejected("window", f"there is no window {window}")
        return Admitted(hello.role, hello.name, window=window)

    def _has_token(self, hello: Hello) -> bool:
        of_role = [token for token in self._tokens if token.role is hello.role]
        fits = [_fits(token, hello) for token in of_role]
        return any(fits) or not of_role


def _fits(token: Token, hello: Hello) -> bool:
    is_same = hmac.compare_digest(token.token.encode(), hello.token.encode())
    return is_same and (not token.names or hello.name in token.names)
