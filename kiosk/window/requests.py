"""From an act to the words of the wire: pure. Every call makes one intention with one request id.

The same message object is what a resend sends again, so one press stays one effect.
"""

from collections.abc import Callable

from kiosk.window.acts import Act
from queue_server.vocabulary import ItemCode, RequestId, StaffId, TicketId, WindowNo
from queue_server.wire import from_window as say

Simple = Callable[[RequestId], say.FromWindow]

SIMPLE: dict[Act, Simple] = {
    Act.NEXT: say.CallNext,
    Act.RECALL: say.RecallTicket,
    Act.START: say.StartService,
    Act.FINISH: say.FinishService,
    Act.NO_SHOW: say.MarkNoShow,
    Act.UNPAUSE: say.UnpauseWindow,
    Act.OPEN: say.OpenWindow,
    Act.CLOSE: say.CloseWindow,
    Act.UNDO: say.UndoStep,
    Act.SIGN_OUT: say.SignOut,
}
"""Acts that need nothing but the press."""

WithChoice = Callable[[RequestId, str, str], say.FromWindow]

WITH_CHOICE: dict[Act, WithChoice] = {
    Act.HOLD: lambda request, reason, _: say.HoldTicket(request, reason),
    Act.PAUSE: lambda request, reason, _: say.PauseWindow(request, reason),
    Act.RESUME: lambda request, ticket, _: say.ResumeTicket(request, TicketId(ticket)),
    Act.RETURN: lambda request, ticket, _: say.ReturnTicket(request, ticket),
    Act.ADD_ITEM: lambda request, item, _: say.AddItem(request, ItemCode(item)),
    Act.PICK: lambda request, ticket, reason: say.PickTicket(request, TicketId(ticket), reason),
    Act.CANCEL: lambda request, ticket, reason: say.CancelTicket(request, TicketId(ticket), reason),
}
"""Acts that need a choice, and some of them a reason after it."""

ACT_OF: dict[type, Act] = {
    say.CallNext: Act.NEXT,
    say.RecallTicket: Act.RECALL,
    say.StartService: Act.START,
    say.FinishService: Act.FINISH,
    say.MarkNoShow: Act.NO_SHOW,
    say.HoldTicket: Act.HOLD,
    say.ResumeTicket: Act.RESUME,
    say.TransferTicket: Act.TRANSFER,
    say.AddItem: Act.ADD_ITEM,
    say.PickTicket: Act.PICK,
    say.ReturnTicket: Act.RETURN,
    say.CancelTicket: Act.CANCEL,
    say.PauseWindow: Act.PAUSE,
    say.UnpauseWindow: Act.UNPAUSE,
    say.OpenWindow: Act.OPEN,
    say.CloseWindow: Act.CLOSE,
    say.UndoStep: Act.UNDO,
    say.SignOut: Act.SIGN_OUT,
}
"""Message -> the act it says, to confirm it by its own word."""


def transfer(request: RequestId, target: str, comes_back: bool) -> say.TransferTicket:
    """Build a transfer. ``target`` is ``item/<code>`` or ``window/<number>``."""
    kind, _, value = target.partition("/")
    if kind == "item":
        return say.TransferTicket(request, to_item=ItemCode(value), comes_back=comes_back)
    return say.TransferTicket(request, to_window=WindowNo(value), comes_back=comes_back)


def sign_in(request: RequestId, entry: str, pin: str) -> say.SignIn:
    """Build a sign-in: with a PIN ``entry`` is the staff number, without one it is a badge."""
    if pin:
        return say.SignIn(request, staff=StaffId(entry), pin=pin)
    return say.SignIn(request, badge=entry)
