"""TilePages: more tiles than fit on the screen, shown page by page. Nothing on a touchscreen scrolls."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec
from textual.app import ComposeResult
from textual.containers import Container, Grid
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from kiosk.screenkit.touch_button import Kind, TouchButton

Item = TypeVar("Item")


class Tile(msgspec.Struct, frozen=True):
    """One thing to choose; ``key`` comes back when it is chosen."""

    key: str
    label: str | Content
    sub_label: str | Content = ""
    is_enabled: bool = True


def paginate(items: Sequence[Item], per_page: int) -> tuple[tuple[Item, ...], ...]:
    """Cut ``items`` into pages; no items are one empty page."""
    starts = range(0, max(1, len(items)), per_page)
    return tuple(tuple(items[start : start + per_page]) for start in starts)


class TilePages(Container):
    """A grid of ``columns`` x ``rows`` tiles. Set ``tiles`` and ``page``; hear ``Chosen`` and
    ``PageTurned``.

    New tiles with the same keys only change their labels in place, so that a count ticking does not
    flicker.
    """

    tiles: reactive[tuple[Tile, ...]] = reactive(())
    page: reactive[int] = reactive(0)

    class Chosen(Message):
        """A tile was pressed: its ``key``."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class PageTurned(Message):
        """Page ``page`` (from 0) of ``pages`` is shown."""

        def __init__(self, page: int, pages: int) -> None:
            super().__init__()
            self.page = page
            self.pages = pages

    def __init__(
        self,
        tiles: tuple[Tile, ...] = (),
        *,
        columns: int = 3,
        rows: int = 2,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._columns, self._rows = columns, rows
        self.set_reactive(TilePages.tiles, tiles)

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return len(paginate(self.tiles, self._columns * self._rows))

    def compose(self) -> ComposeResult:
        with Grid(classes="tile-grid") as grid:
            grid.styles.grid_size_columns = self._columns
            grid.styles.grid_size_rows = self._rows
            yield from (self._button(tile) for tile in self._shown())

    def validate_page(self, page: int) -> int:
        """Stay between the first page and the last."""
        return min(max(page, 0), self.pages - 1)

    def turn(self, pages: int) -> None:
        """Turn ``pages`` forward, or back where negative."""
        self.page += pages

    async def watch_page(self) -> None:
        await self._show_anew()

    async def watch_tiles(self, before: tuple[Tile, ...], after: tuple[Tile, ...]) -> None:
        self.page = self.validate_page(self.page)
        if [tile.key for tile in before] != [tile.key for tile in after]:
            await self._show_anew()
        else:
            self._relabel()

    def on_touch_button_pressed(self, event: TouchButton.Pressed) -> None:
        event.stop()
        if event.button.name is not None:
            self.post_message(self.Chosen(event.button.name))

    def _shown(self) -> tuple[Tile, ...]:
        return paginate(self.tiles, self._columns * self._rows)[self.page]

    def _button(self, tile: Tile) -> TouchButton:
        return TouchButton(
            tile.label, tile.sub_label, kind=Kind.TILE, name=tile.key, disabled=not tile.is_enabled
        )

    async def _show_anew(self) -> None:
        if self.is_mounted:
            await self.recompose()
            self.post_message(self.PageTurned(self.page, self.pages))

    def _relabel(self) -> None:
        for button, tile in zip(self.query(TouchButton), self._shown(), strict=False):
            button.label, button.sub_label, button.disabled = tile.label, tile.sub_label, not tile.is_enabled
