"""The secret part of a ticket's QR code, by server and kiosk alike: who has the paper may follow the ticket.

A code is the ticket's id, a dash and 80 bits of keyed BLAKE2b in hex: it is found again from the key alone,
so it is stored nowhere and is the same at every reprint. Keyed BLAKE2b is a MAC by itself, ten times as fast
as HMAC here, which counts at thousands of tickets a second. Pure; the keys are made in ``runtime.codes``.
"""

from hashlib import blake2b

from queue_server.vocabulary import TicketId

MARK_BYTES = 10


def ticket_code(key: bytes, ticket: TicketId) -> str:
    """Return ``20260302-A012-5F0A1C…`` for a ticket."""
    mark = blake2b(ticket.encode(), key=key, digest_size=MARK_BYTES).hexdigest().upper()
    return f"{ticket}-{mark}"


def ticket_link(public_url: str, code: str) -> str:
    """Return what the QR code says."""
    return f"{public_url.rstrip('/')}/t/{code}"
