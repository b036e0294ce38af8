"""The terminal by pilot: each key and touch says one thing to the server, and what it answers is shown."""

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input, Static

from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.memory_link import MemoryLink
from kiosk.screenkit.touch_button import TouchButton
from kiosk.window.screens.choose import ChooseScreen
from kiosk.window.screens.desk import DeskScreen
from kiosk.window.screens.sign_in import SignInScreen
from kiosk.window.widgets.counts_panel import CountsPanel
from queue_server.vocabulary import Language, QueueCode, RefusalCode, RequestId, StaffId, WindowState
from queue_server.wire import from_window as say
from queue_server.wire.client import LinkLost
from queue_server.wire.from_server import Done, Faulted, Refused
from tests.finger import tap, until_shown
from tests.kiosk_window.conftest import MakeApp, desk

SIZE = (96, 27)


async def until_asked(pilot: Pilot[None], link: MemoryLink, count: int = 1) -> None:
    """Let the app work until ``count`` acts were asked of the server."""
    await until_shown(pilot, lambda: len(link.asked) >= count)


async def until_note(pilot: Pilot[None], part: str) -> None:
    await until_shown(pilot, lambda: part in str(pilot.app.screen.query_one("#note", Static).content))


async def until_screen(pilot: Pilot[None], kind: type) -> None:
    await until_shown(pilot, lambda: isinstance(pilot.app.screen, kind))


@pytest.mark.parametrize(
    ("key", "state", "kind"),
    [
        ("n", WindowState.IDLE, say.CallNext),
        ("r", WindowState.CALLED, say.RecallTicket),
        ("s", WindowState.CALLED, say.StartService),
        ("f", WindowState.SERVING, say.FinishService),
        ("m", WindowState.CALLED, say.MarkNoShow),
        ("p", WindowState.PAUSED, say.UnpauseWindow),
        ("o", WindowState.IDLE, say.CloseWindow),
        ("o", WindowState.CLOSED, say.OpenWindow),
        ("u", WindowState.IDLE, say.UndoStep),
        ("q", WindowState.IDLE, say.SignOut),
        ("j", WindowState.IDLE, say.ResumeTicket),
    ],
)
async def test_one_key_says_one_act(make_app: MakeApp, key: str, state: WindowState, kind: type) -> None:
    app, link = make_app(desk(state))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        await pilot.press(key)
        await until_asked(pilot, link)
        assert [type(act) for act in link.asked] == [kind]


async def test_a_touch_does_what_the_key_does(make_app: MakeApp) -> None:
    app, link = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        assert await tap(pilot, "#act-next")
        await until_asked(pilot, link)
        assert isinstance(link.asked[0], say.CallNext)


async def test_a_double_press_is_one_request(make_app: MakeApp) -> None:
    app, link = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        await pilot.press("n", "n")
        await until_asked(pilot, link)
        await pilot.pause()
        assert len(link.asked) == 1


async def test_a_key_without_meaning_in_this_state_says_nothing(make_app: MakeApp) -> None:
    app, link = make_app(desk(WindowState.PAUSED))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        await pilot.press("n", "f", "m")
        await pilot.press("p")
        await until_asked(pilot, link)
        assert [type(act) for act in link.asked] == [say.UnpauseWindow]


async def test_every_button_is_big_enough_for_a_finger(make_app: MakeApp) -> None:
    app, _ = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        shown = [button for button in app.screen.query(TouchButton) if button.is_on_screen]
        assert len(shown) == 18  # sixteen acts, the cards and the language
        assert all(button.region.height >= 3 and button.region.width >= 9 for button in shown)


async def test_a_refusal_is_shown_as_a_sentence(make_app: MakeApp) -> None:
    app, link = make_app()
    link.will_answer(lambda act: Refused(act.request, RefusalCode.NOBODY_WAITS))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        await pilot.press("n")
        await until_note(pilot, "等候")


async def test_what_could_not_be_saved_is_said(make_app: MakeApp) -> None:
    app, link = make_app(language=Language.ENGLISH)
    link.will_answer(lambda act: Faulted(act.request, "disk full"))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        await pilot.press("n")
        await until_note(pilot, "not saved")


async def test_what_was_done_is_confirmed_with_its_number(make_app: MakeApp) -> None:
    app, link = make_app()
    link.will_answer(lambda act: Done(act.request, 7, number="A012"))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        await pilot.press("n")
        await until_note(pilot, "A012 已叫号")


async def test_the_pad_and_the_terminal_see_each_other(make_app: MakeApp) -> None:
    app, link = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        link.tell(desk(WindowState.CALLED))
        await until_shown(pilot, lambda: app.screen.query_one("#number", BigText).text == "A012")
        assert app.screen.query_one("#number", BigText).text == "A012"


async def test_holding_asks_for_a_reason_first(make_app: MakeApp) -> None:
    app, link = make_app(desk(WindowState.SERVING))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        await pilot.press("h")
        await until_screen(pilot, ChooseScreen)
        await pilot.press("1")
        await until_asked(pilot, link)
        assert link.asked[0] == say.HoldTicket(link.asked[0].request, "补材料")


async def test_going_back_from_a_question_says_nothing(make_app: MakeApp) -> None:
    app, link = make_app(desk(WindowState.SERVING))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        await pilot.press("h")
        await until_screen(pilot, ChooseScreen)
        await pilot.press("escape")
        await until_screen(pilot, DeskScreen)
        assert link.asked == []


async def test_a_transfer_goes_to_a_window_an_item_or_back_here(make_app: MakeApp) -> None:
    for choices, wanted in [
        (("1", "1"), say.TransferTicket(RequestId(""), to_window=desk().number.__class__("05"))),
        (("2", "1"), say.TransferTicket(RequestId(""), to_item=desk().skills[0])),
        (("3",), say.TransferTicket(RequestId(""), to_window=desk().number, comes_back=True)),
    ]:
        app, link = make_app(desk(WindowState.SERVING))
        async with app.run_test(size=SIZE) as pilot:
            await until_screen(pilot, DeskScreen)
            await pilot.press("t")
            for choice in choices:
                await until_screen(pilot, ChooseScreen)
                await pilot.press(choice)
                await pilot.pause()
            await until_asked(pilot, link)
            said = link.asked[0]
            assert isinstance(said, say.TransferTicket)
            assert (said.to_item, said.to_window, said.comes_back) == (
                wanted.to_item,
                wanted.to_window,
                wanted.comes_back,
            )


async def test_a_manual_pick_needs_a_ticket_and_a_reason(make_app: MakeApp) -> None:
    app, link = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        await pilot.press("k")
        for _ in range(2):
            await until_screen(pilot, ChooseScreen)
            await pilot.press("1")
            await pilot.pause()
        await until_asked(pilot, link)
        assert link.asked[0] == say.PickTicket(link.asked[0].request, desk().pick_list[0].ticket, "投诉处理")


async def test_a_badge_signs_in_without_a_pin(make_app: MakeApp) -> None:
    app, link = make_app(desk(WindowState.CLOSED, staff=""))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, SignInScreen)
        await pilot.press(*"0001000734", "enter")
        await until_asked(pilot, link)
        assert link.asked[0] == say.SignIn(link.asked[0].request, badge="0001000734")


async def test_a_staff_number_signs_in_with_a_pin_typed_by_finger(make_app: MakeApp) -> None:
    app, link = make_app(desk(WindowState.CLOSED, staff=""))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, SignInScreen)
        app.screen.query_one("#entry", Input).value = "S017"
        app.screen.query_one("#pin", Input).focus()
        for place in (0, 1, 2, 3):
            assert await tap(pilot, f"#key-{place}")
        assert await tap(pilot, "#sign")
        await until_asked(pilot, link)
        assert link.asked[0] == say.SignIn(link.asked[0].request, staff=StaffId("S017"), pin="1234")
        assert app.screen.query_one("#pin", Input).value == ""


async def test_enter_after_a_staff_number_goes_on_to_the_pin(make_app: MakeApp) -> None:
    app, link = make_app(desk(WindowState.CLOSED, staff=""))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, SignInScreen)
        await pilot.press(*"1043", "enter", *"2468", "enter")
        await until_asked(pilot, link)
        assert link.asked == [say.SignIn(link.asked[0].request, staff=StaffId("1043"), pin="2468")]


async def test_a_terminal_that_was_replaced_says_so(make_app: MakeApp) -> None:
    app, link = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        link.is_connected = False
        link.say(LinkLost("replaced: another window took the name 03", "replaced"))
        alarm = app.screen.query_one("#alarm", Static)
        await until_shown(pilot, lambda: "接管" in str(alarm.content))
        assert "接管" in str(alarm.content)
        await pilot.press("n")
        await pilot.pause()
        assert (link.times_wanted, link.asked) == (1, [])
        assert isinstance(app.screen, DeskScreen)
        assert app.note == app.alarm


async def test_a_ticket_held_later_has_room_in_the_counts(make_app: MakeApp) -> None:
    bare = replace(desk(), held=(), faults={}, last_rated="", waiting_by_queue={QueueCode("A"): 12})
    app, link = make_app(bare)
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        counts = app.screen.query_one(CountsPanel)
        before = counts.size.height
        link.tell(desk())
        await until_shown(pilot, lambda: counts.size.height > before)
        assert counts.size.height >= len(str(counts.render()).splitlines())


async def test_signing_out_leaves_the_desk(make_app: MakeApp) -> None:
    app, link = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        link.tell(desk(WindowState.CLOSED, staff=""))
        await until_screen(pilot, SignInScreen)


async def test_a_question_left_by_signing_out_keeps_nobody_from_working(make_app: MakeApp) -> None:
    app, link = make_app(desk(WindowState.SERVING))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        await pilot.press("h")
        await until_screen(pilot, ChooseScreen)
        link.tell(desk(WindowState.CLOSED, staff=""))
        await until_screen(pilot, SignInScreen)
        link.tell(desk(WindowState.IDLE, staff="S018"))
        await until_screen(pilot, DeskScreen)
        await pilot.press("n")
        await until_asked(pilot, link)
        assert isinstance(link.asked[0], say.CallNext)


async def test_a_lost_server_is_said_until_it_is_back(make_app: MakeApp) -> None:
    app, link = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        link.go_down()
        alarm = app.screen.query_one("#alarm", Static)
        await until_shown(pilot, lambda: alarm.display)
        link.come_up()
        await until_shown(pilot, lambda: not alarm.display)


async def test_a_key_pressed_while_the_server_is_away_never_counts(make_app: MakeApp) -> None:
    app, link = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        link.go_down()
        await pilot.press("n")
        await until_shown(pilot, lambda: app.note)
        assert "已断开" in app.note
        link.come_up()
        await pilot.pause()
        assert link.asked == []


async def test_the_language_is_one_key_away(make_app: MakeApp) -> None:
    app, _ = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        assert app.screen.query_one("#act-next", TouchButton).label == "叫号"
        await pilot.press("f2")
        await pilot.pause()
        assert app.screen.query_one("#act-next", TouchButton).label == "Next"
