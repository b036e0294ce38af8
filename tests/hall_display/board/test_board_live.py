"""The board before a real listening server: calls of two windows, a new start, nothing told twice."""

from hall_display.board.app import BoardApp, BoardOptions
from hall_display.board.calls import Pace
from hall_display.board.screens.board import BoardScreen
from hall_display.speech import NullSpeech
from queue_server.hall.commands import SignIn
from queue_server.runtime.doorstep import Doorstep, doorstep
from queue_server.vocabulary import Role, StaffId, WindowNo
from tests.finger import until_shown

SIZE = (120, 35)
QUICK = Pace(dwell_ms=30, floor_ms=10, patience_ms=2000)
SPOKEN = ["请 A 零 零 一 号 到 一 号 窗口", "请 A 零 零 二 号 到 二 号 窗口"]


def board(door: Doorstep, voice: NullSpeech) -> BoardApp:
    link = door.link(Role.BOARD, "board-1")
    return BoardApp(link, BoardOptions(pace=QUICK, flashes=0), speak=voice.say)


def shown(app: BoardApp) -> tuple[str, tuple[str, ...]]:
    if not isinstance(app.screen, BoardScreen):
        return "", ()
    return app.screen.hero.number, tuple(row.number for row in app.screen.rows)


async def call_at_two_windows(door: Doorstep) -> None:
    hall = door.rehearsal
    for window, staff in (("01", "S1"), ("02", "S2")):
        await hall.take()
        await hall.ask(SignIn(WindowNo(window), StaffId(staff)), f"window:{window}")
    await hall.call("01")
    await hall.call("02")


async def test_two_calls_reach_screen_and_voice_and_are_acknowledged() -> None:
    async with doorstep() as door:
        voice = NullSpeech()
        app = board(door, voice)
        async with app.run_test(size=SIZE) as pilot:
            await until_shown(pilot, lambda: isinstance(app.screen, BoardScreen) and bool(app.screen.cards))
            await call_at_two_windows(door)
            await until_shown(pilot, lambda: shown(app) == ("A002", ("A001",)) and voice.said == SPOKEN)
            heard = door.rehearsal.engine.heard_until
            await until_shown(pilot, lambda: heard("board-1") == 2)


async def test_a_board_started_again_shows_the_calls_and_speaks_none_twice() -> None:
    async with doorstep() as door:
        first, second = NullSpeech(), NullSpeech()
        app = board(door, first)
        async with app.run_test(size=SIZE) as pilot:
            await until_shown(pilot, lambda: isinstance(app.screen, BoardScreen) and bool(app.screen.cards))
            await call_at_two_windows(door)
            await until_shown(pilot, lambda: first.said == SPOKEN)
            heard = door.rehearsal.engine.heard_until
            await until_shown(pilot, lambda: heard("board-1") == 2)
        app = board(door, second)
        async with app.run_test(size=SIZE) as pilot:
            await until_shown(pilot, lambda: shown(app) == ("A002", ("A001",)))
            assert second.said == []
