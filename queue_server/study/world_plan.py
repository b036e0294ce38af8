"""What the simulated hall tells a forecast before the day: its plan, which its people do not quite keep."""

from queue_server.hall.plan import Dispatch
from queue_server.study.plan import PlannedWindow, StudyPlan
from queue_server.study.world import World
from queue_server.vocabulary import WindowNo


def plan_of(world: World, dispatch: Dispatch) -> StudyPlan:
    """Return windows with skills and hours, and the configured length of each item. No speeds, no laws."""
    windows = tuple(
        PlannedWindow(
            WindowNo(seat.number),
            seat.items,
            ((world.opens, seat.lunch[0]), (seat.lunch[1], world.closes)),
        )
        for seat in world.seats
    )
    return StudyPlan(
        windows,
        queues={work.item: work.queue for work in world.works},
        usual_min={work.item: work.usual_min for work in world.works},
        dispatch=dispatch,
        closes_min=world.closes,
    )
