"""Every field of the wall's documents against small states: what a manager reads is what the rooms hold."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from queue_server.hall import commands as c
from queue_server.runtime import wall_documents as wall
from queue_server.supervision import commands as s
from queue_server.supervision.events import Chosen
from queue_server.vocabulary import (
    AbsenceKind,
    CardAct,
    CardState,
    Device,
    ItemCode,
    Presence,
    RuleCode,
    StaffId,
    TicketClass,
    WindowNo,
)
from queue_server.wire import wall_documents as w
from queue_server.wire.documents import DeskDoc
from queue_server.wire.words import Words
from tests.runtime.watched import DAY_MS, HOUR_MS, MINUTE_MS, MORNING_MS, Watched, running

A1 = ItemCode("A1")
W1, W2 = WindowNo("01"), WindowNo("02")
BEGINS_MS = MORNING_MS - 500 + 10 * MINUTE_MS


@pytest.fixture
async def hall() -> AsyncIterator[Watched]:
    async with running(Watched()) as watched:
        yield watched


def staff(hall: Watched, number: str) -> w.StaffDoc:
    doc = hall.fresh(f"staff/{number}")
    assert isinstance(doc, w.StaffDoc)
    return doc


def attendance(hall: Watched) -> w.AttendanceDoc:
    doc = hall.fresh("attendance")
    assert isinstance(doc, w.AttendanceDoc)
    return doc


def day(hall: Watched) -> w.DayDoc:
    doc = hall.fresh("day")
    assert isinstance(doc, w.DayDoc)
    return doc


def cards(hall: Watched, rule: RuleCode) -> list[w.CardDoc]:
    docs = [hall.fresh(f"card/{card}") for card in hall.engine.rooms.supervision.state.cards]
    return [one for one in docs if isinstance(one, w.CardDoc) and one.rule is rule]


def desk(hall: Watched, window: str) -> DeskDoc:
    doc = hall.fresh(f"desk/{window}")
    assert isinstance(doc, DeskDoc)
    return doc


async def off_post(hall: Watched) -> w.CardDoc:
    """Let S01 sit at window 01 and give no sign of life for 31 minutes of the shift."""
    await hall.sign_in("01", "S01")
    for _ in range(41):
        await hall.wait(MINUTE_MS)
    (card,) = cards(hall, RuleCode.OFF_POST)
    return card


def test_the_rules_are_the_halls_own_words() -> None:
    book = Watched().engine.book
    doc = wall.rules_doc(book)
    assert [level.code for level in doc.levels] == ["recorded", "warning", "yellow", "red"]
    assert doc.levels[2] == w.LevelWords("yellow", Words("黄牌", "yellow card"), "#f2c037", has_life=True)
    assert set(doc.rules) == set(RuleCode)
    assert doc.rules[RuleCode.LATE] == Words("迟到", "late")
    targets = book.hall.plan.dispatch.targets_min
    assert doc.wait_ceiling_min == targets[TicketClass.REGULAR]


async def test_a_person_is_followed_through_the_morning(hall: Watched) -> None:
    shown = staff(hall, "S01")
    assert (shown.name, shown.department, shown.is_chief) == ("甲", "GA", False)
    assert (shown.presence, shown.window, shown.since_ms, shown.punches_ms) == (Presence.EXPECTED, "", 0, ())
    await hall.ask(s.ReadBadge("east", "m", "0101", StaffId("S01")), "reader:east")
    read_ms = hall.clock.now_ms()
    assert staff(hall, "S01").presence is Presence.PRESENT
    await hall.wait(15 * MINUTE_MS)
    await hall.sign_in("01", "S01")
    in_ms = hall.clock.now_ms()
    assert staff(hall, "S01").presence is Presence.AT_WINDOW
    await hall.ask(c.TakeTicket(A1))
    for command in (c.CallNext(W1), c.StartService(W1), c.FinishService(W1), c.PauseWindow(W1, "午休")):
        await hall.wait(MINUTE_MS)
        await hall.ask(command, "window:01/S01")
    shown = staff(hall, "S01")
    assert (shown.window, shown.since_ms) == ("01", in_ms)
    assert shown.punches_ms == (read_ms, in_ms)
    assert (shown.is_late, shown.marks) == (False, ())


async def test_the_first_badge_of_a_new_halls_first_day_is_a_punch() -> None:
    hall = Watched()
    await hall.engine.start()
    async with asyncio.TaskGroup() as tasks:
        writer = tasks.create_task(hall.engine.run())
        await hall.ask(s.ReadBadge("east", "m", "0101", StaffId("S01")), "reader:east")
        assert staff(hall, "S01").punches_ms == (MORNING_MS,)
        writer.cancel()


async def test_somebody_off_post_is_so_since_the_last_sign_of_life_and_until_the_next(hall: Watched) -> None:
    await hall.wait(15 * MINUTE_MS)
    await hall.sign_in("01", "S01")
    last_ms = hall.clock.now_ms()
    await hall.wait(14 * MINUTE_MS)
    assert staff(hall, "S01").presence is Presence.AT_WINDOW
    await hall.wait(MINUTE_MS + 1_000)
    assert (staff(hall, "S01").presence, staff(hall, "S01").since_ms) == (Presence.OFF_POST, last_ms)
    assert attendance(hall).off_post == 1
    await hall.ask(s.ShowLife(W1, "key"), "window:01/pad")
    await hall.wait(0)
    assert (staff(hall, "S01").presence, staff(hall, "S01").since_ms) == (Presence.AT_WINDOW, last_ms)
    assert attendance(hall).off_post == 0


async def test_who_comes_late_is_marked_and_a_slip_takes_the_mark_away(hall: Watched) -> None:
    await hall.wait(20 * MINUTE_MS)
    await hall.sign_in("01", "S01")
    await hall.wait(0)
    assert (staff(hall, "S01").is_late, staff(hall, "S01").marks) == (True, (RuleCode.LATE,))
    assert attendance(hall).late == 1
    await hall.ask(s.MakeUpPunch(StaffId("S01"), BEGINS_MS - MINUTE_MS, "忘记打卡"), "manager:M1")
    await hall.wait(0)
    assert (staff(hall, "S01").is_late, staff(hall, "S01").marks) == (False, ())
    assert attendance(hall).late == 0


async def test_the_counts_are_those_of_the_people(hall: Watched) -> None:
    before = attendance(hall)
    assert (before.day, before.is_working, before.is_provisional) == ("20260302", True, False)
    assert (before.expected, before.present, before.on_leave, before.absent) == (4, 0, 0, 0)
    leave = s.FileAbsence(StaffId("S03"), AbsenceKind.SICK, BEGINS_MS, BEGINS_MS + DAY_MS, "病")
    await hall.ask(leave, "manager:M1")
    await hall.sign_in("01", "S01")
    await hall.ask(s.ReadBadge("east", "m", "0102", StaffId("S02")), "reader:east")
    await hall.wait(41 * MINUTE_MS)
    shown = {number: staff(hall, number).presence for number in ("S01", "S02", "S03", "S04", "S05")}
    assert shown == {
        "S01": Presence.OFF_POST,
        "S02": Presence.PRESENT,
        "S03": Presence.ON_LEAVE,
        "S04": Presence.OFF_DUTY,
        "S05": Presence.ABSENT,
    }
    counts = attendance(hall)
    assert (counts.expected, counts.present, counts.on_leave, counts.absent) == (3, 2, 1, 1)


async def test_a_free_day_expects_nobody(hall: Watched) -> None:
    await hall.wait(5 * DAY_MS)
    counts = attendance(hall)
    assert (counts.day, counts.is_working, counts.expected, counts.absent) == ("20260307", False, 0, 0)


async def test_unknown_badges_are_shown_the_newest_first_and_no_more_than_fit(hall: Watched) -> None:
    for number in range(wall.UNKNOWN_SHOWN_MAX + 5):
        await hall.wait(1_000)
        await hall.ask(s.ReadBadge("east", f"m{number}", f"{number:04d}"), "reader:east")
    await hall.wait(1_000)
    await hall.ask(s.ReadBadge("west", "m7", "0007"), "reader:west")
    badges = attendance(hall).unknown_badges
    assert len(badges) == wall.UNKNOWN_SHOWN_MAX
    first_ms = MORNING_MS + 8_000
    assert badges[0] == w.UnknownBadge("m7", "0007", "west", first_ms, hall.clock.now_ms(), 2)
    assert [one.mark for one in badges[1:4]] == ["m24", "m23", "m22"]


async def test_an_alarm_of_a_reader_is_shown_until_it_ends(hall: Watched) -> None:
    await hall.ask(s.ReportReader("east", "密钥不符"), "reader:east")
    assert attendance(hall).reader_alarms == {"east": "密钥不符"}
    await hall.ask(s.ReportReader("east"), "reader:east")
    assert attendance(hall).reader_alarms == {}


async def test_a_card_tells_all_of_its_cause(hall: Watched) -> None:
    card = await off_post(hall)
    assert (card.key, card.level, card.state) == (f"card/{card.card}", "yellow", CardState.UNCONFIRMED)
    assert (card.subject, card.staff, card.staff_name, card.window) == ("staff:S01", "S01", "甲", "01")
    assert (card.since_ms, card.amount, card.day) == (BEGINS_MS, 1800, "20260302")
    assert (card.facts, card.device, card.number, card.half_days) == ({"window": "01"}, None, "", 0)
    assert (card.is_current, card.is_overdue, card.times, card.deadline_ms) == (True, False, 1, 0)
    assert (card.told, card.acknowledged) == (("duty",), ())
    assert card.acts == (CardAct.ACKNOWLEDGE, CardAct.CONFIRM, CardAct.REVOKE)


async def test_a_card_is_led_on_from_confirmation_to_a_lost_appeal(hall: Watched) -> None:
    card = (await off_post(hall)).card

    async def lead(move: CardAct, text: str = "") -> w.CardDoc:
        await hall.ask(s.ActOnCard(card, move, text), "manager:M1")
        doc = hall.fresh(f"card/{card}")
        assert isinstance(doc, w.CardDoc)
        return doc

    told = await lead(CardAct.CONFIRM)
    assert (told.state, told.told[:2]) == (CardState.TOLD, ("duty", "staff:S01"))
    assert told.deadline_ms == BEGINS_MS - 510 * MINUTE_MS + 4 * DAY_MS
    await lead(CardAct.ACKNOWLEDGE)
    assert (await lead(CardAct.EXPLAIN, "如厕")).explanation == "如厕"
    assert (await lead(CardAct.INVESTIGATE, "查监控")).finding == "查监控"
    upheld = await lead(CardAct.UPHOLD, "属实")
    assert (upheld.reason, upheld.state) == ("属实", CardState.UPHELD)
    assert set(upheld.acts) == {CardAct.APPEAL, CardAct.MEASURE, CardAct.REVOKE}
    await hall.wait(4 * DAY_MS)
    late = hall.fresh(f"card/{card}")
    assert isinstance(late, w.CardDoc)
    assert CardAct.APPEAL not in late.acts
    await hall.ask(s.ActOnCard(card, CardAct.MEASURE, "提醒谈话"), "manager:M1")
    assert hall.fresh(f"card/{card}") is None
    assert hall.engine.rooms.supervision.state.cards[card].measure == "提醒谈话"


async def test_a_card_that_was_taken_back_leaves_the_wall_and_the_desk_though_its_cause_lasts(
    hall: Watched,
) -> None:
    await hall.ask(c.ReportDevice("window:02", Device.PAD, "没有应答"), "line:north")
    await hall.wait(1_000)
    (card,) = cards(hall, RuleCode.DEVICE_FAULT)
    assert (card.device, card.window, card.facts["fault"]) == (Device.PAD, "02", "没有应答")
    assert [one.card for one in desk(hall, "02").cards] == [card.card]
    await hall.ask(s.ActOnCard(card.card, CardAct.REVOKE, "已报修"), "manager:M1")
    assert cards(hall, RuleCode.DEVICE_FAULT) == []
    assert desk(hall, "02").cards == ()


async def test_a_desk_shows_its_persons_card_and_what_they_may_do(hall: Watched) -> None:
    card = (await off_post(hall)).card
    assert desk(hall, "01").cards == ()  # nobody but the duty manager was told
    await hall.ask(s.ActOnCard(card, CardAct.CONFIRM), "manager:M1")
    (shown,) = desk(hall, "01").cards
    assert (shown.name, shown.level_name) == (Words("离岗", "off post"), Words("黄牌", "yellow card"))
    assert (shown.colour, shown.is_acknowledged) == ("#f2c037", False)
    assert shown.acts == (CardAct.ACKNOWLEDGE, CardAct.EXPLAIN)
    await hall.ask(s.ActOnCard(card, CardAct.ACKNOWLEDGE), "window:01/S01")
    (shown,) = desk(hall, "01").cards
    assert (shown.is_acknowledged, shown.acts) == (True, (CardAct.EXPLAIN,))
    await hall.sign_in("02", "S02")  # the chief of GA
    assert [one.card for one in desk(hall, "02").cards] == [card]
    assert desk(hall, "03").cards == ()


async def test_a_bad_rating_is_a_task_until_it_is_answered(hall: Watched) -> None:
    await hall.sign_in("01", "S01")
    await hall.ask(c.TakeTicket(A1))
    for command in (c.CallNext(W1), c.StartService(W1), c.FinishService(W1)):
        await hall.wait(30_000)
        await hall.ask(command, "window:01/S01")
    await hall.ask(c.RateService(W1, 1), "evaluator:01")
    await hall.wait(0)
    ((task_id, task),) = hall.engine.rooms.supervision.state.tasks.items()
    midnight_ms = BEGINS_MS - 510 * MINUTE_MS + 2 * DAY_MS
    doc = w.TaskDoc(f"task/{task_id}", task_id, "A001", W1, StaffId("S01"), 1, midnight_ms, "甲", False)
    assert hall.fresh(f"task/{task_id}") == doc
    await hall.wait(3 * DAY_MS)
    overdue = hall.fresh(f"task/{task_id}")
    assert isinstance(overdue, w.TaskDoc)
    assert overdue.is_overdue
    await hall.ask(s.AnswerTask(task.id, "已致歉"), "manager:M1")
    assert hall.fresh(f"task/{task_id}") is None


async def test_the_day_counts_numbers_ratings_and_the_curve(hall: Watched) -> None:
    await hall.sign_in("01", "S01")
    for _ in range(3):
        await hall.ask(c.TakeTicket(A1))
    await hall.ask(c.TakeTicket(ItemCode("B1")))
    await hall.wait(2 * MINUTE_MS)
    for command in (c.CallNext(W1), c.StartService(W1), c.FinishService(W1)):
        await hall.ask(command, "window:01/S01")
    await hall.ask(c.RateService(W1, 4), "evaluator:01")
    await hall.ask(c.CallNext(W1), "window:01/S01")
    await hall.wait(30_000)
    await hall.ask(c.MarkNoShow(W1), "window:01/S01")
    doc = day(hall)
    wait_ms = 2 * 2 * MINUTE_MS
    assert doc.queues["A"] == w.QueueFigures(3, 2, 1, 1, wait_ms, 2)
    assert doc.queues["B"] == w.QueueFigures(issued=1)
    assert doc.total == w.QueueFigures(4, 2, 1, 1, wait_ms, 2)
    rated = w.Spread((0, 0, 0, 1, 0), served=1, silent=0)
    assert doc.ratings == rated
    assert doc.ratings_of_windows == {"01": rated}
    assert doc.ratings_of_staff == {"S01": rated}
    place = (8 * 60 + 20) // 10
    assert (doc.issued_curve[place], sum(doc.issued_curve)) == (4, 4)
    assert (doc.served_curve[place], sum(doc.served_curve)) == (1, 1)


async def test_a_published_selection_has_the_names_of_the_configuration(hall: Watched) -> None:
    assert hall.fresh("selection") is None
    places = ((Chosen("01", 97.5),), (Chosen("S02", 96.0), Chosen("S99", 90.0)))
    await hall.ask(s.PublishSelection("2026-Q1", *places), "manager:M1")
    doc = hall.fresh("selection")
    assert isinstance(doc, w.SelectionDoc)
    assert (doc.period, doc.windows[0].what, doc.windows[0].score) == ("2026-Q1", "01", 97.5)
    assert doc.staff == (w.PublishedPlace("S02", "乙", 96.0), w.PublishedPlace("S99", "", 90.0))


@pytest.mark.parametrize("key", ["card/20260302-K999", "task/20260302-A999", "staff/S99", "nonsense"])
async def test_what_there_is_not_has_no_document(hall: Watched, key: str) -> None:
    assert hall.fresh(key) is None


async def test_yesterdays_facts_leave_the_wall_at_midnight_and_open_cards_stay(hall: Watched) -> None:
    card = (await off_post(hall)).card
    late = [one for one in hall.engine.rooms.supervision.state.cards.values() if one.rule is RuleCode.ABSENT]
    await hall.wait(6 * HOUR_MS)
    facts = cards(hall, RuleCode.MISSING_PUNCH) + cards(hall, RuleCode.ABSENT)
    assert facts
    assert late == []
    await hall.wait(12 * HOUR_MS)
    assert {hall.fresh(one.key) for one in facts} == {None}
    assert hall.fresh(f"card/{card}") is not None
