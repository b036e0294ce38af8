"""Which of the wall's documents an event may have changed, and the desks that show a card. Pure.

The day's figures change with nearly every event and are many; they are told in rounds of their own, slower.
"""

from collections.abc import Iterator

from queue_server.hall import events as h
from queue_server.hall.events import Event
from queue_server.runtime.rooms import Rooms
from queue_server.runtime.wall_documents import window_of_staff
from queue_server.supervision import events as e
from queue_server.supervision.handbook import Handbook
from queue_server.supervision.state import Card
from queue_server.vocabulary import CardId, StaffId

OF_A_CARD = (
    e.CardRaised,
    e.CardStepped,
    e.CardRepeated,
    e.CardRelieved,
    e.CardMoved,
    e.Told,
    e.TellingAcknowledged,
)
OF_A_TASK = (e.TaskOpened, e.TaskAnswered, e.TaskOverdue)
OF_EVERYBODY = (e.DayJudged, h.DayOpened)
FIGURES = frozenset({"day", "attendance"})
"""Summed over everybody: told at most once a second, however much happens."""
OF_A_READER = (e.BadgeRead, e.BadgeAssigned, e.ReaderAlarmed)


def wall_keys(rooms: Rooms, book: Handbook, event: Event) -> Iterator[str]:
    """Yield the keys to make anew, given the rooms after the event."""
    if isinstance(event, OF_A_CARD):
        yield from _of_card(rooms, book, event.card)
    elif isinstance(event, OF_A_TASK):
        yield f"task/{event.task}"
    elif isinstance(event, OF_EVERYBODY):
        yield from all_wall_keys(rooms, book)
    elif isinstance(event, e.SelectionPublished):
        yield "selection"
    elif isinstance(event, OF_A_READER):
        yield "attendance"
    staff = getattr(event, "staff", "")
    if isinstance(staff, str) and staff:
        yield f"staff/{staff}"
        yield "attendance"
    owner = rooms.supervision.state.owners.get(getattr(event, "mark", ""))
    if owner:
        yield f"staff/{owner}"


def _of_card(rooms: Rooms, book: Handbook, card_id: CardId) -> Iterator[str]:
    """Yield the card, the desks of everybody who was told, and the person it is about."""
    yield f"card/{card_id}"
    card = rooms.supervision.state.cards.get(card_id)
    if card is None:
        return
    yield from _desks_told(rooms, book, card)
    if card.staff:
        yield f"staff/{card.staff}"
        yield "attendance"


def _desks_told(rooms: Rooms, book: Handbook, card: Card) -> Iterator[str]:
    """Yield the desks at which somebody of those who were told sits now."""
    windows = window_of_staff(rooms)
    for recipient in card.told:
        kind, _, name = recipient.partition(":")
        match kind:
            case "window":
                yield f"desk/{name}"
            case "staff" if StaffId(name) in windows:
                yield f"desk/{windows[StaffId(name)]}"
            case "chief":
                yield from (
                    f"desk/{windows[member.id]}"
                    for member in book.plan.members
                    if member.is_chief and member.department == name and member.id in windows
                )


def all_wall_keys(rooms: Rooms, book: Handbook) -> Iterator[str]:
    """Yield every key of the wall."""
    yield from ("rules", "day", "attendance", "selection")
    yield from (f"staff/{member.id}" for member in book.plan.members)
    yield from (f"card/{card}" for card in rooms.supervision.state.cards)
    yield from (f"task/{task}" for task in rooms.supervision.state.tasks)


def by_the_minute(book: Handbook) -> Iterator[str]:
    """Yield what time alone may change: who is expected becomes absent."""
    yield "attendance"
    yield from (f"staff/{member.id}" for member in book.plan.members)
