"""The command line of the displays: what is understood, what is refused, what a board is made of."""

import asyncio
from argparse import ArgumentParser, Namespace
from pathlib import Path

import pytest

from hall_display.__main__ import SCREENS, main
from hall_display.board import bar_options, options
from hall_display.board.trial import TrialLink
from hall_display.board.view import BoardLanguage
from kiosk.screenkit.dots import DotMode
from queue_server.clock import ManualClock
from queue_server.wire.from_server import Announced


def board_args(*words: str) -> Namespace:
    parser = ArgumentParser()
    options.add_arguments(parser)
    return parser.parse_args(words)


@pytest.mark.parametrize("screen", SCREENS)
def test_each_screen_explains_itself(screen: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([screen, "--help"])
    assert ended.value.code == 0
    assert "--web PORT" in capsys.readouterr().out


def test_a_screen_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([])
    assert "SCREEN" in capsys.readouterr().err


def test_a_token_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "token"
    assert main(["board", "--silent", "--token-file", str(missing)]) == 1
    assert str(missing) in capsys.readouterr().err


def test_a_board_has_both_languages_a_voice_and_dots_by_size_unless_told() -> None:
    args = board_args()
    assert (args.language, args.dots, args.area, args.silent) == ("both", None, "", False)
    told = board_args("--language", "en", "--dots", "half", "--area", "C", "--silent", "--dwell", "2.5")
    assert (BoardLanguage(told.language), told.dots) == (BoardLanguage.ENGLISH, DotMode.HALF)


def test_a_board_speaks_with_the_halls_voice_and_a_silent_one_has_none() -> None:
    assert options.board_voice(board_args(), ManualClock()) is not None
    assert options.board_app(board_args("--silent")) is not None


async def test_the_test_picture_calls_one_number_after_the_other() -> None:
    clock = ManualClock()
    link = TrialLink(clock)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(link.run())
        numbers: list[str] = []
        while len(numbers) < 2:
            event = await link.next_event()
            if isinstance(event, Announced):
                numbers.append(event.number)
                clock.advance_ms(8000)
                await asyncio.sleep(0)
                clock.advance_ms(8000)
        running.cancel()
    assert numbers == ["D011", "A031"]


def test_a_bar_is_named_after_its_window() -> None:
    parser = ArgumentParser()
    bar_options.add_arguments(parser)
    assert bar_options.bar_app(parser.parse_args(["--window", "3"])) is not None
