"""Looks at the hall for the forecast, while the writer is at rest: the present, the laws, the correction.

It keeps the laws made before, so that a look costs what has changed since the last one.
"""

from typing import Protocol

from queue_server.forecast.conformal import offsets
from queue_server.forecast.plan import ForecastPlan
from queue_server.forecast.setting import KnownLaws, Surroundings, laws_of, present_of
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.runtime.foresight.glance import Glance, ahead_now
from queue_server.runtime.rooms import Rooms


class Roomy(Protocol):
    """Who has the rooms: the writer, or a journal played into memory."""

    @property
    def rooms(self) -> Rooms: ...


class Eye:
    """The forecast's eye on one hall."""

    def __init__(self, of: Roomy, hall: Hall, plan: ForecastPlan) -> None:
        self._of, self._hall, self._plan = of, hall, plan
        self._laws: KnownLaws = {}
        self._around = Surroundings(hall, plan)

    def look(self, room: HallRoom, at_ms: int) -> Glance:
        """Return the hall as it stands."""
        learned, hall = self._of.rooms.learned.state, self._hall
        present = present_of(room, hall, learned, self._plan, at_ms, self._around)
        laws = laws_of(learned, hall, hall.items, self._laws)
        items = {probe.item for probe in present.probes}
        return Glance(present, laws, ahead_now(room, hall, items, at_ms), offsets(learned.scores))
