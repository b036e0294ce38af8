"""What managers and the field may ask for: classes, skills, notices, devices."""

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.asked import Asked, Decision, open_ticket, refuse, window_at
from queue_server.vocabulary import RefusalCode, TicketState


def change_class(asked: Asked, command: c.ChangeClass) -> Decision:
    """Give a waiting ticket another class: ref stays, b anew, the reason on record."""
    ticket = open_ticket(asked, command.ticket)
    if isinstance(ticket, Refusal):
        return ticket
    if ticket.state is not TicketState.WAITING:
        return refuse(RefusalCode.TICKET_NOT_WAITING, number=ticket.number)
    if not command.reason.strip():
        return refuse(RefusalCode.REASON_NEEDED)
    weight = asked.hall.weight(command.klass, ticket.transferred)
    return (e.ClassChanged(ticket.id, command.klass, weight, command.reason),)


def change_skills(asked: Asked, command: c.ChangeSkills) -> Decision:
    """Give a window other items until the end of the day."""
    window = window_at(asked, command.window)
    if isinstance(window, Refusal):
        return window
    unknown = next((item for item in command.items if item not in asked.hall.items), None)
    if unknown is not None:
        return refuse(RefusalCode.UNKNOWN_ITEM, item=unknown)
    if not command.reason.strip():
        return refuse(RefusalCode.REASON_NEEDED)
    items = tuple(dict.fromkeys(command.items))
    return (e.SkillsChanged(window.number, items, command.reason),)


def post_notice(_asked: Asked, command: c.PostNotice) -> Decision:
    return (e.NoticePosted(command.zh, command.en),)


def report_device(asked: Asked, command: c.ReportDevice) -> Decision:
    """Note a change; a report that changes nothing makes no event."""
    known = asked.room.state.faults.get(command.place, {}).get(command.device, "")
    if known == command.fault:
        return ()
    return (e.DeviceChanged(command.place, command.device, command.fault),)
