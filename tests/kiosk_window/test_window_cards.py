"""Warnings and cards at the terminal, by pilot: told at once, acknowledged once, explained."""

from msgspec.structs import replace
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Static

from kiosk.screenkit.memory_link import MemoryLink
from kiosk.screenkit.touch import DOUBLE_TAP_MS
from kiosk.screenkit.touch_button import TouchButton
from kiosk.window.app import WindowApp
from kiosk.window.screens.cards import CardsScreen, Detail
from kiosk.window.screens.desk import DeskScreen
from kiosk.window.screens.sign_in import SignInScreen
from kiosk.window.screens.write import Answer, WriteScreen
from kiosk.window.widgets.card_band import CardBand
from queue_server.clock import ManualClock
from queue_server.vocabulary import CardAct, CardState, Language, RefusalCode, StaffId, WindowState
from queue_server.wire.documents import DeskCard, DeskDoc
from queue_server.wire.from_server import Done, Faulted, Refused
from queue_server.wire.from_wall import TEXT_MAX, ActOnCard
from queue_server.wire.from_window import ShowLife
from tests.finger import tap, until_shown
from tests.kiosk_window.conftest import MakeApp, card, desk, yellow
from tests.kiosk_window.test_window_app import SIZE, until_asked, until_note, until_screen

FINGER_ROWS = 3


def with_cards(*cards: DeskCard, staff: str = "S017", state: WindowState = WindowState.IDLE) -> DeskDoc:
    return replace(desk(state, staff), cards=cards)


def band_of(pilot: Pilot[None]) -> CardBand:
    return pilot.app.screen.query_one(CardBand)


def text_of(pilot: Pilot[None], selector: str) -> str:
    return str(pilot.app.screen.query_one(selector, Static).content)


def acts_of(link: MemoryLink) -> list[ActOnCard]:
    return [act for act in link.asked if isinstance(act, ActOnCard)]


async def list_opened(pilot: Pilot[None], link: MemoryLink) -> None:
    """Open the list, and let the key's sign of life be heard, so that the next answer is to a card."""
    await until_screen(pilot, DeskScreen)
    told = len(lives_of(link))
    await pilot.press("c")
    await until_screen(pilot, CardsScreen)
    await pilot.pause()
    advance(pilot.app, DOUBLE_TAP_MS)
    await until_shown(pilot, lambda: len(lives_of(link)) > told)
    link.answer(Done(lives_of(link)[-1].request, 1))


def lives_of(link: MemoryLink) -> list[ShowLife]:
    return [act for act in link.asked if isinstance(act, ShowLife)]


def advance(app: App[None], duration_ms: int) -> None:
    """Let the hall's time pass: the next press is no echo of the one before."""
    assert isinstance(app, WindowApp)
    assert isinstance(app.clock, ManualClock)
    app.clock.advance_ms(duration_ms)


async def written(pilot: Pilot[None], key: str, text: str) -> None:
    """Open the question of ``key`` in the list, write, and end with Enter."""
    await pilot.press(key)
    await until_screen(pilot, WriteScreen)
    pilot.app.screen.query_one(Answer).insert(text)
    advance(pilot.app, DOUBLE_TAP_MS)
    await pilot.press("enter")


async def test_what_is_told_stands_in_a_band_at_once_and_no_act_moves(make_app: MakeApp) -> None:
    app, link = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        assert not band_of(pilot).display
        places = [button.region for button in app.screen.query("#acts TouchButton")]
        link.tell(with_cards(card()))
        await until_shown(pilot, lambda: band_of(pilot).display)
        await pilot.pause()
        assert "预警 有人等候而窗口空闲  已 03:12" in text_of(pilot, "#band-words")
        assert band_of(pilot).styles.background.hex.lower() == "#4da3ff"
        assert [button.region for button in app.screen.query("#acts TouchButton")] == places
        assert app.screen.query_one("#acknowledge").region.height >= FINGER_ROWS
        assert str(app.screen.query_one("#cards-of-mine", TouchButton).label) == "牌 1"


async def test_its_clock_runs_and_speaks_both_languages(make_app: MakeApp) -> None:
    app, _ = make_app(with_cards(card()), Language.ENGLISH)
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        assert "Warning: window idle while people wait  for 03:12" in text_of(pilot, "#band-words")
        advance(app, 60_000)
        await until_shown(pilot, lambda: "for 04:12" in text_of(pilot, "#band-words"))
        await pilot.press("f2")
        await until_shown(pilot, lambda: "已 04:12" in text_of(pilot, "#band-words"))


async def test_a_key_or_a_touch_acknowledges_once(make_app: MakeApp) -> None:
    app, link = make_app(with_cards(card(4), yellow(2)))
    link.will_answer(lambda act: Done(act.request, 7))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        await pilot.press("a", "a")
        await until_note(pilot, "已知悉")
        assert await tap(pilot, "#acknowledge")  # the echo of the same finger
        await pilot.pause()
        said = acts_of(link)
        assert [(act.card, act.move, act.text) for act in said] == [(yellow(2).card, CardAct.ACKNOWLEDGE, "")]
        link.tell(with_cards(card(4), yellow(2, is_acknowledged=True)))
        await until_shown(pilot, lambda: "有人等候" in text_of(pilot, "#band-words"))
        link.tell(with_cards(card(4, is_acknowledged=True), yellow(2, is_acknowledged=True)))
        await until_shown(pilot, lambda: not band_of(pilot).display)
        await pilot.press("a")
        await pilot.pause()
        assert len(acts_of(link)) == 1


async def test_a_finger_on_its_way_acknowledges_nothing_it_did_not_read(make_app: MakeApp) -> None:
    app, link = make_app(with_cards(card(4), yellow(2)))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        link.tell(with_cards(card(4)))
        await until_shown(pilot, lambda: "有人等候" in text_of(pilot, "#band-words").splitlines()[0])
        await pilot.press("a")
        await pilot.pause()
        assert acts_of(link) == []
        advance(app, DOUBLE_TAP_MS)
        await pilot.press("a")
        await until_shown(pilot, lambda: acts_of(link))
        assert acts_of(link)[0].card == card(4).card


async def test_a_press_whose_answer_got_lost_is_said_again_with_its_id(make_app: MakeApp) -> None:
    app, link = make_app(with_cards(yellow()))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        await pilot.press("a")
        await until_asked(pilot, link)
        link.go_down()
        await until_shown(pilot, lambda: app.alarm)
        link.come_up()
        await until_shown(pilot, lambda: not app.alarm)
        advance(app, DOUBLE_TAP_MS)
        await pilot.press("a")
        await pilot.pause(0.2)
        assert len(acts_of(link)) == 1  # the memory of the link keeps one act of an id
        link.answer(Done(acts_of(link)[0].request, 7))
        await until_note(pilot, "已知悉")


async def test_a_press_while_the_server_is_away_is_not_kept(make_app: MakeApp) -> None:
    app, link = make_app(with_cards(yellow()))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        link.go_down()
        await until_shown(pilot, lambda: app.alarm)
        await pilot.press("a")
        await until_note(pilot, "已断开")
        assert acts_of(link) == []


async def test_the_list_shows_each_card_with_all_that_is_known(make_app: MakeApp) -> None:
    own = (yellow(2), card(1, is_acknowledged=True, acts=()))
    app, link = make_app(with_cards(*own))
    async with app.run_test(size=SIZE) as pilot:
        await list_opened(pilot, link)
        detail = text_of(pilot, "#detail")
        assert "待说明" in detail
        assert "说明期限：03-05 24:00" in detail
        assert "本人、公安首席代表、公安负责人、值班管理人员" in detail
        shown = [button for button in app.screen.query(TouchButton) if button.visible and button.display]
        assert len(shown) == 2 + 4
        assert all(button.region.height >= FINGER_ROWS and button.region.width >= 9 for button in shown)
        assert await tap(pilot, "#card-1")
        await until_shown(pilot, lambda: "持续中" in text_of(pilot, "#detail"))
        assert [app.screen.query_one(f"#do-{act}").disabled for act in ("acknowledge", "explain")] == [
            True,
            True,
        ]
        link.tell(with_cards())
        await until_shown(pilot, lambda: "没有预警" in text_of(pilot, "#detail"))
        await pilot.press("escape")
        await until_screen(pilot, DeskScreen)


async def test_the_list_turns_pages_and_reads_on(make_app: MakeApp) -> None:
    many = tuple(card(number, is_acknowledged=True) for number in range(1, 6))
    app, link = make_app(
        with_cards(yellow(9, explanation="送材料到二楼档案室，" * 45), *many), Language.ENGLISH
    )
    async with app.run_test(size=SIZE) as pilot:
        await list_opened(pilot, link)
        more = app.screen.query_one("#read-on")
        await until_shown(pilot, lambda: more.display)
        box = app.screen.query_one("#cards-detail")
        await until_shown(pilot, lambda: box.max_scroll_y > 0)
        await pilot.press("down")
        await until_shown(pilot, lambda: box.scroll_offset.y > 0)
        await pilot.press("pagedown")
        await until_shown(pilot, lambda: not app.screen.query_one("#card-2").visible)
        await pilot.press("1")
        await until_shown(pilot, lambda: "window idle" in text_of(pilot, "#detail"))
        await until_shown(pilot, lambda: not more.display)
        assert isinstance(app.screen.query_one("#detail"), Detail)


async def test_the_holder_explains_in_their_own_words(make_app: MakeApp) -> None:
    app, link = make_app(with_cards(yellow()))
    async with app.run_test(size=SIZE) as pilot:
        await list_opened(pilot, link)
        link.will_answer(lambda act: Done(act.request, 9))
        await written(pilot, "e", "  送材料到\n二楼  ")
        await until_screen(pilot, CardsScreen)
        await until_note(pilot, "已说明")
        assert [(act.move, act.text) for act in acts_of(link)] == [(CardAct.EXPLAIN, "送材料到 二楼")]


async def test_an_appeal_goes_the_same_way(make_app: MakeApp) -> None:
    upheld = yellow(
        state=CardState.UPHELD,
        acts=(CardAct.APPEAL,),
        is_acknowledged=True,
        appeal_until_ms=yellow().deadline_ms,
    )
    app, link = make_app(with_cards(upheld), Language.ENGLISH)
    async with app.run_test(size=SIZE) as pilot:
        await list_opened(pilot, link)
        link.will_answer(lambda act: Done(act.request, 9))
        await written(pilot, "l", "I was serving next door")
        await until_note(pilot, "Appeal: done")
        assert [(act.move, act.text) for act in acts_of(link)] == [
            (CardAct.APPEAL, "I was serving next door")
        ]


async def test_nothing_and_too_much_are_not_taken(make_app: MakeApp) -> None:
    app, link = make_app(with_cards(yellow()))
    async with app.run_test(size=SIZE) as pilot:
        await list_opened(pilot, link)
        await written(pilot, "e", "  ")
        await until_shown(pilot, lambda: "请说明原因" in text_of(pilot, "#hint"))
        app.screen.query_one(Answer).insert("长" * (TEXT_MAX + 1))
        assert await tap(pilot, "#ok")
        await until_shown(pilot, lambda: "超过 500 字" in text_of(pilot, "#hint"))
        assert text_of(pilot, "#length") == "501/500"
        await pilot.press("escape")
        await until_screen(pilot, CardsScreen)
        assert acts_of(link) == []


async def test_a_no_is_said_in_words(make_app: MakeApp) -> None:
    app, link = make_app(with_cards(yellow()))
    async with app.run_test(size=SIZE) as pilot:
        await list_opened(pilot, link)
        link.will_answer(lambda act: Refused(act.request, RefusalCode.CARD_NOT_THERE, {"state": "explained"}))
        await written(pilot, "e", "送材料")
        await until_note(pilot, "这张牌现在不能这样处理，目前状态：已说明，待核查")


async def test_what_was_written_and_not_saved_stands_there_again_as_one_request(make_app: MakeApp) -> None:
    app, link = make_app(with_cards(yellow()))
    async with app.run_test(size=SIZE) as pilot:
        await list_opened(pilot, link)
        link.will_answer(lambda act: Faulted(act.request, "disk full"))
        await written(pilot, "e", "送材料到二楼")
        await until_note(pilot, "没有保存成功")
        advance(app, DOUBLE_TAP_MS)
        await pilot.press("e")
        await until_screen(pilot, WriteScreen)
        assert app.screen.query_one(Answer).text == "送材料到二楼"
        link.will_answer(lambda act: Done(act.request, 9))
        await pilot.press("enter")
        await until_note(pilot, "已说明")
        assert len(acts_of(link)) == 1


async def test_signing_out_clears_the_desk_of_everything(make_app: MakeApp) -> None:
    app, link = make_app(with_cards(yellow()))
    async with app.run_test(size=SIZE) as pilot:
        await list_opened(pilot, link)
        await pilot.press("e")
        await until_screen(pilot, WriteScreen)
        app.screen.query_one(Answer).insert("我的事")
        link.tell(replace(with_cards(yellow(), staff=""), state=WindowState.CLOSED))
        await until_screen(pilot, SignInScreen)
        assert app.view.cards == ()
        link.tell(with_cards(staff="S018"))
        await until_screen(pilot, DeskScreen)
        assert not band_of(pilot).display


async def test_whoever_relieves_the_one_before_begins_with_a_clean_desk(make_app: MakeApp) -> None:
    app, link = make_app(with_cards(yellow()))
    async with app.run_test(size=SIZE) as pilot:
        await list_opened(pilot, link)
        link.will_answer(lambda act: Faulted(act.request, "disk full"))
        await written(pilot, "e", "送材料到二楼")
        await until_note(pilot, "没有保存成功")
        link.tell(with_cards(yellow(5, staff=StaffId("S018"), told=("staff:S018",)), staff="S018"))
        await until_screen(pilot, DeskScreen)
        assert app.note == ""
        advance(app, DOUBLE_TAP_MS)
        await list_opened(pilot, link)
        await pilot.press("e")
        await until_screen(pilot, WriteScreen)
        assert app.screen.query_one(Answer).text == ""
