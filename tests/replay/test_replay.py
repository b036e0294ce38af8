"""A demonstration played again: a board hears every call once and in order, and no file is touched."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from hall_display.board.app import BoardApp
from hall_display.board.screens.board import BoardScreen
from queue_server.__main__ import main, parser
from queue_server.demo.run import CONFIG, Demo
from queue_server.hall.events import StepUndone, TicketCalled, TicketRecalled
from queue_server.hall.evolve import evolve
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Announcement
from queue_server.replay.run import Replay, minute_of
from queue_server.replay.stage import OVER
from queue_server.runtime.doorstep import at_work, until
from queue_server.runtime.past import PastDay, read_past_day
from queue_server.vocabulary import RefusalCode, Role
from queue_server.wire import from_kiosk, from_window
from queue_server.wire.client import HallLink, new_request_id
from queue_server.wire.documents import HallDoc
from queue_server.wire.from_server import Announced, Refused, Skipped
from queue_server.wire.greeting import WIRE_VERSION, Hello

DAY = "2026-03-02"
MINUTES = "4"
FAST = "900"


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The journal of a few minutes of a demonstration."""
    folder = tmp_path_factory.mktemp("demo")
    words = ["demo", "--no-screen", "--minutes", MINUTES, "--speed", "600", "--seed", "3", "--port", "0"]
    asyncio.run(Demo(parser().parse_args(words), folder).run())
    for name in ("hall.db-wal", "hall.db-shm"):
        (folder / name).unlink(missing_ok=True)
    return folder / "hall.db"


def trace(journal: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in journal.parent.iterdir()}


def replay_of(journal: Path, *words: str, say: Callable[[str], None] = lambda _: None) -> Replay:
    asked = ["replay", DAY, "--config", str(CONFIG), "--journal", str(journal), "--no-board", *words]
    return Replay(parser().parse_args(asked), say)


@contextlib.asynccontextmanager
async def at_play(replay: Replay) -> AsyncIterator[Replay]:
    async with asyncio.TaskGroup() as tasks:
        playing = tasks.create_task(replay.run())
        await replay.stage.is_up.wait()
        try:
            yield replay
        finally:
            playing.cancel()


def link_to(replay: Replay, role: Role, name: str, window: str = "") -> HallLink:
    return HallLink(replay.stage.url, Hello(WIRE_VERSION, role, name, window=window))  # type: ignore[arg-type]  # a number


def waiting_replay(journal: Path) -> Replay:
    """Return a fast replay that begins when its board has come."""
    return replay_of(journal, "--speed", FAST, "--wait-for-board")


def board_of(replay: Replay) -> HallLink:
    return link_to(replay, Role.BOARD, "B1")


def written_calls(past: PastDay) -> list[int]:
    """Return the announcements that stand in the journal, in its order."""
    events = (each.event for each in past.recorded)
    made = (event for event in events if isinstance(event, TicketCalled | TicketRecalled | StepUndone))
    return [event.announcement for event in made if event.announcement]


async def heard_by(board: HallLink, last: int) -> list[Announced]:
    heard: list[Announced] = []
    while not heard or heard[-1].n < last:
        event = await board.next_event()
        assert not isinstance(event, Skipped)
        if isinstance(event, Announced):
            heard.append(event)
            await board.heard(event.n)
    return heard


async def test_a_board_hears_every_call_of_the_journal_once_and_in_order(journal: Path) -> None:
    before, past = trace(journal), read_past_day(journal)
    calls = written_calls(past)
    assert len(calls) > 20
    async with at_play(waiting_replay(journal)) as replay, at_work(board_of(replay)) as board:
        heard = await heard_by(board, calls[-1])
        await until(replay.stage.player.is_over.is_set)
        shown = replay.stage.player.room.state
    written = played(past).state
    assert [each.n for each in heard] == calls
    assert [_line(each) for each in heard] == written.announcements
    assert all(each.is_current for each in heard)
    written.notice_zh, written.notice_en = OVER
    assert shown == written
    assert trace(journal) == before


def _line(told: Announced) -> Announcement:
    return Announcement(
        told.n, told.at_ms, told.ticket, told.number, told.window, told.kind, told.language, told.area
    )


async def test_every_screen_says_that_it_is_a_replay_and_that_it_is_over(journal: Path) -> None:
    async with at_play(waiting_replay(journal)) as replay, at_work(board_of(replay)) as board:
        await until(lambda: "（回放）" in hall_of(board))
        await until(lambda: OVER[0] in hall_of(board))
    assert "queue/A" in board.docs


async def test_the_managers_wall_sees_the_windows_from_behind(journal: Path) -> None:
    async with at_play(waiting_replay(journal)) as replay, at_work(link_to(replay, Role.WALL, "W1")) as wall:
        await until(lambda: "desk/01" in wall.docs)


def hall_of(link: HallLink) -> str:
    """Return the hall's name and notices as a screen has them."""
    doc = link.docs.get("hall")
    return doc.name.zh + "".join(notice.zh for notice in doc.notices) if isinstance(doc, HallDoc) else ""


async def test_nothing_can_be_asked_of_it(journal: Path) -> None:
    before = trace(journal)
    async with at_play(replay_of(journal, "--speed", "1")) as replay:
        async with at_work(link_to(replay, Role.KIOSK, "K1")) as kiosk:
            taken = await kiosk.request(from_kiosk.TakeTicket(new_request_id(), "420607GS-XK-0001"))  # type: ignore[arg-type]  # a code
        async with at_work(link_to(replay, Role.WINDOW, "01", "01")) as window:
            signed = await window.request(from_window.SignIn(new_request_id(), staff="1001", pin="2468"))  # type: ignore[arg-type]  # a number
    for answer in (taken, signed):
        assert isinstance(answer, Refused)
        assert (answer.code, answer.facts) == (RefusalCode.REPLAY, {"day": DAY})
    assert trace(journal) == before


async def test_it_may_begin_later_and_ends_by_itself_when_told_to(journal: Path) -> None:
    said: list[str] = []
    replay = replay_of(journal, "--speed", FAST, "--from", "08:32", "--exit", say=said.append)
    assert replay.stage.clock.now_ms() == read_past_day(journal).midnight_ms + (8 * 60 + 32) * 60_000
    assert replay.stage.player.room.state.tickets
    await replay.run()
    assert replay.stage.player.is_over.is_set()
    assert "只读" in said[0]
    assert replay.stage.url in said[0]


async def test_it_stays_on_the_last_state_and_says_so(journal: Path) -> None:
    said: list[str] = []
    async with at_play(replay_of(journal, "--speed", FAST, "--from", "08:33", say=said.append)) as replay:
        await until(lambda: len(said) == 2)
        assert "回放结束" in said[1]
        async with at_work(link_to(replay, Role.WALL, "W1")) as wall:
            await until(lambda: "hall" in wall.docs)


def test_without_a_configuration_or_a_day_it_says_what_is_needed(
    journal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", DAY, "--journal", str(journal)]) == 2
    assert "needs --config FILE" in capsys.readouterr().err
    assert main(["replay", "2026-04-01", "--config", str(CONFIG), "--journal", str(journal)]) == 2
    assert "there is no 2026-04-01 in this journal; it has 2026-03-02" in capsys.readouterr().err


def test_times_of_day_are_read_strictly(capsys: pytest.CaptureFixture[str]) -> None:
    assert minute_of("09:30") == 570
    for wrong in ("24:00", "9.30", "09:60"):
        with pytest.raises(SystemExit):
            parser().parse_args(["replay", DAY, "--from", wrong])
    assert "is not a time of day" in capsys.readouterr().err


async def test_an_ordinary_board_shows_the_calls_of_that_day(journal: Path) -> None:
    numbers = {ticket.number for ticket in played(read_past_day(journal)).state.tickets.values()}
    async with at_play(waiting_replay(journal)) as replay:
        app = BoardApp(board_of(replay))
        async with app.run_test(size=(120, 40)):
            await until(lambda: isinstance(app.screen, BoardScreen) and app.screen.hero.number in numbers)
            assert isinstance(app.screen, BoardScreen)
            assert app.screen.head.hall.zh.endswith("（回放）")


def played(past: PastDay) -> HallRoom:
    for recorded in past.recorded:
        evolve(past.room, recorded)
    return past.room
