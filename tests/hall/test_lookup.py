"""The prepared plan: days, minutes, weekdays, weights, skills."""

import pytest
from msgspec.structs import replace

from queue_server.hall.lookup import DAY_MS, Hall
from queue_server.hall.memory_hall import MONDAY_9_MS, small_plan
from queue_server.hall.plan import Dispatch
from queue_server.hall.skills import Skills
from queue_server.vocabulary import ItemCode, QueueCode, TicketClass, WindowNo

HALL = Hall(small_plan())
A1, A2, B1 = ItemCode("A1"), ItemCode("A2"), ItemCode("B1")


def test_a_day_begins_at_local_midnight() -> None:
    midnight_ms = MONDAY_9_MS - 9 * 3_600_000
    assert [HALL.day_of(midnight_ms + ms) for ms in (-1, 0, DAY_MS - 1)] == [
        "20260301",
        "20260302",
        "20260302",
    ]
    assert HALL.day_start_ms(MONDAY_9_MS) == HALL.day_start_ms(midnight_ms) == midnight_ms


def test_minutes_are_local() -> None:
    assert HALL.minute_of(MONDAY_9_MS) == 540
    west = Hall(replace(small_plan(), utc_offset_min=-300))
    assert west.minute_of(MONDAY_9_MS) == 20 * 60


@pytest.mark.parametrize(("days", "closed"), [(0, False), (4, False), (5, True), (6, True), (7, False)])
def test_saturday_and_sunday_are_closed(days: int, closed: bool) -> None:
    assert HALL.is_closed_weekday(MONDAY_9_MS + days * DAY_MS) is closed


def test_weights_are_whole_millionths() -> None:
    assert HALL.weights[TicketClass.REGULAR] == 1_000_000
    assert HALL.weight(TicketClass.REGULAR, is_transferred=True) == 3_952_847
    assert HALL.weight(TicketClass.PRIORITY, is_transferred=True) == 5_524_272


def test_the_longest_target_weighs_one_also_when_it_is_the_transfers() -> None:
    hall = Hall(replace(small_plan(), dispatch=Dispatch(power=1, transfer_target_min=50)))
    assert (hall.transfer_weight, hall.weights[TicketClass.REGULAR]) == (1_000_000, 2_000_000)


def test_rivals_are_the_items_of_the_windows_that_serve_an_item() -> None:
    skills = Skills(HALL, {})
    assert skills.rivals(A1) == {A1, A2, B1}
    assert skills.rivals(A2) == {A1, A2}
    assert skills.rivals(ItemCode("X")) == {"X"}
    assert skills.strangers(A1) == set()
    assert skills.strangers(A2) == {B1}


def test_a_skill_for_an_item_that_the_plan_no_longer_has_is_none() -> None:
    assert Skills(HALL, {WindowNo("01"): (ItemCode("GONE"), A2)}).items_of[WindowNo("01")] == (A2,)


def test_skills_changed_today_replace_those_of_the_plan() -> None:
    skills = Skills(HALL, {WindowNo("01"): (B1,)})
    assert skills.can_serve(WindowNo("01"), B1)
    assert not skills.can_serve(WindowNo("01"), A1)
    assert skills.windows_of_queue(QueueCode("B")) == ("01", "03")
    assert skills.windows_of_queue(QueueCode("B")) == ("01", "03")
