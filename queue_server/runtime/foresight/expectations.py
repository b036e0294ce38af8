"""What screens are told about waits: ranges that do not jump, from the last look at the hall.

It remembers what was told last, of each item and class, each window and each ticket that somebody follows: a
range that rises a little stays as it was. What is older than a minute is told to nobody.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from queue_server.forecast.conformal import corrected
from queue_server.forecast.outcome import Wait
from queue_server.forecast.present import Probe, probe_key
from queue_server.forecast.shown import Shown, settled
from queue_server.hall.events import Recorded, TicketIssued
from queue_server.hall.lookup import Hall
from queue_server.hall.outlook import FirstForecast
from queue_server.runtime.foresight.glance import Seen
from queue_server.runtime.foresight.prospect import told_range
from queue_server.vocabulary import ItemCode, QueueCode, TicketClass, TicketId, WindowNo
from queue_server.wire.expected import Expected, WaitDoc

NEVER_MS = 1 << 62


class Told(NamedTuple):
    """What a ticket was told, and when: at which round, or with which event of the journal."""

    shown: Shown
    round: int
    seq: int


class Expectations:
    """The waits of one hall as they are told now."""

    def __init__(self, hall: Hall, doubtful_below_pct: float = 0) -> None:
        self._hall, self._doubtful_below_pct = hall, doubtful_below_pct
        self._seen: Seen | None = None
        self._round = 0
        self._shown: dict[str, Shown] = {}
        """By document key and class: what was told in the last round."""
        self._docs: dict[str, WaitDoc | Expected] = {}
        """By document key: what stands in it."""
        self._tickets: dict[TicketId, Told] = {}

    def take(self, seen: Seen) -> set[str]:
        """Go by this look from now on; return the keys of the documents that change."""
        self._seen, self._round = seen, self._round + 1
        before, shown_before = self._docs, self._shown
        self._docs, self._shown = {}, {}
        self._tell_items(seen, shown_before)
        self._tell_windows(seen, shown_before)
        self._forget(seen)
        keys = before.keys() | self._docs.keys()
        return {key for key in keys if before.get(key) != self._docs.get(key)}

    def lapse(self, at_ms: int) -> set[str]:
        """Forget what is too old to be told; return the keys of the documents that change."""
        if self._seen is None or self._seen.is_fresh(at_ms):
            return set()
        keys = set(self._docs)
        self._seen, self._docs, self._shown, self._tickets = None, {}, {}, {}
        return keys

    def issued(self, recorded: Iterable[Recorded]) -> None:
        """Note what was told with new numbers: their phones go on from there."""
        for entry in recorded:
            event = entry.event
            if isinstance(event, TicketIssued) and event.wait is not None:
                self._tickets[event.ticket] = Told(shown_first(event.wait), self._round, entry.seq)

    # --- what documents ask --------------------------------------------------------------------------------

    def of_item(self, item: ItemCode, at_ms: int) -> WaitDoc | None:
        """Return the waits of a ticket of this item issued now."""
        doc = self._doc(f"wait/{item}", at_ms)
        return doc if isinstance(doc, WaitDoc) else None

    def of_queue(self, queue: QueueCode, at_ms: int) -> Expected | None:
        """Return the wait of a regular ticket issued now, of the item that waits longest of those whose turn
        comes today."""
        doc = self._doc(f"queue/{queue}", at_ms)
        return doc if isinstance(doc, Expected) else None

    def of_window(self, window: WindowNo, at_ms: int) -> Expected | None:
        """Return the wait of the last of those who wait for this window."""
        doc = self._doc(f"desk/{window}", at_ms)
        return doc if isinstance(doc, Expected) else None

    def of_ticket(self, ticket: TicketId, at_ms: int) -> Expected | None:
        """Return the wait of a ticket that waits."""
        seen, told = self._seen, self._tickets.get(ticket)
        if seen is None or not seen.is_fresh(at_ms):
            return None
        if ticket in seen.forecast.waits and (told is None or told.round < self._round):
            told = self._tickets[ticket] = self._told_anew(seen, ticket, told)
        return None if told is None else expected(told.shown)

    def _doc(self, key: str, at_ms: int) -> WaitDoc | Expected | None:
        return self._docs.get(key) if self._seen is not None and self._seen.is_fresh(at_ms) else None

    def _told_anew(self, seen: Seen, ticket: TicketId, before: Told | None) -> Told:
        now = self._shown_now(seen, seen.forecast.waits[ticket], seen.glance.items[ticket])
        shown = settled(before.shown if before else None, now)
        return Told(shown, self._round, before.seq if before else 0)

    # --- one round -----------------------------------------------------------------------------------------

    def _tell_items(self, seen: Seen, before: Mapping[str, Shown]) -> None:
        by_item: dict[ItemCode, list[Probe]] = {}
        for probe in seen.glance.present.probes:
            by_item.setdefault(probe.item, []).append(probe)
        longest: dict[QueueCode, tuple[int, Expected]] = {}
        for item, probes in by_item.items():
            by_class = {probe.klass: self._of_probe(seen, probe, before) for probe in probes}
            key, closes_ms = f"wait/{item}", seen.glance.closes_ms[item]
            self._docs[key] = WaitDoc(key, item, by_class, closes_ms)
            regular = by_class.get(TicketClass.REGULAR)
            if regular is None or not closes_ms or item not in self._hall.items:
                continue
            mid_ms = seen.forecast.probes[probe_key(item, TicketClass.REGULAR)].mid_ms
            length, queue = -1 if mid_ms is None else mid_ms, self._hall.items[item].queue
            if queue not in longest or length > longest[queue][0]:
                longest[queue] = (length, regular)
        self._docs.update((f"queue/{queue}", told) for queue, (_, told) in longest.items())

    def _of_probe(self, seen: Seen, probe: Probe, before: Mapping[str, Shown]) -> Expected:
        wait = seen.forecast.probes[probe.key]
        shown = self._settled(seen, probe.key, wait, probe.item, before)
        served_pct = round(wait.served * 100)
        is_doubtful = wait.served * 100 < self._doubtful_below_pct
        return expected(shown, served_pct, is_doubtful=is_doubtful)

    def _tell_windows(self, seen: Seen, before: Mapping[str, Shown]) -> None:
        last_of_item, last_reserved = _last_ones(seen)
        for window in seen.glance.present.windows:
            lasts = [last_of_item[item] for item in window.items if item in last_of_item]
            lasts += [last_reserved[window.number]] if window.number in last_reserved else []
            if lasts:
                last = max(lasts)
                wait, key = seen.forecast.waits[last.ticket], f"desk/{window.number}"
                self._docs[key] = expected(self._settled(seen, key, wait, last.item, before))

    def _settled(
        self, seen: Seen, key: str, wait: Wait, item: ItemCode, before: Mapping[str, Shown]
    ) -> Shown:
        shown = self._shown[key] = settled(before.get(key), self._shown_now(seen, wait, item))
        return shown

    def _shown_now(self, seen: Seen, wait: Wait, item: ItemCode) -> Shown:
        left_ms = seen.glance.closes_ms.get(item, 0) - seen.forecast.at_ms
        return told_range(corrected(wait, seen.glance.offsets), left_ms)

    def _forget(self, seen: Seen) -> None:
        """Forget tickets that wait no more; those issued after the look are not in it yet."""
        waits, seq = seen.forecast.waits, seen.forecast.seq
        self._tickets = {
            ticket: told for ticket, told in self._tickets.items() if ticket in waits or told.seq > seq
        }


class Last(NamedTuple):
    """Who waits longest of some, by the middle of the range."""

    mid_ms: int
    ticket: TicketId
    item: ItemCode


def _last_ones(seen: Seen) -> tuple[dict[ItemCode, Last], dict[WindowNo, Last]]:
    """Return the last who waits for each item, and the last who is reserved for each window.

    Those who were missed are left out: nobody knows whether they come back.
    """
    of_item: dict[ItemCode, Last] = {}
    reserved: dict[WindowNo, Last] = {}
    waits = seen.forecast.waits
    for waiter in seen.glance.present.waiting:
        wait = waits.get(waiter.ticket)
        if wait is None or waiter.comes < 1:
            continue
        last = Last(NEVER_MS if wait.mid_ms is None else wait.mid_ms, waiter.ticket, waiter.item)
        if waiter.only:
            reserved[waiter.only] = max(last, reserved.get(waiter.only, last))
        elif waiter.item not in of_item or last.mid_ms > of_item[waiter.item].mid_ms:
            of_item[waiter.item] = last
    return of_item, reserved


def expected(shown: Shown, served_pct: int = 100, *, is_doubtful: bool = False) -> Expected:
    """Return a range as the wire has it."""
    return Expected(shown.low_min, shown.high_min, shown.is_next, served_pct, is_doubtful)


def shown_first(first: FirstForecast) -> Shown:
    """Return what was told with a number."""
    return Shown(first.low_min or 0, first.high_min)


def expected_first(first: FirstForecast) -> Expected:
    """Return what was told with a number as the wire has it."""
    return expected(shown_first(first), first.served_pct)
