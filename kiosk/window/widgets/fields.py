"""Typing by finger into the field that has the focus."""

from textual.widgets import Input

from kiosk.window.widgets.keypad import ERASE


def type_into(field: Input, key: str) -> None:
    """Put a keypad's key at the end of ``field``, or take the last character away."""
    field.value = field.value[:-1] if key == ERASE else field.value + key
    field.cursor_position = len(field.value)
