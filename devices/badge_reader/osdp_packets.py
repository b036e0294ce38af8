"""Which OSDP packets a line lets through, judged from outside. Pure.

The protocol itself (IEC 60839-11-5) is ``libosdp``'s. This module knows of its packets only where they end,
which step of the way to a secure channel they are, so that a wrong key can be told from a dead reader, and
which replies can be none of an honest reader's::

    53 ADDR LENlsb LENmsb CTRL [SCB] CODE DATA [MAC] CKSUM|CRC      replies: ADDR + 80
                          CTRL & 08: a security block SCB follows, its length first, then its kind
"""

import enum

PACKET_BYTES_MIN, PACKET_BYTES_MAX = 7, 96
"""From the start byte to the check. The longest reply worth reading is a sealed badge of 512 bits, 94 bytes;
the library has no room for a longer badge, and does not look."""
_START, _MARK, _REPLY = 0x53, 0xFF, 0x80
_HAS_SECURITY_BLOCK = 0x08


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
