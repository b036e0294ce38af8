"""A ticket printer made of memory: it reads its bytes back into paper, and has every trouble a printer has.

Pure: bytes in, answers out. What it cannot read it counts in ``unread_bytes``: a ticket of ours must leave
none.
"""

from collections import deque

import msgspec

from devices.ticket_printer.protocol import StatusBit

PAPERS_MAX = 100
"""How many papers are kept in its tray."""
HELD_BYTES_MAX = 8192
"""The printer's own buffer; what comes while it cannot print and does not fit is lost."""

_ARGUMENTS = {
    b"\x1b\x40": 0,
    b"\x1b\x21": 1,
    b"\x1b\x45": 1,
    b"\x1b\x61": 1,
    b"\x1b\x64": 1,
    b"\x1b\x74": 1,
    b"\x1c\x26": 0,
    b"\x1c\x2e": 0,
    b"\x1d\x21": 1,
    b"\x1d\x56": 1,
    b"\x1d\x72": 1,
    b"\x10\x04": 1,
}
"""Commands it knows -> how many bytes follow."""


class PrintedLine(msgspec.Struct, frozen=True):
    """What stands in one line of the paper."""

    text: str
    size: int


class Paper(msgspec.Struct, frozen=True):
    """One paper as it came out; ``is_cut`` is False where it stuck."""

    lines: tuple[PrintedLine, ...]
    qr: str
    is_cut: bool

    @property
    def text(self) -> str:
        """All letters, line by line."""
        return "\n".join(line.text for line in self.lines)

    @property
    def largest(self) -> str:
        """What stands in the largest letters: a ticket's number."""
        return max(self.lines, key=lambda line: line.size).text.strip() if self.lines else ""


class SimulatedPrinter:
    """One printer. Set its troubles as a person would make them."""

    def __init__(self) -> None:
        self.is_offline = False
        self.is_cover_open = False
        self.is_paper_near_end = False
        self.is_silent = False
        """Switched off: takes bytes, answers none."""
        self.knows_arrival = True
        """False for a make that never answers ``1D 72``."""
        self.lines_left: int | None = None
        """How many lines the roll still has; None for plenty."""
        self.papers: deque[Paper] = deque(maxlen=PAPERS_MAX)
        self.unread_bytes = 0
        self._buffer = bytearray()
        self._begin_anew()

    @property
    def is_paper_out(self) -> bool:
        """True when the roll is used up."""
        return self.lines_left == 0

    def load_paper(self) -> None:
        """Put in a new roll: what waited is printed by the next bytes."""
        self.lines_left = None
        self.is_paper_near_end = False

    def hear(self, data: bytes, _at_ms: int = 0) -> bytes:
        """Take bytes; return the answers."""
        if self.is_silent:
            return b""
        room = HELD_BYTES_MAX - len(self._buffer)
        self._buffer += data[: max(room, 0)]
        return self._answers_at_once() + self._work()

    def due_at_ms(self) -> int | None:
        """Say when it speaks unasked: never."""
        return None

    def tick(self, _at_ms: int) -> bytes:
        """Say nothing unasked."""
        return b""

    def torn_off(self) -> Paper:
        """Return what hangs out of the printer uncut."""
        return Paper(tuple(self._lines), self._qr, is_cut=False)

    @property
    def _may_print(self) -> bool:
        return not (self.is_offline or self.is_cover_open or self.is_paper_out)

    def _begin_anew(self) -> None:
        self._lines: list[PrintedLine] = []
        self._qr = ""
        self._qr_kept = ""
        self._text = bytearray()
        self._size = 1

    def _answers_at_once(self) -> bytes:
        """Answer ``10 04 n`` wherever it waits in the buffer: it overtakes everything."""
        answers = bytearray()
        while (at := self._buffer.find(b"\x10\x04")) >= 0 and at + 2 < len(self._buffer):
            answers.append(self._status(self._buffer[at + 2]))
            del self._buffer[at : at + 3]
        return bytes(answers)

    def _status(self, n: int) -> int:
        signs = {
            StatusBit.OFFLINE: not self._may_print,
            StatusBit.COVER_OPEN: self.is_cover_open,
            StatusBit.STOPPED_FOR_PAPER: self.is_paper_out,
            StatusBit.PAPER_NEAR_END: self.is_paper_near_end or self.is_paper_out,
            StatusBit.PAPER_OUT: self.is_paper_out,
        }
        byte = 0x12
        for sign, is_set in signs.items():
            byte |= sign & 0xFF if is_set and sign >> 8 == n else 0
        return byte

    def _work(self) -> bytes:
        """Print as far as there are bytes and paper; return the answers that had to wait their turn."""
        answers = bytearray()
        while self._buffer and self._may_print:
            used = self._step(answers)
            if used == 0:
                break
            del self._buffer[:used]
        return bytes(answers)

    def _step(self, answers: bytearray) -> int:
        """Do what stands first in the buffer; return how many bytes it took, 0 for need-more."""
        first = self._buffer[0]
        if first == 0x0A:
            self._feed_line()
            return 1
        if first not in (0x10, 0x1B, 0x1C, 0x1D):
            self._text.append(first)
            return 1
        if len(self._buffer) < 2:
            return 0
        if bytes(self._buffer[:3]) == b"\x1d\x28\x6b":
            return self._two_dimensional()
        if self._buffer[:2] == b"\x1d\x28":
            return 0 if len(self._buffer) < 3 else self._unknown()
        return self._command(bytes(self._buffer[:2]), answers)

    def _command(self, command: bytes, answers: bytearray) -> int:
        count = _ARGUMENTS.get(command)
        if count is None:
            return self._unknown()
        if len(self._buffer) < 2 + count:
            return 0
        self._do(command, self._buffer[2] if count else 0, answers)
        return 2 + count

    def _do(self, command: bytes, argument: int, answers: bytearray) -> None:
        match command:
            case b"\x1b\x40":
                self._begin_anew()
            case b"\x1d\x21":
                self._size = (argument & 0x07) + 1
            case b"\x1d\x56":
                self._cut()
            case b"\x1d\x72" if self.knows_arrival:
                answers.append(0x03 if self.is_paper_near_end else 0x00)
            case _:
                pass  # what changes nothing that can be read

    def _unknown(self) -> int:
        self.unread_bytes += 1
        return 1

    def _two_dimensional(self) -> int:
        """Read ``1D 28 6B pL pH cn fn ...``: keep a QR code's data, or print what was kept."""
        if len(self._buffer) < 5:
            return 0
        size = 5 + self._buffer[3] + 256 * self._buffer[4]
        if len(self._buffer) < size:
            return 0
        function, data = self._buffer[6:7], bytes(self._buffer[8:size])
        if function == b"P":
            self._qr_kept = data.decode("utf-8", errors="replace")
        elif function == b"Q":
            self._qr = self._qr_kept
        return size

    def _feed_line(self) -> None:
        """One line onto the paper; the roll gets shorter."""
        text = self._text.decode("gb18030", errors="replace")
        self._text.clear()
        self._lines.append(PrintedLine(text, self._size))
        if self.lines_left:
            self.lines_left -= 1

    def _cut(self) -> None:
        self.papers.append(Paper(tuple(self._lines), self._qr, is_cut=True))
        self._begin_anew()
