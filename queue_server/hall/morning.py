"""The state of a new morning: what stays overnight and what starts anew."""

from queue_server.hall.room import HallRoom
from queue_server.hall.state import HallState


def morning_state(state: HallState, day: str, starts_ms: int) -> HallState:
    """Return a fresh state: the book from today on, announcements, device faults, blocks and notice stay."""
    return HallState(
        day=day,
        seq=state.seq,
        at_ms=state.at_ms,
        appointments={
            code: booked for code, booked in state.appointments.items() if booked.slot_ms >= starts_ms
        },
        announced=state.announced,
        announcements=list(state.announcements),
        faults={place: dict(faults) for place, faults in state.faults.items()},
        leases=dict(state.leases),
        notice_zh=state.notice_zh,
        notice_en=state.notice_en,
    )


def morning_room(state: HallState, day: str, starts_ms: int) -> HallRoom:
    """Return the room of that morning; the old state is left as it was."""
    return HallRoom(morning_state(state, day, starts_ms))
