"""What is kept of the hall's documents for a start without it: nothing that changes by the minute. Pure."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from kiosk.citizen.away.records import Seen
from queue_server.wire.documents import AnyDoc, HallDoc, ItemDoc, QueueDoc


def seen_of(docs: Iterable[AnyDoc]) -> Seen | None:
    """Return what is kept of ``docs``, ordered by key; None until the hall's own document is among them."""
    known = sorted(docs, key=lambda doc: doc.key)
    hall = next((doc for doc in known if isinstance(doc, HallDoc)), None)
    if hall is None:
        return None
    queues = tuple(_lasting(doc) for doc in known if isinstance(doc, QueueDoc))
    items = tuple(doc for doc in known if isinstance(doc, ItemDoc))
    return Seen(replace(hall, is_durable=True, trouble=""), queues, items)


def _lasting(doc: QueueDoc) -> QueueDoc:
    return QueueDoc(doc.key, doc.code, doc.name, doc.area, waiting=0, digits=doc.digits)


def docs_of(seen: Seen) -> Mapping[str, AnyDoc]:
    """Return the documents as the mirror would hold them."""
    docs: tuple[AnyDoc, ...] = (seen.hall, *seen.queues, *seen.items)
    return {doc.key: doc for doc in docs}
