"""The little that stands around OSDP: keys, and the bits of a badge as canonical text. Pure.

The protocol itself (IEC 60839-11-5) is ``libosdp``'s. This module knows of its packets only where they end,
which step of the way to a secure channel they are, so that a wrong key can be told from a dead reader, and
which replies can be none of an honest reader's.

Which badge the bits of a reader are:

=============  ==================================================================================
26 bits        Wiegand 26, parity checked: facility and number, as from any Wiegand 26 reader
34 bits        Wiegand 34, parity checked: the four bytes between are the number, ten digits
32 bits        the four bytes are the number, ten digits (no parity)
other lengths  ``BITS-HEX`` of all bits, unchecked, since nobody knows where the parity stands
text           what stands printed, in ten digits; other text as it is
=============  ==================================================================================
"""

import enum

from devices.badge_reader.badge import badge_of, badge_of_other_bits, badge_of_pair, badge_of_printed
from devices.badge_reader.protocol import BadgeDropReason, Wiegand26, read_wiegand26
from devices.errors import ReaderKeyError

KEY_BYTES = 16
_FACTORY_KEY = bytes(range(0x30, 0x40))
ADDR_MAX = 126
"""127 speaks to everybody."""
TEXT_MAX = 64
PACKET_BYTES_MIN, PACKET_BYTES_MAX = 7, 96
"""From the start byte to the check. The longest reply worth reading is a sealed badge of 512 bits, 94 bytes;
the library has no room for a longer badge, and does not look."""
_START, _MARK, _REPLY = 0x53, 0xFF, 0x80
_HAS_SECURITY_BLOCK = 0x08


class ReaderKey:
    """The secure channel base key (SCBK) of one reader; shows itself to nobody."""

    __slots__ = ("_data",)

    def __init__(self, text: str) -> None:
        """Read 32 hex digits, blanks between them allowed; ReaderKeyError, also for the factory's own key."""
        try:
            data = bytes.fromhex(text)
        except ValueError:
            data = b""
        if len(data) != KEY_BYTES:
            raise ReaderKeyError(
                f"a reader's key is 32 hexadecimal digits; this text has {len(text)} letters"
            )
        if data == _FACTORY_KEY:
            raise ReaderKeyError(
                "everybody knows the key that readers have from the factory; set another one"
            )
        self._data = data

    def reveal(self) -> bytes:
        """Return the 16 bytes, for the library alone."""
        return self._data

    def __repr__(self) -> str:
        return "ReaderKey(...)"


class Step(enum.Enum):
    """What was last said to a reader, as far as the way to its secure channel goes."""

    ASKED = "asked"
    """Who are you, what can you."""
    CHALLENGED = "challenged"
    """Prove that you hold the key."""
    PROVED = "proved"
    """So do I."""
    TALKED = "talked"
    """Everything else: the channel stands."""


_STEP_OF_BLOCK = {0x11: Step.CHALLENGED, 0x13: Step.PROVED}
_NAK, _BUSY, _ID, _ABLE, _CRYPTOGRAM, _MAC = 0x41, 0x79, 0x45, 0x46, 0x76, 0x78
_SECURED = frozenset((0x16, 0x18))
_MAY_ANSWER: dict[Step, frozenset[tuple[int | None, int]]] = {
    Step.ASKED: frozenset(((None, _ID), (None, _ABLE))),
    Step.CHALLENGED: frozenset(((0x12, _CRYPTOGRAM),)),
    Step.PROVED: frozenset(((0x14, _MAC),)),
    Step.TALKED: frozenset(),
}
"""The kind of security block (None: in the clear) and the reply that each step waits for."""


def step_of(said: bytes) -> tuple[int, Step] | None:
    """Return whom a control panel's packet is for, and at which step; None for what is no packet."""
    packet = said.lstrip(bytes((_MARK,)))
    if len(packet) < PACKET_BYTES_MIN or packet[0] != _START:
        return None
    if not packet[4] & _HAS_SECURITY_BLOCK:
        return packet[1], Step.ASKED
    return packet[1], _STEP_OF_BLOCK.get(packet[6], Step.TALKED)


def may_answer(addr: int, step: Step, reply: bytes) -> bool:
    """Return whether ``reply``, cut whole, can be the answer of reader ``addr`` at ``step``.

    The library takes a badge from any reply that is not sealed, while the channel is being built and, by
    another kind of security block, when it stands. So whatever is not what the step waits for ends here: in a
    standing channel nothing but sealed replies, whose seal the library checks, and the two refusals that a
    reader may say in the clear at any time.
    """
    if reply[1] != addr | _REPLY:
        return False
    if not reply[4] & _HAS_SECURITY_BLOCK:
        return reply[5] in (_NAK, _BUSY) or (None, reply[5]) in _MAY_ANSWER[step]
    block_bytes, block = reply[5], reply[6]
    if step is Step.TALKED:
        return block_bytes == 2 and block in _SECURED
    at = 5 + block_bytes
    return block_bytes in (2, 3) and at < len(reply) and (block, reply[at]) in _MAY_ANSWER[step]


def cut_reply(heard: bytearray) -> bytes:
    """Take the next whole reply of a reader off the front of ``heard``; b"" where none is whole yet.

    Bytes that begin no reply are thrown away: the library holds only 512 unread bytes, and complains of more
    on the standard error output. Whether a reply is true is the library's to check.
    """
    while heard:
        length = heard[2] | heard[3] << 8 if len(heard) > 3 else PACKET_BYTES_MIN
        is_start = heard[0] == _START and (len(heard) < 2 or heard[1] & _REPLY)
        if not is_start or not PACKET_BYTES_MIN <= length <= PACKET_BYTES_MAX:
            del heard[0]
        elif len(heard) < length:
            break
        else:
            reply = bytes(heard[:length])
            del heard[:length]
            return reply
    return b""


def badge_of_bits(data: bytes, length: int) -> str | BadgeDropReason:
    """Return the canonical badge of ``length`` bits, first bit first; the reason where they are none."""
    bits = "".join(f"{byte:08b}" for byte in data)[:length]
    if length <= 0 or len(bits) != length:
        return BadgeDropReason.BAD_LENGTH
    if length == 26:
        found = read_wiegand26(bits)
        return badge_of_pair(found.facility, found.number) if isinstance(found, Wiegand26) else found
    if length == 34:
        return _badge_of_34(bits)
    return badge_of(int(bits, 2)) if length == 32 else badge_of_other_bits(bits)


def _badge_of_34(bits: str) -> str | BadgeDropReason:
    if bits[:17].count("1") % 2 != 0 or bits[17:].count("1") % 2 != 1:
        return BadgeDropReason.BAD_PARITY
    return badge_of(int(bits[1:33], 2))


def badge_of_text(data: bytes) -> str | BadgeDropReason:
    """Return the badge that a reader gives as letters."""
    text = data.decode("latin-1").strip(" \0\r\n")
    if not text or not text.isascii() or not text.isprintable():
        return BadgeDropReason.NOT_BITS
    if len(text) > TEXT_MAX:
        return BadgeDropReason.TOO_LONG
    return badge_of_printed(text) or text
