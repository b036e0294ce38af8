"""All the devices of one line, made of memory: the other side of ``line.Line``. Pure.

A hall without hardware runs on it, and a technician plays it on a real cable (``hall-devices simulate``).
"""

from collections import deque
from collections.abc import Iterable

from devices.counter_bus.protocol import (
    DownFrame,
    KeysHeard,
    PleaseRate,
    RatingHeard,
    Stars,
    decode_down,
)
from devices.counter_bus.simulated import SimulatedEvaluator, SimulatedPad
from devices.framing import Family, RawFrame, Splitter
from devices.led_bar.protocol import LedKind, LedText, decode_led
from devices.led_bar.simulated import SimulatedBar

HEARD_MAX = 1000
"""What was said to the devices and not looked at yet; of more, the oldest is forgotten."""
STALE_MS = 300
"""Half a frame, then silence for so long: the other half will not come."""


class SimulatedBus:
    """Pads, evaluators and bars by their window addresses; ``one_colour`` lists bars of that make."""

    def __init__(
        self,
        pads: Iterable[int] = (),
        evaluators: Iterable[int] = (),
        bars: Iterable[int] = (),
        one_colour: Iterable[int] = (),
    ) -> None:
        self.pads = {addr: SimulatedPad(addr) for addr in pads}
        self.evaluators = {addr: SimulatedEvaluator(addr) for addr in evaluators}
        self.bars = {addr: SimulatedBar(addr) for addr in bars}
        self.bars |= {addr: SimulatedBar(addr, LedKind.ONE_COLOUR) for addr in one_colour}
        self.heard: deque[DownFrame | LedText] = deque(maxlen=HEARD_MAX)
        self.splitter = Splitter()
        self._heard_at_ms = 0

    def hear(self, data: bytes, at_ms: int) -> bytes:
        """Take bytes from the line at ``at_ms``; return what the devices answer."""
        late = self.splitter.expire() if at_ms - self._heard_at_ms > STALE_MS else []
        self._heard_at_ms = at_ms
        return b"".join(self._hear_frame(raw) for raw in (*late, *self.splitter.feed(data)))

    def due_at_ms(self) -> int | None:
        """Return when the next repetition is due; None when everybody was heard."""
        return min((each.unheard.due_at_ms for each in self._speakers() if each.unheard), default=None)

    def tick(self, at_ms: int) -> bytes:
        """Return the repetitions due at ``at_ms``."""
        return b"".join(each.tick(at_ms) for each in self._speakers())

    def _speakers(self) -> tuple[SimulatedPad | SimulatedEvaluator, ...]:
        return (*self.pads.values(), *self.evaluators.values())

    def _hear_frame(self, raw: RawFrame) -> bytes:
        if raw.family in (Family.TWO_COLOUR, Family.ONE_COLOUR):
            return self._hear_text(raw)
        said = decode_down(raw)
        if said is not None:
            self.heard.append(said)
            self._tell(said)
        return b""

    def _hear_text(self, raw: RawFrame) -> bytes:
        text = decode_led(raw)
        kind = LedKind.TWO_COLOUR if raw.family is Family.TWO_COLOUR else LedKind.ONE_COLOUR
        if not isinstance(text, LedText):
            return b""
        self.heard.append(text)
        bar = self.bars.get(text.addr)
        return bar.hear(text) if bar is not None and bar.kind is kind else b""

    def _tell(self, said: DownFrame) -> None:
        if isinstance(said, RatingHeard | Stars | PleaseRate):
            if evaluator := self.evaluators.get(said.addr):
                evaluator.hear(said)
            return
        addr = said.keys.addr if isinstance(said, KeysHeard) else said.addr
        if pad := self.pads.get(addr):
            pad.hear(said)
