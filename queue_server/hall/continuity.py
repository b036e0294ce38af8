"""The events by which a hall outlives the loss of its journal. No rule stands here (``decide_restore``).

Like all events: past tense, one Struct each, for ever; ``events`` has the whole list.
"""

from queue_server.hall.event import Event
from queue_server.vocabulary import QueueCode


class JournalRestored(Event, frozen=True, tag="journal_restored"):
    """The journal was put back from a backup: what is on paper or was spoken since is left out by a leap."""

    ordinals: dict[QueueCode, int]
    """Queue -> its last number as if it had been given out; the next ticket gets one more."""
    announced: int
    """The last announcement as if it had been made."""
    replaced_head: str = ""
    """``SEQ:DIGEST`` at which the journal that was replaced ended; empty: it could not be read."""
