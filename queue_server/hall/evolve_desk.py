"""How the events of a window, of the managers, of the field and of the day move the hall."""

from msgspec.structs import replace

from queue_server.hall import events as e
from queue_server.hall.events import Recorded
from queue_server.hall.lifecycles import window_after
from queue_server.hall.morning import morning_state
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Window
from queue_server.hall.steps import Move, forget_step, take_step
from queue_server.vocabulary import StaffId, Step, TicketId, WindowState


def signed_in(room: HallRoom, recorded: Recorded, event: e.StaffSignedIn) -> None:
    window = room.window(event.window)
    assert not window.staff, f"{window.staff} sits at window {event.window}"
    room.put_window(replace(window, staff=event.staff, since_ms=recorded.at_ms))
    forget_step(room, event.window)


def signed_out(room: HallRoom, recorded: Recorded, event: e.StaffSignedOut) -> None:
    window = room.window(event.window)
    assert window.state is WindowState.CLOSED, f"window {event.window} is {window.state} without its staff"
    room.put_window(replace(window, staff=StaffId(""), since_ms=recorded.at_ms))
    forget_step(room, event.window)


def opened(room: HallRoom, recorded: Recorded, event: e.WindowOpened) -> None:
    window, at_ms = room.window(event.window), recorded.at_ms
    state = window_after(window.state, event)
    room.put_window(replace(window, state=state, since_ms=at_ms, idle_since_ms=at_ms))
    forget_step(room, event.window)


def closed(room: HallRoom, recorded: Recorded, event: e.WindowClosed) -> None:
    window = room.window(event.window)
    state = window_after(window.state, event)
    room.put_window(replace(window, state=state, since_ms=recorded.at_ms, pause_reason=""))
    forget_step(room, event.window)


def paused(room: HallRoom, recorded: Recorded, event: e.WindowPaused) -> None:
    window = room.window(event.window)
    state = window_after(window.state, event)
    at_rest = replace(window, state=state, since_ms=recorded.at_ms, pause_reason=event.reason)
    take_step(room, recorded, Move(Step.PAUSE, at_rest))


def unpaused(room: HallRoom, recorded: Recorded, event: e.WindowUnpaused) -> None:
    window, at_ms = room.window(event.window), recorded.at_ms
    state = window_after(window.state, event)
    at_work = replace(window, state=state, since_ms=at_ms, idle_since_ms=at_ms, pause_reason="")
    take_step(room, recorded, Move(Step.UNPAUSE, at_work))


def rated(room: HallRoom, _recorded: Recorded, event: e.ServiceRated) -> None:
    _rating_ends(room, event, event.stars)


def rating_lapsed(room: HallRoom, _recorded: Recorded, event: e.RatingLapsed) -> None:
    _rating_ends(room, event, 0)


def _rating_ends(room: HallRoom, event: e.ServiceRated | e.RatingLapsed, stars: int) -> None:
    window = room.window(event.window)
    assert window.rating_of == event.ticket, f"window {event.window} awaits no rating of {event.ticket}"
    room.put_window(_without_rating(window, stars))
    record = room.state.undo.get(event.window)
    if record is None or any(ticket.id == event.ticket for ticket in record.after):
        return  # a step that finished this very ticket is overtaken by its rating
    after = record.window_after
    room.state.undo[event.window] = replace(
        record,
        window=_without_rating(record.window, stars),
        window_after=None if after is None else _without_rating(after, stars),
    )


def _without_rating(window: Window, stars: int) -> Window:
    return replace(window, rating_of=TicketId(""), rate_until_ms=0, last_stars=stars)


def skills_changed(room: HallRoom, _recorded: Recorded, event: e.SkillsChanged) -> None:
    room.put_skills(event.window, event.items)


def alarm_raised(room: HallRoom, _recorded: Recorded, event: e.WaitingAlarmRaised) -> None:
    room.count(event.queue).alarmed = True


def alarm_cleared(room: HallRoom, _recorded: Recorded, event: e.WaitingAlarmCleared) -> None:
    room.count(event.queue).alarmed = False


def notice_posted(room: HallRoom, _recorded: Recorded, event: e.NoticePosted) -> None:
    room.state.notice_zh, room.state.notice_en = event.zh, event.en


def device_changed(room: HallRoom, _recorded: Recorded, event: e.DeviceChanged) -> None:
    faults = room.state.faults
    if event.fault:
        faults.setdefault(event.place, {})[event.device] = event.fault
        return
    faults.get(event.place, {}).pop(event.device, None)
    if not faults.get(event.place, {}):
        faults.pop(event.place, None)


def day_opened(room: HallRoom, _recorded: Recorded, event: e.DayOpened) -> None:
    room.begin_day(morning_state(room.state, event.day, event.starts_ms))


def day_closed(room: HallRoom, _recorded: Recorded, event: e.DayClosed) -> None:
    waiting = sum(count.waiting for count in room.state.queues.values())
    assert event.day == room.state.day, f"day {event.day} ends in {room.state.day}"
    assert not waiting, f"{waiting} still wait at the end of {event.day}"


def refused(_room: HallRoom, _recorded: Recorded, _event: e.CommandRefused) -> None:
    """A refusal moves nothing."""
