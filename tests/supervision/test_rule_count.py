"""What is counted, rated, measured or broken: services, picks, call-backs, devices, readers."""

import pytest
from msgspec.structs import replace

from queue_server.hall import commands as c
from queue_server.supervision import commands as sc
from queue_server.supervision.plan import Deadlines, Numbers, RuleStep, SupervisionPlan
from queue_server.vocabulary import (
    CardAct,
    CardState,
    Device,
    ItemCode,
    RefusalCode,
    RuleCode,
    TaskId,
    TicketId,
    WindowNo,
)
from tests.supervision.watched import CLOCK, KIOSK, MANAGER, NO_ATTENDANCE, WatchedHall, clock, with_rule

HASTY, PICKS, RATING = RuleCode.HASTY_CALLS, RuleCode.OUT_OF_ORDER, RuleCode.BAD_RATING
LONG, DEVICE, READER = RuleCode.LONG_SERVICE, RuleCode.DEVICE_FAULT, RuleCode.READER_ALARM
W1, A1 = WindowNo("01"), ItemCode("A1")
MINUTE_MS = 60_000


def opened(plan: SupervisionPlan = NO_ATTENDANCE) -> WatchedHall:
    hall = WatchedHall(plan)
    hall.until("8:00")
    hall.sign_in("9:00")
    return hall


def serve(hall: WatchedHall, at_ms: int, took_ms: int) -> None:
    """Serve one citizen who took a number just before; from call to finish it takes so long."""
    hall.at(at_ms - 1, c.TakeTicket(A1), actor=KIOSK)
    hall.press(at_ms, c.CallNext(W1), c.StartService(W1))
    hall.press(at_ms + took_ms, c.FinishService(W1))


def served(times: int, took_ms: int, plan: SupervisionPlan = NO_ATTENDANCE) -> WatchedHall:
    hall = opened(plan)
    for n in range(times):
        serve(hall, clock("9:01") + n * MINUTE_MS, took_ms)
    return hall


# --- calls without service -------------------------------------------------------------------------------


@pytest.mark.parametrize(("took_ms", "cards"), [(9_999, 1), (10_000, 1), (10_001, 0)])
def test_over_within_ten_seconds_is_hasty(took_ms: int, cards: int) -> None:
    assert len(served(3, took_ms).of(HASTY)) == cards


@pytest.mark.parametrize(("times", "amounts"), [(2, []), (3, [3]), (5, [5])])
def test_more_than_twice_a_day_is_one_warning_that_counts_on(times: int, amounts: list[int]) -> None:
    hall = served(times, 5_000)
    assert [(one.state, one.amount, one.subject) for one in hall.of(HASTY)] == [
        (CardState.RUNNING, amount, "window:01") for amount in amounts
    ]
    assert hall.told("20260302-K001") == [("duty",)] * len(amounts)


def test_an_undone_finish_takes_the_warning_back_and_done_again_it_stands_again() -> None:
    hall = served(3, 5_000)
    hall.press(clock("9:03:08"), c.UndoStep(W1))
    assert [(one.state, one.reason) for one in hall.of(HASTY)] == [(CardState.REVOKED, "更正：撤销了一步")]
    hall.press(clock("9:03:09"), c.FinishService(W1))
    assert [one.state for one in hall.of(HASTY)] == [CardState.REVOKED, CardState.RUNNING]


def test_the_next_day_counts_anew() -> None:
    hall = served(3, 5_000)
    hall.until("8:00", day=1)
    assert hall.one(HASTY).state is CardState.ENDED
    hall.sign_in("9:00", day=1)
    serve(hall, clock("9:01", day=1), 5_000)
    assert len(hall.of(HASTY)) == 1


def test_other_numbers_and_a_severer_step_are_followed() -> None:
    plan = with_rule(NO_ATTENDANCE, HASTY, RuleStep("warning", over=1), RuleStep("yellow", over=3))
    hall = served(5, 19_000, replace(plan, numbers=Numbers(hasty_s=20)))
    assert [(one.level, one.state, one.amount) for one in hall.of(HASTY)] == [
        ("warning", CardState.SUPERSEDED, 3),
        ("yellow", CardState.TOLD, 5),
    ]


# --- picks -----------------------------------------------------------------------------------------------


def picked(times: int, plan: SupervisionPlan = NO_ATTENDANCE) -> WatchedHall:
    """Return a hall in which window 01 picked the second in line so many times."""
    hall = opened(plan)
    for _ in range(times + 1):
        hall.at("9:01", c.TakeTicket(A1), actor=KIOSK)
    for n in range(times):
        ticket = TicketId(f"20260302-A{n + 2:03d}")
        at_ms = clock("9:02") + n * MINUTE_MS
        hall.press(at_ms, c.PickTicket(W1, ticket, "老人"))
        hall.press(at_ms + 20_000, c.StartService(W1))
        hall.press(at_ms + 40_000, c.FinishService(W1))
    return hall


@pytest.mark.parametrize(("times", "cards"), [(5, 0), (6, 1), (7, 1)])
def test_more_than_five_picks_a_day_are_a_warning_to_the_managers(times: int, cards: int) -> None:
    hall = picked(times)
    assert [one.amount for one in hall.of(PICKS)] == [times] * cards
    assert hall.told(hall.of(PICKS)[0].id if cards else "") == [("duty",)] * cards


def test_an_undone_pick_never_counted() -> None:
    hall = picked(5)
    hall.at("9:30", c.TakeTicket(A1), actor=KIOSK)
    hall.press("9:30:01", c.PickTicket(W1, TicketId("20260302-A007"), "老人"))
    assert hall.one(PICKS).state is CardState.RUNNING
    hall.press("9:30:05", c.UndoStep(W1))
    assert hall.one(PICKS).state is CardState.REVOKED


# --- ratings and call-backs ------------------------------------------------------------------------------


def rated(stars: int, plan: SupervisionPlan = NO_ATTENDANCE) -> WatchedHall:
    hall = served(1, 30_000, plan)
    hall.press(clock("9:01:35"), c.RateService(W1, stars))
    return hall


@pytest.mark.parametrize(("stars", "tasks"), [(1, 1), (2, 1), (3, 0), (5, 0)])
def test_a_bad_rating_opens_a_call_back_due_at_the_end_of_the_next_working_day(
    stars: int, tasks: int
) -> None:
    opened_tasks = rated(stars).room.state.tasks.values()
    assert [(one.stars, one.staff, one.deadline_ms) for one in opened_tasks] == [
        (stars, "S1", clock("0:00", day=2))
    ] * tasks


def test_unanswered_it_is_a_yellow_card_at_its_deadline() -> None:
    hall = rated(1)
    hall.until(clock("0:00", day=2) - 1)
    assert hall.of(RATING) == []
    hall.until(clock("0:00", day=2))
    card = hall.one(RATING)
    assert (card.level, card.state, card.staff, card.due_ms) == (
        "yellow",
        CardState.TOLD,
        "S1",
        clock("0:00", day=2),
    )
    assert hall.told(card.id) == [("staff:S1", "chief:GA", "head:GA")]


def test_answered_in_time_it_is_none() -> None:
    hall = rated(1)
    hall.at("10:00", sc.AnswerTask(TaskId("20260302-A001"), "已回访"), actor=MANAGER, day=1)
    hall.until("0:00", day=3)
    assert (hall.of(RATING), hall.room.state.tasks) == ([], {})


def test_answered_late_the_task_is_done_and_the_card_stands() -> None:
    hall = rated(1)
    hall.until("9:00", day=2)
    hall.at("9:00", sc.AnswerTask(TaskId("20260302-A001"), "已回访"), actor=MANAGER, day=2)
    assert (hall.one(RATING).state, hall.room.state.tasks, hall.room.state.spells) == (CardState.TOLD, {}, {})


@pytest.mark.parametrize(
    ("task", "text", "actor", "code"),
    [
        ("20260302-A001", " ", MANAGER, RefusalCode.REASON_NEEDED),
        ("20260302-A001", "已回访", "window:02/S1", RefusalCode.NOT_YOUR_RIGHT),
        ("20260302-A009", "已回访", MANAGER, RefusalCode.UNKNOWN_TASK),
    ],
)
def test_a_wrong_answer_is_refused(task: str, text: str, actor: str, code: RefusalCode) -> None:
    hall = rated(1)
    assert hall.code_of("10:00", sc.AnswerTask(TaskId(task), text), actor) is code
    assert TaskId("20260302-A001") in hall.room.state.tasks


def test_other_stars_days_and_steps_are_followed() -> None:
    plan = with_rule(NO_ATTENDANCE, RATING, RuleStep("warning", over=3600), RuleStep("red", over=7200))
    numbers, deadlines = Numbers(bad_stars_max=3), Deadlines(call_back_days=2)
    hall = rated(3, replace(plan, numbers=numbers, deadlines=deadlines))
    found = []
    for at in ("0:59:59.999", "1:00", "1:59:59.999", "2:00"):
        hall.until(at, day=3)
        found.append([(one.level, one.state.value) for one in hall.of(RATING)])
    first, second = [("warning", "running")], [("warning", "superseded"), ("red", "told")]
    assert found == [[], first, first, second]


def test_switched_off_it_opens_no_task() -> None:
    assert rated(1, with_rule(NO_ATTENDANCE, RATING)).room.state.tasks == {}


# --- services longer than usual --------------------------------------------------------------------------


def test_until_enough_were_measured_three_times_the_planned_minutes_is_long() -> None:
    hall = opened()
    minutes = hall.hall.items[A1].minutes
    hall.at("9:00", c.TakeTicket(A1), actor=KIOSK)
    hall.press("9:01", c.CallNext(W1), c.StartService(W1))
    limit_ms = clock("9:01") + 3 * minutes * MINUTE_MS
    hall.until(limit_ms)
    assert hall.of(LONG) == []
    hall.until(limit_ms + 1)
    assert hall.told(hall.one(LONG).id) == [("window:01",)]
    hall.press(limit_ms + 5000, c.FinishService(W1))
    assert (hall.one(LONG).state, hall.one(LONG).ended_ms) == (CardState.ENDED, limit_ms + 5000)


def test_then_it_is_what_95_of_100_do_not_exceed() -> None:
    hall = opened()
    for n in range(20):
        serve(hall, clock("9:01") + n * 2 * MINUTE_MS, 20_000 + n * 1000)
    hall.at("10:00", c.TakeTicket(A1), actor=KIOSK)
    hall.press("10:01", c.CallNext(W1), c.StartService(W1))
    hall.until("10:01:38")
    assert hall.of(LONG) == []
    hall.until("10:01:38.001")
    assert hall.one(LONG).since_ms == clock("10:01:38")


def test_what_others_take_meanwhile_moves_no_limit_under_way() -> None:
    hall = opened(replace(NO_ATTENDANCE, numbers=Numbers(service_samples_min=2)))
    hall.sign_in("9:00", window="02", staff="S2")
    for n in range(2):
        serve(hall, clock("9:01") + n * 2 * MINUTE_MS, 60_000)
    hall.at("10:00", c.TakeTicket(A1), c.TakeTicket(A1), actor=KIOSK)
    hall.press("10:01", c.CallNext(W1), c.StartService(W1))
    w2 = WindowNo("02")
    hall.press("10:01", c.CallNext(w2), c.StartService(w2), window="02")
    hall.until("10:02:30")
    assert [one.due_ms for one in hall.of(LONG)] == [clock("10:02:00.001")] * 2
    hall.press("10:09", c.FinishService(w2), window="02")
    hall.restart()
    hall.until("10:10")
    assert [(one.window, one.state) for one in hall.of(LONG)] == [
        ("01", CardState.RUNNING),
        ("02", CardState.ENDED),
    ]


# --- devices and readers ---------------------------------------------------------------------------------


def test_a_fault_is_a_warning_at_once_to_window_and_managers_until_it_is_over() -> None:
    hall = opened()
    hall.at("9:10", c.ReportDevice("window:01", Device.PAD, "无响应"), actor=CLOCK)
    hall.until("9:10:00.001")
    card = hall.one(DEVICE)
    assert (card.subject, card.state, card.facts["fault"]) == (
        "device:window:01/pad",
        CardState.RUNNING,
        "无响应",
    )
    assert hall.told(card.id) == [("window:01", "duty")]
    hall.at("9:20", c.ReportDevice("window:01", Device.PAD), actor=CLOCK)
    assert (hall.one(DEVICE).state, hall.one(DEVICE).ended_ms) == (CardState.ENDED, clock("9:20"))


def test_a_fault_that_lasts_is_one_card_overnight() -> None:
    hall = opened()
    hall.at("9:10", c.ReportDevice("kiosk:K1", Device.PRINTER, "缺纸"), actor=CLOCK)
    hall.at("9:15", c.ReportDevice("kiosk:K1", Device.PRINTER, "卡纸"), actor=CLOCK)
    hall.restart()
    hall.until("9:00", day=1)
    assert [one.state for one in hall.of(DEVICE)] == [CardState.RUNNING]


@pytest.mark.parametrize("over", [0, 60])
def test_a_readers_alarm_is_a_warning_once_it_lasts_longer_than_its_seconds(over: int) -> None:
    hall = opened(with_rule(NO_ATTENDANCE, READER, RuleStep("warning", over=over, tells=("duty",))))
    hall.at("9:10", sc.ReportReader("door", "壳体被打开"), actor="reader:door")
    hall.until(clock("9:10") + over * 1000)
    assert hall.of(READER) == []
    hall.until(clock("9:10") + over * 1000 + 1)
    assert hall.one(READER).since_ms == clock("9:10")
    hall.at("9:30", sc.ReportReader("door"), actor="reader:door")
    assert hall.one(READER).state is CardState.ENDED


def test_a_revoked_warning_is_not_raised_again_while_its_cause_lasts() -> None:
    hall = opened()
    hall.at("9:10", c.ReportDevice("window:01", Device.PAD, "无响应"), actor=CLOCK)
    hall.until("9:11")
    hall.act("9:12", hall.one(DEVICE).id, CardAct.REVOKE, "检修")
    hall.restart()
    hall.until("12:00")
    assert [one.state for one in hall.of(DEVICE)] == [CardState.REVOKED]
