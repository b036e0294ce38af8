"""One app's process behind one browser tab. It lives as long as the tab, and not longer.

The app's standard output belongs to the protocol; what it logs goes to standard error, which is passed
through.
"""

import asyncio
import ctypes
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress

from kiosk.screenkit.web.packets import Packet, PacketReader, encode, encode_meta

READ_BYTES = 256 * 1024
CHILD_MARK = "WUTONG_WEB_CHILD"
"""Set in the environment of a process that is to be the app behind a tab."""
PR_SET_PDEATHSIG = 1
"""<linux/prctl.h>."""
QUIT_S = 2.0
"""An app is asked to quit, and killed after this time."""
INPUT_PENDING_MAX = 64 * 1024
"""Bytes of taps an app may leave unread before it counts as hung."""


class Child:
    """A running app."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._stdin = process.stdin
        self._stdout = process.stdout

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    async def packets(self) -> AsyncIterator[list[Packet]]:
        """Yield what the app writes until it ends; raises PacketFault when it breaks the protocol."""
        reader = PacketReader()
        while chunk := await self._stdout.read(READ_BYTES):
            if packets := reader.feed(chunk):
                yield packets

    def type_in(self, keys: bytes) -> bool:
        """Hand over keys and taps; return False if the app has stopped reading."""
        if self._stdin.transport.get_write_buffer_size() > INPUT_PENDING_MAX:
            return False
        self._stdin.write(encode(b"D", keys))
        return True

    def release(self) -> None:
        """Let the input thread of an app that has exited come to its end."""
        self._stdin.write(encode_meta(type="exit"))

    async def stop(self) -> None:
        """Ask the app to quit, kill it if it does not, and wait for its end."""
        if self._process.returncode is None:
            self._stdin.write(encode_meta(type="quit"))
            with suppress(TimeoutError):
                async with asyncio.timeout(QUIT_S):
                    await self._drained_end()
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def _drained_end(self) -> None:
        """Wait for the end; what is still written is thrown away, or the app would hang on a full pipe."""
        while chunk := await self._stdout.read(READ_BYTES):
            if b'"exit"' in chunk:
                self.release()
        await self._process.wait()


async def start_child(
    command: Sequence[str], cols: int, rows: int, env: Mapping[str, str] | None = None
) -> Child:
    """Start ``command`` as a Textual app of ``cols`` x ``rows`` cells that speaks to the bridge."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=PIPE,
        stdout=PIPE,
        env=child_environment(env or os.environ, cols, rows),
        limit=READ_BYTES,
    )
    return Child(process)


def end_with_parent() -> None:
    """Ask Linux to kill this process when the bridge dies, however it dies: it would serve nobody."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def child_environment(base: Mapping[str, str], cols: int, rows: int) -> dict[str, str]:
    """Return ``base`` with what Textual needs to draw for a browser."""
    return {
        **base,
        CHILD_MARK: "1",
        "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TEXTUAL_FPS": "60",
        "TERM_PROGRAM": "textual",
        "COLUMNS": str(cols),
        "ROWS": str(rows),
        "PYTHONUNBUFFERED": "1",
    }
