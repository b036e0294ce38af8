"""An LED bar made of memory: it shows the text its bytes say, and answers if its make does. Pure."""

from devices.led_bar.protocol import LedKind, LedText, encode_reply


class SimulatedBar:
    """One bar."""

    def __init__(self, addr: int, kind: LedKind = LedKind.TWO_COLOUR) -> None:
        self.addr = addr
        self.kind = kind
        self.is_on = True
        """A bar that is off shows nothing and answers nothing."""
        self.shown = LedText(addr, ())
        self.times_written = 0

    @property
    def text(self) -> str:
        """What a citizen reads."""
        return self.shown.text if self.is_on else ""

    def hear(self, text: LedText) -> bytes:
        """Show ``text``; return the answer, b"" from a make that never answers."""
        if not self.is_on:
            return b""
        self.shown = text
        self.times_written += 1
        return encode_reply(self.addr) if self.kind is LedKind.TWO_COLOUR else b""
