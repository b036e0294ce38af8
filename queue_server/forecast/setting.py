"""From the hall as it stands to the present that a forecast starts from. Pure; nothing is changed.

A window that has not been open at all today, although a planned part of its day began more than
``GIVEN_UP_MS`` ago, is taken to stay closed: it is left out. On a closed weekday only windows that somebody
opened all the same are there, each as one at work outside its plan.
"""

from collections.abc import Iterator

from queue_server.forecast.habits import habits_of
from queue_server.forecast.learned_state import AtWork, LearnedState
from queue_server.forecast.plan import ForecastPlan
from queue_server.forecast.present import Booked, Doing, Instants, Present, Probe, WindowAt
from queue_server.forecast.services import KnownLaws, laws_of, speed_of
from queue_server.forecast.surroundings import NOT_TODAY, Surroundings
from queue_server.forecast.waiting import waiters_of
from queue_server.hall.lookup import DAY_MS, Hall
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Window
from queue_server.vocabulary import ItemCode, TicketClass, WindowState

__all__ = ["KnownLaws", "Surroundings", "laws_of", "present_of"]

WAITING_MAX = 2000
"""So many waiting tickets are handed over at most, the first of every lane. With more in the hall those
behind have no forecast, and none is asked for a ticket issued now: it would be told too little."""
GIVEN_UP_MS = 1_800_000
PROBED = (TicketClass.REGULAR, TicketClass.PRIORITY, TicketClass.GREEN)
"""The classes of a ticket that might be issued now."""

_AWAY = WindowState.CLOSED, WindowState.PAUSED


def present_of(
    room: HallRoom,
    hall: Hall,
    learned: LearnedState,
    plan: ForecastPlan,
    at_ms: int,
    known: Surroundings | None = None,
) -> Present:
    """Return the hall at ``at_ms``, for a forecast. ``known``, made of the same hall and plan, saves work."""
    around = Surroundings(hall, plan) if known is None else known
    habits = habits_of(learned.comings, hall.calling)
    windows = tuple(_windows(room, hall, learned, around, at_ms))
    dispatch = hall.plan.dispatch
    return Present(
        at_ms=at_ms,
        windows=windows,
        waiting=waiters_of(room, habits.returns, at_ms, WAITING_MAX),
        probes=tuple(_probes(hall, windows, at_ms)) if room.lanes.waiting <= WAITING_MAX else (),
        flows=around.flows(learned.arrivals, at_ms),
        booked=tuple(_booked(room, hall, plan, at_ms)),
        habits=habits,
        policy=dispatch.policy,
        ratio=dispatch.ratio,
        regular_debt=room.state.regular_debt,
        seq=room.state.seq,
    )


def _windows(
    room: HallRoom, hall: Hall, learned: LearnedState, around: Surroundings, at_ms: int
) -> Iterator[WindowAt]:
    items_of, spans = room.skills(hall).items_of, around.spans(at_ms)
    for number in hall.windows:
        if number in room.state.windows or not _is_given_up(spans[number], at_ms):
            yield _window(room, learned, room.window(number), items_of[number], spans[number])


def _is_given_up(spans: tuple[Instants, ...], at_ms: int) -> bool:
    """Whether a window that was never open today is expected no more."""
    return spans == NOT_TODAY or any(start + GIVEN_UP_MS < at_ms for start, _ in spans)


def _window(
    room: HallRoom,
    learned: LearnedState,
    window: Window,
    items: tuple[ItemCode, ...],
    spans: tuple[Instants, ...],
) -> WindowAt:
    speed = speed_of(learned, window.number)
    if window.state in _AWAY:
        return WindowAt(window.number, items, Doing.AWAY, speed=speed, spans=spans)
    if window.state is WindowState.IDLE:
        return WindowAt(window.number, items, Doing.IDLE, window.idle_since_ms, speed=speed, spans=spans)
    ticket = room.state.tickets[window.ticket]
    work = learned.windows.get(window.number, AtWork())
    since_ms = work.since_ms if work.ticket == ticket.id else ticket.called_ms
    doing = Doing.CALLED if window.state is WindowState.CALLED else Doing.SERVING
    return WindowAt(window.number, items, doing, since_ms, ticket.item, speed, spans)


def _probes(hall: Hall, windows: tuple[WindowAt, ...], at_ms: int) -> Iterator[Probe]:
    """Yield a ticket of each item and class that might be issued now."""
    closes = _closes(windows, at_ms)
    weights = [(klass, hall.weight(klass, False)) for klass in PROBED]
    for item in hall.items:
        for klass, weight in weights:
            yield Probe(item, klass, weight, closes.get(item, 0))


def _closes(windows: tuple[WindowAt, ...], at_ms: int) -> dict[ItemCode, int]:
    """Return when the last window of each item closes today by its plan; an item none of whose will is not in
    there."""
    closes: dict[ItemCode, int] = {}
    for window in windows:
        last_ms = window.spans[-1][1]
        if last_ms > at_ms:
            for item in window.items:
                closes[item] = max(closes.get(item, 0), last_ms)
    return closes


def _booked(room: HallRoom, hall: Hall, plan: ForecastPlan, at_ms: int) -> Iterator[Booked]:
    """Yield today's appointments whose citizens may still come in time."""
    calling, weight = hall.calling, hall.weight(TicketClass.APPOINTMENT, False)
    early_ms, late_ms = calling.appointment_early_s * 1000, calling.appointment_late_s * 1000
    until_ms = hall.day_start_ms(at_ms) + DAY_MS
    for booked in room.state.appointments.values():
        if at_ms - late_ms <= booked.slot_ms < until_ms and not booked.ticket:
            ref_ms = max(at_ms, booked.slot_ms - early_ms)
            yield Booked(booked.item, ref_ms, weight, comes=plan.appointments_come_pct / 100)
