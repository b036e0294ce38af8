"""The forecaster's process as the server has it: started, asked, and replaced when it is late, dead or wrong.

One question at a time. What came before its answer is thrown away with the process: a new one is told every
law again. Delays between two starts grow, up to a minute; they are the machine's time, whatever clock the
hall lives by.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import structlog

import queue_server
from queue_server.errors import Fault, PeerError
from queue_server.forecast.law import Law, Laws
from queue_server.forecast.outcome import Forecast
from queue_server.forecast.present import Present
from queue_server.runtime.foresight.frames import (
    Failed,
    Foreseen,
    Frames,
    FromForecaster,
    Learn,
    Question,
    Ready,
    frame,
    of_forecaster,
)
from queue_server.vocabulary import ItemCode

COMMAND = (sys.executable, "-m", "queue_server.runtime.foresight.worker")
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")}
CHUNK = 1 << 16
LAST_WORDS_BYTES = 2_000
"""So much of what a process wrote to its errors is kept for the logbook."""

log = structlog.stdlib.get_logger("queue_server.foresight")


class ForecasterLost(Fault):
    """The forecaster has no answer: it has not started yet, died, was late, or made no sense."""


class Patience(NamedTuple):
    """How long the server waits, in seconds of the machine."""

    first_s: float = 10.0
    """For the first answer of a process, which learns every law before it."""
    answer_s: float = 2.0
    start_s: float = 30.0
    """Until a new process says that it is ready."""


USUAL = Patience()


def restart_delays_s() -> Iterator[float]:
    """Yield the waits between two starts: half a second at first, a minute in the end."""
    delay_s = 0.5
    while True:
        yield delay_s
        delay_s = min(delay_s * 2, 60.0)


class Remote:
    """The forecaster of one server. ``run`` keeps it alive; ``ask`` asks it."""

    def __init__(
        self,
        on_ready: Callable[[], None] = lambda: None,
        *,
        command: tuple[str, ...] = COMMAND,
        patience: Patience = USUAL,
        delays: Callable[[], Iterator[float]] = restart_delays_s,
    ) -> None:
        """``on_ready`` is called whenever a new process may be asked."""
        self._on_ready, self._command, self._patience, self._delays = on_ready, command, patience, delays
        self._process: Process | None = None
        self._is_ready = False
        self._told: dict[ItemCode, Law] = {}
        self._n = 0
        self._answer: asyncio.Future[Forecast] | None = None
        self._answered = 0
        """Questions that this process has answered."""
        self._why = ""

    @property
    def pid(self) -> int:
        """The process now running; 0 for none."""
        return self._process.pid if self._process else 0

    async def run(self) -> None:
        """Keep a forecaster running until cancelled."""
        delays = self._delays()
        while True:
            why = await self._live()
            if self._answered:
                delays = self._delays()
            delay_s = next(delays)
            log.warning("forecaster_lost", detail=why, restart_s=delay_s)
            await asyncio.sleep(delay_s)

    async def ask(self, present: Present, seed: int, replays: int, laws: Laws) -> Forecast:
        """Return the forecast. A law is sent when it is not the very one that was sent before.

        ForecasterLost when there is none; then fall back, and ask again another time.
        """
        process = self._process
        if process is None or not self._is_ready:
            raise ForecasterLost("the forecaster has not started yet")
        self._n += 1
        answer: asyncio.Future[Forecast] = asyncio.get_running_loop().create_future()
        self._answer = answer
        patience_s = self._patience.answer_s if self._answered else self._patience.first_s
        try:
            async with asyncio.timeout(patience_s):
                await self._say(process, laws, Question(self._n, present, seed, replays))
                return await answer
        except TimeoutError:
            raise self._ended(process, f"no answer within {patience_s:g} s") from None
        except OSError as error:
            raise self._ended(process, f"it does not listen: {error}") from error
        finally:
            self._answer = None

    async def _say(self, process: Process, laws: Laws, question: Question) -> None:
        assert process.stdin is not None, "started without a pipe"
        for item, law in laws.items():
            if self._told.get(item) is not law:
                self._told[item] = law
                process.stdin.write(frame(Learn(item, law.sorted_ms.tobytes())))
                await process.stdin.drain()
        process.stdin.write(frame(question))
        await process.stdin.drain()

    def _ended(self, process: Process, why: str) -> ForecasterLost:
        """End a process that is of no use any more; ``run`` starts another."""
        self._is_ready, self._why = False, why
        if process.returncode is None:
            process.kill()
        return ForecasterLost(why)

    # --- the life of one process ---------------------------------------------------------------------------

    async def _live(self) -> str:
        """Start a process, listen to it until it ends, and return why it ended."""
        self._told, self._answered, self._why = {}, 0, "it ended"
        process = await _started(self._command)
        if isinstance(process, OSError):
            return f"it cannot be started: {process}"
        self._process = process
        try:
            async with asyncio.TaskGroup() as tasks:
                errors = tasks.create_task(_last_words(process))
                await self._listen(process)
        finally:
            await self._bury(process)
        return f"{self._why}; exit status {process.returncode}; {errors.result()}".removesuffix("; ")

    async def _listen(self, process: Process) -> None:
        assert process.stdout is not None, "started without a pipe"
        frames = Frames(of_forecaster)
        try:
            async with asyncio.timeout(self._patience.start_s) as until_ready:
                while data := await process.stdout.read(CHUNK):
                    for word in frames.feed(data):
                        self._hear(word)
                    if self._is_ready:
                        until_ready.reschedule(None)
        except TimeoutError:
            self._ended(process, f"not ready within {self._patience.start_s:g} s")
        except PeerError as error:
            self._ended(process, str(error))

    def _hear(self, word: FromForecaster) -> None:
        """Raises PeerError for an answer to what was never asked."""
        match word:
            case Ready():
                self._is_ready = True
                self._on_ready()
            case Foreseen() | Failed() if word.n > self._n:
                raise PeerError(f"an answer to question {word.n}; {self._n} were asked")
            case Foreseen() | Failed() if word.n == self._n and self._answer and not self._answer.done():
                self._answered += 1
                if isinstance(word, Foreseen):
                    self._answer.set_result(word.forecast)
                else:
                    self._answer.set_exception(ForecasterLost(word.detail))

    async def _bury(self, process: Process) -> None:
        """Leave nothing of a process: neither itself nor anybody who still waits for it."""
        self._process, self._is_ready = None, False
        if self._answer and not self._answer.done():
            self._answer.set_exception(ForecasterLost(self._why))
        await _end(process)


async def _started(command: tuple[str, ...]) -> Process | OSError:
    """Return the new process; a start that is cancelled halfway leaves none."""
    async with asyncio.TaskGroup() as tasks:
        start = tasks.create_task(_start(command))
        try:
            return await asyncio.shield(start)
        except asyncio.CancelledError:
            process = await start
            if isinstance(process, Process):
                await _end(process)
            raise


async def _start(command: tuple[str, ...]) -> Process | OSError:
    """Start the same program as this one, wherever it was started from; a Ctrl-C is not for it."""
    home = str(Path(queue_server.__file__).parents[1])
    path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": path}
    try:
        return await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment, process_group=0
        )
    except OSError as error:
        return error


async def _end(process: Process) -> None:
    """Kill a process and bury it, also when the server stops meanwhile: it is over at once."""
    if process.returncode is None:
        process.kill()
    try:
        await process.wait()
    except asyncio.CancelledError:
        await process.wait()
        raise


async def _last_words(process: Process) -> str:
    """Read the errors of a process to their end; return the end of them."""
    assert process.stderr is not None, "started without a pipe"
    kept = b""
    while data := await process.stderr.read(CHUNK):
        kept = (kept + data)[-LAST_WORDS_BYTES:]
    return kept.decode(errors="replace").strip()
