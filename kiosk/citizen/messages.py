"""What screens and workers tell the app: facts. Only the app acts on them; none carries a widget."""

from collections.abc import Iterator
from enum import StrEnum

from textual.message import Message

from devices.id_card_reader.card_number import CardNumber
from kiosk.citizen.outcome import Notice, Remedy
from queue_server.vocabulary import ItemCode, PriorityReason


class Place(StrEnum):
    """Where a button in the foot of a screen leads."""

    BACK = "back"
    HOME = "home"
    MORE = "more"
    PRIORITY = "priority"
    APPOINTMENT = "appointment"
    TICKET = "ticket"
    DEPARTMENTS = "departments"
    SEARCH = "search"
    IDENTITY = "identity"
    HELP = "help"


class PlaceChosen(Message):
    """The citizen wants to go to ``place``."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


class QueueChosen(Message):
    """A queue's tile was pressed."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class DepartmentChosen(Message):
    """A department's tile was pressed."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class ItemChosen(Message):
    """An item was chosen, to read about it."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class NumberWanted(Message):
    """The citizen wants a number for the item, having been told (``is_warned``) if it may not be served."""

    def __init__(self, item: ItemCode, *, is_warned: bool = False) -> None:
        super().__init__()
        self.item = item
        self.is_warned = is_warned


class ReasonChosen(Message):
    """The citizen is one of those served first."""

    def __init__(self, reason: PriorityReason) -> None:
        super().__init__()
        self.reason = reason


class IdentityTyped(Message):
    """A whole and valid identity number was typed. It is not shown by ``repr``."""

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number

    def __rich_repr__(self) -> Iterator[str]:
        return iter(())


class AppointmentGiven(Message):
    """An appointment's code was typed or scanned."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class ReturnWanted(Message):
    """Somebody missed the call of this ticket (its number or id) and is back."""

    def __init__(self, ticket: str) -> None:
        super().__init__()
        self.ticket = ticket


class ReprintWanted(Message):
    """Somebody wants another paper of this ticket (its number or id)."""

    def __init__(self, ticket: str) -> None:
        super().__init__()
        self.ticket = ticket


class RemedyChosen(Message):
    """A button under a notice was pressed."""

    def __init__(self, notice: Notice, remedy: Remedy) -> None:
        super().__init__()
        self.notice = notice
        self.remedy = remedy


class CountedDown(Message):
    """A ticket or a notice has been shown long enough."""


class CodeScanned(Message):
    """The scanner read ``text``."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class CardRead(Message):
    """A card lies on the reader, and its number is right."""

    def __init__(self, number: CardNumber) -> None:
        super().__init__()
        self.number = number


class CardNotRead(Message):
    """A card was put on the reader that must be put on again, or its number typed."""


class CardReaderChanged(Message):
    """The card reader works (an empty ``fault``) or not. Never swallowed: each change is reported."""

    def __init__(self, fault: str) -> None:
        super().__init__()
        self.fault = fault


class PrinterChanged(Message):
    """The printer works (an empty ``fault``) or not. Never swallowed: each change is reported."""

    def __init__(self, fault: str) -> None:
        super().__init__()
        self.fault = fault


class PaperDone(Message):
    """The ticket's paper came out, or failed with ``fault``."""

    def __init__(self, ticket: str, fault: str) -> None:
        super().__init__()
        self.ticket = ticket
        self.fault = fault


class AwayChanged(Message):
    """The block of numbers changed, or what the hall has of those issued here."""
