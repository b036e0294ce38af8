"""The load of one window that calls, and of boards that hear it; each acknowledges as a real board does."""

import asyncio
import time
from collections.abc import Callable
from statistics import median

import msgspec
from websockets.asyncio.client import ClientConnection

from queue_server.drill.board_client import Ears, boards_at
from queue_server.drill.clients import answer_to, greeted, hello_of
from queue_server.drill.hall import badge_of
from queue_server.vocabulary import Role
from queue_server.wire.client import new_request_id
from queue_server.wire.from_window import CallNext, FinishService, SignIn, SignOut, StartService

LAST_S = 0.5
"""So long the last call may take to the last board."""


class Boards(msgspec.Struct, frozen=True):
    """What is asked of the load."""

    url: str
    boards: int
    calls: int
    calls_per_s: float
    window: str = "001"


class Called(msgspec.Struct):
    """What came of it, a call for a call."""

    last_board_ms: list[float]
    pressed_ns: list[int]
    answered_ms: list[float]
    unheard: int
    """Calls that did not reach every board."""
    out_of_turn: int
    """Announcements that a board heard twice, or after a later one."""
    announced_bytes: int
    """Of one announcement, in the middle; 0 when no board heard any."""


async def call(spec: Boards, ready: Callable[[], object]) -> Called:
    """Call, start and finish at the pace asked for; return how long each call took to the last board."""
    ears = Ears()
    async with boards_at(spec.url, spec.boards, ears):
        window = await at_work(spec.url, spec.window)
        await asyncio.to_thread(ready)
        pressed = await _calls(spec, window)
        await _until_heard(ears, pressed, spec.boards)
        await off_work(window)
    return _summed(spec, ears, pressed)


async def at_work(url: str, window: str) -> ClientConnection:
    """Return a window terminal with somebody signed in."""
    socket = await greeted(url, hello_of(Role.WINDOW, window))
    await answer_to(socket, SignIn(new_request_id(), badge=badge_of(window)))
    return socket


async def off_work(window: ClientConnection) -> None:
    """Sign out and go."""
    await answer_to(window, SignOut(new_request_id()))
    window.transport.abort()


async def _calls(spec: Boards, window: ClientConnection) -> dict[str, tuple[int, int]]:
    """Return number -> when its call was pressed and when it was answered."""
    pressed: dict[str, tuple[int, int]] = {}
    due_ns = time.perf_counter_ns()
    for _ in range(spec.calls):
        await asyncio.sleep(max(0.0, (due_ns - time.perf_counter_ns()) / 1e9))
        began_ns = time.perf_counter_ns()
        done = await answer_to(window, CallNext(new_request_id()))
        pressed[done.number] = (began_ns, time.perf_counter_ns())
        await answer_to(window, StartService(new_request_id()))
        await answer_to(window, FinishService(new_request_id()))
        due_ns += int(1e9 / spec.calls_per_s)
    return pressed


async def _until_heard(ears: Ears, pressed: dict[str, tuple[int, int]], boards: int) -> None:
    end_ns = time.perf_counter_ns() + int(LAST_S * 1e9)
    while time.perf_counter_ns() < end_ns:
        if all(len(ears.heard_ns[number]) >= boards for number in pressed):
            return
        await asyncio.sleep(0.01)


def _summed(spec: Boards, ears: Ears, pressed: dict[str, tuple[int, int]]) -> Called:
    whole = [number for number in pressed if len(ears.heard_ns[number]) >= spec.boards]
    last = [(max(ears.heard_ns[number]) - pressed[number][0]) / 1e6 for number in whole if spec.boards]
    return Called(
        last_board_ms=last,
        pressed_ns=[began for began, _ in pressed.values()],
        answered_ms=[(end - began) / 1e6 for began, end in pressed.values()],
        unheard=len(pressed) - len(whole),
        out_of_turn=ears.out_of_turn,
        announced_bytes=round(median(ears.sizes)) if ears.sizes else 0,
    )
