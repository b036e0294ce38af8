"""What a badge reader tells the program above it: facts, in the past tense. Pure."""

import enum

import msgspec

from devices.events import LineBack, LineLost


class BadgeShown(msgspec.Struct, frozen=True):
    """A badge was held to a reader, once: repetitions were taken out."""

    badge: str
    """Its canonical text, see ``badge``."""
    addr: int | None = None
    """The reader's OSDP address; None where the cable has one reader and no addresses."""


class Distrust(enum.StrEnum):
    """Why a reader that answers is not believed."""

    KEY_WRONG = "key_wrong"
    """It does not hold our key: never given one, given another, or somebody exchanged the reader."""
    NOT_SECURE = "not_secure"
    """It says that it knows no secure channel: too old a reader, or somebody exchanged it."""


class ReaderReady(msgspec.Struct, frozen=True):
    """The secure channel to the reader ``addr`` stands: at the start, and again after each loss."""

    addr: int


class ReaderSilent(msgspec.Struct, frozen=True):
    """The reader ``addr`` answers nothing, though the cable is there. Told once for each loss."""

    addr: int


class ReaderNotTrusted(msgspec.Struct, frozen=True):
    """The reader ``addr`` answers, but no secure channel comes to stand: a person must look at it.

    An event of security: no badge of this reader is taken. Told once for each loss and reason.
    """

    addr: int
    why: Distrust


BadgeReaderEvent = BadgeShown | LineLost | LineBack
"""What a reader alone on its cable tells."""
OsdpEvent = BadgeReaderEvent | ReaderReady | ReaderSilent | ReaderNotTrusted
"""What a line of OSDP readers tells."""
