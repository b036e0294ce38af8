"""The desk that issues numbers while the server is away: it writes first, then answers. No screen, no link.

Every number is on this kiosk's disk before it is shown or printed. What keeps it from issuing is a value, and
says what the citizen can do.
"""

from collections.abc import Iterable

from kiosk.citizen.away.clock import IssueTime, day_of, minute_of, time_of_issue
from kiosk.citizen.away.records import Contact, Issued, Leased, Seen
from kiosk.citizen.away.seen import seen_of
from kiosk.citizen.away.stops import AwayStop
from kiosk.citizen.away.store import AwayStore, NotKept, Tell
from kiosk.citizen.visit import Visit
from queue_server.clock import Clock
from queue_server.vocabulary import ItemCode
from queue_server.wire.documents import AnyDoc, ItemDoc, QueueDoc
from queue_server.wire.from_server import TicketSlip
from queue_server.wire.ticket_codes import ticket_code, ticket_link

CONTACT_EVERY_MS = 60_000
"""How often the time is noted while the hall is there: so old it may be at a restart without the hall."""


class AwayDesk:
    """One kiosk's desk over its own file."""

    def __init__(self, store: AwayStore, clock: Clock, tell: Tell) -> None:
        self.store, self.tell, self._clock = store, tell, clock
        self._hall = IssueTime(0, 0)
        self._noted_ms = 0

    @property
    def seen(self) -> Seen | None:
        """The hall as it was told last."""
        return self.store.kept.seen

    @property
    def has_block(self) -> bool:
        """Whether numbers can be issued at all: a block is leased, and the hall and its time are known."""
        kept = self.store.kept
        return bool(kept.lease.mark and kept.seen is not None and (self._hall.at_ms or kept.contact))

    def now(self, hall: IssueTime) -> IssueTime | None:
        """Return the time of a ticket issued now; ``hall`` is the link's, 0 before the first greeting."""
        self._hall = hall
        kept = self.store.kept
        after_ms = max((one.issued_ms for one in kept.issued), default=0)
        return time_of_issue(hall, kept.contact, self._clock.now_ms(), after_ms)

    def note_hall(self, docs: Iterable[AnyDoc], hall: IssueTime, *, is_lost: bool = False) -> None:
        """Keep what the first screen needs, and now and then the time. Does nothing where the disk fails."""
        self._hall = hall
        seen, wall_ms = seen_of(docs), self._clock.now_ms()
        is_due = is_lost or abs(wall_ms - self._noted_ms) >= CONTACT_EVERY_MS
        contact = Contact(hall.at_ms, wall_ms, hall.within_ms) if is_due and hall.at_ms else None
        news = [*((seen,) if seen and seen != self.seen else ()), *((contact,) if contact else ())]
        if not news:
            return
        try:
            self.store.append(*news)
            self.store.tidy(frozenset({day_of(hall.at_ms), day_of(hall.at_ms - 86_400_000)}))
        except NotKept as error:
            self.tell("warning", str(error))
        self._noted_ms = wall_ms

    def lease(self, lease: Leased) -> None:
        """Keep the block the hall has leased. Raises NotKept."""
        if lease != self.store.kept.lease:
            self.store.append(lease)

    def issue(
        self, visit: Visit, code: ItemCode, hall: IssueTime, *, wants_paper: bool
    ) -> TicketSlip | AwayStop:
        """Issue a number for an item, on the disk when this returns."""
        time, seen = self.now(hall), self.seen
        if time is None or seen is None:
            return AwayStop.NO_TIME
        item = next((doc for doc in seen.items if doc.code == code), None)
        queue = next((doc for doc in seen.queues if item is not None and doc.code == item.queue), None)
        if item is None or queue is None:
            return AwayStop.GONE
        if not _is_open(seen, time.at_ms):
            return AwayStop.OUTSIDE_HOURS
        made = self._made(visit, item, queue, time, wants_paper=wants_paper)
        return made if isinstance(made, AwayStop) else self._kept(made, item, queue)

    def _made(
        self, visit: Visit, item: ItemDoc, queue: QueueDoc, time: IssueTime, *, wants_paper: bool
    ) -> Issued | AwayStop:
        kept, day = self.store.kept, day_of(time.at_ms)
        ordinal = kept.next_ordinal(day, queue.code)
        if ordinal is None:
            return AwayStop.USED_UP if kept.lease.mark else AwayStop.NO_BLOCK
        return Issued(
            kept.holder,
            f"{queue.code}{kept.lease.mark}{ordinal:0{queue.digits}d}",
            day,
            queue.code,
            ordinal,
            item.code,
            time.at_ms,
            time.within_ms,
            visit.klass,
            visit.reason,
            visit.reading.language,
            wants_paper,
        )

    def _kept(self, one: Issued, item: ItemDoc, queue: QueueDoc) -> TicketSlip | AwayStop:
        try:
            self.store.append(one)
        except NotKept as error:
            self.tell("error", str(error))
            return AwayStop.NOT_KEPT
        return slip_of(one, item, queue, self.store.kept.lease)


def slip_of(one: Issued, item: ItemDoc, queue: QueueDoc, lease: Leased) -> TicketSlip:
    """Return what stands on the ticket; how many are ahead nobody knows."""
    code = ticket_code(bytes.fromhex(lease.key), one.ticket) if lease.key else ""
    return TicketSlip(
        ticket=one.ticket,
        number=one.number,
        queue=queue.code,
        item=item.code,
        klass=one.klass,
        area=queue.area,
        issued_ms=one.issued_ms,
        ahead=0,
        windows=item.windows,
        code=code,
        link=ticket_link(lease.public_url, code) if code and lease.public_url else "",
    )


def _is_open(seen: Seen, at_ms: int) -> bool:
    """Say whether the hall gives numbers now: within one of its openings, as they were told last."""
    minute = minute_of(at_ms)
    return any(opening.start_min <= minute < opening.end_min for opening in seen.hall.hours)
