"""A code scanner made of memory. Pure: it says what is shown to it, and hears nothing."""

from devices.code_scanner.protocol import code_bytes


class SimulatedScanner:
    """One scanner; ``end`` is CR, LF or both, as it was set up."""

    def __init__(self, end: bytes = b"\r") -> None:
        self._end = end

    def show(self, code: str) -> bytes:
        """Return what goes on the cable when ``code`` is held before it."""
        return code_bytes(code, self._end)

    def hear(self, _data: bytes, _at_ms: int) -> bytes:
        """Hear nothing."""
        return b""

    def due_at_ms(self) -> int | None:
        """Say when it speaks unasked: never."""
        return None

    def tick(self, _at_ms: int) -> bytes:
        """Say nothing unasked."""
        return b""
