"""A ticket as ESC/POS bytes, and the printer's state out of its answers. Pure.

::

    1B 40              initialise              1C 26 / 1C 2E     Chinese letters (GB18030) on / off
    1D 21 n, 1B 45 n   size, bold              1B 61 n           left, centred
    1D 28 6B ...       QR code, drawn by the printer itself      1D 56 n   cut
    10 04 n            tell me your state at once, n = 1 printer, 2 offline, 3 error, 4 paper; one byte
    1D 72 01           tell me of the paper when you have come as far as here; one byte

python-escpos knows the commands; Chinese text is said in its own bytes here, since its code pages guess
wrong.
"""

import enum
from collections.abc import Callable

import msgspec
from escpos.printer import Dummy

from devices.ticket_printer.layout import PaperLine, TicketPaper, footer, lay_out

CHINESE_ON, CHINESE_OFF = b"\x1c\x26", b"\x1c\x2e"
QR_MODULE_OF_MM = {58: 5, 80: 6}
"""Paper width in mm -> dots of one module: 25-30 mm for the address of a ticket, read by any phone."""

ARE_YOU_HERE = b"\x1d\x72\x01"
"""Asked behind a ticket: the answer comes when all before it is on paper. Some makes never answer it."""

STATUS_ASKED = (1, 2, 3, 4)
"""Every n of ``10 04 n``, in the order in which they are asked."""


class PrinterCondition(enum.StrEnum):
    """What a printer's answers amount to, the worst first; one word each, for a technician."""

    COVER_OPEN = "cover_open"
    PAPER_OUT = "paper_out"
    ERROR = "error"
    OFFLINE = "offline"
    PAPER_NEAR_END = "paper_near_end"
    READY = "ready"

    @property
    def may_print(self) -> bool:
        """True when a number may be promised on paper."""
        return self in (PrinterCondition.READY, PrinterCondition.PAPER_NEAR_END)


class StatusBit(enum.IntFlag):
    """The bits of the four answers; each value is ``n << 8 | bit``."""

    OFFLINE = 1 << 8 | 0x08
    COVER_OPEN = 2 << 8 | 0x04
    STOPPED_FOR_PAPER = 2 << 8 | 0x20
    OFFLINE_ERROR = 2 << 8 | 0x40
    CUTTER_ERROR = 3 << 8 | 0x08
    FATAL_ERROR = 3 << 8 | 0x20
    HEAD_HOT = 3 << 8 | 0x40
    PAPER_NEAR_END = 4 << 8 | 0x0C
    PAPER_OUT = 4 << 8 | 0x60


_SIGNS: tuple[tuple[PrinterCondition, tuple[StatusBit, ...]], ...] = (
    (PrinterCondition.COVER_OPEN, (StatusBit.COVER_OPEN,)),
    (PrinterCondition.PAPER_OUT, (StatusBit.PAPER_OUT, StatusBit.STOPPED_FOR_PAPER)),
    (
        PrinterCondition.ERROR,
        (StatusBit.CUTTER_ERROR, StatusBit.FATAL_ERROR, StatusBit.HEAD_HOT, StatusBit.OFFLINE_ERROR),
    ),
    (PrinterCondition.OFFLINE, (StatusBit.OFFLINE,)),
    (PrinterCondition.PAPER_NEAR_END, (StatusBit.PAPER_NEAR_END,)),
)


class StatusReply(msgspec.Struct, frozen=True):
    """The printer's answer to ``10 04 n``."""

    n: int
    byte: int

    def says(self, bit: StatusBit) -> bool:
        """Return whether any of a sign's bits is set."""
        return bit >> 8 == self.n and bool(self.byte & bit & 0xFF)


def status_request(n: int) -> bytes:
    """Return the question ``n``, 1 to 4; a printer answers it even while it is out of paper or offline."""
    return bytes((0x10, 0x04, n))


def is_status(byte: int) -> bool:
    """Return whether ``byte`` can be the answer to ``10 04 n``: its fixed bits are ``0..1..10``."""
    return byte & 0x93 == 0x12


def is_arrival(byte: int) -> bool:
    """Return whether ``byte`` can be the answer to ``ARE_YOU_HERE``: its fixed bits are ``0..0....``."""
    return byte & 0x90 == 0x00


def condition(replies: tuple[StatusReply, ...]) -> PrinterCondition:
    """Return what the answers amount to, the worst first."""
    for found, signs in _SIGNS:
        if any(reply.says(sign) for reply in replies for sign in signs):
            return found
    return PrinterCondition.READY


def ticket_bytes(paper: TicketPaper) -> bytes:
    """Return the whole ticket: some 400 bytes, half a second at 9600 baud."""
    parts = [_said(lambda printer: printer.hw("INIT")), CHINESE_ON]
    parts += [_line(line) for line in lay_out(paper)]
    parts += [_qr(paper), *(_line(line) for line in footer(paper))]
    return b"".join((*parts, CHINESE_OFF, _said(lambda printer: printer.cut())))


def _line(line: PaperLine) -> bytes:
    style = _said(
        lambda printer: printer.set(
            align="center" if line.is_centred else "left",
            bold=line.is_bold,
            custom_size=True,
            width=line.size,
            height=line.size,
        )
    )
    return style + line.text.encode("gb18030", errors="replace") + b"\n"


def _qr(paper: TicketPaper) -> bytes:
    if not paper.qr:
        return b""
    module = QR_MODULE_OF_MM.get(paper.width_mm, min(QR_MODULE_OF_MM.values()))
    centred = _said(lambda printer: printer.set(align="center"))
    return centred + _said(lambda printer: printer.qr(paper.qr, native=True, size=module)) + b"\n"


def _said(speak: Callable[[Dummy], object]) -> bytes:
    """Return the bytes of one command."""
    printer = Dummy()
    speak(printer)
    output: bytes = printer.output
    return output
