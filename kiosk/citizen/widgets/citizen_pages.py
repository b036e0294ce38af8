"""CitizenPages: pages of tiles that follow how the citizen reads: usual tiles, or large ones."""

from kiosk.citizen.widgets.large_tile import LargeTile
from kiosk.screenkit.pages import Tile, TilePages
from kiosk.screenkit.touch_button import TouchButton

NINE = 9
"""So many tiles need every row there is."""


class CitizenPages(TilePages):
    """With ``is_large`` every tile is drawn in large type, ``rows_high`` rows to the label.

    ``is_sub_plain`` puts what stands below in a plain line, where letters need the height.
    """

    def __init__(
        self,
        tiles: tuple[Tile, ...],
        *,
        columns: int,
        rows: int,
        is_large: bool,
        rows_high: int = 4,
        is_sub_plain: bool = False,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
    ) -> None:
        super().__init__(tiles, columns=columns, rows=rows, id=id)
        self.set_class(columns * rows == NINE, "-nine")
        self._is_large, self._rows_high, self._is_sub_plain = is_large, rows_high, is_sub_plain

    def _button(self, tile: Tile) -> TouchButton:
        if not self._is_large:
            return super()._button(tile)
        return LargeTile(
            tile.label,
            tile.sub_label,
            rows=self._rows_high,
            sub_rows=1 if self._is_sub_plain else 3,
            name=tile.key,
            disabled=not tile.is_enabled,
        )
