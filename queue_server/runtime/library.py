"""The newest document of every key, encoded once, with the journal number at which it last changed.

From it follow a snapshot, a delta and a resumption for any view. ``since`` is inclusive: what is not written
in the journal (a kiosk that connects) changes a document without a new number. No socket in here.
"""

from collections.abc import Iterable

import msgspec

from queue_server.vocabulary import Role
from queue_server.wire import codec
from queue_server.wire.documents import AnyDoc
from queue_server.wire.from_server import Announced


class View(msgspec.Struct, frozen=True):
    """What somebody may see: whole kinds of documents, and single keys. Equal views get equal bytes."""

    kinds: frozenset[str]
    keys: frozenset[str] = frozenset()

    def sees(self, key: str) -> bool:
        return key.partition("/")[0] in self.kinds or key in self.keys


MANAGERS = frozenset(
    {
        *("hall", "queue", "item", "wait", "window", "desk", "kiosk"),
        *("rules", "day", "attendance", "staff", "card", "task", "selection"),
    }
)
KINDS: dict[Role, frozenset[str]] = {
    Role.KIOSK: frozenset({"hall", "queue", "item", "wait", "window"}),
    Role.BOARD: frozenset({"hall", "queue", "window", "selection"}),
    Role.WINDOW: frozenset({"hall", "queue", "item", "window"}),
    Role.WALL: MANAGERS,
    Role.MANAGER: MANAGERS,
    Role.PHONE: frozenset({"hall"}),
    Role.RATING: frozenset({"hall"}),
}
"""The kinds of documents each role sees; a window or its rating screen sees its own besides (``OWN_KIND``),
a phone its queue and ticket."""
OWN_KIND = {Role.WINDOW: "desk", Role.RATING: "rating"}
"""The kind of document that is of one window, and for its own screen."""


class Entry(msgspec.Struct, frozen=True):
    """A document, its bytes, and when it changed."""

    doc: AnyDoc
    raw: msgspec.Raw
    changed_seq: int


class Library:
    """All shared documents of one run of the server."""

    def __init__(self) -> None:
        self.seq = 0
        """The journal number up to which everything in here is true."""
        self._entries: dict[str, Entry] = {}
        self._gone: dict[str, int] = {}

    def put(self, key: str, doc: AnyDoc | None, seq: int) -> bool:
        """Replace the document of a key; return whether that changed anything."""
        before = self._entries.get(key)
        if doc is None:
            return self._drop(key, seq)
        if before is not None and before.doc == doc:
            return False
        self._entries[key] = Entry(doc, codec.encode_raw(doc), seq)
        self._gone.pop(key, None)
        return True

    def _drop(self, key: str, seq: int) -> bool:
        if self._entries.pop(key, None) is None:
            return False
        self._gone[key] = seq
        return True

    def get(self, key: str) -> AnyDoc | None:
        """Return the document of a key."""
        entry = self._entries.get(key)
        return entry.doc if entry else None

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def since(self, view: View, seq: int) -> set[str]:
        """Return the keys of a view that changed at ``seq`` or later, the gone ones too."""
        changed = {key for key, entry in self._entries.items() if entry.changed_seq >= seq and view.sees(key)}
        return changed | {key for key, at in self._gone.items() if at >= seq and view.sees(key)}

    def snapshot(
        self,
        view: View,
        at_ms: int,
        own: tuple[msgspec.Raw, ...] = (),
        recent: tuple[Announced, ...] = (),
    ) -> bytes:
        """Return the encoded snapshot of a view, with what is the receiver's own."""
        raws = tuple(entry.raw for key, entry in self._entries.items() if view.sees(key))
        return codec.encode_snapshot(self.seq, at_ms, raws + own, recent)

    def delta(
        self, keys: Iterable[str], at_ms: int, own: tuple[msgspec.Raw, ...] = (), gone: tuple[str, ...] = ()
    ) -> bytes:
        """Return the encoded delta of these keys as they are now, with what is the receiver's own."""
        raws, lost = self.found(keys)
        return codec.encode_delta(self.seq, at_ms, raws + own, lost + gone)

    def found(self, keys: Iterable[str]) -> tuple[tuple[msgspec.Raw, ...], tuple[str, ...]]:
        """Return the encoded documents of these keys as they are now, and the keys that have none."""
        found = [(key, self._entries.get(key)) for key in sorted(keys)]
        raws = tuple(entry.raw for _, entry in found if entry is not None)
        return raws, tuple(key for key, entry in found if entry is None)
