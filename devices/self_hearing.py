"""What a line hears of its own voice: some RS-485 adapters give back every byte they send. Pure.

The acknowledgement of a press is the pad's own frame, so a line that took its voice for a pad's would answer
itself for ever. A frame equal to one just written is therefore passed over, once. Were it a pad's repetition
after all, the pad repeats itself again: it costs a third of a second, and never a press.
"""

from collections import deque

OWN_VOICE_MS = 150
"""An echo is back within the frame's own time on the wire (some 30 ms) and what the machine adds to it."""
WRITTEN_MAX = 16
"""More cannot have been written within that time: a line rests after each write."""


class SelfHearing:
    """Remembers what was just written."""

    def __init__(self) -> None:
        self._written: deque[tuple[bytes, int]] = deque(maxlen=WRITTEN_MAX)

    def wrote(self, frame: bytes, at_ms: int) -> None:
        self._written.append((frame, at_ms))

    def is_own(self, frame: bytes, at_ms: int) -> bool:
        """Say whether ``frame`` is our own voice; each written one is heard once."""
        while self._written and at_ms - self._written[0][1] > OWN_VOICE_MS:
            self._written.popleft()
        for entry in self._written:
            if entry[0] == frame:
                self._written.remove(entry)
                return True
        return False
