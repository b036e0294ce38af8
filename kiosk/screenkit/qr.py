"""QrCode: a code to be read off the screen by a phone. Half blocks: one module is one column by half a row.

Black on white whatever the theme, with the quiet zone of four modules that ISO/IEC 18004 demands.
"""

from functools import lru_cache
from typing import ClassVar

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from kiosk.screenkit.dots import HALVES

QUIET_MODULES = 4
_STYLE = Style(color="#000000", bgcolor="#ffffff")


@lru_cache(maxsize=32)
def qr_rows(data: str, quiet: int = QUIET_MODULES) -> tuple[str, ...]:
    """Return the code as rows of half blocks, all of one width; an odd last row ends in white."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=quiet)
    code.add_data(data)
    modules = code.get_matrix()
    if len(modules) % 2:
        modules.append([False] * len(modules[0]))
    pairs = zip(modules[::2], modules[1::2], strict=True)
    return tuple("".join(HALVES[up + 2 * low] for up, low in zip(*pair, strict=True)) for pair in pairs)


class QrCode(Widget):
    """Shows ``data``; as large as the code is. An empty text shows nothing."""

    DEFAULT_CSS: ClassVar[str] = "QrCode { width: auto; height: auto; }"
    data: reactive[str] = reactive("", layout=True)

    def __init__(
        self,
        data: str = "",
        *,
        quiet: int = QUIET_MODULES,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._quiet = quiet
        self.set_reactive(QrCode.data, data)

    def _rows(self) -> tuple[str, ...]:
        return qr_rows(self.data, self._quiet) if self.data else ()

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 - Textual's signature
        return len(self._rows()[0]) if self.data else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - as above
        return len(self._rows())

    def render_line(self, y: int) -> Strip:
        rows = self._rows()
        if y >= len(rows):
            return Strip.blank(self.size.width)
        return Strip([Segment(rows[y], _STYLE)], len(rows[y])).adjust_cell_length(self.size.width)
