"""Opening the journal on a disk that may be full: the hall comes up by itself when there is room again.

Only a full disk is waited for. Whatever else is in the way needs a person, who is told at once.
"""

import shutil
from pathlib import Path

import structlog

from queue_server.clock import Clock
from queue_server.errors import StoreFault
from queue_server.runtime.limits import trouble_delays_ms
from queue_server.store.sqlite import SqliteJournal

FREE_BYTES_MIN = 256 * 1024
"""SQLite needs two files beside a journal before it can be read."""

log = structlog.stdlib.get_logger("queue_server.engine")


async def open_journal(path: Path, clock: Clock) -> SqliteJournal:
    """Open the journal, waiting while its disk is full. ``StoreFault`` names anything else in the way."""
    for delay_ms in trouble_delays_ms():
        try:
            return await SqliteJournal.open(path)
        except StoreFault as fault:
            if not is_full(path):
                raise
            log.error("disk_full", detail=str(fault), do="make room on this disk", retry_ms=delay_ms)
        await clock.sleep_ms(delay_ms)
    raise AssertionError("the delays never end")


def is_full(path: Path) -> bool:
    """Say whether the disk of ``path`` has no room for a journal to open."""
    folder = next(each for each in path.absolute().parents if each.exists())
    return shutil.disk_usage(folder).free < FREE_BYTES_MIN
