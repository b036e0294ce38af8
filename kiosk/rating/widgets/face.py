"""Face: one of the five faces, as large as the room it has. Drawn by ``faces``; its colour is the style's."""

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from kiosk.rating.faces import draw_face
from kiosk.screenkit.big_text import machine_mode, segments_of, style_of


class Face(Widget):
    """The face of ``level``, in the middle of its place."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        rows = min(height, (width - 1) // 2)  # neighbours may differ by a column, their faces may not
        _, back = self.background_colors
        paper = style_of(back.rgb, back.rgb)
        line = y - (height - rows) // 2
        if rows < 1 or not 0 <= line < rows:
            return Strip.blank(width, paper)
        drawing = draw_face(self._level, rows, machine_mode())
        left = (width - drawing.columns) // 2
        right = width - drawing.columns - left
        inked = segments_of(drawing, line, self.colors[3].rgb, back.rgb)
        return Strip([Segment(" " * left, paper), *inked, Segment(" " * right, paper)], width)
