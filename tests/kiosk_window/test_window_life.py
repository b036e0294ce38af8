"""Signs of life, by pilot: a person's touch or key is told, at most once a minute, and nothing else is."""

from textual import events
from textual.pilot import Pilot

from kiosk.screenkit.memory_link import MemoryLink
from kiosk.window.app import WindowApp
from kiosk.window.life import AFTER_MS, EVERY_MS
from kiosk.window.screens.cards import CardsScreen
from kiosk.window.screens.desk import DeskScreen
from kiosk.window.screens.sign_in import SignInScreen
from kiosk.window.screens.write import WriteScreen
from queue_server.clock import ManualClock
from queue_server.vocabulary import WindowState
from queue_server.wire.from_server import Done, Faulted
from queue_server.wire.from_window import CallNext, ShowLife
from tests.kiosk_window.conftest import MakeApp, desk, yellow
from tests.kiosk_window.test_window_app import SIZE, until_asked, until_screen
from tests.kiosk_window.test_window_cards import with_cards


def lives(link: MemoryLink) -> int:
    return sum(isinstance(act, ShowLife) for act in link.asked)


async def passed(pilot: Pilot[None], app: WindowApp, duration_ms: int = AFTER_MS) -> None:
    """Let the hall's time pass, and the app work."""
    assert isinstance(app.clock, ManualClock)
    await pilot.pause(0.05)
    app.clock.advance_ms(duration_ms)
    await pilot.pause(0.05)


async def test_the_first_key_is_told_at_once_and_then_one_a_minute(make_app: MakeApp) -> None:
    app, link = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        await pilot.press("z")
        await passed(pilot, app)
        await until_asked(pilot, link)
        link.answer(Done(link.asked[0].request, 1))
        for _ in range(3):
            await pilot.press("z")
            await passed(pilot, app, 10_000)
        assert lives(link) == 1
        await passed(pilot, app, EVERY_MS)
        assert lives(link) == 1  # time alone says nothing
        await pilot.press("z")
        await passed(pilot, app)
        await until_asked(pilot, link, 2)
        assert lives(link) == 2
        assert app.note == ""


async def test_a_touch_and_a_paste_are_life_and_a_moved_mouse_is_none(make_app: MakeApp) -> None:
    for event, count in [
        (events.MouseMove(None, 4, 12, 1, 0, 0, False, False, False), 0),
        (events.MouseDown(None, 4, 12, 0, 0, 1, False, False, False), 1),
        (events.Paste("0001"), 1),
    ]:
        app, link = make_app()
        async with app.run_test(size=SIZE) as pilot:
            await until_screen(pilot, DeskScreen)
            app.post_message(event)
            await passed(pilot, app)
            await passed(pilot, app)
            assert lives(link) == count, event


async def test_an_act_is_life_enough(make_app: MakeApp) -> None:
    app, link = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        await pilot.press("n")
        await until_asked(pilot, link)
        await passed(pilot, app)
        await pilot.press("z")
        await passed(pilot, app)
        assert [type(act) for act in link.asked] == [CallNext]


async def test_writing_in_a_dialogue_counts(make_app: MakeApp) -> None:
    app, link = make_app(with_cards(yellow()))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        await pilot.press("c")
        await until_screen(pilot, CardsScreen)
        await passed(pilot, app, 2 * AFTER_MS)
        await until_asked(pilot, link)
        await pilot.press("e")
        await until_screen(pilot, WriteScreen)
        link.answer(Done(link.asked[0].request, 1))
        await passed(pilot, app, EVERY_MS)
        await pilot.press("w")
        await passed(pilot, app)
        await until_asked(pilot, link, 2)
        assert lives(link) == 2


async def test_nobody_signed_in_has_no_life_and_the_next_one_has_their_own(make_app: MakeApp) -> None:
    app, link = make_app(desk(WindowState.CLOSED, staff=""))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, SignInScreen)
        await pilot.press("1")
        await passed(pilot, app)
        assert lives(link) == 0
        for staff in ("S017", "S018"):
            link.tell(desk(staff=staff))
            await until_screen(pilot, DeskScreen)
            await passed(pilot, app, 0)
            await pilot.press("z")
            await passed(pilot, app)
        await until_asked(pilot, link, 2)
        assert lives(link) == 2


async def test_what_the_server_did_not_hear_is_told_with_the_next_key(make_app: MakeApp) -> None:
    app, link = make_app()
    link.will_answer(lambda act: Faulted(act.request, "disk full"))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        for count in (1, 2):
            await pilot.press("z")
            await passed(pilot, app)
            await until_asked(pilot, link, count)
        assert lives(link) == 2
        assert app.note == ""


async def test_without_the_server_nothing_is_kept_for_later(make_app: MakeApp) -> None:
    app, link = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        link.go_down()
        await pilot.press("z")
        await passed(pilot, app)
        link.come_up()
        await passed(pilot, app)
        assert lives(link) == 0
