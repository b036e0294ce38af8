"""KeyPad: keys to type with a finger. It tells which key was pressed and remembers nothing."""

from textual.app import ComposeResult
from textual.containers import Grid
from textual.message import Message

from kiosk.citizen.widgets.large_tile import LargeTile
from kiosk.screenkit.touch_button import Kind, TouchButton

KEY_WINDOW_MS = 120
"""A key may be pressed again this soon: people do type 00."""


class KeyPad(Grid):
    """``keys`` in ``columns``; in large type each letter is drawn three rows high."""

    class Typed(Message):
        """A key was pressed."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, keys: str, columns: int, *, rows_high: int = 0) -> None:
        super().__init__()
        self._keys, self._rows_high = keys, rows_high
        self.styles.grid_size_columns = columns

    def compose(self) -> ComposeResult:
        yield from (self._key(key) for key in self._keys)

    def on_touch_button_pressed(self, event: TouchButton.Pressed) -> None:
        event.stop()
        self.post_message(self.Typed(event.button.name or ""))

    def _key(self, key: str) -> TouchButton:
        name = f"key-{key}"
        if not self._rows_high:
            return TouchButton(key, kind=Kind.PLAIN, name=key, id=name, window_ms=KEY_WINDOW_MS)
        return LargeTile(
            key, rows=self._rows_high, kind=Kind.PLAIN, window_ms=KEY_WINDOW_MS, name=key, id=name
        )
