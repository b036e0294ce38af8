"""Between libosdp, which must never wait, and a port, which does: two bounded buffers. No port, no thread.

libosdp calls ``read``, ``write`` and ``flush``; the driver carries ``heard`` in and ``take`` out. Overflow
rule, *the oldest bytes are dropped* in both directions: what a reader did not get in time is asked anew, so
old bytes are worth nothing. The library gets one whole reply in each of its turns, never noise, and never
what no honest reader would say at this step (``may_answer``); that is counted as ``refused``.

The channel also notes, for each reader, at which step it was last spoken to and whether an answer came, since
libosdp says only that a reader went offline.
"""

from osdp import Channel

from devices.badge_reader.osdp_packets import Step, cut_reply, may_answer, step_of

BUFFER_BYTES_MAX = 4096
"""Some thirty packets; there is never more than one under way."""


class BufferedChannel(Channel):  # type: ignore[misc]  # the library has no types
    """The channel of one line, for all its readers."""

    def __init__(self) -> None:
        super().__init__()
        self.refused = 0
        self._heard = bytearray()
        self._reply = b""
        self._is_reply_over = False
        self._said = bytearray()
        self._steps: dict[int, Step] = {}
        self._answered: set[int] = set()
        self._addr: int | None = None

    def read(self, max_bytes: int) -> bytes:
        """Give the library the next reply in pieces; nothing once between two replies.

        The library reads on for as long as its piece was full, so the end of a reply must be said by b"".
        """
        if self._is_reply_over:
            self._is_reply_over = False
            return b""
        self._reply = self._reply or self._next_reply()
        data, self._reply = self._reply[:max_bytes], self._reply[max_bytes:]
        self._is_reply_over = len(data) == max_bytes and not self._reply
        return data

    def write(self, buf: bytes) -> int:
        """Take a whole packet from the library; a short count would put the reader offline."""
        if found := step_of(buf):
            self._addr, self._steps[found[0]] = found
            self._answered.discard(found[0])
        self._said += buf
        del self._said[:-BUFFER_BYTES_MAX]
        return len(buf)

    def flush(self) -> None:
        """Forget what was heard and not read: an answer that came too late."""
        self._heard.clear()
        self._reply, self._is_reply_over = b"", False

    def heard(self, data: bytes) -> None:
        """Take bytes from the port."""
        self._heard += data
        del self._heard[:-BUFFER_BYTES_MAX]

    def take(self) -> bytes:
        """Return what is to be written to the port, and forget it."""
        data = bytes(self._said)
        self._said.clear()
        return data

    def answered_step(self, addr: int) -> Step | None:
        """Return the step at which the reader ``addr`` was last spoken to, if it answered; or None."""
        return self._steps.get(addr) if addr in self._answered else None

    def clear(self) -> None:
        """Forget everything: the cable is another one, or the same after a loss."""
        self.flush()
        self._said.clear()
        self._steps.clear()
        self._answered.clear()
        self._addr = None

    def _next_reply(self) -> bytes:
        while reply := cut_reply(self._heard):
            if self._addr is not None and may_answer(self._addr, self._steps[self._addr], reply):
                self._answered.add(self._addr)
                return reply
            self.refused += 1
        return b""
