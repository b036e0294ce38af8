"""The secret part of a ticket's QR code: whoever holds the paper may follow the ticket, nobody else.

A code is the ticket's id, a dash and 80 bits of keyed BLAKE2b in hex: it is found again from the secret
alone, so it is stored nowhere and is the same at every reprint. Keyed BLAKE2b is a MAC by itself, and ten
times as fast as HMAC here, which counts at thousands of tickets a second.
"""

import hmac
from hashlib import blake2b

from queue_server.vocabulary import TicketId

MARK_BYTES = 10


def subkey(secret: bytes, purpose: str) -> bytes:
    """Return the key for one purpose, so that no two uses of the secret can be played against each other."""
    return hmac.digest(secret, purpose.encode(), "sha256")


def ticket_code(key: bytes, ticket: TicketId) -> str:
    """Return ``20260302-A012-5F0A1C…`` for a ticket; ``key`` is the subkey ``ticket``."""
    mark = blake2b(ticket.encode(), key=key, digest_size=MARK_BYTES).hexdigest().upper()
    return f"{ticket}-{mark}"


def ticket_of_code(key: bytes, code: str) -> TicketId | None:
    """Return the ticket of a code, or None when the code was not made with this key."""
    ticket = TicketId(code.rpartition("-")[0])
    true_code = ticket_code(key, ticket)
    return ticket if hmac.compare_digest(true_code.encode(), code.encode()) else None


def ticket_link(public_url: str, code: str) -> str:
    """Return what the QR code says."""
    return f"{public_url.rstrip('/')}/t/{code}"
