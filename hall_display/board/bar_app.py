"""The bar over one window: it shows that window's document and acknowledges what it is told."""

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.worker import WorkType

from hall_display.board.bar_view import bar_view
from hall_display.board.layout import dots_for
from hall_display.board.screens.bar import BarScreen
from hall_display.board.view import BoardLanguage
from kiosk.screenkit import link as bridge
from kiosk.screenkit.app import HallApp
from kiosk.screenkit.dots import DotMode
from kiosk.screenkit.theme import SCREENKIT_TCSS
from queue_server.clock import Clock
from queue_server.vocabulary import WindowNo


class BarApp(HallApp):
    """Calls are spoken by the board; the bar has no voice."""

    CSS_PATH: ClassVar = [SCREENKIT_TCSS, Path(__file__).with_name("bar.tcss")]
    TITLE = "Wutong bar"

    def __init__(
        self, link: bridge.Link, window: WindowNo, *, language: BoardLanguage = BoardLanguage.BOTH,
        dots: DotMode | None = None, clock: Clock | None = None,
    ) -> None:  # fmt: skip
        super().__init__(clock)
        self._link, self._window = link, window
        self._language, self._dots = language, dots

    def on_mount(self) -> None:
        """Show the screen and begin to listen."""
        wanted = self._dots or (DotMode.OCTANT if self.is_web else None)
        self._screen = BarScreen(self._language, dots_for(*self.size, wanted))
        self._show()
        self.push_screen(self._screen)
        self.run_worker(bridge.follow(self._link, self.post_message), group=bridge.LINK_GROUP, exclusive=True)

    def on_link_up(self) -> None:
        self._show()

    def on_link_lost(self) -> None:
        self._show()

    def on_docs_changed(self) -> None:
        self._show()

    def on_call_announced(self, message: bridge.CallAnnounced) -> None:
        self._heard(message.announced.n)

    def on_calls_skipped(self, message: bridge.CallsSkipped) -> None:
        self._heard(message.to)

    def _heard(self, n: int) -> None:
        """A bar has nothing to show of other windows' calls, and its own stands in its window's document."""
        heard: WorkType[None] = partial(self._link.heard, n)
        self.run_worker(heard, group="heard", exclusive=True)

    def _show(self) -> None:
        self._screen.bar = bar_view(self._link.docs, self._window, self._link.is_connected)
