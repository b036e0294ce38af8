"""How large every part of the board is, for any size of screen: pure numbers, no widget.

A text is drawn in dots where the dots suffice to read it, and in the terminal's own letters (1 row) where
they do not. Whatever the size, the parts together are never higher than the screen.
"""

import msgspec

from kiosk.screenkit.dots import DotMode

CHINESE_ROWS_MIN = {DotMode.OCTANT: 3, DotMode.QUADRANT: 6, DotMode.HALF: 7}
"""Twelve dots is the least a Chinese letter can be read with."""
DIGIT_ROWS_MIN = {DotMode.OCTANT: 2, DotMode.QUADRANT: 3, DotMode.HALF: 4}
BOARD_COLUMNS, BOARD_ROWS = 320, 90
"""The grid of a hall board at full size; other sizes are measured against it."""
FINE_COLUMNS, FINE_ROWS = 240, 70
"""From here on a terminal is taken for a board with its own font, and octants are used."""
WALL_SCALE = {DotMode.OCTANT: 0.7, DotMode.QUADRANT: 0.95, DotMode.HALF: 0.95}
"""From this part of a full board on, every text is drawn in dots; below, words are in plain letters."""
CARD_COLUMNS_MIN = 26
ROWS_OF_CALLS = (5, 8)
"""Recent calls shown: as many as fit, rows being lowered for the first number; never more than the second."""


class Layout(msgspec.Struct, frozen=True):
    """Rows of each part, frames and margins included where the name is a band's; 1 row: plain letters."""

    dots: DotMode
    is_wall: bool
    """Whether every text is drawn in dots, with the margins of a wall."""
    is_roomy: bool
    """Whether there is space for margins at all."""
    head: int
    head_name: int
    head_second: int
    """The hall's name in the second language, below the first; 0 without."""
    head_date: int
    caption: int
    number: int
    window: int
    second: int
    """Where to go, in the second language; 0 without."""
    row: int
    """One recent call, without the line above it."""
    rows: int
    """How many recent calls."""
    has_row_words: bool
    """Whether 号窗口 is drawn in the height of ``row``; in a terminal there is no room for it."""
    card: int
    card_name: int
    card_second: int
    """One of two lines on a wall, the only one elsewhere; 0 without."""
    card_count: int
    label: int
    """What stands below the word 等候."""
    cards: int
    """How many queues side by side."""
    notice: int
    notice_text: int
    hero_columns: int


def dots_for(columns: int, rows: int, wanted: DotMode | None = None) -> DotMode:
    """Return the dots for a screen: as told, or octants on a large board and quadrants in a terminal."""
    if wanted is not None:
        return wanted
    return DotMode.OCTANT if columns >= FINE_COLUMNS and rows >= FINE_ROWS else DotMode.QUADRANT


def layout_for(columns: int, rows: int, dots: DotMode, *, has_second: bool = True) -> Layout:
    """Return the sizes for a screen of ``columns`` by ``rows`` cells."""
    scale = min(columns / BOARD_COLUMNS, rows / BOARD_ROWS)
    if scale >= WALL_SCALE[dots]:
        return _wall(columns, rows, dots, scale, has_second)
    return _terminal(columns, rows, dots, scale, has_second)


def _wall(columns: int, rows: int, dots: DotMode, scale: float, has_second: bool) -> Layout:
    """Everything in dots: read from afar."""
    chinese, latin = CHINESE_ROWS_MIN[dots], CHINESE_ROWS_MIN[dots] if has_second else 0

    def words(at_full_size: float, least: int = chinese) -> int:
        return max(round(at_full_size * scale), least)

    name, second, notice, card_name = words(7), words(4, latin) * has_second, words(5), words(5)
    card_second, count = words(3, latin) * has_second, words(7)
    caption, line = words(6), words(5, latin) * has_second
    head, card = name + second + 2, card_name + 1 + max(2 * card_second, count) + 5
    inside = rows - head - card - (notice + 2) - 2 - caption
    hero_columns = round(columns * 0.6)
    number, window = _hero(inside - 5 - line, hero_columns - 10, dots)
    row, count_of_rows = _recent(inside - 1, words(6), dots)
    return Layout(
        dots=dots, is_wall=True, is_roomy=True, head=head, head_name=name, head_second=second,
        head_date=words(5), caption=caption, number=number, window=window, second=line, row=row,
        rows=count_of_rows, has_row_words=row >= chinese, card=card, card_name=card_name,
        card_second=card_second, card_count=count, label=words(4), cards=4, notice=notice + 2,
        notice_text=notice, hero_columns=hero_columns,
    )  # fmt: skip


def _terminal(columns: int, rows: int, dots: DotMode, scale: float, has_second: bool) -> Layout:
    """Numbers in dots, words in the terminal's own letters: read from a desk."""
    is_roomy = rows >= 30
    count = max(round(8 * scale), DIGIT_ROWS_MIN[dots]) if is_roomy else 1
    head, card, second = 3 if is_roomy else 1, max(count, 2) + 2 * is_roomy, int(has_second)
    notice = 3 if rows >= 40 else 1
    inside = rows - head - card - notice - is_roomy - 1
    hero_columns = round(columns * 0.6)
    number, window = _hero(inside - 3 - second, hero_columns - 8, dots)
    row, count_of_rows = _recent(inside - 1, round(7 * scale), dots)
    return Layout(
        dots=dots, is_wall=False, is_roomy=is_roomy, head=head, head_name=1, head_second=0, head_date=1,
        caption=1, number=number, window=window, second=second, row=row, rows=count_of_rows,
        has_row_words=False, card=card, card_name=1, card_second=second,
        card_count=count, label=1, cards=max(1, min(4, columns // CARD_COLUMNS_MIN)), notice=notice,
        notice_text=1, hero_columns=hero_columns,
    )  # fmt: skip


def _hero(rows: int, columns: int, dots: DotMode) -> tuple[int, int]:
    """Share ``rows`` between number and window: as large as the width allows, with gaps between."""
    gaps = 2 * max(1, rows // 18)
    window = min(round((rows - gaps) * 0.4), columns * 10 // 105)
    if window < CHINESE_ROWS_MIN[dots]:
        window = 1
    return max(1, min(rows - window - gaps, columns * 10 // 62)), window


def _recent(rows: int, wanted: int, dots: DotMode) -> tuple[int, int]:
    """Return the height of a row and how many: the wanted height if enough rows fit, else a lower one."""
    enough, most = ROWS_OF_CALLS
    row = max(wanted, DIGIT_ROWS_MIN[dots])
    while row > 1 and rows // (row + 1) < enough:
        row -= 1
    if row < DIGIT_ROWS_MIN[dots]:
        row = 1
    return row, max(1, min(most, rows // (row + 1)))
