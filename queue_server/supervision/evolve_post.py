"""How the events of the windows move the posts: signs of life, and what is counted of today."""

from queue_server.hall import events as h
from queue_server.hall.events import Recorded
from queue_server.supervision import events as e
from queue_server.supervision.evolve_attendance import stamp
from queue_server.supervision.room import SupervisionRoom
from queue_server.supervision.shifts import Punch
from queue_server.supervision.state import QUICK_MS, SERVICES_KEPT, Measured, Post
from queue_server.vocabulary import CallKind, ItemCode, StaffId, Step, WindowNo


def _post(room: SupervisionRoom, window: WindowNo) -> Post:
    """Return the post of a window, to change."""
    post = room.state.posts.get(window)
    if post is None:
        post = room.state.posts[window] = Post()
    return post


def show_life(room: SupervisionRoom, recorded: Recorded) -> None:
    """Whatever comes from a window, from its terminal or its pad, says that somebody is there."""
    number = recorded.actor[7:].partition("/")[0]
    _post(room, WindowNo(number)).life_ms = recorded.at_ms


def signed_in(room: SupervisionRoom, recorded: Recorded, event: h.StaffSignedIn) -> None:
    post = _post(room, event.window)
    post.staff, post.since_ms, post.life_ms = event.staff, recorded.at_ms, recorded.at_ms
    stamp(room, event.staff, Punch(recorded.at_ms, "window_in"))


def signed_out(room: SupervisionRoom, recorded: Recorded, event: h.StaffSignedOut) -> None:
    _post(room, event.window).staff = StaffId("")
    if recorded.actor.startswith("window:") and not event.relieved_by:
        # At the day's end everybody still signed in is signed out by the clock: nobody went home by that.
        stamp(room, event.staff, Punch(recorded.at_ms, "window_out"))


def called(room: SupervisionRoom, recorded: Recorded, event: h.TicketCalled) -> None:
    post = _post(room, event.window)
    for freed in event.frees:
        room.state.came_ms[freed] = recorded.at_ms
    post.called_ms = recorded.at_ms
    post.was_pick = event.kind is CallKind.MANUAL and event.why.passed > 0
    post.picks += post.was_pick


def finished(room: SupervisionRoom, recorded: Recorded, event: h.ServiceFinished) -> None:
    post = _post(room, event.window)
    post.life_ms = post.finished_ms = recorded.at_ms
    post.item = event.item
    took_ms = recorded.at_ms - post.called_ms
    if took_ms < QUICK_MS:
        post.quick_ms.append(took_ms)
    _measured(room, event.item, Measured(event.served_ms, recorded.at_ms, event.window))


def item_added(room: SupervisionRoom, recorded: Recorded, event: h.ItemAdded) -> None:
    _post(room, event.window).item = event.before
    _measured(room, event.before, Measured(event.served_ms, recorded.at_ms, event.window))


def _measured(room: SupervisionRoom, item: ItemCode, service: Measured) -> None:
    services = room.state.services.setdefault(item, [])
    services.append(service)
    if len(services) > SERVICES_KEPT:
        del services[0]


def _unmeasured(room: SupervisionRoom, item: ItemCode, window: WindowNo) -> None:
    """The window's last service of the item is not over; others may have ended since."""
    services = room.state.services[item]
    last = max(n for n, one in enumerate(services) if one.window == window)
    del services[last]


def skills_changed(room: SupervisionRoom, recorded: Recorded, event: h.SkillsChanged) -> None:
    _post(room, event.window).anew_ms = recorded.at_ms


def came(
    room: SupervisionRoom,
    recorded: Recorded,
    event: h.TicketReturned | h.TicketTransferred | h.ReservationLapsed,
) -> None:
    """Somebody stands in a line with the place of an earlier instant: they have not waited there since."""
    room.state.came_ms[event.ticket] = recorded.at_ms


def issued(room: SupervisionRoom, recorded: Recorded, event: h.TicketIssued) -> None:
    """What a kiosk issued by itself has its place from then on, but no window could know of it."""
    if event.away is not None:
        room.state.came_ms[event.ticket] = recorded.at_ms


def undone(room: SupervisionRoom, recorded: Recorded, event: h.StepUndone) -> None:
    """What never counted is not counted: a pick, a service that was over too quickly, its time."""
    post = _post(room, event.window)
    post.anew_ms = recorded.at_ms
    if event.ticket:
        room.state.came_ms[event.ticket] = recorded.at_ms
    if event.step is Step.CALL and post.was_pick:
        post.picks, post.was_pick = post.picks - 1, False
    took_ms = post.finished_ms - post.called_ms
    if event.step is Step.FINISH and post.quick_ms[-1:] == [took_ms]:
        post.quick_ms.pop()
    if event.step in (Step.FINISH, Step.ADD_ITEM) and post.item:
        _unmeasured(room, post.item, event.window)
        post.item = ItemCode("")


def life_shown(room: SupervisionRoom, recorded: Recorded, event: e.LifeShown) -> None:
    post = _post(room, event.window)
    post.life_ms = post.shown_ms = recorded.at_ms


def watch_resumed(room: SupervisionRoom, recorded: Recorded, _event: e.WatchResumed) -> None:
    for post in room.state.posts.values():
        post.life_ms = recorded.at_ms


def device_changed(room: SupervisionRoom, recorded: Recorded, event: h.DeviceChanged) -> None:
    key = f"{event.place}/{event.device}"
    if event.fault:
        room.state.faults.setdefault(key, recorded.at_ms)
    else:
        room.state.faults.pop(key, None)
