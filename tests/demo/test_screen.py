"""The guide tells a stranger what to open and what will happen; it stays until a key is pressed."""

import argparse
import asyncio
import io
import os
import pty
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_server.config_file import load_config
from queue_server.demo.run import CONFIG, VISITORS_WINDOW, Demo
from queue_server.demo.screen import any_key, guide
from queue_server.demo.story import story_of
from queue_server.runtime.doorstep import until

STORY = story_of(load_config(CONFIG), 7, VISITORS_WINDOW)


STORE = Path("hall-folder/K1.away")


def a_guide() -> str:
    url = "ws://127.0.0.1:8765"
    return guide(url, "43", "1043", 8080, duty="9001", speed=3.0, scenes=STORY.scenes, store=STORE)


def test_the_guide_names_every_screen_and_its_server() -> None:
    text = a_guide()
    for words in (
        "hall-display wall",
        "kiosk citizen",
        "kiosk window",
        "hall-display board",
        "hall-display bar",
    ):
        assert f"{words} --server ws://127.0.0.1:8765" in text
    for words in ("--web 8080", "1043", "9001", "PIN 2468", "Ctrl-Q", "3x"):
        assert words in text
    assert "http://127.0.0.1:8765/healthz" in text


def test_the_guide_says_what_will_happen_when_and_what_is_quicker() -> None:
    text = a_guide()
    for scene in STORY.scenes:
        assert any(
            scene.clock in line and scene.zh in line and scene.en in line for line in text.splitlines()
        )
    assert "3/6/30 min (15/30/60)" in text


def test_the_kiosk_of_the_guide_has_a_file_of_its_own_beside_the_journal(tmp_path: Path) -> None:
    assert f"--name K1 --store {STORE} " in a_guide()
    demo = Demo(argparse.Namespace(no_screen=True, speed=0, port=0, seed=7, web=8080), tmp_path)
    assert f"--store {tmp_path / 'K1.away'} " in demo.guide("ws://127.0.0.1:8765")


def test_the_guide_fits_a_usual_terminal() -> None:
    assert a_guide().count("\n") <= 28


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, int]]:
    """A terminal on standard input: the hand's end, and the program's."""
    hand, terminal = pty.openpty()
    with os.fdopen(terminal, "r", closefd=False) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        yield hand, terminal
    os.close(hand)
    os.close(terminal)


async def test_any_key_ends_the_wait_without_enter_and_the_terminal_is_as_before(
    keyboard: tuple[int, int],
) -> None:
    hand, terminal = keyboard
    before = termios.tcgetattr(terminal)
    async with asyncio.timeout(45), asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(any_key(60))
        await until(lambda: termios.tcgetattr(terminal) != before)
        os.write(hand, b"x")
        await waiting
    assert termios.tcgetattr(terminal) == before


async def test_the_wait_is_over_by_itself(keyboard: tuple[int, int]) -> None:
    _, terminal = keyboard
    before = termios.tcgetattr(terminal)
    async with asyncio.timeout(45):
        await any_key(0.01)
    assert termios.tcgetattr(terminal) == before


async def test_without_a_terminal_the_time_alone_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    async with asyncio.timeout(45):
        await any_key(0.01)
