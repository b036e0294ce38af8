"""The room before a past day, from the events that outlive a night, is the room that the hall really had."""

from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.hall import commands as c
from queue_server.hall.events import DayOpened
from queue_server.hall.evolve import evolve
from queue_server.hall.memory_hall import MONDAY_9_MS, Rehearsal, places_of
from queue_server.hall.overnight import ANNOUNCING_KINDS, OVERNIGHT_KINDS, room_before
from queue_server.vocabulary import Device, ItemCode, WindowNo

A1 = ItemCode("A1")
W1 = WindowNo("01")
DAY_MS = 86_400_000

ACTS = st.lists(
    st.one_of(
        st.builds(c.TakeTicket, st.just(A1)),
        st.just(c.CallNext(W1)),
        st.just(c.FinishService(W1)),
        st.just(c.UndoStep(W1)),
        st.builds(
            c.BookAppointment,
            st.sampled_from("xyz"),
            st.just(A1),
            st.sampled_from([MONDAY_9_MS, MONDAY_9_MS + DAY_MS, MONDAY_9_MS + 2 * DAY_MS]),
        ),
        st.builds(c.CancelAppointment, st.sampled_from("xyz")),
        st.builds(c.TakeTicket, appointment=st.sampled_from("xyz")),
        st.builds(c.PostNotice, st.sampled_from(["停电", ""])),
        st.builds(c.ReportDevice, st.just("kiosk:K1"), st.just(Device.PRINTER), st.sampled_from(["纸", ""])),
    ),
    max_size=25,
)


def test_the_kinds_are_names_of_the_journal() -> None:
    assert "day_opened" in OVERNIGHT_KINDS
    assert set(ANNOUNCING_KINDS) == {"ticket_called", "ticket_recalled", "step_undone", "journal_restored"}


@given(st.lists(ACTS, min_size=2, max_size=3))
@settings(max_examples=60, deadline=None)
def test_a_day_played_from_its_morning_ends_like_the_whole_journal(days: list[list[c.AnyCommand]]) -> None:
    hall = Rehearsal()
    for acts in days:
        hall.do(c.Tick())
        hall.staff("01")
        for act in acts:
            hall.ask(act)
            hall.wait_s(1)
        hall.at_ms += DAY_MS
    opened = [at for at, each in enumerate(hall.records) if isinstance(each.event, DayOpened)]
    before, after = hall.records[: opened[-1]], hall.records[opened[-1] :]
    room = room_before(before, hall.replayed(before).state.announced)
    for recorded in after:
        evolve(room, recorded)
    whole = hall.replayed()
    made_today = [each for each in whole.state.announcements if each.at_ms >= after[0].at_ms]
    assert room.state.announcements == made_today
    whole.state.announcements = made_today
    assert room.state == whole.state
    assert places_of(room.lanes) == places_of(whole.lanes)
