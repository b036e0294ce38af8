"""What was told of a ticket when it was issued, by each method, and what then came of it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from queue_server.vocabulary import ItemCode, TicketClass


class Method(StrEnum):
    """How a wait is forecast."""

    REPLAY = "replay"
    """The hall replayed forward."""
    FLUID = "fluid"
    """One replay with mean times."""
    NAIVE = "naive"
    """People ahead times the item's average by the windows open for it, as it stands beside every ticket."""
    POOLED = "pooled"
    """The same over all windows that share work: its best form."""
    LAST = "last"
    """What the last one called had waited."""


class Ends(NamedTuple):
    low_ms: int
    mid_ms: int
    high_ms: int


class Guess(NamedTuple):
    """One method's word on a wait, in ms. Without a range for methods that have none."""

    mid_ms: int | None
    raw: Ends | None = None
    """As it came out."""
    kept: Ends | None = None
    """Corrected."""


class Told(NamedTuple):
    """One ticket."""

    day: int
    """Counted from 0."""
    issued_ms: int
    item: ItemCode
    klass: TicketClass
    guesses: Mapping[Method, Guess]
    """Of those methods that were asked."""
    wait_ms: int | None = None
    """To the first call; None: never."""
