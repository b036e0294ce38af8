"""What happens on a day, in order: all that a forecast may see, and what it is measured by.

A simulated hall tells facts as they happen; past tickets of a real hall are made into the same. Instants are
ms since the epoch. Nothing in here says what will happen.
"""

from typing import NamedTuple

from queue_server.vocabulary import ItemCode, TicketClass, TicketId, WindowNo


class Opened(NamedTuple):
    """A window began, or came back."""

    at_ms: int
    window: WindowNo


class Shut(NamedTuple):
    """A window paused or closed."""

    at_ms: int
    window: WindowNo


class Booked(NamedTuple):
    """A slot stands in the book; told before the day begins."""

    at_ms: int
    code: str
    item: ItemCode
    slot_ms: int


class Issued(NamedTuple):
    at_ms: int
    ticket: TicketId
    item: ItemCode
    klass: TicketClass
    weight: int
    ref_ms: int
    booking: str = ""
    """The place in the book that was checked in."""


class Called(NamedTuple):
    at_ms: int
    ticket: TicketId
    window: WindowNo


class Started(NamedTuple):
    """The citizen is at the window."""

    at_ms: int
    ticket: TicketId


class Missed(NamedTuple):
    at_ms: int
    ticket: TicketId


class Returned(NamedTuple):
    """A missed citizen waits again."""

    at_ms: int
    ticket: TicketId
    ref_ms: int


class Moved(NamedTuple):
    """A served citizen was transferred, and waits for another item."""

    at_ms: int
    ticket: TicketId
    item: ItemCode
    weight: int


class Finished(NamedTuple):
    at_ms: int
    ticket: TicketId


class Dropped(NamedTuple):
    """A ticket came to its end without service."""

    at_ms: int
    ticket: TicketId


Fact = Opened | Shut | Booked | Issued | Called | Started | Missed | Returned | Moved | Finished | Dropped
