"""Which readers of a line are ready, silent or not trusted, and when to try again. Pure.

Each loss of a reader is told once for each reason. A wrong key is believed the second time in a row: one
answer spoiled by noise looks the same, and an accusation must not come from a loose wire. A channel that ends
amidst the talk is tried again before anything is told: a reader that was switched off and on comes back with
its next breath.
"""

from collections.abc import Callable, Iterator

import msgspec

from devices.badge_reader.events import Distrust, ReaderNotTrusted, ReaderReady, ReaderSilent
from devices.badge_reader.osdp_packets import Step
from devices.cable import reopen_delays_ms

BELIEVED_AFTER = 2
"""So many failures of the same reason in a row."""

ReaderNews = ReaderReady | ReaderSilent | ReaderNotTrusted
Delays = Callable[[], Iterator[int]]


def retry_delays_ms() -> Iterator[int]:
    """Yield how long to leave a reader alone after each failure: 0.5 s at first, every 5 s in the end."""
    return reopen_delays_ms(first_ms=500, longest_ms=5000)


class _Reader(msgspec.Struct):
    """What is known of one reader."""

    waits: Iterator[int]
    is_told_ready: bool = False
    told: set[str] = msgspec.field(default_factory=set)
    suspected: Distrust | None = None
    times: int = 0
    due_at_ms: int | None = None


class Roll:
    """The readers of one line."""

    def __init__(self, addrs: list[int], delays_ms: Delays = retry_delays_ms) -> None:
        self._delays_ms = delays_ms
        self._readers = {addr: _Reader(delays_ms()) for addr in addrs}

    def went_online(self, addr: int) -> list[ReaderNews]:
        """Note that a reader's secure channel stands; return the news."""
        was_told = self._readers[addr].is_told_ready
        self._readers[addr] = _Reader(self._delays_ms(), is_told_ready=True)
        return [] if was_told else [ReaderReady(addr)]

    def went_offline(self, addr: int, answered: Step | None, at_ms: int) -> list[ReaderNews]:
        """Note that a reader was given up after ``answered``, the last step that it answered; the news."""
        reader = self._readers[addr]
        reader.due_at_ms = at_ms + next(reader.waits)
        why = _distrust(answered)
        if why is not None:
            return self._suspect(addr, why)
        reader.suspected, reader.times = None, 0
        if answered is Step.TALKED or "silent" in reader.told:
            return []
        reader.is_told_ready = False
        reader.told.add("silent")
        return [ReaderSilent(addr)]

    def _suspect(self, addr: int, why: Distrust) -> list[ReaderNews]:
        reader = self._readers[addr]
        reader.times = reader.times + 1 if reader.suspected is why else 1
        reader.suspected = why
        if reader.times < BELIEVED_AFTER or why in reader.told:
            return []
        reader.is_told_ready = False
        reader.told.add(why)
        return [ReaderNotTrusted(addr, why)]

    def due(self, at_ms: int) -> list[int]:
        """Return the readers to be tried again now, each once."""
        due = [a for a, one in self._readers.items() if one.due_at_ms is not None and one.due_at_ms <= at_ms]
        for addr in due:
            self._readers[addr].due_at_ms = None
        return due

    def begin_anew(self) -> list[int]:
        """The cable came back: nobody's channel is known to stand. Return all readers, to be tried again."""
        self._readers = {addr: _Reader(self._delays_ms()) for addr in self._readers}
        return list(self._readers)


def _distrust(answered: Step | None) -> Distrust | None:
    if answered in (Step.CHALLENGED, Step.PROVED):
        return Distrust.KEY_WRONG
    return Distrust.NOT_SECURE if answered is Step.ASKED else None
