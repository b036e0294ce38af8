"""LargeTile: a button whose words are drawn many rows high, for weak eyes."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.touch import DOUBLE_TAP_MS
from kiosk.screenkit.touch_button import Kind, TouchButton


class LargeTile(TouchButton):
    """``label`` is drawn ``rows`` high; ``sub_label`` below it ``sub_rows`` high: 1 is a plain line."""

    def __init__(
        self,
        label: str | Content,
        sub_label: str | Content = "",
        *,
        rows: int = 4,
        sub_rows: int = 3,
        kind: Kind = Kind.TILE,
        window_ms: int = DOUBLE_TAP_MS,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        disabled: bool = False,
    ) -> None:
        super().__init__(
            label, sub_label, kind=kind, window_ms=window_ms, name=name, id=id, disabled=disabled
        )
        self._rows, self._sub_rows = rows, sub_rows

    def render(self) -> Content:
        return Content("")

    def compose(self) -> ComposeResult:
        yield BigText(str(self.label), self._rows, align="center", classes="large-label")
        if self._sub_rows == 1:
            yield Static(self.sub_label, classes="large-line")
        elif self._sub_rows and str(self.sub_label):
            yield BigText(str(self.sub_label), self._sub_rows, align="center", classes="large-sub-label")

    def watch_label(self) -> None:
        for label in self.query(".large-label").results(BigText):
            label.text = str(self.label)

    def watch_sub_label(self) -> None:
        for line in self.query(".large-line").results(Static):
            line.update(self.sub_label)
        for label in self.query(".large-sub-label").results(BigText):
            label.text = str(self.sub_label)
