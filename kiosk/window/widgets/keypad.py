"""Digits, and where wanted a row of letters, to type with a finger. It posts keys and knows no field."""

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid, Vertical
from textual.message import Message

from kiosk.screenkit.touch_button import Kind, TouchButton

ERASE = "⌫"
LETTERS_IN_ROW = 12
KEY_DEAF_MS = 80
"""The same key may be wanted twice in a row; only a bouncing finger is quicker than this."""


THREE_WIDE = f"1234567890{ERASE}"
"""As on a telephone; the style sheet makes the zero two keys wide."""
SIX_WIDE = f"12345{ERASE}67890"
"""Two low rows; the style sheet makes erase two rows high."""


class Keypad(Vertical):
    """Digits and erase in one grid, and the given letters in a row above them."""

    class Typed(Message):
        """A key; ``ERASE`` takes the last one back."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, letters: Iterable[str] = (), digits: str = THREE_WIDE) -> None:
        super().__init__()
        self._letters, self._digits = tuple(letters), tuple(digits)
        self._keys = self._letters + self._digits

    def compose(self) -> ComposeResult:
        if self._letters:
            with Grid(classes="letters") as row:
                row.styles.grid_size_columns = min(len(self._letters), LETTERS_IN_ROW)
                yield from (self._key(key) for key in self._letters)
        with Grid(classes="digits"):
            yield from (self._key(key) for key in self._digits)

    def _key(self, key: str) -> TouchButton:
        place = self._keys.index(key)
        classes = {"0": "zero", ERASE: "erase"}.get(key, "")
        return TouchButton(key, kind=Kind.QUIET, window_ms=KEY_DEAF_MS, id=f"key-{place}", classes=classes)

    @on(TouchButton.Pressed)
    def _pressed(self, event: TouchButton.Pressed) -> None:
        event.stop()
        self.post_message(self.Typed(self._keys[int(str(event.button.id).removeprefix("key-"))]))
