"""What a code scanner says: lines of text, ended by CR, LF or both. Pure.

Which letters the bytes mean is a setting of the scanner and so an argument here, never a guess: the GB18030
bytes of 预约 are also good UTF-8, for something else. A line with control characters, a line in other
letters, and a line longer than ``CODE_BYTES_MAX`` are dropped whole and counted by reason: half a code is
worse than none.
"""

import enum
from collections.abc import Mapping

CODE_BYTES_MAX = 512
"""The longest code worth reading; a QR code could hold 2953 bytes, an appointment needs some 40."""


class CodeDropReason(enum.StrEnum):
    """Why a line was thrown away."""

    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"
    """Bytes that are no letters: wrong speed, or noise."""
    STALE = "stale"
    """Half a line, then silence."""


class CodeSplitter:
    """Bytes in, codes out."""

    def __init__(self, encoding: str = "utf-8") -> None:
        self._encoding = encoding
        self._line = bytearray()
        self._is_overlong = False
        self._drops: dict[CodeDropReason, int] = {}

    @property
    def drops(self) -> Mapping[CodeDropReason, int]:
        """How many lines were thrown away since the start, by reason."""
        return self._drops

    def feed(self, data: bytes) -> list[str]:
        """Take what was heard; return every code that is now whole, in order."""
        codes: list[str] = []
        for byte in data:
            if byte in b"\r\n":
                codes += self._ended()
            elif len(self._line) < CODE_BYTES_MAX:
                self._line.append(byte)
            else:
                self._is_overlong = True
        return codes

    def expire(self) -> None:
        """Forget half a line, since the scanner was silent for long."""
        if self._line:
            self._drop(CodeDropReason.STALE)
        self._begin_anew()

    def _ended(self) -> list[str]:
        line, is_overlong = bytes(self._line), self._is_overlong
        self._begin_anew()
        if is_overlong:
            return self._drop(CodeDropReason.TOO_LONG)
        code = _text(line, self._encoding)
        if code is None:
            return self._drop(CodeDropReason.NOT_TEXT)
        return [code] if code else []

    def _begin_anew(self) -> None:
        self._line.clear()
        self._is_overlong = False

    def _drop(self, reason: CodeDropReason) -> list[str]:
        self._drops[reason] = self._drops.get(reason, 0) + 1
        return []


def code_bytes(code: str, end: bytes = b"\r", encoding: str = "utf-8") -> bytes:
    """Return what a scanner says when it reads ``code``."""
    return code.encode(encoding) + end


def _text(line: bytes, encoding: str) -> str | None:
    """Return the line's letters without blanks around them; None where it has none."""
    try:
        code = line.decode(encoding).strip()
    except UnicodeDecodeError:
        return None
    return code if code.isprintable() else None
