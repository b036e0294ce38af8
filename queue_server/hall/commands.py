"""What the hall may be asked to do: imperatives, one Struct each. Who asks and when come beside, never in it.

Every act of a window names the window. Reasons are free words of the staff, or one of the configured ones;
they must not name a citizen (the journal holds no personal data).
"""

import msgspec

from queue_server.vocabulary import (
    Device,
    ItemCode,
    Language,
    PersonRef,
    PriorityReason,
    QueueCode,
    StaffId,
    TicketClass,
    TicketId,
    WindowNo,
)


class Command(msgspec.Struct, frozen=True, tag_field="act"):
    """The root of everything that can be asked."""


# --- at the kiosk ------------------------------------------------------------------------------------------


class TakeTicket(Command, frozen=True, tag="take_ticket"):
    """Issue a number. With ``appointment`` the item and class come from the book."""

    item: ItemCode = ItemCode("")
    klass: TicketClass = TicketClass.REGULAR
    person: PersonRef = PersonRef("")
    appointment: str = ""
    language: Language = Language.CHINESE
    wants_paper: bool = True
    reason: PriorityReason | None = None
    """Why the class priority was asked for; with another class it says nothing."""


class ReportPaper(Command, frozen=True, tag="report_paper"):
    """The printer's answer for a ticket; ``fault`` is empty when the paper is out."""

    ticket: TicketId
    fault: str = ""


class ReprintTicket(Command, frozen=True, tag="reprint_ticket"):
    """Ask for another paper of an open ticket; it voids nothing."""

    ticket: TicketId


class ReturnTicket(Command, frozen=True, tag="return_ticket"):
    """The citizen of a missed ticket is back."""

    ticket: TicketId


class CancelTicket(Command, frozen=True, tag="cancel_ticket"):
    ticket: TicketId
    reason: str = ""


class ChangeClass(Command, frozen=True, tag="change_class"):
    """Give a waiting ticket another class; its ref stays, its b is anew."""

    ticket: TicketId
    klass: TicketClass
    reason: str


class BookAppointment(Command, frozen=True, tag="book_appointment"):
    code: str
    item: ItemCode
    slot_ms: int
    person: PersonRef = PersonRef("")


class CancelAppointment(Command, frozen=True, tag="cancel_appointment"):
    code: str


# --- at the window -----------------------------------------------------------------------------------------


class SignIn(Command, frozen=True, tag="sign_in"):
    """A staff member whose badge or PIN was found right takes the window; it opens unless told otherwise."""

    window: WindowNo
    staff: StaffId
    opens: bool = True
    relieves: tuple[StaffId, ...] = ()
    """Whose named substitute this person is (AB岗): any of them is relieved by the sign-in."""


class SignOut(Command, frozen=True, tag="sign_out"):
    """Leave the window; it closes. Refused while a ticket is called or served there."""

    window: WindowNo


class OpenWindow(Command, frozen=True, tag="open_window"):
    window: WindowNo


class CloseWindow(Command, frozen=True, tag="close_window"):
    window: WindowNo


class CallNext(Command, frozen=True, tag="call_next"):
    """Call the next ticket; a ticket being served here is finished first."""

    window: WindowNo


class PickTicket(Command, frozen=True, tag="pick_ticket"):
    """Call a waiting ticket out of order; recorded with the number of tickets passed."""

    window: WindowNo
    ticket: TicketId
    reason: str


class RecallTicket(Command, frozen=True, tag="recall_ticket"):
    window: WindowNo


class StartService(Command, frozen=True, tag="start_service"):
    window: WindowNo


class FinishService(Command, frozen=True, tag="finish_service"):
    """End the service and ask for a rating; from a called ticket it starts and finishes."""

    window: WindowNo


class MarkNoShow(Command, frozen=True, tag="mark_no_show"):
    window: WindowNo


class HoldTicket(Command, frozen=True, tag="hold_ticket"):
    window: WindowNo
    reason: str


class ResumeTicket(Command, frozen=True, tag="resume_ticket"):
    """Call a held ticket back to this window. Without a ticket: the one held here longest."""

    window: WindowNo
    ticket: TicketId = TicketId("")


class TransferTicket(Command, frozen=True, tag="transfer_ticket"):
    """Send the citizen on: to an item (any window with that skill) or to one window; number and letter stay.

    ``to_window`` alone keeps the item and reserves the ticket for that window. ``comes_back``: the citizen
    fetches something and returns here; reserved for this window for a while, then an ordinary transfer.
    """

    window: WindowNo
    to_item: ItemCode = ItemCode("")
    to_window: WindowNo = WindowNo("")
    comes_back: bool = False
    reason: str = ""


class AddItem(Command, frozen=True, tag="add_item"):
    """Several items in one visit: the present one ends, the next begins, same citizen, same window."""

    window: WindowNo
    item: ItemCode


class PauseWindow(Command, frozen=True, tag="pause_window"):
    window: WindowNo
    reason: str


class UnpauseWindow(Command, frozen=True, tag="unpause_window"):
    window: WindowNo


class UndoStep(Command, frozen=True, tag="undo_step"):
    window: WindowNo


class RateService(Command, frozen=True, tag="rate_service"):
    """The citizen pressed a level, 1 to 5, for the service just finished at the window."""

    window: WindowNo
    stars: int
    source: Device = Device.EVALUATOR
    ticket: TicketId = TicketId("")
    """The ticket that was asked about, where the device knows it; no other is rated."""


# --- by the manager, the field and the clock ---------------------------------------------------------------


class ChangeSkills(Command, frozen=True, tag="change_skills"):
    window: WindowNo
    items: tuple[ItemCode, ...]
    reason: str


class LeaseNumbers(Command, frozen=True, tag="lease_numbers"):
    """Give this kiosk a block of numbers to issue by itself while it cannot reach the server."""

    holder: str
    first: int = 0
    last: int = 0
    """The block that the holder says it has; 0: none."""


class HandInTicket(Command, frozen=True, tag="hand_in_ticket"):
    """Take in a number that a kiosk issued by itself; wherever it can stand, it stands."""

    holder: str
    number: str
    day: str
    ordinal: int
    item: ItemCode
    issued_ms: int
    within_ms: int = 0
    klass: TicketClass = TicketClass.REGULAR
    reason: PriorityReason | None = None
    language: Language = Language.CHINESE
    wants_paper: bool = True


class GoOnAfterRestore(Command, frozen=True, tag="go_on_after_restore"):
    """The journal was put back from a backup: leap over whatever was given out and announced since.

    Said by ``restore`` through the first start after it.
    """

    day: str = ""
    """The local day of ``ordinals``; empty when the replaced journal could not be read."""
    ordinals: dict[QueueCode, int] = {}
    """Queue -> the last number of that day in the replaced journal."""
    announced: int = 0
    """The last announcement in the replaced journal."""
    skip: int = 0
    """How many numbers of each queue to leave out beyond those."""
    losses: int = 1
    """How many journals since then left no word, each of which may have given out as many; at least 1."""
    replaced_head: str = ""


class PostNotice(Command, frozen=True, tag="post_notice"):
    """Replace the notice line of the boards; empty texts bring back the configured ones."""

    zh: str
    en: str = ""


class ReportDevice(Command, frozen=True, tag="report_device"):
    """A device changed between working (empty fault) and not."""

    place: str
    """``window:03`` or ``kiosk:K1`` or ``line:1``."""
    device: Device
    fault: str = ""


class Tick(Command, frozen=True, tag="tick"):
    """Time passed: repeats, misses, lapsed ratings and returns, the end of the day."""


AnyCommand = (
    TakeTicket
    | ReportPaper
    | ReprintTicket
    | ReturnTicket
    | CancelTicket
    | ChangeClass
    | BookAppointment
    | CancelAppointment
    | SignIn
    | SignOut
    | OpenWindow
    | CloseWindow
    | CallNext
    | PickTicket
    | RecallTicket
    | StartService
    | FinishService
    | MarkNoShow
    | HoldTicket
    | ResumeTicket
    | TransferTicket
    | AddItem
    | PauseWindow
    | UnpauseWindow
    | UndoStep
    | RateService
    | ChangeSkills
    | PostNotice
    | GoOnAfterRestore
    | LeaseNumbers
    | HandInTicket
    | ReportDevice
    | Tick
)
