"""The forecaster's own process: questions on its input, answers on its output, one at a time.

It is polite (lowest priority, one thread), holds the laws of service, and ends when its input does: a server
that was killed leaves nobody behind. It reads no clock, file or journal: it knows what it is told.
"""

import contextlib
import os
import signal
import sys
from typing import BinaryIO

import numpy as np

from queue_server.forecast.law import Law
from queue_server.forecast.outcome import forecast
from queue_server.runtime.foresight.frames import (
    Failed,
    Foreseen,
    Frames,
    FromForecaster,
    Learn,
    Question,
    Ready,
    frame,
    of_server,
)
from queue_server.vocabulary import ItemCode

NICENESS = 19
LONGEST_S = 60
"""A question that takes longer ends the process, also when nobody is left to end it."""
CHUNK = 1 << 16
INPUT, OUTPUT, ERRORS = 0, 1, 2


class Forecaster:
    """The laws learned so far, and answers by them."""

    def __init__(self) -> None:
        self._laws: dict[ItemCode, Law] = {}

    def learn(self, word: Learn) -> None:
        """Take in the law of an item."""
        self._laws[word.item] = Law(np.frombuffer(word.sorted_ms, dtype=np.float64))

    def answer(self, question: Question) -> Foreseen | Failed:
        """Return the forecast; one that cannot be made is an answer too."""
        try:
            made = forecast(question.present, self._laws, question.seed, question.replays)
        except Exception as error:
            return Failed(question.n, f"{type(error).__name__}: {error}")
        return Foreseen(question.n, made)


def be_polite() -> None:
    """Give way to everything else on this machine."""
    os.nice(NICENESS)
    if hasattr(os, "SCHED_BATCH"):
        with contextlib.suppress(OSError):  # a container may forbid it
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def serve(heard: int, told: BinaryIO) -> None:
    """Answer until the input ends. PeerError when it makes no sense."""
    forecaster, frames = Forecaster(), Frames(of_server)
    _say(told, Ready())
    while data := os.read(heard, CHUNK):
        for word in frames.feed(data):
            if isinstance(word, Learn):
                forecaster.learn(word)
                continue
            signal.alarm(LONGEST_S)
            _say(told, forecaster.answer(word))
            signal.alarm(0)


def _say(told: BinaryIO, word: FromForecaster) -> None:
    told.write(frame(word))
    told.flush()


def main() -> None:
    """Run as the server's child. What anybody prints goes to the errors, never between the answers."""
    be_polite()
    told = os.fdopen(os.dup(OUTPUT), "wb")
    os.dup2(ERRORS, OUTPUT)
    with contextlib.suppress(BrokenPipeError):  # the server has gone
        serve(INPUT, told)


if __name__ == "__main__":
    main()
    sys.stdout.flush()
