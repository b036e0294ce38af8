"""What the overview is made of, as values: figures, ratings, curves, windows, lines, cards. Pure."""

import msgspec

from hall_display.wall.plates import Plate
from hall_display.wall.spans import BLANK, Row, Tone
from queue_server.vocabulary import WindowState

NO_FIGURE = "-"
"""Where there is nothing to count yet."""


class Figure(msgspec.Struct, frozen=True):
    """One large figure: its name, the figure, its unit, and a line below it."""

    caption: Row = BLANK
    figure: str = NO_FIGURE
    unit: str = ""
    foot: Row = BLANK
    tone: Tone = Tone.INK


class Stars(msgspec.Struct, frozen=True):
    """The ratings of the day: mean, five levels from the best down as (name, count), and the silent."""

    caption: Row = BLANK
    mean: str = NO_FIGURE
    levels: tuple[tuple[str, int], ...] = ()
    silent: Row = BLANK


class Curves(msgspec.Struct, frozen=True):
    """The curves in ten minutes from midnight; shown are the places from ``first`` to ``last``."""

    caption: Row = BLANK
    issued: tuple[int, ...] = ()
    served: tuple[int, ...] = ()
    usual: tuple[float, ...] = ()
    first: int = 48
    last: int = 108


class WindowCell(msgspec.Struct, frozen=True):
    """A window in the grid; ``alarm`` is a colour that asks for attention."""

    number: str
    ticket: str = ""
    staff: str = ""
    state: WindowState = WindowState.CLOSED
    tone: Tone = Tone.LINE
    alarm: str = ""
    has_fault: bool = False


class WindowGrid(msgspec.Struct, frozen=True):
    caption: Row = BLANK
    cells: tuple[WindowCell, ...] = ()


class Panel(msgspec.Struct, frozen=True):
    """A part of lines only."""

    rows: tuple[Row, ...] = ()


class CardColumn(msgspec.Struct, frozen=True):
    caption: Row = BLANK
    plates: tuple[Plate, ...] = ()


class Overview(msgspec.Struct, frozen=True):
    """All parts of the overview. ``is_known``: a snapshot has come; ``is_calm``: nothing asks for anybody."""

    is_known: bool = False
    is_calm: bool = False
    waiting: Figure = Figure()
    longest: Figure = Figure()
    mean: Figure = Figure()
    within: Figure = Figure()
    rating: Figure = Figure()
    """The mean rating as one figure, for the calm screen."""
    windows_open: Figure = Figure()
    stars: Stars = Stars()
    curves: Curves = Curves()
    accuracy: Row = BLANK
    """How well the forecasts did."""
    queues: Panel = Panel()
    windows: WindowGrid = WindowGrid()
    attendance: Panel = Panel()
    devices: Panel = Panel()
    tasks: Panel = Panel()
    cards: CardColumn = CardColumn()
    well: Row = BLANK
    """What the calm screen says below its word."""


class Head(msgspec.Struct, frozen=True):
    """The band at the top."""

    hall: str = ""
    title: str = ""
    beside: str = ""
    date: str = ""
    clock: str = ""
