"""TouchButton: something to put a finger on. Three rows or more, no hover, a flash, one press for a tap."""

from enum import StrEnum
from typing import Protocol, runtime_checkable

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.screenkit.touch import DOUBLE_TAP_MS, TapGate
from queue_server.clock import SystemClock

LOW_ROWS = 3
FLASH_S = 0.15
"""How long a pressed button stays lit; the eye needs about 0.1 s."""


class Kind(StrEnum):
    """What a button is for; the style sheet gives each its colour."""

    PLAIN = "plain"
    TILE = "tile"
    PRIMARY = "primary"
    PRIORITY = "priority"
    QUIET = "quiet"
    DANGER = "danger"


@runtime_checkable
class HasTapGate(Protocol):
    """An app whose buttons share one gate (``HallApp``)."""

    tap_gate: TapGate


class TouchButton(Widget):
    """A label, and below it a second one; on a button of three rows beside it.

    Both are plain text; ``Content`` where parts need a colour.
    """

    ALLOW_SELECT = False
    label: reactive[str | Content] = reactive("")
    sub_label: reactive[str | Content] = reactive("")

    class Pressed(Message):
        """A finger pressed ``button``; at most one for each tap."""

        def __init__(self, button: "TouchButton") -> None:
            super().__init__()
            self.button = button

        @property
        def control(self) -> "TouchButton":
            """The button, for ``@on(TouchButton.Pressed, "#id")``."""
            return self.button

    def __init__(
        self,
        label: str | Content,
        sub_label: str | Content = "",
        *,
        kind: Kind = Kind.PLAIN,
        window_ms: int = DOUBLE_TAP_MS,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Make a button; ``window_ms`` is how long the same button stays deaf (keypads: shorter)."""
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self.kind = kind
        self._window_ms = window_ms
        self._own_gate = TapGate(SystemClock())
        self.add_class(f"-{kind}")
        self.set_reactive(TouchButton.label, label)
        self.set_reactive(TouchButton.sub_label, sub_label)

    def render(self) -> Content:
        label, sub_label = _content(self.label).stylize("bold"), _content(self.sub_label)
        if not sub_label.plain:
            return label
        one_line = Content("  ").join([label, sub_label])
        # Two lines cannot stand in the middle of three rows: where there is room, they stand side by side.
        is_low = self.size.height <= LOW_ROWS and one_line.cell_length < self.size.width
        return one_line if is_low else Content("\n").join([label, sub_label])

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.press()

    def press(self) -> bool:
        """Press by finger or key; return whether it counted."""
        app = self.app
        gate = app.tap_gate if isinstance(app, HasTapGate) else self._own_gate
        if self.disabled or not gate.admits(self, self.screen, self._window_ms):
            return False
        self.add_class("-pressed")
        self.set_timer(FLASH_S, lambda: self.remove_class("-pressed"))
        self.post_message(self.Pressed(self))
        return True


def _content(label: str | Content) -> Content:
    return label if isinstance(label, Content) else Content(label)
