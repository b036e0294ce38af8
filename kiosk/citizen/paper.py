"""What stands on the paper ticket, from what the server answered. Pure; no byte of a printer is here.

Paper is for whoever holds it: it says both languages, whatever the citizen read on the screen.
"""

from datetime import UTC, datetime

from devices.ticket_printer.layout import TicketPaper
from kiosk.citizen import texts
from kiosk.citizen.codes import is_away_number
from kiosk.citizen.identity import last_four
from kiosk.citizen.visit import KioskState
from kiosk.screenkit.expected_words import wait_text
from kiosk.screenkit.header import CHINA
from kiosk.screenkit.language import Text
from queue_server.vocabulary import TicketClass
from queue_server.wire.from_server import TicketSlip


def paper_of(slip: TicketSlip, state: KioskState, width_mm: int = 80) -> TicketPaper:
    """Return the paper of ``slip``; of the identity only its last four signs."""
    view = state.view
    queue, item = view.queue(slip.queue), view.item(slip.item)
    area = view.areas.get(slip.area)
    wait = _wait(slip)
    return TicketPaper(
        hall=_both(view.hall),
        number=slip.number,
        issued=issued_words(slip.issued_ms),
        area=f"{slip.area} 区 {_both(area)}" if area else "",
        queue=_both(queue.name) if queue else "",
        item=_both(item.name) if item else "",
        ahead=None if is_fresh_away(slip) else slip.ahead,
        wait=wait.zh,
        wait_beside=wait.en,
        windows=texts.plain_windows(slip.windows),
        mark="" if slip.klass is TicketClass.REGULAR else _both(texts.CLASS_MARKS[slip.klass]),
        notes=_notes(slip),
        masked_id="" if is_fresh_away(slip) else last_four(state.visit.identity),
        qr=slip.link,
        is_reprint=bool(slip.reprints),
        width_mm=width_mm,
    )


def is_fresh_away(slip: TicketSlip) -> bool:
    """Say whether the kiosk issued it by itself just now: nobody knows who is ahead, nor who holds it."""
    return is_away_number(slip.number, slip.queue) and not slip.reprints


def _notes(slip: TicketSlip) -> tuple[str, ...]:
    if not is_away_number(slip.number, slip.queue):
        return ()
    place = (texts.AWAY_PLACE.zh, texts.AWAY_PLACE.en) if is_fresh_away(slip) else ()
    return (texts.AWAY_MARK.zh, texts.AWAY_MARK.en, *place)


def _wait(slip: TicketSlip) -> Text:
    """Return how long it will take; nothing where that is not known, or on another paper of an old ticket."""
    return Text("") if slip.expected is None or slip.reprints else wait_text(slip.expected)


def issued_words(at_ms: int) -> str:
    """Return ``2026-03-02 08:45`` in the hall's time."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}".strip()
