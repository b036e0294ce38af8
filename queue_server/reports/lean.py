"""The largest events as a report reads them from a journal: the same names, only the fields that count.

A call carries every candidate that was weighed; a month has some fifty thousand calls. Whatever is added to
the follower must be added here if it reads a further field: a test holds both to the same figures.
"""

from collections.abc import Mapping

import msgspec

from queue_server.hall import events as e
from queue_server.hall.outlook import REPLAY
from queue_server.vocabulary import ItemCode, QueueCode, TicketClass, TicketId, WindowNo


class LeanForecast(msgspec.Struct, frozen=True, gc=False):
    mid_ms: int | None
    low_min: int | None
    high_min: int | None
    naive_ms: int = 0
    method: str = REPLAY
    is_doubtful: bool = False


class LeanIssued(e.Event, frozen=True, tag="ticket_issued"):
    ticket: TicketId
    queue: QueueCode
    item: ItemCode
    klass: TicketClass
    wait: LeanForecast | None = None
    away: e.AwayIssue | None = None

    issued_ms = e.TicketIssued.issued_ms


class LeanCalled(e.Event, frozen=True, tag="ticket_called"):
    ticket: TicketId
    window: WindowNo
    joins: bool = False


LEAN: Mapping[type[e.Event], type[e.Event]] = {e.TicketIssued: LeanIssued, e.TicketCalled: LeanCalled}
"""A full event -> what is read instead of it."""
