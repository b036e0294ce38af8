"""What a window terminal says. The window is the one of its greeting, so it cannot act for another.

PIN and badge are checked by the server and go no further.
"""

import msgspec

from queue_server.vocabulary import ItemCode, RequestId, StaffId, TicketId, WindowNo
from queue_server.wire.from_wall import ActOnCard


class SignIn(msgspec.Struct, frozen=True, tag="window.sign_in"):
    """By badge, or by staff number and PIN."""

    request: RequestId
    staff: StaffId = StaffId("")
    pin: str = ""
    badge: str = ""
    opens: bool = True


class SignOut(msgspec.Struct, frozen=True, tag="window.sign_out"):
    request: RequestId


class OpenWindow(msgspec.Struct, frozen=True, tag="window.open_window"):
    request: RequestId


class CloseWindow(msgspec.Struct, frozen=True, tag="window.close_window"):
    request: RequestId


class CallNext(msgspec.Struct, frozen=True, tag="window.call_next"):
    request: RequestId


class PickTicket(msgspec.Struct, frozen=True, tag="window.pick_ticket"):
    request: RequestId
    ticket: TicketId
    reason: str


class RecallTicket(msgspec.Struct, frozen=True, tag="window.recall_ticket"):
    request: RequestId


class StartService(msgspec.Struct, frozen=True, tag="window.start_service"):
    request: RequestId


class FinishService(msgspec.Struct, frozen=True, tag="window.finish_service"):
    request: RequestId


class MarkNoShow(msgspec.Struct, frozen=True, tag="window.mark_no_show"):
    request: RequestId


class HoldTicket(msgspec.Struct, frozen=True, tag="window.hold_ticket"):
    request: RequestId
    reason: str


class ResumeTicket(msgspec.Struct, frozen=True, tag="window.resume_ticket"):
    request: RequestId
    ticket: TicketId = TicketId("")


class ReturnTicket(msgspec.Struct, frozen=True, tag="window.return_ticket"):
    """A missed citizen stands at the window; by id or by number of today."""

    request: RequestId
    ticket: str


class TransferTicket(msgspec.Struct, frozen=True, tag="window.transfer_ticket"):
    request: RequestId
    to_item: ItemCode = ItemCode("")
    to_window: WindowNo = WindowNo("")
    comes_back: bool = False
    reason: str = ""


class AddItem(msgspec.Struct, frozen=True, tag="window.add_item"):
    request: RequestId
    item: ItemCode


class CancelTicket(msgspec.Struct, frozen=True, tag="window.cancel_ticket"):
    request: RequestId
    ticket: TicketId
    reason: str


class PauseWindow(msgspec.Struct, frozen=True, tag="window.pause_window"):
    request: RequestId
    reason: str


class UnpauseWindow(msgspec.Struct, frozen=True, tag="window.unpause_window"):
    request: RequestId


class UndoStep(msgspec.Struct, frozen=True, tag="window.undo_step"):
    request: RequestId


class ShowLife(msgspec.Struct, frozen=True, tag="window.show_life"):
    """Somebody touched the terminal without asking for anything; said at most once a minute."""

    request: RequestId


FromWindow = (
    SignIn
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
    | ReturnTicket
    | TransferTicket
    | AddItem
    | CancelTicket
    | PauseWindow
    | UnpauseWindow
    | UndoStep
    | ShowLife
    | ActOnCard
)
