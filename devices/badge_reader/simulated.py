"""Badge readers made of memory: a badge shown, or left lying and told again and again. Pure.

The port they speak on is ``player``'s business; they hear nothing.
"""

from devices.badge_reader.badge import number_of
from devices.badge_reader.protocol import WiegandLine, em_frame, wiegand26_bits
from devices.errors import OutOfRange

REPEAT_MS = 200
"""How often a reader tells a badge that lies on it."""


class _SimulatedReader:
    """What all readers share: telling the badge that lies there."""

    def __init__(self, repeat_ms: int = REPEAT_MS) -> None:
        self._repeat_ms = repeat_ms
        self._lying = b""
        self._due_at_ms = 0

    def show(self, badge: str) -> bytes:
        """Return what goes on the cable when ``badge``, ten digits, is held there; OutOfRange for others."""
        raise NotImplementedError

    def lay(self, badge: str, at_ms: int) -> bytes:
        """Leave ``badge`` lying there; return what goes on the cable at once. ``tick`` gives the rest."""
        self._lying, self._due_at_ms = self.show(badge), at_ms + self._repeat_ms
        return self._lying

    def lift(self) -> None:
        """Take away the badge that lies there."""
        self._lying = b""

    def hear(self, _data: bytes, _at_ms: int) -> bytes:
        """Hear nothing."""
        return b""

    def due_at_ms(self) -> int | None:
        """Return when the badge that lies there is told again; None where none lies."""
        return self._due_at_ms if self._lying else None

    def tick(self, at_ms: int) -> bytes:
        """Return the repetition due at ``at_ms``, or b""."""
        if not self._lying or at_ms < self._due_at_ms:
            return b""
        self._due_at_ms = at_ms + self._repeat_ms
        return self._lying


class SimulatedEmReader(_SimulatedReader):
    """A reader of the RDM6300 family; ``version`` is the first of a badge's five bytes."""

    def __init__(self, version: int = 0, repeat_ms: int = REPEAT_MS) -> None:
        super().__init__(repeat_ms)
        self._version = version

    def show(self, badge: str) -> bytes:
        """Return the frame of ``badge``."""
        return em_frame(_number(badge), self._version)


class SimulatedWiegandReader(_SimulatedReader):
    """A Wiegand 26 reader behind a converter; ``end`` is CR, LF or both, as it was set up."""

    def __init__(
        self,
        end: bytes = b"\r\n",
        line: WiegandLine = WiegandLine.BITS,
        repeat_ms: int = REPEAT_MS,
    ) -> None:
        super().__init__(repeat_ms)
        self._end = end
        self._line = line

    def show(self, badge: str) -> bytes:
        """Return the line of ``badge``; it knows only the last three bytes of the number."""
        number = _number(badge) & 0xFFFFFF
        is_hex = self._line is WiegandLine.HEX
        letters = f"{number:06X}" if is_hex else wiegand26_bits(number >> 16, number & 0xFFFF)
        return letters.encode("ascii") + self._end


def _number(badge: str) -> int:
    number = number_of(badge)
    if number is None:
        raise OutOfRange("badge", badge, "ten digits, at most 4294967295")
    return number


SimulatedReader = SimulatedEmReader | SimulatedWiegandReader
