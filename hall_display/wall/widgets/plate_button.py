"""PlateButton: three lines with an edge of a colour, to put a finger on."""

from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from hall_display.wall.plates import Plate
from hall_display.wall.spans import Span, fitted
from hall_display.wall.widgets.lines import PADDING, Painted, segments_of, style_of
from hall_display.wall.widgets.window_map import ember
from kiosk.screenkit.theme import PALETTE
from kiosk.screenkit.touch_button import HasTapGate

EDGE = "▌"


class PlateButton(Painted, can_focus=True):
    """``plate`` comes down; None shows nothing. A touch or Enter opens what it is about."""

    BINDINGS = [("enter", "open")]  # noqa: RUF012 - Textual's way of writing them
    plate: reactive[Plate | None] = reactive(None)

    class Opened(Message):
        """A plate was touched; ``key`` names its document."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def watch_plate(self, plate: Plate | None) -> None:
        self.can_focus = bool(plate and plate.key)
        self.set_class(plate is None, "-empty")

    @property
    def paper(self) -> str:
        plate = self.plate
        if plate is None:
            return self.background_colors[1].hex6
        if self.has_focus:
            return PALETTE["hall-tile"]
        return ember(plate.edge) if plate.glow and plate.edge else self.background_colors[1].hex6

    def render_line(self, y: int) -> Strip:
        plate = self.plate
        if plate is None:
            return self.blank()
        paper, width = self.paper, self.size.width
        spans = fitted(plate.lines[y], width - 2 * PADDING) if y < len(plate.lines) else ()
        blank = style_of(PALETTE["hall-ink"], paper, is_bold=False)
        strip = Strip.join(
            [
                Strip(segments_of((Span(EDGE, ink=plate.edge or PALETTE["hall-line"]), Span(" ")), paper)),
                Strip(segments_of(spans, paper)),
            ]
        )
        return strip.adjust_cell_length(width, blank)

    def on_click(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open what the plate is about, once for each tap."""
        app = self.app
        if self.plate is None or not self.plate.key:
            return
        if not isinstance(app, HasTapGate) or app.tap_gate.admits(self, self.screen):
            self.post_message(self.Opened(self.plate.key))
