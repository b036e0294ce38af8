"""Foot: the row of buttons under every screen. Each leads to a place, or turns a page."""

from enum import StrEnum

import msgspec
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from kiosk.citizen.messages import Place, PlaceChosen
from kiosk.citizen.widgets.large_tile import LargeTile
from kiosk.screenkit.language import Reading, Text
from kiosk.screenkit.touch_button import Kind, TouchButton


class Turn(StrEnum):
    """The buttons that stay on their screen."""

    PREVIOUS = "previous"
    NEXT = "next"
    DELETE = "delete"
    CLEAR = "clear"
    CONFIRM = "confirm"
    SECOND = "second"
    """The other thing that can be done with what was typed."""


class FootKey(msgspec.Struct, frozen=True):
    """One button of the foot."""

    does: Place | Turn
    text: Text
    kind: Kind = Kind.QUIET
    is_enabled: bool = True


ROOMY_MAX = 6
"""More buttons than these stand closer together."""


class Foot(Horizontal):
    """Buttons side by side, all of one width; taller where the citizen reads large type."""

    class Turned(Message):
        """A button was pressed that stays on the screen."""

        def __init__(self, turn: Turn) -> None:
            super().__init__()
            self.turn = turn

    def __init__(self, keys: tuple[FootKey, ...], reading: Reading, *, is_tall: bool = False) -> None:
        """Make the foot; a tall one has room for both languages one above the other."""
        super().__init__(classes="-large" if reading.is_large else "-tall" if is_tall else "")
        self._keys, self._reading, self._is_tall = keys, reading, is_tall
        self._crowd()

    def compose(self) -> ComposeResult:
        yield from (self._button(key) for key in self._keys)

    def show(self, keys: tuple[FootKey, ...]) -> None:
        """Take over what may be pressed now; while the same may be pressed, the buttons stay the same ones.

        Buttons that are not there yet are made from what was shown last.
        """
        before, self._keys = self._keys, keys
        if [key.does for key in before] != [key.does for key in keys]:
            self._crowd()
            self.refresh(recompose=True)
            return
        said = {key.does.value: key for key in keys}
        for button in self.query(TouchButton):
            if key := said.get(button.name or ""):
                button.disabled, button.label = not key.is_enabled, self._label(key)

    def _crowd(self) -> None:
        self.set_class(len(self._keys) > ROOMY_MAX, "-crowded")

    def on_touch_button_pressed(self, event: TouchButton.Pressed) -> None:
        event.stop()
        name = event.button.name or ""
        if name in set(Place):
            self.post_message(PlaceChosen(Place(name)))
        else:
            self.post_message(self.Turned(Turn(name)))

    def _button(self, key: FootKey) -> TouchButton:
        label, beside = self._label(key), key.text.beside(self._reading.language) if self._is_tall else ""
        name, is_off = key.does.value, not key.is_enabled
        if self._reading.is_large:
            return LargeTile(label, rows=4, kind=key.kind, name=name, id=f"foot-{name}", disabled=is_off)
        return TouchButton(label, beside, kind=key.kind, name=name, id=f"foot-{name}", disabled=is_off)

    def _label(self, key: FootKey) -> str:
        """Return the words; in a low foot both languages share the line."""
        language = self._reading.language
        label = key.text.in_(language)
        is_alone = self._is_tall or self._reading.is_large
        return label if is_alone else f"{label} {key.text.beside(language)}".strip()
