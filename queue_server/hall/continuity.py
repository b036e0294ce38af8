"""The events by which a hall outlives the loss of its journal and of its server. No rule stands here.

Like all events: past tense, one Struct each, for ever; ``events`` has the whole list. The rules are
``decide_restore`` and ``decide_away``.
"""

import msgspec

from queue_server.hall.event import Event
from queue_server.vocabulary import ItemCode, QueueCode, TicketId


class JournalRestored(Event, frozen=True, tag="journal_restored"):
    """The journal was put back from a backup: what is on paper or was spoken since is left out by a leap."""

    ordinals: dict[QueueCode, int]
    """Queue -> its last number as if it had been given out; the next ticket gets one more."""
    announced: int
    """The last announcement as if it had been made."""
    replaced_head: str = ""
    """``SEQ:DIGEST`` at which the journal that was replaced ended; empty: it could not be read."""


class NumbersLeased(Event, frozen=True, tag="numbers_leased"):
    """A kiosk's store may issue these numbers by itself, in every queue, each day from ``first`` again."""

    kiosk: str
    holder: str
    mark: str
    first: int
    last: int


class AwayIssue(msgspec.Struct, frozen=True, gc=False):
    """How a number came about that a kiosk issued while it could not reach the server."""

    kiosk: str
    holder: str
    issued_ms: int
    """When, by the kiosk's clock; never after it was handed in, nor before the one before it."""
    within_ms: int = 0
    """How far that clock may have been off."""
    chosen: ItemCode = ItemCode("")
    """What the citizen chose and stands on the paper, where it was no longer offered: the ticket is for the
    first item of its queue instead."""


class AwayNumberLapsed(Event, frozen=True, tag="away_number_lapsed"):
    """A number that a kiosk issued by itself was handed in after its day: a record, nobody waits with it."""

    ticket: TicketId
    number: str
    item: ItemCode
    kiosk: str
    issued_ms: int
