"""The little that stands around OSDP: keys, and the bits of a badge as canonical text. Pure.

The protocol itself (IEC 60839-11-5) is ``libosdp``'s.

Which badge the bits of a reader are:

=============  ==================================================================================
26 bits        Wiegand 26, parity checked: facility and number, as from any Wiegand 26 reader
34 bits        Wiegand 34, parity checked: the four bytes between are the number, ten digits
32 bits        the four bytes are the number, ten digits (no parity)
other lengths  ``BITS-HEX`` of all bits, unchecked, since nobody knows where the parity stands
text           what stands printed, in ten digits; other text as it is
=============  ==================================================================================
"""

from devices.badge_reader.badge import badge_of, badge_of_other_bits, badge_of_pair, badge_of_printed
from devices.badge_reader.protocol import BadgeDropReason, Wiegand26, read_wiegand26
from devices.errors import ReaderKeyError

KEY_BYTES = 16
_FACTORY_KEY = bytes(range(0x30, 0x40))
ADDR_MAX = 126
"""127 speaks to everybody."""
TEXT_MAX = 64


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
