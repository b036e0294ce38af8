"""Digits to type with a finger. It posts keys and knows no field."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid
from textual.message import Message

from kiosk.screenkit.touch_button import Kind, TouchButton

ERASE = "⌫"
KEYS = f"123456789{ERASE}0"
KEY_DEAF_MS = 80
"""The same key may be wanted twice in a row; only a bouncing finger is quicker than this."""


class Keypad(Grid):
    """As on a telephone."""

    class Typed(Message):
        """A key; ``ERASE`` takes the last one back."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def compose(self) -> ComposeResult:
        for at, key in enumerate(KEYS):
            yield TouchButton(key, kind=Kind.QUIET, window_ms=KEY_DEAF_MS, id=f"key-{at}")

    @on(TouchButton.Pressed)
    def _pressed(self, event: TouchButton.Pressed) -> None:
        event.stop()
        self.post_message(self.Typed(KEYS[int(str(event.button.id).removeprefix("key-"))]))
