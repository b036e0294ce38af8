"""How sound leaves the machine: through a program that plays standard input. The loop never waits.

Without such a program the hall is silent, and the log says so and what to install.
"""

import asyncio
import shutil
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from typing import Protocol

import structlog

from hall_display.speech.sound import Sound, SoundFault, to_wav
from queue_server.clock import Clock

OVERTIME_S = 5.0
"""A player that takes so much longer than the sound hangs, and is killed."""


class Player(Protocol):
    """Plays one sound."""

    async def play(self, sound: Sound) -> None:
        """Return when it has been heard; raises SoundFault."""
        ...


class CommandPlayer:
    """Plays through ``command``, which reads a WAV file from standard input."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command

    async def play(self, sound: Sound) -> None:
        """Start the program, feed it, wait for its end; it dies with the wait."""
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=DEVNULL, stderr=PIPE
        )
        try:
            async with asyncio.timeout(sound.duration_ms / 1000 + OVERTIME_S):
                _, complaint = await process.communicate(to_wav(sound))
        except TimeoutError as error:
            raise SoundFault(f"{self._command[0]} does not end: is the sound card busy?") from error
        finally:
            await _end(process)
        if process.returncode:
            last = complaint.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
            raise SoundFault(f"{self._command[0]} failed with {process.returncode}: {last[0]}")


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.wait()


class SilentPlayer:
    """Plays nothing, for as long as the sound would last, so that calls keep their pace."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def play(self, sound: Sound) -> None:
        """Let the time pass."""
        await self._clock.sleep_ms(sound.duration_ms)


COMMANDS = (("aplay", "-q", "-"), ("paplay",), ("pw-play", "-"))
"""Tried in this order (ALSA, PulseAudio, PipeWire)."""


def find_player(clock: Clock, which: Callable[[str], str | None] = shutil.which) -> Player:
    """Return the first player this machine has, or silence with a line in the log."""
    for command in COMMANDS:
        if (path := which(command[0])) is not None:
            return CommandPlayer((path, *command[1:]))
    wanted = ", ".join(command[0] for command in COMMANDS)
    structlog.get_logger("speech").warning("no_player", wanted=wanted, install="apt-get install alsa-utils")
    return SilentPlayer(clock)
