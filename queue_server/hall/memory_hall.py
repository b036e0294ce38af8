"""A hall without disk or wire: commands are said, decided, recorded and evolved at once, at a time one sets.

For tests and simulations. It is the engine's order of work in its shortest form, and it can play the
record back into an empty room. It holds no rule of the hall.
"""

from collections.abc import Sequence
from typing import Any

from queue_server.errors import Refusal
from queue_server.hall.commands import AnyCommand, SignIn, Tick
from queue_server.hall.decide import decide
from queue_server.hall.events import AnyEvent, Recorded
from queue_server.hall.evolve import evolve
from queue_server.hall.lanes import Lane, Lanes
from queue_server.hall.lookup import Hall
from queue_server.hall.plan import HallPlan, Item, Name, Queue, Span, Window
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Ticket
from queue_server.hall.state import Window as WindowNow
from queue_server.vocabulary import ItemCode, QueueCode, RefusalCode, StaffId, TicketId, WindowNo

MONDAY_9_MS = 1_772_413_200_000
"""2026-03-02 09:00 in Xiangyang, a Monday."""


def small_plan() -> HallPlan:
    """Return the smallest hall worth rehearsing.

    Queue A has two items (A1 at windows 01, 02 and 03; A2 at 01 and 02), queue B one (B1 at 03). Window 03
    may pick by hand. The hall has its usual hours.
    """
    name = Name("厅", "Hall")
    a1, a2, b1 = ItemCode("A1"), ItemCode("A2"), ItemCode("B1")
    return HallPlan(
        name=name,
        queues=(Queue(QueueCode("A"), name, "1"), Queue(QueueCode("B"), name, "1")),
        items=(
            Item(a1, name, "d", QueueCode("A")),
            Item(a2, name, "d", QueueCode("A")),
            Item(b1, name, "d", QueueCode("B")),
        ),
        windows=(
            Window(WindowNo("01"), "1", (a1, a2)),
            Window(WindowNo("02"), "1", (a1, a2)),
            Window(WindowNo("03"), "2", (a1, b1), may_pick=True),
        ),
        hours=(Span(510, 705), Span(870, 1035)),
    )


class Rehearsal:
    """A hall, its clock and its record."""

    def __init__(self, plan: HallPlan | None = None, at_ms: int = MONDAY_9_MS) -> None:
        self.hall = Hall(small_plan() if plan is None else plan)
        self.room = HallRoom.empty()
        self.at_ms = at_ms
        self.records: list[Recorded] = []

    def ask(self, command: AnyCommand, actor: str = "rehearsal") -> tuple[AnyEvent, ...] | Refusal:
        """Decide a command now; what is allowed also happens."""
        answer = decide(self.room, self.hall, command, self.at_ms, actor)
        if isinstance(answer, tuple):
            for event in answer:
                self._happens(event, actor)
        return answer

    def _happens(self, event: AnyEvent, actor: str) -> None:
        recorded = Recorded(len(self.records) + 1, self.at_ms, actor, "", event)
        self.records.append(recorded)
        evolve(self.room, recorded)

    def do(self, *commands: AnyCommand) -> tuple[AnyEvent, ...]:
        """Say commands that must be allowed; return the events of the last one."""
        events: tuple[AnyEvent, ...] = ()
        for command in commands:
            answer = self.ask(command)
            assert not isinstance(answer, Refusal), f"{command} was refused: {answer}"
            events = answer
        return events

    def refused(self, command: AnyCommand) -> Refusal:
        """Say a command that must be refused; return the refusal."""
        answer = self.ask(command)
        assert isinstance(answer, Refusal), f"{command} was allowed: {answer}"
        return answer

    def code_of(self, command: AnyCommand) -> RefusalCode:
        """Say a command that must be refused; return the code alone."""
        return self.refused(command).code

    def wait_s(self, seconds: float, ticking: bool = False) -> tuple[AnyEvent, ...]:
        """Let time pass; ``ticking`` also says one Tick at the end and returns its events."""
        self.at_ms += round(seconds * 1000)
        return self.do(Tick()) if ticking else ()

    def staff(self, *windows: str) -> None:
        """Sign somebody in at each window."""
        for window in windows:
            self.do(SignIn(WindowNo(window), StaffId(f"S{window}")))

    def ticket(self, number: str) -> Ticket:
        """Return today's ticket by its printed number."""
        return self.room.state.tickets[TicketId(f"{self.room.state.day}-{number}")]

    def window(self, number: str) -> WindowNow:
        return self.room.window(WindowNo(number))

    def replayed(self, records: Sequence[Recorded] | None = None) -> HallRoom:
        """Return an empty room into which the record was played."""
        room = HallRoom.empty()
        for recorded in self.records if records is None else records:
            evolve(room, recorded)
        return room


def _lanes_of(groups: dict[Any, dict[Any, Lane]]) -> dict[Any, list[Any]]:
    """Return the lanes with somebody in them as plain data."""
    return {
        (place, *key): list(lane.line)
        for place, group in groups.items()
        for key, lane in group.items()
        if lane.line
    }


def places_of(lanes: Lanes) -> dict[str, Any]:
    """Return all places as plain data, the empty ones left out: two rooms agree when these are equal."""
    return {
        "items": _lanes_of(lanes.by_item),
        "reserved": _lanes_of(lanes.reserved),
        "patient": lanes.patient,
        "waiting": lanes.waiting,
        "counts": {item: n for item, n in lanes.waiting_by_item.items() if n},
        "booked": lanes.booked_by_item,
        "held": lanes.held,
        "returns": list(lanes.returns),
        "lapses": list(lanes.lapses),
    }
