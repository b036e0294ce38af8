"""The rooms of one hall, kept in step: every recorded event goes to each room that it concerns. No I/O.

The hall knows nothing of supervision; supervision sees the hall. Both stand at the same journal number.
"""

from collections.abc import Callable
from typing import Self

import msgspec

from queue_server.forecast.learned import Learned
from queue_server.forecast.learned_state import LearnedState
from queue_server.hall import evolve as hall_evolve
from queue_server.hall.events import AnyEvent, Event, Recorded
from queue_server.hall.lookup import MINUTE_MS, Hall
from queue_server.hall.room import HallRoom
from queue_server.hall.state import HallState
from queue_server.reports.today import Today, TodayState
from queue_server.supervision import evolve as supervision_evolve
from queue_server.supervision.events import AnySupervisionEvent
from queue_server.supervision.room import SupervisionRoom
from queue_server.supervision.state import SupervisionState

decode_event: Callable[[str], Event] = msgspec.json.Decoder(AnyEvent | AnySupervisionEvent).decode
"""From the body of a row to its event; ``msgspec.ValidationError`` for one that this server does not know."""


class RoomStates(msgspec.Struct):
    """What a snapshot keeps of all rooms."""

    hall: HallState
    supervision: SupervisionState
    today: TodayState
    learned: LearnedState


class Rooms:
    """The hall, its supervision, the figures of the day so far, and what was learned, as they stand."""

    def __init__(self, hall: HallRoom, supervision: SupervisionRoom, today: Today, learned: Learned) -> None:
        self.hall = hall
        self.supervision = supervision
        self.today = today
        self.learned = learned

    @classmethod
    def empty(cls, plan: Hall) -> Self:
        """Return the rooms before the first day."""
        return cls(HallRoom.empty(), SupervisionRoom(), today_of(plan), Learned(plan))

    @classmethod
    def from_states(cls, plan: Hall, states: RoomStates) -> Self:
        """Return the rooms of restored states; they own the states from now on."""
        hall, supervision = HallRoom.from_state(states.hall), SupervisionRoom.from_state(states.supervision)
        return cls(hall, supervision, today_of(plan, states.today), Learned(plan, states.learned))

    @property
    def states(self) -> RoomStates:
        """The states, to read or to take a snapshot of."""
        return RoomStates(self.hall.state, self.supervision.state, self.today.state, self.learned.state)

    def evolve(self, recorded: Recorded) -> None:
        """Let the event happen in every room; they are changed in place."""
        hall_evolve.evolve(self.hall, recorded)
        supervision_evolve.evolve(self.supervision, recorded)
        self.today.take(recorded)
        self.learned.take(recorded)


def today_of(plan: Hall, state: TodayState | None = None) -> Today:
    """Return the fold of the day so far, by this plan's targets."""
    targets_ms = {klass: minutes * MINUTE_MS for klass, minutes in plan.plan.dispatch.targets_min.items()}
    return Today(targets_ms, plan.offset_ms, state)
