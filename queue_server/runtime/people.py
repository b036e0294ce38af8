"""Who a citizen is to the hall: a reference. The number itself goes into a keyed digest and nowhere else.

The registry holds in memory what the table holds on disk. A new or longer-kept row is written in the
transaction of the event that refers to it, so neither can be there without the other.
"""

import hmac
import secrets
from collections.abc import Callable, Iterable

from queue_server.runtime.identity import Identity
from queue_server.store.people import PersonRow
from queue_server.vocabulary import PersonRef

DAY_MS = 86_400_000
REF_BYTES = 9


def new_ref() -> PersonRef:
    """Draw a reference from which nothing leads back to a number."""
    return PersonRef("p-" + secrets.token_hex(REF_BYTES))


class People:
    """The people of the last ``keep_days``; ``key`` is the subkey ``people`` of the hall's secret."""

    def __init__(self, key: bytes, keep_days: int, draw: Callable[[], PersonRef] = new_ref) -> None:
        self._key = key
        self._keep_ms = keep_days * DAY_MS
        self._draw = draw
        self._by_digest: dict[str, PersonRow] = {}
        self._unsaved: dict[PersonRef, PersonRow] = {}

    def load(self, rows: Iterable[PersonRow]) -> None:
        """Begin anew with what the disk holds; whatever was not saved is forgotten."""
        self._by_digest = {row.digest: row for row in rows}
        self._unsaved = {}

    def digest_of(self, identity: Identity) -> str:
        return hmac.digest(self._key, identity.number.encode(), "sha256").hex()

    def row_of(self, identity: Identity, at_ms: int) -> PersonRow:
        """Return the row this person has, or would have; nothing is kept before ``keep``."""
        digest = self.digest_of(identity)
        expires_ms = at_ms + self._keep_ms
        known = self._by_digest.get(digest)
        if known is None or known.expires_ms <= at_ms:
            return PersonRow(self._draw(), digest, identity.last4, at_ms, expires_ms)
        # Longer by less than a day is not worth a write at every visit.
        return known if expires_ms - known.expires_ms < DAY_MS else known._replace(expires_ms=expires_ms)

    def keep(self, row: PersonRow) -> None:
        """An event refers to this row: it must be written with it."""
        if self._by_digest.get(row.digest) != row:
            self._by_digest[row.digest] = row
            self._unsaved[row.ref] = row

    def take_unsaved(self) -> tuple[PersonRow, ...]:
        """Return the rows to write with the next batch."""
        rows = tuple(self._unsaved.values())
        self._unsaved = {}
        return rows

    def forget(self, before_ms: int) -> None:
        """Drop those whose time has ended, as the table does in the same transaction."""
        self._by_digest = {
            digest: row for digest, row in self._by_digest.items() if row.expires_ms > before_ms
        }
