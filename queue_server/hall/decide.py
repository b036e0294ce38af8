"""The door of the room: a command comes in, events or a refusal go out, and nothing changes.

Each group of commands has its own file; the table below is the whole of the dispatch. A room of yesterday is
first brought into today, so the first command of a day opens it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall.alarms import with_alarms
from queue_server.hall.asked import Asked, Decision
from queue_server.hall.booking import book_appointment, cancel_appointment
from queue_server.hall.decide_away import hand_in_ticket, lease_numbers
from queue_server.hall.decide_call import call_next, pick_ticket, recall_ticket, resume_ticket
from queue_server.hall.decide_desk import (
    close_window,
    open_window,
    pause_window,
    sign_in,
    sign_out,
    unpause_window,
)
from queue_server.hall.decide_kiosk import (
    cancel_ticket,
    report_paper,
    reprint_ticket,
    return_ticket,
    take_ticket,
)
from queue_server.hall.decide_manager import change_class, change_skills, post_notice, report_device
from queue_server.hall.decide_restore import go_on_after_restore
from queue_server.hall.decide_service import (
    add_item,
    finish_service,
    hold_ticket,
    mark_no_show,
    rate_service,
    start_service,
    transfer_ticket,
)
from queue_server.hall.decide_tick import roll_over, tick
from queue_server.hall.lookup import Hall
from queue_server.hall.morning import morning_room
from queue_server.hall.room import HallRoom
from queue_server.hall.undo import undo_step

_HANDLERS: Mapping[type[c.Command], Callable[[Asked, Any], Decision]] = {
    c.TakeTicket: take_ticket,
    c.ReportPaper: report_paper,
    c.ReprintTicket: reprint_ticket,
    c.ReturnTicket: return_ticket,
    c.CancelTicket: cancel_ticket,
    c.ChangeClass: change_class,
    c.BookAppointment: book_appointment,
    c.CancelAppointment: cancel_appointment,
    c.SignIn: sign_in,
    c.SignOut: sign_out,
    c.OpenWindow: open_window,
    c.CloseWindow: close_window,
    c.CallNext: call_next,
    c.PickTicket: pick_ticket,
    c.RecallTicket: recall_ticket,
    c.StartService: start_service,
    c.FinishService: finish_service,
    c.MarkNoShow: mark_no_show,
    c.HoldTicket: hold_ticket,
    c.ResumeTicket: resume_ticket,
    c.TransferTicket: transfer_ticket,
    c.AddItem: add_item,
    c.PauseWindow: pause_window,
    c.UnpauseWindow: unpause_window,
    c.UndoStep: undo_step,
    c.RateService: rate_service,
    c.ChangeSkills: change_skills,
    c.PostNotice: post_notice,
    c.GoOnAfterRestore: go_on_after_restore,
    c.LeaseNumbers: lease_numbers,
    c.HandInTicket: hand_in_ticket,
    c.ReportDevice: report_device,
    c.Tick: tick,
}


def decide(room: HallRoom, hall: Hall, command: c.Command, at_ms: int, actor: str) -> Decision:
    """Return the events of a command, or why it is refused; the room is left as it was.

    Its events belong together: recorded at one instant and evolved in order before the next decision.
    The answer may be empty: a Tick with nothing due, a device report that changes nothing.
    """
    asked = Asked(room, hall, at_ms, actor)
    day = hall.day_of(at_ms)
    if day > room.state.day:
        return _on_a_new_day(asked, command, day)
    events = _HANDLERS[type(command)](asked, command)
    if hall.has_alarms and not isinstance(events, Refusal):
        return with_alarms(asked, events)
    return events


def _on_a_new_day(asked: Asked, command: c.Command, day: str) -> Decision:
    """Open the day, then decide in the room as it will be; a refused command opens nothing."""
    events = roll_over(asked, day)
    room = morning_room(asked.room.state, day, asked.hall.day_start_ms(asked.at_ms))
    own = decide(room, asked.hall, command, asked.at_ms, asked.actor)
    return own if isinstance(own, Refusal) else (*events, *own)
