"""The first start on a restored journal: before anybody may come, the hall leaps over what it may have given
out since the backup.

The leap stands in the journal under a request of its own, so a start that is cut off here does it once all
the same; only then is the note of the restore taken away.
"""

import msgspec
import structlog

from queue_server.errors import StoreFault
from queue_server.runtime.engine import Engine
from queue_server.runtime.inbox import Envelope
from queue_server.store.journal import Journal
from queue_server.store.restore import Noted
from queue_server.vocabulary import RequestId
from queue_server.wire.from_server import Done

ACTOR = "restore"
"""Who leaps, in the journal."""

log = structlog.stdlib.get_logger("queue_server.recovery")


async def go_on_after_restore(engine: Engine, journal: Journal) -> None:
    """Do what a restore noted, if one did. ``StoreFault`` when it cannot be written: nobody may come yet."""
    text = await journal.restoration()
    if not text:
        return
    noted = msgspec.json.decode(text, type=Noted)
    answer = await engine.submit(Envelope(RequestId(noted.id), ACTOR, noted.leap))
    if not isinstance(answer, Done):
        raise StoreFault(f"the restored journal does not go on: {answer}")
    await journal.end_restoration()
    log.warning("went_on_after_restore", replaced=noted.leap.replaced_head, skip=noted.leap.skip)
