"""The life of a card: every act of the table, every other one refused, and what is late is chased."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from queue_server.hall import commands as c
from queue_server.supervision import commands as sc
from queue_server.supervision import life
from queue_server.supervision.defaults import LEVELS
from queue_server.supervision.plan import Deadlines, Level, RuleStep
from queue_server.supervision.state import Card
from queue_server.vocabulary import (
    CardAct,
    CardId,
    CardState,
    ItemCode,
    RefusalCode,
    RuleCode,
    StaffId,
    WindowNo,
)
from tests.supervision.watched import (
    KIOSK,
    MANAGER,
    NO_ATTENDANCE,
    WatchedHall,
    clock,
    with_levels,
    with_rule,
)

A, S = CardAct, CardState
K1 = "20260302-K001"
EVERYBODY = ("staff:S1", "chief:GA", "head:GA")
PATHS: dict[CardState, tuple[CardAct, ...]] = {
    S.UNCONFIRMED: (),
    S.TOLD: (A.CONFIRM,),
    S.EXPLAINED: (A.CONFIRM, A.EXPLAIN),
    S.INVESTIGATED: (A.CONFIRM, A.INVESTIGATE),
    S.UPHELD: (A.CONFIRM, A.INVESTIGATE, A.UPHOLD),
    S.APPEALED: (A.CONFIRM, A.INVESTIGATE, A.UPHOLD, A.APPEAL),
    S.CONFIRMED_ON_APPEAL: (A.CONFIRM, A.INVESTIGATE, A.UPHOLD, A.APPEAL, A.REJECT_APPEAL),
    S.MEASURED: (A.CONFIRM, A.INVESTIGATE, A.UPHOLD, A.MEASURE),
    S.REVOKED: (A.REVOKE,),
}
"""How to come to each state from a card that waits for confirmation, all on the Monday."""
DAYS_LEFT = {
    S.TOLD: 3,
    S.EXPLAINED: 5,
    S.INVESTIGATED: 5,
    S.UPHELD: 8,
    S.APPEALED: 5,
    S.CONFIRMED_ON_APPEAL: 5,
}
"""Working days until something is due in a state, from the Monday."""
MIDNIGHT_AFTER = {3: clock("0:00", day=4), 5: clock("0:00", day=8), 8: clock("0:00", day=11)}
"""The end of so many working days after Monday 2 March 2026."""


def off_post_at_once(*levels: Level, confirm: bool = True) -> WatchedHall:
    """Return a hall in which S1 at window 01 has one yellow card since 9:00:01.001."""
    plan = with_rule(NO_ATTENDANCE, RuleCode.OFF_POST, RuleStep("yellow", over=1, confirm=confirm))
    hall = WatchedHall(with_levels(plan, *levels) if levels else plan)
    hall.until("8:00")
    hall.sign_in("9:00")
    hall.press("9:00:02", sc.ShowLife(WindowNo("01"), "key"))
    hall.sign_out("9:00:02")
    return hall


def led_to(state: CardState) -> WatchedHall:
    hall = off_post_at_once()
    for n, act in enumerate(PATHS[state]):
        hall.act(f"10:0{n}", K1, act, "经查属实")
    assert hall.room.card(CardId(K1)).state is state
    return hall


@pytest.mark.parametrize(("before", "act"), sorted(key for key in life.AFTER if key[0] in PATHS))
def test_every_row_of_the_table_leads_where_it_says(before: CardState, act: CardAct) -> None:
    card = led_to(before).act("11:00", K1, act, " 经查属实 ")
    after = life.AFTER[before, act]
    assert card.state is after
    assert card.deadline_ms == MIDNIGHT_AFTER.get(DAYS_LEFT.get(after, 0), 0)
    assert (card.ended_ms > 0) is (after in life.OVER)


def illegal() -> Iterator[tuple[CardState, CardAct]]:
    for state in PATHS:
        yield from ((state, act) for act in A if (state, act) not in life.AFTER and act is not A.ACKNOWLEDGE)


@pytest.mark.parametrize(("state", "act"), sorted(illegal()))
def test_every_other_act_is_refused_and_changes_nothing(state: CardState, act: CardAct) -> None:
    refused = led_to(state).refused("11:00", sc.ActOnCard(CardId(K1), act, "经查属实"))
    assert refused.code is RefusalCode.CARD_NOT_THERE
    assert refused.facts == {"state": state.value}


@pytest.mark.parametrize(
    ("state", "act"), sorted(key for key in life.AFTER if key[1] in life.NEEDS_TEXT and key[0] in PATHS)
)
def test_what_needs_words_is_refused_without(state: CardState, act: CardAct) -> None:
    assert led_to(state).code_of("11:00", sc.ActOnCard(CardId(K1), act, "  ")) is RefusalCode.REASON_NEEDED


def test_a_card_that_is_not_there_is_refused_by_its_number() -> None:
    refused = led_to(S.TOLD).refused("11:00", sc.ActOnCard(CardId("20260302-K009"), A.UPHOLD, "属实"))
    assert (refused.code, refused.facts) == (RefusalCode.UNKNOWN_CARD, {"card": "20260302-K009"})


def test_each_text_has_its_own_place() -> None:
    hall = off_post_at_once()
    acts = (A.CONFIRM, A.EXPLAIN, A.INVESTIGATE, A.UPHOLD, A.APPEAL, A.REJECT_APPEAL, A.MEASURE)
    for n, act in enumerate(acts):
        card = hall.act(f"10:0{n}", K1, act, act.value)
    texts = (card.explanation, card.finding, card.reason, card.measure)
    assert texts == ("explain", "investigate", "reject_appeal", "measure")


# --- who may do what -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "actor", "is_allowed"),
    [
        (A.EXPLAIN, "window:02/S1", True),
        (A.EXPLAIN, "window:02/S3", False),
        (A.INVESTIGATE, "window:02/S1", False),
        (A.REVOKE, "window:02/S1", False),
        (A.ACKNOWLEDGE, "window:02/S1", True),
        (A.ACKNOWLEDGE, "window:02/S2", True),
        (A.ACKNOWLEDGE, "window:02/S3", False),
        (A.ACKNOWLEDGE, MANAGER, True),
    ],
)
def test_the_holder_may_explain_and_the_chief_has_seen_it_and_the_rest_is_the_managers(
    act: CardAct, actor: str, is_allowed: bool
) -> None:
    hall = led_to(S.TOLD)
    command = sc.ActOnCard(CardId(K1), act, "去取件")
    if is_allowed:
        hall.act("11:00", K1, act, "去取件", actor=actor)
    else:
        assert hall.code_of("11:00", command, actor) is RefusalCode.NOT_YOUR_RIGHT


def test_a_window_where_nobody_sits_answers_for_nobody() -> None:
    command = sc.ActOnCard(CardId(K1), A.EXPLAIN, "去取件")
    assert led_to(S.TOLD).code_of("11:00", command, "window:02") is RefusalCode.NOT_SIGNED_IN


def test_acknowledging_moves_nothing_and_is_done_once() -> None:
    hall = led_to(S.TOLD)
    card = hall.act("11:00", K1, A.ACKNOWLEDGE, actor="window:02/S1")
    assert (card.state, card.acknowledged) == (S.TOLD, ("staff:S1",))
    again = sc.ActOnCard(CardId(K1), A.ACKNOWLEDGE)
    assert hall.code_of("11:01", again, "window:02/S1") is RefusalCode.CARD_NOT_THERE


def test_a_manager_acknowledges_for_chief_head_and_duty() -> None:
    card = led_to(S.TOLD).act("11:00", K1, A.ACKNOWLEDGE)
    assert card.acknowledged == ("duty", "chief:GA", "head:GA")


# --- deadlines -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state", [S.TOLD, S.EXPLAINED, S.INVESTIGATED, S.UPHELD, S.APPEALED, S.CONFIRMED_ON_APPEAL]
)
def test_what_is_late_is_chased_at_its_deadline_and_not_a_millisecond_before(state: CardState) -> None:
    hall = led_to(state)
    due_ms = MIDNIGHT_AFTER[DAYS_LEFT[state]]
    hall.until(due_ms - 1)
    assert hall.room.card(CardId(K1)).chases == 0
    hall.until(due_ms)
    card = hall.room.card(CardId(K1))
    assert (card.chases, card.state) == (1, state)
    assert hall.told(K1)[-1] == (*EVERYBODY, "duty")


def test_it_is_chased_again_each_working_day_and_so_often_at_most() -> None:
    hall = led_to(S.TOLD)
    chased = []
    for day in range(4, 16):
        hall.until("0:00", day=day)
        chased.append(hall.room.card(CardId(K1)).chases)
    # From the end of Thursday the 5th, on Friday's, over the weekend not, and five times in all.
    assert chased == [1, 2, 2, 2, 3, 4, 5, 5, 5, 5, 5, 5]


def test_what_is_due_next_is_chased_anew() -> None:
    hall = led_to(S.TOLD)
    hall.until("0:00", day=11)
    assert hall.act("9:00", K1, A.EXPLAIN, "去取件", day=11).chases == 0
    hall.until("0:00", day=22)
    assert hall.room.card(CardId(K1)).chases > 0


def test_other_deadlines_are_followed() -> None:
    plan = with_rule(NO_ATTENDANCE, RuleCode.OFF_POST, RuleStep("yellow", over=1))
    hall = WatchedHall(replace(plan, deadlines=Deadlines(explain_days=1, chase_every_days=2, chases_max=1)))
    hall.until("8:00")
    hall.sign_in("9:00")
    hall.until("9:01")
    assert hall.one(RuleCode.OFF_POST).deadline_ms == clock("0:00", day=2)
    hall.until("0:00", day=2)
    assert hall.one(RuleCode.OFF_POST).deadline_ms == clock("0:00", day=4)
    hall.until("0:00", day=9)
    assert hall.one(RuleCode.OFF_POST).chases == 1


# --- appeals ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [S.UPHELD, S.MEASURED])
def test_an_appeal_is_possible_until_the_end_of_its_days(state: CardState) -> None:
    hall = led_to(state)
    last_ms = MIDNIGHT_AFTER[3] - 1
    assert hall.act(last_ms, K1, A.APPEAL, "当时在取件").state is S.APPEALED


@pytest.mark.parametrize("state", [S.UPHELD, S.MEASURED])
def test_a_millisecond_later_it_is_too_late_and_the_words_say_until_when(state: CardState) -> None:
    refused = led_to(state).refused(MIDNIGHT_AFTER[3], sc.ActOnCard(CardId(K1), A.APPEAL, "当时在取件"))
    assert (refused.code, refused.facts) == (RefusalCode.TOO_LATE, {"until": "2026-03-05 24:00"})


def test_what_was_decided_on_appeal_is_not_appealed_against_again() -> None:
    hall = led_to(S.CONFIRMED_ON_APPEAL)
    hall.act("11:00", K1, A.MEASURE, "提醒谈话")
    assert hall.code_of("11:01", sc.ActOnCard(CardId(K1), A.APPEAL, "不服")) is RefusalCode.TOO_LATE


def again_off_post(hall: WatchedHall) -> None:
    hall.sign_in("11:10")
    hall.press("11:10:02", sc.ShowLife(WindowNo("01"), "key"))
    hall.sign_out("11:10:02")


def test_while_a_card_is_open_the_next_time_is_noted_on_it() -> None:
    hall = led_to(S.UPHELD)
    again_off_post(hall)
    assert [(one.id, one.times) for one in hall.of(RuleCode.OFF_POST)] == [(K1, 2)]


def test_a_measured_card_is_over_and_the_next_time_has_its_own() -> None:
    hall = led_to(S.MEASURED)
    again_off_post(hall)
    assert [(one.state, one.times) for one in hall.of(RuleCode.OFF_POST)] == [
        (S.MEASURED, 1),
        (S.UNCONFIRMED, 1),
    ]


def test_a_measured_card_is_appealed_against_though_a_newer_one_is_open() -> None:
    hall = led_to(S.MEASURED)
    again_off_post(hall)
    card = hall.act("11:20", K1, A.APPEAL, "当时在取件")
    assert card.state is S.APPEALED
    newer = hall.room.open_card(RuleCode.OFF_POST, "staff:S1")
    assert newer is not None
    assert newer.id == "20260302-K002"
    hall.act("11:30", K1, A.REVOKE, "申诉成立")
    assert hall.room.open_card(RuleCode.OFF_POST, "staff:S1") == newer


def test_a_revoked_card_stays_with_its_reason() -> None:
    card = led_to(S.REVOKED).room.card(CardId(K1))
    assert (card.state, card.reason, card.points) == (S.REVOKED, "经查属实", 5)


# --- levels ----------------------------------------------------------------------------------------------

TELLS = {"a": ("holder",), "b": ("chief",), "c": ("head",), "d": ("office",), "e": ("duty",)}


def graded(codes: str) -> tuple[Level, ...]:
    """Return levels named by letters, with a life all, each with its own list and points."""
    name = LEVELS[0].name
    return tuple(
        Level(code, name, "#000000", points=n + 0.5, has_life=True, tells=TELLS[code])
        for n, code in enumerate(codes)
    )


@pytest.mark.parametrize("codes", ["ab", "abcde"])
def test_two_levels_or_five_each_closes_the_milder_and_tells_its_lists_too(codes: str) -> None:
    steps = tuple(RuleStep(code, over=n + 1) for n, code in enumerate(codes))
    plan = with_rule(replace(NO_ATTENDANCE, rules=()), RuleCode.OFF_POST, *steps)
    hall = WatchedHall(with_levels(plan, *graded(codes)))
    hall.until("8:00")
    hall.sign_in("9:00")
    hall.until("9:01")
    cards = hall.of(RuleCode.OFF_POST)
    assert [one.level for one in cards] == list(codes)
    assert [one.state for one in cards] == [S.SUPERSEDED] * (len(codes) - 1) + [S.TOLD]
    assert [one.points for one in cards] == [n + 0.5 for n in range(len(codes))]
    expected = ("staff:S1", "chief:GA", "head:GA", "office", "duty")
    assert [hall.told(one.id) for one in cards] == [[expected[: n + 1]] for n in range(len(codes))]


def test_a_warning_tells_holder_and_chief_a_yellow_the_head_too_and_a_red_the_office_too() -> None:
    book = off_post_at_once().book
    told = [book.told_of_level(level.code, StaffId("S1"), WindowNo("01")) for level in LEVELS]
    assert told == [(), ("staff:S1", "chief:GA"), EVERYBODY, (*EVERYBODY, "office")]


def test_a_window_where_nobody_sits_is_told_itself() -> None:
    book = off_post_at_once().book
    assert book.told_of_level("warning", StaffId(""), WindowNo("01")) == ("window:01", "chief:d")


def running() -> tuple[WatchedHall, Card]:
    hall = WatchedHall(NO_ATTENDANCE)
    hall.until("8:00")
    hall.sign_in("9:00")
    hall.at("9:01", c.TakeTicket(ItemCode("A1")), actor=KIOSK)
    hall.until("9:05")
    return hall, hall.one(RuleCode.IDLE_WINDOW)


@pytest.mark.parametrize("act", [act for act in A if act not in (A.REVOKE, A.ACKNOWLEDGE)])
def test_a_running_warning_is_revoked_or_ends_and_nothing_else(act: CardAct) -> None:
    hall, card = running()
    assert hall.code_of("9:05", sc.ActOnCard(card.id, act, "误报")) is RefusalCode.CARD_NOT_THERE
    assert hall.act("9:06", card.id, A.REVOKE, "误报").state is S.REVOKED


def test_whoever_was_told_of_a_warning_hears_that_it_was_revoked() -> None:
    hall, card = running()
    hall.act("9:06", card.id, A.REVOKE, "误报")
    assert hall.told(card.id) == [("window:01",), ("window:01",)]


def test_the_managers_hear_what_the_holder_says_and_everybody_told_what_is_decided() -> None:
    hall = led_to(S.TOLD)
    hall.act("11:00", K1, A.EXPLAIN, "去取件", actor="window:02/S1")
    assert hall.told(K1)[-1] == ("duty",)
    hall.act("11:10", K1, A.REVOKE, "情况属实")
    assert hall.told(K1)[-1] == ("duty", *EVERYBODY)
