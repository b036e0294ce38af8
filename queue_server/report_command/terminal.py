"""A report on a terminal: a head, the key figures, and the sheets as tables that fit its width.

A table that is too wide is given in parts below each other, each with the columns that name its rows.
"""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from queue_server.report_command.pages import Pages
from queue_server.report_command.sheets import Column, Row, Sheet, cell_words, change_words, shown
from queue_server.report_command.speech import Speech
from queue_server.report_command.tiles import Tile
from queue_server.report_command.words import HEADINGS, NOTHING, SHEETS, SOFT_HYPHEN, Pair

MOODS = {1: "green", -1: "red", 0: "dim"}
TILE_WIDTH = 23
TILE_HEIGHT = 5
TILES_A_ROW_MAX = 8
NAME_WIDTH_MAX = 28


def print_pages(console: Console, pages: Pages, speech: Speech) -> None:
    """Write the whole report."""
    console.print(_head(pages, speech))
    console.print(_tiles(pages.tiles, speech, console.width))
    for sheet in pages.sheets:
        console.print()
        console.print(_title(SHEETS[sheet.key], speech))
        for n, part in enumerate(parts_of(shown(sheet), speech, console)):
            console.print(*([""] if n else []), part, sep="\n")


def _beside(pair: Pair, speech: Speech, style: str = "") -> Text:
    """Return the first language, and the other one dim beside it."""
    first, other = speech.both(pair)
    text = Text(first, style=style)
    return text.append(f"  {other}", style="dim not bold") if other else text


def _title(pair: Pair, speech: Speech) -> Text:
    return Text("■ ", style="cyan").append_text(_beside(pair, speech, "bold"))


def _head(pages: Pages, speech: Speech) -> RenderableType:
    lines = [_beside(pages.title, speech, "bold cyan"), _beside(pages.span, speech, "bold")]
    lines += [_beside(note, speech) for note in (*pages.notes, pages.made)]
    if pages.warning:
        lines.append(_beside(pages.warning, speech, "bold yellow"))
    return Panel(
        Group(*lines), title=_beside(pages.hall, speech, "bold"), title_align="left", box=box.ROUNDED
    )


def _tiles(tiles: Sequence[Tile], speech: Speech, width: int) -> RenderableType:
    """Return the tiles in as many equal columns as there is room for: eight, four or two."""
    count = next((n for n in (TILES_A_ROW_MAX, 4, 2) if n * TILE_WIDTH <= width), 1)
    grid = Table.grid(expand=True)
    for _ in range(count):
        grid.add_column(ratio=1)
    for first in range(0, len(tiles), count):
        grid.add_row(*(_tile(tile, speech) for tile in tiles[first : first + count]))
    return grid


def _tile(tile: Tile, speech: Speech) -> RenderableType:
    title, other = speech.both(tile.title)
    value = Text(tile.value, style="bold")
    if tile.change:
        value.append(f"  {tile.change}", style=MOODS[tile.mood])
    lines = [value, Text(other or speech.say(tile.note), style="dim")]
    lines += [Text(speech.say(tile.note), style="dim")] if other else []
    return Panel(
        Group(*lines), title=title, title_align="left", box=box.ROUNDED, height=TILE_HEIGHT + bool(other)
    )


def parts_of(sheet: Sheet, speech: Speech, console: Console) -> Iterator[RenderableType]:
    """Yield the sheet as one table, or as several where one would be too wide."""
    if not sheet.rows:
        yield Text("  ").append_text(_beside(NOTHING, speech, "dim"))
        return
    names = [n for n, column in enumerate(sheet.columns) if not column.is_number]
    others = [n for n, column in enumerate(sheet.columns) if column.is_number]
    while True:
        count = len(others)
        while count > 1 and _width(_table(sheet, [*names, *others[:count]], speech), console) > console.width:
            count -= 1
        yield _table(sheet, sorted([*names, *others[:count]]), speech)
        others = others[count:]
        if not others:
            return


def _width(table: Table, console: Console) -> int:
    """Return how wide the table would be in a terminal without end."""
    options: ConsoleOptions = console.options.update(width=10_000)
    return console.measure(table, options=options).maximum


def _table(sheet: Sheet, places: Sequence[int], speech: Speech) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for n in places:
        _add_column(table, sheet.columns[n], speech)
    for row in sheet.rows:
        cells = [_cell(sheet.columns[n], row, n) for n in places]
        table.add_row(*cells, style="bold" if row.is_total else None)
    return table


def _add_column(table: Table, column: Column, speech: Speech) -> None:
    first, other = map(_stacked, speech.both(HEADINGS[column.key]))
    heading = Text(first, style="bold")
    if other:
        heading.append(f"\n{other}", style="dim not bold")
    if column.is_number:
        table.add_column(heading, justify="right", no_wrap=True)
    else:
        table.add_column(heading, max_width=NAME_WIDTH_MAX, overflow="fold")


def _stacked(heading: str) -> str:
    """Return a heading as narrow as it can be: word below word, and parted where it says that it may be."""
    return heading.replace(" ", "\n").replace(SOFT_HYPHEN, "-\n")


def _cell(column: Column, row: Row, n: int) -> Text:
    text = Text(cell_words(row.cells[n], column.kind))
    if row.before and column.is_number:
        change = change_words(row.cells[n], row.before[n], column.kind)
        text.append(f"\n{change}", style="dim")
    return text
