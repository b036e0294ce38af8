"""Digits, and where wanted a row of letters, to type with a finger. It posts keys and knows no field."""

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid
from textual.message import Message

from kiosk.screenkit.touch_button import Kind, TouchButton

ERASE = "⌫"
KEY_DEAF_MS = 80
"""The same key may be wanted twice in a row; only a bouncing finger is quicker than this."""


class Keypad(Grid):
    """``1`` to ``9``, ``0``, erase, and the given letters before them."""

    class Typed(Message):
        """A key; ``ERASE`` takes the last one back."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, letters: Iterable[str] = (), *, id: str | None = None) -> None:  # noqa: A002 - the name Textual gives it
        super().__init__(id=id)
        self._keys = (*letters, *"1234567890", ERASE)

    def compose(self) -> ComposeResult:
        for place, key in enumerate(self._keys):
            yield TouchButton(key, kind=Kind.QUIET, window_ms=KEY_DEAF_MS, id=f"key-{place}")

    @on(TouchButton.Pressed)
    def _pressed(self, event: TouchButton.Pressed) -> None:
        event.stop()
        self.post_message(self.Typed(self._keys[int(str(event.button.id).removeprefix("key-"))]))
