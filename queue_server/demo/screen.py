"""The hall board in this terminal, as a program of its own; and what to open beside it, and when."""

import asyncio
import os
import sys
import termios
import tty
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unicodedata import east_asian_width

from queue_server.demo.quick import OFF_POST_MIN, PAD_SILENT_ACTS
from queue_server.demo.story import Scene

GUIDE = """
五通 Wutong: 襄州区行政服务中心（演示）, a whole hall on this machine: {url}
Beside it, in another terminal / 在另一个终端：
  wall 监控大屏        {bin}/hall-display wall --server {url} --name M1      (值班 {duty}, PIN 2468)
  kiosk 取号机         {bin}/kiosk citizen --server {url} --name K1 --store {store} --printer sim:
  window 窗口终端      {bin}/kiosk window --server {url} --window {window}      (工号 {staff}, PIN 2468)
  rating 评价屏       {bin}/kiosk rating --server {url} --window {window}
  board 大屏          {bin}/hall-display board --server {url} --name B2
  bar 窗口屏          {bin}/hall-display bar --server {url} --name W1 --window 01
  health, metrics     {http}/healthz   {http}/metrics
In a browser / 用浏览器: add --web PORT to any of them, for instance
  {bin}/hall-display wall --server {url} --name M2 --web {web}     then open http://127.0.0.1:{web}/

Today, by the hall's clock ({speed:g}x) / 今天（大厅时钟，{speed:g} 倍速）：
{scenes}
Quicker than in a real hall / 比真实大厅快：离岗 off post {posts} min (15/30/60)，呼叫器 pad {acts} acts (10)

The board opens here at any key, or in {seconds} s; Ctrl-Q ends it and the hall / 按任意键显示，Ctrl-Q 结束
"""
ENGLISH_AT = 46
READ_S = 20
"""How long the guide stays before the board takes the terminal, unless a key is pressed."""


def guide(
    url: str,
    window: str,
    staff: str,
    web: int,
    *,
    duty: str,
    speed: float,
    scenes: Iterable[Scene],
    store: Path,
) -> str:
    """Return how a stranger opens every other screen, and what they will see there.

    ``store`` is the kiosk's file: one of another day's hall would hand that hall's numbers in here.
    """
    folder = Path(sys.executable).parent
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    return GUIDE.format(
        url=url,
        http=url.replace("ws", "http", 1),
        bin=shown,
        window=window,
        staff=staff,
        web=web,
        duty=duty,
        store=store,
        speed=speed,
        scenes="\n".join(f"  {scene.clock} {_padded(scene.zh)}{scene.en}" for scene in scenes),
        posts="/".join(map(str, OFF_POST_MIN)),
        acts=PAD_SILENT_ACTS,
        seconds=READ_S,
    )


def _padded(text: str) -> str:
    """Fill up to the column where the English begins: a Chinese letter takes two places."""
    places = sum(1 + (east_asian_width(letter) in "WF") for letter in text)
    return text + " " * max(1, ENGLISH_AT - places)


async def any_key(within_s: float = READ_S) -> None:
    """Return when a key is pressed in this terminal, or when the time is over."""
    if not sys.stdin.isatty():
        await asyncio.sleep(within_s)
        return
    pressed, loop, keys = asyncio.Event(), asyncio.get_running_loop(), sys.stdin.fileno()
    with _keys_at_once(keys):
        loop.add_reader(keys, pressed.set)
        try:
            async with asyncio.timeout(within_s):
                await pressed.wait()
            os.read(keys, 1024)
        except TimeoutError:
            return
        finally:
            loop.remove_reader(keys)


@contextmanager
def _keys_at_once(terminal: int) -> Iterator[None]:
    """Let keys come without Enter and unshown; leave the terminal as it was."""
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal)
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


async def show_board(url: str, name: str = "demo-board") -> None:
    """Show the board until it is closed. It is ended with the task."""
    board = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hall_display", "board", "--server", url, "--name", name
    )
    try:
        await board.wait()
    finally:
        if board.returncode is None:
            board.terminate()
            await board.wait()
