"""An identity card reader made of memory, and cards of nobody to put on it. Pure: bytes in, answers out.

The persons are invented and show it: area 999999, which no place in China has, born on 1 January 1900.
"""

import msgspec

from devices.id_card_reader.card_number import check_sign
from devices.id_card_reader.protocol import (
    BAD,
    COMMAND_LENGTH_MIN,
    HEAD,
    PARTS,
    PHOTO_BYTES,
    Command,
    FrameSplitter,
    frame,
)

NOWHERE = "999999"
LAYOUT = (30, 2, 4, 16, 70, 36, 30, 16, 16, 36)
"""Bytes of each text of a card, in order: name, sex, nation, birth, address, number, issuer, valid from,
until, spare."""
PHOTO = (HEAD + bytes(range(256))) * 3 + bytes(PHOTO_BYTES - 3 * (len(HEAD) + 256))
"""No picture of anybody; the head of a frame stands in it, as it may in a true one."""


class SimulatedCard(msgspec.Struct, frozen=True):
    """An identity card of nobody."""

    number: str
    name: str = "样例人"
    address: str = "虚构省样例市无此路999号"
    may_be_selected: bool = True
    """False for a card that is lifted too soon, or that is none of this kind."""
    may_be_read: bool = True
    """False for a worn one."""

    def data(self) -> bytes:
        """Return what the reader says of it: the two lengths, the text, the photo."""
        texts = (
            self.name,
            "1",
            "01",
            "19000101",
            self.address,
            self.number,
            "样例局",
            "20200101",
            "长期",
            "",
        )
        parts = (padded(text, size) for text, size in zip(texts, LAYOUT, strict=True))
        return PARTS + b"".join(parts) + PHOTO


class SimulatedIdCardReader:
    """One reader. Put cards on it and give it its troubles as a person would."""

    def __init__(self, *, finds_a_card_again: bool = True, brings_card_after: int | None = None) -> None:
        """Make a reader; one make finds a card it has dealt with again, the other only when it was lifted.

        With ``brings_card_after`` somebody stands before it: after so many vain finds a card is put on it,
        and lifted when it was read.
        """
        self.card: SimulatedCard | None = None
        self.is_silent = False
        """Switched off: takes bytes, answers none."""
        self.is_broken = False
        """Its self-test fails."""
        self.asked: list[Command] = []
        """Every question it understood, for a test to look at."""
        self._splitter = FrameSplitter(COMMAND_LENGTH_MIN)
        self._finds_a_card_again = finds_a_card_again
        self._is_dealt_with = False
        self._brings_card_after = brings_card_after
        self._vain_finds = 0

    def put(self, card: SimulatedCard) -> None:
        """Put a card on it."""
        self.card, self._is_dealt_with = card, False

    def lift(self) -> None:
        """Lift the card."""
        self.card, self._is_dealt_with = None, False

    def hear(self, data: bytes, _at_ms: int = 0) -> bytes:
        """Take bytes; return the answers."""
        if self.is_silent:
            self._splitter.expire()
            return b""
        return b"".join(self._answer(body[2:4]) for body in self._splitter.feed(data))

    def due_at_ms(self) -> int | None:
        """Say when it speaks unasked: never."""
        return None

    def tick(self, _at_ms: int) -> bytes:
        """Say nothing unasked."""
        return b""

    def _answer(self, asked: bytes) -> bytes:
        if asked not in {command.value for command in Command}:
            return reply(0x21)
        command = Command(asked)
        self.asked.append(command)
        match command:
            case Command.STATUS:
                return reply(BAD[command] if self.is_broken else 0x90)
            case Command.FIND:
                return self._find()
            case Command.SELECT:
                return self._select()
            case Command.READ:
                return self._read()

    def _find(self) -> bytes:
        card = self.card
        if card is not None and (self._finds_a_card_again or not self._is_dealt_with):
            return reply(0x9F, bytes(4))
        self._vain_finds += 1
        if self._brings_card_after is not None and self._vain_finds > self._brings_card_after:
            self.put(invented(1))
        return reply(BAD[Command.FIND])

    def _select(self) -> bytes:
        if self.card is None or not self.card.may_be_selected:
            return reply(BAD[Command.SELECT])
        self._is_dealt_with = True
        return reply(0x90, bytes(8))

    def _read(self) -> bytes:
        card = self.card
        if card is None or not self._is_dealt_with or not card.may_be_read:
            return reply(BAD[Command.READ])
        if self._brings_card_after is not None:
            self._vain_finds = 0
            self.lift()
        return reply(0x90, card.data())


def invented(order: int) -> SimulatedCard:
    """Return the card of the ``order``-th nobody, 0 to 999, with a right check sign."""
    body = f"{NOWHERE}19000101{order:03}"
    return SimulatedCard(body + check_sign(body))


def reply(status: int, data: bytes = b"") -> bytes:
    """Return the frame of a reply with SW3 ``status``."""
    return frame(bytes((0, 0, status)) + data)


def padded(text: str, size: int) -> bytes:
    """Return ``text`` as it stands on a card: UTF-16LE, filled up with blanks."""
    return text[: size // 2].ljust(size // 2).encode("utf-16-le")
