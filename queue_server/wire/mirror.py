"""The client's side of a conversation without any I/O: what it knows of the hall, and where it must go on.

Documents: the newest of a key is the truth. Announcements: each one once and in order; a repeated one is
dropped, a missing one is the server's mistake (``PeerError``) and is mended by coming back and resuming.
"""

import msgspec

from queue_server.errors import PeerError
from queue_server.wire.documents import AnyDoc
from queue_server.wire.from_server import Announced, Delta, Skipped, Snapshot
from queue_server.wire.greeting import Hello, Welcome


class Mirror:
    """What one client has been told so far."""

    def __init__(self) -> None:
        self.docs: dict[str, AnyDoc] = {}
        self.recent: tuple[Announced, ...] = ()
        self.epoch = ""
        self.seq = 0
        self.announcement = 0
        """The last announcement taken in."""

    def greeting(self, hello: Hello) -> Hello:
        """Return the greeting that goes on where this client stands."""
        return msgspec.structs.replace(
            hello, epoch=self.epoch, seq=self.seq, announcement=self.announcement or hello.announcement
        )

    def welcome(self, welcome: Welcome) -> None:
        """Take the server's word for the epoch and for the announcement to go on from."""
        if welcome.epoch != self.epoch:
            self.epoch, self.seq = welcome.epoch, 0
        self.announcement = welcome.announcement

    def snapshot(self, snapshot: Snapshot) -> frozenset[str]:
        """Replace everything; return the keys that differ from before."""
        before = self.docs
        after = {doc.key: doc for doc in snapshot.docs}
        self.docs, self.seq, self.recent = after, snapshot.seq, snapshot.recent
        return frozenset(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))

    def delta(self, delta: Delta) -> frozenset[str]:
        """Take in what changed; return its keys."""
        if delta.seq < self.seq:
            raise PeerError(f"the delta {delta.seq} is older than {self.seq}")
        changed = {doc.key: doc for doc in delta.docs}
        kept = (
            {key: doc for key, doc in self.docs.items() if key not in delta.gone} if delta.gone else self.docs
        )
        self.docs, self.seq = kept | changed, delta.seq
        return frozenset(changed) | frozenset(delta.gone)

    def announced(self, announced: Announced) -> bool:
        """Return whether this announcement is new. Raises PeerError when one before it is missing."""
        if announced.n <= self.announcement:
            return False
        if announced.n != self.announcement + 1:
            raise PeerError(f"announcement {announced.n} came after {self.announcement}")
        self.announcement = announced.n
        return True

    def skipped(self, skipped: Skipped) -> bool:
        """Return whether the server's leap leads forward."""
        is_forward = skipped.to > self.announcement
        self.announcement = max(self.announcement, skipped.to)
        return is_forward
