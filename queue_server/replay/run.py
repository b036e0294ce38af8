"""``queue-server replay DAY``: the command that plays a past day, with the board in this terminal."""

import argparse
import asyncio
import contextlib
import io
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from queue_server.config import Config
from queue_server.config_file import load_config
from queue_server.demo.screen import show_board
from queue_server.errors import Fault
from queue_server.explain_command import add_past_arguments, day_of
from queue_server.logbook import configure_logbook
from queue_server.replay.player import instant_of
from queue_server.replay.stage import Stage
from queue_server.runtime.past import read_past_day, written

SPEED = 60.0
BOARD = "replay-board"
NEEDS_CONFIG = (
    "replay needs --config FILE: the journal has what happened, "
    "but not which queues and windows the hall has and what they are called"
)
BEGUN = """回放 replay {day}: {name}，{speed:g} 倍速 times as fast，{events} 条记录 events
  {url}
  board 大屏   hall-display board --server {url} --name B2
只读，不能办理 / read-only: nothing can be asked of it"""
ENDED = "回放结束，停在最后的状态；按 Ctrl-C 结束 / the replay has ended and stays as it is; Ctrl-C ends it"


def add_replay_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``replay`` is told, but for numbers, which ``__main__`` reads."""
    parser.add_argument("day", metavar="DAY", type=day_of, help="2026-03-02")
    add_past_arguments(parser)
    parser.add_argument(
        "--from", dest="since", type=minute_of, metavar="HH:MM", help="begin at this local time"
    )
    board = parser.add_mutually_exclusive_group()
    board.add_argument(
        "--board", action="store_true", default=None, help="show the board here (usual on a terminal)"
    )
    board.add_argument("--no-board", dest="board", action="store_false", help="show none here")
    parser.add_argument("--wait-for-board", action="store_true", help="begin when the first board has come")
    parser.add_argument("--exit", action="store_true", help="end when the day is over, instead of staying")


def minute_of(text: str) -> int:
    """Return the minute of the day of ``09:30``. For argparse."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
    if not found or not (int(found[1]) < 24 and int(found[2]) < 60):
        raise argparse.ArgumentTypeError(f'"{text}" is not a time of day such as 09:30')
    return int(found[1]) * 60 + int(found[2])


class Replay:
    """One run of the command. Everything is read before it begins."""

    def __init__(self, asked: argparse.Namespace, say: Callable[[str], None]) -> None:
        """Raises ConfigError, StoreFault, BrokenJournal, NoSuchDay, and Fault without a configuration."""
        if not asked.config:
            raise Fault(NEEDS_CONFIG)
        config = load_config(asked.config)
        past = read_past_day(Path(asked.journal or config.store.path), asked.day)
        self._asked, self._say = asked, say
        self._has_board = sys.stdout.isatty() if asked.board is None else bool(asked.board)
        speed = asked.speed or SPEED
        self._begun = _begun(config, past.day, speed, len(past.recorded))
        self.stage = Stage(
            past,
            config,
            speed=speed,
            port=asked.port,
            from_ms=instant_of(past, asked.since) if asked.since is not None else 0,
            waits_for_board=self._has_board or asked.wait_for_board,
        )

    async def run(self) -> None:
        """Play until the board here is closed, or with ``--exit`` the day is over; else until cancelled."""
        with _quiet_below(self._has_board):
            async with asyncio.TaskGroup() as tasks:
                stage = tasks.create_task(self.stage.hold(), name="stage")
                await self.stage.is_up.wait()
                self._say(self._begun.format(url=self.stage.url))
                await self._until_over()
                stage.cancel()

    async def _until_over(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            ways = [tasks.create_task(self._to_the_end())]
            if self._has_board:
                ways.append(tasks.create_task(show_board(self.stage.url, BOARD)))
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()

    async def _to_the_end(self) -> None:
        await self.stage.player.is_over.wait()
        if not self._asked.exit:
            if not self._has_board:
                self._say(ENDED)
            await asyncio.get_running_loop().create_future()


def _begun(config: Config, day: str, speed: float, events: int) -> str:
    words = BEGUN.replace("{url}", "{{url}}")
    return words.format(day=written(day), name=config.plan.name.zh, speed=speed, events=events)


@contextlib.contextmanager
def _quiet_below(has_board: bool) -> Iterator[None]:
    """Send warnings to stderr; while a board has the terminal they are kept for afterwards."""
    kept = io.StringIO()
    configure_logbook(kept if has_board else sys.stderr, level="WARNING")
    try:
        yield
    finally:
        sys.stderr.write(kept.getvalue())
