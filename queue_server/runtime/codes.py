"""The keys behind the QR codes of tickets; the codes themselves are ``wire.ticket_codes``.

Usual tickets have one key, which never leaves the server. Each kiosk has a key of its own for the numbers it
issues by itself: with it, a kiosk (or who steals its lease) can make codes of its own mark and of no other.
"""

import hmac
from collections.abc import Iterable

from queue_server.vocabulary import TicketId
from queue_server.wire.ticket_codes import ticket_code as ticket_code
from queue_server.wire.ticket_codes import ticket_link as ticket_link


def subkey(secret: bytes, purpose: str) -> bytes:
    """Return the key for one purpose, so that no two uses of the secret can be played against each other."""
    return hmac.digest(secret, purpose.encode(), "sha256")


def away_key(secret: bytes, mark: str) -> bytes:
    """Return the key of the codes of one kiosk's own numbers."""
    return subkey(secret, f"away/{mark}")


class TicketKeys:
    """Which key makes a ticket's code."""

    def __init__(self, secret: bytes, queues: Iterable[str], marks: Iterable[str]) -> None:
        self._usual = subkey(secret, "ticket")
        marks = tuple(marks)
        self._away = {f"{queue}{mark}": away_key(secret, mark) for queue in queues for mark in marks}

    def of(self, ticket: TicketId) -> bytes:
        """Return the key; a number with a kiosk's mark after its queue has that kiosk's."""
        begin = ticket.rpartition("-")[2].rstrip("0123456789")
        return self._away.get(begin, self._usual)

    def code(self, ticket: TicketId) -> str:
        return ticket_code(self.of(ticket), ticket)

    def ticket_of(self, code: str) -> TicketId | None:
        """Return the ticket of a code, or None when the code was not made with its key."""
        return ticket_of_code(self.of(TicketId(code.rpartition("-")[0])), code)


def ticket_of_code(key: bytes, code: str) -> TicketId | None:
    """Return the ticket of a code, or None when the code was not made with this key."""
    ticket = TicketId(code.rpartition("-")[0])
    true_code = ticket_code(key, ticket)
    return ticket if hmac.compare_digest(true_code.encode(), code.encode()) else None
