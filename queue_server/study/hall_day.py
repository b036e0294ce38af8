"""A drawn day sent through the hall under a policy: out come its facts, in order."""

from queue_server.hall.lookup import weight_of
from queue_server.hall.plan import Dispatch
from queue_server.study.days import Day
from queue_server.study.facts import Fact
from queue_server.study.simulator import Manners, Simulator
from queue_server.vocabulary import TicketClass

WAKE_MS = 4_000
"""What a window with nobody before it needs to see that somebody came."""


def weights_of(dispatch: Dispatch) -> dict[TicketClass, int]:
    """Return b of each class in millionths."""
    longest = max((*dispatch.targets_min.values(), dispatch.transfer_target_min))
    return {
        klass: weight_of(target, longest, dispatch.power) for klass, target in dispatch.targets_min.items()
    }


def transfer_weight_of(dispatch: Dispatch) -> int:
    longest = max((*dispatch.targets_min.values(), dispatch.transfer_target_min))
    return weight_of(dispatch.transfer_target_min, longest, dispatch.power)


def play_day(day: Day, dispatch: Dispatch) -> list[Fact]:
    """Return what happened."""
    weights = weights_of(dispatch)
    facts: list[Fact] = list(day.booked)
    manners = Manners(dispatch, wake_ms=WAKE_MS, transfer_weight=transfer_weight_of(dispatch))
    citizens = (one._replace(weight=weights[one.klass]) for one in day.citizens)
    Simulator(day.counters, manners, facts.append).run(citizens)
    return facts
