"""How long one waits in the small hall in memory: each way in which it can be said. Nothing is forecast."""

from msgspec.structs import replace

from kiosk.citizen.sample_hall import HALL, ITEMS, QUEUES
from queue_server.vocabulary import QueueCode, TicketClass
from queue_server.wire.documents import AnyDoc, ItemDoc
from queue_server.wire.expected import Expected, WaitDoc

CLOSES_MS = 1_772_442_900_000
"""2026-03-02 17:15 in the hall."""
KNOWN = Expected(25, 30)
DOUBTFUL = Expected(90, None, served_pct=35, is_doubtful=True)
NEXT = Expected(0, 2, is_next=True)
SOONER = Expected(5, 8)

WAITS = {
    QueueCode("A"): {TicketClass.REGULAR: KNOWN, TicketClass.PRIORITY: SOONER},
    QueueCode("B"): {TicketClass.REGULAR: DOUBTFUL, TicketClass.PRIORITY: Expected(15, 25)},
    QueueCode("C"): {TicketClass.REGULAR: NEXT, TicketClass.PRIORITY: NEXT},
    QueueCode("D"): {TicketClass.REGULAR: NEXT, TicketClass.PRIORITY: NEXT},
}
"""A queue that is not in here has no wait that is known."""


def sample_waits() -> tuple[AnyDoc, ...]:
    """Return the documents of the small hall that say how long one waits; they replace those without."""
    queues = (
        replace(queue, expected=WAITS[queue.code][TicketClass.REGULAR])
        for queue in QUEUES
        if queue.code in WAITS
    )
    items = (_wait(item) for item in ITEMS if item.queue in WAITS)
    return (replace(HALL, takes_appointments=True), *queues, *items)


def _wait(item: ItemDoc) -> WaitDoc:
    return WaitDoc(f"wait/{item.code}", item.code, WAITS[item.queue], CLOSES_MS)
