"""A story has every event that touched its ticket, and nothing that did not."""

import msgspec
import pytest
from msgspec.structs import replace

from queue_server.explain.story import Part, tell
from queue_server.hall import commands as c
from queue_server.hall.events import Recorded
from queue_server.hall.lookup import Hall
from queue_server.hall.memory_hall import small_plan
from queue_server.hall.room import HallRoom
from queue_server.vocabulary import ItemCode, TicketClass, TicketId, WindowNo
from tests.explain.retold import DAY, Retold

A1, A2, B1 = ItemCode("A1"), ItemCode("A2"), ItemCode("B1")
W1, W2, W3 = WindowNo("01"), WindowNo("02"), WindowNo("03")


def tid(number: str) -> TicketId:
    return TicketId(f"{DAY}-{number}")


def parts(hall: Retold, number: str) -> list[tuple[str, Part]]:
    return [
        (str(each.recorded.event.__struct_config__.tag), each.part) for each in hall.story(number).moments
    ]


@pytest.fixture
def hall() -> Retold:
    """All windows staffed, three tickets of queue A waiting."""
    hall = Retold()
    hall.staff("01", "02", "03")
    for _ in range(3):
        hall.do(c.TakeTicket(A1))
    hall.wait_s(60)
    return hall


def test_a_plain_visit_from_issue_to_rating(hall: Retold) -> None:
    hall.do(c.CallNext(W1), c.StartService(W1), c.FinishService(W1), c.RateService(W1, 5))
    assert parts(hall, "A001") == [
        ("ticket_issued", Part.OWN),
        ("ticket_called", Part.OWN),
        ("service_started", Part.OWN),
        ("service_finished", Part.OWN),
        ("service_rated", Part.OWN),
    ]


def test_a_call_of_another_that_was_compared_with_it_belongs_to_the_story(hall: Retold) -> None:
    hall.do(c.CallNext(W1))
    assert ("ticket_called", Part.OVERTAKEN) in parts(hall, "A002")
    assert ("ticket_called", Part.OVERTAKEN) not in parts(hall, "A003")


def test_a_returned_ticket_is_freed_by_the_other_call_and_bound_again_by_its_undoing(hall: Retold) -> None:
    hall.do(c.CallNext(W1), c.MarkNoShow(W1), c.ReturnTicket(tid("A001")))
    hall.do(c.CallNext(W2), c.UndoStep(W2))
    assert parts(hall, "A001")[-3:] == [
        ("ticket_returned", Part.OWN),
        ("ticket_called", Part.FREED),
        ("step_undone", Part.FREED_BACK),
    ]


def test_an_undo_touches_every_ticket_of_its_step(hall: Retold) -> None:
    hall.do(c.CallNext(W1), c.StartService(W1), c.CallNext(W1), c.UndoStep(W1))
    assert parts(hall, "A001")[-1] == ("step_undone", Part.UNDONE)
    assert parts(hall, "A002")[-1] == ("step_undone", Part.UNDONE)
    assert parts(hall, "A003")[-1] == ("ticket_called", Part.OVERTAKEN)


def test_refusals_about_a_ticket_are_told_and_those_about_others_are_not(hall: Retold) -> None:
    hall.do(c.CallNext(W1))
    hall.ask(c.PickTicket(W3, tid("A001"), "老人"))
    hall.ask(c.PickTicket(W1, tid("A002"), "老人"))
    assert [part for _, part in parts(hall, "A001")].count(Part.REFUSED) == 2
    assert [part for _, part in parts(hall, "A002")].count(Part.REFUSED) == 0


def test_a_ticket_nobody_was_given_has_no_story(hall: Retold) -> None:
    assert tell(HallRoom.empty(), hall.records, tid("A999"), hall.hall) is None


class Elsewhere(msgspec.Struct, frozen=True, tag="card_shown", tag_field="event"):
    """An event of another room in the same journal."""

    ticket: TicketId = tid("A001")


def test_events_of_other_rooms_are_passed_over(hall: Retold) -> None:
    before = parts(hall, "A001")
    strange = Recorded(len(hall.records) + 1, hall.at_ms, "clock", "", Elsewhere())  # type: ignore[arg-type]  # not the hall's
    hall.records.append(strange)
    assert parts(hall, "A001") == before


def test_the_reason_has_the_rule_the_rivals_and_who_stood_aside(hall: Retold) -> None:
    hall.do(c.CallNext(W1), c.TakeTicket(B1))
    hall.wait_s(60)
    hall.do(c.TakeTicket(A1, klass=TicketClass.PRIORITY))
    hall.wait_s(3)
    hall.do(c.CallNext(W3))
    called = hall.story("A002").moments[-1]
    reason = called.reason
    assert reason is not None
    assert (reason.called.number, reason.policy, reason.decided_by) == ("A002", "accumulating", "smaller_seq")
    assert [each.number for each in reason.rivals] == ["A003", "B001", "A004"]
    assert reason.called.wait_ms == 123_000
    assert reason.called.points == 123_000 * 1_000_000
    assert reason.elsewhere == 0


def test_a_ticket_reserved_for_another_window_stands_aside(hall: Retold) -> None:
    hall.do(c.CallNext(W1), c.StartService(W1), c.TransferTicket(W1, comes_back=True))
    hall.do(c.TakeTicket(B1))
    hall.wait_s(60)
    hall.do(c.TakeTicket(A1), c.CallNext(W2), c.FinishService(W2), c.CallNext(W2), c.FinishService(W2))
    hall.do(c.CallNext(W2))
    reason = hall.story("A004").moments[-1].reason
    assert reason is not None
    assert [(each.number, each.reserved_for) for each in reason.aside] == [("A001", W1)]
    assert reason.elsewhere == 1  # B001 waits longer, for an item of window 03


def test_without_a_plan_nothing_is_said_of_other_windows_items(hall: Retold) -> None:
    hall.do(c.CallNext(W1))
    reason = hall.story("A001", with_plan=False).moments[-1].reason
    assert reason is not None
    assert reason.elsewhere == -1


def test_a_plan_that_contradicts_the_call_proves_nothing(hall: Retold) -> None:
    hall.do(c.TakeTicket(B1))
    hall.wait_s(1)
    hall.do(c.TakeTicket(A2))
    for _ in range(4):
        hall.do(c.CallNext(W1), c.FinishService(W1))
    plan = small_plan()
    gone = Hall(replace(plan, windows=plan.windows[1:]))
    assert [_elsewhere(hall, one) for one in (hall.hall, gone)] == [1, -1]


def _elsewhere(hall: Retold, plan: Hall) -> int:
    told = tell(HallRoom.empty(), hall.records, tid("A004"), plan)
    assert told is not None
    return next(each.reason.elsewhere for each in reversed(told.moments) if each.reason is not None)


def test_the_story_ends_where_the_ticket_stands(hall: Retold) -> None:
    hall.do(c.CallNext(W1))
    assert hall.story("A001").ticket == hall.ticket("A001")


def test_who_sat_at_the_window_is_kept(hall: Retold) -> None:
    hall.do(c.CallNext(W1))
    assert hall.story("A001").moments[-1].staff == "S01"
