"""What a link has to tell its screen, until the screen asks. One bounded line with a rule for each kind.

Changed documents are one entry that grows: the newest state wins. Of the conversation's beginnings, ends and
troubles the last one of each stands: a screen that slept, or a program that never asks, keeps nobody from
coming back. An announcement is never merged and never dropped: when too many are unread the link stops
reading, and the server then treats it as slow.
"""

import asyncio
from collections import deque

import msgspec

from queue_server.wire.from_server import Announced, Skipped
from queue_server.wire.greeting import Welcome

UNREAD_MAX = 256


class LinkUp(msgspec.Struct, frozen=True):
    """The conversation began, or began again."""

    welcome: Welcome


class LinkLost(msgspec.Struct, frozen=True):
    """The conversation ended, or could not begin; the link tries again by itself."""

    reason: str
    code: str = ""
    """Of ``Rejected``, when the server said no: ``token``, ``replaced``; ``certificate``: this side did."""


class DocsChanged(msgspec.Struct, frozen=True):
    """These keys have another document in ``docs`` now, or none."""

    keys: frozenset[str]
    seq: int


class TroubleTold(msgspec.Struct, frozen=True):
    """The server cannot keep what it is told; an empty detail: it can again."""

    detail: str


LASTING = (LinkUp, LinkLost, TroubleTold)
"""What says how things stand: the next one of its kind takes its place."""

LinkEvent = LinkUp | LinkLost | DocsChanged | Announced | Skipped | TroubleTold


class Inbox:
    """The line between one link and one reader."""

    def __init__(self, unread_max: int = UNREAD_MAX) -> None:
        self._events: deque[LinkEvent] = deque()
        self._unread_max = unread_max
        self._arrived = asyncio.Event()
        self._has_space = asyncio.Event()
        self._has_space.set()

    async def put(self, event: LinkEvent) -> None:
        """Add an event; waits while ``unread_max`` events are unread that nothing takes the place of."""
        if isinstance(event, DocsChanged) and self._merge(event):
            return
        if isinstance(event, LASTING):
            self._forget(type(event))
        else:
            await self._has_space.wait()
        self._events.append(event)
        self._arrived.set()
        if len(self._events) >= self._unread_max:
            self._has_space.clear()

    async def get(self) -> LinkEvent:
        """Return the oldest event, waiting for one."""
        while not self._events:
            self._arrived.clear()
            await self._arrived.wait()
        event = self._events.popleft()
        self._has_space.set()
        return event

    def _forget(self, kind: type[LinkEvent]) -> None:
        """Take out the unread event of this kind, if there is one; those around it keep their order."""
        for at, unread in enumerate(self._events):
            if type(unread) is kind:
                del self._events[at]
                return

    def _merge(self, event: DocsChanged) -> bool:
        """Grow the unread entry of changed documents, if there is one; its place in the line stays."""
        for at, unread in enumerate(self._events):
            if isinstance(unread, DocsChanged):
                self._events[at] = DocsChanged(unread.keys | event.keys, event.seq)
                return True
        return False
