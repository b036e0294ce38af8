"""The chain of digests that ties each journal row to all rows before it. Pure: bytes in, digests out.

::

    digest(n) = BLAKE2b-256( digest(n-1) as 64 hex letters, then MessagePack of the array
                             [hall, seq, at_ms, day, actor, request, asked, kind, body] )
    digest(0) = 64 zeros

The chain needs no secret, so anybody may check it. Who may write the file could also compute it anew;
therefore the head is sealed with the hall's secret, and should be noted elsewhere (docs/adr/0007).
"""

import hmac
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

import msgspec

GENESIS = "0" * 64
"""The digest before the first event."""

_encode = msgspec.msgpack.Encoder().encode


class Row(NamedTuple):
    """One event as it stands in the journal; the order of the fields is the order of the columns."""

    hall: str
    seq: int
    """From 1, without a gap."""
    at_ms: int
    day: str
    actor: str
    request: str
    """The press that caused it; the same for all events of one command; empty for the clock's."""
    asked: str
    """A keyed digest of the command: a repeated request must ask for the same thing."""
    kind: str
    body: str
    """The event as JSON."""
    digest: str


class Head(NamedTuple):
    """The end of a journal: the last number and its digest."""

    seq: int
    digest: str


EMPTY = Head(0, GENESIS)
"""The head of a journal without events."""


def digest_after(before: str, columns: tuple[object, ...]) -> str:
    """Return the digest of a row whose other columns are ``columns``, standing after ``before``."""
    return blake2b(before.encode() + _encode(columns), digest_size=32).hexdigest()


def noted_of(head: Head) -> str:
    """Return a head as it is noted beside the journal; nothing for an empty one."""
    return "" if head == EMPTY else f"{head.seq}:{head.digest}"


def follows(head: Head, rows: Iterable[Row]) -> bool:
    """Say whether ``rows`` continue the journal that ends in ``head``: numbers and digests without a gap."""
    for row in rows:
        if row.seq != head.seq + 1 or row.digest != digest_after(head.digest, row[:-1]):
            return False
        head = Head(row.seq, row.digest)
    return True


def seal_of(key: bytes, hall: str, head: Head) -> str:
    """Return the mark under a head that only the holder of the secret can make."""
    return hmac.digest(key, _encode((hall, head.seq, head.digest)), "sha256").hex()
