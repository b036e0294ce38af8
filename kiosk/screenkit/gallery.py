"""All of the kit on one screen: to look at a font, a terminal or a browser before the hall opens.

``python -m kiosk.screenkit.gallery [--web PORT]``. Touch the tiles, the language, the pages.
"""

import argparse
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from kiosk.screenkit.app import HallApp
from kiosk.screenkit.banner import OfflineBanner
from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.glyphs import Weight
from kiosk.screenkit.header import HallHeader
from kiosk.screenkit.language import Text
from kiosk.screenkit.pages import Tile, TilePages
from kiosk.screenkit.qr import QrCode
from kiosk.screenkit.theme import SCREENKIT_TCSS
from kiosk.screenkit.touch_button import Kind, TouchButton
from kiosk.screenkit.web import add_web_arguments, run_or_serve

COLS, ROWS = 96, 27
CODE = "https://hall.example/A012"
QUEUES = (
    Tile("A", "户籍身份", "Household, ID"),
    Tile("B", "社保医保", "Social insurance"),
    Tile("C", "企业开办", "Business"),
    Tile("D", "不动产登记", "Real estate"),
    Tile("E", "税务发票", "Tax"),
)
SIGNS = (
    "┌─┬─┐ ╭──╮ ╔═╗ ▁▂▃▄▅▆▇█ ░▒▓ → ← ● ★",
    "│人│等│候│ “等候” 12 · 约 25 分钟…—",
    "└─┴─┘ ╰──╯ ╚═╝ ▌▐▀▄▖▗▘▝ abc│国│",
)
NAME = Text("五通政务服务中心", "Wutong Service Hall")


class Gallery(HallApp):
    """Shows every widget of the kit."""

    CSS_PATH: ClassVar = [SCREENKIT_TCSS, "gallery.tcss"]

    def compose(self) -> ComposeResult:
        yield HallHeader(NAME, self.clock, offers_large=True)
        yield OfflineBanner()
        with Horizontal(id="top"):
            with Vertical(id="words"):
                yield BigText("A012", 6, ink="#ffd75e", id="number")
                yield BigText("请到3号窗口 window 3", 4, weight=Weight.REGULAR)
                yield Static("\n".join(SIGNS))
            yield QrCode(CODE, quiet=2, id="code")
        yield TilePages(QUEUES, columns=2, rows=1)
        with Horizontal(id="foot"):
            yield TouchButton("上一页", "Back", kind=Kind.QUIET, id="back")
            yield TouchButton("优先", "Priority", kind=Kind.PRIORITY, id="priority")
            yield TouchButton("打印", "Print", kind=Kind.PRIMARY, id="print")
            yield TouchButton("断线", "Offline", kind=Kind.DANGER, id="offline")
            yield TouchButton("下一页", "Next", kind=Kind.QUIET, id="next")

    def on_tile_pages_chosen(self, event: TilePages.Chosen) -> None:
        self.query_one("#number", BigText).text = f"{event.key}012"

    def on_hall_header_reading_chosen(self, event: HallHeader.ReadingChosen) -> None:
        self.query_one(HallHeader).reading = event.reading

    @on(TouchButton.Pressed, "#next")
    def turn_forward(self) -> None:
        """Show the next tiles."""
        self.query_one(TilePages).turn(1)

    @on(TouchButton.Pressed, "#back")
    def turn_back(self) -> None:
        """Show the tiles before."""
        self.query_one(TilePages).turn(-1)

    @on(TouchButton.Pressed, "#offline")
    def toggle_banner(self) -> None:
        """Show or hide the banner."""
        banner = self.query_one(OfflineBanner)
        banner.is_offline = not banner.is_offline


def main() -> None:
    """Run in this terminal, or serve to a browser."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_web_arguments(parser)
    run_or_serve(parser.parse_args(), Gallery, COLS, ROWS)


if __name__ == "__main__":
    main()
