"""The drill's other processes: started, asked line by line, measured in /proc, and always ended again.

A helper speaks one JSON line at a time over its standard streams. None outlives the drill: it is ended when
the block ends, however it ends.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import msgspec

from queue_server.errors import Fault

ENDS_WITHIN_S = 10.0
ENDING = (signal.SIGINT, signal.SIGTERM)
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_KIB = os.sysconf("SC_PAGE_SIZE") // 1024


class Helper:
    """One child process."""

    def __init__(self, module: str, *words: str) -> None:
        self.name = module.rpartition(".")[2]
        command = [sys.executable, "-m", module, *words]
        # Its own session: an interrupted drill ends its helpers itself, in order.
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and modules
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=_hear_signals,  # noqa: PLW1509 - it takes no lock that another thread could hold
        )

    def tell(self, what: object) -> None:
        """Send one line."""
        stdin = _open(self._process.stdin)
        stdin.write(msgspec.json.encode(what).decode() + "\n")
        stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Return the next line. Raises Fault when the process is gone instead."""
        line = _open(self._process.stdout).readline()
        if not line:
            raise Fault(f"drill: the process {self.name} ended early, with {self._process.wait()}")
        heard: dict[str, Any] = msgspec.json.decode(line)
        return heard

    def ask(self, what: object) -> dict[str, Any]:
        """Send one line, wait until it is prepared, let it go, and return what came of it."""
        self.prepare(what)
        self.tell("go")
        return self.hear()

    def prepare(self, what: object) -> dict[str, Any]:
        """Have everything connected; the work itself begins with ``go``."""
        self.tell(what)
        return self.hear()

    @property
    def cpu_s(self) -> float:
        """Processor time so far, in user and system."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @property
    def memory_kib(self) -> int:
        """Resident memory now."""
        return int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]) * PAGE_KIB

    def end(self) -> None:
        """End it: politely, then not."""
        self._process.terminate()
        try:
            self._process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            _open(stream).close()


def _hear_signals() -> None:
    """In the child: take back the mask under which it was made."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def _open(stream: IO[str] | None) -> IO[str]:
    assert stream is not None, "every helper has its streams piped"
    return stream


@contextmanager
def helper(module: str, *words: str) -> Iterator[Helper]:
    """Run a module of the drill for the length of the block."""
    # Whoever ends the drill while a process is being made is heard once there is somebody to end it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        one = Helper(f"queue_server.drill.{module}", *words)
        try:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            yield one
        finally:
            one.end()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
