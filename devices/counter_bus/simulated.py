"""Pads and evaluators made of memory: they press, repeat until they are heard, and show what they are told.

Pure: instants are arguments, bytes are results. The port they speak on is ``player``'s business.
"""

import msgspec

from devices.counter_bus.protocol import (
    Beep,
    DownFrame,
    Fail,
    KeysHeard,
    Ok,
    PadKeys,
    PleaseRate,
    RatingHeard,
    RatingPressed,
    ShowTicket,
    ShowWaiting,
    Stars,
    UpFrame,
    encode,
)
from devices.counter_bus.retries import REPEAT_MS, TRIES_MAX


class Unheard(msgspec.Struct, frozen=True):
    """What was pressed and not acknowledged yet."""

    said: UpFrame
    due_at_ms: int
    tries: int = 1


class _Speaker:
    """What pads and evaluators share: saying it until it is heard."""

    def __init__(self, addr: int, repeat_ms: int = REPEAT_MS) -> None:
        self.addr = addr
        self.unheard: Unheard | None = None
        self.is_given_up = False
        self._repeat_ms = repeat_ms

    @property
    def is_acknowledged(self) -> bool:
        """True when the last press was heard by the host, or nothing was pressed yet."""
        return self.unheard is None and not self.is_given_up

    def tick(self, at_ms: int) -> bytes:
        """Return the repetition that is due at ``at_ms``, or b""."""
        unheard = self.unheard
        if unheard is None or at_ms < unheard.due_at_ms:
            return b""
        if unheard.tries >= TRIES_MAX:
            self.unheard, self.is_given_up = None, True
            return b""
        self.unheard = Unheard(unheard.said, at_ms + self._repeat_ms, unheard.tries + 1)
        return encode(unheard.said)

    def _say(self, said: UpFrame, at_ms: int) -> bytes:
        data = encode(said)
        self.unheard, self.is_given_up = Unheard(said, at_ms + self._repeat_ms), False
        return data


class SimulatedPad(_Speaker):
    """One call pad."""

    def __init__(self, addr: int, repeat_ms: int = REPEAT_MS) -> None:
        super().__init__(addr, repeat_ms)
        self.ticket = ""
        self.waiting: int | None = None
        self.verdict: bool | None = None
        """The last ok (True) or fail (False) since the last press."""
        self.beeps = 0

    def press(self, digits: str, function: int, at_ms: int) -> bytes:
        """Press keys; return what goes on the line."""
        self.verdict = None
        return self._say(PadKeys(self.addr, digits, function), at_ms)

    def hear(self, said: DownFrame) -> None:
        """Take what the host said to this pad."""
        match said:
            case KeysHeard(keys=keys):
                if self.unheard is not None and self.unheard.said == keys:
                    self.unheard = None
            case ShowTicket(number=number):
                self.ticket, self.waiting = number, None
            case ShowWaiting(waiting=waiting, ticket=ticket):
                self.ticket, self.waiting = ticket or "", waiting
            case Ok() | Fail():
                self.verdict = isinstance(said, Ok)
            case Beep():
                self.beeps += 1


class SimulatedEvaluator(_Speaker):
    """One evaluator; ``addr`` is its window's address."""

    def __init__(self, addr: int, repeat_ms: int = REPEAT_MS) -> None:
        super().__init__(addr, repeat_ms)
        self.stars: int | None = None
        self.times_asked = 0

    def rate(self, value: int, at_ms: int) -> bytes:
        """Press a rating, 0 the worst; return what goes on the line."""
        return self._say(RatingPressed(self.addr, value), at_ms)

    def hear(self, said: DownFrame) -> None:
        """Take what the host said to this evaluator."""
        match said:
            case RatingHeard():
                self.unheard = None
            case Stars(stars=stars):
                self.stars = stars
            case PleaseRate():
                self.times_asked += 1
