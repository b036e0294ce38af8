"""Acts at the wall: what is asked of the server, what it says, and that no secret outlives an act."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from hall_display.wall.acts import Intent, Proof, is_same, message_of
from hall_display.wall.screens.act import ActScreen
from hall_display.wall.screens.detail import DetailScreen
from hall_display.wall.screens.listing import ListScreen
from hall_display.wall.screens.overview import OverviewScreen
from hall_display.wall.widgets.head_bar import HeadBar
from kiosk.screenkit.link import Act, Answer
from kiosk.screenkit.touch_button import TouchButton
from queue_server.vocabulary import CardAct, CardId, RefusalCode, RequestId, StaffId, TaskId
from queue_server.wire.from_server import Done, Faulted, Refused
from queue_server.wire.from_wall import ActOnCard, AnswerTask, AssignBadge
from tests.finger import tap, until_shown
from tests.hall_display.wall.hands import SIZE, Wall, on_screen, plates, text_on, touch

R1 = RequestId("r1")
KEYPAD = {"1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6, "8": 7, "9": 8, "0": 10}


def test_each_intent_becomes_the_message_for_it() -> None:
    who = Proof.of("S001", "2468")
    assert message_of(Intent("revoke", "card/20260302-K007"), R1, "误报", "", who) == ActOnCard(
        R1, CardId("20260302-K007"), CardAct.REVOKE, "误报", StaffId("S001"), "2468"
    )
    assert message_of(Intent("answer", "task/20260302-A012"), R1, "已回访", "", who) == AnswerTask(
        R1, TaskId("20260302-A012"), "已回访", StaffId("S001"), "2468"
    )
    assert message_of(Intent("assign", "badge/9f3a"), R1, "", "S017", who) == AssignBadge(
        R1, "9f3a", StaffId("S017"), StaffId("S001"), "2468"
    )


def test_an_entry_as_long_as_a_badge_is_one_unless_a_pin_stands_beside_it() -> None:
    assert Proof.of(" 0001000734 ", "") == Proof(badge="0001000734")
    assert Proof.of("00010007", "1") == Proof(staff="00010007", pin="1")


def test_the_same_words_are_the_same_press() -> None:
    one = message_of(Intent("confirm", "card/K1"), R1, "", "", Proof.of("S001", "1"))
    again = message_of(Intent("confirm", "card/K1"), RequestId("r2"), "", "", Proof.of("S001", "1"))
    other = message_of(Intent("confirm", "card/K1"), RequestId("r2"), "", "", Proof.of("S001", "2"))
    assert is_same(one, again)
    assert not is_same(one, other)


async def begin(pilot: Pilot[None], wall: Wall, card: str, deed: str) -> ActScreen:
    """Open a card's look and one of its acts."""
    await on_screen(pilot, OverviewScreen)
    await until_shown(pilot, lambda: plates(wall.app))
    await touch(pilot, wall, card)
    await on_screen(pilot, DetailScreen)
    await until_shown(pilot, lambda: wall.app.screen.query_one("#deed-0", TouchButton).label)
    await pilot.press(deed)
    return await on_screen(pilot, ActScreen)


def field(wall: Wall, name: str) -> str:
    return wall.app.screen.query_one(f"#{name}", Input).value


def note(wall: Wall) -> str:
    return str(wall.app.screen.query_one("#note", Static).content)


def done(act: Act) -> Answer:
    return Done(act.request, 7)


async def test_a_card_is_acknowledged_with_number_and_pin_by_finger_alone() -> None:
    wall = Wall()
    wall.link.will_answer(done)
    async with wall.app.run_test(size=SIZE) as pilot:
        await begin(pilot, wall, "#card-0", "1")
        for key in "1043":
            wall.clock.advance_ms(100)
            assert await tap(pilot, f"#key-{KEYPAD[key]}")
        await touch(pilot, wall, "#pin")
        for key in "2468":
            wall.clock.advance_ms(100)
            assert await tap(pilot, f"#key-{KEYPAD[key]}")
        assert "2468" not in text_on(wall.app.screen.query_one("#pin", Input))
        await touch(pilot, wall, "#ok")
        await on_screen(pilot, DetailScreen)
        head = wall.app.screen.query_one(HeadBar)
        await until_shown(pilot, lambda: "已完成：知悉" in text_on(head))
    (asked,) = wall.link.asked
    assert asked == ActOnCard(
        asked.request, CardId("20260302-K001"), CardAct.ACKNOWLEDGE, "", StaffId("1043"), "2468"
    )


async def test_an_act_that_needs_a_reason_asks_for_one_before_it_asks_the_server() -> None:
    wall = Wall()
    wall.link.will_answer(done)
    async with wall.app.run_test(size=SIZE) as pilot:
        await begin(pilot, wall, "#card-0", "4")
        await pilot.press(*"S001", "enter", *"2468", "enter")
        await until_shown(pilot, lambda: "请写明理由" in note(wall))
        assert wall.link.asked == []
        await touch(pilot, wall, "#usual-2")
        assert "不属实" in field(wall, "text")
        await touch(pilot, wall, "#ok")
        await on_screen(pilot, DetailScreen)
    (asked,) = wall.link.asked
    assert isinstance(asked, ActOnCard)
    assert (asked.move, asked.text) == (CardAct.REVOKE, "情况不属实，予以撤销")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda act: Refused(act.request, RefusalCode.WRONG_BADGE_OR_PIN), "工号、密码或工牌不正确"),
        (lambda act: Refused(act.request, RefusalCode.LOCKED_OUT, {"until": "11:20"}), "11:20 后再试"),
    ],
)
async def test_a_refusal_is_said_in_words_and_the_pin_is_asked_anew(
    answer: Callable[[Act], Answer], sentence: str
) -> None:
    wall = Wall()
    wall.link.will_answer(answer)
    wall.link.will_answer(done)
    async with wall.app.run_test(size=SIZE) as pilot:
        dialogue = await begin(pilot, wall, "#card-0", "1")
        await pilot.press(*"S001", "enter", *"1111", "enter")
        await until_shown(pilot, lambda: sentence in note(wall))
        assert (field(wall, "who"), field(wall, "pin"), dialogue.sent) == ("S001", "", None)
        await touch(pilot, wall, "#pin")
        await pilot.press(*"2468", "enter")
        await on_screen(pilot, DetailScreen)
    first, second = wall.link.asked
    assert first.request != second.request


async def test_what_was_not_saved_is_sent_again_as_the_same_press() -> None:
    wall = Wall()
    wall.link.will_answer(lambda act: Faulted(act.request, "disk"))
    wall.link.will_answer(done)
    async with wall.app.run_test(size=SIZE) as pilot:
        await begin(pilot, wall, "#card-0", "1")
        await pilot.press(*"S001", "enter", *"2468", "enter")
        await until_shown(pilot, lambda: "没有保存成功" in note(wall))
        await touch(pilot, wall, "#ok")
        await on_screen(pilot, DetailScreen)
    assert len(wall.link.asked) == 1


async def test_without_an_answer_the_same_press_is_sent_again() -> None:
    wall = Wall()
    async with wall.app.run_test(size=SIZE) as pilot:
        dialogue = await begin(pilot, wall, "#card-0", "1")
        await pilot.press(*"S001", "enter", *"2468", "enter")
        await until_shown(pilot, lambda: dialogue.sent)
        await until_shown(pilot, lambda: "没有应答" in note(wall))
        wall.link.will_answer(done)
        await touch(pilot, wall, "#ok")
        await on_screen(pilot, DetailScreen)
    assert len(wall.link.asked) == 1


async def test_an_abandoned_dialog_forgets_the_secret_and_the_overview_comes_back() -> None:
    wall = Wall(idle_s=30)
    async with wall.app.run_test(size=SIZE) as pilot:
        dialogue = await begin(pilot, wall, "#card-0", "1")
        await pilot.press(*"S001", "enter", *"2468")
        pin = dialogue.query_one("#pin", Input)
        assert pin.value == "2468"
        wall.clock.advance_ms(31_000)
        await on_screen(pilot, OverviewScreen)
        assert (pin.value, dialogue.sent) == ("", None)
    assert wall.link.asked == []


async def test_leaving_a_dialog_does_nothing_and_forgets() -> None:
    wall = Wall()
    async with wall.app.run_test(size=SIZE) as pilot:
        dialogue = await begin(pilot, wall, "#card-0", "1")
        await pilot.press(*"0001000734")
        who = dialogue.query_one("#who", Input)
        assert "0001000734" not in text_on(who)
        await pilot.press("escape")
        await on_screen(pilot, DetailScreen)
        assert who.value == ""
    assert wall.link.asked == []


async def test_a_lost_server_takes_no_act() -> None:
    wall = Wall()
    async with wall.app.run_test(size=SIZE) as pilot:
        await begin(pilot, wall, "#card-0", "1")
        wall.link.go_down()
        await pilot.press(*"S001", "enter", *"2468", "enter")
        await until_shown(pilot, lambda: "不能提交" in note(wall))
        assert field(wall, "pin") == ""
    assert wall.link.asked == []


async def test_an_unknown_badge_is_given_to_somebody() -> None:
    wall = Wall()
    wall.link.will_answer(done)
    async with wall.app.run_test(size=SIZE) as pilot:
        await on_screen(pilot, OverviewScreen)
        await pilot.press("a")
        await on_screen(pilot, ListScreen)
        await until_shown(pilot, lambda: len(plates(wall.app)) > 2)
        await touch(pilot, wall, "#plate-1")
        await on_screen(pilot, DetailScreen)
        await until_shown(pilot, lambda: wall.app.screen.query_one("#deed-0", TouchButton).label)
        await pilot.press("1")
        await on_screen(pilot, ActScreen)
        await pilot.press(*"S017", "enter", *"S001", "enter", *"2468", "enter")
        await on_screen(pilot, DetailScreen)
    (asked,) = wall.link.asked
    assert isinstance(asked, AssignBadge)
    assert (asked.mark, asked.member) == ("9f3ac27714de0b61", "S017")
