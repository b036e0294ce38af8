"""The secret part of a ticket's QR code: whoever holds the paper may follow the ticket, nobody else.

A code is the ticket's id, a dash and 80 bits of HMAC-SHA256 in hex: it is found again from the secret
alone, so it is stored nowhere and is the same at every reprint. Pure but for the secret it is handed.
"""

import hmac

from queue_server.vocabulary import TicketId

MARK_LETTERS = 20


def subkey(secret: bytes, purpose: str) -> bytes:
    """Return the key for one purpose, so that no two uses of the secret can be played against each other."""
    return hmac.digest(secret, purpose.encode(), "sha256")


def ticket_code(key: bytes, ticket: TicketId) -> str:
    """Return ``20260302-A012-5F0A1C…`` for a ticket; ``key`` is the subkey ``ticket``."""
    mark = hmac.digest(key, ticket.encode(), "sha256").hex()[:MARK_LETTERS].upper()
    return f"{ticket}-{mark}"


def ticket_of_code(key: bytes, code: str) -> TicketId | None:
    """Return the ticket of a code, or None when the code was not made with this key."""
    ticket = TicketId(code.rpartition("-")[0])
    true_code = ticket_code(key, ticket)
    return ticket if hmac.compare_digest(true_code.encode(), code.encode()) else None


def ticket_link(public_url: str, code: str) -> str:
    """Return what the QR code says."""
    return f"{public_url.rstrip('/')}/t/{code}"
