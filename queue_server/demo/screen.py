"""The hall board in this terminal, as a program of its own; and the words on how to open the others."""

import asyncio
import sys
from pathlib import Path

GUIDE = """
五通 Wutong: 襄州区行政服务中心（演示）, a whole hall on this machine
  server 服务器        {url}
  health, metrics     {http}/healthz   {http}/metrics

Beside it, in another terminal / 在另一个终端：
  kiosk 取号机         {bin}/kiosk citizen --server {url} --name K1 --printer sim:
  window 窗口终端      {bin}/kiosk window --server {url} --window {window}      (staff 工号 {staff}, PIN 2468)
  board 大屏          {bin}/hall-display board --server {url} --name B2
  bar 窗口屏          {bin}/hall-display bar --server {url} --name W1 --window 01

In a browser / 用浏览器: add --web PORT to any of them, for instance
  {bin}/kiosk citizen --server {url} --name K2 --printer sim: --web {web}     then open http://127.0.0.1:{web}/

The board opens here in a moment; Ctrl-Q ends it and the hall / 大屏即将显示；按 Ctrl-Q 结束
"""
READ_S = 6
"""How long the guide stays before the board takes the terminal."""


def guide(url: str, window: str, staff: str, web: int) -> str:
    """Return how a stranger opens every other screen."""
    folder = Path(sys.executable).parent
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    http = url.replace("ws", "http", 1)
    return GUIDE.format(url=url, http=http, bin=shown, window=window, staff=staff, web=web)


async def show_board(url: str, name: str = "demo-board", after_s: float = READ_S) -> None:
    """Show the board until it is closed. It is ended with the task."""
    await asyncio.sleep(after_s)
    board = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hall_display", "board", "--server", url, "--name", name
    )
    try:
        await board.wait()
    finally:
        if board.returncode is None:
            board.terminate()
            await board.wait()
