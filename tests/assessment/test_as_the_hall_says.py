"""Whatever a day brings, undo with it: the record agrees with the hall's own state, made by other code."""

from collections import Counter
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.assessment.evolve import Happened, evolve
from queue_server.assessment.period import read_period
from queue_server.assessment.state import Record
from queue_server.hall import commands as c
from queue_server.hall.memory_hall import Rehearsal
from queue_server.vocabulary import ItemCode, StaffId, TicketState, WindowNo

WINDOWS = ("01", "02", "03")
ACTS: dict[str, Callable[[WindowNo], c.AnyCommand]] = {
    "call": c.CallNext,
    "start": c.StartService,
    "finish": c.FinishService,
    "no_show": c.MarkNoShow,
    "undo": c.UndoStep,
}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["take", *ACTS, "call", "start", "finish", "undo", "hold", "resume", "return", "rate"]
        ),
        st.sampled_from(WINDOWS),
        st.integers(0, 12),
    ),
    min_size=10,
    max_size=60,
)


def command_for(hall: Rehearsal, act: str, window: WindowNo) -> c.AnyCommand:
    tickets = list(hall.room.state.tickets)
    match act:
        case "take":
            return c.TakeTicket(ItemCode("A1"))
        case "hold":
            return c.HoldTicket(window, "form")
        case "resume":
            held = [t.id for t in hall.room.state.tickets.values() if t.state is TicketState.HELD]
            return c.ResumeTicket(window, held[0]) if held else c.UndoStep(window)
        case "return":
            missed = [t.id for t in hall.room.state.tickets.values() if t.state is TicketState.MISSED]
            return c.ReturnTicket(missed[0]) if missed else c.TakeTicket(ItemCode("A1"))
        case "rate":
            return c.RateService(window, 1 + len(tickets) % 5)
    return ACTS[act](window)


@settings(max_examples=120, deadline=None)
@given(STEPS)
def test_waits_and_services_are_those_that_the_hall_knows(steps: list[tuple[str, str, int]]) -> None:
    hall, record = Rehearsal(), Record(read_period("2026-03"))
    for window in WINDOWS:
        hall.ask(c.SignIn(WindowNo(window), StaffId(f"S{window}")))
    for act, window, seconds in steps:
        hall.wait_s(seconds, ticking=True)
        hall.ask(command_for(hall, act, WindowNo(window)))
    for one in hall.records:
        evolve(record, Happened(one.seq, one.at_ms, one.event))
    tickets = hall.room.state.tickets.values()
    served = {ticket.id for ticket in tickets if ticket.state is TicketState.SERVED}
    assert Counter(service.ticket for service in record.services.values()) == dict.fromkeys(served, 1)
    called = {ticket.id for ticket in tickets if ticket.called_ms}
    assert Counter(wait.ticket for wait in record.waits.values()) == dict.fromkeys(called, 1)
    stars = sum(1 for one in record.services.values() if one.stars)
    assert stars == sum(type(one.event).__name__ == "ServiceRated" for one in hall.records)
