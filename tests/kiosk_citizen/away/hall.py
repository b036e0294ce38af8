"""What the tests of a kiosk on its own stand on: a file, a block, and the small hall."""

from pathlib import Path

from kiosk.citizen.away.clock import IssueTime
from kiosk.citizen.away.desk import AwayDesk
from kiosk.citizen.away.records import Issued, Leased
from kiosk.citizen.away.store import AwayStore
from kiosk.citizen.sample_hall import ITEMS, sample_docs
from queue_server.clock import ManualClock
from queue_server.vocabulary import ItemCode, QueueCode

NOW_MS = 1_772_412_300_000
"""2026-03-02 08:45 in the hall."""
DAY = "20260302"
HALL = IssueTime(NOW_MS, 20)
BLOCK = Leased("Z", 1, 200, "ab" * 32, "https://hall.test")
ITEM = ITEMS[0].code


class Log:
    """Keeps what was told."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def __call__(self, level: str, said: str) -> None:
        self.said.append((level, said))


def store_at(path: Path, log: Log | None = None) -> AwayStore:
    return AwayStore(path, log or Log())


def desk_at(path: Path, clock: ManualClock | None = None, block: Leased = BLOCK) -> AwayDesk:
    """Return a desk that has seen the small hall and has a block."""
    desk = AwayDesk(store_at(path), clock or ManualClock(NOW_MS), Log())
    desk.note_hall(sample_docs(), HALL)
    desk.lease(block)
    return desk


def issued(ordinal: int, *, day: str = DAY, holder: str = "aaaaaaaaaaaa", queue: str = "D") -> Issued:
    """Return one away number."""
    number = f"{queue}Z{ordinal:03d}"
    return Issued(holder, number, day, QueueCode(queue), ordinal, ItemCode(ITEM), NOW_MS + ordinal, 20)
