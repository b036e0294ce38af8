"""A hall that learns: commands happen, what was learned stands beside. Every number has a forecast."""

from collections.abc import Iterable
from copy import deepcopy

from msgspec.structs import replace

from queue_server.forecast.learned import Learned
from queue_server.forecast.learned_state import Durations, LearnedState
from queue_server.forecast.services import kept_ms
from queue_server.hall import commands as c
from queue_server.hall.events import FirstForecast, Recorded, TicketIssued
from queue_server.hall.lookup import Hall
from queue_server.hall.memory_hall import Rehearsal
from queue_server.hall.plan import HallPlan
from queue_server.hall.state import Ticket
from queue_server.vocabulary import ItemCode, TicketClass, TicketId, WindowNo
from tests.reports.days import open_plan

MINUTE_MS = 60_000
A1, A2, B1 = ItemCode("A1"), ItemCode("A2"), ItemCode("B1")
ONE, TWO, THREE = WindowNo("01"), WindowNo("02"), WindowNo("03")
FORECAST = FirstForecast(
    seq=1,
    at_ms=1,
    seed=1,
    digest="d",
    low_ms=4 * MINUTE_MS,
    mid_ms=8 * MINUTE_MS,
    high_ms=13 * MINUTE_MS,
    low_min=4,
    high_min=15,
)
"""Its range is 10 minutes wide with the minute that is added."""


class School:
    """The hall, what it learned, and a clock that one sets."""

    def __init__(self, plan: HallPlan | None = None, forecast: FirstForecast | None = FORECAST) -> None:
        self.hall = Rehearsal(plan or open_plan())
        self.learned = Learned(self.hall.hall)
        self.forecast = forecast
        self.records: list[Recorded] = []

    @property
    def state(self) -> LearnedState:
        return self.learned.state

    def do(self, *commands: c.AnyCommand) -> None:
        """Say commands that must be allowed, and learn from what happens."""
        for command in commands:
            self.hall.do(command)
            for recorded in foretold(self.hall.records[len(self.records) :], self.forecast):
                self.records.append(recorded)
                self.learned.take(recorded)

    def staff(self, *windows: WindowNo) -> None:
        self.hall.staff(*windows)
        self.do(c.Tick())

    def take(self, item: ItemCode = A1, klass: TicketClass = TicketClass.REGULAR) -> Ticket:
        """Issue a number."""
        self.do(c.TakeTicket(item, klass))
        event = self.records[-1].event
        assert isinstance(event, TicketIssued)
        return self.ticket(event.ticket)

    def ticket(self, ticket: TicketId) -> Ticket:
        return self.hall.room.state.tickets[ticket]

    def serve(self, minutes: float, window: WindowNo = ONE, item: ItemCode = A1) -> None:
        """Serve somebody, who comes for it, for so long."""
        self.take(item)
        self.do(c.CallNext(window), c.StartService(window))
        self.wait(minutes)
        self.do(c.FinishService(window))

    def wait(self, minutes: float) -> None:
        self.hall.at_ms += round(minutes * MINUTE_MS)

    def night(self) -> None:
        """Go on to the same time of the next day."""
        self.wait(24 * 60)
        self.do(c.Tick())


def foretold(records: Iterable[Recorded], forecast: FirstForecast | None = FORECAST) -> list[Recorded]:
    """Return the records with a forecast at every issue."""
    return [
        replace(one, event=replace(one.event, wait=forecast)) if isinstance(one.event, TicketIssued) else one
        for one in records
    ]


def learned_of(
    hall: Hall, records: Iterable[Recorded], state: LearnedState | None = None, *, is_settled: bool = False
) -> LearnedState:
    """Return what these records teach, after ``state``."""
    learned = Learned(hall, state)
    for recorded in records:
        learned.take(recorded)
    if is_settled:
        learned.settle()
    return learned.state


def settled(school: School) -> LearnedState:
    """Return what was learned if no window's last step is undone any more; the school goes on as it is."""
    learned = Learned(school.hall.hall, deepcopy(school.state))
    learned.settle()
    return learned.state


def durations_min(state: LearnedState, item: ItemCode = A1) -> list[float]:
    kept = kept_ms(state.services.get(item, Durations()))
    return [ms / MINUTE_MS for ms in kept.tolist()]


def scores_of(state: LearnedState) -> list[int]:
    return [len(bucket) for bucket in state.scores.buckets]
