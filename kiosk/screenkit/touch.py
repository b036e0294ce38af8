"""When a tap counts. A finger that bounces, or taps twice, means one press.

The second tap of a double tap may land on the screen that the first one opened: it must not press what
happens to lie there. So one gate stands before all buttons of an app.
"""

from queue_server.clock import Clock

DOUBLE_TAP_MS = 600
"""Two taps closer than this are one press."""


class TapGate:
    """Lets a tap through, or swallows it as the echo of the one before."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._button: object = None
        self._screen: object = None
        self._at_ms = -(10**15)

    def admits(self, button: object, screen: object, window_ms: int = DOUBLE_TAP_MS) -> bool:
        """Return whether this tap is a press of its own.

        It is none within ``window_ms`` of the last press, if that was on the same button or another screen.
        """
        now_ms = self._clock.now_ms()
        is_echo = button is self._button or screen is not self._screen
        if is_echo and now_ms - self._at_ms < window_ms:
            return False
        self._button, self._screen, self._at_ms = button, screen, now_ms
        return True
