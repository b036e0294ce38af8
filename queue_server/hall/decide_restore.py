"""How a hall goes on after its journal was put back from a backup: nothing is given out or announced twice.

Between the backup and the loss numbers were printed and calls were spoken that the journal no longer knows.
"""

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.asked import Asked, Decision
from queue_server.vocabulary import QueueCode

ANNOUNCEMENTS_SKIPPED = 100_000
"""More than any hall announces between two backups. Nobody reads their numbers, so a wide leap costs nothing:
a board that has shown one the journal lost goes on after it."""


def go_on_after_restore(asked: Asked, command: c.GoOnAfterRestore) -> Decision:
    """Leap over the numbers and the announcements that the backup may lack."""
    announced = max(asked.room.state.announced, command.announced) + ANNOUNCEMENTS_SKIPPED * command.losses
    ordinals = {code: _ordinal(asked, command, code) for code in asked.hall.queues}
    return (e.JournalRestored(ordinals, announced, command.replaced_head),)


def _ordinal(asked: Asked, command: c.GoOnAfterRestore, code: QueueCode) -> int:
    """Return the last number of today that may be on paper: each day begins its numbers anew."""
    known = asked.room.queue(code).last_ordinal
    replaced = command.ordinals.get(code, 0) if command.day == asked.room.state.day else 0
    return max(known, replaced) + command.skip * command.losses
