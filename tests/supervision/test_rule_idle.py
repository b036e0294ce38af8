"""An open window is idle while somebody waits whom it could call; a ticket waits over its ceiling."""

import pytest
from msgspec.structs import replace

from queue_server.hall import commands as c
from queue_server.hall.plan import AwayPlan
from queue_server.supervision.plan import Numbers, RuleStep
from queue_server.vocabulary import (
    CardState,
    ItemCode,
    PriorityReason,
    RuleCode,
    TicketClass,
    TicketId,
    WindowNo,
)
from tests.supervision.watched import (
    KIOSK,
    MANAGER,
    NO_ATTENDANCE,
    WatchedHall,
    clock,
    open_all_day,
    with_rule,
)

IDLE, LONG = RuleCode.IDLE_WINDOW, RuleCode.LONG_WAIT
W1, W2 = WindowNo("01"), WindowNo("02")
REASONS = {TicketClass.PRIORITY: PriorityReason.ELDERLY}
A1, B1 = ItemCode("A1"), ItemCode("B1")


@pytest.fixture
def hall() -> WatchedHall:
    hall = WatchedHall(NO_ATTENDANCE)
    hall.until("8:00")
    hall.sign_in("9:00")
    return hall


def take(hall: WatchedHall, at: str, item: ItemCode = A1) -> None:
    hall.at(at, c.TakeTicket(item), actor=KIOSK)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("9:04", []),
        ("9:04:00.001", [("window:01",)]),
        ("9:07", [("window:01",)]),
        ("9:07:00.001", [("window:01",), ("duty",)]),
    ],
)
def test_first_the_window_is_warned_then_the_manager_by_the_same_card(
    hall: WatchedHall, at: str, told: list[tuple[str, ...]]
) -> None:
    take(hall, "9:01")
    hall.until(at)
    assert [one.state for one in hall.of(IDLE)] == [CardState.RUNNING] * bool(told)
    assert hall.told("20260302-K001") == told


def test_whom_the_window_cannot_call_does_not_count(hall: WatchedHall) -> None:
    take(hall, "9:01", item=B1)
    hall.until("9:10")
    assert hall.of(IDLE) == []


def test_it_ends_with_the_call(hall: WatchedHall) -> None:
    take(hall, "9:01")
    hall.press("9:05", c.CallNext(W1))
    card = hall.one(IDLE)
    assert (card.state, card.ended_ms) == (CardState.ENDED, clock("9:05"))


def test_it_ends_when_another_window_calls_the_only_one_who_waited(hall: WatchedHall) -> None:
    hall.sign_in("9:00", window="02", staff="S2")
    take(hall, "9:01")
    hall.until("9:08")
    hall.press("9:08", c.CallNext(W2), window="02")
    assert [(one.window, one.state, one.ended_ms) for one in hall.of(IDLE)] == [
        ("01", CardState.ENDED, clock("9:08")),
        ("02", CardState.ENDED, clock("9:08")),
    ]


def test_it_ends_when_the_ticket_is_given_up(hall: WatchedHall) -> None:
    take(hall, "9:01")
    hall.until("9:08")
    hall.at("9:08", c.CancelTicket(TicketId("20260302-A001"), "放弃"), actor=MANAGER)
    assert hall.one(IDLE).state is CardState.ENDED


def test_who_comes_back_has_not_waited_here_before(hall: WatchedHall) -> None:
    take(hall, "9:01")
    hall.press("9:01:10", c.CallNext(W1))
    hall.press("9:01:20", c.MarkNoShow(W1))
    take(hall, "9:06")
    hall.at("9:06", c.ReturnTicket(TicketId("20260302-A001")), actor=KIOSK)
    hall.until("9:09")
    assert hall.of(IDLE) == []
    hall.until("9:09:00.001")
    assert hall.one(IDLE).since_ms == clock("9:06")


def test_a_number_of_a_kiosks_own_is_waited_with_from_its_handing_in() -> None:
    away = replace(open_all_day(), away=AwayPlan({"K1": "Z"}, 50))
    hall = WatchedHall(NO_ATTENDANCE, away)
    hall.until("8:00")
    hall.sign_in("9:00")
    hand_in = c.HandInTicket("0a1b2c3d4e5f", "AZ001", "20260302", 1, A1, clock("9:01"), 200)
    hall.at("9:10", hand_in, actor="kiosk:K1")
    hall.until("9:13")
    assert hall.of(IDLE) == [], "nobody at the window could know"
    hall.until("9:13:00.001")
    assert hall.one(IDLE).since_ms == clock("9:10")


def test_an_undone_call_does_not_make_the_window_idle_for_longer(hall: WatchedHall) -> None:
    take(hall, "9:01")
    hall.press("9:03:55", c.CallNext(W1))
    hall.press("9:04:03", c.UndoStep(W1))
    hall.until("9:07:03")
    assert hall.of(IDLE) == []
    hall.until("9:07:03.001")
    assert hall.one(IDLE).since_ms == clock("9:04:03")


def test_other_steps_are_followed() -> None:
    plan = with_rule(NO_ATTENDANCE, IDLE, RuleStep("yellow", over=10), RuleStep("red", over=20))
    hall = WatchedHall(plan)
    hall.until("8:00")
    hall.sign_in("9:00")
    take(hall, "9:01")
    hall.until("9:02")
    assert [(one.level, one.state) for one in hall.of(IDLE)] == [
        ("yellow", CardState.SUPERSEDED),
        ("red", CardState.TOLD),
    ]


@pytest.mark.parametrize("klass", [TicketClass.REGULAR, TicketClass.PRIORITY])
def test_a_wait_is_too_long_one_millisecond_after_the_ceiling_of_its_class(klass: TicketClass) -> None:
    ceilings = {TicketClass.REGULAR: 40, TicketClass.PRIORITY: 20}
    hall = WatchedHall(replace(NO_ATTENDANCE, numbers=Numbers(ceilings_min=ceilings)))
    hall.until("8:00")
    hall.at("9:00", c.TakeTicket(A1, klass, reason=REASONS.get(klass)), actor=KIOSK)
    over = f"9:{ceilings[klass]}"
    hall.until(over)
    assert hall.of(LONG) == []
    hall.until(f"{over}:00.001")
    card = hall.one(LONG)
    assert (card.subject, card.ticket, card.state) == ("queue:A", "20260302-A001", CardState.RUNNING)
    assert hall.told(card.id) == [("duty",)]


def test_without_ceilings_the_target_of_dispatch_is_the_ceiling(hall: WatchedHall) -> None:
    minutes = hall.hall.plan.dispatch.targets_min[TicketClass.REGULAR]
    take(hall, "9:00")
    hall.until(clock("9:00") + minutes * 60_000)
    assert hall.of(LONG) == []
    hall.until(clock("9:00") + minutes * 60_000 + 1)
    assert len(hall.of(LONG)) == 1


def test_the_warning_lasts_until_nobody_of_the_queue_waits_too_long(hall: WatchedHall) -> None:
    take(hall, "9:00")
    take(hall, "9:05")
    hall.until("10:00")
    hall.press("10:00", c.CallNext(W1), c.StartService(W1), c.FinishService(W1))
    assert [one.state for one in hall.of(LONG)] == [CardState.RUNNING]
    hall.press("10:01", c.CallNext(W1))
    assert [one.state for one in hall.of(LONG)] == [CardState.ENDED]
