"""What a paper ticket looks like: lines of letters, sizes, a QR code. Pure; no byte of a printer is here.

A column is half a Chinese letter. Chinese first, English in the same line where there is room, else below
it. A line too long for the paper is broken, never cut, and the number is as large as the paper lets it be.
"""

import unicodedata
from collections.abc import Iterator

import msgspec

COLUMNS_OF_MM = {58: 32, 80: 48}
"""Paper width in mm -> columns of a 12-dot letter, as the usual printers have them."""
NUMBER_SIZE_MAX = 6
"""Times the usual letter: a number 18 mm high is read at arm's length without glasses."""


class TicketPaper(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that may stand on a ticket, as text that is ready to be read; empty text is left out."""

    hall: str
    number: str
    issued: str
    """Date and time of issue in the hall's own time."""
    area: str = ""
    queue: str = ""
    item: str = ""
    ahead: int | None = None
    """How many people are ahead."""
    wait: str = ""
    """The expected wait as a range, from the time of issue: ``约 10-20 分钟``."""
    wait_beside: str = ""
    """The same in English: in the same line where there is room, else below it."""
    windows: str = ""
    mark: str = ""
    """The class where it is not regular: ``优先``, ``预约``, ``绿色通道``."""
    notes: tuple[str, ...] = ()
    """Lines of their own below the class."""
    masked_id: str = ""
    """The last four digits of the identity card that was shown; no more of it ever reaches a printer."""
    qr: str = ""
    """What the code says: the address where the ticket is followed on a phone."""
    is_reprint: bool = False
    width_mm: int = 80


class PaperLine(msgspec.Struct, frozen=True):
    """One printed line; ``size`` multiplies the letter in both directions."""

    text: str
    size: int = 1
    is_bold: bool = False
    is_centred: bool = False


def columns(width_mm: int) -> int:
    """Return how many columns the paper has; an unknown width counts as the next narrower."""
    fitting = [count for width, count in COLUMNS_OF_MM.items() if width <= width_mm]
    return max(fitting, default=min(COLUMNS_OF_MM.values()))


def lay_out(paper: TicketPaper) -> tuple[PaperLine, ...]:
    """Return the lines above the QR code, each of which fits on the paper."""
    return tuple(fitted for line in _lines(paper) for fitted in _broken(line, columns(paper.width_mm)))


def footer(paper: TicketPaper) -> tuple[PaperLine, ...]:
    """Return the lines below the QR code."""
    hint = PaperLine("扫码看排队进度 Scan to follow", is_centred=True)
    lines = (hint,) if paper.qr else ()
    return tuple(fitted for line in lines for fitted in _broken(line, columns(paper.width_mm)))


def text_columns(text: str) -> int:
    """Return how many columns ``text`` takes in the usual size."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def _lines(paper: TicketPaper) -> Iterator[PaperLine]:
    yield PaperLine(_plain(paper.hall), is_bold=True, is_centred=True)
    if paper.area:
        yield PaperLine(_plain(paper.area), is_centred=True)
    if paper.is_reprint:
        yield PaperLine("补打 REPRINT", size=2, is_bold=True, is_centred=True)
    yield _number_line(paper)
    if paper.mark:
        yield PaperLine(f"【{_plain(paper.mark)}】", size=2, is_bold=True, is_centred=True)
    for note in paper.notes:
        yield PaperLine(_plain(note), is_bold=True, is_centred=True)
    yield from _facts(paper)


def _number_line(paper: TicketPaper) -> PaperLine:
    number = _plain(paper.number)
    room = columns(paper.width_mm) // max(1, text_columns(number))
    return PaperLine(number, max(1, min(NUMBER_SIZE_MAX, room)), is_bold=True, is_centred=True)


def _facts(paper: TicketPaper) -> Iterator[PaperLine]:
    ahead = "" if paper.ahead is None else f"{paper.ahead} 人 people"
    yield from _labelled(("业务 Queue", paper.queue), ("事项 Item", paper.item), ("前面 Ahead", ahead))
    yield from _wait(paper)
    yield from _labelled(
        ("窗口 Windows", paper.windows),
        ("证件尾号 ID", paper.masked_id and f"****{paper.masked_id[-4:]}"),
        ("时间 Issued", paper.issued),
    )


def _labelled(*facts: tuple[str, str]) -> Iterator[PaperLine]:
    for label, value in facts:
        if value:
            yield PaperLine(f"{label}: {_plain(value)}")


def _wait(paper: TicketPaper) -> Iterator[PaperLine]:
    lines = tuple(_labelled(("预计 Wait", paper.wait)))
    beside = _plain(paper.wait_beside)
    whole = " ".join((*(line.text for line in lines), beside))
    if lines and text_columns(whole) <= columns(paper.width_mm):
        lines, beside = (PaperLine(whole.rstrip()),), ""
    yield from lines
    if lines and beside:
        yield PaperLine(beside)


def _plain(text: str) -> str:
    """Return ``text`` without control characters: what a hall is called must not steer its printer."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _broken(line: PaperLine, columns_max: int) -> Iterator[PaperLine]:
    """Break a line where the paper ends: at a blank or comma, unless that leaves most of it empty."""
    room = max(2, columns_max // line.size)
    rest = line.text
    while text_columns(rest) > room:
        cut = _cut(rest, room)
        yield msgspec.structs.replace(line, text=rest[:cut].rstrip(" "))
        rest = rest[cut:].lstrip(" ")
    yield msgspec.structs.replace(line, text=rest)


def _cut(text: str, room: int) -> int:
    """Return how many letters stand on the first of the lines."""
    used = fitting = 0
    for letter in text:
        used += text_columns(letter)
        if used > room:
            break
        fitting += 1
    gap = max(text.rfind(" ", 0, fitting + 1), text.rfind("，", 0, fitting) + 1)
    return gap if text_columns(text[: max(0, gap)]) * 2 > room else fitting
